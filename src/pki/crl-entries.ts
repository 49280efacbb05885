// The entries of a CRL. A real one has 400,000: they are not made into objects, but into an index of a few typed arrays, which
// a worker can make and hand over without copying, and which needs the list's own bytes no longer.
import { countOf, elementAt, expectTag, integerBytes, Malformed, readElement, sameBytes, TAG, timeOf } from './der.ts'
import { extensionsOf, generalNamesValue, OID } from './extensions.ts'
import type { Element } from './der.ts'

/** Why a certificate is revoked, by the numbers of RFC 5280, 5.3.1; 0 where the entry does not say. */
export type CrlReason = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 8 | 9 | 10
export const REMOVE_FROM_CRL = 8

export type CrlEntry = { revokedAt: Date; reason: CrlReason }

/** Entries by their serial numbers: a hash table with two to four places for each. */
export type CrlIndex = {
  count: number
  /** The number of an entry, from 1 on; 0 for none. A serial's place is found by its hash, and the next places after it. */
  table: Uint32Array<ArrayBuffer>
  /** The serial numbers, one after the other; the one of entry n is from `starts[n - 1]` to `starts[n]`. */
  serials: Uint8Array<ArrayBuffer>
  starts: Uint32Array<ArrayBuffer>
  /** In milliseconds. */
  revokedAt: Float64Array<ArrayBuffer>
  reasons: Uint8Array<ArrayBuffer>
  /** Whose certificates the entries are about: each the keys of its names, the CRL's own issuer first. */
  issuers: string[][]
  /** Which of them, for each entry; empty where all are about the first. */
  owners: Uint32Array<ArrayBuffer>
  /** OIDs of critical entry extensions that this library does not process: with one, the CRL says nothing certain. */
  unknownCritical: string[]
}

const MOST_ENTRIES = 4_000_000
// As of certificates.
const MOST_SERIAL_BYTES = 64

/** Reads revokedCertificates; null: there are none. `issuer` is the key of the CRL issuer's name. */
export function indexEntries(revoked: Element | null, { v2, issuer }: { v2: boolean; issuer: string }): CrlIndex {
  const count = revoked === null ? 0 : countEntries(revoked)
  const index: CrlIndex = {
    count,
    table: new Uint32Array(2 ** Math.ceil(Math.log2((count || 1) * 2))),
    // A serial number takes less than its entry.
    serials: new Uint8Array(revoked === null ? 0 : revoked.end - revoked.at), starts: new Uint32Array(count + 1),
    revokedAt: new Float64Array(count), reasons: new Uint8Array(count), issuers: [[issuer]], owners: new Uint32Array(count), unknownCritical: [],
  }
  if (revoked !== null) fill(index, revoked, v2)
  index.serials = index.serials.slice(0, index.starts[count])
  if (index.issuers.length === 1) index.owners = new Uint32Array()
  return index
}

const WHERE = 'CertificateList.revokedCertificates'

function countEntries(revoked: Element): number {
  let count = 0
  for (let { at } = revoked; at < revoked.end; count += 1) {
    if (count === MOST_ENTRIES) throw new Malformed('tooMany', WHERE)
    at = expectTag(elementAt(revoked.bytes, at, revoked.end, WHERE), TAG.sequence, WHERE).end
  }
  if (count === 0) throw new Malformed('empty', WHERE)
  return count
}

function fill(index: CrlIndex, revoked: Element, v2: boolean): void {
  const { table, serials, starts, revokedAt, reasons, owners } = index
  const unknown = new Set<string>()
  const readEntry = entryReader(v2, unknown)
  for (let { at } = revoked, n = 0; at < revoked.end; n += 1) {
    const element = elementAt(revoked.bytes, at, revoked.end, WHERE)
    at = element.end
    const { serial, time, reason, issuer } = readEntry(element)
    serials.set(serial, starts[n])
    starts[n + 1] = starts[n]! + serial.length
    revokedAt[n] = time
    reasons[n] = reason
    // 5.3.3: an entry that does not say its issuer has the one of the entry before it.
    if (issuer !== null) index.issuers.push(issuer)
    owners[n] = index.issuers.length - 1
    let place = hashOf(serial) & (table.length - 1)
    // The same serial may stand there for several issuers: each has its place.
    while (table[place] !== 0) place = (place + 1) & (table.length - 1)
    table[place] = n + 1
  }
  index.unknownCritical = [...unknown]
}

/** `issuer`: the keys of the names that the entry itself says. */
type Entry = { serial: Uint8Array; time: number; reason: CrlReason; issuer: string[] | null }
type FromExtensions = Pick<Entry, 'reason' | 'issuer'>

const NOTHING_SAID: FromExtensions = { reason: 0, issuer: null }

/** Thousands of entries in a row have the same extensions, byte for byte: those are read once. */
function entryReader(v2: boolean, unknown: Set<string>): (entry: Element) => Entry {
  let last = new Uint8Array()
  let said = NOTHING_SAID
  return ({ bytes, at, end }) => {
    const serialElement = expectTag(elementAt(bytes, at, end, WHERE), TAG.integer, WHERE)
    const serial = integerBytes(serialElement, WHERE)
    if (serial.length > MOST_SERIAL_BYTES) throw new Malformed('integer', WHERE)
    const date = elementAt(bytes, serialElement.end, end, WHERE)
    const time = plainTime(date) ?? timeOf(date, WHERE).getTime()
    if (date.end === end) return { serial, time, ...NOTHING_SAID }
    if (!v2) throw new Malformed('version', WHERE)
    const rest = bytes.subarray(date.end, end)
    if (!sameBytes(rest, last)) {
      said = entryExtensions(rest, unknown)
      last = Uint8Array.from(rest)
    }
    return { serial, time, ...said }
  }
}

function entryExtensions(bytes: Uint8Array, unknown: Set<string>): FromExtensions {
  let { reason, issuer } = NOTHING_SAID
  for (const { oid, critical, value } of extensionsOf(readElement(bytes, TAG.sequence, WHERE), WHERE).values()) {
    if (oid === OID.reasonCode) reason = reasonOf(value)
    else if (oid === OID.certificateIssuer) issuer = issuerKeys(value)
    else if (oid !== OID.invalidityDate && critical) unknown.add(oid)
  }
  return { reason, issuer }
}

const issuerKeys = (value: Uint8Array): string[] =>
  generalNamesValue(value, 'certificateIssuer').flatMap((name) => (name.kind === 'directory' ? [name.name.key] : []))

/** A UTCTime that needs no calendar to be believed, in milliseconds: all digits, and a day that every month has. */
function plainTime({ bytes, tag, at, end }: Element): number | null {
  if (tag !== TAG.utcTime || end - at !== 13 || bytes[end - 1] !== 0x5a) return null
  for (let i = at; i < end - 1; i += 1) if (bytes[i]! < 0x30 || bytes[i]! > 0x39) return null
  const two = (offset: number): number => (bytes[at + offset]! - 0x30) * 10 + bytes[at + offset + 1]! - 0x30
  const [year, month, day, hour, minute, second] = [two(0), two(2), two(4), two(6), two(8), two(10)]
  if (month < 1 || month > 12 || day < 1 || day > 28 || hour > 23 || minute > 59 || second > 59) return null
  return Date.UTC(year + (year >= 50 ? 1900 : 2000), month - 1, day, hour, minute, second)
}

const REASONS: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5, 6, 8, 9, 10])

export function reasonOf(value: Uint8Array): CrlReason {
  const reason = countOf(readElement(value, TAG.enumerated, 'reasonCode'), 'reasonCode')
  if (!REASONS.has(reason)) throw new Malformed('value', 'reasonCode')
  return reason as CrlReason
}

/** FNV-1a over the serial. Who revokes certificates can make them collide, and slows down his own list. */
function hashOf(serial: Uint8Array): number {
  let hash = 0x811c9dc5
  for (const byte of serial) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/**
 * The entry of that serial number and issuer (the key of its name), or null. `indirect`: entries may be about certificates of
 * others than the CRL's issuer. Where several are, one that revokes goes before one that takes back.
 */
export function entryOf(index: CrlIndex, serial: Uint8Array, { issuer, indirect }: { issuer: string; indirect: boolean }): CrlEntry | null {
  const { table, issuers, owners } = index
  let found: CrlEntry | null = null
  for (let place = hashOf(serial) & (table.length - 1); table[place] !== 0; place = (place + 1) & (table.length - 1)) {
    const n = table[place]! - 1
    if (!isSerial(index, n, serial) || !issuers[indirect ? owners[n] ?? 0 : 0]!.includes(issuer)) continue
    found = { revokedAt: new Date(index.revokedAt[n]!), reason: index.reasons[n] as CrlReason }
    if (found.reason !== REMOVE_FROM_CRL) return found
  }
  return found
}

function isSerial({ serials, starts }: CrlIndex, n: number, serial: Uint8Array): boolean {
  const start = starts[n]!
  if (starts[n + 1]! - start !== serial.length) return false
  for (let i = 0; i < serial.length; i += 1) if (serials[start + i] !== serial[i]) return false
  return true
}
