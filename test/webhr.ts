// The sample WebHR beside a portal with a small government, each at an address of its own as in life: for what its users and attackers do.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reportingClient, webhrClient } from '../src/demo/webhr/clients.ts'
import { startWebhr } from '../src/demo/webhr/start.tsx'
import { registerApiClient, registerClient } from '../src/features/oidc/clients.ts'
import { registrationSchema } from '../src/features/oidc/registration.ts'
import { openCardSession } from '../src/features/sign-in/sessions.ts'
import { change, processOrigin } from '../src/store/change.ts'
import { freePorts } from './free-ports.ts'
import { newBrowser } from './openid-peer.ts'
import { personOf, seal, startWorld } from './world.ts'
import type { Webhr } from '../src/demo/webhr/start.tsx'
import type { Who, World } from './world.ts'

export type Browser = ReturnType<typeof newBrowser>
export type Shown = Awaited<ReturnType<Browser['go']>>

export type WebhrWorld = {
  world: World
  portal: string
  webhr: string
  /** WebHR's own folder. */
  folder: string
  /** What it wrote to its log, line by line. */
  logged: string[]
  /** A browser with the session of that agency's card, held by that person; `proved`: by their own password. */
  card: (agency: string, holder: Who, proved?: boolean) => Promise<Browser>
  /** A browser with the session of that person, by their own card. */
  person: (who: Who) => Promise<Browser>
  /** Ends the program and starts it again on the same folder. */
  restart: () => Promise<void>
  stop: () => Promise<void>
}

/** All words of a page, as they are read. */
export const wordsOf = ({ text }: Shown): string => text.slice(text.indexOf('<body')).replace(/<[^>]+>/g, ' ')
  .replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&').replace(/\s+/g, ' ')

export const secretOf = (code: string): string => `${code}-a-secret-of-thirty-two-characters`

/** Lets the portal know WebHR at `origin`, open to agencies' cards. */
async function register(world: World, origin: string): Promise<void> {
  // As if the catalogue had always said so: what a version says cannot be changed by anybody else than a test's owner.
  await world.sql('set session_replication_role = replica')
  await world.sql(`update application_version set open_to_agency_card = true, launch_url = $1 where application_code = 'WebHR' and upper_inf(recorded)`, [`${origin}/`])
  await world.sql('set session_replication_role = origin')
  await change(world.database, processOrigin('test'), async (tx) => {
    const done = await registerClient(tx, seal, registrationSchema.parse(webhrClient(origin, secretOf)), { demo: true })
    if ('refused' in done) throw new Error(done.refused)
    await registerApiClient(tx, seal, reportingClient(secretOf), { demo: true })
    return { result: null, event: { code: 'catalogue.applied', detail: { source: 'test', sha256: '', added: [], changed: [] } } }
  })
  await world.oidc.reload()
}

export async function startWebhrWorld(): Promise<WebhrWorld> {
  const port = await freePorts()
  const [portal, webhrOrigin] = [`http://localhost:${port}`, `http://localhost:${port + 2}`]
  const dataDir = mkdtempSync(join(tmpdir(), 'webhr-'))
  const world = await startWorld({ ECPA_ORIGIN: portal, ECPA_PROGRAM_REQUESTS_PER_MINUTE: '5000' })
  const logged: string[] = []
  const line = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`)
  const start = () => startWebhr({
    port: port + 2, portalOrigin: portal, clientSecretOf: secretOf, dataDir, log: { info: line, warn: line, error: line },
  })
  let running: Webhr | null = null
  const stop = async () => {
    await running?.stop()
    await world.stop()
    rmSync(dataDir, { recursive: true })
  }
  try {
    await register(world, webhrOrigin)
    running = await start()
    await running.ready
  } catch (fault) {
    await stop()
    throw fault
  }
  const withCookie = (token: string): Browser => {
    const browser = newBrowser()
    browser.cookies.set('__Host-ecpa', token)
    return browser
  }
  return {
    world, portal, webhr: webhrOrigin, folder: join(dataDir, 'demo', 'webhr'), logged, stop,
    card: async (agency, holder, proved = false) => {
      const { id, token } = await openCardSession(world.database.unaudited, { agency, address: null, userAgent: 'test' }, { idleMinutes: 30, hours: 8 })
      await world.sql(`insert into session_holder (session_id, card_agency, person_id, verified_by, event_id)
        values ($1, $2, $3, $4, (select max(id) from audit_event))`, [id, agency, personOf(holder), proved ? 'password' : null])
      return withCookie(token)
    },
    person: async (who) => withCookie((await world.signIn(who, 'personCertificate')).cookies.get('__Host-ecpa')!),
    restart: async () => {
      await running!.stop()
      running = await start()
      await running.ready
    },
  }
}
