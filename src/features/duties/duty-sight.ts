// What a decision about a duty rests on, loaded: the lines of both agencies, the catalogue, the duties of the pair.
import { sql } from 'kysely'
import { loadTree } from '../../store/agency-tree.ts'
import type { Day } from '../../core/days.ts'
import type { DutyApplication, DutyLine, DutyPair, DutySight } from '../../core/duties.ts'
import type { Authority } from '../../core/scope.ts'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'

/** The applications of the catalogue in its order. */
export async function dutyCatalogue(db: Reader): Promise<DutyApplication[]> {
  const { rows } = await sql<DutyApplication>`
    select application_code as code, name, heading, duty_allowed as "dutyAllowed", agency_root as "agencyRoot"
    from application_version where upper_inf(recorded) order by position, application_code`.execute(db)
  return rows
}

/** The latest version of each line of all duties of the pair that were not ended by hand. */
export async function linesOfPair(db: Reader, { acting, served }: DutyPair): Promise<DutyLine[]> {
  const { rows } = await sql<DutyLine>`
    select id as duty, application_code as application, lower(valid) as "from", upper(valid) - 1 as "to", state
    from concurrent_duty
    where acting_code = ${acting} and served_code = ${served} and upper_inf(recorded) and state <> 'ended'
    order by application_code, valid`.execute(db)
  return rows
}

/** Everything the law asks for about the pair, as of now. */
export async function loadDutySight(db: Reader, pair: DutyPair, authority: Authority, today: Day): Promise<DutySight> {
  const catalogue = await dutyCatalogue(db)
  const roots = catalogue.flatMap(({ agencyRoot }) => agencyRoot ?? [])
  const tree = await loadTree(db, [pair.acting, pair.served, ...roots], { day: today, known: 'now' })
  return { today, pair, authority, tree, catalogue, lines: await linesOfPair(db, pair) }
}

/** Until the transaction ends nobody else decides about a duty of the pair: what was loaded stays true. */
export async function lockPair({ db }: Pick<Change, 'db'>, { acting, served }: DutyPair): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`duty ${acting} ${served}`}, 0))`.execute(db)
}
