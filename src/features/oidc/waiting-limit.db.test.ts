// Requests that wait for somebody to sign in are rows that nobody has to prove anything for: so many from one address.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { challengeOf, newVerifier } from '../../../test/oidc/flow.ts'
import { seal, startWorld } from '../../../test/world.ts'
import { change, processOrigin } from '../../store/change.ts'
import { registerClient } from './clients.ts'
import { registrationSchema } from './registration.ts'
import type { World } from '../../../test/world.ts'

const REDIRECT = 'https://application.example/callback'
const LIMIT = 3

describe('requests that wait', () => {
  let world: World
  before(async () => {
    world = await startWorld({ ECPA_WAITING_PER_ADDRESS: String(LIMIT), ECPA_TRUSTED_PROXIES: '127.0.0.1' })
    await change(world.database, processOrigin('test'), async (tx) => ({
      result: await registerClient(tx, seal, registrationSchema.parse({
        application: 'D6', clientId: 'c', clientSecret: 'a-secret-of-the-application-that-is-long-enough', redirectUris: [REDIRECT],
      }), { demo: true }),
      event: { code: 'catalogue.applied', detail: { source: 'test', sha256: '', added: [], changed: [] } },
    }))
    await world.oidc.reload()
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.sql('delete from oidc_interaction'))

  const path = (): string => `/oidc/authorize?${new URLSearchParams({
    client_id: 'c', response_type: 'code', redirect_uri: REDIRECT, scope: 'openid', state: 's',
    code_challenge: challengeOf(newVerifier()), code_challenge_method: 'S256',
  })}`
  const from = (address: string) => world.visitor().ask(path(), { headers: { 'x-forwarded-for': address } })
  const waiting = async (): Promise<number> => (await world.sql('select from oidc_interaction')).length

  test('from one address are bounded; the page says what to do, and the application is not sent an answer', async () => {
    for (let n = 0; n < LIMIT; n += 1) assert.equal((await from('198.51.100.1')).status, 303)
    const { status, headers, body } = await from('198.51.100.1')
    assert.equal(status, 429)
    assert.equal(headers.location, undefined)
    assert.match(body, /等候登入的要求太多[\s\S]*先在首頁登入/)
    assert.equal(await waiting(), LIMIT)
  })

  test('of one address hold up neither another, nor who has signed in, nor those after they are over', async () => {
    for (let n = 0; n < LIMIT; n += 1) await from('198.51.100.1')
    assert.equal((await from('198.51.100.2')).status, 303)
    const signedIn = await world.signIn('wu.employee')
    const answer = await signedIn.ask(path(), { headers: { 'x-forwarded-for': '198.51.100.1' } })
    assert.match(String(answer.headers.location), /^https:\/\/application\.example\/callback\?code=/)
    await world.sql(`update oidc_interaction set expires_at = now() - interval '1 second'`)
    assert.equal((await from('198.51.100.1')).status, 303)
  })

  test('an address that the client wrote itself counts for nothing', async () => {
    for (let n = 0; n < LIMIT; n += 1) await from(`203.0.113.${n}, 198.51.100.1`)
    assert.equal((await from('203.0.113.99, 198.51.100.1')).status, 429)
  })

  test('that come at the same moment exceed the limit by no more than there are connections', async () => {
    await Promise.all(Array.from({ length: 60 }, () => from('198.51.100.1')))
    assert.ok(await waiting() <= LIMIT + 6)
  })

  test('keep no address in clear', async () => {
    await from('198.51.100.77')
    assert.doesNotMatch(JSON.stringify(await world.sql('select i::text as row from oidc_interaction i')), /198\.51/)
  })
})
