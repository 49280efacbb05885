import type { Language } from '../language.ts'

// Chinese from its first letter to its last, with what stands between letters of one name or sentence and is not written in Latin.
const CHINESE = /(\p{Script=Han}(?:[^\p{Script=Latin},.;:()“”]*[\p{Script=Han}）」』。])?)/u

/**
 * A sentence of the page's language in which Chinese names and words of others may stand: on a page that is not Chinese they are
 * marked as what they are, so that a voice that can read them does (WCAG 3.1.2).
 */
export function Mixed({ text, language }: { text: string; language: Language }) {
  if (language !== 'en' || !/\p{Script=Han}/u.test(text)) return <>{text}</>
  if (!/\p{Script=Latin}/u.test(text)) return <span lang="zh-Hant-TW">{text}</span>
  // The pieces that were matched are the odd ones.
  return <>{text.split(CHINESE).map((piece, at) => (at % 2 === 1 ? <span lang="zh-Hant-TW">{piece}</span> : piece))}</>
}
