// What is unusual about a sign-in that was good: another browser, place or hour than the person's own. It is told to the person
// and holds nobody up.

/** `browser`: one never used before; `place`, `hour`: none of those the person's sign-ins of the past months came from or at. */
export type Unusual = 'browser' | 'place' | 'hour'
export const UNUSUAL: readonly Unusual[] = ['browser', 'place', 'hour']

/** How far back the sign-ins that are compared go. */
export const COMPARED_DAYS = 90
/** Of fewer sign-ins nobody can say what is usual. */
export const FEWEST_COMPARED = 20
/** Whoever comes from more networks than these is on the way, and another says nothing. */
export const MOST_USUAL_NETWORKS = 3
/** So many hours before and after still count as the same time of day. */
export const HOURS_AROUND = 2

/** What is known of earlier sign-ins. `times` and what follows count those of `COMPARED_DAYS`. */
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
  /** Within `HOURS_AROUND` of this hour of the day in Taipei. */
  aroundThisHour: number
}

/** What is unusual; nothing at the first sign-in ever, which has nothing to be compared with. */
export function unusualIn({ none, browserKnown, alike, times, networks, fromThisNetwork, aroundThisHour }: EarlierSignIns): Unusual[] {
  if (none) return []
  const enough = times >= FEWEST_COMPARED
  const found: Record<Unusual, boolean> = {
    browser: !browserKnown && !alike,
    place: enough && networks <= MOST_USUAL_NETWORKS && fromThisNetwork === 0,
    hour: enough && aroundThisHour === 0,
  }
  return UNUSUAL.filter((one) => found[one])
}
