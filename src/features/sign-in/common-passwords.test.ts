import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { commonPasswordList } from '../../../test/common-passwords.ts'
import { isCommonPassword } from './common-passwords.ts'

const list = readFileSync(new URL('../../../data/common-passwords.txt', import.meta.url), 'utf8')
const lines = list.split('\n').slice(0, -1)

test('the list of common passwords is the one that was made: of its form, and unchanged', () => {
  assert.equal(commonPasswordList(lines.toReversed()), list)
  assert.equal(lines.length, 49_193)
  assert.equal(createHash('sha256').update(list).digest('hex'), '2b173e379afbd7f058002bfa07ef2efdcbc979f1acef1c74e7d709445621e54c')
})

test('it is made of any list: in small letters, each once, nothing short, in the order of bytes', () => {
  assert.equal(commonPasswordList(['Dragon', 'abc', 'ÉTÉS', 'dragon', 'zebra', 'ａｂｃｄ', 'é'.repeat(3)]), 'abcd\ndragon\nzebra\nétés\n')
})

test('each line is found where it lies, the first and the last too, and what is beside them is not', () => {
  for (const line of [lines[0]!, lines.at(-1)!, ...lines.filter((_, at) => at % 97 === 0)]) assert.ok(isCommonPassword(line), line)
  for (const none of ['', '!', lines[0]!.slice(0, -1), `${lines.at(-1)!}~`, 'three blue herons', '\n', `${lines[0]}\n${lines[1]}`]) assert.ok(!isCommonPassword(none), none)
})
