// The personnel office of an agency manages its subtree (R-SCP-1). The relation is the centre's own decision, and dated.
import { periodOn } from './agency-change.ts'
import type { Day } from './days.ts'
import type { AgencyCode } from './standing.ts'

/** `office` shall be the personnel office of `agency` from the day on, until the other or openly. */
export type OfficeWish = { office: AgencyCode; agency: AgencyCode; from: Day; to: Day | null }

type Span = { from: Day | null; to: Day | null }

export type OfficeFacts = {
  today: Day
  /** When each of the two lives; none where nobody knows it. */
  officeLives: readonly Span[]
  agencyLives: readonly Span[]
  /** The periods in which the relation stands already. */
  standing: readonly Span[]
}

export type OfficeRefusal = 'ofItself' | 'officeNotLiving' | 'agencyNotLiving' | 'beforeToday' | 'endsBeforeItBegins' | 'overlaps'

/** Why the relation cannot be, or null. As other decisions it begins today at the earliest (R-DAY-3). */
export function decideOffice({ today, officeLives, agencyLives, standing }: OfficeFacts, wish: OfficeWish): OfficeRefusal | null {
  const { office, agency, from, to } = wish
  if (office === agency) return 'ofItself'
  if (from < today) return 'beforeToday'
  if (to !== null && to < from) return 'endsBeforeItBegins'
  if (periodOn(officeLives, from) === undefined) return 'officeNotLiving'
  if (periodOn(agencyLives, from) === undefined) return 'agencyNotLiving'
  const overlaps = standing.some((one) => (one.to === null || one.to >= from) && (to === null || one.from === null || one.from <= to))
  return overlaps ? 'overlaps' : null
}
