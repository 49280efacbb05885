// What can be wrong with an installation, each thing looked at by itself: the list that `ecpa doctor` goes through.
import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import { wordsOf } from '../../core/thrown.ts'
import { SealFault } from '../../store/seal.ts'
import { trustState } from '../certificates/trust-state.ts'
import { failureWords } from '../mail/failures.ts'
import { mailState } from '../mail/kept-letters.ts'
import { openTransport } from '../mail/transport.ts'
import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'

/** `fault`: people cannot work, or are not safe. `warning`: they can, and somebody should look. */
export type Finding = { check: string; state: 'ok' | 'warning' | 'fault'; says: string }

export type Patient = {
  database: Database
  seal: Seal
  /** Where the embedded database lives; null where a server keeps the data. */
  dataDir: string | null
  /** Null where the mail catcher of the demonstration stands in. */
  smtpUrl: string | null
  /** PEM of the authorities of its certificate; null for the public ones. */
  smtpAuthorities: string | null
}

type Check = { name: string; look: (patient: Patient) => Promise<Omit<Finding, 'check'>> }

const ok = (says: string) => ({ state: 'ok' as const, says })
const warning = (says: string) => ({ state: 'warning' as const, says })
const fault = (says: string) => ({ state: 'fault' as const, says })

// A token is good for minutes and a lock for a quarter of an hour: clocks that differ by more confuse both.
const MOST_SECONDS_APART = 5
const LEAST_FREE_GIGABYTES = 2
// A letter goes out within seconds; what waits longer was refused at least once.
const LONGEST_WAIT_MINUTES = 60

const CHECKS: readonly Check[] = [
  {
    name: 'database',
    look: async ({ database }) => {
      await database.ready()
      const { rows: [row] } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(database.unaudited)
      return ok(`PostgreSQL ${row?.version} answers and has this version's migrations.`)
    },
  },
  { name: 'privileges', look: ({ database }) => lookAtPrivileges(database) },
  {
    name: 'clock',
    look: async ({ database }) => {
      const { rows: [row] } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(database.unaudited)
      const apart = Math.abs(Date.now() - row!.now.getTime()) / 1000
      return apart <= MOST_SECONDS_APART ? ok('The clocks of this machine and of the database agree.')
        : fault(`The clocks of this machine and of the database are ${Math.round(apart)} seconds apart. Check their time service.`)
    },
  },
  { name: 'keys', look: lookAtKeys },
  { name: 'contents', look: ({ database }) => lookAtContents(database) },
  {
    name: 'disk',
    look: async ({ dataDir }) => {
      if (dataDir === null) return ok('The data is on a server; its disk is watched there.')
      const { bavail, bsize } = await statfs(dataDir)
      const free = (bavail * bsize) / 1e9
      return free >= LEAST_FREE_GIGABYTES ? ok(`${Math.floor(free)} GB are free where the data is kept.`)
        : warning(`Only ${free.toFixed(1)} GB are free where the data is kept (${dataDir}).`)
    },
  },
  { name: 'mail', look: lookAtMail },
  { name: 'cards', look: lookAtLists },
]

/** What the program's role must never be able to do, and whether its login could take off that role. */
async function lookAtPrivileges({ unaudited }: Database): Promise<Omit<Finding, 'check'>> {
  const { rows: [row] } = await sql<{ alters: boolean; owns: boolean }>`
    select has_table_privilege('audit_event', 'update, delete, truncate') as alters,
      pg_has_role(session_user, (select relowner from pg_class where oid = 'audit_event'::regclass), 'member') as owns`
    .execute(unaudited)
  if (row!.alters) return fault('The program may alter audit events. Revoke that from the role ecpa_program.')
  return row!.owns
    ? warning('The program logs in as the owner of the database. Give it a login that is only a member of ecpa_program.')
    : ok('The program cannot alter audit events.')
}

/** The keys must open what was sealed, or nobody can be found and no token signed: asked before the portal opens, too. */
export async function lookAtKeys({ database, seal }: Pick<Patient, 'database' | 'seal'>): Promise<Omit<Finding, 'check'>> {
  const sealed = await database.read.selectFrom('person').select(['national_id_sealed', 'national_id_index'])
    .orderBy('id', 'desc').limit(1).executeTakeFirst()
  if (sealed === undefined) return warning('There is nobody yet whose number the keys could be tried on.')
  try {
    seal.openNationalId({ sealed: sealed.national_id_sealed, index: sealed.national_id_index })
  } catch (error) {
    if (!(error instanceof SealFault)) throw error
    return fault(`ECPA_DATA_KEYS or ECPA_INDEX_KEY are not those of this database: ${error.message}.`)
  }
  return seal.isOutdated(sealed.national_id_sealed)
    ? warning('National IDs are sealed under an older data key; they stay readable as long as it is kept.')
    : ok('The keys open what is sealed.')
}

async function lookAtContents({ unaudited }: Database): Promise<Omit<Finding, 'check'>> {
  const { rows: [row] } = await sql<{ agencies: boolean; applications: boolean; central: boolean }>`
    select exists (select from agency) as agencies, exists (select from application) as applications,
      exists (select from central_role where role = 'central' and upper_inf(recorded) and state = 'active') as central`.execute(unaudited)
  const missing = [
    ...(row!.agencies ? [] : ['no agencies (ecpa import agencies FILE)']),
    ...(row!.applications ? [] : ['no applications (ecpa apply FILE)']),
    ...(row!.central ? [] : ['no central administrator (ecpa admin create)']),
  ]
  return missing.length === 0 ? ok('There are agencies, applications and a central administrator.')
    : warning(`There are ${missing.join(', ')}.`)
}

async function lookAtMail({ database, smtpUrl, smtpAuthorities }: Patient): Promise<Omit<Finding, 'check'>> {
  if (smtpUrl !== null) {
    const transport = openTransport({ smtpUrl, authorities: smtpAuthorities, from: '' })
    const no = await transport.verify().then(() => null, failureWords)
    if (no !== null) return fault(`The mail server ${new URL(smtpUrl).hostname} does not take us: ${no}`)
  }
  const { dead, waiting, oldestMinutes } = await mailState(database.read)
  const oldest = oldestMinutes === null ? 'No letter waits' : `${waiting} letters wait, the oldest for ${timeOf(oldestMinutes)}`
  const given = dead === 0 ? 'none was given up' : `${dead} were given up: ecpa mail list --dead`
  return dead === 0 && (oldestMinutes ?? 0) <= LONGEST_WAIT_MINUTES ? ok(`${oldest}; ${given}.`) : warning(`${oldest}; ${given}.`)
}

/** Cards of an authority without a fresh list are refused, so one that has none is a fault before anybody complains. */
async function lookAtLists({ database }: Patient): Promise<Omit<Finding, 'check'>> {
  const authorities = await trustState(database.read, new Date())
  if (authorities.length === 0) return ok('No certificate authority is configured: nobody signs in by card.')
  const without = authorities.filter(({ state }) => state !== 'good' && state !== 'asked').map(({ code, fault: why }) => `${code} (${why ?? 'not fetched yet'})`)
  if (without.length > 0) return fault(`Cards are refused, for there is no fresh revocation list of ${without.join(', ')}.`)
  const silent = authorities.filter((one) => one.responderFault !== null).map(({ code, responderFault: why }) => `${code} (${why})`)
  if (silent.length > 0) return warning(`The responder was last asked in vain of ${silent.join(', ')}. Cards without a kept answer are refused.`)
  const failing = authorities.filter((one) => one.fault !== null && one.state !== 'asked').map(({ code, fault: why }) => `${code} (${why})`)
  return failing.length === 0 ? ok(`The revocation lists of ${authorities.length} authorities are fresh.`)
    : warning(`The last fetch of the revocation list failed: ${failing.join(', ')}. The lists there are still hold.`)
}

const timeOf = (minutes: number): string => (minutes < 120 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} hours`)

/** Looks at everything, one after the other. A check that cannot be made is a fault that says why. */
export async function examine(patient: Patient): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { name, look } of CHECKS) {
    const found = await look(patient).catch((error: unknown) => fault(wordsOf(error)))
    findings.push({ check: name, ...found })
  }
  return findings
}
