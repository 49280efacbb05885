// The drawings of 「電子賀卡」: each there, small, and nothing in them that the policy would refuse or that asks anybody else.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PICTURES } from '../../core/greetings.ts'

const FOLDER = new URL('../../web/public/greetings/', import.meta.url)
const MOST_BYTES = 4096

test('there is a drawing for each picture, and none besides', () => {
  assert.deepEqual(readdirSync(FOLDER).toSorted(), PICTURES.map((picture) => `${picture}.svg`).toSorted())
})

for (const picture of PICTURES) {
  test(`${picture} is small, of one size, and shapes alone`, () => {
    const svg = readFileSync(new URL(`${picture}.svg`, FOLDER), 'utf8')
    assert.ok(svg.length < MOST_BYTES)
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 480 320">/)
    assert.deepEqual([...new Set([...svg.matchAll(/<([a-z]+)/g)].map(([, tag]) => tag))].filter((tag) =>
      !['svg', 'defs', 'g', 'use', 'path', 'circle', 'ellipse'].includes(tag!)), [])
    assert.doesNotMatch(svg.replace('http://www.w3.org/2000/svg', ''), /style|:\/\/|url\(|\son|href="[^#]/)
  })
}
