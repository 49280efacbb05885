// 「公告與投票管理」: who writes what to whom, and those who try what is not theirs.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { dayInTaipei } from '../../core/days.ts'
import { AGENCIES, personOf, startWorld } from '../../../test/world.ts'
import { readCsv } from '../../../test/spreadsheet.ts'
import { textOf } from '../../../test/searches.ts'
import { listManaged } from './list-managed.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

const today = dayInTaipei(new Date())
const { kaohsiung, personnelOffice, education, school, works, taipei, taipeiPersonnelOffice, root } = AGENCIES
const NOBODY = '00000000-0000-4000-8000-00000000ffff'

describe('writing announcements', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.sql('truncate announcement cascade'))

  type Fields = Record<string, string>
  const fields = (more: Fields = {}): Fields =>
    ({ agency: personnelOffice, standing: 'hr', audience: kaohsiung, below: 'yes', title: '會議', body: '請**準時**', ...more })
  const write = (visitor: Visitor, more: Fields = {}): Promise<Answer> => visitor.submit('/manage/content/new', fields(more), '/switch')
  const idIn = ({ headers }: Answer): string => /\/manage\/content\/([0-9a-f-]{36})\?/.exec(String(headers.location))![1]!
  const last = async (code: string) => (await world.events(code)).at(-1)!
  const count = async () => (await world.sql<{ n: number }>('select count(*)::int as n from announcement_version'))[0]!.n
  const edit = (visitor: Visitor, id: string, version: number, more: Fields = {}) => {
    const { agency: _, ...rest } = fields(more)
    return visitor.submit(`/manage/content/${id}/edit`, { ...rest, version: String(version) }, '/switch')
  }

  test('a supervisor writes to the personnel officers of the city, with an event, and they read it', async () => {
    const wang = await world.signIn('wang.supervisor')
    assert.match(textOf((await wang.ask('/manage/content')).body), /高雄市政府人事處.*沒有公告/)
    const opened = await wang.ask('/manage/content/new')
    assert.match(opened.body, new RegExp(`name="audience"[^>]*value="${personnelOffice}"|value="${personnelOffice}"[^>]*name="audience"`))
    assert.doesNotMatch(opened.body, /value="public"/)
    const done = await write(wang)
    assert.equal(done.status, 303)
    const id = idIn(done)
    const event = await last('announcement.written')
    assert.deepEqual([event['actor_person_id'], event['agency'], event['outcome']], [personOf('wang.supervisor'), personnelOffice, 'done'])
    const detail = event['detail'] as { announcement: string; way: string; after: Record<string, unknown> }
    assert.deepEqual([detail.announcement, detail.way, detail.after['audience'], detail.after['standing']],
      [id, `hrSupervisor ${personnelOffice}`, kaohsiung, 'hr'])
    assert.match(textOf((await wang.ask(String(done.headers.location))).body), /公告已儲存.*公告中/)
    assert.match((await (await world.signIn('huang.concurrent')).ask(`/announcements/${id}`)).body, /請<strong>準時<\/strong>/)
    assert.equal((await (await world.signIn('wu.employee')).ask(`/announcements/${id}`)).status, 404)
  })

  test('a form that is sent twice writes one announcement, whatever was typed the second time', async () => {
    const wang = await world.signIn('wang.supervisor')
    const number = /name="number" value="([^"]+)"/.exec((await wang.ask('/manage/content/new')).body)?.[1]
    assert.ok(number)
    const answers = await Promise.all([write(wang, { number }), write(wang, { number })])
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 422])
    assert.equal(await count(), 1)
    const again = await write(wang, { number, title: '另一則' })
    assert.match(textOf(again.body), /這份表單已經儲存過/)
    assert.match(again.body, /value="另一則"/)
    assert.deepEqual([await count(), (await last('announcement.written'))['outcome']], [1, 'refused'])
    assert.equal((await write(wang, { number: 'x' })).status, 422)
  })

  const refusals: [string, Parameters<World['signIn']>[0], Fields, RegExp][] = [
    ['to the nation, by an agency', 'wang.supervisor', { audience: '' }, /只有總處可以公告給全國/],
    ['to the public, by an agency', 'wang.supervisor', { standing: 'public', audience: '' }, /只有總處可以公告給所有人/],
    ['to another city', 'wang.supervisor', { audience: taipei }, /不在您或發布機關的管理範圍/],
    ['in the name of a bureau to the whole city that the writer manages', 'wang.supervisor', { agency: education }, /不在您或發布機關的管理範圍/],
    ['for an agency of another city', 'wang.supervisor', { agency: taipeiPersonnelOffice, audience: taipeiPersonnelOffice }, /找不到/],
    ['for the centre', 'wang.supervisor', { agency: 'centre' }, /找不到/],
    ['a bureau to its city', 'tsao.education', { agency: education }, /不在您或發布機關的管理範圍/],
    ['to an agency that there is not', 'wang.supervisor', { audience: 'ZZZZZZZZZZ' }, /不在您或發布機關的管理範圍/],
    ['to what is no agency', 'wang.supervisor', { audience: "x' or 1=1" }, /機關代碼是 10 個英文字母或數字/],
    ['to the public, to be signed for', 'chen.central', { agency: 'centre', standing: 'public', audience: '', mustAcknowledge: 'yes' }, /無法要求簽收/],
    ['without a title', 'wang.supervisor', { title: ' ' }, /請填寫標題/],
    ['without a text', 'wang.supervisor', { body: '' }, /請填寫內文/],
    ['with a text that is too long', 'wang.supervisor', { body: '字'.repeat(20_001) }, /最多 20000 個字/],
    ['with a day that there is not', 'wang.supervisor', { publishDay: '115/2/30' }, /曆法上沒有這一天/],
    ['with no time', 'wang.supervisor', { publishDay: '2099-01-01', publishTime: '25:00' }, /看不懂這個時刻/],
    ['at a time of no day', 'wang.supervisor', { withdrawTime: '09:00' }, /請一併填寫日期/],
    ['for the past', 'wang.supervisor', { publishDay: '2020-01-01' }, /公告時間已經過去/],
    ['over before it begins', 'wang.supervisor', { publishDay: '2099-01-02', withdrawDay: '2099-01-01' }, /結束時間要晚於公告時間/],
    ['to nobody said', 'wang.supervisor', { standing: '' }, /請選擇對象/],
  ]
  for (const [what, who, more, sentence] of refusals) {
    test(`not written: ${what}; what was typed is still there`, async () => {
      const answer = await write(await world.signIn(who), { title: '打好的標題', ...more })
      const foreign = more['agency'] === taipeiPersonnelOffice || (more['agency'] === 'centre' && who !== 'chen.central')
      assert.equal(answer.status, foreign ? 404 : 422)
      if (!foreign) {
        assert.match(textOf(answer.body), sentence)
        if (more['title'] === undefined) assert.match(answer.body, /value="打好的標題"/)
      }
      assert.equal(await count(), 0)
    })
  }

  test('that somebody tried for what is not theirs is an event', async () => {
    await write(await world.signIn('wang.supervisor'), { agency: taipeiPersonnelOffice, audience: taipeiPersonnelOffice })
    const event = await last('announcement.written')
    assert.deepEqual([event['outcome'], event['actor_person_id'], event['agency']], ['refused', personOf('wang.supervisor'), taipeiPersonnelOffice])
  })

  test('the centre writes to the nation and to everybody; the same person as supervisor of nothing writes for no agency in secret', async () => {
    const chen = await world.signIn('chen.central')
    assert.match(textOf((await chen.ask('/manage/content')).body), /總處的公告/)
    const id = idIn(await write(chen, { agency: 'centre', standing: 'public', audience: '', title: '公開' }))
    assert.match((await world.visitor().ask('/')).body, new RegExp(`/announcements/${id}`))
    assert.equal((await write(chen, { agency: 'centre', standing: 'employee', audience: '' })).status, 303)
    // Every agency is the centre's to manage (R-SCP-2), but what is written in its name goes to its own people.
    assert.equal((await write(chen, { agency: school, audience: school, below: '' })).status, 422)
    const { below: _, ...alone } = fields({ agency: school, audience: school })
    assert.equal((await chen.submit('/manage/content/new', alone, '/switch')).status, 303)
    assert.equal((await write(chen, { agency: root, audience: root })).status, 422)
  })

  test('people without management, auditors and visitors have no such page', async () => {
    const id = idIn(await write(await world.signIn('wang.supervisor')))
    for (const who of ['wu.employee', 'lee.officer', 'lin.auditor'] as const) {
      const visitor = await world.signIn(who)
      for (const path of ['/manage/content', '/manage/content/new', `/manage/content/${id}`, `/manage/content/${id}/edit`]) {
        assert.equal((await visitor.ask(path)).status, 403, `${who} ${path}`)
      }
      assert.equal((await write(visitor)).status, 403)
    }
    assert.notEqual((await world.visitor().ask('/manage/content')).status, 200)
  })

  test('another’s announcement is not there for a manager of elsewhere: neither page, edit nor withdrawal', async () => {
    const id = idIn(await write(await world.signIn('wang.supervisor')))
    const yang = await world.signIn('yang.taipei')
    for (const path of ['', '/edit', '/withdraw']) assert.equal((await yang.ask(`/manage/content/${id}${path}`)).status, 404)
    for (const path of ['', '/edit', '/withdraw']) assert.equal((await yang.ask(`/manage/content/${NOBODY}${path}`)).status, 404)
    assert.equal((await edit(yang, id, 1, { title: '改' })).status, 404)
    assert.equal((await yang.submit(`/manage/content/${id}/edit/preview`, fields({ version: '1' }), '/switch')).status, 404)
    assert.equal((await yang.submit(`/manage/content/${id}/withdraw`, { version: '1', reason: 'x' }, '/switch')).status, 404)
    assert.equal((await yang.ask(`/manage/content?agency=${personnelOffice}`)).status, 404)
    assert.equal((await yang.ask('/manage/content?agency=centre')).status, 404)
    assert.equal(await count(), 1)
    assert.deepEqual((await last('announcement.edited'))['outcome'], 'refused')
  })

  test('a delegate writes for what was delegated; a supervisor above writes for the bureau', async () => {
    const tsai = await world.signIn('tsai.delegate')
    assert.equal((await write(tsai, { agency: works, audience: works })).status, 303)
    assert.match(String((await last('announcement.written'))['detail'] && JSON.stringify((await last('announcement.written'))['detail'])), /delegation/)
    assert.equal((await write(await world.signIn('kao.supervisor'), { agency: education, audience: education })).status, 303)
  })

  test('an edit is a version: the earlier one stays, a stale form is refused with what was typed, and nothing changed is nothing', async () => {
    const wang = await world.signIn('wang.supervisor')
    const id = idIn(await write(wang))
    const open = (await wang.ask(`/manage/content/${id}/edit`)).body
    const publishTime = /name="publishTime"[^>]*value="([^"]*)"/.exec(open)?.[1] ?? /value="(\d\d:\d\d)"[^>]*name="publishTime"/.exec(open)![1]!
    const same = { publishDay: today, publishTime }
    assert.equal((await edit(wang, id, 1, same)).status, 422)
    assert.equal((await edit(wang, id, 1, { ...same, title: '會議改期' })).headers.location, `/manage/content/${id}?done=edited`)
    const stale = await edit(wang, id, 1, { ...same, title: '另一個' })
    assert.equal(stale.status, 422)
    assert.match(textOf(stale.body), /剛被別人改過/)
    assert.match(stale.body, /value="另一個"/)
    const page = textOf((await wang.ask(`/manage/content/${id}`)).body)
    assert.match(page, /會議改期.*第 2 版 目前.*王建宏.*第 1 版/)
    assert.match(textOf((await wang.ask(`/manage/content/${id}?version=1`)).body), /這是第 1 版，不是目前的內容/)
    assert.equal((await wang.ask(`/manage/content/${id}?version=9`)).status, 404)
    const events = (await world.events('announcement.edited')).slice(-3)
    assert.deepEqual(events.map(({ outcome }) => outcome), ['refused', 'done', 'refused'])
    const { before: was, after: is } = events[1]!['detail'] as Record<string, Record<string, unknown>>
    assert.deepEqual([was!['title'], is!['title']], ['會議', '會議改期'])
  })

  test('two who edit at once: one version follows, and the other is told', async () => {
    const [wang, kao] = [await world.signIn('wang.supervisor'), await world.signIn('kao.supervisor')]
    const id = idIn(await write(wang))
    const answers = await Promise.all([edit(wang, id, 1, { title: '甲' }), edit(kao, id, 1, { title: '乙' })])
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 422])
    assert.equal(await count(), 2)
  })

  test('withdrawn with a reason, it is gone for its readers, stays for its writers, and cannot be brought back', async () => {
    const wang = await world.signIn('wang.supervisor')
    const lee = await world.signIn('lee.officer')
    const id = idIn(await write(wang))
    assert.match(textOf((await wang.ask(`/manage/content/${id}/withdraw`)).body), /立即從公告中消失/)
    assert.equal((await wang.submit(`/manage/content/${id}/withdraw`, { version: '1', reason: '' }, '/switch')).status, 422)
    assert.equal((await lee.ask(`/announcements/${id}`)).status, 200)
    const done = await wang.submit(`/manage/content/${id}/withdraw`, { version: '1', reason: '誤植 A123456789' }, '/switch')
    assert.equal(done.headers.location, `/manage/content?agency=${personnelOffice}&done=withdrawn`)
    assert.equal((await lee.ask(`/announcements/${id}`)).status, 404)
    assert.equal(((await last('announcement.withdrawn'))['detail'] as { reason: string }).reason, '誤植 A12****789')
    assert.match(textOf((await wang.ask('/manage/content?shown=past')).body), /會議.*已撤下/)
    assert.doesNotMatch(textOf((await wang.ask('/manage/content')).body), /已撤下 *$|會議/)
    assert.equal((await wang.ask(`/manage/content/${id}`)).status, 200)
    assert.match(textOf((await edit(wang, id, 2, { title: '再來' })).body), /已經撤下，不能再修改/)
    await assert.rejects(world.arrange(`insert into announcement_version (announcement_id, version, title, body, pinned, must_acknowledge, audience_below,
      audience_standing, publish_at, event_id) select '${id}', 9, 'x', 'x', false, false, true, 'hr', now(), max(id) from audit_event`), /stays so/)
  })

  test('national IDs in title and text are masked before anything keeps them', async () => {
    const id = idIn(await write(await world.signIn('wang.supervisor'), { title: '關於 A123456789', body: '身分證 A123456789' }))
    const [kept] = await world.sql('select title, body from announcement_version where announcement_id = $1', [id])
    assert.deepEqual([kept!['title'], kept!['body']], ['關於 A12****789', '身分證 A12****789'])
  })

  test('the preview shows what readers would see, keeps what was typed, writes nothing, and runs nothing', async () => {
    const wang = await world.signIn('wang.supervisor')
    const events = (await world.sql('select count(*) from audit_event'))[0]!['count']
    const seen = await wang.submit('/manage/content/new/preview', fields({ title: '', body: '# 甲\n<script>x</script>', publishDay: 'nonsense' }), '/switch')
    assert.equal(seen.status, 200)
    assert.match(seen.body, /<section id="preview"[^>]*>.*<h2>甲<\/h2>.*&lt;script&gt;x/s)
    assert.doesNotMatch(seen.body, /<script>x/)
    assert.match(seen.body, /value="nonsense"/)
    assert.equal((await world.sql('select count(*) from audit_event'))[0]!['count'], events)
    assert.equal((await wang.submit('/manage/content/new/preview', fields({ agency: 'centre' }), '/switch')).status, 404)
  })

  test('from when to when: days as 115/11/23 and 2026-11-23, times in Taipei, a day alone to its end', async () => {
    const wang = await world.signIn('wang.supervisor')
    const id = idIn(await write(wang, { publishDay: '188/1/2', publishTime: '下午3:05', withdrawDay: '2099-01-03' }))
    const [kept] = await world.sql<{ publish_at: Date; withdraw_at: Date }>('select publish_at, withdraw_at from announcement_version where announcement_id = $1', [id])
    assert.deepEqual([kept!.publish_at.toISOString(), kept!.withdraw_at.toISOString()], ['2099-01-02T07:05:00.000Z', '2099-01-03T16:00:00.000Z'])
    assert.match(textOf((await wang.ask(`/manage/content/${id}`)).body), /預定.*188\/01\/02 15:05/)
    const now = idIn(await write(wang, { publishDay: today }))
    assert.equal((await wang.ask(`/announcements/${now}`)).status, 200)
  })

  test('an agency’s card writes for its agency once its holder is named, and not before', async () => {
    const card = await world.signInCard(personnelOffice)
    assert.equal((await card.ask('/manage/content')).status, 200)
    const answer = await write(card)
    assert.equal(answer.status, 422)
    assert.match(textOf(answer.body), /登錄持卡人/)
    assert.equal(await count(), 0)
    assert.equal((await card.submit('/manage/content/new/preview', fields(), '/switch')).status, 200)
  })

  test('the list goes on by key, and is taken as a file with its events, of one’s own desk alone', async () => {
    const wang = await world.signIn('wang.supervisor')
    for (let n = 1; n <= 3; n += 1) await write(wang, { title: `=第${n}則` })
    const [head, ...rows] = readCsv(Buffer.from((await wang.ask('/manage/content.csv')).body))
    assert.deepEqual([head![0], rows.length, rows[0]![2], rows[0]![8]], ['announcement', 3, "'=第3則", 'shown'])
    assert.equal((await last('search.export-begun'))['agency'], personnelOffice)
    assert.equal(((await last('search.exported'))['detail'] as { rows: number }).rows, 3)
    assert.equal((await wang.ask(`/manage/content.csv?agency=${taipeiPersonnelOffice}`)).status, 404)
    assert.equal((await wang.ask('/manage/content.csv?agency=centre')).status, 404)
    const first = await listManaged(world.database.read, { agency: personnelOffice, shown: 'all' }, {}, 2)
    const second = await listManaged(world.database.read, { agency: personnelOffice, shown: 'all' }, { after: first.next! }, 2)
    assert.deepEqual([first.notices.length, second.notices.length, second.next, first.previous], [2, 1, null, null])
    const back = await listManaged(world.database.read, { agency: personnelOffice, shown: 'all' }, { before: second.previous! }, 2)
    assert.deepEqual(back.notices.map(({ id }) => id), first.notices.map(({ id }) => id))
  })

  test('a form of another site, and one without its token, writes nothing', async () => {
    const wang = await world.signIn('wang.supervisor')
    const body = new URLSearchParams(fields())
    const answer = await wang.ask('/manage/content/new', { method: 'POST', body, headers: { origin: wang.origin, 'sec-fetch-site': 'same-origin' } })
    assert.equal(answer.status, 403)
    assert.equal(await count(), 0)
  })
})
