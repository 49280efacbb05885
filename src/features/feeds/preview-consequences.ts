// What follows from a feed (R-JML-1, R-JML-3): what its application would suspend, end, revive and open. Each slice that lets it
// follow is asked by the very query by which it finds what to write, over the facts as the feed would leave them.
import { sql } from 'kysely'
import { forMany } from '../../store/changed-posts.ts'
import { sightOf } from '../movers/ground.ts'
import { accountsToOpen } from '../movers/leavers.ts'
import { revivable } from '../movers/revive.ts'
import { delegationsLost, grantsLost, membershipsLost, rolesLost } from '../movers/what-follows.ts'
import { anythingKnownBefore, isForetoldAnew, reviewsToOpen } from '../reviews/open-reviews.ts'
import { asApplied } from './preview-change.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { DelegationsAfter } from './preview-agencies.ts'
import type { PreviewedFeed } from './preview-change.ts'

type Consequence = 'grantsSuspended' | 'proposalsEnded' | 'membershipsSuspended' | 'delegationsEnded' | 'delegationsSuspended'
  | 'rolesEnded' | 'accountsEnabled' | 'grantsRevived' | 'membershipsRevived' | 'delegationsRevived' | 'rolesRevived'

/** Writes how many decisions would be suspended, end or be revived, and which reviews would open on which day. */
export async function writeConsequences({ db }: Pick<Change, 'db'>, { id, undoesId }: PreviewedFeed, today: Day): Promise<void> {
  const sight = await sightOf({ db }, id, today)
  const { ending, waiting } = delegationsLost(sight)
  const revived = (kind: 'grant' | 'membership' | 'delegation' | 'role') => revivable(kind, undoesId!, today)
  const found: [Consequence, RawBuilder<unknown>][] = [
    ['grantsSuspended', grantsLost(sight, 'active')], ['proposalsEnded', grantsLost(sight, 'proposed')],
    ['membershipsSuspended', membershipsLost(sight)], ['delegationsEnded', ending], ['delegationsSuspended', waiting],
    ['rolesEnded', rolesLost(sight)], ['accountsEnabled', accountsToOpen(sight)],
    ...(undoesId === null ? [] : [
      ['grantsRevived', revived('grant')], ['membershipsRevived', revived('membership')],
      ['delegationsRevived', revived('delegation')], ['rolesRevived', revived('role')],
    ] satisfies [Consequence, RawBuilder<unknown>][]),
  ]
  const counts = found.map(([what, query]) => sql`select ${what} as what, count(*) as count from (${query}) q`)
  await sql`
    insert into feed_effect (feed_id, day, what, count)
    select ${id}::bigint, ${today}::date, c.what, c.count
    from (${asApplied(id, sql.join(counts, sql` union all `))}) c where c.count > 0`.execute(db)
  await writeReviews(db, id, today)
}

async function writeReviews(db: Change['db'], feed: string, today: Day): Promise<void> {
  if (!await anythingKnownBefore({ db })) return
  const reviews = sql`select r.* from public.handover_review r where not ${isForetoldAnew({ feed, today })}`
  await forMany(db, () => sql`
    insert into feed_effect (feed_id, day, what, count)
    select ${feed}::bigint, n.opens_on, 'reviewsOpened', count(*)
    from (${asApplied(feed, reviewsToOpen({ feed, today }), { handover_review: reviews })}) n group by n.opens_on`.execute(db))
}

/** What becomes of delegations, for whoever counts the agencies' managers. */
export async function delegationsAfter(db: Reader, { id, undoesId }: PreviewedFeed, today: Day): Promise<DelegationsAfter> {
  const { ending, waiting } = delegationsLost(await sightOf({ db }, id, today))
  return {
    lost: asApplied(id, sql`select e.id from (${ending}) e union select w.id from (${waiting}) w`),
    revived: undoesId === null ? sql`select null::uuid as id, null::smallint as version where false`
      : asApplied(id, sql`select r.id, r.version from (${revivable('delegation', undoesId, today)}) r where r.was = 'active'`),
  }
}
