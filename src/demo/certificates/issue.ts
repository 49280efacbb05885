// Issues certificates and CRLs of any shape, good and bad: for the demonstration's authorities and cards, and for tests that
// hold the validator against certificates nobody sane would issue.
import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { OID } from '../../pki/extensions.ts'
import { bits, boolean, enumerated, implicit, integer, namedBits, nothing, octets, oid, printable, sequence, setOf, tagged, time, utf8 } from './der-writer.ts'

export type KeyKind = 'rsa' | 'p256' | 'p384' | 'ed25519'
export type KeyPair = { kind: KeyKind; privateKey: KeyObject; publicKey: KeyObject }
/** What of a key may be known to everybody. */
export type PublicHalf = Omit<KeyPair, 'privateKey'>

/** Makes a key: RSA of 2048 bits unless said otherwise. */
export function makeKey(kind: KeyKind, rsaBits = 2048): KeyPair {
  const pair = kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: rsaBits })
    : kind === 'ed25519' ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: kind === 'p256' ? 'prime256v1' : 'secp384r1' })
  return { kind, ...pair }
}

/** A key that was kept, by its private half. */
export const keyPairOf = (kind: KeyKind, privateKey: KeyObject): KeyPair => ({ kind, privateKey, publicKey: createPublicKey(privateKey) })

/** Attribute type and text, from the root on. Country and serial number are printable, all else is UTF-8. */
export type Name = readonly (readonly [type: string, text: string])[]

const PRINTABLE_TYPES: ReadonlySet<string> = new Set(['2.5.4.6', '2.5.4.5'])

export const encodeName = (name: Name): Buffer => sequence(...name.map(([type, text]) =>
  setOf(sequence(oid(type), PRINTABLE_TYPES.has(type) ? printable(text) : utf8(text)))))

/** An extension with its value in DER. */
export type ExtensionValue = { oid: string; critical?: boolean; value: Buffer }

export const encodeExtension = ({ oid: id, critical = false, value }: ExtensionValue): Buffer =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value))

export const spkiOf = ({ publicKey }: PublicHalf): Buffer => publicKey.export({ type: 'spki', format: 'der' })
/** By the SHA-1 of the key's bits (RFC 5280, 4.2.1.2, method 1): a name, not a proof. */
export function keyIdOf(key: PublicHalf): Buffer {
  const spki = spkiOf(key)
  // The key's bits are the last element, after its algorithm.
  const algorithmEnd = spki[1]! < 0x80 ? 2 : 2 + (spki[1]! & 0x7f)
  const bitString = spki.subarray(algorithmEnd + 2 + spki[algorithmEnd + 1]!)
  const head = bitString[1]! < 0x80 ? 2 : 2 + (bitString[1]! & 0x7f)
  return createHash('sha1').update(bitString.subarray(head + 1)).digest()
}

export const extensions = {
  basicConstraints: (ca: boolean, pathLength: number | null = null, critical = true): ExtensionValue => ({
    oid: OID.basicConstraints, critical,
    value: sequence(...(ca ? [boolean(true)] : []), ...(pathLength === null ? [] : [integer(pathLength)])),
  }),
  keyUsage: (...usage: number[]): ExtensionValue => ({ oid: OID.keyUsage, critical: true, value: namedBits(...usage) }),
  extendedKeyUsage: (...purposes: string[]): ExtensionValue =>
    ({ oid: OID.extendedKeyUsage, value: sequence(...purposes.map(oid)) }),
  subjectKeyId: (key: PublicHalf): ExtensionValue => ({ oid: OID.subjectKeyIdentifier, value: octets(keyIdOf(key)) }),
  authorityKeyId: (key: PublicHalf): ExtensionValue =>
    ({ oid: OID.authorityKeyIdentifier, value: sequence(implicit(0, keyIdOf(key))) }),
  policies: (...policies: string[]): ExtensionValue =>
    ({ oid: OID.certificatePolicies, value: sequence(...policies.map((policy) => sequence(oid(policy)))) }),
  /** Of single values: an attribute each. */
  directoryAttributes: (...attributes: readonly (readonly [type: string, value: Buffer])[]): ExtensionValue => ({
    oid: OID.subjectDirectoryAttributes,
    value: sequence(...attributes.map(([type, value]) => sequence(oid(type), setOf(value)))),
  }),
  /** One point with that URI. */
  crlDistributionPoint: (uri: string): ExtensionValue => ({
    oid: OID.crlDistributionPoints,
    value: sequence(sequence(tagged(0, tagged(0, implicit(6, Buffer.from(uri, 'latin1')))))),
  }),
} as const

const SIGNATURES: Record<KeyKind, { algorithm: Buffer; hash: string | null }> = {
  rsa: { algorithm: sequence(oid('1.2.840.113549.1.1.11'), nothing), hash: 'sha256' },
  p256: { algorithm: sequence(oid('1.2.840.10045.4.3.2')), hash: 'sha256' },
  p384: { algorithm: sequence(oid('1.2.840.10045.4.3.3')), hash: 'sha384' },
  ed25519: { algorithm: sequence(oid('1.3.101.112')), hash: null },
}

export const algorithmOf = ({ kind }: Pick<KeyPair, 'kind'>): Buffer => SIGNATURES[kind].algorithm
export const signatureBy = ({ kind, privateKey }: KeyPair, bytes: Uint8Array): Buffer => sign(SIGNATURES[kind].hash, bytes, privateKey)

/** Who signs, and what is written of how: `inner` in what is signed, `outer` beside it. Both are the key's own unless said otherwise. */
type SignatureWish = { signer: KeyPair; inner?: Buffer; outer?: Buffer; sign?: (bytes: Uint8Array) => Buffer }

/** What is signed, its algorithm and its signature: the shape that certificates, CRLs and OCSP answers share. */
function signedParts({ signer, inner = algorithmOf(signer), outer = inner, sign: own }: SignatureWish, toSign: (algorithm: Buffer) => Buffer): Buffer[] {
  const bytes = toSign(inner)
  return [bytes, outer, bits(own === undefined ? signatureBy(signer, bytes) : own(bytes))]
}

export type CertificateWish = SignatureWish & {
  serial: number | bigint | Uint8Array
  issuer: Name
  subject: Name
  notBefore: Date
  notAfter: Date
  key: PublicHalf
  /** In place of the key's own SubjectPublicKeyInfo. */
  spki?: Buffer
  extensions: readonly ExtensionValue[]
  version?: 1 | 2 | 3
}

/** A certificate in DER, as it was wished for. */
export function issueCertificate(wish: CertificateWish): Buffer {
  const { version = 3, spki = spkiOf(wish.key) } = wish
  return sequence(...signedParts(wish, (algorithm) => sequence(
    ...(version === 1 ? [] : [tagged(0, integer(version - 1))]), integer(wish.serial), algorithm, encodeName(wish.issuer),
    sequence(time(wish.notBefore), time(wish.notAfter)), encodeName(wish.subject), spki,
    ...(wish.extensions.length === 0 ? [] : [tagged(3, sequence(...wish.extensions.map(encodeExtension)))]),
  )))
}

export type Revoked = { serial: number | bigint | Uint8Array; at: Date; reason?: number; extensions?: readonly ExtensionValue[] }

export type CrlWish = SignatureWish & {
  issuer: Name
  /** Null: it has none. */
  number: number | null
  thisUpdate: Date
  nextUpdate: Date | null
  revoked: Iterable<Revoked>
  extensions?: readonly ExtensionValue[]
}

export const reasonExtension = (reason: number): ExtensionValue => ({ oid: OID.reasonCode, value: enumerated(reason) })

function encodeRevoked({ serial, at, reason, extensions: more = [] }: Revoked): Buffer {
  const own = [...(reason === undefined ? [] : [reasonExtension(reason)]), ...more]
  return sequence(integer(serial), time(at), ...(own.length === 0 ? [] : [sequence(...own.map(encodeExtension))]))
}

/** A CRL in DER. */
export function issueCrl(wish: CrlWish): Buffer {
  const { issuer, signer, number, thisUpdate, nextUpdate, extensions: more = [] } = wish
  const entries = [...wish.revoked].map(encodeRevoked)
  const own: ExtensionValue[] = [
    extensions.authorityKeyId(signer), ...(number === null ? [] : [{ oid: OID.crlNumber, value: integer(number) }]), ...more,
  ]
  return sequence(...signedParts(wish, (algorithm) => sequence(
    integer(1), algorithm, encodeName(issuer), time(thisUpdate), ...(nextUpdate === null ? [] : [time(nextUpdate)]),
    ...(entries.length === 0 ? [] : [sequence(Buffer.concat(entries))]), tagged(0, sequence(...own.map(encodeExtension))),
  )))
}
