// Sending a card, and taking it back before it arrives.
import { sql } from 'kysely'
import { startOfDayInTaipei } from '../../core/days.ts'
import { decideSending, dueAt, greetingState } from '../../core/greetings.ts'
import { UUID } from '../../core/uuid.ts'
import { change, refused } from '../../store/change.ts'
import { addJob } from '../../store/jobs.ts'
import { DELIVER } from './deliver.ts'
import { lockPerson } from './lock-person.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { SendingRefusal, SentToday } from '../../core/greetings.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { GreetingSlice } from './slice.ts'

export type Sending = { actor: PersonActor; now: Date; today: Day }
/** `sentAlready`: pressed twice; it is one card. `changed`: it is no longer what was looked at. */
export type SendRefusal = SendingRefusal | 'notFound' | 'sentAlready' | 'changed'
export type SendAnswer = { sent: string } | { refused: SendRefusal }

type Row = { version: number; picture: string | null; written: boolean; deliverOn: Day | null; receivers: number; sent: boolean }

async function lockOwn({ db }: Change, person: string, id: string): Promise<Row | null> {
  const { rows: [row] } = await sql<Row>`
    select version, picture, words_sealed is not null as written, deliver_on::text as "deliverOn", sent_at is not null as sent,
      (select count(*)::int from greeting_receiver r where r.greeting_id = g.id) as receivers
    from greeting g where id = ${UUID.test(id) ? id : null}::uuid and sender_id = ${person} for update`.execute(db)
  return row ?? null
}

async function sentToday({ db }: Change, person: string, today: Day): Promise<SentToday> {
  const { rows: [row] } = await sql<SentToday>`select count(*)::int as cards, coalesce(sum(receivers), 0)::int as receivers
    from greeting where sender_id = ${person} and sent_at >= ${startOfDayInTaipei(today)}`.execute(db)
  return row!
}

/** Sends the card that was looked at, or says why not. */
export function sendGreeting(
  { database, limits }: GreetingSlice, origin: Origin, { actor, now, today }: Sending, { id, version }: { id: string; version: number },
): Promise<SendAnswer> {
  const person = actor.personId
  return change<SendAnswer>(database, origin, async (tx) => {
    await lockPerson(tx.db, person)
    const card = await lockOwn(tx, person, id)
    const on = card?.deliverOn ?? today
    const event: AuditEvent<'greeting.sent'> = {
      code: 'greeting.sent', person, detail: { greeting: card === null ? '' : id, receivers: card?.receivers ?? 0, on },
    }
    if (card === null) return refused(event, { refused: 'notFound' as const })
    if (card.sent) return refused(event, { refused: 'sentAlready' as const })
    if (card.version !== version) return refused(event, { refused: 'changed' as const })
    const bar = decideSending(card, { today, sent: await sentToday(tx, person, today), most: limits.day })
    if (bar !== null) return refused(event, { refused: bar })
    await tx.db.updateTable('greeting').set({
      sent_at: sql<Date>`now()`, deliver_on: on, sender_agency: actor.chosen?.agencyCode ?? null, receivers: card.receivers,
      due_at: dueAt(card.deliverOn, today, now),
    }).where('id', '=', id).execute()
    if (on === today) await addJob(tx, DELIVER, {}, { key: DELIVER })
    return { result: { sent: id }, event }
  })
}

export type TakeBackRefusal = 'notFound' | 'deliveredAlready' | 'takenBackAlready'

/** Takes a card back that has not arrived yet. */
export function takeBack(
  database: Database, origin: Origin, person: string, id: string,
): Promise<{ takenBack: true } | { refused: TakeBackRefusal }> {
  return change<{ takenBack: true } | { refused: TakeBackRefusal }>(database, origin, async (tx) => {
    const { rows: [card] } = await sql<{ deliveredAt: Date | null; takenBackAt: Date | null }>`
      select delivered_at as "deliveredAt", taken_back_at as "takenBackAt" from greeting
      where id = ${UUID.test(id) ? id : null}::uuid and sender_id = ${person} and sent_at is not null for update`.execute(tx.db)
    const event: AuditEvent<'greeting.taken-back'> = {
      code: 'greeting.taken-back', person, detail: { greeting: card === undefined ? '' : id, why: 'bySender' },
    }
    if (card === undefined) return refused(event, { refused: 'notFound' as const })
    const state = greetingState(card)
    if (state === 'delivered') return refused(event, { refused: 'deliveredAlready' as const })
    if (state === 'takenBack') return refused(event, { refused: 'takenBackAlready' as const })
    await tx.db.updateTable('greeting').set({ taken_back_at: sql<Date>`now()` }).where('id', '=', id).execute()
    return { result: { takenBack: true as const }, event }
  })
}
