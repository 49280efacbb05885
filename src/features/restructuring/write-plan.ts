/**
 * Makes a plan so: agencies, posts and decisions are written with the days on which they hold, so that nobody has to do anything
 * on the day (R-DAY-4). And takes it back before its day, by versions that say again what was said before.
 */
import { sql } from 'kysely'
import type { AgencyDescription } from '../../core/agency-change.ts'
import type { Day } from '../../core/days.ts'
import { planPeriods, withoutPlan } from '../../core/restructuring.ts'
import type { RestructuringFacts } from '../../core/restructuring.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change, EventId } from '../../store/change.ts'
import { recordedPeriods, writeAgencies, writePeriods } from '../agencies/agency-rows.ts'
import { applyFeed } from '../feeds/apply-feed.ts'
import { lastApplied } from '../feeds/feed-at-work.ts'
import { countFeed } from '../feeds/judge-feed.ts'
import type { StoredPlan } from './plan-rows.ts'
import { moveHomes, moveHomesBack } from './write-homes.ts'
import { cutDecisions, endFollowing, restoreCut, writeFollowing } from './write-decisions.ts'

/** Writes the agencies as they would be; those that stay as they are keep their versions. */
async function writeAgencyPeriods(tx: Change, plan: StoredPlan, facts: RestructuringFacts, event: EventId): Promise<void> {
  const planned = planPeriods(plan, facts)
  const known = await recordedPeriods(tx.db, [...planned.keys()])
  const begins = plan.agencies.filter(({ role }) => role === 'begins').map(({ code }) => code)
  await writeAgencies(tx, begins)
  await rewrite(tx, known, planned, event)
}

type Known = Awaited<ReturnType<typeof recordedPeriods>>
const said = ({ id: _, code: __, ...period }: AgencyDescription & { id?: string; code?: string }): string =>
  JSON.stringify(Object.entries(period).toSorted())

/** Closes what is no longer so, and writes what was not so before. */
async function rewrite(
  tx: Change, known: Known, planned: ReadonlyMap<AgencyCode, readonly AgencyDescription[]>, event: EventId,
): Promise<void> {
  const stands = new Set(known.map((period) => `${period.code} ${said(period)}`))
  const wanted = new Set([...planned].flatMap(([code, own]) => own.map((period) => `${code} ${said(period)}`)))
  const closing = known.filter((period) => planned.has(period.code) && !wanted.has(`${period.code} ${said(period)}`))
  const writing = [...planned].flatMap(([code, own]) =>
    own.filter((period) => !stands.has(`${code} ${said(period)}`)).map((period) => ({ ...period, code })))
  await writePeriods(tx, closing.map(({ id }) => id), writing, event)
}

/** A feed of the plan's own, through which its posts are written as those of any other (R-JML-1). */
async function feedOf(tx: Change, { number, day }: StoredPlan, { sent, decided }: { sent: string; decided: string }): Promise<string> {
  const { id } = await tx.db.insertInto('feed').values({
    kind: 'restructuring', state: 'ready', source: `restructuring ${number}`, as_of: day, submitted_by: sent,
    submitted_via: '/manage/restructurings', decided_by: decided, decided_at: sql<Date>`now()`,
    base_id: (await lastApplied(tx.db))?.id ?? null,
  }).returning('id').executeTakeFirstOrThrow()
  return id
}

async function applyPosts(tx: Change, feed: string, today: Day): Promise<void> {
  const counts = await countFeed(tx.db, feed)
  await tx.db.updateTable('feed').set({
    counts: JSON.stringify(counts), said_nothing: counts.joins + counts.changes + counts.ends === 0,
  }).where('id', '=', feed).execute()
  const applied = await applyFeed(tx, { id: feed, today })
  // Another feed was applied between: begin again.
  if ('refused' in applied) throw Object.assign(new Error('Facts have changed meanwhile'), { code: '40001' })
}

const SAID = sql`v.staff_category, v.supervisor_level, v.rank, v.job_series, v.nature, v.section`
const INTO = sql`insert into feed_post (feed_id, person_id, post_id, change, ends, agency_code, kind, unit, title, starts, staff_category,
  supervisor_level, rank, job_series, nature, section, valid)`

async function feedPosts({ db }: Change, { id, day }: StoredPlan, feed: string): Promise<void> {
  const moved = sql`from restructuring_post m join post p on p.person_id = m.person_id and p.id = m.post_id
    join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded)
    where m.restructuring_id = ${id}`
  await sql`${INTO}
    select ${feed}, m.person_id, m.post_id, case when m.remains is null then 'withdrawn' else 'changed' end, true, p.agency_code,
      p.kind, p.unit, p.title, p.starts, ${SAID}, m.remains
    ${moved}`.execute(db)
  await sql`${INTO}
    select ${feed}, m.person_id, m.next_post, 'new', false, m.next_agency, p.kind, p.unit, p.title,
      greatest(lower(v.valid), ${day}::date), ${SAID}, m.next_valid
    ${moved} and m.next_post is not null and not m.joins`.execute(db)
}

/** Writes the plan as it was just drawn up; answers the feed by which its posts moved. */
export async function writePlan(
  tx: Change, plan: StoredPlan, facts: RestructuringFacts, { event, approver, today }: { event: EventId; approver: string; today: Day },
): Promise<string> {
  await writeAgencyPeriods(tx, plan, facts, event)
  await moveHomes(tx, plan, event)
  const feed = await feedOf(tx, plan, { sent: plan.sentBy!, decided: approver })
  await feedPosts(tx, plan, feed)
  // What rested on the old posts is out of the way before the feed has decisions follow the facts, what follows comes after.
  await cutDecisions(tx, { id: plan.id, carried: false }, event)
  await applyPosts(tx, feed, today)
  await writeFollowing(tx, { id: plan.id, carried: false }, event)
  return feed
}

/**
 * The posts as they would be without the plan: each that was cut goes on for as long as the one that follows on it would last,
 * and that is withdrawn. Whoever came to an agency since is among them, by the same rules.
 */
async function feedPostsBack({ db }: Change, { id, day }: StoredPlan, feed: string): Promise<void> {
  const cut = sql`
    select p.person_id, p.id as post_id, p.agency_code, p.kind, p.unit, p.title, p.starts, ${SAID}, v.valid as cut, v.current, m.was,
      f.id as next_post, w.valid as next_valid, coalesce(m.joins, false) as joins
    from restructuring_agency a
    join post p on p.agency_code = a.agency_code
    left join restructuring_post m on m.restructuring_id = a.restructuring_id and m.person_id = p.person_id and m.post_id = p.id
    left join lateral (
      select v.*, upper_inf(v.recorded) as current from post_version v where v.person_id = p.person_id and v.post_id = p.id
      order by v.version desc limit 1
    ) v on true
    left join lateral (select (restructured_to(${id}, p.agency_code, p.unit, p.title, p.id))[1] as code) g on true
    left join post f on f.person_id = p.person_id and f.agency_code = g.code and f.kind = p.kind and f.unit = p.unit and f.title = p.title
      and f.starts = greatest(lower(v.valid), ${day}::date)
    left join post_version w on w.person_id = f.person_id and w.post_id = f.id and upper_inf(w.recorded)
    where a.restructuring_id = ${id} and a.role = 'ends'
      and ((v.current and upper(v.valid) = ${day}::date) or (not v.current and m.post_id is not null and m.remains is null))`
  await sql`${INTO}
    select ${feed}, c.person_id, c.post_id, case when c.current then 'changed' else 'new' end, false,
      c.agency_code, c.kind, c.unit, c.title, c.starts, c.staff_category, c.supervisor_level, c.rank, c.job_series, c.nature, c.section,
      case when c.next_valid is not null and not c.joins then daterange(lower(coalesce(c.was, c.cut)), upper(c.next_valid)) else c.was end
    from (${cut}) c
    where (c.next_valid is not null and not c.joins) or c.was is not null`.execute(db)
  await sql`${INTO}
    select ${feed}, c.person_id, c.next_post, 'withdrawn', true, f.agency_code, f.kind, f.unit, f.title, f.starts, ${SAID}, null
    from (${cut}) c join post f on f.person_id = c.person_id and f.id = c.next_post
    join post_version v on v.person_id = f.person_id and v.post_id = f.id and upper_inf(v.recorded)
    where not c.joins`.execute(db)
}

const DESCRIBED = sql`v.agency_code as code, v.name, v.name_en as "nameEn", v.superior_code as superior,
  v.superior_missing as "superiorMissing", v.level, coalesce(v.zip, '') as zip, coalesce(v.address, '') as address,
  coalesce(v.phone, '') as phone, coalesce(v.fax, '') as fax, v.organisation_oid as oid, v.successor_code as successor,
  lower(v.valid) as from, upper(v.valid) - 1 as to`
type Described = AgencyDescription & { code: AgencyCode }

/** The agencies without the plan: what somebody has said of them since stays, all else is as it was when it was approved. */
async function restoreAgencies({ db, ...tx }: Change, { id }: StoredPlan, event: EventId): Promise<void> {
  const { rows: planned } = await sql<Described>`
    select ${DESCRIBED} from restructuring_period v where v.restructuring_id = ${id} order by 1, lower(v.valid) nulls first`.execute(db)
  const codes = [...new Set(planned.map(({ code }) => code))]
  const { rows: was } = await sql<Described>`
    select ${DESCRIBED} from agency_version v where v.agency_code = any(${codes}::text[])
      and v.recorded @> (select r.decided_at - interval '1 microsecond' from restructuring r where r.id = ${id})
    order by 1, lower(v.valid) nulls first`.execute(db)
  const now = await recordedPeriods(db, codes)
  const of = (code: AgencyCode, all: readonly Described[]): AgencyDescription[] =>
    all.filter((period) => period.code === code).map(({ code: _, ...period }) => period)
  const restored = new Map(codes.map((code) => [code, withoutPlan(of(code, was), of(code, planned), of(code, now.map(({ id: _, ...one }) => one)))]))
  await rewrite({ db, ...tx }, now, restored, event)
}

/** Takes back what was written; answers nothing: the plan's own row is the caller's. */
export async function takeBack(
  tx: Change, plan: StoredPlan, { event, person, today }: { event: EventId; person: string; today: Day },
): Promise<void> {
  const feed = await feedOf(tx, plan, { sent: person, decided: person })
  await feedPostsBack(tx, plan, feed)
  await endFollowing(tx, plan.id, event)
  await restoreAgencies(tx, plan, event)
  await moveHomesBack(tx, plan, event)
  await applyPosts(tx, feed, today)
  await restoreCut(tx, plan.id, event)
}
