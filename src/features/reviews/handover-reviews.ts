// The handover reviews of a person (R-JML-3): which are open, and what there is to look through in one.
import { sql } from 'kysely'
import { notLapsed } from '../../store/undecided.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { EntryKey } from './load-entries.ts'

/** `putOffUntil`: the last day on which management is open although it is not done. */
export type HandoverReview = {
  id: string
  agency: AgencyCode
  agencyName: string
  standing: 'hr' | 'hrSupervisor'
  opensOn: Day
  putOffUntil: Day | null
}

const columns = (today: Day) => sql`
  r.id, r.agency_code as agency, r.standing, r.opens_on as "opensOn", r.put_off_until as "putOffUntil",
  coalesce((select v.name from agency_version v where v.agency_code = r.agency_code and upper_inf(v.recorded)
    and v.valid @> ${today}::date), r.agency_code) as "agencyName"`

/**
 * The reviews that wait for the person at agencies where they hold that standing; of several at one agency the last. Those of
 * a 人事主管 first.
 */
export async function waitingReviews(
  db: Reader, person: string, standings: readonly { agencyCode: AgencyCode; standing: string }[], today: Day,
): Promise<HandoverReview[]> {
  const { rows } = await sql<HandoverReview>`
    select * from (
      select distinct on (r.agency_code, r.standing) ${columns(today)} from handover_review r
      where r.person_id = ${person} and r.done_at is null and r.opens_on <= ${today}::date
      order by r.agency_code, r.standing, r.opens_on desc) one
    order by standing desc, agency`.execute(db)
  return rows.filter(({ agency, standing }) => standings.some((one) => one.agencyCode === agency
    && (one.standing === standing || (standing === 'hr' && one.standing === 'hrSupervisor'))))
}

/** Entries of a review by what has become of them; `undecided` is what is left to do. */
export const SHOWN = ['undecided', 'suspended', 'flagged', 'unused', 'kept', 'all'] as const
export type Shown = (typeof SHOWN)[number]

/** Not used for so long counts as unused: a quarter of a year, the rhythm of the yearly reports and then some. */
export const UNUSED_DAYS = 90

/** A part of the list: all delegations, all duties, or the grants of one application. */
export type Part = { kind: 'delegation' | 'duty' } | { kind: 'grant'; application: string }
export type PartCount = Part & { application: string; name: string; total: number; left: number; kept: number }

/** What is decided and what is left. `ended`: by this review. */
export type Progress = { total: number; left: number; kept: number; ended: number }

export const ENTRIES_A_PAGE = 100

/** `before`: how many come before the page. */
export type EntryPage = {
  keys: EntryKey[]
  parts: PartCount[]
  progress: Progress
  total: number
  before: number
  previous: string | null
  next: string | null
}

const standing = (table: string, today: Day) => {
  const d = sql.table(table)
  return sql`upper_inf(${d}.recorded) and ${d}.state in ('active', 'suspended')
    and (upper_inf(${d}.valid) or upper(${d}.valid) > ${today}::date)`
}

/**
 * What stands of what was decided before the review opened: every delegation (suspended ones too), duty and person-grant of
 * the agency itself. Columns: kind, id, place, position, application, name, suspended, decision.
 */
function there({ id, agency }: HandoverReview, today: Day): RawBuilder<unknown> {
  const opened = sql`(select greatest(r.opened_at, r.opens_on::timestamptz) from handover_review r where r.id = ${id})`
  // Most have one version: only of the others is the first looked up.
  const known = (table: string) => sql`case when d.version = 1 then lower(d.recorded) <= ${opened}
    else exists (select from ${sql.table(table)} f where f.id = d.id and f.version = 1 and lower(f.recorded) <= ${opened}) end`
  return sql`
    select e.*, h.decision from (
      select 'delegation'::reviewed_kind as kind, d.id, 1 as place, 0 as position, '' as application, '' as category,
        d.person_id, d.state = 'suspended' as suspended
      from delegation d where d.agency_code = ${agency} and ${standing('d', today)} and ${known('delegation')}
      union all
      select 'duty', d.id, 2, 0, '', '', null, bool_and(d.state = 'suspended')
      from concurrent_duty d where ${agency} in (d.acting_code, d.served_code) and ${standing('d', today)}
        and ${known('concurrent_duty')}
      group by d.id
      union all
      select 'grant', d.id, 3, coalesce(a.position, 0), d.application_code, d.category_code, d.person_id, d.state = 'suspended'
      from permission_grant d
      left join application_version a on a.application_code = d.application_code and upper_inf(a.recorded)
      where d.agency_code = ${agency} and d.person_id is not null and ${standing('d', today)}
        and ${notLapsed('d', { day: sql`${today}::date` })} and ${known('permission_grant')}
    ) e left join handover_decision h on h.review_id = ${id} and h.kind = e.kind and h.subject_id = e.id`
}

function isShown(shown: Shown, { agency }: HandoverReview, today: Day): RawBuilder<boolean> {
  switch (shown) {
    case 'undecided': return sql`e.decision is null`
    case 'kept': return sql`e.decision = 'keep'`
    case 'suspended': return sql`e.suspended`
    case 'flagged':
      return sql`exists (select from handover_flag f where f.kind = e.kind and f.subject_id = e.id)`
    case 'unused':
      return sql`e.decision is null and e.kind <> 'duty' and not exists (
        select from last_use u where u.person_id = e.person_id and u.agency_code = ${agency} and u.acting_code is null
          and coalesce(u.application_code, '') = e.application and u.used_on > ${today}::date - ${sql.lit(UNUSED_DAYS)})`
    case 'all': return sql`true`
  }
}

const within = (part: Part | null): RawBuilder<boolean> => part === null ? sql`true`
  : part.kind === 'grant' ? sql`e.kind = 'grant' and e.application = ${part.application}` : sql`e.kind = ${part.kind}`

const endedBy = ({ id }: HandoverReview) =>
  sql`(select count(*)::int from handover_decision where review_id = ${id} and decision = 'end')`

/** The page after the entry `after` (`kind:id`, '' for the first), with what all parts of the list hold. */
export async function listEntries(
  db: Reader, review: HandoverReview, { shown, part, after }: { shown: Shown; part: Part | null; after: string }, today: Day,
): Promise<EntryPage> {
  const size = sql.lit(ENTRIES_A_PAGE)
  const { rows: [row] } = await sql<Omit<EntryPage, 'next' | 'progress'> & { ended: number }>`
    with e as materialized (${there(review, today)}),
    ranked as materialized (
      select e.kind, e.id, e.kind || ':' || e.id as key, row_number() over (
        order by e.place, e.position, e.application, e.category, v.name collate "C", e.id) as n
      from e left join person_version v on v.person_id = e.person_id and upper_inf(v.recorded)
      where ${isShown(shown, review, today)} and ${within(part)}
    ),
    start as (select coalesce((select n from ranked where key = ${after}), 0) as n)
    select (select count(*)::int from ranked) as total, start.n::int as before,
      (select key from ranked where n = start.n - ${size}) as previous,
      (select coalesce(json_agg(json_build_object('kind', r.kind, 'id', r.id) order by r.n), '[]') from ranked r
        where r.n > start.n and r.n <= start.n + ${size}) as keys,
      (select coalesce(json_agg(p order by p.place, p.position, p.application), '[]') from (
        select e.kind, e.place, e.position, e.application,
          coalesce((select a.name from application_version a where a.application_code = e.application
            and upper_inf(a.recorded)), '') as name,
          count(*)::int as total, (count(*) filter (where e.decision is null))::int as left,
          (count(*) filter (where e.decision = 'keep'))::int as kept
        from e group by e.kind, e.place, e.position, e.application) p) as parts,
      ${endedBy(review)} as ended
    from start`.execute(db)
  const { ended, ...page } = row!
  const { before, keys, total, previous, parts } = page
  const last = keys.at(-1)
  const sum = (count: 'total' | 'left' | 'kept') => parts.reduce((all, one) => all + one[count], 0)
  return {
    ...page, progress: { total: sum('total') + ended, left: sum('left'), kept: sum('kept'), ended }, previous: before === 0 ? null : previous ?? '',
    next: last !== undefined && before + keys.length < total ? `${last.kind}:${last.id}` : null,
  }
}

/** Of these entries those that are in the review, with what has been decided. */
export async function entriesOf(
  db: Reader, review: HandoverReview, keys: readonly EntryKey[], today: Day,
): Promise<(EntryKey & { suspended: boolean; decision: 'keep' | 'end' | null })[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<EntryKey & { suspended: boolean; decision: 'keep' | 'end' | null }>`
    with e as (${there(review, today)})
    select e.kind, e.id, e.suspended, e.decision from e
    where (e.kind::text, e.id) in (select * from unnest(${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ id }) => id)}::uuid[]))
  `.execute(db)
  return rows
}

/** How far it is, for who completes it. */
export async function progressOf(db: Reader, review: HandoverReview, today: Day): Promise<Progress> {
  const { rows } = await sql<Progress>`
    with e as (${there(review, today)}), gone as (select ${endedBy(review)} as n)
    select count(e.id)::int + gone.n as total, (count(e.id) filter (where e.decision is null))::int as left,
      (count(e.id) filter (where e.decision = 'keep'))::int as kept, gone.n as ended
    from gone left join e on e.decision is distinct from 'end' group by gone.n`.execute(db)
  return rows[0]!
}

// So many at a press: a second or two. Where a part has more, the list says how many are left.
const MOST_AT_ONCE = 1000

/** The undecided of a part that saying so keeps, what is suspended left out; `MOST_AT_ONCE` at the most. */
export async function undecidedOf(
  db: Reader, review: HandoverReview, part: Part, today: Day,
): Promise<EntryKey[]> {
  const { rows } = await sql<EntryKey>`
    with e as (${there(review, today)})
    select e.kind, e.id from e where e.decision is null and not e.suspended and ${within(part)}
    order by e.category, e.id limit ${sql.lit(MOST_AT_ONCE)}`.execute(db)
  return rows
}

/** The review, held until the transaction ends: two windows of one person decide one after the other. */
export async function lockReview(db: Reader, id: string, person: string, today: Day): Promise<HandoverReview & { done: boolean } | null> {
  const { rows: [row] } = await sql<HandoverReview & { done: boolean }>`
    select ${columns(today)}, r.done_at is not null as done from handover_review r
    where r.id = ${id} and r.person_id = ${person} for update of r`.execute(db)
  return row ?? null
}
