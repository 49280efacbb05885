// Where a list of a preview goes on, as it stands in an address: sealed, for a place may name somebody, and bound to its list.
import { SealFault } from '../../store/seal.ts'
import type { Seal } from '../../store/seal.ts'

/** The longest place, sealed. */
export const LONGEST_PLACE = 400

const PURPOSE = 'feed preview place'

/** The place as text of an address. `list`: which list of which feed. */
export const placeText = (seal: Seal, list: string, place: Readonly<Record<string, string>>): string =>
  seal.seal(PURPOSE, Buffer.from(JSON.stringify(place)), Buffer.from(list)).toString('base64url')

/** The place again; null for none, and for what this program did not write for this list. */
export function readPlace(seal: Seal, list: string, text: string): Record<string, string> | null {
  if (text === '') return null
  try {
    return JSON.parse(seal.open(PURPOSE, Buffer.from(text, 'base64url'), Buffer.from(list)).toString()) as Record<string, string>
  } catch (fault) {
    if (fault instanceof SealFault) return null
    throw fault
  }
}
