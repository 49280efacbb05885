import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { asOf } from '../core/as-of.ts'
import { freshDatabase } from '../../test/postgres.ts'
import { government, TODAY, withGovernment } from '../../test/law/government.ts'
import { assertUntilSeen, seenTooRarely } from '../../test/law/until-seen.ts'
import { countDifference, listDifference } from './access-difference.ts'
import { listAccess } from './access-list.ts'
import { openDatabase } from './database.ts'
import type { Kysely } from 'kysely'
import type { Standing } from '../core/standing.ts'
import type { TestDatabase } from '../../test/postgres.ts'
import type { LawOfApplication, Right, Side } from './access-difference.ts'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

const RUNS = Number(process.env.ECPA_LAW_RUNS ?? 40)
const endOnFailure = process.env.ECPA_LAW_SHRINK === undefined
const CODES = ['A4', 'A7', 'E1'] as const
const GROUPS: readonly (Standing | null)[] = [null, 'employee', 'hr', 'hrSupervisor']
const NOW = asOf(TODAY, TODAY)

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

type Db = Kysely<Tables>

/** The application as the tables have it; null where the government does not know it (any more). */
async function lawOf(db: Db, code: string): Promise<LawOfApplication | null> {
  const { rows } = await sql<LawOfApplication>`
    select a.application_code as code, a.in_service as "inService", a.grantable, a.duty_allowed as "dutyAllowed",
      a.agency_root as "agencyRoot", coalesce((select json_agg(json_build_object('code', c.category_code, 'derivedGroup',
        c.derived_group)) from category_version c where c.application_code = a.application_code and upper_inf(c.recorded)
      ), '[]') as categories
    from application_version a where a.application_code = ${code} and upper_inf(a.recorded)`.execute(db)
  return rows[0] ?? null
}

/** Makes the tables say it, as the owner: only there may a version take another's place at once. */
async function enact(db: Db, law: LawOfApplication): Promise<void> {
  await sql`set local role none`.execute(db)
  await sql`set local session_replication_role = replica`.execute(db)
  await sql`update application_version set in_service = ${law.inService}, grantable = ${law.grantable},
    duty_allowed = ${law.dutyAllowed}, agency_root = ${law.agencyRoot}
    where application_code = ${law.code} and upper_inf(recorded)`.execute(db)
  for (const { code, derivedGroup } of law.categories) {
    const { numAffectedRows } = await sql`update category_version set derived_group = ${derivedGroup}
      where application_code = ${law.code} and category_code = ${code} and upper_inf(recorded)`.execute(db)
    if (numAffectedRows !== 0n) continue
    await sql`insert into category values (${law.code}, ${code})`.execute(db)
    await sql`insert into category_version (application_code, category_code, name, name_en, derived_group, hand_out, event_id)
      values (${law.code}, ${code}, '新', 'New', ${derivedGroup}, 'manager', 1)`.execute(db)
  }
  await sql`set local session_replication_role = origin`.execute(db)
  await sql`set local role ecpa_program`.execute(db)
}

const line = ({ agency, person, category }: Right): string => `${agency} ${person} ${category}`
const rights = async (db: Db, code: string): Promise<Set<string>> =>
  new Set((await listAccess(db, { asOf: NOW, applications: [code] }, { size: 10_000 })).map(line))

const proposals = fc.record({
  code: fc.constantFrom(...CODES),
  inService: fc.option(fc.boolean()),
  grantable: fc.option(fc.boolean()),
  dutyAllowed: fc.option(fc.boolean()),
  root: fc.option(fc.constantFrom('A000000000', 'A000000001', 'A000000002', 'none')),
  groups: fc.array(fc.option(fc.constantFrom(...GROUPS)), { minLength: 2, maxLength: 2 }),
  extra: fc.option(fc.constantFrom(...GROUPS)),
})
type Proposal = typeof proposals extends fc.Arbitrary<infer P> ? P : never

function proposed(law: LawOfApplication, proposal: Proposal): LawOfApplication {
  const { inService, grantable, dutyAllowed, root, groups, extra } = proposal
  const categories = law.categories.map(({ code, derivedGroup }, at) => ({ code, derivedGroup: groups[at] ?? derivedGroup }))
  return {
    code: law.code,
    inService: inService ?? law.inService,
    grantable: grantable ?? law.grantable,
    dutyAllowed: dutyAllowed ?? law.dutyAllowed,
    agencyRoot: root === 'none' ? null : root ?? law.agencyRoot,
    categories: extra === null ? categories : [...categories, { code: 'extra', derivedGroup: extra }],
  }
}

test('what is foretold of a change of the catalogue is what the change does', async (t) => {
  const seen = { gained: 0, lost: 0 }
  await assertUntilSeen(fc.asyncProperty(government, proposals, async (rows, proposal) => {
    await withGovernment(database.unaudited, rows, async (db) => {
      const law = await lawOf(db, proposal.code)
      if (law === null) return
      const change = { before: law, after: proposed(law, proposal) }
      const [had, counts] = [await rights(db, law.code), await countDifference(db, change, NOW)]
      const foretold: Record<Side, Right[]> = {
        gained: await listDifference(db, change, NOW, { side: 'gained', size: 10_000 }),
        lost: await listDifference(db, change, NOW, { side: 'lost', size: 10_000 }),
      }
      await enact(db, change.after)
      const has = await rights(db, law.code)
      assert.deepEqual(foretold.gained.map(line).toSorted(), [...has].filter((one) => !had.has(one)).toSorted())
      assert.deepEqual(foretold.lost.map(line).toSorted(), [...had].filter((one) => !has.has(one)).toSorted())
      for (const side of ['gained', 'lost'] as const) {
        seen[side] += foretold[side].length
        const count = (category: string | null, own: Right[]) => ({
          category, side, rights: own.length, people: new Set(own.map((one) => one.person)).size,
          agencies: new Set(own.map((one) => one.agency)).size,
        })
        const categories = [...new Set(foretold[side].map((one) => one.category))].toSorted()
        const expected = categories.map((category) => count(category, foretold[side].filter((one) => one.category === category)))
        const all = foretold[side].length === 0 ? [] : [count(null, foretold[side])]
        assert.deepEqual(counts.filter((one) => one.side === side), [...all, ...expected])
      }
    })
  }), { numRuns: RUNS, endOnFailure }, () => seenTooRarely(seen, RUNS / 4))
  t.diagnostic(`${seen.gained} rights gained, ${seen.lost} lost`)
})

test('a new application gives what its categories say, and pages lose or repeat nobody', async () => {
  await fc.assert(fc.asyncProperty(government, fc.integer({ min: 1, max: 4 }), async (rows, size) => {
    await withGovernment(database.unaudited, rows, async (db) => {
      const added = {
        code: 'NEW', inService: true, grantable: true, dutyAllowed: true, agencyRoot: null,
        categories: [{ code: 'use', derivedGroup: 'employee' as const }, { code: 'office', derivedGroup: 'hr' as const }],
      }
      const change = { before: null, after: added }
      const whole = await listDifference(db, change, NOW, { side: 'gained', size: 10_000 })
      const paged: Right[] = []
      for (;;) {
        const last = paged.at(-1)
        const page = await listDifference(db, change, NOW, { side: 'gained', size, ...(last && { after: last }) })
        paged.push(...page)
        if (page.length < size) break
      }
      assert.deepEqual(paged, whole)
      assert.deepEqual(await listDifference(db, change, NOW, { side: 'gained', category: 'office', size: 10_000 }),
        whole.filter(({ category }) => category === 'office'))
    })
  }), { numRuns: Math.ceil(RUNS / 4), endOnFailure })
})
