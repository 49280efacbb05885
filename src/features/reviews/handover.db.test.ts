// The handover review through HTTP (R-JML-3): what a new 人事主管 finds, keeps and ends, what a new 人事人員 points out, and
// what nobody can do with it.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { AGENCIES, ORIGIN, personOf, postOf, startWorld } from '../../../test/world.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import { tokenIn } from '../../../test/http.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const TODAY = dayInTaipei(new Date())
const { works, personnelOffice, school } = AGENCIES
const NEWCOMER: Who = 'wu.employee'
const OFFICER: Who = 'sun.employee'

const GRANT = '11111111-0000-4000-8000-000000000001'
const GRANT_A6 = '11111111-0000-4000-8000-000000000002'
const SUSPENDED = '11111111-0000-4000-8000-000000000003'
const OWN = '11111111-0000-4000-8000-000000000004'
const DUTY = '22222222-0000-4000-8000-000000000001'
const DELEGATION = '33333333-0000-4000-8000-000000000001'
const FORSAKEN = '33333333-0000-4000-8000-000000000002'

const EVENT = '(select max(id) from audit_event)'

/** A new 人事主管 and a new 人事人員 at the works department, who find five grants, a duty and two delegations there. */
const arranged = `
  insert into post (id, person_id, agency_code, kind, unit, title, starts) values
    (901, ${personOf(NEWCOMER)}, '${works}', 'appointment', '人事室', '主任', '2026-01-01'),
    (902, ${personOf(OFFICER)}, '${works}', 'appointment', '人事室', '科員', '2026-01-01');
  insert into post_version (person_id, post_id, staff_category, supervisor_level, valid, event_id) values
    (${personOf(NEWCOMER)}, 901, '08', '3', '[2026-01-01,)', ${EVENT}), (${personOf(OFFICER)}, 902, '08', '', '[2026-01-01,)', ${EVENT});
  insert into permission_grant (id, application_code, category_code, agency_code, person_id, post_id, valid, state, reason, given_by,
      event_id) values
    ('${GRANT}', 'A5', 'use', '${works}', ${personOf('tsai.delegate')}, ${postOf('tsai.delegate')}, '[2026-01-01,)', 'active', '承辦',
      ${personOf('wang.supervisor')}, ${EVENT}),
    ('${GRANT_A6}', 'A6', 'use', '${works}', ${personOf('kuo.disabled')}, ${postOf('kuo.disabled')}, '[2026-01-01,)', 'active', '承辦',
      ${personOf('wang.supervisor')}, ${EVENT}),
    ('${SUSPENDED}', 'A5', 'use', '${works}', ${personOf('huang.concurrent')}, ${postOf('huang.concurrent', 1)}, '[2026-01-01,)',
      'suspended', '支援', ${personOf('wang.supervisor')}, ${EVENT}),
    ('${OWN}', 'A6', 'use', '${works}', ${personOf(NEWCOMER)}, ${postOf(NEWCOMER)}, '[2026-01-01,)', 'active', '支援',
      ${personOf('wang.supervisor')}, ${EVENT});
  insert into permission_grant (application_code, category_code, agency_code, derived_group, valid, reason, event_id) values
    ('A5', 'use', '${works}', 'hr', '[2026-01-01,)', '全體', ${EVENT});
  insert into concurrent_duty (id, application_code, acting_code, served_code, valid, reason, given_by, event_id) values
    ('${DUTY}', 'A4', '${personnelOffice}', '${works}', '[2026-01-01,)', '出缺', ${personOf('wang.supervisor')}, ${EVENT}),
    ('${DUTY}', 'A5', '${personnelOffice}', '${works}', '[2026-01-01,)', '出缺', ${personOf('wang.supervisor')}, ${EVENT});
  insert into delegation (id, agency_code, person_id, post_id, valid, reason, given_by, giver_post, event_id) values
    ('${DELEGATION}', '${works}', ${personOf('tsai.delegate')}, ${postOf('tsai.delegate')}, '[2026-01-01,)', '出缺',
      ${personOf('wang.supervisor')}, ${postOf('wang.supervisor')}, ${EVENT}),
    -- Its giver was 人事主管 there and is no more.
    ('${FORSAKEN}', '${works}', ${personOf('kuo.disabled')}, ${postOf('kuo.disabled')}, '[2026-01-01,2099-12-31]', null,
      ${personOf('lee.officer')}, ${postOf('lee.officer')}, ${EVENT});
  insert into handover_review (id, person_id, agency_code, standing, opens_on, opened_at, event_id) values
    ('99999999-0000-4000-8000-000000000001', ${personOf(NEWCOMER)}, '${works}', 'hrSupervisor', current_date, now(), ${EVENT}),
    ('99999999-0000-4000-8000-000000000002', ${personOf(OFFICER)}, '${works}', 'hr', current_date, now(), ${EVENT})`
const REVIEW = '/manage/reviews/handover/99999999-0000-4000-8000-000000000001'
const FLAGGING = '/manage/reviews/handover/99999999-0000-4000-8000-000000000002'

describe('the handover review', () => {
  let world: World
  let newcomer: Visitor
  before(async () => {
    world = await startWorld()
    await world.arrange(arranged)
  })
  after(() => world.stop())
  beforeEach(async () => { newcomer = await world.signIn(NEWCOMER) })

  /** Sends the list's form as a browser does, with as many boxes as are checked. */
  const press = async (visitor: Visitor, address: string, fields: [string, string][]): Promise<Answer> => {
    const csrf = tokenIn(await visitor.ask('/manage/reviews'))
    return visitor.ask(address, {
      method: 'POST', body: new URLSearchParams([['csrf', csrf], ...fields]),
      headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
    })
  }
  const stateOf = async (table: string, id: string): Promise<unknown> =>
    (await world.sql(`select state, version from ${table} where id = $1 and upper_inf(recorded) limit 1`, [id]))[0]
  const decisions = () => world.sql(`select kind, subject_id as id, decision from handover_decision order by decided_at, kind`)

  it('greets, lists what was there before, and says what is left', async () => {
    const { status, body } = await newcomer.ask('/manage/reviews')
    assert.equal(status, 200)
    assert.match(body, /您是「高雄市政府工務局」的新任人事主管/)
    assert.match(body, /已決定 0／7 筆/)
    for (const text of ['蔡佳蓉', '郭志強', '黃俊傑', '高雄市政府人事處', 'A6', '授予者已離任', '暫停中']) assert.match(body, new RegExp(text))
    // A grant to a standing is nobody's in particular.
    assert.doesNotMatch(body, /全體/)
    assert.match(body, /完成檢視/)
    assert.match(body, /稍後再處理/)
  })

  it('waits among the to-dos, and meets whoever signs in', async () => {
    assert.match((await newcomer.ask('/todo')).body, /新任人事主管：請完成交接授權檢視/)
    const password = 'a password that nobody guesses'
    await world.arrange('update account set password_hash = $1 where name = any($2)',
      [await hashPassword(password), ['wu.employee', 'sun.employee', 'wang.supervisor']])
    assert.equal((await world.visitor().signIn('sun.employee', password)).headers.location, '/manage/reviews')
    assert.equal((await world.visitor().signIn('wu.employee', password)).headers.location, '/manage/reviews')
    assert.equal((await world.visitor().signIn('wu.employee', password, { next: '/me' })).headers.location, '/me')
    assert.equal((await world.visitor().signIn('wang.supervisor', password)).headers.location, '/applications')
  })

  it('cannot be completed while something is undecided', async () => {
    const { status, body } = await newcomer.submit(`${REVIEW}/complete`, {}, '/manage/reviews')
    assert.equal(status, 422)
    assert.match(body, /還有 7 筆未決定，不能完成檢視/)
  })

  it('keeps what is checked, and says so in the log', async () => {
    const answer = await press(newcomer, REVIEW, [['press', 'keep'], ['entry', `grant:${GRANT}:1`], ['entry', `duty:${DUTY}:0`]])
    assert.equal(answer.status, 303)
    assert.match(String(answer.headers.location), /did=kept&n=2/)
    assert.deepEqual(await decisions(), [{ kind: 'duty', id: DUTY, decision: 'keep' }, { kind: 'grant', id: GRANT, decision: 'keep' }])
    assert.deepEqual(await stateOf('permission_grant', GRANT), { state: 'active', version: 1 })
    const kept = await world.events('review.kept')
    assert.equal(kept.length, 2)
    assert.match((await newcomer.ask(String(answer.headers.location))).body, /已保留 2 筆[\s\S]*已決定 2／7 筆/)
  })

  it('asks once before it ends anything, in numbers, and ends it by its own law', async () => {
    const asked = await press(newcomer, REVIEW, [['press', `end delegation:${DELEGATION}:1`], ['entry', `grant:${GRANT_A6}:1`]])
    assert.equal(asked.status, 200)
    assert.match(asked.body, /管理權限授權 1 筆/)
    assert.match(asked.body, /1 人將立即不能再管理機關/)
    assert.deepEqual(await stateOf('delegation', DELEGATION), { state: 'active', version: 1 })
    const ended = await press(newcomer, REVIEW, [['press', 'endNow'], ['entry', `delegation:${DELEGATION}:1`], ['why', '已無必要']])
    assert.match(String(ended.headers.location), /did=ended&n=1/)
    assert.deepEqual(await stateOf('delegation', DELEGATION), { state: 'ended', version: 2 })
    assert.equal((await world.events('delegation.ended')).length, 1)
    assert.equal((await world.sql(`select 1 from notice where person_id = ${personOf('tsai.delegate')}`)).length, 1)
  })

  it('confirms what is suspended on the post that is chosen', async () => {
    const entry = `grant:${SUSPENDED}:1`
    const refused = await press(newcomer, REVIEW, [['press', `keep ${entry}`]])
    // His posts are at the school, which a 人事主管 of the works department does not manage.
    assert.equal(refused.status, 422)
    assert.match(refused.body, /黃俊傑 A5：在您管理的範圍內，沒有現職符合的這位人員/)
    await world.arrange(`insert into post (id, person_id, agency_code, kind, unit, title, starts) values
        (911, ${personOf('huang.concurrent')}, '${works}', 'appointment', '企劃處', '科員', '2026-01-01'),
        (912, ${personOf('huang.concurrent')}, '${works}', 'concurrent', '', '調查員', '2026-01-01');
      insert into post_version (person_id, post_id, valid, event_id) values
        (${personOf('huang.concurrent')}, 911, '[2026-01-01,)', ${EVENT}), (${personOf('huang.concurrent')}, 912, '[2026-01-01,)', ${EVENT})`)
    assert.match((await press(newcomer, REVIEW, [['press', `keep ${entry}`]])).body, /這位人員有多個現職，請選擇授權所依據的職務/)
    assert.match((await newcomer.ask('/manage/reviews')).body, new RegExp(`value="${SUSPENDED}:911"`))
    const kept = await press(newcomer, REVIEW, [['press', `keep ${entry}`], ['post', `${SUSPENDED}:911`]])
    assert.equal(kept.status, 303)
    assert.deepEqual(await stateOf('permission_grant', SUSPENDED), { state: 'active', version: 2 })
  })

  it('gives anew what its giver can no longer stand for', async () => {
    const refused = await press(newcomer, REVIEW, [['press', `keep delegation:${FORSAKEN}:1`]])
    assert.equal(refused.status, 303)
    assert.deepEqual(await stateOf('delegation', FORSAKEN), { state: 'ended', version: 2 })
    const [anew] = await world.sql(`select given_by as by, state from delegation
      where person_id = ${personOf('kuo.disabled')} and upper_inf(recorded) and state = 'active'`)
    assert.deepEqual(anew, { by: personOf(NEWCOMER), state: 'active' })
  })

  it('tells the version that somebody else has changed meanwhile', async () => {
    const { status, body } = await press(newcomer, REVIEW, [['press', 'endNow'], ['entry', `grant:${GRANT_A6}:7`]])
    assert.equal(status, 422)
    assert.match(body, /郭志強 A6：/)
    assert.deepEqual(await stateOf('permission_grant', GRANT_A6), { state: 'active', version: 1 })
  })

  it('reaches nothing but what is in it', async () => {
    const other = '44444444-0000-4000-8000-000000000001'
    await world.arrange(`insert into permission_grant (id, application_code, category_code, agency_code, person_id, post_id, valid,
        reason, given_by, event_id) values
      ('${other}', 'A5', 'use', '${school}', ${personOf('huang.concurrent')}, ${postOf('huang.concurrent')}, '[2026-01-01,)', '承辦',
        ${personOf('wang.supervisor')}, ${EVENT})`)
    for (const verb of ['endNow', 'keep']) {
      await press(newcomer, REVIEW, [['press', verb], ['entry', `grant:${other}:1`]])
    }
    assert.deepEqual(await stateOf('permission_grant', other), { state: 'active', version: 1 })
    // The review of somebody else is none.
    const stranger = await world.signIn('wang.supervisor')
    assert.equal((await stranger.ask('/manage/reviews?view=handover')).status, 200)
    const csrf = tokenIn(await stranger.ask('/manage'))
    const tried = await stranger.ask(REVIEW, {
      method: 'POST', body: new URLSearchParams({ csrf, press: 'endNow', entry: `grant:${GRANT}:1` }),
      headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
    })
    assert.equal(tried.headers.location, '/manage/reviews')
    assert.deepEqual(await stateOf('permission_grant', GRANT), { state: 'active', version: 1 })
  })

  it('shows a new 人事人員 the same list to point things out, and nothing more', async () => {
    const officer = await world.signIn(OFFICER)
    const { status, body } = await officer.ask('/manage/reviews')
    assert.equal(status, 200)
    assert.match(body, /新任人事人員/)
    assert.match(body, /郭志強/)
    const flagged = await press(officer, FLAGGING, [['press', 'flag'], ['entry', `grant:${GRANT_A6}:1`], ['note', '交接清冊未列']])
    assert.match(String(flagged.headers.location), /did=flagged&n=1/)
    assert.match((await newcomer.ask('/manage/reviews')).body, /孫淑芬提醒：交接清冊未列/)
    for (const verb of ['keep', 'endNow', 'end']) {
      const { status: answered } = await press(officer, FLAGGING, [['press', verb], ['entry', `grant:${GRANT_A6}:1`]])
      assert.equal(answered, 403, verb)
    }
    assert.deepEqual(await stateOf('permission_grant', GRANT_A6), { state: 'active', version: 1 })
    assert.equal((await officer.ask('/manage')).status, 403)
    const done = await officer.submit(`${FLAGGING}/complete`, {}, '/manage/reviews')
    assert.match(String(done.headers.location), /did=completedHr/)
    assert.match((await newcomer.ask('/manage/reviews')).body, /交接清冊未列/, 'what was pointed out stays')
  })

  it('can be put off once, for a week', async () => {
    const first = await newcomer.submit(`${REVIEW}/put-off`, {}, '/manage/reviews')
    assert.equal(first.status, 303)
    assert.equal((await newcomer.ask('/manage')).status, 200)
    const [{ until }] = await world.sql<{ until: string }>(`select put_off_until::text as until from handover_review
      where person_id = ${personOf(NEWCOMER)}`) as [{ until: string }]
    assert.equal(until, addDays(TODAY, 7))
    assert.match((await newcomer.ask('/manage/reviews?view=handover')).body, /已延後處理/)
    await world.arrange(`update handover_review set put_off_until = current_date - 1, opens_on = current_date - 9
      where person_id = ${personOf(NEWCOMER)}`)
    assert.equal((await newcomer.ask('/manage')).headers.location, '/manage/reviews?closed=yes')
    const second = await newcomer.submit(`${REVIEW}/put-off`, {}, '/manage/reviews')
    assert.equal(second.status, 422)
    assert.match(second.body, /只能延後一次/)
  })

  it('keeps all of a part at once, and opens management when it is complete', async () => {
    const all = await press(newcomer, REVIEW, [['press', 'keepAll grant:A6']])
    assert.match(String(all.headers.location), /did=kept&n=2/)
    const done = await newcomer.submit(`${REVIEW}/complete`, {}, '/manage/reviews')
    assert.equal(done.headers.location, '/manage/reviews?did=completed&n=0')
    assert.equal((await newcomer.ask('/manage')).status, 200)
    assert.match((await newcomer.ask('/manage/reviews?did=completed&n=0')).body, /檢視完成，管理功能已開放/)
    const [event] = await world.events('review.completed').then((events) => events.slice(-1))
    assert.deepEqual((event!['detail'] as Record<string, unknown>)['left'], 0)
    // Done is done: neither its decisions nor its end can be had again.
    assert.equal((await press(newcomer, REVIEW, [['press', 'endNow'], ['entry', `grant:${GRANT}:1`]])).headers.location, '/manage/reviews')
    assert.deepEqual(await stateOf('permission_grant', GRANT), { state: 'active', version: 1 })
  })

  it('is nothing to whoever is no personnel officer', async () => {
    assert.equal((await (await world.signIn('lo.taipei')).ask('/manage/reviews')).status, 403)
    assert.equal((await world.visitor().ask('/manage/reviews')).status, 303)
    assert.deepEqual(world.faults(), [])
  })
})

describe('what is suspended', () => {
  let world: World
  before(async () => {
    world = await startWorld()
    await world.arrange(arranged)
    await world.arrange(`insert into permission_group (code, name, agency_code) values ('survey', '調查小組', '${works}');
      insert into group_member (id, group_code, person_id, post_id, valid, state, reason, event_id) values
        ('55555555-0000-4000-8000-000000000001', 'survey', ${personOf('huang.concurrent')}, ${postOf('huang.concurrent')},
          '[2026-01-01,)', 'suspended', '調查', ${EVENT})`)
  })
  after(() => world.stop())

  it('stands on the list of whoever manages the agency, with the days that are left, and of nobody else', async () => {
    const wang = await world.signIn('wang.supervisor')
    const { body } = await wang.ask('/manage/reviews')
    assert.match(body, /黃俊傑/)
    assert.match(body, /調查小組/)
    assert.match(body, /剩 14 天/)
    assert.match((await wang.ask(`/manage/reviews?agency=${works}`)).body, /黃俊傑/)
    assert.doesNotMatch((await wang.ask(`/manage/reviews?agency=${school}`)).body, /黃俊傑/)
    assert.doesNotMatch((await wang.ask(`/manage/reviews?agency=${AGENCIES.taipeiSecretariat}`)).body, /黃俊傑/)
    assert.doesNotMatch((await (await world.signIn('yang.taipei')).ask('/manage/reviews')).body, /黃俊傑/)
  })

  it('is kept on a post held now, or ended, by whoever manages the agency', async () => {
    const wang = await world.signIn('wang.supervisor')
    const member = 'membership:55555555-0000-4000-8000-000000000001:1'
    const send = async (visitor: Visitor, fields: [string, string][]): Promise<Answer> => visitor.ask('/manage/reviews/suspended', {
      method: 'POST', body: new URLSearchParams([['csrf', tokenIn(await visitor.ask('/manage/reviews'))], ...fields]),
      headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
    })
    const yang = await world.signIn('yang.taipei')
    assert.equal((await send(yang, [['press', `keep ${member}`], ['post', `${member.split(':')[1]}:${postOf('huang.concurrent')}`]])).status, 422)
    assert.equal((await send(yang, [['press', 'endNow'], ['entry', `grant:${SUSPENDED}:1`]])).status, 422)
    const kept = await send(wang, [['press', `keep ${member}`], ['post', `${member.split(':')[1]}:${postOf('huang.concurrent')}`]])
    assert.match(String(kept.headers.location), /did=kept&n=1/)
    const ended = await send(wang, [['press', 'endNow'], ['entry', `grant:${SUSPENDED}:1`], ['why', '已調離']])
    assert.match(String(ended.headers.location), /did=ended&n=1/)
    assert.deepEqual(await world.sql(`select state from group_member where upper_inf(recorded) and group_code = 'survey'`), [{ state: 'active' }])
    assert.equal((await world.events('group.member-confirmed')).length, 1)
    assert.doesNotMatch((await wang.ask('/manage/reviews')).body, /黃俊傑/)
    assert.deepEqual(world.faults(), [])
  })
})
