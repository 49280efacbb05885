// The law of ways into somebody's account, as loaded from the database, against R-ACC-4 read naively, over generated governments.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { decideAccountAct } from '../../core/account-acts.ts'
import { openDatabase } from '../../store/database.ts'
import { loadAuthority } from '../../store/scope.ts'
import { mayOpenWay } from '../../../test/law/account-oracle.ts'
import { delegateAbove } from '../../../test/law/delegate-above.ts'
import { government, TODAY, withGovernment } from '../../../test/law/government.ts'
import { worldOn } from '../../../test/law/oracle.ts'
import { assertUntilSeen, seenTooRarely } from '../../../test/law/until-seen.ts'
import { freshDatabase } from '../../../test/postgres.ts'
import { loadAccountAct } from './load-account-act.ts'
import type { Kysely } from 'kysely'
import type { AccountRefusal } from '../../core/account-acts.ts'
import type { Database } from '../../store/database.ts'
import type { Tables } from '../../store/tables.ts'
import type { OracleAct, Rest } from '../../../test/law/account-oracle.ts'
import type { Government } from '../../../test/law/government.ts'
import type { TestDatabase } from '../../../test/postgres.ts'

// Each run is a government of six people, all of whom try three acts on all others.
const RUNS = Number(process.env.ECPA_LAW_RUNS ?? 25)
const endOnFailure = process.env.ECPA_LAW_SHRINK === undefined
const ACTS: readonly OracleAct[] = ['printResetSlip', 'correctEmail', 'printActivationSlip']
const PAIRS = 36

type Correction = { actor: string; target: string; rest: Rest }

/** Who corrected whose address how long ago, as drawn; at most one correction of an address waits. */
function correctionsOf(rows: Government, drawn: readonly Rest[]): Correction[] {
  const pairs = rows.person.flatMap(({ id: actor }) => rows.account.map(({ person_id: target }) => ({ actor: String(actor), target: String(target) })))
  const waiting = new Set<string>()
  return pairs.filter(({ actor, target }) => actor !== target).map(({ actor, target }, at) => {
    const rest = drawn[at % PAIRS]!
    if (rest !== 'waiting') return { actor, target, rest }
    const second = waiting.has(target)
    waiting.add(target)
    return { actor, target, rest: second ? 'over' as const : rest }
  })
}

/** Writes them, those that are closed first. */
async function writeCorrections(db: Kysely<Tables>, corrections: readonly Correction[]): Promise<void> {
  const event = sql`(select id from audit_event limit 1)`
  const written = corrections.filter(({ rest }) => rest !== 'none').toSorted((one) => (one.rest === 'waiting' ? 1 : -1))
  for (const { actor, target, rest } of written) {
    await sql`insert into email_change (person_id, email, proposed_by, consented, not_before, expires_at, event_id)
      values (${target}, 'new@ecpa.example', ${actor}, true, now() - interval '80 hours', now() + interval '1 hour', ${event})`.execute(db)
    if (rest === 'waiting') continue
    const closed = sql`now() - make_interval(hours => ${rest === 'over' ? 73 : 71})`
    await sql`update email_change set confirmed_at = ${closed}, state = 'effective', closed_at = ${closed}, closed_event_id = ${event}
      where person_id = ${target} and state = 'waiting'`.execute(db)
  }
}

describe('the law of ways into an account, in the database', () => {
  let made: TestDatabase
  let database: Database
  before(async () => {
    made = await freshDatabase()
    const silent = () => {}
    database = openDatabase({ url: made.url, maxConnections: 2, log: { error: silent, warn: silent, info: silent, debug: silent } })
    await sql`insert into audit_event (code, outcome, actor_process) values ('test.test', 'done', 'test')`.execute(database.unaudited)
  })
  after(async () => {
    await database.close()
    await made.drop()
  })

  test('R-ACC-4: who may send, print or correct is exactly who may by the rules read naively', async (t) => {
    const seen: Record<AccountRefusal | 'allowed' | 'allowedByOffice', number> = {
      allowed: 0, allowedByOffice: 0, notFound: 0, toSelf: 0, postsOutside: 0, atTheCentre: 0, managesBeyond: 0, supervisorAbove: 0,
      supervisorByDelegate: 0, notActivated: 0, alreadyActivated: 0, isDisabled: 0, correctedLately: 0,
    } as Record<AccountRefusal | 'allowed' | 'allowedByOffice', number>
    const rest = fc.constantFrom<Rest>('none', 'none', 'none', 'waiting', 'recent', 'over')
    await assertUntilSeen(fc.asyncProperty(fc.oneof(government, delegateAbove), fc.array(rest, { minLength: PAIRS, maxLength: PAIRS }), async (rows, drawn) => {
      const world = worldOn(rows, TODAY)
      const corrections = correctionsOf(rows, drawn)
      const restOf = new Map(corrections.map((one) => [`${one.actor} ${one.target}`, one.rest]))
      await withGovernment(database.unaudited, rows, async (db) => {
        await writeCorrections(db, corrections)
        for (const { id: actor } of rows.person) {
          const authority = await loadAuthority(db, String(actor), { day: TODAY, known: 'now' })
          for (const { id: target } of rows.person) {
            const facts = await loadAccountAct(db, { personId: String(actor), authority }, String(target), TODAY)
            const resting = restOf.get(`${actor} ${target}`) ?? 'none'
            for (const act of ACTS) {
              const decided = decideAccountAct(facts, act)
              const may = mayOpenWay(Number(actor), Number(target), act, resting, world)
              assert.equal('way' in decided, may, `${act} by ${actor} of ${target}: ${JSON.stringify(decided)}`)
              if ('refused' in decided) seen[decided.refused] += 1
              else seen[decided.way.way === 'central' ? 'allowed' : 'allowedByOffice'] += 1
            }
          }
        }
      })
    }), { numRuns: RUNS, endOnFailure }, () => seenTooRarely(seen, 2))
    for (const [what, count] of Object.entries(seen)) t.diagnostic(`${count} times ${what}`)
  })
})
