// Where the secret of a way stands: in the letter that arrived, and in no table of the database, before it was sent or after.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { doJobs, keyOf, ORIGIN, personOf, seal, startWorld } from '../../../test/world.ts'
import { tokenIn } from '../../../test/http.ts'
import { textOf } from '../../../test/searches.ts'
import { waySecret } from '../../store/way-secrets.ts'
import { mailTasks } from '../mail/send-mail.ts'
import type { World } from '../../../test/world.ts'

describe('the secret of a way', () => {
  let world: World
  let server: SMTPServer
  let sending: World
  const received: string[] = []
  before(async () => {
    world = await startWorld()
    server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('sun.') ? Object.assign(new Error('No such user'), { responseCode: 550 }) : null),
      onData(stream, _session, done) {
        void text(stream).then(simpleParser).then((mail) => { received.push(mail.text ?? ''); done() })
      },
    })
    server.listen(0, '127.0.0.1')
    await once(server.server, 'listening')
    const smtpUrl = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
    sending = { ...world, tasks: mailTasks({ smtpUrl, from: 'no-reply@ecpa.example', origin: ORIGIN, seal }) }
  })
  after(async () => {
    await new Promise<void>((resolve) => { server.close(resolve) })
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })

  /** The tables in whose rows one of these texts stands. */
  async function tablesWith(...texts: string[]): Promise<string[]> {
    const tables = await world.sql<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`)
    assert.ok(tables.length > 50)
    const found = []
    for (const { name } of tables) {
      const [{ there }] = await world.sql(`select exists (select from ${name} t where exists (
        select from unnest($1::text[]) one where t::text ilike '%' || one || '%')) as there`, [texts]) as [{ there: boolean }]
      if (there) found.push(name)
    }
    return found
  }
  const formsOf = (secret: string) => [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64').replaceAll('=', '')]
  const secretsOf = async () => (await world.sql<{ id: string }>('select id from way_in')).map(({ id }) => waySecret(seal, id))
  const forgot = async (who: 'wu.employee' | 'sun.employee') => {
    await world.visitor().submit('/forgot-password', { accountName: who, nationalId: '', birthDate: '1980-01-01' }, '/forgot-password')
    await doJobs(world, 'ways.forgotten')
  }

  test('it stands in no table while the letter waits, after it arrived, nor after it was given up; and the letter leads in', async () => {
    await forgot('wu.employee')
    await forgot('sun.employee')
    await (await world.signIn('wang.supervisor')).submit(`/manage/emails/${keyOf('wu.employee')}`, { email: 'new.wu@ecpa.example', consented: 'yes' }, '/switch')
    const slip = await (await world.signIn('wang.supervisor')).submit(`/manage/passwords/${keyOf('tsai.delegate')}/reset`, { how: 'slip' }, '/switch')
    const secrets = await secretsOf()
    assert.equal(secrets.length, 4)
    assert.ok(secrets.some((secret) => textOf(slip.body).replaceAll(/[ -]/g, '').includes(secret)))
    assert.deepEqual(await tablesWith(...secrets.flatMap(formsOf)), [])
    await doJobs(sending, 'mail.send')
    assert.deepEqual(await world.sql(`select count(*)::int as given from audit_event where code = 'mail.given-up'`), [{ given: 1 }])
    assert.deepEqual(await tablesWith(...secrets.flatMap(formsOf)), [])
    // What does stand in a table is found by the same search.
    assert.deepEqual(await tablesWith('new.wu@ecpa.example'), ['public.email_change', 'public.mail'])
    const letter = received.find((one) => one.includes(`${ORIGIN}/new-password?way=`))!
    const path = /\/new-password\?way=[0-9A-Z]{20}/.exec(letter)![0]
    assert.ok(secrets.includes(path.slice(-20)))
    const visitor = world.visitor()
    assert.equal((await visitor.ask((await visitor.ask(path)).headers.location!)).status, 200)
    assert.ok(!world.logged.join('\n').includes(path.slice(-20)))
  })

  test('no Host header has a hand in the link: neither of the letter nor of what it is exchanged for', async () => {
    received.length = 0
    await world.arrange('delete from mail; delete from way_in')
    const visitor = world.visitor()
    const csrf = tokenIn(await visitor.ask('/forgot-password'))
    const forged = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' }
    const asked = await visitor.ask('/forgot-password', {
      method: 'POST', body: new URLSearchParams({ csrf, accountName: 'wu.employee', nationalId: '', birthDate: '1980-01-01' }), headers: { ...forged, origin: ORIGIN },
    })
    assert.equal(asked.status, 200)
    assert.doesNotMatch(asked.body, /evil/)
    await doJobs(world, 'ways.forgotten')
    await doJobs(sending, 'mail.send')
    assert.equal(received.length, 1)
    assert.doesNotMatch(received[0]!, /evil/)
    const [address, path] = new RegExp(`${ORIGIN}(/new-password\\?way=[0-9A-Z]{20})`).exec(received[0]!)!
    assert.ok(address.startsWith(`${ORIGIN}/`))
    const followed = await visitor.ask(path!, { headers: forged })
    assert.deepEqual([followed.status, followed.headers.location], [303, '/new-password'])
    assert.doesNotMatch((await visitor.ask('/new-password', { headers: forged })).body, /evil/)
  })

  test('it is another for each way, and for each installation', () => {
    assert.notEqual(waySecret(seal, '00000000-0000-4000-8000-000000000001'), waySecret(seal, '00000000-0000-4000-8000-000000000002'))
    const other = { index: (purpose: string, given: string) => seal.index(`${purpose} `, given) }
    assert.notEqual(waySecret(seal, '00000000-0000-4000-8000-000000000001'), waySecret(other, '00000000-0000-4000-8000-000000000001'))
    assert.match(waySecret(seal, personOf('wu.employee')), /^[0-9A-HJKMNP-TV-Z]{20}$/)
  })
})
