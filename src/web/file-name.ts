import { maskNationalIdsIn } from '../core/national-id.ts'

// As much as a column for it takes.
const MOST_CHARACTERS = 200
const HEAD = 150
// What cannot be seen, or makes the rest read in another order.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * The name of a file as its sender has it, fit to be shown and kept: without folders, without what cannot be seen, with
 * national IDs masked, at most 200 characters. It says what a file is called, never where one is.
 */
export function fileNameOf(sent: string): string {
  const last = sent.toWellFormed().split(/[/\\]/).at(-1)!
  const shown = maskNationalIdsIn(last.normalize('NFC').replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim())
  const signs = Array.from(shown)
  // The end stays, for it says of which kind the file is.
  return signs.length <= MOST_CHARACTERS ? shown : [...signs.slice(0, HEAD), '…', ...signs.slice(HEAD + 1 - MOST_CHARACTERS)].join('')
}
