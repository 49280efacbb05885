import { z } from 'zod'
import { AGENCY_FIELDS, fieldsChanged } from '../../core/agency-change.ts'
import type { AgencyFields } from '../../core/agency-change.ts'
import { asOf } from '../../core/as-of.ts'
import { searchWords } from '../../core/search-text.ts'
import { agenciesBelow, searchAgencies } from '../../store/agency-list.ts'
import type { Database } from '../../store/database.ts'
import { recordedRows } from '../../store/exported.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { addressOf } from '../../web/address.ts'
import { readAskedDay, typedDay, unreadDay } from '../../web/asked-day.ts'
import { showDayShort } from '../../web/days.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { EMPTY_FORM, filledForm, typedIn, versionField } from '../../web/form.ts'
import type { FormState } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import type { RedirectReply, RefusedReply } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import type { PageRequest, Route } from '../../web/route.ts'
import { agencyOverview } from './agency-overview.ts'
import { recordedPeriods } from './agency-rows.ts'
import { exportColumns, exportRows } from './export-agencies.ts'
import { AgencyFormPage, agencyForm, agencyShape, newAgencyShape, OfficeFormPage, officeShape } from './manage-forms.tsx'
import type { FormNames } from './manage-forms.tsx'
import { manageMessages } from './manage-messages.ts'
import { ManageAgenciesPage, ManagedAgencyPage } from './manage-pages.tsx'
import { managePath } from './manage-parts.tsx'
import { namesOf, showManaged } from './managed-agency.ts'
import { ProposalPage } from './proposal-page.tsx'
import { judgeProposal, keepProposal, readProposal } from './proposals.ts'
import type { KeptProposal, Proposal, ProposalRefusal } from './proposals.ts'
import { saveProposal } from './save-proposal.ts'

const CODE = /^[0-9A-Za-z]{10}$/
const code = z.string().regex(CODE)
const after = code.or(z.literal('')).default('')
const listShape = z.object({
  q: z.string().max(100).default('').transform((text) => text.trim()), show: z.enum(['live', 'all']).default('live'), asOf: typedDay, after,
})

function listRoutes({ read, unaudited }: Database): Route[] {
  return [
    route({
      method: 'GET', path: '/manage/agencies', act: 'central', query: listShape,
      handle: async (request) => {
        const { query: { q, show, asOf: typed, after: from }, today, language } = request
        const day = readAskedDay(typed)
        if ('canonical' in day) return redirect(addressOf('/manage/agencies', { q, asOf: day.canonical, show: show === 'live' ? '' : show }))
        if ('wrong' in day) {
          const form = { typed: { asOf: [day.wrong] }, problems: [unreadDay(language)] }
          const asked = { search: q, show, asOf: null }
          return page(<ManageAgenciesPage request={request} asked={asked} shown={{ shows: 'nothing' }} form={form} />, { status: 400 })
        }
        const when = asOf(day.asked ?? today, today)
        const words = searchWords(q)
        const shown = words.length === 0
          ? { shows: 'tree' as const, ...await agencyOverview(read, when) }
          : { shows: 'found' as const, page: await searchAgencies(read, words, when, from, { live: show === 'live' }) }
        return page(<ManageAgenciesPage request={request} asked={{ search: q, show, asOf: day.asked }} shown={shown} form={EMPTY_FORM} />)
      },
    }),
    ...FORMATS.map((format) => route({
      method: 'GET', path: `/manage/agencies.${format}`, act: 'central', query: listShape,
      handle: (request) => {
        const { query: { q, asOf: typed }, today, actor } = request
        const day = readAskedDay(typed)
        if ('wrong' in day) return problem('badRequest')
        const when = asOf(('canonical' in day ? day.canonical : day.asked) ?? today, today)
        return exportReply(actor, {
          format, name: `agencies-${when.day}`, columns: exportColumns,
          rows: recordedRows({ unaudited }, requestOrigin(request), actor.authority,
            { list: 'agencies', format, asOf: when, asked: { q } }, () => exportRows(read, q, when)),
        })
      },
    })),
  ]
}

function agencyRoute({ read }: Database): Route {
  return route({
    method: 'GET', path: '/manage/agencies/:code', act: 'central',
    query: z.object({ saved: z.enum(['new', 'change', 'office', 'officeEnd']).optional(), asOf: typedDay, after }),
    handle: async (request) => {
      const { params, query: { saved, asOf: typed, after: from }, today } = request
      if (!CODE.test(params.code)) return problem('notFound')
      const day = readAskedDay(typed)
      if ('wrong' in day) return problem('badRequest')
      const asked = 'canonical' in day ? day.canonical : day.asked
      const [agency, below] = await Promise.all([
        showManaged(read, params.code, today), agenciesBelow(read, params.code, asOf(asked ?? today, today), from),
      ])
      return agency === null ? problem('notFound')
        : page(<ManagedAgencyPage request={request} agency={agency} below={below} asOf={asked} saved={saved} />)
    },
  })
}

// The field that a refusal is about, where it is about one.
const FIELD_OF: Partial<Record<ProposalRefusal, string>> = {
  codeTaken: 'code', notLiving: 'from', superiorNotLiving: 'superior', superiorBelow: 'superior', tooDeep: 'superior',
  successorUnknown: 'successor', successorLoop: 'successor', oidTaken: 'oid', ofItself: 'office', officeNotLiving: 'office',
  agencyNotLiving: 'agency', beforeToday: 'from', endsBeforeItBegins: 'to', overlaps: 'from',
}

const proposalPath = (id: string) => `/manage/agency-changes/${id}` as const

/** Leads to the preview of the proposal, or shows the form again with what speaks against it. */
async function toPreview(
  database: Database, { actor, today, language }: Pick<PageRequest<'central'>, 'actor' | 'today' | 'language'>, proposal: Proposal,
): Promise<RedirectReply | RefusedReply> {
  const kept = await keepProposal(database, actor.sessionId, proposal, today)
  if ('id' in kept) return redirect(proposalPath(kept.id))
  return refused([{ field: FIELD_OF[kept.refused] ?? null, message: manageMessages(language).refused[kept.refused] }])
}

const namesIn = ({ read }: Database, form: FormState, fields: readonly string[]): Promise<FormNames> =>
  namesOf(read, fields.map((field) => typedIn(form, field)).filter((one) => CODE.test(one)))

/** The form with what was picked in it. */
function picked(form: FormState, query: Readonly<Record<string, string | undefined>>, fields: readonly string[]): FormState {
  const chosen = fields.filter((field) => query[field] !== undefined).map((field) => [field, [query[field]!]] as const)
  return { ...form, typed: { ...form.typed, ...Object.fromEntries(chosen) } }
}

const backShape = z.object({ proposal: z.uuid().optional(), superior: code.optional(), successor: code.optional() })
const PICKED = ['superior', 'successor'] as const

async function keptOf<T extends Proposal['thing']>(
  { read }: Database, { actor }: Pick<PageRequest<'central'>, 'actor'>, id: string | undefined, thing: T,
): Promise<(Proposal & { thing: T }) | null> {
  const kept = id === undefined ? null : await readProposal(read, actor.sessionId, id)
  return kept?.proposal.thing === thing ? kept.proposal as Proposal & { thing: T } : null
}

const BLANK: AgencyFields = {
  name: '', nameEn: null, superior: null, level: null, zip: '', address: '', phone: '', fax: '', oid: null, successor: null,
}
const fieldsOf = (typed: AgencyFields): AgencyFields =>
  Object.fromEntries(AGENCY_FIELDS.map((field) => [field, typed[field]])) as AgencyFields

function newRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET', path: '/manage/new-agency', act: 'central', query: backShape,
      handle: async (request) => {
        const { query, language } = request
        const kept = await keptOf(database, request, query.proposal, 'new')
        const opens = kept === null ? agencyForm({ ...BLANK, superior: query.superior ?? null }, '')
          : agencyForm(kept.fields, showDayShort(kept.from, language))
        const form = picked({ ...opens, typed: { ...opens.typed, code: [kept?.agency ?? ''] } }, query, PICKED)
        return page(<AgencyFormPage request={request} form={form} names={await namesIn(database, form, PICKED)} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/new-agency', act: 'central', form: newAgencyShape,
      handle: (request) => {
        const { form, today } = request
        return toPreview(database, request, { thing: 'new', agency: form.code, from: form.from ?? today, fields: fieldsOf(form) })
      },
      again: async (request, form) => page(<AgencyFormPage request={request} form={form} names={await namesIn(database, form, PICKED)} />),
    }),
  ]
}

function editRoutes(database: Database): Route[] {
  const { read } = database
  /** The period that a form was made from. */
  const periodOf = async (agency: string, version: string) =>
    (CODE.test(agency) ? await recordedPeriods(read, [agency]) : []).find(({ id }) => id === version)
  return [
    route({
      method: 'GET', path: '/manage/agencies/:code/edit', act: 'central', query: backShape,
      handle: async (request) => {
        const { params, query, today, language } = request
        const agency = CODE.test(params.code) ? await showManaged(read, params.code, today) : null
        if (agency === null) return problem('notFound')
        const { now, live } = agency
        const kept = await keptOf(database, request, query.proposal, 'change')
        const from = kept?.from ?? (live ? null : now.from ?? now.to)
        const fields = { ...now, ...(kept?.agency === params.code ? kept.fields : {}) }
        const form = picked(agencyForm(fields, from === null ? '' : showDayShort(from, language)), query, PICKED)
        return page(
          <AgencyFormPage
            request={request} form={form} names={await namesIn(database, form, PICKED)} version={now.id}
            agency={{ code: params.code, name: now.name, nameEn: now.nameEn }}
          />)
      },
    }),
    route({
      method: 'POST', path: '/manage/agencies/:code/edit', act: 'central',
      form: (language) => agencyShape(language).extend({ version: versionField.transform(String) }),
      handle: async (request) => {
        const { params, form, today, language } = request
        const base = await periodOf(params.code, form.version)
        if (base === undefined) return refused([{ field: null, message: manageMessages(language).refused.changedMeanwhile }])
        const fields = fieldsChanged(base, fieldsOf(form))
        return toPreview(database, request, { thing: 'change', agency: params.code, from: form.from ?? today, fields })
      },
      again: async (request, form) => {
        const { params, today } = request
        const agency = CODE.test(params.code) ? await showManaged(read, params.code, today) : null
        if (agency === null) return problem('notFound')
        const { now } = agency
        // What was typed stays; what it is held against next time is what is known now.
        return page(
          <AgencyFormPage
            request={request} form={form} names={await namesIn(database, form, PICKED)} version={now.id}
            agency={{ code: params.code, name: now.name, nameEn: now.nameEn }}
          />)
      },
    }),
  ]
}

function officeRoutes(database: Database): Route[] {
  const { read } = database
  const SIDES = ['office', 'agency'] as const
  const agencyOf = async (asked: string) => (CODE.test(asked) ? (await namesOf(read, [asked])).get(asked) : undefined)
  return [
    route({
      method: 'GET', path: '/manage/agencies/:code/new-office', act: 'central',
      query: z.object({ proposal: z.uuid().optional(), office: code.optional(), agency: code.optional() }),
      handle: async (request) => {
        const { params, query, language } = request
        const agency = await agencyOf(params.code)
        if (agency === undefined) return problem('notFound')
        const kept = await keptOf(database, request, query.proposal, 'office')
        const opens = kept === null ? filledForm({ agency: params.code }) : filledForm({
          office: kept.wish.office, agency: kept.wish.agency, from: showDayShort(kept.wish.from, language),
          to: kept.wish.to === null ? '' : showDayShort(kept.wish.to, language),
        })
        const form = picked(opens, query, SIDES)
        return page(<OfficeFormPage request={request} form={form} names={await namesIn(database, form, SIDES)} agency={agency} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/agencies/:code/new-office', act: 'central', form: officeShape,
      handle: (request) => {
        const { params, form: { office, agency, from, to }, today } = request
        return toPreview(database, request, { thing: 'office', agency: params.code, wish: { office, agency, from: from ?? today, to } })
      },
      again: async (request, form) => {
        const agency = await agencyOf(request.params.code)
        if (agency === undefined) return problem('notFound')
        return page(<OfficeFormPage request={request} form={form} names={await namesIn(database, form, SIDES)} agency={agency} />)
      },
    }),
    route({
      method: 'GET', path: '/manage/agencies/:code/offices/:relation/end', act: 'central',
      handle: async (request) => {
        const { params: { code: agency, relation }, today, actor } = request
        const shown = CODE.test(agency) ? await showManaged(read, agency, today) : null
        const office = shown?.offices.find(({ id }) => id === relation)
        if (office === undefined) return problem('notFound')
        const proposal = { thing: 'officeEnd' as const, agency, relation, version: office.version }
        const kept = await keepProposal(database, actor.sessionId, proposal, today)
        return redirect('id' in kept ? proposalPath(kept.id) : managePath(agency))
      },
    }),
  ]
}

function codesOf({ proposal, effect }: KeptProposal): string[] {
  const said = proposal.thing === 'office' ? [proposal.wish.office, proposal.wish.agency]
    : proposal.thing === 'officeEnd' ? [] : [proposal.fields.superior, proposal.fields.successor]
  return [proposal.agency, ...said, ...effect.gaining.agencies, ...effect.losing.agencies].filter((one) => one != null)
}

/** What the proposal would do, counted anew where somebody else has been here meanwhile; null: it cannot be any more. */
async function openProposal(database: Database, request: PageRequest<'central'> & { params: { id: string } }) {
  const { read } = database
  const { params: { id }, actor, today } = request
  const kept = await readProposal(read, actor.sessionId, id)
  if (kept === null) return { reply: problem('notFound') }
  const judged = await judgeProposal(read, kept.proposal, today)
  if ('decided' in judged && judged.digest === kept.digest) return { kept, decided: judged.decided }
  return { reply: await afresh(database, request, kept) }
}

async function afresh(
  database: Database, { actor, today }: Pick<PageRequest<'central'>, 'actor' | 'today'>, { proposal }: KeptProposal,
): Promise<RedirectReply> {
  const again = await keepProposal(database, actor.sessionId, proposal, today, true)
  if ('id' in again) return redirect(proposalPath(again.id))
  return redirect(proposal.thing === 'new' ? '/manage/agencies' : managePath(proposal.agency))
}

function proposalRoutes(database: Database): Route[] {
  const { read } = database
  return [
    route({
      method: 'GET', path: '/manage/agency-changes/:id', act: 'central',
      handle: async (request) => {
        const opened = await openProposal(database, request)
        if ('reply' in opened) return opened.reply
        const { kept, decided } = opened
        const ended = decided.thing === 'officeEnd' ? [decided.office.office, decided.office.agency] : []
        const names = await namesOf(read, [...codesOf(kept), ...ended])
        return page(<ProposalPage request={request} shown={{ ...kept, id: request.params.id, decided, names }} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/agency-changes/:id', act: 'central',
      handle: async (request) => {
        const { params: { id }, actor, today } = request
        const kept = await readProposal(read, actor.sessionId, id)
        if (kept === null) return problem('notFound')
        const saved = await saveProposal(database, requestOrigin(request), actor, kept, today)
        if ('saved' in saved) return redirect(`${managePath(kept.proposal.agency)}?saved=${kept.proposal.thing}`)
        return saved.refused === 'notCentral' ? problem('notFound') : afresh(database, request, kept)
      },
    }),
  ]
}

/** 「機關管理」: what agencies are, and their personnel offices. All of it is the centre's. */
export function manageAgencyRoutes({ database }: { database: Database }): Route[] {
  return [
    ...listRoutes(database), agencyRoute(database), ...newRoutes(database), ...editRoutes(database), ...officeRoutes(database),
    ...proposalRoutes(database),
  ]
}
