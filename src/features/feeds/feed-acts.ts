// What may be done with a feed by whom: for the page to offer it. Whether it is done is decided by the act itself.
import { isDecided } from './shown-feed.ts'
import type { ShownFeed } from './shown-feed.ts'

/** By these names the acts stand in addresses. */
export const FEED_ACTS = ['apply', 'approve', 'reject', 'undo'] as const
export type FeedAct = (typeof FEED_ACTS)[number]

/** Why an act was refused, as the feed's page is told; whoever is of the centre no more sees none. */
export const FEED_REFUSED = [
  'unknown', 'changedMeanwhile', 'ownFeed', 'noteMissing', 'noteTooLong', 'notLast', 'restructuring', 'askedAlready',
] as const
export type FeedRefused = (typeof FEED_REFUSED)[number]

/** The acts on this feed that are open to that central administrator, the nearest first. */
export function actsOn(feed: ShownFeed, personId: string): FeedAct[] {
  if (isDecided(feed)) return []
  const says = Object.values(feed.counts ?? {}).some((count) => count > 0)
  switch (feed.state) {
    case 'ready': return ['apply', 'reject']
    case 'held': return feed.submittedBy === personId ? ['reject'] : ['approve', 'reject']
    case 'applied': return feed.isLast && says && feed.kind !== 'restructuring' && feed.undoneBy === null ? ['undo'] : []
    default: return []
  }
}
