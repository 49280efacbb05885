// 進階搜尋 through HTTP: what is found, of which day, by whom, and what nobody finds.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { AGENCIES, keyOf, nameOf, nationalIdOf, personOf, postOf } from '../../../test/world.ts'
import { maskNationalId } from '../../core/national-id.ts'
import { addDays } from '../../core/days.ts'
import { RIGHT_COLUMNS } from './shown-right.ts'
import { EVENT, exported, GRANT, KNOWN_LONG, LAST_WEEK, namesOf, query, startSearchWorld, status, textOf, TODAY } from '../../../test/searches.ts'
import type { Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const SEARCHES = [
  'accounts', 'applications', 'duty-applications', 'permissions', 'duty-permissions', 'groups', 'categories', 'difference',
] as const
const { kaohsiung, secretariat, education, personnelOffice, taipei, taipeiSecretariat, root } = AGENCIES

describe('進階搜尋', () => {
  let world: World
  let wang: Visitor
  let yang: Visitor

  before(async () => {
    world = await startSearchWorld()
    wang = await world.signIn('wang.supervisor')
    yang = await world.signIn('yang.taipei')
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })

  test('應用系統權限查詢 lists everybody who may, derived ones too, with reasons', async () => {
    const page = await wang.ask(query('/search/permissions', { application: 'A4', agency: kaohsiung, below: 'yes' }))
    assert.equal(page.status, 200)
    const text = textOf(page.body)
    for (const who of ['wang.supervisor', 'lee.officer', 'chang.unit', 'huang.concurrent'] as const) {
      assert.match(text, new RegExp(`${nameOf(who)} ${maskNationalId(nationalIdOf(who)).replaceAll('*', '\\*')}`), who)
    }
    assert.match(text, /單位名稱含「人事」/)
    assert.match(text, /兼辦：高雄市政府人事處兼辦高雄市政府教育局/)
    assert.doesNotMatch(text, /臺北|楊雅雯/)
    assert.doesNotMatch(page.body, new RegExp(nationalIdOf('lee.officer')))
    const rows = await exported(wang, 'permissions', { application: 'A4', agency: kaohsiung, below: 'yes' })
    assert.match(text, new RegExp(`共 ${rows.length} 筆`))
    assert.deepEqual(Object.keys(rows[0]!), [...RIGHT_COLUMNS])
    const row = rows.find(({ name, by }) => name === nameOf('lee.officer') && by === 'duty')!
    assert.deepEqual({ ...row, reason: '' }, {
      agency_code: education, agency_name: '高雄市政府教育局', person_key: keyOf('lee.officer'), name: nameOf('lee.officer'),
      national_id_masked: maskNationalId(nationalIdOf('lee.officer')), application: 'A4', category: 'use', by: 'duty', reason: '',
      from: '2020-01-01', until: '2099-12-31',
    })
    assert.deepEqual(namesOf(await exported(wang, 'permissions', { application: 'A5', agency: secretariat })),
      [nameOf('wu.employee'), nameOf('sun.employee')].toSorted())
    // Without those below there is nobody at the city itself.
    assert.deepEqual(await exported(wang, 'permissions', { application: 'A5', agency: kaohsiung }), [])
  })

  test('兼辦應用系統權限查詢 lists who may by duty, and no one else', async () => {
    const rows = await exported(wang, 'duty-permissions', { application: 'A4', agency: education })
    assert.deepEqual(namesOf(rows), [nameOf('wang.supervisor'), nameOf('kao.supervisor'), nameOf('lee.officer')].toSorted())
    assert.ok(rows.every(({ by, until }) => by === 'duty' && until === '2099-12-31'))
  })

  test('權限類別內容查詢 lists within all that one manages', async () => {
    const rows = await exported(wang, 'categories', { category: 'A5:use' })
    assert.deepEqual(namesOf(rows), [nameOf('wu.employee'), nameOf('sun.employee')].toSorted())
    assert.deepEqual(namesOf(await exported(yang, 'categories', { category: 'A5:use' })), [nameOf('lo.taipei')])
    const central = await world.signIn('chen.central')
    assert.equal((await exported(central, 'categories', { category: 'A5:use' })).length, 3)
  })

  test('可用應用系統查詢 and 可用兼辦應用系統查詢 tell of one person, as far as one may know', async () => {
    const rows = await exported(wang, 'applications', { person: keyOf('wu.employee') })
    assert.deepEqual(rows.map(({ application }) => application), ['A5', 'B5', 'D6'])
    const mine = await exported(wang, 'duty-applications', { person: keyOf('lee.officer') })
    // The duty is a matter of both agencies; the grant that the centre gave wu in Taipei's line is Taipei's.
    assert.deepEqual(mine.map(({ agency_code }) => agency_code).toSorted(), [education, taipeiSecretariat].toSorted())
    assert.match(textOf((await wang.ask(query('/search/applications', { person: keyOf('wu.employee') }))).body), /共 3 筆/)
    const chen = await world.signIn('chen.central')
    assert.equal((await exported(chen, 'applications', { person: keyOf('wu.employee') })).length, 4)
  })

  test('權限差異比較 tells what the one has and the other has not', async () => {
    const rows = await exported(wang, 'difference', { compared: 'persons', person: keyOf('wu.employee'), other: keyOf('lee.officer'), same: 'category' })
    const has = (who: Who) => rows.filter(({ person_key }) => person_key === keyOf(who)).map(({ application }) => application)
    assert.deepEqual([has('wu.employee'), [...new Set(has('lee.officer'))]], [['A5'], ['A4', 'A7']])
    assert.ok(rows.every(({ as_of }) => as_of === TODAY))
    const text = textOf((await wang.ask(query('/search/difference', {
      compared: 'persons', person: keyOf('wu.employee'), other: keyOf('sun.employee'), same: 'category' }))).body)
    assert.match(text, /沒有差異/)
  })

  test('the second person of a comparison comes back from the picker as the first does', async () => {
    const { headers } = await wang.ask(query('/search/difference', { compared: 'persons', first: keyOf('wu.employee'), person: keyOf('sun.employee') }))
    assert.equal(headers.location, query('/search/difference', { compared: 'persons', person: keyOf('wu.employee'), other: keyOf('sun.employee') }))
  })

  test('only who manages agencies searches', async () => {
    for (const who of ['wu.employee', 'lee.officer', 'lin.auditor'] as const) {
      const visitor = await world.signIn(who)
      for (const search of SEARCHES) {
        for (const ending of ['', '.csv', '.xlsx']) assert.equal(await status(visitor, `/search/${search}${ending}`), 403)
      }
    }
    for (const search of SEARCHES) assert.equal(await status(world.visitor(), `/search/${search}`), 303)
  })

  test('nothing of another line is seen, counted, paged to or exported by any parameter', async () => {
    const beyond = [taipeiSecretariat, taipei, root, AGENCIES.centre]
    const nowhere = 'ZZZZ00000Z'
    const without = (text: string, code: string) => text.replaceAll(code, '').replaceAll(/name="csrf"[^>]*/g, '')
    for (const search of ['permissions', 'duty-permissions', 'categories'] as const) {
      const what = search === 'categories' ? { category: 'A4:use' } : { application: 'A4' }
      const unknown = await wang.ask(query(`/search/${search}`, { ...what, agency: nowhere }))
      for (const below of ['', 'yes']) {
        for (const agency of beyond) {
          const asked: Record<string, string> = { ...what, agency, ...(below === '' ? {} : { below }) }
          const answer = await wang.ask(query(`/search/${search}`, asked))
          assert.equal(answer.status, 404)
          if (below === '') assert.equal(without(textOf(answer.body), agency), without(textOf(unknown.body), nowhere), 'not there and not yours')
          assert.doesNotMatch(answer.body, /臺北|楊雅雯|羅淑芬/)
          for (const format of ['csv', 'xlsx']) assert.equal(await status(wang, query(`/search/${search}.${format}`, asked)), 404)
        }
      }
    }
    for (const key of [keyOf('lo.taipei'), keyOf('chen.central'), '00000000-0000-4000-8000-ffffffffffff', 'x', "' or 1=1"]) {
      for (const search of ['applications', 'duty-applications', 'difference']) {
        for (const asOf of ['', LAST_WEEK]) {
          const answer = await wang.ask(query(`/search/${search}`, { person: key, asOf }))
          assert.equal(answer.status, 404)
          assert.doesNotMatch(answer.body, /臺北|羅淑芬|陳淑惠/)
          assert.equal(await status(wang, query(`/search/${search}.csv`, { person: key, asOf, asOf2: addDays(TODAY, -1) })), 404)
        }
      }
      const pair = { compared: 'persons', person: keyOf('wu.employee'), other: key }
      assert.equal(await status(wang, query('/search/difference', pair)), 404)
      assert.equal(await status(wang, query('/search/difference.csv', pair)), 404)
    }
    for (const visitor of [wang, yang]) {
      const own = visitor === wang ? '39[67]' : '379'
      for (const row of await exported(visitor, 'categories', { category: 'D6:use' })) assert.match(row.agency_code!, new RegExp(`^${own}`))
    }
    // The number is within the scope too: five employees of three agencies in the one line, two in the other.
    const count = async (visitor: Visitor) => /共 (\d+) 筆/.exec(textOf((await visitor.ask('/search/categories?category=D6%3Ause')).body))?.[1]
    assert.deepEqual([await count(wang), await count(yang)], ['10', '2'])
  })

  test('a place in a list is worth nothing when it is made up, another search’s, or altered', async () => {
    for (const place of ['x', 'AAAA', Buffer.from('{"agency":"0000000000"}').toString('base64url'), 'a'.repeat(1_100)]) {
      for (const path of ['permissions?application=A4&agency=397210000A', `applications?person=${keyOf('wu.employee')}`]) {
        assert.equal(await status(wang, `/search/${path}&after=${place}`), 400)
        assert.equal(await status(wang, `/search/${path}&before=${place}`), 400)
      }
    }
  })

  test('bad days and unknown codes get a sentence, and keep what was typed', async () => {
    const wrong = await wang.ask(query('/search/permissions', { application: 'A4', agency: secretariat, asOf: '昨天' }))
    assert.equal(wrong.status, 400)
    assert.match(wrong.body, /value="昨天"/)
    assert.match(textOf(wrong.body), /看不懂這個日期/)
    assert.equal(await status(wang, query('/search/permissions', { application: 'NONE', agency: secretariat })), 404)
    assert.equal(await status(wang, query('/search/categories', { category: 'A4:none' })), 404)
    const typed = await wang.ask(query('/search/permissions', { application: 'A4', agency: secretariat, asOf: '115/01/02' }))
    assert.equal(new URLSearchParams(typed.headers.location!.split('?')[1]).get('asOf'), '2026-01-02')
  })

  test('each search of others leaves an event, and an export two that say how much of what by which authority', async () => {
    const counts = async () => {
      const numbers: number[] = []
      for (const code of ['search.list-seen', 'search.person-seen', 'search.export-begun', 'search.exported']) {
        numbers.push((await world.events(code)).length)
      }
      return numbers
    }
    const earlier = await counts()
    await wang.ask(query('/search/permissions', { application: 'A5', agency: secretariat }))
    await wang.ask(query('/search/applications', { person: keyOf('wu.employee') }))
    await wang.ask('/search/permissions')
    for (const format of ['csv', 'xlsx']) {
      await wang.ask(query(`/search/permissions.${format}`, { application: 'A5', agency: secretariat }), { method: 'HEAD' })
    }
    const rows = await exported(wang, 'permissions', { application: 'A5', agency: kaohsiung, below: 'yes' })
    const added = await counts()
    assert.deepEqual(added.map((number, at) => number - earlier[at]!), [1, 1, 2, 2])
    const [last] = (await world.events('search.exported')).slice(-1)
    const ways = [`hrSupervisor ${personnelOffice}`]
    assert.deepEqual([last!.agency, last!.application, last!.actor_person_id], [kaohsiung, 'A5', personOf('wang.supervisor')])
    const { format: _, ...detail } = last!.detail as Record<string, unknown>
    assert.deepEqual(detail, {
      search: 'permissions', asOf: TODAY, asked: { application: 'A5', category: '', below: true, by: '' }, ways, rows: rows.length, whole: true,
    })
    const [seen] = (await world.events('search.person-seen')).slice(-1)
    assert.deepEqual([seen!.person_id, seen!.detail], [personOf('wu.employee'), { search: 'applications', asOf: TODAY, ways }])
  })

  test('what a spreadsheet would run is harmless in a file of real people', async () => {
    await world.arrange(`update person_version set recorded = closed(recorded) where person_id = ${personOf('sun.employee')};
      insert into person_version (person_id, version, name, birth_date, event_id)
        values (${personOf('sun.employee')}, 2, '=HYPERLINK("http://evil.example")', '1980-01-01', ${EVENT})`)
    const rows = await exported(wang, 'permissions', { application: 'A5', agency: secretariat })
    assert.ok(rows.some(({ name }) => name === `'=HYPERLINK("http://evil.example")`))
  })

  test('R-DAY-2: a past day stays what it was, whatever is changed today; who asks is what they are today', async () => {
    const asked = { application: 'A5', agency: kaohsiung, below: 'yes', asOf: LAST_WEEK }
    const [list, person] = [
      await exported(wang, 'permissions', asked), await exported(wang, 'applications', { person: keyOf('wu.employee'), asOf: LAST_WEEK }),
    ]
    assert.equal(list.length, 2)
    // wu loses the grant and goes to Taipei, both from long ago as it is known only now; lee gets one.
    await world.arrange(`
      update permission_grant set recorded = closed(recorded) where person_id = ${personOf('wu.employee')} and agency_code = '${secretariat}';
      update post_version set recorded = closed(recorded) where person_id = ${personOf('wu.employee')};
      insert into post_version (person_id, post_id, version, valid, event_id)
        values (${personOf('wu.employee')}, ${postOf('wu.employee')}, 2, '[2020-01-01,2020-12-31]', ${EVENT});
      insert into post (id, person_id, agency_code, kind, unit, title, starts)
        values (990, ${personOf('wu.employee')}, '${taipeiSecretariat}', 'appointment', '文書科', '科員', '2021-01-01');
      insert into post_version (person_id, post_id, valid, event_id) values (${personOf('wu.employee')}, 990, '[2021-01-01,)', ${EVENT});
      ${GRANT} values ('A5', 'use', '${personnelOffice}', ${personOf('lee.officer')}, ${postOf('lee.officer')}, '[2020-01-01,)', '業務需要', ${EVENT})`)
    assert.deepEqual(await exported(wang, 'permissions', asked), list)
    assert.deepEqual(await exported(wang, 'applications', { person: keyOf('wu.employee'), asOf: LAST_WEEK }), person)
    const today = await exported(wang, 'permissions', { ...asked, asOf: '' })
    assert.ok(today.some(({ person_key }) => person_key === keyOf('lee.officer')))
    assert.ok(!today.some(({ person_key }) => person_key === keyOf('wu.employee')))
    // Today wu is Taipei's; of last week wang may still ask, and yang may not.
    const about = (asOf: string) => query('/search/applications', { person: keyOf('wu.employee'), asOf })
    assert.deepEqual([await status(wang, about('')), await status(wang, about(LAST_WEEK))], [404, 200])
    assert.equal(await status(yang, about('')), 200)
    assert.deepEqual(await exported(yang, 'applications', { person: keyOf('wu.employee'), asOf: LAST_WEEK }).then((rows) =>
      rows.map(({ agency_code }) => agency_code)), [taipeiSecretariat], 'of last week only what is at an agency of hers')
    const days = await exported(wang, 'difference', { person: keyOf('wu.employee'), asOf: LAST_WEEK })
    assert.deepEqual(days.map(({ application, as_of }) => [application, as_of]), [['A5', LAST_WEEK], ['B5', LAST_WEEK], ['D6', LAST_WEEK]])
  })

  test('an agency that is gone is asked about by the tree of the day', async () => {
    await world.arrange(`
      insert into agency (code) values ('3970999999');
      insert into agency_version (agency_code, name, superior_code, valid, event_id)
        values ('3970999999', '高雄市政府舊局', '${kaohsiung}', '[2020-01-01,${addDays(TODAY, -3)}]', ${EVENT});
      insert into post (id, person_id, agency_code, kind, unit, title, starts)
        values (991, ${personOf('tsao.education')}, '3970999999', 'appointment', '', '科員', '2020-01-01');
      insert into post_version (person_id, post_id, valid, event_id) values (${personOf('tsao.education')}, 991, '[2020-01-01,)', ${EVENT})`)
    await world.sql(KNOWN_LONG)
    const old = { application: 'D6', agency: '3970999999' }
    assert.deepEqual(namesOf(await exported(wang, 'permissions', { ...old, asOf: LAST_WEEK })), [nameOf('tsao.education')])
    assert.equal(await status(wang, query('/search/permissions', old)), 404)
    assert.equal(await status(yang, query('/search/permissions', { ...old, asOf: LAST_WEEK })), 404)
  })
})
