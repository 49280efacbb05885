import { feedPageMessages } from './feed-page-messages.ts'
import { feedInterruptionSentence, feedRefusalSentence } from './refusal-messages.ts'
import type { FeedInterruption } from '../../core/feed-faults.ts'
import type { Language } from '../../web/language.ts'
import type { ShownRefusal } from './shown-feed.ts'

const INTERRUPTIONS: Readonly<Record<FeedInterruption, true>> =
  { brokenOff: true, stopped: true, diskFull: true, databaseAway: true, failed: true }

const isInterruption = (refusal: ShownRefusal): refusal is { code: FeedInterruption } => Object.hasOwn(INTERRUPTIONS, refusal.code)

/** Why a feed was not taken, whatever it was that spoke against it. */
export function refusalText(refusal: ShownRefusal, language: Language): string {
  if (isInterruption(refusal)) return feedInterruptionSentence(refusal.code)[language]
  if (refusal.code === 'notLast') return feedPageMessages(language).notLast
  if (refusal.code === 'broughtAlready') return feedPageMessages(language).broughtAlready(refusal.feed)
  return feedRefusalSentence(refusal)[language]
}
