import { z } from 'zod'
import { checkNationalId } from '../../core/national-id.ts'
import { manageAgency } from '../../store/managing.ts'
import { pickedPerson, searchPeople } from '../../store/people.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, filledForm, optionalText } from '../../web/form.ts'
import { periodFilled, periodShape, readPeriod } from '../../web/period.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { agencyAsked, mayDelegate } from './agency-asked.ts'
import { EditDelegationPage, EndDelegationPage, NewDelegationPage } from './act-pages.tsx'
import { findDelegation } from './delegation-rows.ts'
import { endDelegation } from './end-delegation.ts'
import { giveDelegation, refuseReceiver } from './give-delegation.ts'
import { countDelegated, delegationToday } from './list-delegations.ts'
import { countOtherManagers } from './load-delegating.ts'
import { messages } from './messages.ts'
import { redateDelegation } from './redate-delegation.ts'
import { refusalProblem } from './refusal-messages.ts'
import type { Day } from '../../core/days.ts'
import type { DelegationRefusal } from '../../core/delegating.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Managed } from '../../store/managing.ts'
import type { PickedPerson } from '../../store/people.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath, ProblemReply, RefusedReply } from '../../web/reply.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { DelegationSlice } from './agency-asked.ts'
import type { ListedDelegation } from './list-delegations.ts'

type ManageRequest = FrameRequest & { actor: Actor }

const agencyCode = z.string().regex(/^[0-9A-Za-z]{10}$/)
const personKey = z.string().max(36).default('')
const postId = z.string().regex(/^\d{1,18}$/).optional()
const version = z.coerce.number().int().min(1).max(32_000)
const nationalId = z.string().max(64).default('')

const doneAt = (agency: AgencyCode, done: 'given' | 'changed' | 'ended'): LocalPath => `/manage/delegations?agency=${agency}&done=${done}`

/** To whoever does not manage the agency, or does no more, nothing is there. */
const notDone = (refusal: DelegationRefusal, language: Language): RefusedReply | ProblemReply =>
  refusal === 'agencyNotManaged' ? problem('notFound') : refused([refusalProblem(refusal, language)])

type Named = { person: string; nationalId: string }

/** The person that the form names, by the picker's key or by a national ID; null: nobody within what the actor manages. */
async function personNamed(
  { database: { read }, seal }: DelegationSlice, { actor, today }: { actor: Actor; today: Day }, named: Named,
): Promise<PickedPerson | null> {
  const asOf = { day: today, known: 'now' as const }
  if (named.person !== '') return pickedPerson(read, seal, named.person, actor.authority, asOf)
  const id = checkNationalId(named.nationalId)
  if (!id.ok) return null
  const idIndex = seal.indexNationalId(id.id).toString('hex')
  const criteria = { agency: null, idIndex, name: '', states: [] }
  const { people } = await searchPeople(read, seal, criteria, { authority: actor.authority, asOf, size: 1 })
  return people[0] ?? null
}

const aimedAt = ({ seal }: DelegationSlice, { person, nationalId: typed }: Named) => {
  const id = checkNationalId(typed)
  return { key: person, idIndex: person === '' && id.ok ? seal.indexNationalId(id.id).toString('hex') : null }
}

const isNamed = ({ person, nationalId: id }: Named): boolean => person !== '' || id.trim() !== ''

async function newPage(slice: DelegationSlice, request: ManageRequest, form: FormState, asked: {
  agency?: string | undefined; person: string; scope: string
}) {
  const { read } = slice.database
  const managed = await agencyAsked(read, request, asked.agency)
  if (managed === null || !mayDelegate(managed)) return problem('notFound')
  const { code, name } = managed.agency
  const person = asked.person === '' ? null : await personNamed(slice, request, { person: asked.person, nationalId: '' })
  const scope = agencyCode.safeParse(asked.scope).success
    ? await manageAgency(read, request.actor.authority, asked.scope, request.today) : null
  const shown = { request, agency: { code, name }, person, scope: scope?.agency ?? null }
  return page(<NewDelegationPage {...shown} form={form} />)
}

function newRoutes(slice: DelegationSlice): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage/delegations/new',
      act: 'manage',
      fresh: true,
      query: z.object({ agency: agencyCode.optional(), person: personKey, scope: z.string().max(10).default('') }),
      handle: (request) => newPage(slice, request, filledForm({ scope: request.query.scope }), request.query),
    }),
    route({
      method: 'POST',
      path: '/manage/delegations/new',
      act: 'manage',
      fresh: true,
      form: (language) => z.object({
        agency: agencyCode, person: personKey, nationalId, post: postId, scope: optionalText(10), ...periodShape(language),
      }),
      handle: async ({ form, language, today, actor, ...request }) => {
        const read = readPeriod(form, today, language)
        const person = await personNamed(slice, { actor, today }, form)
        const missing = isNamed(form) ? null : { field: 'nationalId', message: messages(language).personMissing }
        const unknown = missing ?? (person === null ? { ...refusalProblem('receiverNotFound', language), field: 'nationalId' } : null)
        if ('problems' in read || unknown !== null) {
          if (missing === null && person === null) {
            const period = 'problems' in read ? { from: today, to: null } : read.period
            const wish = { agency: form.agency, ...period, reason: form.reason }
            await refuseReceiver(slice.database, requestOrigin({ ...request, actor }), wish, aimedAt(slice, form))
          }
          return refused([...(unknown === null ? [] : [unknown]), ...('problems' in read ? read.problems : [])])
        }
        const { agency, post, scope } = form
        const answer = await giveDelegation(slice.database, requestOrigin({ ...request, actor }), actor, {
          agency, scope: scope === '' ? null : scope, person: person!.id, post: post ?? null, ...read.period, reason: read.reason,
        }, today)
        return 'refused' in answer ? notDone(answer.refused, language) : redirect(doneAt(agency, 'given'))
      },
      again: (request, form) => newPage(slice, request, form, {
        agency: form.typed.agency?.[0], person: form.typed.person?.[0] ?? '', scope: form.typed.scope?.[0] ?? '',
      }),
    }),
  ]
}

type Standing = { managed: Managed; delegation: ListedDelegation; personId: string; scope: AgencyCode | null }

/** The delegation of the address, where the actor manages its agency. */
async function standing({ database: { read } }: DelegationSlice, request: ManageRequest, id: string): Promise<Standing | null> {
  const found = await findDelegation(read, id)
  const managed = found === null ? null : await manageAgency(read, request.actor.authority, found.agency, request.today)
  const delegation = managed === null ? null : await delegationToday(read, id, found!.agency, request.today)
  if (managed === null || delegation === null) return null
  return { managed, delegation, personId: found!.person, scope: found!.scope }
}

async function editPage(slice: DelegationSlice, request: ManageRequest, id: string, form: FormState | null) {
  const found = await standing(slice, request, id)
  if (found === null) return problem('notFound')
  const { managed: { agency: { code, name } }, delegation } = found
  const shown = form ?? filledForm(periodFilled(delegation, request.language))
  return page(
    <EditDelegationPage request={request} agency={{ code, name }} form={shown} delegation={delegation} begun={delegation.from <= request.today} />,
  )
}

function editRoutes(slice: DelegationSlice): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage/delegations/:id/edit',
      act: 'manage',
      handle: (request) => editPage(slice, request, request.params.id, null),
    }),
    route({
      method: 'POST',
      path: '/manage/delegations/:id/edit',
      act: 'manage',
      form: (language) => z.object({ version, ...periodShape(language) }),
      handle: async ({ form, language, today, actor, params: { id }, ...request }) => {
        const found = await findDelegation(slice.database.read, id)
        if (found === null) return problem('notFound')
        const begun = found.from <= today ? found.from : null
        const read = readPeriod(begun === null ? form : { ...form, from: begun }, today, language, begun)
        if ('problems' in read) return refused(read.problems)
        const answer = await redateDelegation(slice.database, requestOrigin({ ...request, actor }), actor, {
          id, version: form.version, ...read.period, reason: read.reason, today,
        })
        return 'refused' in answer ? notDone(answer.refused, language) : redirect(doneAt(found.agency, 'changed'))
      },
      again: (request, form) => editPage(slice, request, request.params.id, form),
    }),
  ]
}

async function endPage(slice: DelegationSlice, request: ManageRequest, id: string, asked: { form: FormState; person: string }) {
  const found = await standing(slice, request, id)
  if (found === null) return problem('notFound')
  const { read } = slice.database
  const { managed: { agency: { code, name } }, delegation, personId, scope } = found
  const [opens, others] = await Promise.all([
    countDelegated(read, code, scope, request.today), countOtherManagers(read, code, personId, request.today),
  ])
  const successor = asked.person === '' ? null : await personNamed(slice, request, { person: asked.person, nationalId: '' })
  const shown = { request, agency: { code, name }, delegation, opens, last: others === 0 && delegation.condition === 'active', successor }
  return page(<EndDelegationPage {...shown} form={asked.form} />)
}

function endRoutes(slice: DelegationSlice): Route[] {
  return [
    route({
      method: 'GET',
      path: '/manage/delegations/:id/end',
      act: 'manage',
      query: z.object({ person: personKey }),
      handle: (request) => endPage(slice, request, request.params.id, { form: EMPTY_FORM, person: request.query.person }),
    }),
    route({
      method: 'POST',
      path: '/manage/delegations/:id/end',
      act: 'manage',
      form: () => z.object({ version, person: personKey, nationalId, post: postId }),
      handle: async ({ form, language, today, actor, params: { id }, ...request }) => {
        const found = await findDelegation(slice.database.read, id)
        if (found === null) return problem('notFound')
        const person = isNamed(form) ? await personNamed(slice, { actor, today }, form) : null
        if (isNamed(form) && person === null) {
          const wish = { agency: found.agency, from: today, to: found.to, reason: found.reason }
          await refuseReceiver(slice.database, requestOrigin({ ...request, actor }), wish, aimedAt(slice, form))
          return refused([{ ...refusalProblem('receiverNotFound', language), field: 'nationalId' }])
        }
        const answer = await endDelegation(slice.database, requestOrigin({ ...request, actor }), actor, {
          id, version: form.version, today, successor: person === null ? null : { person: person.id, post: form.post ?? null },
        })
        return 'refused' in answer ? notDone(answer.refused, language) : redirect(doneAt(found.agency, 'ended'))
      },
      again: (request, form) => endPage(slice, request, request.params.id, { form, person: form.typed.person?.[0] ?? '' }),
    }),
  ]
}

/** The addresses that give, change and end a delegation. */
export function actRoutes(slice: DelegationSlice): Route[] {
  return [...newRoutes(slice), ...editRoutes(slice), ...endRoutes(slice)]
}
