// What somebody tries who has an account of their own and wants more than is theirs, over HTTP against the whole portal. Each
// slice tries its own pages; here is what concerns many of them.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { tokenIn } from './http.ts'
import { AGENCIES, keyOf, nationalIdOf, ORIGIN, personOf, postOf, startWorld } from './world.ts'
import { maskNationalId } from '../src/core/national-id.ts'
import { addDays, dayInTaipei } from '../src/core/days.ts'
import type { Answer, Visitor } from './http.ts'
import type { World } from './world.ts'

const { personnelOffice, secretariat, taipeiSecretariat } = AGENCIES
const NOBODY = '00000000-0000-4000-8000-00000000ffff'
const today = dayInTaipei(new Date())
const nextYear = addDays(today, 365)

describe('somebody who wants more than is theirs', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(() => world.stop())

  type Fields = Record<string, string | string[]>

  async function bodyOf(visitor: Visitor, fields: Fields): Promise<string> {
    const body = new URLSearchParams({ csrf: tokenIn(await visitor.ask('/applications')) })
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
    return body.toString()
  }

  async function send(visitor: Visitor, path: string, fields: Fields): Promise<Answer> {
    const headers = { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }
    return visitor.ask(path, { method: 'POST', body: await bodyOf(visitor, fields), headers })
  }

  const grant = (fields: Fields = {}): Fields => ({
    agency: secretariat, application: 'A5', person: keyOf('wu.employee'), category: 'use', to: nextYear, reason: '', ...fields,
  })

  /** Opens a change, and sends what it says only after `meanwhile`. */
  async function slowly(visitor: Visitor, path: string, fields: Fields, meanwhile: () => Promise<void>): Promise<number> {
    const body = await bodyOf(visitor, fields)
    const { hostname, port } = new URL(world.address)
    const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ')
    const sent = request({
      hostname, port, path, method: 'POST', agent: false, headers: {
        cookie, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length,
        expect: '100-continue',
      },
    })
    const answered = once(sent, 'response')
    sent.flushHeaders()
    // By then the head has been read, and the program waits for the rest.
    await once(sent, 'continue')
    sent.write(body.slice(0, 10))
    await visitor.ask('/livez')
    await meanwhile()
    sent.end(body.slice(10))
    const [answer] = await answered
    answer.resume()
    return answer.statusCode
  }

  const grantsOf = (who: Parameters<typeof personOf>[0], application: string) => world.sql(
    'select id, reason from permission_grant where person_id = $1 and application_code = $2', [personOf(who), application])

  test('who holds back what a form says until the right is gone does nothing by that right', async () => {
    const visitor = await world.signIn('tsai.delegate')
    const status = await slowly(visitor, '/manage/grants/new', grant({ application: 'A6' }), () => world.arrange(`
      update delegation set recorded = closed(recorded) where person_id = ${personOf('tsai.delegate')};
      insert into delegation (id, version, agency_code, person_id, post_id, valid, state, reason, given_by, giver_post, event_id)
      select id, version + 1, agency_code, person_id, post_id, valid, 'ended', reason, given_by, giver_post,
        (select max(id) from audit_event) from delegation where person_id = ${personOf('tsai.delegate')}`))
    assert.equal(status, 403)
    assert.deepEqual(await grantsOf('wu.employee', 'A6'), [])
  })

  test('who holds back what a form says until the session is over is signed out', async () => {
    const visitor = await world.signIn('wang.supervisor')
    const status = await slowly(visitor, '/manage/grants/new', grant({ application: 'A6' }), async () => void await world.sql(
      `update session set ended_at = now(), ended_why = 'signedOut' where person_id = $1`, [personOf('wang.supervisor')]))
    assert.equal(status, 401)
    assert.deepEqual(await grantsOf('wu.employee', 'A6'), [])
  })

  test('what cannot be an agency, a version or a number is nobody\'s, and no fault', async () => {
    const [manager, central] = [await world.signIn('wang.supervisor'), await world.signIn('chen.central')]
    world.faults()
    for (const typed of ["'", '高雄', '0', '9'.repeat(30), '397210000a ', 'x'.repeat(100)]) {
      const agency = encodeURIComponent(typed)
      for (const path of [
        `/search/permissions?application=A4&agency=${agency}`, `/search/permissions.csv?application=A4&agency=${agency}`,
        `/search/duty-permissions?application=A4&agency=${agency}`, `/search/categories?category=A4:use&agency=${agency}`,
        `/search/groups?group=hr&agency=${agency}`, `/manage/duties?acting=${agency}`, `/pick/agency?to=/manage&q=x&after=${agency}`,
        `/agencies/${agency}`, `/people/${keyOf('lee.officer')}/posts/${agency}`, `/me?before=${agency}`,
      ]) assert.ok((await manager.ask(path)).status < 500, path)
      assert.ok((await send(manager, '/search/accounts', { agency: typed })).status < 500, `accounts ${typed}`)
    }
    for (const number of ['99999', '2147483648', '9'.repeat(18), '1e3', '1e300', '-1']) {
      const id = '00000000-0000-4000-9000-000000000001'
      for (const [path, fields] of Object.entries<Fields>({
        [`/manage/grants/${id}/end`]: { why: '' }, [`/manage/grants/${id}/confirm`]: { post: number },
        [`/manage/delegations/${id}/edit`]: { to: nextYear }, [`/manage/delegations/${id}/end`]: { person: keyOf('lee.officer'), post: number },
        '/manage/grants/new': grant({ post: number, application: 'A8' }), '/me/notices/read': { until: number },
        '/manage/delegations/new': { agency: personnelOffice, person: keyOf('lee.officer'), post: number, to: nextYear },
        [`/manage/duties/requests/${id}`]: { step: 'send', seen: number, content: number },
        '/manage/applications/A4/edit': { name: 'x', category: 'x', position: number }, '/manage/applications/A4/service': { inService: 'no' },
        '/manage/applications/A4/categories/use': { name: 'x', nameEn: 'x', audience: 'hr', handOut: 'manager' },
        [`/manage/applications/A4/outages/${id}/withdraw`]: {},
      })) {
        const answer = await send(path.startsWith('/manage/applications') ? central : manager, path, { version: number, ...fields })
        assert.ok(answer.status < 500, `${path} ${number}: ${answer.status}`)
      }
    }
    assert.deepEqual(world.faults(), [])
  })

  test('a national ID that somebody writes into a reason or a note is kept in no table', async () => {
    const visitor = await world.signIn('wang.supervisor')
    const [id, reason] = [nationalIdOf('lee.officer'), `代理 ${nationalIdOf('lee.officer')} 之業務`]
    const given = await send(visitor, '/manage/grants/new', grant({ application: 'A5', reason }))
    assert.equal(given.status, 303, given.body)
    const [{ id: made } = { id: '' }] = await grantsOf('wu.employee', 'A5')
    assert.equal((await send(visitor, `/manage/grants/${String(made)}/end`, { version: '1', why: reason })).status, 303)
    assert.equal((await send(visitor, '/manage/delegations/new', {
      agency: personnelOffice, person: keyOf('lee.officer'), post: postOf('lee.officer'), to: nextYear, reason,
    })).status, 303)
    const kept = await world.sql(`select reason from permission_grant union all select reason from delegation
      union all select detail::text from audit_event union all select content::text from telling`)
    assert.equal(kept.some((row) => String(row['reason']).includes(id)), false)
    assert.equal(kept.filter((row) => String(row['reason']).includes(maskNationalId(id))).length > 3, true)
  })

  test('a national ID that somebody searches for is kept nowhere, wherever it is typed', async () => {
    const visitor = await world.signIn('wang.supervisor')
    const id = nationalIdOf('lee.officer')
    for (const [path, fields] of [
      ['/pick/person', { to: '/manage', agency: '', nationalId: id, name: '' }], ['/pick/person', { to: '/manage', agency: '', nationalId: '', name: id }],
      ['/search/accounts', { nationalId: id, name: '', agency: '' }], ['/search/accounts', { nationalId: '', name: id, agency: '' }],
      ['/manage/grants', { agency: secretariat, application: 'A5', text: id.toLowerCase() }],
    ] satisfies [string, Fields][]) {
      const { status, headers } = await send(visitor, path, fields)
      assert.equal(status, 303, path)
      assert.equal((await visitor.ask(String(headers.location))).status, 200, path)
      assert.doesNotMatch(String(headers.location), new RegExp(id, 'i'))
    }
    const kept = JSON.stringify(await world.sql('select criteria from session_query union all select detail from audit_event'))
    assert.doesNotMatch(kept + world.logged.join(), new RegExp(id, 'i'))
  })

  test('whoever is shown people of others, page by page, is known by it', async () => {
    const visitor = await world.signIn('kao.supervisor')
    const seen = async (path: string): Promise<unknown[]> => {
      const known = (await world.events('search.list-seen')).length
      assert.equal((await visitor.ask(path)).status, 200, path)
      return (await world.events('search.list-seen')).slice(known)
        .map(({ actor_person_id: who, agency, detail }) => [who, agency, (detail as { search: string }).search, (detail as { rows: number }).rows])
    }
    const at = `agency=${secretariat}&application=A5`
    assert.equal((await send(visitor, '/manage/grants/new', grant({ application: 'A5' }))).status, 303)
    assert.deepEqual(await seen(`/manage/grants?${at}`), [[personOf('kao.supervisor'), secretariat, 'grants', 1]])
    assert.deepEqual(await seen(`/manage/grants/members?${at}&standing=employee`), [[personOf('kao.supervisor'), secretariat, 'grant-members', 2]])
    assert.deepEqual(await seen(`/manage/grants/members?${at}&standing=hr`), [], 'nobody was shown')
    const [[, , list, rows] = []] = await seen(`/manage/delegations?agency=${personnelOffice}`) as unknown[][]
    assert.deepEqual([list, Number(rows) > 0], ['delegations', true])
  })

  test('who aims at somebody beyond their scope is known by it, and told the same as of nobody', async () => {
    const visitor = await world.signIn('wang.supervisor')
    const delegation = { agency: personnelOffice, to: nextYear }
    const aimed: [path: string, fields: Fields, code: string, person: string | null][] = [
      ['/manage/grants/new', grant({ person: keyOf('lo.taipei') }), 'grant.given', personOf('lo.taipei')],
      ['/manage/grants/new', grant({ person: NOBODY }), 'grant.given', null],
      ['/manage/grants/new', grant({ person: '', group: 'no-group' }), 'grant.given', null],
      ['/manage/delegations/new', { ...delegation, person: keyOf('lo.taipei') }, 'delegation.receiver-refused', personOf('lo.taipei')],
      ['/manage/delegations/new', { ...delegation, nationalId: nationalIdOf('lo.taipei') }, 'delegation.receiver-refused', personOf('lo.taipei')],
      ['/manage/delegations/new', { ...delegation, nationalId: 'A123456789' }, 'delegation.receiver-refused', null],
    ]
    const said: string[] = []
    for (const [path, fields, code, person] of aimed) {
      const [{ last } = { last: '0' }] = await world.sql<{ last: string }>('select max(id)::text as last from audit_event')
      const answer = await send(visitor, path, fields)
      assert.equal(answer.status, 422, path)
      said.push(/role="alert"[\s\S]*?<\/ul>/.exec(answer.body)![0])
      const events = await world.sql('select code, outcome, person_id, actor_person_id as actor from audit_event where id > $1', [last])
      assert.deepEqual(events, [{ code, outcome: 'refused', person_id: person, actor: personOf('wang.supervisor') }], path)
    }
    assert.equal(said[0], said[1])
    assert.equal(new Set(said.slice(3)).size, 1)
    assert.equal(JSON.stringify(await world.sql('select detail from audit_event')).includes(nationalIdOf('lo.taipei')), false)
  })

  test('a draft of F000199 that is withdrawn unsent is told to nobody of the other side', async () => {
    const visitor = await world.signIn('wang.supervisor')
    const drafted = await send(visitor, '/manage/duties/new', {
      acting: personnelOffice, served: taipeiSecretariat, application: ['A4'], from: '', to: nextYear, reason: '機密', press: 'save',
    })
    const path = String(drafted.headers.location).split('?')[0]!
    assert.equal((await send(visitor, path, { step: 'withdraw', note: '', seen: '0', content: '1' })).status, 303)
    assert.deepEqual(await world.sql(`select * from telling where kind like 'duty-request.%'`), [])
  })
})
