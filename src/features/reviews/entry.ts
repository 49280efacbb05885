// One decision as a review shows it: what it gives to whom, by whom, until when, resting on what, and when it was used last.
import type { Day } from '../../core/days.ts'
import type { AgencyCode, Standing } from '../../core/standing.ts'
import type { ReviewedKind } from '../../store/tables.ts'

/** A decision by its kind and id, in the version that somebody looked at (0 where its kind has none of its own). */
export type EntryRef = { kind: ReviewedKind; id: string; version: number }

const REF = /^(delegation|duty|grant|membership):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d{1,5})$/

/** The reference as forms carry it. */
export const refText = ({ kind, id, version }: EntryRef): string => `${kind}:${id}:${version}`

/** The reference that a form sent, or null for what is none. */
export function readRef(text: string): EntryRef | null {
  const [, kind, id, version] = REF.exec(text) ?? []
  return kind === undefined ? null : { kind: kind as ReviewedKind, id: id!, version: Number(version) }
}

export type Named = { code: AgencyCode; name: string }

/** The post that it rests on; `held`: today. */
export type RestsOn = { agency: AgencyCode; agencyName: string; unit: string; title: string; held: boolean }

/** What is right beside a name: who pointed it out, and why. */
export type Flag = { by: string; note: string }

/**
 * `agency`: whose matter it is. `applications` by code and name: one of a grant, those of a duty, those that a group is
 * granted at most; `used`: the last day on which it was, null where nothing is known. `lapses`: the last day on which what is
 * suspended can be confirmed. `ground`: false where it gives nothing although it stands, for its giver or its post is gone.
 */
type Common = {
  id: string
  version: number
  agency: Named
  from: Day
  to: Day | null
  reason: string | null
  givenBy: string | null
  state: 'active' | 'suspended' | 'proposed' | 'ended'
  ground: boolean
  lapses: Day | null
  used: Day | null
  flags: Flag[]
}
export type Person = { id: string; key: string; name: string }
type OfPerson = Common & { person: Person; post: RestsOn }
export type CodedName = { code: string; name: string; nameEn?: string | null }

type OfGrant = { kind: 'grant'; application: CodedName; category: CodedName }
/** A grant to a person; campaigns look through those to groups and standings, too. */
export type GrantEntry = OfPerson & OfGrant & { audience: null }
export type AudienceGrantEntry = Common & OfGrant & {
  person: null; post: null; audience: { group: CodedName } | { standing: Standing }
}
export type MembershipEntry = OfPerson & { kind: 'membership'; group: CodedName; applications: string[] }
export type DelegationEntry = OfPerson & { kind: 'delegation'; scope: Named | null; byCard: boolean }
export type DutyEntry = Common & { kind: 'duty'; acting: Named; served: Named; applications: CodedName[] }
export type Entry = GrantEntry | AudienceGrantEntry | MembershipEntry | DelegationEntry | DutyEntry

/** The one whom it gives something, null where it is given to many or to an agency. */
export const personOf = (entry: Entry): Person | null => (entry.kind === 'duty' ? null : entry.person)

/** Whether keeping it takes more than to say so: it gives nothing until somebody gives it anew. */
export const needsConfirming = (entry: Entry): boolean =>
  entry.state === 'suspended' || (entry.kind === 'delegation' && !entry.ground)
