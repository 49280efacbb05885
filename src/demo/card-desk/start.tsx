import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import { z } from 'zod'
import { fromOwnForm, onlyOwnHost, strictHeaders } from '../local-program/guards.ts'
import { languageOf } from '../local-program/language.ts'
import { listenOnLoopback } from '../local-program/listen.ts'
import { fileOf } from '../local-program/served-file.ts'
import { readVirtualCards } from '../cards/card-file.ts'
import { codeOf } from '../../core/thrown.ts'
import { answerRequest, infoImage } from './component.ts'
import { Drawer, FAULTS } from './drawer.ts'
import { WORDS } from './messages.ts'
import { DrawerPage, PopupPage, SentencePage } from './pages.tsx'
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Log } from '../local-program/listen.ts'
import type { VirtualCard } from '../cards/card-file.ts'

export type CardDeskOptions = {
  /** 0 for any free port. */
  port: number
  /** The portal, whose pages may use the component; so may any other on this machine. */
  portalOrigin: string
  /** The data folder, in which the cards lie. */
  dataDir: string
  log: Log
}

export type CardDesk = { origin: string; stop: () => Promise<void> }

// A request with its text to be signed; ours have 200 bytes.
const LARGEST_BODY = 200_000
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
const OWN_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]'])
const ACTS = ['insert', 'remove', 'unlock'] as const
const DOMAIN_NOT_ALLOWED = 0x7600000f

/** Starts the card desk: the signing component of card readers, with a drawer of virtual cards. Rejects with `EADDRINUSE`. */
export async function startCardDesk({ port, portalOrigin, dataDir, log }: CardDeskOptions): Promise<CardDesk> {
  const drawer = new Drawer(dataDir, () => cardsOf(dataDir))
  const listening = await listenOnLoopback(port, (origin) => program({ origin, portalOrigin, drawer, log }).fetch)
  return { origin: listening.origin, stop: listening.stop }
}

/** None before they were issued. */
async function cardsOf(dataDir: string): Promise<VirtualCard[]> {
  try {
    return await readVirtualCards(dataDir)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

type Desk = { origin: string; portalOrigin: string; drawer: Drawer; log: Log }

const page = (c: Context, content: Child, status: 200 | 403 | 404 | 500 = 200) => c.html(html`<!doctype html>${content}`, status)

// Its page has to find who opened it, so nothing cuts the two apart; it runs its own script and calls its own server.
const POPUP_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'unsafe-none', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff',
} as const

function program(desk: Desk): Hono {
  const { origin, drawer, log } = desk
  const app = new Hono()
  const languageIn = (c: Context) => languageOf(c, `__Host-card-desk-${new URL(origin).port}-language`)
  app.use(onlyOwnHost(origin))
  app.use(bodyLimit({ maxSize: LARGEST_BODY, onError: (c) => c.text('413 Content Too Large\n', 413) }))
  app.get('/popupForm', (c) => {
    for (const [name, value] of Object.entries(POPUP_HEADERS)) c.header(name, value)
    return page(c, <PopupPage language={languageIn(c)} />)
  })
  // A picture that any page may show, as the real one's: that is how a page learns that the component is there.
  app.get('/p11Image.bmp', async (c) => c.body(Uint8Array.from(await infoImage(drawer)), 200, {
    'Content-Type': 'image/bmp', 'Cache-Control': 'no-store', 'Cross-Origin-Resource-Policy': 'cross-origin',
  }))
  app.use(strictHeaders())
  app.get('/livez', (c) => c.text('alive\n'))
  app.get('/readyz', (c) => c.text('ready\n'))
  app.get('/style.css', fileOf(new URL('style.css', import.meta.url), 'text/css; charset=utf-8'))
  app.get('/popup.js', fileOf(new URL('popup.js', import.meta.url), 'text/javascript; charset=utf-8'))
  app.get('/icon.svg', fileOf(new URL('icon.svg', import.meta.url), 'image/svg+xml'))
  app.post('/request', (c) => answer(c, desk))
  app.get('/desk/cards', async (c) => (mayAsk(c, origin) ? c.json(await told(drawer)) : c.json({ error: 'forbidden' }, 403)))
  for (const act of ACTS) app.post(`/desk/${act}`, (c) => move(c, desk, act, languageIn(c)))
  app.post('/desk/fail', async (c) => {
    if (!fromOwnForm(c, origin)) return page(c, <SentencePage language={languageIn(c)} sentence={WORDS.refused[languageIn(c)]} />, 403)
    await drawer.failWith(z.enum(FAULTS).catch('none').parse((await c.req.parseBody())['fault']))
    return c.redirect('/', 303)
  })
  app.get('/', async (c) => page(c, <DrawerPage language={languageIn(c)} cards={await drawer.cards()} fault={drawer.fault} />))
  app.notFound((c) => c.text('404 Not Found\n', 404))
  app.onError((error, c) => {
    log.error({ kind: error.name, reason: error.message, stack: error.stack }, 'the card desk could not answer')
    return c.text('500 Internal Server Error\n', 500)
  })
  return app
}

const askedShape = z.object({ origin: z.string().max(300), request: z.string().max(150_000) })

/** What the component's window asks for the page that opened it. */
async function answer(c: Context, { origin, portalOrigin, drawer }: Desk): Promise<Response> {
  if (!fromOwnForm(c, origin)) return c.json({ error: 'forbidden' }, 403)
  const asked = askedShape.safeParse(await c.req.json().catch(() => null))
  if (!asked.success) return c.json({ error: 'bad request' }, 400)
  const { origin: opener, request } = asked.data
  const allowed = opener === portalOrigin || OWN_MACHINE.has(URL.parse(opener)?.hostname ?? '')
  if (!allowed) return c.json({ func: 'sign', ret_code: DOMAIN_NOT_ALLOWED, last_error: 0 })
  return c.json(await answerRequest(drawer, request, new Date()))
}

/** Programs of this machine, which send no Origin, and the desk's own page (4.2). */
function mayAsk(c: Context, origin: string): boolean {
  const [from, site] = [c.req.header('origin'), c.req.header('sec-fetch-site') ?? 'none']
  return LOOPBACK.has(getConnInfo(c).remote.address ?? '') && (from === undefined || from === origin) && ['none', 'same-origin'].includes(site)
}

const told = async (drawer: Drawer) => (await drawer.cards()).map(({ card: { id, kind, name, cardSerial }, inserted, triesLeft }) =>
  ({ id, kind, name, cardSerial, inserted, triesLeft, locked: triesLeft === 0 }))

const cardShape = z.object({ card: z.string().max(100) })

/** By a program with JSON, or by the page's own form. */
async function move(c: Context, { origin, drawer }: Desk, act: (typeof ACTS)[number], language: 'zh-TW' | 'en'): Promise<Response> {
  // Browsers say with every form where it comes from.
  const byProgram = c.req.header('origin') === undefined || c.req.header('content-type')?.startsWith('application/json') === true
  if (byProgram ? !mayAsk(c, origin) : !fromOwnForm(c, origin)) {
    return byProgram ? c.json({ error: 'forbidden' }, 403) : page(c, <SentencePage language={language} sentence={WORDS.refused[language]} />, 403)
  }
  const asked = cardShape.safeParse(byProgram ? await c.req.json().catch(() => null) : await c.req.parseBody())
  if (!asked.success) return c.json({ error: 'name a card: {"card":"wu"}' }, 400)
  const done = await drawer.act(act, asked.data.card)
  if (!byProgram) return done ? c.redirect('/', 303) : page(c, <SentencePage language={language} sentence={WORDS.notFound[language]} />, 404)
  return done ? c.json((await told(drawer)).find(({ id }) => id === asked.data.card)) : c.json({ error: 'there is no such card' }, 404)
}
