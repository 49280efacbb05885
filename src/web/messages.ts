import type { Child } from 'hono/jsx'
import type { Language } from './language.ts'

/** A sentence, a sentence with parameters, or a named group of them. */
export interface Messages {
  readonly [key: string]: string | ((...parameters: never[]) => Child) | Messages
}

/** What another language must offer: the same keys, and functions of the same parameters. */
export type Translated<M> = {
  readonly [K in keyof M]: M[K] extends (...parameters: infer P) => infer R
    ? (...parameters: P) => R
    : M[K] extends string
      ? string
      : Translated<M[K]>
}

/**
 * Declares a slice's sentences. The compiler refuses a key that one language lacks or has too many, and functions whose
 * parameters differ. Use: `const m = messages(request.language)`, then `m.title`, `m.found(12)`.
 */
export function defineMessages<M extends Messages>(all: {
  'zh-TW': M
  en: Translated<NoInfer<M>>
}): (language: Language) => Translated<M> {
  const tables: Record<Language, Translated<M>> = { 'zh-TW': all['zh-TW'] as unknown as Translated<M>, en: all.en }
  return (language) => tables[language]
}

/**
 * So many of something, in an English sentence: `1 agency`, `1,024 agencies`. `count` may be written as a number already; the words
 * may go on to the verb (`counted(lost, 'person loses', 'people lose')`).
 */
export function counted(count: number | string, one: string, many: string): string {
  const shown = typeof count === 'number' ? count.toLocaleString('en-US') : count
  return `${shown} ${shown === '1' ? one : many}`
}
