// Of whom the second factor is asked, when they sign in by password without one (R-ACC-8).
import { sql } from 'kysely'
import { isOneOf, lastDayWithout } from '../../core/second-factor.ts'
import { loadAuthority } from '../../store/scope.ts'
import type { Day } from '../../core/days.ts'
import type { FactorRule, FactorStanding } from '../../core/second-factor.ts'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'

/** Whether the person is one of those today. */
export async function isOneOfToday(db: Reader, of: readonly FactorStanding[], person: string, today: Day): Promise<boolean> {
  const { rows: [held] } = await sql<{ auditor: boolean }>`
    select exists (select from central_role where person_id = ${person} and role = 'auditor' and upper_inf(recorded) and state = 'active'
      and valid @> ${today}::date) as auditor`.execute(db)
  return isOneOf(of, await loadAuthority(db, person, { day: today, known: 'now' }), held!.auditor)
}

/**
 * The last day on which the session that is about to open counts without a second factor; null: none is asked. The days begin with the
 * first such sign-in, and anew for whoever was without any such standing meanwhile; not by taking the second factor away again.
 */
export async function secondFactorBy({ db }: Pick<Change, 'db'>, rule: FactorRule, person: string, today: Day): Promise<Day | null> {
  if (rule.of.length === 0) return null
  if (!await isOneOfToday(db, rule.of, person, today)) {
    await db.deleteFrom('second_factor_asked').where('person_id', '=', person).execute()
    return null
  }
  await sql`insert into second_factor_asked (person_id, since) values (${person}, ${today}) on conflict do nothing`.execute(db)
  const { since } = await db.selectFrom('second_factor_asked').select('since').where('person_id', '=', person).executeTakeFirstOrThrow()
  return lastDayWithout(rule, since)
}
