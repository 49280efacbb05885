// From BER to DER, for messages of card middleware: CMS is BER by its own standard (RFC 5652, 2), and some middleware writes
// indefinite lengths and contents in pieces. Bounded in size, depth and number; whatever else DER forbids, the strict reader
// refuses afterwards.
import { Malformed, TAG } from './der.ts'

// A signature with three certificates is 8 KB.
const MOST_BYTES = 262_144
const MOST_DEPTH = 24
const MOST_ELEMENTS = 20_000
const CONSTRUCTED = 0x20
const PIECES_OF_OCTETS = TAG.octetString | CONSTRUCTED

/** `rewritten`: how many elements could not stay as they were written. */
type Reading = { bytes: Uint8Array; at: number; left: number; rewritten: number }

/**
 * The same message with definite, minimal lengths and octet strings in one piece; what is so already is a part of the bytes that were
 * given. Throws `Malformed`.
 */
export function derOfBer(bytes: Uint8Array): Uint8Array {
  if (bytes.length > MOST_BYTES) throw new Malformed('tooMany', 'BER')
  const reading: Reading = { bytes, at: 0, left: MOST_ELEMENTS, rewritten: 0 }
  const converted = convert(reading, bytes.length, 0)
  if (reading.at !== bytes.length) throw new Malformed('trailingBytes', 'BER')
  return converted
}

type Head = { tag: number; length: number | 'indefinite' }

function readHead(reading: Reading, end: number): Head {
  const { bytes } = reading
  reading.left -= 1
  if (reading.left < 0) throw new Malformed('tooMany', 'BER')
  if (reading.at + 2 > end) throw new Malformed('truncated', 'BER')
  const tag = bytes[reading.at]!
  if ((tag & 0x1f) === 0x1f) throw new Malformed('longTag', 'BER')
  const first = bytes[reading.at + 1]!
  reading.at += 2
  if (first < 0x80) return { tag, length: first }
  if (first === 0x80) {
    if ((tag & CONSTRUCTED) === 0) throw new Malformed('indefiniteLength', 'BER')
    return { tag, length: 'indefinite' }
  }
  const count = first & 0x7f
  if (count > 8 || reading.at + count > end) throw new Malformed('lengthTooLong', 'BER')
  let length = 0
  for (let i = 0; i < count; i += 1) length = length * 256 + bytes[reading.at + i]!
  reading.at += count
  return { tag, length }
}

function convert(reading: Reading, end: number, depth: number): Uint8Array {
  if (depth > MOST_DEPTH) throw new Malformed('tooDeep', 'BER')
  const start = reading.at
  const { tag, length } = readHead(reading, end)
  const own = length === 'indefinite' ? end : reading.at + length
  if (own > end) throw new Malformed('truncated', 'BER')
  const isMinimal = length !== 'indefinite' && reading.at - start === headOf(tag, length).length
  const before = reading.rewritten
  const inner: Uint8Array[] = []
  if ((tag & CONSTRUCTED) === 0) {
    inner.push(reading.bytes.subarray(reading.at, own))
    reading.at = own
  } else {
    while (length === 'indefinite' ? !isEndOfContents(reading, end) : reading.at < own) inner.push(convert(reading, own, depth + 1))
  }
  if (isMinimal && tag !== PIECES_OF_OCTETS && reading.rewritten === before) return reading.bytes.subarray(start, own)
  reading.rewritten += 1
  return tag === PIECES_OF_OCTETS ? joined(inner) : encoded(tag, inner)
}

/** Two zero bytes end what has no length; they are taken here. */
function isEndOfContents(reading: Reading, end: number): boolean {
  if (reading.at + 2 > end) throw new Malformed('truncated', 'BER')
  if (reading.bytes[reading.at] !== 0 || reading.bytes[reading.at + 1] !== 0) return false
  reading.at += 2
  return true
}

/** An octet string in pieces, each an octet string, as one. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return encoded(TAG.octetString, pieces.map((piece) => {
    if (piece[0] !== TAG.octetString) throw new Malformed('unexpectedTag', 'BER')
    return piece.subarray(piece.length - contentLength(piece))
  }))
}

/** Of an element that was just encoded here. */
function contentLength(element: Uint8Array): number {
  const first = element[1]!
  return first < 0x80 ? element.length - 2 : element.length - 2 - (first & 0x7f)
}

/** Tag and length in as few bytes as there can be. */
function headOf(tag: number, length: number): number[] {
  if (length < 0x80) return [tag, length]
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return [tag, 0x80 | bytes.length, ...bytes]
}

/** An element of that tag around its content. */
export function encoded(tag: number, content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, one) => sum + one.length, 0)
  return Buffer.concat([Uint8Array.from(headOf(tag, length)), ...content])
}
