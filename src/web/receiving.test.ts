import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { FILE, seen, sessionOf, startTestPortal, TOKENS } from './test-portal.tsx'
import { fileNameOf } from './file-name.ts'
import { sampleActors } from './gallery/sample-actors.ts'
import type { Actor } from './actor.ts'

const supervisor = sessionOf(TOKENS.supervisor)
const BOUNDARY = 'x-boundary-1234567890'

type Portal = Awaited<ReturnType<typeof startTestPortal>>
let portal: Portal
let actor: Actor | null
let csrf: string
beforeEach(async () => {
  actor = sampleActors.supervisor
  portal = await startTestPortal({ actorOf: () => actor, provedForMs: 0, bodyMs: 1_500 })
  seen.received.length = 0
  const shown = await portal.ask('GET', '/receive', { cookie: supervisor })
  csrf = /name="csrf" value="([^"]+)"/.exec(shown.text)![1]!
})
afterEach(() => portal.stop())

const field = (name: string, value: string): string =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const fileHead = (fileName: string, name = 'file'): string =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: text/csv\r\n\r\n`
const END = `\r\n--${BOUNDARY}--\r\n`
const before = (): string => field('csrf', csrf) + field('kind', 'snapshot')
const form = (content: string, fileName = 'people.csv'): string => before() + fileHead(fileName) + content + END

type Sending = { type?: string; headers?: Record<string, string>; cookie?: string; path?: string }
function send(body: string, { type = `multipart/form-data; boundary=${BOUNDARY}`, headers = {}, cookie = supervisor, path = '/receive' }: Sending = {}) {
  return portal.ask('POST', path, { body, cookie, headers: { 'content-type': type, ...headers } })
}

/** A connection that sends the head of an upload and what it is told; `answer` is all that came back when it is closed. */
function slowly(length: number, path = '/receive'): { socket: Socket; answer: Promise<string> } {
  const socket = connect(portal.port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk)).on('error', () => {})
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${supervisor}\r\nContent-Length: ${length}\r\n` +
    `Content-Type: multipart/form-data; boundary=${BOUNDARY}\r\n\r\n`)
  return { socket, answer: once(socket, 'close').then(() => answer) }
}

/** Waits until something is so; the test's own time limit ends what never is. */
async function until(so: () => boolean): Promise<void> {
  while (!so()) await new Promise((resolve) => setImmediate(resolve))
}

test('a file comes to the handler whole, after the fields of its form', async () => {
  const content = 'national_id,name\r\n--x-boundary\r\n'.repeat(100_000)
  const sent = await send(form(content, '人員.csv'))
  assert.deepEqual([sent.status, sent.headers.location], [303, '/?received=yes'])
  assert.deepEqual(seen.received.map(({ kind, name, bytes, end }) => [kind, name, bytes, end]), [['snapshot', '人員.csv', content.length, 'whole']])
})

test('a file is what was sent, to the byte, however it is cut on its way and however much it looks like the form', async () => {
  const marks = ['\r\n', '--', `\r\n--${BOUNDARY.slice(0, -1)}`, '\r\n-', 'Content-Disposition: form-data; name="kind"\r\n\r\n']
  const piece = fc.oneof(fc.constantFrom(...marks), fc.string({ unit: 'binary', maxLength: 20 }))
  await fc.assert(fc.asyncProperty(
    fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join(''))), fc.array(fc.nat(), { maxLength: 12 }),
    async (content, cuts) => {
      seen.received.length = 0
      const whole = Buffer.concat([Buffer.from(before() + fileHead('a.csv')), content, Buffer.from(END)])
      const { socket, answer } = slowly(whole.length)
      socket.setNoDelay(true)
      let from = 0
      for (const at of [...cuts.map((cut) => cut % whole.length).toSorted((one, other) => one - other), whole.length]) {
        await new Promise<void>((resolve) => void socket.write(whole.subarray(from, at), () => resolve()))
        from = at
      }
      socket.end()
      assert.match(await answer, /^HTTP\/1\.1 303 /)
      assert.deepEqual(seen.received.map(({ bytes, sha256, end }) => [bytes, sha256, end]),
        [[content.length, createHash('sha256').update(content).digest('hex'), 'whole']])
    },
  ), { numRuns: 60 })
})

test('what the handler does not want of a file is passed over, and its answer is heard', async () => {
  assert.equal((await send(form('x'.repeat(3_000_000), 'head.csv'))).status, 303)
  assert.equal(seen.received[0]!.end, 'whole')
  assert.ok(seen.received[0]!.bytes < 1_000_000)
})

test('without the token, a right or a session no byte reaches the handler, however much is sent', async () => {
  const large = 'x'.repeat(2_000_000)
  const forged = [
    field('kind', 'snapshot') + fileHead('a.csv') + large + END,
    field('csrf', `${csrf.slice(0, -4)}AAAA`) + field('kind', 'snapshot') + fileHead('a.csv') + large + END,
    fileHead('a.csv') + large + `\r\n${field('csrf', csrf)}${field('kind', 'snapshot')}--${BOUNDARY}--\r\n`,
  ]
  for (const body of forged) assert.equal((await send(body)).status, 403)
  assert.equal((await send(form(large), { headers: { 'sec-fetch-site': 'cross-site' } })).status, 403)
  actor = sampleActors.employee
  assert.equal((await send(form(large))).status, 403)
  actor = null
  assert.equal((await send(form(large))).status, 401)
  assert.deepEqual(seen.received, [])
})

test('a form that is not as ours is refused, and no file of it is whole', async () => {
  const refused: [string, string][] = [
    ['no end', before() + fileHead('a.csv') + 'x'],
    ['another field for the file', before() + fileHead('a.csv', 'other') + 'x' + END],
    ['two files', before() + fileHead('a.csv') + 'x\r\n' + fileHead('b.csv') + 'y' + END],
    ['a field after the file', before() + fileHead('a.csv') + `x\r\n${field('late', 'x')}--${BOUNDARY}--\r\n`],
    ['too many fields', field('a', 'x').repeat(30) + form('x')],
    ['a field without end', field('a', 'x'.repeat(80_000)) + form('x')],
    ['a long value', field('a', 'x'.repeat(3_000)) + form('x')],
    ['a NUL', field('a', 'x\0y') + form('x')],
    ['nothing', ''],
    ['no multipart at all', 'kind=snapshot&csrf=x'],
  ]
  for (const [why, body] of refused) assert.equal((await send(body)).status, 415, why)
  assert.deepEqual(seen.received.filter(({ end }) => end === 'whole'), [])
  for (const type of [
    'application/x-www-form-urlencoded', 'multipart/form-data', 'multipart/mixed; boundary=x', 'multipart/form-data; boundary=',
    `multipart/form-data; boundary=${'x'.repeat(71)}`, 'text/csv', 'application/json',
  ]) assert.equal((await send(form('x'), { type })).status, 415, type)
  assert.equal((await send(form('x'), { headers: { 'content-encoding': 'gzip' } })).status, 415)
  // An address that takes no file takes no such form either.
  const plain = await portal.ask('POST', '/form', {
    body: form('x'), cookie: supervisor, headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  })
  assert.equal(plain.status, 415)
})

test('a nested form is a file like any other, and nothing in it is read as a field', async () => {
  const inner = `--inner\r\nContent-Disposition: form-data; name="kind"\r\n\r\ndelta\r\n--inner--\r\n`
  const nested = before() + fileHead('a.csv').replace('text/csv', 'multipart/mixed; boundary=inner') + inner + END
  assert.equal((await send(nested)).status, 303)
  assert.deepEqual(seen.received.map(({ kind, bytes }) => [kind, bytes]), [['snapshot', inner.length]])
})

test('no file chosen, or a field left empty, shows the form again', async () => {
  for (const [body, problem] of [
    [before() + fileHead('') + END, '請選擇檔案'],
    [`${before()}--${BOUNDARY}--\r\n`, '請選擇檔案'],
    [field('csrf', csrf) + field('kind', '') + fileHead('a.csv') + 'x'.repeat(500_000) + END, '請選擇種類'],
  ] as const) {
    const { status, text } = await send(body)
    assert.equal(status, 422)
    assert.match(text, new RegExp(problem))
  }
  assert.deepEqual(seen.received, [])
})

test('a file that is too large is refused: at once where its length is said, else when it is reached', async () => {
  const huge = form('x'.repeat(FILE.bytes))
  assert.equal((await send(huge)).status, 413)
  assert.deepEqual(seen.received, [])
  const { socket, answer } = slowly(0)
  socket.destroy()
  await answer
  const chunked = connect(portal.port, '127.0.0.1')
  let heard = ''
  chunked.setEncoding('utf8').on('data', (text: string) => (heard += text)).on('error', () => {})
  chunked.write(`POST /receive HTTP/1.1\r\nHost: x\r\nCookie: ${supervisor}\r\nTransfer-Encoding: chunked\r\n` +
    `Content-Type: multipart/form-data; boundary=${BOUNDARY}\r\n\r\n${huge.length.toString(16)}\r\n${huge}`)
  await once(chunked, 'close')
  assert.match(heard, /^HTTP\/1\.1 413 /)
  assert.deepEqual(seen.received.map(({ end }) => end), ['NotWhole'])
})

test('a line that falls silent, breaks, or drips is told from a file that came whole', async () => {
  const silent = slowly(10_000)
  silent.socket.write(before() + fileHead('silent.csv') + 'x'.repeat(100))
  assert.match(await silent.answer, /^HTTP\/1\.1 408 [\s\S]*傳送中斷，請重新傳送/)
  const broken = slowly(10_000)
  broken.socket.write(before() + fileHead('broken.csv') + 'x'.repeat(100))
  await until(() => seen.received.length === 2 && seen.received[1]!.bytes === 100)
  broken.socket.destroy()
  await until(() => seen.received[1]!.end !== 'begun')
  assert.deepEqual(seen.received.map(({ name, end }) => [name, end]), [['silent.csv', 'NotWhole'], ['broken.csv', 'ClientGone']])
  // Fields that drip have the time of any form, though each byte comes soon enough.
  const dripping = slowly(10_000)
  const drip = setInterval(() => dripping.socket.write('x'), 20)
  dripping.socket.write(before())
  assert.match(await dripping.answer, /^HTTP\/1\.1 408 /)
  clearInterval(drip)
  assert.equal(seen.received.length, 2)
})

test('who loses session or right while a file comes is not its sender any more', async () => {
  const { socket, answer } = slowly(1_000_000)
  socket.write(before() + fileHead('a.csv') + 'x'.repeat(100))
  await until(() => seen.received[0]?.bytes === 100)
  actor = sampleActors.employee
  socket.write('x'.repeat(100))
  socket.end()
  assert.match(await answer, /^HTTP\/1\.1 403 /)
  assert.deepEqual(seen.received.map(({ end }) => end), ['NotWhole'])
})

test('two files come at once; a third sender is asked to wait, and has a place when one is left', async () => {
  const senders = ['a.csv', 'b.csv'].map((name) => {
    const one = slowly((form('xx', name)).length)
    one.socket.write(before() + fileHead(name) + 'x')
    return one
  })
  await until(() => seen.received.length === 2)
  const third = await send(form('x'))
  assert.deepEqual([third.status, third.headers['retry-after']], [429, '60'])
  for (const { socket } of senders) socket.end(`x${END}`)
  for (const { answer } of senders) assert.match(await answer, /^HTTP\/1\.1 303 /)
  assert.equal((await send(form('x'))).status, 303)
})

test('who lets two files drip keeps nobody else from sending one, and no feed from coming', async () => {
  const senders = ['a.csv', 'b.csv'].map((name) => {
    const one = slowly(form('xx', name).length, '/keep')
    one.socket.write(before() + fileHead(name) + 'x')
    return one
  })
  await until(() => seen.received.length === 2)
  assert.equal((await send(form('x'), { path: '/keep' })).status, 429)
  assert.equal((await send(form('x'))).status, 303, 'a feed')
  actor = { ...sampleActors.supervisor, personId: '2' }
  assert.equal((await send(form('x'), { path: '/keep' })).status, 303, 'a file of somebody else')
  for (const { socket } of senders) socket.end(`x${END}`)
  for (const { answer } of senders) assert.match(await answer, /^HTTP\/1\.1 303 /)
  assert.equal((await send(form('x'), { path: '/keep' })).status, 303)
})

test('a file is called what can be shown and kept', () => {
  assert.deepEqual([
    'people.csv', 'C:\\Users\\王\\名冊.csv', '../../etc/passwd', 'a\r\nSet-Cookie: x=1.csv', 'txt.\u202Evsc.exe', '\u0000\u200B', '',
    `A123456789 ${'長'.repeat(300)}.csv`, '\ud800x.csv',
  ].map(fileNameOf), [
    'people.csv', '名冊.csv', 'passwd', 'a Set-Cookie: x=1.csv', 'txt. vsc.exe', '', '',
    `A12****789 ${'長'.repeat(139)}…${'長'.repeat(45)}.csv`, '\ufffdx.csv',
  ])
})
