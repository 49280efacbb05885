import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { decide } from '../core/access.ts'
import { whySentence } from '../core/access-messages.ts'
import { asOf } from '../core/as-of.ts'
import { reasonId } from '../core/reasons.ts'
import { mayManage } from '../core/scope.ts'
import { freshDatabase } from '../../test/postgres.ts'
import { ASKED, government, TODAY, withGovernment } from '../../test/law/government.ts'
import * as oracle from '../../test/law/oracle.ts'
import { assertUntilSeen, seenTooRarely } from '../../test/law/until-seen.ts'
import { countAccess, listAccess } from './access-list.ts'
import { tellRows } from './access-told.ts'
import { loadCatalogue, loadPersonFacts } from './access.ts'
import { loadTree } from './agency-tree.ts'
import { openDatabase } from './database.ts'
import { loadAuthority, managedAgencies, reachedAgencies, reachedOf } from './scope.ts'
import { sql } from 'kysely'
import type { Reason } from '../core/reasons.ts'
import type { TestDatabase } from '../../test/postgres.ts'
import type { AccessRow } from './access-list.ts'
import type { Database } from './database.ts'

// Each run is a government of its own, asked on six days.
const RUNS = Number(process.env.ECPA_LAW_RUNS ?? 25)
// A smaller counterexample takes minutes to find; with the printed seed it can be asked for.
const endOnFailure = process.env.ECPA_LAW_SHRINK === undefined

const OPEN = '9999-12-31'
const lineOfReason = (person: string, reason: Reason): string => [
  person, reason.application, reason.category, reason.agency, reasonId(reason), reason.from, reason.until ?? OPEN,
].join(' ')
const lineOfRow = (row: AccessRow): string => [
  row.person, row.application, row.category, row.agency, row.reason, row.from, row.until ?? OPEN,
].join(' ')

describe('the law in the database', () => {
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

  test('R-USE: the decision, the list and the rules read naively give the same reasons on every day', async (t) => {
    const seen: string[] = []
    const kinds = [/ birthright:/, / grant:[^ ]*:\d+ /, / grant:[^ ]*:member:/, / duty:[^ ]*:birth/, / duty:[^ ]*:grant/]
    await assertUntilSeen(fc.asyncProperty(government, async (rows) => {
      await withGovernment(database.unaudited, rows, async (db) => {
        for (const day of ASKED) {
          const at = asOf(day, TODAY)
          const expected = oracle.allReasons(oracle.worldOn(rows, day))
          const decided: string[] = []
          for (const { id } of rows.person) {
            const answers = decide(await loadPersonFacts(db, String(id), at))
            decided.push(...answers.flatMap(({ reasons }) => reasons.map((reason) => lineOfReason(String(id), reason))))
            for (const { reasons, missing } of answers) assert.equal(reasons.length === 0, missing.length > 0)
          }
          assert.deepEqual(decided.toSorted(), expected, `the decision on ${day}`)
          const listed = await listAccess(db, { asOf: at }, { size: 10_000 })
          assert.deepEqual(listed.map(lineOfRow).toSorted(), expected, `the list on ${day}`)
          seen.push(...expected)
        }
      })
    }), { numRuns: RUNS, endOnFailure }, () => kinds.filter((kind) => !seen.some((line) => kind.test(line))).map(String))
    for (const kind of kinds) t.diagnostic(`${seen.filter((line) => kind.test(line)).length} reasons like ${kind}`)
  })

  test('a row of the list is told in the same words as the decision tells its reason', async () => {
    let compared = 0
    await fc.assert(fc.asyncProperty(government, fc.constantFrom(...ASKED), async (rows, day) => {
      await withGovernment(database.unaudited, rows, async (db) => {
        const at = asOf(day, TODAY)
        const decided: string[] = []
        for (const { id } of rows.person) {
          const facts = await loadPersonFacts(db, String(id), at)
          decided.push(...decide(facts).flatMap(({ reasons }) => reasons.map((reason) =>
            `${lineOfReason(String(id), reason)} ${whySentence(reason.ground, reason.agency, facts)['zh-TW']}`)))
        }
        const listed = await listAccess(db, { asOf: at }, { size: 10_000 })
        const { told, naming } = await tellRows(db, listed, at, await loadCatalogue(db, at))
        assert.deepEqual(told.map(({ row, ground }) =>
          `${lineOfRow(row)} ${whySentence(ground, row.agency, naming)['zh-TW']}`).toSorted(), decided.toSorted())
        compared += decided.length
      })
    }), { numRuns: RUNS, endOnFailure })
    assert.ok(compared > RUNS)
  })

  test('R-SCP: an agency is listed as managed exactly when it may be managed', async (t) => {
    let seen = 0
    await fc.assert(fc.asyncProperty(government, async (rows) => {
      const codes = rows.agency.map(({ code }) => String(code))
      await withGovernment(database.unaudited, rows, async (db) => {
        for (const day of ASKED) {
          const at = asOf(day, TODAY)
          const world = oracle.worldOn(rows, day)
          const tree = await loadTree(db, codes, at)
          for (const { id } of rows.person) {
            const authority = await loadAuthority(db, String(id), at)
            const expected = codes.filter((code) => oracle.mayManage(Number(id), code, world))
            assert.deepEqual(codes.filter((code) => mayManage(authority, code, tree)), expected, `decided on ${day}`)
            const listed = await sql<{ agency_code: string }>`select agency_code from (${managedAgencies(authority, at)}) m
              order by 1`.execute(db)
            assert.deepEqual(listed.rows.map((row) => row.agency_code), expected, `listed on ${day}`)
            seen += expected.length
          }
        }
      })
    }), { numRuns: RUNS, endOnFailure })
    t.diagnostic(`${seen} managed agencies compared`)
    assert.ok(seen > RUNS * 5, 'governments without managers prove nothing')
  })

  test('what one may see of another day is decided by today: the tree of that day speaks for what is gone', async (t) => {
    const seen = { today: 0, gone: 0 }
    await assertUntilSeen(fc.asyncProperty(government, async (rows) => {
      const codes = rows.agency.map(({ code }) => String(code))
      const world = oracle.worldOn(rows, TODAY)
      await withGovernment(database.unaudited, rows, async (db) => {
        for (const { id } of rows.person) {
          const authority = await loadAuthority(db, String(id), asOf(TODAY, TODAY))
          for (const day of ASKED) {
            const at = asOf(day, TODAY)
            const then = oracle.worldOn(rows, day)
            const expected = codes.filter((code) => oracle.isLive(code, world)
              ? oracle.mayManage(Number(id), code, world)
              : authority.ways.some((way) => way.way === 'central' ? oracle.isLive(code, then)
                : oracle.scopeHolds(way.agency, code, then)
                  && (way.way !== 'delegation' || way.scope === null || oracle.liesUnder(code, way.scope, then))))
            const listed = await sql<{ agency_code: string }>`
              select agency_code from (${reachedAgencies(authority, at, TODAY)}) m order by 1`.execute(db)
            assert.deepEqual(listed.rows.map((row) => row.agency_code), expected, `listed as of ${day}`)
            assert.deepEqual([...(await reachedOf(db, authority, codes, at, TODAY)).keys()], expected, `decided as of ${day}`)
            seen.today += expected.filter((code) => oracle.isLive(code, world)).length
            seen.gone += expected.filter((code) => !oracle.isLive(code, world)).length
          }
        }
      })
    }), { numRuns: RUNS, endOnFailure }, () => seenTooRarely(seen))
    t.diagnostic(`${seen.today} agencies by today's tree, ${seen.gone} by that of the day`)
  })

  test('a list is narrowed, paged and counted without losing or repeating a row', async () => {
    await fc.assert(fc.asyncProperty(government, fc.integer({ min: 1, max: 7 }), async (rows, size) => {
      await withGovernment(database.unaudited, rows, async (db) => {
        const at = asOf(TODAY, TODAY)
        const whole = await listAccess(db, { asOf: at }, { size: 10_000 })
        assert.equal(await countAccess(db, { asOf: at }), whole.length)
        const paged: AccessRow[] = []
        for (;;) {
          const last = paged.at(-1)
          const page = await listAccess(db, { asOf: at }, { size, ...(last && { after: last }) })
          paged.push(...page)
          if (page.length < size) break
        }
        assert.deepEqual(paged, whole)
        assert.deepEqual(await listAccess(db, { asOf: at }, { size: 10_000, backwards: true }), whole.toReversed())
        const last = whole.at(-1)
        assert.deepEqual(await listAccess(db, { asOf: at }, { size, backwards: true, ...(last && { after: last }) }),
          whole.slice(0, -1).slice(-size).toReversed())
        const byEnd = whole.map((row) => ({ ...row, ordered: row.until ?? 'open' }))
          .toSorted((a, b) => Number(a.ordered > b.ordered) - Number(a.ordered < b.ordered))
        const ordered = await listAccess(db, { asOf: at }, { size: 10_000, order: 'until' })
        assert.deepEqual(ordered.map(lineOfRow), byEnd.map(lineOfRow))
        const fourth = ordered[3]
        if (fourth !== undefined) {
          const onward = await listAccess(db, { asOf: at }, { size: 10_000, order: 'until', after: fourth })
          assert.deepEqual(onward, ordered.slice(4))
          const back = await listAccess(db, { asOf: at }, { size: 10_000, order: 'until', after: fourth, backwards: true })
          assert.deepEqual(back, ordered.slice(0, 3).toReversed())
        }
        const same = async (query: Omit<Parameters<typeof listAccess>[1], 'asOf'>, keep: (row: AccessRow) => boolean) =>
          assert.deepEqual(await listAccess(db, { asOf: at, ...query }, { size: 10_000 }), whole.filter(keep))
        const world = oracle.worldOn(rows, TODAY)
        for (const by of ['birthright', 'grant', 'duty'] as const) await same({ by }, (row) => row.by === by)
        await same({ applications: ['A4'], category: 'use' }, (row) => row.application === 'A4' && row.category === 'use')
        await same({ applications: ['A4', 'E1'] }, (row) => ['A4', 'E1'].includes(row.application))
        await same({ persons: ['1', '3'] }, (row) => ['1', '3'].includes(row.person))
        for (const { code } of rows.agency.slice(0, 4)) {
          const agency = String(code)
          await same({ agencies: { codes: [agency] } }, (row) => row.agency === agency)
          const within = { ways: [{ way: 'agencyCard' as const, agency }] }
          await same({ within }, (row) => oracle.scopeHolds(agency, row.agency, world))
        }
      })
    }), { numRuns: Math.ceil(RUNS / 4), endOnFailure })
  })
})
