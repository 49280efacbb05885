// Acts on a role at the centre: 「提出」, 「同意」, 「不同意」 or 「撤回」, and the same of its end (R-CEN-1).
import { sql } from 'kysely'
import {
  decideAgreeing, decideAgreeingToEnd, decideDeclining, decideEnding, decideKeeping, decideProposing, roleLapsed,
} from '../../core/central-roles.ts'
import { change, refuse, refused } from '../../store/change.ts'
import { isExclusionViolation } from '../../store/faults.ts'
import { centralAdministrators } from '../../store/managers.ts'
import { tellPersons } from '../../store/notices.ts'
import { periodText } from '../../store/periods.ts'
import { stillManaging } from '../../store/still-managing.ts'
import { lockCentre } from './lock-centre.ts'
import { findRole, loadRoleFacts, writeRoleVersion } from './role-rows.ts'
import { rolePath } from './slice.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { CentralRole, RoleFacts, RoleRefused } from '../../core/central-roles.ts'
import type { Day } from '../../core/days.ts'
import type { ToldOfPeople } from '../../core/told-people.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { AccountActor } from './load-account-act.ts'
import type { FoundRole } from './role-rows.ts'

type Values = { from: Day; to: Day | null; reason: string }
const valuesOf = ({ from, to, reason }: Values) => ({ from, to, reason })
const WAY = 'central'

type RoleKind = Extract<ToldOfPeople['kind'], `role.${string}`>

/** Tells the one whose role it is, and all administrators, but who acts. `path`: where the others are to decide. */
async function tell(
  tx: Change, event: EventId, kind: RoleKind, { id, role, person, ...values }: Values & { id: string; role: CentralRole; person: string },
  { note = null, waits = false, today, silent = false }: { note?: string | null; waits?: boolean; today: Day; silent?: boolean },
): Promise<void> {
  const said = { kind, role, ...valuesOf(values), note }
  const others = (await centralAdministrators(tx.db, today)).filter((one) => one !== person)
  await tellPersons(tx, event, others, { ...said, person, ...(waits ? { path: rolePath(id) } : {}) })
  if (!silent) await tellPersons(tx, event, [person], said)
}

export type RoleWish = Values & { person: string; role: CentralRole; today: Day }

function proposal({ person, role, ...wish }: RoleWish, id: string): AuditEvent<'role.proposed'> {
  return { code: 'role.proposed', person, detail: { assignment: id, role, after: valuesOf(wish), way: WAY } }
}

/** What nobody decided in time takes up no days: it ends where they are asked for anew. */
async function endLapsed(tx: Change, person: string, today: Day, event: EventId): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from central_role where person_id = ${person} and state = 'proposed' and upper_inf(recorded)`.execute(tx.db)
  for (const { id } of rows) {
    const role = await findRole(tx.db, id)
    if (role !== null && roleLapsed(role, today)) await writeRoleVersion(tx, role, { ...role, state: 'ended' }, event)
  }
}

/** Proposes a role for the person (an id of one that is there), or refuses. */
export async function proposeRole(
  database: Database, origin: Origin, actor: AccountActor, wish: RoleWish,
): Promise<{ id: string } | RoleRefused> {
  const { person, role, from, to, reason, today } = wish
  try {
    return await change<{ id: string } | RoleRefused>(database, origin, async (tx) => {
      await lockCentre(tx)
      const decided = decideProposing(await loadRoleFacts(tx.db, await stillManaging(tx, actor, today), person, today), wish)
      if ('refused' in decided) return refused(proposal(wish, ''), decided)
      const { rows: [made] } = await sql<{ id: string }>`select gen_random_uuid() as id`.execute(tx.db)
      const { id } = made!
      const event = await tx.record(proposal(wish, id))
      await endLapsed(tx, person, today, event)
      await tx.db.insertInto('central_role').values({
        id, person_id: person, role, valid: periodText({ from, to }), state: 'proposed', reason, given_by: actor.personId, event_id: event,
      }).execute()
      // Who shall have it hears of it when it is so.
      await tell(tx, event, 'role.proposed', { id, role, person, from, to, reason }, { waits: true, today, silent: true })
      return { result: { id }, event }
    })
  } catch (error) {
    // They have a role on some of those days, or one is proposed.
    if (!isExclusionViolation(error)) throw error
    return refuse<RoleRefused>(database, origin, proposal(wish, ''), { refused: 'otherRole' })
  }
}

/** What may be done to a role that stands; `note`: why. */
export type RoleAct = 'agree' | 'decline' | 'end' | 'agreeToEnd' | 'keep'
export type OnRole = { id: string; version: number; act: RoleAct; note: string; today: Day }

/** How an act goes: what the law says, what is recorded, and what is written and told. */
type Step = {
  decide: (facts: RoleFacts, role: FoundRole) => object | RoleRefused
  event: (parts: Parts) => AuditEvent
  write: (tx: Change, event: EventId, parts: Parts) => Promise<void>
}
type Parts = { role: FoundRole; act: OnRole; decided: Record<string, unknown>; actor: string }

const subjects = ({ id, person, role, ...values }: FoundRole) =>
  ({ person, detail: { assignment: id, role, before: valuesOf(values), way: WAY } })

const withNote = (code: 'role.declined' | 'role.kept') => ({ role, act: { note }, decided }: Parts): AuditEvent => {
  const { detail, person } = subjects(role)
  return { code, person, detail: { ...detail, note, withdrawn: decided['withdrawn'] === true } }
}

const ended = ({ role, act: { note } }: Parts): AuditEvent => {
  const { detail, person } = subjects(role)
  return { code: 'role.ended', person, detail: { ...detail, reason: note === '' ? role.endingReason ?? '' : note } }
}

const noteOf = ({ act: { note } }: Parts): string | null => (note === '' ? null : note)

const STEPS: Readonly<Record<RoleAct, Step>> = {
  agree: {
    decide: decideAgreeing,
    event: ({ role, decided }) => {
      const { detail, person } = subjects(role)
      const { from = role.from, to = role.to } = decided as Partial<Values>
      return { code: 'role.given', person, detail: { ...detail, after: { from, to, reason: role.reason } } }
    },
    write: async (tx, event, parts) => {
      const { role, decided, actor, act: { today } } = parts
      const { from, to } = decided as Values
      await writeRoleVersion(tx, role, { from, to, state: 'active', endingBy: null, endingReason: null, confirmedBy: actor }, event)
      await tell(tx, event, 'role.given', { ...role, from, to }, { note: noteOf(parts), today })
    },
  },
  decline: {
    decide: decideDeclining,
    event: withNote('role.declined'),
    write: async (tx, event, parts) => {
      const { role, act: { today } } = parts
      await writeRoleVersion(tx, role, { ...role, state: 'ended' }, event)
      await tell(tx, event, 'role.declined', role, { note: noteOf(parts), today, silent: true })
    },
  },
  end: {
    decide: decideEnding,
    event: (parts) => {
      if (parts.decided['ends'] === true) return ended(parts)
      const { detail, person } = subjects(parts.role)
      return { code: 'role.ending-proposed', person, detail: { ...detail, reason: parts.act.note } }
    },
    write: async (tx, event, parts) => {
      const { role, decided, actor, act: { note, today } } = parts
      const ends = decided['ends'] === true
      await writeRoleVersion(tx, role, { ...role, state: ends ? 'ended' : 'active', endingBy: actor, endingReason: note }, event)
      await tell(tx, event, ends ? 'role.ended' : 'role.ending-proposed', role, { note, waits: !ends, today })
    },
  },
  agreeToEnd: {
    decide: decideAgreeingToEnd,
    event: ended,
    write: async (tx, event, parts) => {
      const { role, actor, act: { today } } = parts
      await writeRoleVersion(tx, role, { ...role, state: 'ended', endedBy: actor }, event)
      await tell(tx, event, 'role.ended', role, { note: noteOf(parts) ?? role.endingReason, today })
    },
  },
  keep: {
    decide: decideKeeping,
    event: withNote('role.kept'),
    write: async (tx, event, parts) => {
      const { role, act: { today } } = parts
      await writeRoleVersion(tx, role, { ...role, endingBy: null, endingReason: null }, event)
      await tell(tx, event, 'role.kept', role, { note: noteOf(parts), today })
    },
  },
}

/** Does the act, or refuses. */
export async function changeRole(
  database: Database, origin: Origin, actor: AccountActor, act: OnRole,
): Promise<{ done: true } | RoleRefused> {
  const there = await findRole(database.read, act.id)
  if (there === null) return { refused: 'notFound' }
  const { decide, event: eventOf, write } = STEPS[act.act]
  return change<{ done: true } | RoleRefused>(database, origin, async (tx) => {
    await lockCentre(tx)
    // As whatever else closes its versions does: the first is always there.
    await sql`select from central_role where id = ${act.id} and version = 1 for update`.execute(tx.db)
    const role = await findRole(tx.db, act.id) ?? there
    const parts = (decided: Record<string, unknown>): Parts => ({ role, act, decided, actor: actor.personId ?? '' })
    const facts = await loadRoleFacts(tx.db, await stillManaging(tx, actor, act.today), role.person, act.today)
    const decided = role.version === act.version ? decide(facts, role) : { refused: 'changedMeanwhile' as const }
    if ('refused' in decided) return refused(eventOf(parts({})), decided as RoleRefused)
    const event = await tx.record(eventOf(parts(decided as Record<string, unknown>)))
    await write(tx, event, parts(decided as Record<string, unknown>))
    return { result: { done: true }, event }
  })
}
