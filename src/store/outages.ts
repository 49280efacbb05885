// Notices of outages: what people are told of an application on the days of the notice.
import { parsePeriod } from './periods.ts'
import type { Sentence } from '../core/access-messages.ts'
import type { Day } from '../core/days.ts'
import type { Reader } from './database.ts'

/** A notice that has not been withdrawn. `to` null: until further notice. */
export type Outage = {
  id: string; version: number; application: string; period: { from: Day | null; to: Day | null }; text: Sentence
}

/** The notices of the day and, if `coming`, of days to come, in the order of their days; of all applications or one. */
export async function loadOutages(
  db: Reader, day: Day, { application, coming = false }: { application?: string; coming?: boolean } = {},
): Promise<Outage[]> {
  const rows = await db.selectFrom('outage').select(['id', 'version', 'application_code', 'valid', 'text_zh', 'text_en'])
    .where('state', '=', 'active').where(({ fn }) => fn<boolean>('upper_inf', ['recorded']))
    .where('valid', '&&', `[${day},${coming ? '' : day}]` as never)
    .$if(application !== undefined, (query) => query.where('application_code', '=', application!))
    .orderBy('valid').execute()
  return rows.map((row) => ({
    id: row.id, version: row.version, application: row.application_code,
    period: typeof row.valid === 'string' ? parsePeriod(row.valid) : row.valid,
    text: { 'zh-TW': row.text_zh, en: row.text_en },
  }))
}
