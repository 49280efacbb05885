import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { freshDatabase } from '../../../test/postgres.ts'
import type { TestDatabase } from '../../../test/postgres.ts'
import { decide } from '../../core/access.ts'
import { asOf } from '../../core/as-of.ts'
import { startOfDayInTaipei } from '../../core/days.ts'
import { mayManage } from '../../core/scope.ts'
import { standingsOn } from '../../core/standing.ts'
import { verifyPassword } from '../../features/sign-in/password-hash.ts'
import { loadPersonFacts } from '../../store/access.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { openDatabase } from '../../store/database.ts'
import type { Database } from '../../store/database.ts'
import { recordSince } from '../../store/local-database.ts'
import { loadAuthority } from '../../store/scope.ts'
import { createSeal } from '../../store/seal.ts'
import { fixedPeople } from '../nation/fixed-people.ts'
import { DEMO_PASSWORD, loadDemo } from './load-demo.ts'
import type { DemoLoad } from './load-demo.ts'

const TODAY = '2026-11-23'
const PEOPLE = 9_000
const at = asOf(TODAY, TODAY)
const seal = createSeal({ dataKeys: [{ version: 1, key: randomBytes(32) }], indexKey: randomBytes(32) })
const silent = { error() {}, warn() {}, info() {}, debug() {} }

describe('the demo world', () => {
  let made: TestDatabase
  let database: Database
  const folder = mkdtempSync(join(tmpdir(), 'ecpa-demo-test-'))
  const load = (more: Partial<DemoLoad> = {}, into = database) => loadDemo(into, {
    dataDir: folder, people: PEOPLE, seal, today: TODAY, applicationsOrigin: 'http://localhost:3001', webhrOrigin: 'http://localhost:3002',
    secretOf: (code) => `secret of ${code}`.replaceAll(' ', '-'), ...more,
  })
  const rows = async <T = Record<string, unknown>>(query: ReturnType<typeof sql<T>>, from = database): Promise<T[]> =>
    (await query.execute(from.unaudited)).rows
  const personOf = async (label: string): Promise<string> => {
    const { nationalId } = fixedPeople(TODAY).find((one) => one.label === label)!
    const [person] = await rows<{ id: string }>(
      sql`select id from person where national_id_index = ${seal.sealNationalId(nationalId).index}`)
    return person!.id
  }

  before(async () => {
    made = await freshDatabase()
    database = openDatabase({ url: made.url, log: silent })
    const done = await load()
    assert.ok('counts' in done)
    assert.equal(done.counts.people, PEOPLE + 13)
  })
  after(async () => {
    await database.close()
    await made.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is there whole: people, posts, accounts and what was decided', async () => {
    const [counts] = await rows(sql`select (select count(*) from person)::int as people,
      (select count(*) from person_version)::int as versions, (select count(*) from account)::int as accounts,
      (select count(*) from account where state = 'pending' and name is null)::int as pending,
      (select count(*) from account_state_version where upper_inf(recorded))::int as states,
      (select count(*) from post) = (select count(*) from post_version) as "sameNumber"`)
    const all = PEOPLE + 13
    assert.deepEqual(counts, { people: all, versions: all, accounts: all, pending: 11, states: all, sameNumber: true })
    const [decided] = await rows<Record<string, number>>(sql`select (select count(*) from permission_grant)::int as grants,
      (select count(*) from concurrent_duty)::int as duties, (select count(*) from delegation)::int as delegations,
      (select count(*) from personnel_office)::int as offices`)
    assert.ok(Object.values(decided!).every((count) => count > 1), JSON.stringify(decided))
  })

  it('gives each fixed person the standing and the state of the table', async () => {
    const expected: Record<string, string> = {
      'chen.central': 'employee A58000000A active', 'ho.central': 'employee A58000000A active',
      'lin.auditor': 'employee A58000000A active', 'wang.supervisor': 'hrSupervisor 397210000A active',
      'lee.officer': 'hr 397210000A active', 'chang.unit': 'hr 397040000E active',
      'huang.concurrent': 'hr 397070100Y active', 'wu.employee': 'employee 397010000A active',
      'tsai.delegate': 'employee 397020000A active', 'hsu.newcomer': 'hrSupervisor 397110000G active',
      'liu.pending': 'employee 397120000J pending', 'kuo.disabled': 'employee 397130000C disabled',
      'yang.taipei': 'hrSupervisor 379210000A active',
    }
    const found: Record<string, string> = {}
    for (const { label } of fixedPeople(TODAY)) {
      const facts = await loadPersonFacts(database.read, await personOf(label), at)
      const [held] = standingsOn(facts.posts, TODAY)
      found[label] = `${held?.standing} ${held?.agency} ${facts.account}`
    }
    assert.deepEqual(found, expected)
  })

  it('gives them the applications that the law says', async () => {
    const offered = async (label: string): Promise<string[]> =>
      decide(await loadPersonFacts(database.read, await personOf(label), at))
        .filter(({ reasons }) => reasons.length > 0).map(({ application }) => application)
    const everybody = ['B5', 'D6', 'KM', 'DL1', 'DLD', 'DLR']
    const unique = async (label: string) => [...new Set(await offered(label))].toSorted()
    assert.deepEqual(await unique('wu.employee'), everybody.toSorted())
    const officers = [...everybody, 'A2', 'A4', 'A7', 'AC', 'AF', 'D5', 'B6', 'D0', 'DD', 'GENDER', 'DLO', 'D5T', 'ACT']
    for (const label of ['chang.unit', 'huang.concurrent']) assert.deepEqual(await unique(label), officers.toSorted())
    assert.ok((await unique('wang.supervisor')).includes('A1'))
    assert.deepEqual(await unique('kuo.disabled'), [])
    assert.deepEqual(await unique('liu.pending'), [])
  })

  it('gives management to the supervisor, the delegate and the centre, and to nobody else', async () => {
    const target = '397070100Y'
    const tree = await loadTree(database.read, [target, 'A58000000A'], at)
    const managers: string[] = []
    for (const { label } of fixedPeople(TODAY)) {
      const authority = await loadAuthority(database.read, await personOf(label), at)
      if (mayManage(authority, target, tree)) managers.push(label)
    }
    assert.deepEqual(managers, ['chen.central', 'ho.central', 'wang.supervisor', 'tsai.delegate'])
    const [review] = await rows(sql`select (select count(*)::int from delegation where agency_code = '397110000G') as delegations,
      (select count(*)::int from concurrent_duty where served_code = '397110000G') as duties,
      (select count(*)::int from permission_grant where agency_code = '397110000G') as grants`)
    assert.ok(Object.values(review!).every((count) => Number(count) > 0),
      `hsu.newcomer reviews ${JSON.stringify(review)}`)
  })

  it('keeps no national ID in clear, and finds and opens them', async () => {
    const [first] = await rows<{ sealed: Buffer; index: Buffer; name: string }>(sql`select national_id_sealed as sealed,
      national_id_index as index, a.name from person p join account a on a.person_id = p.id where a.name = 'wu.employee'`)
    const { nationalId } = fixedPeople(TODAY).find(({ label }) => label === 'wu.employee')!
    assert.equal(seal.openNationalId(first!), nationalId)
    const [told] = await rows<{ text: string }>(sql`select string_agg(detail::text, '') as text from audit_event`)
    assert.ok(!/[A-Z][1289]\d{8}/.test(told!.text))
  })

  it('has something to read for everybody, and more for personnel officers', async () => {
    const told = await rows<{ standing: string | null; title: string }>(
      sql`select audience_standing as standing, title from announcement_version where upper_inf(recorded) order by pinned desc, publish_at desc`)
    assert.deepEqual(told.map(({ standing }) => standing), [null, 'hr', null])
    assert.equal((await rows(sql`select from poll where opens_at < ${startOfDayInTaipei(TODAY)} and closes_at > ${startOfDayInTaipei(TODAY)}`)).length, 1)
  })

  it('lets its people sign in with the one password, and writes down who they are', async () => {
    const hashes = await rows<{ hash: string }>(sql`select distinct password_hash as hash from account
      where password_hash is not null`)
    assert.equal(hashes.length, 1)
    assert.ok(await verifyPassword(hashes[0]!.hash, DEMO_PASSWORD))
    assert.match(readFileSync(join(folder, 'demo/clients.csv'), 'utf8'), /^application,client_id,client_secret\nA1,a1,\S+\n/)
    const lines = readFileSync(join(folder, 'demo/people.csv'), 'utf8').trimEnd().split('\n')
    assert.equal(lines[0], 'account,name,national_id,birth_date,email,agency_code,role')
    assert.equal(lines.length, 14)
    assert.match(lines.find((line) => line.startsWith('liu.pending'))!, /^liu\.pending,劉詩涵,[A-Z]\d{9},1997-07-07,/)
  })

  it('loads nothing the second time, refuses another number of people, and follows moved ports', async () => {
    const events = () => rows(sql`select code, count(*)::int as n from audit_event group by code order by code`)
    const then = await events()
    assert.deepEqual(await load({ people: null }), { loaded: false, people: PEOPLE })
    assert.deepEqual(await load(), { loaded: false, people: PEOPLE })
    assert.deepEqual(await load({ people: PEOPLE + 1 }), { refused: 'otherPeople', people: PEOPLE })
    assert.deepEqual(await events(), then)
    await load({ people: null, applicationsOrigin: 'http://localhost:4001' })
    const [moved] = await rows(sql`select v.launch_url, c.redirect_uris from application_version v
      join oidc_client c using (application_code) where application_code = 'D6' and upper_inf(v.recorded)`)
    assert.deepEqual(moved, { launch_url: 'http://localhost:4001/D6',
      redirect_uris: ['http://localhost:4001/D6/callback'] })
  })

  it('is the same nation for the same seed, and taken up again after a load that was cut off', async () => {
    const other = await freshDatabase()
    const again = openDatabase({ url: other.url, log: silent })
    try {
      const cut = loadDemo(again, {
        dataDir: folder, people: PEOPLE, seal, today: TODAY, applicationsOrigin: 'http://localhost:3001', webhrOrigin: 'http://localhost:3002',
        secretOf: (code) => `secret-of-${code}`,
        progress: (stage, done) => {
          if (stage === 'people' && done > 0) throw new Error('cut off')
        },
      })
      await assert.rejects(cut, /cut off/)
      assert.deepEqual(await rows(sql`select count(*)::int as n from person`, again), [{ n: 0 }], 'nothing half loaded')
      await load({}, again)
      const digest = sql`select md5(string_agg(line, e'\n' order by line)) as digest, count(*)::int as n from (
        select concat_ws('|', a.name, v.name, v.birth_date, encode(p.national_id_index, 'hex'), post.agency_code,
          post.unit,
          post.title, post.starts, w.valid, w.staff_category, w.supervisor_level, w.nature) as line
        from person p join person_version v on v.person_id = p.id join account a on a.person_id = p.id
        join post on post.person_id = p.id join post_version w on w.post_id = post.id and w.person_id = p.id
        union all
        select concat_ws('|', a.name, g.application_code, g.category_code, g.agency_code, g.valid, g.reason)
        from permission_grant g join account a using (person_id)) lines`
      assert.deepEqual(await rows(digest, again), await rows(digest))
    } finally {
      await again.close()
      await other.drop()
    }
  })

  it('counts as kept for years where it is loaded so, and what comes later as known from then on', async () => {
    const other = await freshDatabase()
    const there = openDatabase({ url: other.url, log: silent })
    const elsewhere = mkdtempSync(join(tmpdir(), 'ecpa-demo-test-'))
    try {
      await load({ people: 100, dataDir: elsewhere, recordSince: (since) => recordSince(other.url, since) }, there)
      const [wu] = await rows<{ id: string }>(sql`select person_id as id from account where name = 'wu.employee'`, there)
      const lastMonth = asOf('2026-10-20', TODAY)
      const then = decide(await loadPersonFacts(there.read, wu!.id, lastMonth)).filter(({ reasons }) => reasons.length > 0)
      assert.deepEqual(then.map(({ application }) => application).toSorted(), ['B5', 'D6', 'DL1', 'DLD', 'DLR', 'KM'])
      const defaults = await rows<{ since: string }>(sql`select distinct column_default as since from information_schema.columns
        where table_schema = 'public' and column_name = 'recorded'`, there)
      assert.deepEqual(defaults, [{ since: 'tstzrange(now(), NULL::timestamp with time zone)' }])
    } finally {
      await there.close()
      await other.drop()
      rmSync(elsewhere, { recursive: true, force: true })
    }
  })
})
