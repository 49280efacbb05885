import type { AgencyNoticeCode, AgencyRow } from './agency-file.ts'

type Agencies = ReadonlyMap<string, AgencyRow>
type Tell = (agency: AgencyRow, code: AgencyNoticeCode, detail: string) => void

/** The codes that lie on a loop when one goes from code to `next` code. Linear, and without recursion. */
export function codesOnLoops(codes: Iterable<string>, next: (code: string) => string | null): Set<string> {
  const done = new Set<string>()
  const looping = new Set<string>()
  for (const start of codes) {
    const way: string[] = []
    const onWay = new Set<string>()
    let code: string | null = start
    while (code !== null && !done.has(code) && !onWay.has(code)) {
      way.push(code)
      onWay.add(code)
      code = next(code)
    }
    if (code !== null && onWay.has(code)) for (const looped of way.slice(way.indexOf(code))) looping.add(looped)
    for (const passed of way) done.add(passed)
  }
  return looping
}

function withoutSuperior(agency: AgencyRow): void {
  agency.superiorMissing = agency.superiorCode ?? ''
  agency.superiorCode = null
}

function tieSuperiors(agencies: Agencies, tell: Tell): void {
  for (const agency of agencies.values()) {
    if (agency.superiorCode === agency.code) {
      tell(agency, 'ownSuperior', agency.code)
      agency.superiorCode = null
    } else if (agency.superiorCode === null || !agencies.has(agency.superiorCode)) {
      tell(agency, 'superiorMissing', `${agency.code} → ${(agency.superiorCode ?? '').slice(0, 20)}`)
      withoutSuperior(agency)
    }
  }
  const loops = codesOnLoops(agencies.keys(), (code) => agencies.get(code)?.superiorCode ?? null)
  for (const code of loops) {
    const agency = agencies.get(code)!
    tell(agency, 'superiorLoop', `${code} → ${agency.superiorCode}`)
    withoutSuperior(agency)
  }
  for (const agency of agencies.values()) {
    const superior = agency.superiorCode === null ? undefined : agencies.get(agency.superiorCode)
    if (agency.live && superior?.live === false) tell(agency, 'superiorAbolished', `${agency.code} → ${superior.code}`)
  }
}

function tieSuccessors(agencies: Agencies, tell: Tell): void {
  const drop = (agency: AgencyRow, why: 'successorSelf' | 'successorMissing' | 'successorLoop'): void => {
    tell(agency, why, `${agency.code} → ${agency.successorCode?.slice(0, 20)}`)
    agency.successorCode = null
    agency.successorFrom = null
  }
  for (const agency of agencies.values()) {
    if (agency.successorCode === agency.code) drop(agency, 'successorSelf')
    else if (agency.successorCode !== null && !agencies.has(agency.successorCode)) drop(agency, 'successorMissing')
  }
  const loops = codesOnLoops(agencies.keys(), (code) => agencies.get(code)?.successorCode ?? null)
  for (const code of loops) drop(agencies.get(code)!, 'successorLoop')
}

function tiePredecessors(agencies: Agencies, tell: Tell): void {
  for (const agency of agencies.values()) {
    const code = agency.predecessorCode
    if (code === null || (agencies.has(code) && code !== agency.code)) continue
    tell(agency, 'predecessorMissing', `${agency.code} ← ${code.slice(0, 20)}`)
    agency.predecessorCode = null
  }
}

function tellOddities(agencies: Agencies, tell: Tell): void {
  const names = new Map<string, string>()
  for (const agency of agencies.values()) {
    const { abolished, code, effective, live, name } = agency
    if (live && abolished !== null) tell(agency, 'liveWithAbolitionDate', `${code} ${abolished}`)
    if (effective !== null && abolished !== null && abolished < effective) {
      tell(agency, 'abolishedBeforeEffective', `${code} ${effective} … ${abolished}`)
    }
    if (!live) continue
    const first = names.get(name)
    if (first === undefined) names.set(name, code)
    else tell(agency, 'doubledName', `${name}: ${first}, ${code}`)
  }
}

/**
 * Makes the ties between the rows sound, in place, telling each one that it had to drop: roots and missing parents,
 * loops of parents or successors, successors and predecessors that the file does not hold.
 */
export function tieAgencies(agencies: Agencies, tell: Tell): void {
  tieSuperiors(agencies, tell)
  tieSuccessors(agencies, tell)
  tiePredecessors(agencies, tell)
  tellOddities(agencies, tell)
}
