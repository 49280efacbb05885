import { z } from 'zod'
import { asOf } from '../../core/as-of.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { addressOf } from '../../web/address.ts'
import { readAskedDay, typedDay, unreadDay } from '../../web/asked-day.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { reasonField } from './account-routes.tsx'
import { recordSeen } from './record-seen.ts'
import { findSubject } from './find-subject.ts'
import { messages } from './messages.ts'
import { loadPersonRecord } from './person-record.ts'
import { RecordPage } from './record-page.tsx'
import { MOST_REVEALED, revealNationalId } from './reveal-id.ts'
import { RevealedPage, RevealPage } from './reveal-page.tsx'
import { partPath } from './slice.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath, Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { DayAsked } from './day-form.tsx'
import type { Managing, PeopleSlice } from './slice.ts'

/** The day of the address; or where it leads as it is written there. */
export function dayOf(
  typed: string, path: LocalPath, language: Language, said: Readonly<Record<string, string>> = {},
): DayAsked | { to: LocalPath } {
  const day = readAskedDay(typed)
  if ('canonical' in day) return { to: addressOf(path, { ...said, asOf: day.canonical }) }
  if ('wrong' in day) return { asOf: null, wrong: { typed: { asOf: [day.wrong] }, problems: [unreadDay(language)] } }
  return { asOf: day.asked, wrong: null }
}

async function recordPage(slice: PeopleSlice, request: Managing & { query: { asOf: string } }, key: string): Promise<Reply> {
  const { language, today, query } = request
  const day = dayOf(query.asOf, partPath(key, 'record'), language)
  if ('to' in day) return redirect(day.to)
  const person = await findSubject(slice, request, key)
  if (person === null) return problem('notFound')
  const when = asOf(day.asOf ?? today, today)
  const record = await loadPersonRecord(slice.database.read, person.id, when)
  await recordSeen(slice, request, person.id, 'record', when.day)
  return page(<RecordPage request={request} person={person} record={record} day={day} />, { status: day.wrong === null ? 200 : 400 })
}

async function revealPage(slice: PeopleSlice, request: Managing, key: string, form: FormState): Promise<Reply> {
  const person = await findSubject(slice, request, key)
  return person === null ? problem('notFound') : page(<RevealPage request={request} person={person} form={form} />)
}

/** 「人事資料」 of a person, and the national ID, which is shown to whoever says why. */
export function recordRoutes(slice: PeopleSlice): Route[] {
  const reveal = '/manage/people/:key/national-id'
  return [
    route({
      method: 'GET', path: '/manage/people/:key', act: 'central', query: z.object({ asOf: typedDay }),
      handle: (request) => recordPage(slice, request, request.params.key),
    }),
    route({
      method: 'GET', path: reveal, act: 'central', handle: (request) => revealPage(slice, request, request.params.key, EMPTY_FORM),
    }),
    route({
      method: 'POST', path: reveal, act: 'central', form: (language) => z.object({ reason: reasonField(language) }),
      handle: async (request) => {
        const person = await findSubject(slice, request, request.params.key)
        if (person === null) return problem('notFound')
        const { actor, form: { reason }, today } = request
        const answer = await revealNationalId(slice, requestOrigin(request), actor, { person: person.id, reason, today })
        if ('nationalId' in answer) return page(<RevealedPage request={request} person={person} nationalId={answer.nationalId} />)
        if (answer.refused === 'notCentral') return problem('notFound')
        return refused([{ field: null, message: messages(request.language).tooManyReveals(MOST_REVEALED) }])
      },
      again: (request, form) => revealPage(slice, request, request.params.key, form),
    }),
  ]
}
