import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { freshDatabase } from '../../../test/postgres.ts'
import type { TestDatabase } from '../../../test/postgres.ts'
import { processOrigin } from '../../store/change.ts'
import { openDatabase } from '../../store/database.ts'
import type { Database } from '../../store/database.ts'
import { createSeal } from '../../store/seal.ts'
import { applyConfiguration } from './apply-configuration.ts'
import type { Applied, Difference } from './apply-configuration.ts'
import { faultSentence } from './configuration-messages.ts'
import { differenceLines } from './difference-text.ts'
import { exportConfiguration } from './export-configuration.ts'

const TODAY = '2026-11-23'
const ORIGIN = processOrigin('ecpa apply')
const sealer = createSeal({ dataKeys: [{ version: 1, key: randomBytes(32) }], indexKey: randomBytes(32) })
const csv = (name: string): Buffer => readFileSync(new URL(`../../../data/${name}`, import.meta.url))
const silent = { error() {}, warn() {}, info() {}, debug() {} }
const SECRET = 'correct-horse-battery-staple-42-and-more'

describe('ecpa apply', () => {
  let made: TestDatabase
  let database: Database
  const shown: Difference[] = []

  const applyFile = (name: string, bytes: Uint8Array, more = {}): Promise<Applied> =>
    applyConfiguration(database, ORIGIN, { name, bytes },
      { today: TODAY, sealer, demo: false, dryRun: false, show: (one) => shown.push(one), ...more })
  const apply = (yaml: string, more = {}): Promise<Applied> =>
    applyFile('file.yaml', Buffer.from(`version: 1\n${yaml}`), more)
  const changes = (applied: Applied): string[] => {
    assert.ok(!('faults' in applied), JSON.stringify(applied))
    return applied.changes.map(({ thing, key, kind, fields }) => kind === 'added' ? `+ ${thing} ${key}`
      : `~ ${thing} ${key}: ${fields.map(({ field, from, to }) => `${field} ${from}→${to}`).join(', ')}`)
  }
  const faults = (applied: Applied): string[] => {
    assert.ok('faults' in applied, JSON.stringify(applied))
    for (const fault of applied.faults) assert.ok(faultSentence(fault, 'zh-TW') !== faultSentence(fault, 'en'))
    return applied.faults.map(({ line, path, code }) => `${line} ${path.join('.')} ${code}`)
  }
  const rows = async <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
    (await query.execute(database.unaudited)).rows
  const events = () => rows<{ code: string; n: number }>(
    sql`select code, count(*)::int as n from audit_event group by code order by code`)

  before(async () => {
    made = await freshDatabase()
    database = openDatabase({ url: made.url, log: silent })
    // As the owner: agencies, and two people with accounts; lee has a post outside the group's scope as well.
    await sql.raw(`set role none; begin;
      insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
      insert into agency values ('A58000000A'), ('A00000000A'), ('397000000A'), ('397210000A'), ('379000000A');
      insert into agency_version (agency_code, name, superior_code, valid, event_id)
      select v.code, v.code, v.superior, '[,)', e.id from audit_event e, (values ('A00000000A', null),
        ('A58000000A', 'A00000000A'), ('397000000A', 'A00000000A'), ('397210000A', '397000000A'), ('379000000A',
          'A00000000A')
        ) v (code, superior);
      insert into person (id, national_id_sealed, national_id_index) select n, '\\x00', sha256(n::text::bytea)
      from generate_series(1, 3) n;
      insert into account (person_id, state, name) values (1, 'active', 'lee.officer'), (2, 'active', 'gone.officer'),
        (3, 'active', 'wu.employee');
      insert into post (id, person_id, agency_code, kind, unit, title, starts) values
        (1, 1, '379000000A', 'appointment', '', '科員', '2020-01-01'), (2, 1, '397210000A', 'concurrent', '', '科員',
          '2020-01-01'),
        (3, 2, '397210000A', 'appointment', '', '科員', '2020-01-01'), (4, 3, '379000000A', 'appointment', '', '科員',
          '2020-01-01');
      insert into post_version (person_id, post_id, valid, event_id) values (1, 1, '[2020-01-01,)', 1),
        (1, 2, '[2020-01-01,)', 1), (2, 3, '[2020-01-01,2024-01-01)', 1), (3, 4, '[2020-01-01,)', 1);
      commit; reset role`).execute(database.unaudited)
  })
  after(async () => {
    await database.close()
    await made.drop()
  })

  it('takes the catalogue as tables, shows it first and changes nothing twice', async () => {
    const dry = await applyFile('applications.csv', csv('applications.csv'), { dryRun: true })
    assert.ok(!('faults' in dry) && !dry.applied && dry.changes.length === 35)
    assert.deepEqual(await rows(sql`select from application`), [])
    const first = await applyFile('applications.csv', csv('applications.csv'))
    assert.deepEqual(changes(first), changes(dry))
    assert.equal(changes(await applyFile('categories.csv', csv('categories.csv'))).length, 38)
    assert.equal(shown.length, 3)
    const before_ = await events()
    for (const name of ['applications.csv', 'categories.csv']) {
      const again = await applyFile(name, csv(name))
      assert.ok(!('faults' in again) && !again.applied && again.changes.length === 0 && again.same >= 35)
    }
    assert.deepEqual(await events(), before_)
    assert.deepEqual(before_.filter(({ code }) => code.startsWith('catalogue')), [
      { code: 'catalogue.application-added', n: 35 }, { code: 'catalogue.applied', n: 2 },
      { code: 'catalogue.category-added', n: 38 }])
    const [b5] = await rows(sql`select name, heading, audience, requires_certificate, passkey_allowed, position, launch_url
      from application_version where application_code = 'B5'`)
    assert.deepEqual(b5, { name: '公務人員個人資料校對網站', heading: 'B.人事資料服務', audience: 'employee',
      requires_certificate: true, passkey_allowed: true, position: 15, launch_url: null })
  })

  it('changes what the file mentions and nothing else, each with its event and a version', async () => {
    const done = await apply(`applications:
  - { code: A4, launchUrl: "http://localhost:3001/A4", categories: [ { code: use, handOut: central } ] }
  - { code: B5, remark: "" }`)
    assert.deepEqual(changes(done), ['~ application A4: launchUrl null→http://localhost:3001/A4',
      '~ category A4 use: handOut manager→central', '~ application B5: remark 如被授權者，會多人事人員校對功能→'])
    const versions = await rows(sql`select version, name, launch_url, upper_inf(recorded) as open, e.detail
      from application_version v join audit_event e on e.id = v.event_id where application_code = 'A4' and version = 2`)
    assert.deepEqual(versions, [{ version: 2, name: '調查表系統', launch_url: 'http://localhost:3001/A4', open: true,
      detail: { before: { launchUrl: null }, after: { launchUrl: 'http://localhost:3001/A4' }, way: 'process' } }])
    assert.deepEqual(changes(await applyFile('applications.csv', csv('applications.csv'))),
      ['~ application B5: remark →如被授權者，會多人事人員校對功能'], 'the launch address is not in the table, and stays')
  })

  it('adds what is new, with defaults that let nobody in', async () => {
    assert.deepEqual(faults(await apply('applications: [ { code: N1, name: 新系統 } ]')),
      ['2 applications.0.category neededForNew', '2 applications.0.grantable neededForNew',
        '2 applications.0.requiresCertificate neededForNew'])
    assert.deepEqual(changes(await apply(`applications:
  - { code: N1, name: 新系統, category: D.其他, grantable: false, requiresCertificate: true }`)), ['+ application N1'])
    const [made_] = await rows(sql`select audience, duty_allowed, open_to_agency_card, in_service, position
      from application_version where application_code = 'N1'`)
    assert.deepEqual(made_, { audience: null, duty_allowed: false, open_to_agency_card: false, in_service: true,
      position: 36 })
  })

  it('keeps groups with members, who rest on the post in the scope of the group', async () => {
    const group = (members: string): string =>
      `groups: [ { code: kaohsiung-survey, name: 高雄調查小組, agency: 397210000A, members: [ ${members} ] } ]`
    assert.deepEqual(changes(await apply(group('{ account: lee.officer }, { account: wu.employee, to: 2026-12-31 }'))),
      ['+ group kaohsiung-survey', '+ groupMember kaohsiung-survey lee.officer',
        '+ groupMember kaohsiung-survey wu.employee'])
    const members = () => rows(sql`select person_id, post_id, version, valid::text, reason from group_member
      where upper_inf(recorded) order by person_id`)
    assert.deepEqual(await members(), [
      { person_id: '1', post_id: '2', version: 1, valid: '[2026-11-23,)', reason: null },
      { person_id: '3', post_id: '4', version: 1, valid: '[2026-11-23,2027-01-01)', reason: null }])
    assert.deepEqual(changes(await apply(group('{ account: lee.officer }'), { today: '2026-11-24' })), [])
    assert.deepEqual(changes(await apply(group('{ account: lee.officer, to: 2027-06-30, reason: 支援 }'))),
      ['~ groupMember kaohsiung-survey lee.officer: to null→2027-06-30, reason null→支援'])
    assert.deepEqual((await members())[0],
      { person_id: '1', post_id: '2', version: 2, valid: '[2026-11-23,2027-07-01)', reason: '支援' })
    // Each member is told of what concerns them, and of nothing else.
    assert.deepEqual(await rows(sql`select t.kind, a.name, t.content -> 'told' ->> 'to' as until
      from telling t join notice n on n.telling_id = t.id join account a on a.person_id = n.person_id order by t.id`), [
      { kind: 'group.member-added', name: 'lee.officer', until: null },
      { kind: 'group.member-added', name: 'wu.employee', until: '2026-12-31' },
      { kind: 'group.member-changed', name: 'lee.officer', until: '2027-06-30' },
    ])
    assert.deepEqual(changes(await apply('groups: [ { code: kaohsiung-survey, name: 高雄小組 } ]')),
      ['~ group kaohsiung-survey: name 高雄調查小組→高雄小組'])
    assert.deepEqual(faults(await apply(`groups:
  - { code: kaohsiung-survey, agency: 397000000A, members: [ { account: gone.officer }, { account: no.body },
      { account: lee.officer, from: 2026-11-22 }, { account: wu.employee, to: 2020-01-01 } ] }
  - { code: another, name: 另一組, agency: '0000000000' }`)), ['3 groups.0.agency groupElsewhere',
      '3 groups.0.members.0.account noCurrentPost', '3 groups.0.members.1.account unknownAccount',
      '4 groups.0.members.2.from beganAlready', '4 groups.0.members.3.to endsBeforeItBegins',
        '5 groups.1.agency unknownAgency'])
  })

  it('sets and ends personnel offices', async () => {
    const office = (more: string): string => `personnelOffices: [ { office: 397210000A, agency: 397000000A${more} } ]`
    assert.deepEqual(changes(await apply(office(', from: 2020-01-01'))), ['+ personnelOffice 397210000A 397000000A'])
    assert.deepEqual(changes(await apply(office(''))), [])
    assert.deepEqual(changes(await apply(office(', to: 2026-12-31'))),
      ['~ personnelOffice 397210000A 397000000A: to null→2026-12-31'])
    assert.deepEqual(changes(await apply(office(', from: 2028-01-01'))), ['+ personnelOffice 397210000A 397000000A'])
    assert.deepEqual(faults(await apply(office(', from: 2020-01-01, to: 2030-01-01'))),
      ['2 personnelOffices.0 severalPeriods'])
    assert.deepEqual(faults(await apply('personnelOffices: [ { office: ZZZZZZZZZZ, agency: 397000000A } ]')),
      ['2 personnelOffices.0.office unknownAgency'])
  })

  it('registers clients, and never shows their secret', async () => {
    const client = (more: string): string => `oidcClients:\n  - { application: A4, clientId: a4${more} }`
    const whole = `, clientSecret: "${SECRET}", redirectUris: ["https://a4.example/callback"]`
    assert.deepEqual(changes(await apply(client(whole))), ['+ oidcClient a4'])
    assert.deepEqual(changes(await apply(client(whole))), [])
    assert.deepEqual(changes(await apply(client(', scopes: [openid]'))),
      ['~ oidcClient a4: scopes openid,profile,email,ecpa→openid'])
    const other = await apply(client(`, clientSecret: "another-${SECRET}"`))
    assert.deepEqual(changes(other), ['~ oidcClient a4: clientSecret •••→•••'])
    const told = JSON.stringify([shown, other, await rows(sql`select detail from audit_event`)])
    assert.ok(!told.includes(SECRET))
    assert.ok(!shown.flatMap((one) => differenceLines(one, 'zh-TW')).join('\n').includes(SECRET))
    const [{ sealed }] = await rows<{ sealed: Buffer }>(sql`select secret_sealed as sealed from oidc_client`) as [{ sealed: Buffer }]
    assert.equal(sealer.open('oidc-client-secret', sealed).toString(), `another-${SECRET}`)
    assert.deepEqual(faults(await apply(client(', clientSecret: short'))),
      ['3 oidcClients.0.clientSecret secretTooShort'])
    assert.deepEqual(faults(await apply('oidcClients: [ { application: A5, clientId: a4 }, { application: ZZ, clientId: zz } ]')),
      ['2 oidcClients.0.application otherApplication', '2 oidcClients.1.application unknownApplication',
        '2 oidcClients.1.redirectUris neededForNew'])
  })

  it('registers programs of no application, whose id is nobody else\'s, and sends authzen to the applications', async () => {
    const program = (more: string): string => `apiClients:\n  - { clientId: personnel-system${more} }`
    const whole = `, clientSecret: "${SECRET}", scopes: [feed]`
    assert.deepEqual(changes(await apply(program(whole))), ['+ apiClient personnel-system'])
    assert.deepEqual(changes(await apply(program(whole))), [])
    assert.deepEqual(changes(await apply(program(', scopes: [feed, scim]'))),
      ['~ apiClient personnel-system: scopes feed→feed,scim'])
    assert.deepEqual(changes(await apply(program(`, clientSecret: "another-${SECRET}"`))),
      ['~ apiClient personnel-system: clientSecret •••→•••'])
    assert.ok(!JSON.stringify([shown, await rows(sql`select detail from audit_event`)]).includes(SECRET))
    assert.deepEqual(faults(await apply(program(', scopes: [feed, authzen]'))),
      ['3 apiClients.0.scopes authzenNeedsApplication'])
    assert.deepEqual(faults(await apply(`apiClients:\n  - { clientId: a4, clientSecret: "${SECRET}", scopes: [feed] }\n`
      + '  - { clientId: new-one, scopes: [feed] }\n  - { clientId: newer, clientSecret: short, scopes: [scim] }\n'
      + `  - { clientId: newest, clientSecret: "${SECRET}" }`)),
      ['3 apiClients.0.clientId otherKind', '4 apiClients.1.clientSecret secretMissing',
        '5 apiClients.2.clientSecret secretTooShort', '6 apiClients.3.scopes neededForNew'])
    const other = `redirectUris: ["https://a4.example/callback"]`
    assert.deepEqual(faults(await apply(`oidcClients: [ { application: A4, clientId: personnel-system, ${other} } ]`)),
      ['2 oidcClients.0.clientId otherKind'])
    assert.deepEqual(faults(await apply('oidcClients: [ { application: A4, clientId: a4-app, tokenEndpointAuthMethod: none, '
      + `scopes: [openid, authzen], ${other} } ]`)), ['2 oidcClients.0.scopes authzenForPublic'])
    assert.deepEqual(changes(await apply('oidcClients: [ { application: A4, clientId: a4, scopes: [openid, authzen] } ]')),
      ['~ oidcClient a4: scopes openid→openid,authzen'])
  })

  it('exports what it takes back without a difference, secrets left out', async () => {
    const yaml = await exportConfiguration(database, TODAY)
    assert.ok(!yaml.includes(SECRET) && !yaml.includes('clientSecret'))
    const back = await applyFile('export.yaml', Buffer.from(yaml))
    assert.deepEqual(changes(back), [])
    assert.ok(!('faults' in back) && back.same > 70)
    const secretless = yaml.replace(/^oidcClients:[^]*?(?=^personnelOffices)/m, '')
    const other = await freshDatabase()
    const elsewhere = openDatabase({ url: other.url, log: silent })
    try {
      const empty = await applyConfiguration(elsewhere, ORIGIN, { name: 'a.yaml', bytes: Buffer.from(secretless) },
        { today: TODAY, sealer, demo: false, dryRun: false })
      assert.ok('faults' in empty && empty.faults.every(({ code }) => /^unknown(Agency|Account)$/.test(code)))
      assert.deepEqual((await sql`select from audit_event`.execute(elsewhere.unaudited)).rows, [],
        'nothing half applied')
    } finally {
      await elsewhere.close()
      await other.drop()
    }
  })

  it('lets two who apply the same at once do it once', async () => {
    const yaml = 'applications: [ { code: A5, description: 兩人同時 } ]'
    const both = await Promise.all([apply(yaml), apply(yaml)])
    assert.deepEqual(both.map((one) => 'applied' in one && one.applied).toSorted(), [false, true])
    assert.deepEqual(await rows(sql`select count(*)::int as n from application_version where application_code = 'A5'`),
      [{ n: 2 }])
  })
})
