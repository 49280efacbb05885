import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encoded } from './ber.ts'
import { derOfBer } from './index.ts'

/** The same element as DER has it, and as BER may. */
type Written = { der: Buffer; ber: Buffer }
type Length = 'short' | 'long' | 'indefinite'

const lengths = fc.constantFrom<Length>('short', 'long', 'indefinite')
const [SEQUENCE, SET, INTEGER, OCTETS, PIECES] = [0x30, 0x31, 0x02, 0x04, 0x24]

/** `long`: with a length of four bytes, however small. */
function inBer(tag: number, content: Buffer, how: Length): Buffer {
  if (how === 'short') return encoded(tag, [content])
  if (how === 'indefinite') return Buffer.concat([Buffer.from([tag, 0x80]), content, Buffer.from([0, 0])])
  const head = Buffer.from([tag, 0x84, 0, 0, 0, 0])
  head.writeUInt32BE(content.length, 2)
  return Buffer.concat([head, content])
}

const bytes = fc.uint8Array({ maxLength: 200 }).map((content) => Buffer.from(content))
const leaf = fc.tuple(fc.constantFrom(INTEGER, OCTETS), bytes, fc.constantFrom<Length>('short', 'long')).map(
  ([tag, content, how]): Written => ({ der: encoded(tag, [content]), ber: inBer(tag, content, how) }))
const inPieces = fc.tuple(fc.array(bytes, { maxLength: 3 }), lengths).map(([pieces, how]): Written => ({
  der: encoded(OCTETS, pieces), ber: inBer(PIECES, Buffer.concat(pieces.map((piece) => encoded(OCTETS, [piece]))), how),
}))
const { element } = fc.letrec<{ element: Written }>((tie) => ({
  element: fc.oneof({ depthSize: 'small' }, leaf, inPieces, fc.tuple(fc.constantFrom(SEQUENCE, SET), fc.array(tie('element'), { maxLength: 4 }), lengths).map(
    ([tag, inner, how]): Written => ({
      der: encoded(tag, inner.map(({ der }) => der)), ber: inBer(tag, Buffer.concat(inner.map(({ ber }) => ber)), how),
    }))),
}))

test('however BER writes lengths and pieces, what comes out is the DER of it; DER stays as it is', () => {
  fc.assert(fc.property(element, ({ der, ber }) => {
    assert.deepEqual(Buffer.from(derOfBer(ber)), der)
    assert.deepEqual(Buffer.from(derOfBer(der)), der)
  }), { numRuns: 2000 })
})
