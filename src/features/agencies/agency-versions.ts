/** What an agency file says of each agency as one version of it, and how that differs from what is recorded. */
import { AGENCY_FIELDS, periodOn, rewritePeriods } from '../../core/agency-change.ts'
import { addDays, dayBefore } from '../../core/days.ts'
import type { AgencyDescription } from '../../core/agency-change.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { AgencyRow } from './agency-file.ts'
import type { RecordedPeriod } from './agency-rows.ts'

/** What a file says of an agency: one description of its whole life. */
export type AgencyVersion = AgencyDescription & { code: AgencyCode }

export type AgencyDifference = {
  added: AgencyVersion[]
  /** `closed` are the periods that the others take the place of; `ended` where the agency lived on before and does no more. */
  changed: { closed: RecordedPeriod[]; written: AgencyVersion[]; ended: boolean }[]
  same: number
  /** Codes that live in the database and that the file does not have: nothing is done to them. */
  notInFile: string[]
  /** Agencies that the file ends although people are there: what becomes of these is for the centre to say (R-JML-4). */
  proposed: ProposedEnd[]
}

/** From the day on the agency shall be no more; `successor` takes over, where the file says who. */
export type ProposedEnd = { code: AgencyCode; day: Day; successor: AgencyCode | null }

/** `inhabited`: agencies with people. `planned`: those that an approved restructuring ends; a file that knows nothing
 * of it revives none. `waiting`: those that are in any plan already, and are not proposed twice. */
export type Lived = { inhabited: ReadonlySet<AgencyCode>; planned: ReadonlySet<AgencyCode>; waiting: ReadonlySet<AgencyCode> }

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

const SAID = [...AGENCY_FIELDS, 'superiorMissing'] as const
const differs = (a: AgencyDescription, b: AgencyDescription): boolean => SAID.some((field) => a[field] !== b[field])

/** The agency's life as one description: what it is on the file's day (or was last), and its first and last day. */
function lifeOf(periods: readonly RecordedPeriod[], asOfDay: Day): RecordedPeriod {
  return { ...periodOn(periods, asOfDay) ?? periods.at(-1)!, from: periods[0]!.from, to: periods.at(-1)!.to }
}

/**
 * The periods with what the file says of the agency. One that was never changed by hand is described anew as a whole; of
 * others the period of the file's day is, and those after it where they said the same.
 */
function described(periods: readonly RecordedPeriod[], life: RecordedPeriod, version: AgencyVersion, asOfDay: Day): AgencyVersion[] {
  if (periods.length === 1) return [version]
  const { code, superiorMissing, from, to, ...fields } = version
  const since = periodOn(periods, asOfDay) ?? periods.at(-1)!
  const laid = rewritePeriods(periods, fields, since.from ?? since.to ?? asOfDay)
  const kept = periods.filter((period) => !laid.closed.includes(period))
  return [...kept, ...laid.written].toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
    .map((period): AgencyVersion => ({
      ...period, code,
      superiorMissing: period.superior === version.superior ? superiorMissing : period.superiorMissing,
      from: period.from === life.from ? from : period.from,
      to: period.to === life.to ? to : period.to,
    }))
    .map(({ id: _, ...period }: AgencyVersion & { id?: string }) => period)
    // Of an agency that ends before what was planned for it, nothing is left of that.
    .map((period) => (to !== null && (period.to === null || period.to > to) ? { ...period, to } : period))
    .filter((period) => period.from === null || period.to === null || period.from <= period.to)
}

/** Holds the file against what is recorded, each agency's periods in their order. */
export function agencyDifference(
  rows: readonly AgencyRow[], recorded: readonly RecordedPeriod[], oids: ReadonlyMap<string, string>, asOfDay: Day, lived: Lived,
): AgencyDifference {
  const facts = { rows: new Map(rows.map((row) => [row.code, row])), oids, asOfDay }
  const known = Map.groupBy(recorded, ({ code }) => code)
  const difference: AgencyDifference = { added: [], changed: [], same: 0, notInFile: [], proposed: [] }
  for (const row of rows) {
    const periods = known.get(row.code)
    const life = periods === undefined ? undefined : lifeOf(periods, asOfDay)
    const version = heldBack(versionOf(row, life, facts), life, lived, difference.proposed)
    if (periods === undefined || life === undefined) difference.added.push(version)
    else if (!differs(life, version) && life.from === version.from && life.to === version.to) difference.same += 1
    else {
      difference.changed.push({
        closed: periods, written: described(periods, life, version, asOfDay), ended: life.to === null && version.to !== null,
      })
    }
  }
  difference.notInFile = [...known].filter(([code, periods]) => periods.at(-1)!.to === null && !facts.rows.has(code))
    .map(([code]) => code)
  const left = difference.notInFile.filter((code) => lived.inhabited.has(code) && !lived.waiting.has(code))
  difference.proposed.push(...left.map((code) => ({ code, day: asOfDay, successor: null })))
  return difference
}

/** The version without an end that is the centre's to decide, which is proposed instead; or with one that it has decided. */
function heldBack(
  version: AgencyVersion, life: RecordedPeriod | undefined, { inhabited, planned, waiting }: Lived, proposed: ProposedEnd[],
): AgencyVersion {
  if (life === undefined) return version
  const { code, to, successor } = version
  const stays = { ...version, to: life.to, successor: life.successor }
  if (life.to !== null && planned.has(code)) return stays
  if (life.to !== null || to === null || !inhabited.has(code)) return version
  if (!waiting.has(code)) proposed.push({ code, day: addDays(to, 1), successor })
  return stays
}
