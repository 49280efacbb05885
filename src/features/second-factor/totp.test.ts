import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newRecoveryCodes, readTyped, showRecoveryCode } from './recovery-codes.ts'
import { base32, codeOf, fittingStep, keyAddress, stepAt } from './totp.ts'

// RFC 6238, Appendix B: the secret of its examples with SHA-1; they have eight digits, of which ours are the last six.
const SECRET = Buffer.from('12345678901234567890')
const EXAMPLES: readonly (readonly [seconds: number, code: string])[] = [
  [59, '287082'], [1111111109, '081804'], [1111111111, '050471'], [1234567890, '005924'], [2000000000, '279037'], [20000000000, '353130'],
]

describe('codes of an authenticator app', () => {
  test('are those of RFC 6238', () => {
    for (const [seconds, code] of EXAMPLES) assert.equal(codeOf(SECRET, stepAt(new Date(seconds * 1000))), code)
  })

  test('count in the step before and after, and none twice', () => {
    const now = new Date(1_234_567_890_000)
    const step = stepAt(now)
    for (const [off, fits] of [[-2, false], [-1, true], [0, true], [1, true], [2, false]] as const) {
      assert.equal(fittingStep(SECRET, codeOf(SECRET, step + off), now, 0), fits ? step + off : null, `${off}`)
    }
    assert.equal(fittingStep(SECRET, codeOf(SECRET, step), now, step), null)
    assert.equal(fittingStep(SECRET, codeOf(SECRET, step - 1), now, step), null)
    assert.equal(fittingStep(SECRET, codeOf(SECRET, step + 1), now, step), step + 1)
  })

  test('come from a key that apps can read', () => {
    // RFC 4648, 10, without the padding.
    assert.deepEqual(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text))),
      ['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'])
    assert.equal(keyAddress(SECRET, 'eCPA', 'a b&c'),
      `otpauth://totp/eCPA:a%20b%26c?secret=${base32(SECRET)}&issuer=eCPA&algorithm=SHA1&digits=6&period=30`)
  })
})

describe('what is typed', () => {
  test('is a code of the app however it is spaced, and full-width', () => {
    for (const typed of ['123456', ' 123 456', '123-456', '１２３４５６']) assert.deepEqual(readTyped(typed), { kind: 'totp', code: '123456' })
  })

  test('is a recovery code in either case, with the letters that look like digits', () => {
    for (const code of newRecoveryCodes()) {
      for (const typed of [code, showRecoveryCode(code), code.toLowerCase(), code.replaceAll('0', 'o').replaceAll('1', 'l')]) {
        assert.deepEqual(readTyped(typed), { kind: 'recovery', code })
      }
    }
  })

  test('is nothing else', () => {
    for (const typed of ['', '12345', '1234567', 'ABCDEFGHJ', 'ABCDEFGHJKM', 'ABCDEFGH!J', '密碼密碼密碼密碼密碼']) assert.equal(readTyped(typed), null, typed)
  })
})
