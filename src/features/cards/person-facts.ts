import { sql } from 'kysely'
import type { Reader } from '../../store/database.ts'

/** Name and sealed national ID of the person, as the record has them. */
export async function sealedColumns(db: Reader, person: string): Promise<{ name: string; sealed: Buffer; index: Buffer }> {
  const { rows: [row] } = await sql<{ name: string; sealed: Buffer; index: Buffer }>`
    select v.name, p.national_id_sealed as sealed, p.national_id_index as index
    from person p join person_version v on v.person_id = p.id and upper_inf(v.recorded) where p.id = ${person}`.execute(db)
  if (row === undefined) throw new Error('a person without a record')
  return row
}
