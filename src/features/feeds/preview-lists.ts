// The people and agencies behind the numbers of a preview: who joins, moves, leaves, is renamed; who becomes or ceases to be an
// officer; which agencies lose their last.
import { sql } from 'kysely'
import { forMany } from '../../store/changed-posts.ts'
import { changeOfFeed } from './preview-change.ts'
import { placeText, readPlace } from './preview-cursor.ts'
import { agencyNames, personNames } from './preview-names.ts'
import { movedTables, renamed } from './preview-people.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { FactsChange } from '../../store/changed-posts.ts'
import type { Change } from '../../store/change.ts'
import type { FeedSlice } from './bring-feed.ts'
import type { PreviewedFeed } from './preview-change.ts'
import type { AgencyLoss } from './preview-feed.ts'
import type { PreviewedAgency, PreviewedPerson } from './preview-names.ts'

export const MOVES = ['joining', 'moving', 'leaving', 'renamed'] as const
export type Move = (typeof MOVES)[number]

/** Somebody with the agencies of their posts before and after; of who is renamed, with the name before. */
export type Moved = { person: string; who: PreviewedPerson; was: AgencyCode[]; becomes: AgencyCode[]; names: { was: string; becomes: string } | null }
export type Listed<Row> = { rows: Row[]; agencies: Map<AgencyCode, PreviewedAgency>; next: string | null }

const A_PAGE = 50
// A page is filled from a few of those concerned, or has to be looked for among many.
const FIRST_STEP = 500
const STEP_GROWS = 4

type MovedRow = { person: string; was: AgencyCode[] | null; becomes: AgencyCode[] | null; names: Moved['names'] }

async function movedAfter(db: Change['db'], change: FactsChange, what: Move, day: Day, after: string): Promise<MovedRow[]> {
  const found: MovedRow[] = []
  for (let from = after, step = FIRST_STEP; found.length <= A_PAGE; step *= STEP_GROWS) {
    const next = sql`select c.person_id from (${change.concerned}) c where c.person_id > ${from}::bigint group by 1 order by 1 limit ${sql.lit(step)}`
    const { rows: [last] } = await sql<{ last: string | null }>`select max(person_id) as last from (${next}) n`.execute(db)
    if (last!.last === null) break
    const { rows } = await sql<MovedRow>`
      with ${movedTables(change, { persons: next, day })}
      select person_id as person, was::text[] as was, becomes::text[] as becomes, null as names from moved where what = ${what} order by person_id`.execute(db)
    found.push(...rows)
    from = last!.last
  }
  return found.slice(0, A_PAGE + 1)
}

/** A feed's new names are its own while it waits; once it was applied they are everybody's. */
async function renamedAfter(db: Change['db'], { id, appliedAt }: PreviewedFeed, after: string): Promise<MovedRow[]> {
  const query = appliedAt === null
    ? sql`select f.person_id, o.name as was, f.name as becomes from feed_person f
        join person_version o on o.person_id = f.person_id and upper_inf(o.recorded)
        where f.feed_id = ${id} and f.person_id in (${renamed(id)})`
    : sql`select v.person_id, o.name as was, v.name as becomes from person_version v
        join person_version o on o.person_id = v.person_id and o.version = v.version - 1 and o.name <> v.name
        where v.version > 1 and v.event_id = (select event_id from feed where id = ${id})`
  const { rows } = await sql<MovedRow>`
    select r.person_id as person, null as was, null as becomes,
      json_build_object('was', r.was, 'becomes', r.becomes) as names
    from (${query}) r
    where r.person_id > ${after}::bigint order by r.person_id limit ${sql.lit(A_PAGE + 1)}`.execute(db)
  return rows
}

/** A page of those who move so on that day, in the order in which they were first known. */
export async function listMoved(
  { database, seal }: FeedSlice, feed: PreviewedFeed, { what, day, after: place }: { what: Move; day: Day; after: string }, today: Day,
): Promise<Listed<Moved>> {
  const list = `${feed.id} ${what} ${day}`
  const after = readPlace(seal, list, place)?.person ?? '0'
  const rows = await database.unaudited.transaction().setAccessMode('read only').execute(async (db) => {
    if (what === 'renamed') return renamedAfter(db, feed, after)
    const change = await changeOfFeed(db, feed, today)
    return forMany(db, () => movedAfter(db, change, what, day, after))
  })
  const shown = rows.slice(0, A_PAGE)
  const people = await personNames(database.read, seal, feed.id, shown.map(({ person }) => person))
  const told = shown.map(({ person, was, becomes, names }) =>
    ({ person, who: people.get(person)!, was: was ?? [], becomes: becomes ?? [], names }))
  const agencies = await agencyNames(database.read, told.flatMap((row) => [...row.was, ...row.becomes]))
  return { rows: told, agencies, next: rows.length > A_PAGE ? placeText(seal, list, { person: shown.at(-1)!.person }) : null }
}

export type Officer = { person: string; who: PreviewedPerson; agency: AgencyCode; was: 'hr' | 'hrSupervisor' | null; becomes: 'hr' | 'hrSupervisor' | null }

/** A page of the officers who begin or cease to be one on that day, by agency and person. */
export async function listOfficers(
  { database, seal }: FeedSlice, feed: string, { day, after: text }: { day: Day; after: string },
): Promise<Listed<Officer>> {
  const list = `${feed} officers ${day}`
  const after = readPlace(seal, list, text)
  const { rows } = await sql<Omit<Officer, 'who'>>`
    select person_id as person, agency_code as agency, was, becomes from feed_officer_effect
    where feed_id = ${feed} and day = ${day}
      ${after === null ? sql`` : sql`and (agency_code, person_id) > (${after.agency!}, ${after.person!}::bigint)`}
    order by agency_code, person_id limit ${sql.lit(A_PAGE + 1)}`.execute(database.read)
  const shown = rows.slice(0, A_PAGE)
  const [people, agencies] = await Promise.all([
    personNames(database.read, seal, feed, shown.map(({ person }) => person)),
    agencyNames(database.read, shown.map(({ agency }) => agency)),
  ])
  const last = shown.at(-1)
  return {
    rows: shown.map((row) => ({ ...row, who: people.get(row.person)! })), agencies,
    next: rows.length > A_PAGE && last !== undefined ? placeText(seal, list, { agency: last.agency, person: last.person }) : null,
  }
}

/** A page of the agencies that lose their last, by code. */
export async function listAgencies(
  { database: { read } }: Pick<FeedSlice, 'database'>, feed: string, { day, after }: { day: Day; after: string },
): Promise<Listed<AgencyLoss>> {
  const { rows } = await sql<AgencyLoss>`
    select day, agency_code as agency, officer, supervisor, manager, delegates from feed_agency_effect
    where feed_id = ${feed} and day = ${day} and agency_code > ${after} order by agency_code limit ${sql.lit(A_PAGE + 1)}`.execute(read)
  const shown = rows.slice(0, A_PAGE)
  return {
    rows: shown, agencies: await agencyNames(read, shown.map(({ agency }) => agency)),
    next: rows.length > A_PAGE ? shown.at(-1)!.agency : null,
  }
}
