// What is unusual about a sign-in that was good: another browser, place or hour than the person's own. It is told to the person
// and holds nobody up.

/** `browser`: one never used before; `place`, `hour`: none of those the person's sign-ins of the past months came from or at. */
export type Unusual = 'browser' | 'place' | 'hour'
export const UNUSUAL: readonly Unusual[] = ['browser', 'place', 'hour']

/**
 * What is compared (ECPA_UNUSUAL_…). `days`: how far back; `fewest`: of fewer sign-ins nobody can say what is usual; `networks`: whoever comes
 * from more is on the way, and another says nothing; `hours`: so many before and after still count as the same time of day.
 */
export type UsualRule = { days: number; fewest: number; networks: number; hours: number }
export const USUAL_RULE: UsualRule = { days: 90, fewest: 20, networks: 3, hours: 2 }

/** What is known of earlier sign-ins. `times` and what follows count those of the rule's days. */
export type EarlierSignIns = {
  /** The person has never signed in before. */
  none: boolean
  /** The browser's own cookie says that the person used it before. */
  browserKnown: boolean
  /** By the same method, from the same network, with the same kind of browser and system. */
  alike: boolean
  times: number
  networks: number
  fromThisNetwork: number
  /** Within the rule's hours of this hour of the day in Taipei. */
  aroundThisHour: number
}

/** What is unusual; nothing at the first sign-in ever, which has nothing to be compared with. */
export function unusualIn(rule: UsualRule, { none, browserKnown, alike, times, networks, fromThisNetwork, aroundThisHour }: EarlierSignIns): Unusual[] {
  if (none) return []
  const enough = times >= rule.fewest
  const found: Record<Unusual, boolean> = {
    browser: !browserKnown && !alike,
    place: enough && networks <= rule.networks && fromThisNetwork === 0,
    hour: enough && aroundThisHour === 0,
  }
  return UNUSUAL.filter((one) => found[one])
}
