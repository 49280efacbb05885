// The personnel system brings its feed by itself, as a program: what it is told, what happens when it sends again, and what
// other programs and people are not told.
import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { after, before, describe, test } from 'node:test'
import { startCallers } from '../../../test/authzen/callers.ts'
import { csvOf, recordOf } from '../../../test/feed-file.ts'
import { TODAY, work } from '../../../test/feeds.ts'
import { sendFrom } from '../../../test/forms.ts'
import { ask } from '../../../test/http.ts'
import { AGENCIES } from '../../../test/world.ts'
import { dayBefore } from '../../core/days.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import type { Callers, Json } from '../../../test/authzen/callers.ts'
import type { FeedRow } from '../../core/feed-columns.ts'

let callers: Callers
let token: string
let other: string
let unscoped: string
let record: FeedRow[]
before(async () => {
  callers = await startCallers({ ECPA_PROGRAM_REQUESTS_PER_MINUTE: '2000' })
  token = await callers.tokenFor('personnel-system', null, ['feed'])
  other = await callers.tokenFor('another-system', null, ['feed'])
  unscoped = await callers.tokenFor('scim-client', null, ['scim'])
  record = await recordOf(callers.world)
})
after(async () => {
  assert.deepEqual(callers.world.faults(), [])
  await callers.stop()
})

type Sending = { query?: string; type?: string; key?: string; as?: string | null; headers?: Record<string, string> }
async function send(content: string | Buffer, { query = `kind=snapshot&asOf=${TODAY}`, type = 'text/csv', key, as = token, headers = {} }: Sending = {}) {
  const answer = await ask(callers.world.address, `/api/v1/feeds?${query}`, {
    method: 'POST', body: content,
    headers: {
      'content-type': type, ...(as === null ? {} : { authorization: `Bearer ${as}` }), ...(key === undefined ? {} : { 'idempotency-key': key }), ...headers,
    },
  })
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body) as Json }
}
async function read(path: string, as: string | null = token) {
  const answer = await ask(callers.world.address, path, { headers: as === null ? {} : { authorization: `Bearer ${as}` } })
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body) as Json }
}
const feeds = async () => Number((await callers.world.sql<{ n: string }>('select count(*) as n from feed'))[0]!.n)

const newcomer = (serial: number, more: Partial<FeedRow> = {}): FeedRow => ({
  nationalId: nationalIdFrom('H', `1${String(serial).padStart(7, '0')}`), name: '新進人員', birthDate: '1995-05-05', email: null,
  agencyCode: AGENCIES.works, unit: '工程科', title: '技士', staffCategory: '01', supervisorLevel: '', rank: '', jobSeries: '',
  postKind: 'appointment', nature: '', section: '', from: TODAY, to: null, ...more,
})

describe('a feed that a program brings', () => {
  test('is accepted with an address, applied by itself, and told of until it is done', async () => {
    const sent = await send(csvOf([...record, newcomer(1)]))
    assert.equal(sent.status, 202, JSON.stringify(sent.body))
    const at = sent.headers.location!
    assert.equal(at, `/api/v1/feeds/${String(sent.body.id)}`)
    assert.deepEqual([sent.body.state, sent.body.done, sent.body.kind, sent.body.asOf, sent.body.rows], ['received', false, 'snapshot', TODAY, record.length + 1])
    await work(callers.world.database, String(sent.body.id))
    const { status, headers, body } = await read(at)
    assert.deepEqual([status, body.state, body.done], [200, 'applied', true])
    assert.deepEqual(body.counts, { newPersons: 1, changedPersons: 0, joins: 1, changes: 0, ends: 0 })
    assert.match(String(headers.ratelimit), /"program";r=\d+/)
    record.push(newcomer(1))
    const [begun] = await callers.world.events('feed.begun')
    assert.equal(begun!['actor_process'], 'client personnel-system')
  })

  test('comes as CSV or NDJSON, plain or packed, whether the header says so or the file is so', async () => {
    const rows = [newcomer(2)]
    const names = csvOf([]).trim().split(',')
    const json = `${JSON.stringify(Object.fromEntries(csvOf(rows).trim().split('\r\n')[1]!.split(',').map((cell, at) => [names[at], cell || null])))}\n`
    for (const [content, sending] of [
      [csvOf(rows), {}], [gzipSync(csvOf(rows)), { headers: { 'content-encoding': 'gzip' } }], [gzipSync(csvOf(rows), { level: 1 }), {}],
      [json, { type: 'application/x-ndjson' }], [gzipSync(json), { type: 'application/x-ndjson; charset=utf-8', headers: { 'content-encoding': 'gzip' } }],
    ] as const) {
      const sent = await send(content, { query: 'kind=delta', ...sending })
      assert.deepEqual([sent.status, sent.body.rows, sent.body.rejectedRows], [202, 1, 0], JSON.stringify(sent.body))
    }
  })

  test('tells which rows were rejected, page by page, without a national ID', async () => {
    const wrong = [4, 5, 6].map((serial) => newcomer(serial, { agencyCode: 'X00000000X', title: '' }))
    const sent = await send(csvOf([newcomer(3), ...wrong, { ...newcomer(7), nationalId: 'A123456780' }]), { query: 'kind=delta' })
    assert.deepEqual([sent.status, sent.body.rejectedRows], [202, 4])
    const first = await read(`${String(sent.body.faultsHref)}?limit=2`)
    assert.equal((first.body.faults as Json[]).length, 2)
    const all = [...first.body.faults as Json[]]
    for (let next = first.body.next; next !== null;) {
      const page = await read(`${String(sent.body.faultsHref)}?limit=2&after=${String(next)}`)
      all.push(...page.body.faults as Json[])
      next = page.body.next
    }
    assert.equal(all.length, first.body.total)
    assert.ok(all.some(({ line, column, code }) => line === 6 && column === 'national_id' && code === 'idCheckDigit'))
    assert.doesNotMatch(JSON.stringify(all), /A123456780/)
    assert.equal((await read(`${String(sent.body.faultsHref)}?after=x`)).status, 400)
  })

  test('is held like any other, and the reason why somebody turned it down comes back', async () => {
    const { world } = callers
    const sent = await send(csvOf(record.filter(({ agencyCode }) => !agencyCode.startsWith('397'))))
    await work(world.database, String(sent.body.id))
    const held = await read(sent.headers.location!)
    assert.deepEqual([held.body.state, held.body.done], ['held', false])
    const reasons = held.body.heldFor as (Json & { sentence: Json })[]
    assert.deepEqual(reasons.map(({ code }) => code), ['cutsShort', 'lastOfficers'])
    assert.match(String(reasons[0]!.sentence.en), /more than 2%/)
    const chen = await world.signIn('chen.central')
    const page = `/manage/feeds/${String(sent.body.id)}`
    assert.equal((await sendFrom(chen, await chen.ask(`${page}/reject`), `${page}/reject`, { note: '漏送高雄市' })).status, 303)
    const rejected = await read(sent.headers.location!)
    assert.deepEqual([rejected.body.state, rejected.body.done, rejected.body.note], ['rejected', true, '漏送高雄市'])
  })

  test('is told why it is none, in words and by a code', async () => {
    for (const [content, code] of [['a,b\n1,2\n', 'noHeading'], ['national_id,nane\n1,2\n', 'columns'], ['', 'empty'], [csvOf([]), 'noRows'], [Buffer.from([0x1f, 0x8b, 8, 0, 1]), 'packed']] as const) {
      const sent = await send(content)
      assert.equal(sent.status, 422, JSON.stringify(sent.body))
      const { refusal, feed, detail } = sent.body as { refusal: { code: string }; feed: string; detail: string }
      assert.ok(refusal.code.startsWith(code), refusal.code)
      assert.ok(detail.length > 10)
      assert.equal((await read(feed)).body.state, 'refused')
    }
  })
})

describe('a request that is sent again', () => {
  test('under the same key and with the same file has the same answer; with another it is refused', async () => {
    const content = csvOf([newcomer(10)])
    const first = await send(content, { query: 'kind=delta', key: '"k-1"' })
    assert.equal(first.status, 202)
    const had = await feeds()
    const again = await send(content, { query: 'kind=delta', key: 'k-1' })
    assert.deepEqual([again.status, again.headers.location], [202, first.headers.location])
    await work(callers.world.database, String(first.body.id))
    assert.equal((await send(content, { query: 'kind=delta', key: 'k-1' })).body.state, 'applied')
    for (const [file, query] of [[csvOf([newcomer(11)]), 'kind=delta'], [content, 'kind=snapshot'], [content, `kind=delta&asOf=${dayBefore(TODAY)}`]] as const) {
      assert.equal((await send(file, { query, key: 'k-1' })).status, 422)
    }
    assert.equal(await feeds(), had)
    // Another program's keys are its own.
    assert.notEqual((await send(content, { query: 'kind=delta', key: 'k-1', as: other })).headers.location, first.headers.location)
  })

  test('without a key is known by its file, while that says the same', async () => {
    const content = csvOf([...record, newcomer(10), newcomer(2), newcomer(3), newcomer(12)])
    const first = await send(content)
    const again = await send(content)
    assert.deepEqual([again.status, again.headers.location], [202, first.headers.location])
  })

  test('after a file that was none can be used for the mended one; while one comes it waits', async () => {
    assert.equal((await send('nothing', { query: 'kind=delta', key: 'k-2' })).status, 422)
    assert.equal((await send(csvOf([newcomer(13)]), { query: 'kind=delta', key: 'k-2' })).status, 202)
    await callers.world.sql(`insert into feed_request (client_id, key) values ('personnel-system', 'k-3')`)
    const waiting = await send(csvOf([newcomer(14)]), { query: 'kind=delta', key: 'k-3' })
    assert.deepEqual([waiting.status, waiting.headers['retry-after']], [409, '60'])
    await callers.world.sql(`update feed_request set begun_at = now() - interval '2 hours' where key = 'k-3'`)
    assert.equal((await send(csvOf([newcomer(14)]), { query: 'kind=delta', key: 'k-3' })).status, 202)
  })
})

describe('nobody else', () => {
  test('brings a feed or reads one: not without the scope, not another program, not a session', async () => {
    const had = await feeds()
    const content = csvOf(record)
    assert.equal((await send(content, { as: null })).status, 401)
    assert.equal((await send(content, { as: `${token}x` })).status, 401)
    assert.equal((await send(content, { as: unscoped })).status, 403)
    const chen = await callers.world.signIn('chen.central')
    const cookie = [...chen.cookies].map((pair) => pair.join('=')).join('; ')
    assert.equal((await send(content, { as: null, headers: { cookie } })).status, 401)
    assert.equal(await feeds(), had)
    const [{ id } = { id: '' }] = await callers.world.sql<{ id: string }>(`select min(id)::text as id from feed where submitted_via = 'client personnel-system'`)
    for (const path of [`/api/v1/feeds/${id}`, `/api/v1/feeds/${id}/faults`]) {
      assert.equal((await read(path)).status, 200)
      assert.deepEqual([(await read(path, other)).status, (await read(path, unscoped)).status, (await read(path, null)).status], [404, 403, 401])
    }
    await callers.world.sql(`insert into feed (kind, state, source, as_of, submitted_via, submitted_by) values ('delta', 'interrupted', 'x', $1, '/manage/feeds', 1)`, [TODAY])
    const [{ max } = { max: '' }] = await callers.world.sql<{ max: string }>('select max(id)::text as max from feed')
    assert.equal((await read(`/api/v1/feeds/${max}`)).status, 404)
    for (const none of ['0', 'x', '99999999999999999999']) assert.equal((await read(`/api/v1/feeds/${none}`)).status, 404)
  })

  test('is let send what cannot be meant', async () => {
    const content = csvOf([newcomer(20)])
    for (const [sending, status] of [
      [{ query: '' }, 400], [{ query: 'kind=undo' }, 400], [{ query: 'kind=delta&asof=2026-01-01' }, 400], [{ query: 'kind=delta&asOf=115/01/01' }, 400],
      [{ query: 'kind=delta&asOf=2062-01-01' }, 400], [{ type: 'application/json' }, 415], [{ type: 'text/csv; charset=big5' }, 415],
    ] as const) assert.equal((await send(content, sending)).status, status, JSON.stringify(sending))
  })
})

test('the description tells of it, and names what it refers to', async () => {
  const { body } = await read('/api/openapi.json', null)
  const { paths, components } = body as { paths: Record<string, Json>; components: { schemas: Json; securitySchemes: Json } }
  assert.ok(paths['/api/v1/feeds']!.post && paths['/api/v1/feeds/{id}']!.get && paths['/api/v1/feeds/{id}/faults']!.get)
  for (const [, name] of JSON.stringify(body).matchAll(/#\/components\/schemas\/(\w+)/g)) assert.ok(name! in components.schemas, name)
  assert.match(JSON.stringify(components.securitySchemes), /"feed"/)
})
