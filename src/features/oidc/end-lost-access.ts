// Ends that bite (R-JML-1): when a right ends, the sign-ins to the application that rest on it end within a minute: what
// was given in them is revoked, and the application hears of it by back-channel logout. The portal's session goes on, so
// that the person's next visit signs in silently, with what is still theirs.
import { sql } from 'kysely'
import { decide } from '../../core/access.ts'
import { asOf } from '../../core/as-of.ts'
import { outcomeOf } from '../../core/audit.ts'
import { dayInTaipei } from '../../core/days.ts'
import { lostRights } from '../../core/lost.ts'
import { loadPersonFacts } from '../../store/access.ts'
import { signInsConcerned } from './signed-in-still.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { ApplicationAnswer } from '../../core/reasons.ts'
import type { LostRight } from '../../core/lost.ts'
import type { Day } from '../../core/days.ts'
import type { Change } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { RightsCheck, SignIn } from './signed-in-still.ts'

/** Stands in the triggers of db/migrations/0017-ends.sql and in the events. */
export const END_LOST_ACCESS = 'oidc.end-lost-access'

// About a second of asking the law, then what was found is committed.
const PERSONS_AT_ONCE = 500
// Who is concerned is found for so many at once, some megabytes: the search costs the same for few.
const SIGN_INS_AT_ONCE = 20_000
// An event names so many of the rights that were lost; who lost more lost them for one reason.
const MOST_NAMED = 50

/** How many people the law was asked about, and how many sign-ins ended. */
export type Looked = { persons: number; ended: number }

/**
 * Looks at everything that may have taken rights away since it was last done, the day that ended included. Two processes
 * may do it at once: each takes what the other has not. One check that fails does not keep the others waiting; what it
 * failed with is thrown when they are done, and it is looked at again the next time.
 */
export async function endLostAccess(database: Pick<Database, 'unaudited'>, clock: () => Date): Promise<Looked> {
  const today = dayInTaipei(clock())
  await noteEndOfDay(database, today)
  const all: Looked = { persons: 0, ended: 0 }
  const failed: { id: string; error: unknown }[] = []
  const ahead: Ahead = { check: null, after: '', people: [], more: false }
  for (;;) {
    let id: string | null = null
    try {
      const looked = await database.unaudited.transaction().execute(async (db) => {
        const check = await claim(db, failed)
        id = check?.id ?? null
        return check === null ? null : lookAt(db, check, today, ahead)
      })
      if (looked === null) break
      all.persons += looked.persons
      all.ended += looked.ended
    } catch (error) {
      // Not even a check to be had: the database is away.
      if (id === null) throw error
      failed.push({ id, error })
    }
  }
  if (failed.length > 0) throw failed[0]!.error
  return all
}

type Transaction = Change['db']

/** R-DAY-4: a day that is over takes its rights with it by itself. Here it is only noted, to tell the applications. */
async function noteEndOfDay({ unaudited }: Pick<Database, 'unaudited'>, today: Day): Promise<void> {
  await unaudited.insertInto('rights_day').values({ day: today }).onConflict((conflict) => conflict.doNothing()).execute()
  await unaudited.transaction().execute(async (db) => {
    const { day } = await db.selectFrom('rights_day').select('day').forUpdate().executeTakeFirstOrThrow()
    if (day >= today) return
    const { known } = asOf(day, today)
    if (known === 'now') return
    await db.insertInto('rights_check').values({ source: 'day', day, known })
      .onConflict((conflict) => conflict.doNothing()).execute()
    await db.updateTable('rights_day').set({ day: today }).execute()
  })
}

/** The oldest check that nobody else is at. */
async function claim(db: Transaction, failed: readonly { id: string }[]): Promise<RightsCheck | null> {
  const row = await db.selectFrom('rights_check').select(['id', 'source', 'day', 'known', 'after_person as after'])
    .where(sql<boolean>`id <> all(${failed.map(({ id }) => id)}::bigint[])`)
    .orderBy('known').orderBy('source').limit(1).forUpdate().skipLocked().executeTakeFirst()
  return row ?? null
}

/** Who was found for a check behind the person `after`, and whether there may be more behind them. */
type Ahead = { check: string | null; after: string; people: [person: string, signIns: SignIn[]][]; more: boolean }

async function lookAhead(db: Reader, check: RightsCheck, today: Day): Promise<Ahead> {
  const signIns = await signInsConcerned(db, check, today, SIGN_INS_AT_ONCE)
  const people = [...Map.groupBy(signIns, ({ person }) => person)]
  return { check: check.id, after: check.after, people, more: signIns.length >= SIGN_INS_AT_ONCE }
}

async function lookAt(db: Transaction, check: RightsCheck, today: Day, ahead: Ahead): Promise<Looked> {
  // Found anew also where another process has gone on with the check meanwhile.
  if (ahead.check !== check.id || ahead.after !== check.after) Object.assign(ahead, await lookAhead(db, check, today))
  const people = ahead.people.splice(0, PERSONS_AT_ONCE)
  const lost: LostSignIn[] = []
  for (const [person, own] of people) lost.push(...await lostOf(db, check, today, person, own))
  const ended = lost.length === 0 ? 0 : await end(db, check, lost)
  const [last] = people.at(-1) ?? []
  if (last === undefined || (ahead.people.length === 0 && !ahead.more)) {
    await db.deleteFrom('rights_check').where('id', '=', check.id).execute()
  } else {
    await db.updateTable('rights_check').set({ after_person: last }).where('id', '=', check.id).execute()
    Object.assign(ahead, { check: ahead.people.length === 0 ? null : check.id, after: last })
  }
  return { persons: people.length, ended }
}

type LostSignIn = SignIn & { rights: LostRight[] }

async function lostOf(
  db: Reader, { day, known }: RightsCheck, today: Day, person: string, signIns: SignIn[],
): Promise<LostSignIn[]> {
  const codes = [...new Set(signIns.map(({ application }) => application))]
  const wanted = codes.length === 1 ? { application: codes[0]! } : {}
  const answers = async (at: AsOf): Promise<ApplicationAnswer[]> =>
    decide(await loadPersonFacts(db, person, at, wanted), wanted)
  const lost = lostRights(await answers({ day, known }), await answers({ day: today, known: 'now' }))
  return signIns.flatMap((signIn) => {
    const rights = lost.get(signIn.application)
    return rights === undefined ? [] : [{ ...signIn, rights }]
  })
}

function eventOf({ source }: RightsCheck, { person, application, client, rights }: LostSignIn) {
  return {
    code: 'oidc.access-ended', person, application, agency: rights[0]!.agency,
    detail: { client, why: source, lost: rights.slice(0, MOST_NAMED).map(({ agency, category }) => `${agency} ${category}`) },
  } as const satisfies AuditEvent
}

/** Revokes, records and tells in one statement, each sign-in once: whoever comes second finds nothing left to revoke. */
async function end(db: Transaction, check: RightsCheck, lost: LostSignIn[]): Promise<number> {
  const rows = lost.map((one) => {
    const event = eventOf(check, one)
    return { ...event, session: one.session, client: one.client, outcome: outcomeOf(event) }
  })
  const { rows: [count] } = await sql<{ ended: string }>`
    with lost as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l (session uuid, client text, code text,
        outcome text, person bigint, agency text, application text, detail jsonb)
    ), held as (
      -- In one order, whoever looks at whichever check: two who stand before the same rows wait, and neither for the other.
      select g.id from oidc_grant g join lost l on g.session_id = l.session and g.client_id = l.client
      where g.revoked_at is null order by g.id for update of g
    ), revoked as (
      update oidc_grant g set revoked_at = now() from held h
      where g.id = h.id and g.revoked_at is null
      returning g.session_id, g.client_id
    ), ended as (
      select l.* from lost l where (l.session, l.client) in (select session_id, client_id from revoked)
    ), event as (
      insert into audit_event (code, outcome, actor_process, person_id, agency, application, detail)
      select code, outcome, ${END_LOST_ACCESS}, person, agency, application, detail from ended
    )
    select (select count(*) from ended) as ended, (
      select count(*) from (
        select array_agg(row('oidc.back-channel-logout',
          json_build_object('sessionId', e.session, 'clientId', e.client, 'sessionGoesOn', true),
          null, null, 10, null, -5, null)::graphile_worker.job_spec) as specs
        from ended e join oidc_client k on k.client_id = e.client where k.backchannel_logout_uri is not null
      ) told, graphile_worker.add_jobs(told.specs) where told.specs is not null) as told`.execute(db)
  return Number(count!.ended)
}
