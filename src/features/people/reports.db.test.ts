// 「資料有誤」 from telling to the answer, and as those try it whom it does not concern.
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { STOPS, whileWaiting } from '../../../test/holding.ts'
import { AGENCIES, keyOf, nationalIdOf, personOf, postOf, startWorld } from '../../../test/world.ts'
import { bytesOf, textOf } from '../../../test/searches.ts'
import { readCsv } from '../../../test/spreadsheet.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const OWN = '/me/reports'
const REPORTS = '/record-reports'
const { personnelOffice, education, secretariat, school } = AGENCIES

describe('資料有誤', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.arrange('delete from record_report; delete from notice; delete from mail'))

  const tell = (visitor: Visitor, who: Who, fields: Record<string, string> = {}): Promise<Answer> =>
    visitor.submit(`${OWN}/new`, { post: postOf(who), field: 'title', says: '應為專員', ...fields }, '/applications')
  const newest = async () => (await world.sql<{ id: string; agency_code: string; says: string; state: string }>(
    'select * from record_report order by event_id desc limit 1'))[0]!
  const told = async (who: Who, fields: Record<string, string> = {}): Promise<string> => {
    assert.equal((await tell(await world.signIn(who), who, fields)).status, 303)
    return (await newest()).id
  }
  const answer = (visitor: Visitor, id: string, fields: Record<string, string> = {}): Promise<Answer> =>
    visitor.submit(`${REPORTS}/${id}`, { answer: 'corrected', note: '將更正', ...fields }, '/applications')
  const stateOf = async (id: string) => (await world.sql<{ state: string }>('select state from record_report where id = $1', [id]))[0]!.state
  const todo = async (who: Who) => textOf((await (await world.signIn(who)).ask('/todo')).body)
  const letters = async (who: Who) => (await world.sql<{ subject: string; body_text: string }>(
    'select subject, body_text from mail where recipient = $1 order by written_at', [`${who}@ecpa.example`]))

  test('what somebody tells goes to the officers of the agency of the post, who answer, and the person is told', async () => {
    const chang = await world.signIn('chang.unit')
    assert.match(textOf((await chang.ask('/me')).body), /告知有誤之處，並查看答覆/)
    const id = await told('chang.unit', { says: `應為主任，身分證號 ${nationalIdOf('chang.unit')} 無誤` })
    const report = await newest()
    assert.equal(report.agency_code, education)
    assert.match(report.says, /^應為主任，身分證號 E19\*{4}\d{3} 無誤$/)
    assert.match(await todo('tsao.education'), /資料有誤待答覆 張美玲：職稱 高雄市政府教育局/)
    for (const who of ['chang.unit', 'wang.supervisor', 'lee.officer', 'chen.central'] as const) {
      assert.doesNotMatch(await todo(who), /資料有誤待答覆/, who)
    }
    // The job that finds and tells the officers.
    const [{ telling } = { telling: '' }] = await world.sql<{ telling: string }>('select max(id)::text as telling from telling')
    const work = { database: world.database, attempt: 1, lastAttempt: false, signal: new AbortController().signal }
    await world.tasks.find(({ name }) => name === 'notices.tell')!.handle({ telling, after: '0' }, work)
    const [letter] = await letters('tsao.education')
    assert.equal(letter!.subject, '人事資料有誤，待答覆')
    assert.match(letter!.body_text, /張美玲反映本人由「高雄市政府教育局」報送的人事資料有誤（職稱）/)
    assert.deepEqual(await letters('chang.unit'), [])

    const tsao = await world.signIn('tsao.education')
    assert.match(textOf((await tsao.ask(`${REPORTS}/${id}`)).body), /張美玲.*應為主任/)
    assert.match((await answer(tsao, id, { answer: 'correct', note: '' })).body, /查明並無錯誤時，請說明理由/)
    assert.equal((await answer(tsao, id, { answer: '' })).status, 422)
    assert.equal((await answer(tsao, id, { answer: 'correct', note: '派令為科員' })).status, 303)
    assert.match(textOf((await chang.ask(OWN)).body), /查無錯誤 派令為科員 曹國強/)
    assert.deepEqual((await letters('chang.unit')).map(({ subject }) => subject), ['人事資料無誤'])
    assert.match((await answer(tsao, id)).body, /這件事項已經處理/)
    const events = (await world.sql(`select code, outcome, person_id, agency from audit_event where code like 'record.%' order by id`))
    assert.deepEqual(events.map((row) => [row['code'], row['outcome'], row['person_id'], row['agency']]), [
      ['record.reported', 'done', personOf('chang.unit'), education], ['record.report-answered', 'refused', personOf('chang.unit'), education],
      ['record.report-answered', 'done', personOf('chang.unit'), education], ['record.report-answered', 'refused', personOf('chang.unit'), education],
    ])
    assert.deepEqual(await world.sql(`select id from audit_event where detail::text like '%應為主任%'`), [])
  })

  test('where the agency has no officer but the one whose record it is, those who manage it have it to do', async () => {
    const id = await told('huang.concurrent', { post: postOf('huang.concurrent', 1), field: 'nature' })
    assert.equal((await newest()).agency_code, school)
    assert.match(await todo('tsao.education'), /黃俊傑：兼職性質/)
    assert.match(await todo('wang.supervisor'), /黃俊傑：兼職性質/)
    assert.doesNotMatch(await todo('huang.concurrent'), /資料有誤待答覆/)
    const huang = await world.signIn('huang.concurrent')
    assert.match((await answer(huang, id)).body, /不得答覆自己反映的事項/)
    assert.equal(await stateOf(id), 'open')
    assert.equal((await answer(await world.signIn('wang.supervisor'), id)).status, 303)
    assert.equal(await stateOf(id), 'corrected')
  })

  test('a report is one’s own post’s, five wait at most, also of two windows, and one takes back one’s own alone', async () => {
    const wu = await world.signIn('wu.employee')
    for (const fields of [{ post: postOf('sun.employee') }, { post: '99' }, { field: 'salary' }, { says: '' }, { post: 'x' }]) {
      assert.equal((await tell(wu, 'wu.employee', fields)).status, 422, JSON.stringify(fields))
    }
    for (let at = 0; at < 4; at += 1) await told('wu.employee')
    const both = await Promise.all([tell(wu, 'wu.employee'), tell(await world.signIn('wu.employee'), 'wu.employee')])
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [303, 422])
    assert.match(both.find(({ status }) => status === 422)!.body, /您已有 5 件待答覆/)
    const { id } = await newest()
    const sun = await world.signIn('sun.employee')
    assert.equal((await sun.submit(`${OWN}/${id}/withdraw`, {}, '/applications')).status, 404)
    assert.doesNotMatch(textOf((await sun.ask(OWN)).body), /應為專員/)
    assert.equal(await stateOf(id), 'open')
    assert.equal((await wu.submit(`${OWN}/${id}/withdraw`, {}, '/applications')).status, 303)
    assert.equal(await stateOf(id), 'withdrawn')
    assert.equal((await tell(wu, 'wu.employee')).status, 303)
  })

  test('what is taken back counts with the rest of a day: nobody writes to the officers again and again', async () => {
    const wu = await world.signIn('wu.employee')
    const tellings = async (): Promise<number> => (await world.sql(`select from telling where kind = 'record.reported'`)).length
    const earlier = await tellings()
    for (let at = 0; at < 20; at += 1) {
      assert.equal((await tell(wu, 'wu.employee')).status, 303)
      assert.equal((await wu.submit(`${OWN}/${(await newest()).id}/withdraw`, {}, '/applications')).status, 303)
    }
    const more = await tell(wu, 'wu.employee')
    assert.equal(more.status, 422)
    assert.match(more.body, /一日內最多告知 20 件/)
    assert.equal(await tellings() - earlier, 20)
    await world.arrange(`alter table record_report disable trigger user; update record_report set reported_at = reported_at - interval '1 day';
      alter table record_report enable trigger user`)
    assert.equal((await tell(wu, 'wu.employee')).status, 303)
  })

  test('nobody sees, counts, takes away or answers reports to agencies beyond their reach', async () => {
    const kaohsiung = await told('wu.employee')
    const taipei = await told('lo.taipei')
    for (const [who, mine, theirs] of [['wang.supervisor', kaohsiung, taipei], ['tsai.delegate', kaohsiung, taipei], ['yang.taipei', taipei, kaohsiung]] as const) {
      const visitor = await world.signIn(who)
      const list = textOf((await visitor.ask(REPORTS)).body)
      assert.match(list, /共 1 筆/, who)
      const [head, ...lines] = readCsv(await bytesOf(visitor, `${REPORTS}.csv?state=all`))
      assert.deepEqual(lines.map((line) => line[head!.indexOf('person_key')]), [keyOf(mine === kaohsiung ? 'wu.employee' : 'lo.taipei')])
      assert.equal((await visitor.ask(`${REPORTS}/${mine}`)).status, 200)
      assert.equal((await visitor.ask(`${REPORTS}/${theirs}`)).status, 404)
      assert.equal((await answer(visitor, theirs)).status, 404)
      const there = theirs === taipei ? '379010000A' : secretariat
      assert.match(textOf((await visitor.ask(`${REPORTS}?agency=${there}`)).body), /沒有符合的事項/)
    }
    const [event] = (await world.events('record.report-answered')).slice(-1)
    assert.deepEqual([event!['outcome'], (event!['detail'] as { refusal: string }).refusal], ['refused', 'notFound'])
    // An officer has what is told to the own office alone.
    const lee = await world.signIn('lee.officer')
    assert.match(textOf((await lee.ask(REPORTS)).body), /沒有符合的事項/)
    assert.equal((await lee.ask(`${REPORTS}/${kaohsiung}`)).status, 404)
    for (const who of ['wu.employee', 'sun.employee', 'lin.auditor'] as const) {
      const visitor = await world.signIn(who)
      assert.equal((await visitor.ask(REPORTS)).status, 403)
      assert.equal((await visitor.ask(`${REPORTS}.csv`)).status, 403)
      assert.equal((await visitor.ask(`${REPORTS}/${kaohsiung}`)).status, 404)
      assert.equal((await answer(visitor, kaohsiung)).status, 404)
    }
    const chen = await world.signIn('chen.central')
    assert.match(textOf((await chen.ask(REPORTS)).body), /共 2 筆/)
    assert.match(textOf((await chen.ask(`${REPORTS}?agency=${personnelOffice}`)).body), /沒有符合的事項/)
    for (const id of ['00000000-0000-4000-8000-00000000ffff', 'x', '1']) assert.equal((await chen.ask(`${REPORTS}/${id}`)).status, 404)
    assert.deepEqual([await stateOf(kaohsiung), await stateOf(taipei)], ['open', 'open'])
  })

  describe('nothing is answered by whoever waited for another answer, and meanwhile', () => {
    const lee = personOf('lee.officer')
    const heldBy = (category: string) => `insert into post_version (person_id, post_id, version, staff_category, supervisor_level, valid, event_id)
      select person_id, post_id, max(version) + 1, '${category}', '', '[2020-01-01,)', (select max(id) from audit_event) from post_version
      where person_id = ${lee} group by person_id, post_id having not bool_or(upper_inf(recorded))`
    afterEach(() => world.arrange(`${STOPS['the post ends'](lee)}; ${heldBy('08')}; update account set state = 'active' where person_id = ${lee}`))

    const stops = { ...STOPS, 'the post is a personnel one no more': (person: string) => `${STOPS['the post ends'](person)}; ${heldBy('')}` }
    for (const [why, stop] of Object.entries(stops)) {
      test(why, async () => {
        const id = await told('wang.supervisor')
        const visitor = await world.signIn('lee.officer')
        const late = await whileWaiting(world, `select from record_report where id = '${id}' for update`, [stop(lee)], () => answer(visitor, id))
        assert.deepEqual([await stateOf(id), late.status], ['open', 404])
        const again = await whileWaiting(world, `select from record_report where id = '${id}' for update`, [], async () => answer(await world.signIn('kao.supervisor'), id))
        assert.deepEqual([await stateOf(id), again.status], ['corrected', 303])
      })
    }
  })

  test('the database keeps what was answered, and lets nobody answer their own', async () => {
    const id = await told('wu.employee')
    const close = (state: string, by: string) => world.arrange(`update record_report set state = '${state}', closed_by = ${by}, closed_at = now(),
      note = 'x', closed_event_id = (select max(id) from audit_event) where id = '${id}'`)
    await assert.rejects(close('corrected', personOf('wu.employee')), /report_answered_by_another/)
    await assert.rejects(close('withdrawn', personOf('lee.officer')), /report_answered_by_another/)
    await close('corrected', personOf('lee.officer'))
    await assert.rejects(close('correct', personOf('lee.officer')), /stays so/)
  })

  test('the list is paged by key, the oldest first or the newest', async () => {
    await world.arrange(`insert into audit_event (code, outcome, actor_process) select 'record.reported', 'done', 'test' from generate_series(1, 70);
      insert into record_report (person_id, post_id, agency_code, field, says, event_id)
        select ${personOf('wu.employee')}, ${postOf('wu.employee')}, '${secretariat}', 'other', '第' || e.id || '件', e.id from audit_event e
        order by e.id desc limit 70`)
    const chen = await world.signIn('chen.central')
    const link = (html: string, rel: string) => new RegExp(`rel="${rel}" href="([^"]+)`).exec(html)?.[1]?.replaceAll('&amp;', '&')
    const said = (html: string) => [...html.matchAll(/第(\d+)件/g)].map(([, n]) => Number(n))
    for (const sort of ['', 'newest']) {
      const first = await chen.ask(`${REPORTS}?sort=${sort}`)
      const second = await chen.ask(link(first.body, 'next')!)
      const third = await chen.ask(link(second.body, 'next')!)
      const all = [first, second, third].flatMap(({ body }) => said(body))
      assert.equal(all.length, 70)
      assert.deepEqual(all, all.toSorted((a, b) => (sort === '' ? a - b : b - a)))
      assert.deepEqual(said((await chen.ask(link(third.body, 'prev')!)).body), said(second.body))
      assert.equal(link(third.body, 'next'), undefined)
    }
  })
})
