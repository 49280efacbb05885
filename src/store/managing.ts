// May this authority manage that agency now? Asked by every page and act of management, by the one law (R-SCP-4).
import { isLive } from '../core/agency-tree.ts'
import { waysToManage } from '../core/scope.ts'
import { loadTree } from './agency-tree.ts'
import type { AgencyNode, AgencyTree } from '../core/agency-tree.ts'
import type { Day } from '../core/days.ts'
import type { Authority, ManagementWay } from '../core/scope.ts'
import type { AgencyCode } from '../core/standing.ts'
import type { Reader } from './database.ts'

/** An agency that the authority manages, by which ways (never none), and its line with the personnel offices of it. */
export type Managed = { agency: AgencyNode; ways: ManagementWay[]; tree: AgencyTree }

/**
 * The agency as managed by this authority today (R-SCP-2); null when it is not live, not there or not theirs: who may not
 * manage it is not told which. An act asks again inside its transaction.
 */
export async function manageAgency(
  db: Reader, authority: Authority, code: AgencyCode, today: Day,
): Promise<Managed | null> {
  if (authority.ways.length === 0) return null
  const tree = await loadTree(db, [code], { day: today, known: 'now' })
  const agency = tree.agencies.get(code)
  if (agency === undefined || !isLive(tree, code)) return null
  const ways = waysToManage(authority, code, tree)
  return ways.length === 0 ? null : { agency, ways, tree }
}
