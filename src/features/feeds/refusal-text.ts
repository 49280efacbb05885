import { feedPageMessages } from './feed-page-messages.ts'
import { feedInterruptionSentence, feedRefusalSentence } from './refusal-messages.ts'
import type { Language } from '../../web/language.ts'
import type { ShownRefusal } from './shown-feed.ts'

/** Why a feed was not taken, whatever it was that spoke against it. */
export function refusalText(refusal: ShownRefusal, language: Language): string {
  switch (refusal.code) {
    case 'notLast': return feedPageMessages(language).notLast
    case 'broughtAlready': return feedPageMessages(language).broughtAlready(refusal.feed)
    case 'brokenOff': case 'stopped': case 'diskFull': case 'databaseAway': case 'failed': return feedInterruptionSentence(refusal.code)[language]
    default: return feedRefusalSentence(refusal)[language]
  }
}
