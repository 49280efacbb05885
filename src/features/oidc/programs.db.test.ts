// Programs that ask for themselves: client credentials (RFC 6749, 4.4), what their tokens are good for, and their end.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { askToken, basic, exchange, codeFor, tokensFor, userinfo } from '../../../test/oidc/flow.ts'
import { seal, SECRET, startWorld } from '../../../test/oidc/world.ts'
import { change, processOrigin } from '../../store/change.ts'
import { registerApiClient, removeClient } from './clients.ts'
import type { TokenAnswer } from '../../../test/oidc/flow.ts'
import type { World } from '../../../test/oidc/world.ts'
import type { Caller } from '../../web/program-route.ts'

let world: World
const CREDENTIALS = { grant_type: 'client_credentials' }
const APP = { application: 'D6', clientId: 'app', clientSecret: SECRET, scopes: ['openid', 'profile', 'authzen'] }
const callerOf = (token: string): Promise<Caller | null> => world.provider.callerOf(`Bearer ${token}`)
const ask = (fields: Record<string, string> = {}, client = 'app', secret = SECRET): Promise<TokenAnswer> =>
  askToken(world, { ...CREDENTIALS, ...fields }, basic(client, secret))
const EVENT = { code: 'catalogue.applied', detail: { source: 'test', sha256: '', added: [], changed: [] } } as const
const registerProgram = (clientId: string, scopes: string[]) => change(world.database, processOrigin('test'), async (tx) => ({
  result: await registerApiClient(tx, seal, { clientId, clientSecret: SECRET, scopes }, { demo: true }), event: EVENT,
})).finally(() => world.provider.reload())

before(async () => {
  world = await startWorld()
  await world.register(APP)
})
after(() => world.stop())

test('a client with authzen gets a token for its application, for ten minutes, and an event says so', async () => {
  const answer = await ask()
  assert.deepEqual({ ...answer, access_token: '' },
    { status: 200, access_token: '', expires_in: 600, token_type: 'Bearer', scope: 'authzen' })
  assert.equal(answer.refresh_token, undefined)
  assert.deepEqual(await callerOf(answer.access_token), { clientId: 'app', application: 'D6', scopes: ['authzen'] })
  assert.equal((await ask({ scope: 'authzen' })).scope, 'authzen')
  const [event] = await world.sql(`select actor_process, detail, address is not null as addressed from audit_event
    where code = 'oidc.program-token-issued' order by id limit 1`)
  assert.deepEqual(event, { actor_process: 'client app', detail: { client: 'app', scope: 'authzen' }, addressed: true })
})

test('a program gets nothing that it is not registered for, and a client without authzen gets no token at all', async () => {
  for (const scope of ['openid', 'authzen openid', 'scim', 'ecpa', 'nonsense']) {
    const refused = await ask({ scope })
    assert.deepEqual([refused.status, refused.error], [400, 'invalid_scope'], scope)
  }
  const without = await ask({}, 'c')
  assert.deepEqual([without.status, without.access_token], [400, undefined])
  assert.equal((await ask({}, 'app', `${SECRET}x`)).status, 401)
})

test('a program of no application is registered for what it says, and never for authzen', async () => {
  assert.deepEqual(await registerProgram('personnel-system', ['feed', 'scim']), { registered: true })
  const { access_token: token, scope } = await ask({ scope: 'feed' }, 'personnel-system')
  assert.equal(scope, 'feed')
  assert.deepEqual(await callerOf(token), { clientId: 'personnel-system', application: null, scopes: ['feed'] })
  assert.deepEqual(await registerProgram('other-system', ['authzen']), { refused: 'authzenNeedsApplication' })
  assert.deepEqual(await registerProgram('app', ['feed']), { refused: 'otherKind' })
  await assert.rejects(world.sql(`update oidc_client set scopes = '{feed,authzen}' where client_id = 'personnel-system'`),
    /oidc_client_of_none/)
  const signIn = await (await world.signIn('wu')).get('/oidc/authorize?client_id=personnel-system&response_type=code&scope=openid')
  assert.equal(signIn.status, 400)
})

test('a sign-in does not ask for authzen, and neither kind of token stands in for the other', async () => {
  const browser = await world.signIn('wu')
  const { redirect } = await codeFor(browser, { client_id: 'app', scope: 'openid authzen' })
  assert.equal(redirect.searchParams.get('error'), 'invalid_scope')
  const people = await exchange(world, await codeFor(browser, { client_id: 'app', scope: 'openid' }), basic('app', SECRET))
  assert.equal(await callerOf(people.access_token), null)
  assert.equal(await callerOf((await tokensFor(world, browser)).refresh_token), null)
  const program = await ask()
  assert.equal((await userinfo(world, program.access_token)).status, 401)
  const list = await fetch(`${world.origin}/oidc/for`, { headers: { authorization: `Bearer ${program.access_token}` } })
  assert.equal(list.status, 401)
})

test('a token ends with its time, its signature, and the header it stands in', async () => {
  const { access_token: token } = await ask()
  const later = world.provider.callerOf
  assert.notEqual(await later(`bearer  ${token}`), null)
  for (const header of [undefined, '', token, `Basic ${token}`, `Bearer ${token}x`, `Bearer ${token.slice(0, -1)}`,
    `Bearer ${token},${token}`]) assert.equal(await later(header), null, header)
})

test('what a client has lost, its tokens have lost: the scope, the secret, the registration', async () => {
  const first = (await ask()).access_token
  await world.register({ ...APP, clientSecret: null, scopes: ['openid'] })
  assert.equal(await callerOf(first), null)
  await world.register({ ...APP, clientSecret: null })
  assert.notEqual(await callerOf(first), null, 'it came back before its tokens were over')
  await world.register({ ...APP, clientSecret: `${SECRET}-another` })
  assert.equal(await callerOf(first), null)
  const second = (await ask({}, 'app', `${SECRET}-another`)).access_token
  assert.notEqual(await callerOf(second), null)
  await change(world.database, processOrigin('test'), async (tx) => ({ result: await removeClient(tx, 'app'), event: EVENT }))
  await world.provider.reload()
  assert.equal(await callerOf(second), null)
  await world.register(APP)
  assert.equal(await callerOf(second), null, 'a client of the same name is another one')
})

test('RFC 7009: a revoked token takes its program\'s others along, and nobody else can revoke it', async () => {
  const [one, other] = [(await ask()).access_token, (await ask()).access_token]
  const revoke = (client: string, secret: string) => fetch(`${world.origin}/oidc/revoke`, {
    method: 'POST', body: new URLSearchParams({ token: one }), headers: { authorization: basic(client, secret) },
  })
  assert.equal((await revoke('c', SECRET)).status, 200)
  assert.notEqual(await callerOf(one), null)
  assert.equal((await revoke('app', SECRET)).status, 200)
  assert.deepEqual([await callerOf(one), await callerOf(other)], [null, null])
  assert.notEqual(await callerOf((await ask()).access_token), null)
  assert.equal((await world.sql(`select from audit_event where code = 'oidc.program-tokens-revoked'`)).length, 1)
})

test('who asks for tokens again and again is told to use one', async () => {
  await world.register({ ...APP, clientId: 'eager' })
  const answers = await Promise.all(Array.from({ length: 61 }, () => ask({}, 'eager')))
  assert.deepEqual(Object.values(Object.groupBy(answers, ({ status }) => status)).map((some) => some?.length), [60, 1])
  assert.equal((await ask({}, 'eager')).error, 'temporarily_unavailable')
  assert.equal((await ask()).status, 200, 'others are not held up')
  assert.deepEqual(world.faults(), [])
})
