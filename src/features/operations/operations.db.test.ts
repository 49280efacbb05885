import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { after, before, describe, test } from 'node:test'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { GOVERNMENT, seal } from '../../../test/oidc/government.ts'
import { log } from '../../../test/oidc/world.ts'
import { freshDatabase } from '../../../test/postgres.ts'
import { openDatabase } from '../../store/database.ts'
import { createSeal } from '../../store/seal.ts'
import { examine } from './doctor.ts'
import { startingApp } from './starting.ts'
import type { TestDatabase } from '../../../test/postgres.ts'
import type { Database } from '../../store/database.ts'
import type { Finding, Patient } from './doctor.ts'

describe('the doctor', () => {
  let made: TestDatabase
  let owner: pg.Client
  let database: Database
  before(async () => {
    made = await freshDatabase()
    owner = new pg.Client({ connectionString: made.url })
    await owner.connect()
    database = openDatabase({ url: made.url, log })
  })
  after(async () => {
    await database.close()
    await owner.end()
    await made.drop()
  })

  const found = async (check: string, patient: Partial<Patient> = {}): Promise<Finding['state'] | undefined> =>
    (await examine({ database, seal, dataDir: null, smtpUrl: null, smtpAuthorities: null, ...patient })).find((one) => one.check === check)?.state

  test('an empty installation lacks its contents, and nothing else', async () => {
    const findings = await examine({ database, seal, dataDir: '/tmp', smtpUrl: null, smtpAuthorities: null })
    assert.deepEqual(findings.filter(({ state }) => state === 'fault'), [])
    assert.equal(findings.find(({ check }) => check === 'contents')?.state, 'warning')
  })

  test('keys of another installation are a fault', async () => {
    await owner.query(GOVERNMENT)
    const { sealed, index } = seal.sealNationalId('A123456789')
    await owner.query('begin')
    await owner.query(`insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test')`)
    await owner.query('insert into person (id, national_id_sealed, national_id_index) values (99, $1, $2)', [sealed, index])
    await owner.query('commit')
    assert.equal(await found('keys'), 'ok')
    const others = createSeal({ dataKeys: [{ version: 1, key: randomBytes(32) }], indexKey: randomBytes(32) })
    assert.equal(await found('keys', { seal: others }), 'fault')
    const next = createSeal({
      dataKeys: [{ version: 1, key: Buffer.alloc(32, 1) }, { version: 2, key: randomBytes(32) }], indexKey: Buffer.alloc(32, 2),
    })
    assert.equal(await found('keys', { seal: next }), 'warning')
  })

  test('a program that could delete audit events is a fault', async () => {
    await owner.query('grant delete on audit_event to ecpa_program')
    assert.equal(await found('privileges'), 'fault')
    await owner.query('revoke delete on audit_event from ecpa_program')
    assert.equal(await found('privileges'), 'warning', 'the test logs in as the owner')
  })

  test('letters that were given up, and one that waits for hours, are for somebody to look at', async () => {
    assert.equal(await found('mail'), 'ok')
    for (const state of [`'550', null::timestamptz, now()`, `null, now() - interval '3 hours', null::timestamptz`]) {
      await owner.query(`insert into mail (recipient, subject, body_text, body_html, failure, written_at, given_up_at)
        select 'a@b.tw', 's', 't', 'h', one.failure, coalesce(one.written, now()), one.given_up from (select ${state}) as one (failure, written, given_up)`)
      assert.equal(await found('mail'), 'warning')
      await owner.query('delete from mail')
    }
  })

  test('a mail server that does not answer is a fault, and so is a database that is not there', async () => {
    assert.equal(await found('mail', { smtpUrl: 'smtp://127.0.0.1:1' }), 'fault')
    const nowhere = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', log })
    assert.equal(await found('database', { database: nowhere }), 'fault')
    await nowhere.close()
  })
})

test('while it starts, the portal is alive and not ready', async () => {
  const app = startingApp('http://localhost:3000')
  const server = createServer((incoming, outgoing) => void app.handle(incoming, outgoing))
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  const at = (path: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
  const statuses = await Promise.all(['/livez', '/readyz', '/', '/oidc/authorize'].map(async (path) => (await at(path)).status))
  assert.deepEqual(statuses, [200, 503, 503, 503])
  server.close()
  server.closeAllConnections()
})
