/** Whether a feed may be applied as it is, or is held for a second person to look at it (4.5). */
import type { Day } from './days.ts'
import type { AgencyCode } from './standing.ts'

/** What a feed comes to, in numbers. All are counted against what is known now. */
export type FeedFigures = {
  /** The day it speaks of. */
  asOf: Day
  /** Posts that are held on that day or will be later. */
  openPosts: number
  /** Of these, how many the feed ends, withdraws, or has end earlier than was known. */
  cutShort: number
  /** Live agencies with personnel officers (R-STD-1) on that day by what is known, and none by the feed. */
  withoutOfficer: readonly LostOfficers[]
  /** The day of the latest snapshot that was applied and not undone; null before the first. */
  lastSnapshot: Day | null
  /** Central administrators who can act on the day (R-CEN-1), by what is known and by the feed: without a post none can. */
  central: { now: number; left: number }
}

/** `officers`: how many the agency has now. */
export type LostOfficers = { agency: AgencyCode; officers: number }

/**
 * Why a feed is held. `cutsShort`: more than two in a hundred of all open posts end; `lastOfficers`: agencies lose their
 * last personnel officer (how many agencies, and the first of them); `olderThanApplied`: it speaks of an earlier day than the
 * last applied snapshot; `lastCentral`: nobody at the centre is left who could undo it.
 */
export type HoldReason =
  | { code: 'cutsShort'; cutShort: number; openPosts: number }
  | { code: 'lastOfficers'; count: number; agencies: LostOfficers[] }
  | { code: 'olderThanApplied'; asOf: Day; lastSnapshot: Day }
  | { code: 'lastCentral'; count: number }

/** In hundredths of all open posts. */
const MOST_CUT_SHORT = 2
/** Of agencies that lose their last officer, as many are named with the feed; its preview lists them all. */
export const MOST_NAMED = 100

/** The reasons why the feed is held, none where it may be applied. What nobody held before cannot be lost. */
export function judgeFeed({ asOf, openPosts, cutShort, withoutOfficer, lastSnapshot, central }: FeedFigures): HoldReason[] {
  const reasons: HoldReason[] = []
  if (cutShort * 100 > openPosts * MOST_CUT_SHORT) reasons.push({ code: 'cutsShort', cutShort, openPosts })
  if (withoutOfficer.length > 0) {
    reasons.push({ code: 'lastOfficers', count: withoutOfficer.length, agencies: withoutOfficer.slice(0, MOST_NAMED) })
  }
  if (lastSnapshot !== null && asOf < lastSnapshot) reasons.push({ code: 'olderThanApplied', asOf, lastSnapshot })
  if (central.now > 0 && central.left === 0) reasons.push({ code: 'lastCentral', count: central.now })
  return reasons
}
