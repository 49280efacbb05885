import { optionalText } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { route } from '../../web/route.ts'
import { z } from 'zod'
import { findSubject } from '../people/find-subject.ts'
import { recordSeen } from '../people/record-seen.ts'
import { AskPage } from './desk-page.tsx'
import { findEmployee } from './find-employee.ts'
import { messages } from './messages.ts'
import { deskOf } from './slice.ts'
import { viewDesk } from './view-account.ts'
import type { PageReply, Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { Subject } from '../people/find-subject.ts'
import type { DeskView } from './view-account.ts'
import type { Desk, Managing, ResetsSlice } from './slice.ts'

/** A person's key in an address. */
export const personKey = z.string().max(36).optional()

/** The page about the person of that key as `show` makes it; looking is an event, one a view. */
export async function aboutPerson(
  slice: ResetsSlice, request: Managing, key: string, show: (person: Subject, view: DeskView) => PageReply, seen = true,
): Promise<Reply> {
  const person = await findSubject(slice, request, key)
  if (person === null) return problem('notFound')
  const view = await viewDesk(slice.database.read, request.actor, person.id, request.today)
  if (seen) await recordSeen(slice, request, person.id, 'account')
  return show(person, view)
}

/** Without a person the page asks for one. */
export const askFor = (request: Managing, desk: Desk): Reply => page(<AskPage request={request} desk={desk} form={EMPTY_FORM} />)

/** POST finds the person by national ID, and leads to the page that names them by their key. */
export function findRoute(slice: ResetsSlice, desk: Desk): Route {
  return route({
    method: 'POST', path: desk, act: 'manage', holderless: true, form: () => z.object({ nationalId: optionalText(64) }),
    handle: async (request) => {
      const found = await findEmployee(slice, request, desk, request.form.nationalId)
      if ('key' in found) return redirect(deskOf(desk, found.key))
      return refused([{ field: 'nationalId', message: messages(request.language).wrong[found.wrong] }])
    },
    again: (request, form) => page(<AskPage request={request} desk={desk} form={form} />),
  })
}
