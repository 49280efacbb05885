import { join } from 'node:path'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { fromOwnForm, onlyOwnHost, strictHeaders } from '../local-program/guards.ts'
import { languageOf } from '../local-program/language.ts'
import { listenOnLoopback } from '../local-program/listen.ts'
import { fileOf } from '../local-program/served-file.ts'
import { openMailbox } from './mailbox.ts'
import { NOTICES } from './messages.ts'
import { ListPage, MessagePage, NoticePage } from './pages.tsx'
import { listenForMail } from './smtp.ts'
import type { Context, MiddlewareHandler } from 'hono'
import type { Child } from 'hono/jsx'
import type { Log } from '../local-program/listen.ts'
import type { CaughtMessage, KeptMessage, Mailbox } from './mailbox.ts'

export type MailCatcherOptions = {
  /** The port of the pages and of `/api/messages`; 0 for any free port. */
  httpPort: number
  /** The port that takes mail; 0 for any free port. */
  smtpPort: number
  /** The data folder; the mailbox is kept below it. */
  dataDir: string
  log: Log
}

export type MailCatcher = {
  origin: string
  /** Where the portal hands its mail over, as nodemailer takes it: `smtp://127.0.0.1:…`. */
  smtpUrl: string
  stop: () => Promise<void>
}

/**
 * Starts the mail catcher: takes every mail, delivers none, and shows them. Resolves when both ports are open, rejects
 * with the system's error where one is taken (`EADDRINUSE`).
 */
export async function startMailCatcher({ httpPort, smtpPort, dataDir, log }: MailCatcherOptions): Promise<MailCatcher> {
  const mailbox = openMailbox(join(dataDir, 'demo', 'mail-catcher'))
  const opened: (() => Promise<void> | void)[] = [mailbox.close]
  const closeAll = async () => {
    for (const close of opened.toReversed()) await close()
  }
  try {
    const smtp = await listenForMail(smtpPort, mailbox, log)
    opened.push(smtp.stop)
    const http = await listenOnLoopback(httpPort, (origin) => program(origin, mailbox, log).fetch)
    opened.push(http.stop)
    let stopped: Promise<void> | undefined
    return {
      origin: http.origin, smtpUrl: `smtp://127.0.0.1:${smtp.port}`, stop: () => stopped ??= closeAll(),
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

function program(origin: string, mailbox: Mailbox, log: Log): Hono {
  const app = new Hono()
  const view = (c: Context, here = '/') => ({
    language: languageOf(c, `__Host-mail-${new URL(origin).port}-language`), here,
  })
  const notice = (c: Context, which: keyof typeof NOTICES, status: 403 | 404 | 500) => {
    const seen = view(c)
    const { heading, text } = NOTICES[which]
    return page(c, <NoticePage view={seen} heading={heading[seen.language]} text={text[seen.language]} />, status)
  }

  app.use(strictHeaders([], true))
  app.get('/livez', (c) => c.text('alive\n'))
  app.get('/readyz', (c) => c.text('ready\n'))
  app.use(onlyOwnHost(origin))
  app.get('/style.css', fileOf(new URL('style.css', import.meta.url), 'text/css; charset=utf-8'))
  app.get('/icon.svg', fileOf(new URL('icon.svg', import.meta.url), 'image/svg+xml'))
  app.use('/api/*', onlyOwnPageOrLocalProgram(origin))
  app.get('/api/messages', (c) => c.json(mailbox.all().map(asTold)))
  app.delete('/api/messages', (c) => {
    mailbox.clear()
    return c.body(null, 204)
  })
  app.all('/api/*', (c) => c.json({ error: 'not found' }, 404))
  app.get('/', (c) => {
    const wished = Number(c.req.query('page') ?? 1)
    const number = Number.isSafeInteger(wished) && wished > 0 ? wished : 1
    return page(c, <ListPage view={view(c)} messages={mailbox.all()} page={number} />)
  })
  app.post('/clear', (c) => {
    if (!fromOwnForm(c, origin)) return notice(c, 'refused', 403)
    mailbox.clear()
    return c.redirect('/', 303)
  })
  app.get('/messages/:id', (c) => {
    const message = mailbox.one(c.req.param('id'))
    if (!message) return notice(c, 'notFound', 404)
    return page(c, <MessagePage view={view(c, `/messages/${message.id}`)} message={message} />)
  })
  app.get('/messages/:id/html', (c) => {
    const message = mailbox.one(c.req.param('id'))
    return message ? c.html(message.html, 200, { 'Content-Security-Policy': MAIL_POLICY }) : notice(c, 'notFound', 404)
  })
  app.notFound((c) => notice(c, 'notFound', 404))
  app.onError((error, c) => {
    log.error({ kind: error.name, reason: error.message, stack: error.stack }, 'a page could not be made')
    return notice(c, 'fault', 500)
  })
  return app
}

// The HTML of a stranger: an origin of its own, no script, no form, nothing loaded; only its own colours and sizes.
const MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; " +
  "base-uri 'none'; frame-ancestors 'self'"

const page = (c: Context, content: Child, status: 200 | 403 | 404 | 500 = 200) =>
  c.html(html`<!doctype html>${content}`, status)

const asTold = ({ id, date, from, to, subject, text, html: body }: KeptMessage): CaughtMessage =>
  ({ id, date, from, to, subject, text, html: body })

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/**
 * The API answers programs on this machine and the catcher's own page (spec 4.2); a page of another site, which a
 * browser marks by `Origin` or `Sec-Fetch-Site`, gets 403.
 */
function onlyOwnPageOrLocalProgram(origin: string): MiddlewareHandler {
  return async (c, next) => {
    const asking = c.req.header('origin')
    const site = c.req.header('sec-fetch-site') ?? 'none'
    const local = LOOPBACK.has(getConnInfo(c).remote.address ?? '')
    if (local && (asking === undefined || asking === origin) && ['none', 'same-origin'].includes(site)) return next()
    return c.json({ error: 'forbidden' }, 403)
  }
}
