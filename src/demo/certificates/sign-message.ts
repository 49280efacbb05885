// Signs as a card does: CMS SignedData with the content and the certificates attached, and signed attributes (4.7).
import { createHash } from 'node:crypto'
import { CMS_OID } from '../../pki/cms.ts'
import { algorithmOf, signatureBy } from './issue.ts'
import { integer, nothing, octets, oid, sequence, setOf, tagged, time } from './der-writer.ts'
import { encodedOf, readSequence, TAG } from '../../pki/der.ts'
import type { KeyPair } from './issue.ts'

export type MessageWish = {
  content: Uint8Array
  key: KeyPair
  /** The signer's own, and those above it. */
  certificate: Uint8Array
  others?: readonly Uint8Array[]
  signingTime: Date
  /** Beside contentType, messageDigest and signingTime: type and value in DER. */
  attributes?: readonly (readonly [type: string, value: Buffer])[]
}

const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'), nothing)
const CONTENT_OF = 0xa0

/** What a signature is to be made over, and the message in DER that carries it. */
export type UnsignedMessage = { toSign: Buffer; signed: (signature: Buffer) => Buffer }

/** The message in DER. */
export function signMessage({ key, ...wish }: MessageWish): Buffer {
  const { toSign, signed } = unsignedMessage({ ...wish, kind: key.kind })
  return signed(signatureBy(key, toSign))
}

/** The message before it is signed: for a key that is elsewhere. `kind`: of what kind that key is. */
export function unsignedMessage(
  { content, kind, certificate, others = [], signingTime, attributes = [] }: Omit<MessageWish, 'key'> & Pick<KeyPair, 'kind'>,
): UnsignedMessage {
  const digest = createHash('sha256').update(content).digest()
  const toSign = setOf(...([
    [CMS_OID.contentType, oid(CMS_OID.data)], [CMS_OID.messageDigest, octets(digest)], [CMS_OID.signingTime, time(signingTime)],
    ...attributes,
  ] as const).map(([type, value]) => sequence(oid(type), setOf(value))))
  const signerWith = (signature: Buffer) => sequence(
    integer(1), issuerAndSerial(certificate), SHA256, retagged(toSign, CONTENT_OF), algorithmOf({ kind }), octets(signature),
  )
  const dataOf = (signer: Buffer) => sequence(
    integer(1), setOf(SHA256), sequence(oid(CMS_OID.data), tagged(0, octets(content))),
    retagged(setOf(certificate, ...others), CONTENT_OF), setOf(signer),
  )
  return { toSign, signed: (signature) => sequence(oid(CMS_OID.signedData), tagged(0, dataOf(signerWith(signature)))) }
}

/** The same element under another tag: the implicit tags of CMS. */
function retagged(bytes: Buffer, tag: number): Buffer {
  const other = Buffer.from(bytes)
  other[0] = tag
  return other
}

/** IssuerAndSerialNumber, out of the certificate's own bytes. */
function issuerAndSerial(certificate: Uint8Array): Buffer {
  const parts = readSequence(certificate, 'certificate').open(TAG.sequence, 'signed')
  parts.next(CONTENT_OF, 'version')
  const serial = parts.next(TAG.integer, 'serialNumber')
  parts.next(TAG.sequence, 'signature')
  return sequence(encodedOf(parts.next(TAG.sequence, 'issuer')), encodedOf(serial))
}
