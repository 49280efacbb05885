// 「員工管理」 as the centre uses it, and as those try it whom it does not concern.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { maskNationalId, nationalIdFrom } from '../../core/national-id.ts'
import { rocDayShort } from '../../core/roc-date.ts'
import { AGENCIES, keyOf, nationalIdOf, personOf, seal, WHO } from '../../../test/world.ts'
import { bytesOf, EVENT, query, startSearchWorld, status, textOf } from '../../../test/searches.ts'
import { readCsv } from '../../../test/spreadsheet.ts'
import type { Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const today = dayInTaipei(new Date())
const { kaohsiung, secretariat, school, works, taipeiSecretariat } = AGENCIES
const PEOPLE = '/manage/people'
const NOBODY = '00000000-0000-4000-8000-00000000ffff'
const NOTHING = { nationalId: '', name: '', account: '', agency: '', state: '', standing: '', post: '' }

/** One more person, of that number and with a national ID of their own. */
function personSql(id: number, key = 'gen_random_uuid()'): string {
  const { sealed, index } = seal.sealNationalId(nationalIdFrom('F', `2${String(id).padStart(7, '0')}`))
  return `insert into person (id, key, national_id_sealed, national_id_index)
    values (${id}, ${key}, '\\x${sealed.toString('hex')}', '\\x${index.toString('hex')}');`
}

describe('員工管理', () => {
  let world: World
  let chen: Visitor
  before(async () => {
    world = await startSearchWorld()
    chen = await world.signIn('chen.central')
    // Somebody who was at the secretariat and holds nothing now.
    await world.arrange(`
      ${personSql(500, "'00000000-0000-4000-8000-000000000500'")}
      insert into person_version (person_id, name, birth_date, event_id) values (500, '沈淑芬', '1970-01-01', ${EVENT});
      insert into account (person_id, state, name) values (500, 'active', 'shen.left');
      insert into post (id, person_id, agency_code, kind, unit, title, starts) values
        (5000, 500, '${secretariat}', 'appointment', '文書科', '專員', '2010-01-01');
      insert into post_version (person_id, post_id, valid, event_id) values (500, 5000, '[2010-01-01,2020-01-01)', ${EVENT})`)
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })

  const ask = async (visitor: Visitor, fields: Record<string, string>) => {
    const answer = await visitor.submit(PEOPLE, { ...NOTHING, ...fields }, '/switch')
    return { status: answer.status, body: answer.body, location: answer.headers.location ?? '' }
  }
  /** The keys of those on the page. */
  const keysIn = (html: string) => [...html.matchAll(/href="\/manage\/people\/([0-9a-f-]{36})"/g)].map(([, key]) => key!)
  const found = async (fields: Record<string, string>): Promise<string[]> => {
    const { location } = await ask(chen, fields)
    return keysIn((await chen.ask(location)).body)
  }
  const keys = (...who: Who[]) => who.map(keyOf).toSorted()
  const SHEN = '00000000-0000-4000-8000-000000000500'

  test('people are found by national ID, part of the name, account, agency, state, standing and post', async () => {
    assert.deepEqual(await found({ nationalId: nationalIdOf('lo.taipei').toLowerCase() }), keys('lo.taipei'))
    assert.deepEqual((await found({ name: '淑芬' })).toSorted(), [...keys('sun.employee', 'lo.taipei'), SHEN].toSorted())
    assert.deepEqual(await found({ account: 'Wang' }), keys('wang.supervisor'))
    assert.deepEqual(await found({ agency: taipeiSecretariat }), keys('lo.taipei'))
    assert.deepEqual((await found({ agency: secretariat })).toSorted(), [...keys('wu.employee', 'sun.employee'), SHEN].toSorted())
    assert.deepEqual((await found({ agency: secretariat, post: 'with' })).toSorted(), keys('wu.employee', 'sun.employee'))
    assert.deepEqual(await found({ post: 'without' }), [SHEN])
    assert.deepEqual(await found({ state: 'disabled' }), keys('kuo.disabled'))
    assert.deepEqual(await found({ state: 'pending', agency: kaohsiung, below: 'yes' }), keys('liu.pending'))
    assert.deepEqual(await found({ standing: 'hrSupervisor', agency: kaohsiung, below: 'yes' }).then((all) => all.toSorted()),
      keys('wang.supervisor', 'kao.supervisor', 'tsao.education'))
    assert.deepEqual(await found({ standing: 'hr', agency: school }), keys('huang.concurrent'))
    assert.equal((await found({ state: 'active' })).length, WHO.length - 2 + 1)
  })

  test('what must not stand in an address is not in it, nor in the log; what was not asked is asked for', async () => {
    const { location } = await ask(chen, { nationalId: nationalIdOf('wu.employee'), name: '文傑', account: 'wu', agency: secretariat })
    assert.match(location, /^\/manage\/people\?agency=397010000A&query=[0-9a-f-]{36}$/)
    const page = await chen.ask(location)
    assert.match(textOf(page.body), /共 1 筆/)
    assert.doesNotMatch(page.body, new RegExp(nationalIdOf('wu.employee')))
    const told = JSON.stringify(await world.events('search.list-seen'))
    assert.match(told, /"search":"people"/)
    assert.doesNotMatch(told, /文傑|E19\d/)
    assert.equal((await ask(chen, {})).status, 422)
    assert.equal((await ask(chen, { nationalId: 'A123456780' })).status, 422)
    assert.equal((await ask(chen, { agency: 'ZZZZ00000Z' })).status, 422)
    assert.equal((await ask(chen, { agency: '高雄' })).status, 422)
    // Another session's question is nobody's, also of another central administrator.
    assert.equal(await status(await world.signIn('ho.central'), location), 404)
    assert.equal(await status(chen, `${PEOPLE}?query=${NOBODY}`), 404)
    assert.equal(await status(chen, `${PEOPLE}?standing=king`), 400)
  })

  test('the list is sorted and paged by key in every order, and its files say the same', async () => {
    await world.arrange(`
      ${Array.from({ length: 120 }, (_, n) => personSql(1001 + n)).join('\n')}
      insert into person_version (person_id, name, birth_date, event_id)
        select 1000 + n, '測試' || chr(19968 + n % 7), '1990-01-01', ${EVENT} from generate_series(1, 120) n;
      insert into account (person_id, state, name, last_sign_in_at)
        select 1000 + n, 'active', 't' || lpad((n * 37 % 121)::text, 4, '0'), case when n % 2 = 0 then now() - n * interval '1 day' end from generate_series(1, 120) n`)
    const { location } = await ask(chen, { name: '測試' })
    const link = (html: string, rel: string) => new RegExp(`rel="${rel}" href="([^"]+)`).exec(html)?.[1]?.replaceAll('&amp;', '&')
    for (const sort of ['name', '-name', 'account', '-account', 'signIn', '-signIn']) {
      const pages: string[][] = []
      let at: string | undefined = `${location}&sort=${sort}`
      let back: string | undefined
      while (at !== undefined) {
        const page = await chen.ask(at)
        assert.match(textOf(page.body), /共 120 筆/)
        pages.push(keysIn(page.body))
        back = link(page.body, 'prev')
        at = link(page.body, 'next')
      }
      assert.deepEqual(pages.map(({ length }) => length), [50, 50, 20])
      const all = pages.flat()
      assert.equal(new Set(all).size, 120)
      assert.deepEqual(keysIn((await chen.ask(back!)).body), pages[1])
      const [head, ...lines] = readCsv(await bytesOf(chen, `${location.replace(PEOPLE, `${PEOPLE}.csv`)}&sort=${sort}`))
      assert.deepEqual(lines.map((line) => line[head!.indexOf('person_key')]), all, sort)
    }
    const [event] = (await world.events('search.exported')).slice(-1)
    assert.deepEqual([(event!['detail'] as { search: string }).search, (event!['detail'] as { rows: number }).rows], ['people', 120])
    assert.equal(await status(chen, `${PEOPLE}.csv`), 400)
  })

  test('the record tells posts over time, as of any day as it was known then, and what was corrected', async () => {
    const text = async (asOf = '') => textOf((await chen.ask(query(`${PEOPLE}/${keyOf('sun.employee')}`, asOf === '' ? {} : { asOf }))).body)
    await world.arrange(`
      update person_version set recorded = closed(recorded) where person_id = ${personOf('sun.employee')} and upper_inf(recorded);
      insert into person_version (person_id, version, name, birth_date, event_id) values (${personOf('sun.employee')}, 2, '孫美芬', '1980-01-01', ${EVENT});
      update post_version set recorded = closed(recorded) where person_id = ${personOf('sun.employee')} and upper_inf(recorded);
      insert into post_version (person_id, post_id, version, staff_category, valid, event_id)
        select person_id, id, 2, '01', '[2020-01-01,${addDays(today, -3)})', ${EVENT} from post where person_id = ${personOf('sun.employee')} and kind = 'appointment';
      insert into post (id, person_id, agency_code, kind, unit, title, starts) values
        (6000, ${personOf('sun.employee')}, '${works}', 'appointment', '企劃處', '專員', '${addDays(today, 9)}');
      insert into post_version (person_id, post_id, valid, event_id) values (${personOf('sun.employee')}, 6000, '[${addDays(today, 9)},)', ${EVENT})`)
    const now = await text()
    assert.match(now, /未來 高雄市政府工務局 397110000G 企劃處 專員/)
    assert.match(now, new RegExp(`過去 高雄市政府秘書處 397010000A 庶務科 科員 人員區分 01 109/01/01 至 ${rocDayShort(addDays(today, -4))}.*更正前的 1 個版本 109/01/01 （無迄日）`))
    assert.match(now, /已更正移除 高雄市政府工務局 397110000G 調查員/)
    assert.match(now, /姓名與基本資料的變更.*孫美芬.*孫淑芬/)
    // Who it is stands above, by the name of today.
    const [, then] = (await text(addDays(today, -8))).split('回到今天')
    assert.match(then!, /現任 高雄市政府秘書處 397010000A 庶務科 科員 — 109\/01\/01 （無迄日）/)
    assert.doesNotMatch(then!, /孫美芬|企劃處|更正前/)
    assert.match(await text('2019-01-01'), /當時人事資料庫中還沒有這位人員/)
    assert.equal(await status(chen, `${PEOPLE}/${keyOf('sun.employee')}?asOf=nonsense`), 400)
    assert.equal((await chen.ask(`${PEOPLE}/${keyOf('sun.employee')}?asOf=115%2F11%2F01`)).headers.location, `${PEOPLE}/${keyOf('sun.employee')}?asOf=2026-11-01`)
    // Each view is one event, and tells as of when.
    const seen = (await world.events('person.seen')).filter(({ person_id: person }) => person === personOf('sun.employee'))
    assert.deepEqual(seen.map(({ detail }) => (detail as { asOf: string }).asOf), [today, addDays(today, -8), '2019-01-01', today])
  })

  test('a national ID is shown by an act with a reason alone: once, recorded, told, and so many a day', async () => {
    const path = `${PEOPLE}/${keyOf('wu.employee')}/national-id`
    const id = nationalIdOf('wu.employee')
    for (const page of ['', '/account', '/rights', '/decisions', '/events']) {
      const { body } = await chen.ask(`${PEOPLE}/${keyOf('wu.employee')}${page}`)
      assert.doesNotMatch(body, new RegExp(id), page)
      assert.match(body, new RegExp(maskNationalId(id).replaceAll('*', '\\*')), page)
    }
    assert.equal((await chen.submit(path, { reason: ' ' }, '/switch')).status, 422)
    const shown = await chen.submit(path, { reason: `核對 ${id}` }, path)
    assert.equal(shown.status, 200)
    assert.match(shown.body, new RegExp(id))
    assert.doesNotMatch(/<title>.*<\/title>/.exec(shown.body)![0], new RegExp(id))
    assert.equal(shown.headers['cache-control'], 'no-store')
    assert.doesNotMatch((await chen.ask(path)).body, new RegExp(id))
    const [event] = await world.events('person.id-revealed')
    assert.deepEqual([event!['person_id'], event!['actor_person_id'], event!['outcome']], [personOf('wu.employee'), personOf('chen.central'), 'done'])
    assert.match((event!['detail'] as { reason: string }).reason, /^核對 E19\*{4}\d{3}$/)
    const [letter] = await world.sql(`select body_text from mail where recipient = 'wu.employee@ecpa.example'`)
    assert.match(String(letter!['body_text']), /總處管理者陳淑惠查看了您的身分證號/)
    await world.sql(`insert into audit_event (code, outcome, actor_person_id, person_id, detail)
      select 'person.id-revealed', 'done', ${personOf('chen.central')}, 1, '{}' from generate_series(1, 28)`)
    const both = await Promise.all([1, 2].map(() => chen.submit(path, { reason: '核對' }, '/switch')))
    assert.deepEqual(both.map((one) => one.status).toSorted(), [200, 422])
    assert.doesNotMatch(both.find((one) => one.status === 422)!.body, new RegExp(id))
    const kept = JSON.stringify([await world.sql('select detail from audit_event'), await world.sql('select content from telling'), world.logged])
    assert.doesNotMatch(kept, new RegExp(id))
  })

  test('standings and rights are told with their reasons as of the day', async () => {
    const text = async (who: Who, asOf = '') => textOf((await chen.ask(query(`${PEOPLE}/${keyOf(who)}/rights`, asOf === '' ? {} : { asOf }))).body)
    const huang = await text('huang.concurrent')
    assert.match(huang, /人事人員 人事人員：高雄市旗津區旗津國民小學人事管理員（兼職性質 5 兼辦人事）/)
    assert.match(huang, /A4 應用系統 A4 使用 高雄市旗津區旗津國民小學 397070100Y/)
    assert.match(await text('wu.employee'), /A6 應用系統 A6 使用 臺北市政府秘書處.*應用系統授權（授予本人）/)
    assert.match(await text('kuo.disabled'), /帳號在這一天不是啟用狀態/)
    assert.match(await text('huang.concurrent', '2019-06-01'), /這一天沒有任何身分/)
  })

  test('decisions that rest on the person are listed with what keeps them from giving anything, narrowed and as a file', async () => {
    const path = `${PEOPLE}/${keyOf('wu.employee')}/decisions`
    await world.arrange(`insert into permission_grant (application_code, category_code, agency_code, person_id, post_id, valid, state, reason, event_id)
      values ('A8', 'use', '${works}', ${personOf('wu.employee')}, ${personOf('wu.employee')}0, '[2020-01-01,)', 'suspended', '業務', ${EVENT}),
        ('A1', 'use', '${works}', ${personOf('wu.employee')}, ${personOf('wu.employee')}0, '[2020-01-01,2021-01-01)', 'active', '業務', ${EVENT})`)
    const text = textOf((await chen.ask(path)).body)
    assert.match(text, /共 3 筆/)
    assert.match(text, /A8 應用系統 A8：使用 高雄市政府工務局 高雄市政府秘書處 文書科 科員 109\/01\/01 （無迄日） 暫停/)
    assert.match(textOf((await chen.ask(`${path}?shown=past`)).body), /共 1 筆.*A1.*已到期/)
    assert.match(textOf((await chen.ask(`${path}?kind=role`)).body), /沒有符合的授權或角色/)
    assert.match(textOf((await chen.ask(`${PEOPLE}/${keyOf('tsai.delegate')}/decisions`)).body), /受授權管理 高雄市政府人事處/)
    assert.match(textOf((await chen.ask(`${PEOPLE}/${keyOf('wang.supervisor')}/decisions?kind=given`)).body), /授予 蔡佳蓉/)
    assert.match(textOf((await chen.ask(`${PEOPLE}/${keyOf('lin.auditor')}/decisions`)).body), /總處角色 稽核/)
    const [head, ...lines] = readCsv(await bytesOf(chen, `${path}.csv?shown=all`))
    assert.deepEqual(lines.map((line) => line[head!.indexOf('application')]).toSorted(), ['A1', 'A5', 'A6', 'A8'])
  })

  test('what others did is told in sentences, tries that were refused too, and nothing of what the person did', async () => {
    const wu = await world.signIn('wu.employee')
    await wu.ask('/applications/D6/open')
    const [wang, yang] = [await world.signIn('wang.supervisor'), await world.signIn('yang.taipei')]
    await wang.submit(`${PEOPLE}/${keyOf('wu.employee')}/account/disable`, { reason: '調查' }, '/switch')
    await wang.submit(`${PEOPLE}/${keyOf('wu.employee')}/account/enable`, { reason: '查明' }, '/switch')
    await yang.submit(`${PEOPLE}/${keyOf('wu.employee')}/account/disable`, { reason: 'x' }, '/switch')
    const path = `${PEOPLE}/${keyOf('wu.employee')}/events`
    const text = textOf((await chen.ask(path)).body)
    assert.match(text, /臺北市政府人事處 人事主管 楊雅雯 未成功 由 楊雅雯（—）停用 吳文傑 的帳號/)
    assert.match(text, /高雄市政府人事處 人事主管 王建宏 由 王建宏（人事主管 397210000A）停用 吳文傑 的帳號（由管理者處理，調查）/)
    assert.doesNotMatch(text, /application\.opened|session\.signed-in/)
    assert.doesNotMatch(textOf((await chen.ask(`${path}?kind=changes`)).body), /person\.seen/)
    assert.doesNotMatch(textOf((await chen.ask(`${path}?kind=looks`)).body), /account\.disabled/)
    await world.sql(`insert into audit_event (code, outcome, actor_person_id, person_id, agency, application, detail)
      values ('grant.given', 'done', ${personOf('wang.supervisor')}, ${personOf('wu.employee')}, '${AGENCIES.personnelOffice}', 'A5', '{"category": "use"}')`)
    assert.match(textOf((await chen.ask(path)).body), /權限類別 使用 於 高雄市政府人事處 授予 吳文傑/)
    await world.sql(`insert into audit_event (code, outcome, actor_person_id, person_id, detail)
      select 'account.enabled', 'done', ${personOf('ho.central')}, ${personOf('kuo.disabled')}, json_build_object('reason', 'r' || n) from generate_series(1, 70) n`)
    const reasons = (html: string) => [...html.matchAll(/（(r\d+)）/g)].map(([, reason]) => reason!)
    const link = (html: string, rel: string) => new RegExp(`rel="${rel}" href="([^"]+)`).exec(html)?.[1]?.replaceAll('&amp;', '&')
    const first = await chen.ask(`${PEOPLE}/${keyOf('kuo.disabled')}/events?kind=changes`)
    const second = await chen.ask(link(first.body, 'next')!)
    const third = await chen.ask(link(second.body, 'next')!)
    assert.deepEqual([first, second, third].map(({ body }) => reasons(body).length), [30, 30, 10])
    assert.deepEqual(reasons((await chen.ask(link(third.body, 'prev')!)).body), reasons(second.body))
  })

  test('all of it is the centre’s: managers, delegates, auditors and employees are refused, whatever they ask', async () => {
    const { location } = await ask(chen, { name: '淑芬' })
    for (const who of ['wang.supervisor', 'tsai.delegate', 'lin.auditor', 'lee.officer', 'wu.employee'] as const) {
      const visitor = await world.signIn(who)
      const events = (await world.events('person.seen')).length
      for (const path of [
        PEOPLE, location, `${PEOPLE}.csv?state=active`, `${PEOPLE}?state=active&count=yes`,
        ...['', '/national-id', '/rights', '/decisions', '/decisions.csv', '/events'].map((part) => `${PEOPLE}/${keyOf('wu.employee')}${part}`),
      ]) {
        const answer = await visitor.ask(path)
        assert.equal(answer.status, 403, `${who} ${path}`)
        assert.doesNotMatch(answer.body, /文書科/)
      }
      assert.equal((await ask(visitor, { name: '淑芬' })).status, 403)
      const revealed = await visitor.submit(`${PEOPLE}/${keyOf('sun.employee')}/national-id`, { reason: 'x' }, '/switch')
      assert.equal(revealed.status, 403)
      assert.doesNotMatch(revealed.body, new RegExp(nationalIdOf('sun.employee')))
      assert.equal((await world.events('person.seen')).length, events)
    }
    assert.notEqual((await world.visitor().ask(PEOPLE)).status, 200)
    for (const part of ['', '/national-id', '/rights', '/decisions', '/events']) {
      for (const key of [NOBODY, '1', 'roles.x']) assert.equal(await status(chen, `${PEOPLE}/${key}${part}`), 404, `${key}${part}`)
    }
  })
})
