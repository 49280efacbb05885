// The only way to change facts, decisions, accounts and configuration: a transaction that carries its audit event.
// The database holds to the same law by itself (db/migrations/0002-audit.sql); the types here say it earlier.
import { setTimeout as pause } from 'node:timers/promises'
import type { Transaction } from 'kysely'
import { outcomeOf } from '../core/audit.ts'
import type { AuditEvent } from '../core/audit.ts'
import type { Database } from './database.ts'
import { mayTryAgain } from './faults.ts'
import type { Tables } from './tables.ts'

declare const recordedEvent: unique symbol
/** The number of an event that stands in this very transaction: what rows name as their `event_id`. */
export type EventId = string & { readonly [recordedEvent]: true }

/** Who acts, from where. */
export type Origin = {
  /** Who is signed in, in which standing, from which agency; no person in a session of an agency's card. */
  actor: {
    personId: string | null, standing: string | null, agency: string | null
    /** The holder of an agency's card whose account is not active: nobody knows whether it is true (R-CRT-5). */
    unverified?: true
  } | null
  sessionId: string | null
  /** The job, command or step that acts where nobody is signed in. */
  process: string | null
  address: string | null
  requestId: string | null
}

/** The origin of what a job or a command does by itself. */
export const processOrigin = (process: string): Origin =>
  ({ actor: null, sessionId: null, process, address: null, requestId: null })

/** An open transaction. */
export type Change = {
  db: Transaction<Tables>
  origin: Origin
  /** Writes the event now, where rows of the same transaction are to name it. */
  record(event: AuditEvent): Promise<EventId>
}

/** What an act answers: its result, and its event (or the number of one that it has recorded already). */
export type Outcome<R> = { result: R, event: AuditEvent | EventId }

// A deadlock or a version that came first is over at the second try; what fails thrice is no coincidence.
const TRIES = 4
const PAUSE_MILLISECONDS = 20

/**
 * Runs the act in one transaction and commits what it wrote together with its event. After a serialization failure or
 * a deadlock the whole act runs again, so it may do nothing outside the transaction. What it throws rolls all back.
 */
export async function change<R>(
  database: Pick<Database, 'unaudited'>, origin: Origin, act: (tx: Change) => Promise<Outcome<R>>,
): Promise<R> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await database.unaudited.transaction().execute(async (db) => {
        const tx: Change = { db, origin, record: (event) => insertEvent(db, origin, event) }
        const { result, event } = await act(tx)
        if (typeof event !== 'string') await tx.record(event)
        return result
      })
    } catch (error) {
      if (tried >= TRIES || !mayTryAgain(error)) throw error
      // Uneven, so that two that met do not meet again.
      await pause(PAUSE_MILLISECONDS * tried * (0.5 + Math.random()))
    }
  }
}

/**
 * What an act answers when it refuses: the refusal is its result, and an event of its own, committed with whatever the
 * act has written until then (a failure counted; so decide before writing anything else).
 */
export function refused<R extends { refused: string }>(event: AuditEvent, refusal: R): Outcome<R> {
  return { result: refusal, event: { ...event, outcome: 'refused', refusal: refusal.refused } }
}

/** Records a refusal in a transaction of its own: for what a constraint refused, which ended the act's transaction. */
export function refuse<R extends { refused: string }>(
  database: Pick<Database, 'unaudited'>, origin: Origin, event: AuditEvent, refusal: R,
): Promise<R> {
  return change(database, origin, async () => refused(event, refusal))
}

async function insertEvent(db: Transaction<Tables>, origin: Origin, event: AuditEvent): Promise<EventId> {
  const { id } = await db.insertInto('audit_event').values({
    code: event.code,
    outcome: outcomeOf(event),
    actor_person_id: origin.actor?.personId ?? null,
    actor_standing: origin.actor?.standing ?? null,
    actor_agency: origin.actor?.agency ?? null,
    actor_unverified: origin.actor?.unverified ?? false,
    actor_process: origin.process,
    session_id: origin.sessionId,
    agency: event.agency ?? null,
    person_id: event.person ?? null,
    application: event.application ?? null,
    detail: JSON.stringify({ ...event.detail, ...(event.refusal === undefined ? {} : { refusal: event.refusal }) }),
    address: origin.address,
    request_id: origin.requestId,
  }).returning('id').executeTakeFirstOrThrow()
  return id as EventId
}
