// What the personnel system writes goes the way of every personnel feed: rows of a delta, checked, compared, judged, applied at
// once unless it is held (4.5).
import { csvLineOf, cellsOf, FEED_HEADING } from '../../core/feed-columns.ts'
import { apiPathOf } from '../feeds/api-feed.ts'
import { loadAgencyLives } from '../feeds/agency-lives.ts'
import { bringFeed } from '../feeds/bring-feed.ts'
import { faultSentence } from '../feeds/fault-messages.ts'
import { listFaults } from '../feeds/list-faults.ts'
import { workOnFeed } from '../feeds/pipeline.ts'
import { feedRefusalSentence } from '../feeds/refusal-messages.ts'
import { viaOfClient } from '../feeds/feed-parts.tsx'
import { ScimFault } from './dialect.ts'
import { about, scimMessages as says } from './messages.ts'
import { faultOf } from './wanted.ts'
import type { Day } from '../../core/days.ts'
import type { FeedRow } from '../../core/feed-columns.ts'
import type { Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { FeedAtWork } from '../feeds/feed-at-work.ts'

/** `lives`: of all agencies, read once for the request. */
export type Writing = {
  database: Database; seal: Seal; clientId: string; address: string | null; today: Day; source: string; lives: () => ReturnType<typeof loadAgencyLives>
}

/** `waiting`: it is held, or somebody else is at it; where it can be asked for. */
export type Brought = { applied: true } | { applied: false; held: boolean; feed: string }

/** Says no where the feed would refuse a row alone: what a person's resource says is taken whole or not at all. */
export async function refuseFaults({ lives, today }: Pick<Writing, 'lives' | 'today'>, rows: readonly FeedRow[]): Promise<void> {
  const fault = faultOf(rows, { today, asOf: today, agencies: await lives() })
  if (fault === null) return
  const { 'zh-TW': zh, en } = faultSentence(fault.code, fault.detail)
  throw new ScimFault('badRequest', {
    'zh-TW': `${says.rejected['zh-TW']}${fault.column ?? ''} ${zh}`, en: `${says.rejected.en}${fault.column ?? ''}: ${en}`,
  }, 'invalidValue')
}

/** Brings the rows and goes on with them as far as they go by themselves. Throws a ScimFault where they are not taken. */
export async function bringRows({ database, seal, clientId, address, today, source }: Writing, rows: readonly FeedRow[]): Promise<Brought> {
  const via = viaOfClient(clientId)
  const origin: Origin = { actor: null, sessionId: null, process: via, address, requestId: null }
  const content = Buffer.from(FEED_HEADING + rows.map((row) => csvLineOf(cellsOf(row))).join(''))
  async function* file(): AsyncGenerator<Uint8Array> { yield content }
  const brought = await bringFeed({ database, seal }, origin, { personId: null, via }, file(), {
    source, kind: 'delta', asOf: today, today, atOnce: true, totalBytes: content.length,
  }, (one) => one.via === via)
  if ('refused' in brought) throw new ScimFault('tooMany', says.busy)
  if (brought.state === 'interrupted') throw new ScimFault('unavailable', says.busy)
  if (brought.state === 'refused') throw refused(feedRefusalSentence(brought.refusal))
  const feed = await workOnFeed({ database, origin, today }, brought.state === 'same' ? brought.as.feed : brought.feed)
  return concluded(database, feed!)
}

const refused = ({ 'zh-TW': zh, en }: Record<'zh-TW' | 'en', string>): ScimFault =>
  new ScimFault('badRequest', { 'zh-TW': says.refused['zh-TW'] + zh, en: says.refused.en + en }, 'invalidValue')

async function concluded(database: Database, { id, state, rejectedRows }: FeedAtWork): Promise<Brought> {
  if (rejectedRows > 0) {
    const { faults: [first] } = await listFaults(database.read, id, { code: null, after: '' }, 1)
    throw refused(first!.says)
  }
  if (state === 'refused' || state === 'rejected') throw new ScimFault('conflict', about(says.refused, apiPathOf(id)))
  return state === 'applied' ? { applied: true } : { applied: false, held: state === 'held', feed: apiPathOf(id) }
}
