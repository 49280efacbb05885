// Writes DER, for the demonstration's own authorities and cards. The library of src/pki only reads.
import { encoded } from '../../pki/ber.ts'

type Bytes = Uint8Array

/** An element of that tag around its content. */
export const element = (tag: number, ...content: Bytes[]): Buffer => encoded(tag, content)

export const sequence = (...content: Bytes[]): Buffer => element(0x30, ...content)
/** A SET OF, whose elements DER has in order. */
export const setOf = (...content: Bytes[]): Buffer => element(0x31, ...content.toSorted(Buffer.compare))
export const octets = (content: Bytes): Buffer => element(0x04, content)
/** A BIT STRING of whole bytes. */
export const bits = (content: Bytes): Buffer => element(0x03, Buffer.from([0]), content)
export const boolean = (value: boolean): Buffer => element(0x01, Buffer.from([value ? 0xff : 0]))
export const nothing: Buffer = element(0x05)
export const enumerated = (value: number): Buffer => element(0x0a, Buffer.from([value]))
export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text))
export const printable = (text: string): Buffer => element(0x13, Buffer.from(text, 'latin1'))
export const ia5 = (tag: number, text: string): Buffer => element(tag, Buffer.from(text, 'latin1'))
/** `[n]` around other elements. */
export const tagged = (number: number, ...content: Bytes[]): Buffer => element(0xa0 | number, ...content)
/** `[n]` in place of a primitive's own tag. */
export const implicit = (number: number, content: Bytes): Buffer => element(0x80 | number, content)

/** A number that is not negative, or the two's complement of one as bytes. */
export function integer(value: number | bigint | Bytes): Buffer {
  if (typeof value === 'object') return element(0x02, value)
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return element(0x02, bytes[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

export function oid(text: string): Buffer {
  const [first, second, ...rest] = text.split('.').map(Number) as [number, number, ...number[]]
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const septets = [arc % 128]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) septets.unshift((left % 128) | 0x80)
    return septets
  })
  return element(0x06, Buffer.from(bytes))
}

/** A BIT STRING of named bits: its last bit is one that is set. */
export function namedBits(...numbers: number[]): Buffer {
  const length = Math.max(-1, ...numbers) + 1
  const bytes = Buffer.alloc(Math.ceil(length / 8))
  for (const number of numbers) bytes[number >> 3]! |= 0x80 >> (number & 7)
  return element(0x03, Buffer.from([bytes.length * 8 - length]), bytes)
}

const timeText = (instant: Date): string => instant.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
export const generalizedTime = (instant: Date): Buffer => element(0x18, Buffer.from(timeText(instant)))

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
export function time(instant: Date): Buffer {
  const year = instant.getUTCFullYear()
  return year >= 1950 && year < 2050 ? element(0x17, Buffer.from(timeText(instant).slice(2))) : generalizedTime(instant)
}
