// 「匯出」 of 「機關管理」: all agencies that are found, as of the day, with everything that is said of them.
import { sql } from 'kysely'
import { searchWords } from '../../core/search-text.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import { momentOf } from '../../store/as-of.ts'
import type { Reader } from '../../store/database.ts'
import { foldedColumn } from '../../store/search-text.ts'
import type { SheetRow } from '../../web/spreadsheet.ts'

export const exportColumns = [
  'agency_code', 'agency_name', 'agency_name_en', 'superior_code', 'level', 'zip', 'address', 'phone', 'fax', 'organisation_oid',
  'successor_code', 'from', 'until',
] as const
type Row = {
  code: AgencyCode; name: string; nameEn: string | null; superior: string | null; level: number | null; zip: string | null
  address: string | null; phone: string | null; fax: string | null; oid: string | null; successor: AgencyCode | null
  from: Day | null; to: Day | null
}

// As many as are held at a time.
const ROWS_A_STEP = 1_000

/** The agencies that live on the day and are called so, in the order of their codes. */
export async function* exportRows(db: Reader, search: string, asOf: AsOf): AsyncGenerator<SheetRow<(typeof exportColumns)[number]>> {
  const { day, known } = momentOf(asOf)
  const words = searchWords(search).map((word) => sql`(strpos(${foldedColumn(sql`v.name`)}, ${word}) > 0
    or strpos(lower(v.agency_code), ${word}) > 0 or strpos(lower(v.name_en), ${word}) > 0)`)
  for (let after = ''; ;) {
    const { rows } = await sql<Row>`
      select v.agency_code as code, v.name, v.name_en as "nameEn", coalesce(v.superior_code, v.superior_missing) as superior, v.level,
        v.zip, v.address, v.phone, v.fax, v.organisation_oid as oid, v.successor_code as successor, lower(v.valid) as from,
        upper(v.valid) - 1 as to
      from agency_version v
      where ${sql.join([...words, sql`v.valid @> ${day}`, sql`v.recorded @> ${known}`, sql`v.agency_code > ${after}`], sql` and `)}
      order by v.agency_code limit ${sql.lit(ROWS_A_STEP)}`.execute(db)
    for (const { code, name, nameEn, superior, oid, successor, to, ...rest } of rows) {
      yield {
        agency_code: code, agency_name: name, agency_name_en: nameEn, superior_code: superior, organisation_oid: oid,
        successor_code: successor, until: to, ...rest,
      }
    }
    if (rows.length < ROWS_A_STEP) return
    after = rows.at(-1)!.code
  }
}
