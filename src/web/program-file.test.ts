import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { z } from 'zod'
import { ask } from '../../test/http.ts'
import { startingApp } from '../features/operations/starting.ts'
import { createProgramApi } from './program-api.ts'
import { programJson, programRoute } from './program-route.ts'
import { createServer } from './server.ts'
import type { Caller } from './program-route.ts'

const BYTES = 2_000_000
const CALLERS: Record<string, Caller> = {
  'Bearer good': { clientId: 'good', application: null, scopes: ['feed'] },
  'Bearer other': { clientId: 'other', application: null, scopes: ['scim'] },
}

const taken: object[] = []
const routes = [
  programRoute({
    method: 'POST', path: '/api/v1/things', scope: 'feed', cost: 5, query: z.object({ kind: z.enum(['one', 'two']) }),
    receives: { types: ['text/csv'], bytes: BYTES, idleMs: 250 },
    handle: async ({ file, query, caller }) => {
      const one = { kind: query.kind, by: caller.clientId, key: file.idempotencyKey, bytes: 0, end: 'begun' }
      taken.push(one)
      try {
        for await (const chunk of file.content) {
          one.bytes += (chunk as Buffer).length
          if (file.idempotencyKey === 'head') break
        }
        one.end = 'whole'
      } catch (fault) {
        one.end = (fault as Error).name
        throw fault
      }
      return programJson({ id: '7' }, { status: 202, headers: { location: '/api/v1/things/7' } })
    },
  }),
  programRoute({
    method: 'GET', path: '/api/v1/things/:id', scope: 'feed', query: z.object({ after: z.string().optional() }),
    handle: ({ params, query, caller }) => programJson({ id: params.id, after: query.after ?? null, by: caller.clientId }),
  }),
]

let server: ReturnType<typeof createServer>
let address: string
before(async () => {
  const origin = 'http://localhost:3000'
  server = createServer({ app: startingApp(origin), mounts: createProgramApi({
    routes, prefixes: ['/api/v1/things'], origin, limit: 200, log: { info: () => {}, error: () => {} },
    callerOf: async (authorization) => CALLERS[authorization ?? ''] ?? null,
  }) })
  address = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`
})
after(() => server.stop(0))
beforeEach(() => void taken.splice(0))

type Asking = { query?: string; type?: string; authorization?: string; headers?: Record<string, string> }
const send = (body: string, { query = 'kind=one', type = 'text/csv', authorization = 'Bearer good', headers = {} }: Asking = {}) =>
  ask(address, `/api/v1/things?${query}`, { method: 'POST', body, headers: { authorization, 'content-type': type, ...headers } })
const read = (path: string, authorization = 'Bearer good') => ask(address, path, { headers: { authorization } })

test('a file is taken whole from whoever may send it, and the answer says where it went on', async () => {
  const content = 'x'.repeat(1_500_000)
  const sent = await send(content, { type: 'text/csv; charset=UTF-8; header=present', headers: { 'idempotency-key': '"a-1"' } })
  assert.deepEqual([sent.status, sent.headers.location, JSON.parse(sent.body)], [202, '/api/v1/things/7', { id: '7' }])
  assert.equal(sent.headers['ratelimit-policy'], '"program";q=200;w=60')
  assert.match(String(sent.headers.ratelimit), /r=195;/)
  assert.deepEqual(taken, [{ kind: 'one', by: 'good', key: 'a-1', bytes: content.length, end: 'whole' }])
  assert.equal((await send('x', { headers: { 'content-encoding': 'gzip' } })).status, 202)
})

test('what the program wants no more of is passed over, and its answer is heard', async () => {
  assert.equal((await send('x'.repeat(1_900_000), { headers: { 'idempotency-key': 'head' } })).status, 202)
})

test('whoever may not send a file, or sends it wrongly, is told so before any of it is read', async () => {
  const refused: [Asking, number][] = [
    [{ authorization: 'Bearer none' }, 401], [{ authorization: 'Bearer other' }, 403],
    [{ query: '' }, 400], [{ query: 'kind=three' }, 400], [{ query: 'kind=one&kind=two' }, 400], [{ query: 'kind=one&Kind=two' }, 400],
    [{ type: 'application/json' }, 415], [{ type: 'multipart/form-data; boundary=x' }, 415], [{ type: 'text/csv; charset=big5' }, 415],
    [{ headers: { 'content-encoding': 'br' } }, 415], [{ headers: { 'content-encoding': 'gzip, gzip' } }, 415],
    [{ headers: { 'idempotency-key': '' } }, 400], [{ headers: { 'idempotency-key': 'x'.repeat(201) } }, 400],
    [{ headers: { 'idempotency-key': 'a b' } }, 400],
  ]
  for (const [asking, status] of refused) {
    const answer = await send('x'.repeat(1_000_000), asking)
    assert.equal(answer.status, status, JSON.stringify(asking))
    assert.equal(answer.headers['content-type'], 'application/problem+json')
  }
  assert.deepEqual(taken, [])
})

test('a file that is too large, or stops coming, is no file', async () => {
  assert.equal((await send('x'.repeat(BYTES + 1))).status, 413)
  for (const [body, status] of [[`${(BYTES + 1).toString(16)}\r\n${'x'.repeat(BYTES + 1)}\r\n`, 413], ['5\r\nhello\r\n', 408]] as const) {
    const socket = connect(Number(new URL(address).port), '127.0.0.1')
    let heard = ''
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text)).on('error', () => {})
    socket.write('POST /api/v1/things?kind=two HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Type: text/csv\r\n'
      + `Transfer-Encoding: chunked\r\n\r\n${body}`)
    await once(socket, 'close')
    assert.match(heard, new RegExp(`^HTTP/1.1 ${status} `))
  }
  assert.deepEqual(taken.map((one) => (one as { end: string }).end), ['NotWhole', 'NotWhole'])
})

test('an address with a name in it is asked by GET, with the scope, and says which methods it takes', async () => {
  const found = await read('/api/v1/things/12?after=x')
  assert.deepEqual([found.status, JSON.parse(found.body)], [200, { id: '12', after: 'x', by: 'good' }])
  assert.equal((await read('/api/v1/things/12', 'Bearer other')).status, 403)
  assert.equal((await read('/api/v1/things/12?limit=1')).status, 400)
  assert.equal((await read('/api/v1/things/12/more')).status, 404)
  const wrong = await read('/api/v1/things')
  assert.deepEqual([wrong.status, wrong.headers.allow], [405, 'POST'])
})
