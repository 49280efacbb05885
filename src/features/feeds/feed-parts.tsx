// What the pages of 「人事資料匯入」 have in common.
import { Badge } from '../../web/components/badge.tsx'
import { addressOf } from '../../web/address.ts'
import { feedMessages } from './feed-messages.ts'
import type { Child } from 'hono/jsx'
import type { PersonActor } from '../../web/actor.ts'
import type { BadgeKind } from '../../web/components/badge.tsx'
import type { Crumb } from '../../web/components/breadcrumbs.tsx'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { FeedCounts, FeedState } from './feed-at-work.ts'
import type { FeedFilter, ListedFeed, Named } from './list-feeds.ts'

export type CentralRequest = FrameRequest & { actor: PersonActor }

export const FEEDS_PATH = '/manage/feeds'

/** The page of one feed, or of what is below it. */
export const feedPath = (id: string, below = ''): LocalPath => `${FEEDS_PATH}/${id}${below}`

/** The list with this filter, from its first page. */
export const feedsAddress = ({ shown, kind, sort, descending }: FeedFilter, more: Record<string, string> = {}): LocalPath =>
  addressOf(FEEDS_PATH, {
    shown: shown === 'all' ? '' : shown, kind: kind ?? '', sort: sort === 'received' ? '' : sort, dir: descending ? '' : 'asc', ...more,
  })

/** The crumbs of a page below the list. */
export function feedCrumbs(language: Language, id?: string): Crumb[] {
  const m = feedMessages(language)
  return [{ label: m.title, href: FEEDS_PATH }, ...(id === undefined ? [] : [{ label: m.number(id), href: feedPath(id) }])]
}

const KIND: Record<FeedState, BadgeKind> = {
  receiving: 'plain', received: 'plain', ready: 'warning', held: 'danger', applied: 'good', refused: 'danger', rejected: 'plain',
  interrupted: 'danger',
}

/** Where a feed stands, as a word. */
export function FeedBadge({ feed, language }: { feed: Pick<ListedFeed, 'state' | 'decided'>; language: Language }) {
  const m = feedMessages(language)
  return feed.decided ? <Badge>{m.applying}</Badge> : <Badge kind={KIND[feed.state]}>{m.states[feed.state]}</Badge>
}

/** A count as people read it. */
export const shownCount = (count: number): string => count.toLocaleString('en-US')

const UNITS = ['B', 'KB', 'MB', 'GB']

/** So many bytes, as people read them: three figures at most. */
export function shownBytes(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return `${Number((bytes / 1000 ** unit).toPrecision(3))} ${UNITS[unit]!}`
}

/** What a feed comes to, in a line. */
export function EffectText({ counts, language }: { counts: FeedCounts; language: Language }) {
  const m = feedMessages(language)
  if (Object.values(counts).every((count) => count === 0)) return <>{m.nothing}</>
  const parts = (['joins', 'changes', 'ends'] as const).map((name) => m.effect[name](shownCount(counts[name])))
  return <>{parts.map((part, at) => <>{at === 0 ? null : <span class="sep" />}<span class="whole">{part}</span></>)}</>
}

/** A person of the centre: name and account. */
export function PersonName({ person }: { person: Named }) {
  return (
    <>
      {person.name}
      {person.accountName === null ? null : <> <span class="code">{person.accountName}</span></>}
    </>
  )
}

/** By whom a feed was brought: somebody, a program, or the command line. */
export function BroughtBy({ feed: { by, via }, language }: { feed: Pick<ListedFeed, 'by' | 'via'>; language: Language }): Child {
  const m = feedMessages(language)
  if (by !== null) return <PersonName person={by} />
  const client = clientOfVia(via)
  return client === null ? <>{m.byCommand} <span class="code">{via}</span></> : m.byProgram(client)
}

const CLIENT = 'client '
/** What a feed that a program brought says of it (`submitted_via`). */
export const viaOfClient = (clientId: string): string => `${CLIENT}${clientId}`
/** The program that brought it, or null where none did. */
export const clientOfVia = (via: string): string | null => (via.startsWith(CLIENT) ? via.slice(CLIENT.length) : null)
