// Authorization requests that wait for their person to sign in, and client assertions that were used.
import { sql } from 'kysely'
import { errors } from 'oidc-provider'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { acrOf, amrOf, meetsAcr } from './rights.ts'
import { requestState } from './request-state.ts'
import { lowestIdAt } from './reference.ts'
import type { Database } from '../../store/database.ts'
import type { SessionRow } from './statements.ts'

/**
 * What the sign-in page may say of the request that waits. `again`: somebody is signed in, and is asked to once more. `needs`: the
 * least that is enough, where a password alone is not.
 */
export type Waiting = { clientId: string; again: boolean; loginHint: string | null; redirectUri: string; needs: Needs }

/** Null: a password is enough. A card is as good as a passkey wherever one is. */
export type Needs = 'passkey' | 'card' | null

// The sign-in checks of policy.ts that ask for it.
const NEEDED_BY: Readonly<Record<string, Needs>> = { acr_passkey: 'passkey', acr_card: 'card' }

function needsOf(acrValues: string): Needs {
  if (acrValues === '' || meetsAcr('password', acrValues)) return null
  return meetsAcr('passkey', acrValues) ? 'passkey' : meetsAcr('personCertificate', acrValues) ? 'card' : null
}

/** How many requests may wait that came from one address, and how an address is kept. */
export type WaitingLimit = {
  /** 0: any number (ECPA_WAITING_PER_ADDRESS). */
  perAddress: number
  hashOf: (address: string) => Buffer
}

/** From this address more wait than may; whoever waits goes on, and whoever signs in at the portal first never waits. */
export class TooManyWaiting extends errors.TemporarilyUnavailable {
  constructor() {
    super('too many requests from this address wait for somebody to sign in')
    Object.assign(this, { allow_redirect: false })
  }
}

const ID = /^[A-Za-z0-9_-]{20,64}$/

/** Interactions as the provider's adapter, and what else passes by. */
export class Pending implements Partial<Adapter> {
  readonly #database: Database
  readonly #limit: WaitingLimit

  constructor(database: Database, limit: WaitingLimit) {
    this.#database = database
    this.#limit = limit
  }

  // Arrow functions: the adapter is spread.
  upsert = async (id: string, payload: AdapterPayload, expiresIn?: number): Promise<undefined> => {
    // The session that asked is not kept: signing in makes another one, and the request goes on with that.
    const { session, grantId: _, result: __, ...kept } = payload
    const { perAddress, hashOf } = this.#limit
    const { address } = requestState()
    const hash = perAddress === 0 || address === null ? null : hashOf(address)
    // Of those that come at the same moment a few more than the limit may be taken: as many as there are connections.
    const { numAffectedRows } = await sql`
      insert into oidc_interaction (id, payload, expires_at, address_hash)
      select ${id}, ${JSON.stringify({ ...kept, again: session !== undefined })}::jsonb, now() + make_interval(secs => ${expiresIn ?? 0}), ${hash}
      where ${hash}::bytea is null or ${perAddress} > (select count(*) from (
        select from oidc_interaction where address_hash = ${hash} and expires_at > now() limit ${perAddress}) as waits)`
      .execute(this.#database.unaudited)
    if (numAffectedRows === 0n) throw new TooManyWaiting()
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
    const { params, prompt, again } = row.payload as AdapterPayload & { again: boolean; prompt?: { reasons: string[] } }
    const { client_id: clientId = '', login_hint: loginHint = null, redirect_uri: redirectUri = '', acr_values: acrValues = '' } =
      params as Record<string, string | undefined>
    const asked = prompt?.reasons.map((reason) => NEEDED_BY[reason] ?? null).find((one) => one !== null)
    return { clientId, again, loginHint, redirectUri, needs: asked ?? needsOf(acrValues) }
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
    acr: acrOf(session.method), amr: amrOf(session),
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
