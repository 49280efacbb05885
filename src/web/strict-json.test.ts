import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readJsonObject } from './strict-json.ts'
import type { JsonFault } from './strict-json.ts'

const read = (text: string) => readJsonObject(Buffer.from(text))

test('what is JSON with one reading is read as JSON.parse reads it', () => {
  // An object of JavaScript has no name twice, and its texts are whole.
  const object = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' }))
  fc.assert(fc.property(object, fc.nat({ max: 3 }), (value, indent) => {
    const text = JSON.stringify(value, null, indent)
    if (text.includes('\\u0000')) return
    assert.deepEqual(read(text), { value: JSON.parse(text) })
  }))
  assert.deepEqual(read('{"a":-1.5e3,"b":[{"a":1},{"a":2}],"c":{"a":"\\"{\\\\"},"":true}'),
    { value: { a: -1500, b: [{ a: 1 }, { a: 2 }], c: { a: '"{\\' }, '': true } })
})

const faults: [string, string, JsonFault][] = [
  ['nothing', '', 'syntax'],
  ['half of it', '{"a":', 'syntax'],
  ['something after it', '{} {}', 'syntax'],
  ['a comment', '{/* */}', 'syntax'],
  ['a mark of byte order', '\ufeff{}', 'syntax'],
  ['a list', '[]', 'notObject'],
  ['null', 'null', 'notObject'],
  ['a name twice', '{"a":1,"b":2,"a":1}', 'nameTwice'],
  ['a name twice, once in disguise', '{"subject":1,"\\u0073ubject":2}', 'nameTwice'],
  ['a name twice within', '{"a":[{"b":{"c":1,"c":1}}]}', 'nameTwice'],
  ['a name twice after a list', '{"a":["x","y"],"a":1}', 'nameTwice'],
  ['too many objects in one another', '{"a":'.repeat(25) + '1' + '}'.repeat(25), 'tooDeep'],
  ['too many lists in one another', `{"a":${'['.repeat(60_000)}${']'.repeat(60_000)}}`, 'tooDeep'],
  ['NUL', '{"a":"x\\u0000"}', 'text'],
  ['half a character', '{"a":"\\ud83d"}', 'text'],
  ['half a character in a name', '{"\\udc00":1}', 'text'],
  ['a number beyond all numbers', '{"a":1e999}', 'number'],
]
for (const [what, text, fault] of faults) test(`refused: ${what}`, () => assert.deepEqual(read(text), { fault }))

test('refused: what is not UTF-8', () => {
  assert.deepEqual(readJsonObject(Buffer.from([...Buffer.from('{"a":"'), 0xc3, 0x28, ...Buffer.from('"}')])), { fault: 'notUtf8' })
  assert.deepEqual(readJsonObject(Buffer.from('{"a":"é"}', 'latin1')), { fault: 'notUtf8' })
})
