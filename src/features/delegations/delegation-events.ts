// What the audit log and the people concerned are told of an act on a delegation.
import { wayText } from '../../core/scope.ts'
import { standingsAt, standingsOn } from '../../core/standing.ts'
import { tellPersons } from '../../store/notices.ts'
import type { Day } from '../../core/days.ts'
import type { DelegatingFacts } from '../../core/delegating.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Told } from '../../core/told.ts'
import type { Change, EventId } from '../../store/change.ts'

type Period = { from: Day; to: Day | null }

/** A period with its reason as the audit log keeps it. */
export const periodValues = ({ from, to, reason }: Period & { reason: string | null }) => ({ from, to, reason })

/** The subjects of an event on a delegation, and the details that all of them have: both standings are told. */
export function eventParts({ agency, receiver, today }: DelegatingFacts, id: string, way: ManagementWay | null) {
  const standing = standingsAt(standingsOn(receiver.posts, today), agency, 'employee')[0]?.standing ?? 'none'
  return {
    agency, person: receiver.person,
    detail: { delegation: id, standing, way: wayText(way) },
  }
}

type Kind = Extract<Told['kind'], `delegation.${string}`>

/** Tells the delegate. */
export function tellDelegate(
  tx: Change, event: EventId, kind: Kind,
  { agency, scope, person, from, to, reason }: Period & { agency: string; scope: string | null; person: string; reason: string | null },
): Promise<void> {
  return tellPersons(tx, event, [person], { kind, agency, scope, from, to, reason, path: '/manage' })
}
