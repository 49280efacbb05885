// Files of the personnel feed as a personnel system writes them, and how a browser sends one.
import { cellsOf, csvLineOf, FEED_HEADING } from '../src/core/feed-columns.ts'
import { tokenIn } from './http.ts'
import { nationalIdOf, WHO } from './world.ts'
import type { FeedRow } from '../src/core/feed-columns.ts'
import type { Answer, Visitor } from './http.ts'
import type { World } from './world.ts'

/** The rows as a file. */
export const csvOf = (rows: readonly FeedRow[]): string => FEED_HEADING + rows.map((row) => csvLineOf(cellsOf(row))).join('')

/** What the government's personnel record says now: a snapshot of it changes nothing. */
export async function recordOf({ sql }: Pick<World, 'sql'>): Promise<FeedRow[]> {
  const rows = await sql<Omit<FeedRow, 'nationalId'> & { person: string }>(`
    select p.person_id as person, v.name, v.birth_date::text as "birthDate", v.email, p.agency_code as "agencyCode", p.unit, p.title,
      w.staff_category as "staffCategory", w.supervisor_level as "supervisorLevel", w.rank, w.job_series as "jobSeries",
      p.kind as "postKind", w.nature, w.section, p.starts::text as "from", (upper(w.valid) - 1)::text as "to"
    from post p join post_version w on w.person_id = p.person_id and w.post_id = p.id and upper_inf(w.recorded)
    join person_version v on v.person_id = p.person_id and upper_inf(v.recorded)
    where p.person_id <= $1 order by p.person_id, p.id`, [WHO.length])
  return rows.map(({ person, ...row }) => ({ ...row, nationalId: nationalIdOf(WHO[Number(person) - 1]!) }))
}

const BOUNDARY = 'ecpa-test-boundary-2026'

/** A form with a file as browsers send it: the fields, then the file. */
export function multipart(fields: Record<string, string>, name: string, content: string | Buffer): { type: string; body: Buffer } {
  const part = (disposition: string) => `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n`
  return {
    type: `multipart/form-data; boundary=${BOUNDARY}`,
    body: Buffer.concat([
      Buffer.from(Object.entries(fields).map(([field, value]) => `${part(`name="${field}"`)}\r\n${value}\r\n`).join('')),
      Buffer.from(`${part(`name="file"; filename="${name}"`)}Content-Type: text/csv\r\n\r\n`),
      Buffer.from(content), Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
    ]),
  }
}

type Uploaded = { kind?: string; asOf: string; name?: string; content: string | Buffer; csrf?: string }

/** Sends a file by 「上傳」. */
export async function upload(visitor: Visitor, { kind = 'snapshot', asOf, name = 'people.csv', content, csrf }: Uploaded): Promise<Answer> {
  const token = csrf ?? tokenIn(await visitor.ask('/manage/feeds/new'))
  const { type, body } = multipart({ csrf: token, kind, asOf }, name, content)
  return visitor.ask('/manage/feeds/new', {
    method: 'POST', body, headers: { 'content-type': type, 'origin': visitor.origin, 'sec-fetch-site': 'same-origin' },
  })
}
