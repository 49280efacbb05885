// Bulk (RFC 7644, 3.7): many people in one request, which is one feed: its thresholds judge what it does as a whole.
import { z } from 'zod'
import { bringRows } from './bring-rows.ts'
import { errorBody, ScimFault } from './dialect.ts'
import { about, scimMessages as says } from './messages.ts'
import { BASE, versionOf } from './representation.ts'
import { BULK_ANSWER } from './schemas.ts'
import { personAfter, planWrite } from './write-users.ts'
import { PROGRAM_STATUS } from '../../web/program-route.ts'
import type { JsonObject } from '../../web/strict-json.ts'
import type { Brought, Writing } from './bring-rows.ts'
import type { Planned } from './write-users.ts'

export const MOST_OPERATIONS = 1000
export const MOST_BYTES = 1_048_576

const operation = z.object({
  method: z.string().transform((said) => said.toUpperCase()).pipe(z.enum(['POST', 'PUT', 'PATCH', 'DELETE'])),
  path: z.string().max(200), bulkId: z.string().max(200).optional(), version: z.string().max(200).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
})
type Operation = z.output<typeof operation>
type Told = { method: string; bulkId?: string; location?: string; version?: string; status: string; response?: object }

/** How many of a bulk's operations there are, before anything is checked: what it costs. */
export const operationsIn = (body: JsonObject): number => {
  const list = body['Operations']
  return Array.isArray(list) ? Math.max(1, list.length) : 1
}

/** Plans each operation, brings all that can be as one feed, and says of each what became of it, in their order. */
export async function answerBulk(writing: Writing, body: JsonObject, origin: string, language: 'zh-TW' | 'en' = 'en'): Promise<object> {
  const { Operations: list, failOnErrors = 0 } = body
  if (!Array.isArray(list) || list.length === 0) throw new ScimFault('badRequest', about(says.bulk, 'Operations'), 'invalidSyntax')
  if (list.length > MOST_OPERATIONS) throw new ScimFault('tooLarge', says.bulkMany)
  const stopAt = typeof failOnErrors === 'number' && failOnErrors > 0 ? failOnErrors : Infinity
  const done: { told: Told; planned: Planned | null }[] = []
  const seen = new Set<string>()
  let errors = 0
  for (const one of list) {
    if (errors >= stopAt) break
    const planned = await planOne(writing, one, origin, seen).catch((fault: unknown) => {
      if (!(fault instanceof ScimFault)) throw fault
      return fault
    })
    if (planned instanceof ScimFault) errors += 1
    done.push(planned instanceof ScimFault ? { told: failed(one, planned, language), planned: null } : planned)
  }
  // Whoever wants none of it where so much is wrong gets none of it.
  const rows = errors >= stopAt ? [] : done.flatMap(({ planned }) => planned?.rows ?? [])
  const brought: Brought = rows.length === 0 ? { applied: true } : await bringRows(writing, rows)
  const operations = []
  for (const { told, planned } of done) operations.push(planned === null ? told : await concluded(writing, told, planned, brought, origin, { none: errors >= stopAt, language }))
  return { schemas: [BULK_ANSWER], Operations: operations }
}

async function planOne(writing: Writing, one: unknown, origin: string, seen: Set<string>): Promise<{ told: Told; planned: Planned }> {
  const read = operation.safeParse(one)
  if (!read.success) throw new ScimFault('badRequest', about(says.bulk, read.error.issues[0]!.path.join('.')), 'invalidSyntax')
  const { method, version = null, data } = read.data
  const id = idIn(read.data)
  if (method !== 'DELETE' && data === undefined) throw new ScimFault('badRequest', about(says.bulk, 'data'), 'invalidSyntax')
  const planned = await planWrite(writing, { method, id, body: (data ?? null) as JsonObject | null, ifMatch: version }, origin)
  const whom = planned.nationalIdIndex.toString('hex')
  if (seen.has(whom)) throw new ScimFault('conflict', says.twice)
  seen.add(whom)
  return { told: begun(read.data), planned }
}

function idIn({ method, path }: Operation): string | null {
  const found = /^\/?Users(?:\/([A-Za-z0-9-]{1,100}))?$/.exec(path)
  if (found === null || (method === 'POST') !== (found[1] === undefined)) throw new ScimFault('badRequest', about(says.bulk, 'path'), 'invalidPath')
  return found[1] ?? null
}

const begun = ({ method, bulkId }: Pick<Operation, 'method' | 'bulkId'>): Told => ({ method, ...(bulkId === undefined ? {} : { bulkId }), status: '200' })

function failed(one: unknown, fault: ScimFault, language: 'zh-TW' | 'en'): Told {
  const { method, bulkId } = (typeof one === 'object' && one !== null ? one : {}) as { method?: unknown; bulkId?: unknown }
  const { code, detail, more } = fault.problem
  const status = PROGRAM_STATUS[code]
  return {
    method: typeof method === 'string' ? method.slice(0, 10) : '', ...(typeof bulkId === 'string' ? { bulkId: bulkId.slice(0, 200) } : {}),
    status: String(status), response: errorBody(status, detail[language], more?.['scimType']),
  }
}

type Concluding = { none: boolean; language: 'zh-TW' | 'en' }

async function concluded(
  writing: Writing, told: Told, planned: Planned, brought: Brought, origin: string, { none, language }: Concluding,
): Promise<Told> {
  // 412: nothing was done because of others in the request.
  if (none) return { ...told, status: '412', response: errorBody(412, says.refused[language] + 'failOnErrors') }
  if (!brought.applied) return { ...told, status: '202', location: origin + brought.feed }
  const resource = await personAfter(writing, planned, origin)
  const status = told.method === 'POST' ? '201' : told.method === 'DELETE' ? '204' : '200'
  if (resource === null) return { ...told, status }
  return { ...told, status, location: `${origin}${BASE}/Users/${resource.id}`, version: versionOf(resource) }
}
