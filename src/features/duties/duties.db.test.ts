// 「兼辦管理」 over HTTP: within one line at once (R-DUTY-3), shortened by either side, and no agency's matters for strangers.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { AGENCIES, personOf, startWorld } from '../../../test/world.ts'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { leadAgencyOf } from '../../core/agency-tree.ts'
import { rocDayShort } from '../../core/roc-date.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { unreadDay } from '../../web/asked-day.ts'
import { messages } from './messages.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const { personnelOffice, secretariat, school, education, taipeiSecretariat, taipeiPersonnelOffice, kaohsiung } = AGENCIES
const m = messages('zh-TW')
const today = dayInTaipei(new Date())
const nextYear = addDays(today, 365)

describe('「兼辦管理」', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(() => world.stop())

  type Fields = Record<string, string | string[]>

  /** Sends a form as it stands on the page at `from`. */
  async function send(visitor: Visitor, path: string, fields: Fields, from = '/manage/duties/new'): Promise<Answer> {
    const token = /name="csrf" value="([^"]+)"/.exec((await visitor.ask(from)).body)?.[1] ?? ''
    const body = new URLSearchParams({ csrf: token })
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
    return visitor.ask(path, { method: 'POST', body, headers: { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' } })
  }

  const wish = (over: Fields = {}): Fields => ({
    acting: personnelOffice, served: secretariat, application: ['A4', 'A5'], find: '', from: '', to: nextYear, reason: '', press: 'save', ...over,
  })
  const setUp = async (who: Who, over: Fields = {}) => send(await world.signIn(who), '/manage/duties/new', wish(over))

  type Line = { id: string; application_code: string; version: number; period: string; state: string; given_by: string }
  const lines = (served: string, acting: string = personnelOffice) => world.sql<Line>(`
    select id, application_code, version, valid::text as period, state::text, given_by::text from concurrent_duty
    where served_code = $1 and acting_code = $2 and upper_inf(recorded) order by application_code`, [served, acting])
  const countAll = async () => (await world.sql<{ n: string }>('select count(*) as n from concurrent_duty'))[0]!.n

  /** What the form says is wrong; the form stands there with what was typed. */
  function refusal({ status, body }: Answer): string {
    assert.equal(status, 422, body.slice(0, 300))
    return /role="alert"[\s\S]*?<ul>([\s\S]*?)<\/ul>/.exec(body)![1]!.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ').trim()
  }

  test('a duty within one line holds at once, and the managers of the other side are told', async () => {
    const wang = await world.signIn('wang.supervisor')
    const answer = await send(wang, '/manage/duties/new', wish({ served: school, application: ['A4', 'A5'] }))
    assert.equal(answer.status, 303, answer.body.slice(0, 500))
    assert.match(String(answer.headers.location), /done=set/)
    const found = await lines(school)
    assert.deepEqual(found.map(({ application_code: code, version, state, given_by: giver }) => [code, version, state, giver]),
      [['A4', 1, 'active', personOf('wang.supervisor')], ['A5', 1, 'active', personOf('wang.supervisor')]])
    assert.equal(new Set(found.map(({ id }) => id)).size, 1)
    const [event] = await world.events('duty.set-up')
    assert.deepEqual([event!.agency, event!.outcome], [school, 'done'])
    const told = await world.sql<{ person_id: string }>(`select person_id from notice n join telling t on t.id = n.telling_id
      where t.kind = 'duty.set' order by person_id`)
    // The nearest managers of the school and of the personnel office, without the one who did it.
    assert.deepEqual(told.map((row) => Number(row.person_id)).toSorted((a, b) => a - b),
      [personOf('kao.supervisor'), personOf('tsao.education'), personOf('tsai.delegate')].map(Number).toSorted((a, b) => a - b))
    const lee = await world.signIn('lee.officer')
    const opened = await lee.ask(`/applications/A4/open?agency=${school}`)
    assert.match(String(opened.headers.location), /^http:\/\/localhost:3001\/A4\?agency=397070100Y/)
    const page = await wang.ask(answer.headers.location!)
    assert.match(page.body, /兼辦已設定/)
    assert.match(page.body, /應用系統 A5/)
  })

  const REFUSALS: [what: string, who: Who, over: Fields, says: string][] = [
    ['R-DUTY-2: WebHR', 'wang.supervisor', { application: 'WebHR' }, m.refusals.notAllowed('WebHR')],
    ['R-DUTY-2: not for duties', 'wang.supervisor', { application: ['A4', 'E1'] }, m.refusals.notAllowed('E1')],
    ['an application that is not there', 'wang.supervisor', { application: 'ZZ' }, m.refusals.unknownApplication('ZZ')],
    ['no application', 'wang.supervisor', { application: [] }, m.refusals.noApplication],
    ['R-DUTY-2: covered already', 'wang.supervisor', { served: school, application: ['A1', 'A4'] }, m.refusals.coveredBy('A4')],
    ['R-DUTY-5: itself', 'wang.supervisor', { served: personnelOffice }, m.refusals.sameAgency],
    ['no such agency', 'wang.supervisor', { served: '3970000000' }, m.refusals.servedNotLive],
    ['no such acting agency', 'wang.supervisor', { acting: '3970000000' }, m.refusals.actingNotLive],
    ['no code at all', 'wang.supervisor', { served: '高雄' }, m.agencyUnfit],
    ['nothing typed', 'wang.supervisor', { served: '' }, m.agencyMissing],
    ['R-DUTY-3: only the acting agency is theirs', 'tsao.education', { acting: education, served: secretariat }, m.refusals.servedManagersOnly],
    ['both are of another line', 'wang.supervisor', { acting: taipeiPersonnelOffice, served: taipeiSecretariat }, m.refusals.notYours],
    ['R-DUTY-4: the centre drafts nothing', 'chen.central', { served: taipeiSecretariat }, m.refusals.standsForBoth],
    ['R-DAY-3: from yesterday', 'wang.supervisor', { from: addDays(today, -1) }, '今天'],
    ['R-DAY-3: until yesterday', 'wang.supervisor', { from: '', to: addDays(today, -1) }, ''],
    ['permanent without a reason', 'wang.supervisor', { to: '', permanent: 'yes' }, '理由'],
    ['neither an end nor permanent', 'wang.supervisor', { to: '' }, '設為永久'],
    ['a day that no calendar has', 'wang.supervisor', { to: '115/02/30' }, '曆法'],
    ['a reason longer than a book', 'wang.supervisor', { reason: '長'.repeat(501) }, '500'],
  ]
  for (const [what, who, over, says] of REFUSALS) {
    test(`refused, with nothing lost and nothing done: ${what}`, async () => {
      const rows = await countAll()
      const answer = await setUp(who, over)
      assert.ok(refusal(answer).includes(says), refusal(answer))
      assert.equal(await countAll(), rows)
      const typed = wish(over)
      for (const one of [typed['application']!].flat().filter((code) => ['A1', 'A4', 'A5'].includes(code))) {
        // What is covered by now is shown as such; all else that was chosen is chosen still.
        if (one === 'A4' && typed['served'] === school) continue
        assert.match(answer.body, new RegExp(`name="application" value="${one}" checked`))
      }
      assert.ok(answer.body.includes(`value="${String(typed['acting'])}"`))
    })
  }

  test('a refusal by the law is an event too', async () => {
    const refused = (await world.events('duty.set-up')).filter((event) => event['outcome'] === 'refused')
    const why = new Set(refused.map((event) => (event['detail'] as { refusal: string }).refusal))
    for (const code of ['notAllowed', 'covered', 'sameAgency', 'servedManagersOnly', 'notYours', 'standsForBoth']) assert.ok(why.has(code), code)
  })

  test('the buttons draw the form anew with nothing lost, and choose no more than may be chosen', async () => {
    const wang = await world.signIn('wang.supervisor')
    const typed = { ...wish({ served: school, application: ['A1'], from: '115/13/99', to: 'x', reason: '理由', permanent: 'yes' }) }
    const draw = async (press: string, more: Fields = {}) => {
      const { status, body } = await send(wang, '/manage/duties/new', { ...typed, press, ...more })
      assert.equal(status, 200)
      for (const kept of ['value="115/13/99"', 'value="x"', '>理由<', `value="${school}"`]) assert.ok(body.includes(kept), `${press}: ${kept}`)
      return [...body.matchAll(/name="application" value="(\w+)" checked/g)].map(([, code]) => code).toSorted()
    }
    assert.deepEqual(await draw('recheck'), ['A1'])
    assert.deepEqual(await draw('all'), ['A1', 'A6', 'A7', 'A8', 'B5', 'D6'])
    assert.deepEqual(await draw('all', { find: 'd6' }), ['A1', 'D6'])
    assert.deepEqual(await draw('none', { application: ['A1', 'D6'], find: 'D6' }), ['A1'])
    assert.deepEqual(await draw('none'), [])
    assert.deepEqual(await draw('find', { find: 'B5' }), ['A1'])
    const { body } = await send(wang, '/manage/duties/new', { ...typed, press: 'recheck' })
    const covered = /id="covered"[\s\S]*?<\/section>/.exec(body)![0]
    assert.match(covered, /A4[\s\S]*A5/)
    assert.equal(/A1/.test(covered), false)
    // What two other agencies have between them is nobody else's to read.
    const yang = await world.signIn('yang.taipei')
    assert.match((await send(yang, '/manage/duties/new', { ...typed, press: 'recheck' })).body, new RegExp(m.coveredUnknown))
  })

  async function dutyOf(served: string): Promise<string> {
    return (await lines(served))[0]!.id
  }

  test('shortening is open to the acting side, lengthening and adding to the served side alone', async () => {
    await setUp('wang.supervisor', { acting: education, served: secretariat, application: ['A1', 'A5', 'A6'] })
    const [{ id }] = await lines(secretariat, education) as [Line]
    const tsao = await world.signIn('tsao.education')
    const { body: form } = await tsao.ask(`/manage/duties/${id}/edit`)
    assert.match(form, new RegExp(`name="to"[^>]* value="${rocDayShort(nextYear)}"`), 'the day as it is written in the language of the page')
    assert.ok(form.includes(m.coveredNoneElse))
    const edit = (visitor: Visitor, over: Fields) => send(visitor, `/manage/duties/${id}/edit`,
      { application: ['A1', 'A5', 'A6'], to: nextYear, reason: '', find: '', press: 'save', ...over }, `/manage/duties/${id}/edit`)
    assert.equal(refusal(await edit(tsao, { to: addDays(nextYear, 1) })), m.refusals.servedManagersOnly)
    assert.equal(refusal(await edit(tsao, { application: ['A1', 'A5', 'A6', 'D6'] })), m.refusals.servedManagersOnly)
    assert.equal(refusal(await edit(tsao, {})), m.refusals.nothingChanged)
    assert.ok(refusal(await edit(tsao, { application: [] })).includes(m.refusals.noApplication))
    const shorter = addDays(today, 30)
    assert.equal((await edit(tsao, { to: shorter })).status, 303)
    assert.deepEqual((await lines(secretariat, education)).map(({ version, period }) => [version, period]),
      Array.from({ length: 3 }, () => [2, `[${today},${addDays(shorter, 1)})`]))
    // Taking one away asks first, and says in numbers what comes of it.
    const asked = await edit(tsao, { to: shorter, application: ['A1', 'A5'] })
    assert.equal(asked.status, 200)
    assert.match(asked.body, /A6/)
    assert.equal((await lines(secretariat, education)).filter(({ state }) => state === 'ended').length, 0)
    assert.equal((await edit(tsao, { to: shorter, application: ['A1', 'A5'], press: 'confirm' })).status, 303)
    assert.deepEqual((await lines(secretariat, education)).map(({ application_code: code, state }) => `${code} ${state}`),
      ['A1 active', 'A5 active', 'A6 ended'])
    // Taken up again by the served side: a further version, of whoever decided it.
    const wang = await world.signIn('kao.supervisor')
    assert.equal((await edit(wang, { application: ['A1', 'A5', 'A6'], to: shorter })).status, 303)
    const again = (await lines(secretariat, education)).at(-1)!
    assert.deepEqual([again.application_code, again.version, again.state, again.given_by], ['A6', 4, 'active', personOf('kao.supervisor')])
  })

  test('a duty of others is not there: to read, to edit, to end, in lists, counts and exports', async () => {
    const id = await dutyOf(school)
    const yang = await world.signIn('yang.taipei')
    const nowhere = '00000000-0000-4000-8000-000000000000'
    for (const path of ['edit', 'end']) {
      const [theirs, none] = [await yang.ask(`/manage/duties/${id}/${path}`), await yang.ask(`/manage/duties/${nowhere}/${path}`)]
      assert.deepEqual([theirs.status, none.status], [404, 404])
      const posted = await send(yang, `/manage/duties/${id}/${path}`, { application: 'A4', to: today, press: 'confirm' })
      assert.equal(posted.status, 404)
    }
    assert.ok((await lines(school)).every(({ state }) => state === 'active'))
    for (const path of ['/manage/duties', `/manage/duties?served=${school}&state=all`, '/manage/duties?sort=to&order=desc']) {
      const { body } = await yang.ask(path)
      assert.equal(body.includes('旗津'), false, path)
      assert.match(body, new RegExp(m.none), path)
    }
    const file = await yang.ask('/manage/duties.csv?state=all')
    assert.equal(file.body.split('\r\n').length, 2, 'a head and nothing below')
    const wu = await world.signIn('wu.employee')
    for (const path of ['/manage/duties', '/manage/duties/new', `/manage/duties/${id}/edit`, '/manage/duties.csv']) {
      assert.equal((await wu.ask(path)).status, 403, path)
    }
    assert.equal((await world.visitor().ask('/manage/duties')).status, 303)
  })

  test('the list filters, sorts, pages by key, counts, and is a file to keep, which is an event', async () => {
    const wang = await world.signIn('wang.supervisor')
    const rowsIn = async (query: string) => {
      const { body, status } = await wang.ask(`/manage/duties${query}`)
      assert.equal(status, 200, query)
      return [...body.matchAll(/scope="row"[^>]*>[\s\S]*?<span class="code soft">(\w{10})</g)].map(([, code]) => code)
    }
    assert.deepEqual(await rowsIn(''), [secretariat, school])
    assert.deepEqual(await rowsIn('?order=desc'), [school, secretariat])
    assert.deepEqual(await rowsIn('?sort=to'), [secretariat, school])
    assert.deepEqual(await rowsIn(`?acting=${education}`), [secretariat])
    assert.deepEqual(await rowsIn('?application=A4'), [school])
    assert.deepEqual(await rowsIn('?state=over'), [])
    assert.deepEqual(await rowsIn(`?asOf=${addDays(today, 60)}`), [school])
    assert.deepEqual(await rowsIn(`?asOf=${addDays(today, -1)}`), [], 'yesterday nobody knew of it')
    assert.deepEqual(await rowsIn('?state=&application=&acting='), [secretariat, school])
    for (const [query, says] of [['asOf=never', unreadDay('zh-TW').message], ['served=x', m.agencyUnfit]] as const) {
      const { status, body } = await wang.ask(`/manage/duties?${query}`)
      assert.deepEqual([status, body.includes(says)], [400, true])
      assert.equal((await wang.ask(`/manage/duties.csv?${query}`)).status, 400, 'a file is of what was asked or is none')
    }
    assert.equal((await wang.ask('/manage/duties?state=secret')).status, 400)
    const file = await wang.ask(`/manage/duties.csv?served=${school}`)
    const [head, ...rows] = file.body.replace('\uFEFF', '').trim().split('\r\n')
    assert.equal(head, 'acting_code,acting_name,agency_code,agency_name,application,application_name,state,from,until,reason,duty')
    assert.deepEqual(rows.map((row) => row.split(',').slice(0, 5).join()),
      ['A4', 'A5'].map((code) => `${personnelOffice},高雄市政府人事處,${school},高雄市旗津區旗津國民小學,${code}`))
    const [event] = (await world.events('search.exported')).slice(-1)
    const { search, rows: written, whole } = event!.detail as { search: string; rows: number; whole: boolean }
    assert.deepEqual([search, written, whole], ['duties', 2, true])
    assert.equal((await wang.ask('/manage/duties.xlsx')).status, 200)
  })

  test('pages by key go forth and back, each duty once', async () => {
    await world.arrange(`insert into concurrent_duty (id, application_code, acting_code, served_code, valid, reason, event_id)
      select gen_random_uuid(), a, '${education}', '${school}', daterange(current_date + n, current_date + n + 1), null,
        (select max(id) from audit_event) from generate_series(1, 60) n, unnest(array['A1', 'D6']) a where a = 'A1' or n > 0`)
    const wang = await world.signIn('wang.supervisor')
    const ids = new Set<string>()
    let at: string | undefined = `/manage/duties?sort=from&acting=${education}&served=${school}`
    const seen: string[] = []
    for (; at !== undefined; at = /rel="next" href="([^"]+)"/.exec(seen.at(-1)!)?.[1]?.replaceAll('&amp;', '&')) {
      const { body } = await wang.ask(at)
      seen.push(body)
      for (const [, id] of body.matchAll(/\/manage\/duties\/([0-9a-f-]{36})\/edit/g)) {
        assert.equal(ids.has(id!), false)
        ids.add(id!)
      }
    }
    assert.deepEqual([ids.size, seen.length], [120, 3])
    assert.match(seen[0]!, /共 120 筆/)
    const back = /rel="prev" href="([^"]+)"/.exec(seen.at(-1)!)![1]!.replaceAll('&amp;', '&')
    const rows = (body: string) => [...body.matchAll(/duties\/([0-9a-f-]{36})\/edit/g)].map(([, id]) => id)
    assert.deepEqual(rows((await wang.ask(back)).body), rows(seen[1]!))
  })

  test('ending asks once, in numbers, takes effect at once, and the other side is told', async () => {
    const id = await dutyOf(school)
    const wang = await world.signIn('wang.supervisor')
    const { body } = await wang.ask(`/manage/duties/${id}/end`)
    // A4 is for personnel officers: three of them work at the personnel office; A5 is nobody's without a grant.
    assert.match(body, /有 3 人會失去使用權[\s\S]*A4 應用系統 A4：3 人/)
    assert.equal(/A5 應用系統 A5：/.test(body), false)
    const tsao = await world.signIn('tsao.education')
    const done = await send(tsao, `/manage/duties/${id}/end`, {}, `/manage/duties/${id}/end`)
    assert.match(String(done.headers.location), /done=ended/)
    assert.ok((await lines(school)).every(({ state }) => state === 'ended'))
    const lee = await world.signIn('lee.officer')
    assert.equal((await lee.ask(`/applications/A4/open?agency=${school}`)).headers.location, `/applications/A4/why-not?agency=${school}`)
    const told = await world.sql(`select from notice n join telling t on t.id = n.telling_id
      where t.kind = 'duty.ended' and n.person_id = ${personOf('wang.supervisor')}`)
    assert.equal(told.length, 1)
    assert.equal((await send(tsao, `/manage/duties/${id}/end`, {})).status, 404, 'there is nothing left to end')
    // Ended is not covered: it can be set up anew, as a duty of its own.
    assert.equal((await setUp('wang.supervisor', { served: school })).status, 303)
    assert.notEqual((await lines(school)).find(({ state }) => state === 'active')!.id, id)
  })

  test('of two who set up the same at once one is told that it is covered', async () => {
    const answers = await Promise.all((['wang.supervisor', 'kao.supervisor', 'tsai.delegate'] as const).map((who) =>
      setUp(who, { acting: education, served: AGENCIES.works, application: ['A5', 'A6'] })))
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 422, 422])
    for (const answer of answers.filter(({ status }) => status === 422)) assert.equal(refusal(answer), m.refusals.coveredBy('A5'))
    assert.equal((await lines(AGENCIES.works, education)).length, 2)
  })

  test('the database keeps a duty to one pair, and the law and SQL agree on who leads', async () => {
    const id = await dutyOf(school)
    await assert.rejects(world.arrange(`insert into concurrent_duty (id, application_code, acting_code, served_code, valid, event_id)
      values ('${id}', 'D6', '${education}', '${secretariat}', '[2026-01-01,2027-01-01)', (select max(id) from audit_event))`), /one acting/)
    const codes = Object.values(AGENCIES)
    const tree = await loadTree(world.database.read, codes, { day: today, known: 'now' })
    const bySql = await world.sql<{ code: string; lead: string }>(
      `select code, lead_agency(code, current_date, 'infinity') as lead from agency order by code`)
    assert.deepEqual(bySql, codes.toSorted().map((code) => ({ code, lead: leadAgencyOf(tree, code) })))
    assert.equal(leadAgencyOf(tree, personnelOffice), kaohsiung)
  })


  test('nothing of this was a fault', () => assert.deepEqual(world.faults(), []))
})
