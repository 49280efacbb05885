import { z } from 'zod'
import { asOf as asOfDay } from '../../core/as-of.ts'
import { recordedRows } from '../../store/exported.ts'
import { recordListSeen } from '../../store/list-seen.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { readAskedDay, typedDay, unreadDay } from '../../web/asked-day.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { actRoutes } from './act-routes.tsx'
import { DelegationsPage, listAddress, postText } from './delegations-page.tsx'
import { agencyAsked, mayDelegate } from './agency-asked.ts'
import { listDelegations, SHOWN, SORTED } from './list-delegations.ts'
import type { Reader } from '../../store/database.ts'
import type { Format } from '../../web/export-reply.ts'
import type { Route } from '../../web/route.ts'
import type { DelegationSlice } from './agency-asked.ts'
import type { DelegationFilter, ListedDelegation } from './list-delegations.ts'

const agencyCode = z.string().regex(/^[0-9A-Za-z]{10}$/).optional()
const listShape = {
  agency: agencyCode,
  shown: z.enum(SHOWN).or(z.literal('')).default('current'),
  sort: z.enum(SORTED).default('updated'),
  dir: z.enum(['asc', 'desc']).optional(),
  asOf: typedDay,
  after: z.string().max(36).default(''),
}
const listQuery = z.object({ ...listShape, done: z.enum(['given', 'changed', 'ended']).optional() })
type ListQuery = z.output<typeof listQuery>

function filterOf(agency: string, { shown, sort, dir }: Pick<ListQuery, 'shown' | 'sort' | 'dir'>): DelegationFilter {
  return { agency, shown: shown === '' ? 'current' : shown, sort, descending: dir === undefined ? sort === 'updated' : dir === 'desc' }
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
      const asked = readAskedDay(query.asOf)
      if ('canonical' in asked) return redirect(listAddress(filter, asked.canonical))
      const day = 'asked' in asked && asked.asked !== today ? asked.asked : null
      const form = 'wrong' in asked ? { typed: { asOf: [asked.wrong] }, problems: [unreadDay(language)] } : EMPTY_FORM
      const found = await listDelegations(read, filter, asOfDay(day ?? today, today), query.after)
      await recordListSeen(database, requestOrigin(request), request.actor.authority, {
        list: 'delegations', asOf: day ?? today, agency: code, asked: { state: filter.shown }, rows: found.delegations.length,
      })
      const shown = { request, agency: { code, name }, filter, asOf: day, page: found, done: query.done ?? null, form }
      return page(<DelegationsPage {...shown} mayChange={mayDelegate(managed)} />, { status: 'wrong' in asked ? 400 : 200 })
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

function exportRoute({ database }: DelegationSlice, format: Format): Route {
  return route({
    method: 'GET',
    path: `/manage/delegations.${format}`,
    act: 'manage',
    query: z.object(listShape),
    handle: async (request) => {
      const { actor, query, today } = request
      const managed = await agencyAsked(database.read, request, query.agency)
      if (managed === null) return problem('notFound')
      const { code, name } = managed.agency
      const filter = filterOf(code, query)
      const asked = readAskedDay(query.asOf)
      if (!('asked' in asked)) return problem('badRequest')
      const asOf = asOfDay(asked.asked ?? today, today)
      async function* rows() {
        for await (const one of every(database.read, filter, asOf)) {
          yield {
            agency_code: code, agency_name: name, person_key: one.personKey, name: one.name, post: postText(one.post),
            scope_code: one.scope?.code ?? '', from: one.from, until: one.to, given_by: one.givenBy ?? '',
            reason: one.reason ?? '', state: one.condition, updated: one.updated.toISOString(),
          }
        }
      }
      const exported = { list: 'delegations', format, asOf, agency: code, asked: { state: filter.shown } }
      return exportReply(actor, {
        format, name: `delegations-${code}`, columns: EXPORT_COLUMNS,
        rows: recordedRows(database, requestOrigin(request), actor.authority, exported, rows),
      })
    },
  })
}

/** 「管理權限授權設定」. */
export function delegationRoutes(slice: DelegationSlice): Route[] {
  return [listRoute(slice), ...FORMATS.map((format) => exportRoute(slice, format)), ...actRoutes(slice)]
}
