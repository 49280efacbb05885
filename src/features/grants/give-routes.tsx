import { z } from 'zod'
import { manageAgency } from '../../store/managing.ts'
import { pickedPerson } from '../../store/people.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, typedIn } from '../../web/form.ts'
import { periodShape, readPeriod } from '../../web/period.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { agencyCode, applicationCode, categoryCode, receiverFields } from './addresses.ts'
import { giveGrant, refuseReceiver } from './give-grant.ts'
import { listPath } from './grant-parts.tsx'
import { countStandings, findGroup, groupsWithin } from './list-members.ts'
import { findApplication } from './load-granting.ts'
import { NewGrantPage } from './new-grant-page.tsx'
import { ReceiverPage } from './receiver-page.tsx'
import { refusalProblem } from './refusal-messages.ts'
import type { GrantRefusal } from '../../core/granting.ts'
import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { ManageRequest } from './grant-parts.tsx'
import type { ReceiverRef } from './grant-rows.ts'
import type { ChosenReceiver } from './new-grant-page.tsx'

export type GrantsSlice = { database: Database; seal: Seal }

const search = z.string().max(100).default('')
const where = { agency: agencyCode, application: applicationCode, ...receiverFields }
const newQuery = z.object({ ...where, q: search })
type Asked = z.output<typeof newQuery>

const FIELDS = ['category', 'post', 'from', 'to', 'reason']

/** The receiver that is asked for; a refusal where there is none within the actor's scope; null: nobody is asked for yet. */
async function chosen(
  { database: { read }, seal }: GrantsSlice, { actor, today }: ManageRequest, asked: Asked,
): Promise<ChosenReceiver | { refused: GrantRefusal } | null> {
  if (asked.person !== undefined) {
    const person = await pickedPerson(read, seal, asked.person, actor.authority, { day: today, known: 'now' })
    return person === null ? { refused: 'receiverNotFound' } : { to: 'person', person }
  }
  if (asked.group !== undefined) {
    const group = await findGroup(read, asked.group, today)
    const within = group !== null && await manageAgency(read, actor.authority, group.agency, today) !== null
    return within ? { to: 'group', group } : { refused: 'groupNotFound' }
  }
  if (asked.standing === undefined) return null
  const counts = await countStandings(read, asked.agency, today)
  return { to: 'standing', standing: asked.standing, count: counts[asked.standing] }
}

async function showNew(slice: GrantsSlice, request: ManageRequest, asked: Asked, form: FormState): Promise<Reply> {
  const { actor, today, language } = request
  const { read } = slice.database
  const managed = await manageAgency(read, actor.authority, asked.agency, today)
  if (managed === null) return problem('notFound')
  const application = await findApplication(read, asked.application)
  if (application === null) return problem('notFound')
  const agency = { code: managed.agency.code, name: managed.agency.name }
  const receiver = await chosen(slice, request, asked)
  if (receiver !== null && !('refused' in receiver)) {
    return page(<NewGrantPage request={request} agency={agency} application={application} receiver={receiver} form={form} />)
  }
  const problems = receiver === null ? [] : [refusalProblem(receiver.refused, language, [])]
  const [groups, standings] = await Promise.all([
    groupsWithin(read, actor.authority, asked.q, today), countStandings(read, asked.agency, today),
  ])
  return page(<ReceiverPage
    request={request} agency={agency} application={application} groups={groups} search={asked.q} standings={standings}
    problems={problems}
  />, problems.length > 0 ? { status: 422 } : {})
}

const refOf = (receiver: ChosenReceiver): ReceiverRef => {
  if (receiver.to === 'person') return { to: 'person', person: receiver.person.id }
  return receiver.to === 'group' ? { to: 'group', group: receiver.group.code } : { to: 'standing', standing: receiver.standing }
}

/** 「新增」: to whom, then what and for how long. */
export function giveRoutes(slice: GrantsSlice): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage/grants/new',
      act: 'manage',
      query: newQuery,
      handle: (request) => showNew(slice, request, request.query, EMPTY_FORM),
    }),
    route({
      method: 'POST',
      path: '/manage/grants/new',
      act: 'manage',
      form: (language) => z.object({
        ...where, category: categoryCode, post: z.string().regex(/^\d{1,18}$/).optional(), ...periodShape(language),
      }),
      handle: async (request) => {
        const { actor, today, language, form } = request
        const { agency, application, category, post = null } = form
        const receiver = await chosen(slice, request, { ...form, q: '' })
        if (receiver === null) return problem('badRequest')
        const read = readPeriod(form, today, language)
        if ('refused' in receiver) {
          const period = 'problems' in read ? { from: today, to: null } : read.period
          const aimed = form.person === undefined ? { group: form.group! } : { key: form.person }
          const wish = { agency, application, category, post, ...period, reason: form.reason }
          await refuseReceiver(slice.database, requestOrigin(request), wish, aimed, receiver)
          return refused([refusalProblem(receiver.refused, language, [])])
        }
        if ('problems' in read) return refused(read.problems)
        const answer = await giveGrant(slice.database, requestOrigin(request), actor, {
          agency, application, receiver: refOf(receiver), category, post, ...read.period, reason: read.reason,
        }, today)
        if ('given' in answer) {
          return redirect(listPath(agency, application, { done: answer.state === 'proposed' ? 'proposed' : 'given' }))
        }
        if (answer.refused === 'agencyNotManaged' || answer.refused === 'applicationUnknown') return problem('notFound')
        return refused([refusalProblem(answer.refused, language, FIELDS)])
      },
      again: (request, form) => {
        const names = ['agency', 'application', 'person', 'group', 'standing']
        const read = newQuery.safeParse(Object.fromEntries(names.map((name) => [name, typedIn(form, name)])))
        return read.success ? showNew(slice, request, read.data, form) : problem('badRequest')
      },
    }),
  ]
}
