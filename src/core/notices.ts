// 「最新公告」: who may read an announcement, who has to sign for it, and who may write what to whom.
import { authorityOfCard, isOfCentre, managesWithBelow, mayManage } from './scope.ts'
import { isLive } from './agency-tree.ts'
import { satisfies } from './standing.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Authority } from './scope.ts'
import type { AgencyCode, Standing } from './standing.ts'

/**
 * To whom it is written. `agency` null: everywhere (and `below` true); `standing` null: to the public, signed in or not, else to
 * whoever has at least this standing there.
 */
export type Audience = { agency: AgencyCode | null; below: boolean; standing: Standing | null }

/** One standing of a reader, with the line of its agency: itself and those above, nearest first. */
export type Place = { standing: Standing; line: readonly AgencyCode[] }

/** From when to when it is shown, as far as it was not withdrawn by hand. */
export type Showing = { publishAt: Date; withdrawAt: Date | null; withdrawn: boolean }

export type NoticeState = 'planned' | 'shown' | 'over' | 'withdrawn'

/** What becomes of it at that moment: it is shown from `publishAt` until just before `withdrawAt`. */
export function stateOf({ publishAt, withdrawAt, withdrawn }: Showing, now: Date): NoticeState {
  if (withdrawn) return 'withdrawn'
  if (withdrawAt !== null && withdrawAt <= now) return 'over'
  return publishAt <= now ? 'shown' : 'planned'
}

/** Whether it is written to a reader of these places; a visitor has none. SQL says the same in the slice's `addressedTo`. */
export function isAddressed({ agency, below, standing }: Audience, places: readonly Place[]): boolean {
  if (standing === null) return true
  return places.some((place) => satisfies(place.standing, standing)
    && (agency === null || (below ? place.line.includes(agency) : place.line[0] === agency)))
}

/** Whether a reader of these places may read it at that moment: nothing of it otherwise, neither count nor file. */
export function mayRead(notice: Showing & { audience: Audience }, places: readonly Place[], now: Date): boolean {
  return stateOf(notice, now) === 'shown' && isAddressed(notice.audience, places)
}

/** Why somebody cannot sign for an announcement. */
export type SigningRefusal = 'notFound' | 'nothingToSign' | 'changedMeanwhile'

/** Whether the reader can sign for this version: they have to be able to read it. That they did already is no refusal. */
export function decideSigning(
  notice: Showing & { audience: Audience; mustAcknowledge: boolean; version: number },
  { places, now, version }: { places: readonly Place[]; now: Date; version: number },
): SigningRefusal | null {
  if (!mayRead(notice, places, now)) return 'notFound'
  if (!notice.mustAcknowledge) return 'nothingToSign'
  return notice.version === version ? null : 'changedMeanwhile'
}

/** An announcement as its writer wants it. */
export type NoticeWish = {
  title: string
  body: string
  pinned: boolean
  mustAcknowledge: boolean
  audience: Audience
  /** Null: at once. */
  publishAt: Date | null
  withdrawAt: Date | null
}

/** Why an announcement cannot be written so. */
export type WritingRefusal =
  | 'notFound' | 'nationByCentre' | 'publicByCentre' | 'audienceOutside' | 'belowOutside' | 'publicAtAgency' | 'publicSigns'
  | 'publishPast' | 'withdrawFirst' | 'withdrawPast' | 'withdrawnAlready' | 'changedMeanwhile' | 'nothingChanged'
  // The same form was sent before, and wrote one.
  | 'writtenAlready'

/** What is asked before one is written: `agency` in whose name (null: the centre's); `before`: what is edited. */
export type WritingFacts = {
  authority: Authority
  tree: AgencyTree
  agency: AgencyCode | null
  now: Date
  before: (Showing & { version: number }) | null
}

/** Whether this authority may write in the name of the agency (null: the centre, R-SCP-2). */
export function mayWriteFor(authority: Authority, agency: AgencyCode | null, tree: AgencyTree): boolean {
  return agency === null ? isOfCentre(authority) : mayManage(authority, agency, tree)
}

/**
 * Whether this authority may look at what was written in the name of the agency, and withdraw it: whoever may write there, and the
 * centre also where the agency is no more.
 */
export function mayLookAfter(authority: Authority, agency: AgencyCode | null, tree: AgencyTree): boolean {
  return isOfCentre(authority) || mayWriteFor(authority, agency, tree)
}

function audienceBar({ authority, tree, agency }: WritingFacts, { audience, mustAcknowledge }: NoticeWish): WritingRefusal | null {
  if (audience.standing === null) {
    if (agency !== null) return 'publicByCentre'
    if (audience.agency !== null) return 'publicAtAgency'
    return mustAcknowledge ? 'publicSigns' : null
  }
  if (audience.agency === null) return agency === null ? null : 'nationByCentre'
  if (!isLive(tree, audience.agency)) return 'audienceOutside'
  // To people whom both the writer and the agency written for manage: neither lends the other what it has not.
  const both = agency === null ? [authority] : [authority, authorityOfCard(agency)]
  if (!both.every((one) => mayManage(one, audience.agency!, tree))) return 'audienceOutside'
  return audience.below && !both.every((one) => managesWithBelow(one, audience.agency!, tree)) ? 'belowOutside' : null
}

// Who types the time that it is means now.
const THIS_MINUTE = 60_000

function timesBar({ now, before }: WritingFacts, { publishAt, withdrawAt }: NoticeWish): WritingRefusal | null {
  const kept = before !== null && publishAt?.getTime() === before.publishAt.getTime()
  if (publishAt !== null && publishAt.getTime() < now.getTime() - THIS_MINUTE && !kept) return 'publishPast'
  if (withdrawAt === null) return null
  if (withdrawAt <= (publishAt ?? now)) return 'withdrawFirst'
  return withdrawAt <= now ? 'withdrawPast' : null
}

/** Whether it may be written (or, with `before`, edited) so. Who may not write there is not told whether there is anything. */
export function decideWriting(facts: WritingFacts, wish: NoticeWish): WritingRefusal | null {
  if (!mayWriteFor(facts.authority, facts.agency, facts.tree)) return 'notFound'
  if (facts.before?.withdrawn === true) return 'withdrawnAlready'
  return audienceBar(facts, wish) ?? timesBar(facts, wish)
}

/** Whether it may be withdrawn by hand: by whoever looks after it, once. */
export function decideWithdrawing({ authority, agency, tree, before }: WritingFacts): WritingRefusal | null {
  if (before === null || !mayLookAfter(authority, agency, tree)) return 'notFound'
  return before.withdrawn ? 'withdrawnAlready' : null
}

/** Whether a file may be added to it, of which it has so many, or taken from it: by whoever looks after it, unless it was withdrawn. */
export function decideAttaching(facts: WritingFacts, room: { files: number; most: number } | null): WritingRefusal | 'tooMany' | null {
  const bar = decideWithdrawing(facts)
  return bar ?? (room !== null && room.files >= room.most ? 'tooMany' : null)
}
