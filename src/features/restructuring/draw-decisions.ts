/**
 * Draws up what becomes of decisions: each that lives in an agency that ends, or rests on a post there, holds until the day
 * before, and what follows on it begins with the day at each successor, for as much of its time as is not covered there.
 */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Reader } from '../../store/database.ts'
import { giverStands, holdsPost } from '../movers/ground.ts'

export type DecisionKind = 'grant' | 'membership' | 'duty' | 'delegation' | 'office'
export const DECISION_KINDS: readonly DecisionKind[] = ['grant', 'membership', 'duty', 'delegation', 'office']

export const TABLE_OF: Record<DecisionKind, string> = {
  grant: 'permission_grant', membership: 'group_member', duty: 'concurrent_duty', delegation: 'delegation', office: 'personnel_office',
}

type Drawing = { id: string; day: Day; today: Day }

/**
 * `candidates`: one row for each decision and each successor (columns of `restructuring_decision`, and `key`: of what only one
 * may hold at a time; null where it ends; `groundless`: the post that it rests on would have begun only on the day or later, so
 * that nothing of it remains). `same`: whether another row `x` of the table has the key.
 */
type Kind = { candidates: (drawing: Drawing) => RawBuilder<unknown>; same: RawBuilder<boolean> }

const onwards = ({ day }: Drawing) => sql`daterange(${day}::date, null)`
const standing = (drawing: Drawing, of: string) => {
  const t = sql.table(of)
  return sql`upper_inf(${t}.recorded) and ${t}.state = 'active' and ${t}.valid && ${onwards(drawing)}`
}

/** The agencies that end, with those that take over. */
const ending = ({ id }: Drawing) => sql`
  ending as materialized (
    select agency_code, successors from restructuring_agency where restructuring_id = ${id} and role = 'ends'
  ),
  moving as materialized (
    select person_id, post_id, next_agency, next_post, remains is null as goes from restructuring_post where restructuring_id = ${id}
  )`

/** What the rules say of one thing of an agency, or that it goes to all who take over from it. */
const ruled = ({ id }: Drawing, thing: string, key: RawBuilder<unknown>, agency: RawBuilder<unknown>, successors: RawBuilder<unknown>) => sql`
  coalesce((select r.successors from restructuring_rule r where r.restructuring_id = ${id} and r.agency_code = ${agency}
    and r.thing = ${thing} and r.key = ${key}), ${successors})`

/** The agencies to which one of a decision's agencies leads; itself where it does not end. */
const leadsTo = (drawing: Drawing, thing: string, key: RawBuilder<unknown>, agency: RawBuilder<unknown>) => sql`
  coalesce((select ${ruled(drawing, thing, key, agency, sql`e.successors`)} from ending e where e.agency_code = ${agency}),
    array[${agency}::text])`

const grants: Kind = {
  same: sql`x.application_code = c.grant_application and x.category_code = c.grant_category and x.agency_code = c.agency_code
    and x.person_id is not distinct from c.person_id and x.group_code is not distinct from c.group_code
    and x.derived_group is not distinct from c.derived_group`,
  candidates: (drawing) => sql`
    ${ending(drawing)},
    found as materialized (
      select g.id from permission_grant g where g.agency_code in (select agency_code from ending) and ${standing(drawing, 'g')}
      union
      select g.id from moving m join permission_grant g on g.person_id = m.person_id and g.post_id = m.post_id
      where ${standing(drawing, 'g')}
    ),
    old as materialized (
      select g.*, coalesce(m.goes, false) as groundless, m.next_post, case
        when m.post_id is not null and m.next_post is null then '{}'::text[]
        -- A person's grant at the agency of their post goes with the post.
        when m.next_agency = any(e.successors) then ${ruled(drawing, 'grant', sql`g.id::text`, sql`g.agency_code`, sql`array[m.next_agency::text]`)}
        when e.agency_code is not null then ${ruled(drawing, 'grant', sql`g.id::text`, sql`g.agency_code`, sql`e.successors`)}
        else array[g.agency_code::text] end as goes
      from found f join permission_grant g on g.id = f.id and ${standing(drawing, 'g')}
      left join ending e on e.agency_code = g.agency_code
      left join moving m on m.person_id = g.person_id and m.post_id = g.post_id
      where g.person_id is null or ${holdsPost(sql`g.person_id`, sql`g.post_id`, drawing.today, 'now')}
    ),
    candidate as materialized (
      select g.id as decision_id, '' as application_code, g.version, g.valid as was, t.code as agency_code, null::text as other_code,
        coalesce(g.next_post, g.post_id) as post_id, null::bigint as giver_post, g.groundless, g.application_code as grant_application,
        g.category_code as grant_category, g.person_id, g.group_code, g.derived_group,
        case when t.code is not null then concat_ws(' ', g.application_code, g.category_code, t.code, coalesce('p' || g.person_id,
          'g' || g.group_code, 's' || g.derived_group)) end as key
      from old g left join lateral unnest(g.goes) t (code) on true
    )`,
}

const memberships: Kind = {
  same: sql`x.person_id = c.person_id and x.group_code = c.group_code`,
  candidates: (drawing) => sql`
    ${ending(drawing)},
    candidate as materialized (
      select g.id as decision_id, '' as application_code, g.version, g.valid as was, null::text as agency_code, null::text as other_code,
        m.next_post as post_id, null::bigint as giver_post, m.goes as groundless, g.person_id, g.group_code,
        case when m.next_post is not null then concat_ws(' ', g.person_id, g.group_code) end as key
      from moving m join group_member g on g.person_id = m.person_id and g.post_id = m.post_id
      where ${standing(drawing, 'g')}
    )`,
}

const duties: Kind = {
  same: sql`x.acting_code = c.agency_code and x.served_code = c.other_code and x.application_code = c.application_code`,
  candidates: (drawing) => sql`
    ${ending(drawing)},
    candidate as materialized (
      select g.id as decision_id, g.application_code::text as application_code, g.version, g.valid as was, a.code as agency_code, s.code as other_code,
        null::bigint as post_id, null::bigint as giver_post, false as groundless,
        case when a.code is not null and s.code is not null then concat_ws(' ', g.application_code, a.code, s.code) end as key
      from concurrent_duty g
      left join lateral (
        select a.code as acting, s.code as served
        from unnest(${leadsTo(drawing, 'duty', sql`g.id || ' acting'`, sql`g.acting_code`)}) a (code)
        cross join unnest(${leadsTo(drawing, 'duty', sql`g.id || ' served'`, sql`g.served_code`)}) s (code)
        where a.code <> s.code
      ) pair on true
      cross join lateral (select pair.acting as code) a cross join lateral (select pair.served as code) s
      where (g.acting_code in (select agency_code from ending) or g.served_code in (select agency_code from ending))
        and ${standing(drawing, 'g')}
    )`,
}

const delegations: Kind = {
  same: sql`x.person_id = c.person_id and x.agency_code = c.agency_code`,
  candidates: (drawing) => sql`
    ${ending(drawing)},
    found as materialized (
      select g.id from delegation g
      where (g.agency_code in (select agency_code from ending) or g.scope_code in (select agency_code from ending)) and ${standing(drawing, 'g')}
      union
      select g.id from moving m join delegation g
        on (g.person_id = m.person_id and g.post_id = m.post_id) or (g.given_by = m.person_id and g.giver_post = m.post_id)
      where ${standing(drawing, 'g')}
    ),
    candidate as materialized (
      select g.id as decision_id, '' as application_code, g.version, g.valid as was, t.agency as agency_code, t.scope as other_code,
        coalesce(m.next_post, g.post_id) as post_id, coalesce(o.next_post, g.giver_post) as giver_post,
        coalesce(m.goes, false) or coalesce(o.goes, false) as groundless, g.person_id,
        case when t.agency is not null then concat_ws(' ', g.person_id, t.agency) end as key
      from found f join delegation g on g.id = f.id and ${standing(drawing, 'g')}
      -- What has lost its ground already is the managers' to look at (R-JML-1), and has nothing to hand on.
      join lateral (select d.given_by, d.giver_post from (select g.given_by, g.giver_post) d where ${giverStands(drawing.today, 'now')}) s on true
      left join moving m on m.person_id = g.person_id and m.post_id = g.post_id
      left join moving o on o.person_id = g.given_by and o.post_id = g.giver_post
      left join lateral (
        select a.code as agency, s.code as scope
        from unnest(${leadsTo(drawing, 'delegation', sql`g.id::text`, sql`g.agency_code`)}) a (code)
        -- One that is narrowed to what ends manages what takes over first; a delegation has one scope.
        cross join lateral (select case when g.scope_code is null then null
          else (${leadsTo(drawing, 'none', sql`''`, sql`g.scope_code`)})[1] end as code) s
        where (m.post_id is null or m.next_post is not null) and (g.scope_code is null or s.code is not null)
      ) t on true
      where ${holdsPost(sql`g.person_id`, sql`g.post_id`, drawing.today, 'now')}
    )`,
}

const offices: Kind = {
  same: sql`x.office_code = c.agency_code and x.agency_code = c.other_code`,
  candidates: (drawing) => sql`
    ${ending(drawing)},
    candidate as materialized (
      select g.id as decision_id, '' as application_code, g.version, g.valid as was, t.office as agency_code, t.agency as other_code,
        null::bigint as post_id, null::bigint as giver_post, false as groundless, case when t.office is not null then concat_ws(' ', t.office, t.agency) end as key
      from personnel_office g
      left join lateral (
        select o.code as office, a.code as agency
        from unnest(${leadsTo(drawing, 'office', sql`g.id || ' office'`, sql`g.office_code`)}) o (code)
        cross join unnest(${leadsTo(drawing, 'office', sql`g.id || ' agency'`, sql`g.agency_code`)}) a (code)
        where o.code <> a.code
      ) t on true
      where (g.office_code in (select agency_code from ending) or g.agency_code in (select agency_code from ending))
        and ${standing(drawing, 'g')}
    )`,
}

const KINDS: Record<DecisionKind, Kind> = { grant: grants, membership: memberships, duty: duties, delegation: delegations, office: offices }

/** Writes the rows of one kind into `restructuring_decision`, beside those that are there already; answers how many. */
export async function drawDecisions(db: Reader, drawing: Drawing, kind: DecisionKind, carried: boolean): Promise<number> {
  const { id, day } = drawing
  const { candidates, same } = KINDS[kind]
  const begins = sql`c.was * daterange(${day}::date, null)`
  const ofDuty = kind === 'duty' ? sql`and o.application_code = x.application_code` : sql``
  const { numAffectedRows } = await sql`
    with ${candidates(drawing)},
    wanted as (
      select c.*, datemultirange(${begins})
        - coalesce(range_agg(${begins}) over (partition by c.key order by c.decision_id, c.application_code
            rows between unbounded preceding and 1 preceding), '{}'::datemultirange)
        - coalesce((select range_agg(x.valid) from ${sql.table(TABLE_OF[kind])} x
            where ${same} and upper_inf(x.recorded) and x.state <> 'ended'
              and not exists (select from candidate o where o.decision_id = x.id ${ofDuty})), '{}'::datemultirange) as spans
      from candidate c where c.key is not null
    ),
    span as (
      select w.decision_id, w.application_code, w.version, w.was, w.agency_code, w.other_code, w.post_id, w.giver_post, w.groundless, s.valid as new_valid,
        row_number() over (partition by w.decision_id, w.application_code, w.agency_code, w.other_code order by s.valid) as nth
      from wanted w cross join lateral unnest(w.spans) s (valid)
    ),
    -- All applications of a duty stay together.
    named as materialized (
      select decision_id, agency_code, other_code, nth, gen_random_uuid() as new_id from span group by 1, 2, 3, 4
    ),
    whole as (
      select s.decision_id, s.application_code, s.version, s.was, s.agency_code, s.other_code, s.post_id, s.giver_post, s.groundless, s.new_valid, n.new_id
      from span s join named n on n.decision_id = s.decision_id and n.agency_code is not distinct from s.agency_code
        and n.other_code is not distinct from s.other_code and n.nth = s.nth
      union all
      select distinct on (c.decision_id, c.application_code) c.decision_id, c.application_code, c.version, c.was, c.agency_code, c.other_code,
        c.post_id, c.giver_post, c.groundless, null::daterange, null::uuid
      from candidate c
      where not exists (select from span s where s.decision_id = c.decision_id and s.application_code = c.application_code)
    )
    insert into restructuring_decision (restructuring_id, kind, decision_id, application_code, part, version, was, remains, new_id,
      agency_code, other_code, post_id, giver_post, new_valid, carried_at)
    select ${id}, ${kind}, w.decision_id, w.application_code,
      coalesce((select max(d.part) + 1 from restructuring_decision d where d.restructuring_id = ${id} and d.kind = ${kind}
        and d.decision_id = w.decision_id and d.application_code = w.application_code), 0)
        + row_number() over (partition by w.decision_id, w.application_code order by w.agency_code, w.other_code, w.new_valid),
      w.version, w.was, case when not w.groundless and (lower(w.was) < ${day}::date or lower_inf(w.was)) then w.was * daterange(null, ${day}::date) end, w.new_id,
      w.agency_code, w.other_code, w.post_id, w.giver_post, w.new_valid, ${carried ? sql`now()` : sql`null`}
    from whole w`.execute(db)
  return Number(numAffectedRows ?? 0n)
}
