// The words of a card are sealed for its row: moved to another, they do not open.
import type { Seal } from '../../store/seal.ts'

const PURPOSE = 'greeting words'

/** The words of the card of that number, sealed. */
export const sealWords = (seal: Pick<Seal, 'seal'>, greeting: string, words: string): Buffer =>
  seal.seal(PURPOSE, Buffer.from(words), Buffer.from(greeting))

/** The words again; throws a SealFault where they are another card's. */
export const openWords = (seal: Pick<Seal, 'open'>, greeting: string, sealed: Buffer): string =>
  seal.open(PURPOSE, sealed, Buffer.from(greeting)).toString()
