// The steps of F000199: 「送出申請」「同意」「不同意」「核定」「退回」「撤回」 (R-DUTY-4). The last one makes the duty.
import { decideStep, proveRequest } from '../../core/duty-requests.ts'
import { wayText } from '../../core/scope.ts'
import { change, refused } from '../../store/change.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { lockPair } from './duty-sight.ts'
import { findRequest, lastSent } from './find-request.ts'
import { tellSides } from './tell-sides.ts'
import { planDetail, writeDuty } from './write-duty.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { DutyPlan, DutySight } from '../../core/duties.ts'
import type { DutyStepKind, DutyStepRefusal, DutyStepWay } from '../../core/duty-requests.ts'
import type { Told } from '../../core/told.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { FoundRequest } from './find-request.ts'
import type { NoPerson } from './set-up-duty.ts'

const NOTHING: DutyPlan = { begin: [], alter: [], end: [] }

/** Who says no says why. */
const NEEDS_NOTE: ReadonlySet<DutyStepKind> = new Set(['decline', 'return'])
/** What goes on is proved anew; who says no or takes back need not show that it would hold. */
const PROVED: ReadonlySet<DutyStepKind> = new Set(['send', 'agree', 'decide'])

const CODES = {
  send: 'duty.request-sent', agree: 'duty.request-agreed', decline: 'duty.request-declined', return: 'duty.request-returned',
  withdraw: 'duty.request-withdrawn',
} as const

function eventOf(kind: DutyStepKind, request: FoundRequest, plan: DutyPlan, way: string): AuditEvent {
  const { pair, number, duty, wish: { from, to } } = request
  const round = request.round + (kind === 'send' ? 1 : 0)
  const common = { request: number, acting: pair.acting, way }
  if (kind === 'decide') {
    return {
      code: 'duty.request-decided', agency: pair.served, detail: { ...common, duty, ...planDetail(plan), after: { from, to } },
    }
  }
  return { code: CODES[kind], agency: pair.served, detail: { ...common, round } }
}

const TOLD = {
  send: 'duty-request.drafted', agree: 'duty-request.agreed', decline: 'duty-request.disagreed',
  decide: 'duty-request.decided', return: 'duty-request.returned', withdraw: 'duty-request.withdrawn',
} as const satisfies Record<DutyStepKind, Told['kind']>

/** What both sides are told; null of a draft that is withdrawn before the other side ever heard of it. */
function toldOf(kind: DutyStepKind, request: FoundRequest, note: string | null): Told | null {
  const { id, pair, contents } = request
  const content = kind === 'send' ? contents.at(-1)! : lastSent(request)
  if (content === null) return null
  const { applications, from, to, reason } = content
  const over = kind === 'decide' || kind === 'withdraw'
  return {
    kind: TOLD[kind], ...pair, applications, from, to, reason, note,
    ...(over ? {} : { path: `/manage/duties/requests/${id}` as const }),
  }
}

/** `seen`, `content`: the step and content that the actor had read, so that nobody agrees to what they have not seen. */
export type WantedStep = { id: string; kind: DutyStepKind; note: string | null; seen: number; content: number; today: Day }
export type StepRefused = DutyStepRefusal | NoPerson | { refused: 'unknown' }

/** Takes the step; `duty` is what the last one made. `unknown`: there is no such request, or it is not this actor's. */
export async function takeStep(
  database: Database, origin: Origin, actor: Actor, { id, kind, note, seen: read, content, today }: WantedStep,
): Promise<{ taken: DutyStepKind; duty: string | null } | StepRefused> {
  const seen = await findRequest(database.read, actor.authority, id, today)
  if (seen === null) return { refused: 'unknown' }
  return change<{ taken: DutyStepKind; duty: string | null } | StepRefused>(database, origin, async (tx) => {
    await lockPair(tx, seen.request.pair)
    const { personId, authority } = await stillManaging(tx, actor, today)
    const found = await findRequest(tx.db, authority, id, today)
    const { request, sight } = found ?? seen
    const no = <R extends StepRefused>(refusal: R) => refused(eventOf(kind, request, NOTHING, ''), refusal)
    if (found === null) return no({ refused: 'unknown' })
    if (personId === null) return no({ refused: 'noPerson' })
    const way = decideStep(kind, request, { person: personId, authority }, sight.tree, today)
    if ('refused' in way) return no(way)
    if (request.step !== read || request.content !== content) return no({ refused: 'outOfTurn' })
    if (note === null && NEEDS_NOTE.has(kind)) return no({ refused: 'noteMissing' })
    const plan = PROVED.has(kind) ? proveRequest(request, sight) : NOTHING
    if ('refused' in plan) return no(plan)
    const event = await tx.record(eventOf(kind, request, plan, wayText(way.way)))
    await writeStep(tx, event, request, { kind, note, person: personId, way })
    if (kind === 'decide') await makeDuty(tx, event, request, sight, plan)
    const told = toldOf(kind, request, note)
    if (told !== null) await tellSides(tx, event, request.pair, today, told, true)
    return { result: { taken: kind, duty: kind === 'decide' ? request.duty : null }, event }
  })
}

async function writeStep(
  { db }: Change, event: EventId, request: FoundRequest,
  { kind, note, person, way }: { kind: DutyStepKind; note: string | null; person: string; way: DutyStepWay },
): Promise<void> {
  await db.insertInto('duty_request_step').values({
    request_id: request.id, step: request.step + 1, round: request.round + (kind === 'send' ? 1 : 0), kind,
    content: request.content, person_id: person, way: wayText(way.way), agency_code: way.agency, note, event_id: event,
  }).execute()
}

/** The giver is who asked for it: the centre decides whether it may be, the side that drafted gives it. */
async function makeDuty(tx: Change, event: EventId, request: FoundRequest, { lines }: DutySight, plan: DutyPlan): Promise<void> {
  const { duty, pair, steps, contents } = request
  const sender = steps.findLast(({ kind }) => kind === 'send')!
  await writeDuty(tx, event, { duty, pair, plan, lines, reason: contents.at(-1)!.reason, giver: sender.person })
}
