// The provider's storage. Most of what it wants to keep is not kept but derived: its Session is a view of the portal's
// session, its Grant of our row, its tokens are references to that row.
import { errors } from 'oidc-provider'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { readReference, timeOrderedId } from './reference.ts'
import { acrOf, amrOf, openedFor } from './rights.ts'
import { requestState } from './request-state.ts'
import { sidOf } from './pairwise.ts'
import type { AuditEvent } from '../../core/audit.ts'
import type { Clients } from './clients.ts'
import type { Keys } from './keys.ts'
import type { Pending } from './pending.ts'
import type { ReferenceKind } from './reference.ts'
import type { AskLaw, Rights } from './rights.ts'
import type { EventOf, GrantRow, Grants, SessionRow } from './statements.ts'

export type Storage = {
  grants: Grants
  pending: Pending
  clients: () => Promise<Clients>
  /** Programs that belong to no application, as the provider knows them. */
  apiClients: () => Promise<ReadonlyMap<string, Record<string, unknown>>>
  /** Program tokens, for their revocation. */
  programTokens: (keys: Keys) => Partial<Adapter>
  keys: Keys
  ask: AskLaw
}

const seconds = (instant: Date): number => Math.floor(instant.getTime() / 1000)
// The id of a grant holds its moment (UUID version 7).
const givenAt = (grantId: string): number => Math.floor(Number.parseInt(grantId.replaceAll('-', '').slice(0, 12), 16) / 1000)

const nothing = async (): Promise<undefined> => undefined

/** Answers nothing and keeps nothing: for what is derived elsewhere, and for kinds of tokens we do not give. */
const keepNothing: Adapter = {
  upsert: nothing, find: nothing, findByUserCode: nothing, findByUid: nothing, consume: nothing, destroy: nothing,
  revokeByGrantId: nothing,
}

/** The adapters of the provider's models, by name. */
export function adaptersFor(storage: Storage): (model: string) => Adapter {
  const adapters: Record<string, Partial<Adapter>> = {
    Client: { find: async (id) => (await storage.clients()).get(id)?.metadata ?? (await storage.apiClients()).get(id) },
    ClientCredentials: storage.programTokens(storage.keys),
    Session: { find: (cookie) => findSession(storage, cookie) },
    Grant: { find: async () => grantView(requestState().grant), destroy: (id) => storage.grants.revoke(id) },
    AuthorizationCode: codes(storage),
    AccessToken: { find: async (value) => accessView(value, await load(storage, value, 'access')) },
    RefreshToken: refreshTokens(storage),
    Interaction: storage.pending,
    ReplayDetection: { upsert: (id, _, expiresIn) => useAssertion(storage, id, expiresIn) },
  }
  return (model) => ({ ...keepNothing, ...adapters[model] })
}

async function findSession({ grants }: Storage, cookie: string): Promise<AdapterPayload | undefined> {
  const session = await grants.session(cookie)
  if (session === null) return undefined
  requestState().session = session
  return {
    kind: 'Session', jti: cookie, uid: session.id, accountId: session.person_key, loginTs: seconds(session.signed_in_at),
    acr: acrOf(session.method), amr: amrOf(session), iat: seconds(session.signed_in_at),
    exp: seconds(session.expires_at),
  }
}

type Loaded = { row: GrantRow; expires: number; generation: number; scope: string }

async function load({ grants, keys }: Storage, value: string, kind: ReferenceKind): Promise<Loaded | null> {
  const reference = readReference(value, kind, keys.reference)
  if (reference === null) return null
  const row = await grants.find(reference.grantId)
  if (row === null) return null
  requestState().grant = row
  return { row, expires: reference.expires, generation: reference.generation, scope: reference.scope }
}

const common = (row: GrantRow) => ({
  accountId: row.person_key, clientId: row.client_id, grantId: row.grant_id, sessionUid: row.id,
  ...(row.claims === null ? {} : { claims: row.claims }),
})

function grantView(row: GrantRow | null): AdapterPayload | undefined {
  if (row === null) return undefined
  const claims = Object.values(row.claims ?? {}).flatMap((names) => Object.keys(names))
  return {
    kind: 'Grant', jti: row.grant_id, accountId: row.person_key, clientId: row.client_id,
    openid: { scope: row.scope, claims: [...new Set(claims)] }, exp: seconds(row.expires_at),
  }
}

function accessView(value: string, loaded: Loaded | null): AdapterPayload | undefined {
  if (loaded === null || loaded.row.code_used_at === null) return undefined
  const { row, expires, scope } = loaded
  return { kind: 'AccessToken', jti: value, ...common(row), gty: 'authorization_code', scope, exp: expires }
}

const signedIn = (row: GrantRow, keys: Keys) => ({
  acr: acrOf(row.method), amr: amrOf(row), authTime: seconds(row.signed_in_at),
  sid: sidOf(keys.pairwise, row.id, row.client_id), ...(row.nonce === null ? {} : { nonce: row.nonce }),
})

function codes(storage: Storage): Partial<Adapter> {
  const { grants, keys } = storage
  return {
    upsert: (_, payload) => give(storage, payload),
    find: async (value) => {
      const loaded = await load(storage, value, 'code')
      if (loaded === null) return undefined
      const { row, scope } = loaded
      const used = row.code_used_at
      return {
        kind: 'AuthorizationCode', jti: value, ...common(row), ...signedIn(row, keys), scope,
        redirectUri: row.redirect_uri,
        ...(row.code_challenge === null ? {} : { codeChallenge: row.code_challenge, codeChallengeMethod: 'S256' }),
        // A code that comes back after it was used is a theft however late it comes: it must not just be "expired".
        ...(used === null ? { exp: loaded.expires } : { consumed: seconds(used), exp: seconds(row.expires_at) }),
      }
    },
    consume: async () => {
      const { row, rights, application } = await asked(storage)
      const event = issued(row, application, rights, 'authorization_code')
      if (await grants.useCode(row.grant_id, event, requestState())) return
      await grants.revoke(row.grant_id)
      throw new errors.InvalidGrant('authorization code already consumed')
    },
  }
}

function refreshTokens(storage: Storage): Partial<Adapter> {
  const { grants, keys } = storage
  return {
    find: async (value) => {
      const loaded = await load(storage, value, 'refresh')
      if (loaded === null || loaded.row.code_used_at === null) return undefined
      const { row, generation, scope } = loaded
      if (generation > row.refresh_generation) return undefined
      return {
        kind: 'RefreshToken', jti: value, ...common(row), ...signedIn(row, keys), gty: 'authorization_code', scope,
        rotations: generation, iiat: givenAt(row.grant_id), iat: givenAt(row.grant_id), exp: seconds(row.expires_at),
        ...(generation < row.refresh_generation ? { consumed: givenAt(row.grant_id) } : {}),
      }
    },
    consume: async (value) => {
      const { row, rights, application } = await asked(storage)
      const generation = readReference(value, 'refresh', keys.reference)?.generation ?? -1
      const event = issued(row, application, rights, 'refresh_token')
      if (await grants.rotate(row.grant_id, generation, event, requestState())) return
      await grants.revoke(row.grant_id)
      throw new errors.InvalidGrant('refresh token already used')
    },
  }
}

/** The grant of this request with what the law says of it now, asked once a request. */
async function asked({ clients, ask }: Storage): Promise<{ row: GrantRow; rights: Rights; application: string }> {
  const state = requestState()
  const row = state.grant
  const client = row === null ? undefined : (await clients()).get(row.client_id)
  if (row === null || client === undefined) throw new errors.InvalidGrant('grant not found')
  state.rights ??= await ask(row, client.application)
  return { row, rights: state.rights, application: client.application }
}

async function give({ grants }: Storage, payload: AdapterPayload): Promise<void> {
  const { session } = requestState()
  if (session === null) throw new Error('a code without a session')
  await grants.give({
    id: String(payload.grantId), sessionId: session.id, clientId: String(payload.clientId),
    redirectUri: String(payload.redirectUri), scope: String(payload.scope), nonce: payload.nonce ?? null,
    codeChallenge: payload.codeChallenge ?? null, claims: payload.claims,
  })
}

/** The event with who did it, in the standing in use. */
export function eventBy(session: SessionRow, { chosen }: Rights, event: AuditEvent): EventOf {
  return { event, session, standing: chosen?.standing ?? null, agency: chosen?.agency ?? null }
}

/** That tokens were given, or refused when the law no longer lets the person in: the same row says it either way. */
function issued(row: GrantRow, application: string, rights: Rights, grant: string): EventOf {
  if (rights.for.length === 0) {
    return eventBy(row, rights, { code: 'oidc.token-refused', person: row.person_id, application,
      detail: { client: row.client_id, why: 'notEntitled' } })
  }
  const { agency, ways } = openedFor(rights, row.opened_for)
  return eventBy(row, rights, { code: 'oidc.token-issued', person: row.person_id, agency, application,
    detail: { client: row.client_id, grant, acr: acrOf(row.method), scope: row.scope, ...ways } })
}

async function useAssertion({ pending }: Storage, id: string, expiresIn: number | undefined): Promise<undefined> {
  if (await pending.useAssertion(id, expiresIn ?? 0)) return
  throw new errors.InvalidClientAuth('client assertion tokens must only be used once')
}

export { timeOrderedId as newGrantId }
