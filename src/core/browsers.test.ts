import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { browserCode, browserText, parseBrowser, readBrowser, sameKindOfBrowser } from './browsers.ts'

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const CASES: readonly [says: string, code: string][] = [
  [`${WINDOWS} Chrome/131.0.0.0 Safari/537.36`, 'chrome 131 windows'],
  [`${WINDOWS} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.70`, 'edge 131 windows'],
  [`${WINDOWS} Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0`, 'opera 115 windows'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0', 'firefox 133 windows'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15', 'safari 18 macos'],
  [`${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`, 'safari 18 ios'],
  [`${IPHONE} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1`, 'chrome 131 ios'],
  ['Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36', 'samsung 27 android'],
  ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36', 'chrome 131 chromeos'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'firefox 128 linux'],
  ['curl/8.5.0', 'other - other'],
  ['', 'other - other'],
]

test('browsers of today are read, each as itself and not as those it descends from', () => {
  for (const [says, code] of CASES) assert.equal(browserCode(readBrowser(says)), code, says)
})

test('what is kept is of our own words, whatever was said, and reads back the same', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.tuple(fc.constantFrom(...CASES), fc.string()).map(([[one], more]) => one + more)), (says) => {
    const read = readBrowser(says)
    assert.match(browserCode(read), /^[a-z]+ (\d{1,4}|-) [a-z]+$/)
    assert.deepEqual(parseBrowser(browserCode(read)), read)
  }))
  assert.equal(browserCode(parseBrowser('<b> 9 x')), 'other 9 other')
})

test('it is told in words', () => {
  assert.equal(browserText(readBrowser(CASES[0]![0]), 'zh-TW'), 'Chrome 131，Windows')
  assert.equal(browserText(readBrowser(CASES[1]![0]), 'en'), 'Edge 131 on Windows')
  assert.equal(browserText(readBrowser('x'), 'zh-TW'), '無法辨識')
  assert.equal(browserText(readBrowser('x (Windows NT 10.0)'), 'zh-TW'), '不明的瀏覽器，Windows')
})

test('a newer version is the same browser, another system is not', () => {
  const [chrome, edge] = [parseBrowser('chrome 131 windows'), parseBrowser('edge 131 windows')]
  assert.ok(sameKindOfBrowser(chrome, parseBrowser('chrome 140 windows')))
  assert.ok(!sameKindOfBrowser(chrome, edge))
  assert.ok(!sameKindOfBrowser(chrome, parseBrowser('chrome 131 macos')))
})
