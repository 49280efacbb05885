/** What a configuration can be found at fault for by itself, before the database is asked. */
import type { Day } from '../../core/days.ts'
import type { Period } from '../../store/periods.ts'
import { serialOf } from '../certificates/authority-rows.ts'
import type { Configuration } from './configuration.ts'
import type { ConfigurationFault, LawFaultCode } from './configuration-faults.ts'
import type { Path } from './read-configuration.ts'

/** Collects faults that concern what the file says at a path. */
export class FaultList {
  readonly faults: ConfigurationFault[] = []
  readonly #lineOf: (path: Path) => number | null

  constructor(lineOf: (path: Path) => number | null) {
    this.#lineOf = lineOf
  }

  add(code: LawFaultCode, path: Path, detail = ''): void {
    this.faults.push({ code, path, line: this.#lineOf(path), detail })
  }
}

/** Adds a fault for each key that came before. */
function refuseDoubled(faults: FaultList, keys: readonly string[], place: (at: number) => Path): void {
  const seen = new Set<string>()
  for (const [at, key] of keys.entries()) {
    if (seen.has(key)) faults.add('doubled', place(at), key)
    seen.add(key)
  }
}

type Dated = { from?: Day | undefined; to?: Day | null | undefined }

/** Whether the periods have a day in common. A null `from` is long ago, a null `to` is open. */
export function overlap(a: Period, b: Period): boolean {
  return (a.to === null || b.from === null || b.from <= a.to) && (b.to === null || a.from === null || a.from <= b.to)
}

/** Several periods of one thing have to say when they begin, and may not share a day. */
function checkPeriods(
  faults: FaultList, entries: readonly (Dated & { key: string })[], place: (at: number) => Path,
): void {
  for (const [at, one] of entries.entries()) {
    const { from, key, to } = one
    if (from !== undefined && typeof to === 'string' && to < from) {
      faults.add('endsBeforeItBegins', [...place(at), 'to'], `${from}–${to}`)
    }
    const others = entries.slice(0, at).filter((other) => other.key === key)
    if (others.some((other) => from === undefined || other.from === undefined || other.from === from)) {
      faults.add('doubled', place(at), key)
    } else if (others.some((other) => overlap(periodOf(one), periodOf(other)))) faults.add('overlap', place(at), key)
  }
}

const periodOf = ({ from, to }: Dated): Period => ({ from: from ?? null, to: to ?? null })

/** Tells one thing twice, periods that end before they begin, and what no catalogue may say. */
export function checkConfiguration(
  configuration: Configuration, lineOf: (path: Path) => number | null,
): ConfigurationFault[] {
  const faults = new FaultList(lineOf)
  const { applications = [], groups = [], oidcClients = [], apiClients = [], personnelOffices = [] } = configuration
  const { certificateAuthorities = [], certificateWhitelist = [] } = configuration

  refuseDoubled(faults, applications.map(({ code }) => code), (at) => ['applications', at])
  for (const [at, { code, categories = [], dutyAllowed }] of applications.entries()) {
    refuseDoubled(faults, categories.map((one) => one.code), (within) => ['applications', at, 'categories', within])
    // R-DUTY-2: WebHR can never be chosen for a duty, whatever a catalogue says.
    if (code === 'WebHR' && dutyAllowed === true) faults.add('webHrDuty', ['applications', at, 'dutyAllowed'])
  }

  refuseDoubled(faults, groups.map(({ code }) => code), (at) => ['groups', at])
  for (const [at, { members = [] }] of groups.entries()) {
    const keyed = members.map((member) => ({ ...member, key: member.account }))
    checkPeriods(faults, keyed, (within) => ['groups', at, 'members', within])
  }

  refuseDoubled(faults, oidcClients.map(({ clientId }) => clientId), (at) => ['oidcClients', at])
  refuseDoubled(faults, apiClients.map(({ clientId }) => clientId), (at) => ['apiClients', at])

  refuseDoubled(faults, certificateAuthorities.map(({ code }) => code), (at) => ['certificateAuthorities', at])
  for (const [at, { algorithms }] of certificateAuthorities.entries()) {
    refuseDoubled(faults, algorithms ?? [], (within) => ['certificateAuthorities', at, 'algorithms', within])
  }
  const listed = certificateWhitelist.map((one) => ({ ...one, key: `${one.issuer} ${serialOf(one.serial)}` }))
  checkPeriods(faults, listed, (at) => ['certificateWhitelist', at])

  const offices = personnelOffices.map((one) => ({ ...one, key: `${one.office} ${one.agency}` }))
  checkPeriods(faults, offices, (at) => ['personnelOffices', at])
  for (const [at, office] of personnelOffices.entries()) {
    if (office.office === office.agency) faults.add('ownOffice', ['personnelOffices', at], office.office)
  }
  return faults.faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
}
