// The personnel record changes: as the feed applies it, in one transaction with what follows from it.
import { sql } from 'kysely'
import { dayInTaipei } from '../src/core/days.ts'
import { followFacts } from '../src/features/movers/follow-facts.ts'
import { reviveWhatFeedEnded } from '../src/features/movers/revive.ts'
import { change, processOrigin } from '../src/store/change.ts'
import { personOf, postOf } from './world.ts'
import type { Followed } from '../src/features/movers/follow-facts.ts'
import type { Revived } from '../src/features/movers/revive.ts'
import type { Change, EventId } from '../src/store/change.ts'
import type { Who, World } from './world.ts'

type Field = 'staff_category' | 'supervisor_level' | 'nature'

/** One post as the record has it from now on; `valid` null: it is withdrawn. */
export type Fact = { who: Who; at?: number; valid: string | null } & { [F in Field]?: string }

/** A further post of somebody's, that nobody knew of. */
export type NewPost = { who: Who; at: number; agency: string; unit?: string; title?: string; valid: string } & { [F in Field]?: string }

async function writeFacts(tx: Change, event: EventId, feed: string, facts: readonly (Fact | NewPost)[]): Promise<void> {
  for (const fact of facts) {
    const person = personOf(fact.who)
    const post = postOf(fact.who, fact.at)
    if ('agency' in fact) {
      await sql`insert into post (id, person_id, agency_code, kind, unit, title, starts) values (${post}, ${person}, ${fact.agency},
        'appointment', ${fact.unit ?? ''}, ${fact.title ?? '科員'}, lower(${fact.valid}::daterange))`.execute(tx.db)
    }
    await sql`insert into feed_post (feed_id, person_id, post_id, change, ends, agency_code, kind, unit, title, starts, staff_category,
        supervisor_level, rank, job_series, nature, section, valid)
      select ${feed}, person_id, id, ${'agency' in fact ? 'new' : fact.valid === null ? 'withdrawn' : 'changed'}, true, agency_code, kind,
        unit, title, starts, '', '', '', '', '', '', ${fact.valid}::daterange from post where person_id = ${person} and id = ${post}`.execute(tx.db)
    const old = await sql<{ version: number }>`update post_version set recorded = closed(recorded)
      where person_id = ${person} and post_id = ${post} and upper_inf(recorded) returning version`.execute(tx.db)
    if (fact.valid === null) continue
    const last = await sql<{ version: number }>`select coalesce(max(version), 0)::int as version from post_version
      where person_id = ${person} and post_id = ${post}`.execute(tx.db)
    await sql`insert into post_version (person_id, post_id, version, staff_category, supervisor_level, nature, valid, event_id)
      select ${person}, ${post}, ${last.rows[0]!.version + 1},
        coalesce(${fact.staff_category ?? null}, o.staff_category, ''), coalesce(${fact.supervisor_level ?? null}, o.supervisor_level, ''),
        coalesce(${fact.nature ?? null}, o.nature, ''), ${fact.valid}::daterange, ${event}
      from (select) one left join post_version o on o.person_id = ${person} and o.post_id = ${post}
        and o.version = ${old.rows[0]?.version ?? 0}`.execute(tx.db)
  }
}

/** Applies a feed of these facts; answers its number and what followed. `undoes`: the feed that it undoes. */
export async function applyFacts(
  { database }: World, facts: readonly (Fact | NewPost)[], { undoes = null, today = dayInTaipei(new Date()) }: { undoes?: string | null; today?: string } = {},
): Promise<{ feed: string; followed: Followed; revived: Revived | null }> {
  return change(database, processOrigin('test'), async (tx) => {
    const event = await tx.record({ code: 'people.generated', detail: { people: facts.length, seed: 'test' } })
    const { rows: [row] } = await sql<{ id: string }>`
      insert into feed (kind, state, source, as_of, submitted_via, applied_at, event_id, undoes_id)
      values (${undoes === null ? 'delta' : 'undo'}, 'applied', 'test', ${today}, 'test', now(), ${event}, ${undoes}) returning id`.execute(tx.db)
    const feed = row!.id
    await writeFacts(tx, event, feed, facts)
    const followed = await followFacts(tx, { event, feed, today })
    const revived = undoes === null ? null : await reviveWhatFeedEnded(tx, { event, undone: undoes, today })
    return { result: { feed, followed, revived }, event }
  })
}
