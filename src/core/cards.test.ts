import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cardMismatch } from './cards.ts'

const record = { name: '吳文傑', nationalId: 'E123456789' }

test('R-CRT-2: name and the last four of the national ID have to match', () => {
  assert.equal(cardMismatch({ name: '吳文傑', idTail: '6789' }, record), null)
  assert.equal(cardMismatch({ name: '吳文傑', idTail: '6780' }, record), 'nationalId')
  assert.equal(cardMismatch({ name: '吳文杰', idTail: '6789' }, record), 'name')
  assert.equal(cardMismatch({ name: '', idTail: '6789' }, record), 'name')
  assert.equal(cardMismatch({ name: '吳文傑', idTail: '' }, record), 'nationalId')
})

test('the same name may be written in another form', () => {
  for (const [one, other] of [['Sayun･Nomin', 'Sayun·Nomin'], ['瓦歷斯．諾幹', '瓦歷斯諾幹'], ['Ａdam Lin', 'adam lin']] as const) {
    assert.equal(cardMismatch({ name: one, idTail: '6789' }, { ...record, name: other }), null, `${one} ${other}`)
  }
})
