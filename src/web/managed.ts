import type { AgencyCode } from '../core/standing.ts'
import type { Actor } from './actor.ts'

/**
 * The agency that a management page opens with: the one switched to, else the standing in use where it manages, else that of
 * the first way; null: the actor manages nothing. A central administrator opens with the agency of their own post.
 */
export function managedDefault({ authority, chosen, workingFor }: Actor): AgencyCode | null {
  if (workingFor?.relation === 'managed') return workingFor.agencyCode
  const own = authority.ways.flatMap((way) => (way.way === 'central' ? [] : [way]))
  const inUse = own.find((way) => way.agency === chosen?.agencyCode)
  const first = inUse ?? own[0]
  if (first !== undefined) return first.way === 'delegation' ? first.scope ?? first.agency : first.agency
  return authority.ways.length > 0 ? chosen?.agencyCode ?? null : null
}
