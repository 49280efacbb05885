/** The languages every sentence exists in; Traditional Chinese is the one we start from. */
export type Language = 'zh-TW' | 'en'

export const DEFAULT_LANGUAGE: Language = 'zh-TW'

/** All of them, in that order. */
export const LANGUAGES: readonly Language[] = ['zh-TW', 'en']

/** Reads a language from outside (cookie, address, account row); anything else is null. */
export function languageOf(text: string | null | undefined): Language | null {
  return text === 'zh-TW' || text === 'en' ? text : null
}
