import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { decide } from '../core/access.ts'
import { asOf } from '../core/as-of.ts'
import { freshDatabase } from '../../test/postgres.ts'
import { ASKED, government, TODAY, withGovernment } from '../../test/law/government.ts'
import { assertUntilSeen, seenTooRarely } from '../../test/law/until-seen.ts'
import { factsStatement, loadFactsOfMany } from './access-many.ts'
import { loadPersonFacts } from './access.ts'
import { openDatabase } from './database.ts'
import { statementName } from './statements.ts'
import type { FactsAsk, Named } from './access-many.ts'
import type { TestDatabase } from '../../test/postgres.ts'
import type { Database } from './database.ts'

// Each run is a government of its own, asked on six days.
const RUNS = Number(process.env.ECPA_LAW_RUNS ?? 15)
const endOnFailure = process.env.ECPA_LAW_SHRINK === undefined

describe('many people at once', () => {
  let made: TestDatabase
  let database: Database
  before(async () => {
    made = await freshDatabase()
    const silent = () => {}
    database = openDatabase({ url: made.url, maxConnections: 2, log: { error: silent, warn: silent, info: silent, debug: silent } })
  })
  after(async () => {
    await database.close()
    await made.drop()
  })

  test('R-USE: the law says of each of many what it says of one', async (t) => {
    const seen = { may: 0, mayNot: 0, nobody: 0 }
    const some = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 40 })
    await assertUntilSeen(fc.asyncProperty(government, some, async (rows, picks) => {
      const applications = [...rows.application.map(({ code }) => String(code)), 'ZZ']
      const agencies = [...rows.agency.map(({ code }) => String(code)), 'ZZZZZZZZZZ', null]
      const people = [...rows.person.map(({ id }) => String(id)), '99']
      const asks = picks.map(([person, application, agency, way]) => {
        const id = people[person % people.length]!
        const code = agencies[agency % agencies.length]!
        return { id, ask: { who: named(id, way), application: applications[application % applications.length]!,
          agencies: code === null ? null : [code] } satisfies FactsAsk }
      })
      await withGovernment(database.unaudited, rows, async (db) => {
        const accounts = new Set(rows.account.filter(({ state }) => state !== 'pending').map((row) => String(row.person_id)))
        for (const day of ASKED) {
          const at = asOf(day, TODAY)
          const many = await loadFactsOfMany(db, asks.map(({ ask }) => ask), at)
          for (const [n, { id, ask }] of asks.entries()) {
            const [agency] = ask.agencies ?? []
            const wanted = { application: ask.application, ...(agency === undefined ? {} : { agency }) }
            const there = id !== '99' && (ask.who.account === undefined || accounts.has(id))
            assert.equal(many[n] !== null, there, `${JSON.stringify(ask.who)} ${id}`)
            if (!there) { seen.nobody += 1; continue }
            const one = decide(await loadPersonFacts(db, id, at, wanted), wanted)
            assert.deepEqual(decide(many[n]!, wanted), one, `${id} ${JSON.stringify(wanted)} on ${day}`)
            if ((one[0]?.reasons.length ?? 0) > 0) seen.may += 1
            else seen.mayNot += 1
          }
        }
      })
    }), { numRuns: RUNS, endOnFailure }, () => seenTooRarely(seen))
    t.diagnostic(`${seen.may} may, ${seen.mayNot} may not, ${seen.nobody} are nobody`)
  })

  test('the statement is short enough to be prepared, and not planned anew each time', () => {
    for (const past of [false, true]) assert.notEqual(statementName(factsStatement(database.read, past)), undefined)
  })
})

/** The four ways of naming somebody; the keys and names are those that the government's rows are filled with. */
function named(id: string, way: number): Named {
  const names: Named[] = [
    { id }, { key: `00000000-0000-4000-8007-${id.padStart(12, '0')}` }, { account: `p${id.padStart(6, '0')}` },
    { nationalId: Buffer.from(id.padStart(64, '0'), 'hex') },
  ]
  return id === '99' ? names[1 + way % 3]! : names[way % 4]!
}
