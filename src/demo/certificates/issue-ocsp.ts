// Writes OCSP answers (RFC 6960) of any shape, as a responder would and as none should.
import { createHash } from 'node:crypto'
import { readSequence, TAG, contentOf } from '../../pki/der.ts'
import { OCSP_NONCE } from '../../pki/ocsp.ts'
import { algorithmOf, encodeExtension, encodeName, signatureBy, spkiOf } from './issue.ts'
import { bits, enumerated, generalizedTime, implicit, integer, nothing, octets, oid, sequence, tagged } from './der-writer.ts'
import type { ExtensionValue, KeyPair, Name } from './issue.ts'

const HASHES = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' } as const

/** The bits of a key, from which its name is hashed. */
const keyBits = (key: KeyPair): Uint8Array => {
  const parts = readSequence(spkiOf(key), 'key')
  parts.next(TAG.sequence, 'algorithm')
  return contentOf(parts.next(TAG.bitString, 'bits')).subarray(1)
}

export type CertIdWish = { issuer: Name; key: KeyPair; serial: number | bigint; hash?: keyof typeof HASHES }

/** Which certificate is meant (4.1.1). */
export function certIdOf({ issuer, key, serial, hash = 'sha1' }: CertIdWish): Buffer {
  const digest = (bytes: Uint8Array): Buffer => octets(createHash(hash).update(bytes).digest())
  return sequence(sequence(oid(HASHES[hash]), nothing), digest(encodeName(issuer)), digest(keyBits(key)), integer(serial))
}

export type SingleWish = {
  certId: Buffer
  status: 'good' | 'unknown' | { at: Date; reason?: number }
  thisUpdate: Date
  /** Null: it does not say. */
  nextUpdate: Date | null
  extensions?: readonly ExtensionValue[]
}

const statusOf = (status: SingleWish['status']): Buffer => {
  if (status === 'good') return implicit(0, Buffer.alloc(0))
  if (status === 'unknown') return implicit(2, Buffer.alloc(0))
  return tagged(1, generalizedTime(status.at), ...(status.reason === undefined ? [] : [tagged(0, enumerated(status.reason))]))
}

const extensionsOf = (list: readonly ExtensionValue[]): Buffer[] =>
  list.length === 0 ? [] : [tagged(1, sequence(...list.map(encodeExtension)))]

const singleOf = ({ certId, status, thisUpdate, nextUpdate, extensions = [] }: SingleWish): Buffer => sequence(
  certId, statusOf(status), generalizedTime(thisUpdate), ...(nextUpdate === null ? [] : [tagged(0, generalizedTime(nextUpdate))]),
  ...extensionsOf(extensions),
)

export const nonceExtension = (nonce: Uint8Array): ExtensionValue => ({ oid: OCSP_NONCE, value: octets(nonce) })

export type OcspWish = {
  /** By its name, or by the hash of its key. */
  responder: { name: Name } | { key: KeyPair }
  signer: KeyPair
  producedAt: Date
  singles: readonly SingleWish[]
  extensions?: readonly ExtensionValue[]
  /** What is sent along. */
  certificates?: readonly Buffer[]
  algorithm?: Buffer
  /** 0 for an answer; with any other there is none (4.2.1). */
  responseStatus?: number
}

/** An OCSPResponse in DER. */
export function issueOcsp(wish: OcspWish): Buffer {
  const { responder, signer, algorithm = algorithmOf(signer), extensions = [], certificates = [], responseStatus = 0 } = wish
  if (responseStatus !== 0) return sequence(enumerated(responseStatus))
  const signed = sequence(
    'name' in responder ? tagged(1, encodeName(responder.name)) : tagged(2, octets(createHash('sha1').update(keyBits(responder.key)).digest())),
    generalizedTime(wish.producedAt), sequence(...wish.singles.map(singleOf)), ...extensionsOf(extensions),
  )
  const basic = sequence(
    signed, algorithm, bits(signatureBy(signer, signed)), ...(certificates.length === 0 ? [] : [tagged(0, sequence(...certificates))]),
  )
  return sequence(enumerated(0), tagged(0, sequence(oid('1.3.6.1.5.5.7.48.1.1'), octets(basic))))
}
