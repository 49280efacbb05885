import { readFileSync } from 'node:fs'
import { dayInTaipei } from '../core/days.ts'
import { demoResponder } from '../demo/cards/responder.ts'
import { TokenFault } from '../demo/cards/token.ts'
import { publishedList } from '../demo/cards/issue-cards.ts'
import { loadDemo, MOST_PEOPLE } from '../demo/load/load-demo.ts'
import { startCardDesk } from '../demo/card-desk/start.tsx'
import { startMailCatcher } from '../demo/mail-catcher/start.tsx'
import { demoSecretOf } from '../demo/sample-applications/clients.ts'
import { startSampleApplications } from '../demo/sample-applications/start.tsx'
import { WEBHR } from '../demo/webhr/clients.ts'
import { startWebhr } from '../demo/webhr/start.tsx'
import { fetchLists } from '../features/certificates/fetch-lists.ts'
import { readConfiguration } from '../features/applications/read-configuration.ts'
import { databaseFolder } from '../store/data-folder.ts'
import { openDatabase } from '../store/database.ts'
import { countTables, recordSince, startLocal } from '../store/local-database.ts'
import { migrate } from '../store/migrate.ts'
import { readOptions } from './arguments.ts'
import { Refusal, UsageFault } from './command.ts'
import { askedToEnd, logFor, sealFor, settingsFor } from './installation.ts'
import { listenPortal } from './portal.ts'
import { progressOn } from './progress.ts'
import type { SampleApplication } from '../demo/sample-applications/clients.ts'
import type { Settings } from '../settings.ts'
import type { Database } from '../store/database.ts'
import type { Seal } from '../store/seal.ts'
import type { Command, Terminal } from './command.ts'
import type { Portal } from './portal.ts'

/** The programs beside the portal take the ports after its own (4.2). */
const APPLICATIONS_AFTER = 1
const WEBHR_AFTER = 2
const MAILBOX_AFTER = 3

type Stop = () => Promise<void>

/** What was started. First the programs are stopped, then the database that they work on, the last opened first. */
type Started = { programs: Stop[]; ground: Stop[] }

function peopleAsked(args: readonly string[]): number | null {
  const values = readOptions(args, { people: { type: 'string' } })
  if (values.people === undefined) return null
  const people = Number(values.people)
  if (Number.isInteger(people) && people >= 100 && people <= MOST_PEOPLE) return people
  throw new UsageFault(`--people takes a whole number from 100 to ${MOST_PEOPLE}.`)
}

/** The catalogue that the project ships, as the sample applications play it; WebHR is a program of its own. */
function sampleCatalogue(): SampleApplication[] {
  const read = (name: string) => {
    const file = readConfiguration(readFileSync(new URL(`../../data/${name}`, import.meta.url)), name)
    if ('faults' in file) throw new Error(`the project's own ${name} has faults`)
    return file.configuration.applications ?? []
  }
  const categories = new Map(read('categories.csv').map(({ code, categories: own }) => [code, own ?? []]))
  return read('applications.csv').filter(({ code }) => code !== WEBHR).map(({ code, name }) => ({
    code,
    name: name ?? code,
    categories: (categories.get(code) ?? []).map((one) => ({ code: one.code, name: one.name ?? one.code, nameEn: one.nameEn ?? one.code })),
  }))
}

/** A port that is taken becomes a sentence that says which, and what to do. */
async function taking<T>(port: number, start: () => Promise<T>): Promise<T> {
  try {
    return await start()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    throw new Refusal(`Port ${port} is in use by another program. Stop that one, or choose other ports: ECPA_PORT=4000 npm start`)
  }
}

/** Takes all ports first, so that a taken one is told before anything else is done. */
async function takePorts(settings: Settings, dataDir: string, seal: Seal, started: Started): Promise<Portal> {
  const log = logFor(settings)
  const mailPort = settings.port + MAILBOX_AFTER
  const mail = await taking(mailPort, () => startMailCatcher({ httpPort: mailPort, smtpPort: 0, dataDir, log }))
  started.programs.push(mail.stop)
  const portal = await taking(settings.port, () => listenPortal({ settings, log, smtpUrl: mail.smtpUrl }))
  started.programs.push(portal.stop)
  const applicationsPort = settings.port + APPLICATIONS_AFTER
  const responder = demoResponder(dataDir)
  const samples = await taking(applicationsPort, () => startSampleApplications({
    port: applicationsPort, portalOrigin: settings.origin, applications: sampleCatalogue(),
    clientSecretOf: demoSecretOf(seal), dataDir, log, publishedList: (fileName) => publishedList(dataDir, fileName, new Date()),
    responder: (question) => responder(question, new Date()),
  }))
  started.programs.push(samples.stop)
  const webhrPort = settings.port + WEBHR_AFTER
  const webhr = await taking(webhrPort, () => startWebhr({
    port: webhrPort, portalOrigin: settings.origin, clientSecretOf: demoSecretOf(seal), dataDir, log,
  }))
  started.programs.push(webhr.stop)
  const desk = await taking(settings.cardDeskPort, () => startCardDesk({ port: settings.cardDeskPort, portalOrigin: settings.origin, dataDir, log }))
  started.programs.push(desk.stop)
  return { ...portal, open: (...means) => portal.open(...means).then(() => Promise.all([samples.ready, webhr.ready])).then(() => {}) }
}

type Opened = { database: Database; ownerUrl: string }

async function openDemoDatabase(settings: Settings, terminal: Terminal, started: Started): Promise<Opened> {
  const local = settings.databaseUrl !== null ? null : await startLocal({ dataDir: settings.dataDir, log: terminal.err })
  if (local !== null) {
    started.ground.push(local.stop)
    void local.ended.then((why) => terminal.err(why))
  }
  const ownerUrl = local?.ownerUrl ?? settings.databaseOwnerUrl!
  await migrate(ownerUrl)
  const database = openDatabase({
    url: local?.url ?? settings.databaseUrl!, maxConnections: settings.databaseConnections, log: logFor(settings),
  })
  started.ground.push(database.close)
  return { database, ownerUrl }
}

type Means = { dataDir: string; people: number | null; seal: Seal }

async function load({ port, cardToken }: Settings, { database, ownerUrl }: Opened, means: Means): Promise<void> {
  const progress = progressOn()
  const loaded = await loadDemo(database, {
    ...means,
    today: dayInTaipei(new Date()),
    applicationsOrigin: `http://localhost:${port + APPLICATIONS_AFTER}`,
    webhrOrigin: `http://localhost:${port + WEBHR_AFTER}`,
    cardToken,
    secretOf: demoSecretOf(means.seal),
    recordSince: (since) => recordSince(ownerUrl, since),
    progress: progress.update,
  }).catch((error: unknown) => {
    throw error instanceof TokenFault ? new Refusal(error.message) : error
  })
  progress.end()
  // So that cards are believed from the first minute on.
  if ('loaded' in loaded) await fetchLists(database, new Date())
  if ('loaded' in loaded) return loaded.loaded ? countTables(ownerUrl) : undefined
  throw new Refusal(`The data in ${means.dataDir} has ${loaded.people} generated people already. ` +
    'Start without --people to go on with them, or choose an empty folder with ECPA_DATA_DIR to begin anew.')
}

function tellWhere({ port, origin, databaseUrl, cardDeskPort }: Settings, dataDir: string, { err }: Terminal): void {
  err([
    '',
    `  人事服務網 eCPA    ${origin}`,
    `  sample applications  http://localhost:${port + APPLICATIONS_AFTER}`,
    `  WebHR                http://localhost:${port + WEBHR_AFTER}`,
    `  mailbox              http://localhost:${port + MAILBOX_AFTER}`,
    `  card desk            http://localhost:${cardDeskPort}, PIN 123456`,
    `  data                 ${databaseUrl === null ? dataDir : `${dataDir} and the server of ECPA_DATABASE_URL`}`,
    `  who can sign in      ${dataDir}/demo/people.csv, password ecpa-demo-2026`,
    '  Ctrl-C ends it.',
    '',
  ].join('\n'))
}

/** `ecpa demo`, which is what `npm start` runs: everything on one machine with a generated nation (4.2). */
export const demo: Command = {
  name: 'demo',
  takes: '[--people N]',
  says: 'starts everything on this machine with generated people, as npm start does',
  async run(args, terminal) {
    const people = peopleAsked(args)
    const settings = settingsFor('demo', terminal)
    const end = askedToEnd()
    const { dataDir, moved } = databaseFolder(settings.dataDir)
    if (moved) terminal.err(`The database's user cannot reach ${settings.dataDir}; the data is kept in ${dataDir}.`)
    const started: Started = { programs: [], ground: [] }
    const work = async () => {
      const seal = sealFor(settings, dataDir)
      const portal = await takePorts(settings, dataDir, seal, started)
      const opened = await openDemoDatabase(settings, terminal, started)
      await load(settings, opened, { dataDir, people, seal })
      await portal.open(opened.database, seal)
      tellWhere(settings, dataDir, terminal)
      terminal.out(`eCPA ready: ${settings.origin}`)
      await end
    }
    // Whoever presses Ctrl-C while it loads waits for nothing: what is half loaded is taken back by the database.
    const working = work()
    try {
      await Promise.race([working, end])
      return 0
    } finally {
      working.catch(() => {})
      for (const stop of [...started.programs.toReversed(), ...started.ground.toReversed()]) await stop().catch(() => {})
    }
  },
}
