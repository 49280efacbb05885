// Agencies as the law reads them: as much of the tree as a question needs, as of its day.
import type { AgencyCode } from './standing.ts'

/**
 * An agency on the day. A root has neither superior nor a missing one; `superiorMissing` marks the top of a line whose
 * superior nobody knows. One that is not `live` on the day is here for its name alone.
 */
export type AgencyNode = {
  code: AgencyCode
  name: string
  nameEn: string | null
  superior: AgencyCode | null
  superiorMissing: boolean
  live: boolean
}

/** `office` is the personnel office of `agency` on the day (R-SCP-1). */
export type PersonnelOffice = { office: AgencyCode; agency: AgencyCode }

/**
 * A part of the tree that holds, for every agency asked about, the whole line above it, the personnel offices of that
 * line and whether those are live. A question about an agency needs no more than that.
 */
export type AgencyTree = {
  agencies: ReadonlyMap<AgencyCode, AgencyNode>
  offices: readonly PersonnelOffice[]
}

// The real tree is at most five deep; the bound ends a loop that a faulty source might bring (db/migrations/0003).
const DEEPEST_LINE = 16

export function isLive(tree: AgencyTree, agency: AgencyCode): boolean {
  return tree.agencies.get(agency)?.live === true
}

/** The agency and those above it, nearest first; empty when the agency is not live on the day. */
export function lineOf(tree: AgencyTree, agency: AgencyCode): AgencyNode[] {
  const line: AgencyNode[] = []
  let next: AgencyCode | null = agency
  while (next !== null && line.length <= DEEPEST_LINE) {
    const node: AgencyNode | undefined = tree.agencies.get(next)
    if (node === undefined || !node.live) break
    line.push(node)
    next = node.superior
  }
  return line
}

/** Whether the agency is `top` or lies below it, both live. */
export function isAtOrBelow(tree: AgencyTree, agency: AgencyCode, top: AgencyCode): boolean {
  return lineOf(tree, agency).some((node) => node.code === top)
}

export function isRoot(node: AgencyNode): boolean {
  return node.superior === null && !node.superiorMissing
}

/**
 * The lead agency 主管機關 of a line: the ancestor-or-self right below a root; a root leads itself, and so does an agency
 * whose superior nobody knows (or that is not live). Null when the agency is not live. `lead_agency` in SQL says the same.
 */
export function leadAgencyOf(tree: AgencyTree, agency: AgencyCode): AgencyCode | null {
  const line = lineOf(tree, agency)
  const top = line.at(-1)
  if (top === undefined) return null
  return (isRoot(top) ? line.at(-2) ?? top : top).code
}
