// A small portal of test pages on a real listening server, with every kind of route there is.
import { createHash } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { Actor } from './actor.ts'
import { createApp } from './app.ts'
import { Button } from './components/button.tsx'
import { FileField, PasswordField, TextField } from './components/fields.tsx'
import { Form } from './components/form.tsx'
import { Notice } from './components/notice.tsx'
import { EMPTY_FORM, requiredText } from './form.ts'
import type { FormState } from './form.ts'
import { sampleActors } from './gallery/sample-actors.ts'
import { Page } from './layout.tsx'
import { download, json, page, problem, redirect, redirectAway, refused } from './reply.ts'
import { route } from './route.ts'
import type { FrameRequest, ReceivedFile } from './route.ts'
import { createServer } from './server.ts'
import type { Mount } from './server.ts'

export const TOKENS = {
  employee: 'employee-token-0123456789',
  supervisor: 'supervisor-token-0123456789',
  central: 'central-token-0123456789',
} as const

const ACTORS: Record<string, Actor> = {
  [TOKENS.employee]: { ...sampleActors.employee, language: 'en' },
  [TOKENS.supervisor]: sampleActors.supervisor,
  [TOKENS.central]: sampleActors.central,
}

function formPage(request: FrameRequest, form: FormState = EMPTY_FORM, done = false) {
  seen.shown.push(form)
  const common = { language: request.language, form }
  return page(
    <Page request={request} title="表單" problems={form.problems}>
      {done ? <Notice kind="done" title="已完成" /> : null}
      <Form request={request} action="/form">
        <TextField {...common} name="account" label="帳號" />
        <PasswordField {...common} name="password" label="密碼" autocomplete="current-password" />
        <Button>登入</Button>
      </Form>
    </Page>,
  )
}

function filePage(request: FrameRequest, form: FormState = EMPTY_FORM) {
  const common = { language: request.language, form }
  return page(
    <Page request={request} title="檔案" problems={form.problems}>
      <Form request={request} action="/receive" withFile>
        <TextField {...common} name="kind" label="種類" />
        <FileField {...common} name="file" label="檔案" />
        <Button>上傳</Button>
      </Form>
    </Page>,
  )
}

/** Takes a file to its end, or until it fails; of one called `head…` only the beginning. */
async function receive(kind: string, { name, content }: ReceivedFile) {
  const hash = createHash('sha256')
  const taken = { kind, name, bytes: 0, sha256: '', end: 'begun' }
  seen.received.push(taken)
  try {
    for await (const chunk of content) {
      taken.bytes += (chunk as Buffer).length
      hash.update(chunk as Buffer)
      if (name.startsWith('head')) break
    }
    taken.sha256 = hash.digest('hex')
    taken.end = 'whole'
  } catch (fault) {
    taken.end = (fault as Error).name
    throw fault
  }
  return redirect('/?received=yes')
}

const plain = (request: FrameRequest, text: string) => page(<Page request={request} title={text}><p>{text}</p></Page>)

/** What handlers were given, for tests to look at; `left` is called when the endless file's reader is gone. */
export const seen: {
  forms: unknown[]; shown: FormState[]; clients: unknown[]; reached: string[]; left: () => void
  received: { kind: string; name: string; bytes: number; sha256: string; end: string }[]
} = {
  forms: [], shown: [], clients: [], reached: [], left: () => {}, received: [],
}

/** The largest file, and how long the portal waits for its next byte. */
export const FILE = { bytes: 4_000_000, idleMs: 250 }

const accountForm = () =>
  z.object({ account: requiredText('請輸入帳號', 20), password: z.string().min(1, '請輸入密碼'), roles: z.array(z.string()) })

const routes = [
  route({
    method: 'GET', path: '/', act: 'anyone',
    handle: (request) => {
      seen.clients.push(request.client)
      return plain(request, '首頁')
    },
  }),
  route({
    method: 'GET', path: '/form', act: 'anyone', query: z.object({ done: z.literal('yes').optional() }),
    handle: (request) => formPage(request, EMPTY_FORM, request.query.done === 'yes'),
  }),
  route({
    method: 'POST', path: '/form', act: 'anyone', form: accountForm, again: formPage,
    handle: ({ form }) => {
      seen.forms.push(form)
      if (form.account === 'taken') return refused([{ field: 'account', message: '帳號已有人使用' }])
      return redirect('/form?done=yes', { session: TOKENS.employee })
    },
  }),
  route({ method: 'GET', path: '/receive', act: 'manage', handle: (request) => filePage(request) }),
  route({
    method: 'POST', path: '/receive', act: 'manage', receives: { field: 'file', ...FILE },
    form: () => z.object({ kind: requiredText('請選擇種類', 10) }), again: filePage,
    handle: ({ form, file }) => receive(form.kind, file),
  }),
  route({
    method: 'POST', path: '/keep', act: 'manage', receives: { field: 'file', ...FILE, room: 'files' },
    form: () => z.object({ kind: requiredText('請選擇種類', 10) }), again: filePage,
    handle: ({ form, file }) => receive(form.kind, file),
  }),
  route({ method: 'POST', path: '/sign-out', act: 'signedIn', inOwnTurn: true, handle: () => redirect('/', { session: null }) }),
  route({
    method: 'POST', path: '/only-post', act: 'anyone',
    handle: () => (seen.reached.push('/only-post'), redirect('/')),
  }),
  route({ method: 'GET', path: '/mine', act: 'person', handle: (request) => plain(request, request.actor.personKey) }),
  route({ method: 'GET', path: '/manage', act: 'manage', handle: (request) => plain(request, '管理') }),
  route({ method: 'GET', path: '/central', act: 'central', handle: (request) => plain(request, '總處') }),
  route({ method: 'GET', path: '/danger', act: 'person', fresh: true, handle: (request) => plain(request, '危險') }),
  ...(['/danger', '/danger/only-post'] as const).map((path) => route({
    method: 'POST', path, act: 'person', fresh: true, handle: () => (seen.reached.push(path), redirect('/')),
  })),
  route({ method: 'GET', path: '/things/new', act: 'anyone', handle: (request) => plain(request, 'the new one') }),
  route({
    method: 'GET', path: '/things/:code', act: 'anyone',
    query: z.object({ sort: z.enum(['name', 'code']).optional(), agency: z.array(z.string()) }),
    handle: ({ params, query }) => json({ params, query }),
  }),
  route({
    method: 'GET', path: '/opens', act: 'anyone',
    loosened: { formAction: ['https://one.example'], images: ['http://localhost:61161'], opener: 'same-origin-allow-popups' },
    handle: (request) => page(<Page request={request} title="x" />, { formAction: ['https://two.example'] }),
  }),
  // A form whose answer leads to another site, on pages that allow it and on pages that do not.
  ...(['/leaves', '/stays'] as const).map((path) => route({
    method: 'GET', path, act: 'anyone', query: z.object({ to: z.string().default('http://localhost:1') }),
    handle: (request) => page(
      <Page request={request} title="x">
        <Form request={request} action="/leave" hidden={{ to: request.query.to }}><Button>go</Button></Form>
      </Page>,
      { formAction: path === '/leaves' ? [request.query.to] : [] },
    ),
  })),
  route({
    method: 'POST', path: '/leave', act: 'anyone', form: () => z.object({ to: z.string() }), again: formPage,
    handle: ({ form }) => redirectAway(new URL(`${form.to}/arrived`)),
  }),
  route({
    method: 'GET', path: '/file', act: 'anyone',
    handle: () => download('名冊 "1".csv', 'text/csv; charset=utf-8', (async function* () {
      yield 'a,b\n'
      yield '1,2\n'
    })()),
  }),
  ...([['/endless', 'anyone'], ['/managed-endless', 'manage']] as const).map(([path, act]) => route({
    method: 'GET', path, act,
    handle: () => download('all.txt', 'text/plain; charset=utf-8', (async function* () {
      try {
        for (;;) yield 'x'.repeat(10_000)
      } finally {
        seen.left()
      }
    })()),
  })),
  route({
    method: 'GET', path: '/broken', act: 'anyone',
    handle: () => {
      throw new Error('duplicate key (national_id)=(A123456789) at "secret value"')
    },
  }),
  route({ method: 'GET', path: '/unrendered', act: 'anyone', handle: () => page(<Unrendered />) }),
  route({ method: 'GET', path: '/api/broken', act: 'anyone', handle: () => Promise.reject(new Error('secret value')) }),
  route({ method: 'GET', path: '/api/mine', act: 'signedIn', handle: () => json({}) }),
  route({ method: 'GET', path: '/busy', act: 'anyone', handle: () => problem('tooMany', { retryAfterSeconds: 60 }) }),
  route({
    method: 'GET', path: '/away', act: 'anyone',
    handle: () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })),
  }),
]

function Unrendered(): never {
  throw new Error('secret value')
}

export type Answer = { status: number; headers: IncomingHttpHeaders; text: string; cookies: string[] }
type Question = { headers?: Record<string, string>; body?: string | Record<string, string>; cookie?: string }

/** Starts the portal. `log` holds every line that was logged. */
export async function startTestPortal(options: {
  origin?: string
  mounts?: Mount[]
  trustedProxies?: string[]
  /** Who holds a session; the samples unless told. */
  actorOf?: (token: string) => Actor | null
  provedForMs?: number
  /** How long a body may take. */
  bodyMs?: number
  /** How long a head may take. */
  headMs?: number
  /** How many changes one person may make within a minute; any unless told. */
  changesPerMinute?: number
  /** Where to listen; a free port unless told. */
  at?: number
} = {}) {
  const { origin = 'http://localhost:3000', mounts = [], trustedProxies = [], at = 0, provedForMs, bodyMs, headMs, changesPerMinute } = options
  const { actorOf = (token) => ACTORS[token] ?? null } = options
  const log: object[] = []
  const app = createApp({
    routes,
    origin,
    formKey: new Uint8Array(32).fill(7),
    findActor: async (token) => actorOf(token),
    ...(provedForMs === undefined ? {} : { provedForMs }),
    ...(changesPerMinute === undefined ? {} : { changesPerMinute }),
    log: { info: (facts) => log.push(facts), error: (facts) => log.push(facts) },
    contact: {
      office: { 'zh-TW': '測試', en: 'Test' }, phone: '02', email: 'x@example.gov.tw', hours: { 'zh-TW': '', en: '' },
    },
    clock: () => new Date('2026-11-23T01:30:00Z'),
    trustedProxies,
    isUnavailable: (fault) => fault instanceof Error && 'code' in fault && fault.code === 'ECONNREFUSED',
  })
  const server = createServer({ app, mounts, ...(bodyMs === undefined ? {} : { bodyMs }), ...(headMs === undefined ? {} : { headMs }) })
  const port = await server.listen(at, '127.0.0.1')

  function ask(method: string, path: string, { headers = {}, body, cookie }: Question = {}): Promise<Answer> {
    const sent = typeof body === 'object' ? new URLSearchParams(body).toString() : body
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({ port, host: '127.0.0.1', method, path, agent: false, headers: {
        ...(sent === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...(sent === undefined ? {} : { 'content-length': String(Buffer.byteLength(sent)) }),
        ...(cookie === undefined ? {} : { cookie }),
        ...headers,
      } }, (incoming) => {
        let text = ''
        incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        incoming.on('end', () => {
          const cookies = incoming.headers['set-cookie'] ?? []
          resolve({ status: incoming.statusCode!, headers: incoming.headers, text, cookies })
        })
      })
      outgoing.on('error', reject)
      outgoing.end(sent)
    })
  }

  /** A form page's token and the cookie it is bound to. */
  async function openForm(cookie?: string): Promise<{ csrf: string; cookie: string }> {
    const shown = await ask('GET', '/form', cookie === undefined ? {} : { cookie })
    const csrf = /name="csrf" value="([^"]+)"/.exec(shown.text)![1]!
    return { csrf, cookie: cookie ?? shown.cookies[0]!.split(';', 1)[0]! }
  }

  return { ask, openForm, log, port, stop: () => server.stop(0) }
}

export const sessionOf = (token: string): string => `__Host-ecpa=${token}`
