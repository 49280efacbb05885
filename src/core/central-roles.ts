// R-CEN-1: who becomes central administrator or auditor, and who ceases to be one. Two administrators do it together: one
// proposes, another agrees. Facts in, a change or a refusal out; src/features/people loads the facts under lock.
import { periodFault } from './decision-period.ts'
import { lastDayToDecide } from './granting.ts'
import { isOfCentre } from './scope.ts'
import { currentPosts } from './standing.ts'
import type { Day } from './days.ts'
import type { DecisionPeriod } from './decision-period.ts'
import type { AccountState, Decision } from './facts.ts'
import type { Authority } from './scope.ts'
import type { Post } from './standing.ts'

export type CentralRole = 'central' | 'auditor'

/** A role as it stands. `since`: when its latest version was recorded; `endingBy`: who has proposed to end it. */
export type StandingRole = Decision & {
  role: CentralRole
  person: string
  reason: string
  givenBy: string | null
  endingBy: string | null
  since: Day
}

/**
 * What is asked of an act on a role. `candidate`: who has it or shall have it, with the posts not over by the day.
 * `otherAdministrators`: how many central administrators can act today besides the candidate.
 */
export type RoleFacts = {
  today: Day
  actor: { person: string | null; authority: Authority }
  candidate: { person: string; account: AccountState | null; posts: Post[] }
  otherAdministrators: number
}

/** Why an act on a role is refused, with the rule that refuses it. A code is what the audit event keeps. */
export const ROLE_REFUSALS = {
  notCentral: 'R-CEN-1',
  notFound: 'R-CEN-1',
  toSelf: 'R-GRT-3',
  withoutPost: 'R-CEN-1',
  notActive: 'R-ACC-1',
  otherRole: 'R-CEN-1',
  startsInPast: 'R-DAY-3',
  endsBeforeStart: 'R-DAY-3',
  permanentWithoutReason: 'R-DAY-3',
  notProposed: 'R-CEN-1',
  sameAdministrator: 'R-CEN-1',
  lapsed: 'R-JML-2',
  notInForce: 'R-CEN-1',
  endingAlready: 'R-CEN-1',
  notEnding: 'R-CEN-1',
  lastAdministrator: 'R-CEN-1',
  changedMeanwhile: 'R-CEN-1',
} as const
export type RoleRefusal = keyof typeof ROLE_REFUSALS
export type RoleRefused = { refused: RoleRefusal }

const no = (refused: RoleRefusal): RoleRefused => ({ refused })

/** What bars the actor from any of it: a role at the centre, held by a person, is what opens this. */
function doorOf({ actor }: RoleFacts): RoleRefusal | null {
  return actor.person !== null && isOfCentre(actor.authority) ? null : 'notCentral'
}

/** What bars the candidate: the role is one of an account in use, and ends with the last post. */
function candidateFault({ actor, candidate, today }: RoleFacts): RoleRefusal | null {
  if (candidate.person === actor.person) return 'toSelf'
  if (currentPosts(candidate.posts, today).length === 0) return 'withoutPost'
  return candidate.account === 'active' ? null : 'notActive'
}

/** Undecided for two weeks, a proposal is as good as withdrawn, whether it is to give or to end. */
export const roleLapsed = ({ since }: Pick<StandingRole, 'since'>, today: Day): boolean => today > lastDayToDecide(since)

const isOver = ({ to }: Pick<StandingRole, 'to'>, today: Day): boolean => to !== null && to < today

/** Who has proposed to end the role, where that waits for an answer. */
export const endingBy = (role: Pick<StandingRole, 'state' | 'endingBy' | 'since'>, today: Day): string | null =>
  (role.state === 'active' && !roleLapsed(role, today) ? role.endingBy : null)

/** A role is proposed: it gives nothing until another administrator agrees. That nobody has both, the database holds too. */
export function decideProposing(facts: RoleFacts, wish: DecisionPeriod & { reason: string }): { proposed: true } | RoleRefused {
  const fault = doorOf(facts) ?? candidateFault(facts) ?? periodFault(wish, wish.reason, facts.today)
  return fault === null ? { proposed: true } : no(fault)
}

function proposalFault({ today }: RoleFacts, role: StandingRole): RoleRefusal | null {
  if (role.state !== 'proposed') return 'notProposed'
  return roleLapsed(role, today) || isOver(role, today) ? 'lapsed' : null
}

/** Another administrator agrees: the role is in force from now on, or from the day that it names. */
export function decideAgreeing(facts: RoleFacts, role: StandingRole): DecisionPeriod | RoleRefused {
  const { actor, today } = facts
  const fault = doorOf(facts) ?? proposalFault(facts, role) ?? (role.givenBy === actor.person ? 'sameAdministrator' : null)
    ?? candidateFault(facts)
  return fault === null ? { from: role.from < today ? today : role.from, to: role.to } : no(fault)
}

/** Another does not agree, or whoever proposed it takes it back. */
export function decideDeclining(facts: RoleFacts, role: StandingRole): { withdrawn: boolean } | RoleRefused {
  const fault = doorOf(facts) ?? proposalFault(facts, role)
  return fault === null ? { withdrawn: role.givenBy === facts.actor.person } : no(fault)
}

function lastFault({ otherAdministrators }: RoleFacts, { role }: StandingRole): RoleRefusal | null {
  return role === 'central' && otherAdministrators === 0 ? 'lastAdministrator' : null
}

const inForceFault = ({ today }: RoleFacts, role: StandingRole): RoleRefusal | null =>
  (role.state !== 'active' || isOver(role, today) ? 'notInForce' : null)

/**
 * To end a role is proposed as well: alone, one could end all others, and whoever audits them. One's own is laid down at once
 * (`ends`); the last administrator's cannot end.
 */
export function decideEnding(facts: RoleFacts, role: StandingRole): { ends: boolean } | RoleRefused {
  const own = facts.actor.person === role.person
  const fault = doorOf(facts) ?? inForceFault(facts, role)
    ?? (!own && endingBy(role, facts.today) !== null ? 'endingAlready' : null) ?? lastFault(facts, role)
  return fault === null ? { ends: own } : no(fault)
}

function endingFault(facts: RoleFacts, role: StandingRole): RoleRefusal | null {
  const barred = doorOf(facts) ?? inForceFault(facts, role)
  if (barred !== null) return barred
  return endingBy(role, facts.today) === null ? 'notEnding' : null
}

/** Another administrator agrees to the end; the one whose role it is may do so, too. */
export function decideAgreeingToEnd(facts: RoleFacts, role: StandingRole): { ends: true } | RoleRefused {
  const fault = endingFault(facts, role) ?? (role.endingBy === facts.actor.person ? 'sameAdministrator' : null) ?? lastFault(facts, role)
  return fault === null ? { ends: true } : no(fault)
}

/** The role stays: another does not agree to its end, or whoever proposed that takes it back. Not who has the role. */
export function decideKeeping(facts: RoleFacts, role: StandingRole): { withdrawn: boolean } | RoleRefused {
  const fault = endingFault(facts, role) ?? (role.person === facts.actor.person ? 'toSelf' : null)
  return fault === null ? { withdrawn: role.endingBy === facts.actor.person } : no(fault)
}
