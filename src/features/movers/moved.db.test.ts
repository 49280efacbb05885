// Somebody is moved by a feed while at work: what the portal, the applications and those who ask for them say from then on
// (R-JML-1), through HTTP, with the jobs running and an application that listens.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { SECRET, startCallers } from '../../../test/authzen/callers.ts'
import { applyFacts } from '../../../test/facts.ts'
import { ask } from '../../../test/http.ts'
import { startListener } from '../../../test/oidc/listener.ts'
import { challengeOf, claimsOf, newVerifier } from '../../../test/oidc/flow.ts'
import { AGENCIES, personOf, postOf, seal } from '../../../test/world.ts'
import { dayInTaipei } from '../../core/days.ts'
import { change, processOrigin } from '../../store/change.ts'
import { startJobs } from '../../store/jobs.ts'
import { registerClient } from '../oidc/clients.ts'
import { registrationSchema } from '../oidc/registration.ts'
import type { Callers } from '../../../test/authzen/callers.ts'
import type { Visitor } from '../../../test/http.ts'
import type { Listener } from '../../../test/oidc/listener.ts'
import type { Jobs } from '../../store/jobs.ts'

const TODAY = dayInTaipei(new Date())
const REDIRECT = 'http://localhost:9999/callback'
// Far below the minute of R-JML-1.
const SECONDS = 20
const log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

let callers: Callers
let listener: Listener
let jobs: Jobs

before(async () => {
  callers = await startCallers()
  listener = await startListener()
  const { world } = callers
  await change(world.database, processOrigin('test'), async (tx) => {
    for (const application of ['A1', 'REC']) {
      const done = await registerClient(tx, seal, registrationSchema.parse({
        application, clientId: application.toLowerCase() + '-web', clientSecret: SECRET, redirectUris: [REDIRECT],
        scopes: ['openid', 'ecpa'], backchannelLogoutUri: listener.addressOf(application),
      }), { demo: true })
      if ('refused' in done) throw new Error(done.refused)
    }
    return { result: null, event: { code: 'catalogue.applied', detail: { source: 'test', sha256: '', added: [], changed: [] } } }
  })
  await world.oidc.reload()
  // The mover's own right to REC, besides what everybody has there.
  await world.arrange(`insert into permission_grant (application_code, category_code, agency_code, person_id, post_id, valid, reason,
    event_id) values ('REC', 'write', '${AGENCIES.works}', ${personOf('wang.supervisor')}, ${postOf('wang.supervisor')}, '[2020-01-01,)',
    '支援', (select max(id) from audit_event))`)
  jobs = await startJobs({ database: world.database, tasks: world.tasks, log, pollMilliseconds: 100 })
})
after(async () => {
  await jobs?.stop()
  await listener?.stop()
  await callers?.stop()
})

const asClient = (application: string) =>
  ({ authorization: `Basic ${Buffer.from(`${application.toLowerCase()}-web:${SECRET}`).toString('base64')}` })

type Tokens = { id_token: string; refresh_token: string; access_token: string }

async function askToken(application: string, fields: Record<string, string>): Promise<{ status: number; tokens: Tokens }> {
  const answer = await ask(callers.world.address, '/oidc/token',
    { method: 'POST', body: new URLSearchParams(fields), headers: asClient(application) })
  return { status: answer.status, tokens: JSON.parse(answer.body) as Tokens }
}

async function signInTo(visitor: Visitor, application: string): Promise<Tokens> {
  const verifier = newVerifier()
  const { headers } = await visitor.ask(`/oidc/authorize?${new URLSearchParams({
    client_id: `${application.toLowerCase()}-web`, response_type: 'code', redirect_uri: REDIRECT, scope: 'openid ecpa', state: 's',
    nonce: 'n', code_challenge: challengeOf(verifier), code_challenge_method: 'S256',
  })}`)
  const code = new URL(String(headers.location), callers.world.address).searchParams.get('code') ?? ''
  const { status, tokens } = await askToken(application,
    { grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: verifier })
  assert.equal(status, 200, JSON.stringify(tokens))
  return tokens
}

const mayRefresh = async (application: string, { refresh_token: token }: Tokens): Promise<boolean> =>
  (await askToken(application, { grant_type: 'refresh_token', refresh_token: token })).status === 200

async function hears(application: string, { id_token: token }: Tokens): Promise<void> {
  const { sid } = claimsOf(token)
  const deadline = performance.now() + SECONDS * 1000
  while (!listener.heard(application).includes(sid)) {
    assert.ok(performance.now() < deadline, `${application} heard nothing within ${SECONDS} s`)
    await pause(20)
  }
}

const mayWrite = async (agency: string): Promise<unknown> => (await callers.post('evaluation', {
  subject: { type: 'person', id: 'wang.supervisor' }, action: { name: 'write' },
  resource: { type: 'application', id: 'REC', properties: { agency } },
})).body.decision

test('R-JML-1: a supervisor who is moved to a school has only what is there, at once and everywhere', async (t) => {
  const { world } = callers
  const [wang, tsai, bystander] = await Promise.all([
    world.signIn('wang.supervisor'), world.signIn('tsai.delegate'), world.signIn('kao.supervisor'),
  ])
  for (const visitor of [wang, tsai, bystander]) assert.equal((await visitor.ask('/manage/delegations')).status, 200)
  const [a1, rec, others] = [await signInTo(wang, 'A1'), await signInTo(wang, 'REC'), await signInTo(bystander, 'A1')]
  assert.equal(await mayWrite(AGENCIES.works), true)
  assert.match((await wang.ask('/applications')).body, /目前身分：高雄市政府人事處/)

  const { followed } = await applyFacts(world, [
    { who: 'wang.supervisor', valid: `[2020-01-01,${TODAY})` },
    { who: 'wang.supervisor', at: 1, agency: AGENCIES.school, unit: '人事室', title: '主任', staff_category: '08', valid: `[${TODAY},)` },
  ])
  const began = performance.now()
  assert.deepEqual([followed.grantsSuspended, followed.delegationsSuspended], [1, 1])

  // At the next request, without anything having been done about it.
  assert.match((await wang.ask('/applications')).body, /目前身分：高雄市旗津區旗津國民小學/)
  for (const visitor of [wang, tsai]) assert.equal((await visitor.ask('/manage/delegations')).status, 403)
  assert.equal(await mayWrite(AGENCIES.works), false)
  assert.equal((await wang.ask('/applications/A1/open')).headers.location, '/applications/A1/why-not')

  await hears('A1', a1)
  await hears('REC', rec)
  t.diagnostic(`the applications heard of it ${Math.round(performance.now() - began)} ms after the feed`)
  assert.equal(await mayRefresh('A1', a1), false)
  assert.equal(await mayRefresh('REC', rec), false)
  // The portal's session goes on, and signs in again with what is left.
  const { ecpa } = claimsOf((await signInTo(wang, 'REC')).id_token) as { ecpa: { for: { agency: string; categories: string[] }[] } }
  assert.deepEqual(ecpa.for.map(({ agency, categories }) => [agency, categories]), [[AGENCIES.school, ['read']]])
  assert.equal((await bystander.ask('/manage/delegations')).status, 200)
  assert.equal(await mayRefresh('A1', others), true)
})
