// The list of common passwords that is shipped (R-ACC-2): lines in order, searched where they lie.
import { readFileSync } from 'node:fs'

let list: Buffer | null = null

/** Whether the text, in small letters, is one of the 49,000 passwords that are tried first (docs/decisions/003-dependencies.md). */
export function isCommonPassword(text: string): boolean {
  list ??= readFileSync(new URL('../../../data/common-passwords.txt', import.meta.url))
  const wanted = Buffer.from(text)
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const from = middle === 0 ? 0 : list.lastIndexOf(0x0a, middle - 1) + 1
    const to = list.indexOf(0x0a, from)
    const order = wanted.compare(list, from, to)
    if (order === 0) return true
    if (order < 0) high = from
    else low = to + 1
  }
  return false
}
