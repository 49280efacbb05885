import { z } from 'zod'
import { asOf as asOfDay } from '../../core/as-of.ts'
import { parseDay } from '../../core/roc-date.ts'
import { change } from '../../store/change.ts'
import { recordListSeen } from '../../store/list-seen.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { spreadsheet } from '../../web/spreadsheet.ts'
import { actRoutes } from './act-routes.tsx'
import { DelegationsPage, listAddress, postText } from './delegations-page.tsx'
import { agencyAsked, mayDelegate } from './agency-asked.ts'
import { listDelegations, SHOWN, SORTED } from './list-delegations.ts'
import { messages } from './messages.ts'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Route } from '../../web/route.ts'
import type { DelegationSlice } from './agency-asked.ts'
import type { DelegationFilter, ListedDelegation } from './list-delegations.ts'

const agencyCode = z.string().regex(/^[0-9A-Za-z]{10}$/).optional()
const listShape = {
  agency: agencyCode,
  shown: z.enum(SHOWN).or(z.literal('')).default('current'),
  sort: z.enum(SORTED).default('updated'),
  dir: z.enum(['asc', 'desc']).optional(),
  asOf: z.string().max(50).default(''),
  after: z.string().max(36).default(''),
}
const listQuery = z.object({ ...listShape, done: z.enum(['given', 'changed', 'ended']).optional() })
type ListQuery = z.output<typeof listQuery>

function filterOf(agency: string, { shown, sort, dir }: Pick<ListQuery, 'shown' | 'sort' | 'dir'>): DelegationFilter {
  return { agency, shown: shown === '' ? 'current' : shown, sort, descending: dir === undefined ? sort === 'updated' : dir === 'desc' }
}

function dayAsked(typed: string, language: Language): { day: Day | null } | { form: FormState } {
  const read = parseDay(typed)
  if (read.ok) return { day: read.day }
  if (read.code === 'empty') return { day: null }
  return { form: { typed: { asOf: [typed] }, problems: [{ field: 'asOf', message: messages(language).dayWrong }] } }
}

function listRoute({ database }: DelegationSlice): Route {
  const { read } = database
  return route({
    method: 'GET',
    path: '/manage/delegations',
    act: 'manage',
    query: listQuery,
    handle: async (request) => {
      const { query, today, language } = request
      const managed = await agencyAsked(read, request, query.agency)
      if (managed === null) return problem('notFound')
      const { code, name } = managed.agency
      const filter = filterOf(code, query)
      const asked = dayAsked(query.asOf, language)
      const day = 'day' in asked ? asked.day : null
      const form = 'form' in asked ? asked.form : EMPTY_FORM
      const found = await listDelegations(read, filter, asOfDay(day ?? today, today), query.after)
      await recordListSeen(database, requestOrigin(request), request.actor.authority, {
        list: 'delegations', asOf: day ?? today, agency: code, asked: { state: filter.shown }, rows: found.delegations.length,
      })
      const shown = { request, agency: { code, name }, filter, asOf: day, page: found, done: query.done ?? null, form }
      return page(<DelegationsPage {...shown} mayChange={mayDelegate(managed)} />, { status: 'form' in asked ? 400 : 200 })
    },
  })
}

async function* every(db: Reader, filter: DelegationFilter, asOf: ReturnType<typeof asOfDay>): AsyncGenerator<ListedDelegation> {
  for (let after: string | null = ''; after !== null;) {
    const found: Awaited<ReturnType<typeof listDelegations>> = await listDelegations(db, filter, asOf, after, 500)
    yield* found.delegations
    after = found.next
  }
}

const EXPORT_COLUMNS = [
  'agency_code', 'agency_name', 'person_key', 'name', 'post', 'scope_code', 'from', 'until', 'given_by', 'reason', 'state', 'updated',
] as const

function exportRoute({ database }: DelegationSlice, format: 'csv' | 'xlsx'): Route {
  return route({
    method: 'GET',
    path: `/manage/delegations/export.${format}`,
    act: 'manage',
    query: z.object(listShape),
    handle: async (request) => {
      const { query, today, language, ...rest } = request
      const managed = await agencyAsked(database.read, request, query.agency)
      if (managed === null) return problem('notFound')
      const { code, name } = managed.agency
      const filter = filterOf(code, query)
      const asked = dayAsked(query.asOf, language)
      if ('form' in asked) return redirect(listAddress(filter, null))
      const asOf = asOfDay(asked.day ?? today, today)
      const { total } = await listDelegations(database.read, filter, asOf, '', 1)
      await change(database, requestOrigin(rest), async () => ({
        result: null, event: { code: 'delegation.exported', agency: code, detail: { rows: total, format } },
      }))
      async function* rows() {
        for await (const one of every(database.read, filter, asOf)) {
          yield {
            agency_code: code, agency_name: name, person_key: one.personKey, name: one.name, post: postText(one.post),
            scope_code: one.scope?.code ?? '', from: one.from, until: one.to, given_by: one.givenBy ?? '',
            reason: one.reason ?? '', state: one.condition, updated: one.updated.toISOString(),
          }
        }
      }
      return spreadsheet({ format, name: messages(language).exportName, columns: EXPORT_COLUMNS, rows: rows() })
    },
  })
}

/** 「管理權限授權設定」. */
export function delegationRoutes(slice: DelegationSlice): Route[] {
  return [listRoute(slice), exportRoute(slice, 'csv'), exportRoute(slice, 'xlsx'), ...actRoutes(slice)]
}
