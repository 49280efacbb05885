// Strict DER (X.690 clauses 8, 10 and 11), reading only. Whatever two readers could read in two ways is refused here:
// indefinite and non-minimal lengths, trailing bytes, integers and OIDs that are longer than they need be.

/** What is wrong with the encoding. */
export type MalformedCode =
  | 'truncated' | 'trailingBytes' | 'indefiniteLength' | 'lengthNotMinimal' | 'lengthTooLong' | 'longTag' | 'unexpectedTag'
  | 'boolean' | 'integer' | 'oid' | 'bitString' | 'text' | 'time' | 'null' | 'empty' | 'tooMany' | 'tooDeep' | 'defaultEncoded'
  | 'doubled' | 'value' | 'version'

/** Bytes that are not what they should be. The one error that the parsers of this library throw. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
  readonly code: MalformedCode
  /** What was being read, `Certificate.tbsCertificate.validity`. */
  readonly where: string

  constructor(code: MalformedCode, where: string) {
    super(`${where}: ${code}`)
    this.code = code
    this.where = where
  }
}

export const TAG = {
  boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, null: 0x05, oid: 0x06, enumerated: 0x0a, utf8String: 0x0c,
  numericString: 0x12, printableString: 0x13, teletexString: 0x14, ia5String: 0x16, utcTime: 0x17, generalizedTime: 0x18,
  visibleString: 0x1a, universalString: 0x1c, bmpString: 0x1e, sequence: 0x30, set: 0x31,
} as const

/** The tag of a context-specific element, `[n]`. */
export const context = (number: number): number => 0x80 | number
/** The same where it holds other elements: explicit tags, and implicit ones of a sequence or set. */
export const contextOf = (number: number): number => 0xa0 | number

const CONSTRUCTED = 0x20
// Four bytes of length reach 4 GB: nothing here is longer than the largest CRL, some tens of megabytes.
const MOST_LENGTH_BYTES = 4

/** One element: its identifier byte, and where in `bytes` it begins, its content begins, and it ends. */
export type Element = { bytes: Uint8Array; tag: number; from: number; at: number; end: number }

/** The element that begins at `from`, which has to end at `to` or before. */
export function elementAt(bytes: Uint8Array, from: number, to: number, where: string): Element {
  if (from + 2 > to) throw new Malformed('truncated', where)
  const tag = bytes[from]!
  // Tag numbers from 31 on are in no structure that this library reads.
  if ((tag & 0x1f) === 0x1f) throw new Malformed('longTag', where)
  let at = from + 2
  let length = bytes[from + 1]!
  if (length >= 0x80) {
    const count = length & 0x7f
    if (count === 0) throw new Malformed('indefiniteLength', where)
    if (count > MOST_LENGTH_BYTES) throw new Malformed('lengthTooLong', where)
    if (at + count > to) throw new Malformed('truncated', where)
    length = 0
    for (let i = 0; i < count; i += 1) length = length * 256 + bytes[at + i]!
    if (length < 0x80 || bytes[at] === 0) throw new Malformed('lengthNotMinimal', where)
    at += count
  }
  if (at + length > to) throw new Malformed('truncated', where)
  return { bytes, tag, from, at, end: at + length }
}

/** The one element that these bytes are, and nothing after it. */
export function readElement(bytes: Uint8Array, tag: number, where: string): Element {
  const element = elementAt(bytes, 0, bytes.length, where)
  if (element.end !== bytes.length) throw new Malformed('trailingBytes', where)
  return expectTag(element, tag, where)
}

export function expectTag(element: Element, tag: number, where: string): Element {
  if (element.tag !== tag) throw new Malformed('unexpectedTag', where)
  return element
}

/** The element with its tag and length, and its content alone; both are views of the same bytes. */
export const encodedOf = ({ bytes, from, end }: Element): Uint8Array => bytes.subarray(from, end)
export const contentOf = ({ bytes, at, end }: Element): Uint8Array => bytes.subarray(at, end)

/** Reads the elements inside of another, one after the other. */
export class Elements {
  readonly #bytes: Uint8Array
  readonly #end: number
  readonly #where: string
  #at: number

  constructor(outer: Element, where: string) {
    if ((outer.tag & CONSTRUCTED) === 0) throw new Malformed('unexpectedTag', where)
    this.#bytes = outer.bytes
    this.#at = outer.at
    this.#end = outer.end
    this.#where = where
  }

  get isDone(): boolean {
    return this.#at === this.#end
  }

  /** The identifier byte of the next one; null at the end. */
  get nextTag(): number | null {
    return this.isDone ? null : this.#bytes[this.#at]!
  }

  /** The next one, whatever it is. */
  any(what: string): Element {
    const element = elementAt(this.#bytes, this.#at, this.#end, this.#name(what))
    this.#at = element.end
    return element
  }

  next(tag: number, what: string): Element {
    return expectTag(this.any(what), tag, this.#name(what))
  }

  /** The next one if it has that tag: an OPTIONAL or DEFAULT field. */
  maybe(tag: number, what: string): Element | null {
    return this.nextTag === tag ? this.any(what) : null
  }

  /** The elements within the next one. */
  open(tag: number, what: string): Elements {
    return new Elements(this.next(tag, what), this.#name(what))
  }

  done(): void {
    if (!this.isDone) throw new Malformed('trailingBytes', this.#where)
  }

  /** All that are left; refuses an empty list where `least` is 1, and more than `most`. */
  all(tag: number, what: string, { least = 0, most = 1000 } = {}): Element[] {
    const found: Element[] = []
    while (!this.isDone) {
      if (found.length === most) throw new Malformed('tooMany', this.#name(what))
      found.push(this.next(tag, what))
    }
    if (found.length < least) throw new Malformed('empty', this.#name(what))
    return found
  }

  #name(what: string): string {
    return `${this.#where}.${what}`
  }
}

/** The elements within the one SEQUENCE that these bytes are. */
export function readSequence(bytes: Uint8Array, where: string): Elements {
  return new Elements(readElement(bytes, TAG.sequence, where), where)
}

// ------------------------------------------------------------------------------------------------------ primitive values

export function booleanOf(element: Element, where: string): boolean {
  const value = element.bytes[element.at]
  if (element.end - element.at !== 1 || (value !== 0 && value !== 0xff)) throw new Malformed('boolean', where)
  return value === 0xff
}

/** The bytes of an INTEGER (or ENUMERATED), two's complement, no longer than need be. */
export function integerBytes(element: Element, where: string): Uint8Array {
  const value = contentOf(element)
  const [first, second] = value
  if (first === undefined) throw new Malformed('integer', where)
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    throw new Malformed('integer', where)
  }
  return value
}

/** An INTEGER that is a small count: 0 to 2³¹ − 1. */
export function countOf(element: Element, where: string): number {
  const value = integerBytes(element, where)
  if (value[0]! >= 0x80 || value.length > 4) throw new Malformed('integer', where)
  return value.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** An INTEGER of any size, within the bytes given. */
export function bigIntegerOf(element: Element, mostBytes: number, where: string): bigint {
  const value = integerBytes(element, where)
  if (value.length > mostBytes) throw new Malformed('integer', where)
  return BigInt.asIntN(value.length * 8, BigInt(`0x${hexOf(value)}`))
}

export function nullOf(element: Element, where: string): void {
  if (element.tag !== TAG.null || element.end !== element.at) throw new Malformed('null', where)
}

/** The bits of a BIT STRING; `unused` at its end are no bits of it, and zero (X.690, 11.2.1). */
export function bitStringOf(element: Element, where: string): { bits: Uint8Array; unused: number } {
  const [unused, ...rest] = [element.bytes[element.at], element.end - element.at - 1]
  const length = rest[0]!
  if (element.end === element.at || unused === undefined || unused > 7 || (length === 0 && unused > 0)) {
    throw new Malformed('bitString', where)
  }
  const bits = element.bytes.subarray(element.at + 1, element.end)
  if (length > 0 && (bits[length - 1]! & ((1 << unused) - 1)) !== 0) throw new Malformed('bitString', where)
  return { bits, unused }
}

/** A BIT STRING that holds bytes: keys and signatures. */
export function bytesOfBits(element: Element, where: string): Uint8Array {
  const { bits, unused } = bitStringOf(element, where)
  if (unused !== 0) throw new Malformed('bitString', where)
  return bits
}

/** Which of the named bits are set, up to 32 of them. */
export function namedBits(element: Element, where: string): ReadonlySet<number> {
  const { bits } = bitStringOf(element, where)
  if (bits.length > 4) throw new Malformed('bitString', where)
  const set = new Set<number>()
  for (let bit = 0; bit < bits.length * 8; bit += 1) {
    if ((bits[bit >> 3]! & (0x80 >> (bit & 7))) !== 0) set.add(bit)
  }
  return set
}

// An OID beyond this names nothing that anybody registered.
const MOST_OID_BYTES = 64

/** An OBJECT IDENTIFIER in dotted numbers. */
export function oidOf(element: Element, where: string): string {
  const { bytes, at, end } = element
  if (end === at || end - at > MOST_OID_BYTES || bytes[end - 1]! >= 0x80) throw new Malformed('oid', where)
  let text = ''
  let arc = 0
  let fresh = true
  for (let i = at; i < end; i += 1) {
    const byte = bytes[i]!
    if (fresh && byte === 0x80) throw new Malformed('oid', where)
    // 2^53 is beyond any arc but those of UUIDs, which no certificate carries.
    if (arc > 2 ** 45) throw new Malformed('oid', where)
    arc = arc * 128 + (byte & 0x7f)
    fresh = byte < 0x80
    if (!fresh) continue
    if (text === '') {
      const top = Math.min(2, Math.floor(arc / 40))
      text = `${top}.${arc - top * 40}`
    } else text += `.${arc}`
    arc = 0
  }
  return text
}

const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/

/** A time of RFC 5280, 4.1.2.5: to the second, in UTC, without fractions. */
export function timeOf(element: Element, where: string): Date {
  const text = latin1(contentOf(element))
  const utc = element.tag === TAG.utcTime
  if (!utc && element.tag !== TAG.generalizedTime) throw new Malformed('unexpectedTag', where)
  const parts = (utc ? UTC_TIME : GENERALIZED_TIME).exec(text)
  if (parts === null) throw new Malformed('time', where)
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [number, number, number, number, number, number]
  const full = !utc ? year : year >= 50 ? 1900 + year : 2000 + year
  const time = new Date(0)
  time.setUTCFullYear(full, month - 1, day)
  time.setUTCHours(hour, minute, second)
  // The calendar rolls over what is no day or hour; then it reads otherwise than it was written.
  const again = [time.getUTCMonth() + 1, time.getUTCDate(), time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()]
  if (again.some((one, at) => one !== [month, day, hour, minute, second][at])) throw new Malformed('time', where)
  return time
}

// ----------------------------------------------------------------------------------------------------------------- text

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** What each of the narrower types may hold (X.680, 41). */
const LETTERS: Readonly<Record<number, RegExp>> = {
  [TAG.printableString]: /^[A-Za-z0-9 '()+,\-./:=?]*$/, [TAG.numericString]: /^[0-9 ]*$/, [TAG.visibleString]: /^[ -~]*$/,
}

/** Bytes as characters of the same numbers. */
export const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

function ascii(bytes: Uint8Array, where: string): string {
  if (bytes.some((byte) => byte > 0x7f)) throw new Malformed('text', where)
  return latin1(bytes)
}

function wide(bytes: Uint8Array, width: 2 | 4, where: string): string {
  if (bytes.length % width !== 0) throw new Malformed('text', where)
  let text = ''
  for (let i = 0; i < bytes.length; i += width) {
    const point = width === 2 ? bytes[i]! * 256 + bytes[i + 1]!
      : ((bytes[i]! * 256 + bytes[i + 1]!) * 256 + bytes[i + 2]!) * 256 + bytes[i + 3]!
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw new Malformed('text', where)
    text += String.fromCodePoint(point)
  }
  return text
}

/** The text of a string type, or null where the tag is of none. Throws for bytes that are no text of their type. */
export function textOf(element: Element, where: string): string | null {
  const bytes = contentOf(element)
  switch (element.tag) {
    case TAG.utf8String:
      try {
        return strictUtf8.decode(bytes)
      } catch {
        throw new Malformed('text', where)
      }
    case TAG.printableString: case TAG.numericString: case TAG.visibleString: case TAG.ia5String: {
      const text = ascii(bytes, where)
      if (LETTERS[element.tag]?.test(text) === false) throw new Malformed('text', where)
      return text
    }
    case TAG.teletexString: return latin1(bytes)
    case TAG.bmpString: return wide(bytes, 2, where)
    case TAG.universalString: return wide(bytes, 4, where)
    default: return null
  }
}
