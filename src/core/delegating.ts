// 管理權限授權: who may give, change and end a delegation (R-SCP-3, R-GRT-3, R-GRT-4, R-DAY-3). Facts in, a change or a refusal
// out; src/features/delegations loads the facts under lock and writes what comes out.
import { compareEnds } from './days.ts'
import { periodFault } from './decision-period.ts'
import { mayManage, scopeHolds, waysToManage, withoutDelegations } from './scope.ts'
import { currentPosts } from './standing.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Day } from './days.ts'
import type { DecisionPeriod } from './decision-period.ts'
import type { Decision } from './facts.ts'
import type { Authority, ManagementWay } from './scope.ts'
import type { AgencyCode, Post } from './standing.ts'

/**
 * What is asked of an act on a delegation of `agency`. `giver`: null where an agency's card is nobody in particular
 * (R-CRT-5). `receiver`: the delegate, or whoever shall be, with the posts not over by the day. `beyond`: whether the
 * scope of the agency (or the part of it that `scope` names) holds an agency that the giver does not manage. `tree` holds
 * the lines of the agency, of `scope` and of the receiver's posts.
 */
export type DelegatingFacts = {
  today: Day
  giver: { person: string | null; authority: Authority }
  agency: AgencyCode
  receiver: { person: string; posts: Post[] }
  beyond: boolean
  tree: AgencyTree
}

/** `scope`: the top of the one subtree it is narrowed to. `post`: what it rests on; null lets the only one there is stand. */
export type DelegationWish = DecisionPeriod & { reason: string | null; scope: AgencyCode | null; post: string | null }

/** The delegation as it stands. */
export type StandingDelegation = Decision & {
  agency: AgencyCode
  scope: AgencyCode | null
  person: string
  post: string
  reason: string | null
  givenBy: string | null
}

/** Why an act on a delegation is refused, with the rule that refuses it. A code is what the audit event keeps. */
export const DELEGATION_REFUSALS = {
  noHolder: 'R-CRT-5',
  agencyNotManaged: 'R-SCP-2',
  delegateCannotDelegate: 'R-SCP-3',
  toSelf: 'R-GRT-3',
  receiverNotFound: 'R-SCP-3',
  postNotChosen: 'R-GRT-4',
  postNotHeld: 'R-GRT-4',
  scopeOutside: 'R-SCP-3',
  widerThanOwn: 'R-SCP-3',
  startsInPast: 'R-DAY-3',
  endsBeforeStart: 'R-DAY-3',
  permanentWithoutReason: 'R-DAY-3',
  beganAlready: 'R-DAY-3',
  overlaps: 'R-GRT-5',
  unchanged: 'R-SCP-3',
  isOver: 'R-DAY-4',
  lastManager: 'R-GRT-3',
  lastManagerSooner: 'R-GRT-3',
  successorIsLeaving: 'R-GRT-3',
  changedMeanwhile: 'R-SCP-3',
} as const
export type DelegationRefusal = keyof typeof DELEGATION_REFUSALS
export type Refused = { refused: DelegationRefusal }

const no = (refused: DelegationRefusal): Refused => ({ refused })

type Door = { way: ManagementWay } | Refused

// An office goes before a role at the centre. A delegate's way opens nothing here (R-SCP-3).
function givingDoor({ giver, agency, tree }: DelegatingFacts): Door {
  const ways = waysToManage(giver.authority, agency, tree)
  if (ways.length === 0) return no('agencyNotManaged')
  if (giver.person === null) return no('noHolder')
  const own = withoutDelegations({ ways }).ways
  const way = own.find((one) => one.way !== 'central') ?? own[0]
  return way === undefined ? no('delegateCannotDelegate') : { way }
}

/** The delegate's post: held now, in the scope of the agency (R-SCP-3) and in that of the giver (R-GRT-4). */
function restingOn({ giver, receiver, agency, tree, today }: DelegatingFacts, chosen: string | null): { post: string } | Refused {
  const held = currentPosts(receiver.posts, today)
    .filter((post) => scopeHolds(agency, post.agency, tree) && mayManage(giver.authority, post.agency, tree))
  if (held.length === 0) return no('receiverNotFound')
  if (chosen === null) return held.length === 1 ? { post: held[0]!.id } : no('postNotChosen')
  return held.some(({ id }) => id === chosen) ? { post: chosen } : no('postNotHeld')
}

function giving(facts: DelegatingFacts, wish: Pick<DelegationWish, 'scope' | 'post'>): { post: string; way: ManagementWay } | Refused {
  const door = givingDoor(facts)
  if ('refused' in door) return door
  const { giver, receiver, agency, tree, beyond } = facts
  if (receiver.person === giver.person) return no('toSelf')
  const rests = restingOn(facts, wish.post)
  if ('refused' in rests) return rests
  if (wish.scope !== null && !scopeHolds(agency, wish.scope, tree)) return no('scopeOutside')
  // Nobody hands on more than they hold: an agency below may be the personnel office of one that lies elsewhere.
  return beyond ? no('widerThanOwn') : { ...rests, way: door.way }
}

/** A new delegation (R-SCP-3). */
export function decideDelegating(facts: DelegatingFacts, wish: DelegationWish): { post: string; way: ManagementWay } | Refused {
  const given = giving(facts, wish)
  if ('refused' in given) return given
  const fault = periodFault(wish, wish.reason, facts.today)
  return fault === null ? given : no(fault)
}

// What gives nothing today leaves nobody without a manager when it ends.
const gives = ({ state, from }: Pick<StandingDelegation, 'state' | 'from'>, today: Day): boolean =>
  state === 'active' && from <= today

const isOver = ({ state, to }: Pick<StandingDelegation, 'state' | 'to'>, today: Day): boolean =>
  state === 'ended' || (to !== null && to < today)

/**
 * What a successor keeps of a predecessor's (R-SCP-3) is given anew, so that all rules hold; its last day stays. `chosen`: the
 * post that it is to rest on, null for the only one there is.
 */
export function decideConfirmingDelegation(
  facts: DelegatingFacts, delegation: StandingDelegation, chosen: string | null,
): { post: string; way: ManagementWay } | Refused {
  const given = giving(facts, { scope: delegation.scope, post: chosen })
  if ('refused' in given && given.refused === 'agencyNotManaged') return given
  return isOver(delegation, facts.today) ? no('isOver') : given
}

/**
 * Another period or reason. To lengthen is to give; to shorten is to end on another day, and no way around naming a successor
 * where `othersLeft` (see `decideEndingDelegation`) are none.
 */
export function decideRedating(
  facts: DelegatingFacts, delegation: StandingDelegation, wish: DecisionPeriod & { reason: string | null },
  { othersLeft }: { othersLeft: number },
): { way: ManagementWay } | Refused {
  const { today } = facts
  const door = givingDoor(facts)
  if ('refused' in door) return door
  if (isOver(delegation, today)) return no('isOver')
  const begun = delegation.from <= today
  if (begun && wish.from !== delegation.from) return no('beganAlready')
  const fault = periodFault(wish, wish.reason, begun ? delegation.from : today)
    ?? (wish.to !== null && wish.to < today ? 'endsBeforeStart' : null)
  if (fault !== null) return no(fault)
  if (wish.from === delegation.from && wish.to === delegation.to && wish.reason === delegation.reason) return no('unchanged')
  const longer = compareEnds(wish.to, delegation.to) > 0 || wish.from < delegation.from
  const sooner = compareEnds(wish.to, delegation.to) < 0
  if (sooner && othersLeft === 0 && gives(delegation, today)) return no('lastManagerSooner')
  if (!longer) return door
  const given = giving(facts, { scope: delegation.scope, post: delegation.post })
  return 'refused' in given ? given : { way: given.way }
}

/**
 * An end at once. `othersLeft`: how many 人事主管 of the agency's own and other delegates of it there are today besides the
 * delegate; with none, the act has to name a successor (R-GRT-3). A delegate may step down, and end nobody else's.
 */
export function decideEndingDelegation(
  facts: DelegatingFacts, delegation: StandingDelegation, { othersLeft, successor }: { othersLeft: number; successor: string | null },
): { way: ManagementWay } | Refused {
  const { giver, agency, tree, today } = facts
  const ways = waysToManage(giver.authority, agency, tree)
  if (ways.length === 0) return no('agencyNotManaged')
  if (giver.person === null) return no('noHolder')
  if (isOver(delegation, today)) return no('isOver')
  const stepsDown = giver.person === delegation.person
  const way = ways.find((one) => one.way !== 'delegation' && one.way !== 'central')
    ?? ways.find((one) => one.way === 'central') ?? (stepsDown ? ways[0] : undefined)
  if (way === undefined) return no('delegateCannotDelegate')
  if (othersLeft > 0 || !gives(delegation, today)) return { way }
  if (successor === null) return no('lastManager')
  return successor === delegation.person ? no('successorIsLeaving') : { way }
}
