// Certificate revocation lists (RFC 5280, 5). A real one has 400,000 entries in 20 MB: its entries are not made into objects
// but found again in its own bytes, by a table of where they stand.
import { signatureAlgorithmOf, sameAlgorithm } from './algorithms.ts'
import {
  bigIntegerOf, booleanOf, bytesOfBits, contentOf, context, contextOf, countOf, elementAt, Elements, encodedOf, expectTag, integerBytes,
  Malformed, namedBits, readElement, readSequence, sameBytes, TAG, timeOf,
} from './der.ts'
import { authorityKeyIdentifierOf, distributionPointName, distributionPointsOf, explicitExtensions, extensionReader, extensionsOf, generalNamesValue, OID } from './extensions.ts'
import { nameOf } from './name.ts'
import type { SignatureAlgorithm } from './algorithms.ts'
import type { Element } from './der.ts'
import type { AuthorityKeyIdentifier, DistributionPoint, DistributionPointName, Extension, Reasons } from './extensions.ts'
import type { DistinguishedName } from './name.ts'

export type IssuingDistributionPoint = {
  name: DistributionPointName | null
  onlyUserCerts: boolean
  onlyCaCerts: boolean
  onlyAttributeCerts: boolean
  /** Null: all reasons. */
  onlySomeReasons: Reasons | null
  indirect: boolean
}

export type Crl = {
  encoded: Uint8Array
  signed: Uint8Array
  signature: Uint8Array
  signatureAlgorithm: SignatureAlgorithm
  algorithmsAgree: boolean
  issuer: DistinguishedName
  thisUpdate: Date
  /** Null: it does not say; then it cannot be told from a stale one. */
  nextUpdate: Date | null
  extensions: ReadonlyMap<string, Extension>
  number: bigint | null
  /** Of a delta CRL: the number of the CRL that it completes. */
  deltaBase: bigint | null
  issuingDistributionPoint: IssuingDistributionPoint | null
  authorityKeyIdentifier: AuthorityKeyIdentifier | null
  freshestCrl: DistributionPoint[]
  entries: CrlIndex
}

/** 100 MB is five times the largest that is known. */
const MOST_BYTES = 100_000_000
const MOST_ENTRIES = 4_000_000
// RFC 5280, 5.2.3.
const MOST_NUMBER_BYTES = 21

/** Reads a CRL and indexes its entries. Throws `Malformed`. For a large one this takes seconds: do it in a worker. */
export function readCrl(bytes: Uint8Array): Crl {
  const where = 'CertificateList'
  if (bytes.length > MOST_BYTES) throw new Malformed('tooMany', where)
  const outer = new Elements(readElement(bytes, TAG.sequence, where), where)
  const tbs = outer.next(TAG.sequence, 'tbsCertList')
  const algorithm = outer.next(TAG.sequence, 'signatureAlgorithm')
  const signature = bytesOfBits(outer.next(TAG.bitString, 'signatureValue'), `${where}.signatureValue`)
  outer.done()

  const parts = new Elements(tbs, where)
  const version = parts.maybe(TAG.integer, 'version')
  if (version !== null && countOf(version, `${where}.version`) !== 1) throw new Malformed('version', where)
  const innerAlgorithm = parts.next(TAG.sequence, 'signature')
  const issuer = nameOf(parts.next(TAG.sequence, 'issuer'), `${where}.issuer`)
  const thisUpdate = timeOf(parts.any('thisUpdate'), `${where}.thisUpdate`)
  const next = parts.maybe(TAG.utcTime, 'nextUpdate') ?? parts.maybe(TAG.generalizedTime, 'nextUpdate')
  const revoked = parts.maybe(TAG.sequence, 'revokedCertificates')
  const explicit = parts.maybe(contextOf(0), 'crlExtensions')
  parts.done()
  const extensions = explicitExtensions(explicit, 'CertificateList')
  if (extensions.size > 0 && version === null) throw new Malformed('version', `${where}.crlExtensions`)
  return {
    encoded: bytes,
    signed: encodedOf(tbs),
    signature,
    signatureAlgorithm: signatureAlgorithmOf(algorithm, `${where}.signatureAlgorithm`),
    algorithmsAgree: sameAlgorithm(algorithm, innerAlgorithm),
    issuer,
    thisUpdate,
    nextUpdate: next === null ? null : timeOf(next, `${where}.nextUpdate`),
    extensions,
    ...knownExtensions(extensions),
    entries: indexEntries(bytes, revoked, version !== null),
  }
}

type Known = Pick<Crl, 'number' | 'deltaBase' | 'issuingDistributionPoint' | 'authorityKeyIdentifier' | 'freshestCrl'>

function knownExtensions(extensions: ReadonlyMap<string, Extension>): Known {
  const read = extensionReader(extensions)
  const numberOf = (value: Uint8Array): bigint => {
    const number = bigIntegerOf(readElement(value, TAG.integer, 'cRLNumber'), MOST_NUMBER_BYTES, 'cRLNumber')
    if (number < 0n) throw new Malformed('value', 'cRLNumber')
    return number
  }
  return {
    number: read(OID.crlNumber, numberOf),
    deltaBase: read(OID.deltaCrlIndicator, numberOf),
    issuingDistributionPoint: read(OID.issuingDistributionPoint, issuingDistributionPointOf),
    authorityKeyIdentifier: read(OID.authorityKeyIdentifier, authorityKeyIdentifierOf),
    freshestCrl: read(OID.freshestCrl, (value) => distributionPointsOf(value, 'freshestCRL')) ?? [],
  }
}

function issuingDistributionPointOf(value: Uint8Array): IssuingDistributionPoint {
  const where = 'issuingDistributionPoint'
  const parts = readSequence(value, where)
  const name = parts.maybe(contextOf(0), 'distributionPoint')
  const flag = (number: number): boolean => {
    const one = parts.maybe(context(number), 'flag')
    return one !== null && booleanOf(one, where)
  }
  const [onlyUserCerts, onlyCaCerts] = [flag(1), flag(2)]
  const reasons = parts.maybe(context(3), 'onlySomeReasons')
  const [indirect, onlyAttributeCerts] = [flag(4), flag(5)]
  parts.done()
  if ([onlyUserCerts, onlyCaCerts, onlyAttributeCerts].filter(Boolean).length > 1) throw new Malformed('value', where)
  return {
    name: name === null ? null : distributionPointName(name, where),
    onlyUserCerts, onlyCaCerts, onlyAttributeCerts, indirect,
    onlySomeReasons: reasons === null ? null : namedBits(reasons, where),
  }
}

// -------------------------------------------------------------------------------------------------------------- entries

/**
 * Where the entries of a CRL stand: a hash table over the serial numbers in the CRL's own bytes, two to four places for
 * each entry. Plain typed arrays, so that a worker can make it and hand it over.
 */
export type CrlIndex = {
  count: number
  /** Offsets of entries, 0 for none; a serial's place is found by its hash, and the next places after it. */
  table: Uint32Array
  /** Offsets of the entries that say another issuer than the one before (indirect CRLs), ascending. */
  issuerChanges: Uint32Array
  /** OIDs of critical entry extensions that this library does not process: with one, the CRL says nothing certain. */
  unknownCritical: string[]
}

export const EMPTY_INDEX: CrlIndex = { count: 0, table: new Uint32Array(1), issuerChanges: new Uint32Array(), unknownCritical: [] }

/** Why a certificate is revoked, by the numbers of RFC 5280, 5.3.1; 0 where the entry does not say. */
export type CrlReason = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 8 | 9 | 10
export const REMOVE_FROM_CRL = 8

export type CrlEntry = { revokedAt: Date; reason: CrlReason }

function indexEntries(bytes: Uint8Array, revoked: Element | null, v2: boolean): CrlIndex {
  if (revoked === null) return EMPTY_INDEX
  const where = 'CertificateList.revokedCertificates'
  const offsets: number[] = []
  const issuerChanges: number[] = []
  const unknown = new Set<string>()
  const check = entryChecker(unknown, v2)
  for (let at = revoked.at; at < revoked.end;) {
    const entry = expectTag(elementAt(bytes, at, revoked.end, where), TAG.sequence, where)
    if (offsets.length === MOST_ENTRIES) throw new Malformed('tooMany', where)
    if (check(entry)) issuerChanges.push(at)
    offsets.push(at)
    at = entry.end
  }
  if (offsets.length === 0) throw new Malformed('empty', where)
  const table = new Uint32Array(2 ** Math.ceil(Math.log2(offsets.length * 2)))
  for (const offset of offsets) {
    const serial = serialAt(bytes, offset, revoked.end)
    let place = hashOf(serial) & (table.length - 1)
    // The same serial may stand there for several issuers: each has its place.
    while (table[place] !== 0) place = (place + 1) & (table.length - 1)
    table[place] = offset
  }
  return { count: offsets.length, table, issuerChanges: Uint32Array.from(issuerChanges), unknownCritical: [...unknown] }
}

/**
 * Checks an entry as a whole, and answers whether it names another issuer. Thousands of entries in a row have the same
 * extensions, byte for byte: those are read once.
 */
function entryChecker(unknown: Set<string>, v2: boolean): (entry: Element) => boolean {
  const where = 'CertificateList.entry'
  let last: Uint8Array = new Uint8Array()
  return (entry) => {
    const { bytes } = entry
    const serial = expectTag(elementAt(bytes, entry.at, entry.end, where), TAG.integer, where)
    integerBytes(serial, where)
    const date = elementAt(bytes, serial.end, entry.end, where)
    if (!isPlainTime(date)) timeOf(date, where)
    if (date.end === entry.end) return false
    if (!v2) throw new Malformed('version', where)
    const rest = bytes.subarray(date.end, entry.end)
    if (sameBytes(rest, last)) return false
    const extensions = extensionsOf(readElement(rest, TAG.sequence, where), where)
    for (const { oid, critical, value } of extensions.values()) {
      if (oid === OID.reasonCode) reasonOf(value)
      else if (oid === OID.certificateIssuer) generalNamesValue(value, where)
      else if (oid !== OID.invalidityDate && critical) unknown.add(oid)
    }
    if (extensions.has(OID.certificateIssuer)) return true
    last = rest
    return false
  }
}

/** Whether it is a UTCTime that needs no calendar to be believed: all digits, and a day that every month has. */
function isPlainTime({ bytes, tag, at, end }: Element): boolean {
  if (tag !== TAG.utcTime || end - at !== 13 || bytes[end - 1] !== 0x5a) return false
  for (let i = at; i < end - 1; i += 1) if (bytes[i]! < 0x30 || bytes[i]! > 0x39) return false
  const two = (offset: number): number => (bytes[at + offset]! - 0x30) * 10 + bytes[at + offset + 1]! - 0x30
  const [month, day] = [two(2), two(4)]
  return month >= 1 && month <= 12 && day >= 1 && day <= 28 && two(6) < 24 && two(8) < 60 && two(10) < 60
}

const REASONS: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5, 6, 8, 9, 10])

export function reasonOf(value: Uint8Array): CrlReason {
  const reason = countOf(readElement(value, TAG.enumerated, 'reasonCode'), 'reasonCode')
  if (!REASONS.has(reason)) throw new Malformed('value', 'reasonCode')
  return reason as CrlReason
}

function serialAt(bytes: Uint8Array, offset: number, end: number): Uint8Array {
  const entry = elementAt(bytes, offset, end, 'entry')
  return contentOf(elementAt(bytes, entry.at, entry.end, 'entry.userCertificate'))
}

/** FNV-1a over the serial. Who revokes certificates can make them collide, and slows down his own list. */
function hashOf(serial: Uint8Array): number {
  let hash = 0x811c9dc5
  for (const byte of serial) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/** The entry of that serial and issuer (the key of its name), or null. `indirect`: entries may be of other issuers. */
export function findEntry(
  { encoded, entries, issuer, issuingDistributionPoint }: Pick<Crl, 'encoded' | 'entries' | 'issuer' | 'issuingDistributionPoint'>,
  serial: Uint8Array, issuerKey: string,
): CrlEntry | null {
  const { table } = entries
  for (let place = hashOf(serial) & (table.length - 1); table[place] !== 0; place = (place + 1) & (table.length - 1)) {
    const offset = table[place]!
    if (!sameBytes(serialAt(encoded, offset, encoded.length), serial)) continue
    const owner = issuingDistributionPoint?.indirect === true ? issuerOfEntry({ encoded, entries, issuer }, offset) : [issuer.key]
    if (owner.includes(issuerKey)) return entryAt(encoded, offset)
  }
  return null
}

/** The entry says its issuer, or the nearest before it does, or it is the CRL's own (5.3.3). */
function issuerOfEntry({ encoded, entries, issuer }: Pick<Crl, 'encoded' | 'entries' | 'issuer'>, offset: number): string[] {
  const { issuerChanges } = entries
  let [low, high] = [0, issuerChanges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (issuerChanges[middle]! <= offset) low = middle + 1
    else high = middle
  }
  if (low === 0) return [issuer.key]
  const extension = entryExtensions(encoded, issuerChanges[low - 1]!).get(OID.certificateIssuer)!
  return generalNamesValue(extension.value, 'certificateIssuer')
    .flatMap((name) => (name.kind === 'directory' ? [name.name.key] : []))
}

function entryParts(encoded: Uint8Array, offset: number): { revokedAt: Date; extensions: ReadonlyMap<string, Extension> } {
  const parts = new Elements(elementAt(encoded, offset, encoded.length, 'entry'), 'entry')
  parts.next(TAG.integer, 'userCertificate')
  const revokedAt = timeOf(parts.any('revocationDate'), 'entry.revocationDate')
  const extensions = parts.isDone ? new Map<string, Extension>() : extensionsOf(parts.next(TAG.sequence, 'extensions'), 'entry')
  return { revokedAt, extensions }
}

const entryExtensions = (encoded: Uint8Array, offset: number) => entryParts(encoded, offset).extensions

function entryAt(encoded: Uint8Array, offset: number): CrlEntry {
  const { revokedAt, extensions } = entryParts(encoded, offset)
  const reason = extensions.get(OID.reasonCode)
  return { revokedAt, reason: reason === undefined ? 0 : reasonOf(reason.value) }
}
