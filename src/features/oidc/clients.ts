// The programs that receive sign-ins: what may be registered, and how the provider sees it.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Insertable } from 'kysely'
import { programMetadata, programScopes } from './programs.ts'
import { SIGN_IN_SCOPES } from './reference.ts'
import { apiRefusalOf, refusalOf } from './registration.ts'
import type {
  ApiRegistration, ApiRegistrationRefusal, JsonWebKeySet, Registration, RegistrationRefusal,
} from './registration.ts'
import type { Change } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { Tables } from '../../store/tables.ts'

/** A client as the provider knows it, with what we decide by. */
export type Client = {
  clientId: string
  application: string
  applicationName: string
  requiresCertificate: boolean
  passkeyAllowed: boolean
  requirePkce: boolean
  metadata: Record<string, unknown>
}

type Sealer = Pick<Seal, 'seal' | 'open'>

export type Clients = ReadonlyMap<string, Client>

const PURPOSE = 'oidc-client-secret'

/**
 * Writes the registration, new or changed, in the transaction of the act (`apply`, 應用系統管理), which records the event.
 * A client keeps its application for ever: with another one every person would be another `sub` to it. A null secret of a
 * client that has one keeps it. `demo`: the demonstration also takes http on loopback and short secrets.
 */
export async function registerClient(
  tx: Change, sealer: Sealer, registration: Registration, { demo }: { demo: boolean },
): Promise<{ refused: RegistrationRefusal } | { registered: true }> {
  const old = await storedClient(tx, registration.clientId)
  const refused = refusalOf(registration, { demo, hasSecret: old?.secret_sealed != null })
  if (refused !== null) return { refused }
  if (old !== undefined && old.application_code !== registration.application) return { refused: 'otherApplication' }
  await writeClient(tx, rowOf(registration, secretOf(registration, sealer, old?.secret_sealed ?? null)),
    registration.clientSecret !== null || registration.tokenEndpointAuthMethod === 'private_key_jwt'
      || old?.token_endpoint_auth_method !== registration.tokenEndpointAuthMethod)
  return { registered: true }
}

/** The same for a program that belongs to no application (4.3a, apiClients). */
export async function registerApiClient(
  tx: Change, sealer: Sealer, registration: ApiRegistration, { demo }: { demo: boolean },
): Promise<{ refused: ApiRegistrationRefusal } | { registered: true }> {
  const { clientId, clientSecret } = registration
  const old = await storedClient(tx, clientId)
  const refused = apiRefusalOf(registration, { demo, hasSecret: old?.secret_sealed != null })
  if (refused !== null) return { refused }
  if (old !== undefined && old.application_code !== null) return { refused: 'otherKind' }
  const secret = clientSecret === null ? old?.secret_sealed ?? null : sealer.seal(PURPOSE, Buffer.from(clientSecret))
  await writeClient(tx, {
    client_id: clientId, application_code: null, secret_sealed: secret, redirect_uris: [], scopes: [...registration.scopes],
    token_endpoint_auth_method: 'client_secret_basic', id_token_signed_response_alg: 'ES256',
  }, clientSecret !== null)
  return { registered: true }
}

const storedClient = (tx: Change, clientId: string) => tx.db.selectFrom('oidc_client')
  .select(['application_code', 'secret_sealed', 'token_endpoint_auth_method'])
  .where('client_id', '=', clientId).forUpdate().executeTakeFirst()

/** `otherProof`: what the client signs in with is another one, and what was given for the old one ends. */
async function writeClient(tx: Change, row: Insertable<Tables['oidc_client']>, otherProof: boolean): Promise<void> {
  await tx.db.insertInto('oidc_client').values(row).onConflict((conflict) => conflict.column('client_id')
    .doUpdateSet({ ...row, ...(otherProof ? { program_key: randomUUID() } : {}) })).execute()
}

function secretOf({ tokenEndpointAuthMethod, clientSecret }: Registration, sealer: Sealer, old: Buffer | null) {
  if (!tokenEndpointAuthMethod.startsWith('client_secret_')) return null
  return clientSecret === null ? old : sealer.seal(PURPOSE, Buffer.from(clientSecret))
}

function rowOf(client: Registration, secret: Buffer | null) {
  return {
    client_id: client.clientId,
    application_code: client.application,
    secret_sealed: secret,
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    backchannel_logout_uri: client.backchannelLogoutUri,
    token_endpoint_auth_method: client.tokenEndpointAuthMethod,
    id_token_signed_response_alg: client.idTokenSignedResponseAlg,
    require_pkce: client.requirePkce,
    scopes: client.scopes,
    jwks: client.jwks === null ? null : JSON.stringify(client.jwks),
    jwks_uri: client.jwksUri,
  }
}

/** Removes the client; false where there was none. What it was given ends with it. */
export async function removeClient(tx: Change, clientId: string): Promise<boolean> {
  const { numDeletedRows } = await tx.db.deleteFrom('oidc_client').where('client_id', '=', clientId).executeTakeFirst()
  return numDeletedRows > 0n
}

/** All registrations, without their secrets: for `export config`. */
export async function readRegistrations(database: Pick<Database, 'read'>): Promise<Registration[]> {
  const rows = await database.read.selectFrom('oidc_client').selectAll().orderBy('client_id')
    .where('application_code', 'is not', null).$narrowType<{ application_code: string }>().execute()
  return rows.map((row) => ({
    application: row.application_code,
    clientId: row.client_id,
    clientSecret: null,
    redirectUris: row.redirect_uris,
    postLogoutRedirectUris: row.post_logout_redirect_uris,
    backchannelLogoutUri: row.backchannel_logout_uri,
    tokenEndpointAuthMethod: row.token_endpoint_auth_method as Registration['tokenEndpointAuthMethod'],
    idTokenSignedResponseAlg: row.id_token_signed_response_alg as Registration['idTokenSignedResponseAlg'],
    requirePkce: row.require_pkce,
    scopes: row.scopes as Registration['scopes'],
    jwks: row.jwks as JsonWebKeySet | null,
    jwksUri: row.jwks_uri,
  }))
}

/** The programs that belong to no application, without their secrets. */
export async function readApiRegistrations(database: Pick<Database, 'read'>): Promise<ApiRegistration[]> {
  const rows = await database.read.selectFrom('oidc_client').select(['client_id', 'scopes']).orderBy('client_id')
    .where('application_code', 'is', null).execute()
  return rows.map(({ client_id: clientId, scopes }) => ({ clientId, clientSecret: null, scopes }))
}

/** The same as the provider knows them, by client id. */
export async function loadApiClients(
  database: Pick<Database, 'read'>, sealer: Sealer,
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const rows = await database.read.selectFrom('oidc_client').select(['client_id', 'secret_sealed', 'scopes', 'program_key'])
    .where('application_code', 'is', null).execute()
  return new Map(rows.map((row) => [row.client_id, {
    client_id: row.client_id, ...secretMetadata(row.secret_sealed, sealer), token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials'], response_types: [], redirect_uris: [], subject_type: 'pairwise',
    ...programMetadata(row.scopes, row.program_key),
  }]))
}

const secretMetadata = (sealed: Buffer | null, sealer: Sealer): { client_secret?: string } =>
  (sealed === null ? {} : { client_secret: sealer.open(PURPOSE, sealed).toString() })

/** All clients of applications in the catalogue, opened for the provider. There are some dozens. */
export async function loadClients(database: Pick<Database, 'read'>, sealer: Sealer): Promise<Clients> {
  const rows = await database.read.selectFrom('oidc_client as c')
    .innerJoin('application_version as v', 'v.application_code', 'c.application_code')
    .where(sql<boolean>`upper_inf(v.recorded)`)
    .selectAll('c').$narrowType<{ application_code: string }>().select(['v.name', 'v.requires_certificate', 'v.passkey_allowed']).execute()
  return new Map(rows.map((row) => [row.client_id, {
    clientId: row.client_id,
    application: row.application_code,
    applicationName: row.name,
    requiresCertificate: row.requires_certificate,
    passkeyAllowed: row.passkey_allowed,
    requirePkce: row.require_pkce,
    metadata: metadataOf(row, sealer),
  }]))
}

type ClientRow = {
  client_id: string
  program_key: string
  application_code: string
  name: string
  secret_sealed: Buffer | null
  redirect_uris: string[]
  post_logout_redirect_uris: string[]
  backchannel_logout_uri: string | null
  token_endpoint_auth_method: string
  id_token_signed_response_alg: string
  scopes: string[]
  require_pkce: boolean
  jwks: unknown
  jwks_uri: string | null
}

function metadataOf(row: ClientRow, sealer: Sealer): Record<string, unknown> {
  return {
    client_id: row.client_id,
    client_name: row.name,
    ...secretMetadata(row.secret_sealed, sealer),
    redirect_uris: row.redirect_uris,
    post_logout_redirect_uris: row.post_logout_redirect_uris,
    ...(row.backchannel_logout_uri === null ? {}
      : { backchannel_logout_uri: row.backchannel_logout_uri, backchannel_logout_session_required: true }),
    token_endpoint_auth_method: row.token_endpoint_auth_method,
    id_token_signed_response_alg: row.id_token_signed_response_alg,
    grant_types: [
      'authorization_code', 'refresh_token', ...(programScopes(row.scopes).length > 0 ? ['client_credentials'] : []),
    ],
    response_types: ['code'],
    // What a sign-in may ask for; what the program may ask for itself is not among it.
    scope: SIGN_IN_SCOPES.filter((scope) => row.scopes.includes(scope)).join(' '),
    ...programMetadata(row.scopes, row.program_key),
    subject_type: 'pairwise',
    requirePkce: row.require_pkce,
    // The sector is the application. The provider wants an address for it, and never goes there.
    sector_identifier_uri: `https://${Buffer.from(row.application_code).toString('hex')}.sector.invalid/`,
    ...(row.jwks === null ? {} : { jwks: row.jwks }),
    ...(row.jwks_uri === null ? {} : { jwks_uri: row.jwks_uri }),
  }
}
