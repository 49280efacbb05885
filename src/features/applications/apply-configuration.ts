/** Brings the database to what a configuration says (4.3a): all of it in one transaction, or nothing. */
import { createHash } from 'node:crypto'
import type { Day } from '../../core/days.ts'
import { change } from '../../store/change.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import type { Database, Reader } from '../../store/database.ts'
import { planApiClients } from './apply-api-clients.ts'
import { planCatalogue } from './apply-catalogue.ts'
import { takeTurn } from './catalogue-rows.ts'
import { planClients } from './apply-clients.ts'
import type { ClientCircumstances } from './apply-clients.ts'
import { planGroups } from './apply-groups.ts'
import { planAuthorities, planListedCertificates } from './apply-certificates.ts'
import { planOffices } from './apply-offices.ts'
import { checkConfiguration, FaultList } from './check-configuration.ts'
import type { Configuration } from './configuration.ts'
import type { ConfigurationChange } from './configuration-change.ts'
import type { ConfigurationFault } from './configuration-faults.ts'
import { readConfiguration } from './read-configuration.ts'
import type { Path } from './read-configuration.ts'

export type ConfigurationFile = { name: string; bytes: Uint8Array }
/** The changes, and how many things that the file mentions are as it says already. */
export type Difference = { changes: Omit<ConfigurationChange, 'write'>[]; same: number }
export type Applied = { faults: ConfigurationFault[] } | ({ applied: boolean } & Difference)

type Circumstances = ClientCircumstances & { today: Day }
type Options = Circumstances & {
  dryRun: boolean
  /** Is shown the difference before anything is changed. */
  show?: (difference: Difference) => void
}

// Meanwhile somebody else has changed the same things: then there is a new difference to show.
const MOST_DIFFERENCES = 3

/**
 * Reads the file, tells all its faults or shows the difference, and applies it. A file that says nothing new changes
 * nothing and leaves no event; `applied` is whether something was written.
 */
export async function applyConfiguration(
  database: Database, origin: Origin, file: ConfigurationFile, options: Options,
): Promise<Applied> {
  const read = readConfiguration(file.bytes, file.name)
  if ('faults' in read) return read
  const faults = checkConfiguration(read.configuration, read.lineOf)
  if (faults.length > 0) return { faults }
  const planIn = (db: Reader): ReturnType<typeof plan> => plan(db, read.configuration, read.lineOf, options)
  for (let tried = 0; tried < MOST_DIFFERENCES; tried += 1) {
    const first = await planIn(database.read)
    if ('faults' in first) return first
    options.show?.(withoutWriting(first))
    if (options.dryRun || first.changes.length === 0) return { applied: false, ...withoutWriting(first) }
    const done = await write(database, origin, file, planIn, keyOf(first))
    if (done !== 'other') return 'faults' in done ? done : { applied: true, ...withoutWriting(done) }
  }
  throw new Error('the configuration is being changed by somebody else at the same time')
}

type Planned = { faults: ConfigurationFault[] } | { changes: ConfigurationChange[]; same: number }

async function plan(
  db: Reader, configuration: Configuration, lineOf: (path: Path) => number | null, { today, ...clients }: Circumstances,
): Promise<Planned> {
  const planning = { db, today, faults: new FaultList(lineOf), changes: [] as ConfigurationChange[], same: 0 }
  const applications = await planCatalogue(planning, configuration.applications ?? [])
  await planGroups(planning, configuration.groups ?? [])
  await planOffices(planning, configuration.personnelOffices ?? [])
  const oidcClients = await planClients(planning, configuration.oidcClients ?? [], applications, clients)
  await planApiClients(planning, configuration.apiClients ?? [], oidcClients, clients)
  const authorities = await planAuthorities(planning, configuration.certificateAuthorities ?? [])
  await planListedCertificates(planning, configuration.certificateWhitelist ?? [], authorities)
  const { faults: { faults }, changes, same } = planning
  return faults.length > 0 ? { faults } : { changes, same }
}

const withoutWriting = ({ changes, same }: { changes: ConfigurationChange[]; same: number }): Difference =>
  ({ changes: changes.map(({ write: _, ...told }) => told), same })

const keyOf = (difference: { changes: ConfigurationChange[]; same: number }): string =>
  JSON.stringify(withoutWriting(difference))

/** Rolls the transaction back: what it planned cannot be, or is not what was shown. */
class Undone extends Error {
  readonly planned: Planned | 'other'

  constructor(planned: Planned | 'other') {
    super()
    this.planned = planned
  }
}

async function write(
  database: Database, origin: Origin, file: ConfigurationFile, planIn: (db: Reader) => Promise<Planned>,
  expected: string,
): Promise<Planned | 'other'> {
  try {
    return await change(database, origin, async (tx) => {
      await takeTurn(tx.db)
      const planned = await planIn(tx.db)
      if ('faults' in planned) throw new Undone(planned)
      if (keyOf(planned) !== expected) throw new Undone('other')
      for (const one of planned.changes) await one.write(tx)
      return { result: planned as Planned, event: await recordApplied(tx, file, planned.changes) }
    })
  } catch (error) {
    if (error instanceof Undone) return error.planned
    throw error
  }
}

function recordApplied(
  tx: Change, { name, bytes }: ConfigurationFile, changes: ConfigurationChange[],
): Promise<EventId> {
  const keys = (kind: 'added' | 'changed'): string[] =>
    changes.filter((one) => one.kind === kind).map((one) => `${one.thing} ${one.key}`)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return tx.record({
    code: 'catalogue.applied', detail: { source: name, sha256, added: keys('added'), changed: keys('changed') },
  })
}
