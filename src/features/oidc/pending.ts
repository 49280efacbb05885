// Authorization requests that wait for their person to sign in, and client assertions that were used.
import { sql } from 'kysely'
import { errors } from 'oidc-provider'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { acrOf, amrOf } from './rights.ts'
import { requestState } from './request-state.ts'
import { lowestIdAt } from './reference.ts'
import type { Database } from '../../store/database.ts'
import type { SessionRow } from './statements.ts'

/** What the sign-in page may say of the request that waits. `again`: somebody is signed in, and is asked to once more. */
export type Waiting = { clientId: string; again: boolean; loginHint: string | null; redirectUri: string }

const ID = /^[A-Za-z0-9_-]{20,64}$/

/** Interactions as the provider's adapter, and what else passes by. */
export class Pending implements Partial<Adapter> {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  // Arrow functions: the adapter is spread.
  upsert = async (id: string, payload: AdapterPayload, expiresIn?: number): Promise<undefined> => {
    // The session that asked is not kept: signing in makes another one, and the request goes on with that.
    const { session, grantId: _, result: __, ...kept } = payload
    await this.#database.unaudited.insertInto('oidc_interaction').values({
      id, payload: JSON.stringify({ ...kept, again: session !== undefined }), expires_at: sql<Date>`now() + make_interval(secs => ${expiresIn ?? 0})`,
    }).execute()
  }

  find = async (id: string): Promise<AdapterPayload | undefined> => {
    const row = await this.#database.read.selectFrom('oidc_interaction').select(['payload', 'started_at'])
      .where('id', '=', id).where('expires_at', '>', sql<Date>`now()`).executeTakeFirst()
    if (row === undefined) return undefined
    const { session } = requestState()
    return { ...row.payload as AdapterPayload, ...resultOf(session, row.started_at) }
  }

  // A request goes on once: of two that come at the same moment one is too late.
  destroy = async (id: string): Promise<undefined> => {
    const { numDeletedRows } = await this.#database.unaudited.deleteFrom('oidc_interaction')
      .where('id', '=', id).executeTakeFirst()
    if (numDeletedRows === 0n) throw new errors.SessionNotFound('authorization request has expired')
  }

  /** What the sign-in page may say of the request with that id (`?continue=`), or null. */
  async waiting(id: string): Promise<Waiting | null> {
    if (!ID.test(id)) return null
    const row = await this.#database.read.selectFrom('oidc_interaction').select('payload')
      .where('id', '=', id).where('expires_at', '>', sql<Date>`now()`).executeTakeFirst()
    if (row === undefined) return null
    const { params, again } = row.payload as AdapterPayload & { again: boolean }
    const { client_id: clientId = '', login_hint: loginHint = null, redirect_uri: redirectUri = '' } =
      params as Record<string, string | undefined>
    return { clientId, again, loginHint, redirectUri }
  }

  /** Notes the assertion as used; false when it was already. */
  async useAssertion(id: string, seconds: number): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#database.unaudited.insertInto('oidc_assertion')
      .values({ id, expires_at: sql<Date>`now() + make_interval(secs => ${seconds})` })
      .onConflict((conflict) => conflict.column('id').doNothing()).executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  }
}

// What the person did meanwhile is seen from the session: only one that began after the request was sent away can be its
// answer, so `prompt=login` and `max_age` cannot be passed by simply coming back.
function resultOf(session: SessionRow | null, startedAt: Date): Pick<AdapterPayload, 'result'> {
  if (session === null || session.signed_in_at < startedAt) return {}
  const login = {
    accountId: session.person_key, ts: Math.floor(session.signed_in_at.getTime() / 1000),
    acr: acrOf(session.method), amr: amrOf(session.method),
  }
  return { result: { login, select_account: {} } }
}

// Grants rest on sessions, which last a day at most by any sensible setting; a week is beyond every one of them.
const GRANT_DAYS = 7

/** Removes what is over: a job runs it every few minutes. */
export async function purgeOidc(database: Pick<Database, 'unaudited'>, now: Date): Promise<void> {
  const oldest = lowestIdAt(now.getTime() - GRANT_DAYS * 86_400_000)
  await Promise.all([
    database.unaudited.deleteFrom('oidc_grant').where('id', '<', oldest).executeTakeFirst(),
    database.unaudited.deleteFrom('oidc_interaction').where('expires_at', '<', now).executeTakeFirst(),
    database.unaudited.deleteFrom('oidc_assertion').where('expires_at', '<', now).executeTakeFirst(),
  ])
}
