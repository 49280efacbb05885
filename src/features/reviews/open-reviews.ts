// Opens the handover reviews of those whom a feed makes new as 人事主管 or 人事人員 (R-JML-3), in the feed's transaction.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { NEW_AFTER_DAYS } from '../../core/handover.ts'
import { recordEach } from '../../store/record-each.ts'
import { standingOfPost } from '../../store/standing.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'

/** Which feed was written just now, in this transaction, under which event. */
export type FeedFollowed = { event: EventId; feed: string; today: Day }

/**
 * Opens a review for everybody whom the feed makes new in a standing: from today on, or from the future day on which the
 * post begins. Call it when the facts of the feed are written. Set-based: it asks of those alone whom the feed names.
 *
 * New is who had no such standing there in the 30 days before: not by what was known before the feed, nor on any of those
 * days as they were then; of days still to come, what is known now counts. Answers how many reviews were opened.
 */
export async function openHandoverReviews(tx: Change, { event, feed, today }: FeedFollowed): Promise<number> {
  if (!await anythingKnownBefore(tx)) return 0
  await withdrawUnopened(tx, { feed, today })
  const { rows } = await sql<Opened>`
    insert into handover_review (person_id, agency_code, standing, opens_on, feed_id, event_id)
    select n.person_id, n.agency_code, n.standing, n.opens_on, ${feed}, ${event} from (${reviewsToOpen({ feed, today })}) n
    returning id, person_id as person, agency_code as agency, standing, opens_on as day`.execute(tx.db)
  await recordOpened(tx, rows)
  return rows.length
}

/**
 * The reviews that are to open (`person_id`, `agency_code`, `standing`, `opens_on`) as a query, where the facts of the feed are
 * written by this transaction. It reads `post`, `post_version` and `handover_review` by name, so that a statement may let
 * others stand for them.
 */
export function reviewsToOpen({ feed, today }: Pick<FeedFollowed, 'feed' | 'today'>): RawBuilder<unknown> {
  const day = sql<Day>`${today}::date`
  return sql`
    with concerned as materialized (
      select distinct f.person_id, f.agency_code from feed_post f
      where f.feed_id = ${feed} and f.change <> 'withdrawn' and ${standingOfPost('f', 'f')} >= 'hr'
    ), there as materialized (
      -- Never from an agency's first load.
      select a.agency_code from (select distinct agency_code from concerned) a
      where exists (
        select from post o join post_version v on v.person_id = o.person_id and v.post_id = o.id
        where o.agency_code = a.agency_code and lower(v.recorded) < now())
    ), held as materialized (
      select o.person_id, o.agency_code, ${standingOfPost('o', 'v')} as standing, v.valid, v.recorded
      from concerned c join there using (agency_code)
      join post o on o.person_id = c.person_id and o.agency_code = c.agency_code
      join post_version v on v.person_id = o.person_id and v.post_id = o.id
      where ${standingOfPost('o', 'v')} >= 'hr'
    ), span as (
      select h.person_id, h.agency_code, s.standing, unnest(range_agg(h.valid)) as span
      from held h join unnest(array['hr', 'hrSupervisor']::standing[]) s (standing) on h.standing >= s.standing
      where upper_inf(h.recorded)
      group by h.person_id, h.agency_code, s.standing
    ), begun as (
      select person_id, agency_code, standing, greatest(lower(span), ${day}) as opens_on
      from span where upper_inf(span) or upper(span) > ${day}
    ), new as (
      select b.* from begun b
      where not exists (
        select from held h
        where h.person_id = b.person_id and h.agency_code = b.agency_code and h.standing >= b.standing and (
          ${knownBefore(day)} or ${sawDay(day)}
          or (upper_inf(h.recorded) and h.valid && daterange(${day}, b.opens_on))))
      and not exists (
        select from handover_review r
        where r.person_id = b.person_id and r.agency_code = b.agency_code and r.standing = b.standing
          and r.opens_on between b.opens_on - ${sql.lit(NEW_AFTER_DAYS)} and b.opens_on)
    )
    select n.person_id, n.agency_code, n.standing, n.opens_on from new n
    -- Who is new as 人事主管 on that day is not new as 人事人員 besides.
    where n.standing = 'hrSupervisor' or not exists (
      select from new s where s.person_id = n.person_id and s.agency_code = n.agency_code and s.opens_on = n.opens_on
        and s.standing = 'hrSupervisor')`
}

/** Whether any post was known before this transaction: at the first load of all nobody is new anywhere. */
export async function anythingKnownBefore({ db }: { db: Reader }): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from post_version where lower(recorded) < now()) as known`.execute(db)
  return rows[0]!.known
}

/** That the review `r` has not opened yet and is foretold anew: the posts of these people may now begin on other days, or never. */
export const isForetoldAnew = ({ feed, today }: Pick<FeedFollowed, 'feed' | 'today'>): RawBuilder<boolean> => sql`(
  r.done_at is null and r.opens_on > ${today}::date and exists (
    select from feed_post f where f.feed_id = ${feed} and f.person_id = r.person_id and f.agency_code = r.agency_code))`

async function withdrawUnopened({ db }: Change, fed: Pick<FeedFollowed, 'feed' | 'today'>): Promise<void> {
  await sql`delete from handover_review r where ${isForetoldAnew(fed)}`.execute(db)
}

const window = (day: ReturnType<typeof sql<Day>>) =>
  sql`daterange(least(b.opens_on - ${sql.lit(NEW_AFTER_DAYS)}, ${day}), ${day})`

/** That the version, as it was known right before this transaction, holds on a day of the 30 that are past. */
const knownBefore = (day: ReturnType<typeof sql<Day>>) => sql`(
  lower(h.recorded) < now() and (upper_inf(h.recorded) or upper(h.recorded) >= now()) and h.valid && ${window(day)})`

/** That it held on one of those days while it was known: whatever is said of it since, the standing was had. */
const sawDay = (day: ReturnType<typeof sql<Day>>) => sql`not isempty(
  h.valid * ${window(day)} * daterange(lower(h.recorded)::date, upper(h.recorded)::date, '[]'))`

type Opened = { id: string; person: string; agency: AgencyCode; standing: string; day: Day }

async function recordOpened(tx: Change, opened: readonly Opened[]): Promise<void> {
  await recordEach(tx, {
    code: 'review.opened', person: sql`q.person`, agency: sql`q.agency`,
    from: sql`select * from json_to_recordset(${JSON.stringify(opened)}) as o (id text, person bigint, agency text, standing text, day text)`,
    detail: { review: sql`q.id`, standing: sql`q.standing`, day: sql`q.day` },
  })
}

/**
 * Opens one review without a feed: for a person whose posts came by another way than a feed that is compared with what was
 * known (the people of the demonstration come all at once).
 */
export async function openHandoverReview(
  tx: Change, { person, agency, standing, opensOn, event }: {
    person: string; agency: AgencyCode; standing: 'hr' | 'hrSupervisor'; opensOn: Day; event: EventId
  },
): Promise<void> {
  const { id } = await tx.db.insertInto('handover_review')
    .values({ person_id: person, agency_code: agency, standing, opens_on: opensOn, event_id: event })
    .returning('id').executeTakeFirstOrThrow()
  await recordOpened(tx, [{ id, person, agency, standing, day: opensOn }])
}
