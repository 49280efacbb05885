/** What an agency file says of each agency as one version of it, and how that differs from what is recorded. */
import { addDays, dayBefore } from '../../core/days.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyRow } from './agency-file.ts'

/** An agency as described, from when to when it lived so; both days inclusive, null where unknown or open. */
export type AgencyVersion = {
  code: string
  name: string
  nameEn: string | null
  superior: string | null
  superiorMissing: string | null
  level: number | null
  zip: string
  address: string
  phone: string
  fax: string
  oid: string | null
  successor: string | null
  from: Day | null
  to: Day | null
}

export type RecordedVersion = AgencyVersion & { id: string }

export type AgencyDifference = {
  added: AgencyVersion[]
  /** `old` is the version to close; `ended` where the agency lived on before and does no more. */
  changed: { old: RecordedVersion; version: AgencyVersion; ended: boolean }[]
  same: number
  /** Codes that live in the database and that the file does not have: nothing is done to them. */
  notInFile: string[]
}

type FileFacts = { rows: ReadonlyMap<string, AgencyRow>; oids: ReadonlyMap<string, string>; asOfDay: Day }

/**
 * The first day on which a 裁撤 agency was no more: as the file says; else the day its successor began; else, since it
 * was no more on the file's day, what an earlier import took it for, or that very day.
 */
function firstDayWithout(row: AgencyRow, recorded: AgencyVersion | undefined, { rows, asOfDay }: FileFacts): Day {
  const successor = row.successorCode === null ? undefined : rows.get(row.successorCode)
  const known = row.abolished ?? row.successorFrom ?? successor?.effective
  if (known) return known
  return recorded?.to != null ? addDays(recorded.to, 1) : asOfDay
}

function versionOf(row: AgencyRow, recorded: AgencyVersion | undefined, facts: FileFacts): AgencyVersion {
  const to = row.live ? null : dayBefore(firstDayWithout(row, recorded, facts))
  return {
    code: row.code,
    name: row.name,
    // What only some files tell, and what people may have corrected, is not taken away by a file that is silent.
    nameEn: row.nameEn ?? recorded?.nameEn ?? null,
    superior: row.superiorCode,
    superiorMissing: row.superiorMissing ?? null,
    level: row.level, zip: row.zip, address: row.address, phone: row.phone, fax: row.fax,
    oid: recorded?.oid ?? facts.oids.get(row.code) ?? null,
    successor: row.successorCode,
    // One that ended before it began did live: then only the end is believed.
    from: row.effective !== null && to !== null && to < row.effective ? null : row.effective,
    to,
  }
}

const FIELDS = ['name', 'nameEn', 'superior', 'superiorMissing', 'level', 'zip', 'address', 'phone', 'fax', 'oid',
  'successor', 'from', 'to'] as const

/** Holds the file against what is recorded. Both may be in any order. */
export function agencyDifference(
  rows: readonly AgencyRow[], recorded: readonly RecordedVersion[], oids: ReadonlyMap<string, string>, asOfDay: Day,
): AgencyDifference {
  const facts = { rows: new Map(rows.map((row) => [row.code, row])), oids, asOfDay }
  const old = new Map(recorded.map((version) => [version.code, version]))
  const difference: AgencyDifference = { added: [], changed: [], same: 0, notInFile: [] }
  for (const row of rows) {
    const before = old.get(row.code)
    const version = versionOf(row, before, facts)
    if (before === undefined) difference.added.push(version)
    else if (FIELDS.every((field) => before[field] === version[field])) difference.same += 1
    else difference.changed.push({ old: before, version, ended: before.to === null && version.to !== null })
  }
  difference.notInFile = recorded.filter(({ code, to }) => to === null && !facts.rows.has(code)).map(({ code }) => code)
  return difference
}
