// What one has that the other has not: one person on two days, or two persons on one day.
import type { ShownRight } from './shown-right.ts'

/**
 * Which rights are one and the same: those of the same category at the same agency; or, to hold people of different
 * agencies against each other, those of the same category wherever.
 */
export type SameBy = 'agency' | 'category'

const keyOf = ({ application, category, agency }: ShownRight, same: SameBy): string =>
  [application, category, ...(same === 'agency' ? [agency] : [])].join(' ')

/** The reasons of the rights that only the one side has, each side in the order given. */
export function difference(
  first: readonly ShownRight[], second: readonly ShownRight[], same: SameBy,
): { first: ShownRight[]; second: ShownRight[] } {
  const keys = (rights: readonly ShownRight[]) => new Set(rights.map((right) => keyOf(right, same)))
  const [has, had] = [keys(first), keys(second)]
  return {
    first: first.filter((right) => !had.has(keyOf(right, same))),
    second: second.filter((right) => !has.has(keyOf(right, same))),
  }
}
