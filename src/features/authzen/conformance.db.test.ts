// The certification scenario of the Authorization API 1.0 at all its levels, section by section (openid/authzen,
// certification/authorization-api-1_0-scenario.md). Its fixture becomes ours: `user` is `person`, `record` is `application`,
// the actions are categories, and what its `status` decides the property `agency` does. Properties of subjects and actions
// are the asking program's own word, and decide nothing here: rules 6 to 8 are restated so.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startCallers } from '../../../test/authzen/callers.ts'
import { ask } from '../../../test/http.ts'
import { AGENCIES, ORIGIN } from '../../../test/world.ts'
import type { Callers, Json, Reply } from '../../../test/authzen/callers.ts'

let callers: Callers
let post: Callers['post']
let [alice, bob, carol]: Json[] = []
const record = { type: 'application', id: 'REC' }
const at = (agency: string) => ({ ...record, properties: { agency } })
const [active, archived] = [at(AGENCIES.secretariat), at(AGENCIES.works)]
const [read, write] = [{ name: 'read' }, { name: 'write' }]
const CONTEXT = { time: '2025-06-27T18:03-07:00', ip: '192.168.1.1' }
const without = (whole: Json, name: string): Json => Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name))

before(async () => {
  callers = await startCallers()
  post = callers.post
  const person = async (who: Parameters<Callers['sub']>[0]) => ({ type: 'person', id: await callers.sub(who) })
  alice = await person('wu.employee')
  bob = await person('lo.taipei')
  carol = await person('sun.employee')
})
after(() => callers.stop())

async function decides(path: string, body: Json, decision: boolean): Promise<Reply> {
  const reply = await post(path, body)
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  assert.match(String(reply.headers['content-type']), /^application\/json\b/)
  assert.equal(reply.body.decision, decision)
  assert.equal(typeof reply.body.context, 'object')
  return reply
}
async function refused(path: string, body: unknown, more: Parameters<Callers['post']>[2] = {}): Promise<void> {
  const reply = await post(path, body, more)
  assert.equal(reply.status, 400, JSON.stringify(body))
  assert.equal(reply.headers['content-type'], 'application/problem+json')
  assert.ok(typeof reply.body.detail === 'string' && reply.body.detail.length > 10)
}

describe('Basic', () => {
  const evaluate = (body: Json, decision: boolean) => decides('evaluation', body, decision)

  test('c-2-2-1, c-2-2-2 rules 1 to 4, by identifiers only', async () => {
    await evaluate({ subject: alice, action: read, resource: record }, true)
    await evaluate({ subject: alice, action: write, resource: record }, true)
    await evaluate({ subject: bob, action: read, resource: record }, true)
    await evaluate({ subject: bob, action: write, resource: record }, false)
  })
  test('c-2-2-3 a context changes nothing', async () => {
    await evaluate({ subject: alice, action: read, resource: record, context: CONTEXT }, true)
  })
  test('c-2-2-4 rule 5: a property of the resource decides', async () => {
    await evaluate({ subject: alice, action: write, resource: archived }, false)
    await evaluate({ subject: alice, action: write, resource: active }, true)
  })
  test('c-2-2-5 rule 6: somebody else may for that property, and the claim of a role adds nothing', async () => {
    await evaluate({ subject: carol, action: write, resource: archived }, true)
    await evaluate({ subject: { ...bob, properties: { role: 'admin' } }, action: write, resource: archived }, false)
  })
  test('c-2-2-6, c-2-2-7 rules 7 and 8: properties of the action add nothing', async () => {
    for (const soft of [true, false]) {
      await evaluate({ subject: alice, action: { name: 'delete', properties: { soft } }, resource: record }, false)
    }
  })
  test('c-2-2-8 additional properties', async () => {
    await evaluate({
      subject: { ...alice, properties: { department: 'Sales', role: 'manager' } },
      action: { ...read, properties: { method: 'GET' } }, resource: { ...record, properties: { status: 'active', owner: 'bob' } },
    }, true)
  })
  test('c-2-2-9, c-5-5 unknown fields', async () => {
    await evaluate({ subject: alice, action: read, resource: record, foo: 'bar', futureField: { nested: true } }, true)
  })

  const whole = (): Json => ({ subject: alice, action: read, resource: record })
  test('c-2-4-1 a missing field', async () => {
    for (const name of ['subject', 'action', 'resource']) await refused('evaluation', without(whole(), name))
  })
  test('c-2-4-2 a missing field of a field', async () => {
    for (const name of ['subject', 'resource']) {
      for (const part of ['type', 'id']) await refused('evaluation', { ...whole(), [name]: without(whole()[name] as Json, part) })
    }
    await refused('evaluation', { ...whole(), action: {} })
  })
  test('c-2-4-3 another content type', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', '']) {
      await refused('evaluation', whole(), { headers: { 'content-type': type } })
    }
    const reply = await post('evaluation', whole(), { headers: { 'content-type': 'Application/JSON; charset=utf-8' } })
    assert.equal(reply.status, 200)
  })
  test('c-2-4-4, c-2-4-5 malformed and empty bodies', async () => {
    for (const body of ['{"subject":', '', '[]', 'null', '"text"', '{}{}']) await refused('evaluation', body)
  })
  test('c-2-4-6 fields of another type', async () => {
    const others: Json[] = [{ subject: 'alice' }, { subject: ['alice'] }, { action: { name: 123 } }, { action: 'read' },
      { resource: { ...record, type: 1 } }, { subject: { ...alice, id: { of: 1 } } }, { context: 'now' }, { context: [] },
      { subject: { ...alice, properties: 'x' } }, { action: { ...read, properties: 1 } },
      { resource: { ...record, properties: { agency: 397 } } }, { context: { asOf: 'yesterday' } }, { context: { asOf: 1 } }]
    for (const other of others) await refused('evaluation', { ...whole(), ...other })
  })
  test('c-2-5 X-Request-ID comes back as it came, on every answer, and is made where there was none', async () => {
    for (const id of ['bfe9eb29-ab87-4ca3-be83-a1d5d8305716', 'any text; even="this"', '9'.repeat(500)]) {
      const headers = { 'x-request-id': id }
      const answers = [await post('evaluation', whole(), { headers }), await post('evaluation', '{', { headers }),
        await post('evaluation', whole(), { headers, token: null }), await post('nowhere', {}, { headers })]
      assert.deepEqual(answers.map((one) => one.status), [200, 400, 401, 404])
      for (const one of answers) assert.equal(one.headers['x-request-id'], id)
    }
    assert.match(String((await post('evaluation', whole())).headers['x-request-id']), /^[\w-]{8,}$/)
  })
  test('c-2-6 the same question has the same answer', async () => {
    for (let n = 0; n < 5; n += 1) await evaluate(whole(), true)
  })
})

describe('Batch', () => {
  const decisions = async (body: Json): Promise<unknown[]> => {
    const reply = await post('evaluations', body)
    assert.equal(reply.status, 200, JSON.stringify(reply.body))
    assert.equal(reply.body.decision, undefined)
    const answers = reply.body.evaluations as Json[]
    for (const one of answers) assert.equal(typeof one.context, 'object')
    return answers.map(({ decision }) => decision)
  }
  test('c-3-2-1, c-3-2-2 one subject, several questions, answered in their order', async () => {
    const evaluations = [{ action: read }, { action: write }, { action: read }]
    assert.deepEqual(await decisions({ subject: bob, resource: record, evaluations }), [true, false, true])
  })
  test('c-3-2-3, c-3-2-4 properties of each', async () => {
    assert.deepEqual(await decisions({ subject: alice, action: write, evaluations: [{ resource: active }, { resource: archived }] }),
      [true, false])
    assert.deepEqual(await decisions({ action: write, resource: archived, evaluations: [{ subject: alice }, { subject: carol }] }),
      [false, true])
  })
  test('c-3-2-5 without defaults', async () => assert.deepEqual(await decisions({ evaluations: [
    { subject: alice, action: read, resource: record }, { subject: bob, action: write, resource: record }] }), [true, false]))
  test('c-3-2-6 a context is inherited, and replaced', async () => {
    const context = { asOf: '2019-12-31' }
    const body = { subject: alice, action: read, context, evaluations: [
      { resource: record }, { resource: record, context: CONTEXT }] }
    assert.deepEqual(await decisions(body), [false, true])
  })
  test('c-3-2-7 an entity is inherited whole or replaced whole', async () => {
    assert.deepEqual(await decisions({ subject: alice, action: write, resource: active, evaluations: [{}, { resource: archived }] }),
      [true, false])
    const half = { subject: alice, action: write, resource: active, evaluations: [{ resource: { properties: { agency: 'x' } } }] }
    assert.deepEqual(await decisions(half), [false])
  })
  test('c-3-4-1 an evaluation at fault is a denial among the others, and says why', async () => {
    const body = { subject: alice, action: read, options: { evaluations_semantic: 'execute_all' },
      evaluations: [{ resource: record }, {}, 'nonsense', { resource: record, action: { name: 1 } }, { resource: record }] }
    assert.deepEqual(await decisions(body), [true, false, false, false, true])
    const [, second] = (await post('evaluations', body)).body.evaluations as { context: { error: Json } }[]
    assert.deepEqual([second!.context.error.status, second!.context.error.pointer], [400, '/evaluations/1/resource'])
  })
  test('c-3-4-2, c-3-4-3 without evaluations it is the Access Evaluation API', async () => {
    await decides('evaluations', { subject: alice, action: read, resource: record }, true)
    await decides('evaluations', { subject: bob, action: write, resource: record, evaluations: [] }, false)
    await refused('evaluations', { subject: alice, action: read, evaluations: [] })
  })
  test('what is at fault for all is a Bad Request', async () => {
    const evaluations = [{ subject: alice, action: read, resource: record }]
    for (const other of [{ subject: 'alice' }, { action: {} }, { resource: { type: 'application' } }, { context: 1 },
      { options: 'x' }, { options: { evaluations_semantic: 'execute_some' } }, { options: { evaluations_semantic: 1 } }]) {
      await refused('evaluations', { evaluations, ...other })
    }
    await refused('evaluations', { subject: alice, action: read, resource: record, evaluations: {} })
  })
  test('evaluations-semantics: all, up to the first denial, up to the first permission', async () => {
    const order = (...actions: Json[]) => actions.map((action) => ({ action }))
    const of = (semantic: string, ...actions: Json[]) => decisions(
      { subject: bob, resource: record, options: { evaluations_semantic: semantic, other: 1 }, evaluations: order(...actions) })
    assert.deepEqual(await of('execute_all', read, write, read), [true, false, true])
    assert.deepEqual(await of('deny_on_first_deny', read, write, read), [true, false])
    assert.deepEqual(await of('deny_on_first_deny', read, read), [true, true])
    assert.deepEqual(await of('deny_on_first_deny', read, {}, read), [true, false], 'a fault is a denial')
    assert.deepEqual(await of('permit_on_first_permit', write, read, read), [false, true])
    assert.deepEqual(await of('permit_on_first_permit', write, write), [false, false])
  })
})

describe('Search', () => {
  const results = async (path: string, body: Json): Promise<Json[]> => {
    const reply = await post(`search/${path}`, body)
    assert.equal(reply.status, 200, JSON.stringify(reply.body))
    assert.equal(Object.keys(reply.body)[0], 'page')
    assert.deepEqual(reply.body.page, { next_token: '', count: (reply.body.results as Json[]).length })
    return reply.body.results as Json[]
  }
  const person = { type: 'person' }
  const subjects = (body: Json = {}) => results('subject', { subject: person, action: read, resource: record, ...body })
  const resources = (body: Json = {}) => results('resource', { subject: alice, action: read, resource: { type: 'application' }, ...body })
  const actions = (body: Json = {}) => results('action', { subject: alice, resource: record, ...body })

  test('c-4-2-1 to c-4-2-3 subjects: with a context and with an id it is the same list', async () => {
    const found = await subjects()
    for (const one of [alice, bob, carol]) assert.ok(found.some(({ type, id }) => type === 'person' && id === one!.id))
    assert.equal(new Set(found.map(({ id }) => id)).size, found.length, 'nobody twice')
    assert.deepEqual(await subjects({ context: CONTEXT }), found)
    assert.deepEqual(await subjects({ subject: alice }), found)
  })
  test('c-4-2-4 subjects by a property of the resource', async () => {
    assert.deepEqual(await subjects({ action: write, resource: archived }), [carol])
    assert.deepEqual((await subjects({ action: write })).map(({ id }) => id).toSorted(), [alice!.id, carol!.id].toSorted())
  })
  test('c-4-3-1 to c-4-3-4 resources: an id is not looked at', async () => {
    assert.deepEqual(await resources(), [active])
    assert.deepEqual(await resources({ context: CONTEXT, resource: { type: 'application', id: 'another' } }), [active])
    assert.deepEqual(await resources({ subject: { ...carol, properties: { role: 'admin' } }, action: write }), [archived])
    assert.deepEqual(await resources({ subject: carol }), [active, archived])
  })
  test('c-4-4-1 to c-4-4-3 actions', async () => {
    assert.deepEqual(await actions(), [read, write])
    assert.deepEqual(await actions({ context: CONTEXT }), [read, write])
    assert.deepEqual(await actions({ subject: carol, resource: archived }), [read, write])
    assert.deepEqual(await actions({ resource: archived }), [])
  })
  test('c-4-5 pages: every subject once, whether the limit is said again or not; total and order are the list\'s', async () => {
    const whole = await subjects()
    for (const limit of [1, 3, whole.length, 400]) {
      const paged: Json[] = []
      let page: Json = { limit }
      for (let n = 0; ; n += 1) {
        const { body } = await post('search/subject', { subject: person, action: read, resource: record, page })
        const told = body.page as { next_token: string; count: number }
        assert.equal(told.count, (body.results as Json[]).length)
        assert.ok(told.count <= limit)
        paged.push(...body.results as Json[])
        if (told.next_token === '') break
        page = { token: told.next_token, ...(n % 2 === 0 ? { limit } : {}) }
      }
      assert.deepEqual(paged, whole, `by ${limit}`)
    }
  })
  test('c-4-5 pages of resources and actions', async () => {
    for (const [path, body] of [['resource', { subject: carol, action: read, resource: { type: 'application' } }],
      ['action', { subject: alice, resource: record }]] as const) {
      const first = await post(`search/${path}`, { ...body, page: { limit: 1 } })
      const token = (first.body.page as Json).next_token
      const second = await post(`search/${path}`, { ...body, page: { token } })
      assert.deepEqual([...first.body.results as Json[], ...second.body.results as Json[]], await results(path, body))
      assert.deepEqual(second.body.page, { next_token: '', count: 1 })
    }
    const none = await post('search/action', { subject: alice, resource: record, page: { limit: 0 } })
    assert.deepEqual(none.body.results, [])
    assert.notEqual((none.body.page as Json).next_token, '')
  })
  test('search-semantics: what a search finds, an evaluation permits', async () => {
    for (const subject of await subjects({ action: write })) await decides('evaluation', { subject, action: write, resource: record }, true)
    for (const resource of await resources({ subject: carol })) await decides('evaluation', { subject: carol, action: read, resource }, true)
    for (const action of await actions()) await decides('evaluation', { subject: alice, action, resource: record }, true)
  })
  test('c-4-6 unknown ids and types find nothing', async () => {
    const spaceship = { type: 'spaceship', id: 'x' }
    for (const body of [{ subject: spaceship }, { resource: spaceship }, { action: { name: 'fly' } }, { resource: at('x') },
      { resource: { ...record, id: 'D6' } }]) assert.deepEqual(await subjects(body), [])
    for (const body of [{ subject: spaceship }, { resource: spaceship }, { action: { name: 'fly' } },
      { subject: { ...person, id: 'nobody' } }]) assert.deepEqual(await resources(body), [])
    for (const body of [{ subject: spaceship }, { resource: spaceship }, { subject: { ...person, id: 'nobody' } }]) {
      assert.deepEqual(await actions(body), [])
    }
  })
  test('c-4-7 missing fields, each search its own', async () => {
    await refused('search/subject', { subject: person, resource: record })
    await refused('search/resource', { action: read, resource: { type: 'application' } })
    await refused('search/action', { subject: alice })
    await refused('search/subject', { subject: person, action: read, resource: { type: 'application' } })
    await refused('search/resource', { subject: person, action: read, resource: { type: 'application' } })
    await refused('search/action', { subject: person, resource: record })
    await refused('search/subject', { subject: {}, action: read, resource: record })
  })
})

describe('Discovery', () => {
  test('4.6: OpenAPI describes every address that the metadata names, and nothing that is not there', async () => {
    const { address } = callers.world
    const json = async (path: string) => JSON.parse((await ask(address, path)).body) as Json
    const document = await json('/api/openapi.json') as { openapi: string; paths: Json; components: { schemas: Json } }
    assert.match(document.openapi, /^3\.1\./)
    const named = Object.values(await json('/.well-known/authzen-configuration')).map((url) => String(url).slice(ORIGIN.length))
    assert.deepEqual(Object.keys(document.paths).filter((path) => path.startsWith('/access/')).toSorted(), named.filter((path) => path !== '').toSorted())
    const refs = JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)
    for (const [, name] of refs) assert.ok(name! in document.components.schemas, name)
  })
  test('c-6 the metadata says who decides and where, to everybody, for an hour', async () => {
    const { status, headers, body } = await ask(callers.world.address, '/.well-known/authzen-configuration')
    assert.equal(status, 200)
    assert.deepEqual([headers['content-type'], headers['cache-control']], ['application/json', 'public, max-age=3600'])
    assert.deepEqual(JSON.parse(body), {
      policy_decision_point: ORIGIN,
      access_evaluation_endpoint: `${ORIGIN}/access/v1/evaluation`,
      access_evaluations_endpoint: `${ORIGIN}/access/v1/evaluations`,
      search_subject_endpoint: `${ORIGIN}/access/v1/search/subject`,
      search_resource_endpoint: `${ORIGIN}/access/v1/search/resource`,
      search_action_endpoint: `${ORIGIN}/access/v1/search/action`,
    })
    const head = await ask(callers.world.address, '/.well-known/authzen-configuration', { method: 'HEAD' })
    assert.deepEqual([head.status, head.body], [200, ''])
  })
})
