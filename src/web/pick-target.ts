// Where a picker leads when something was picked: an address of our own that came with the request, so it is proved.
import { liesUnder, readTarget } from './path.ts'
import { withoutTelling } from './told.ts'
import type { LocalPath } from './reply.ts'

// A management page with all its filters, and room for it to stand within another address.
const LONGEST_TARGET = 1_000
const UNDER = ['/manage', '/search', '/switch']
const PARAMETER = /^[A-Za-z][A-Za-z0-9_-]{0,30}$/

/** `to` as a page that may ask for a person or an agency, or null. `also`: another page that may, beside those. */
export function pickTarget(to: string, also: readonly LocalPath[] = []): LocalPath | null {
  if (to.length > LONGEST_TARGET || to.includes('#')) return null
  const target = readTarget(to)
  if (!target.ok || ![...UNDER, ...also].some((prefix) => liesUnder(target.path, prefix))) return null
  return withoutTelling(to as LocalPath)
}

/** Whether a parameter may be called so. */
export const isParameter = (name: string): boolean => PARAMETER.test(name)

/** The address with the parameter set to that value, whatever it was before. */
export function withParameter(address: LocalPath, name: string, value: string): LocalPath {
  const [path = '/', query = ''] = address.split('?', 2)
  const parameters = new URLSearchParams(query)
  parameters.set(name, value)
  return `${path as LocalPath}?${parameters}`
}
