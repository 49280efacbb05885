// Where a page of a list goes on, as it stands in an address: sealed, because a place in a list may name somebody, and
// bound to its search, so that nobody makes one up.
import { SealFault } from '../../store/seal.ts'
import type { Seal } from '../../store/seal.ts'

type Place = { readonly [name: string]: string }

/** The longest place: an agency, a person, a category, a reason and a name of a hundred characters, sealed. */
export const LONGEST_CURSOR = 1_200

/** The place as text of an address. */
export function cursorText(seal: Seal, search: string, place: Place): string {
  return seal.seal('search cursor', Buffer.from(JSON.stringify(place)), Buffer.from(search)).toString('base64url')
}

/** The place again; null for what this program did not write for this search. */
export function readCursor(seal: Seal, search: string, text: string): Place | null {
  try {
    const bytes = seal.open('search cursor', Buffer.from(text, 'base64url'), Buffer.from(search))
    return JSON.parse(bytes.toString()) as Place
  } catch (fault) {
    if (fault instanceof SealFault) return null
    throw fault
  }
}
