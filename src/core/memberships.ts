// Memberships of named groups as managers decide on them (R-JML-1, 2): to confirm one on a post held now, and to end it. Facts
// in, a change or a refusal out; src/features/applications loads the facts under lock and writes what comes out.
import { hasLapsed } from './granting.ts'
import { mayManage, waysToManage } from './scope.ts'
import { currentPosts } from './standing.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Day } from './days.ts'
import type { Decision } from './facts.ts'
import type { Authority, ManagementWay } from './scope.ts'
import type { AgencyCode, Post } from './standing.ts'

/**
 * `agency`: whose group it is. `posts`: the member's that are not over by the day. `tree` holds the lines of the agency and of
 * the posts.
 */
export type MembershipFacts = {
  today: Day
  actor: { person: string | null; authority: Authority }
  agency: AgencyCode
  member: { person: string; posts: Post[] }
  tree: AgencyTree
}

/** The membership as it stands. `since`: the day from which it has been in its present state. */
export type StandingMembership = Decision & { since: Day }

/** Why an act on a membership is refused, with the rule that refuses it. */
export const MEMBERSHIP_REFUSALS = {
  noHolder: 'R-CRT-5',
  agencyNotManaged: 'R-SCP-2',
  toSelf: 'R-GRT-3',
  memberNotFound: 'R-GRT-4',
  postNotChosen: 'R-GRT-4',
  postNotHeld: 'R-GRT-4',
  notSuspended: 'R-JML-2',
  lapsed: 'R-JML-2',
  isOver: 'R-DAY-4',
  changedMeanwhile: 'R-GRT-1',
} as const
export type MembershipRefusal = keyof typeof MEMBERSHIP_REFUSALS
export type Refused = { refused: MembershipRefusal }

const no = (refused: MembershipRefusal): Refused => ({ refused })

// An office goes before a role at the centre, as for grants.
const wayOf = (ways: ManagementWay[]): ManagementWay => ways.find(({ way }) => way !== 'central') ?? ways[0]!

function doorOf({ actor, agency, tree, today }: MembershipFacts, membership: StandingMembership): { way: ManagementWay } | Refused {
  const ways = waysToManage(actor.authority, agency, tree)
  if (ways.length === 0) return no('agencyNotManaged')
  if (actor.person === null) return no('noHolder')
  if (membership.state === 'ended' || (membership.to !== null && membership.to < today)) return no('isOver')
  return hasLapsed(membership, today) ? no('lapsed') : { way: wayOf(ways) }
}

/** A suspended membership comes to rest on a post held now within the scope; `chosen` null: the only one there is. */
export function decideConfirmingMember(
  facts: MembershipFacts, membership: StandingMembership, chosen: string | null,
): { post: string; way: ManagementWay } | Refused {
  const door = doorOf(facts, membership)
  if ('refused' in door) return door
  const { actor, member, tree, today } = facts
  if (membership.state !== 'suspended') return no('notSuspended')
  if (member.person === actor.person) return no('toSelf')
  const held = currentPosts(member.posts, today).filter(({ agency }) => mayManage(actor.authority, agency, tree))
  if (held.length === 0) return no('memberNotFound')
  if (chosen === null) return held.length === 1 ? { post: held[0]!.id, way: door.way } : no('postNotChosen')
  return held.some(({ id }) => id === chosen) ? { post: chosen, way: door.way } : no('postNotHeld')
}

/** At once: to take away is open to whoever manages the group's agency. */
export function decideEndingMember(facts: MembershipFacts, membership: StandingMembership): { way: ManagementWay } | Refused {
  return doorOf(facts, membership)
}
