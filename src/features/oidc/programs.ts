// Programs that ask for themselves: their tokens by client credentials (RFC 6749, 4.4), and who stands behind one. The
// token refers to the client's `program_key`, so it is worth something only while the client has that key and that scope.
import { randomInt, randomUUID } from 'node:crypto'
import { errors } from 'oidc-provider'
import type Provider from 'oidc-provider'
import type { Adapter, TokenEndpointGrantContext } from 'oidc-provider'
import { change } from '../../store/change.ts'
import { RateLimit } from '../../web/rate-limit.ts'
import { PROGRAM_SCOPES, readReference, writeReference } from './reference.ts'
import { requestState } from './request-state.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Caller } from '../../web/program-route.ts'
import type { Keys } from './keys.ts'

/** `key`: what its tokens are made out to. */
export type Program = Caller & { key: string }
/** All that may ask for themselves, by their key. */
export type Programs = ReadonlyMap<string, Program>

// As the access tokens of people. A program asks for the next one when it has used this one up.
const TOKEN_SECONDS = 600
// Each leaves an event. Forty instances of an application, each asking every minute, are fewer than this.
const MOST_TOKENS_A_MINUTE = 60

/** The programs there are. */
export async function loadPrograms(database: Pick<Database, 'read'>): Promise<Programs> {
  const rows = await database.read.selectFrom('oidc_client')
    .select(['client_id', 'application_code', 'scopes', 'program_key']).execute()
  const programs = rows.map((row) => ({
    key: row.program_key, clientId: row.client_id, application: row.application_code, scopes: programScopes(row.scopes),
  }))
  return new Map(programs.filter(({ scopes }) => scopes.length > 0).map((program) => [program.key, program]))
}

/** Those of the scopes that a program may ask for itself. */
export const programScopes = (scopes: readonly string[]): string[] => PROGRAM_SCOPES.filter((one) => scopes.includes(one))

/** How the provider knows a client that may ask for itself; added to its other metadata. */
export const programMetadata = (scopes: readonly string[], key: string): Record<string, unknown> =>
  ({ programScopes: programScopes(scopes), programKey: key })

/** As whom a program acts, for the events. */
const originOf = (clientId: string): Origin => ({
  actor: null, sessionId: null, process: `client ${clientId}`, address: requestState().address, requestId: null,
})

type Asked = TokenEndpointGrantContext<{ scope?: string }>
type Registered = { clientId: string; programScopes?: unknown; programKey?: unknown }

/** Lets the provider answer `grant_type=client_credentials`. Without `scope` a program gets all that it is registered for. */
export function givePrograms(provider: Provider, { reference: [key] }: Keys, database: Pick<Database, 'unaudited'>): void {
  if (key === undefined) throw new Error('no key to sign references with')
  const limit = new RateLimit(MOST_TOKENS_A_MINUTE)
  provider.registerGrantType<{ scope?: string }>('client_credentials', async (ctx: Asked) => {
    const { clientId, programScopes: registered, programKey } = ctx.oidc.client as unknown as Registered
    const has = registered as string[]
    const asked = ctx.oidc.params.scope?.split(' ') ?? has
    const other = asked.find((scope) => !has.includes(scope))
    if (other !== undefined) {
      throw new errors.InvalidScope(`a program may ask for itself only for what it is registered for: ${has.join(' ')}`, other)
    }
    const standing = limit.take(clientId, 1, performance.now())
    if (!standing.allowed) throw tooMany(ctx, standing.resetSeconds)
    const scope = PROGRAM_SCOPES.filter((one) => asked.includes(one)).join(' ')
    await change(database, originOf(clientId), async () => ({
      result: null,
      event: { code: 'oidc.program-token-issued', detail: { client: clientId, scope } },
    }))
    const expires = Math.floor(Date.now() / 1000) + TOKEN_SECONDS
    ctx.body = {
      access_token: writeReference(
        { kind: 'program', grantId: String(programKey), scope, generation: randomInt(2 ** 32), expires }, key),
      expires_in: TOKEN_SECONDS, token_type: 'Bearer', scope,
    }
  }, ['scope'])
}

function tooMany(ctx: Asked, seconds: number): Error {
  ctx.set('retry-after', String(seconds))
  const error = new errors.CustomOIDCProviderError('temporarily_unavailable', 'too many tokens: use one until it expires')
  return Object.assign(error, { status: 429, statusCode: 429 })
}

type Reading = { keys: () => Promise<Keys>; programs: () => Promise<Programs>; clock: () => Date }

/** Who calls with that `Authorization` header, and for what the token is good now; null: no token of a living program. */
export function readCaller({ keys, programs, clock }: Reading): (authorization: string | undefined) => Promise<Caller | null> {
  return async (authorization) => {
    const token = /^Bearer +([A-Za-z0-9_-]+)$/i.exec(authorization ?? '')?.[1] ?? ''
    const reference = readReference(token, 'program', (await keys()).reference)
    if (reference === null || reference.expires <= clock().getTime() / 1000) return null
    const program = (await programs()).get(reference.grantId)
    if (program === undefined) return null
    const { clientId, application } = program
    return { clientId, application, scopes: program.scopes.filter((scope) => reference.scope.split(' ').includes(scope)) }
  }
}

/** Ends all tokens of the program: they were made out to its key. */
export async function newProgramKey(tx: Change, key: string): Promise<void> {
  await tx.db.updateTable('oidc_client').set({ program_key: randomUUID() }).where('program_key', '=', key).execute()
}

type Revoking = {
  keys: Keys
  database: Pick<Database, 'unaudited'>
  programs: () => Promise<Programs>
  /** Reads the programs again, now. */
  reload: () => Promise<unknown>
}

/**
 * The provider's view of a program's token, for its revocation (RFC 7009): one that is revoked takes the others of the
 * program along, for whoever revokes one fears for the secret that made them all.
 */
export function programTokens({ keys, database, programs, reload }: Revoking): Partial<Adapter> {
  const programOf = async (value: string) => {
    const reference = readReference(value, 'program', keys.reference)
    const program = reference === null ? undefined : (await programs()).get(reference.grantId)
    return reference === null || program === undefined ? null : { reference, program }
  }
  return {
    find: async (value) => {
      const found = await programOf(value)
      if (found === null) return undefined
      const { reference: { expires, scope }, program: { clientId } } = found
      return { kind: 'ClientCredentials', jti: value, clientId, scope, exp: expires }
    },
    destroy: async (value) => {
      const found = await programOf(value)
      if (found === null) return undefined
      const { key, clientId } = found.program
      await change(database, originOf(clientId), async (tx) => {
        await newProgramKey(tx, key)
        return { result: null, event: { code: 'oidc.program-tokens-revoked', detail: { client: clientId } } }
      })
      await reload()
      return undefined
    },
  }
}
