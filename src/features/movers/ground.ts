// What decisions rest on, and whether it is gone (R-JML-1): asked of the posts of all, or of those that a feed has touched.
import { sql } from 'kysely'
import { standingOfPost } from '../../store/standing.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'

/**
 * Whose decisions are looked at: those of the people whom the feed has touched, or with null of all. `asBefore`: also what
 * had lost its ground by what was known before this transaction, though it is there again: it was lost all the same, and
 * whether a day's work had come to it by then makes no difference (R-DAY-4).
 */
export type Sight = { feed: string | null; today: Day; asBefore: boolean }

/** An undone feed is as if it had never been: what rested on a post that was gone meanwhile has lost nothing. */
export async function sightOf({ db }: { db: Reader }, feed: string | null, today: Day): Promise<Sight> {
  if (feed === null) return { feed, today, asBefore: false }
  const { kind } = await db.selectFrom('feed').select('kind').where('id', '=', feed).executeTakeFirstOrThrow()
  return { feed, today, asBefore: kind !== 'undo' }
}

/** What is known now, or what was when this transaction began: a version is closed at the transaction's own moment. */
export type Known = 'now' | 'before'
const knownAt = (known: Known): RawBuilder<boolean> =>
  (known === 'now' ? sql`upper_inf(w.recorded)` : sql`w.recorded @> now() - interval '1 microsecond'`)

// What is to come counts as ground: a day between two posts takes nothing for good, and gives nothing meanwhile.
const notOver = (today: Day): RawBuilder<boolean> => sql`(upper_inf(w.valid) or upper(w.valid) > ${today}::date)`

/** That the person holds the post today or is going to. */
export const holdsPost = (person: RawBuilder<unknown>, post: RawBuilder<unknown>, today: Day, known: Known): RawBuilder<boolean> =>
  sql`exists (select from post_version w where w.person_id = ${person} and w.post_id = ${post}
    and ${notOver(today)} and ${knownAt(known)})`

/** That the person holds any post today or is going to. */
export const holdsAny = (person: RawBuilder<unknown>, today: Day, known: Known): RawBuilder<boolean> =>
  sql`exists (select from post_version w where w.person_id = ${person} and ${notOver(today)} and ${knownAt(known)})`

/** R-SCP-3: that the giver of a delegation `d` is or is going to be 人事主管 where the standing it was given from is one. */
export const giverStands = (today: Day, known: Known): RawBuilder<boolean> => sql`(d.giver_post is null or exists (
  select from post g
  join post o on o.person_id = g.person_id and o.agency_code = g.agency_code
  join post_version w on w.person_id = o.person_id and w.post_id = o.id
  where g.person_id = d.given_by and g.id = d.giver_post and ${notOver(today)} and ${knownAt(known)}
    and ${standingOfPost('o', 'w')} = 'hrSupervisor'))`

/** That the ground is gone; `holds` says for what is known when that it is there. */
export const lost = ({ asBefore }: Sight, holds: (known: Known) => RawBuilder<boolean>): RawBuilder<boolean> =>
  (asBefore ? sql`not (${holds('now')} and ${holds('before')})` : sql`not ${holds('now')}`)

/** The decisions of a table that rest on a post (as `t`), that of the feed's where one is looked at. */
export const restingOnPosts = ({ feed }: Sight, table: 'permission_grant' | 'group_member'): RawBuilder<unknown> =>
  (feed === null ? sql`${sql.table(table)} t`
    : sql`feed_post f join ${sql.table(table)} t on f.feed_id = ${feed}::bigint and t.person_id = f.person_id and t.post_id = f.post_id`)

/** That one of these persons (columns) is touched by the feed; all are where none is looked at. */
export const touched = ({ feed }: Sight, ...persons: RawBuilder<unknown>[]): RawBuilder<boolean> =>
  (feed === null ? sql`true` : sql`(${sql.join(persons.map((person) =>
    sql`${person} in (select f.person_id from feed_post f where f.feed_id = ${feed}::bigint)`), sql` or `)})`)

/** That the current version `t` is not over. */
export const standing = (alias: string, today: Day): RawBuilder<boolean> => {
  const t = sql.table(alias)
  return sql`(upper_inf(${t}.recorded) and (upper_inf(${t}.valid) or upper(${t}.valid) > ${today}::date))`
}
