// The agencies as everybody may know them: the public file. WebHR asks the portal who somebody is, and knows by itself which agencies
// there are and which of them manage another.
import { readFileSync } from 'node:fs'
import { managersOf } from '../../core/scope.ts'
import { readAgencyFile } from '../../features/agencies/agency-file.ts'
import { personnelOfficesIn } from '../nation/personnel-offices.ts'
import type { AgencyNode, AgencyTree } from '../../core/agency-tree.ts'

const FILE = new URL('../../../data/orglist_dgpa_2015.cp950.csv', import.meta.url)

export type Agencies = {
  /** The name of an agency, or its code where the file does not have it. */
  name: (code: string) => string
  /** The agency itself and those that manage it; none where it is not live. */
  managing: (code: string) => string[]
}

function readTree(): AgencyTree {
  const file = readAgencyFile(readFileSync(FILE))
  if ('refused' in file) throw new Error(`the project's own agency file was refused: ${file.refused}`)
  const nodes = file.agencies.map(({ code, name, nameEn, superiorCode, superiorMissing, live }): AgencyNode =>
    ({ code, name, nameEn, superior: superiorCode, superiorMissing: superiorMissing !== undefined, live }))
  const agencies = new Map(nodes.map((node) => [node.code, node]))
  return { agencies, offices: personnelOfficesIn(file.agencies) }
}

/** By the agency file that the project ships, read when it is first asked: it takes most of a second, and a start waits for nobody. */
export function publicAgencies(): Agencies {
  let known: AgencyTree | undefined
  const tree = (): AgencyTree => known ??= readTree()
  return { name: (code) => tree().agencies.get(code)?.name ?? code, managing: (code) => managersOf(code, tree()) }
}
