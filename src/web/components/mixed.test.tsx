import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Mixed } from './mixed.tsx'

const ZH = (text: string) => `<span lang="zh-Hant-TW">${text}</span>`

for (const [text, shown] of [
  ['You may not use 調查表系統 at present', `You may not use ${ZH('調查表系統')} at present`],
  ['Civil servant: 高雄市政府秘書處, 文書科 (current appointment)', `Civil servant: ${ZH('高雄市政府秘書處')}, ${ZH('文書科')} (current appointment)`],
  ['115 年度「人權」教育（線上）', ZH('115 年度「人權」教育（線上）')],
  ['WebHR(測試)', `WebHR(${ZH('測試')})`],
  ['Where you are signed in', 'Where you are signed in'],
] as const) {
  test(`what is Chinese in “${text}” is marked as being so on an English page, and nothing on a Chinese one`, () => {
    assert.equal(String(<Mixed text={text} language="en" />), shown)
    assert.equal(String(<Mixed text={text} language="zh-TW" />), text)
  })
}
