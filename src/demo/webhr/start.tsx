import { join } from 'node:path'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { onlyOwnHost, onOwnName, strictHeaders } from '../local-program/guards.ts'
import { listenOnLoopback } from '../local-program/listen.ts'
import { fileOf } from '../local-program/served-file.ts'
import { backchannelLogout } from '../sample-applications/backchannel-logout.ts'
import { reachPortal } from '../sample-applications/portal.ts'
import { openSessionStore } from '../sample-applications/session-store.ts'
import { publicAgencies } from './agencies.ts'
import { saveCheckIn, showCheckIn, withdrawCheckIn } from './check-in.tsx'
import { AS_WEBHR, operatorsIn } from './here.ts'
import { receive, showReceive } from './receive.tsx'
import { openPersonnel } from './record.ts'
import { reportingBy } from './reporting.ts'
import { notFound, notice } from './site.tsx'
import { reportCheckIns, sendAgain, showUpdate } from './update.tsx'
import { bindAccount, changeUser, makeUser, showBind, showUsers } from './users.tsx'
import { arrive, chooseWay, comeBack, comeBackSimulated, enterByCard, leave, outside, signIn } from './visits.tsx'
import { inAgency, menu } from './in-agency.tsx'
import type { Context } from 'hono'
import type { Log } from '../local-program/listen.ts'
import type { Site } from './site.tsx'
import type { Act } from './visits.tsx'

export type WebhrOptions = {
  /** 0 for any free port. */
  port: number
  /** The portal's origin, its issuer. http only on this machine. */
  portalOrigin: string
  /** The secret of the client for sign-ins, and of the one that reports. */
  clientSecretOf: (code: string) => string
  /** The data folder; WebHR keeps its sessions, its database and its keys below it. */
  dataDir: string
  log: Log
}

export type Webhr = {
  origin: string
  /** Resolves when the portal has been reached and people can sign in (`/readyz` 200), or when stopped before. */
  ready: Promise<void>
  stop: () => Promise<void>
}

// A logout token has 1 KB and our longest form 2 KB.
const LARGEST_BODY = 32 * 1024

/** Starts the sample WebHR. Resolves as soon as the port is open; see `ready`. Rejects with `EADDRINUSE` where it is taken. */
export async function startWebhr({ port, portalOrigin, clientSecretOf, dataDir, log }: WebhrOptions): Promise<Webhr> {
  const folder = join(dataDir, 'demo', 'webhr')
  const sessions = openSessionStore(folder)
  const personnel = openPersonnel(folder)
  const portal = reachPortal(portalOrigin, clientSecretOf, log)
  const close = () => {
    portal.stop()
    personnel.close()
    sessions.close()
  }
  try {
    const means = { portal, sessions, personnel, operators: operatorsIn(personnel), reporting: reportingBy(portal, log), agencies: publicAgencies(), log }
    const listening = await listenOnLoopback(port, (origin) => program({ origin, ...means }).fetch)
    let stopped: Promise<void> | undefined
    return { origin: listening.origin, ready: portal.reached, stop: () => stopped ??= listening.stop().then(close) }
  } catch (error) {
    close()
    throw error
  }
}

/** The four functions, each for the agency in its address. */
function addFunctions(app: Hono, site: Site): void {
  app.get('/:agency/', inAgency(site, menu))
  app.get('/:agency/receive', inAgency(site, showReceive))
  app.post('/:agency/receive', inAgency(site, receive))
  app.get('/:agency/check-in', inAgency(site, showCheckIn))
  app.post('/:agency/check-in', inAgency(site, saveCheckIn))
  app.post('/:agency/check-in/withdraw', inAgency(site, withdrawCheckIn))
  app.get('/:agency/update', inAgency(site, showUpdate))
  app.post('/:agency/update', inAgency(site, reportCheckIns))
  app.post('/:agency/update/again', inAgency(site, sendAgain))
  app.get('/:agency/users', inAgency(site, showUsers))
  app.post('/:agency/users', inAgency(site, makeUser))
  app.post('/:agency/users/state', inAgency(site, changeUser))
}

function program(site: Site): Hono {
  const app = new Hono()
  const by = (act: Act) => (c: Context) => act(c, site)
  app.use(strictHeaders([new URL(site.portal.issuer).origin]))
  app.get('/livez', (c) => c.text('alive\n'))
  app.get('/readyz', (c) => site.portal.ready() ? c.text('ready\n') : c.text('waiting for the portal\n', 503))
  app.use(onlyOwnHost(site.origin))
  app.get('*', onOwnName(site.origin))
  app.use(bodyLimit({ maxSize: LARGEST_BODY, onError: (c) => c.text('413 Content Too Large\n', 413) }))
  app.get('/base.css', fileOf(new URL('../sample-applications/style.css', import.meta.url), 'text/css; charset=utf-8'))
  app.get('/style.css', fileOf(new URL('style.css', import.meta.url), 'text/css; charset=utf-8'))
  app.get('/icon.svg', fileOf(new URL('icon.svg', import.meta.url), 'image/svg+xml'))
  app.get('/', by(arrive))
  app.get('/sign-in', by(signIn))
  app.get('/callback', by(comeBack))
  app.get('/card', by(chooseWay))
  app.post('/card', by(enterByCard))
  app.get('/card/callback', by(comeBackSimulated))
  app.get('/out', by(outside))
  app.post('/sign-out', by(leave))
  app.post('/backchannel-logout', (c) => backchannelLogout(c, site, AS_WEBHR))
  app.get('/bind', by(showBind))
  app.post('/bind', by(bindAccount))
  addFunctions(app, site)
  app.notFound((c) => notFound(c, site))
  app.onError((error, c) => {
    site.log.error({ kind: error.name, reason: error.message, stack: error.stack }, 'a page of WebHR could not be made')
    return notice(c, site, { heading: 'fault', text: 'faultNote', status: 500 })
  })
  return app
}
