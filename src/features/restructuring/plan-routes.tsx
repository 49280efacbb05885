import { z } from 'zod'
import { AGENCY_FIELDS, fieldsChanged, periodOn } from '../../core/agency-change.ts'
import type { AgencyFields } from '../../core/agency-change.ts'
import { planProblems } from '../../core/restructuring.ts'
import { UUID } from '../../core/uuid.ts'
import type { PlannedAgency } from '../../core/restructuring.ts'
import type { Database } from '../../store/database.ts'
import { recordedRows } from '../../store/exported.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { showDayShort } from '../../web/days.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { EMPTY_FORM, filledForm, typedIn, versionField } from '../../web/form.ts'
import type { FormState } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import type { LocalPath, ProblemReply, RedirectReply, RefusedReply } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import type { PageRequest, Route } from '../../web/route.ts'
import { recordedPeriods } from '../agencies/agency-rows.ts'
import { agencyForm, agencyShape } from '../agencies/manage-forms.tsx'
import { namesOf } from '../agencies/managed-agency.ts'
import { FieldsPage } from './fields-page.tsx'
import { listPlans, SHOWN } from './list-plans.ts'
import { messages } from './messages.ts'
import type { Names } from './parts.tsx'
import { planPath } from './parts.tsx'
import { draftPlan, editPlan, putAgency } from './plan-acts.ts'
import type { PlanDone, PlanRefusal } from './plan-acts.ts'
import { ChangingPage, EndingPage, endingShape, HeadPage, headShape } from './plan-forms.tsx'
import { loadPlanFacts } from './plan-facts.ts'
import { DID, PlanPage, PlansPage } from './plan-pages.tsx'
import type { Did } from './plan-pages.tsx'
import { loadPlan } from './plan-rows.ts'
import type { StoredPlan } from './plan-rows.ts'

const CODE = /^[0-9A-Z]{10}$/

/** The plan of an address, or null. */
export const planOf = async ({ read }: Database, id: string): Promise<StoredPlan | null> => (UUID.test(id) ? loadPlan(read, id) : null)

/** Names of all that a plan speaks of; those that begin with it are called as it says. */
export async function planNames({ read }: Database, { agencies }: StoredPlan, more: readonly string[] = []): Promise<Names> {
  const codes = agencies.flatMap((one) => [one.code, ...(one.role === 'ends' ? one.successors : [])])
  const known = await namesOf(read, [...codes, ...more])
  const begins = agencies.flatMap((one) => (one.role === 'begins' ? [[one.code, { code: one.code, name: one.fields.name, nameEn: one.fields.nameEn }] as const] : []))
  return new Map([...known, ...begins])
}

/** The plan, saying what was just done to it. */
export const didAddress = (id: string, done: Did): LocalPath => `${planPath(id)}?done=${done}`

/** Back to the plan, or the form again with what speaks against it. */
export function afterAct(result: PlanDone | PlanRefusal, id: string, language: 'zh-TW' | 'en', to: LocalPath = didAddress(id, 'saved')): RedirectReply | RefusedReply | ProblemReply {
  if ('done' in result) return redirect(to)
  return result.refused === 'notCentral' ? problem('notFound') : refused([{ field: result.refused === 'noteMissing' ? 'note' : null, message: messages(language).refused[result.refused] }])
}

const listShape = z.object({ show: z.enum(SHOWN).default('open'), before: z.string().regex(/^\d{1,15}$/).optional() })

function listRoutes({ read, unaudited }: Database): Route[] {
  return [
    route({
      method: 'GET', path: '/manage/restructurings', act: 'central', query: listShape,
      handle: async (request) => {
        const { query: { show, before }, today } = request
        return page(<PlansPage request={request} shown={show} page={await listPlans(read, show, today, before ?? null)} />)
      },
    }),
    ...FORMATS.map((format) => route({
      method: 'GET', path: `/manage/restructurings.${format}`, act: 'central', query: listShape,
      handle: (request) => {
        const { query: { show }, today, actor } = request
        const asOf = { day: today, known: 'now' as const }
        return exportReply(actor, {
          format, name: `restructurings-${today}`, columns: ['number', 'title', 'day', 'state', 'drafted_by', 'source'],
          rows: recordedRows({ unaudited }, requestOrigin(request), actor.authority, { list: 'restructurings', format, asOf, asked: { state: show } },
            async function* () {
              for (let before: string | null = null; ;) {
                const { plans, next } = await listPlans(read, show, today, before)
                for (const one of plans) {
                  yield { number: one.number, title: one.title, day: one.day, state: one.state, drafted_by: one.draftedBy, source: one.source }
                }
                if (next === null) return
                before = next
              }
            }),
        })
      },
    })),
  ]
}

function headRoutes(database: Database): Route[] {
  return [
    route({ method: 'GET', path: '/manage/new-restructuring', act: 'central', handle: (request) => page(<HeadPage request={request} form={EMPTY_FORM} />) }),
    route({
      method: 'POST', path: '/manage/new-restructuring', act: 'central', form: headShape,
      handle: async (request) => {
        const { form: { title, day, reason }, actor } = request
        const { id } = await draftPlan(database, requestOrigin(request), actor, { title, day, reason: reason === '' ? null : reason })
        return redirect(didAddress(id, 'draft'))
      },
      again: (request, form) => page(<HeadPage request={request} form={form} />),
    }),
    route({
      method: 'GET', path: '/manage/restructurings/:id', act: 'central', query: z.object({ done: z.enum(DID).optional() }),
      handle: async (request) => {
        const plan = await planOf(database, request.params.id)
        if (plan === null) return problem('notFound')
        const problems = plan.state === 'draft' || plan.state === 'sent'
          ? planProblems(plan, await loadPlanFacts(database.read, plan.id, plan, request.today)) : []
        const names = await planNames(database, plan, problems.map(({ detail }) => detail).filter((one) => CODE.test(one)))
        return page(<PlanPage request={request} done={request.query.done ?? null} shown={{ plan, problems, names, people: await peopleOf(database, plan) }} />)
      },
    }),
    route({
      method: 'GET', path: '/manage/restructurings/:id/edit', act: 'central',
      handle: async (request) => {
        const plan = await planOf(database, request.params.id)
        if (plan === null) return problem('notFound')
        const form = filledForm({ title: plan.title, day: showDayShort(plan.day, request.language), reason: plan.reason ?? '' })
        return page(<HeadPage request={request} form={form} plan={plan} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/restructurings/:id/edit', act: 'central', form: (language) => headShape(language).extend({ version: versionField }),
      handle: async (request) => {
        const { params: { id }, form: { title, day, reason, version }, actor, today, language } = request
        if (await planOf(database, id) === null) return problem('notFound')
        const after = { title, day, reason: reason === '' ? null : reason }
        return afterAct(await editPlan(database, requestOrigin(request), actor, { id, version }, today, (plan) => ({
          what: 'head', before: { title: plan.title, day: plan.day, reason: plan.reason }, after,
          write: async (tx) => { await tx.db.updateTable('restructuring').set(after).where('id', '=', id).execute() },
        })), id, language)
      },
      again: async (request, form) => {
        const plan = await planOf(database, request.params.id)
        return plan === null ? problem('notFound') : page(<HeadPage request={request} form={form} plan={plan} />)
      },
    }),
  ]
}

async function peopleOf({ read }: Database, { draftedBy, sentBy, decidedBy }: StoredPlan) {
  const ids = [draftedBy, sentBy, decidedBy].filter((one) => one !== null)
  const rows = ids.length === 0 ? [] : await read.selectFrom('person_version').select(['person_id as id', 'name'])
    .where('person_id', 'in', ids).where(({ fn }) => fn<boolean>('upper_inf', ['recorded'])).execute()
  const name = (id: string | null) => rows.find((row) => row.id === id)?.name ?? null
  return { drafted: name(draftedBy), sent: name(sentBy), decided: name(decidedBy) }
}

const BLANK: AgencyFields = {
  name: '', nameEn: null, superior: null, level: null, zip: '', address: '', phone: '', fax: '', oid: null, successor: null,
}

/** The agencies that the form names: those that end, and new ones among who takes over, described as the first that ends. */
async function endingAgencies({ read }: Database, { day }: StoredPlan, source: readonly string[], successors: readonly string[]): Promise<PlannedAgency[]> {
  const periods = Map.groupBy(await recordedPeriods(read, [...source, ...successors]), ({ code }) => code)
  const first = periodOn(periods.get(source[0] ?? '') ?? [], day)
  const like: AgencyFields = first === undefined ? BLANK
    : { ...Object.fromEntries(AGENCY_FIELDS.map((field) => [field, first[field]])) as AgencyFields, oid: null, successor: null }
  return [
    ...source.map((code): PlannedAgency => ({ role: 'ends', code, successors: successors.filter((one) => one !== code) })),
    ...successors.filter((code) => !periods.has(code)).map((code): PlannedAgency => ({ role: 'begins', code, fields: like })),
  ]
}

type Central = PageRequest<'central'> & { params: { id: string } }

async function addAgencies(database: Database, request: Central, version: number, agencies: readonly PlannedAgency[]) {
  const { params: { id }, actor, today, language } = request
  const result = await editPlan(database, requestOrigin(request), actor, { id, version }, today, (plan) => {
    // What was said of a new agency already stays.
    const wanted = agencies.filter((one) => one.role !== 'begins' || !plan.agencies.some(({ code }) => code === one.code))
    return {
      what: 'agencies', before: {}, after: Object.fromEntries(wanted.map((one) => [one.code, one.role === 'ends' ? `${one.role} ${one.successors.join(' ')}` : one.role])),
      write: async (tx) => { for (const agency of wanted) await putAgency(tx, id, agency) },
    }
  })
  return afterAct(result, id, language)
}

async function endingAgain(database: Database, request: Central, form: FormState, only?: string) {
  const plan = await planOf(database, request.params.id)
  return plan === null ? problem('notFound') : page(<EndingPage request={request} form={form} plan={plan} {...(only === undefined ? {} : { only })} />)
}

function addingRoutes(database: Database): Route[] {
  return [
    route({ method: 'GET', path: '/manage/restructurings/:id/add', act: 'central', handle: (request) => endingAgain(database, request, EMPTY_FORM) }),
    route({
      method: 'POST', path: '/manage/restructurings/:id/add', act: 'central', form: endingShape,
      handle: async (request) => {
        const plan = await planOf(database, request.params.id)
        if (plan === null) return problem('notFound')
        const { source, successors, version } = request.form
        return addAgencies(database, request, version, await endingAgencies(database, plan, source, successors))
      },
      again: (request, form) => endingAgain(database, request, form),
    }),
  ]
}

/** An agency that changes with the day, and one that is no longer of the plan. */
function changingRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET', path: '/manage/restructurings/:id/add-change', act: 'central',
      handle: async (request) => {
        const plan = await planOf(database, request.params.id)
        return plan === null ? problem('notFound') : page(<ChangingPage request={request} form={EMPTY_FORM} plan={plan} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/restructurings/:id/add-change', act: 'central',
      form: (language) => z.object({ version: versionField, code: z.string().transform((text) => text.trim().toUpperCase()).pipe(z.string().regex(CODE, messages(language).wrong.code)) }),
      handle: async (request) => {
        const { params: { id }, form: { code, version } } = request
        if (await planOf(database, id) === null) return problem('notFound')
        const added = await addAgencies(database, request, version, [{ role: 'changes', code, fields: {} }])
        return added.kind === 'redirect' ? redirect(`${planPath(id)}/agencies/${code}`) : added
      },
      again: async (request, form) => {
        const plan = await planOf(database, request.params.id)
        return plan === null ? problem('notFound') : page(<ChangingPage request={request} form={form} plan={plan} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/restructurings/:id/agencies/:code/remove', act: 'central', form: () => z.object({ version: versionField }),
      handle: async (request) => {
        const { params: { id, code }, form: { version }, actor, today, language } = request
        if (await planOf(database, id) === null || !CODE.test(code)) return problem('notFound')
        return afterAct(await editPlan(database, requestOrigin(request), actor, { id, version }, today, () => ({
          what: 'agencies', before: { agency: code }, after: {},
          write: async (tx) => { await tx.db.deleteFrom('restructuring_agency').where('restructuring_id', '=', id).where('agency_code', '=', code).execute() },
        })), id, language)
      },
      again: (request) => redirect(planPath(request.params.id)),
    }),
  ]
}

/** What the plan says of one agency. */
function agencyRoutes(database: Database): Route[] {
  const { read } = database
  return [
    route({
      method: 'GET', path: '/manage/restructurings/:id/agencies/:code', act: 'central', query: z.object({ superior: z.string().regex(CODE).optional() }),
      handle: async (request) => {
        const { params: { id, code }, query: { superior } } = request
        const plan = await planOf(database, id)
        const agency = plan?.agencies.find((one) => one.code === code)
        if (plan === null || agency === undefined) return problem('notFound')
        if (agency.role === 'ends') return page(<EndingPage request={request} form={filledForm({ successors: agency.successors.join('\n') })} plan={plan} only={code} />)
        const now = periodOn(await recordedPeriods(read, [code]), plan.day)
        const filled = agencyForm({ ...BLANK, ...now, ...agency.fields }, '')
        const form = superior === undefined ? filled : { ...filled, typed: { ...filled.typed, superior: [superior] } }
        return page(<FieldsPage request={request} form={form} plan={plan} code={code} names={await planNames(database, plan, [typedIn(form, 'superior')])} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/restructurings/:id/agencies/:code', act: 'central', form: endingShape,
      handle: async (request) => {
        const plan = await planOf(database, request.params.id)
        if (plan === null || !plan.agencies.some(({ code, role }) => code === request.params.code && role === 'ends')) return problem('notFound')
        const { successors, version } = request.form
        return addAgencies(database, request, version, await endingAgencies(database, plan, [request.params.code], successors))
      },
      again: (request, form) => endingAgain(database, request, form, request.params.code),
    }),
    route({
      method: 'POST', path: '/manage/restructurings/:id/agencies/:code/fields', act: 'central',
      form: (language) => agencyShape(language).extend({ version: versionField }),
      handle: async (request) => {
        const { params: { id, code }, form, actor, today, language } = request
        const plan = await planOf(database, id)
        const agency = plan?.agencies.find((one) => one.code === code)
        if (plan === null || agency === undefined || agency.role === 'ends') return problem('notFound')
        const typed = { ...Object.fromEntries(AGENCY_FIELDS.map((field) => [field, form[field]])) as AgencyFields, successor: null }
        const now = periodOn(await recordedPeriods(read, [code]), plan.day)
        const fields = agency.role === 'begins' || now === undefined ? typed : fieldsChanged({ ...now, successor: null }, typed)
        return afterAct(await editPlan(database, requestOrigin(request), actor, { id, version: form.version }, today, () => ({
          what: 'fields', before: { agency: code }, after: { agency: code, ...fields },
          write: (tx) => putAgency(tx, id, { role: agency.role, code, fields } as PlannedAgency),
        })), id, language)
      },
      again: async (request, form) => {
        const plan = await planOf(database, request.params.id)
        if (plan === null) return problem('notFound')
        return page(<FieldsPage request={request} form={form} plan={plan} code={request.params.code} names={await planNames(database, plan)} />)
      },
    }),
  ]
}

/** Plans: the list, what one says, and its agencies. */
export function planRoutes(database: Database): Route[] {
  return [
    ...listRoutes(database), ...headRoutes(database), ...addingRoutes(database), ...changingRoutes(database), ...agencyRoutes(database),
  ]
}
