// What an agency is may be changed from a day on: today or later, or earlier as a correction that is known from today. What
// an agency is has periods; a change is laid over those from its day on and leaves what was planned for later in its place.
import { dayBefore } from './days.ts'
import type { Day } from './days.ts'
import type { AgencyCode } from './standing.ts'

/** What is said of an agency. Texts that nobody knows are empty. */
export type AgencyFields = {
  name: string
  nameEn: string | null
  /** Null: a root, or one whose superior nobody knows (`superiorMissing`). */
  superior: AgencyCode | null
  level: number | null
  zip: string
  address: string
  phone: string
  fax: string
  /** 組織物件識別碼, by which its card names it (R-CRT-3). */
  oid: string | null
  successor: AgencyCode | null
}

/** An agency as described, from when to when it lived so; both days inclusive, null where unknown or open. */
export type AgencyDescription = AgencyFields & { superiorMissing: string | null; from: Day | null; to: Day | null }

/** One that is recorded, under its number. */
export type AgencyPeriod = AgencyDescription & { id: string }

/** The names of the fields, in the order of forms and lists. */
export const AGENCY_FIELDS = [
  'name', 'nameEn', 'superior', 'level', 'zip', 'address', 'phone', 'fax', 'oid', 'successor',
] as const satisfies readonly (keyof AgencyFields)[]

/** The period that holds the day. */
export function periodOn<P extends { from: Day | null; to: Day | null }>(periods: readonly P[], day: Day): P | undefined {
  return periods.find(({ from, to }) => (from === null || from <= day) && (to === null || day <= to))
}

/** What of it would be other than it is. */
export function fieldsChanged(period: AgencyFields, fields: Partial<AgencyFields>): Partial<AgencyFields> {
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => period[name as keyof AgencyFields] !== value))
}

const laidOver = (period: AgencyPeriod, fields: Partial<AgencyFields>): AgencyDescription => {
  const { id: _, ...described } = period
  // A superior that is named is no longer missing.
  return { ...described, ...fields, superiorMissing: fields.superior == null ? described.superiorMissing : null }
}

/** The periods that are superseded, and the descriptions that take their place. */
export type RewrittenPeriods = { closed: AgencyPeriod[]; written: AgencyDescription[] }

/**
 * Lays the fields over the agency from the day on. A later period takes over what it had in common with the one before it;
 * what was planned to change there still does.
 */
export function rewritePeriods(
  periods: readonly AgencyPeriod[], fields: Partial<AgencyFields>, from: Day,
): RewrittenPeriods {
  const rewritten: RewrittenPeriods = { closed: [], written: [] }
  const later = periods.filter(({ to }) => to === null || to >= from)
    .toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
  let carried = fields
  for (const [at, period] of later.entries()) {
    const before = later[at - 1]
    if (before !== undefined) {
      carried = Object.fromEntries(Object.entries(carried).filter(([name]) =>
        period[name as keyof AgencyFields] === before[name as keyof AgencyFields]))
    }
    const changed = fieldsChanged(period, carried)
    if (Object.keys(changed).length === 0) continue
    rewritten.closed.push(period)
    const begins = period.from === null || period.from < from
    if (begins) rewritten.written.push({ ...laidOver(period, {}), to: dayBefore(from) })
    rewritten.written.push({ ...laidOver(period, changed), from: begins ? from : period.from })
  }
  return rewritten
}

/** An agency above another on some of the days that are asked about; `steps` up from where one began. */
export type StepAbove = { code: AgencyCode; steps: number }

/** What a change of an agency is held against; all of it on any day from the change's day on, unless said otherwise. */
export type AgencyChangeFacts = {
  code: AgencyCode
  periods: readonly AgencyPeriod[]
  /** The proposed superior and those above it; none where it is not proposed, or does not live on the change's day. */
  above: readonly StepAbove[]
  /** How many steps there are below the agency. */
  below: number
  /** The proposed successor and those that succeed it; none where it is not proposed or nobody knows it. */
  succeeding: readonly AgencyCode[]
  /** Another agency that has the proposed OID at the same time. */
  oidHeldBy: AgencyCode | null
}

export type AgencyRefusal =
  | 'codeTaken' | 'notLiving' | 'nothing' | 'superiorNotLiving' | 'superiorBelow' | 'tooDeep' | 'successorUnknown'
  | 'successorLoop' | 'oidTaken'

// The bound of the law's walks through the tree (agency-tree.ts, db/migrations/0003): deeper, and managers would lose sight.
const DEEPEST = 16

function whyNotTied(facts: AgencyChangeFacts, fields: Partial<AgencyFields>): AgencyRefusal | null {
  const { code, above, below, succeeding, oidHeldBy } = facts
  if (fields.superior != null) {
    if (above.length === 0) return 'superiorNotLiving'
    if (above.some((step) => step.code === code)) return 'superiorBelow'
    if (Math.max(...above.map(({ steps }) => steps)) + 1 + below > DEEPEST) return 'tooDeep'
  }
  if (fields.successor != null) {
    if (succeeding.length === 0) return 'successorUnknown'
    if (succeeding.includes(code)) return 'successorLoop'
  }
  return fields.oid != null && oidHeldBy !== null ? 'oidTaken' : null
}

/** Changes what the agency is from the day on: the periods to write, or why it cannot be. */
export function decideAgencyChange(
  facts: AgencyChangeFacts, fields: Partial<AgencyFields>, from: Day,
): RewrittenPeriods | { refused: AgencyRefusal } {
  const period = periodOn(facts.periods, from)
  if (period === undefined) return { refused: 'notLiving' }
  const changed = fieldsChanged(period, fields)
  if (Object.keys(changed).length === 0) return { refused: 'nothing' }
  const refusal = whyNotTied(facts, changed)
  return refusal === null ? rewritePeriods(facts.periods, changed, from) : { refused: refusal }
}

/** A new agency that lives from the day on, or why it cannot be. A code that was ever used is not used again. */
export function decideNewAgency(
  facts: AgencyChangeFacts, fields: AgencyFields, from: Day, known: boolean,
): AgencyDescription | { refused: AgencyRefusal } {
  if (known) return { refused: 'codeTaken' }
  const refusal = whyNotTied(facts, fields)
  return refusal === null ? { ...fields, superiorMissing: null, from, to: null } : { refused: refusal }
}
