// A resource as it is given: with its version, and with as much of it as is asked for (RFC 7644, 3.4.2.5 and 3.14).
import { createHash } from 'node:crypto'
import { ScimFault } from './dialect.ts'
import { about, scimMessages as says } from './messages.ts'
import { extensionOf, pathOf } from './schemas.ts'
import type { Kind } from './schemas.ts'
import type { Resource } from './filter.ts'

export const BASE = '/scim/v2'

/** Which attributes, as they came; null: no wish. */
export type Wish = { attributes: string | null; excludedAttributes: string | null }

/** The resource with `meta`: its version follows from all that is in it. */
export function withMeta(kind: Kind, origin: string, resource: Resource): Resource {
  const hash = createHash('sha256').update(JSON.stringify(resource)).digest('base64url').slice(0, 22)
  return { ...resource, meta: {
    resourceType: kind, location: `${origin}${BASE}/${kind}s/${resource.id}`, version: `W/"${hash}"`,
  } }
}

export const versionOf = (resource: Resource): string => (resource['meta'] as { version: string }).version

/** Whether a list of versions (If-Match, If-None-Match) has this one; both are compared weakly (RFC 9110, 8.8.3.2). */
export const hasVersion = (list: string, version: string): boolean =>
  list.trim() === '*' || list.split(',').some((one) => one.trim().replace(/^W\//, '') === version.replace(/^W\//, ''))

const ALWAYS = new Set(['id', 'schemas', 'meta'])

/** Keeps what is wished for. `onRequest`: what is given only to whoever names it. */
export function picked(kind: Kind, resource: Resource, { attributes, excludedAttributes }: Wish, onRequest: readonly string[] = []): Resource {
  const wanted = attributes === null ? null : namesIn(kind, attributes)
  const unwanted = excludedAttributes === null ? [] : namesIn(kind, excludedAttributes)
  const kept = Object.entries(resource).flatMap(([name, value]): [string, unknown][] => {
    if (ALWAYS.has(name)) return [[name, value]]
    if (wanted === null && onRequest.includes(name)) return []
    if (unwanted.some((one) => one.whole === name && one.within === null)) return []
    const parts = wanted?.filter(({ whole }) => whole === name)
    if (parts !== undefined && parts.length === 0) return []
    const some = parts === undefined || parts.some(({ within }) => within === null) ? null : parts.map(({ within }) => within!)
    const none = new Set(unwanted.filter((one) => one.whole === name).map(({ within }) => within!))
    return [[name, narrowed(value, (key) => (some === null || some.includes(key)) && !none.has(key))]]
  })
  return Object.fromEntries(kept) as Resource
}

function narrowed(value: unknown, keeps: (name: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => narrowed(one, keeps))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => keeps(name)))
}

type Named = { whole: string; within: string | null }

/** The attributes that a list with commas names, by where they stand in a resource. */
function namesIn(kind: Kind, list: string): Named[] {
  return list.split(',').map((one) => one.trim()).filter((one) => one !== '').map((text) => {
    const urn = extensionOf(kind, text)
    if (urn !== null) return { whole: urn, within: null }
    const path = pathOf(kind, text)
    if (path === null) throw new ScimFault('badRequest', about(says.path, text), 'invalidPath')
    return path.extension === null ? { whole: path.names[0]!, within: path.names[1] ?? null } : { whole: path.extension, within: path.names[0]! }
  })
}
