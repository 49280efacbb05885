import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isWayOpen, readSecret, SECRET_LENGTH, secretOf, wayLasts } from './ways-in.ts'

test('a secret is read however it is typed: in groups, in small letters, with letters that look like figures', () => {
  const random = fc.uint8Array({ minLength: SECRET_LENGTH, maxLength: SECRET_LENGTH })
  fc.assert(fc.property(random, (bytes) => {
    const secret = secretOf(bytes)
    const grouped = secret.match(/.{4}/g)!.join(' - ').toLowerCase()
    for (const typed of [secret, grouped, secret.replaceAll('0', 'o').replaceAll('1', 'l'), ` ${secret}\n`]) assert.equal(readSecret(typed), secret)
  }))
  for (const wrong of ['', 'A', `${'A'.repeat(19)}U`, 'A'.repeat(21), '王'.repeat(20)]) assert.equal(readSecret(wrong), null)
})

test('each character of a secret takes five bits of its byte, all alike', () => {
  const counts = new Map<string, number>()
  for (let byte = 0; byte < 256; byte += 1) {
    const sign = secretOf(Uint8Array.of(byte))
    counts.set(sign, (counts.get(sign) ?? 0) + 1)
  }
  assert.deepEqual([...new Set(counts.values())], [8])
  assert.equal(counts.size, 32)
})

test('thirty minutes by mail, a day on paper, three days for a new address; over to the millisecond, and once used', () => {
  assert.deepEqual([wayLasts('newPassword', 'link'), wayLasts('newPassword', 'slip'), wayLasts('activation', 'slip'), wayLasts('confirmEmail', 'link')],
    [1_800_000, 86_400_000, 86_400_000, 259_200_000])
  const expiresAt = new Date('2026-11-23T04:00:00Z')
  assert.equal(isWayOpen({ state: 'open', expiresAt }, new Date(expiresAt.getTime() - 1)), true)
  assert.equal(isWayOpen({ state: 'open', expiresAt }, expiresAt), false)
  for (const state of ['used', 'replaced', 'spoiled'] as const) assert.equal(isWayOpen({ state, expiresAt }, new Date(0)), false)
})
