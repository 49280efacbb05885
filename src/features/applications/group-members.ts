/** Named groups and their members as the centre's pages show and change them. */
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { DecisionState, Membership } from '../../core/facts.ts'
import type { Authority } from '../../core/scope.ts'
import { change, refuse, refused } from '../../store/change.ts'
import type { Change, EventId, Origin, Outcome } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import { isExclusionViolation, isUniqueViolation } from '../../store/faults.ts'
import type { PickedPerson } from '../../store/people.ts'
import { stillOfCentre } from '../../store/still-managing.ts'
import { notLapsed } from '../../store/undecided.ts'
import { takeTurn, wayOf } from './catalogue-rows.ts'
import { fieldChanges } from './configuration-change.ts'
import { addGroup, addMember, changeMember, endMember, loadGroups, renameGroup } from './group-rows.ts'
import type { MembershipRow, StoredGroup } from './group-rows.ts'
import { memberEffect } from './member-effect.ts'
import type { MemberEffect } from './member-effect.ts'

export type ListedGroup = StoredGroup & { agencyName: string; members: number; grants: number }

/** The named groups with how many are in them and how many grants are to them today. */
export async function listGroups(db: Reader, today: Day, code?: string): Promise<ListedGroup[]> {
  const only = code === undefined ? sql`` : sql`where g.code = ${code}`
  const { rows } = await sql<ListedGroup>`
    select g.code, g.name, g.agency_code as agency, coalesce(v.name, g.agency_code) as "agencyName",
      (select count(*)::int from group_member m where m.group_code = g.code and upper_inf(m.recorded)
        and m.state = 'active' and m.valid @> ${today}::date) as members,
      (select count(*)::int from permission_grant p where p.group_code = g.code and upper_inf(p.recorded)
        and p.state = 'active' and p.valid @> ${today}::date) as grants
    from groups_on(${today}::date) g
    left join agency_version v on v.agency_code = g.agency_code and upper_inf(v.recorded) and v.valid @> ${today}::date
    ${only} order by g.code`.execute(db)
  return rows
}

/**
 * A membership that is not over, not ended, and not left undecided for too long, with its member and the post it rests on.
 * `since`: the day from which it has been in its present state.
 */
export type ListedMember = MembershipRow & {
  since: Day; key: string; name: string; accountName: string | null; from: Day; to: Day | null; reason: string | null
  postAgency: string; postAgencyName: string; postUnit: string; postTitle: string
}

// A page of names.
export const MEMBERS_A_PAGE = 50

/** The members by name, the page after that membership; or one of them. */
export async function listMembers(
  db: Reader, group: string, today: Day, { after, only }: { after?: string | undefined; only?: string } = {},
): Promise<ListedMember[]> {
  const { rows } = await sql<ListedMember>`
    select m.id, m.version, m.group_code as "group", m.person_id as person, m.post_id as post, m.state, m.given_by as "givenBy",
      lower(m.recorded)::date as since, i.key, n.name, a.name as "accountName", lower(m.valid) as "from", upper(m.valid) - 1 as "to", m.reason,
      p.agency_code as "postAgency", coalesce(v.name, p.agency_code) as "postAgencyName", p.unit as "postUnit",
      p.title as "postTitle"
    from group_member m
    join person i on i.id = m.person_id
    join person_version n on n.person_id = m.person_id and upper_inf(n.recorded)
    left join account a on a.person_id = m.person_id
    join post p on p.person_id = m.person_id and p.id = m.post_id
    left join agency_version v on v.agency_code = p.agency_code and upper_inf(v.recorded) and v.valid @> ${today}::date
    where m.group_code = ${group} and upper_inf(m.recorded) and m.state <> 'ended'
      and (upper_inf(m.valid) or upper(m.valid) > ${today}::date) and ${notLapsed('m', { day: sql`${today}::date` })}
      ${only === undefined ? sql`` : sql`and m.id = ${only}::uuid`}
      ${after === undefined ? sql`` : sql`and (n.name collate "C", m.id) > (
        select k.name collate "C", l.id from group_member l join person_version k on k.person_id = l.person_id and upper_inf(k.recorded)
        where l.id = ${after}::uuid and l.group_code = ${group} and upper_inf(l.recorded))`}
    order by n.name collate "C", m.id limit ${sql.lit(MEMBERS_A_PAGE + 1)}`.execute(db)
  return rows
}

export type GroupRefusal =
  | 'taken' | 'unknownAgency' | 'nothing' | 'gone' | 'changedMeanwhile' | 'toSelf' | 'postNotHeld' | 'already' | 'beganAlready'
  | 'suspended' | 'confirmsOwn' | 'noPost' | 'postNotChosen' | 'notCentral'

/** As much of an actor as is asked. */
export type GroupActor = { personId: string; authority: Authority }

export type GroupResult = { done: true } | { refused: GroupRefusal }

const not = (tried: Parameters<typeof refused>[0], why: GroupRefusal): Outcome<GroupResult> => refused(tried, { refused: why })
const done = (event: EventId): Outcome<GroupResult> => ({ result: { done: true }, event })

/** Makes a group of a live agency. */
export function createGroup(
  database: Database, origin: Origin, actor: GroupActor, group: StoredGroup, { live, today }: { live: boolean; today: Day },
): Promise<GroupResult> {
  const tried = { code: 'group.added' as const, agency: group.agency, detail: { group: group.code, name: group.name, way: 'central' } }
  const act = change(database, origin, async (tx): Promise<Outcome<GroupResult>> => {
    await takeTurn(tx.db)
    if (!await stillOfCentre(tx, actor, today)) return not(tried, 'notCentral')
    if (!live) return not({ ...tried, detail: { ...tried.detail, way: wayOf(tx) } }, 'unknownAgency')
    return done(await addGroup(tx, group))
  })
  return act.catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error
    return refuse<GroupResult & { refused: GroupRefusal }>(database, origin, tried, { refused: 'taken' })
  })
}

/** Renames it, unless somebody else has meanwhile: `seen` is the name that the administrator saw. */
export function giveOtherName(
  database: Database, origin: Origin, actor: GroupActor, code: string, { seen, name, today }: { seen: string; name: string; today: Day },
): Promise<GroupResult> {
  return change(database, origin, async (tx): Promise<Outcome<GroupResult>> => {
    await takeTurn(tx.db)
    const [group] = await loadGroups(tx.db, today, [code])
    const detail = { group: code, before: group?.name ?? '', after: name, way: wayOf(tx) }
    const tried = { code: 'group.renamed' as const, agency: group?.agency ?? '', detail }
    if (!await stillOfCentre(tx, actor, today)) return not(tried, 'notCentral')
    if (group === undefined) throw new Error('a group that was there is gone')
    if (group.name !== seen) return not(tried, 'changedMeanwhile')
    if (group.name === name) return not(tried, 'nothing')
    return done(await renameGroup(tx, group, name))
  })
}

/** A membership that is wanted. `digest`: of the effect that was shown. */
export type MemberWish = { person: string; post: string; from: Day; to: Day | null; reason: string | null }

const wished = (id: string, group: string, wish: Omit<MemberWish, 'person' | 'reason'>, state: DecisionState = 'active'): Membership =>
  ({ id, group, post: wish.post, from: wish.from, to: wish.to, state })

/** What joining would do for the person. */
export const effectOfJoining = (db: Reader, group: string, wish: MemberWish, today: Day): Promise<MemberEffect> =>
  memberEffect(db, wish.person, group, 'new', wished('new', group, wish), today)

/** What another period would do. */
export const effectOfRedating = (
  db: Reader, member: ListedMember, period: { from: Day; to: Day | null }, today: Day,
): Promise<MemberEffect> => memberEffect(db, member.person, member.group, member.id,
  wished(member.id, member.group, { ...period, post: member.post }, member.state), today)

/** What confirming it on that post would do. */
export const effectOfConfirming = (db: Reader, member: ListedMember, post: string, today: Day): Promise<MemberEffect> =>
  memberEffect(db, member.person, member.group, member.id, wished(member.id, member.group, { ...member, post }), today)

/** What ending it would do. */
export const effectOfEnding = (db: Reader, member: ListedMember, today: Day): Promise<MemberEffect> =>
  memberEffect(db, member.person, member.group, member.id, null, today)

/** Why that person cannot join (R-GRT-3, R-GRT-4), or null; whether a membership of the same days is there, the table says. */
export function decideJoining(actor: string, wish: MemberWish, currentPosts: readonly string[]): GroupRefusal | null {
  if (wish.person === actor) return 'toSelf'
  return currentPosts.includes(wish.post) ? null : 'postNotHeld'
}

/** Adds the person, resting on one of their current posts; `changedMeanwhile`: the effect is no longer the one shown. */
export async function joinGroup(
  database: Database, origin: Origin, actor: GroupActor, { group, wish, digest, today, pick }: {
    group: StoredGroup; wish: MemberWish; digest: string; today: Day
    /** Asks for the person again, with the current posts that the actor may reach. */
    pick: (db: Reader) => Promise<PickedPerson | null>
  },
): Promise<GroupResult> {
  const { from, to, reason, person, post } = wish
  const tried = {
    code: 'group.member-added' as const, person, agency: group.agency,
    detail: { group: group.code, post, after: { from, to, reason }, way: 'central' },
  }
  try {
    return await change(database, origin, async (tx): Promise<Outcome<GroupResult>> => {
      await takeTurn(tx.db)
      if (!await stillOfCentre(tx, actor, today)) return not(tried, 'notCentral')
      const posts = (await pick(tx.db))?.posts ?? []
      const refusal = decideJoining(actor.personId, wish, posts.map((one) => one.id))
      if (refusal !== null) return not(tried, refusal)
      if ((await effectOfJoining(tx.db, group.code, wish, today)).digest !== digest) return not(tried, 'changedMeanwhile')
      return done(await addMember(tx, group, { person, post, period: { from, to }, reason, givenBy: actor.personId }))
    })
  } catch (error) {
    if (!isExclusionViolation(error, 'group_member_once')) throw error
    return refuse(database, origin, tried, { refused: 'already' as const })
  }
}

type Which = { group: StoredGroup; id: string; version: number; digest: string; today: Day }

async function lockMember(tx: Change, { group, id, today }: Which): Promise<ListedMember | undefined> {
  await takeTurn(tx.db)
  return (await listMembers(tx.db, group.code, today, { only: id }))[0]
}

/** Gives the membership another period or reason; the first day of one that has begun stays (R-DAY-3). Not one's own. */
export async function redateMember(
  database: Database, origin: Origin, actor: GroupActor, which: Which,
  to: { from: Day; to: Day | null; reason: string | null }, person: string,
): Promise<GroupResult> {
  const { group, version, digest, today } = which
  const tried = {
    code: 'group.member-changed' as const, person, agency: group.agency,
    detail: { group: group.code, before: {}, after: to, way: 'central' },
  }
  try {
    return await change(database, origin, async (tx): Promise<Outcome<GroupResult>> => {
      const old = await lockMember(tx, which)
      if (!await stillOfCentre(tx, actor, today)) return not(tried, 'notCentral')
      if (old === undefined) return not(tried, 'gone')
      if (old.version !== version) return not(tried, 'changedMeanwhile')
      if (old.person === actor.personId) return not(tried, 'toSelf')
      // It is decided on first, and the days that there are for that do not begin again.
      if (old.state === 'suspended') return not(tried, 'suspended')
      if (to.from !== old.from && (old.from <= today || to.from < today)) return not(tried, 'beganAlready')
      const fields = fieldChanges({ from: old.from, to: old.to, reason: old.reason }, to)
      if (fields.length === 0) return not(tried, 'nothing')
      if ((await effectOfRedating(tx.db, old, to, today)).digest !== digest) return not(tried, 'changedMeanwhile')
      return done(await changeMember(tx, group, old, { valid: { from: to.from, to: to.to }, reason: to.reason }, fields))
    })
  } catch (error) {
    if (!isExclusionViolation(error, 'group_member_once')) throw error
    return refuse(database, origin, tried, { refused: 'already' as const })
  }
}

/** Ends the membership at once. */
export function leaveGroup(
  database: Database, origin: Origin, actor: GroupActor, which: Which, note: string, person: string,
): Promise<GroupResult> {
  const { group, version, digest, today } = which
  const tried = {
    code: 'group.member-ended' as const, person, agency: group.agency,
    detail: { group: group.code, before: {}, note, way: 'central' },
  }
  return change(database, origin, async (tx): Promise<Outcome<GroupResult>> => {
    const old = await lockMember(tx, which)
    if (!await stillOfCentre(tx, actor, today)) return not(tried, 'notCentral')
    if (old === undefined) return not(tried, 'gone')
    if (old.version !== version) return not(tried, 'changedMeanwhile')
    if ((await effectOfEnding(tx.db, old, today)).digest !== digest) return not(tried, 'changedMeanwhile')
    return done(await endMember(tx, group, { ...old, valid: { from: old.from, to: old.to } }, note))
  })
}
