// Every letter that the portal can write, in both languages: what must be so of all of them.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { everyLetter, LETTERS_ORIGIN } from '../../../test/every-letter.ts'
import { maskNationalIdsIn } from '../../core/national-id.ts'
import type { EveryLetter } from '../../../test/every-letter.ts'

const letters = everyLetter()
const FOOT = { 'zh-TW': '人事服務網 eCPA', en: 'eCPA Civil Service Personnel Portal' }
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

/** The texts between the tags of what is shown. */
const textsOf = ({ html }: EveryLetter): string[] => html.slice(html.indexOf('<body')).split(/<[^>]*>/)
  .map((one) => one.replaceAll(/&[a-z#0-9]+;/g, (entity) => ENTITIES[entity] ?? entity).trim()).filter((one) => one !== '')
/** Without what only sets out: blanks, line breaks, and the colon between a term and its value. */
const bare = (text: string): string => text.replaceAll(/[\s：:]/g, '')

function everyOne(says: string, holds: (letter: EveryLetter) => void): void {
  test(says, () => {
    for (const letter of letters) {
      try {
        holds(letter)
      } catch (error) {
        throw new Error(`${letter.name} (${letter.language})`, { cause: error })
      }
    }
  })
}

describe('every letter', () => {
  test('is among them, of each kind and in both languages', () => {
    assert.ok(letters.length > 400, String(letters.length))
    assert.equal(new Set(letters.map(({ name, language }) => `${name} ${language}`)).size, letters.length)
  })

  everyOne('has a subject of one line that says something', ({ subject }) => {
    assert.match(subject, /^[^\p{Cc}\u2028\u2029]{4,200}$/u)
    assert.equal(subject.trim(), subject)
    assert.doesNotMatch(subject, /[{}]|undefined|null/)
  })

  everyOne('leads to the portal and nowhere else', ({ text, html }) => {
    for (const part of [text, html]) {
      const addresses = part.match(/[a-z]+:\/\/[^\s"<]+/g) ?? []
      assert.ok(addresses.length > 0)
      for (const address of addresses) assert.equal(new URL(address).origin, LETTERS_ORIGIN)
      assert.doesNotMatch(part, /javascript:|data:|cid:|<(img|script|link|iframe|form)\b/i)
    }
  })

  everyOne('says the same as text and as HTML', (letter) => {
    const { text, subject, language } = letter
    const shown = textsOf(letter)
    const both = [bare(text), bare(shown.join(''))] as const
    for (const line of text.split('\n').filter((one) => one !== '' && one !== '-- ' && !one.startsWith(FOOT[language]))) {
      assert.ok(both[1].includes(bare(line)), `only in the text: ${line}`)
    }
    for (const one of shown) {
      assert.ok(one === subject || one === FOOT[language] || both[0].includes(bare(one)), `only in the HTML: ${one}`)
    }
  })

  everyOne('is in the language of its reader', ({ language, subject, text, html }) => {
    assert.match(html, language === 'en' ? /^<!doctype html>\n<html lang="en">/ : /^<!doctype html>\n<html lang="zh-Hant-TW">/)
    // What stands in it as people wrote it may be Chinese in both: the reason, and a note or title.
    if (language === 'en') {
      assert.doesNotMatch(subject, /\p{Script=Han}/u)
      const ours = text.replaceAll(/業務需要，自本月起由人事處統一辦理|同意，請於年底前交接|115 年度授權檢視/g, '')
      assert.doesNotMatch(ours, /\p{Script=Han}/u)
    } else assert.match(text, /本信由系統自動寄出/)
  })

  everyOne('says who writes, that nobody reads answers, and that we never ask for secrets; and holds no national ID', ({ language, text, html, subject }) => {
    for (const part of [text, html]) {
      assert.ok(part.includes(FOOT[language]))
      assert.match(part, language === 'en' ? /do not reply[\s\S]*never ask for your password/ : /請勿直接回覆[\s\S]*不會在信中詢問您的密碼/)
    }
    for (const part of [text, html, subject]) assert.equal(maskNationalIdsIn(part), part)
  })

  everyOne('leaves nothing open that was to be filled in', ({ text, html }) => {
    for (const part of [text, html]) assert.doesNotMatch(part.replaceAll(/style="[^"]*"/g, ''), /\{\w+\}|undefined|\bnull\b|NaN|\[object|「」|“”/)
  })
})
