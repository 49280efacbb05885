import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decideConfirming, decideProposing, isMailAddress, isOpen, maskEmail, restsUntil } from './email-changes.ts'
import type { ProposalFacts, StandingChange } from './email-changes.ts'

const NOW = new Date('2026-11-23T04:00:00Z')
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000)

const facts = (over: Partial<ProposalFacts> = {}): ProposalFacts => ({
  now: NOW, account: { state: 'active', email: 'old@ecpa.example', confirmed: true }, recent: 0, most: 5, own: false, consented: true,
  proposed: 'new@ecpa.example', ...over,
})
const account = (over: Partial<ProposalFacts['account']>) => ({ account: { ...facts().account, ...over } })

const proposals: [string, Partial<ProposalFacts>, unknown][] = [
  ['a manager’s correction, with consent, is held by nothing but the confirmation', {}, { notBefore: NOW, expiresAt: hours(72) }],
  ['one’s own is held for a day', { own: true, consented: false }, { notBefore: hours(24), expiresAt: hours(72) }],
  ['one’s own first address is held by nobody', { own: true, consented: false, ...account({ confirmed: false, email: null }) },
    { notBefore: NOW, expiresAt: hours(72) }],
  ['a correction without consent', { consented: false }, { refused: 'noConsent' }],
  ['the address that is confirmed already, however it is written', { proposed: 'OLD@ecpa.example' }, { refused: 'sameAddress' }],
  ['the same address, never confirmed', account({ confirmed: false, email: 'new@ecpa.example' }), { notBefore: NOW, expiresAt: hours(72) }],
  ['the first address', account({ confirmed: false, email: null }), { notBefore: NOW, expiresAt: hours(72) }],
  ['an account nobody has activated', account({ state: 'pending', email: null, confirmed: false }), { refused: 'notActive' }],
  ['an account that is disabled', account({ state: 'disabled' }), { refused: 'notActive' }],
  ['the sixth within a day', { recent: 5 }, { refused: 'tooMany' }],
  ['what is no address', { proposed: 'new@ecpa.example, evil@x.example' }, { refused: 'notAnAddress' }],
]
for (const [when, over, answer] of proposals) {
  test(`proposing: ${when}`, () => assert.deepEqual(decideProposing(facts(over)), answer))
}

const standing = (over: Partial<StandingChange> = {}): StandingChange =>
  ({ state: 'waiting', notBefore: NOW, expiresAt: hours(72), confirmedAt: null, ...over })

test('confirming takes effect at once, or when the hold is over; not too late, not of what is over, not of a disabled account', () => {
  assert.deepEqual(decideConfirming(standing(), 'active', hours(1)), { effective: 'now' })
  assert.deepEqual(decideConfirming(standing({ notBefore: hours(24) }), 'active', hours(1)), { effective: hours(24) })
  assert.deepEqual(decideConfirming(standing({ notBefore: hours(24), confirmedAt: hours(1) }), 'active', hours(2)), { effective: hours(24) })
  assert.deepEqual(decideConfirming(standing(), 'active', hours(72)), { refused: 'tooLate' })
  assert.deepEqual(decideConfirming(standing(), 'disabled', hours(1)), { refused: 'notActive' })
  for (const state of ['effective', 'withdrawn', 'expired'] as const) {
    assert.deepEqual(decideConfirming(standing({ state }), 'active', hours(1)), { refused: 'notOpen' })
    assert.equal(isOpen(standing({ state, confirmedAt: NOW }), hours(1)), false)
  }
})

test('a corrector rests while the correction waits, and to the millisecond 72 hours after it took effect', () => {
  assert.equal(restsUntil(null, NOW), null)
  assert.equal(restsUntil({ waiting: false, effectiveAt: null }, NOW), null)
  assert.equal(restsUntil({ waiting: true, effectiveAt: hours(-100) }, NOW), 'confirmed')
  assert.deepEqual(restsUntil({ waiting: false, effectiveAt: NOW }, new Date(hours(72).getTime() - 1)), hours(72))
  assert.equal(restsUntil({ waiting: false, effectiveAt: NOW }, hours(72)), null)
})

test('an address is one, and what is shown of it hides all but the first letter and the domain', () => {
  for (const one of ['a@b.tw', 'wang.da-ming+x@mail.kcg.gov.tw', `${'x'.repeat(64)}@gov.tw`]) assert.ok(isMailAddress(one), one)
  for (const one of ['', 'a', '@b.tw', 'a@', 'a@b', 'a@b..tw', 'a@-b.tw', 'a b@c.tw', 'a@b.tw\nBcc: x@y.tw', 'a@b.tw;c@d.tw', '"a"@b.tw', 'a@b@c.tw',
    '王@b.tw', `${'x'.repeat(65)}@gov.tw`, `a@${'x'.repeat(63)}.${'y'.repeat(63)}.${'z'.repeat(63)}.${'w'.repeat(63)}.tw`]) {
    assert.ok(!isMailAddress(one), one)
  }
  assert.equal(maskEmail('wu.employee@ecpa.example'), 'w***@ecpa.example')
  fc.assert(fc.property(fc.emailAddress().filter((one) => isMailAddress(one) && one.indexOf('@') > 4), (email) => {
    assert.ok(!maskEmail(email).includes(email.slice(1, email.indexOf('@'))))
  }))
})
