// The search of 「使用手冊」: over all sentences of all tasks in both languages, small enough to be looked through as it is.
import { foldedText, searchWords } from '../../core/search-text.ts'
import { PLACED } from './chapters.ts'
import { LANGUAGES, type Language } from '../../web/language.ts'
import type { Placed } from './chapters.ts'
import type { Task } from './content.ts'

/** A task that was found, with the sentence that tells best why, and its language. */
export type Found = Placed & { sentence: string; language: Language }

type Line = { text: string; folded: string; weight: number; language: Language }
type Indexed = { placed: Placed; lines: readonly Line[]; called: ReadonlySet<string>; text: string }

// What a task is about says more than what it mentions.
const OF_TITLE = 8
const OF_CALLED = 6
const OF_LEAD = 4
const OF_STEP = 2
const OF_ANSWER = 1
// Who types the very name that people have for a task means that task, whatever else mentions it.
const CALLED_SO = 100

function linesOf({ title, lead, steps, troubles = [] }: Task): Line[] {
  const parts = [
    { weight: OF_TITLE, texts: [title] }, { weight: OF_LEAD, texts: [lead] }, { weight: OF_STEP, texts: [...steps, ...troubles.map(({ when }) => when)] },
    { weight: OF_ANSWER, texts: troubles.map(({ so }) => so) },
  ]
  return LANGUAGES.flatMap((language) => parts.flatMap(({ weight, texts }) => texts.map((both) => {
    const text = both[language]
    return { text, folded: foldedText(text), weight, language }
  })))
}

const namesOf = ({ called }: Task): string[] =>
  called === undefined ? [] : LANGUAGES.flatMap((language) => called[language].split(/[、,]/)).map(foldedText)

const INDEX: readonly Indexed[] = PLACED.map((placed) => {
  const lines = linesOf(placed.task)
  const called = new Set(namesOf(placed.task))
  return { placed, lines, called, text: [...lines.map(({ folded }) => folded), ...called].join('\n') }
})

/** People write 忘記密碼怎麼辦 without a space: of a Chinese word that is nowhere, its pairs of characters are looked for. */
function pairsOf(word: string): string[] {
  if (!/^\p{Script=Han}{3,}$/u.test(word)) return [word]
  return [...word].slice(1).map((character, at) => `${[...word][at]}${character}`)
}

/** What a word tells: more, the fewer tasks it stands in. */
const rarity = (word: string): number => Math.log(1 + INDEX.length / Math.max(1, INDEX.filter(({ text }) => text.includes(word)).length))

/** How well a task fits one word; 0 where it is nowhere in it. */
function fit({ lines, called }: Indexed, word: string): number {
  const inCalled = [...called].some((name) => name.includes(word)) ? OF_CALLED : 0
  return Math.max(inCalled, ...lines.filter(({ folded }) => folded.includes(word)).map(({ weight }) => weight))
}

/** The line that holds most of the words, of the reader's language first, the title last: that is shown anyway. */
function bestLine(lines: readonly Line[], words: readonly string[], language: Language): Line {
  const worth = ({ folded, weight, language: spoken }: Line): number =>
    words.filter((word) => folded.includes(word)).length * 4 + (spoken === language ? 2 : 0) + (weight === OF_TITLE ? 0 : 1)
  return lines.toSorted((a, b) => worth(b) - worth(a))[0]!
}

// A third of them: what is asked has more words than the answer.
const ENOUGH = 1 / 3
// English words that stand everywhere and tell nothing.
const EMPTY = new Set('a an the my your i it is are was do does did to of for in on how what can be'.split(' '))

/** The words of a search that tell something; all of them where none does. */
function tellingWords(search: string): string[] {
  const words = searchWords(search)
  const telling = words.filter((word) => !EMPTY.has(word))
  return telling.length > 0 ? telling : words
}

/**
 * The tasks in which every word of the search stands, in either language, or which people call so, the nearest first; where
 * there is none, those of which a name stands in the search, or in which a third of its words and pairs of characters stand.
 * [] for an empty search.
 */
export function searchManual(search: string, language: Language): Found[] {
  const words = tellingWords(search)
  if (words.length === 0) return []
  const whole = foldedText(search)
  const found = rank(words, 1, ({ called }) => called.has(whole) ? CALLED_SO : 0, language)
  return found.length > 0 ? found : rank(words.flatMap(pairsOf), ENOUGH, ({ called }) => lettersOfNamesIn(whole, called) * OF_TITLE, language)
}

/** How many characters of what is asked are a name of the task: 我要找代理人 has 代理人. */
const lettersOfNamesIn = (whole: string, called: ReadonlySet<string>): number =>
  Math.max(0, ...[...called].filter((name) => name.length > 1 && whole.includes(name)).map(({ length }) => length))

/** The tasks in which that share of the pieces stands, or which are named, the nearest first. */
function rank(pieces: readonly string[], share: number, named: (one: Indexed) => number, language: Language): Found[] {
  const weights = pieces.map((piece) => ({ piece, tells: rarity(piece) }))
  return INDEX.flatMap((one) => {
    const fits = weights.map(({ piece, tells }) => ({ met: fit(one, piece), tells })).filter(({ met }) => met > 0)
    const name = named(one)
    if (name === 0 && fits.length < pieces.length * share) return []
    return [{ one, worth: fits.reduce((sum, { met, tells }) => sum + met * tells, name) }]
  }).toSorted((a, b) => b.worth - a.worth).map(({ one: { placed, lines } }) => {
    const { text, language: spoken } = bestLine(lines, pieces, language)
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
