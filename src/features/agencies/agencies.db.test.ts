// 「機關組織」 over HTTP on the government's own file: everybody may read it, as of a day, and finds what is there.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { freshDatabase } from '../../../test/postgres.ts'
import { dayInTaipei } from '../../core/days.ts'
import { openDatabase } from '../../store/database.ts'
import { createApp } from '../../web/app.ts'
import { createServer } from '../../web/server.ts'
import { readAgencyFile } from './agency-file.ts'
import { importAgencies } from './import-agencies.ts'
import { agencyRoutes } from './routes.tsx'
import type { TestDatabase } from '../../../test/postgres.ts'
import type { Database } from '../../store/database.ts'
import type { PortalServer } from '../../web/server.ts'
import type { AgencyFile } from './agency-file.ts'

const file = readAgencyFile(readFileSync(new URL('../../../data/orglist_dgpa_2015.cp950.csv', import.meta.url))) as AgencyFile
const process = { actor: null, process: 'ecpa import-agencies', sessionId: null, address: null, requestId: null }
const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }
const texts = { 'zh-TW': '', en: '' }

const linksIn = (html: string): string[] =>
  [...html.slice(html.indexOf('<main')).matchAll(/href="\/agencies\/([0-9A-Z]{10})/g)].map(([, code]) => code!)
const textOf = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('「機關組織」', () => {
  let holder: TestDatabase
  let database: Database
  let server: PortalServer
  let origin: string
  const today = dayInTaipei(new Date())

  before(async () => {
    holder = await freshDatabase()
    database = openDatabase({ url: holder.url, log: silent })
    await importAgencies(database, process, {
      rows: file.agencies, oids: new Map(), asOfDay: '2016-01-01', source: 'orglist.csv', sha256: 'ab',
    })
    server = createServer({ app: createApp({
      routes: agencyRoutes({ database }), origin: 'http://localhost', formKey: new Uint8Array(32), findActor: async () => null,
      log: silent, contact: { office: texts, phone: '', email: 'x@example.tw', hours: texts },
    }) })
    origin = `http://localhost:${await server.listen(0, '127.0.0.1')}`
  })
  after(async () => {
    await server.stop(0)
    await database.close()
    await holder.drop()
  })

  async function ask(path: string): Promise<{ status: number; html: string; text: string; location: string | null }> {
    const answer = await fetch(origin + path, { redirect: 'manual' })
    const html = await answer.text()
    return { status: answer.status, html, text: textOf(html), location: answer.headers.get('location') }
  }
  const search = (q: string, more = '') => ask(`/agencies?q=${encodeURIComponent(q)}${more}`)

  it('shows the tops of the tree and what is directly below them, with counts', async () => {
    const { status, html, text } = await ask('/agencies')
    assert.equal(status, 200)
    assert.match(text, /共 8,314 個機關/)
    const shown = new Set(linksIn(html))
    for (const code of ['A00000000A', '500000000F', '397000000A', '3990099025']) assert.ok(shown.has(code), code)
    assert.equal(shown.has('376520000A'), false, 'an abolished one')
    assert.equal(shown.has('397040000E'), false, 'a third step')
    assert.match(text, /行政院 A00000000A 所屬 89 個/)
  })

  it('finds by any part of name or code, 臺 and 台 and full-width letters alike', async () => {
    const [first, other] = await Promise.all([search('臺北市政府人事處'), search('台北市政府人事處')])
    assert.deepEqual(linksIn(first.html), linksIn(other.html))
    assert.equal(linksIn(first.html)[0], '379210000A')
    assert.deepEqual(linksIn((await search('９７２１０００0a')).html), ['397210000A'])
    assert.ok(linksIn((await search('(金夏沙)')).html).length > 0)
    const both = await search('旗津 國民小學')
    assert.ok(linksIn(both.html).includes('397070100Y'))
    for (const name of both.html.matchAll(/<li><a href="\/agencies\/\w{10}">([^<]*)/g)) assert.match(name[1]!, /旗津.*國民小學/)
  })

  it('puts what is called just so first, then what lives, and marks what is abolished with its day', async () => {
    assert.equal(linksIn((await search('高雄市政府')).html)[0], '397000000A')
    const { html, text } = await search('高雄縣政府')
    assert.ok(linksIn(html).includes('376520000A'))
    assert.match(text, /高雄縣政府 376520000A 已裁撤 99\/12\/25/)
  })

  it('takes no sign of the search for anything but itself', async () => {
    for (const sign of ['%', '_', '\\', "'", '<b>']) {
      const { status, html, text } = await search(sign)
      assert.equal(status, 200)
      assert.deepEqual(linksIn(html), [], sign)
      assert.match(text, /沒有符合/)
      assert.equal(html.includes('<b>'), false)
    }
  })

  it('goes through all that was found page by page, forth and back, each once', async () => {
    const seen: string[] = []
    const pages: string[] = []
    let at: string | undefined = `/agencies?q=${encodeURIComponent('高雄市 國民小學')}`
    let total = 0
    while (at !== undefined) {
      const { html, text } = await ask(at)
      total = Number(/：([\d,]+) 個/.exec(text)![1]!.replaceAll(',', ''))
      const codes = [...html.matchAll(/<li><a href="\/agencies\/(\w{10})"/g)].map(([, code]) => code!)
      const where = seen.length === 0 ? '' : `，第 ${(seen.length + 1).toLocaleString('en-US')} 筆起`
      assert.equal(/<title>(.*?)<\/title>/.exec(html)![1], `搜尋「高雄市 國民小學」的結果 － 機關組織${where} － 人事服務網 eCPA`)
      pages.push(codes.join())
      seen.push(...codes)
      at = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
      if (at === undefined && pages.length > 1) {
        const back = /rel="prev" href="([^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&')
        const earlier = await ask(back)
        assert.equal([...earlier.html.matchAll(/<li><a href="\/agencies\/(\w{10})"/g)].map(([, code]) => code!).join(), pages.at(-2))
      }
    }
    assert.ok(pages.length > 3)
    assert.equal(seen.length, total)
    assert.equal(new Set(seen).size, total)
  })

  it('tells of an agency what everybody may know, its line, its predecessor, and pages what is below', async () => {
    const { status, html, text } = await ask('/agencies/397040000E')
    assert.equal(status, 200)
    assert.match(text, /地址 83001 高雄市鳳山區/)
    assert.match(text, /上級機關 高雄市政府 397000000A 主管機關 高雄市政府 397000000A/)
    assert.match(text, /前身機關 高雄市政府教育局 383040000E （99\/12\/25 裁撤）/)
    assert.match(text, /直接所屬機關 367/)
    assert.match(text, /第 1 至 50 筆/)
    const next = /rel="next" href="([^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&')
    assert.match((await ask(next)).text, /第 51 至 100 筆/)
  })

  it('says of an abolished one since when, and who took over', async () => {
    const { text } = await ask('/agencies/376520000A')
    assert.match(text, /已於民國 99 年 12 月 25 日裁撤/)
    assert.match(text, /承接機關： 高雄市政府/)
  })

  it('answers a day as it was known at its end, and takes the day as people type it', async () => {
    const typed = await ask('/agencies?asOf=115%2F01%2F02&q=abc')
    assert.deepEqual([typed.status, typed.location], [303, '/agencies?q=abc&asOf=2026-01-02'])
    const past = await ask('/agencies?asOf=2015-06-01')
    assert.match(past.text, /本站沒有這一天的機關資料/)
    assert.deepEqual(linksIn(past.html), [])
    const unknown = await ask('/agencies/397000000A?asOf=2015-06-01')
    assert.deepEqual([unknown.status, linksIn(unknown.html)], [404, ['397000000A']])
    const now = await ask(`/agencies/397000000A?asOf=${today}`)
    assert.equal(now.status, 200)
    assert.ok(linksIn(now.html).length > 50)
    assert.ok(now.html.includes(`/agencies/397040000E?asOf=${today}`), 'the day is carried on')
  })

  it('refuses what is no day, no code and no agency', async () => {
    const wrong = await ask('/agencies?asOf=yesterday')
    assert.equal(wrong.status, 400)
    assert.match(wrong.text, /看不懂這個日期/)
    assert.match(wrong.html, /aria-invalid="true"/)
    for (const path of ['/agencies/397040000', '/agencies/ZZZZZZZZZZ', '/agencies/..%2F', "/agencies/397040000'"]) {
      assert.ok([400, 404].includes((await ask(path)).status), path)
    }
    assert.equal((await ask('/agencies?after=x')).status, 400)
    assert.equal((await search('x'.repeat(101))).status, 400)
  })
})
