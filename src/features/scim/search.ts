// A list that is asked for in a body (RFC 7644, 3.4.3), so that nothing of it stands in an address.
import { ScimFault } from './dialect.ts'
import { about, scimMessages as says } from './messages.ts'
import type { z } from 'zod'
import type { JsonObject, JsonValue } from '../../web/strict-json.ts'

/** What the body asks for, as the same list's query would; attributes come as a list there. */
export function searchIn<Q extends z.ZodObject>(body: JsonObject, query: Q): z.output<Q> {
  const { schemas: _, ...asked } = body
  const other = Object.keys(asked).find((name) => !(name in query.shape))
  const read = query.safeParse(Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, joined(value)])))
  if (other !== undefined || !read.success) {
    throw new ScimFault('badRequest', about(says.body, other ?? String(read.error!.issues[0]!.path[0])), 'invalidValue')
  }
  return read.data
}

const joined = (value: JsonValue): JsonValue => (Array.isArray(value) ? value.join(',') : value)
