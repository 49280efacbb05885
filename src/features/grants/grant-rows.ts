// Grants as they stand: finding one, locking it, and writing its next version.
import { sql } from 'kysely'
import { dayInTaipei } from '../../core/days.ts'
import { closed, periodText } from '../../store/periods.ts'
import type { Day } from '../../core/days.ts'
import type { DecisionState } from '../../core/facts.ts'
import type { StandingGrant } from '../../core/granting.ts'
import type { AgencyCode, Standing } from '../../core/standing.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'

/** Who receives, by what the tables know them by. */
export type ReceiverRef =
  | { to: 'person'; person: string }
  | { to: 'group'; group: string }
  | { to: 'standing'; standing: Standing }

/** The latest version of a grant. */
export type FoundGrant = StandingGrant & {
  version: number
  application: string
  agency: AgencyCode
  receiver: ReceiverRef
  confirmedBy: string | null
}

type GrantRow = {
  id: string; version: number; application: string; category: string; agency: string; from: Day; to: Day | null
  state: DecisionState; reason: string | null; given_by: string | null; confirmed_by: string | null; post: string | null
  person: string | null; group: string | null; standing: Standing | null; since: Date
}

/** The latest version of the grant, or null where there is none of that id. */
export async function findGrant(db: Reader, id: string): Promise<FoundGrant | null> {
  const { rows: [row] } = await sql<GrantRow>`
    select id, version, application_code as application, category_code as category, agency_code as agency,
      lower(valid) as "from", upper(valid) - 1 as "to", state, reason, given_by, confirmed_by, post_id as post,
      person_id as person, group_code as "group", derived_group as standing, lower(recorded) as since
    from permission_grant where id = ${id} and upper_inf(recorded)`.execute(db)
  if (row === undefined) return null
  const { given_by: givenBy, confirmed_by: confirmedBy, person, group, standing, since, ...grant } = row
  return { ...grant, givenBy, confirmedBy, receiver: receiverOf({ person, group, standing }), since: dayInTaipei(since) }
}

/** The receiver of a row's three columns, of which one is filled. */
export function receiverOf({ person, group, standing }: Pick<GrantRow, 'person' | 'group' | 'standing'>): ReceiverRef {
  if (person !== null) return { to: 'person', person }
  return group !== null ? { to: 'group', group } : { to: 'standing', standing: standing! }
}

/** The same, for this transaction alone until it ends: others who act on the grant wait, and then see what was done. */
export async function lockGrant(db: Change['db'], id: string): Promise<FoundGrant | null> {
  // The first version is always there, so that it can stand for all of them.
  await sql`select from permission_grant where id = ${id} and version = 1 for update`.execute(db)
  return findGrant(db, id)
}

/** What may differ between versions of one grant. */
export type NextVersion = {
  from: Day
  to: Day | null
  state: DecisionState
  reason: string | null
  post: string | null
  confirmedBy?: string | null
}

/** Writes the grant's next version, which `next` says; the one before is closed. */
export async function writeVersion(tx: Change, grant: FoundGrant, next: NextVersion, event: EventId): Promise<void> {
  const { receiver } = grant
  await tx.db.updateTable('permission_grant').set({ recorded: closed })
    .where('id', '=', grant.id).where('version', '=', grant.version).execute()
  await tx.db.insertInto('permission_grant').values({
    id: grant.id, version: grant.version + 1, application_code: grant.application, category_code: grant.category,
    agency_code: grant.agency, ...receiverColumns(receiver, next.post), valid: periodText(next), state: next.state,
    reason: next.reason, given_by: grant.givenBy, confirmed_by: next.confirmedBy ?? null, event_id: event,
  }).execute()
}

/** The receiver as columns of the table. */
export function receiverColumns(receiver: ReceiverRef, post: string | null) {
  return {
    person_id: receiver.to === 'person' ? receiver.person : null,
    post_id: receiver.to === 'person' ? post : null,
    group_code: receiver.to === 'group' ? receiver.group : null,
    derived_group: receiver.to === 'standing' ? receiver.standing : null,
  }
}
