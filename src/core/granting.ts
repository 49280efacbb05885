// 應用系統授權: who may give, change, confirm and end a grant (R-GRT-1…5, R-USE-4, R-USE-8, R-DAY-3, R-JML-2). Facts in, a
// change or a refusal out; src/features/grants loads the facts under lock and writes what comes out.
import { isAtOrBelow } from './agency-tree.ts'
import { addDays, compareEnds, periodHolds } from './days.ts'
import { periodFault } from './decision-period.ts'
import { mayManage, waysToManage } from './scope.ts'
import { currentPosts, satisfies, standingOfPost } from './standing.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Application, Category } from './catalogue.ts'
import type { Day } from './days.ts'
import type { DecisionPeriod } from './decision-period.ts'
import type { Decision } from './facts.ts'
import type { Authority, ManagementWay } from './scope.ts'
import type { AgencyCode, Post, Standing } from './standing.ts'

/** As much of an application as granting it asks. `secondManager`: another manager has to agree (maker and checker). */
export type GrantableApplication = Pick<Application, 'code' | 'grantable' | 'agencyRoot' | 'categories'> & {
  secondManager: boolean
}

/** Who acts. `posts` are those that are not over by the day, `groups` the named groups that hold them or are going to. */
export type Giver = {
  /** Null: a session of an agency's card whose holder nobody has named (R-CRT-5). */
  person: string | null
  authority: Authority
  posts: Post[]
  groups: string[]
}

/**
 * Who receives: a person with all posts (nobody known: none), a named group with the agency that it belongs to (null: there is
 * no such group), or those with a standing.
 */
export type GrantReceiver =
  | { to: 'person'; person: string; posts: Post[] }
  | { to: 'group'; group: string; agency: AgencyCode | null }
  | { to: 'standing'; standing: Standing }

/** `tree` holds the lines of the agency, of the application's root, of the receiver's posts and of the group's agency. */
export type GrantingFacts = {
  today: Day
  giver: Giver
  agency: AgencyCode
  application: GrantableApplication
  receiver: GrantReceiver
  tree: AgencyTree
}

/** What is asked for. `post`: what a person's grant is to rest on; null lets the only one there is stand. */
export type GrantWish = DecisionPeriod & { category: string; reason: string | null; post: string | null }

/** The grant as it stands. `since`: the day from which it has been in its present state. */
export type StandingGrant = Decision & {
  category: string
  reason: string | null
  givenBy: string | null
  post: string | null
  since: Day
}

/** Why an act on a grant is refused, with the rule that refuses it. A code is what the audit event keeps. */
export const GRANT_REFUSALS = {
  noHolder: 'R-CRT-5',
  agencyNotManaged: 'R-GRT-2',
  categoryUnknown: 'R-GRT-1',
  notOpenToAgency: '2.10',
  notGrantable: 'R-USE-4',
  handedOutByNobody: 'R-GRT-2',
  handedOutByCentre: 'R-GRT-2',
  toSelf: 'R-GRT-3',
  toOwnGroup: 'R-GRT-3',
  toOwnStanding: 'R-GRT-3',
  receiverNotFound: 'R-GRT-4',
  groupNotFound: 'R-GRT-4',
  groupNeedsSecondManager: 'R-GRT-2',
  postNotChosen: 'R-GRT-4',
  postNotHeld: 'R-GRT-4',
  startsInPast: 'R-DAY-3',
  endsBeforeStart: 'R-DAY-3',
  permanentWithoutReason: 'R-DAY-3',
  beganAlready: 'R-DAY-3',
  overlaps: 'R-GRT-5',
  unchanged: 'R-GRT-1',
  notActive: 'R-USE-8',
  notSuspended: 'R-JML-2',
  notProposed: 'R-GRT-2',
  lapsed: 'R-JML-2',
  isOver: 'R-DAY-4',
  sameManager: 'R-GRT-2',
  receiverAgrees: 'R-GRT-3',
  secondManagerPeriod: 'R-GRT-2',
  changedMeanwhile: 'R-GRT-1',
} as const
export type GrantRefusal = keyof typeof GRANT_REFUSALS
export type Refused = { refused: GrantRefusal }

const no = (refused: GrantRefusal): Refused => ({ refused })

/** What is undecided (suspended, R-JML-2, or proposed) can be decided for this many days more, and then ends by itself. */
export const DAYS_TO_DECIDE = 14

/** The last day on which what has been undecided since that day can be decided. */
export function lastDayToDecide(since: Day): Day {
  return addDays(since, DAYS_TO_DECIDE)
}

/** Whether nobody decided in time: evaluated live, and as good as ended (R-DAY-4). */
export function hasLapsed({ state, since }: Pick<StandingGrant, 'state' | 'since'>, today: Day): boolean {
  return (state === 'suspended' || state === 'proposed') && today > lastDayToDecide(since)
}

const isOver = ({ to }: { to: Day | null }, today: Day): boolean => to !== null && to < today

/** The ways by which the actor manages the agency, or why nothing can be changed there. */
function doorOf({ giver, agency, tree }: Pick<GrantingFacts, 'giver' | 'agency' | 'tree'>): { ways: ManagementWay[] } | Refused {
  const ways = waysToManage(giver.authority, agency, tree)
  if (ways.length === 0) return no('agencyNotManaged')
  return giver.person === null ? no('noHolder') : { ways }
}

// An office goes before a role at the centre: a central administrator who is a supervisor there acts as that.
const wayOf = (ways: ManagementWay[]): ManagementWay => ways.find(({ way }) => way !== 'central') ?? ways[0]!

function handingOut(category: Category, ways: ManagementWay[]): ManagementWay | Refused {
  if (category.handOut === 'nobody') return no('handedOutByNobody')
  if (category.handOut === 'manager') return wayOf(ways)
  return ways.find(({ way }) => way === 'central') ?? no('handedOutByCentre')
}

/**
 * R-GRT-3, by any way: to oneself, to a named group that holds oneself, or to the standing that one has at the agency. What
 * is known to come (a later post, a membership that is suspended) counts, or one could wait for one's own grant.
 */
export function whyToSelf(
  { giver, receiver, agency, today }: Pick<GrantingFacts, 'giver' | 'receiver' | 'agency' | 'today'>,
): GrantRefusal | null {
  if (receiver.to === 'person' && receiver.person === giver.person) return 'toSelf'
  if (receiver.to === 'group' && giver.groups.includes(receiver.group)) return 'toOwnGroup'
  if (receiver.to !== 'standing') return null
  const gains = giver.posts.some((post) => {
    const held = post.agency === agency && !isOver(post, today) ? standingOfPost(post) : null
    return held !== null && satisfies(held.standing, receiver.standing)
  })
  return gains ? 'toOwnStanding' : null
}

/** R-GRT-4: the post of the receiver's that the grant rests on, null for a group or a standing. */
function restingOn(facts: GrantingFacts, chosen: string | null): { post: string | null } | Refused {
  const { receiver, giver, tree, today } = facts
  if (receiver.to === 'standing') return { post: null }
  if (receiver.to === 'group') {
    const within = receiver.agency !== null && mayManage(giver.authority, receiver.agency, tree)
    return within ? { post: null } : no('groupNotFound')
  }
  const held = currentPosts(receiver.posts, today).filter(({ agency }) => mayManage(giver.authority, agency, tree))
  if (held.length === 0) return no('receiverNotFound')
  if (chosen === null) return held.length === 1 ? { post: held[0]!.id } : no('postNotChosen')
  return held.some(({ id }) => id === chosen) ? { post: chosen } : no('postNotHeld')
}

type Giving = { post: string | null; way: ManagementWay; secondManager: boolean }

/** What the application itself says to a grant of its category at the agency. */
function grantability(
  { application, agency, tree }: Pick<GrantingFacts, 'application' | 'agency' | 'tree'>, code: string, ways: ManagementWay[],
): ManagementWay | Refused {
  const category = application.categories.find((one) => one.code === code)
  if (category === undefined) return no('categoryUnknown')
  if (!application.grantable) return no('notGrantable')
  if (application.agencyRoot !== null && !isAtOrBelow(tree, agency, application.agencyRoot)) return no('notOpenToAgency')
  return handingOut(category, ways)
}

/** Why nothing of the application can be granted at the agency, whomever to; null: something can. */
export function whyNothingToGive(facts: Pick<GrantingFacts, 'giver' | 'agency' | 'application' | 'tree'>): GrantRefusal | null {
  const door = doorOf(facts)
  if ('refused' in door) return door.refused
  const answers = facts.application.categories.map(({ code }) => grantability(facts, code, door.ways))
  const first = answers[0] ?? no('categoryUnknown')
  return 'refused' in first && answers.every((one) => 'refused' in one) ? first.refused : null
}

/** Whether the actor may hand this category to this receiver now, whatever the period. */
function giving(facts: GrantingFacts, category: string, chosen: string | null): Giving | Refused {
  const door = doorOf(facts)
  if ('refused' in door) return door
  const way = grantability(facts, category, door.ways)
  if ('refused' in way) return way
  const own = whyToSelf(facts)
  if (own !== null) return no(own)
  const rests = restingOn(facts, chosen)
  if ('refused' in rests) return rests
  // Whoever is added to a group later would have the right by one person's act: two have to look at each.
  const { application, receiver } = facts
  if (application.secondManager && receiver.to === 'group') return no('groupNeedsSecondManager')
  return { ...rests, way, secondManager: application.secondManager }
}

export type Given = { state: 'active' | 'proposed'; post: string | null; way: ManagementWay }

/** A new grant (R-GRT-1). `proposed`: it gives nothing until a second manager has agreed. */
export function decideGiving(facts: GrantingFacts, wish: GrantWish): Given | Refused {
  const given = giving(facts, wish.category, wish.post)
  if ('refused' in given) return given
  const fault = periodFault(wish, wish.reason, facts.today)
  if (fault !== null) return no(fault)
  return { state: given.secondManager ? 'proposed' : 'active', post: given.post, way: given.way }
}

/** The facts as far as the grant itself bars an act on it. */
function standingFault(grant: StandingGrant, today: Day): GrantRefusal | null {
  if (grant.state === 'ended' || isOver(grant, today)) return 'isOver'
  return hasLapsed(grant, today) ? 'lapsed' : null
}

/**
 * `changed`: what the grant says from now on. `proposal`: further days that a second manager has to agree to; they become
 * a grant of their own, which gives nothing until then, and the grant stays as it is.
 */
export type Edited = { way: ManagementWay } & (
  | { changed: DecisionPeriod & { reason: string | null } }
  | { proposal: DecisionPeriod & { reason: string | null; post: string | null } }
)

/** Shorter, longer, or for another reason. To lengthen is to give; to shorten is open to whoever manages the agency. */
export function decideEditing(facts: GrantingFacts, grant: StandingGrant, wish: DecisionPeriod & { reason: string | null }):
Edited | Refused {
  const { today } = facts
  const door = doorOf(facts)
  if ('refused' in door) return door
  const standing = standingFault(grant, today)
  if (standing !== null) return no(standing)
  if (grant.state !== 'active') return no('notActive')
  const begun = grant.from <= today
  if (begun && wish.from !== grant.from) return no('beganAlready')
  const fault = periodFault(wish, wish.reason, begun ? grant.from : today)
    ?? (isOver(wish, today) ? 'endsBeforeStart' : null)
  if (fault !== null) return no(fault)
  if (wish.from === grant.from && wish.to === grant.to && wish.reason === grant.reason) return no('unchanged')
  const longer = compareEnds(wish.to, grant.to) > 0 || wish.from < grant.from
  const { from, to, reason } = wish
  if (!longer) return { changed: { from, to, reason }, way: wayOf(door.ways) }
  const given = giving(facts, grant.category, grant.post)
  if ('refused' in given) return given
  if (!given.secondManager) return { changed: { from, to, reason }, way: given.way }
  if (from !== grant.from) return no('secondManagerPeriod')
  return { proposal: { from: addDays(grant.to!, 1), to, reason, post: given.post }, way: given.way }
}

/** At once, whatever was handed out by whom: to take away is open to whoever manages the agency, also from oneself. */
export function decideEnding(facts: GrantingFacts, grant: StandingGrant): { way: ManagementWay } | Refused {
  const door = doorOf(facts)
  if ('refused' in door) return door
  const standing = standingFault(grant, facts.today)
  return standing === null ? { way: wayOf(door.ways) } : no(standing)
}

/** A suspended grant comes to rest on a post held now; its period is kept (2.6). It is given anew, so all rules hold. */
export function decideConfirming(facts: GrantingFacts, grant: StandingGrant, chosen: string | null):
{ post: string | null; way: ManagementWay } | Refused {
  const door = doorOf(facts)
  if ('refused' in door) return door
  const standing = standingFault(grant, facts.today)
  if (standing !== null) return no(standing)
  if (grant.state !== 'suspended') return no('notSuspended')
  const given = giving(facts, grant.category, chosen)
  return 'refused' in given ? given : { post: given.post, way: given.way }
}

/** What bars somebody from being the second manager of a proposal. */
function secondManager(facts: GrantingFacts, grant: StandingGrant): { ways: ManagementWay[] } | Refused {
  const door = doorOf(facts)
  if ('refused' in door) return door
  const standing = standingFault(grant, facts.today)
  if (standing !== null) return no(standing)
  if (grant.state !== 'proposed') return no('notProposed')
  if (grant.givenBy === null || facts.giver.person === grant.givenBy) return no('sameManager')
  return whyToSelf(facts) === null ? door : no('receiverAgrees')
}

/**
 * A second manager agrees: the proposal is in force from now on, or from the day that it names. Whether the post lies in a
 * scope was asked of whoever proposed it; that it is still held is asked again.
 */
export function decideAgreeing(facts: GrantingFacts, grant: StandingGrant): (DecisionPeriod & { way: ManagementWay }) | Refused {
  const door = secondManager(facts, grant)
  if ('refused' in door) return door
  const { receiver, today } = facts
  const way = grantability(facts, grant.category, door.ways)
  if ('refused' in way) return way
  const held = receiver.to === 'person' ? currentPosts(receiver.posts, today).some(({ id }) => id === grant.post) : true
  if (!held) return no('postNotHeld')
  return { from: grant.from < today ? today : grant.from, to: grant.to, way }
}

/** A second manager does not agree: the proposal ends. */
export function decideDeclining(facts: GrantingFacts, grant: StandingGrant): { way: ManagementWay } | Refused {
  const door = secondManager(facts, grant)
  return 'refused' in door ? door : { way: wayOf(door.ways) }
}

/** What a grant is on a day, for people to read: only `active` gives anything. */
export type GrantCondition = 'active' | 'endsSoon' | 'notBegun' | 'suspended' | 'proposed' | 'lapsed' | 'over' | 'ended'

/** How many days before its last day a grant counts as ending soon. */
export const ENDS_SOON_DAYS = 30

/** What the grant is on that day (see `GrantCondition`). */
export function conditionOf(grant: Pick<StandingGrant, 'state' | 'from' | 'to' | 'since'>, day: Day): GrantCondition {
  if (grant.state === 'ended') return 'ended'
  if (isOver(grant, day)) return 'over'
  if (hasLapsed(grant, day)) return 'lapsed'
  if (grant.state !== 'active') return grant.state
  if (!periodHolds(grant, day)) return 'notBegun'
  return grant.to !== null && grant.to <= addDays(day, ENDS_SOON_DAYS) ? 'endsSoon' : 'active'
}
