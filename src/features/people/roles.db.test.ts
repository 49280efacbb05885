// Roles at the centre (R-CEN-1) as two administrators give and end them, and as those try it who may not.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { processOrigin } from '../../store/change.ts'
import { dayInTaipei } from '../../core/days.ts'
import { keyOf, nameOf, personOf, seal, startWorld } from '../../../test/world.ts'
import { bytesOf, textOf } from '../../../test/searches.ts'
import { readCsv } from '../../../test/spreadsheet.ts'
import { createAdmin } from './create-admin.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const ROLES = '/manage/people/roles'
const today = dayInTaipei(new Date())
const EVENT = '(select max(id) from audit_event)'

describe('總處角色', () => {
  let world: World
  let chen: Visitor
  let ho: Visitor
  before(async () => {
    world = await startWorld()
    ;[chen, ho] = [await world.signIn('chen.central'), await world.signIn('ho.central')]
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })

  const propose = (visitor: Visitor, who: Who, fields: Record<string, string> = {}): Promise<Answer> =>
    visitor.submit(`${ROLES}/new`, { person: keyOf(who), role: 'central', permanent: 'yes', reason: '業務增加', ...fields }, '/applications')
  const act = (visitor: Visitor, id: string, what: string, version: number, note = '說明'): Promise<Answer> =>
    visitor.submit(`${ROLES}/${id}`, { act: what, version: String(version), note }, '/applications')
  const current = async (who: Who) => (await world.sql<Record<string, unknown> & { id: string; version: number; state: string }>(
    `select * from central_role where person_id = $1 and upper_inf(recorded)`, [personOf(who)]))[0]
  const idOf = ({ headers }: Answer) => /roles\/([0-9a-f-]{36})/.exec(headers.location ?? '')?.[1] ?? ''
  const mailsTo = async (who: Who) => (await world.sql<{ subject: string }>('select subject from mail where recipient = $1 order by written_at', [`${who}@ecpa.example`])).map(({ subject }) => subject)

  test('one proposes, another agrees: nothing before, all of it after, and everybody concerned is told', async () => {
    const wu = await world.signIn('wu.employee')
    const proposed = await propose(chen, 'wu.employee')
    assert.equal(proposed.status, 303, textOf(proposed.body))
    const id = idOf(proposed)
    assert.equal((await wu.ask('/manage/people')).status, 403)
    assert.match(textOf((await ho.ask('/todo')).body), /總處角色待您同意 吳文傑/)
    assert.doesNotMatch(textOf((await chen.ask('/todo')).body), /總處角色待您同意/)
    assert.deepEqual([await mailsTo('ho.central'), await mailsTo('wu.employee')], [['總處角色待第二位管理者同意'], []])
    const own = textOf((await chen.ask(`${ROLES}/${id}`)).body)
    assert.match(own, /須由另一位總處管理者處理；您可以撤回/)
    assert.match((await act(chen, id, 'agree', 1)).body, /須由提出者以外的總處管理者同意.*R-CEN-1/)
    assert.match(textOf((await ho.ask(`${ROLES}/${id}`)).body), /此人可以管理全部 11 個機關/)
    assert.equal((await act(ho, id, 'agree', 1)).status, 303)
    const role = await current('wu.employee')
    assert.deepEqual([role!['state'], role!['given_by'], role!['confirmed_by']], ['active', personOf('chen.central'), personOf('ho.central')])
    assert.equal((await wu.ask('/manage/people')).status, 200)
    assert.deepEqual(await mailsTo('wu.employee'), ['獲得總處角色'])
    assert.deepEqual(await mailsTo('chen.central'), ['獲得總處角色'])
    assert.equal((await act(ho, id, 'agree', 1)).status, 422, 'twice')
    const given = (await world.events('role.given')).find(({ outcome }) => outcome === 'done')
    assert.deepEqual([given!['actor_person_id'], given!['person_id']], [personOf('ho.central'), personOf('wu.employee')])
  })

  const refusals: [string, Who, Record<string, string>, RegExp][] = [
    ['for oneself', 'chen.central', {}, /不得提出、同意或保留自己的角色.*R-GRT-3/],
    ['for an auditor', 'lin.auditor', {}, /不能由同一人兼任.*R-CEN-1/],
    ['for one who is administrator', 'ho.central', { role: 'auditor' }, /不能由同一人兼任.*R-CEN-1/],
    ['for whose account is disabled', 'kuo.disabled', {}, /帳號不是啟用狀態.*R-ACC-1/],
    ['from yesterday', 'lee.officer', { from: '2020-01-01' }, /不能早於今天/],
    ['without a reason', 'lee.officer', { reason: '' }, /設為永久須填寫理由/],
    ['of no kind', 'lee.officer', { role: 'king' }, /請選擇角色/],
  ]
  for (const [what, who, fields, sentence] of refusals) {
    test(`a role ${what} is refused in words`, async () => {
      const was = await current(who)
      const answer = await propose(chen, who, fields)
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), sentence)
      assert.deepEqual(await current(who), was)
    })
  }

  test('nobody but the centre sees or does any of it', async () => {
    const id = idOf(await propose(chen, 'lee.officer', { role: 'auditor' }))
    for (const who of ['wang.supervisor', 'tsai.delegate', 'lin.auditor', 'lee.officer'] as const) {
      const visitor = await world.signIn(who)
      for (const path of [ROLES, `${ROLES}.csv`, `${ROLES}/new`, `${ROLES}/${id}`]) assert.equal((await visitor.ask(path)).status, 403, `${who} ${path}`)
      assert.equal((await propose(visitor, 'wu.employee')).status, 403)
      assert.equal((await act(visitor, id, 'agree', 1)).status, 403)
    }
    assert.equal((await current('lee.officer'))!.state, 'proposed')
    assert.equal((await act(ho, id, 'decline', 1, '人力不足')).status, 303)
    assert.equal((await current('lee.officer'))!.state, 'ended')
    for (const none of ['00000000-0000-4000-8000-00000000ffff', 'x', '1']) {
      assert.equal((await chen.ask(`${ROLES}/${none}`)).status, 404)
      assert.equal((await act(chen, none, 'agree', 1)).status, 404)
    }
  })

  test('the end of a role takes two as well; it can be kept, taken back, and one’s own laid down', async () => {
    const wu = await world.signIn('wu.employee')
    const { id } = (await current('wu.employee'))!
    assert.equal((await act(chen, id, 'end', 2, '')).status, 422)
    assert.equal((await act(chen, id, 'end', 2, '調職')).status, 303)
    assert.equal((await wu.ask('/manage/people')).status, 200, 'nothing ended yet')
    assert.match(textOf((await ho.ask('/todo')).body), /結束總處角色待您同意 吳文傑/)
    assert.match((await act(chen, id, 'agreeToEnd', 3)).body, /須由提出者以外的總處管理者同意/)
    assert.equal((await act(wu, id, 'keep', 3)).status, 422, 'not by who has it')
    assert.equal((await act(ho, id, 'keep', 3)).status, 303)
    assert.equal((await act(ho, id, 'end', 4, '調職')).status, 303)
    assert.equal((await act(chen, id, 'agreeToEnd', 5)).status, 303)
    assert.equal((await wu.ask('/manage/people')).status, 403)
    const ended = await current('wu.employee')
    assert.deepEqual([ended!['state'], ended!['ending_by'], ended!['ended_by']], ['ended', personOf('ho.central'), personOf('chen.central')])
    assert.ok((await mailsTo('wu.employee')).includes('總處角色已結束'))

    const again = idOf(await propose(chen, 'wu.employee'))
    await act(ho, again, 'agree', 1)
    const laid = await act(wu, again, 'end', 2, '請辭')
    assert.deepEqual([laid.status, laid.headers.location], [303, '/applications'])
    assert.equal((await wu.ask('/manage/people')).status, 403)
  })

  test('the database lets nobody give or end a role alone', async () => {
    const row = (columns: string, values: string) => world.arrange(`insert into central_role (person_id, role, valid, reason, event_id, ${columns})
      values (${personOf('sun.employee')}, 'central', '[2026-01-01,)', 'x', ${EVENT}, ${values})`)
    const [one, other] = [personOf('chen.central'), personOf('ho.central')]
    await assert.rejects(row('given_by', one), /role_given_by_two/)
    await assert.rejects(row('given_by, confirmed_by', `${one}, ${one}`), /another_agrees/)
    await assert.rejects(row('given_by, confirmed_by', `${one}, ${personOf('sun.employee')}`), /no_self_role/)
    await assert.rejects(row('state, ending_by, ending_reason', `'ended', ${one}, 'x'`), /role_laid_down_alone/)
    await assert.rejects(row('state, ending_by, ending_reason, ended_by', `'ended', ${one}, 'x', ${one}`), /role_ended_by_two/)
    const id = idOf(await propose(chen, 'sun.employee'))
    await world.arrange(`update central_role set recorded = closed(recorded) where id = '${id}'`)
    const next = (columns: string, values: string) => world.arrange(`insert into central_role (id, version, person_id, role, valid, reason, event_id, state ${columns})
      values ('${id}', 2, ${personOf('sun.employee')}, 'central', '[2026-01-01,)', 'x', ${EVENT}, 'active' ${values})`)
    await assert.rejects(next('', ''), /role_given_by_two/)
    await assert.rejects(next(', given_by, confirmed_by', `, ${other}, ${one}`), /cannot change who gave it/)
  })

  test('what nobody decided on in two weeks is over, and can be proposed anew', async () => {
    const id = idOf(await propose(chen, 'chang.unit'))
    await world.sql(`set session_replication_role = replica; update central_role set recorded = tstzrange(now() - interval '15 days', null) where id = '${id}';
      set session_replication_role = origin`)
    assert.match((await act(ho, id, 'agree', 1)).body, /逾 14 日未處理，已失效/)
    assert.doesNotMatch(textOf((await ho.ask('/todo')).body), new RegExp(nameOf('chang.unit')))
    assert.match(textOf((await chen.ask(`${ROLES}?shown=past`)).body), /張美玲 高雄市政府教育局 總處管理者.*逾期未處理/)
    assert.equal((await propose(chen, 'chang.unit')).status, 303)
  })

  test('the list tells who has roles as of a day, narrowed, and as a file', async () => {
    const text = textOf((await chen.ask(ROLES)).body)
    assert.match(text, /林雅玲 行政院人事行政總處 稽核 109\/01\/01 起，永久 由系統維運人員設定 有效/)
    const [head, ...lines] = readCsv(await bytesOf(chen, `${ROLES}.csv?role=auditor&shown=all`))
    assert.deepEqual(lines.map((line) => [line[head!.indexOf('name')], line[head!.indexOf('state')]]).toSorted(),
      [[nameOf('lee.officer'), 'ended'], [nameOf('lin.auditor'), 'active']].toSorted())
    assert.match(textOf((await chen.ask(`${ROLES}?asOf=2019-05-01`)).body), /沒有符合的角色/)
  })

  test('the last administrator who can act does not go, and whom that one proposes the operator agrees to', async () => {
    const admin = (who: Who) => createAdmin(world.database, processOrigin('ecpa admin create'),
      { candidate: { accountName: who }, reason: 'x' }, { seal, today, demo: true })
    assert.deepEqual(await admin('sun.employee'), { refused: 'administratorExists' })
    const { id, version } = (await current('ho.central'))!
    assert.equal((await act(ho, id, 'end', version, '請辭')).status, 303)
    const own = (await current('chen.central'))!
    assert.match((await act(chen, own.id, 'end', own.version, '請辭')).body, /最後一位可以辦理業務的總處管理者.*R-CEN-1/)
    assert.match(textOf((await chen.ask(ROLES)).body), /請系統維運人員以 ecpa admin create 同意/)
    assert.deepEqual(await admin('yang.taipei'), { refused: 'administratorExists' }, 'nobody has proposed them')
    await propose(chen, 'yang.taipei', { role: 'auditor' })
    assert.deepEqual(await admin('yang.taipei'), { refused: 'administratorExists' }, 'not as administrator')
    assert.equal((await propose(chen, 'kao.supervisor')).status, 303)
    assert.deepEqual(await admin('kao.supervisor'), { created: { personId: personOf('kao.supervisor'), accountName: 'kao.supervisor' } })
    const role = await current('kao.supervisor')
    assert.deepEqual([role!['state'], role!['given_by'], role!['by_operator']], ['active', personOf('chen.central'), true])
    assert.equal((await (await world.signIn('kao.supervisor')).ask(ROLES)).status, 200)
    assert.deepEqual(await admin('wu.employee'), { refused: 'administratorExists' })
  })
})
