/** The rows of named groups 權限群組 and of their members: read, and written, each change with an event of its own. */
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { DecisionState } from '../../core/facts.ts'
import { tellPersons } from '../../store/notices.ts'
import { closed, periodText } from '../../store/periods.ts'
import type { Period } from '../../store/periods.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import { wayOf } from './catalogue-rows.ts'
import { beforeAndAfter } from './configuration-change.ts'
import type { FieldChange } from './configuration-change.ts'

export type StoredGroup = { code: string; name: string; agency: string }
export type Membership = {
  id: string; version: number; group: string; account: string; person: string; post: string
  valid: Period; state: DecisionState; reason: string | null
  givenBy: string | null
}

/** Named groups with their homes of today, in the order of their codes; all of them, or those of the codes. */
export async function loadGroups(db: Reader, today: Day, codes?: readonly string[]): Promise<StoredGroup[]> {
  const { rows } = await sql<StoredGroup>`
    select g.code, g.name, g.agency_code as agency from groups_on(${today}::date) g
    ${codes === undefined ? sql`` : sql`where g.code = any(${[...codes]}::text[])`} order by g.code`.execute(db)
  return rows
}

/** Memberships that were not ended by hand, past ones too, with the account's name. */
export function loadMemberships(db: Reader, groups: readonly string[]): Promise<Membership[]> {
  if (groups.length === 0) return Promise.resolve([])
  return db.selectFrom('group_member as m').innerJoin('account as a', 'a.person_id', 'm.person_id')
    .select(['m.id', 'm.version', 'm.group_code as group', 'a.name as account', 'm.person_id as person',
      'm.post_id as post', 'm.valid', 'm.state', 'm.reason', 'm.given_by as givenBy'])
    .where('m.group_code', 'in', [...groups]).where('m.state', '<>', 'ended').where('a.name', 'is not', null)
    .where(({ fn }) => fn<boolean>('upper_inf', ['m.recorded']))
    .orderBy('m.group_code').orderBy('a.name').orderBy('m.valid').$narrowType<{ account: string }>().execute()
}

export async function addGroup(tx: Change, { code, name, agency }: StoredGroup): Promise<EventId> {
  const event = await tx.record({ code: 'group.added', agency, detail: { group: code, name, way: wayOf(tx) } })
  await tx.db.insertInto('permission_group').values({ code, name, agency_code: agency }).execute()
  return event
}

export async function renameGroup(tx: Change, { code, name, agency }: StoredGroup, to: string): Promise<EventId> {
  const detail = { group: code, before: name, after: to, way: wayOf(tx) }
  const event = await tx.record({ code: 'group.renamed', agency, detail })
  await tx.db.updateTable('permission_group').set({ name: to }).where('code', '=', code).execute()
  return event
}

/** A membership as it is first written. `post`: the one it rests on (R-GRT-4). `givenBy`: nobody where a file gives it. */
export type NewMembership = {
  person: string; post: string; period: Period; reason: string | null; givenBy: string | null
}

/** Tells the member (spec 1, point 5). */
export const tellMember = (
  tx: Change, event: EventId, kind: `group.member-${'added' | 'changed' | 'ended' | 'confirmed'}`, group: StoredGroup, person: string,
  { from, to }: Period, reason: string | null,
): Promise<void> => tellPersons(tx, event, [person], { kind, agency: group.agency, group: group.code, from, to, reason })

export async function addMember(tx: Change, group: StoredGroup, member: NewMembership): Promise<EventId> {
  const { person, post, period, reason, givenBy } = member
  const event = await tx.record({
    code: 'group.member-added', person, agency: group.agency,
    detail: { group: group.code, post, after: { ...period, reason }, way: wayOf(tx) },
  })
  await tx.db.insertInto('group_member').values({
    group_code: group.code, person_id: person, post_id: post, valid: periodText(period), reason, given_by: givenBy,
    event_id: event,
  }).execute()
  await tellMember(tx, event, 'group.member-added', group, person, period, reason)
  return event
}

/** What stays of a membership from version to version. */
export type MembershipRow =
  Pick<Membership, 'id' | 'version' | 'group' | 'person' | 'post' | 'state'> & { givenBy: string | null }
/** What may differ between versions; without a `post` it rests on the one before. */
type NextVersion = { valid: Period; reason: string | null; state: Membership['state']; post?: string }

/** Writes the membership's next version; the one before is closed. */
export async function writeNext(tx: Change, old: MembershipRow, to: NextVersion, event: EventId): Promise<void> {
  await tx.db.updateTable('group_member').set({ recorded: closed })
    .where('id', '=', old.id).where('version', '=', old.version).execute()
  await tx.db.insertInto('group_member').values({
    id: old.id, version: old.version + 1, group_code: old.group, person_id: old.person, post_id: to.post ?? old.post,
    valid: periodText(to.valid), state: to.state, reason: to.reason, given_by: old.givenBy, event_id: event,
  }).execute()
}

/** Another period or reason. */
export async function changeMember(
  tx: Change, group: StoredGroup, old: MembershipRow, to: Omit<NextVersion, 'state'>, fields: readonly FieldChange[],
): Promise<EventId> {
  const detail = { group: group.code, ...beforeAndAfter(fields), way: wayOf(tx) }
  const event = await tx.record({ code: 'group.member-changed', person: old.person, agency: group.agency, detail })
  await writeNext(tx, old, { ...to, state: old.state }, event)
  await tellMember(tx, event, 'group.member-changed', group, old.person, to.valid, to.reason)
  return event
}

/** Ends the membership at once (R-DAY-1), whatever its period. */
export async function endMember(
  tx: Change, group: StoredGroup, old: MembershipRow & { valid: Period; reason: string | null }, note: string,
): Promise<EventId> {
  const event = await tx.record({
    code: 'group.member-ended', person: old.person, agency: group.agency,
    detail: { group: group.code, before: { ...old.valid }, note, way: wayOf(tx) },
  })
  await writeNext(tx, old, { valid: old.valid, reason: old.reason, state: 'ended' }, event)
  await tellMember(tx, event, 'group.member-ended', group, old.person, old.valid, note === '' ? null : note)
  return event
}
