import assert from 'node:assert/strict'
import { isUtf8 } from 'node:buffer'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { textReader } from './feed-text.ts'

/** Reads the bytes in pieces of that size: the text, or where the first bad byte stands. */
function read(bytes: Uint8Array, size: number): string | number {
  const reader = textReader()
  let text = ''
  for (let at = 0; at < bytes.length; at += size) {
    const said = reader.read(bytes.subarray(at, at + size))
    if (said === null) return reader.badAt!
    text += said
  }
  return reader.end() ? text : reader.badAt!
}

/** The longest beginning that is whole text, by trying each. */
function firstBad(bytes: Uint8Array): number {
  let good = 0
  for (let end = 0; end <= bytes.length; end += 1) if (isUtf8(bytes.subarray(0, end))) good = end
  return good
}

describe('text from bytes', () => {
  it('is the text, however the pieces cut its characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (text, size) => {
      assert.equal(read(Buffer.from(text), size), text)
    }), { numRuns: 2_000 })
  })

  it('names the very byte that is none', () => {
    const nearly = fc.array(fc.constantFrom(0x41, 0x0a, 0x80, 0xbf, 0xc2, 0xc0, 0xe0, 0xa0, 0x9f, 0xed, 0xf0, 0x90, 0xf4, 0x8f, 0xff, 0xfe), { maxLength: 12 })
    fc.assert(fc.property(nearly, fc.integer({ min: 1, max: 5 }), (numbers, size) => {
      const bytes = Uint8Array.from(numbers)
      if (isUtf8(bytes)) assert.equal(read(bytes, size), Buffer.from(bytes).toString())
      else assert.equal(read(bytes, size), firstBad(bytes))
    }), { numRuns: 5_000 })
  })
})
