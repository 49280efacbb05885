// The account of somebody as the centre and managers act on it, and as those try it whom it does not concern.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { AGENCIES, keyOf, nameOf, nationalIdOf, personOf, postOf, startWorld } from '../../../test/world.ts'
import { textOf } from '../../../test/searches.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const today = dayInTaipei(new Date())
const { kaohsiung, education, taipeiSecretariat } = AGENCIES
const NOBODY = '00000000-0000-4000-8000-00000000ffff'

describe('the account of somebody', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.arrange(`update account set state = 'active' where person_id in (${personOf('wu.employee')}, ${personOf('ho.central')})`))

  const accountOf = (key: string) => `/manage/people/${key}/account`
  const act = (visitor: Visitor, who: Who, what: string, reason = '離職調查'): Promise<Answer> =>
    visitor.submit(`${accountOf(keyOf(who))}/${what}`, { reason }, '/switch')
  const stateOf = async (who: Who) => (await world.sql<{ state: string }>('select state from account where person_id = $1', [personOf(who)]))[0]!.state
  const last = async (code: string) => (await world.events(code)).at(-1)!
  const see = async (visitor: Visitor, who: Who) => textOf((await visitor.ask(accountOf(keyOf(who)))).body)

  test('a manager disables it with a reason: sessions are over, the person is told, and it can be enabled again', async () => {
    const wang = await world.signIn('wang.supervisor')
    const wu = await world.signIn('wu.employee')
    assert.equal((await wu.ask('/applications')).status, 200)
    const asked = await wang.ask(`${accountOf(keyOf('wu.employee'))}/disable`)
    assert.match(textOf(asked.body), new RegExp(`${nameOf('wu.employee')}將不能再登入.*目前 1 個工作階段`))
    assert.equal((await act(wang, 'wu.employee', 'disable', '')).status, 422)
    const done = await act(wang, 'wu.employee', 'disable', `調查 ${nationalIdOf('wu.employee')}`)
    assert.equal(done.headers.location, `${accountOf(keyOf('wu.employee'))}?done=disabled`)
    assert.equal(await stateOf('wu.employee'), 'disabled')
    assert.notEqual((await wu.ask('/applications')).status, 200)
    const event = await last('account.disabled')
    assert.deepEqual([event['actor_person_id'], event['person_id'], event['agency']],
      [personOf('wang.supervisor'), personOf('wu.employee'), AGENCIES.personnelOffice])
    const { why, reason, way } = event['detail'] as Record<string, string>
    assert.deepEqual([why, way], ['byHand', `hrSupervisor ${AGENCIES.personnelOffice}`])
    assert.match(reason!, /^調查 E19\*{4}\d{3}$/)
    const [letter] = await world.sql(`select subject, body_text from mail where recipient = 'wu.employee@ecpa.example' order by written_at desc`)
    assert.equal(letter!['subject'], '帳號已停用')
    assert.match(String(letter!['body_text']), /高雄市政府人事處人事主管王建宏停用了您的帳號/)

    const page = await see(wang, 'wu.employee')
    assert.match(page, /停用原因 由王建宏處理：調查 E19/)
    assert.match(page, /恢復啟用/)
    assert.equal((await act(wang, 'wu.employee', 'disable')).status, 422)
    assert.equal((await act(wang, 'wu.employee', 'enable')).status, 303)
    assert.equal(await stateOf('wu.employee'), 'active')
    const states = await world.sql(`select s.state, e.code from account_state_version s left join audit_event e on e.id = s.event_id
      where s.person_id = $1 order by s.recorded`, [personOf('wu.employee')])
    assert.deepEqual(states.slice(-2).map((row) => [row['state'], row['code']]),
      [['disabled', 'account.disabled'], ['active', 'account.enabled']])
  })

  const refused: [string, Who, Who, RegExp][] = [
    ['one’s own account', 'wang.supervisor', 'wang.supervisor', /不得處理自己的帳號.*R-GRT-3/],
    ['the other supervisor of the own agency', 'wang.supervisor', 'kao.supervisor', /貴機關或上級機關的人事主管.*R-ACC-4/],
    ['a supervisor, by a delegate', 'tsai.delegate', 'tsao.education', /受授權管理者不能處理人事主管的帳號/],
    ['an account that is not activated', 'wang.supervisor', 'liu.pending', /尚未啟用.*R-ACC-1/],
    ['one’s own account, at the centre', 'chen.central', 'chen.central', /不得處理自己的帳號/],
  ]
  for (const [what, actor, target, sentence] of refused) {
    test(`${what} is not disabled, in words, and that somebody tried is an event`, async () => {
      const was = await stateOf(target)
      const answer = await act(await world.signIn(actor), target, 'disable')
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), sentence)
      const event = await last('account.disabled')
      assert.deepEqual([event['outcome'], event['actor_person_id'], event['person_id']], ['refused', personOf(actor), personOf(target)])
      assert.equal(await stateOf(target), was)
    })
  }

  test('who has a post elsewhere, or manages elsewhere, is not a manager’s to disable; the page says why and not where', async () => {
    const wang = await world.signIn('wang.supervisor')
    await world.arrange(`insert into post (id, person_id, agency_code, kind, unit, title, starts)
        values (9100, ${personOf('wu.employee')}, '${taipeiSecretariat}', 'concurrent', '', '委員', '${today}');
      insert into post_version (person_id, post_id, valid, event_id)
        values (${personOf('wu.employee')}, 9100, '[${addDays(today, 20)},)', (select max(id) from audit_event))`)
    const page = await see(wang, 'wu.employee')
    assert.match(page, /不能停用：.*另有不在您管理範圍內的職務/)
    assert.doesNotMatch(page, /臺北|委員/)
    assert.equal((await act(wang, 'wu.employee', 'disable')).status, 422)
    await world.arrange(`update post_version set recorded = closed(recorded) where post_id = 9100`)
    await world.arrange(`insert into delegation (id, agency_code, person_id, post_id, valid, reason, given_by, giver_post, event_id)
      values ('00000000-0000-4000-9000-0000000000aa', '${AGENCIES.taipeiPersonnelOffice}', ${personOf('wu.employee')}, ${postOf('wu.employee')},
        '[2020-01-01,)', 'x', ${personOf('yang.taipei')}, ${postOf('yang.taipei')}, (select max(id) from audit_event))`)
    assert.match((await act(wang, 'wu.employee', 'disable')).body, /另管理不在您管理範圍內的機關/)
    await world.arrange(`update delegation set recorded = closed(recorded) where id = '00000000-0000-4000-9000-0000000000aa'`)
    assert.equal(await stateOf('wu.employee'), 'active')
  })

  test('beyond one’s reach there is nobody: the same answer for who is there and who is not; the try is an event', async () => {
    const yang = await world.signIn('yang.taipei')
    for (const key of [keyOf('wu.employee'), NOBODY, 'x', '%27']) {
      assert.equal((await yang.ask(accountOf(key))).status, 404, key)
      for (const what of ['disable', 'enable', 'end-sessions']) {
        assert.equal((await yang.ask(`${accountOf(key)}/${what}`)).status, 404, key)
        assert.equal((await yang.submit(`${accountOf(key)}/${what}`, { reason: 'x' }, '/switch')).status, 404, key)
      }
    }
    const event = await last('account.disabled')
    assert.deepEqual([event['outcome'], event['person_id'], (event['detail'] as { refusal: string }).refusal],
      ['refused', personOf('wu.employee'), 'notFound'])
    for (const who of ['wu.employee', 'lee.officer', 'lin.auditor'] as const) {
      const visitor = await world.signIn(who)
      assert.equal((await visitor.ask(accountOf(keyOf('sun.employee')))).status, 403)
      assert.equal((await act(visitor, 'sun.employee', 'disable')).status, 403)
    }
    assert.equal(await stateOf('sun.employee'), 'active')
  })

  test('a manager sees neither sign-ins nor the parts of the centre; each view is one event', async () => {
    await world.signIn('wu.employee')
    const known = (await world.events('person.seen')).length
    const tsao = await world.signIn('tsao.education')
    const chang = textOf((await tsao.ask(accountOf(keyOf('chang.unit')))).body)
    assert.doesNotMatch(chang, /登入紀錄|他人所為|結束所有工作階段/)
    const chen = await world.signIn('chen.central')
    assert.match(await see(chen, 'wu.employee'), /登入紀錄.*帳號密碼.*進行中/)
    const events = (await world.events('person.seen')).slice(known)
    assert.deepEqual(events.map(({ person_id: person, detail }) => [person, (detail as { way: string }).way]),
      [[personOf('chang.unit'), `hrSupervisor ${education}`], [personOf('wu.employee'), 'central']])
    assert.equal((await act(tsao, 'chang.unit', 'end-sessions')).status, 422)
  })

  test('the centre ends all sessions of somebody, who signs in anew', async () => {
    const wu = await world.signIn('wu.employee')
    const chen = await world.signIn('chen.central')
    assert.equal((await act(chen, 'wu.employee', 'end-sessions', '疑似遭盜用')).status, 303)
    assert.notEqual((await wu.ask('/applications')).status, 200)
    assert.equal((await (await world.signIn('wu.employee')).ask('/applications')).status, 200)
    const { sessions } = (await last('account.sessions-ended'))['detail'] as { sessions: number }
    assert.ok(sessions >= 1)
  })

  test('what the centre disabled no manager enables, and what a rule disabled says so', async () => {
    const [chen, wang] = [await world.signIn('chen.central'), await world.signIn('wang.supervisor')]
    assert.equal((await act(chen, 'wu.employee', 'disable')).status, 303)
    assert.match((await act(wang, 'wu.employee', 'enable')).body, /須由總處管理者恢復/)
    assert.equal((await act(chen, 'wu.employee', 'enable')).status, 303)
    await world.sql(`begin; insert into audit_event (code, outcome, actor_process, person_id, detail)
        values ('account.disabled', 'done', 'test', ${personOf('wu.employee')}, '{"why":"noPost","reason":"","way":""}');
      update account set state = 'disabled' where person_id = ${personOf('wu.employee')}; commit`)
    assert.match(await see(wang, 'wu.employee'), /停用原因 離職逾 30 日，依規定停用/)
    assert.equal((await act(wang, 'wu.employee', 'enable')).status, 303)
  })

  test('two administrators who disable each other at the same moment leave one, and all of the centre hear of it', async () => {
    const [chen, ho] = [await world.signIn('chen.central'), await world.signIn('ho.central')]
    const both = await Promise.all([act(chen, 'ho.central', 'disable'), act(ho, 'chen.central', 'disable')])
    const [done, other] = both.toSorted((a, b) => a.status - b.status)
    assert.equal(done!.status, 303)
    // Whoever came second was signed out by then, or managed nobody any more when their turn came.
    assert.ok([401, 404].includes(other!.status), String(other!.status))
    const states = [await stateOf('chen.central'), await stateOf('ho.central')]
    assert.deepEqual(states.toSorted(), ['active', 'disabled'])
    await world.arrange(`update account set state = 'active' where person_id in (${personOf('chen.central')}, ${personOf('ho.central')})`)
  })

  test('the supervisor of a personnel office does not disable the one of the agency above', async () => {
    await world.arrange(`insert into post (id, person_id, agency_code, kind, unit, title, starts)
        values (9101, ${personOf('sun.employee')}, '${kaohsiung}', 'appointment', '人事室', '主任', '2020-01-01');
      insert into post_version (person_id, post_id, supervisor_level, valid, event_id)
        values (${personOf('sun.employee')}, 9101, '2', '[2020-01-01,)', (select max(id) from audit_event))`)
    assert.match((await act(await world.signIn('wang.supervisor'), 'sun.employee', 'disable')).body, /R-ACC-4/)
    assert.equal(await stateOf('sun.employee'), 'active')
  })
})
