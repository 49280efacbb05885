/** A membership of a named group, decided on by a manager of the group's agency: confirmed on a post held now, or ended. */
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { decideConfirmingMember, decideEndingMember } from '../../core/memberships.ts'
import { wayText } from '../../core/scope.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { change, refused } from '../../store/change.ts'
import { postsFrom } from '../../store/posts.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { tellMember, writeNext } from './group-rows.ts'
import type { Day } from '../../core/days.ts'
import type { MembershipFacts, Refused, StandingMembership } from '../../core/memberships.ts'
import type { Authority, ManagementWay } from '../../core/scope.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { MembershipRow, StoredGroup } from './group-rows.ts'

/** As much of an actor as is asked. */
export type MemberActor = { personId: string | null; authority: Authority }

/** Which membership, and as of which of its versions the actor decided. */
export type OnMember = { id: string; version: number; today: Day }

type Found = MembershipRow & StandingMembership & { reason: string | null }

async function findMembership(db: Reader, id: string, today: Day): Promise<{ group: StoredGroup; found: Found } | null> {
  const { rows: [row] } = await sql<Omit<Found, 'since'> & { since: Date; name: string; agency: string }>`
    select m.id, m.version, m.group_code as "group", m.person_id as person, m.post_id as post, m.state, m.given_by as "givenBy",
      lower(m.valid) as "from", upper(m.valid) - 1 as "to", m.reason, lower(m.recorded) as since, g.name, g.agency_code as agency
    from group_member m join groups_on(${today}::date) g on g.code = m.group_code
    where m.id = ${id} and upper_inf(m.recorded)`.execute(db)
  if (row === undefined) return null
  const { name, agency, since, ...found } = row
  return { group: { code: found.group, name, agency }, found: { ...found, since: dayInTaipei(since) } }
}

async function factsOf(db: Reader, { personId, authority }: MemberActor, group: StoredGroup, person: string, today: Day) {
  const posts = await postsFrom(db, person, today)
  const tree = await loadTree(db, [group.agency, ...posts.map(({ agency }) => agency)], { day: today, known: 'now' })
  return {
    today, actor: { person: personId, authority }, agency: group.agency, member: { person, posts }, tree,
  } satisfies MembershipFacts
}

const values = ({ from, to, state, post, reason }: Found) => ({ from, to, state, post, reason })

type Decided = { way: ManagementWay; post?: string }
type Act = {
  decide: (facts: MembershipFacts, found: Found) => Decided | Refused
  /** The event, which is also that of trying to. */
  event: (group: StoredGroup, found: Found, decided: Decided | null) => Parameters<Change['record']>[0]
  next: (found: Found, decided: Decided) => Pick<Found, 'state' | 'post'>
  told: 'group.member-confirmed' | 'group.member-ended'
  why: string | null
}

async function actOn(
  database: Database, origin: Origin, actor: MemberActor, { id, version, today }: OnMember, act: Act,
): Promise<{ done: true } | Refused> {
  const there = await findMembership(database.read, id, today)
  if (there === null) return { refused: 'agencyNotManaged' }
  return change<{ done: true } | Refused>(database, origin, async (tx) => {
    // The first version is always there, so that it can stand for all of them.
    await sql`select from group_member where id = ${id} and version = 1 for update`.execute(tx.db)
    const { group, found } = await findMembership(tx.db, id, today) ?? there
    const decided = act.decide(await factsOf(tx.db, await stillManaging(tx, actor, today), group, found.person, today), found)
    const theirs = !('refused' in decided && decided.refused === 'agencyNotManaged')
    if (theirs && found.version !== version) return refused(act.event(group, found, null), { refused: 'changedMeanwhile' as const })
    if ('refused' in decided) return refused(act.event(group, found, null), decided)
    const event = await tx.record(act.event(group, found, decided))
    const valid = { from: found.from, to: found.to }
    await writeNext(tx, found, { valid, reason: found.reason, ...act.next(found, decided) }, event)
    await tellMember(tx, event, act.told, group, found.person, valid, act.why ?? found.reason)
    return { result: { done: true as const }, event }
  })
}

/** 「確認」: the membership goes on, resting on that post (null: the only one that the member holds within the scope). */
export function confirmMember(
  database: Database, origin: Origin, actor: MemberActor, on: OnMember & { post: string | null },
): Promise<{ done: true } | Refused> {
  return actOn(database, origin, actor, on, {
    decide: (facts, found) => decideConfirmingMember(facts, found, on.post),
    event: (group, found, decided) => ({
      code: 'group.member-confirmed', person: found.person, agency: group.agency,
      detail: {
        group: group.code, membership: found.id, before: values(found),
        after: { ...values(found), state: 'active', post: decided?.post ?? on.post }, way: wayText(decided?.way ?? null),
      },
    }),
    next: (found, decided) => ({ state: 'active', post: decided.post ?? found.post }),
    told: 'group.member-confirmed', why: null,
  })
}

/** 「結束」 by a manager of the group's agency, at once. */
export function endMembership(
  database: Database, origin: Origin, actor: MemberActor, on: OnMember & { why: string | null },
): Promise<{ done: true } | Refused> {
  return actOn(database, origin, actor, on, {
    decide: decideEndingMember,
    event: (group, found, decided) => ({
      code: 'group.member-ended', person: found.person, agency: group.agency,
      detail: { group: group.code, before: values(found), note: on.why ?? '', way: wayText(decided?.way ?? null) },
    }),
    next: ({ post }) => ({ state: 'ended', post }),
    told: 'group.member-ended', why: on.why,
  })
}
