import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { claimsOf, refresh, tokensFor, userinfo } from '../../../test/oidc/flow.ts'
import { AGENCY, startWorld } from '../../../test/oidc/world.ts'
import type { World } from '../../../test/oidc/world.ts'

type Page = { application: string; for: { agency: string; by: string }[]; next: string | null }

describe('the list of agencies that is too long for a token', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(() => world.stop())

  /** Grants wu the application at that many more agencies. */
  const grantAt = (from: number, to: number) => world.sql(`
    with e as (insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test') returning id),
      a as (insert into agency select 'X' || lpad(n::text, 9, '0') from generate_series(${from}, ${to}) n returning code),
      v as (insert into agency_version (agency_code, name, valid, event_id)
        select code, code, '[2020-01-01,)', (select id from e) from a returning agency_code)
    insert into permission_grant (application_code, category_code, agency_code, person_id, post_id, valid, reason, event_id)
      select 'D6', 'use', agency_code, 1, 1, '[2020-01-01,)', 'test', (select id from e) from v`)
  const fetchList = async (address: string, token: string) => {
    const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } })
    return { status: response.status, body: await response.json() as Page, headers: response.headers }
  }
  const forUrl = () => `${world.origin}/oidc/for`

  test('199 entries stand in the token, 200 are fetched, in pages, each asked of the law anew', async () => {
    const browser = await world.signIn('wu')
    await grantAt(1, 198)
    const few = await tokensFor(world, browser)
    const told = claimsOf(few.id_token).ecpa as { for?: unknown[]; forUrl?: string }
    assert.equal(told.for?.length, 199)
    assert.equal(told.forUrl, undefined)
    await grantAt(199, 1199)
    const many = await refresh(world, few.refresh_token)
    const ecpa = claimsOf(many.id_token).ecpa as { for?: unknown[]; forUrl: string }
    assert.equal(ecpa.for, undefined)
    assert.equal(ecpa.forUrl, forUrl())
    assert.deepEqual((await userinfo(world, many.access_token)).body.ecpa, ecpa)
    const first = await fetchList(ecpa.forUrl, many.access_token)
    assert.equal(first.status, 200)
    assert.equal(first.headers.get('cache-control'), 'no-store')
    assert.equal(first.body.for.length, 1000)
    const second = await fetchList(first.body.next!, many.access_token)
    assert.equal(second.body.next, null)
    const agencies = [...first.body.for, ...second.body.for].map(({ agency }) => agency)
    assert.equal(agencies.length, 1200)
    assert.equal(new Set(agencies).size, 1200)
    assert.ok(agencies.includes(AGENCY))
    await world.sql(`update session set ended_at = now(), ended_why = 'byUser' where id = $1`, [browser.sessionId])
    assert.equal((await fetchList(first.body.next!, many.access_token)).status, 401)
  })

  test('only by a living access token with the scope', async () => {
    const browser = await world.signIn('wu')
    const tokens = await tokensFor(world, browser, { scope: 'openid profile' })
    assert.equal((await fetchList(forUrl(), tokens.access_token)).status, 403)
    for (const token of [tokens.refresh_token, 'x', '']) assert.equal((await fetchList(forUrl(), token)).status, 401)
    assert.equal((await fetch(forUrl(), { method: 'POST' })).status, 405)
  })
})
