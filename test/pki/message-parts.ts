// A card's answer taken apart and put together otherwise, as somebody would who means to fool its reader.
import { oid, sequence, setOf, tagged } from '../../src/demo/certificates/der-writer.ts'
import { encodedOf, readSequence, TAG } from '../../src/pki/der.ts'
import { CMS_OID } from '../../src/pki/index.ts'

/** The parts of a message: version, digests, content, certificates, signers. */
export function partsOf(message: Buffer): Buffer[] {
  const data = readSequence(message, 'message')
  data.next(TAG.oid, 'type')
  const parts = data.open(0xa0, 'content').open(TAG.sequence, 'data')
  const found: Buffer[] = []
  while (!parts.isDone) found.push(Buffer.from(encodedOf(parts.any('part'))))
  return found
}
/** A message of those parts. */
export const messageOf = (parts: Buffer[]): Buffer => sequence(oid(CMS_OID.signedData), tagged(0, sequence(...parts)))
/** The first signer of a message. */
export const signerOf = (message: Buffer): Buffer => {
  const set = partsOf(message)[4]!
  return set.subarray(set[1]! < 0x80 ? 2 : 2 + (set[1]! & 0x7f))
}
/** What stands in it; the signed attributes are the fourth. */
export const signerParts = (message: Buffer): Buffer[] => {
  const parts = readSequence(signerOf(message), 'signer')
  const found: Buffer[] = []
  while (!parts.isDone) found.push(Buffer.from(encodedOf(parts.any('part'))))
  return found
}
/** The message with other signers. */
export const withSigners = (message: Buffer, ...signers: Buffer[]): Buffer => messageOf([...partsOf(message).slice(0, 4), setOf(...signers)])
