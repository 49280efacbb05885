// How one kind of telling is said (told-sentences.ts): what it is about in few words, and who did what.
import type { Sentence } from './access-messages.ts'

/** Names in braces are filled in by told-sentences.ts. */
export type Saying = { title: Sentence; says: Sentence }

export const saying = (zhTitle: string, enTitle: string, zh: string, en: string): Saying =>
  ({ title: { 'zh-TW': zhTitle, en: enTitle }, says: { 'zh-TW': zh, en } })
