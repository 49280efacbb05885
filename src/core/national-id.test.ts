import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { checkNationalId, maskNationalId, maskNationalIdsIn, nationalIdFrom } from './national-id.ts'

const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
const nationalId = fc
  .tuple(letter, fc.constantFrom('1', '2', '8', '9'), fc.stringMatching(/^\d{7}$/))
  .map(([head, kind, serial]) => nationalIdFrom(head, `${kind}${serial}`))
// The weights of the eight digits after the letter and of the check digit itself.
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 1, 1]

describe('national IDs', () => {
  it('takes the published examples', () => {
    // The specimen everyone knows, and the National Immigration Agency's for the new form.
    for (const id of ['A123456789', 'A800000014']) assert.deepEqual(checkNationalId(id), { ok: true, id })
  })

  it('computes the check digit with the table of letters', () => {
    const numbers = { A: 10, B: 11, C: 12, D: 13, E: 14, F: 15, G: 16, H: 17, I: 34, J: 18, K: 19, L: 20, M: 21, N: 22,
      O: 35, P: 23, Q: 24, R: 25, S: 26, T: 27, U: 28, V: 29, W: 32, X: 30, Y: 31, Z: 33 }
    for (const [head, number] of Object.entries(numbers)) {
      // 1 0000000 after the letter weighs 8
      const sum = Math.floor(number / 10) + (number % 10) * 9 + 8
      assert.equal(nationalIdFrom(head, '10000000'), `${head}10000000${(10 - (sum % 10)) % 10}`, head)
    }
  })

  it('lets pass how people type', () => {
    for (const text of [' a123456789 ', 'Ａ１２３４５６７８９', 'A 1234 56789', 'ａ123456789\u3000']) {
      assert.deepEqual(checkNationalId(text), { ok: true, id: 'A123456789' }, text)
    }
  })

  it('says what is wrong', () => {
    const faults: [string, string][] = [['', 'empty'], ['  \u3000', 'empty'], ['A12345678', 'shape'],
      ['A1234567890', 'shape'], ['A323456789', 'shape'], ['1123456789', 'shape'], ['A123456788', 'checksum'],
      ['AC01234567', 'oldResident'], ['ı123456789', 'shape'], ['A①23456789', 'shape'], ['A１２３４５６７８８', 'checksum'],
      ['A123456789'.padEnd(65), 'shape'], ["A12345678'", 'shape'], ['A٠23456789', 'shape']]
    for (const [text, code] of faults) assert.deepEqual(checkNationalId(text), { ok: false, code }, text)
  })

  it('keeps every ID that it completes', () => {
    fc.assert(fc.property(nationalId, (id) => assert.deepEqual(checkNationalId(id), { ok: true, id })))
  })

  it('catches every wrong check digit', () => {
    fc.assert(fc.property(nationalId, fc.integer({ min: 1, max: 9 }), (id, off) => {
      const wrong = `${id.slice(0, 9)}${(Number(id.charAt(9)) + off) % 10}`
      assert.deepEqual(checkNationalId(wrong), { ok: false, code: 'checksum' })
    }))
  })

  it('catches a changed digit exactly when its weighted difference is no multiple of ten', () => {
    const place = fc.integer({ min: 2, max: 9 })
    fc.assert(fc.property(nationalId, place, fc.integer({ min: 0, max: 9 }), (id, at, digit) => {
      const changed = `${id.slice(0, at)}${digit}${id.slice(at + 1)}`
      const difference = (digit - Number(id.charAt(at))) * WEIGHTS[at - 1]!
      assert.equal(checkNationalId(changed).ok, difference % 10 === 0)
    }))
  })

  it('catches a changed kind or sex digit always', () => {
    fc.assert(fc.property(nationalId, fc.constantFrom('1', '2', '8', '9'), (id, kind) => {
      fc.pre(kind !== id.charAt(1))
      assert.equal(checkNationalId(`${id.charAt(0)}${kind}${id.slice(2)}`).ok, false)
    }))
  })

  it('never throws on anything typed, and what it takes is plain', () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => {
      const checked = checkNationalId(text)
      if (checked.ok) assert.match(checked.id, /^[A-Z][1289]\d{8}$/)
    }))
  })

  it('refuses to complete what is not the head of an ID', () => {
    const wrong = [['a', '12345678'], ['A', '32345678'], ['A', '1234567'], ['AB', '12345678']] as const
    for (const [head, digits] of wrong) {
      assert.throws(() => nationalIdFrom(head, digits), RangeError)
    }
  })

  it('masks all but three characters at both ends', () => {
    assert.equal(maskNationalId('A123456789'), 'A12****789')
    assert.equal(maskNationalId('A12'), '**********')
  })

  it('is masked wherever somebody wrote one into free text', () => {
    fc.assert(fc.property(nationalId, (id) => {
      for (const [before, after] of [['', ''], ['代理', '王先生'], ['ID:', ', please'], ['（', '）']]) {
        assert.equal(maskNationalIdsIn(`${before}${id}${after}`), `${before}${maskNationalId(id)}${after}`)
        assert.equal(maskNationalIdsIn(`${before}${id.toLowerCase()}${after}`), `${before}${maskNationalId(id)}${after}`)
      }
    }))
    assert.equal(maskNationalIdsIn('Ａ１２３４５６７８９與 AB12345678'), 'A12****789與 AB1****678')
    // An agency, a number that fails the check, a longer number: none is anybody's ID.
    for (const text of ['397210000A', 'A58000000A', 'A123456788', 'A1234567890', 'XA123456789']) {
      assert.equal(maskNationalIdsIn(text), text)
    }
  })
})
