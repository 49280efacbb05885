// Which agencies a feed leaves without their last 人事人員, their last 人事主管, or anybody who manages them, and whether a delegate
// remains (R-SCP-2, R-SCP-3). Offices are told by the posts that make them, whether or not their holders' accounts are active.
import { sql } from 'kysely'
import { forMany } from '../../store/changed-posts.ts'
import { standingOfPost } from '../../store/standing.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { FactsChange } from '../../store/changed-posts.ts'
import type { Change } from '../../store/change.ts'
import type { World } from '../../store/worlds.ts'

/** What becomes of delegations with the feed, as queries: the `id` of those that it takes, the `id` and `version` of those revived. */
export type DelegationsAfter = { lost: RawBuilder<unknown>; revived: RawBuilder<unknown> }

/** Writes them, after the officers (preview-people.ts) were written. */
export async function writeAgencies(
  { db }: Pick<Change, 'db'>, feed: string, change: FactsChange, delegations: DelegationsAfter,
): Promise<void> {
  await forMany(db, () => sql`
    insert into feed_agency_effect (feed_id, day, agency_code, officer, supervisor, manager, delegates)
    with ${places(feed, change, delegations)}, ${staff(change)}, ${HELPERS}, ${days(change.today)}, ${FIGURES}
    select ${feed}::bigint, l.day, l.agency_code, l.officer, l.supervisor, l.manager, l.delegates
    from lost l where (l.officer or l.supervisor or l.manager) and exists (select from agency_version v
      where v.agency_code = l.agency_code and upper_inf(v.recorded) and v.valid @> l.day)`.execute(db))
}

/** The agencies that may lose something: where an officer goes, a delegate, or who has delegated. */
const places = (
  feed: string, { today, concerned, before, after }: FactsChange, { lost, revived }: DelegationsAfter,
): RawBuilder<unknown> => sql`
  concerned as materialized (select distinct person_id from (${concerned}) c),
  lost_delegation as materialized (${lost}),
  revived_delegation as materialized (${revived}),
  delegated as materialized (
    select d.id, d.agency_code, d.person_id, d.post_id, d.given_by, d.giver_post, g.agency_code as giver_agency, d.valid,
      d.state = 'active' as given,
      (d.state = 'active' and d.id not in (select id from lost_delegation))
        or (d.id, d.version) in (select id, version from revived_delegation) as stays
    from delegation d left join post g on g.person_id = d.given_by and g.id = d.giver_post
    where upper_inf(d.recorded) and (upper_inf(d.valid) or upper(d.valid) > ${today}::date)
      and (d.state = 'active' or (d.id, d.version) in (select id, version from revived_delegation))
  ),
  place as materialized (
    select o.agency_code from feed_officer_effect o
    where o.feed_id = ${feed} and o.was is not null and (o.becomes is null or o.becomes < o.was)
    union
    select d.agency_code from delegated d
    where d.person_id in (select person_id from concerned) or d.given_by in (select person_id from concerned)
  ),
  party as materialized (
    select d.person_id from delegated d where d.agency_code in (select agency_code from place)
    union
    select d.given_by from delegated d where d.agency_code in (select agency_code from place) and d.given_by is not null
  ),
  party_post as materialized (
    select 0 as side, w.*, ${standingOfPost('w', 'w')} as standing from (${before.posts(sql`party`)}) w
    union all
    select 1, w.*, ${standingOfPost('w', 'w')} from (${after.posts(sql`party`)}) w
  )`

/** The officers of these agencies, in both worlds. */
function staff({ near, before, after }: FactsChange): RawBuilder<unknown> {
  const of = (world: World, side: 0 | 1) => sql`
    select ${sql.lit(side)} as side, w.agency_code, w.valid, ${standingOfPost('w', 'w')} as standing
    from (${world.posts(sql`neighbour`)}) w
    where w.agency_code in (select agency_code from place) and ${standingOfPost('w', 'w')} >= 'hr'`
  return sql`
    neighbour as materialized (select distinct n.person_id from (${near(sql`select agency_code from place`)}) n),
    staff as materialized (${of(before, 0)} union all ${of(after, 1)})`
}

// The delegations of these agencies, in both worlds, for as long as their delegate and their giver are what they have to be.
const HELPERS = sql`
  helper as materialized (
    select p.side, d.id, d.agency_code, d.valid * p.valid * coalesce(g.valid, '(,)'::daterange) as valid
    from delegated d join party_post p on p.person_id = d.person_id and p.post_id = d.post_id
    left join party_post g on g.person_id = d.given_by and g.side = p.side and g.agency_code = d.giver_agency
      and g.standing = 'hrSupervisor'
    where (d.giver_post is null or g.post_id is not null) and case p.side when 0 then d.given else d.stays end
      and d.agency_code in (select agency_code from place)
  )`

/** The days on which anything there begins or ends, each with the day before. */
const days = (today: Day): RawBuilder<unknown> => sql`
  asked as materialized (
    select c.agency_code, c.day, a.at, c.day - a.at as on_day
    from (
      select p.agency_code, b.day
      from (select agency_code, valid from staff union all select agency_code, valid from helper) p
      cross join lateral (values (${today}::date), (lower(p.valid)), (upper(p.valid))) b (day)
      where b.day >= ${today}::date group by 1, 2
    ) c cross join (values (0), (1)) a (at) where a.at = 0 or c.day > ${today}::date
  )`

/** That it was there on the day and would be no more, and that this is not so the day before. */
const goes = (what: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  bool_or(f.side = 0 and f.at = 0 and ${what}) and not bool_or(f.side = 1 and f.at = 0 and ${what})
    and not (bool_or(f.side = 0 and f.at = 1 and ${what}) and not bool_or(f.side = 1 and f.at = 1 and ${what}))`

const FIGURES = sql`
  side (side) as (values (0), (1)),
  staffed as materialized (
    select a.agency_code, a.day, a.at, s.side, true as officer, bool_or(s.standing = 'hrSupervisor') as supervisor
    from asked a join staff s on s.agency_code = a.agency_code where s.valid @> a.on_day group by 1, 2, 3, 4
  ),
  helped as materialized (
    select a.agency_code, a.day, a.at, h.side, count(distinct h.id) as delegates
    from asked a join helper h on h.agency_code = a.agency_code where h.valid @> a.on_day group by 1, 2, 3, 4
  ),
  figure as materialized (
    select a.agency_code, a.day, a.at, x.side, coalesce(s.officer, false) as officer, coalesce(s.supervisor, false) as supervisor,
      coalesce(h.delegates, 0) as delegates
    from asked a cross join side x
    left join staffed s on s.agency_code = a.agency_code and s.day = a.day and s.at = a.at and s.side = x.side
    left join helped h on h.agency_code = a.agency_code and h.day = a.day and h.at = a.at and h.side = x.side
  ),
  lost as (
    select f.day, f.agency_code, ${goes(sql`f.officer`)} as officer, ${goes(sql`f.supervisor`)} as supervisor,
      ${goes(sql`(f.supervisor or f.delegates > 0)`)} as manager,
      max(f.delegates) filter (where f.side = 1 and f.at = 0) as delegates
    from figure f group by 1, 2
  )`
