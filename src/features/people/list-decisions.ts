// The decisions that rest on a person as of a day (R-DAY-2): grants, memberships, delegations received and given, and roles
// at the centre, with what keeps each from giving anything.
import { sql } from 'kysely'
import { momentOf } from '../../store/as-of.ts'
import { notLapsed } from '../../store/undecided.ts'
import { rankedPage } from './ranked-page.ts'
import type { RawBuilder } from 'kysely'
import type { AsOf } from '../../core/as-of.ts'
import type { Day } from '../../core/days.ts'
import type { Moment } from '../../store/as-of.ts'
import type { Reader } from '../../store/database.ts'
import type { RankedPage } from './ranked-page.ts'

export const DECISION_KINDS = ['grant', 'membership', 'received', 'given', 'role'] as const
export type DecisionKind = (typeof DECISION_KINDS)[number]

/** What the decision is on the day: only `active` gives anything. `postGone`: the post that it rests on is not held. */
export type DecisionCondition = 'active' | 'notBegun' | 'suspended' | 'proposed' | 'lapsed' | 'postGone' | 'over' | 'ended'

type Named = { code: string; name: string; nameEn: string | null }

/**
 * `agency`: on behalf of which, whose group, or what is managed. `what`: the category of an application or a group; of a
 * role its name. `other`: the delegate, where the person is the giver. `by`: null where nobody is known to have decided.
 */
export type ListedDecision = {
  kind: DecisionKind
  id: string
  agency: Named | null
  application: Named | null
  what: Named | null
  other: { key: string; name: string } | null
  post: { agencyName: string; unit: string; title: string } | null
  from: Day
  to: Day | null
  condition: DecisionCondition
  reason: string | null
  by: string | null
  updated: Date
}

export const DECISIONS_SHOWN = ['current', 'past', 'all'] as const
export const DECISION_SORTS = ['-from', 'from', 'to', '-to'] as const
export type DecisionFilter = {
  shown: (typeof DECISIONS_SHOWN)[number]
  kind: DecisionKind | ''
  sort: (typeof DECISION_SORTS)[number]
}

export type DecisionPage = RankedPage<ListedDecision>
type Written = Omit<ListedDecision, 'updated'> & { key: string; updated: string }

export const DECISIONS_A_PAGE = 50

const agencyJson = (code: RawBuilder<unknown>, { day, known }: Moment) => sql`(
  select json_build_object('code', a.agency_code, 'name', a.name, 'nameEn', a.name_en) from agency_version a
  where a.agency_code = ${code} and a.recorded @> ${known} order by a.valid @> ${day} desc, a.valid desc limit 1)`

const nameOf = (person: string, { known }: Moment) =>
  sql`(select n.name from person_version n where n.person_id = ${sql.ref(person)} and n.recorded @> ${known})`

const postJson = (moment: Moment) => sql`(
  select json_build_object('agencyName', coalesce(${agencyJson(sql`p.agency_code`, moment)} ->> 'name', p.agency_code),
    'unit', p.unit, 'title', p.title)
  from post p where p.person_id = d.person_id and p.id = d.post_id)`

/** What the decision `d` is; `rests`: whether it rests on a post. */
function conditionOf({ day, known }: Moment, rests: boolean): RawBuilder<DecisionCondition> {
  const held = sql`exists (select from post_version w where w.person_id = d.person_id and w.post_id = d.post_id
    and w.valid @> ${day} and w.recorded @> ${known})`
  return sql`case
    when d.state = 'ended' then 'ended'
    when upper(d.valid) <= ${day} then 'over'
    when d.state <> 'active' and not ${notLapsed('d', { day })} then 'lapsed'
    when d.state <> 'active' then d.state::text
    when ${rests ? sql`not ${held}` : sql`false`} then 'postGone'
    when not d.valid @> ${day} then 'notBegun'
    else 'active' end`
}

type Parts = { agency: RawBuilder<unknown>; application?: RawBuilder<unknown>; what?: RawBuilder<unknown>; other?: RawBuilder<unknown> }

function selection(kind: DecisionKind, moment: Moment, { agency, application, what, other }: Parts, from: RawBuilder<unknown>) {
  const rests = kind !== 'role'
  const by = kind === 'role' ? sql`null` : nameOf('d.given_by', moment)
  return sql`
    select ${kind} as kind, d.id::text as id, ${agency} as agency, ${application ?? sql`null::json`} as application,
      ${what ?? sql`null::json`} as what, ${other ?? sql`null::json`} as other, ${rests ? postJson(moment) : sql`null::json`} as post,
      lower(d.valid) as "from", upper(d.valid) - 1 as "to", ${conditionOf(moment, rests)} as condition, d.reason, ${by} as "by",
      lower(d.recorded) as updated
    from ${from}`
}

function everyDecision(person: string, moment: Moment): RawBuilder<unknown> {
  const { known } = moment
  const ofPerson = (column: string) => sql`${sql.ref(column)} = ${person} and d.recorded @> ${known}`
  const named = (code: string, name: string, en = 'null') =>
    sql`json_build_object('code', ${sql.raw(code)}, 'name', ${sql.raw(name)}, 'nameEn', ${sql.raw(en)})`
  return sql.join([
    selection('grant', moment, {
      agency: agencyJson(sql`d.agency_code`, moment), application: named('d.application_code', 'a.name'),
      what: named('d.category_code', 'c.name', 'c.name_en'),
    }, sql`permission_grant d
      left join application_version a on a.application_code = d.application_code and upper_inf(a.recorded)
      left join category_version c on c.application_code = d.application_code and c.category_code = d.category_code and upper_inf(c.recorded)
      where ${ofPerson('d.person_id')}`),
    selection('membership', moment, { agency: agencyJson(sql`g.agency_code`, moment), what: named('d.group_code', 'g.name') },
      sql`group_member d join permission_group g on g.code = d.group_code where ${ofPerson('d.person_id')}`),
    selection('received', moment, { agency: agencyJson(sql`coalesce(d.scope_code, d.agency_code)`, moment) },
      sql`delegation d where ${ofPerson('d.person_id')}`),
    selection('given', moment, {
      agency: agencyJson(sql`coalesce(d.scope_code, d.agency_code)`, moment),
      other: sql`json_build_object('key', i.key, 'name', ${nameOf('d.person_id', moment)})`,
    }, sql`delegation d join person i on i.id = d.person_id where ${ofPerson('d.given_by')}`),
    selection('role', moment, { agency: sql`null::json`, what: named('d.role', 'd.role') },
      sql`central_role d where ${ofPerson('d.person_id')}`),
  ], sql` union all `)
}

const PAST = sql`condition in ('over', 'ended', 'lapsed')`
const SHOWN: Record<DecisionFilter['shown'], RawBuilder<unknown>> = { all: sql`true`, past: PAST, current: sql`not ${PAST}` }
const ORDER: Record<DecisionFilter['sort'], RawBuilder<unknown>> = {
  '-from': sql`"from" desc`, from: sql`"from"`, to: sql`coalesce("to", 'infinity')`, '-to': sql`coalesce("to", 'infinity') desc`,
}

/** The page after the decision of that key ('' for the first). One person has some dozens over the years. */
export async function listDecisions(
  db: Reader, person: string, { shown, kind, sort }: DecisionFilter, asOf: AsOf, after: string, size = DECISIONS_A_PAGE,
): Promise<DecisionPage> {
  const listed = sql`
    select *, kind || '.' || id as key from (${everyDecision(person, momentOf(asOf))}) u
    where ${SHOWN[shown]} ${kind === '' ? sql`` : sql`and kind = ${kind}`}`
  const list = { listed, order: sql`${ORDER[sort]}, key` }
  const page = await rankedPage<Written>(db, list, after, size)
  return { ...page, rows: page.rows.map((row) => ({ ...row, updated: new Date(row.updated) })) }
}
