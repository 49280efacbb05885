// Back-Channel Logout 1.0: each application that somebody was signed in to hears when the session ends, and one where a
// right was lost while the session goes on (end-lost-access.ts). The queue tries again, with growing pauses, until the
// application has answered.
import type Provider from 'oidc-provider'
import { z } from 'zod'
import { sidOf } from './pairwise.ts'
import type { Database } from '../../store/database.ts'

const job = z.object({ sessionId: z.uuid(), clientId: z.string().min(1).max(64), sessionGoesOn: z.boolean().default(false) })

type Told = { backchannelLogoutUri?: string; backchannelLogout(accountId: string, sid: string): Promise<void> }

/** Sends the logout token. Throws when the application did not take it; a client that is gone has nothing to hear. */
export async function backChannelLogout(
  database: Pick<Database, 'read'>, provider: Provider, pairwiseKey: Uint8Array, payload: unknown,
): Promise<void> {
  const { sessionId, clientId, sessionGoesOn } = job.parse(payload)
  const session = await database.read.selectFrom('session as s').innerJoin('person as p', 'p.id', 's.person_id')
    .select(['p.key', 's.ended_at']).where('s.id', '=', sessionId).executeTakeFirst()
  const client = await provider.Client.find(clientId) as Told | undefined
  if (session === undefined || client?.backchannelLogoutUri === undefined) return
  if (session.ended_at === null && !sessionGoesOn) return
  await client.backchannelLogout(session.key, sidOf(pairwiseKey, sessionId, clientId))
}
