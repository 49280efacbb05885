// What silence does in a campaign (docs/decisions/017-reviews.md): a week before the due day, what nobody has decided on gets
// that day as its last, so that it ends by its date (R-DAY-4); whoever keeps it after all gives it its days back. What could
// not be dated is ended when the campaign is settled.
import { sql } from 'kysely'
import { addDays } from '../../core/days.ts'
import { change } from '../../store/change.ts'
import { isExclusionViolation } from '../../store/faults.ts'
import { recordEach } from '../../store/record-each.ts'
import { tellSides } from '../duties/tell-sides.ts'
import { hasSupervisor } from './campaign-items.ts'
import { standingLines, writeLines } from './decision-lines.ts'
import { keyText } from './record-entries.ts'
import type { Day } from '../../core/days.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Campaign } from './campaign-rows.ts'
import type { Line, NextLine } from './decision-lines.ts'
import type { EntryKey } from './load-entries.ts'

/** A line as it was before silence gave it a last day, and the version that was written then. */
type DatedLine = { application: string; version: number; valid: string }
type Item = EntryKey & { agency: string; application: string | null; person: string | null; dated: DatedLine[] | null; decision: string | null }

// Some seconds of work, then it is committed: a campaign may hold some ten thousand.
const BATCH = 500

/** The next open items of the campaign after that one, held until the transaction ends. */
async function nextItems(db: Reader, campaign: string, after: EntryKey | null, which: ReturnType<typeof sql<boolean>>): Promise<Item[]> {
  const onward = after === null ? sql`` : sql`and (kind, subject_id) > (${after.kind}::reviewed_kind, ${after.id}::uuid)`
  const { rows } = await sql<Item>`
    select kind, subject_id as id, agency_code as agency, application_code as application, person_id as person, dated, decision
    from review_item where campaign_id = ${campaign} and ${which} ${onward}
    order by kind, subject_id limit ${sql.lit(BATCH)} for update`.execute(db)
  return rows
}

/** Those of the items' agencies that have a 人事主管 of their own. */
async function supervised(db: Reader, items: readonly Item[], today: Day): Promise<Set<string>> {
  const codes = [...new Set(items.filter(({ kind }) => kind === 'delegation').map(({ agency }) => agency))]
  if (codes.length === 0) return new Set()
  const { rows } = await sql<{ agency: string }>`
    select c.agency from unnest(${codes}::text[]) c (agency) where ${hasSupervisor(sql`c.agency`, today)}`.execute(db)
  return new Set(rows.map(({ agency }) => agency))
}

/** The items whose lines silence may end: no delegation of an agency that has no 人事主管 of its own (R-GRT-3). */
async function mortal(db: Reader, items: Item[], today: Day): Promise<Item[]> {
  const kept = await supervised(db, items, today)
  return items.filter(({ kind, agency }) => kind !== 'delegation' || kept.has(agency))
}

const span = (valid: string): { from: string; to: string } => {
  const [from = '', to = ''] = valid.slice(1, -1).split(',')
  return { from, to: to === '' ? '' : addDays(to, -1) }
}

/** One event for each item of these lines: from which period to which. */
async function recordPeriods(
  tx: Change, code: 'review.last-day' | 'review.days-back', review: string, items: readonly Item[], lines: readonly (NextLine & { before: string })[],
): Promise<void> {
  const rows = items.flatMap((item) => {
    const own = lines.find(({ kind, id }) => kind === item.kind && id === item.id)
    if (own === undefined || !('valid' in own)) return []
    return [{ entry: keyText(item), agency: item.agency, person: item.person, application: item.application,
      before: span(own.before), after: span(own.valid) }]
  })
  await recordEach(tx, {
    code, person: sql`q.person`, agency: sql`q.agency`, application: sql`q.application`,
    from: sql`select * from json_to_recordset(${JSON.stringify(rows)}) as r (entry text, agency text, person bigint, application text,
      before jsonb, after jsonb)`,
    detail: { review: sql`${review}::text`, entry: sql`q.entry`, before: sql`q.before`, after: sql`q.after` },
  })
}

async function writeDated(tx: Change, campaign: string, items: readonly (EntryKey & { dated: DatedLine[] | null })[]): Promise<void> {
  const rows = items.map(({ kind, id, dated }) => ({ kind, id, dated }))
  await sql`
    update review_item i set dated = d.dated
    from json_to_recordset(${JSON.stringify(rows)}) as d (kind reviewed_kind, id uuid, dated jsonb)
    where i.campaign_id = ${campaign} and i.kind = d.kind and i.subject_id = d.id`.execute(tx.db)
}

/** A duty's two sides are told of its last day, as of any change of it. */
async function tellOfDuties(
  tx: Change, event: EventId, lines: readonly (Line & { valid: string })[], kind: 'duty.changed' | 'duty.ended', today: Day,
): Promise<void> {
  for (const [duty, own] of Map.groupBy(lines.filter((line) => line.kind === 'duty'), ({ id }) => id)) {
    const { rows: [pair] } = await sql<{ acting: string; served: string }>`
      select acting_code as acting, served_code as served from concurrent_duty where id = ${duty} limit 1`.execute(tx.db)
    const { from, to } = span(own[0]!.valid)
    await tellSides(tx, event, pair!, today, {
      kind, ...pair!, applications: own.map(({ application }) => application), from, to: to === '' ? null : to, reason: null,
    })
  }
}

/** Gives what is undecided its last day; answers how many items got one. Done twice it does nothing the second time. */
export async function dateUndecided(database: Pick<Database, 'unaudited'>, origin: Origin, campaign: Campaign, today: Day): Promise<number> {
  const { id, due, title } = campaign
  const end = addDays(due, 1)
  let after: EntryKey | null = null
  let dated = 0
  for (let more = true; more;) {
    const batch: { last: EntryKey | null; count: number } = await change(database, origin, async (tx) => {
      const items = await nextItems(tx.db, id, after, sql<boolean>`open and decision is null and dated is null`)
      const lines = (await standingLines(tx.db, await mortal(tx.db, items, today), today))
        // What is suspended ends by itself before long, or when the campaign is settled; what ends sooner anyway stays.
        .filter(({ state, valid }) => state === 'active' && endsAfter(valid, end) && span(valid).from <= due)
      const next = lines.map((line) => ({ ...line, before: line.valid, valid: `[${span(line.valid).from},${end})` }))
      await recordPeriods(tx, 'review.last-day', id, items, next)
      const written = await writeLines(tx, 'review.last-day', next.map(({ kind, id: subject, application, version, valid }) =>
        ({ kind, id: subject, application, version, valid })))
      const of = (item: EntryKey) => written.filter((one) => one.kind === item.kind && one.id === item.id).map((one): DatedLine => ({
        application: one.application, version: one.version,
        valid: next.find((line) => line.kind === one.kind && line.id === one.id && line.application === one.application)!.before,
      }))
      const done = items.map((item) => ({ kind: item.kind, id: item.id, dated: of(item) })).filter((item) => item.dated.length > 0)
      await writeDated(tx, id, done)
      const event = await tx.record({ code: 'review.campaign-dated', detail: { campaign: id, title, items: done.length, due } })
      await tellOfDuties(tx, event, next, 'duty.changed', today)
      return { result: { last: items.length < BATCH ? null : items.at(-1)!, count: done.length }, event }
    })
    dated += batch.count
    after = batch.last
    more = batch.last !== null
  }
  return dated
}

const endsAfter = (valid: string, end: Day): boolean => {
  const upper = valid.slice(1, -1).split(',')[1] ?? ''
  return upper === '' || upper > end
}

/** Gives lines their days back that are as silence left them; what somebody has changed since stays as it is. */
async function giveBack(tx: Change, campaign: string, items: readonly Item[], today: Day): Promise<void> {
  const now = await standingLines(tx.db, items, today)
  const next = items.flatMap((item) => (item.dated ?? []).flatMap(({ application, version, valid }) => {
    const line = now.find((one) => one.kind === item.kind && one.id === item.id && one.application === application)
    return line === undefined || line.version !== version ? [] : [{ ...line, before: line.valid, valid }]
  }))
  await recordPeriods(tx, 'review.days-back', campaign, items, next)
  await writeLines(tx, 'review.days-back', next.map(({ kind, id, application, version, valid }) => ({ kind, id, application, version, valid })))
}

/** Gives one item its days back, in the transaction that keeps it. Throws (an exclusion) where another takes its place by now. */
export async function giveDaysBack(tx: Change, campaign: string, key: EntryKey, today: Day): Promise<boolean> {
  const { rows: [item] } = await sql<Item>`
    select kind, subject_id as id, agency_code as agency, application_code as application, person_id as person, dated, decision
    from review_item where campaign_id = ${campaign} and kind = ${key.kind} and subject_id = ${key.id}`.execute(tx.db)
  if (item === undefined || item.dated === null) return false
  await giveBack(tx, campaign, [item], today)
  await writeDated(tx, campaign, [{ ...item, dated: null }])
  return true
}

/** After a campaign was called off: everything undecided gets its days back, one at a time, for one that cannot stops no other. */
export async function giveAllBack(
  database: Pick<Database, 'unaudited'> & { read: Reader }, origin: Origin, { id, title, due }: Campaign, today: Day,
): Promise<void> {
  const { rows } = await sql<EntryKey>`
    select kind, subject_id as id from review_item
    where campaign_id = ${id} and dated is not null and decision is null order by kind, subject_id`.execute(database.read)
  for (const key of rows) {
    await change(database, origin, async (tx) => {
      await giveDaysBack(tx, id, key, today)
      return { result: null, event: { code: 'review.campaign-dated', detail: { campaign: id, title, items: 1, due } } }
    }).catch((error: unknown) => {
      // Another grant holds on its days by now, and goes on where this one ends.
      if (!isExclusionViolation(error)) throw error
    })
  }
}

/** How a campaign came out. `silent`: ended because nobody decided; `left`: kept for the same reason. */
export type Outcome = { kept: number; ended: number; silent: number; left: number }

/** After the due day: ends what silence ends and was not dated, and writes what has become of every item. */
export async function settle(
  database: Pick<Database, 'unaudited'>, origin: Origin, campaign: Campaign, today: Day,
): Promise<void> {
  const { id, silence } = campaign
  for (let more = true; more;) {
    more = await change(database, origin, async (tx) => {
      const items = await nextItems(tx.db, id, null, sql<boolean>`open`)
      const silent = silence === 'end' ? await mortal(tx.db, items.filter(({ decision }) => decision === null), today) : []
      const ending = await standingLines(tx.db, silent, today)
      const told = silent.filter((item) => ending.some((line) => line.kind === item.kind && line.id === item.id))
      await recordEach(tx, {
        code: 'review.ended', person: sql`q.person`, agency: sql`q.agency`, application: sql`q.application`,
        from: sql`select * from json_to_recordset(${JSON.stringify(told.map((item) => ({ ...item, entry: keyText(item) })))})
          as r (entry text, agency text, person bigint, application text)`,
        detail: { review: sql`${id}::text`, entry: sql`q.entry`, note: sql`''::text` },
      })
      await writeLines(tx, 'review.ended', ending.map((line) =>
        ({ kind: line.kind, id: line.id, application: line.application, version: line.version, state: 'ended' as const })))
      const stands = new Set((await standingLines(tx.db, items, today)).map(keyText))
      const outcomes = items.map((item) => {
        const gone = item.decision === 'end' || item.dated !== null || told.includes(item)
        return { kind: item.kind, id: item.id, outcome: stands.has(keyText(item)) ? 'kept' : gone ? 'ended' : 'gone' }
      })
      await sql`
        update review_item i set open = false, outcome = o.outcome
        from json_to_recordset(${JSON.stringify(outcomes)}) as o (kind reviewed_kind, id uuid, outcome text)
        where i.campaign_id = ${id} and i.kind = o.kind and i.subject_id = o.id`.execute(tx.db)
      const event = await tx.record({
        code: 'review.campaign-dated', detail: { campaign: id, title: campaign.title, items: told.length, due: campaign.due },
      })
      await tellOfDuties(tx, event, ending, 'duty.ended', today)
      return { result: items.length === BATCH, event }
    })
  }
}

/** How it came out, of all its items. */
export async function outcomeOf(db: Reader, campaign: string): Promise<Outcome> {
  const { rows } = await sql<Outcome>`
    select (count(*) filter (where decision = 'keep'))::int as kept, (count(*) filter (where decision = 'end'))::int as ended,
      (count(*) filter (where decision is null and outcome = 'ended'))::int as silent,
      (count(*) filter (where decision is null and outcome = 'kept'))::int as left
    from review_item where campaign_id = ${campaign}`.execute(db)
  return rows[0]!
}
