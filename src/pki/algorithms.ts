// Signature algorithms and keys: how they are named in certificates, which of them are trusted, and the one place where a
// signature is verified. The primitives are Node's (node:crypto); nothing else of it is used in this library.
import { constants, createPublicKey, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { bigIntegerOf, bytesOfBits, contextOf, countOf, Elements, encodedOf, expectTag, integerBytes, Malformed, nullOf, oidOf, readSequence, sameBytes, TAG } from './der.ts'
import type { Element } from './der.ts'

export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** How something was signed; PSS with the length of its salt. `other`: an algorithm that this library does not know. */
export type SignatureAlgorithm =
  | { kind: 'rsa' | 'ecdsa' | 'dsa'; hash: HashName }
  | { kind: 'rsaPss'; hash: HashName; salt: number }
  | { kind: 'ed25519' }
  | { kind: 'other'; oid: string }

/** An algorithm as a policy names it. */
export type AlgorithmName =
  | `rsa-${HashName}` | `rsaPss-${HashName}` | `ecdsa-${HashName}` | `dsa-${HashName}` | 'ed25519'

export type AlgorithmPolicy = {
  signatures: readonly AlgorithmName[]
  /** In bits, both inclusive. */
  rsa: { least: number; most: number }
  curves: readonly string[]
}

/** SHA-2 alone; RSA of 2048 bits and more, the three NIST curves, Ed25519. */
export const SOUND_ALGORITHMS: AlgorithmPolicy = {
  signatures: [
    'rsa-sha256', 'rsa-sha384', 'rsa-sha512', 'rsaPss-sha256', 'rsaPss-sha384', 'rsaPss-sha512', 'ecdsa-sha256',
    'ecdsa-sha384', 'ecdsa-sha512', 'ed25519',
  ],
  rsa: { least: 2048, most: 8192 },
  curves: ['prime256v1', 'secp384r1', 'secp521r1'],
}

/** The same policy with no other signatures than those: never more than it had. Null: with all that it had. */
export const narrowedTo = (policy: AlgorithmPolicy, names: readonly AlgorithmName[] | null): AlgorithmPolicy =>
  (names === null ? policy : { ...policy, signatures: policy.signatures.filter((name) => names.includes(name)) })

export const algorithmName = (algorithm: SignatureAlgorithm): AlgorithmName | null =>
  algorithm.kind === 'other' ? null : algorithm.kind === 'ed25519' ? 'ed25519' : `${algorithm.kind}-${algorithm.hash}`

// ------------------------------------------------------------------------------------------------------------- naming

/** What may stand beside an algorithm's name. RFC 4055, 5 wants NULL for RSA, and whoever reads it to take nothing as the same. */
type Parameters = 'nullOrNone' | 'none'

const SIGNATURES: Readonly<Record<string, { algorithm: SignatureAlgorithm; parameters: Parameters }>> = {
  '1.2.840.113549.1.1.5': { algorithm: { kind: 'rsa', hash: 'sha1' }, parameters: 'nullOrNone' },
  '1.2.840.113549.1.1.11': { algorithm: { kind: 'rsa', hash: 'sha256' }, parameters: 'nullOrNone' },
  '1.2.840.113549.1.1.12': { algorithm: { kind: 'rsa', hash: 'sha384' }, parameters: 'nullOrNone' },
  '1.2.840.113549.1.1.13': { algorithm: { kind: 'rsa', hash: 'sha512' }, parameters: 'nullOrNone' },
  '1.2.840.10045.4.3.2': { algorithm: { kind: 'ecdsa', hash: 'sha256' }, parameters: 'none' },
  '1.2.840.10045.4.3.3': { algorithm: { kind: 'ecdsa', hash: 'sha384' }, parameters: 'none' },
  '1.2.840.10045.4.3.4': { algorithm: { kind: 'ecdsa', hash: 'sha512' }, parameters: 'none' },
  '1.2.840.10040.4.3': { algorithm: { kind: 'dsa', hash: 'sha1' }, parameters: 'none' },
  '2.16.840.1.101.3.4.3.2': { algorithm: { kind: 'dsa', hash: 'sha256' }, parameters: 'none' },
  '1.3.101.112': { algorithm: { kind: 'ed25519' }, parameters: 'none' },
}
const RSA_PSS = '1.2.840.113549.1.1.10'
const MGF1 = '1.2.840.113549.1.1.8'

const HASHES: Readonly<Record<string, HashName>> = {
  '1.3.14.3.2.26': 'sha1', '2.16.840.1.101.3.4.2.1': 'sha256', '2.16.840.1.101.3.4.2.2': 'sha384', '2.16.840.1.101.3.4.2.3': 'sha512',
}
export const HASH_BYTES: Readonly<Record<HashName, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 }

/** A digest algorithm, with NULL or no parameters (RFC 4055, 2.1); null for one that this library does not know. */
export function hashOf(element: Element, where: string): HashName | null {
  const parts = new Elements(element, where)
  const oid = oidOf(parts.next(TAG.oid, 'algorithm'), where)
  if (!parts.isDone) nullOf(parts.any('parameters'), `${where}.parameters`)
  parts.done()
  return HASHES[oid] ?? null
}

// RFC 4055, 3.1: all fields have defaults, and those of SHA-1 are what is meant where a field is absent.
function pssOf(parameters: Element | null, where: string): SignatureAlgorithm {
  const other: SignatureAlgorithm = { kind: 'other', oid: RSA_PSS }
  if (parameters === null) return other
  const parts = new Elements(expectTag(parameters, TAG.sequence, where), where)
  const inner = (tag: number, what: string): Elements | null => {
    const explicit = parts.maybe(contextOf(tag), what)
    return explicit === null ? null : new Elements(explicit, `${where}.${what}`)
  }
  const hashField = inner(0, 'hashAlgorithm')
  const hash = hashField === null ? 'sha1' : hashOf(hashField.next(TAG.sequence, 'algorithm'), where)
  hashField?.done()
  const maskField = inner(1, 'maskGenAlgorithm')
  let maskHash: HashName | null = 'sha1'
  if (maskField !== null) {
    const mask = maskField.open(TAG.sequence, 'algorithm')
    if (oidOf(mask.next(TAG.oid, 'algorithm'), where) !== MGF1) return other
    maskHash = hashOf(mask.next(TAG.sequence, 'parameters'), where)
    mask.done()
    maskField.done()
  }
  const saltField = inner(2, 'saltLength')
  const salt = saltField === null ? 20 : countOf(saltField.next(TAG.integer, 'length'), where)
  saltField?.done()
  // The one trailer that there is goes without saying; whoever reads it has to take it written as well.
  const trailerField = inner(3, 'trailerField')
  const trailer = trailerField === null ? 1 : countOf(trailerField.next(TAG.integer, 'trailer'), where)
  trailerField?.done()
  parts.done()
  if (trailer !== 1) return other
  // A mask by another hash than the message's, or a salt beyond what any hash would ask for, is nothing anybody uses.
  return hash === null || maskHash !== hash || salt > 64 ? other : { kind: 'rsaPss', hash, salt }
}

/** The AlgorithmIdentifier of a signature, parameters and all. Known algorithms with wrong parameters are `other`. */
export function signatureAlgorithmOf(element: Element, where: string): SignatureAlgorithm {
  const parts = new Elements(element, where)
  const oid = oidOf(parts.next(TAG.oid, 'algorithm'), where)
  const parameters = parts.isDone ? null : parts.any('parameters')
  parts.done()
  if (oid === RSA_PSS) return pssOf(parameters, `${where}.parameters`)
  const known = SIGNATURES[oid]
  const fits = known !== undefined && (parameters === null || (known.parameters === 'nullOrNone' && isNull(parameters)))
  return fits ? known.algorithm : { kind: 'other', oid }
}

const isNull = ({ tag, at, end }: Element): boolean => tag === TAG.null && at === end

// --------------------------------------------------------------------------------------------------------------- keys

/** What stands beside the name of a key's algorithm; of a curve, its OID. */
type KeyParameters = 'none' | 'null' | 'other' | { curve: string }

/** A subject's public key. `bits` are what key identifiers are hashed from. */
export type PublicKey = { spki: Uint8Array; algorithm: string; parameters: KeyParameters; bits: Uint8Array }

const KEY_TYPES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.1': 'rsa', '1.2.840.113549.1.1.10': 'rsa-pss', '1.2.840.10045.2.1': 'ec', '1.3.101.112': 'ed25519',
  '1.2.840.10040.4.1': 'dsa',
}

/** Reads SubjectPublicKeyInfo. */
export function publicKeyOf(element: Element, where: string): PublicKey {
  const parts = new Elements(element, where)
  const algorithm = parts.open(TAG.sequence, 'algorithm')
  const oid = oidOf(algorithm.next(TAG.oid, 'algorithm'), where)
  const parameters = algorithm.isDone ? 'none' : keyParametersOf(algorithm.any('parameters'), where)
  algorithm.done()
  const bits = bytesOfBits(parts.next(TAG.bitString, 'subjectPublicKey'), where)
  parts.done()
  return { spki: encodedOf(element), algorithm: oid, parameters, bits }
}

function keyParametersOf(element: Element, where: string): KeyParameters {
  if (element.tag === TAG.oid) return { curve: oidOf(element, where) }
  return isNull(element) ? 'null' : 'other'
}

/** Why a key is not trusted to have made, or to make, a signature. */
export type KeyFault = 'keyUnreadable' | 'keyAlgorithm' | 'keyTooWeak' | 'keyTooLong' | 'keyCurve' | 'keyParameters'

const CURVES: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.7': 'prime256v1', '1.3.132.0.34': 'secp384r1', '1.3.132.0.35': 'secp521r1',
}

/** What `trustedKey` answers. */
export type TrustedKey = { key: KeyObject } | { fault: KeyFault }

const FITTING: Readonly<Record<string, readonly SignatureAlgorithm['kind'][]>> = {
  rsa: ['rsa', 'rsaPss'], 'rsa-pss': ['rsaPss'], ec: ['ecdsa'], dsa: ['dsa'], ed25519: ['ed25519'],
}

/** Whether a key of that kind can make a signature of those. */
export const canSign = ({ algorithm }: PublicKey, names: readonly AlgorithmName[]): boolean =>
  names.some((name) => FITTING[KEY_TYPES[algorithm] ?? '']?.some((kind) => kind === name.split('-', 1)[0]))

/** Imports the key where the policy allows it. DSA has no bounds of its own: it is for those who ask for it by name. */
export function trustedKey(key: PublicKey, policy: AlgorithmPolicy): TrustedKey {
  const type = KEY_TYPES[key.algorithm]
  if (type === undefined) return { fault: 'keyAlgorithm' }
  const fault = keyFault(type, key, policy)
  if (fault !== null) return { fault }
  const imported = importedKey(key)
  return imported?.asymmetricKeyType === type ? { key: imported } : { fault: 'keyUnreadable' }
}

// Importing costs more than the signature that is then checked, and an authority's key is asked for again and again. It is kept by what
// was read, as long as that is: the answer is the same each time.
const importedKeys = new WeakMap<PublicKey, KeyObject | null>()

function importedKey(key: PublicKey): KeyObject | null {
  const known = importedKeys.get(key)
  if (known !== undefined) return known
  const read = readKey(key.spki)
  importedKeys.set(key, read)
  return read
}

/** Null for what OpenSSL cannot read. */
function readKey(spki: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

const UNCOMPRESSED = 0x04

// A key that could be written in two ways would be two keys to whoever compares bytes: each has one form here.
function keyFault(type: string, key: PublicKey, policy: AlgorithmPolicy): KeyFault | null {
  const { parameters, bits } = key
  switch (type) {
    case 'rsa': return parameters === 'null' ? rsaFault(key, policy) : 'keyParameters'
    case 'rsa-pss': return rsaFault(key, policy)
    case 'ec':
      // A curve has to be named: parameters written out could be any.
      if (typeof parameters === 'string' || !policy.curves.includes(CURVES[parameters.curve] ?? '')) return 'keyCurve'
      return bits[0] === UNCOMPRESSED ? null : 'keyParameters'
    case 'ed25519':
      if (!policy.signatures.includes('ed25519')) return 'keyAlgorithm'
      return parameters === 'none' ? null : 'keyParameters'
    default: return policy.signatures.some((name) => name.startsWith('dsa')) ? null : 'keyAlgorithm'
  }
}

const MOST_EXPONENT_BYTES = 8

/** How many bits a positive INTEGER has; 0 for any other. */
function bitLength(value: Uint8Array): number {
  const significant = value[0] === 0 ? value.subarray(1) : value
  const [first = 0] = significant
  return value[0]! >= 0x80 || first === 0 ? 0 : significant.length * 8 - Math.clz32(first) + 24
}

function rsaFault(key: PublicKey, { rsa }: AlgorithmPolicy): KeyFault | null {
  try {
    const parts = readSequence(key.bits, 'RSAPublicKey')
    const modulus = integerBytes(parts.next(TAG.integer, 'modulus'), 'RSAPublicKey.modulus')
    const exponent = bigIntegerOf(parts.next(TAG.integer, 'publicExponent'), MOST_EXPONENT_BYTES, 'RSAPublicKey.publicExponent')
    parts.done()
    const bits = bitLength(modulus)
    if (bits < rsa.least) return 'keyTooWeak'
    if (bits > rsa.most) return 'keyTooLong'
    // An even modulus or exponent is no RSA; exponent 1 signs nothing at all; and nobody who knows what he does has odd sizes.
    const isEven = modulus.at(-1)! % 2 === 0
    return isEven || bits % 8 !== 0 || exponent % 2n === 0n || exponent < 3n ? 'keyParameters' : null
  } catch (error) {
    if (error instanceof Malformed) return 'keyUnreadable'
    throw error
  }
}

/** Whether the key made that signature over those bytes. False for an algorithm that is not the key's. */
export function signatureHolds(
  key: KeyObject, algorithm: SignatureAlgorithm, signed: Uint8Array, signature: Uint8Array,
): boolean {
  const fitting = FITTING[key.asymmetricKeyType ?? ''] ?? []
  if (algorithm.kind === 'other' || !fitting.includes(algorithm.kind)) return false
  try {
    switch (algorithm.kind) {
      case 'ed25519': return verify(null, signed, key, signature)
      case 'rsaPss':
        return verify(algorithm.hash, signed,
          { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.salt }, signature)
      case 'rsa': return verify(algorithm.hash, signed, { key, padding: constants.RSA_PKCS1_PADDING }, signature)
      case 'ecdsa': case 'dsa': return verify(algorithm.hash, signed, { key, dsaEncoding: 'der' }, signature)
    }
  } catch {
    // Node throws where the signature cannot be one of this key's: of the wrong length, or a PSS key of another hash.
    return false
  }
}

/** Whether two AlgorithmIdentifiers are written alike, byte for byte (RFC 5280, 4.1.1.2). */
export const sameAlgorithm = (a: Element, b: Element): boolean => sameBytes(encodedOf(a), encodedOf(b))
