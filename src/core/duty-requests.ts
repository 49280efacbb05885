// F000199 on line (R-DUTY-4): the request for a duty between two lines of government. Drafted by one side, agreed to by the
// other, decided by the centre, by three different persons; the duty exists only after the last.
import { dayInTaipei, daysBetween } from './days.ts'
import { applicationRefusal, enlargedBy, isStanding, isWithinOneLead, pairRefusal, planOf, wayOfParty } from './duties.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Day } from './days.ts'
import type { DutyPair, DutyPlan, DutyRefusal, DutySight, DutyWish } from './duties.ts'
import type { Authority, ManagementWay } from './scope.ts'
import type { AgencyCode } from './standing.ts'

export type DutySide = 'acting' | 'served'
export type DutyStepKind = 'send' | 'agree' | 'decline' | 'decide' | 'return' | 'withdraw'
export type DutyRequestState = 'draft' | 'sent' | 'agreed' | 'declined' | 'returned' | 'decided' | 'withdrawn'

/** One step taken, by whom, in which round. */
export type DutyStep = { kind: DutyStepKind; round: number; person: string }

/** A request as far as the law looks at it; `wish` is its latest content, `writers` are all who have written any. */
export type DutyRequest = {
  pair: DutyPair
  side: DutySide
  /** The duty that it makes, or (`amends`) changes. */
  duty: string
  amends: boolean
  state: DutyRequestState
  round: number
  touchedAt: Date
  wish: DutyWish
  writers: readonly string[]
  steps: readonly DutyStep[]
}

/** Who wants to take a step. */
export type DutyRequestActor = { person: string; authority: Authority }

export type DutyStepRefusal = DutyRefusal | {
  refused: 'expired' | 'outOfTurn' | 'samePerson' | 'notCentral' | 'notOtherSide' | 'notDraftingSide' | 'withinOneLead'
    | 'noteMissing'
}

/** How long a request waits for its next step. [ours] */
export const DUTY_REQUEST_DAYS = 30

/** The states from which a step may be taken. */
const FROM: Record<DutyStepKind, readonly DutyRequestState[]> = {
  send: ['draft', 'declined', 'returned'],
  agree: ['sent'],
  decline: ['sent'],
  decide: ['agreed'],
  return: ['agreed'],
  withdraw: ['draft', 'sent', 'agreed', 'declined', 'returned'],
}

const OPEN: readonly DutyRequestState[] = FROM.withdraw

/** Where the request stands today: it expires by waiting too long, or with the last day that it asks for (R-DAY-4). */
export function standingOfRequest(
  { state, touchedAt, wish }: Pick<DutyRequest, 'state' | 'touchedAt'> & { wish: Pick<DutyWish, 'to'> }, today: Day,
): DutyRequestState | 'expired' {
  if (!OPEN.includes(state)) return state
  const waited = daysBetween(dayInTaipei(touchedAt), today) > DUTY_REQUEST_DAYS
  return waited || (wish.to !== null && wish.to < today) ? 'expired' : state
}

/** The agency of the drafting side, and the other one. */
export function sidesOf({ pair, side }: Pick<DutyRequest, 'pair' | 'side'>): { drafting: AgencyCode; other: AgencyCode } {
  return side === 'acting' ? { drafting: pair.acting, other: pair.served } : { drafting: pair.served, other: pair.acting }
}

/** By which way, and for which agency (null: the centre), an actor takes a step. */
export type DutyStepWay = { way: ManagementWay; agency: AgencyCode | null }

function wayOfStep(
  kind: DutyStepKind, request: DutyRequest, { authority }: DutyRequestActor, tree: AgencyTree,
): DutyStepWay | DutyStepRefusal {
  const { drafting, other } = sidesOf(request)
  if (kind === 'decide' || kind === 'return') {
    const way = authority.ways.find((one) => one.way === 'central')
    if (way === undefined) return { refused: 'notCentral' }
    return { way, agency: null }
  }
  const mine = kind === 'send' || kind === 'withdraw'
  const way = mine ? wayOfParty(authority, drafting, other, tree) : wayOfParty(authority, other, drafting, tree)
  if (way !== null) return { way, agency: mine ? drafting : other }
  return { refused: mine ? 'notDraftingSide' : 'notOtherSide' }
}

/** Who has written any of it, or taken a step in this round: three different persons draft, agree and decide. */
function hasActed(person: string, request: DutyRequest): boolean {
  return request.writers.includes(person)
    || request.steps.some((step) => step.round === request.round && step.person === person)
}

/** Whether this actor may take the step now, and by which way; what is asked for is judged by `proveRequest`. */
export function decideStep(
  kind: DutyStepKind, request: DutyRequest, actor: DutyRequestActor, tree: AgencyTree, today: Day,
): DutyStepWay | DutyStepRefusal {
  const way = wayOfStep(kind, request, actor, tree)
  if ('refused' in way) return way
  const state = standingOfRequest(request, today)
  if (state === 'expired') return { refused: 'expired' }
  if (!FROM[kind].includes(state)) return { refused: 'outOfTurn' }
  const answers = kind === 'agree' || kind === 'decline' || kind === 'decide' || kind === 'return'
  return answers && hasActed(actor.person, request) ? { refused: 'samePerson' } : way
}

/** Whether this actor may write what is asked for anew, while the request is with the drafting side. */
export function decideAmend(
  request: DutyRequest, actor: DutyRequestActor, tree: AgencyTree, today: Day,
): DutyStepWay | DutyStepRefusal {
  return decideStep('send', request, actor, tree, today)
}

/** The steps that this actor may take now, in the order that they are offered. */
export function stepsOpenTo(
  request: DutyRequest, actor: DutyRequestActor, tree: AgencyTree, today: Day,
): DutyStepKind[] {
  const kinds: DutyStepKind[] = ['send', 'agree', 'decline', 'decide', 'return', 'withdraw']
  return kinds.filter((kind) => !('refused' in decideStep(kind, request, actor, tree, today)))
}

/**
 * What the request would write if it were decided today, or why it cannot be: everything is proved anew at each step. A
 * first day that has passed gives way to today (R-DAY-3).
 */
export function proveRequest(request: DutyRequest, sight: Omit<DutySight, 'authority'>): DutyPlan | DutyStepRefusal {
  const { pair, duty, amends, wish } = request
  const { today, lines } = sight
  const known: DutySight = { ...sight, pair, authority: { ways: [] } }
  const wrong = pairRefusal(known)
  if (wrong !== null) return wrong
  if (isWithinOneLead(pair, sight.tree)) return { refused: 'withinOneLead' }
  if (wish.to !== null && wish.to < today) return { refused: 'expired' }
  const own = lines.filter((line) => line.duty === duty && isStanding(line, today))
  if (amends && own.length === 0) return { refused: 'over' }
  const plan = planOf(duty, wish, known)
  const enlarged = enlargedBy(plan, duty, lines)
  if (enlarged.length === 0) return { refused: 'nothingChanged' }
  return applicationRefusal(enlarged, known, duty) ?? plan
}
