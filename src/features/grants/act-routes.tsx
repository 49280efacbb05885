import { z } from 'zod'
import { decideDeclining } from '../../core/granting.ts'
import { manageAgency } from '../../store/managing.ts'
import { pickedPerson } from '../../store/people.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { filledForm, freeText } from '../../web/form.ts'
import { periodFilled, periodShape, readPeriod } from '../../web/period.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { uuid } from './addresses.ts'
import { agreeToGrant } from './agree-to-grant.ts'
import { confirmGrant } from './confirm-grant.ts'
import { declineGrant } from './decline-grant.ts'
import { editGrant } from './edit-grant.ts'
import { endGrant } from './end-grant.ts'
import { ConfirmGrantPage, DecideGrantPage, EditGrantPage, EndGrantPage } from './grant-act-pages.tsx'
import { listPath } from './grant-parts.tsx'
import { findGrant } from './grant-rows.ts'
import { grantToday } from './list-grants.ts'
import { lossOf } from './list-members.ts'
import { findApplication, loadGranting } from './load-granting.ts'
import { refusalProblem } from './refusal-messages.ts'
import type { GrantCondition, GrantRefusal } from '../../core/granting.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath, RefusedReply, Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { GrantsSlice } from './give-routes.tsx'
import type { ActPage } from './grant-act-pages.tsx'
import type { ManageRequest } from './grant-parts.tsx'
import type { Done } from './grants-page.tsx'

type Act = 'edit' | 'end' | 'confirm' | 'decide'
type OnePage = ManageRequest & { params: { id: string } }

/** In which condition of a grant an act's page opens; a proposal says itself why it cannot be decided. */
const OPENS: Record<Act, readonly GrantCondition[] | 'always'> = {
  edit: ['active', 'endsSoon', 'notBegun'],
  end: ['active', 'endsSoon', 'notBegun', 'suspended', 'proposed'],
  confirm: ['suspended'],
  decide: 'always',
}

const version = z.string().regex(/^\d{1,5}$/).transform(Number)
const why = freeText(500)

const fieldsOf: Record<Act, readonly string[]> = { edit: ['from', 'to', 'reason'], end: [], confirm: ['post'], decide: [] }

/** The grant with its agency and application, or null where the actor is to know of none. */
async function openGrant({ database: { read } }: GrantsSlice, request: OnePage, form: FormState): Promise<ActPage | null> {
  const { actor, today, params: { id } } = request
  if (!uuid.safeParse(id).success) return null
  const grant = await grantToday(read, id, today)
  if (grant === null) return null
  const managed = await manageAgency(read, actor.authority, grant.agency, today)
  const application = managed === null ? null : await findApplication(read, grant.application)
  if (managed === null || application === null) return null
  return { request, agency: { code: managed.agency.code, name: managed.agency.name }, application, grant, form }
}

async function pageOf(slice: GrantsSlice, shown: ActPage, act: Act) {
  const { request, grant } = shown
  const { actor, today, language } = request
  const { read } = slice.database
  if (act === 'edit') {
    const form = Object.keys(shown.form.typed).length > 0 ? shown.form : filledForm(periodFilled(grant, language))
    return <EditGrantPage {...shown} form={form} />
  }
  if (act === 'end') return <EndGrantPage {...shown} loss={await lossOf(read, grant, today)} />
  if (act === 'confirm') {
    const person = grant.receiver.to !== 'person' ? null
      : await pickedPerson(read, slice.seal, grant.receiver.key, actor.authority, { day: today, known: 'now' })
    return <ConfirmGrantPage {...shown} posts={person?.posts ?? []} />
  }
  const found = await findGrant(read, grant.id)
  const facts = found === null ? null : await loadGranting(read, actor, found, today)
  const decided = found === null || facts === null ? { refused: 'notProposed' as const } : decideDeclining(facts, found)
  return <DecideGrantPage {...shown} barred={'refused' in decided ? decided.refused : null} />
}

async function show(slice: GrantsSlice, request: OnePage, act: Act, form: FormState): Promise<Reply> {
  const shown = await openGrant(slice, request, form)
  if (shown === null) return problem('notFound')
  const opens = OPENS[act]
  // A refused form is shown whatever has become of the grant: that is what its problem tells.
  const fits = opens === 'always' || opens.includes(shown.grant.condition) || form.problems.length > 0
  if (!fits) return redirect(listPath(shown.grant.agency, shown.grant.application))
  return page(await pageOf(slice, shown, act))
}

const opening = (slice: GrantsSlice, act: Act): Route => route({
  method: 'GET',
  path: `/manage/grants/:id/${act}` as '/manage/grants/:id/edit',
  act: 'manage',
  handle: (request) => show(slice, request, act, { typed: {}, problems: [] }),
})

/** What the answer of an act leads to: the list that says so, or the form again. */
async function answered(
  slice: GrantsSlice, request: OnePage, act: Act, answer: { refused: GrantRefusal } | { done: Done },
): Promise<Reply | RefusedReply> {
  if ('refused' in answer) {
    if (answer.refused === 'agencyNotManaged') return problem('notFound')
    return refused([refusalProblem(answer.refused, request.language, fieldsOf[act])])
  }
  const grant = await findGrant(slice.database.read, request.params.id)
  const to: LocalPath = grant === null ? '/manage/grants' : listPath(grant.agency, grant.application, { done: answer.done })
  return redirect(to)
}

const isId = ({ params: { id } }: { params: { id: string } }): boolean => uuid.safeParse(id).success

function editRoute(slice: GrantsSlice): Route {
  return route({
    method: 'POST',
    path: '/manage/grants/:id/edit',
    act: 'manage',
    form: (language) => z.object({ version, ...periodShape(language) }),
    handle: async (request) => {
      const { actor, today, language, form, params: { id } } = request
      const grant = isId(request) ? await openGrant(slice, request, { typed: {}, problems: [] }) : null
      if (grant === null) return problem('notFound')
      const begun = grant.grant.from <= today ? grant.grant.from : null
      const read = readPeriod(form, today, language, begun)
      if ('problems' in read) return refused(read.problems)
      const answer = await editGrant(slice.database, requestOrigin(request), actor, {
        id, version: form.version, today, ...read.period, reason: read.reason,
      })
      return answered(slice, request, 'edit', 'refused' in answer ? answer : { done: answer.edited })
    },
    again: (request, form) => show(slice, request, 'edit', form),
  })
}

function endRoute(slice: GrantsSlice): Route {
  return route({
    method: 'POST',
    path: '/manage/grants/:id/end',
    act: 'manage',
    form: () => z.object({ version, why }),
    handle: async (request) => {
      const { actor, today, form, params: { id } } = request
      if (!isId(request)) return problem('notFound')
      const answer = await endGrant(slice.database, requestOrigin(request), actor, {
        id, version: form.version, today, why: form.why === '' ? null : form.why,
      })
      return answered(slice, request, 'end', 'refused' in answer ? answer : { done: 'ended' })
    },
    again: (request, form) => show(slice, request, 'end', form),
  })
}

function confirmRoute(slice: GrantsSlice): Route {
  return route({
    method: 'POST',
    path: '/manage/grants/:id/confirm',
    act: 'manage',
    form: () => z.object({ version, post: z.string().regex(/^\d{1,18}$/).optional() }),
    handle: async (request) => {
      const { actor, today, form, params: { id } } = request
      if (!isId(request)) return problem('notFound')
      const answer = await confirmGrant(slice.database, requestOrigin(request), actor, {
        id, version: form.version, today, post: form.post ?? null,
      })
      return answered(slice, request, 'confirm', 'refused' in answer ? answer : { done: 'confirmed' })
    },
    again: (request, form) => show(slice, request, 'confirm', form),
  })
}

function decideRoute(slice: GrantsSlice): Route {
  return route({
    method: 'POST',
    path: '/manage/grants/:id/decide',
    act: 'manage',
    form: () => z.object({ version, why, answer: z.enum(['agree', 'decline']) }),
    handle: async (request) => {
      const { actor, today, form, params: { id } } = request
      if (!isId(request)) return problem('notFound')
      const on = { id, version: form.version, today }
      const origin = requestOrigin(request)
      const answer = form.answer === 'agree' ? await agreeToGrant(slice.database, origin, actor, on)
        : await declineGrant(slice.database, origin, actor, { ...on, why: form.why === '' ? null : form.why })
      return answered(slice, request, 'decide', 'refused' in answer ? answer
        : { done: form.answer === 'agree' ? 'agreed' : 'declined' })
    },
    again: (request, form) => show(slice, request, 'decide', form),
  })
}

/** The acts on one grant: 「編輯」「結束」「確認」, 「同意」 or 「不同意」. */
export function grantActRoutes(slice: GrantsSlice): Route[] {
  return [
    ...(['edit', 'end', 'confirm', 'decide'] as const).map((act) => opening(slice, act)),
    editRoute(slice), endRoute(slice), confirmRoute(slice), decideRoute(slice),
  ]
}
