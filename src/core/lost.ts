// What somebody may no longer do: two answers of the law, of an earlier moment and of now, held against each other.
import type { ApplicationAnswer } from './reasons.ts'
import type { AgencyCode } from './standing.ts'

/** A right of one application that has no reason left (R-USE-7). */
export type LostRight = { agency: AgencyCode; category: string }

const keyOf = ({ agency, category }: LostRight): string => `${agency} ${category}`

/**
 * By application, the rights that had a reason in `before` and have none in `now`; applications that lost nothing are not
 * in it. Another reason for the same right, an earlier or later end, and rights that were won are no loss.
 */
export function lostRights(
  before: readonly ApplicationAnswer[], now: readonly ApplicationAnswer[],
): ReadonlyMap<string, LostRight[]> {
  const kept = new Map(now.map(({ application, reasons }) => [application, new Set(reasons.map(keyOf))]))
  const lost = new Map<string, LostRight[]>()
  for (const { application, reasons } of before) {
    const rights = new Map(reasons.map(({ agency, category }) => [keyOf({ agency, category }), { agency, category }]))
    const gone = [...rights].filter(([key]) => kept.get(application)?.has(key) !== true).map(([, right]) => right)
    if (gone.length > 0) lost.set(application, gone)
  }
  return lost
}
