// 「最新公告」 as its readers have it: each sees what is written to them, and of nothing else that it is there.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import fc from 'fast-check'
import { dayInTaipei } from '../../core/days.ts'
import { isAddressed } from '../../core/notices.ts'
import { AGENCIES, startWorld } from '../../../test/world.ts'
import { textOf } from '../../../test/searches.ts'
import { noteStatements } from '../../../test/asked-statements.ts'
import { listNotices } from './list-notices.ts'
import { placesOf } from './notice-rows.ts'
import type { Visitor } from '../../../test/http.ts'
import type { Audience } from '../../core/notices.ts'
import type { Standing } from '../../core/standing.ts'
import type { World } from '../../../test/world.ts'

const today = dayInTaipei(new Date())
const STANDINGS: Standing[] = ['employee', 'hr', 'hrSupervisor']
const { kaohsiung, education, school, taipei, secretariat, personnelOffice } = AGENCIES
const idOf = (n: number): string => `00000000-0000-4000-a000-${String(n).padStart(12, '0')}`

type Written = Partial<Audience> & { title?: string; body?: string; pinned?: boolean; publishAt?: string; withdrawAt?: string | null; withdrawn?: boolean; by?: string | null }

describe('announcements as they are read', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  let written = 0
  beforeEach(() => { written = 0 })

  /** Writes one as its table holds it; answers its number. */
  async function write({ agency = null, below = true, standing = 'employee', ...rest }: Written): Promise<string> {
    written += 1
    const id = crypto.randomUUID()
    await world.arrange(`with e as (select max(id) as id from audit_event), a as (
        insert into announcement (id, agency_code, event_id) select '${id}', ${rest.by == null ? 'null' : `'${rest.by}'`}, e.id from e returning id)
      insert into announcement_version (announcement_id, title, body, pinned, must_acknowledge, audience_agency, audience_below,
        audience_standing, publish_at, withdraw_at, withdrawn, event_id)
      select a.id, '${rest.title ?? `公告 ${written}`}', '${rest.body ?? '內文'}', ${rest.pinned ?? false}, false,
        ${agency === null ? 'null' : `'${agency}'`}, ${below}, ${standing === null ? 'null' : `'${standing}'`},
        ${rest.publishAt ?? `now() - interval '1 hour'`}, ${rest.withdrawAt ?? 'null'}, ${rest.withdrawn ?? false}, e.id from a, e`)
    return id
  }
  const clear = () => world.sql(`truncate announcement cascade`)
  const titlesOf = async (visitor: Visitor, query = '') =>
    [...(await visitor.ask(`/announcements${query}`)).body.matchAll(/<h2><a href="\/announcements\/[^>]+>([^<]+)<\/a>/g)].map(([, title]) => title)

  test('what is written to some is read by them alone: in the list, on 「首頁」 and at its address', async () => {
    await clear()
    const id = await write({ agency: kaohsiung, standing: 'hr', title: '人事人員會議' })
    const reads = [await world.signIn('lee.officer'), await world.signIn('huang.concurrent'), await world.signIn('wang.supervisor')]
    const others = [
      await world.signIn('wu.employee'), await world.signIn('yang.taipei'), await world.signIn('chen.central'), await world.signIn('lin.auditor'),
      await world.signInCard(personnelOffice), world.visitor(),
    ]
    for (const visitor of reads) {
      assert.deepEqual(await titlesOf(visitor), ['人事人員會議'])
      assert.match((await visitor.ask('/')).body, /人事人員會議/)
      const page = await visitor.ask(`/announcements/${id}`)
      assert.equal(page.status, 200)
      assert.match(textOf(page.body), /對象 高雄市政府及所屬機關的人事人員/)
    }
    for (const visitor of others) {
      for (const path of ['/', '/announcements', '/announcements?q=人事人員會議']) {
        // But for what was searched for itself.
        assert.doesNotMatch((await visitor.ask(encodeURI(path))).body.replace(/value="[^"]*"|<title>[^<]*/g, ''), /人事人員會議|共 1 則/)
      }
      const page = await visitor.ask(`/announcements/${id}`)
      assert.equal(page.status, 404)
      // As of one that there is not, but for the number of the request.
      const words = (body: string) => textOf(body).replace(/查詢編號.*/, '')
      assert.equal(words(page.body), words((await visitor.ask(`/announcements/${idOf(1)}`)).body))
    }
  })

  test('before it is published, after it is over and once it is withdrawn it is not there', async () => {
    await clear()
    const ids = [
      await write({ standing: null, publishAt: `now() + interval '1 hour'` }), await write({ standing: null, withdrawAt: `now() - interval '1 minute'` }),
      await write({ standing: null, withdrawn: true }),
    ]
    const visitor = world.visitor()
    assert.deepEqual(await titlesOf(visitor), [])
    assert.match(textOf((await visitor.ask('/announcements')).body), /目前沒有公開的公告 給公務人員的公告，登入後才看得到/)
    for (const id of [...ids, 'nothing', '%00', idOf(7)]) assert.equal((await visitor.ask(`/announcements/${id}`)).status, 404)
  })

  test('pinned ones come first, then the newest; pages go on by key, and back', async () => {
    await clear()
    for (let n = 1; n <= 45; n += 1) await write({ standing: null, title: `第 ${n} 則`, pinned: n === 3, publishAt: `now() - interval '${100 - n} minutes'` })
    const visitor = world.visitor()
    const first = await titlesOf(visitor)
    assert.deepEqual([first.length, first[0], first[1]], [20, '第 3 則', '第 45 則'])
    const linkIn = (body: string, rel: string) => new RegExp(`rel="${rel}" href="([^"]+)"`).exec(body)?.[1]?.replaceAll('&amp;', '&')
    const pages = [(await visitor.ask('/announcements')).body]
    for (let next = linkIn(pages[0]!, 'next'); next !== undefined; next = linkIn(pages.at(-1)!, 'next')) pages.push((await visitor.ask(next)).body)
    const titles = pages.map((body) => [...body.matchAll(/<h2><a [^>]+>([^<]+)/g)].map(([, title]) => title))
    assert.deepEqual(titles.map((one) => one.length), [20, 20, 5])
    assert.equal(new Set(titles.flat()).size, 45)
    assert.equal(linkIn(pages[0]!, 'prev'), undefined)
    const back = (await visitor.ask(linkIn(pages[2]!, 'prev')!)).body
    assert.deepEqual([...back.matchAll(/<h2><a [^>]+>([^<]+)/g)].map(([, title]) => title), titles[1])
    assert.equal(linkIn((await visitor.ask(linkIn(pages[1]!, 'prev')!)).body, 'prev'), undefined)
    assert.match(textOf(pages[2]!), /共 45 則/)
  })

  test('a search finds parts of title and text, folded, and hits no more than what may be read', async () => {
    await clear()
    await write({ standing: null, title: '臺北場次' })
    await write({ standing: null, title: '其他', body: '在ＡＢＣ大樓' })
    await write({ standing: 'hr', agency: taipei, title: '台北密件' })
    const visitor = world.visitor()
    assert.deepEqual(await titlesOf(visitor, `?q=${encodeURIComponent('台北')}`), ['臺北場次'])
    assert.deepEqual(await titlesOf(visitor, '?q=abc'), ['其他'])
    assert.deepEqual(await titlesOf(visitor, '?q=%25'), [])
    assert.match(textOf((await visitor.ask('/announcements?q=xyz')).body), /找不到符合的公告/)
  })

  test('what is written stays text: on the page, in the list and on 「首頁」', async () => {
    await clear()
    const id = await write({ standing: null, title: '<script>alert(1)</script>', body: '<img src=x onerror=alert(1)> [x](javascript:alert(1)) **粗**' })
    const visitor = world.visitor()
    for (const path of ['/', '/announcements', `/announcements/${id}`]) {
      const { body } = await visitor.ask(path)
      assert.doesNotMatch(body, /<script>alert|<img src=x|href="javascript/)
      assert.match(body, /&lt;script&gt;alert\(1\)/)
    }
    assert.match((await visitor.ask(`/announcements/${id}`)).body, /&lt;img src=x onerror=alert\(1\)&gt;.*<strong>粗<\/strong>/)
  })

  test('the database lists exactly what the law lets read, whatever is written to whom', async () => {
    const codes = Object.values(AGENCIES)
    const audiences: Audience[] = [
      { agency: null, below: true, standing: null }, ...STANDINGS.map((standing) => ({ agency: null, below: true, standing })),
      ...codes.flatMap((agency) => [true, false].flatMap((below) => STANDINGS.map((standing) => ({ agency, below, standing })))),
    ]
    await clear()
    const of = new Map<string, Audience>()
    for (const audience of audiences) of.set(await write(audience), audience)
    const held = fc.record({ agencyCode: fc.constantFrom(...codes), agencyName: fc.constant(''), standing: fc.constantFrom(...STANDINGS) })
    const { read } = world.database
    await fc.assert(fc.asyncProperty(fc.array(held, { maxLength: 3 }), async (standings) => {
      const places = await placesOf(read, { standings }, today)
      const listed = await listNotices(read, { reader: { standings }, today, search: '' }, {}, audiences.length)
      const allowed = [...of].filter(([, audience]) => isAddressed(audience, places)).map(([id]) => id)
      assert.deepEqual(listed.notices.map(({ id }) => id).toSorted(), allowed.toSorted())
      assert.equal(listed.total, allowed.length)
    }), { numRuns: 40 })
  })

  test('the feed holds what is public, and nothing else, whoever asks', async () => {
    await clear()
    const empty = await world.visitor().ask('/announcements/feed.atom')
    assert.match(empty.body, /<updated>\d{4}-\d\d-\d\dT[^<]+<\/updated>/)
    const id = await write({ standing: null, title: 'A & B <c> \u0007"', body: '**粗** [表單](https://example.gov.tw/?a=1&b=2) ]]> <script>x</script>' })
    await write({ standing: 'employee', title: '內部公告' })
    await write({ standing: null, title: '未來', publishAt: `now() + interval '1 hour'` })
    for (const visitor of [world.visitor(), await world.signIn('wang.supervisor'), await world.signIn('chen.central')]) {
      const { status, headers, body } = await visitor.ask('/announcements/feed.atom')
      assert.deepEqual([status, headers['content-type'], headers['x-content-type-options']], [200, 'application/atom+xml; charset=utf-8', 'nosniff'])
      assert.match(String(headers['content-security-policy']), /sandbox/)
      assert.doesNotMatch(body, /內部公告|未來|<script/)
      assert.ok(!body.includes('\u0007'))
      assert.equal(body.match(/<entry>/g)!.length, 1)
      assert.ok(body.includes(`<id>urn:uuid:${id}</id>`))
      assert.ok(body.includes(`href="http://localhost:3000/announcements/${id}"`))
      assert.ok(body.includes('<title>A &amp; B &lt;c&gt; &quot;</title>'))
      assert.ok(body.includes('&lt;strong&gt;粗&lt;/strong&gt; &lt;a href=&quot;https://example.gov.tw/?a=1&amp;amp;b=2&quot;'))
    }
    assert.match((await world.visitor().ask('/announcements')).body, /<link rel="alternate" type="application\/atom\+xml" href="\/announcements\/feed\.atom"/)
  })

  test('where somebody stood yesterday tells nothing today', async () => {
    await clear()
    const id = await write({ agency: secretariat, below: false })
    const wu = await world.signIn('wu.employee')
    assert.equal((await wu.ask(`/announcements/${id}`)).status, 200)
    const move = (to: string) => world.arrange(`update post_version set valid = daterange(lower(valid), ${to})
      where person_id = (select person_id from account where name = 'wu.employee')`)
    await world.sql('alter table post_version disable trigger only_close_recorded')
    try {
      await move(`'${today}'`)
      assert.equal((await wu.ask(`/announcements/${id}`)).status, 404)
      assert.deepEqual(await titlesOf(wu), [])
    } finally {
      await move('null')
      await world.sql('alter table post_version enable trigger only_close_recorded')
    }
  })

  test('「首頁」 asks the database one thing more than before, of whoever opens it', async (t) => {
    const statements = noteStatements(t)
    const visitor = world.visitor()
    const asked = await statements.during(() => visitor.ask('/'))
    assert.equal(asked.filter((text) => text.includes('announcement_version')).length, 1)
    const wu = await world.signIn('wu.employee')
    // What waits for somebody is counted once a minute, on whatever page they are.
    await wu.ask('/me')
    const more = await statements.during(() => wu.ask('/'))
    assert.equal(more.filter((text) => text.includes('announcement')).length, 1)
  })

  test('of education and its school: below is below, and alone is alone', async () => {
    await clear()
    await write({ agency: education, below: false, title: '僅教育局' })
    await write({ agency: education, below: true, title: '教育局以下' })
    await write({ agency: school, below: false, title: '學校' })
    assert.deepEqual((await titlesOf(await world.signIn('huang.concurrent'))).toSorted(), ['學校', '教育局以下'].toSorted())
    assert.deepEqual((await titlesOf(await world.signIn('chang.unit'))).toSorted(), ['僅教育局', '教育局以下'].toSorted())
  })
})
