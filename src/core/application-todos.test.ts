import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holdsNationalId, refusedTodo } from './application-todos.ts'

const today = '2026-11-23'
const addresses = ['https://a.example.gov.tw/callback', 'not an address']
const whole = { title: '補件', titleEn: null, link: 'https://a.example.gov.tw/cases/1', deadline: null }
const why = (more: Partial<typeof whole> | { deadline: string }) => refusedTodo({ ...whole, ...more }, { addresses, today })?.refused ?? null

test('an item is taken today, with a deadline of today and of two years from now, and no further', () => {
  assert.equal(why({}), null)
  assert.deepEqual(['2026-11-22', today, '2028-11-22', '2028-11-23'].map((deadline) => why({ deadline })), ['past', null, null, 'far'])
})

test('a link is the application\'s own by its origin, whole and as it stands', () => {
  const links = ['https://a.example.gov.tw', 'https://a.example.gov.tw:8443/', 'http://a.example.gov.tw/', 'https://b.a.example.gov.tw/',
    'https://a.example.gov.tw.evil.example/', 'not an address', 'javascript:alert(1)', 'https://a.example.gov.tw/../x']
  assert.deepEqual(links.map((link) => why({ link })),
    [null, 'foreignLink', 'foreignLink', 'foreignLink', 'foreignLink', 'link', 'link', 'link'])
  assert.equal(refusedTodo(whole, { addresses: [], today })?.refused, 'foreignLink')
})

test('a national ID is found in any place and in escapes, and what only looks like one is not', () => {
  for (const text of ['A123456789', '請A123456789補件', 'x?id=A%31%323456789&y']) assert.equal(holdsNationalId(text), true, text)
  for (const text of ['A123456780', '%', '%zz', '%E5%B7%A5']) assert.equal(holdsNationalId(text), false, text)
})
