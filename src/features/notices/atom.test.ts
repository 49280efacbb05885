import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atomFeed } from './atom.ts'
import { SAMPLE_NOTICES } from './sample-notices.ts'
import type { Notice } from './notice-rows.ts'

/** A notice that counts how often its text is read. */
function watched(more: Partial<Notice> = {}): { notice: Notice; reads: () => number } {
  let reads = 0
  const notice = { ...SAMPLE_NOTICES[0], ...more }
  const { body } = notice
  Object.defineProperty(notice, 'body', { get: () => (reads += 1, body) })
  return { notice, reads: () => reads }
}

test('the feed is made once for as long as the announcements in it are the same', () => {
  const at = { origin: 'https://ecpa.example.gov.tw', now: new Date('2026-11-27T00:00:00Z') }
  const made = (more?: Partial<Notice>, asked = at) => {
    const { notice, reads } = watched(more)
    return { text: atomFeed([notice], asked), anew: reads() > 0 }
  }
  const first = made()
  assert.equal(first.anew, true)
  assert.deepEqual(made(), { text: first.text, anew: false })
  const office = { code: '397210000A', name: '人事局', nameEn: null }
  for (const other of [made({ version: 2, title: '另一版' }), made({ agency: office }), made({}, { ...at, origin: 'https://other.example.gov.tw' })]) {
    assert.equal(other.anew, true)
    assert.notEqual(other.text, first.text)
  }
  assert.match(atomFeed([], at), /<updated>2026-11-27T00:00:00\.000Z/)
  assert.match(atomFeed([], { ...at, now: new Date('2026-11-28T00:00:00Z') }), /<updated>2026-11-28T00:00:00\.000Z/)
})
