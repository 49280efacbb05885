/** Brings programs that belong to no application to what a configuration says (4.3a, apiClients). */
import type { Change } from '../../store/change.ts'
import { loadApiClients, readApiRegistrations, registerApiClient } from '../oidc/clients.ts'
import { apiRefusalOf } from '../oidc/registration.ts'
import type { ApiRegistration, ApiRegistrationRefusal } from '../oidc/registration.ts'
import type { ClientCircumstances } from './apply-clients.ts'
import type { ApiClientEntry } from './configuration.ts'
import { beforeAndAfter, fieldChanges, HIDDEN } from './configuration-change.ts'
import type { FieldChange, Planning } from './configuration-change.ts'
import type { Path } from './read-configuration.ts'

/** The field of the file that a refused registration is about. */
const FIELD_OF: Record<ApiRegistrationRefusal, keyof ApiClientEntry> = {
  secretMissing: 'clientSecret', secretTooShort: 'clientSecret', authzenNeedsApplication: 'scopes', otherKind: 'clientId',
}

/** `oidcClients`: the client ids that there will be when the clients of the same file are in. */
export async function planApiClients(
  planning: Planning, entries: readonly ApiClientEntry[], oidcClients: ReadonlySet<string>, how: ClientCircumstances,
): Promise<void> {
  if (entries.length === 0) return
  const stored = new Map((await readApiRegistrations({ read: planning.db })).map((one) => [one.clientId, one]))
  const opened = await loadApiClients({ read: planning.db }, how.sealer)
  for (const [at, entry] of entries.entries()) {
    const path = ['apiClients', at]
    if (oidcClients.has(entry.clientId)) planning.faults.add('otherKind', [...path, 'clientId'], entry.clientId)
    else {
      const secret = opened.get(entry.clientId)?.['client_secret']
      planOne(planning, entry, path, stored.get(entry.clientId), typeof secret === 'string' ? secret : null, how)
    }
  }
}

function planOne(
  planning: Planning, entry: ApiClientEntry, path: Path, before: ApiRegistration | undefined, secret: string | null,
  how: ClientCircumstances,
): void {
  const { clientId } = entry
  const scopes = entry.scopes ?? before?.scopes
  if (scopes === undefined) return planning.faults.add('neededForNew', [...path, 'scopes'], clientId)
  const after: ApiRegistration = { clientId, clientSecret: entry.clientSecret ?? null, scopes }
  const refused = apiRefusalOf(after, { demo: how.demo, hasSecret: secret !== null })
  if (refused !== null) return planning.faults.add(refused, [...path, FIELD_OF[refused]], clientId)
  const fields = fieldChanges(before && { scopes: before.scopes }, { scopes })
  if (after.clientSecret !== null && after.clientSecret !== secret) {
    fields.push({ field: 'clientSecret', ...(secret === null ? {} : { from: HIDDEN }), to: HIDDEN })
  }
  if (before !== undefined && fields.length === 0) planning.same += 1
  else {
    planning.changes.push({
      thing: 'apiClient', key: clientId, kind: before ? 'changed' : 'added', fields,
      write: (tx) => writeOne(tx, after, before === undefined, fields, how),
    })
  }
  return undefined
}

async function writeOne(
  tx: Change, client: ApiRegistration, isNew: boolean, fields: readonly FieldChange[], { sealer, demo }: ClientCircumstances,
): Promise<void> {
  const { before, after } = beforeAndAfter(fields)
  if (isNew) await tx.record({ code: 'oidc.api-client-registered', detail: { client: client.clientId, after } })
  else await tx.record({ code: 'oidc.api-client-changed', detail: { client: client.clientId, before, after } })
  const outcome = await registerApiClient(tx, sealer, client, { demo })
  // Planned in this very transaction with the same rules.
  if ('refused' in outcome) throw new Error(`the program ${client.clientId} was refused after all: ${outcome.refused}`)
}
