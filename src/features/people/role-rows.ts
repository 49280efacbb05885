// Roles at the centre as they stand (R-CEN-1): finding one, writing the next version of one, and what the law asks of it.
import { sql } from 'kysely'
import { roleLapsed } from '../../core/central-roles.ts'
import { UUID } from '../../core/uuid.ts'
import { centralAdministrators } from '../../store/managers.ts'
import { closed, periodText } from '../../store/periods.ts'
import { postsFrom } from '../../store/posts.ts'
import type { RoleFacts, StandingRole } from '../../core/central-roles.ts'
import type { Day } from '../../core/days.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'
import type { AccountActor } from './load-account-act.ts'

/** The latest version of a role. */
export type FoundRole = StandingRole & { version: number; endingReason: string | null }

/** The latest version of the role of that id, or null. */
export async function findRole(db: Reader, id: string): Promise<FoundRole | null> {
  if (!UUID.test(id)) return null
  const { rows: [row] } = await sql<FoundRole>`
    select id, version, role, person_id as person, reason, given_by as "givenBy", ending_by as "endingBy",
      ending_reason as "endingReason", state, lower(valid) as "from", upper(valid) - 1 as "to",
      (lower(recorded) at time zone 'Asia/Taipei')::date as since
    from central_role where id = ${id} and upper_inf(recorded)`.execute(db)
  return row ?? null
}

/** What may differ between versions of one role. */
export type NextRole = Pick<FoundRole, 'from' | 'to' | 'state' | 'endingBy' | 'endingReason'> &
  { confirmedBy?: string; byOperator?: true; endedBy?: string }

/** Writes the next version of the role; the one before is closed. */
export async function writeRoleVersion(tx: Change, role: FoundRole, next: NextRole, event: EventId): Promise<void> {
  await tx.db.updateTable('central_role').set({ recorded: closed })
    .where('id', '=', role.id).where('version', '=', role.version).execute()
  await tx.db.insertInto('central_role').values({
    id: role.id, version: role.version + 1, person_id: role.person, role: role.role, valid: periodText(next), state: next.state,
    reason: role.reason, event_id: event, given_by: role.givenBy, ending_by: next.endingBy, ending_reason: next.endingReason,
    ...(next.confirmedBy === undefined ? {} : { confirmed_by: next.confirmedBy }),
    ...(next.byOperator === undefined ? {} : { by_operator: true }),
    ...(next.endedBy === undefined ? {} : { ended_by: next.endedBy }),
  }).execute()
}

/**
 * What the only administrator who can act has proposed, for that person or (null) for anybody: nobody else could agree, so the
 * operator stands in for the second. Null where there is nothing of the kind.
 */
export async function soleProposal(db: Reader, person: string | null, today: Day): Promise<FoundRole | null> {
  const [only, ...others] = await centralAdministrators(db, today)
  if (only === undefined || others.length > 0) return null
  const { rows } = await sql<{ id: string }>`
    select id from central_role where state = 'proposed' and upper_inf(recorded) and role = 'central' and given_by = ${only}
      ${person === null ? sql`` : sql`and person_id = ${person}`} order by recorded desc`.execute(db)
  for (const { id } of rows) {
    const role = await findRole(db, id)
    if (role !== null && !roleLapsed(role, today) && (role.to === null || role.to >= today)) return role
  }
  return null
}

/** The facts of an act on a role of the person (an id of one that is there). */
export async function loadRoleFacts(db: Reader, actor: AccountActor, person: string, today: Day): Promise<RoleFacts> {
  const account = await db.selectFrom('account').select('state').where('person_id', '=', person).executeTakeFirst()
  const administrators = await centralAdministrators(db, today)
  return {
    today, actor: { person: actor.personId, authority: actor.authority },
    candidate: { person, account: account?.state ?? null, posts: await postsFrom(db, person, today) },
    otherAdministrators: administrators.filter((one) => one !== person).length,
  }
}
