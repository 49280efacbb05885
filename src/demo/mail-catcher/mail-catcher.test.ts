import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { createTransport } from 'nodemailer'
import { openMailbox } from './mailbox.ts'
import { readMessage } from './smtp.ts'
import { startMailCatcher } from './start.tsx'
import type { CaughtMessage } from './mailbox.ts'
import type { MailCatcher } from './start.tsx'

const silent = { info() {}, warn() {}, error() {} }
const dataDir = mkdtempSync(join(tmpdir(), 'mail-catcher-'))
let catcher: MailCatcher

before(async () => {
  catcher = await startMailCatcher({ httpPort: 0, smtpPort: 0, dataDir, log: silent })
})
after(async () => {
  await catcher.stop()
  rmSync(dataDir, { recursive: true })
})
beforeEach(async () => {
  assert.equal((await fetch(`${catcher.origin}/api/messages`, { method: 'DELETE' })).status, 204)
})

const MAIL = {
  from: '人事服務網 <no-reply@ecpa.example>', to: '吳小姐 <wu@example.gov.tw>', bcc: 'archive@example.gov.tw',
  subject: '重設密碼', text: '請開啟 http://localhost:3000/forgot-password/abc?x=1&y=2，謝謝。', html: '<p>請開啟 <b>連結</b></p>',
}
const send = async (mail: object) => {
  const transport = createTransport(catcher.smtpUrl)
  await transport.sendMail(mail).finally(() => transport.close())
}
// A connection of its own each time: one that `fetch` kept from before a restart would be dead.
const messages = () => new Promise<CaughtMessage[]>((resolve, reject) => {
  request(`${catcher.origin}/api/messages`, { agent: false }, (response) => {
    response.toArray().then((chunks) => resolve(JSON.parse(Buffer.concat(chunks).toString())), reject)
  }).on('error', reject).end()
})
const pageOf = async (path: string) => {
  const response = await fetch(catcher.origin + path)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

test('a mail is caught and told in exactly the agreed shape, newest first', async () => {
  const began = Date.now()
  await send(MAIL)
  await send({ ...MAIL, subject: '第二封', html: undefined, bcc: undefined })
  const [newest, oldest, ...rest] = await messages()
  assert.equal(rest.length, 0)
  assert.deepEqual({ ...oldest, id: '', date: '' }, {
    id: '', date: '', from: 'no-reply@ecpa.example', to: ['wu@example.gov.tw', 'archive@example.gov.tw'],
    subject: '重設密碼', text: MAIL.text, html: MAIL.html,
  })
  assert.deepEqual(Object.keys(newest!), ['id', 'date', 'from', 'to', 'subject', 'text', 'html'])
  assert.deepEqual([newest!.subject, newest!.html, newest!.to], ['第二封', '', ['wu@example.gov.tw']])
  const at = Date.parse(newest!.date)
  assert.ok(at >= began && at <= Date.now(), newest!.date)
})

test('the pages show the list and a message, whose links can be followed', async () => {
  await send(MAIL)
  const list = await pageOf('/')
  assert.match(list.text, /重設密碼[\s\S]*wu@example\.gov\.tw/)
  assert.match(list.text, /清空/)
  const [message] = await messages()
  const page = await pageOf(`/messages/${message!.id}`)
  const link = 'href="http://localhost:3000/forgot-password/abc?x=1&amp;y=2" target="_blank" rel="noopener noreferrer"'
  assert.ok(page.text.includes(link))
  assert.match(page.text, /<iframe sandbox="" src="\/messages\/[^"]+\/html"/)
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-src 'self'/)
  assert.match((await pageOf('/?lang=en')).text, /Demo mailbox/)
  assert.equal((await pageOf('/messages/none')).status, 404)
  assert.equal((await pageOf('/livez')).status + (await pageOf('/readyz')).status, 400)
})

test('hostile words stay words, and hostile HTML stays in its sandbox', async () => {
  const script = '<script>alert(1)</script>'
  await send({
    ...MAIL, from: { name: script, address: 'x@evil.example' }, subject: `${script}"'><img src=x>`,
    text: `${script} javascript:alert(1) http://evil.example/"onmouseover="alert(1) </div>`,
    html: `${script}<meta http-equiv="refresh" content="0;url=http://evil.example"><form action="/clear">`,
    attachments: [{ filename: `${script}.txt`, content: 'x' }],
  })
  const [message] = await messages()
  for (const path of ['/', `/messages/${message!.id}`]) {
    const { text } = await pageOf(path)
    assert.doesNotMatch(text, /<script|<img|<meta http-equiv|href="javascript:|"onmouseover/)
    assert.match(text, /&lt;script&gt;alert\(1\)/)
  }
  const body = await pageOf(`/messages/${message!.id}/html`)
  const policy = body.headers.get('content-security-policy') ?? ''
  assert.match(policy, /^sandbox; default-src 'none';/)
  assert.doesNotMatch(policy, /allow-|script-src/)
  assert.equal(body.headers.get('x-content-type-options'), 'nosniff')
  assert.match(body.headers.get('content-type') ?? '', /^text\/html/)
})

/** Speaks SMTP by hand: what a library would not send. */
function speak(lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(catcher.smtpUrl).port), '127.0.0.1')
    let heard = ''
    let next = 0
    socket.on('error', reject).on('close', () => resolve(heard)).setEncoding('utf8').on('data', (text: string) => {
      heard += text
      const answered = text.split('\r\n').filter((line) => /^\d{3} /.test(line)).length
      for (let count = 0; count < answered && next < lines.length; count++) socket.write(`${lines[next++]}\r\n`)
    })
  })
}
const raw = (source: string) =>
  speak(['EHLO me', 'MAIL FROM:<a@b.example>', 'RCPT TO:<c@d.example>', 'DATA', `${source}\r\n.`, 'QUIT'])

test('broken mails are kept as far as they can be read', async () => {
  const broken = [
    'no header at all', '\r\n', ': \r\nSubject\r\n\r\nx', `Subject: ${'長'.repeat(5000)}\r\n\r\nx`,
    'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x\r\n--x', 'Subject: =?utf-8?B?!!!?=\r\n\r\nx',
    'Content-Type: text/html; charset=no-such\r\n\r\n<b>x', 'From: \r\nTo: @@@, <<>>;\r\n\r\nx', '\u0000\u0001\u0002',
    `Content-Type: text/html\r\n\r\n${'<div>'.repeat(60_000)}`,
    `${'X-Header: y\r\n'.repeat(10_000)}\r\nbody`,
  ]
  for (const source of broken) assert.match(await raw(source), /250 [^\r]*caught/)
  const caught = await messages()
  assert.equal(caught.length, broken.length)
  for (const { from, to, subject } of caught) {
    assert.deepEqual([from, to], ['a@b.example', ['c@d.example']])
    assert.ok(subject.length <= 1000)
  }
  assert.equal((await pageOf('/')).status, 200)
  for (const { id } of caught) assert.equal((await pageOf(`/messages/${id}`)).status, 200)
})

test('what is too large, to too many, or not SMTP is refused and harms nothing', async () => {
  assert.match(await raw(`Subject: big\r\n\r\n${`${'x'.repeat(900)}\r\n`.repeat(3000)}`), /552 /)
  const recipients = Array.from({ length: 101 }, (_, at) => `RCPT TO:<r${at}@d.example>`)
  assert.match(await speak(['EHLO me', 'MAIL FROM:<a@b.example>', ...recipients, 'QUIT']), /452 /)
  await speak(['GET / HTTP/1.1', 'Host: x', 'QUIT'])
  const socket = connect(Number(new URL(catcher.smtpUrl).port), '127.0.0.1', () => socket.destroy())
  assert.deepEqual(await messages(), [])
  await send(MAIL)
  assert.equal((await messages()).length, 1)
})

test('many mails at once are all caught; a full mailbox drops the oldest', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, at) => send({ ...MAIL, subject: `第 ${at} 封` })))
  assert.equal(new Set((await messages()).map(({ subject }) => subject)).size, 40)
  const small = openMailbox(join(dataDir, 'small'), { messages: 3, bytes: 2000 })
  const mail = { from: '', to: [], subject: '', text: '', html: '', attachments: [] }
  for (const subject of ['1', '2', '3', '4']) small.keep({ ...mail, subject }, new Date(0))
  assert.deepEqual(small.all().map(({ subject }) => subject), ['4', '3', '2'])
  small.keep({ ...mail, subject: '5', text: 'x'.repeat(1700) }, new Date(0))
  assert.deepEqual(small.all().map(({ subject }) => subject), ['5', '4'])
  small.keep({ ...mail, subject: '6', text: 'x'.repeat(5000) }, new Date(0))
  assert.deepEqual(small.all(), [], 'one larger than the whole mailbox leaves it empty')
  small.close()
})

test('pictures put in many times do not make a small mail grow', async () => {
  const source = [
    'Content-Type: multipart/related; boundary=x', '', '--x', 'Content-Type: text/html', '',
    '<img src="cid:p">'.repeat(1000), '--x', 'Content-Type: image/png', 'Content-ID: <p>', '', 'x'.repeat(900),
    '--x--', '',
  ].join('\r\n')
  const { html, attachments } = await readMessage(Buffer.from(source), { from: '', to: [] })
  assert.ok(html.length < 20_000)
  assert.equal(attachments.length, 1)
})

test('the API answers programs of this machine and its own page, nobody else', async () => {
  await send(MAIL)
  const asked = (method: string, headers: Record<string, string>, path = '/api/messages') =>
    new Promise<number | undefined>((resolve, reject) => {
      request(catcher.origin.replace('localhost', '127.0.0.1') + path, { method, headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      }).on('error', reject).end()
    })
  const { host } = new URL(catcher.origin)
  const foreign = [
    { host, origin: 'http://localhost:3000' }, { host, origin: 'null' }, { host, origin: '' },
    { host, origin: `${catcher.origin}/` },
    { host, 'sec-fetch-site': 'cross-site' }, { host, 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of foreign) {
    assert.equal(await asked('GET', headers), 403, JSON.stringify(headers))
    assert.equal(await asked('DELETE', headers), 403)
    assert.equal(await asked('OPTIONS', headers), 403)
    assert.equal(await asked('POST', headers, '/clear'), 403)
  }
  assert.equal(await asked('POST', { host }, '/clear'), 403)
  for (const name of ['evil.example', `evil.example:${new URL(catcher.origin).port}`, 'localhost']) {
    assert.equal(await asked('GET', { host: name }), 421, name)
    assert.equal(await asked('GET', { host: name }, '/'), 421)
  }
  assert.equal((await messages()).length, 1)
  assert.equal(await asked('GET', { host, origin: catcher.origin, 'sec-fetch-site': 'same-origin' }), 200)
  assert.equal(await asked('POST', { host, origin: catcher.origin, 'sec-fetch-site': 'same-origin' }, '/clear'), 303)
  assert.deepEqual(await messages(), [])
})

test('a restart keeps the mail; a taken port is said', async () => {
  await send(MAIL)
  const [kept] = await messages()
  const [httpPort, smtpPort] = [catcher.origin, catcher.smtpUrl].map((url) => Number(new URL(url).port))
  for (const taken of [{ httpPort: httpPort!, smtpPort: 0 }, { httpPort: 0, smtpPort: smtpPort! }]) {
    await assert.rejects(startMailCatcher({ ...taken, dataDir, log: silent }), { code: 'EADDRINUSE' })
  }
  await catcher.stop()
  catcher = await startMailCatcher({ httpPort: httpPort!, smtpPort: smtpPort!, dataDir, log: silent })
  assert.deepEqual(await messages(), [kept])
})
