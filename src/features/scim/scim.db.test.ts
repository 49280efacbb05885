// SCIM as the programs that speak it meet it: an application reads its own users and nobody else, the personnel system reads the
// record and writes it by way of the feed, each in the words of the standard and of Microsoft Entra.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { startCallers } from '../../../test/authzen/callers.ts'
import { ask } from '../../../test/http.ts'
import { AGENCIES, keyOf, nameOf, nationalIdOf, WHO } from '../../../test/world.ts'
import { dayInTaipei } from '../../core/days.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { fits, readFilter } from './filter.ts'
import { ECPA, ENTERPRISE, LIST } from './schemas.ts'
import type { Callers, Json } from '../../../test/authzen/callers.ts'

const TODAY = dayInTaipei(new Date())
const TYPE = 'application/scim+json'
const USERS = '/Users'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

let callers: Callers
let rec: string
let bare: string
let other: string
let personnel: string
let reader: string
before(async () => {
  callers = await startCallers({ ECPA_PROGRAM_REQUESTS_PER_MINUTE: '100000' })
  rec = await callers.tokenFor('rec-scim', 'REC', ['openid', 'profile', 'email', 'ecpa', 'scim'])
  bare = await callers.tokenFor('rec-bare', 'REC', ['openid', 'scim'])
  other = await callers.tokenFor('a5-scim', 'A5', ['openid', 'profile', 'ecpa', 'scim'])
  personnel = await callers.tokenFor('personnel-scim', null, ['scim', 'feed'])
  reader = await callers.tokenFor('reader-scim', null, ['scim'])
})
after(async () => {
  assert.deepEqual(callers.world.faults(), [])
  await callers.stop()
})

type More = { method?: string; body?: unknown; headers?: Record<string, string>; type?: string }
async function scim(path: string, token: string | null = rec, { method = 'GET', body, headers = {}, type = TYPE }: More = {}) {
  const answer = await ask(callers.world.address, `/scim/v2${path}`, {
    method, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: {
      ...(body === undefined ? {} : { 'content-type': type }), ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers,
    },
  })
  return { status: answer.status, headers: answer.headers, body: (answer.body === '' ? {} : JSON.parse(answer.body)) as Json }
}
const filtered = (filter: string, token = rec, path = '/Users') => scim(`${path}?filter=${encodeURIComponent(filter)}`, token)
const resources = (body: Json) => body['Resources'] as (Json & { id: string })[]
async function every(path: string, token = rec, count = 3) {
  const all: (Json & { id: string })[] = []
  let cursor: string | undefined = ''
  while (cursor !== undefined) {
    const { status, body } = await scim(`${path}?count=${count}&cursor=${cursor}`, token)
    assert.equal(status, 200, JSON.stringify(body))
    all.push(...resources(body))
    cursor = body['nextCursor'] as string | undefined
  }
  return all
}
const refused = (answer: Awaited<ReturnType<typeof scim>>, status: number, scimType?: string) => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  assert.deepEqual([answer.body['schemas'], answer.body['status'], answer.body['scimType']], [['urn:ietf:params:scim:api:messages:2.0:Error'], String(status), scimType])
  assert.ok(String(answer.body['detail']).length > 5)
  assert.match(String(answer.headers['content-type']), /^application\/scim\+json/)
}

/** Whoever may use REC today, by asking of each alone (R-USE). */
async function usersByEvaluation(): Promise<string[]> {
  const rows = await callers.world.sql<{ key: string }>(`select p.key from person p join account a on a.person_id = p.id and a.state = 'active'`)
  const may: string[] = []
  for (const { key } of rows) {
    const sub = await callers.world.oidc.subOf(key, 'REC')
    const { body } = await callers.post('search/resource', { subject: { type: 'person', id: sub }, action: { name: 'read' }, resource: { type: 'application' } })
    if ((body['results'] as unknown[]).length > 0) may.push(sub)
  }
  return may.toSorted()
}

describe('discovery', () => {
  test('says what there is, to everybody', async () => {
    const { status, headers, body } = await scim('/ServiceProviderConfig', null)
    assert.equal(status, 200)
    assert.match(String(headers['content-type']), /^application\/scim\+json/)
    assert.deepEqual([body['patch'], body['sort'], body['etag']], [{ supported: true }, { supported: false }, { supported: true }])
    assert.deepEqual(resources((await scim('/ResourceTypes', null)).body).map(({ id }) => id), ['User', 'Group'])
    const described = resources((await scim('/Schemas', null)).body).map(({ id }) => id)
    assert.ok(described.includes(ECPA))
    assert.equal((await scim(`/Schemas/${ECPA}`)).body['id'], ECPA)
    refused(await scim('/Schemas/urn:nothing'), 404)
  })
})

describe('an application reads', () => {
  test('its own users, each once, and nobody else, by cursor and by index', async () => {
    const expected = await usersByEvaluation()
    assert.ok(expected.length > 5)
    const found = (await every('/Users')).map(({ id }) => id)
    assert.deepEqual(found.toSorted(), expected)
    const byIndex = []
    for (let start = 1; start <= expected.length; start += 4) {
      const { body } = await scim(`/Users?startIndex=${start}&count=4`)
      assert.equal(body['totalResults'], expected.length)
      byIndex.push(...resources(body).map(({ id }) => id))
    }
    assert.deepEqual(byIndex, found)
    const [event] = await callers.world.events('scim.listed')
    assert.deepEqual(event!['detail'], { client: 'rec-scim', kind: 'User', of: 'REC' })
  })

  test('of each what sign-ins tell it, and never an ID or a birth date', async () => {
    const id = await callers.sub('wu.employee')
    const { status, body, headers } = await scim(`/Users/${id}`)
    assert.equal(status, 200)
    assert.deepEqual([body['userName'], body['displayName'], body['active'], body['emails']],
      ['wu.employee', nameOf('wu.employee'), true, [{ value: 'wu.employee@ecpa.example', type: 'work', primary: true }]])
    assert.equal((body[ECPA] as Json)['agency'], AGENCIES.secretariat)
    assert.equal((body[ENTERPRISE] as Json)['department'], '文書科')
    assert.ok((body['groups'] as Json[]).some(({ value }) => value === `write.${AGENCIES.secretariat}`))
    const whole = JSON.stringify(body)
    assert.ok(!whole.includes(nationalIdOf('wu.employee')) && !whole.includes('1980-01-01') && !whole.includes(keyOf('wu.employee')))
    assert.equal(headers['etag'], (body['meta'] as Json)['version'])
    const little = (await scim(`/Users/${id}`, bare)).body
    assert.deepEqual(Object.keys(little).toSorted(), ['active', 'groups', 'id', 'meta', 'schemas', 'userName'])
    assert.equal(little['userName'], id)
  })

  test('nobody who is not its own: another application’s id, an account that is none of its users', async () => {
    refused(await scim(`/Users/${await callers.sub('wu.employee', 'A5')}`), 404)
    refused(await scim(`/Users/${await callers.sub('wu.employee')}`, other), 404)
    refused(await scim(`/Users/${await callers.sub('kuo.disabled')}`), 404)
    assert.equal((await filtered('userName eq "kuo.disabled"')).body['totalResults'], 0)
    assert.equal((await filtered('userName eq "wu.employee"', other)).body['totalResults'], 0)
    assert.equal((await scim('/Users', other)).body['totalResults'], resources((await scim('/Users', other)).body).length)
  })

  test('by filters, as the same filter picks from the whole list', async () => {
    const all = await every('/Users', rec, 200)
    const text = fc.constantFrom('wu', 'officer', AGENCIES.works, AGENCIES.secretariat, 'hr', '', 'WU.EMPLOYEE', nameOf('lee.officer'))
    const name = fc.constantFrom('userName', 'displayName', 'name.formatted', 'emails.value', `${ECPA}:agency`, `${ECPA}:standing`, `${ECPA}:for.agency`,
      'groups.value', `${ENTERPRISE}:department`, 'id')
    const term = fc.oneof(
      fc.tuple(name, fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'le'), text).map(([at, is, value]) => `${at} ${is} ${JSON.stringify(value)}`),
      name.map((at) => `${at} pr`), fc.constant('active eq true'), fc.constant('emails[type eq "work" and value co "wu"]'),
    )
    const filter = fc.oneof(term, fc.tuple(term, fc.constantFrom('and', 'or'), term).map((parts) => parts.join(' ')),
      fc.tuple(term, term).map(([one, two]) => `not (${one}) and (${two})`))
    await fc.assert(fc.asyncProperty(filter, async (asked) => {
      const { status, body } = await scim(`/Users?count=200&filter=${encodeURIComponent(asked)}`)
      assert.equal(status, 200, JSON.stringify(body))
      const read = readFilter('User', asked)
      assert.deepEqual(resources(body).map(({ id }) => id).toSorted(), all.filter((one) => fits(one, read)).map(({ id }) => id).toSorted(), asked)
    }), { numRuns: 60 })
  })

  test('groups: a category for an agency, with whoever has it', async () => {
    const groups = await every('/Groups')
    assert.equal(new Set(groups.map(({ id }) => id)).size, groups.length)
    assert.equal((await scim('/Groups')).body['totalResults'], groups.length)
    assert.ok(groups.every((one) => one['members'] === undefined))
    const [id, wu] = [`write.${AGENCIES.secretariat}`, await callers.sub('wu.employee')]
    assert.ok(groups.some((one) => one.id === id))
    const { body } = await scim(`/Groups/${id}`)
    assert.deepEqual(body['members'], [{ value: wu, display: nameOf('wu.employee') }])
    const people = await every('/Users', rec, 200)
    const listed = await scim(`/Groups?count=200&attributes=members`)
    for (const one of resources(listed.body)) {
      const expected = people.filter((user) => (user['groups'] as { value: string }[]).some(({ value }) => value === one.id)).map((user) => user.id)
      assert.deepEqual((one['members'] as { value: string }[]).map(({ value }) => value).toSorted(), expected.toSorted(), one.id)
    }
    refused(await scim('/Groups/write.A00000000A'), 404)
    refused(await scim('/Groups', rec, { method: 'POST', body: {} }), 501)
  })

  test('versions and parts', async () => {
    const id = await callers.sub('wu.employee')
    const { headers } = await scim(`/Users/${id}`)
    const same = await scim(`/Users/${id}`, rec, { headers: { 'if-none-match': headers['etag']! } })
    assert.deepEqual([same.status, same.headers['etag']], [304, headers['etag']])
    const some = (await scim(`/Users/${id}?attributes=displayName,emails.value`)).body
    assert.deepEqual(Object.keys(some).toSorted(), ['displayName', 'emails', 'id', 'meta', 'schemas'])
    assert.deepEqual(some['emails'], [{ value: 'wu.employee@ecpa.example' }])
    assert.equal((await scim(`/Users/${id}?excludedAttributes=${ECPA},groups`)).body[ECPA], undefined)
    const search = await scim(`${USERS}/.search`, rec, { method: 'POST', body: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], filter: 'userName eq "wu.employee"', attributes: ['displayName'] } })
    assert.deepEqual([search.body['schemas'], resources(search.body).map(({ id: found }) => found)], [[LIST], [id]])
  })

  test('and writes nothing', async () => {
    const id = await callers.sub('wu.employee')
    for (const [method, path, body] of [['POST', '/Users', {}], ['PATCH', `/Users/${id}`, {}], ['PUT', `/Users/${id}`, {}], ['DELETE', `/Users/${id}`, undefined],
      ['POST', '/Bulk', {}]] as const) refused(await scim(path, rec, { method, body }), 403)
  })
})

describe('what is wrong is told in SCIM', () => {
  test('a token that is none, or not for this', async () => {
    refused(await scim('/Users', null), 401)
    refused(await scim('/Users', await callers.tokenFor('feed-only', null, ['feed'])), 403)
    refused(await scim('/Nothing'), 404)
    refused(await scim('/Users', rec, { method: 'PATCH', body: {} }), 405)
  })

  test('filters that cannot be, ask for what is hidden, or never end', async () => {
    for (const filter of ['userName', 'userName eq', 'userName eq wu', 'userName xx "a"', '(userName eq "a"', 'userName eq "a" and', '"a" eq "b"',
      'nobody eq "a"', 'birthDate eq "1980-01-01"', `${ECPA}:birthDate eq "1980-01-01"`, `${ECPA}:birthDate gt "1980"`, 'password eq "x"',
      `${'('.repeat(20)}userName pr${')'.repeat(20)}`, Array.from({ length: 60 }, () => 'userName pr').join(' or ')]) {
      refused(await filtered(filter), 400, 'invalidFilter')
    }
    refused(await filtered(`userName eq "${'x'.repeat(3000)}"`), 400)
    refused(await scim('/Users?sortBy=userName'), 400, 'invalidValue')
    refused(await scim('/Users?cursor=abc'), 400, 'invalidCursor')
    refused(await scim('/Users?startIndex=5000'), 400, 'tooMany')
    refused(await scim('/Users?attributes=password'), 400, 'invalidPath')
    const { body: { nextCursor } } = await scim('/Users?count=2&cursor=')
    refused(await scim(`/Users?cursor=${String(nextCursor)}`, other), 400, 'invalidCursor')
  })

  test('R-SCP: a hidden value is not found out by asking', async () => {
    const id = nationalIdOf('wu.employee')
    for (const is of ['eq', 'sw', 'co']) {
      refused(await filtered(`${ECPA}:nationalId ${is} "${id}"`), 400, 'sensitive')
      const asked = await scim(`${USERS}/.search`, rec, { method: 'POST', body: { filter: `${ECPA}:nationalId ${is} "${id}"` } })
      refused(asked, 400, 'invalidFilter')
    }
    for (const filter of [`${ECPA}:nationalId sw "A"`, `not (${ECPA}:nationalId eq "${id}")`, `${ECPA}:nationalId eq "${id}" or active eq true`]) {
      refused(await scim(`${USERS}/.search`, personnel, { method: 'POST', body: { filter } }), 400, 'invalidFilter')
    }
  })

  test('whatever comes, nothing else than SCIM comes back', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ maxLength: 80 }), fc.json({ maxDepth: 3 }), async (filter, body) => {
      const read = await filtered(filter)
      assert.ok([200, 400, 404].includes(read.status), `${read.status}`)
      const written = await scim('/Users', personnel, { method: 'POST', body })
      refused(written, 400, written.body['scimType'] as string)
    }), { numRuns: 40 })
    refused(await scim('/Users', personnel, { method: 'POST', body: '{', type: 'application/json' }), 400)
    refused(await scim('/Users', personnel, { method: 'POST', body: {}, type: 'text/plain' }), 400)
  })
})

const post = (agency: string, more: object = {}) => ({ agency, unit: '工程科', title: '技士', staffCategory: '01', from: TODAY, ...more })
const person = (serial: number, more: object = {}, own: object = {}): Json => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ECPA], userName: 'anything', externalId: 'kept by nobody', displayName: '新進人員',
  emails: [{ value: `n${serial}@record.example`, type: 'work' }],
  [ECPA]: { nationalId: nationalIdFrom('H', `2${String(serial).padStart(7, '0')}`), birthDate: '1995-05-05', posts: [post(AGENCIES.works)], ...own }, ...more,
})
const postsOf = (body: Json) => (body[ECPA] as { posts: Json[] }).posts
const patch = (id: string, operations: object[], more: More = {}) =>
  scim(`/Users/${id}`, personnel, { method: 'PATCH', body: { schemas: [PATCH], Operations: operations }, ...more })
const feeds = async () => Number((await callers.world.sql<{ n: string }>('select count(*) as n from feed'))[0]!.n)

describe('the personnel system', () => {
  let id: string
  let crowd: string[]

  test('reads everybody of the record, by key, and whom it names by an ID in a body', async () => {
    assert.deepEqual(new Set((await every('/Users', personnel)).map((one) => one.id)), new Set(WHO.map(keyOf)))
    const { body } = await scim(`${USERS}/.search`, personnel, { method: 'POST', body: { filter: `${ECPA}:nationalId eq "${nationalIdOf('wu.employee')}"` } })
    assert.deepEqual(resources(body).map((one) => one.id), [keyOf('wu.employee')])
    assert.equal(postsOf(resources(body)[0]!)[0]!['agency'], AGENCIES.secretariat)
    assert.ok(!JSON.stringify(body).includes('1980-01-01') && !JSON.stringify(body).includes(nationalIdOf('wu.employee')))
    refused(await scim('/Groups', personnel), 404)
  })

  test('writes as many as make one more or less a small matter', async () => {
    const operations = Array.from({ length: 120 }, (_, n) =>
      ({ method: 'POST', path: '/Users', data: person(100 + n, {}, { posts: [post(AGENCIES.works, { from: '2020-01-01' })] }) }))
    const { status, body } = await scim('/Bulk', personnel, { method: 'POST', body: { Operations: operations } })
    assert.equal(status, 200, JSON.stringify(body))
    crowd = (body['Operations'] as { location: string }[]).map(({ location }) => location.split('/').at(-1)!)
    assert.equal(new Set(crowd).size, 120)
  })

  test('writes somebody new, who is a person of the record at once, by a feed of their own', async () => {
    const made = await scim('/Users', personnel, { method: 'POST', body: person(1) })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    id = String(made.body['id'])
    assert.equal(made.headers['location'], `http://localhost:3000/scim/v2/Users/${id}`)
    assert.deepEqual([made.body['displayName'], made.body['active'], postsOf(made.body)],
      ['新進人員', true, [{ agency: AGENCIES.works, unit: '工程科', title: '技士', kind: 'appointment', staffCategory: '01', from: TODAY }]])
    assert.ok(!JSON.stringify(made.body).includes('1995-05-05'))
    const [feed] = await callers.world.sql(`select kind, state, source, submitted_via from feed order by id desc limit 1`)
    assert.deepEqual(feed, { kind: 'delta', state: 'applied', source: 'POST /scim/v2/Users', submitted_via: 'client personnel-scim' })
    refused(await scim('/Users', personnel, { method: 'POST', body: person(1) }), 409, 'uniqueness')
    assert.ok((await every('/Users', personnel)).some((one) => one.id === id))
  })

  test('changes them as Entra does', async () => {
    const emails = await patch(id, [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'new@record.example' }])
    assert.deepEqual([emails.status, emails.body['emails']], [200, [{ value: 'new@record.example', type: 'work', primary: true }]])
    const named = await patch(id, [{ op: 'Add', value: { 'name.formatted': '王改名', displayName: '王改名' } }])
    assert.equal(named.body['displayName'], '王改名')
    const moved = await patch(id, [
      { op: 'Add', path: `${ECPA}:posts`, value: [post(AGENCIES.secretariat, { kind: 'concurrent', nature: '1', title: '調查員' })] },
      { op: 'Replace', path: `${ECPA}:posts[title eq "技士"].rank`, value: 'P05' },
    ])
    assert.equal(moved.status, 200, JSON.stringify(moved.body))
    assert.deepEqual(postsOf(moved.body).map(({ agency, rank }) => [agency, rank]), [[AGENCIES.works, 'P05'], [AGENCIES.secretariat, undefined]])
    const called = await patch(id, [{ op: 'replace', path: 'displayName', value: '王小改' }])
    assert.deepEqual([called.body['displayName'], called.body['name']], ['王小改', { formatted: '王小改' }])
    await patch(id, [{ op: 'replace', path: 'name.formatted', value: '王改名' }])
    const count = await feeds()
    const same = await patch(id, [{ op: 'replace', path: 'displayName', value: '王改名' }, { op: 'replace', path: 'name.formatted', value: '王改名' }])
    assert.deepEqual([same.status, await feeds()], [200, count])
  })

  test('only what it has seen: If-Match', async () => {
    const { headers } = await scim(`/Users/${id}`, personnel)
    refused(await patch(id, [{ op: 'replace', path: 'displayName', value: '王又改' }], { headers: { 'if-match': 'W/"other"' } }), 412)
    const done = await patch(id, [{ op: 'replace', value: { displayName: '王又改', name: { formatted: '王又改' } } }], { headers: { 'if-match': headers['etag']! } })
    assert.equal(done.status, 200)
  })

  test('cannot change what is not its to change, nor half of something', async () => {
    refused(await patch(id, [{ op: 'replace', path: 'userName', value: 'root' }]), 400, 'mutability')
    refused(await patch(id, [{ op: 'replace', path: 'groups', value: [] }]), 400, 'mutability')
    refused(await patch(id, [{ op: 'replace', path: 'nothing', value: 1 }]), 400, 'invalidPath')
    refused(await patch(id, [{ op: 'replace', path: `${ECPA}:nationalId`, value: nationalIdOf('wu.employee') }]), 400, 'mutability')
    refused(await patch(id, [{ op: 'destroy', path: 'displayName' }]), 400, 'invalidSyntax')
    const [count, was] = [await feeds(), (await scim(`/Users/${id}`, personnel)).body]
    refused(await patch(id, [{ op: 'replace', path: 'displayName', value: '不該存' },
      { op: 'add', path: `${ECPA}:posts`, value: [post('Z99999999Z')] }]), 400, 'invalidValue')
    assert.deepEqual([await feeds(), (await scim(`/Users/${id}`, personnel)).body], [count, was])
    refused(await scim('/Users', personnel, { method: 'POST', body: person(2, {}, { nationalId: 'A123456788' }) }), 400, 'invalidValue')
    refused(await scim('/Users', personnel, { method: 'POST', body: person(2, {}, { posts: [] }) }), 400, 'invalidValue')
    refused(await scim('/Users', reader, { method: 'POST', body: person(2) }), 403)
  })

  test('replaces and ends: whoever has no post is not active, and stays known', async () => {
    const put = await scim(`/Users/${id}`, personnel, { method: 'PUT', body: person(1, { displayName: '王又改' }, { posts: [post(AGENCIES.works)] }) })
    assert.equal(put.status, 200, JSON.stringify(put.body))
    // What began today and is not there any more has today as its last day.
    assert.deepEqual(postsOf(put.body).map(({ agency, rank, to }) => [agency, rank, to]),
      [[AGENCIES.works, undefined, undefined], [AGENCIES.secretariat, undefined, TODAY]])
    refused(await patch(id, [{ op: 'replace', path: 'active', value: 'maybe' }]), 400, 'invalidValue')
  })

  test('what would do too much is held for a person, and said to be', async () => {
    const held = await scim(`/Users/${keyOf('yang.taipei')}`, personnel, { method: 'DELETE' })
    assert.equal(held.status, 202, JSON.stringify(held.body))
    assert.deepEqual([held.body['state'], held.headers['location']], ['held', held.body['feed']])
    const at = await ask(callers.world.address, String(held.body['feed']), { headers: { authorization: `Bearer ${personnel}` } })
    assert.equal((JSON.parse(at.body) as Json)['state'], 'held')
    assert.equal((await scim(`/Users/${keyOf('yang.taipei')}`, personnel)).body['active'], true)
  })

  test('many at once are one feed', async () => {
    const count = await feeds()
    const { status, body } = await scim('/Bulk', personnel, { method: 'POST', body: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: person(11) }, { method: 'POST', path: '/Users', bulkId: 'b', data: person(12) },
        { method: 'post', path: '/Users', bulkId: 'c', data: person(12) }, { method: 'POST', path: '/Users', bulkId: 'd', data: person(13, {}, { nationalId: 'nobody' }) },
        { method: 'DELETE', path: `${USERS}/nobody` }, { method: 'POST', path: '/Groups', data: {} },
      ] } })
    assert.equal(status, 200, JSON.stringify(body))
    const operations = body['Operations'] as Json[]
    assert.deepEqual(operations.map(({ bulkId, status: own }) => [bulkId, own]),
      [['a', '201'], ['b', '201'], ['c', '409'], ['d', '400'], [undefined, '404'], [undefined, '400']])
    assert.equal(await feeds(), count + 1)
    assert.equal((await scim(String(operations[0]!['location']).replace(/^.*\/v2/, ''), personnel)).status, 200)
  })

  test('who leaves is not active from now on, and stays known', async () => {
    const [one, two] = crowd
    const ended = await patch(one!, [{ op: 'Replace', path: 'active', value: 'False' }])
    assert.deepEqual([ended.status, ended.body['active'], postsOf(ended.body)], [200, false, []])
    assert.equal((await scim(`/Users/${two!}`, personnel, { method: 'DELETE' })).status, 204)
    assert.equal((await scim(`/Users/${two!}`, personnel)).body['active'], false)
    refused(await patch(one!, [{ op: 'Replace', path: 'active', value: 'True' }]), 400, 'invalidValue')
    const back = await patch(one!, [{ op: 'Add', path: `${ECPA}:posts`, value: [post(AGENCIES.works)] }])
    assert.deepEqual([back.status, back.body['active']], [200, true], JSON.stringify(back.body))
  })

  test('none of a bulk is done where as much is wrong as it bears', async () => {
    const count = await feeds()
    const { body } = await scim('/Bulk', personnel, { method: 'POST', body: { failOnErrors: 1, Operations: [
      { method: 'POST', path: '/Users', data: person(21) }, { method: 'DELETE', path: `${USERS}/nobody` }, { method: 'POST', path: '/Users', data: person(22) }] } })
    assert.deepEqual((body['Operations'] as Json[]).map(({ status }) => status), ['412', '404'])
    assert.equal(await feeds(), count)
  })
})
