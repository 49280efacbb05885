// 「通行密鑰」 of 「我的專區」: added after a fresh sign-in by what an authenticator really signs, renamed, removed; nobody else's in reach.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { Authenticator } from '../../../test/authenticator.ts'
import { whileHeld } from '../../../test/holding.ts'
import { tokenIn } from '../../../test/http.ts'
import { textOf } from '../../../test/searches.ts'
import { doJobs, ORIGIN, personOf, startWorld } from '../../../test/world.ts'
import { processOrigin } from '../../store/change.ts'
import { addPasskey } from './add-passkey.ts'
import { purgeChallenges } from '../../store/challenges.ts'
import { relyingParty } from './relying-party.ts'
import type { CreationAsked, Wrong } from '../../../test/authenticator.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

const wu = personOf('wu.employee')
const NEW = '/me/passkeys/new'

describe('a person keeps passkeys', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.arrange(`delete from passkey; delete from challenge; delete from mail`))

  async function asked(visitor: Visitor): Promise<CreationAsked> {
    const answer = await visitor.submit('/me/passkeys/challenge', {}, NEW)
    assert.equal(answer.status, 200)
    return JSON.parse(answer.body) as CreationAsked
  }
  const send = (visitor: Visitor, answer: string, name = '我的手機'): Promise<Answer> => visitor.submit(NEW, { name, answer }, NEW)
  async function add(visitor: Visitor, device = new Authenticator(ORIGIN), wrong: Wrong = {}): Promise<Answer> {
    return send(visitor, device.create(await asked(visitor), wrong))
  }
  const kept = () => world.sql<{ id: string; name: string; person_id: string }>('select * from passkey where removed_at is null order by created_at')
  const refusals = async () => (await world.events('account.passkey-added')).filter(({ outcome }) => outcome === 'refused')
    .map(({ detail }) => (detail as { refusal: string }).refusal)

  test('one of each kind of key is added, told by letter, and shown', async () => {
    const visitor = await world.signIn('wu.employee')
    for (const algorithm of ['ES256', 'EdDSA', 'RS256'] as const) {
      const device = new Authenticator(ORIGIN, { synced: algorithm === 'EdDSA' })
      const answer = await send(visitor, device.create(await asked(visitor), {}, algorithm), algorithm)
      assert.deepEqual([answer.status, answer.headers.location], [303, '/me/passkeys?done=added'], algorithm)
    }
    const rows = await kept()
    assert.deepEqual(rows.map(({ name, transports, backup_eligible: synced }: Record<string, unknown>) => [name, transports, synced]),
      [['ES256', ['internal'], false], ['EdDSA', ['internal'], true], ['RS256', ['internal'], false]])
    const shown = textOf((await visitor.ask('/me/passkeys?done=added')).body)
    assert.match(shown, /已新增通行密鑰[\s\S]*EdDSA[\s\S]*可同步到您的其他裝置/)
    assert.equal((await world.sql(`select from mail where subject = '已新增通行密鑰'`)).length, 3)
    assert.match(textOf((await visitor.ask('/me')).body), /通行密鑰/)
  })

  test('what is asked names the person by nothing of ours, and leaves out what there is already', async () => {
    const visitor = await world.signIn('wu.employee')
    const device = new Authenticator(ORIGIN)
    await add(visitor, device)
    const options = await asked(visitor)
    assert.equal(Buffer.from(options.user.id, 'base64url').length, 32)
    assert.equal(options.rp.id, 'localhost')
    assert.deepEqual(options.excludeCredentials.map(({ id }) => id), [device.credentials[0]!.id.toString('base64url')])
    assert.equal((await asked(visitor)).user.id, options.user.id)
    const { authenticatorSelection } = options as unknown as { authenticatorSelection: object }
    assert.deepEqual(authenticatorSelection, { residentKey: 'required', requireResidentKey: true, userVerification: 'required' })
  })

  test('what a false site, a careless device or a replay makes is refused, with an event and nothing added', async () => {
    const visitor = await world.signIn('wu.employee')
    const earlier = (await refusals()).length
    const wrongs: Wrong[] = [
      { origin: 'https://ecpa.example.evil' }, { origin: 'http://localhost:3001' }, { rpId: 'evil.example' }, { unverified: true },
      { type: 'webauthn.get' }, { crossOrigin: true },
    ]
    for (const wrong of wrongs) {
      const answer = await add(visitor, new Authenticator(ORIGIN), wrong)
      assert.equal(answer.status, 422, JSON.stringify(wrong))
      assert.match(textOf(answer.body), /裝置的回應無法確認，通行密鑰沒有新增/, JSON.stringify(wrong))
      assert.ok(answer.body.includes('value="我的手機"'))
    }
    for (const garbage of ['', '{}', 'null', '{"id":"x"}']) assert.equal((await send(visitor, garbage)).status, 422)
    assert.deepEqual((await refusals()).slice(earlier), Array.from({ length: wrongs.length + 4 }, () => 'notProved'))
    const device = new Authenticator(ORIGIN)
    const answer = device.create(await asked(visitor))
    assert.equal((await send(visitor, answer)).status, 303)
    const again = await send(visitor, answer)
    assert.match(textOf(again.body), /等候過久，或是在另一個視窗開始的/)
    // The same key for a new question: it is there already.
    const { challenge } = await asked(visitor)
    const parts = JSON.parse(answer) as { response: { clientDataJSON: string } }
    const client = JSON.parse(Buffer.from(parts.response.clientDataJSON, 'base64url').toString()) as object
    parts.response.clientDataJSON = Buffer.from(JSON.stringify({ ...client, challenge })).toString('base64url')
    assert.match(textOf((await send(visitor, JSON.stringify(parts))).body), /已經新增過了/)
    assert.equal((await kept()).length, 1)
  })

  test('a question is one browser’s, one person’s, for one purpose, and minutes long', async () => {
    const [here, there, other] = [await world.signIn('wu.employee'), await world.signIn('wu.employee'), await world.signIn('sun.employee')]
    const late = 'update challenge set asked_at = asked_at - interval \'6 minutes\', expires_at = expires_at - interval \'6 minutes\''
    for (const [whose, arrange] of [[there, ''], [other, ''], [here, late], [here, `update challenge set purpose = 'again'`]] as const) {
      const question = await asked(here)
      if (arrange !== '') await world.sql(arrange)
      const answer = await send(whose, new Authenticator(ORIGIN).create(question))
      assert.match(textOf(answer.body), /等候過久，或是在另一個視窗開始的/)
      // Whoever answered wrong has used it up.
      assert.equal((await world.sql('select from challenge')).length, 0)
    }
    await asked(here)
    await world.sql(late)
    await asked(here)
    await purgeChallenges(world.database.unaudited)
    assert.equal((await world.sql('select from challenge')).length, 1)
    assert.ok(world.tasks.some(({ name }) => name === 'challenges.purge'))
    assert.equal(await doJobs(world, 'challenges.purge'), 0)
    assert.equal((await kept()).length, 0)
  })

  test('an address that asks without end is told to wait, and others are not', async () => {
    const visitor = await world.signIn('wu.employee')
    await asked(visitor)
    await world.sql(`insert into challenge (challenge_hash, means, purpose, browser_hash, address_hash, expires_at)
      select sha256(n::text::bytea), 'passkey', 'signIn', sha256('x'), (select address_hash from challenge limit 1), now() + interval '5 minutes'
      from generate_series(1, 5000) n`)
    const answer = await visitor.submit('/me/passkeys/challenge', {}, NEW)
    assert.deepEqual([answer.status, answer.headers['retry-after']], [429, '60'])
    await world.sql(`update challenge set address_hash = sha256('elsewhere')`)
    await asked(visitor)
  })

  test('it asks for a fresh sign-in to add and to remove, and for none to look and to rename', async () => {
    const visitor = await world.signIn('wu.employee')
    await add(visitor)
    const [{ id } = { id: '' }] = await kept()
    const question = await asked(visitor)
    const csrf = tokenIn(await visitor.ask(NEW))
    const post = (path: string, fields: Record<string, string> = {}) => visitor.ask(path, {
      method: 'POST', body: new URLSearchParams({ csrf, ...fields }), headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
    })
    await world.sql(`update session set signed_in_at = now() - interval '11 minutes' where person_id = $1`, [wu])
    for (const path of [NEW, `/me/passkeys/${id}/remove`]) {
      assert.equal((await visitor.ask(path)).headers.location, `/sign-in/again?next=${encodeURIComponent(path)}`)
      assert.equal((await post(path, { name: 'x', answer: new Authenticator(ORIGIN).create(question) })).status, 403)
    }
    assert.equal((await post('/me/passkeys/challenge')).status, 403)
    assert.equal((await visitor.ask('/me/passkeys')).status, 200)
    assert.equal((await post(`/me/passkeys/${id}/name`, { name: '公務手機' })).headers.location, '/me/passkeys?done=renamed')
    assert.deepEqual((await kept()).map(({ name }) => name), ['公務手機'])
  })

  test('there are ten at most, and a place is free again when one is removed', async () => {
    const visitor = await world.signIn('wu.employee')
    for (let n = 0; n < 9; n += 1) await add(visitor)
    const question = await asked(visitor)
    await add(visitor)
    assert.match(textOf((await visitor.ask('/me/passkeys')).body), /您已有 10 把通行密鑰/)
    assert.equal((await visitor.ask(NEW)).headers.location, '/me/passkeys')
    const csrf = tokenIn(await visitor.ask('/me/passkeys/' + (await kept())[0]!.id + '/name'))
    const eleventh = () => visitor.ask(NEW, {
      method: 'POST', body: new URLSearchParams({ csrf, name: 'x', answer: new Authenticator(ORIGIN).create(question) }),
      headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
    })
    assert.match(textOf((await eleventh()).body), /已達上限/)
    const { id } = (await kept())[3]!
    const removed = await visitor.submit(`/me/passkeys/${id}/remove`, {}, `/me/passkeys/${id}/remove`)
    assert.equal(removed.headers.location, '/me/passkeys?done=removed')
    assert.equal((await world.sql(`select from mail where subject = '已移除通行密鑰'`)).length, 1)
    assert.equal((await add(visitor)).status, 303)
    assert.equal((await kept()).length, 10)
  })

  test('an answer on its way when the session is ended (「不是我」) adds nothing', async () => {
    const visitor = await world.signIn('wu.employee')
    const answer = new Authenticator(ORIGIN).create(await asked(visitor))
    const [{ id: session } = { id: '' }] = await world.sql<{ id: string }>('select id from session order by signed_in_at desc limit 1')
    await world.sql(`update session set ended_at = now(), ended_why = 'byUser' where id = $1`, [session])
    const browser = createHash('sha256').update(`session:${visitor.cookies.get('__Host-ecpa')!}`).digest()
    const wish = { person: String(wu), session, browser, name: 'x', answer }
    assert.deepEqual(await addPasskey(world.database, processOrigin('test'), relyingParty(ORIGIN), wish), { refused: 'challenge' })
    assert.deepEqual(await kept(), [])
  })

  test('nor is one taken away by a session that was ended while it was on its way', async () => {
    const thief = await world.signIn('wu.employee')
    await add(thief)
    const [{ id } = { id: '' }] = await kept()
    const ended = { event: 'session.ended', statements: [`update session set ended_at = now(), ended_why = 'byUser' where person_id = $1`] }
    const answer = await whileHeld(world, wu, ended, () => thief.submit(`/me/passkeys/${id}/remove`, {}, `/me/passkeys/${id}/remove`))
    assert.equal(answer.status, 422)
    assert.match(textOf(answer.body), /這次登入剛才已經結束，沒有任何改變/)
    assert.deepEqual((await kept()).map((one) => one.id), [id])
  })

  test('somebody else’s is not found, and one that was removed stays so', async () => {
    const [visitor, stranger] = [await world.signIn('wu.employee'), await world.signIn('sun.employee')]
    await add(visitor)
    const [{ id } = { id: '' }] = await kept()
    for (const act of ['name', 'remove']) {
      assert.equal((await stranger.ask(`/me/passkeys/${id}/${act}`)).status, 404)
      assert.equal((await stranger.submit(`/me/passkeys/${id}/${act}`, { name: 'mine' }, NEW)).status, 404)
      assert.equal((await visitor.submit(`/me/passkeys/not-an-id/${act}`, { name: 'mine' }, NEW)).status, 404)
    }
    assert.deepEqual((await kept()).map(({ name, person_id: person }) => [name, person]), [['我的手機', String(wu)]])
    await visitor.submit(`/me/passkeys/${id}/remove`, {}, NEW)
    assert.equal((await visitor.submit(`/me/passkeys/${id}/remove`, {}, NEW)).status, 404)
    await assert.rejects(world.arrange(`update passkey set removed_at = null, removed_event_id = null`), /stays so/)
  })
})
