import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ACCOUNT_NAME, namesNear } from './account-names.ts'

test('names near to one that is taken read like it, and all may be account names', () => {
  assert.deepEqual(namesNear('wu.wenjie').slice(0, 6), ['wu-wenjie', 'wu_wenjie', 'wenjie.wu', 'wuwenjie', 'wu.wenjie2', 'wu.wenjie3'])
  assert.deepEqual(namesNear('wuwenjie').slice(0, 2), ['wuwenjie2', 'wuwenjie3'])
  assert.equal(namesNear(`a${'b'.repeat(63)}`)[0], `a${'b'.repeat(62)}2`)
  fc.assert(fc.property(fc.stringMatching(/^[a-z][a-z0-9._-]{2,63}$/), (wanted) => {
    const near = namesNear(wanted)
    assert.ok(near.length >= 3)
    assert.equal(new Set(near).size, near.length)
    for (const name of near) assert.ok(name !== wanted && ACCOUNT_NAME.test(name), name)
  }))
})
