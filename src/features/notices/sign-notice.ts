// 「簽收」: somebody signs that they have read an announcement, once, in the version that they had before them.
import { sql } from 'kysely'
import { decideSigning } from '../../core/notices.ts'
import { change, refused } from '../../store/change.ts'
import { isUniqueViolation } from '../../store/faults.ts'
import { MOST_TODOS } from '../../web/todo.ts'
import { addressedTo, findNotice, placesOf, shownNow } from './notice-rows.ts'
import { isId, noticePath } from './slice.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Day } from '../../core/days.ts'
import type { SigningRefusal } from '../../core/notices.ts'
import type { Change, Origin, Outcome } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { TodoItem, TodoSource } from '../../web/todo.ts'

/** When somebody signed, and for which version. */
export type Signed = { at: Date; version: number }
type Signing = { actor: PersonActor; now: Date; today: Day }
export type SigningAnswer = { signed: true } | { refused: SigningRefusal }

/** What the person has signed of these announcements, by their numbers. */
export async function signedOf(db: Reader, person: string, notices: readonly string[]): Promise<Map<string, Signed>> {
  const ids = notices.filter(isId)
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Signed & { id: string }>`select announcement_id as id, acknowledged_at as at, version::int as version
    from announcement_acknowledgement where person_id = ${person} and announcement_id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, ...signed }) => [id, signed]))
}

async function attempt(
  tx: Change, { actor, now, today }: Signing, { id, version }: { id: string; version: number },
): Promise<Outcome<SigningAnswer>> {
  const notice = await findNotice(tx.db, id)
  const tried: AuditEvent<'announcement.acknowledged'> = {
    code: 'announcement.acknowledged', person: actor.personId, agency: notice?.agency?.code ?? null,
    detail: { announcement: notice?.id ?? '', version },
  }
  const bar = notice === null ? 'notFound' : decideSigning(notice, { places: await placesOf(tx.db, actor, today), now, version })
  if (bar !== null) return refused(tried, { refused: bar })
  const event = await tx.record(tried)
  await tx.db.insertInto('announcement_acknowledgement')
    .values({ announcement_id: id, person_id: actor.personId, version, event_id: event }).execute()
  return { result: { signed: true }, event }
}

/** Signs for the version that the reader has before them. Signing again changes nothing, and is no fault. */
export async function signNotice(
  database: Database, origin: Origin, signing: Signing, which: { id: string; version: number },
): Promise<SigningAnswer> {
  if ((await signedOf(database.read, signing.actor.personId, [which.id])).size > 0) return { signed: true }
  try {
    return await change<SigningAnswer>(database, origin, (tx) => attempt(tx, signing, which))
  } catch (error) {
    // Pressed in two windows at once: the other one was first.
    if (isUniqueViolation(error)) return { signed: true }
    throw error
  }
}

const waitingFor = (person: string, standings: PersonActor['standings'], today: Day) => sql`
  from announcement_version v join announcement a on a.id = v.announcement_id
  where ${shownNow} and v.must_acknowledge and ${addressedTo({ standings }, today)} and not exists (
    select from announcement_acknowledgement k where k.announcement_id = v.announcement_id and k.person_id = ${person})`

type Waiting = { id: string; title: string; agency: string | null; name: string | null; at: Date }

/** How many announcements wait for this person to sign for them. */
export async function countToSign(db: Reader, { personId, standings }: PersonActor, today: Day): Promise<number> {
  const { rows: [counted] } = await sql<{ n: number }>`select count(*)::int as n ${waitingFor(personId, standings, today)}`.execute(db)
  return counted!.n
}

/** 「待辦事項」: announcements to be signed for, the newest first. */
export const noticeTodos: TodoSource<Reader> = async (db, { personId, standings }, today) => {
  const { rows } = await sql<Waiting>`
    select v.announcement_id as id, v.title, a.agency_code as agency, v.publish_at as at,
      (select g.name from agency_version g where g.agency_code = a.agency_code and upper_inf(g.recorded) order by g.valid desc limit 1) as name
    ${waitingFor(personId, standings, today)} order by v.publish_at desc limit ${sql.lit(MOST_TODOS)}`.execute(db)
  return rows.map(({ id, title, agency, name, at }): TodoItem => ({
    kind: 'announcement.to-sign',
    title: { 'zh-TW': '簽收公告', en: 'Acknowledge an announcement' },
    detail: { 'zh-TW': title, en: title },
    ...(agency === null ? {} : { agency: { code: agency, name: name ?? agency } }),
    href: noticePath(id),
    since: at,
  }))
}
