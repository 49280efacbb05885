// 「報到資料建檔」: arrivals as they were entered, until the portal has taken them.
import { keepEntered, numberOf } from './people.ts'
import type { Personnel } from './record.ts'
import type { Sentence } from '../local-program/language.ts'
import type { FeedRow } from '../../core/feed-columns.ts'

/** The post that somebody takes up, by the columns of the people feed. */
export type Post = Pick<FeedRow, 'unit' | 'title' | 'staffCategory' | 'supervisorLevel' | 'rank' | 'jobSeries' | 'from'>
/** `fault`: why the portal did not take it. */
export type CheckIn = Post & { id: number, person: number, name: string, fault: Sentence | null, report: string | null }

const checkInIn = (row: Record<string, unknown>): CheckIn => ({
  id: Number(row['id']), person: Number(row['person']), name: String(row['name']), unit: String(row['unit']), title: String(row['title']),
  staffCategory: String(row['staff_category']), supervisorLevel: String(row['supervisor_level']), rank: String(row['rank']),
  jobSeries: String(row['job_series']), from: String(row['from_day']), report: row['report'] === null ? null : String(row['report']),
  fault: row['fault'] === null ? null : JSON.parse(String(row['fault'])) as Sentence,
})

// A batch that somebody enters in a day; what is reported makes room.
export const MOST_DRAFTS = 100
const SELECT = 'select c.*, p.name from check_in c join person p on p.id = c.person'

/** Those that wait to be reported, in the order they were entered. */
export const draftsOf = ({ database }: Personnel, agency: string): CheckIn[] =>
  database.prepare(`${SELECT} where c.agency = ? and c.report is null order by c.id limit ${MOST_DRAFTS}`).all(agency).map(checkInIn)

/** Those of a report, by their lines. */
export const checkInsOf = ({ database }: Personnel, report: string): CheckIn[] =>
  database.prepare(`${SELECT} where c.report = ? order by c.line`).all(report).map(checkInIn)

/** One that was not reported; null for any other. */
export function draftOf({ database }: Personnel, agency: string, id: number): CheckIn | null {
  const row = database.prepare(`${SELECT} where c.agency = ? and c.id = ? and c.report is null`).get(agency, id)
  return row === undefined ? null : checkInIn(row)
}

export type Kept = 'kept' | 'sameTwice' | 'gone' | 'full'

/**
 * Enters an arrival with its person, or changes the draft `id`; nothing of it where the answer is another than `kept`. A post is known by
 * person, unit, title and first day, once. Under the caller's transaction.
 */
export function keepDraft(personnel: Personnel, agency: string, row: FeedRow, id: number | null): Kept {
  const { database } = personnel
  const { unit, title, staffCategory, supervisorLevel, rank, jobSeries, from } = row
  const known = numberOf(personnel, agency, row.nationalId)
  const same = database.prepare('select id from check_in where person = ? and unit = ? and title = ? and from_day = ?').get(known, unit, title, from)
  if (same !== undefined && Number(same['id']) !== id) return 'sameTwice'
  if (id !== null && draftOf(personnel, agency, id)?.person !== known) return 'gone'
  const { count } = database.prepare('select count(*) as count from check_in where agency = ? and report is null').get(agency) as { count: number }
  if (id === null && count >= MOST_DRAFTS) return 'full'
  const person = keepEntered(personnel, agency, row)
  const values = [unit, title, staffCategory, supervisorLevel, rank, jobSeries, from]
  if (id === null) {
    database.prepare(`insert into check_in (agency, person, unit, title, staff_category, supervisor_level, rank, job_series, from_day)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(agency, person, ...values)
  } else {
    database.prepare(`update check_in set unit = ?, title = ?, staff_category = ?, supervisor_level = ?, rank = ?, job_series = ?,
      from_day = ?, fault = null where id = ?`).run(...values, id)
  }
  return 'kept'
}

export const withdraw = ({ database }: Personnel, agency: string, id: number): boolean =>
  database.prepare('delete from check_in where id = ? and agency = ? and report is null').run(id, agency).changes === 1
