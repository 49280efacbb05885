import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { processOrigin } from '../../store/change.ts'
import { openDatabase } from '../../store/database.ts'
import type { Database } from '../../store/database.ts'
import { freshDatabase } from '../../../test/postgres.ts'
import type { TestDatabase } from '../../../test/postgres.ts'
import { readAgencyFile } from './agency-file.ts'
import type { AgencyRow } from './agency-file.ts'
import { importAgencies } from './import-agencies.ts'
import type { AgencyImport, AgencyImportReport } from './import-agencies.ts'
import { readOrganisationOids } from './organisation-oids.ts'

const data = (name: string): Buffer => readFileSync(new URL(`../../../data/${name}`, import.meta.url))
const file = readAgencyFile(data('orglist_dgpa_2015.cp950.csv'))
assert.ok(!('refused' in file))
const rows = file.agencies
const oids = readOrganisationOids(data('oid_GDS_2019.csv'))
const ORIGIN = processOrigin('ecpa import agencies')
const silent = { error() {}, warn() {}, info() {}, debug() {} }

let made: TestDatabase
let database: Database
const load = (more: Partial<AgencyImport> = {}): Promise<AgencyImportReport> =>
  importAgencies(database, ORIGIN, { source: 'orglist.csv', sha256: 'ab', rows, oids, asOfDay: '2016-01-01', ...more })
const one = async <T>(query: ReturnType<typeof sql<T>>): Promise<T> =>
  (await query.execute(database.unaudited)).rows[0]!

describe('importing agencies', () => {
  before(async () => {
    made = await freshDatabase()
    database = openDatabase({ url: made.url, log: silent })
  })
  after(async () => {
    await database.close()
    await made.drop()
  })

  describe('the real agency file in the database', () => {
    it('tells in a dry run what it would do, and does nothing', async () => {
      const report = await load({ dryRun: true })
      assert.deepEqual([report.applied, report.added], [false, 15_841])
      assert.deepEqual(await one(sql`select count(*)::int as n from agency`), { n: 0 })
    })

    it('is there whole after the first import', async () => {
      const report = await load()
      const { superiorMissing, withOid, ...counts } = report
      assert.deepEqual(counts, {
        applied: true, rows: 15_841, added: 15_841, changed: 0, same: 0, ended: 0, live: 8_314, roots: 8,
        doubledNames: ['內政部', '中央警察大學'], successors: 5_369 - 14, notInFile: [], proposed: [],
      })
      assert.equal(superiorMissing.length, 3)
      assert.ok(withOid > 3_500 && withOid < 5_500, `${withOid} agencies with an OID`)
      const now = await one<{ live: number; roots: number; orphans: number }>(sql`
        select count(*)::int as live, count(*) filter (where superior_code is null and superior_missing is null)::int as roots,
          count(superior_missing)::int as orphans
        from agency_version where valid @> current_date and upper_inf(recorded)`)
      assert.deepEqual(now, { live: 8_314, roots: 8, orphans: 3 })
      const events = await sql<{ detail: object }>`select detail from audit_event`.execute(database.unaudited)
      assert.deepEqual(events.rows.map(({ detail }) => detail),
        [{ source: 'orglist.csv', sha256: 'ab', rows: 15_841, added: 15_841, changed: 0, ended: 0 }])
    })

    it('has the tree, the organisation OIDs and the successors', async () => {
      const scope = await one(sql`select count(*)::int as n from agency_scope('397000000A', current_date, 'infinity')`)
      assert.deepEqual(scope, { n: 593 })
      const office = await one(sql`select organisation_oid as oid, lead_agency(agency_code, current_date, 'infinity') as lead
        from agency_version where agency_code = '397210000A'`)
      assert.deepEqual(office, { oid: '2.16.886.101.90029.20002.20015', lead: '397000000A' })
      const county = await one(sql`select successor_code as successor, upper(valid)::text as gone
        from agency_version where agency_code = '376520000A'`)
      assert.deepEqual(county, { successor: '397000000A', gone: '2010-12-25' })
    })

    it('bounds what is abolished even where no day is known, and keeps unknown beginnings open', async () => {
      const unknown = rows.filter((row) => !row.live && row.abolished === null)
      assert.ok(unknown.length > 0)
      const bounds = await one(sql`select bool_and(not upper_inf(valid)) as bounded, bool_and(upper(valid) <= '2016-01-01') as past
        from agency_version where agency_code = any (${unknown.map(({ code }) => code)}::text[])`)
      assert.deepEqual(bounds, { bounded: true, past: true })
      const open = await one(sql`select lower_inf(valid) as open from agency_version where agency_code = '100000000A'`)
      assert.deepEqual(open, { open: true })
    })

    it('changes nothing the second time, whatever day it is called', async () => {
      const report = await load({ asOfDay: '2026-05-01' })
      assert.deepEqual([report.applied, report.added, report.changed, report.same], [false, 0, 0, 15_841])
      assert.deepEqual(await one(sql`select count(*)::int as n from audit_event`), { n: 1 })
    })
  })

  describe('a later agency file', () => {
    const gone = '397070100Y'
    const later = (): AgencyRow[] => [
      ...rows.filter(({ code }) => code !== '397150000I').map((row): AgencyRow => {
        if (row.code === '397010000A') return { ...row, name: '高雄市政府秘書室' }
        if (row.code === gone) return { ...row, live: false, abolished: '2026-08-01', successorCode: '397040000E' }
        return row
      }),
      { ...rows.find(({ code }) => code === '397010000A')!, code: '397990000A', name: '高雄市政府新設局',
        effective: '2026-01-01' },
    ]

    it('makes versions of what it says anew, and tells what it no longer has', async () => {
      const report = await load({ rows: later(), source: 'later.csv' })
      assert.deepEqual([report.applied, report.added, report.changed, report.ended, report.same],
        [true, 1, 2, 1, 15_841 - 3])
      assert.deepEqual(report.notInFile, ['397150000I'])
      const names = await sql<{ name: string; open: boolean }>`select name, upper_inf(recorded) as open from agency_version
        where agency_code = '397010000A' order by id`.execute(database.unaudited)
      assert.deepEqual(names.rows, [{ name: '高雄市政府秘書處', open: false }, { name: '高雄市政府秘書室', open: true }])
    })

    it('leaves the answers of the past as they were', async () => {
      const moments = await one<{ first: string; second: string }>(sql`select min(lower(recorded))::text as first,
        max(lower(recorded))::text as second from agency_version`)
      const nameKnown = (known: string) => one(sql`select name from agency_version
        where agency_code = '397010000A' and valid @> '2020-01-01'::date and recorded @> ${known}::timestamptz`)
      assert.deepEqual(await nameKnown(moments.first), { name: '高雄市政府秘書處' })
      assert.deepEqual(await nameKnown(moments.second), { name: '高雄市政府秘書室' })
      const lived = (day: string) => one(sql`select count(*)::int as n from agency_version
        where agency_code = ${gone} and valid @> ${day}::date and upper_inf(recorded)`)
      assert.deepEqual(await lived('2026-07-31'), { n: 1 })
      assert.deepEqual(await lived('2026-08-01'), { n: 0 })
    })

    it('does not take an OID back that a source no longer has', async () => {
      const report = await load({ rows: later(), oids: new Map() })
      assert.deepEqual([report.applied, report.changed], [false, 0])
    })

    it('ends no agency in which people are: a restructuring is drafted, once, for the centre to map', async () => {
      await database.unaudited.transaction().execute(async (db) => {
        await sql`insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test')`.execute(db)
        await sql`insert into person (id, national_id_sealed, national_id_index) values (1, '\\x00', ${Buffer.alloc(32, 1)})`.execute(db)
        await sql`insert into post (id, person_id, agency_code, kind, unit, title, starts)
          values (1, 1, '397040000E', 'appointment', '', '科員', '2020-01-01'), (2, 1, '397150000I', 'concurrent', '', '科員', '2020-01-01')`.execute(db)
        await sql`insert into post_version (person_id, post_id, valid, event_id) select 1, n, '[2020-01-01,)', 1 from generate_series(1, 2) n`.execute(db)
      })
      const rowsOfLater = later().map((row): AgencyRow => (row.code === '397040000E'
        ? { ...row, live: false, abolished: '2026-09-01', successorCode: '397990000A', phone: '07-1' } : row))
      const report = await load({ rows: rowsOfLater, source: 'later.csv', asOfDay: '2026-06-01' })
      assert.deepEqual(report.proposed, [{ day: '2026-09-01', agencies: ['397040000E'] }, { day: '2026-06-01', agencies: ['397150000I'] }])
      assert.deepEqual([report.applied, report.ended], [true, 0], 'what else the file says of it is applied')
      const now = await one(sql`select phone, upper_inf(valid) as lives from agency_version where agency_code = '397040000E' and upper_inf(recorded)`)
      assert.deepEqual(now, { phone: '07-1', lives: true })
      const plans = await sql`select r.day, r.state, r.source, a.agency_code, a.successors from restructuring r
        join restructuring_agency a on a.restructuring_id = r.id order by r.day`.execute(database.unaudited)
      assert.deepEqual(plans.rows, [
        { day: '2026-06-01', state: 'draft', source: 'later.csv', agency_code: '397150000I', successors: [] },
        { day: '2026-09-01', state: 'draft', source: 'later.csv', agency_code: '397040000E', successors: ['397990000A'] },
      ])
      const again = await load({ rows: rowsOfLater, source: 'later.csv', asOfDay: '2026-06-01' })
      assert.deepEqual([again.applied, again.proposed], [false, []])
    })
  })
})
