import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { asOf } from '../core/as-of.ts'
import { ASKED, government, TODAY, withGovernment } from '../../test/law/government.ts'
import * as oracle from '../../test/law/oracle.ts'
import { assertUntilSeen, seenTooRarely } from '../../test/law/until-seen.ts'
import { freshDatabase } from '../../test/postgres.ts'
import { openDatabase } from './database.ts'
import { pickedPerson, searchPeople } from './people.ts'
import { loadAuthority } from './scope.ts'
import { createSeal } from './seal.ts'
import type { Kysely } from 'kysely'
import type { AccountState } from '../core/facts.ts'
import type { TestDatabase } from '../../test/postgres.ts'
import type { Database } from './database.ts'
import type { PeopleCriteria, PeopleCursor, PeopleSearch, PickedPerson } from './people.ts'
import type { Tables } from './tables.ts'

// Each run is a government of its own, asked by everybody in it.
const RUNS = Number(process.env.ECPA_LAW_RUNS ?? 12)
const endOnFailure = process.env.ECPA_LAW_SHRINK === undefined

const seal = createSeal({ dataKeys: [{ version: 1, key: Buffer.alloc(32, 1) }], indexKey: Buffer.alloc(32, 2) })
const ALL: PeopleCriteria = { agency: null, idIndex: null, name: '', states: [] }
// By person's number: two-character names, a part of another's, 臺 and 台, capitals, full width, beyond the BMP.
const NAMES = ['', '陳淑芬', '林淑芬', '芬淑', '臺大文', 'Ｊohn SMITH', '王𠮷']
const IDS = ['', 'A123456789', 'A223456781', 'B123456780', 'B223456782', 'C123456784', 'C223456786']

/**
 * Names and IDs for the people of a government, each once known by another name, which nobody finds today; and an account,
 * as the feed makes one for everybody (R-ACC-1).
 */
async function named(db: Kysely<Tables>): Promise<void> {
  await sql`set local role none`.execute(db)
  await sql`set local session_replication_role = replica`.execute(db)
  for (const [n, name] of NAMES.entries()) {
    if (n === 0) continue
    const { sealed, index } = seal.sealNationalId(IDS[n]!)
    await sql`update person set national_id_sealed = ${sealed}, national_id_index = ${index} where id = ${n}`.execute(db)
    await sql`insert into person_version (person_id, version, name, birth_date, recorded, event_id) values
      (${n}, 1, '舊淑芬', '1980-01-01', '[2026-01-01,2026-02-01)', 1),
      (${n}, 2, ${name}, '1980-01-01', '[2026-02-01,)', 1)`.execute(db)
  }
  await sql`insert into account (person_id) select id from person on conflict do nothing`.execute(db)
  await sql`set local session_replication_role = origin`.execute(db)
  await sql`set local role ecpa_program`.execute(db)
}

/** All pages, forwards; and the same backwards from the last, which must be the same. */
async function allPages(db: Kysely<Tables>, criteria: PeopleCriteria, search: Pick<PeopleSearch, 'authority' | 'asOf'>, size = 2) {
  const people: PickedPerson[] = []
  const pages: PickedPerson[][] = []
  let last: PeopleCursor | undefined
  let first: PeopleCursor | null = null
  for (;;) {
    const page = await searchPeople(db, seal, criteria, { ...search, after: last, size })
    assert.equal(page.previous === null, last === undefined || page.people.length === 0)
    people.push(...page.people)
    pages.push(page.people)
    first = page.previous
    if (page.next === null) {
      assert.equal(page.found, people.length, 'the count is that of the list')
      break
    }
    last = page.next
  }
  for (const expected of pages.toReversed().slice(1)) {
    const page = await searchPeople(db, seal, criteria, { ...search, before: first!, size })
    assert.deepEqual(page.people, expected, 'leafing back shows what leafing forth showed')
    assert.notEqual(page.next, null)
    first = page.previous
  }
  assert.equal(first, null, 'the first page has none before it')
  return people
}

describe('finding people', () => {
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

  test('R-SCP-4: whoever has a current post at a managed agency is found, nobody else, on every day', async (t) => {
    const seen = { found: 0, hidden: 0 }
    await assertUntilSeen(fc.asyncProperty(government, async (rows) => {
      await withGovernment(database.unaudited, rows, async (db) => {
        await named(db)
        for (const day of ASKED) {
          const at = asOf(day, TODAY)
          const world = oracle.worldOn(rows, day)
          const held = oracle.postsOn(world)
          for (const actor of rows.person.map(({ id }) => Number(id))) {
            const search = { authority: await loadAuthority(db, String(actor), at), asOf: at }
            const inScope = held.filter(({ agency }) => oracle.mayManage(actor, agency, world))
            const expected = new Set(inScope.map(({ person }) => String(person)))
            const found = await allPages(db, ALL, search)
            assert.deepEqual(found.map(({ id }) => id).toSorted(), [...expected].toSorted(), `on ${day}`)
            for (const one of found) {
              const posts = inScope.filter(({ person }) => String(person) === one.id).map(({ post }) => post)
              assert.deepEqual(one.posts.map(({ id }) => id).toSorted(), posts.toSorted(), 'only posts in the scope')
            }
            for (const { id } of rows.person) {
              const key = `00000000-0000-4000-8007-${String(id).padStart(12, '0')}`
              const picked = await pickedPerson(db, seal, key, search.authority, at)
              assert.deepEqual(picked, found.find((one) => one.id === String(id)) ?? null)
            }
            seen.found += expected.size
            seen.hidden += rows.person.length - expected.size
          }
        }
      })
    }), { numRuns: RUNS, endOnFailure }, () => seenTooRarely(seen, RUNS * 5))
    t.diagnostic(`${seen.found} people found, ${seen.hidden} rightly not`)
  })

  test('every criterion narrows the whole to those that fit it', async () => {
    await fc.assert(fc.asyncProperty(government, async (rows) => {
      await withGovernment(database.unaudited, rows, async (db) => {
        await named(db)
        const at = asOf(TODAY, TODAY)
        const search = { authority: { ways: [{ way: 'central' as const, role: 'x', until: null }] }, asOf: at }
        const whole = await allPages(db, ALL, search)
        const same = async (criteria: Partial<PeopleCriteria>, keep: (person: PickedPerson) => boolean) => {
          const found = await allPages(db, { ...ALL, ...criteria }, search)
          assert.deepEqual(new Set(found.map(({ id }) => id)), new Set(whole.filter(keep).map(({ id }) => id)),
            JSON.stringify(criteria))
        }
        const isOneOf = (...ids: number[]) => (person: PickedPerson) => ids.includes(Number(person.id))
        await same({ name: '淑芬' }, isOneOf(1, 2))
        await same({ name: '芬' }, isOneOf(1, 2, 3))
        await same({ name: '台大' }, isOneOf(4))
        await same({ name: 'john s' }, isOneOf(5))
        await same({ name: 'smith ｊＯ' }, isOneOf(5))
        await same({ name: '𠮷' }, isOneOf(6))
        await same({ name: '舊' }, () => false)
        await same({ name: '%' }, () => false)
        await same({ idIndex: seal.indexNationalId(IDS[2]!).toString('hex') }, isOneOf(2))
        await same({ idIndex: seal.indexNationalId(IDS[2]!).toString('hex'), name: '陳' }, () => false)
        for (const states of [['active'], ['pending', 'disabled'], ['disabled']] satisfies AccountState[][]) {
          await same({ states }, (person) => states.some((state) => state === person.accountState))
          await same({ states, name: '淑' }, (person) =>
            isOneOf(1, 2, 3)(person) && states.some((state) => state === person.accountState))
        }
        for (const { code } of rows.agency) {
          const isThere = ({ posts }: PickedPerson) => posts.some(({ agency }) => agency === code)
          await same({ agency: String(code) }, isThere)
          await same({ agency: String(code), name: '淑' }, (person) => isThere(person) && isOneOf(1, 2, 3)(person))
        }
      })
    }), { numRuns: Math.ceil(RUNS / 2), endOnFailure })
  })
})
