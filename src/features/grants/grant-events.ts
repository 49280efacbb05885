// What the audit log and the people concerned are told of an act on a grant.
import { wayText } from '../../core/scope.ts'
import { standingsAt, standingsOn } from '../../core/standing.ts'
import { centralAdministrators, nearestManagers } from '../../store/managers.ts'
import { tellAudience, tellPersons } from '../../store/notices.ts'
import type { Day } from '../../core/days.ts'
import type { GrantingFacts } from '../../core/granting.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Told } from '../../core/told.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { ReceiverRef } from './grant-rows.ts'

type Period = { from: Day; to: Day | null }

/** The receiver in a word, as the catalogue of events says it. */
function receiverText(receiver: ReceiverRef): string {
  if (receiver.to === 'person') return 'person'
  return receiver.to === 'group' ? `group ${receiver.group}` : `standing ${receiver.standing}`
}

/** The receiver's own standing at the agency, `none` where they have none there; of a group or a standing nothing. */
function standingText({ receiver, agency, today }: GrantingFacts): string {
  if (receiver.to !== 'person') return ''
  return standingsAt(standingsOn(receiver.posts, today), agency, 'employee')[0]?.standing ?? 'none'
}

/** What the event of any act on a grant says: whom, where, which application, and the details that all of them have. */
export function eventParts(
  facts: GrantingFacts, grant: { id: string; category: string; receiver: ReceiverRef }, way: ManagementWay | null,
) {
  const { receiver } = grant
  return {
    agency: facts.agency,
    application: facts.application.code,
    ...(receiver.to === 'person' ? { person: receiver.person } : {}),
    detail: {
      grant: grant.id, category: grant.category, receiver: receiverText(receiver), standing: standingText(facts),
      way: wayText(way),
    },
  }
}

/** A period with its reason as the audit log keeps it. */
export const periodValues = ({ from, to }: Period, reason: string | null) => ({ from, to, reason })

type Kind = Extract<Told['kind'], `grant.${string}`>
type GrantTold = Period & { agency: string; application: string; category: string; reason: string | null; receiver: ReceiverRef }

const toldOf = (kind: Kind, grant: GrantTold, path?: `/${string}`): Told => {
  const { agency, application, category, from, to, reason, receiver } = grant
  const whose = receiver.to === 'group' ? { group: receiver.group } : receiver.to === 'standing'
    ? { standing: receiver.standing } : {}
  return { kind, agency, application, category, from, to, reason, ...whose, ...(path === undefined ? {} : { path }) }
}

/** Tells those who receive the grant: the person, or everybody in the group or with the standing. */
export function tellReceivers(tx: Change, event: EventId, kind: Kind, grant: GrantTold): Promise<void> {
  const { receiver, agency } = grant
  const told = toldOf(kind, grant)
  if (receiver.to === 'person') return tellPersons(tx, event, [receiver.person], told)
  return tellAudience(tx, event, receiver.to === 'group' ? { group: receiver.group } : { ...receiver, agency }, told)
}

/** Tells these persons of somebody else's grant. */
export async function tellOthers(
  tx: Change, event: EventId, kind: Kind, grant: GrantTold, persons: string[], path?: `/${string}`,
): Promise<void> {
  const { receiver } = grant
  const own = receiver.to === 'person' ? receiver.person : null
  await tellPersons(tx, event, persons.filter((one) => one !== own),
    { ...toldOf(kind, grant, path), ...(own === null ? {} : { person: own }) })
}

/** Who is asked to agree to a proposal: the nearest other managers of the agency, or else the centre. */
export async function secondManagers({ db }: Change, { giver, agency, today, receiver }: GrantingFacts): Promise<string[]> {
  const others = (await nearestManagers(db, agency, today))
    .filter((one) => one !== giver.person && !(receiver.to === 'person' && receiver.person === one))
  return others.length > 0 ? others : centralAdministrators(db, today)
}
