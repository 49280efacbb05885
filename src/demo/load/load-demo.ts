/** The demo world (4.2): real agencies, the catalogue, a generated nation and the people one may sign in as. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asOf } from '../../core/as-of.ts'
import { startOfDayInTaipei } from '../../core/days.ts'
import { readAgencyFile } from '../../features/agencies/agency-file.ts'
import type { AgencyRow } from '../../features/agencies/agency-file.ts'
import { importAgencies } from '../../features/agencies/import-agencies.ts'
import { readOrganisationOids } from '../../features/agencies/organisation-oids.ts'
import { hashPassword } from '../../features/sign-in/password-hash.ts'
import { processOrigin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import { loadAuthority } from '../../store/scope.ts'
import { issueDemoCards } from '../cards/issue-cards.ts'
import { FIXED_PEOPLE_COLUMNS, fixedPeople, fixedPeopleRows } from '../nation/fixed-people.ts'
import type { FixedLabel } from '../nation/fixed-people.ts'
import type { OidcClient } from '../sample-applications/clients.ts'
import { applyDemoAddresses, applyDemoAuthorities, applyDemoCatalogue, applyDemoOffices } from './demo-configuration.ts'
import type { DemoConfiguration } from './demo-configuration.ts'
import { writeDemoNews } from './demo-news.ts'
import { loadNation } from './load-nation.ts'
import type { NationCounts } from './load-nation.ts'

/** Of everybody in the demo; refused outside of it (4.2). */
export const DEMO_PASSWORD = 'ecpa-demo-2026'

/** The number of people where nobody asks for another (4.2). */
export const DEMO_PEOPLE = 20_000
/** More than the largest nation it is made for; its account names have room for a million. */
export const MOST_PEOPLE = 1_000_000

export type DemoLoad = Omit<DemoConfiguration, 'database' | 'origin'> & {
  /** The data folder, in which `demo/people.csv` and `demo/clients.csv` are written. */
  dataDir: string
  /** How many people were asked for; null: as many as there are, or `DEMO_PEOPLE`. */
  people: number | null
  /** Any whole number; the same one gives the same nation. */
  seed?: number
  /** The PKCS#11 module in whose tokens virtual cards are made; none or null: their keys are files. */
  cardToken?: string | null
  grantsPerPerson?: number
  /**
   * Has what is loaded count as recorded since that instant, and (null) what comes later since it came. Without it all of
   * the nation is known from today on, and a question about last month has nothing to answer with.
   */
  recordSince?: (since: Date | null) => Promise<void>
  /** Is told what is being done, and how far it is. */
  progress?: (stage: DemoStage, done: number, of: number) => void
}

export type DemoStage = 'agencies' | 'catalogue' | 'people'

export type DemoLoaded =
  | { loaded: true; counts: NationCounts }
  /** There was a nation of so many people already. */
  | { loaded: false; people: number }
  /** Another number was asked for than the folder has; nothing was done. */
  | { refused: 'otherPeople'; people: number }

const ORIGIN = processOrigin('ecpa demo')
const DEFAULT_SEED = 2026
// When the file was made that the project ships (data.gov.tw dataset 7307, snapshot of January 2016).
const AGENCY_FILE_DAY = '2016-01-01'

// As if the nation had been kept here since the file was made.
const KNOWN_SINCE = startOfDayInTaipei(AGENCY_FILE_DAY)

/**
 * Loads the demo world where it is not there yet. Each stage is one transaction and does nothing the second time, and
 * the event of the last one says that all is there: a load that was cut off is taken up where it was.
 */
export async function loadDemo(database: Database, load: DemoLoad): Promise<DemoLoaded> {
  const { people, progress = () => {}, dataDir, today } = load
  const demo: DemoConfiguration = { ...load, database, origin: ORIGIN }
  const there = await loadedPeople(database)
  // Also after a load that was cut off.
  if (there !== null) await load.recordSince?.(null)
  if (there !== null) {
    if (people !== null && people !== there) return { refused: 'otherPeople', people: there }
    await writeFiles(dataDir, today, await applyDemoAddresses(demo))
    await applyNews(demo)
    await applyCards(demo, load)
    return { loaded: false, people: there }
  }
  const { recordSince = async () => {} } = load
  await recordSince(KNOWN_SINCE)
  progress('agencies', 0, 1)
  const rows = await loadAgencies(database)
  progress('catalogue', 0, 1)
  await applyDemoCatalogue(demo)
  await applyDemoOffices(demo, rows)
  // The addresses supersede what the catalogue said: what was known before ends where they begin.
  await recordSince(null)
  const clients = await applyDemoAddresses(demo)
  await recordSince(KNOWN_SINCE)
  const wanted = people ?? DEMO_PEOPLE
  progress('people', 0, wanted)
  const counts = await loadNation(database, ORIGIN, {
    nation: { seed: load.seed ?? DEFAULT_SEED, people: wanted, agencies: rows, today },
    seal: load.seal,
    passwordHash: await hashPassword(DEMO_PASSWORD),
    ...(load.grantsPerPerson === undefined ? {} : { grantsPerPerson: load.grantsPerPerson }),
    progress: (done, of) => progress('people', done, of),
  })
  await recordSince(null)
  await applyNews(demo)
  await applyCards(demo, load)
  await writeFiles(dataDir, today, clients)
  return { loaded: true, counts }
}

// Of whom there is an agency's card (4.2).
const CARD_AGENCY = '397210000A'

/** The virtual cards, and the authorities that issued them as those that the portal believes. */
async function applyCards(demo: DemoConfiguration, { dataDir, cardToken = null }: DemoLoad): Promise<void> {
  const { name, organisation_oid: organisationOid } = await demo.database.read.selectFrom('agency_version').select(['name', 'organisation_oid'])
    .where('agency_code', '=', CARD_AGENCY).where(({ fn }) => fn<boolean>('upper_inf', ['recorded'])).where(({ fn }) => fn<boolean>('upper_inf', ['valid']))
    .executeTakeFirstOrThrow()
  if (organisationOid === null) throw new Error(`the project's own list of OIDs has none for ${CARD_AGENCY}`)
  const people = fixedPeople(demo.today)
  const of = (label: FixedLabel) => people.find((one) => one.label === label)!
  const holders = { wu: of('wu.employee'), wang: of('wang.supervisor'), agency: { code: CARD_AGENCY, name, organisationOid } }
  await applyDemoAuthorities(demo, await issueDemoCards(dataDir, holders, new Date(), cardToken))
}

/** What `chen.central` wrote in the weeks before. */
async function applyNews({ database, origin, seal, today }: DemoConfiguration): Promise<void> {
  const { nationalId } = fixedPeople(today).find(({ label }) => label === 'chen.central')!
  const { id } = await database.read.selectFrom('person').select('id').where('national_id_index', '=', seal.indexNationalId(nationalId))
    .executeTakeFirstOrThrow()
  await writeDemoNews(database, origin, await loadAuthority(database.read, id, asOf(today, today)), today)
}

/** How many people the nation has that was loaded here; null: none was. */
async function loadedPeople({ read }: Database): Promise<number | null> {
  const event = await read.selectFrom('audit_event').select('detail').where('code', '=', 'people.generated')
    .orderBy('id', 'desc').limit(1).executeTakeFirst()
  return event === undefined ? null : (event.detail as { people: number }).people
}

const data = (name: string): Buffer => readFileSync(new URL(`../../../data/${name}`, import.meta.url))

async function loadAgencies(database: Database): Promise<AgencyRow[]> {
  const source = 'orglist_dgpa_2015.cp950.csv'
  const bytes = data(source)
  const file = readAgencyFile(bytes)
  if ('refused' in file) throw new Error(`the project's own agency file was refused: ${file.refused}`)
  await importAgencies(database, ORIGIN, {
    source, sha256: createHash('sha256').update(bytes).digest('hex'), rows: file.agencies,
    oids: readOrganisationOids(data('oid_GDS_2019.csv')), asOfDay: AGENCY_FILE_DAY,
  })
  return file.agencies
}

/** `demo/people.csv` (4.2): who can sign in; and `demo/clients.csv`: with which secrets the applications do. */
async function writeFiles(dataDir: string, today: string, clients: readonly OidcClient[]): Promise<void> {
  await writeTable(dataDir, 'people.csv', [FIXED_PEOPLE_COLUMNS, ...fixedPeopleRows(today)])
  await writeTable(dataDir, 'clients.csv', [['application', 'client_id', 'client_secret'],
    ...clients.map(({ application, clientId, clientSecret }) => [application, clientId, clientSecret])], 0o600)
}

/** Whole or not at all. None of the values needs quotation marks. */
async function writeTable(
  dataDir: string, name: string, rows: readonly (readonly string[])[], mode = 0o644,
): Promise<void> {
  const folder = join(dataDir, 'demo')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${name}.new`), `${rows.map((row) => row.join(',')).join('\n')}\n`, { mode })
  await rename(join(folder, `${name}.new`), join(folder, name))
}
