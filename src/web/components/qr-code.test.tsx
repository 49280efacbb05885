import assert from 'node:assert/strict'
import { test } from 'node:test'
import decode from 'qr/decode.js'
import fc from 'fast-check'
import { QrCode } from './qr-code.tsx'

/** What a reader's camera sees of the drawing: each module eight pixels wide. */
function seen(svg: string): { width: number; height: number; data: Uint8Array } {
  const size = Number(/viewBox="0 0 (\d+) /.exec(svg)![1])
  const width = size * 8
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let at = 0; at < 64; at += 1) {
      const pixel = ((Number(y) * 8 + Math.floor(at / 8)) * width + Number(x) * 8 + (at % 8)) * 4
      data.set([0, 0, 0], pixel)
    }
  }
  return { width, height: width, data }
}

test('a reader finds in the drawing what was put into it, and who does not see it is told what it holds', () => {
  fc.assert(fc.property(fc.webUrl({ withQueryParameters: true }).filter((url) => url.length < 300), (url) => {
    const svg = String(QrCode({ text: url, label: '網址' }))
    assert.equal(decode(seen(svg)), url)
    assert.match(svg, /role="img" aria-label="網址"/)
    assert.doesNotMatch(svg, /style=/)
  }), { numRuns: 20 })
})
