import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleActors } from '../../web/gallery/sample-actors.ts'
import { chaptersOf } from './chapters.ts'
import { marked, searchManual } from './search.ts'

const first = (search: string) => searchManual(search, 'zh-TW')[0]?.task.slug

test('a task is found by words of either language, and the sentence that is shown holds them', () => {
  assert.equal(first('忘記密碼'), 'forgotten-password')
  assert.equal(first('FORGOTTEN password'), 'forgotten-password')
  const [found] = searchManual('slip', 'zh-TW')
  assert.ok(found!.language === 'en' && /slip/i.test(found!.sentence))
  assert.equal(searchManual('機關 讀卡機', 'zh-TW').every(({ task }) => task.steps.length > 0), true)
})

test('臺 and 台 are one, and what people write without spaces is found by its pairs', () => {
  assert.deepEqual(searchManual('臺臺', 'zh-TW'), searchManual('台台', 'zh-TW'))
  assert.ok(searchManual('台與臺', 'zh-TW').some(({ task }) => task.slug === 'find-an-agency'))
  assert.equal(first('忘記密碼怎麼辦'), 'forgotten-password')
})

test('nothing is found for nothing, nor for what is nowhere', () => {
  for (const search of ['', '   ', '便當', 'zzzz']) assert.deepEqual(searchManual(search, 'en'), [], search)
})

test('what was searched for is marked and the text stays whole', () => {
  const text = '先按「忘記密碼」，再設定密碼。'
  const pieces = marked(text, '密碼 忘記')
  assert.equal(pieces.map((piece) => piece.text).join(''), text)
  assert.deepEqual(pieces.filter(({ hit }) => hit).map((piece) => piece.text), ['忘記', '密碼', '密碼'])
})

test('the chapters of all standings of the reader come first', () => {
  const slugs = (actor: Parameters<typeof chaptersOf>[0]) => chaptersOf(actor).map(({ slug }) => slug)
  assert.deepEqual(slugs(null), [])
  assert.deepEqual(slugs(sampleActors.employee), ['employee'])
  assert.deepEqual(slugs(sampleActors.supervisor), ['employee', 'personnel-officer', 'personnel-supervisor'])
  assert.deepEqual(slugs(sampleActors.agencyCard), ['agency-card'])
  assert.ok(slugs(sampleActors.central).includes('central-administrator'))
})
