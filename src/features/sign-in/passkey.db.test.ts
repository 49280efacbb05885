// 「通行密鑰登入」 and proving once more by passkey: a real signature opens, and everything that is not quite one does not.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { Authenticator } from '../../../test/authenticator.ts'
import { tokenIn } from '../../../test/http.ts'
import { textOf } from '../../../test/searches.ts'
import { ORIGIN, personOf, startWorld } from '../../../test/world.ts'
import type { CreationAsked, RequestAsked, Wrong } from '../../../test/authenticator.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const wu = personOf('wu.employee')
const REFUSED = /無法以這把通行密鑰登入/

describe('signing in by passkey', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(async () => {
    await world.arrange(`delete from passkey; delete from challenge; delete from session; delete from sign_in_failure;
      update account set state = 'active' where person_id = ${wu}`)
  })

  async function asked<A>(visitor: Visitor, path: string, from: string): Promise<A> {
    const answer = await visitor.submit(path, {}, from)
    assert.equal(answer.status, 200, path)
    return JSON.parse(answer.body) as A
  }
  /** A device with a passkey of that person. */
  async function deviceOf(who: Who, device = new Authenticator(ORIGIN)): Promise<Authenticator> {
    const visitor = await world.signIn(who)
    const answer = device.create(await asked<CreationAsked>(visitor, '/me/passkeys/challenge', '/me/passkeys/new'))
    assert.equal((await visitor.submit('/me/passkeys/new', { name: who, answer }, '/me/passkeys/new')).status, 303)
    return device
  }
  const question = (visitor: Visitor) => asked<RequestAsked>(visitor, '/sign-in/passkey/challenge', '/')
  const send = (visitor: Visitor, answer: string, onward: Record<string, string> = {}): Promise<Answer> =>
    visitor.submit('/sign-in/passkey', { answer, ...onward })
  async function enter(device: Authenticator, wrong: Wrong = {}, visitor = world.visitor()): Promise<Answer> {
    return send(visitor, device.get(await question(visitor), wrong))
  }
  const why = async () => ((await world.events('session.sign-in-failed')).at(-1)?.['detail'] as { method: string; why: string } | undefined)
  async function refusedFor(answer: Answer, reason: string): Promise<void> {
    assert.equal(answer.status, 422, reason)
    assert.match(textOf(answer.body), REFUSED, reason)
    assert.equal(answer.headers['set-cookie']?.some((one) => one.startsWith('__Host-ecpa=')) ?? false, false)
    const { method, why: told } = (await why())!
    assert.deepEqual([method, told], ['passkey', reason])
  }

  test('nobody is named beforehand, and the session says by what it was proved', async () => {
    const device = await deviceOf('wu.employee')
    const visitor = world.visitor()
    const options = await question(visitor)
    assert.deepEqual(options.allowCredentials, [])
    assert.equal((options as unknown as { userVerification: string }).userVerification, 'required')
    const answer = await send(visitor, device.get(options))
    assert.deepEqual([answer.status, answer.headers.location], [303, '/applications'])
    assert.match(textOf((await visitor.ask('/me')).body), /吳/)
    const [session] = await world.sql('select method from session order by signed_in_at desc limit 1')
    assert.deepEqual(session, { method: 'passkey' })
    const event = (await world.events('session.signed-in')).at(-1)!
    assert.deepEqual([event['person_id'], (event['detail'] as { method: string }).method], [String(wu), 'passkey'])
    assert.equal((await world.sql('select from passkey where last_used_at is not null and counter = 2')).length, 1)
    assert.match(textOf((await visitor.ask('/me/sign-ins')).body), /登入成功[\s\S]*通行密鑰/)
  })

  test('each kind of device opens, again and again, whether it counts or not, and leads to what was asked for', async () => {
    for (const device of [new Authenticator(ORIGIN), new Authenticator(ORIGIN, { synced: true, counts: false })]) {
      await deviceOf('wu.employee', device)
      for (let n = 0; n < 3; n += 1) {
        const visitor = world.visitor()
        const answer = await send(visitor, device.get(await question(visitor)), { next: '/me/passkeys' })
        assert.deepEqual([answer.status, answer.headers.location], [303, '/me/passkeys'])
      }
    }
  })

  test('a false site, a careless device and a changed answer open nothing', async () => {
    const device = await deviceOf('wu.employee')
    const wrongs: [Wrong, string][] = [
      [{ origin: 'https://localhost:3000' }, 'notProved'], [{ origin: 'http://localhost:3001' }, 'notProved'], [{ rpId: 'evil.example' }, 'notProved'],
      [{ unverified: true }, 'notProved'], [{ type: 'webauthn.create' }, 'notProved'], [{ tampered: true }, 'notProved'],
      [{ crossOrigin: true }, 'malformed'], [{ challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }, 'challenge'],
      [{ userHandle: null }, 'unknown'], [{ userHandle: Buffer.alloc(32, 1).toString('base64url') }, 'unknown'],
    ]
    for (const [wrong, reason] of wrongs) await refusedFor(await enter(device, wrong), reason)
    for (const garbage of ['', 'x', '{}', '[]', '{"id":"AA","rawId":"AA","type":"public-key","response":{}}']) {
      await refusedFor(await send(world.visitor(), garbage), 'malformed')
    }
    assert.equal((await world.sql('select from session where method = \'passkey\'')).length, 0)
    assert.equal((await enter(device)).status, 303)
  })

  test('a question is answered once, by the browser that asked, for that purpose, and within minutes', async () => {
    const device = await deviceOf('wu.employee')
    const visitor = world.visitor()
    const answer = device.get(await question(visitor))
    assert.equal((await send(visitor, answer)).status, 303)
    await refusedFor(await send(visitor, answer), 'challenge')
    const [here, there] = [world.visitor(), world.visitor()]
    const theirs = device.get(await question(here))
    await refusedFor(await send(there, theirs), 'challenge')
    // Whoever took it away has used it up for the one who asked.
    await refusedFor(await send(here, theirs), 'challenge')
    for (const arrange of [
      `update challenge set asked_at = asked_at - interval '6 minutes', expires_at = expires_at - interval '6 minutes'`,
      `update challenge set purpose = 'again', person_id = ${wu}`,
    ]) {
      const late = device.get(await question(here))
      await world.sql(arrange)
      await refusedFor(await send(here, late), 'challenge')
    }
  })

  test('two that bring one answer at the same moment: one of them is let in', async () => {
    const device = await deviceOf('wu.employee')
    const visitor = world.visitor()
    const answer = device.get(await question(visitor))
    const csrf = tokenIn(await visitor.ask('/'))
    const both = await Promise.all([0, 1].map(() => visitor.ask('/sign-in/passkey', {
      method: 'POST', body: new URLSearchParams({ csrf, answer }), headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
    })))
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [303, 422])
  })

  test('a key of nobody, a removed one, and one whose counter went back open nothing', async () => {
    const device = await deviceOf('wu.employee')
    const unknown = new Authenticator(ORIGIN)
    unknown.create({ rp: { id: 'localhost' }, user: { id: device.credentials[0]!.userHandle, name: '' }, challenge: 'AA', excludeCredentials: [] })
    await refusedFor(await enter(unknown), 'unknown')
    assert.equal((await enter(device)).status, 303)
    await refusedFor(await enter(device, { counter: 2 }), 'counter')
    await refusedFor(await enter(device, { counter: 0 }), 'counter')
    assert.equal((await enter(device)).status, 303)
    await assert.rejects(world.arrange('update passkey set counter = 1'), /only goes on/)
    // A copy in a device that says otherwise of itself.
    const copy = new Authenticator(ORIGIN, { synced: true })
    copy.credentials.push({ ...device.credentials[0]!, counter: 90 })
    await refusedFor(await enter(copy), 'notProved')
    const owner = await world.signIn('wu.employee')
    const [{ id } = { id: '' }] = await world.sql<{ id: string }>('select id from passkey')
    await owner.submit(`/me/passkeys/${id}/remove`, {}, `/me/passkeys/${id}/remove`)
    await refusedFor(await enter(device), 'removed')
  })

  test('an account that is disabled, or whose person has long left, is refused in the same words', async () => {
    const device = await deviceOf('wu.employee')
    await world.arrange(`update account set state = 'disabled' where person_id = ${wu}`)
    await refusedFor(await enter(device), 'disabled')
    await world.arrange(`update account set state = 'active' where person_id = ${wu}`)
    assert.equal((await enter(device)).status, 303)
    const posts = (period: string) => world.arrange(`alter table post_version disable trigger only_close_recorded;
      update post_version set valid = ${period}, recorded = tstzrange('2020-06-02', null) where person_id = ${wu}; alter table post_version enable trigger only_close_recorded`)
    await posts(`daterange('2020-01-01', '2020-06-01')`)
    await refusedFor(await enter(device), 'disabled')
    await posts(`daterange('2020-01-01', null)`)
    assert.equal((await enter(device)).status, 303)
  })

  test('an address that fails without end is counted with those of passwords', async () => {
    const device = await deviceOf('wu.employee')
    for (let n = 0; n < 3; n += 1) await enter(device, { origin: 'https://evil.example' })
    assert.deepEqual(await world.sql(`select failures from sign_in_failure where kind = 'address'`), [{ failures: 3 }])
  })

  test('proving once more: by one’s own passkey, in this session, and not by a question of signing in', async () => {
    const [device, suns] = [await deviceOf('wu.employee'), await deviceOf('sun.employee')]
    const visitor = await world.signIn('wu.employee')
    await world.sql(`update session set signed_in_at = now() - interval '1 hour' where person_id = $1`, [wu])
    const path = '/sign-in/again/passkey'
    assert.match(textOf((await visitor.ask('/sign-in/again?next=/me/passkeys/new')).body), /以通行密鑰驗證/)
    const ask = () => asked<RequestAsked>(visitor, `${path}/challenge`, '/sign-in/again')
    const prove = (answer: string) => visitor.submit(path, { answer, next: '/me/passkeys/new' }, '/sign-in/again')
    const options = await ask()
    assert.deepEqual(options.allowCredentials.map(({ id }) => id), [device.credentials[0]!.id.toString('base64url')])
    for (const [answer, reason] of [
      [suns.get({ ...options, allowCredentials: [] }), 'another'], [device.get(options), 'challenge'],
      [device.get(await asked<RequestAsked>(visitor, '/sign-in/passkey/challenge', '/sign-in/again')), 'challenge'],
      [device.get(await ask(), { tampered: true }), 'notProved'],
    ] as const) {
      const refused = await prove(answer)
      assert.equal(refused.status, 422)
      assert.match(textOf(refused.body), /這把通行密鑰無法驗證您的身分/)
      assert.equal((await why())!.why, reason)
    }
    // Some authenticators name nobody when they are told which keys may answer.
    const token = visitor.cookies.get('__Host-ecpa')
    const good = await prove(device.get(await ask(), { userHandle: null }))
    assert.deepEqual([good.status, good.headers.location], [303, '/me/passkeys/new'])
    assert.notEqual(visitor.cookies.get('__Host-ecpa'), token)
    assert.equal((await visitor.ask('/me/passkeys/new')).status, 200)
    assert.deepEqual(await world.sql(`select method from session where person_id = $1 and ended_at is null and method = 'passkey'`, [wu]), [{ method: 'passkey' }])
    assert.doesNotMatch(textOf((await (await world.signIn('chang.unit')).ask('/sign-in/again')).body), /以通行密鑰驗證/)
  })

  test('an application that takes a passkey for a certificate: who came by password is asked for it, and goes on', async () => {
    const device = await deviceOf('wu.employee')
    const visitor = await world.signIn('wu.employee')
    assert.equal((await visitor.ask('/applications/B5/open')).headers.location, '/applications/B5/why-not')
    assert.doesNotMatch((await visitor.ask('/applications/B5/why-not')).body, /by=passkey/)
    await world.arrange(`alter table application_version disable trigger only_close_recorded;
      update application_version set passkey_allowed = true where application_code = 'B5';
      alter table application_version enable trigger only_close_recorded`)
    const link = /href="(\/sign-in\/again\?by=passkey[^"]*)"/.exec((await visitor.ask('/applications/B5/why-not')).body)![1]!.replaceAll('&amp;', '&')
    const page = await visitor.ask(link)
    assert.doesNotMatch(textOf(page.body), /以密碼驗證/)
    const next = new URLSearchParams(link.split('?')[1]).get('next')!
    const answer = device.get(await asked<RequestAsked>(visitor, '/sign-in/again/passkey/challenge', link))
    const refused = await visitor.submit('/sign-in/again/passkey', { answer: '', next, by: 'passkey' }, link)
    assert.doesNotMatch(textOf(refused.body), /以密碼驗證/)
    assert.equal((await visitor.submit('/sign-in/again/passkey', { answer, next, by: 'passkey' }, link)).headers.location, '/applications/B5/open')
    assert.match((await visitor.ask(next)).headers.location ?? '', /^http:\/\/localhost:3001\/B5/)
    assert.match(textOf((await (await world.signIn('sun.employee')).ask('/sign-in/again?by=passkey')).body), /您還沒有通行密鑰/)
  })

  test('a question is asked by a page of ours alone', async () => {
    const visitor = world.visitor()
    assert.equal((await visitor.ask('/sign-in/passkey/challenge', { method: 'POST', body: new URLSearchParams(), headers: { origin: ORIGIN } })).status, 403)
    assert.equal((await world.sql('select from challenge')).length, 0)
  })
})
