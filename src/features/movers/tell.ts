// Telling of what followed, when it is committed: each person concerned, each manager at whose agencies something waits, and
// whoever had given what lapsed. Everything of one cause in one notice and one letter for each, however many decisions it
// is; by a job that goes on where it stopped, a batch a transaction.
import { sql } from 'kysely'
import { lastDayToDecide } from '../../core/granting.ts'
import { MOVES } from '../../core/told-moves.ts'
import { dayInTaipei } from '../../core/days.ts'
import { addJob } from '../../store/jobs.ts'
import { centralAdministrators, nearestManagers } from '../../store/managers.ts'
import { tellPersons } from '../../store/notices.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { MoveCounts, ToldOfMoves } from '../../core/told-moves.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'

const TELL = 'movers.tell'
// Some hundreds of statements a transaction: a second.
const BATCH = 200
// Who decides for an agency takes several questions to find.
const AGENCIES = 50
// A letter names so many; whoever has more looks at the page that it leads to.
const MOST_NAMED = 20

/** Has everybody told of what this transaction writes under that event, once it is committed. */
export function tellLater(tx: Pick<Change, 'db'>, event: EventId): Promise<void> {
  const payload: Payload = { cause: event, step: 'persons', after: '' }
  return addJob(tx, TELL, payload, { key: `${TELL} ${event}` })
}

/** In the order in which they are done. `agencies` finds the managers whom `managers` tells. */
const STEPS = ['persons', 'accounts', 'agencies', 'managers', 'givers'] as const
type Payload = { cause: string; step: (typeof STEPS)[number]; after: string }

function readPayload(payload: unknown): Payload {
  const { cause, step, after } = payload as Partial<Record<keyof Payload, unknown>>
  const known = STEPS.find((one) => one === step)
  if (typeof cause !== 'string' || typeof after !== 'string' || known === undefined) throw new TypeError('not a telling of moves')
  return { cause, step: known, after }
}

type Tx = Pick<Change, 'db'>
type Step = (tx: Tx, cause: EventId, after: string, today: Day) => Promise<string | null>

/** Each step does the next of its own, and answers after which to go on; null when that was the end. */
const DO: Readonly<Record<Payload['step'], Step>> = {
  persons: tellOwners, accounts: tellOfAccounts, agencies: findManagers, managers: tellManagers, givers: tellGivers,
}

/** The job of `tellLater`. */
export const tellTask = (clock: () => Date): Task => ({
  name: TELL,
  handle: (payload, { database }: { database: Pick<Database, 'unaudited'> }) => database.unaudited.transaction().execute(async (db) => {
    const { cause, step, after } = readPayload(payload)
    const last = await DO[step]({ db }, cause as EventId, after, dayInTaipei(clock()))
    const next = last === null ? STEPS[STEPS.indexOf(step) + 1] : step
    if (next !== undefined) await addJob({ db }, TELL, { cause, step: next, after: last ?? '' } satisfies Payload)
  }),
})

/** What is said of the rows of one reader; `at`: when the cause was. */
type Said = { reader: string; at: Date; counts: MoveCounts; applications: string[]; agencies: string[] }

/** The kinds of notices to whom the decisions belong, by what was done to them. */
const OWN: readonly { kind: ToldOfMoves['kind']; changes: string }[] = [
  { kind: 'move.own', changes: '{suspended,ended}' }, { kind: 'move.lapsed', changes: '{lapsed}' },
  { kind: 'move.revived', changes: '{revived}' },
]

/** Counts the rows of a query (`reader`, `kind`, `change`, `at`, `application`, `agency`) for each reader. */
async function countFor(tx: Tx, rows: RawBuilder<unknown>): Promise<Said[]> {
  const { rows: said } = await sql<Said>`
    with r as materialized (${rows}),
    counted as (select reader, kind || '.' || change as move, count(*) as n from r group by reader, kind, change)
    select r.reader, min(r.at) as at,
      (select json_object_agg(c.move, c.n) from counted c where c.reader = r.reader and c.move = any(${[...MOVES]}::text[])) as counts,
      (array_remove(array_agg(distinct r.application::text), null))[1:${sql.lit(MOST_NAMED)}] as applications,
      (array_remove(array_agg(distinct r.agency::text), null))[1:${sql.lit(MOST_NAMED)}] as agencies
    from r group by r.reader order by r.reader`.execute(tx.db)
  return said
}

async function tellSaid(tx: Tx, cause: EventId, kind: ToldOfMoves['kind'], said: readonly Said[], path?: `/${string}`): Promise<void> {
  for (const { reader, at, counts, applications, agencies } of said) {
    // What is only over, a proposal of somebody's, was never theirs.
    if (counts === null) continue
    const waits = Object.keys(counts).some((move) => move.endsWith('.suspended') && move !== 'delegation.suspended')
    await tellPersons(tx, cause, [reader], {
      kind, counts, applications, agencies, reason: null, decideBy: waits ? lastDayToDecide(dayInTaipei(at)) : null,
      ...(path === undefined ? {} : { path }),
    }, 'system')
  }
}

async function tellOwners(tx: Tx, cause: EventId, after: string): Promise<string | null> {
  const { rows: next } = await sql<{ person: string }>`
    select distinct person_id as person from feed_consequence
    where cause_id = ${cause} and person_id > ${after === '' ? '0' : after}::bigint order by person_id limit ${sql.lit(BATCH)}`.execute(tx.db)
  const persons = next.map(({ person }) => person)
  for (const { kind, changes } of OWN) {
    await tellSaid(tx, cause, kind, await countFor(tx, sql`
      select c.person_id as reader, c.kind, c.change, c.at, c.agency_code as agency, g.application_code as application
      from feed_consequence c
      left join permission_grant g on c.kind = 'grant' and g.id = c.decision_id and g.version = c.version_before
      where c.cause_id = ${cause} and c.person_id = any(${persons}::bigint[]) and c.change = any(${changes}::text[])
        and g.state is distinct from 'proposed'`))
  }
  return persons.length < BATCH ? null : persons.at(-1)!
}

const LEAVING = { warned: 'leaving.closing', disabled: 'leaving.closed', enabled: 'leaving.returned' } as const

async function tellOfAccounts(tx: Tx, cause: EventId, after: string): Promise<string | null> {
  const { rows } = await sql<{ id: string; person: string; change: keyof typeof LEAVING; until: Day | null }>`
    select c.id, c.person_id as person, c.change, (e.detail ->> 'on')::date - 1 as until
    from feed_consequence c join audit_event e on e.id = c.event_id
    where c.cause_id = ${cause} and c.kind = 'account' and c.id > ${after === '' ? '0' : after}::bigint
    order by c.id limit ${sql.lit(BATCH)}`.execute(tx.db)
  for (const { person, change, until } of rows) {
    await tellPersons(tx, cause, [person], { kind: LEAVING[change], until, reason: null }, 'system')
  }
  return rows.length < BATCH ? null : rows.at(-1)!.id
}

async function findManagers(tx: Tx, cause: EventId, after: string, today: Day): Promise<string | null> {
  const { rows } = await sql<{ agency: string }>`
    select distinct agency_code as agency from feed_consequence
    where cause_id = ${cause} and change = 'suspended' and agency_code > ${after} order by agency_code limit ${sql.lit(AGENCIES)}`.execute(tx.db)
  for (const { agency } of rows) {
    const nearest = await nearestManagers(tx.db, agency, today)
    const managers = nearest.length > 0 ? nearest : await centralAdministrators(tx.db, today)
    await sql`
      insert into feed_manager (cause_id, person_id, agency_code, kind, decisions)
      select ${cause}, m, ${agency}, c.kind, count(*) from feed_consequence c, unnest(${managers}::bigint[]) m
      where c.cause_id = ${cause} and c.change = 'suspended' and c.agency_code = ${agency} group by m, c.kind
      on conflict do nothing`.execute(tx.db)
  }
  return rows.length < AGENCIES ? null : rows.at(-1)!.agency
}

async function tellManagers(tx: Tx, cause: EventId): Promise<string | null> {
  const { rows: next } = await sql<{ person: string }>`
    select distinct person_id as person from feed_manager where cause_id = ${cause} order by person_id limit ${sql.lit(BATCH)}`.execute(tx.db)
  const persons = next.map(({ person }) => person)
  await tellSaid(tx, cause, 'move.waiting', await countFor(tx, sql`
    select m.person_id as reader, m.kind, 'suspended' as change, e.at, m.agency_code as agency, null as application
    from feed_manager m join audit_event e on e.id = m.cause_id, generate_series(1, m.decisions)
    where m.cause_id = ${cause} and m.person_id = any(${persons}::bigint[])`), '/manage/reviews')
  await tx.db.deleteFrom('feed_manager').where('cause_id', '=', cause).where('person_id', 'in', persons.length === 0 ? ['0'] : persons).execute()
  // Those told are gone from the table, so the next are its first.
  return persons.length < BATCH ? null : ''
}

async function tellGivers(tx: Tx, cause: EventId, after: string): Promise<string | null> {
  const lapsed = sql`
    select coalesce(g.given_by, m.given_by) as reader, c.kind, c.change, c.at, c.agency_code as agency, g.application_code as application
    from feed_consequence c
    left join permission_grant g on c.kind = 'grant' and g.id = c.decision_id and g.version = c.version_before
    left join group_member m on c.kind = 'membership' and m.id = c.decision_id and m.version = c.version_before
    where c.cause_id = ${cause} and c.change = 'lapsed'`
  const { rows: next } = await sql<{ person: string }>`
    select distinct reader as person from (${lapsed}) l where reader > ${after === '' ? '0' : after}::bigint
    order by reader limit ${sql.lit(BATCH)}`.execute(tx.db)
  const persons = next.map(({ person }) => person)
  await tellSaid(tx, cause, 'move.given-lapsed', await countFor(tx, sql`
    select * from (${lapsed}) l where reader = any(${persons}::bigint[])`))
  return persons.length < BATCH ? null : persons.at(-1)!
}
