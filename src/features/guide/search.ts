// The search of 「使用手冊」: over all sentences of all tasks in both languages, small enough to be looked through as it is.
import { foldedText, searchWords } from '../../core/search-text.ts'
import { PLACED } from './chapters.ts'
import { LANGUAGES, type Language } from '../../web/language.ts'
import type { Placed } from './chapters.ts'
import type { Task } from './content.ts'

/** A task that was found, with the sentence that tells best why, and its language. */
export type Found = Placed & { sentence: string; language: Language }

type Line = { text: string; folded: string; weight: number; language: Language }

/** Title before lead before steps: what a task is about says more than what it mentions. */
function linesOf({ title, lead, steps, troubles = [] }: Task): Line[] {
  const parts = [
    { weight: 8, texts: [title] }, { weight: 4, texts: [lead] }, { weight: 2, texts: [...steps, ...troubles.map(({ when }) => when)] },
    { weight: 1, texts: troubles.map(({ so }) => so) },
  ]
  return LANGUAGES.flatMap((language) => parts.flatMap(({ weight, texts }) => texts.map((both) => {
    const text = both[language]
    return { text, folded: foldedText(text), weight, language }
  })))
}

const INDEX = PLACED.map((placed) => ({ placed, lines: linesOf(placed.task) }))

/** People write 忘記密碼怎麼辦 without a space: of a Chinese word that is nowhere, its pairs of characters are looked for. */
function pairsOf(word: string): string[] {
  if (!/^\p{Script=Han}{3,}$/u.test(word)) return [word]
  return [...word].slice(1).map((character, at) => `${[...word][at]}${character}`)
}

/** How well a task fits each of these words; null where one of them is nowhere in it. */
function score(lines: readonly Line[], words: readonly string[]): number | null {
  const best = words.map((word) => Math.max(0, ...lines.filter(({ folded }) => folded.includes(word)).map(({ weight }) => weight)))
  return best.includes(0) ? null : best.reduce((sum, one) => sum + one, 0)
}

/** The line that holds most of the words, of the reader's language first, the title last: that is shown anyway. */
function bestLine(lines: readonly Line[], words: readonly string[], language: Language): Line {
  const worth = ({ folded, weight, language: spoken }: Line): number =>
    words.filter((word) => folded.includes(word)).length * 4 + (spoken === language ? 2 : 0) + (weight === 8 ? 0 : 1)
  return lines.toSorted((a, b) => worth(b) - worth(a))[0]!
}

// Half of the pairs: what is asked has more words than the answer.
const ENOUGH = 0.5

function byPairs(lines: readonly Line[], pairs: readonly string[]): number | null {
  const met = pairs.map((pair) => score(lines, [pair])).filter((one) => one !== null)
  return met.length / pairs.length < ENOUGH ? null : met.reduce((sum, one) => sum + one, 0)
}

/** The tasks in which every word of the search stands, in either language, the nearest first; [] for an empty search. */
export function searchManual(search: string, language: Language): Found[] {
  const words = searchWords(search)
  if (words.length === 0) return []
  const found = rank((lines) => score(lines, words), words, language)
  if (found.length > 0) return found
  const pairs = words.flatMap(pairsOf)
  return pairs.length === words.length ? [] : rank((lines) => byPairs(lines, pairs), pairs, language)
}

function rank(worth: (lines: readonly Line[]) => number | null, words: readonly string[], language: Language): Found[] {
  return INDEX.map(({ placed, lines }) => ({ placed, lines, score: worth(lines) }))
    .filter((one): one is typeof one & { score: number } => one.score !== null).toSorted((a, b) => b.score - a.score)
    .map(({ placed, lines }) => {
      const { text, language: spoken } = bestLine(lines, words, language)
      return { ...placed, sentence: text, language: spoken }
    })
}

/** A text in pieces, those that hold a word of the search marked. Where folding changes its length nothing is marked. */
export function marked(text: string, search: string): { text: string; hit: boolean }[] {
  const words = searchWords(search)
  const folded = foldedText(text)
  if (folded.length !== text.length || words.length === 0) return [{ text, hit: false }]
  const hits = [...text].length === text.length ? words.flatMap((word) => spansOf(folded, word)).toSorted((a, b) => a[0] - b[0]) : []
  const pieces: { text: string; hit: boolean }[] = []
  let at = 0
  for (const [from, to] of hits) {
    if (to <= at) continue
    if (from > at) pieces.push({ text: text.slice(at, from), hit: false })
    pieces.push({ text: text.slice(Math.max(from, at), to), hit: true })
    at = to
  }
  if (at < text.length) pieces.push({ text: text.slice(at), hit: false })
  return pieces
}

function spansOf(text: string, word: string): [from: number, to: number][] {
  const spans: [number, number][] = []
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) spans.push([at, at + word.length])
  return spans
}
