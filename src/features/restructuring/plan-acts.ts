/**
 * What central administrators do with a plan: draft it, change what it says, send it, and as a second person approve or return
 * it; withdraw it, and undo it before its day. Each act loads, asks core, writes, and leaves an event; a refusal is one, too.
 */
import { sql } from 'kysely'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import { maskNationalIdsIn } from '../../core/national-id.ts'
import { planProblems, whyNot } from '../../core/restructuring.ts'
import type { Authority } from '../../core/scope.ts'
import type { PlannedAgency, PlanProblem, RestructuringAct, StepRefusal } from '../../core/restructuring.ts'
import { change, refused } from '../../store/change.ts'
import type { Change, EventId, Origin, Outcome } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import { stillOfCentre } from '../../store/still-managing.ts'
import { takeAgencyTurn } from '../agencies/agency-rows.ts'
import { takeTurn } from '../feeds/apply-feed.ts'
import { takeTime } from '../feeds/feed-at-work.ts'
import { drawUp } from './draw-up.ts'
import { keepEffect } from './plan-effect.ts'
import { loadPlanFacts } from './plan-facts.ts'
import { takePlan } from './plan-rows.ts'
import type { StoredPlan } from './plan-rows.ts'
import { tellMoved, tellUndone } from './tell-moved.ts'
import { takeBack, writePlan } from './write-plan.ts'

/** Who acts: a person of the centre (the routes let nobody else come so far). */
export type PlanActor = { personId: string; authority: Authority }

export type PlanRefusal = { refused: StepRefusal | 'notCentral' | 'unknown' | 'changedMeanwhile' | 'hasProblems' | 'noteMissing'; problems?: PlanProblem[] }
export type PlanDone = { done: true }

/** `version`: of the plan that the actor looked at. */
type Looked = { id: string; version: number }

/** What a new plan says of itself. */
export type PlanHead = { title: string; reason: string | null; day: Day }

/** Drafts a plan; answers its id. `source`: the agency file that it was found in. */
export async function insertPlan(
  tx: Change, head: PlanHead, agencies: readonly PlannedAgency[], { draftedBy, source }: { draftedBy: string | null; source: string | null },
): Promise<{ id: string; event: EventId }> {
  const { title, reason, day } = head
  const { id } = await tx.db.insertInto('restructuring').values({ title, reason, day, source, drafted_by: draftedBy })
    .returning('id').executeTakeFirstOrThrow()
  const event = await tx.record({ code: 'restructuring.drafted', detail: { restructuring: id, title, day, source: source ?? '' } })
  for (const agency of agencies) await putAgency(tx, id, agency)
  return { id, event }
}

export function draftPlan(database: Database, origin: Origin, { personId }: PlanActor, head: PlanHead): Promise<{ id: string }> {
  return change(database, origin, async (tx) => {
    const { id, event } = await insertPlan(tx, head, [], { draftedBy: personId, source: null })
    return { result: { id }, event }
  })
}

/** Writes what the plan says of one agency, in place of what it said. */
export async function putAgency({ db }: Change, id: string, agency: PlannedAgency): Promise<void> {
  const successors = agency.role === 'ends' ? [...agency.successors] : []
  const fields = agency.role === 'ends' ? {} : agency.fields
  await db.deleteFrom('restructuring_agency').where('restructuring_id', '=', id).where('agency_code', '=', agency.code)
    .where('role', '<>', agency.role).execute()
  await db.insertInto('restructuring_agency').values({
    restructuring_id: id, agency_code: agency.code, role: agency.role, successors, fields: JSON.stringify(fields),
  }).onConflict((conflict) => conflict.columns(['restructuring_id', 'agency_code'])
    .doUpdateSet({ successors, fields: JSON.stringify(fields) })).execute()
  // Rules that lead where nothing leads any more say nothing.
  await sql`delete from restructuring_rule where restructuring_id = ${id} and agency_code = ${agency.code}
    and not successors <@ ${successors}::text[]`.execute(db)
}

type Edit = {
  what: string
  before: Record<string, string | number | null>
  after: Record<string, string | number | null>
  write: (tx: Change, plan: StoredPlan) => Promise<void>
}

/** Changes a draft; what was counted of it no longer holds. `edit` answers null where nothing would change. */
export function editPlan(
  database: Database, origin: Origin, actor: PlanActor, looked: Looked, today: Day, edit: (plan: StoredPlan) => Edit | null,
): Promise<PlanDone | PlanRefusal> {
  return change(database, origin, async (tx): Promise<Outcome<PlanDone | PlanRefusal>> => {
    const plan = await takePlan(tx, looked.id)
    const event = (said: Omit<Edit, 'write'>): AuditEvent => ({
      code: 'restructuring.changed', detail: { restructuring: looked.id, what: said.what, before: said.before, after: said.after },
    })
    const nothing = { what: '', before: {}, after: {} }
    if (!await stillOfCentre(tx, actor, today)) return refused(event(nothing), { refused: 'notCentral' as const })
    if (plan === null) return refused(event(nothing), { refused: 'unknown' as const })
    const why = whyNot('edit', plan, actor.personId, today) ?? (plan.version === looked.version ? null : 'changedMeanwhile')
    const wanted = edit(plan)
    if (why !== null) return refused<PlanRefusal>(event(wanted ?? nothing), { refused: why })
    if (wanted === null) return refused(event(nothing), { refused: 'changedMeanwhile' as const })
    await wanted.write(tx, plan)
    await tx.db.updateTable('restructuring').set({ version: plan.version + 1 }).where('id', '=', plan.id).execute()
    return { result: { done: true }, event: event(wanted) }
  })
}

type Step = {
  act: RestructuringAct
  /** A feed of its posts is applied with it: it waits, as long as that takes, until no other is, and only then asks. */
  appliesPosts?: true
  event: (plan: Pick<StoredPlan, 'id' | 'title' | 'day'>) => AuditEvent
  /** Beyond what core says of anybody's step. */
  refusal?: (tx: Change, plan: StoredPlan) => Promise<PlanRefusal | null>
  write: (tx: Change, plan: StoredPlan) => Promise<EventId | null>
}

function takeStep(
  database: Database, origin: Origin, actor: PlanActor, looked: Looked, today: Day, step: Step,
): Promise<PlanDone | PlanRefusal> {
  return change(database, origin, async (tx): Promise<Outcome<PlanDone | PlanRefusal>> => {
    await takeAgencyTurn(tx)
    const plan = await takePlan(tx, looked.id)
    if (step.appliesPosts === true) {
      await takeTime(tx.db)
      await takeTurn(tx.db)
    }
    if (!await stillOfCentre(tx, actor, today)) {
      return refused(step.event(plan ?? { id: looked.id, title: '', day: today }), { refused: 'notCentral' as const })
    }
    if (plan === null) return refused(step.event({ id: looked.id, title: '', day: today }), { refused: 'unknown' as const })
    const why = whyNot(step.act, plan, actor.personId, today) ?? (plan.version === looked.version ? null : 'changedMeanwhile')
    const refusal: PlanRefusal | null = why === null ? await step.refusal?.(tx, plan) ?? null : { refused: why }
    if (refusal !== null) return refused(step.event(plan), refusal)
    const event = await step.write(tx, plan)
    return { result: { done: true }, event: event ?? step.event(plan) }
  })
}

const WAY = 'central'
const named = ({ id, title, day }: Pick<StoredPlan, 'id' | 'title' | 'day'>) => ({ restructuring: id, title, day })

async function problemsOf(tx: Change, plan: StoredPlan, today: Day): Promise<PlanRefusal | null> {
  const problems = planProblems(plan, await loadPlanFacts(tx.db, plan.id, plan, today))
  return problems.length === 0 ? null : { refused: 'hasProblems', problems }
}

/** Sends it to the other central administrators. Nothing may speak against it. */
export function sendPlan(database: Database, origin: Origin, actor: PlanActor, looked: Looked, today: Day): Promise<PlanDone | PlanRefusal> {
  return takeStep(database, origin, actor, looked, today, {
    act: 'send',
    event: (plan) => ({ code: 'restructuring.sent', detail: named(plan) }),
    refusal: (tx, plan) => problemsOf(tx, plan, today),
    write: async ({ db }, { id }) => {
      await db.updateTable('restructuring').set({
        state: 'sent', sent_by: actor.personId, sent_at: sql<Date>`now()`, decided_by: null, decided_at: null, note: null,
      }).where('id', '=', id).execute()
      return null
    },
  })
}

const noteOf = (note: string): string => maskNationalIdsIn(note.trim())
const noteMissing = (note: string) => async (): Promise<PlanRefusal | null> => (note === '' ? { refused: 'noteMissing' } : null)

/** Gives it back to be amended, saying why. */
export function returnPlan(
  database: Database, origin: Origin, actor: PlanActor, looked: Looked & { note: string }, today: Day,
): Promise<PlanDone | PlanRefusal> {
  const note = noteOf(looked.note)
  return takeStep(database, origin, actor, looked, today, {
    act: 'return',
    event: ({ id, title }) => ({ code: 'restructuring.returned', detail: { restructuring: id, title, note } }),
    refusal: noteMissing(note),
    write: async ({ db }, { id }) => {
      await db.updateTable('restructuring').set({ state: 'draft', decided_by: actor.personId, decided_at: sql<Date>`now()`, note })
        .where('id', '=', id).execute()
      return null
    },
  })
}

/** Gives it up. */
export function withdrawPlan(
  database: Database, origin: Origin, actor: PlanActor, looked: Looked & { note: string }, today: Day,
): Promise<PlanDone | PlanRefusal> {
  const note = noteOf(looked.note)
  return takeStep(database, origin, actor, looked, today, {
    act: 'withdraw',
    event: ({ id, title }) => ({ code: 'restructuring.withdrawn', detail: { restructuring: id, title, note } }),
    write: async ({ db }, { id }) => {
      await db.updateTable('restructuring').set({ state: 'withdrawn', ...(note === '' ? {} : { note }) }).where('id', '=', id).execute()
      return null
    },
  })
}

/** Approves it: everything is written now, and holds on its day without anybody's hand. */
export function approvePlan(
  database: Database, origin: Origin, actor: PlanActor, looked: Looked & { note: string }, today: Day,
): Promise<PlanDone | PlanRefusal> {
  const note = noteOf(looked.note)
  const tried = (plan: Pick<StoredPlan, 'id' | 'title' | 'day'>): AuditEvent =>
    ({ code: 'restructuring.approved', detail: { ...named(plan), note, agencies: [], posts: 0, decisions: 0, way: WAY } })
  return takeStep(database, origin, actor, looked, today, {
    act: 'approve', appliesPosts: true, event: tried,
    refusal: (tx, plan) => problemsOf(tx, plan, today),
    write: (tx, plan) => approveIn(tx, plan, { person: actor.personId, note, today }),
  })
}

/** Approves within the caller's transaction, drawing the plan up once more by what is known now. */
export async function approveIn(
  tx: Change, plan: StoredPlan, { person, note, today }: { person: string; note: string; today: Day },
): Promise<EventId> {
  const { id } = plan
  // A city's worth of posts and decisions takes longer than a page's statements may.
  await sql`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)`.execute(tx.db)
  const facts = await loadPlanFacts(tx.db, id, plan, today)
  await drawUp(tx.db, plan, facts)
  await keepEffect(tx.db, plan, facts)
  const { rows: [drawn] } = await sql<{ posts: number; decisions: number }>`
    select (select count(*)::int from restructuring_post where restructuring_id = ${id}) as posts,
      (select count(distinct (kind, decision_id))::int from restructuring_decision where restructuring_id = ${id}) as decisions`.execute(tx.db)
  const event = await tx.record({ code: 'restructuring.approved', detail: {
    ...named(plan), note, agencies: plan.agencies.map(({ code }) => code), ...drawn!, way: WAY,
  } })
  const feed = await writePlan(tx, plan, facts, { event, approver: person, today })
  await tx.db.updateTable('restructuring').set({
    state: 'approved', decided_by: person, decided_at: sql<Date>`now()`, note: note === '' ? null : note, event_id: event, feed_id: feed,
  }).where('id', '=', id).execute()
  await tellMoved(tx, event, plan)
  return event
}

/** Undoes it before its day: every day is as it was, and nothing is deleted. */
export function undoPlan(
  database: Database, origin: Origin, actor: PlanActor, looked: Looked & { note: string }, today: Day,
): Promise<PlanDone | PlanRefusal> {
  const note = noteOf(looked.note)
  return takeStep(database, origin, actor, looked, today, {
    act: 'undo', appliesPosts: true,
    event: (plan) => ({ code: 'restructuring.undone', detail: { ...named(plan), note, way: WAY } }),
    refusal: noteMissing(note),
    write: async (tx, plan) => {
      const event = await tx.record({ code: 'restructuring.undone', detail: { ...named(plan), note, way: WAY } })
      await takeBack(tx, plan, { event, person: actor.personId, today })
      await tx.db.updateTable('restructuring').set({ state: 'undone', note }).where('id', '=', plan.id).execute()
      await tellUndone(tx, event, plan)
      return event
    },
  })
}
