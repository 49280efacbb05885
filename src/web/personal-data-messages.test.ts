import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { NOTICE_VERSION, personalDataMessages } from './personal-data-messages.ts'

/** What each version said, in all its languages. A version whose text people agreed to stays as it is; another text gets a line of its own. */
const SAID: Readonly<Record<number, string>> = {
  1: '40d8fe271ad5f12f79f7f7d91c57c2e8509801ac3b25913a85a9f63fa461cf9e',
}

test('another text of 「重要訊息」 is another version, and the newest counts', () => {
  const text = JSON.stringify((['zh-TW', 'en'] as const).map((language) => personalDataMessages(language)))
  assert.equal(createHash('sha256').update(text).digest('hex'), SAID[NOTICE_VERSION], 'a changed text without a new NOTICE_VERSION')
  assert.equal(NOTICE_VERSION, Math.max(...Object.keys(SAID).map(Number)))
})
