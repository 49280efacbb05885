// Where a page of a list goes on, as it stands in an address: sealed, because a place in a list may name somebody, and
// bound to its list, so that nobody makes one up.
import { SealFault } from './seal.ts'
import type { Seal } from './seal.ts'

type Place = Readonly<Record<string, string>>

export type SealedPlaces = {
  /** The place as text of an address. `list`: which list, with all that it was asked for. */
  text: (seal: Seal, list: string, place: Place) => string
  /** The place again; null for none, and for what this program did not write for this list. */
  read: (seal: Seal, list: string, text: string) => Place | null
}

/** The places of lists of that kind: what is sealed for one kind opens for no other. */
export const sealedPlaces = (purpose: string): SealedPlaces => ({
  text: (seal, list, place) => seal.seal(purpose, Buffer.from(JSON.stringify(place)), Buffer.from(list)).toString('base64url'),
  read(seal, list, text) {
    try {
      return JSON.parse(seal.open(purpose, Buffer.from(text, 'base64url'), Buffer.from(list)).toString()) as Place
    } catch (fault) {
      if (fault instanceof SealFault) return null
      throw fault
    }
  },
})
