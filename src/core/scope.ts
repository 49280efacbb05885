// What an agency manages, and who may manage it (R-SCP-1…4). The one authority: `mayManage` tests a target against it,
// and `src/store/scope.ts` turns the same data into the `where` of lists.
import { isLive, isRoot, lineOf } from './agency-tree.ts'
import { isInForce } from './sight.ts'
import { currentPosts, standingsAt, standingsOn } from './standing.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Day } from './days.ts'
import type { AccountState, Decision } from './facts.ts'
import type { AgencyCode, HeldStanding, Post } from './standing.ts'

/** One way by which a session manages agencies (R-SCP-2). */
export type ManagementWay =
  | { way: 'hrSupervisor'; agency: AgencyCode; held: HeldStanding }
  | { way: 'agencyCard'; agency: AgencyCode }
  /** `scope`: the top of the one subtree it was narrowed to; null: all that the agency manages. */
  | { way: 'delegation'; agency: AgencyCode; scope: AgencyCode | null; delegation: string; until: Day | null }
  | { way: 'central'; role: string; until: Day | null }

/** What an actor may reach, as plain data; no ways, nothing. */
export type Authority = { ways: ManagementWay[] }

/** 管理權限授權 as recorded, resting on a post of the delegate. */
export type Delegation = Decision & {
  agency: AgencyCode
  scope: AgencyCode | null
  post: string
  /** Where the giver had the standing it was given from; null when it was given by agency card or by the centre. */
  giverAgency: AgencyCode | null
  /** All posts of the giver: the standing it was given from has to be held still (R-SCP-3). */
  giverPosts: Post[]
}

/** What is loaded of a person to say what they may manage on the day. */
export type AuthorityFacts = {
  day: Day
  account: AccountState | null
  posts: Post[]
  delegations: Delegation[]
  /** The role of a central administrator. */
  centralRoles: Decision[]
}

/** Whether the agency's scope holds `target` (R-SCP-1). Both have to be live; a root's own scope is itself alone. */
export function scopeHolds(agency: AgencyCode, target: AgencyCode, tree: AgencyTree): boolean {
  const own = tree.agencies.get(agency)
  const line = lineOf(tree, target)
  if (own === undefined || !own.live || line.length === 0) return false
  if (agency === target) return true
  if (!isRoot(own) && line.some((node) => node.code === agency)) return true
  return tree.offices.some((one) => one.office === agency && line.some((node) => node.code === one.agency))
}

function wayHolds(way: ManagementWay, target: AgencyCode, tree: AgencyTree): boolean {
  if (way.way === 'central') return isLive(tree, target)
  if (!scopeHolds(way.agency, target, tree)) return false
  if (way.way !== 'delegation' || way.scope === null) return true
  return lineOf(tree, target).some((node) => node.code === way.scope)
}

/** The ways by which this authority manages the agency; none: it may not (R-SCP-2, R-SCP-4). */
export function waysToManage(authority: Authority, agency: AgencyCode, tree: AgencyTree): ManagementWay[] {
  return authority.ways.filter((way) => wayHolds(way, agency, tree))
}

/** Whether this authority may manage the agency (R-SCP-2). The one test for reading, writing, searching and exports. */
export function mayManage(authority: Authority, agency: AgencyCode, tree: AgencyTree): boolean {
  return authority.ways.some((way) => wayHolds(way, agency, tree))
}

/**
 * Whether this authority manages the agency and all below it (R-SCP-1). To manage an agency is to manage what lies below, but for
 * a root, whose own scope is itself alone: that takes the centre, or the personnel office of the root.
 */
export function managesWithBelow(authority: Authority, agency: AgencyCode, tree: AgencyTree): boolean {
  const node = tree.agencies.get(agency)
  return node !== undefined && authority.ways.some((way) => wayHolds(way, agency, tree) && (!isRoot(node) || way.way === 'central'
    || tree.offices.some((one) => one.office === way.agency && one.agency === agency)))
}

/**
 * Whether this authority may see the agency's matters as of another day: who asks is what they are today, and so is what
 * they manage. Only of an agency that does not live today is it asked by the tree of that day (`asked`).
 */
export function mayLookBack(
  authority: Authority, agency: AgencyCode, { today, asked }: { today: AgencyTree; asked: AgencyTree },
): boolean {
  return mayManage(authority, agency, isLive(today, agency) ? today : asked)
}

/** Whether it is of the centre: a role there is among its ways. */
export function isOfCentre({ ways }: Authority): boolean {
  return ways.some(({ way }) => way === 'central')
}

/** What is left of it without the role at the centre: what the actor manages as one side of a matter. */
export function withoutCentre({ ways }: Authority): Authority {
  return { ways: ways.filter(({ way }) => way !== 'central') }
}

/** What is managed but as a delegate: who gives, lengthens and ends delegations does it so (R-SCP-3). */
export function withoutDelegations({ ways }: Authority): Authority {
  return { ways: ways.filter(({ way }) => way !== 'delegation') }
}

/**
 * What of it is open now, and which ways are closed (R-JML-3): who is new as 人事主管 at these agencies looks through what was
 * decided there before managing by that standing. What they manage by another way is theirs still.
 */
export function untilReviewed(
  { ways }: Authority, reviewing: readonly AgencyCode[],
): { open: Authority; closed: ManagementWay[] } {
  const waits = (way: ManagementWay): boolean => way.way === 'hrSupervisor' && reviewing.includes(way.agency)
  return { open: { ways: ways.filter((way) => !waits(way)) }, closed: ways.filter(waits) }
}

/** The way as an audit event names it: 「hrSupervisor 397210000A」, 「central」; empty where nobody acted by one, as in what was refused. */
export function wayText(way: ManagementWay | null): string {
  if (way === null) return ''
  return way.way === 'central' ? 'central' : `${way.way} ${way.agency}`
}

/** The agency whose manager acts by it, where an event belongs; null: it is the centre, or nobody by a way. */
export function agencyOfWay(way: ManagementWay | null): AgencyCode | null {
  return way === null || way.way === 'central' ? null : way.agency
}

/** The agencies whose scope holds this one, nearest first: those whose supervisors may manage it. */
export function managersOf(agency: AgencyCode, tree: AgencyTree): AgencyCode[] {
  const managers = lineOf(tree, agency).flatMap((node) =>
    [node.code].concat(tree.offices.filter((one) => one.agency === node.code).map((one) => one.office)))
  return [...new Set(managers)].filter((manager) => scopeHolds(manager, agency, tree))
}

// R-SCP-3: the standing that it was given from is one at an agency; another post there that gives it does as well.
function giverStillStands(delegation: Delegation, day: Day): boolean {
  if (delegation.giverAgency === null) return true
  return standingsAt(standingsOn(delegation.giverPosts, day), delegation.giverAgency, 'hrSupervisor').length > 0
}

/** What a person may manage on the day (R-SCP-2, 3): nothing without an active account and a current post. */
export function authorityOf(facts: AuthorityFacts): Authority {
  const { day } = facts
  const current = currentPosts(facts.posts, day)
  if (facts.account !== 'active' || current.length === 0) return { ways: [] }
  return {
    ways: [
      ...facts.centralRoles.filter((one) => isInForce(one, day))
        .map((role) => ({ way: 'central' as const, role: role.id, until: role.to })),
      ...standingsOn(current, day).filter((held) => held.standing === 'hrSupervisor')
        .map((held) => ({ way: 'hrSupervisor' as const, agency: held.agency, held })),
      ...facts.delegations.filter((one) => isInForce(one, day) && giverStillStands(one, day)
        && current.some((post) => post.id === one.post))
        .map((one) => ({
          way: 'delegation' as const, agency: one.agency, scope: one.scope, delegation: one.id, until: one.to,
        })),
    ],
  }
}

/** What a session that signed in with this agency's card may manage (R-SCP-2). */
export function authorityOfCard(agency: AgencyCode): Authority {
  return { ways: [{ way: 'agencyCard', agency }] }
}
