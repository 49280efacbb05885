/** The facts as they would be by a plan that was drawn up: for the law to be asked about (store/worlds.ts). */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { FactsChange } from '../../store/changed-posts.ts'
import { knownWorld } from '../../store/worlds.ts'
import type { World } from '../../store/worlds.ts'
import { TABLE_OF } from './draw-decisions.ts'
import type { DecisionKind } from './draw-decisions.ts'

const ALWAYS = sql`tstzrange(null, null)`

/** The rows of a table of decisions: as stored, cut to what remains, and those that follow with other columns in them. */
function decisions(id: string, kind: DecisionKind, columns: readonly string[], other: Partial<Record<string, string>>): RawBuilder<unknown> {
  const table = sql.table(`public.${TABLE_OF[kind]}`)
  const ofDuty = kind === 'duty' ? sql`and d.application_code = t.application_code` : sql``
  const drawn = sql`d.restructuring_id = ${id} and d.kind = ${kind} and d.decision_id = t.id ${ofDuty}`
  const kept = (from: (column: string) => RawBuilder<unknown>) => sql.join(columns.map((column) => sql`${from(column)} as ${sql.ref(column)}`))
  const stored = (column: string) => sql`t.${sql.ref(column)}`
  const next = (column: string) => (other[column] === undefined ? stored(column) : sql`d.${sql.ref(other[column])}`)
  return sql`
    select ${kept(stored)}, t.id, t.valid, t.state, t.recorded from ${table} t
    where not (upper_inf(t.recorded) and exists (select from public.restructuring_decision d where ${drawn}))
    union all
    select ${kept(stored)}, t.id, d.remains, t.state, ${ALWAYS} from public.restructuring_decision d
    join ${table} t on ${drawn} and upper_inf(t.recorded)
    where d.remains is not null and not exists (select from public.restructuring_decision e where e.restructuring_id = ${id}
      and e.kind = ${kind} and e.decision_id = d.decision_id and e.application_code = d.application_code and e.part < d.part)
    union all
    select ${kept(next)}, d.new_id, d.new_valid, 'active'::decision_state, ${ALWAYS} from public.restructuring_decision d
    join ${table} t on ${drawn} and upper_inf(t.recorded) where d.new_id is not null`
}

const agencies = (id: string) => sql`
  select t.agency_code, t.superior_code, t.superior_missing, t.valid, t.recorded, t.name, t.name_en from public.agency_version t
  where not (upper_inf(t.recorded) and exists (select from public.restructuring_period p
    where p.restructuring_id = ${id} and p.agency_code = t.agency_code))
  union all
  select p.agency_code, p.superior_code, p.superior_missing, p.valid, ${ALWAYS}, p.name, p.name_en
  from public.restructuring_period p where p.restructuring_id = ${id}`

/** What would be known by the plan. */
export function worldByPlan(id: string, today: Day): World {
  const post = sql`p.person_id, p.id as post_id, p.agency_code, p.kind, p.unit, p.title, v.staff_category, v.supervisor_level, v.nature`
  const next = sql`p.person_id, m.next_post, m.next_agency, p.kind, p.unit, p.title, v.staff_category, v.supervisor_level, v.nature`
  const held = sql`join public.post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded)`
  const moved = (persons: RawBuilder<unknown>) => sql`from ${persons} u
    join public.restructuring_post m on m.restructuring_id = ${id} and m.person_id = u.person_id
    join public.post p on p.person_id = m.person_id and p.id = m.post_id ${held}`
  return {
    ...knownWorld({ day: today, known: 'now' }),
    posts: (persons) => sql`
      select ${post}, v.valid, false as lost from ${persons} u join public.post p on p.person_id = u.person_id ${held}
      where not exists (select from public.restructuring_post m
        where m.restructuring_id = ${id} and m.person_id = p.person_id and m.post_id = p.id)
      union all
      select ${post}, m.remains, false ${moved(persons)} where m.remains is not null
      union all
      select ${next}, m.next_valid, false ${moved(persons)} where m.next_post is not null and not m.joins`,
    tables: {
      agency_version: agencies(id),
      permission_grant: decisions(id, 'grant', ['application_code', 'category_code', 'agency_code', 'person_id', 'post_id', 'group_code', 'derived_group'],
        { agency_code: 'agency_code', post_id: 'post_id' }),
      group_member: decisions(id, 'membership', ['group_code', 'person_id', 'post_id'], { post_id: 'post_id' }),
      concurrent_duty: decisions(id, 'duty', ['application_code', 'acting_code', 'served_code'],
        { acting_code: 'agency_code', served_code: 'other_code' }),
      personnel_office: decisions(id, 'office', ['office_code', 'agency_code'], { office_code: 'agency_code', agency_code: 'other_code' }),
      delegation: decisions(id, 'delegation', ['agency_code', 'scope_code', 'person_id', 'post_id', 'given_by', 'giver_post', 'by_card'],
        { agency_code: 'agency_code', scope_code: 'other_code', post_id: 'post_id', giver_post: 'giver_post' }),
    },
  }
}

/** All whose rights may differ: whose posts or decisions move, who serves or is served anew, who works below what ends. */
const concerned = (id: string) => sql`
  select person_id from public.restructuring_post where restructuring_id = ${id}
  union
  select t.person_id from public.restructuring_decision d join public.permission_grant t on t.id = d.decision_id
  where d.restructuring_id = ${id} and d.kind = 'grant' and t.person_id is not null
  union
  select m.person_id from public.restructuring_decision d join public.permission_grant t on t.id = d.decision_id
  join public.group_member m on m.group_code = t.group_code
  where d.restructuring_id = ${id} and d.kind = 'grant'
  union
  -- What is granted to a standing is had by those, too, who hold it where the grant goes.
  select p.person_id from public.restructuring_decision d join public.permission_grant t on t.id = d.decision_id
  join public.post p on p.agency_code = d.agency_code
  where d.restructuring_id = ${id} and d.kind = 'grant' and t.derived_group is not null
  union
  select t.person_id from public.restructuring_decision d join public.group_member t on t.id = d.decision_id
  where d.restructuring_id = ${id} and d.kind = 'membership'
  union
  -- Whoever has anything at an agency that acts for others.
  select p.person_id from public.restructuring_decision d join public.concurrent_duty t on t.id = d.decision_id
  join public.post p on p.agency_code in (t.acting_code, d.agency_code)
  where d.restructuring_id = ${id} and d.kind = 'duty'
  union
  -- An application that is confined to a line of the tree may open or close at those below: to whoever works there, and to whoever
  -- has anything there and works elsewhere.
  select p.person_id from (
    with recursive below (agency_code) as (
      select agency_code from public.restructuring_period where restructuring_id = ${id}
      union
      select v.agency_code from below b join public.agency_version v on v.superior_code = b.agency_code and upper_inf(v.recorded)
    ),
    moved as materialized (
      select agency_code from below where exists (select from public.application_version a
        where upper_inf(a.recorded) and a.in_service and a.agency_root is not null)
    )
    select h.person_id from moved m join public.post h on h.agency_code = m.agency_code
    union
    select g.person_id from moved m join public.permission_grant g on g.agency_code = m.agency_code and g.person_id is not null
    union
    select t.person_id from moved m join public.permission_grant g on g.agency_code = m.agency_code
    join public.group_member t on t.group_code = g.group_code
    union
    select h.person_id from moved m join public.concurrent_duty d on d.served_code = m.agency_code
    join public.post h on h.agency_code = d.acting_code
  ) p`

/** What the plan would change, on its day. */
export function planChange({ id, day }: { id: string; day: Day }, today: Day): FactsChange {
  return {
    today, days: [day],
    before: knownWorld({ day: today, known: 'now' }),
    after: worldByPlan(id, today),
    onlyPosts: false,
    concerned: concerned(id),
    near: (agenciesOf) => sql`
      select p.person_id from public.post p where p.agency_code in (${agenciesOf})
      union select m.person_id from public.restructuring_post m where m.restructuring_id = ${id} and m.next_agency in (${agenciesOf})`,
  }
}
