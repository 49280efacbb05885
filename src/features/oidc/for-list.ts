// `forUrl`: the `for` list of the claim when it is too long for a token, fetched by the access token, page by page.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { FOR_PATH } from './configuration.ts'
import { readReference } from './reference.ts'
import type { ForEntry } from '../../core/claim.ts'
import type { Clients } from './clients.ts'
import type { Keys } from './keys.ts'
import type { AskLaw } from './rights.ts'
import type { Grants } from './statements.ts'

type Needs = {
  grants: Grants
  ask: AskLaw
  clients: () => Promise<Clients>
  keys: Keys
  origin: string
  clock: () => Date
}

// About 120 KB of JSON.
const PAGE = 1000

const keyOf = (entry: ForEntry): string =>
  [entry.agency, entry.by, entry.by === 'duty' ? entry.duty : '', entry.until ?? ''].join(' ')

/**
 * GET with `Authorization: Bearer`, an access token with the scope `ecpa`: `{application, for, next}`, `next` being the
 * address of the following page or null. `?after` is opaque. The law is asked at each page.
 */
export async function answerForList(needs: Needs, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  if (incoming.method !== 'GET') return send(outgoing, 405, { error: 'invalid_request' }, { allow: 'GET' })
  const found = await entriesFor(needs, incoming.headers.authorization ?? '')
  if ('error' in found) {
    return send(outgoing, found.status, { error: found.error }, { 'www-authenticate': `Bearer error="${found.error}"` })
  }
  const after = new URL(incoming.url ?? '', needs.origin).searchParams.get('after')
  const start = after === null ? '' : Buffer.from(after, 'base64url').toString()
  const rest = found.entries.map((entry) => ({ entry, key: keyOf(entry) })).filter(({ key }) => key > start)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const page = rest.slice(0, PAGE)
  const last = page.at(-1)?.key
  const next = rest.length <= PAGE || last === undefined ? null
    : `${needs.origin}${FOR_PATH}?after=${Buffer.from(last).toString('base64url')}`
  send(outgoing, 200, { application: found.application, for: page.map(({ entry }) => entry), next })
}

type Found = { application: string; entries: ForEntry[] } | { status: 401 | 403; error: string }

const INVALID = { status: 401, error: 'invalid_token' } as const

async function entriesFor({ grants, ask, clients, keys, clock }: Needs, authorization: string): Promise<Found> {
  const token = /^Bearer ([A-Za-z0-9_-]+)$/i.exec(authorization)?.[1] ?? ''
  const reference = readReference(token, 'access', keys.reference)
  if (reference === null || reference.expires <= clock().getTime() / 1000) return INVALID
  if (!reference.scope.split(' ').includes('ecpa')) return { status: 403, error: 'insufficient_scope' }
  const grant = await grants.find(reference.grantId)
  const client = grant === null ? undefined : (await clients()).get(grant.client_id)
  if (grant === null || client === undefined || grant.code_used_at === null) return INVALID
  const { for: entries } = await ask(grant, client.application)
  return entries.length === 0 ? INVALID : { application: client.application, entries }
}

function send(outgoing: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers })
  outgoing.end(JSON.stringify(body))
}
