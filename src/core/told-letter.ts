// The letter that tells of an act (told.ts). One page of a person's own in the portal says the same.
import { oneLine } from './letter.ts'
import { tellerFacts, toldFacts, toldSentence, toldTitle } from './told-sentences.ts'
import type { LetterBody, LetterLanguage, LetterLink } from './letter.ts'
import type { Telling } from './told.ts'

const LINK = {
  'zh-TW': { act: '前往處理', read: '到我的專區查看', notMe: '這次登入不是我' },
  en: { act: 'Go there', read: 'See it in my account', notMe: 'This was not me' },
} as const

const ASK = {
  'zh-TW': '如果您認為這項異動有誤，請洽該機關的人事單位。',
  en: 'If you think that this is wrong, please ask the personnel office of the agency.',
} as const

// The column takes 200; a title names three applications at most, whose codes have 32 characters at most.
const LONGEST_SUBJECT = 200

/** What a letter of it says, in the reader's language; `at` is when it was told. */
export function toldLetter(
  telling: Telling, at: Date, language: LetterLanguage,
): LetterBody & { subject: string; link: LetterLink } {
  const { told } = telling
  const { path } = told
  const words = LINK[language]
  // Managers who are told of their agencies' matters are themselves the ones to ask; and where no agency is named, there is none to ask.
  const asks = path === undefined && ('agency' in told || 'agencies' in told) && !('person' in told)
  return {
    subject: oneLine(toldTitle(telling)[language]).slice(0, LONGEST_SUBJECT),
    paragraphs: [toldSentence(telling)[language], ...(asks ? [ASK[language]] : [])],
    facts: [...toldFacts(telling), ...tellerFacts(telling, at)]
      .map(({ term, value }) => ({ term: term[language], value: value[language] })),
    link: path === undefined ? { path: '/me', label: words.read } : { path, label: told.kind === 'sign-in.unusual' ? words.notMe : words.act },
  }
}
