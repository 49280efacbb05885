// What makes up an answer of the law: the reasons for which one may, and the conditions one misses (R-USE-7).
import type { Day } from './days.ts'
import type { Receiver } from './facts.ts'
import type { AgencyCode, HeldStanding, Post, Standing } from './standing.ts'

/** What the right at an agency rests on by itself (R-USE-1, R-USE-2): birth, or a grant to one of three receivers. */
export type Ground =
  | { by: 'birthright'; needed: Standing; held: HeldStanding }
  | { by: 'grant'; grant: string; receiver: Extract<Receiver, { to: 'person' }>; post: Post }
  | { by: 'grant'; grant: string; receiver: Extract<Receiver, { to: 'group' }>; membership: string; post: Post }
  | { by: 'grant'; grant: string; receiver: Extract<Receiver, { to: 'standing' }>; held: HeldStanding }

/** By a duty (R-USE-3): which, the acting agency, what makes the person 人事人員 there, and the right that is held there. */
export type DutyGround = { by: 'duty'; duty: string; acting: AgencyCode; held: HeldStanding; underlying: Ground }

/**
 * One reason why a person may use a category of an application on behalf of `agency`. It holds from the latest start
 * to the earliest inclusive end of all that it rests on (posts, grant, membership, duty); `until` is null when all are open.
 */
export type Reason = {
  application: string
  category: string
  agency: AgencyCode
  from: Day
  until: Day | null
  ground: Ground | DutyGround
}

/** A decision that would give the right and does not yet, or not any more. */
export type DecisionRef = { decision: 'grant' | 'membership' | 'duty'; id: string; agency: AgencyCode; category: string }

/** A condition one misses. The closed list, in the order of what has to be done for it: see `src/core/missing.ts`. */
export type Missing =
  | { missing: 'notInService' }
  | { missing: 'accountNotActive'; state: 'pending' | 'disabled' | 'none' }
  /** `startsOn`: the first day of the next post that is known. */
  | { missing: 'noCurrentPost'; startsOn: Day | null }
  | { missing: 'agencyNotLive'; agency: AgencyCode }
  | { missing: 'outsideAgencyRoot'; agency: AgencyCode; root: AgencyCode }
  | ({ missing: 'startsLater'; day: Day } & DecisionRef)
  /** Suspended, or the post that it rests on has ended and nobody has looked at it yet (R-USE-8, R-JML-1). */
  | ({ missing: 'awaitsConfirmation' } & DecisionRef)
  /** Given by one manager, and another has to agree before it gives anything. */
  | ({ missing: 'awaitsSecondManager' } & DecisionRef)
  | ({ missing: 'expired'; day: Day } & DecisionRef)
  /** `managers`: the agencies whose supervisors may give it, nearest first. */
  | { missing: 'grantByManager'; agency: AgencyCode; category: string; managers: AgencyCode[] }
  | { missing: 'standing'; standing: Standing; agency: AgencyCode; category: string }
  | { missing: 'grantByCentre'; agency: AgencyCode; category: string }
  /** No category of it can be handed out to anybody (R-USE-4, R-GRT-2). */
  | { missing: 'nobodyGives' }

/** The answer for one application: reasons, or else what is missing, nearest first. Exactly one list is empty. */
export type ApplicationAnswer = { application: string; reasons: Reason[]; missing: Missing[] }

function groundId(ground: Ground): string {
  if (ground.by === 'birthright') return `birthright:${ground.held.post.id}`
  if ('membership' in ground) return `grant:${ground.grant}:member:${ground.membership}`
  return `grant:${ground.grant}:${'held' in ground ? ground.held.post.id : ground.post.id}`
}

/** A text that tells reasons of the same person, application, category and agency apart; the lists of the store use it. */
export function reasonId(reason: Reason): string {
  const { ground } = reason
  return ground.by === 'duty' ? `duty:${ground.duty}:${groundId(ground.underlying)}` : groundId(ground)
}
