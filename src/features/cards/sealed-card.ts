// What a card said of its person, kept sealed while it waits to be bound.
import { z } from 'zod'
import type { Seal } from '../../store/seal.ts'
import type { PersonCard } from '../certificates/check-card.ts'

const PURPOSE = 'awaiting card'

const shape = z.object({
  kind: z.literal('person'), name: z.string(), subjectSerial: z.string(), idTail: z.string(), issuer: z.string(), authority: z.string(), certificateSerial: z.string(),
  validUntil: z.coerce.date(),
  // One that was sealed before this was kept is proved anew.
  believedBy: z.string().default(''),
})

/** `keptFor`: what it waits for, as bytes; sealed for one it opens for no other. */
export const sealCard = (seal: Pick<Seal, 'seal'>, card: PersonCard, keptFor: Uint8Array): Buffer =>
  seal.seal(PURPOSE, Buffer.from(JSON.stringify(card)), keptFor)

/** Opens what `sealCard` made; throws a SealFault for anything else. */
export const openCard = (seal: Pick<Seal, 'open'>, sealed: Uint8Array, keptFor: Uint8Array): PersonCard =>
  shape.parse(JSON.parse(seal.open(PURPOSE, sealed, keptFor).toString()))
