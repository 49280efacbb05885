// What a password must be (R-ACC-2; NIST SP 800-63B, 3.1.1.2): long enough, and nothing that guesses begin with. No rules of
// composition: they make passwords worse.

/** How short and how long a password may be, in characters as `passwordLength` counts them. */
export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 128

/** What is wrong with a password. `common`: it, or what is left of it without its ornaments, is known to everybody who guesses. */
export type PasswordFault = 'tooShort' | 'tooLong' | 'common' | 'likeName'

// The same characters can be typed as different code points on different machines.
export const normalisedPassword = (password: string): string => password.normalize('NFKC')

/** How many characters a password has: code points, after what was typed differently has become the same. */
export const passwordLength = (password: string): number => [...normalisedPassword(password)].length

// Of this very program: the first words that come to mind here, and stand in no list of the world's.
const OWN_WORDS = new Set(['ecpa', 'webhr', 'dgpa', 'personnel', 'taiwan', 'taipei', 'kaohsiung', '人事服務網', '人事', '公務人員', '密碼'])

// What is written for letters, and was always guessed too.
const WRITTEN_FOR: Record<string, string> = { 0: 'o', 1: 'l', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' }

/** `own`: what somebody and their agencies are called. `isCommon`: whether a text in small letters is in the list. */
export type PasswordFacts = { own: readonly string[]; isCommon: (text: string) => boolean }

/** What is wrong with it; null where nothing is. */
export function passwordFault(password: string, { own, isCommon }: PasswordFacts): PasswordFault | null {
  const length = passwordLength(password)
  if (length < SHORTEST_PASSWORD) return 'tooShort'
  if (length > LONGEST_PASSWORD) return 'tooLong'
  const text = normalisedPassword(password).toLowerCase()
  const words = coresOf(text)
  const called = new Set(own.flatMap(waysToWrite))
  if (words.some((word) => called.has(word))) return 'likeName'
  return isRun(text) || words.some((word) => isCommon(word) || OWN_WORDS.has(word)) ? 'common' : null
}

/** A name as it stands, and its letters alone. A single letter says nothing of anybody. */
function waysToWrite(name: string): string[] {
  const text = normalisedPassword(name).toLowerCase()
  return [text, text.replaceAll(/[^\p{L}]/gu, '')].filter((one) => [...one].length > 1)
}

/** What a password comes to without ornaments: what stands around it, signs for letters, and being said again and again. */
function coresOf(text: string): string[] {
  const plain = (one: string): string => one.replaceAll(/[0134578@$!]/g, (sign) => WRITTEN_FOR[sign] ?? sign)
  const bare = (one: string): string => one.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const letters = (one: string): string => one.replaceAll(/[^\p{L}]/gu, '')
  const all = [text, bare(text), bare(plain(text)), plain(bare(text)), letters(text)]
  return [...new Set([...all, ...all.map(unitOf)])].filter((one) => [...one].length > 1)
}

/** What the text is a repetition of; the text itself where it is none. */
function unitOf(text: string): string {
  const again = `${text}${text}`.indexOf(text, 1)
  return again > 0 && again < text.length ? text.slice(0, again) : text
}

// In the order of keyboards, whose rows are runs like those of the alphabet.
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']

/** Whether it says a character or two again and again, or goes up or down a row of characters, with one break at most. */
function isRun(text: string): boolean {
  const signs = [...text]
  if (new Set(signs).size <= 3) return true
  const step = (one: string, other: string): number => {
    const row = ROWS.find((keys) => keys.includes(one) && keys.includes(other))
    return row === undefined ? other.codePointAt(0)! - one.codePointAt(0)! : row.indexOf(other) - row.indexOf(one)
  }
  const breaks = signs.slice(1).filter((sign, at) => Math.abs(step(signs[at]!, sign)) > 1 && Math.abs(sign.codePointAt(0)! - signs[at]!.codePointAt(0)!) > 1)
  return breaks.length <= 1
}
