/**
 * What comes to an agency after its restructuring was approved, and before its day, goes the same way as what was there: posts with
 * the feed that brings them (feeds/carry-restructured.ts), decisions by this job within a minute of their being made. On the day
 * itself nothing is left to do.
 */
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import type { Day } from '../../core/days.ts'
import { change, processOrigin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'
import { takeAgencyTurn } from '../agencies/agency-rows.ts'
import { DECISION_KINDS, drawDecisions } from './draw-decisions.ts'
import { isComing, loadPlan } from './plan-rows.ts'
import { cutDecisions, writeFollowing } from './write-decisions.ts'

const CARRY = 'restructuring.carry'

/** The posts that feeds have carried on since: what rests on them goes with them, too. */
async function drawCarriedPosts(db: Database['unaudited'], id: string, day: Day): Promise<void> {
  await sql`
    insert into restructuring_post (restructuring_id, person_id, post_id, was, remains, next_agency, next_post, next_valid)
    select ${id}, p.person_id, p.id, daterange(lower(v.valid), upper(w.valid)), v.valid, n.agency_code, n.id, w.valid
    from restructuring_agency a
    join post p on p.agency_code = a.agency_code
    join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded) and upper(v.valid) = ${day}::date
    join post n on n.person_id = p.person_id and n.agency_code = (restructured_to(${id}, p.agency_code, p.unit, p.title, p.id))[1]
      and n.kind = p.kind and n.unit = p.unit and n.title = p.title and n.starts = ${day}::date
    join post_version w on w.person_id = n.person_id and w.post_id = n.id and upper_inf(w.recorded)
    where a.restructuring_id = ${id} and a.role = 'ends'
    on conflict do nothing`.execute(db)
}

/** Thrown to leave no trace where there was nothing to carry. */
class NothingToCarry extends Error {
  override readonly name = 'NothingToCarry'
}

async function carryOnto(database: Pick<Database, 'unaudited'>, id: string, today: Day): Promise<void> {
  await change(database, processOrigin(CARRY), async (tx) => {
    await takeAgencyTurn(tx)
    const plan = await loadPlan(tx.db, id)
    if (plan === null || plan.state !== 'approved') throw new NothingToCarry()
    await drawCarriedPosts(tx.db, id, plan.day)
    for (const kind of DECISION_KINDS) await drawDecisions(tx.db, { id, day: plan.day, today }, kind, true)
    const { rows: [row] } = await sql<{ decisions: number }>`
      select count(distinct (kind, decision_id))::int as decisions from restructuring_decision
      where restructuring_id = ${id} and carried_at = now()`.execute(tx.db)
    if (row!.decisions === 0) throw new NothingToCarry()
    const event = await tx.record({ code: 'restructuring.carried', detail: { restructuring: id, decisions: row!.decisions } })
    await cutDecisions(tx, { id, carried: true }, event)
    await writeFollowing(tx, { id, carried: true }, event)
    return { result: null, event }
  }).catch((error: unknown) => { if (!(error instanceof NothingToCarry)) throw error })
}

/** Carries on what has come to agencies of all plans that are approved and still to come. */
export async function carryOn(database: Pick<Database, 'read' | 'unaudited'>, today: Day): Promise<void> {
  const { rows } = await sql<{ id: string }>`select r.id from restructuring r where ${isComing(today)} order by r.day, r.id`.execute(database.read)
  for (const { id } of rows) await carryOnto(database, id, today)
}

/** The job of this slice. */
export const restructuringTasks: readonly Task[] = [
  { name: CARRY, every: '* * * * *', handle: (_, { database }) => carryOn(database, dayInTaipei(new Date())) },
]
