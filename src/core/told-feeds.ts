// What the centre's administrators are told of personnel feeds: a part of the closed list of told.ts, with its sentences.
import { saying } from './told-saying.ts'
import type { Day } from './days.ts'
import type { Leads, Of } from './told.ts'
import type { Saying } from './told-saying.ts'

/** `feed` is its number, `source` the name of its file; `reason` what was written when it was decided. Joins, changes and ends count posts. */
type OfFeed = Leads & {
  feed: string; source: string; asOf: Day; joins: number; changes: number; ends: number; reason: string | null
}

export type ToldOfFeeds = Of<'feed.held' | 'feed.approved' | 'feed.rejected', OfFeed>

export const SAYINGS_OF_FEEDS: Readonly<Record<ToldOfFeeds['kind'], Saying>> = {
  'feed.held': saying('人事資料暫緩，待核准', 'A personnel feed is held for approval',
    '{who}暫緩了第 {feed} 批人事資料：超過安全門檻，須由您或另一位總處管理者核准或退回。',
    '{who} held personnel feed {feed}: it exceeds a safety limit, and you or another central administrator approve it or turn it down.'),
  'feed.approved': saying('人事資料已核准', 'A personnel feed was approved',
    '{who}核准了您提交的第 {feed} 批人事資料，隨即套用。', '{who} approved personnel feed {feed}, which you had brought; it is being applied.'),
  'feed.rejected': saying('人事資料已退回', 'A personnel feed was turned down',
    '{who}退回了您提交的第 {feed} 批人事資料，沒有套用任何內容。',
    '{who} turned down personnel feed {feed}, which you had brought; nothing of it was applied.'),
}
