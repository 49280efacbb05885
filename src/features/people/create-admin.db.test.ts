import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { freshDatabase } from '../../../test/postgres.ts'
import type { TestDatabase } from '../../../test/postgres.ts'
import { processOrigin } from '../../store/change.ts'
import { openDatabase } from '../../store/database.ts'
import type { Database } from '../../store/database.ts'
import { createSeal } from '../../store/seal.ts'
import { verifyPassword } from '../sign-in/password-hash.ts'
import { createAdmin, passwordFault } from './create-admin.ts'
import type { AdminCreated, AdminRequest, NewPerson } from './create-admin.ts'

const TODAY = '2026-11-23'
const PASSWORD = '正確的馬 電池 訂書針 四十二'
const seal = createSeal({ dataKeys: [{ version: 1, key: randomBytes(32) }], indexKey: randomBytes(32) })
const silent = { error() {}, warn() {}, info() {}, debug() {} }
const NEW: NewPerson = {
  name: '陳淑惠', birthDate: '1976-05-12', agency: 'A58000000A', unit: '', title: '專門委員', email: 'chen@ecpa.example',
}
const ID = 'A123456789'

describe('the first central administrator', () => {
  let made: TestDatabase
  let database: Database
  const create = (request: Partial<AdminRequest>, demo = false): Promise<AdminCreated> =>
    createAdmin(database, processOrigin('ecpa admin create'), { candidate: { nationalId: ID }, reason: '建置',
      ...request },
      { seal, today: TODAY, demo })
  const account = { name: 'chen.central', password: PASSWORD }
  const rows = async (query: ReturnType<typeof sql>): Promise<unknown[]> =>
    (await query.execute(database.unaudited)).rows

  before(async () => {
    made = await freshDatabase()
    database = openDatabase({ url: made.url, log: silent })
    const idle = seal.sealNationalId('B123456780').index.toString('hex')
    await sql.raw(`set role none; begin;
      insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
      insert into agency values ('A58000000A');
      insert into agency_version (agency_code, name, valid, event_id) values ('A58000000A', '人事行政總處', '[,)', 1);
      insert into person (id, national_id_sealed, national_id_index) values (901, '\\x00', '\\x${idle}');
      insert into account (person_id, state, name) values (901, 'active', 'no.post');
      commit; reset role`).execute(database.unaudited)
  })
  after(async () => {
    await database.close()
    await made.drop()
  })

  it('is refused with what is missing or wrong, and nothing is left behind', async () => {
    assert.deepEqual(await create({}), { refused: 'accountNeeded' })
    assert.deepEqual(await create({ account }), { refused: 'personNeeded' })
    assert.deepEqual(await create({ account, person: { ...NEW, agency: '0000000000' } }), { refused: 'unknownAgency' })
    assert.deepEqual(await create({ account: { ...account, name: 'Chen' }, person: NEW }),
      { refused: 'accountNameShape' })
    assert.deepEqual(await create({ account: { ...account, name: 'no.post' }, person: NEW }),
      { refused: 'accountNameTaken' })
    assert.deepEqual(await create({ candidate: { accountName: 'nobody' } }), { refused: 'unknownAccount' })
    assert.deepEqual(await create({ candidate: { accountName: 'no.post' } }), { refused: 'noCurrentPost' })
    const demoPassword = { name: 'chen.central', password: 'ecpa-demo-2026' }
    assert.deepEqual(await create({ account: demoPassword, person: NEW }), { refused: 'demoPassword' })
    assert.deepEqual(await rows(sql`select count(*)::int as n from audit_event`), [{ n: 1 }])
  })

  it('may not have a password that is too short, too long or known', () => {
    assert.equal(passwordFault('𠮷'.repeat(11), { demo: false }), 'passwordTooShort')
    assert.equal(passwordFault('𠮷'.repeat(12), { demo: false }), null)
    assert.equal(passwordFault('x'.repeat(129), { demo: false }), 'passwordTooLong')
    assert.equal(passwordFault('ｅｃｐａ-demo-2026', { demo: false }), 'demoPassword')
    assert.equal(passwordFault('ecpa-demo-2026', { demo: true }), null)
  })

  it('is entered, activated and given the role in one transaction, each with its event', async () => {
    const both = await Promise.all([create({ account, person: NEW }), create({ account, person: NEW })])
    const created = both.flatMap((one) => ('created' in one ? [one.created] : []))
    assert.equal(created.length, 1, 'two at once make one')
    assert.ok(both.some((one) => 'refused' in one && one.refused === 'administratorExists'))
    const [row] = await rows(sql`
      select a.state, a.name, a.password_hash as hash, v.name as person, p.national_id_sealed as sealed,
        p.national_id_index as index, post.agency_code as agency, r.role, lower(r.valid)::text as since, r.reason
      from account a join person p on p.id = a.person_id join person_version v on v.person_id = p.id
      join post on post.person_id = p.id join central_role r on r.person_id = p.id
      where p.id = ${created[0]!.personId}`) as Record<string, string>[]
    const { hash, sealed, index, ...plain } = row!
    assert.deepEqual(plain, { state: 'active', name: 'chen.central', person: '陳淑惠', agency: 'A58000000A',
      role: 'central', since: TODAY, reason: '建置' })
    assert.ok(await verifyPassword(hash!, PASSWORD))
    assert.equal(seal.openNationalId({ sealed: sealed as never, index: index as never }), ID)
    const events = await rows(sql`select code, detail from audit_event where id > 1 order by id`)
    assert.deepEqual(events, [
      { code: 'person.entered', detail: { title: '專門委員' } },
      { code: 'account.activated', detail: { how: 'ecpa admin create' } },
      { code: 'admin.created', detail: { role: 'central' } }])
    assert.ok(!JSON.stringify(events).includes(ID))
  })

  it('is made once', async () => {
    assert.deepEqual(await create({ candidate: { accountName: 'chen.central' } }), { refused: 'administratorExists' })
  })
})
