import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markChinese } from './chinese-words.ts'

const ZH = (text: string) => `<span lang="zh-Hant-TW">${text}</span>`
const page = (body: string, lang = 'en') => `<html lang="${lang}"><body>${body}</body></html>`

for (const [sent, shown] of [
  ['You may not use 調查表系統 at present', `You may not use ${ZH('調查表系統')} at present`],
  ['Civil servant: 高雄市政府秘書處, 文書科 (current appointment)', `Civil servant: ${ZH('高雄市政府秘書處')}, ${ZH('文書科')} (current appointment)`],
  ['<b>115 年度「人權」教育（線上）</b>', `<b>${ZH('115 年度「人權」教育（線上）')}</b>`],
  ['WebHR(測試)', `WebHR(${ZH('測試')})`],
  ['甲 &amp; 乙', ZH('甲 &amp; 乙')],
  ['A &amp; 乙', `A &amp; ${ZH('乙')}`],
  ['Where you are signed in', 'Where you are signed in'],
  ['<p>王<br/>李</p>張', `<p>${ZH('王')}<br/>${ZH('李')}</p>${ZH('張')}`],
  ['<p lang="zh-Hant-TW">王 <b>李</b> <i lang="en">of 臺北</i></p>', `<p lang="zh-Hant-TW">王 <b>李</b> <i lang="en">of ${ZH('臺北')}</i></p>`],
  ['<textarea name="note">王</textarea>', '<textarea name="note">王</textarea>'],
  ['<svg><text>王</text></svg><img alt="王"/>', '<svg><text>王</text></svg><img alt="王"/>'],
  ['<option value="A4" selected="">A4 調查表</option><option>All</option>', '<option lang="zh-Hant-TW" value="A4" selected="">A4 調查表</option><option>All</option>'],
] as const) {
  test(`what is Chinese in “${sent}” is marked as being so on an English page, and nothing on a Chinese one`, () => {
    assert.equal(markChinese(page(sent)), page(shown))
    assert.equal(markChinese(page(sent, 'zh-Hant-TW')), page(sent, 'zh-Hant-TW'))
  })
}
