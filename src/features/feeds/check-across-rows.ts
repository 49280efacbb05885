// Rows of a staged feed held against one another and against who is known. The database finds the few that may be at fault
// among all of them; core/feed-across.ts decides which are.
import { sql } from 'kysely'
import { cellsOf } from '../../core/feed-columns.ts'
import type { FeedRow } from '../../core/feed-columns.ts'
import { postsTwice, twoBirthDates } from '../../core/feed-across.ts'
import type { LineFault } from '../../core/feed-across.ts'
import type { FaultTally } from '../../core/feed-faults.ts'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import { FeedRefused, REJECTED_ROW } from './reading.ts'
import { rejectedRowContext } from './row-writer.ts'

type Staged = {
  feed: string
  /** Rows rejected already, and for what. */
  rejected: number
  tally: readonly FaultTally[]
  /** How many may be rejected in all. */
  limit: number
}

/** Each asks of all rows and answers the faults of few: all of them, or more than `most`. */
const ACROSS: readonly ((db: Reader, feed: string, most: number) => Promise<LineFault[]>)[] = [
  findTwoBirthDates, findOtherPeople, findPostsTwice,
]

// Two million rows are sorted out in memory instead of on the disk; one feed is staged at a time, or two. And no row is looked
// up by going through all others: the planner counts the rows of the transaction before this one, which may have been none.
const SETTINGS = { work_mem: '128MB', enable_nestloop: 'off' }

/** Moves the rows at fault from `feed_row` to `feed_fault` and answers how many they are. Throws where they are too many. */
export async function checkAcrossRows(tx: Pick<Change, 'db'>, seal: Seal, staged: Staged): Promise<number> {
  const { feed, rejected, tally, limit } = staged
  for (const [name, value] of Object.entries(SETTINGS)) await sql`select set_config(${name}, ${value}, true)`.execute(tx.db)
  const faults: LineFault[] = []
  for (const find of ACROSS) faults.push(...await find(tx.db, feed, limit))
  const lines = Map.groupBy(faults, ({ line }) => line)
  if (rejected + lines.size > limit) {
    const across = [...Map.groupBy(faults, ({ code }) => code).values()]
      .map((same) => ({ column: same[0]!.column, code: same[0]!.code, rows: same.length }))
    throw new FeedRefused({ code: 'tooManyFaults', limit, tally: [...tally, ...across].toSorted((a, b) => b.rows - a.rows) })
  }
  if (lines.size > 0) await rejectRows(tx, seal, feed, lines)
  return lines.size
}

async function findTwoBirthDates(db: Reader, feed: string, most: number): Promise<LineFault[]> {
  const { rows } = await sql<{ id: string; line: number; birthDate: string }>`
    select encode(r.national_id_index, 'hex') as id, r.line, r.birth_date as "birthDate"
    from feed_row r join (
      select national_id_index from feed_row where feed_id = ${feed}
      group by national_id_index having min(birth_date) <> max(birth_date)
    ) two using (national_id_index)
    where r.feed_id = ${feed} order by r.national_id_index, r.line limit ${candidates(most)}`.execute(db)
  return twoBirthDates(rows)
}

/**
 * Another birth date than is known of the ID. A row with the known name says that it is the same person, whose date is
 * corrected; where no row has it, the ID is somebody else's. (A name alone that changes is a rename.)
 */
async function findOtherPeople(db: Reader, feed: string, most: number): Promise<LineFault[]> {
  const { rows } = await sql<{ line: number }>`
    select line from (
      select r.line, bool_or(r.name = v.name) over (partition by p.id) as "isNamed"
      from feed_row r
      join person p on p.national_id_index = r.national_id_index
      join person_version v on v.person_id = p.id and upper_inf(v.recorded)
      where r.feed_id = ${feed} and v.birth_date <> r.birth_date
    ) other where not "isNamed" limit ${candidates(most)}`.execute(db)
  return rows.map(({ line }) => ({ line, column: 'national_id', code: 'otherPerson', detail: {} }))
}

async function findPostsTwice(db: Reader, feed: string, most: number): Promise<LineFault[]> {
  const { rows } = await sql<{ post: number; line: number; rest: string }>`
    select post.number as post, r.line,
      row_to_json(row (r.name, r.birth_date, r.email, r.ends, r.staff_category, r.supervisor_level, r.rank, r.job_series,
        r.nature, r.section))::text as rest
    from feed_row r join (
      select national_id_index, agency_code, kind, unit, title, starts, min(line) as number from feed_row where feed_id = ${feed}
      group by national_id_index, agency_code, kind, unit, title, starts having count(*) > 1
    ) post using (national_id_index, agency_code, kind, unit, title, starts)
    where r.feed_id = ${feed} order by post.number, r.line limit ${candidates(most)}`.execute(db)
  return postsTwice(rows)
}

/** Of two rows that belong together one at least is at fault: so many rows, and more are at fault than may be. */
const candidates = (most: number): number => 2 * most + 2

// Some megabytes.
const REJECTED_AT_ONCE = 5_000

/** Seals each row as it would be written, for the report, with its faults; and takes it from the rows. */
async function rejectRows({ db }: Pick<Change, 'db'>, seal: Seal, feed: string, lines: Map<number, LineFault[]>): Promise<void> {
  const numbers = [...lines.keys()].toSorted((a, b) => a - b)
  for (let at = 0; at < numbers.length; at += REJECTED_AT_ONCE) {
    const taken = await takeRows(db, feed, numbers.slice(at, at + REJECTED_AT_ONCE))
    await writeFaults(db, feed, taken.flatMap((row) => faultsOf(row, lines.get(row.line)!, seal, feed)))
  }
}

type TakenRow = Omit<FeedRow, 'nationalId'> & { line: number; sealed: Buffer; index: Buffer }

async function takeRows(db: Change['db'], feed: string, lines: readonly number[]): Promise<TakenRow[]> {
  const { rows } = await sql<TakenRow>`
    delete from feed_row where feed_id = ${feed} and line = any (${lines}::integer[])
    returning line, national_id_sealed as sealed, national_id_index as index, name, birth_date as "birthDate", email,
      agency_code as "agencyCode", unit, title, staff_category as "staffCategory", supervisor_level as "supervisorLevel",
      rank, job_series as "jobSeries", kind as "postKind", nature, section, starts as "from", ends as "to"`.execute(db)
  return rows
}

/** As rows of `feed_fault`, in JSON. The row itself stands with its first fault. */
function faultsOf(row: TakenRow, faults: readonly LineFault[], seal: Seal, feed: string): object[] {
  const cells = cellsOf({ ...row, nationalId: seal.openNationalId(row) })
  const sealed = seal.seal(REJECTED_ROW, Buffer.from(JSON.stringify(cells)), rejectedRowContext(feed)).toString('hex')
  const index = row.index.toString('hex')
  return faults.map(({ column, code, detail }, at) =>
    ({ line: row.line, field: column, code, detail, index, sealed: at === 0 ? sealed : null }))
}

async function writeFaults(db: Change['db'], feed: string, faults: readonly object[]): Promise<void> {
  await sql`
    insert into feed_fault (feed_id, line, field, code, detail, national_id_index, row_sealed)
    select ${feed}, f.line, f.field, f.code, f.detail, decode(f.index, 'hex'), decode(f.sealed, 'hex')
    from jsonb_to_recordset(${JSON.stringify(faults)}::jsonb)
      as f (line integer, field text, code text, detail jsonb, index text, sealed text)`.execute(db)
}
