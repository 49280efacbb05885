// A feed as the program that brought it is told of it.
import type { LocalPath } from '../../web/reply.ts'
import { holdText } from './held-notice.tsx'
import { refusalText } from './refusal-text.ts'
import type { FaultCount, ListedFault } from './list-faults.ts'
import type { ShownFeed, ShownRefusal } from './shown-feed.ts'

export const API_PATH = '/api/v1/feeds'
export const apiPathOf = (id: string): LocalPath => `${API_PATH}/${id}`

const both = (say: (language: 'zh-TW' | 'en') => string) => ({ 'zh-TW': say('zh-TW'), en: say('en') })

const refusalOf = (refusal: ShownRefusal) => ({ ...refusal, sentence: both((language) => refusalText(refusal, language)) })

/** What becomes of it by itself and soon is not `done`; of what is held, somebody decides. */
const DONE: ReadonlySet<ShownFeed['state']> = new Set(['applied', 'refused', 'rejected', 'interrupted'])

/** Its state, how far it is, what it comes to, and what is wrong with it. */
export function feedAsJson(feed: ShownFeed, faults: readonly FaultCount[]): object {
  return {
    id: feed.id, href: apiPathOf(feed.id), kind: feed.kind, asOf: feed.asOf, state: feed.state, stage: feed.stage,
    done: DONE.has(feed.state), receivedAt: feed.receivedAt.toISOString(), appliedAt: feed.appliedAt?.toISOString() ?? null,
    format: feed.format, bytes: feed.bytes, sha256: feed.sha256, rows: feed.rows, rejectedRows: feed.rejectedRows, counts: feed.counts,
    heldFor: (feed.heldFor ?? []).map((reason) => ({ ...reason, sentence: both((language) => holdText(reason, language)) })),
    refusal: feed.refusal === null ? null : refusalOf(feed.refusal),
    note: feed.state === 'rejected' ? feed.note : null,
    faults: faults.map(({ code, column, rows }) => ({ code, column, rows })),
    faultsHref: feed.rejectedRows === 0 ? null : `${apiPathOf(feed.id)}/faults`,
  }
}

export const faultAsJson = ({ line, column, code, detail, says }: ListedFault): object =>
  ({ line, column, code, detail, sentence: says })
