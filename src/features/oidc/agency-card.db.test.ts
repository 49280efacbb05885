// The card of an agency at an application (R-USE-6, 4.6): for its agency alone, in the name of whoever holds it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openCardSession } from '../sign-in/sessions.ts'
import { authorize, basic, claimsOf, codeFor, exchange, refresh, userinfo } from '../../../test/oidc/flow.ts'
import { AGENCY, Browser, SECRET, startWorld } from '../../../test/oidc/world.ts'
import type { World } from '../../../test/oidc/world.ts'

describe('the card of an agency', () => {
  let world: World
  before(async () => {
    world = await startWorld()
    // As if the catalogue had always said so: what a version says cannot be changed by anybody else than a test's owner.
    await world.sql('set session_replication_role = replica')
    await world.sql(`update application_version set open_to_agency_card = (application_code = 'A4') where upper_inf(recorded)`)
    await world.sql('set session_replication_role = origin')
  })
  after(() => world.stop())

  async function card(holder: string | null, verified = true): Promise<Browser> {
    const { id, token } = await openCardSession(world.database.unaudited, { agency: AGENCY, address: null, userAgent: 'test' }, { idleMinutes: 30, hours: 8 })
    if (holder !== null) {
      await world.sql('insert into session_holder (session_id, card_agency, person_id, verified_by, event_id) values ($1, $2, $3, $4, (select max(id) from audit_event))',
        [id, AGENCY, holder, verified ? 'password' : null])
    }
    return new Browser(world.origin, { id, token })
  }
  const hr = { client_id: 'hr' }
  const client = basic('hr', SECRET)

  test('opens what is open to it, for its agency alone, and tells who holds it', async () => {
    const browser = await card('1')
    const { code, verifier } = await codeFor(browser, hr)
    const tokens = await exchange(world, { code, verifier }, client)
    assert.equal(tokens.status, 200, JSON.stringify({ tokens, faults: world.faults() }))
    const claims = claimsOf(tokens.id_token)
    assert.equal(claims.acr, 'urn:ecpa:acr:agency-certificate')
    assert.deepEqual(claims.amr, ['hwk', 'sc', 'pin', 'pwd'], 'their own password says who holds it')
    const ecpa = claims.ecpa as { agency: string; standing: string; method: string; for: { agency: string; by: string }[] }
    assert.deepEqual([ecpa.agency, ecpa.standing, ecpa.method], [AGENCY, 'none', 'agencyCertificate'])
    assert.deepEqual(ecpa.for.map(({ agency, by }) => [agency, by]), [[AGENCY, 'agencyCard']])
    const { body } = await userinfo(world, tokens.access_token)
    assert.equal(body.preferred_username, undefined)
    assert.match((body.act as { sub: string }).sub, /^[A-Za-z0-9_-]{22}$/)
    assert.notEqual((body.act as { sub: string }).sub, body.sub)
    // Another holder, the same agency: the same subject.
    const other = await codeFor(await card('2'), hr)
    const second = await exchange(world, other, client)
    assert.equal(claimsOf(second.id_token).sub, claims.sub)
    assert.notDeepEqual((await userinfo(world, second.access_token)).body.act, body.act)
    assert.equal((await refresh(world, tokens.refresh_token, client)).status, 200)
    const [event] = (await world.sql(`select actor_person_id::text, actor_agency, actor_unverified from audit_event where code = 'oidc.token-issued' order by id limit 1`))
    assert.deepEqual(event, { actor_person_id: '1', actor_agency: AGENCY, actor_unverified: false })
    const doubtful = await exchange(world, await codeFor(await card('1', false), hr), client)
    assert.equal(doubtful.status, 200)
    assert.deepEqual(claimsOf(doubtful.id_token).amr, ['hwk', 'sc', 'pin'])
    const [marked] = (await world.sql(`select actor_unverified from audit_event where code = 'oidc.token-issued' order by id desc limit 1`))
    assert.deepEqual(marked, { actor_unverified: true })
  })

  test('opens nothing else, and nothing at all before its holder is named', async () => {
    const d6 = await authorize(await card('1'))
    assert.doesNotMatch(d6.href, /code=/)
    const unnamed = await authorize(await card(null), hr)
    assert.doesNotMatch(unnamed.href, /code=/)
  })
})
