// One request F000199 with all that was asked for and every step, for who may see it.
import { sql } from 'kysely'
import { sidesOf } from '../../core/duty-requests.ts'
import { isOfCentre, mayManage, withoutCentre } from '../../core/scope.ts'
import { isId } from './find-duty.ts'
import { loadDutySight } from './duty-sight.ts'
import type { Day } from '../../core/days.ts'
import type { DutyRequest, DutyStep } from '../../core/duty-requests.ts'
import type { DutySight, DutyWish } from '../../core/duties.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'

/** What was asked for, by whom, when. */
export type RequestContent = DutyWish & { content: number; reason: string | null; writtenBy: string; writer: string; at: Date }

/** A step with what a page tells of it; `way` is a `wayText`, `agency` null for the centre. */
export type TakenStep = DutyStep & {
  content: number; name: string; way: string; agency: AgencyCode | null; note: string | null; at: Date
}

export type FoundRequest = Omit<DutyRequest, 'steps'> & {
  id: string
  /** What people call it: F000199-12. */
  number: string
  /** How many steps were taken and contents written: what the next one follows. */
  step: number
  content: number
  contents: RequestContent[]
  steps: TakenStep[]
}

type Row = Omit<FoundRequest, 'pair' | 'wish' | 'writers' | 'contents' | 'steps'> & {
  acting: AgencyCode; served: AgencyCode
  contents: (Omit<RequestContent, 'at'> & { at: string })[]
  steps: (Omit<TakenStep, 'at'> & { at: string })[]
}

const nameOf = (person: string) => sql`(select v.name from person_version v
  where v.person_id = ${sql.ref(person)} and upper_inf(v.recorded))`

/** The request as it is; null: there is none of that id. Whether somebody may see it is another question. */
export async function loadRequest(db: Reader, id: string): Promise<FoundRequest | null> {
  if (!isId(id)) return null
  const { rows: [row] } = await sql<Row>`
    select r.id, 'F000199-' || r.number as number, r.acting_code as acting, r.served_code as served,
      r.drafted_for as side, r.duty_id as duty, r.amends, r.state, r.round, r.step, r.content, r.touched_at as "touchedAt",
      (select json_agg(json_build_object('content', c.content, 'applications', c.applications,
          'from', lower(c.valid), 'to', upper(c.valid) - 1, 'reason', c.reason, 'writtenBy', c.written_by::text,
          'writer', ${nameOf('c.written_by')}, 'at', c.written_at) order by c.content)
        from duty_request_content c where c.request_id = r.id) as contents,
      (select coalesce(json_agg(json_build_object('kind', s.kind, 'round', s.round, 'person', s.person_id::text,
          'content', s.content, 'name', ${nameOf('s.person_id')}, 'way', s.way, 'agency', s.agency_code, 'note', s.note,
          'at', s.at) order by s.step), '[]')
        from duty_request_step s where s.request_id = r.id) as steps
    from duty_request r where r.id = ${id}`.execute(db)
  if (row === undefined) return null
  const { acting, served, ...rest } = row
  const contents = row.contents.map((one) => ({ ...one, at: new Date(one.at) }))
  const wish = contents.at(-1)!
  return {
    ...rest, pair: { acting, served }, contents, wish, writers: contents.map(({ writtenBy }) => writtenBy),
    steps: row.steps.map((one) => ({ ...one, at: new Date(one.at) })),
  }
}

/** Whose it is to see: the drafting side from the first, the other side and the centre once it was sent. */
export function maySee(request: FoundRequest, { authority, tree }: Pick<DutySight, 'authority' | 'tree'>): boolean {
  const { drafting, other } = sidesOf(request)
  if (mayManage(withoutCentre(authority), drafting, tree)) return true
  return request.round > 0 && (mayManage(authority, drafting, tree) || mayManage(authority, other, tree))
}

/** What was sent last; null while it is a draft still, which is nobody's but the drafting side's. */
export function lastSent({ contents, steps }: FoundRequest): RequestContent | null {
  const sent = steps.findLast(({ kind }) => kind === 'send')
  return contents.find(({ content }) => content === sent?.content) ?? null
}

/** What this viewer reads: the drafting side what it wrote last, everybody else what was sent last. */
export function contentShown(request: FoundRequest, { authority, tree }: Pick<DutySight, 'authority' | 'tree'>): RequestContent {
  const last = request.contents.at(-1)!
  if (isOfCentre(authority) || !mayManage(authority, sidesOf(request).drafting, tree)) {
    return lastSent(request) ?? last
  }
  return last
}

/** The request with what its steps rest on, or null: not there, or not this authority's. Nobody is told which. */
export async function findRequest(
  db: Reader, authority: Authority, id: string, today: Day,
): Promise<{ request: FoundRequest; sight: DutySight } | null> {
  const request = await loadRequest(db, id)
  if (request === null) return null
  const sight = await loadDutySight(db, request.pair, authority, today)
  return maySee(request, sight) ? { request, sight } : null
}
