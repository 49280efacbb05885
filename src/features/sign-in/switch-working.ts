// 切換機關: for which agency the session works besides its person's own standing. It is a choice among what one may already:
// it gives nothing, and is proved anew at each request (`working-for.ts`).
import { wayText } from '../../core/scope.ts'
import { change, refused } from '../../store/change.ts'
import { manageAgency } from '../../store/managing.ts'
import { isServedBy } from '../../store/served-agencies.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'

export type Switched = { switched: true } | { refused: 'notManaged' | 'notServed' }

type Asked = { agency: AgencyCode; today: Day }

async function keep({ db }: Change, actor: Actor, agency: AgencyCode | null, relation: 'managed' | 'served' | null) {
  await db.updateTable('session').set({ working_agency: agency, working_relation: relation })
    .where('id', '=', actor.sessionId).execute()
}

/** Makes the agency the one being managed; refused when the session does not manage it now. */
export function switchManaged(database: Database, origin: Origin, actor: Actor, { agency, today }: Asked): Promise<Switched> {
  return change<Switched>(database, origin, async (tx) => {
    const managed = await manageAgency(tx.db, actor.authority, agency, today)
    const event = { code: 'session.agency-switched', person: actor.personId } as const
    if (managed === null) {
      return refused<Switched & { refused: string }>({ ...event, detail: { relation: 'managed', way: agency } },
        { refused: 'notManaged' })
    }
    await keep(tx, actor, agency, 'managed')
    return {
      result: { switched: true }, event: { ...event, agency, detail: { relation: 'managed', way: wayText(managed.ways[0]!) } },
    }
  })
}

/** Makes the agency the one being served; refused when no duty in force says so of an office of the actor's. */
export function switchServed(database: Database, origin: Origin, actor: Actor, { agency, today }: Asked): Promise<Switched> {
  return change<Switched>(database, origin, async (tx) => {
    const offices = officesOf(actor)
    const served = await isServedBy(tx.db, agency, offices, today)
    const event = { code: 'session.agency-switched', person: actor.personId } as const
    if (served === null) {
      return refused<Switched & { refused: string }>({ ...event, detail: { relation: 'served', way: agency } },
        { refused: 'notServed' })
    }
    await keep(tx, actor, agency, 'served')
    return {
      result: { switched: true }, event: { ...event, agency, detail: { relation: 'served', way: `hr ${served.acting}` } },
    }
  })
}

/** Goes back to working for the agency of one's own standing. */
export function switchBack(database: Database, origin: Origin, actor: Actor): Promise<void> {
  return change(database, origin, async (tx) => {
    await keep(tx, actor, null, null)
    return {
      result: undefined,
      event: {
        code: 'session.agency-switched', person: actor.personId, agency: actor.chosen?.agencyCode ?? null,
        detail: { relation: 'own', way: '' },
      },
    }
  })
}

/** The agencies where the actor is 人事人員 or more: those whose duties are theirs (R-USE-3). */
export function officesOf({ standings }: Pick<Actor, 'standings'>): AgencyCode[] {
  return standings.filter(({ standing }) => standing !== 'employee').map(({ agencyCode }) => agencyCode)
}
