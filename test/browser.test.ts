import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { axe, newPage, screenshot } from './browser.ts'

const html = `<!doctype html><html lang="zh-TW"><title>公務人員人事服務網</title>
<main style="font: 24px sans-serif"><h1>公務人員人事服務網</h1>
<p>登入 <b>兼辦機關</b> <i id="a">淑</i><i id="b">芬</i> 臺北市政府人事處 旗津國民小學 ABC abc 123「」</p>
<p id="script">off</p><script>document.getElementById('script').textContent = 'on'</script></main></html>`

const server = createServer((request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(request.url === '/unlabelled' ? html.replace('<p id', '<input><p id') : html)
})
let origin = ''

before(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  origin = `http://localhost:${(server.address() as AddressInfo).port}`
})
after(() => server.close())

test('shows Chinese in glyphs of its own, in a picture', async () => {
  const page = await newPage()
  await page.goto(origin)
  const [one, other] = [await page.locator('#a').screenshot(), await page.locator('#b').screenshot()]
  assert.notDeepEqual(one, other) // a missing glyph looks like every other missing one
  const folder = mkdtempSync(join(tmpdir(), 'ecpa-picture-'))
  await screenshot(page, join(folder, 'of/page.png'))
  assert.equal(readFileSync(join(folder, 'of/page.png')).subarray(1, 4).toString(), 'PNG')
  rmSync(folder, { recursive: true })
})

test('runs scripts or not, is as wide and speaks the language it is told to', async () => {
  const [plain, scripted] = [await newPage({ javaScript: false }), await newPage({ width: 390, locale: 'en' })]
  await plain.goto(origin)
  await scripted.goto(origin)
  assert.equal(await plain.textContent('#script'), 'off')
  assert.equal(await scripted.textContent('#script'), 'on')
  assert.deepEqual(await scripted.evaluate('[innerWidth, navigator.language]'), [390, 'en'])
})

test('axe finds nothing on a good page and the fault on a bad one, script or not', async () => {
  for (const javaScript of [true, false]) {
    const page = await newPage({ javaScript })
    await page.goto(origin)
    assert.deepEqual(await axe(page), [])
    await page.goto(`${origin}/unlabelled`)
    assert.deepEqual((await axe(page)).map(({ rule, at }) => [rule, at]), [['label', ['input']]])
  }
})
