import { z } from 'zod'
import { maskNationalIdsIn } from '../../core/national-id.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, requiredText } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { ACT_PATHS, AccountActPage, AccountPage, DONE } from './account-page.tsx'
import { accountProblem } from './account-refusals.ts'
import { listSignIns, viewAccount } from './account-view.ts'
import { changeAccount } from './change-account.ts'
import { findSubject, personOfKey } from './find-subject.ts'
import { messages } from './messages.ts'
import { recordSeen } from './record-seen.ts'
import { isCentral, partPath } from './slice.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { Done } from './account-page.tsx'
import type { PlainAct } from './change-account.ts'
import type { Managing, PeopleSlice } from './slice.ts'

/** The place of a sign-in in the list: microseconds, as long as a bigint surely holds. */
const moment = z.string().regex(/^\d{1,18}$/).optional()

/** The reason of an act, as all of them ask it: kept, told and shown, so without national IDs. */
export const reasonField = (language: Language) =>
  requiredText(messages(language).reasonMissing, 500).transform(maskNationalIdsIn)

function viewRoute(slice: PeopleSlice): Route {
  return route({
    method: 'GET',
    path: '/manage/people/:key/account',
    act: 'manage',
    query: z.object({ before: moment, after: moment, done: z.enum(DONE).optional() }),
    handle: async (request) => {
      const { actor, query, today } = request
      const person = await findSubject(slice, request, request.params.key)
      if (person === null) return problem('notFound')
      const { read } = slice.database
      const view = await viewAccount(read, actor, person.id, today)
      const signIns = isCentral(actor) ? await listSignIns(read, person.id, query) : null
      await recordSeen(slice, request, person.id, 'account')
      return page(<AccountPage request={request} person={person} view={view} signIns={signIns} done={query.done ?? null} />)
    },
  })
}

const DONE_OF: Record<PlainAct, Done> = { disable: 'disabled', enable: 'enabled', endSessions: 'ended' }

async function actPage(slice: PeopleSlice, request: Managing, key: string, act: PlainAct, form: FormState): Promise<Reply> {
  const person = await findSubject(slice, request, key)
  if (person === null) return problem('notFound')
  const { liveSessions, may } = await viewAccount(slice.database.read, request.actor, person.id, request.today)
  const bar = may[act]
  // What cannot be done is said before anybody writes a reason.
  if (bar !== null && form === EMPTY_FORM) {
    return page(
      <AccountActPage
        request={request} person={person} act={act} sessions={liveSessions}
        form={{ ...form, problems: [accountProblem(bar, request.language)] }}
      />, { status: 422 },
    )
  }
  return page(<AccountActPage request={request} person={person} act={act} sessions={liveSessions} form={form} />)
}

function actRoutes(slice: PeopleSlice, act: PlainAct): Route[] {
  const path = `/manage/people/:key/account/${ACT_PATHS[act]}` as const
  return [
    route({
      method: 'GET', path, act: 'manage', handle: (request) => actPage(slice, request, request.params.key, act, EMPTY_FORM),
    }),
    route({
      method: 'POST', path, act: 'manage', form: (language) => z.object({ reason: reasonField(language) }),
      handle: async (request) => {
        const { actor, form: { reason }, language, today } = request
        const { key } = request.params
        const person = await personOfKey(slice.database.read, key)
        if (person === null) return problem('notFound')
        const answer = await changeAccount(slice.database, requestOrigin(request), actor, { person, act, reason, today })
        if (!('refused' in answer)) return redirect(`${partPath(key, 'account')}?done=${DONE_OF[act]}`)
        return answer.refused === 'notFound' ? problem('notFound') : refused([accountProblem(answer.refused, language)])
      },
      again: (request, form) => actPage(slice, request, request.params.key, act, form),
    }),
  ]
}

/** The account of a person, for the centre and for those who manage all of the person's posts; and the acts on it. */
export function accountRoutes(slice: PeopleSlice): Route[] {
  return [viewRoute(slice), ...(['disable', 'enable', 'endSessions'] as const).flatMap((act) => actRoutes(slice, act))]
}
