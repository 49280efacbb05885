// What becomes of what people type: elements of the list, and of anything else its text.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Markdown, plainText } from './markdown.tsx'

const shown = (text: string, title = '公告'): string => String(Markdown({ text, title })).replace(/^<div class="prose"( lang="zh-Hant-TW")?>|<\/div>$/g, '')

describe('Markdown', () => {
  const cases: [string, string][] = [
    ['# 標題\n\n一段 **粗** *斜* ~~刪~~ `碼`', '<h2>標題</h2><p>一段 <strong>粗</strong> <em>斜</em> <s>刪</s> <code>碼</code></p>'],
    ['###### 最小', '<h2>最小</h2>'],
    ['# 甲\n### 乙\n## 丙\n# 丁', '<h2>甲</h2><h3>乙</h3><h3>丙</h3><h2>丁</h2>'],
    ['一\n二', '<p>一<br/>二</p>'],
    ['- 甲\n- 乙', '<ul><li>甲</li><li>乙</li></ul>'],
    ['3. 甲', '<ol start="3"><li>甲</li></ol>'],
    ['> 引', '<blockquote><p>引</p></blockquote>'],
    ['```html\n<b>\n```', '<pre tabindex="0"><code>&lt;b&gt;\n</code></pre>'],
    ['|甲|乙|\n|-|-|\n|1|2|', '<div class="scrolls" tabindex="0"><table aria-label="公告"><thead><tr><th>甲</th><th>乙</th></tr></thead>'
      + '<tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>'],
    ['[表單](https://example.gov.tw/a?b=1&c=2)', '<p><a href="https://example.gov.tw/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">表單</a></p>'],
    ['寫給 <ask@example.gov.tw>', '<p>寫給 <a href="mailto:ask@example.gov.tw" rel="noopener noreferrer nofollow">ask@example.gov.tw</a></p>'],
    ['見 https://example.gov.tw 。', '<p>見 <a href="https://example.gov.tw" rel="noopener noreferrer nofollow">https://example.gov.tw</a> 。</p>'],
  ]
  for (const [text, html] of cases) test(JSON.stringify(text), () => assert.equal(shown(text), html))

  test('a table is called by the heading above it, else by the title of the whole, and by a number where that is taken', () => {
    const table = '|甲|\n|-|\n|1|\n\n'
    const called = (text: string, title?: string): (string | undefined)[] => [...shown(text, title).matchAll(/<table( aria-label="([^"]*)")?>/g)].map(([, , name]) => name)
    assert.deepEqual(called(`${table}${table}## 各機關 **名額**\n\n${table}一段\n\n${table}## 時間\n\n> 引\n\n${table}`), ['公告', '公告 2', '各機關 名額', '各機關 名額 2', '時間'])
    assert.deepEqual(called(`## "甲" <b>\n\n${table}`), ['&quot;甲&quot; &lt;b&gt;'])
    assert.deepEqual(called(table, ' '), [undefined])
    assert.deepEqual(called(`# ${'長'.repeat(100)}\n\n${table}`), [`${'長'.repeat(59)}…`])
  })

  const attacks = [
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '[a](javascript:alert(1))', '[a](JaVaScRiPt:alert(1))',
    '[a](java&#115;cript:alert(1))', '[a](data:text/html;base64,PHNjcmlwdD4=)', '[a](vbscript:x)', '[a](//evil.example)', '[a](/sign-out)',
    '[a](file:///etc/passwd)', '[a](ftp://evil.example)', '![a](https://evil.example/x.png)', '![a](javascript:alert(1))',
    '[a]: javascript:alert(1)\n\n[a]', '<https://x" onmouseover="alert(1)>', '[a](https://x "t\\" onclick=alert(1)")',
    '<a href="javascript:alert(1)">x</a>', '```"><script>\nx\n```', '<!-- --><svg onload=alert(1)>', '[<b>](https://example.gov.tw)',
    '|<img src=x onerror=alert(1)>|\n|-|\n|x|', '# " onmouseover="alert(1)\n|a|\n|-|\n|x|', '<javascript:alert(1)>', '[a](\u0001javascript:alert(1))', '[a](https:javascript:alert(1))',
  ]
  // Every tag and attribute there may be; the rest is text, in which < is written out.
  const TAGS = /^(p|h[2-6]|ul|ol|li|blockquote|strong|em|s|code|pre|table|thead|tbody|tr|th|td|a|br|hr|div)$/
  const held = (html: string): void => {
    for (const [tag, name, attributes] of html.matchAll(/<\/?([a-z0-9]+)((?:\s+[a-z-]+="[^"]*")*)\s*\/?>/gi)) {
      assert.match(name!, TAGS, html)
      for (const [, attribute, value] of attributes!.matchAll(/([a-z-]+)="([^"]*)"/gi)) {
        if (attribute === 'href') assert.match(value!, /^(https?:\/\/[^/]|mailto:)/i, tag)
        else assert.match(attribute!, /^(rel|start|class|tabindex|aria-label)$/, tag)
      }
    }
    assert.doesNotMatch(html.replace(/<\/?[a-z0-9]+(\s+[a-z-]+="[^"]*")*\s*\/?>/gi, ''), /</, html)
  }
  for (const attack of attacks) test(`nothing runs of ${JSON.stringify(attack)}`, () => held(shown(attack)))

  test('nothing runs of whatever is made of these', () => {
    const parts = fc.constantFrom(...attacks, '[', ']', '(', ')', '<', '>', '"', '\'', '`', '*', '_', '|', '\n', '&lt;', '&#x3C;', '\\', ' ', 'a')
    fc.assert(fc.property(fc.array(parts, { maxLength: 12 }), (some) => held(shown(some.join('')))), { numRuns: 2000 })
  })

  test('deep nesting and long lines end soon', () => {
    const started = performance.now()
    for (const text of ['>'.repeat(20_000), '['.repeat(20_000), '*a '.repeat(6_000), '- '.repeat(10_000), '`'.repeat(20_000), '<'.repeat(20_000)]) shown(text)
    assert.ok(performance.now() - started < 20_000)
  })

  describe('what is short to write is not long to make or to load', () => {
    test('an address is not written once and repeated a thousand times', () => {
      const html = shown(`[a]: https://example.gov.tw/${'a'.repeat(8_000)}\n\n${'[a] '.repeat(2_900)}`)
      assert.ok(html.length < 100_000, `${html.length}`)
    })
    test('of tables with more cells than anybody reads, the lines are shown', () => {
      const wide = `${'|a'.repeat(500)}|\n${'|-'.repeat(500)}|\n${'x\n'.repeat(2_000)}`
      const many = `${'|a'.repeat(50)}|\n${'|-'.repeat(50)}|\n${'x\n'.repeat(50)}\n`.repeat(60)
      for (const text of [wide, many]) {
        assert.doesNotMatch(shown(text), /<td>/)
        assert.ok(shown(text).length < 10 * text.length)
      }
      assert.equal(shown(`|a|b|c|\n|-|-|-|\n${'|1|2|3|\n'.repeat(500)}`).match(/<td>/g)!.length, 1_500)
    })
    test('of more addresses than anybody follows, none is looked for', () => {
      assert.doesNotMatch(shown('http://a.b/['.repeat(1_600)), /<a /)
      assert.equal(shown('見 https://example.gov.tw/a 。\n'.repeat(100)).match(/<a /g)!.length, 100)
      assert.equal(shown('[表](https://example.gov.tw/a)\n'.repeat(300)).match(/<a /g)!.length, 300)
    })
    test('for its first words, only the beginning is read', () => {
      assert.equal(plainText(`${'字'.repeat(300)}\n\n${'http://a.b/['.repeat(1_600)}`, 200), `${'字'.repeat(199)}…`)
    })
  })

  test('the words alone, as long as asked', () => {
    assert.equal(plainText('# 標題\n\n一**段** [表單](https://example.gov.tw)\n\n- 甲\n- 乙 <b>', 100), '標題 一段 表單 甲 乙 <b>')
    assert.equal(plainText('𠀀'.repeat(50), 10), `${'𠀀'.repeat(9)}…`)
  })
})
