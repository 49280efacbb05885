import { join } from 'node:path'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { onlyOwnHost, onOwnName, strictHeaders } from '../local-program/guards.ts'
import { listenOnLoopback } from '../local-program/listen.ts'
import { fileOf } from '../local-program/served-file.ts'
import { backchannelLogout } from './backchannel-logout.ts'
import { IndexPage, NoticePage } from './frame.tsx'
import { WORDS } from './messages.ts'
import { reachPortal } from './portal.ts'
import { openSessionStore } from './session-store.ts'
import { page, viewOf } from './site.tsx'
import { arrive, comeBack, leave, readAgain, signIn, stay, todo } from './visits.tsx'
import type { Context } from 'hono'
import type { Log } from '../local-program/listen.ts'
import type { SampleApplication } from './clients.ts'
import type { Act, Site } from './site.tsx'

export type SampleApplicationsOptions = {
  /** 0 for any free port. */
  port: number
  /** The portal's origin, its issuer. http only on this machine. */
  portalOrigin: string
  applications: readonly SampleApplication[]
  clientSecretOf: (code: string) => string
  /** The data folder; the sessions are kept below it. */
  dataDir: string
  log: Log
  /** What the demonstration's certificate authorities publish, by file name (`/crl/…`). */
  publishedList?: (fileName: string) => Promise<Uint8Array | null>
  /** What their responder answers to an OCSP request (`/ocsp`). */
  responder?: (question: Uint8Array) => Promise<Uint8Array>
  /** The names of agencies, where known: shown beside the codes. */
  agencyName?: (code: string) => string | undefined
}

export type SampleApplications = {
  origin: string
  /** Resolves when the portal has been reached and people can sign in (`/readyz` 200), or when stopped before. */
  ready: Promise<void>
  stop: () => Promise<void>
}

// A logout token has 1 KB and our forms 100 bytes; anybody on this machine may send more.
const LARGEST_BODY = 32 * 1024
// A question about one certificate has 120 bytes.
const LARGEST_QUESTION = 4096

/**
 * Starts the sample applications: every application of the catalogue as `http://localhost:{port}/{code}`. Resolves as
 * soon as the port is open, which is before the portal answers: see `ready`. Rejects with `EADDRINUSE` where the port
 * is in use.
 */
export async function startSampleApplications(options: SampleApplicationsOptions): Promise<SampleApplications> {
  const { applications, clientSecretOf, dataDir, log } = options
  const sessions = openSessionStore(join(dataDir, 'demo', 'sample-applications'))
  const portal = reachPortal(options.portalOrigin, clientSecretOf, log)
  const byCode = new Map(applications.map((application) => [application.code, application]))
  const agencyName = options.agencyName ?? (() => undefined)
  const close = () => {
    portal.stop()
    sessions.close()
  }
  try {
    const listening = await listenOnLoopback(options.port, (origin) =>
      program({ origin, portal, applications: byCode, agencyName, sessions, log }, options).fetch)
    const stop = () => listening.stop().then(close)
    return { origin: listening.origin, ready: portal.reached, stop: onlyOnce(stop) }
  } catch (error) {
    close()
    throw error
  }
}

function onlyOnce(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => done ??= work()
}

function program(site: Site, { publishedList, responder }: Pick<SampleApplicationsOptions, 'publishedList' | 'responder'>): Hono {
  const app = new Hono()
  const of = (act: Act) => (c: Context) => {
    const application = site.applications.get(c.req.param('code') ?? '')
    return application ? act(c, site, application) : notFound(c, site)
  }
  app.use(strictHeaders([new URL(site.portal.issuer).origin]))
  app.get('/livez', (c) => c.text('alive\n'))
  app.get('/readyz', (c) => site.portal.ready() ? c.text('ready\n') : c.text('waiting for the portal\n', 503))
  if (publishedList !== undefined) app.get('/crl/:file', async (c) => {
    const list = await publishedList(c.req.param('file'))
    return list === null ? c.text('404 Not Found\n', 404) : c.body(Uint8Array.from(list), 200, { 'Content-Type': 'application/pkix-crl' })
  })
  if (responder !== undefined) app.post('/ocsp', bodyLimit({ maxSize: LARGEST_QUESTION }), async (c) => {
    const answer = await responder(new Uint8Array(await c.req.arrayBuffer()))
    return c.body(Uint8Array.from(answer), 200, { 'Content-Type': 'application/ocsp-response' })
  })
  app.use(onlyOwnHost(site.origin))
  app.get('*', onOwnName(site.origin))
  app.use(bodyLimit({ maxSize: LARGEST_BODY, onError: (c) => c.text('413 Content Too Large\n', 413) }))
  app.get('/style.css', fileOf(new URL('style.css', import.meta.url), 'text/css; charset=utf-8'))
  app.get('/icon.svg', fileOf(new URL('icon.svg', import.meta.url), 'image/svg+xml'))
  app.get('/', (c) => page(c, <IndexPage view={viewOf(c, site, '/')} applications={[...site.applications.values()]} />))
  app.get('/:code', of(arrive))
  app.get('/:code/', of(stay))
  app.get('/:code/sign-in', of(signIn))
  app.get('/:code/callback', of(comeBack))
  app.post('/:code/reread', of(readAgain))
  app.post('/:code/todo', of(todo))
  app.post('/:code/sign-out', of(leave))
  app.post('/:code/backchannel-logout', of(backchannelLogout))
  app.notFound((c) => notFound(c, site))
  app.onError((error, c) => {
    site.log.error({ kind: error.name, reason: error.message, stack: error.stack }, 'a page could not be made')
    return message(c, site, 'fault', 'faultNote', 500)
  })
  return app
}

const notFound = (c: Context, site: Site) => message(c, site, 'notFound', 'notFoundNote', 404)

function message(c: Context, site: Site, heading: keyof typeof WORDS, text: keyof typeof WORDS, status: 404 | 500) {
  const view = viewOf(c, site, '/')
  return page(c, (
    <NoticePage view={view} heading={WORDS[heading][view.language]} text={WORDS[text][view.language]}>
      <div class="actions"><a class="button" href="/">{WORDS.all[view.language]}</a></div>
    </NoticePage>
  ), status)
}
