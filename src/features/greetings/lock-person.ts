import { sql } from 'kysely'
import type { Change } from '../../store/change.ts'

/** What is counted of a person's cards and searches is counted by one transaction after another. First of all statements. */
export async function lockPerson(db: Change['db'], person: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`greetings ${person}`}, 0))`.execute(db)
}
