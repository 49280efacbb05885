/**
 * Brings OpenID Connect clients to what a configuration says (4.3a). Their rules and their secrets are the provider's.
 */
import type { Change } from '../../store/change.ts'
import { loadClients, readApiRegistrations, readRegistrations, registerClient } from '../oidc/clients.ts'
import { refusalOf, registrationSchema } from '../oidc/registration.ts'
import type { Registration, RegistrationRefusal } from '../oidc/registration.ts'
import type { OidcClientEntry } from './configuration.ts'
import { beforeAndAfter, fieldChanges, HIDDEN } from './configuration-change.ts'
import type { FieldChange, Planning, Value } from './configuration-change.ts'
import type { Path } from './read-configuration.ts'

type Sealer = Parameters<typeof registerClient>[1]
export type ClientCircumstances = { sealer: Sealer; demo: boolean }

/** The field of the file that a refused registration is about. */
const FIELD_OF: Record<RegistrationRefusal, keyof OidcClientEntry> = {
  redirectUri: 'redirectUris', postLogoutRedirectUri: 'postLogoutRedirectUris',
  backchannelLogoutUri: 'backchannelLogoutUri',
  secretMissing: 'clientSecret', secretTooShort: 'clientSecret', secretNotWanted: 'clientSecret',
  keysMissing: 'jwks', keysNotWanted: 'jwks', privateKeyShown: 'jwks', jwksUri: 'jwksUri', pkceForPublic: 'requirePkce',
  openidMissing: 'scopes', authzenForPublic: 'scopes', otherApplication: 'application',
}

/**
 * `applications`: the codes that there will be when the applications of the same file are in. Answers the ids of the
 * clients that there will be.
 */
export async function planClients(
  planning: Planning, entries: readonly OidcClientEntry[], applications: ReadonlySet<string>, how: ClientCircumstances,
): Promise<ReadonlySet<string>> {
  const stored = new Map((await readRegistrations({ read: planning.db })).map((one) => [one.clientId, one]))
  const opened = await loadClients({ read: planning.db }, how.sealer)
  const programs = new Set((await readApiRegistrations({ read: planning.db })).map(({ clientId }) => clientId))
  for (const [at, entry] of entries.entries()) {
    const path = ['oidcClients', at]
    if (!applications.has(entry.application)) {
      planning.faults.add('unknownApplication', [...path, 'application'], entry.application)
    }
    if (programs.has(entry.clientId)) {
      planning.faults.add('otherKind', [...path, 'clientId'], entry.clientId)
      continue
    }
    const secret = opened.get(entry.clientId)?.metadata['client_secret']
    planClient(planning, entry, path, stored.get(entry.clientId), typeof secret === 'string' ? secret : null, how)
  }
  return new Set([...stored.keys(), ...entries.map(({ clientId }) => clientId)])
}

function planClient(
  planning: Planning, entry: OidcClientEntry, path: Path, before: Registration | undefined, secret: string | null,
  how: ClientCircumstances,
): void {
  if (before === undefined && entry.redirectUris === undefined) {
    return planning.faults.add('neededForNew', [...path, 'redirectUris'], entry.clientId)
  }
  const after = wholeRegistration(entry, before)
  const refused = before !== undefined && before.application !== entry.application ? 'otherApplication'
    : refusalOf(after, { demo: how.demo, hasSecret: secret !== null })
  if (refused !== null) return planning.faults.add(refused, [...path, FIELD_OF[refused]], entry.clientId)
  const fields = fieldChanges(before && shownFields(before), shownFields(after))
  if (after.clientSecret !== null && after.clientSecret !== secret) {
    fields.push({ field: 'clientSecret', ...(secret === null ? {} : { from: HIDDEN }), to: HIDDEN })
  }
  if (before !== undefined && fields.length === 0) planning.same += 1
  else {
    planning.changes.push({
      thing: 'oidcClient', key: entry.clientId, kind: before ? 'changed' : 'added', fields,
      write: (tx) => writeClient(tx, after, before === undefined, fields, how),
    })
  }
  return undefined
}

/** What is mentioned over what is there, or over what the provider takes for granted. */
function wholeRegistration({ ...mentioned }: OidcClientEntry, before: Registration | undefined): Registration {
  const given = Object.fromEntries(Object.entries(mentioned).filter(([, value]) => value !== undefined))
  const whole: Registration = before === undefined ? registrationSchema.parse(given) : { ...before, ...given }
  // The other way of giving keys, and keys or secrets that another way of signing in has no use for, go with the
  // change.
  if (given['jwksUri'] != null && given['jwks'] === undefined) whole.jwks = null
  if (given['jwks'] != null && given['jwksUri'] === undefined) whole.jwksUri = null
  if (whole.tokenEndpointAuthMethod !== 'private_key_jwt') {
    if (given['jwks'] === undefined) whole.jwks = null
    if (given['jwksUri'] === undefined) whole.jwksUri = null
  }
  return whole
}

function shownFields({ clientId: _, clientSecret: __, jwks, ...fields }: Registration): Record<string, Value> {
  return { ...fields, jwks: jwks === null ? null : JSON.stringify(jwks) }
}

async function writeClient(
  tx: Change, client: Registration, isNew: boolean, fields: readonly FieldChange[],
  { sealer, demo }: ClientCircumstances,
): Promise<void> {
  const { before, after } = beforeAndAfter(fields)
  const subject = { application: client.application }
  if (isNew) await tx.record({ code: 'oidc.client-registered', ...subject, detail: { client: client.clientId, after } })
  else await tx.record({ code: 'oidc.client-changed', ...subject, detail: { client: client.clientId, before, after } })
  const outcome = await registerClient(tx, sealer, client, { demo })
  // Planned in this very transaction with the same rules.
  if ('refused' in outcome) throw new Error(`the client ${client.clientId} was refused after all: ${outcome.refused}`)
}
