// Loads what the law needs to know of one person (src/core/access.ts), in one statement.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { treeJson, treeOf, treeTables } from './agency-tree.ts'
import { momentOf } from './as-of.ts'
import { standingOfPost } from './standing.ts'
import { notLapsed } from './undecided.ts'
import { withTables } from './worlds.ts'
import type { AsOf } from '../core/as-of.ts'
import type { Application } from '../core/catalogue.ts'
import type { PersonFacts } from '../core/facts.ts'
import type { Day } from '../core/days.ts'
import type { AgencyCode } from '../core/standing.ts'
import type { TreeRow } from './agency-tree.ts'
import type { Moment } from './as-of.ts'
import type { Reader } from './database.ts'
import type { World } from './worlds.ts'

/**
 * `application`: the only one that will be asked about; `agency`: a further one that will be asked about; `group`: one whose
 * grants are wanted although the person is not in it.
 */
export type FactsWanted = { application?: string; agency?: AgencyCode; group?: string }

/** Of which person, on which day; `world`: where it is another than what is stored (worlds.ts). */
type Asked = { person: string; moment: Moment; world?: World | undefined }

type FactsRow = Omit<PersonFacts, 'person' | 'day' | 'tree'> & { tree: TreeRow }

const period: RawBuilder<unknown> = sql`'from', lower(valid), 'to', upper(valid) - 1, 'state', state`

/** The state of the person's account as a scalar query, null where there is none. `person`: an id, or an expression of it. */
export function accountState(person: string | RawBuilder<string>, asOf: AsOf): RawBuilder<unknown> {
  return asOf.known === 'now' ? sql`select state from account where person_id = ${person}`
    : accountStateThen(person, momentOf(asOf).known)
}

// Two arms, so that each can use its own partial index.
const accountStateThen = (person: string | RawBuilder<string>, known: RawBuilder<Date>) => sql`select state from account_state_version
    where recorded @> ${known} and ((person_id = ${person} and upper_inf(recorded))
      or (person_id = ${person} and not upper_inf(recorded)))`

function heldRows({ person, moment: { known }, world }: Asked): RawBuilder<unknown> {
  if (world === undefined) {
    return sql`
      select p.id, p.agency_code, p.kind, p.unit, p.title, v.staff_category, v.supervisor_level, v.nature, v.valid,
        ${standingOfPost('p', 'v')} as standing
      from post p join post_version v on v.person_id = p.person_id and v.post_id = p.id and v.recorded @> ${known}
      where p.person_id = ${person}`
  }
  return sql`
      select w.post_id as id, w.agency_code, w.kind, w.unit, w.title, w.staff_category, w.supervisor_level, w.nature, w.valid, w.lost,
        ${standingOfPost('w', 'w')} as standing
      from (${world.posts(sql`(select ${person}::bigint as person_id)`)}) w`
}

/** The state of the decision; of what rests on a post that is lost in this world, that it waits. */
function stateIn({ world }: Asked, decision: string): RawBuilder<unknown> {
  const d = sql.table(decision)
  return world === undefined ? sql`${d}.state` : sql`case
    when ${d}.state = 'active' and ${d}.post_id in (select id from held where lost) then 'suspended' else ${d}.state end as state`
}

function heldTables(asked: Asked): RawBuilder<unknown> {
  const { person, moment: { day, known } } = asked
  return sql`
    held as materialized (${heldRows(asked)}
    ),
    home as materialized (
      select agency_code, bool_or(standing >= 'hr') as officer from held where valid @> ${day} group by agency_code
    ),
    member as materialized (
      select m.id, m.group_code, m.post_id, m.valid, ${stateIn(asked, 'm')}
      from group_member m where m.person_id = ${person} and m.recorded @> ${known} and m.state <> 'ended'
        and ${notLapsed('m', { day })}
    )`
}

function decisionTables(asked: Asked, { application, group }: FactsWanted): RawBuilder<unknown> {
  const { person, moment: { day, known } } = asked
  const only = application === undefined ? sql`` : sql`and application_code = ${application}`
  const columns = sql`id, application_code, category_code, agency_code, person_id, post_id, group_code, derived_group,
    valid, ${stateIn(asked, 'permission_grant')}`
  const standing = sql`recorded @> ${known} and state <> 'ended' ${only}`
  const open = sql`${standing} and ${notLapsed('permission_grant', { day })}`
  return sql`
    given as materialized (
      select ${columns} from permission_grant where person_id = ${person} and ${open}
      union all
      select ${columns} from permission_grant
      where group_code in (select group_code from member ${group === undefined ? sql`` : sql`union select ${group}`})
        and group_code is not null and ${open}
      union all
      select ${columns} from permission_grant
      where agency_code in (select agency_code from home) and derived_group is not null and ${open}
    ),
    duty as materialized (
      select id, application_code, acting_code, served_code, valid, state from concurrent_duty
      where acting_code in (select agency_code from home where officer) and ${standing}
    )`
}

function catalogueJson(application: string | undefined, { known }: Moment): RawBuilder<unknown> {
  const only = (alias: string) =>
    (application === undefined ? sql`` : sql`and ${sql.ref(`${alias}.application_code`)} = ${application}`)
  return sql`(
    select coalesce(json_agg(json_build_object('code', a.application_code, 'name', a.name, 'heading', a.heading,
      'description', a.description, 'grantable', a.grantable, 'requiresCertificate', a.requires_certificate,
      'passkeyAllowed', a.passkey_allowed, 'openToAgencyCard', a.open_to_agency_card, 'dutyAllowed', a.duty_allowed,
      'agencyRoot', a.agency_root, 'test', a.test, 'inService', a.in_service, 'launchUrl', a.launch_url,
      'remark', a.remark, 'categories', coalesce(c.categories, '[]')) order by a.position, a.application_code), '[]')
    from application_version a
    left join (
      select c.application_code, json_agg(json_build_object('code', c.category_code, 'name', c.name,
        'nameEn', c.name_en, 'derivedGroup', c.derived_group, 'handOut', c.hand_out)
        order by c.derived_group nulls last, c.category_code) as categories
      from category_version c where c.recorded @> ${known} ${only('c')} group by c.application_code
    ) c on c.application_code = a.application_code
    where a.recorded @> ${known} ${only('a')})`
}

/** The catalogue as it was known, in its own order. */
export async function loadCatalogue(db: Reader, asOf: AsOf): Promise<Application[]> {
  const { rows } = await sql<{ catalogue: Application[] }>`
    select ${catalogueJson(undefined, momentOf(asOf))} as catalogue`.execute(db)
  return rows[0]!.catalogue
}

const postsJson: RawBuilder<unknown> = sql`(
  select coalesce(json_agg(json_build_object('id', id::text, 'agency', agency_code, 'kind', kind, 'unit', unit, 'title', title,
    'staffCategory', staff_category, 'supervisorLevel', supervisor_level, 'nature', nature,
    'from', lower(valid), 'to', upper(valid) - 1) order by id), '[]') from held)`

const grantsJson: RawBuilder<unknown> = sql`(
  select coalesce(json_agg(json_build_object('id', id, 'application', application_code, 'category', category_code,
    'agency', agency_code, ${period}, 'receiver', case
      when person_id is not null then json_build_object('to', 'person', 'post', post_id::text)
      when derived_group is not null then json_build_object('to', 'standing', 'standing', derived_group)
      else json_build_object('to', 'group', 'group', group_code,
        'name', (select name from permission_group g where g.code = group_code)) end) order by id), '[]') from given)`

// An agency root bounds an application, and stands in the sentence that says so.
const agencyRoots = (application: string | undefined, { known }: Moment): RawBuilder<unknown> => sql`
  select agency_root from application_version where agency_root is not null and recorded @> ${known}
    ${application === undefined ? sql`` : sql`and application_code = ${application}`}`

/**
 * What the law needs to know of the person as of that day, in one statement of a few index look-ups. A person that does
 * not exist has neither account nor posts.
 */
export async function loadPersonFacts(
  db: Reader, person: string, asOf: AsOf, wanted: FactsWanted = {},
): Promise<PersonFacts> {
  return loadFacts(db, { person, moment: momentOf(asOf) }, accountState(person, asOf), asOf.day, wanted)
}

/** The same of a world that is another than what is stored, on that day. */
export async function loadPersonFactsIn(
  db: Reader, world: World, person: string, day: Day, wanted: FactsWanted = {},
): Promise<PersonFacts> {
  const account = world.past ? accountStateThen(person, world.known) : accountState(person, { day, known: 'now' })
  return loadFacts(db, { person, moment: { day: sql`${day}::date`, known: world.known }, world }, account, day, wanted)
}

async function loadFacts(
  db: Reader, asked: Asked, account: RawBuilder<unknown>, day: Day, wanted: FactsWanted,
): Promise<PersonFacts> {
  const { person, moment, world } = asked
  const query = sql<FactsRow>`
    with recursive ${heldTables(asked)}, ${decisionTables(asked, wanted)},
    named as (
      select agency_code as code from held union select agency_code from given
      union select served_code from duty union ${agencyRoots(wanted.application, moment)}
      ${wanted.agency === undefined ? sql`` : sql`union select ${wanted.agency}`}
    ),
    ${treeTables(moment)}
    select (${account}) as account, ${postsJson} as posts,
      (select coalesce(json_agg(json_build_object('id', id, 'group', group_code, 'post', post_id::text, ${period})
        order by id), '[]') from member) as memberships,
      ${grantsJson} as grants,
      (select coalesce(json_agg(json_build_object('id', id, 'application', application_code, 'acting', acting_code,
        'served', served_code, ${period}) order by id, application_code), '[]') from duty) as duties,
      ${treeJson} as tree, ${catalogueJson(wanted.application, moment)} as catalogue`
  const { rows } = await sql<FactsRow>`${world === undefined ? query : withTables(world.tables, query)}`.execute(db)
  const { tree, ...facts } = rows[0]!
  return { person, day, ...facts, tree: treeOf(tree) }
}
