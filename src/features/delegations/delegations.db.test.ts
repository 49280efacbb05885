// 管理權限授權設定 as supervisors use it, and as those try it whom it does not concern.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { dayInTaipei, addDays } from '../../core/days.ts'
import { AGENCIES, keyOf, nameOf, nationalIdOf, personOf, postOf, startWorld } from '../../../test/world.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const today = dayInTaipei(new Date())
const later = addDays(today, 30)
const TSAI = '00000000-0000-4000-9000-000000000001'
const { personnelOffice, education, school, secretariat, works, taipeiPersonnelOffice } = AGENCIES

describe('管理權限授權設定', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(() => world.stop())
  beforeEach(() => world.arrange(`update delegation set recorded = closed(recorded) where upper_inf(recorded) and id <> '${TSAI}'`))

  const newPath = (agency: string) => `/manage/delegations/new?agency=${agency}`
  const give = (visitor: Visitor, to: Who, more: Record<string, string> = {}): Promise<Answer> =>
    visitor.submit('/manage/delegations/new', { agency: personnelOffice, person: keyOf(to), to: later, ...more }, '/switch')
  const current = (agency: string, who: Who) => world.sql<{ id: string; version: number; state: string; given_by: string; giver_post: string }>(
    `select id, version, state, given_by, giver_post from delegation
      where agency_code = $1 and person_id = $2 and upper_inf(recorded)`, [agency, personOf(who)])
  const end = (visitor: Visitor, id: string, version = 1, more: Record<string, string> = {}): Promise<Answer> =>
    visitor.submit(`/manage/delegations/${id}/end`, { version: String(version), ...more }, '/switch')

  test('a supervisor names a delegate, who manages at once, is told by notice and mail, and manages no more when it ends', async () => {
    const wang = await world.signIn('wang.supervisor')
    const wu = await world.signIn('wu.employee')
    assert.equal((await wu.ask('/manage')).status, 403)
    const form = await wang.ask(`${newPath(personnelOffice)}&person=${keyOf('wu.employee')}`)
    assert.match(form.body, new RegExp(nameOf('wu.employee')))
    const answer = await give(wang, 'wu.employee', { post: postOf('wu.employee'), reason: '業務支援' })
    assert.equal(answer.headers.location, `/manage/delegations?agency=${personnelOffice}&done=given`)
    const [row] = await current(personnelOffice, 'wu.employee')
    assert.deepEqual([row!.state, row!.given_by, row!.giver_post], ['active', personOf('wang.supervisor'), postOf('wang.supervisor')])
    assert.equal((await wu.ask('/manage')).status, 200)
    const [event] = (await world.events('delegation.given')).slice(-1)
    assert.deepEqual([event!.actor_standing, event!.agency, event!.person_id], ['hrSupervisor', personnelOffice, personOf('wu.employee')])
    assert.equal((event!.detail as { way: string }).way, `hrSupervisor ${personnelOffice}`)
    const mail = await world.sql(`select subject from mail where recipient = 'wu.employee@ecpa.example'`)
    assert.equal(mail.length, 1)

    const list = await wang.ask(`/manage/delegations?agency=${personnelOffice}`)
    assert.match(list.body, new RegExp(`${nameOf('wu.employee')}[\\s\\S]*${nameOf('wang.supervisor')}`))
    const asked = await wang.ask(`/manage/delegations/${row!.id}/end`)
    assert.match(asked.body, new RegExp(`${nameOf('wu.employee')}將立即不能再以這項授權管理 6 個機關`))
    assert.equal((await end(wang, row!.id)).status, 303)
    assert.equal((await wu.ask('/manage')).status, 403)
    const [told] = (await world.events('delegation.ended')).slice(-1)
    assert.equal(told!.outcome, 'done')
    assert.deepEqual(world.faults(), [])
  })

  test('a delegate may be named by the national ID, which stands nowhere afterwards', async () => {
    const wang = await world.signIn('wang.supervisor')
    const answer = await wang.submit('/manage/delegations/new',
      { agency: personnelOffice, nationalId: nationalIdOf('lee.officer').toLowerCase(), to: later }, newPath(personnelOffice))
    assert.equal(answer.status, 303)
    assert.equal((await current(personnelOffice, 'lee.officer')).length, 1)
    const written = await world.sql('select detail::text from audit_event where detail::text like $1', [`%${nationalIdOf('lee.officer')}%`])
    assert.deepEqual(written, [])
  })

  const refusals: [string, Who, Who, Record<string, string>, RegExp][] = [
    ['to oneself', 'wang.supervisor', 'wang.supervisor', {}, /不得授權給自己.*R-GRT-3/],
    ['to somebody of another line', 'wang.supervisor', 'lo.taipei', {}, /沒有現職符合的這位人員/],
    ['by a delegate', 'tsai.delegate', 'wu.employee', {}, /受授權管理者不得再授權他人.*R-SCP-3/],
    ['beginning yesterday', 'wang.supervisor', 'wu.employee', { from: addDays(today, -1) }, /不能早於今天/],
    ['without an end and without a reason', 'wang.supervisor', 'wu.employee', { to: '', permanent: 'yes' }, /設為永久須填寫理由/],
    ['without an end and not said to be so', 'wang.supervisor', 'wu.employee', { to: '' }, /請填寫有效日期（迄）/],
    ['narrowed to elsewhere', 'wang.supervisor', 'wu.employee', { scope: taipeiPersonnelOffice }, /範圍須在本機關管理的機關之內/],
    ['on no post of theirs', 'wang.supervisor', 'wu.employee', { post: postOf('lee.officer') }, /目前沒有這個職務.*R-GRT-4/],
    ['to a person of several posts without choosing', 'wang.supervisor', 'sun.employee', {}, /請選擇授權所依據的職務/],
    ['of another line', 'yang.taipei', 'wu.employee', {}, /沒有現職符合的這位人員/],
    ['of another line to one of one’s own', 'yang.taipei', 'lo.taipei', {}, /不能管理這個機關，或沒有這筆授權/],
    ['of a superior’s', 'tsao.education', 'huang.concurrent', { post: postOf('huang.concurrent') }, /不能管理這個機關，或沒有這筆授權/],
  ]
  for (const [what, actor, to, more, sentence] of refusals) {
    test(`a delegation ${what} is refused in words, and changes nothing`, async () => {
      const answer = await give(await world.signIn(actor), to, more)
      assert.equal(answer.status === 404 ? 404 : 422, answer.status)
      // What the page cannot show again for an agency of somebody else's is not there at all.
      if (answer.status === 422) assert.match(answer.body, sentence)
      assert.deepEqual(await current(personnelOffice, to), [])
    })
  }

  test('two of one person on the same days cannot be, also when both are sent at once', async () => {
    const wang = await world.signIn('wang.supervisor')
    const kao = await world.signIn('kao.supervisor')
    const both = await Promise.all([give(wang, 'lee.officer'), give(kao, 'lee.officer')])
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [303, 422])
    assert.equal((await current(personnelOffice, 'lee.officer')).length, 1)
    assert.match(both.find(({ status }) => status === 422)!.body, /這段期間已有本機關的授權.*R-GRT-5/)
  })

  test('the last delegate of an agency without a supervisor ends only with a successor in the same act', async () => {
    const wang = await world.signIn('wang.supervisor')
    assert.equal((await give(wang, 'huang.concurrent', { agency: school, post: postOf('huang.concurrent') })).status, 303)
    const [only] = await current(school, 'huang.concurrent')
    assert.match((await wang.ask(`/manage/delegations/${only!.id}/end`)).body, /這是最後一位受授權管理者/)
    const refusal = await end(wang, only!.id)
    assert.equal(refusal.status, 422)
    assert.match(refusal.body, /請同時指定接任的人員/)
    const sooner = await wang.submit(`/manage/delegations/${only!.id}/edit`, { version: '1', to: today }, '/switch')
    assert.equal(sooner.status, 422)
    assert.match(sooner.body, /不能把有效日期（迄）提前.*R-GRT-3/)
    assert.match((await end(wang, only!.id, 1, { person: keyOf('huang.concurrent') })).body, /接任者不能是要結束授權的同一人/)
    assert.equal((await current(school, 'huang.concurrent'))[0]!.state, 'active')
    // Nobody at the school but huang: the successor must have a post within what the school manages.
    assert.match((await end(wang, only!.id, 1, { person: keyOf('wu.employee') })).body, /沒有現職符合的這位人員/)
    await world.arrange(`insert into post (id, person_id, agency_code, kind, unit, title, starts)
        values (9001, ${personOf('lee.officer')}, '${school}', 'concurrent', '', '幹事', '2020-01-01');
      insert into post_version (person_id, post_id, valid, event_id)
        values (${personOf('lee.officer')}, 9001, '[2020-01-01,)', (select max(id) from audit_event))`)
    assert.equal((await end(wang, only!.id, 1, { person: keyOf('lee.officer'), post: '9001' })).status, 303)
    assert.equal((await current(school, 'huang.concurrent'))[0]!.state, 'ended')
    assert.equal((await current(school, 'lee.officer'))[0]!.state, 'active')
  })

  test('two that end the last two at once leave one', async () => {
    const wang = await world.signIn('wang.supervisor')
    const kao = await world.signIn('kao.supervisor')
    await world.arrange(`insert into post (id, person_id, agency_code, kind, unit, title, starts)
        values (9002, ${personOf('lee.officer')}, '${works}', 'concurrent', '', '幹事', '2020-01-01');
      insert into post_version (person_id, post_id, valid, event_id)
        values (${personOf('lee.officer')}, 9002, '[2020-01-01,)', (select max(id) from audit_event))`)
    for (const [who, post] of [['sun.employee', postOf('sun.employee', 1)], ['lee.officer', '9002']] as const) {
      assert.equal((await give(wang, who, { agency: works, post })).status, 303)
    }
    const ids = await Promise.all((['sun.employee', 'lee.officer'] as const).map(async (who) => (await current(works, who))[0]!.id))
    const ended = await Promise.all([end(wang, ids[0]!), end(kao, ids[1]!)])
    assert.deepEqual(ended.map(({ status }) => status).toSorted(), [303, 422])
  })

  test('what somebody else changed meanwhile is looked at first', async () => {
    const wang = await world.signIn('wang.supervisor')
    await give(wang, 'wu.employee')
    const [row] = await current(personnelOffice, 'wu.employee')
    const edit = (version: number, to: string) =>
      wang.submit(`/manage/delegations/${row!.id}/edit`, { version: String(version), to }, '/switch')
    assert.equal((await edit(1, addDays(today, 10))).status, 303)
    const stale = await edit(1, addDays(today, 20))
    assert.equal(stale.status, 422)
    assert.match(stale.body, /在您查看之後已有變動/)
    assert.equal((await edit(2, addDays(today, 20))).status, 303)
    assert.match((await end(wang, row!.id, 1)).body, /在您查看之後已有變動/)
  })

  test('it is suspended when the giver loses the standing, and says so', async () => {
    const wang = await world.signIn('wang.supervisor')
    await give(wang, 'wu.employee')
    const wu = await world.signIn('wu.employee')
    assert.equal((await wu.ask('/manage')).status, 200)
    await world.arrange(`update post_version set recorded = closed(recorded) where person_id = ${personOf('wang.supervisor')};
      insert into post_version (person_id, post_id, version, staff_category, supervisor_level, valid, event_id)
        select person_id, post_id, 2, '01', '', valid, (select max(id) from audit_event) from post_version
        where person_id = ${personOf('wang.supervisor')} and version = 1`)
    assert.equal((await wu.ask('/manage')).status, 403)
    const kao = await world.signIn('kao.supervisor')
    assert.match((await kao.ask(`/manage/delegations?agency=${personnelOffice}`)).body, /暫停：授權人已無人事主管身分/)
    await world.arrange(`update post_version set recorded = closed(recorded) where person_id = ${personOf('wang.supervisor')} and version = 2;
      insert into post_version (person_id, post_id, version, staff_category, supervisor_level, valid, event_id)
        select person_id, post_id, 3, '08', '2', valid, (select max(id) from audit_event) from post_version
        where person_id = ${personOf('wang.supervisor')} and version = 1`)
  })

  test('nobody of another line sees, counts, exports or ends any of it', async () => {
    const wang = await world.signIn('wang.supervisor')
    await give(wang, 'wu.employee')
    const [row] = await current(personnelOffice, 'wu.employee')
    const yang = await world.signIn('yang.taipei')
    for (const path of [
      `/manage/delegations?agency=${personnelOffice}`, `/manage/delegations.csv?agency=${personnelOffice}`,
      `/manage/delegations.xlsx?agency=${secretariat}`, newPath(personnelOffice), newPath('999999999Z'),
      `/manage/delegations/${row!.id}/edit`, `/manage/delegations/${row!.id}/end`, '/manage/delegations/nothing/end',
    ]) assert.equal((await yang.ask(path)).status, 404, path)
    const own = await yang.ask(`/manage/delegations/new?agency=${taipeiPersonnelOffice}&person=${keyOf('wu.employee')}`)
    assert.doesNotMatch(own.body, new RegExp(nameOf('wu.employee')))
    assert.notEqual((await end(yang, row!.id)).status, 303)
    assert.equal((await current(personnelOffice, 'wu.employee'))[0]!.state, 'active')
    const wu = await world.signIn('wu.employee')
    // A delegate sees, and steps down; others' stay as they are.
    assert.equal((await wu.ask(`/manage/delegations?agency=${education}`)).status, 200)
    assert.equal((await wu.ask(newPath(personnelOffice))).status, 404)
    assert.match((await end(wu, TSAI)).body, /不得結束他人的授權/)
    assert.equal((await end(wu, row!.id)).status, 303)
  })

  test('the list is exported as shown, as an event', async () => {
    const wang = await world.signIn('wang.supervisor')
    await give(wang, 'wu.employee', { reason: '=1+1' })
    const { body, headers } = await wang.ask(`/manage/delegations.csv?agency=${personnelOffice}`)
    assert.match(String(headers['content-type']), /text\/csv/)
    assert.match(body, /^\uFEFFagency_code,agency_name,person_key,name,post,/)
    assert.match(body, new RegExp(`${personnelOffice},高雄市政府人事處,${keyOf('wu.employee')},${nameOf('wu.employee')}`))
    assert.doesNotMatch(body, /,=1/)
    const [event] = (await world.events('search.exported')).slice(-1)
    assert.deepEqual(event!.detail, {
      search: 'delegations', format: 'csv', asOf: today, asked: { state: 'current' }, ways: [`hrSupervisor ${personnelOffice}`],
      rows: 2, whole: true,
    })
  })

  test('a past day is shown as it was known then', async () => {
    const wang = await world.signIn('wang.supervisor')
    await give(wang, 'wu.employee')
    const yesterday = await wang.ask(`/manage/delegations?agency=${personnelOffice}&asOf=${addDays(today, -1)}&shown=all`)
    assert.doesNotMatch(yesterday.body, new RegExp(nameOf('wu.employee')))
  })
})
