/**
 * Organisation OIDs (data.gov.tw dataset 7081), by which an agency's card names its agency (R-CRT-3). The file knows
 * names only: an agency gets the OID of its name where both lists have that name once. About half of them do.
 */
import { parse } from 'csv-parse/sync'
import type { AgencyRow } from './agency-file.ts'

const OID_SHAPE = /^[0-9]+(\.[0-9]+)+$/

// 台 and 臺 are the same word; the lists mix them within one name.
const nameKey = (name: string): string => name.replaceAll('台', '臺').replace(/\s/gu, '')

/** Reads the file, UTF-8 with or without byte order mark: name key to OID, for the names that it has once. */
export function readOrganisationOids(bytes: Uint8Array): Map<string, string> {
  const options = { bom: true, columns: true, relax_column_count: true }
  const rows = parse(Buffer.from(bytes), options) as unknown as Record<string, string>[]
  const oids = new Map<string, string | null>()
  for (const row of rows) {
    const name = nameKey(row['機關名稱'] ?? '')
    const oid = (row['OID'] ?? '').trim()
    if (name === '' || !OID_SHAPE.test(oid)) continue
    // The file has some rows twice: those still say one thing.
    oids.set(name, oids.has(name) && oids.get(name) !== oid ? null : oid)
  }
  return new Map([...oids].flatMap(([name, oid]) => (oid === null ? [] : [[name, oid] as const])))
}

/** From code to OID, for the live agencies whose name no other live one has. */
export function matchOrganisationOids(
  rows: readonly AgencyRow[], oids: ReadonlyMap<string, string>,
): Map<string, string> {
  const live = rows.filter((row) => row.live)
  const counts = new Map<string, number>()
  for (const { name } of live) counts.set(nameKey(name), (counts.get(nameKey(name)) ?? 0) + 1)
  return new Map(live.flatMap(({ code, name }) => {
    const oid = counts.get(nameKey(name)) === 1 ? oids.get(nameKey(name)) : undefined
    return oid === undefined ? [] : [[code, oid] as const]
  }))
}
