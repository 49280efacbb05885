// Back-Channel Logout 1.0: each application that somebody was signed in to hears when the session ends, and one where a
// right was lost while the session goes on (end-lost-access.ts). The queue tries again, with growing pauses, until the
// application has answered.
import type Provider from 'oidc-provider'
import { sql } from 'kysely'
import { z } from 'zod'
import { sidOf } from './pairwise.ts'
import { KEY_OF_SESSION } from './statements.ts'
import type { Database } from '../../store/database.ts'

const job = z.object({ sessionId: z.uuid(), clientId: z.string().min(1).max(64), sessionGoesOn: z.boolean().default(false) })

type Told = { backchannelLogoutUri?: string; backchannelLogout(accountId: string, sid: string): Promise<void> }

// One application that hangs must not keep the others from hearing: thousands may be waiting for it. After a call that
// failed this slowly it is left alone for a while, and what is to be told to it fails at once, to be tried again later.
const SLOW_MILLISECONDS = 1000
const REST_MILLISECONDS = 20_000

export type BackChannelLogout = (provider: Provider, pairwiseKey: Uint8Array, payload: unknown) => Promise<void>

/**
 * Sends the logout token of a job. Throws when the application did not take it, or hangs; a client that is gone has
 * nothing to hear.
 */
export function createBackChannel(database: Pick<Database, 'read'>): BackChannelLogout {
  const restsUntil = new Map<string, number>()
  return async (provider, pairwiseKey, payload) => {
    const { sessionId, clientId, sessionGoesOn } = job.parse(payload)
    const began = performance.now()
    if (began < (restsUntil.get(clientId) ?? 0)) throw new Error('the application hangs')
    const { rows: [session] } = await sql<{ key: string; ended_at: Date | null }>`
      select ${sql.raw(KEY_OF_SESSION)} as key, s.ended_at
      from session s left join person p on p.id = s.person_id where s.id = ${sessionId}`.execute(database.read)
    const client = await provider.Client.find(clientId) as Told | undefined
    if (session === undefined || client?.backchannelLogoutUri === undefined) return
    if (session.ended_at === null && !sessionGoesOn) return
    try {
      await client.backchannelLogout(session.key, sidOf(pairwiseKey, sessionId, clientId))
    } catch (error) {
      if (performance.now() - began > SLOW_MILLISECONDS) restsUntil.set(clientId, performance.now() + REST_MILLISECONDS)
      throw error
    }
  }
}
