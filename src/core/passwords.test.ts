import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isCommonPassword } from '../features/sign-in/common-passwords.ts'
import { LONGEST_PASSWORD, passwordFault, SHORTEST_PASSWORD } from './passwords.ts'

const fault = (password: string, ...own: string[]) => passwordFault(password, { own, isCommon: isCommonPassword })

test('R-ACC-2: lengths are counted in characters, whatever they are', () => {
  assert.equal(fault('短'.repeat(5)), 'tooShort')
  assert.equal(fault('correct horse battery staple'), null)
  assert.equal(fault('我家門前有小河後面有山坡'), null)
  assert.equal(fault('ab1cd2ef3gh4'.repeat(11)), 'tooLong')
  assert.equal(fault('𠮷'.repeat(3)), 'tooShort')
})

test('R-ACC-2: what guesses begin with is refused, and its ornaments do not help', () => {
  for (const one of ['1qaz2wsx3edc', '123456789012', 'passwordpassword', 'Password2026!', 'P@ssw0rd1234', '!!!dragon1987!', 'aaaaaaaaaaaaaa',
    'abcdefghijkl', 'qwertyuiop[]', 'abababababab', 'ecpa20262026', 'iloveyou!!!!', '9876543210zz', 'letmeinletmein', 'ＰＡＳＳＷＯＲＤ１２３４', '密碼密碼密碼密碼密碼密碼',
    'Taiwan-2026-11']) assert.equal(fault(one), 'common', one)
})

test('what somebody is called is no password', () => {
  for (const one of ['wu.employee123', 'WuEmployee2026', '12wuemployee34']) assert.equal(fault(one, 'wu.employee'), 'likeName', one)
  assert.equal(fault('吳文傑20261126ab', '吳文傑'), null)
  assert.equal(fault('吳文傑2026112600', '吳文傑'), 'likeName')
  for (const one of ['高雄市政府秘書處2026', '高雄市政府秘書處高雄市政府秘書處', 'KaohsiungSecretariat!', '397010000A397010000A']) {
    assert.equal(fault(one, '吳文傑', '高雄市政府秘書處', 'Kaohsiung Secretariat', '397010000A'), 'likeName', one)
    assert.equal(fault(one, '吳文傑'), null, one)
  }
  assert.equal(fault('高雄市政府秘書處的三隻蒼鷺', '高雄市政府秘書處'), null)
  assert.equal(fault('three blue herons', '', 'a'), null)
})

test('a few unrelated words are none of it, and no text takes long', () => {
  const word = fc.constantFrom('river', 'lantern', 'mountain', 'umbrella', 'coffee', 'pigeon', '河', '燈籠')
  fc.assert(fc.property(fc.uniqueArray(word, { minLength: 4, maxLength: 6 }), (words) => {
    const password = words.join(' ')
    assert.equal(fault(password), [...password].length < SHORTEST_PASSWORD ? 'tooShort' : null)
  }))
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: LONGEST_PASSWORD * 2 }), (text) => {
    const found = fault(text)
    assert.ok(found === null || ['tooShort', 'tooLong', 'common'].includes(found))
  }))
})
