import { dayNumber } from '../../core/days.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyRow } from '../../features/agencies/agency-file.ts'
import { leadAgencies } from '../../features/agencies/lead-agencies.ts'
import { headTitle, kindOfAgency } from './agency-kinds.ts'
import type { AgencyKind } from './agency-kinds.ts'
import { hashText, mix } from './random.ts'

export type NationOptions = {
  /** Any whole number; the same one gives the same nation. */
  seed: number
  people: number
  /** All rows of the agency file; only the live ones are staffed. */
  agencies: readonly AgencyRow[]
  today: Day
}

/** One live agency's establishment. */
export type PlannedAgency = {
  at: number
  code: string
  name: string
  /** Its parent among the planned agencies; null for a root, and where the parent is missing. */
  superior: PlannedAgency | null
  isRoot: boolean
  kind: AgencyKind
  head: string
  /** How many people have their first post here; may be 0 only in a nation smaller than its agencies. */
  quota: number
  /** The seats before its first one, over all agencies. */
  firstSeat: number
  /** Its own personnel office, or somebody who does 兼辦人事. */
  hasPersonnelOffice: boolean
  /** The day it took effect, as a day number; very early when unknown. */
  effective: number
  /** The planned agencies of the same lead agency, itself among them. */
  line: PlannedAgency[]
}

// The IDs have seven digits to tell people apart (people.ts).
const MOST_PEOPLE = 9_000_000
const LONG_AGO = dayNumber('1950-01-01')

function weightOf(agency: PlannedAgency, seed: number): number {
  const [low, high] = agency.kind.size
  return low * (high / low) ** (mix(seed, hashText(agency.code)) / 4_294_967_296)
}

function depthOf(agency: PlannedAgency): number {
  let depth = 1
  for (let up = agency.superior; up !== null; up = up.superior) depth += 1
  return depth
}

function planAgencies(rows: readonly AgencyRow[]): PlannedAgency[] {
  const leads = leadAgencies(rows)
  const byCode = new Map<string, PlannedAgency>()
  const rowOf = new Map(rows.map((row) => [row.code, row]))
  const isRoot = (code: string | null): boolean => {
    const row = code === null ? undefined : rowOf.get(code)
    return row !== undefined && row.superiorCode === null && row.superiorMissing === undefined
  }
  const lines = new Map<string, PlannedAgency[]>()
  for (const row of rows) {
    if (!row.live) continue
    const lead = leads.get(row.code)!
    const line = lines.get(lead) ?? []
    lines.set(lead, line)
    const kind = kindOfAgency(row.name, isRoot(row.superiorCode) || isRoot(row.code))
    const agency: PlannedAgency = {
      at: byCode.size, code: row.code, name: row.name, superior: null, isRoot: isRoot(row.code), kind,
      head: headTitle(row.name, kind), quota: 0, firstSeat: 0, hasPersonnelOffice: false,
      effective: row.effective === null ? LONG_AGO : dayNumber(row.effective), line,
    }
    line.push(agency)
    byCode.set(row.code, agency)
  }
  for (const agency of byCode.values()) {
    const { superiorCode } = rowOf.get(agency.code)!
    agency.superior = superiorCode === null ? null : (byCode.get(superiorCode) ?? null)
  }
  return [...byCode.values()]
}

/** One to each in the order of importance, the rest by weight: whole numbers that add up, by largest remainder. */
function shareOut(agencies: PlannedAgency[], people: number, seed: number): void {
  const ranked = agencies
    .map((agency) => ({ agency, depth: depthOf(agency), weight: weightOf(agency, seed), rest: 0 }))
    .toSorted((a, b) => a.depth - b.depth || b.weight - a.weight || (a.agency.code < b.agency.code ? -1 : 1))
  for (const { agency } of ranked.slice(0, people)) agency.quota = 1
  const left = people - ranked.length
  if (left <= 0) return
  const total = ranked.reduce((sum, { weight }) => sum + weight, 0)
  let given = 0
  for (const one of ranked) {
    const share = (one.weight / total) * left
    one.agency.quota += Math.floor(share)
    one.rest = share - Math.floor(share)
    given += Math.floor(share)
  }
  for (const { agency } of ranked.toSorted((a, b) => b.rest - a.rest).slice(0, left - given)) agency.quota += 1
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

/** A number near `wanted` without a factor in common with `count`, so that its multiples pass through all places. */
function strideFor(count: number, wanted: number): number {
  let stride = Math.max(1, wanted % count)
  while (gcd(stride, count) !== 1) stride += 1
  return stride
}

function inverseOf(stride: number, count: number): number {
  let [r, nextR, t, nextT] = [count, stride, 0, 1]
  while (nextR !== 0) {
    const quotient = Math.floor(r / nextR)
    ;[r, nextR, t, nextT] = [nextR, r - quotient * nextR, nextT, t - quotient * nextT]
  }
  return ((t % count) + count) % count
}

export type NationPlan = {
  options: NationOptions
  agencies: PlannedAgency[]
  /** Where the person of that index (0 … people - 1) has the first post: the agency, and the seat in it from 0. */
  seatOf: (index: number) => { agency: PlannedAgency; seat: number }
  /** The index of the person on that seat. */
  indexAt: (agency: PlannedAgency, seat: number) => number
}

/**
 * Lays out who sits where, in memory that grows with the agencies and not with the people. The order of the people is
 * mixed, so that any stretch of it is a fair sample of the nation.
 */
export function planNation(options: NationOptions): NationPlan {
  const { people, seed } = options
  if (!Number.isInteger(people) || people < 0 || people > MOST_PEOPLE) throw new RangeError('people out of range')
  const agencies = planAgencies(options.agencies)
  if (agencies.length === 0 && people > 0) throw new RangeError('no live agency to put people in')
  shareOut(agencies, people, seed)
  let seats = 0
  for (const agency of agencies) {
    agency.firstSeat = seats
    agency.hasPersonnelOffice = agency.quota >= agency.kind.personnelOfficeFrom
    seats += agency.quota
  }
  const staffed = agencies.filter((agency) => agency.quota > 0)
  const stride = people > 1 ? strideFor(people, Math.floor(people * 0.618) + (mix(seed, 7) % 1000)) : 1
  const inverse = people > 1 ? inverseOf(stride, people) : 0
  const offset = people > 0 ? mix(seed, 11) % people : 0
  return {
    options,
    agencies,
    seatOf: (index) => {
      const seat = (index * stride + offset) % people
      let low = 0
      let high = staffed.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (staffed[middle]!.firstSeat <= seat) low = middle
        else high = middle - 1
      }
      return { agency: staffed[low]!, seat: seat - staffed[low]!.firstSeat }
    },
    indexAt: (agency, seat) => (((agency.firstSeat + seat - offset + people) % people) * inverse) % people,
  }
}
