// What others may do to somebody's account: disable and enable it (R-ACC-7), end its sessions, send or print a way to a new
// password, correct its e-mail (R-ACC-4), take away a second factor that is lost (R-ACC-8), print the way to its activation
// (R-ACC-1). Facts in, the way by which it may be done or a refusal out; whoever acts loads the facts under lock.
import { lineOf } from './agency-tree.ts'
import { managersOf, mayManage, withoutDelegations } from './scope.ts'
import { currentPosts, standingOfPost } from './standing.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Day } from './days.ts'
import type { AccountState } from './facts.ts'
import type { Authority, ManagementWay } from './scope.ts'
import type { AgencyCode, Post } from './standing.ts'

/**
 * `endSessions` is the person's own (R-ACC-5), and the centre's. The link goes to the confirmed address; a slip is handed over,
 * for a new password or, where nobody has activated the account, for that.
 */
export type AccountAct =
  | 'disable' | 'enable' | 'endSessions' | 'sendResetLink' | 'printResetSlip' | 'printActivationSlip' | 'correctEmail'
  | 'removeSecondFactor'

/** Who made an account 停用: the centre, a manager, or a rule (no post for thirty days, idle). */
export type DisabledBy = 'centre' | 'manager' | 'rule'

/**
 * Whose account it is. `posts` are those that are not over by the day, also such as are to come; `roles` likewise.
 * `disabledBy` is null where the account is not disabled, or nobody knows.
 */
export type AccountTarget = {
  person: string
  account: AccountState | null
  disabledBy: DisabledBy | null
  /** Whether there is a confirmed mail address to write to. */
  hasAddress: boolean
  hasSecondFactor: boolean
  posts: Post[]
  roles: ('central' | 'auditor')[]
  /** Whether they manage an agency that the actor does not, or would with an active account. */
  managesBeyond: boolean
}

/**
 * What is asked of an act on an account. `actor.person`: null where an agency's card is nobody in particular (R-CRT-5).
 * `actor.rests`: until when they open no way into this account, whose address they corrected (`restsUntil`, email-changes.ts).
 * `otherAdministrators`: how many central administrators can act today besides the target. `tree` holds the lines of the
 * target's posts and of the agencies that the actor's ways are of.
 */
export type AccountActFacts = {
  today: Day
  actor: { person: string | null; authority: Authority; rests: Date | 'confirmed' | null }
  target: AccountTarget
  otherAdministrators: number
  tree: AgencyTree
}

/** Why an act on an account is refused, with the rule that refuses it. A code is what the audit event keeps. */
export const ACCOUNT_REFUSALS = {
  notFound: 'R-SCP-2',
  noHolder: 'R-CRT-5',
  toSelf: 'R-GRT-3',
  centreAlone: 'R-ACC-5',
  postsOutside: 'R-ACC-4',
  atTheCentre: 'R-ACC-4',
  managesBeyond: 'R-ACC-4',
  supervisorAbove: 'R-ACC-4',
  supervisorByDelegate: 'R-ACC-4',
  notActivated: 'R-ACC-1',
  alreadyActivated: 'R-ACC-1',
  correctedLately: 'R-ACC-4',
  noAddress: 'R-ACC-3',
  noSecondFactor: 'R-ACC-8',
  isDisabled: 'R-ACC-7',
  notDisabled: 'R-ACC-7',
  disabledByCentre: 'R-ACC-7',
  withoutPost: 'R-STD-3',
  lastAdministrator: 'R-CEN-1',
} as const
export type AccountRefusal = keyof typeof ACCOUNT_REFUSALS
export type AccountRefused = { refused: AccountRefusal }

const no = (refused: AccountRefusal): AccountRefused => ({ refused })

/** The acts by which whoever does them could come to be the account's holder. */
const WAYS_IN: ReadonlySet<AccountAct> = new Set([
  'sendResetLink', 'printResetSlip', 'printActivationSlip', 'correctEmail', 'removeSecondFactor',
])

// An office goes before an agency's card, and both before a delegation.
const ORDER: Record<ManagementWay['way'], number> = { central: 0, hrSupervisor: 1, agencyCard: 2, delegation: 3 }

/** Where the person is 人事主管, or is going to be. */
const supervisedBy = ({ posts }: AccountTarget): AgencyCode[] =>
  posts.filter((post) => standingOfPost(post)?.standing === 'hrSupervisor').map(({ agency }) => agency)

/** The agency and all those above it, by superior or as a personnel office. */
const atOrAbove = (agency: AgencyCode, tree: AgencyTree): AgencyCode[] =>
  [...lineOf(tree, agency).map(({ code }) => code), ...managersOf(agency, tree)]

/** What bars a manager, who is not the centre (R-ACC-4). */
function managersLimit({ actor: { authority }, target, tree }: AccountActFacts, act: AccountAct): AccountRefusal | null {
  if (act === 'endSessions') return 'centreAlone'
  if (!target.posts.every((post) => mayManage(authority, post.agency, tree))) return 'postsOutside'
  if (target.roles.length > 0) return 'atTheCentre'
  if (target.managesBeyond) return 'managesBeyond'
  const supervised = supervisedBy(target)
  const own = new Set(authority.ways.flatMap((way) => (way.way === 'central' ? [] : atOrAbove(way.agency, tree))))
  if (supervised.some((agency) => own.has(agency))) return 'supervisorAbove'
  const byOffice = withoutDelegations(authority)
  return supervised.every((agency) => mayManage(byOffice, agency, tree)) ? null : 'supervisorByDelegate'
}

/** What bars the centre: whoever is at the centre is not taken over by one person, and somebody stays there. */
function centresLimit({ target, otherAdministrators }: AccountActFacts, act: AccountAct): AccountRefusal | null {
  if (act === 'disable') return target.roles.includes('central') && otherAdministrators === 0 ? 'lastAdministrator' : null
  return WAYS_IN.has(act) && target.roles.length > 0 ? 'atTheCentre' : null
}

/** What bars the ways to a new password, and what stands beside it: there is none to take away, the address was just corrected. */
function resetLimit({ target, actor }: AccountActFacts, act: AccountAct): AccountRefusal | null {
  if (act !== 'sendResetLink' && act !== 'printResetSlip' && act !== 'removeSecondFactor') return null
  if (act === 'removeSecondFactor' && !target.hasSecondFactor) return 'noSecondFactor'
  if (actor.rests !== null) return 'correctedLately'
  return act === 'sendResetLink' && !target.hasAddress ? 'noAddress' : null
}

/** What the account's own state bars. */
function stateLimit(facts: AccountActFacts, act: AccountAct, way: ManagementWay): AccountRefusal | null {
  const { target, today } = facts
  if (act === 'printActivationSlip') return target.account === 'pending' ? null : 'alreadyActivated'
  if (target.account === null || target.account === 'pending') return 'notActivated'
  if (act !== 'enable') return target.account === 'disabled' ? 'isDisabled' : resetLimit(facts, act)
  if (target.account !== 'disabled') return 'notDisabled'
  if (target.disabledBy === 'centre' && way.way !== 'central') return 'disabledByCentre'
  // It would be disabled by rule again before anybody used it.
  return currentPosts(target.posts, today).length === 0 ? 'withoutPost' : null
}

/**
 * Whether the actor may do this to the account, and by which way: the centre, or a manager within the limits of R-ACC-4.
 * Of whom the actor does not manage, one answer is given, whatever there is (`notFound`).
 */
export function decideAccountAct(facts: AccountActFacts, act: AccountAct): { way: ManagementWay } | AccountRefused {
  const { actor, target, today, tree } = facts
  const ways = actor.authority.ways
    .filter((way) => way.way === 'central'
      || currentPosts(target.posts, today).some((post) => mayManage({ ways: [way] }, post.agency, tree)))
    .toSorted((one, other) => ORDER[one.way] - ORDER[other.way])
  const [way] = ways
  if (way === undefined) return no('notFound')
  if (actor.person === null) return no('noHolder')
  if (actor.person === target.person) return no('toSelf')
  const limit = way.way === 'central' ? centresLimit(facts, act) : managersLimit(facts, act)
  const refused = limit ?? stateLimit(facts, act, way)
  return refused === null ? { way } : no(refused)
}
