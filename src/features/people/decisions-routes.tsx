import { z } from 'zod'
import { asOf } from '../../core/as-of.ts'
import { recordedRows } from '../../store/exported.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { readAskedDay, typedDay } from '../../web/asked-day.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { recordSeen } from './record-seen.ts'
import { DecisionsPage, saidOf } from './decisions-page.tsx'
import { findSubject } from './find-subject.ts'
import { DECISION_KINDS, DECISION_SORTS, DECISIONS_SHOWN, listDecisions } from './list-decisions.ts'
import { dayOf } from './record-routes.tsx'
import { partPath } from './slice.ts'
import type { Format } from '../../web/export-reply.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { DecisionFilter } from './list-decisions.ts'
import type { Managing, PeopleSlice } from './slice.ts'

const listQuery = z.object({
  shown: z.enum(DECISIONS_SHOWN).or(z.literal('').transform(() => 'current' as const)).default('current'),
  kind: z.enum([...DECISION_KINDS, '']).default(''),
  sort: z.enum(DECISION_SORTS).default('-from'),
  asOf: typedDay,
  after: z.string().max(60).default(''),
})
type ListQuery = z.output<typeof listQuery>

const filterOf = ({ shown, kind, sort }: ListQuery): DecisionFilter => ({ shown, kind, sort })

async function decisionsPage(slice: PeopleSlice, request: Managing & { query: ListQuery }, key: string): Promise<Reply> {
  const { language, today, query } = request
  const filter = filterOf(query)
  const day = dayOf(query.asOf, partPath(key, 'decisions'), language, saidOf(filter, null))
  if ('to' in day) return redirect(day.to)
  const person = await findSubject(slice, request, key)
  if (person === null) return problem('notFound')
  const when = asOf(day.asOf ?? today, today)
  const found = await listDecisions(slice.database.read, person.id, filter, when, query.after)
  await recordSeen(slice, request, person.id, 'decisions', when.day)
  return page(
    <DecisionsPage request={request} person={person} day={day} filter={filter} page={found} />, { status: day.wrong === null ? 200 : 400 },
  )
}

const COLUMNS = [
  'kind', 'agency_code', 'agency_name', 'application', 'category', 'group', 'role', 'delegate', 'post', 'from', 'until', 'state', 'reason',
  'given_by', 'updated',
] as const

async function exported(slice: PeopleSlice, format: Format, request: Managing & { query: ListQuery }, key: string): Promise<Reply> {
  const { database } = slice
  const { query, today, actor } = request
  const day = readAskedDay(query.asOf)
  if (!('asked' in day)) return problem('badRequest')
  const person = await findSubject(slice, request, key)
  if (person === null) return problem('notFound')
  const { id } = person
  const when = asOf(day.asked ?? today, today)
  const filter = filterOf(query)
  async function* rows() {
    for (let after: string | null = ''; after !== null;) {
      const found: Awaited<ReturnType<typeof listDecisions>> = await listDecisions(database.read, id, filter, when, after, 500)
      for (const { kind, agency, application, what, other, post, from, to, condition, reason, by, updated } of found.rows) {
        yield {
          kind, agency_code: agency?.code ?? null, agency_name: agency?.name ?? null, application: application?.code ?? null,
          category: kind === 'grant' ? what?.code ?? null : null, group: kind === 'membership' ? what?.code ?? null : null,
          role: kind === 'role' ? what?.code ?? null : null, delegate: other?.name ?? null,
          post: post === null ? null : [post.agencyName, post.unit, post.title].filter((one) => one !== '').join(' '),
          from, until: to, state: condition, reason, given_by: by, updated: updated.toISOString(),
        }
      }
      after = found.next
    }
  }
  const about = { list: 'decisions', format, asOf: when, asked: { state: filter.shown, kind: filter.kind }, person: id }
  return exportReply(actor, {
    format, name: `decisions-${when.day}`, columns: COLUMNS,
    rows: recordedRows(database, requestOrigin(request), actor.authority, about, rows),
  })
}

/** 「授權與角色」 of a person, as a page and as two files. */
export function decisionsRoutes(slice: PeopleSlice): Route[] {
  return [
    route({
      method: 'GET', path: '/manage/people/:key/decisions', act: 'central', query: listQuery,
      handle: (request) => decisionsPage(slice, request, request.params.key),
    }),
    ...FORMATS.map((format) => route({
      method: 'GET', path: `/manage/people/:key/decisions.${format}`, act: 'central', query: listQuery,
      handle: (request) => exported(slice, format, request, request.params.key),
    })),
  ]
}
