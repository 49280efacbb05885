/** What applying a configuration would do, one thing after another. */
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { Day } from '../../core/days.ts'
import type { FaultList } from './check-configuration.ts'

export type Thing =
  | 'application' | 'category' | 'group' | 'groupMember' | 'oidcClient' | 'apiClient' | 'personnelOffice' | 'certificateAuthority'
  | 'listedCertificate'

export type Value = string | boolean | number | null | readonly string[]

/** One field, from what to what; `from` is undefined in a thing that is new. A secret is told as `•••`. */
export type FieldChange = { field: string; from?: Value; to: Value }

export type ConfigurationChange = {
  thing: Thing
  /** What it is called, such as `A4`, `A4 use`, `397210000A 397000000A`. */
  key: string
  kind: 'added' | 'changed'
  fields: FieldChange[]
  /** Writes it with an event of its own, within the transaction that planned it. */
  write: (tx: Change) => Promise<void>
}

/** What a planner works with: it reads, collects faults and changes, and counts what is already so. */
export type Planning = {
  db: Reader
  today: Day
  faults: FaultList
  changes: ConfigurationChange[]
  same: number
}

export const HIDDEN = '•••'

const isSame = (a: Value | undefined, b: Value | undefined): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The fields of `after` that differ from `before`, in the order of `after`; all of them where there is no before. */
export function fieldChanges(before: Record<string, Value> | undefined, after: Record<string, Value>): FieldChange[] {
  return Object.entries(after).flatMap(([field, to]): FieldChange[] => {
    if (before === undefined) return [{ field, to }]
    const from = before[field]
    return isSame(from, to) ? [] : [{ field, from: from ?? null, to }]
  })
}

/** As an event tells it: the fields' values before and after. */
export function beforeAndAfter(
  fields: readonly FieldChange[],
): { before: Record<string, Value>; after: Record<string, Value> } {
  const changed = fields.filter((one) => one.from !== undefined)
  return {
    before: Object.fromEntries(changed.map(({ field, from }) => [field, from!])),
    after: Object.fromEntries(fields.map(({ field, to }) => [field, to])),
  }
}
