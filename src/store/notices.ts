// A person is told of each act of another (spec 1, point 5): a notice for 「我的專區」 and a letter, in the transaction of
// the act, so that neither is there without the other two.
import { sql } from 'kysely'
import { maskNationalIdsIn } from '../core/national-id.ts'
import { toldLetter } from '../core/told-letter.ts'
import { codesOf, officeOf } from '../core/told.ts'
import { addJob } from './jobs.ts'
import { writeMail } from './outbox.ts'
import { standingOfPost } from './standing.ts'
import type { Kysely } from 'kysely'
import type { Standing } from '../core/standing.ts'
import type { Teller, Telling, Told, ToldNames } from '../core/told.ts'
import type { Change, EventId } from './change.ts'
import type { Task } from './jobs.ts'
import type { Tables } from './tables.ts'

/** Whom an act concerns where they are many: the members of a named group, or all with a standing at an agency. */
export type Audience = { group: string } | { standing: Standing; agency: string }

// So many letters are written with the act itself; what an act does to more people is told by a job, a batch at a time,
// so that no act holds its locks while thousands of letters are written.
const LETTERS_AT_ONCE = 20
const BATCH = 200
const TELL = 'notices.tell'

/**
 * Tells these persons (ids) of the event: a notice each, and a letter to each confirmed address. Never the actor: what
 * one did oneself one knows. Who acted, in which office, is read from the event; `system`: it followed by itself from what
 * somebody did, who is told like others.
 */
export async function tellPersons(
  tx: Pick<Change, 'db'>, event: EventId, persons: readonly string[], told: Told, by: 'actor' | 'system' = 'actor',
): Promise<void> {
  const { teller, actor } = by === 'system' ? SYSTEM : await tellerOf(tx, event)
  const readers = [...new Set(persons)].filter((person) => person !== actor)
  if (readers.length === 0) return
  const { id, telling, at } = await keepTelling(tx, event, teller, told, {})
  await sql`insert into notice (person_id, telling_id) select unnest(${readers}::bigint[]), ${id}`.execute(tx.db)
  if (readers.length > LETTERS_AT_ONCE) return addJob(tx, TELL, { telling: id })
  await writeLetters(tx, id, telling, at)
}

/**
 * Tells the person of the event by a notice alone; answers what was told, for the letter that the act writes by itself. So nobody
 * gets two letters of one act.
 */
export async function tellBesideLetter(tx: Pick<Change, 'db'>, event: EventId, person: string, told: Told): Promise<Telling> {
  const { teller } = await tellerOf(tx, event)
  const { id, telling } = await keepTelling(tx, event, teller, told, {})
  await tx.db.insertInto('notice').values({ person_id: person, telling_id: id, letter_due: false }).execute()
  return telling
}

/**
 * Tells everybody of the audience, but the actor. They are found and told by a job that begins when the act is committed,
 * however many they are.
 */
export async function tellAudience(
  tx: Pick<Change, 'db'>, event: EventId, audience: Audience, told: Told,
): Promise<void> {
  const { teller } = await tellerOf(tx, event)
  const { id } = await keepTelling(tx, event, teller, told,
    'group' in audience ? { group_code: audience.group } : { standing: audience.standing, at_agency: audience.agency })
  await addJob(tx, TELL, { telling: id, after: '0' })
}

/** Finds and tells an audience, and writes the letters of tellings to many. */
export const noticeTasks: readonly Task[] = [{
  name: TELL,
  handle: (payload, { database }) => database.unaudited.transaction().execute((db) => tellBatch(db, readPayload(payload))),
}]

type Batch = { telling: string; after: string | null }

function readPayload(payload: unknown): Batch {
  const { telling, after = null } = payload as { telling?: unknown; after?: unknown }
  if (typeof telling !== 'string' || (after !== null && typeof after !== 'string')) throw new TypeError('not a telling')
  return { telling, after }
}

async function tellBatch(db: Kysely<Tables>, { telling: id, after }: Batch): Promise<void> {
  const tx = { db } as Pick<Change, 'db'>
  const row = await db.selectFrom('telling').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const last = after === null ? null : await tellNext(db, row, after)
  const letters = await writeLetters(tx, id, row.content as Telling, row.told_at)
  if (last !== null) return addJob(tx, TELL, { telling: id, after: last })
  if (letters === BATCH) await addJob(tx, TELL, { telling: id })
}

type TellingRow = { id: string; event_id: string; group_code: string | null; standing: Standing | null; at_agency: string | null }

/** Writes the notices of the next of the audience; answers the last person's id, or null when that was the end. */
async function tellNext(db: Kysely<Tables>, row: TellingRow, after: string): Promise<string | null> {
  const audience = row.group_code !== null
    ? sql`select m.person_id from group_member m where m.group_code = ${row.group_code}
        and upper_inf(m.recorded) and m.state = 'active' and m.valid @> current_date`
    : sql`select p.person_id from post p
        join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded)
        where p.agency_code = ${row.at_agency} and v.valid @> current_date
          and ${standingOfPost('p', 'v')} >= ${row.standing}::standing`
  const { rows } = await sql<{ person_id: string }>`
    with next as (
      select distinct a.person_id from (${audience}) a where a.person_id > ${after}::bigint order by a.person_id limit ${BATCH}
    ), told as (
      insert into notice (person_id, telling_id)
      select n.person_id, ${row.id} from next n
      where n.person_id is distinct from (select e.actor_person_id from audit_event e where e.id = ${row.event_id})
      on conflict do nothing
    )
    select person_id from next order by person_id`.execute(db)
  return rows.length < BATCH ? null : rows.at(-1)!.person_id
}

/** Writes the letters that are due, a batch at most; answers how many notices were gone through. */
async function writeLetters(tx: Pick<Change, 'db'>, id: string, telling: Telling, at: Date): Promise<number> {
  const { rows } = await sql<{ email: string | null; language: 'zh-TW' | 'en' | null }>`
    with due as (
      select person_id from notice where telling_id = ${id} and letter_due order by person_id limit ${BATCH} for update
    ), done as (
      update notice n set letter_due = false from due where n.telling_id = ${id} and n.person_id = due.person_id
    )
    select case when a.email_confirmed_at is not null then a.email end as email, a.language
    from due left join account a on a.person_id = due.person_id`.execute(tx.db)
  for (const { email, language } of rows) {
    if (email !== null) await writeMail(tx, { to: email, language: language ?? 'zh-TW', ...toldLetter(telling, at, language ?? 'zh-TW') })
  }
  return rows.length
}

const SYSTEM = { teller: { by: 'system', name: null, office: null, agency: null }, actor: null } as const

async function tellerOf(tx: Pick<Change, 'db'>, event: EventId): Promise<{ teller: Teller; actor: string | null }> {
  const { rows: [row] } = await sql<{
    actor: string | null; name: string | null; standing: Standing | null; agency: string | null; way: string | null; card: string | null
  }>`
    select e.actor_person_id as actor, v.name, e.actor_standing as standing, e.actor_agency as agency, e.detail ->> 'way' as way,
      s.card_agency as card
    from audit_event e
    left join person_version v on v.person_id = e.actor_person_id and upper_inf(v.recorded)
    left join session s on s.id = e.session_id
    where e.id = ${event}`.execute(tx.db)
  const { actor, name, standing, agency, way, card } = row!
  if (card !== null) return { actor, teller: { by: 'agencyCard', name, office: null, agency: card } }
  if (actor !== null) return { actor, teller: { by: 'person', name, ...officeOf(way, standing, agency) } }
  return { actor, teller: { by: 'system', name: null, office: null, agency: null } }
}

/** What was written freely, without the national IDs that somebody may have put there (5.2). */
function withoutIds(told: Told): Told {
  const reason = told.reason === null ? null : maskNationalIdsIn(told.reason)
  if (!('note' in told)) return { ...told, reason }
  return { ...told, reason, note: told.note === null ? null : maskNationalIdsIn(told.note) }
}

async function keepTelling(
  tx: Pick<Change, 'db'>, event: EventId, teller: Teller, told: Told,
  to: { group_code?: string; standing?: Standing; at_agency?: string },
): Promise<{ id: string; telling: Telling; at: Date }> {
  const telling: Telling = { told: withoutIds(told), teller, names: await namesOf(tx, told, teller) }
  const { id, told_at: at } = await tx.db.insertInto('telling')
    .values({ event_id: event, kind: told.kind, content: JSON.stringify(telling), ...to })
    .returning(['id', 'told_at']).executeTakeFirstOrThrow()
  return { id, telling, at }
}

async function namesOf(tx: Pick<Change, 'db'>, told: Told, teller: Teller): Promise<ToldNames> {
  const codes = codesOf(told, teller)
  const { rows } = await sql<ToldNames>`
    select
      (select coalesce(json_object_agg(c.code, json_build_object('name', v.name, 'nameEn', v.name_en)), '{}')
       from (select distinct unnest(${codes.agencies}::text[]) as code) c cross join lateral (
         select v.name, v.name_en from agency_version v where v.agency_code = c.code and upper_inf(v.recorded)
         order by v.valid @> current_date desc, v.valid desc limit 1) v) as agencies,
      (select coalesce(json_object_agg(v.application_code, v.name), '{}') from application_version v
       where v.application_code = any(${codes.applications}::text[]) and upper_inf(v.recorded)) as applications,
      (select coalesce(json_object_agg(v.application_code || ' ' || v.category_code,
         json_build_object('name', v.name, 'nameEn', v.name_en)), '{}') from category_version v
       where v.application_code = any(${codes.applications}::text[]) and v.category_code = ${codes.category}
         and upper_inf(v.recorded)) as categories,
      (select coalesce(json_object_agg(g.code, g.name), '{}') from permission_group g
       where g.code = any(${codes.groups}::text[])) as groups,
      (select coalesce(json_object_agg(v.person_id, v.name), '{}') from person_version v
       where v.person_id = any(${codes.persons}::bigint[]) and upper_inf(v.recorded)) as persons`.execute(tx.db)
  return rows[0]!
}
