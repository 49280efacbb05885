// Whoever acts on what others manage, and is stopped themselves while the act waits for its turn.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { AGENCIES, keyOf, personOf, postOf, startWorld } from '../../../test/world.ts'
import { STOPS, whileWaiting } from '../../../test/holding.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const { personnelOffice, secretariat, works, education } = AGENCIES
const today = dayInTaipei(new Date())
const later = addDays(today, 30)
const EVENT = '(select max(id) from audit_event)'
const [wang, chen] = [personOf('wang.supervisor'), personOf('chen.central')]
const [GRANT, DELEGATION, DUTY] = [1, 2, 3].map((at) => `77777777-0000-4000-8000-00000000000${at}`) as [string, string, string]

describe('who is stopped while their act waits', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(() => world.stop())
  beforeEach(() => world.arrange(`
    delete from permission_grant; delete from concurrent_duty; delete from delegation where id <> '00000000-0000-4000-9000-000000000001';
    update account set state = 'active' where person_id in (${wang}, ${chen}, ${personOf('ho.central')}, ${personOf('wu.employee')});
    insert into post_version (person_id, post_id, version, staff_category, supervisor_level, valid, event_id)
      select person_id, post_id, max(version) + 1, '08', '2', '[2020-01-01,)', ${EVENT} from post_version where person_id = ${wang}
      group by person_id, post_id having not bool_or(upper_inf(recorded));
    insert into permission_grant (id, application_code, category_code, agency_code, person_id, post_id, valid, event_id)
      values ('${GRANT}', 'A5', 'use', '${secretariat}', ${personOf('wu.employee')}, ${postOf('wu.employee')}, '[2026-01-01,${later})', ${EVENT});
    insert into delegation (id, agency_code, person_id, post_id, valid, reason, given_by, giver_post, event_id)
      values ('${DELEGATION}', '${personnelOffice}', ${personOf('lee.officer')}, ${postOf('lee.officer')}, '[2026-01-01,${later})', '支援',
        ${personOf('kao.supervisor')}, ${postOf('kao.supervisor')}, ${EVENT});
    insert into concurrent_duty (id, application_code, acting_code, served_code, valid, reason, given_by, event_id)
      values ('${DUTY}', 'A4', '${education}', '${works}', '[2026-01-01,${later})', '出缺', ${personOf('kao.supervisor')}, ${EVENT})`))

  /** `status`: of the answer; to most, nothing is there. */
  type Case = { lock: string; act: (visitor: Visitor) => Promise<Answer>; undone: string; status?: number }
  const account = (who: Who) => `select from account where person_id = ${personOf(who)} for update`
  const people = (who: Who, what: string) => `/manage/people/${keyOf(who)}/account/${what}`
  const CASES: Record<string, Case> = {
    'disables an account': {
      lock: account('wu.employee'), act: (one) => one.submit(people('wu.employee', 'disable'), { reason: '調查' }, '/switch'),
      undone: `select from account where person_id = ${personOf('wu.employee')} and state = 'active'`,
    },
    'sends a link to a new password': {
      lock: account('wu.employee'),
      act: (one) => one.submit(`/manage/passwords/${keyOf('wu.employee')}/reset`, { how: 'link' }, '/switch'),
      undone: `select where not exists (select from audit_event where code = 'account.reset-link-sent' and outcome = 'done')`,
    },
    'lengthens a grant': {
      lock: `select from permission_grant where id = '${GRANT}' and version = 1 for update`,
      act: (one) => one.submit(`/manage/grants/${GRANT}/edit`, { version: '1', to: addDays(later, 9), reason: '' }, '/switch'),
      undone: `select from permission_grant where id = '${GRANT}' and upper_inf(recorded) and version = 1`,
    },
    'gives a delegation': {
      lock: `select pg_advisory_xact_lock(hashtextextended('delegations ${secretariat}', 0))`,
      act: (one) => one.submit('/manage/delegations/new', { agency: secretariat, person: keyOf('wu.employee'), to: later, reason: '' }, '/switch'),
      undone: `select where not exists (select from delegation where agency_code = '${secretariat}')`,
    },
    'ends a grant': {
      lock: `select from permission_grant where id = '${GRANT}' and version = 1 for update`,
      act: (one) => one.submit(`/manage/grants/${GRANT}/end`, { version: '1', why: '' }, '/switch'),
      undone: `select from permission_grant where id = '${GRANT}' and upper_inf(recorded) and state = 'active'`,
    },
    'ends a delegation': {
      lock: `select pg_advisory_xact_lock(hashtextextended('delegations ${personnelOffice}', 0))`,
      act: (one) => one.submit(`/manage/delegations/${DELEGATION}/end`, { version: '1' }, '/switch'),
      undone: `select from delegation where id = '${DELEGATION}' and upper_inf(recorded) and state = 'active'`,
    },
    'sets up a duty': {
      lock: `select pg_advisory_xact_lock(hashtextextended('duty ${personnelOffice} ${secretariat}', 0))`,
      act: (one) => one.submit('/manage/duties/new', {
        acting: personnelOffice, served: secretariat, application: 'A5', to: later, reason: '', press: 'save',
      }, '/switch'),
      undone: `select where not exists (select from concurrent_duty where served_code = '${secretariat}')`,
      // Which agencies it is about is what they typed: that neither is theirs is said at the form.
      status: 422,
    },
    'ends a duty': {
      lock: `select pg_advisory_xact_lock(hashtextextended('duty ${education} ${works}', 0))`,
      act: (one) => one.submit(`/manage/duties/${DUTY}/end`, {}, '/switch'),
      undone: `select from concurrent_duty where id = '${DUTY}' and upper_inf(recorded) and state = 'active'`,
    },
    'corrects an address': {
      lock: account('wu.employee'),
      act: (one) => one.submit(`/manage/emails/${keyOf('wu.employee')}`, { email: 'other@ecpa.example', consented: 'yes' }, '/switch'),
      undone: 'select where not exists (select from email_change)',
    },
  }
  for (const [what, { lock, act, undone, status = 404 }] of Object.entries(CASES)) {
    for (const [why, stop] of Object.entries(STOPS)) {
      test(`${what}: nothing is done where ${why} meanwhile`, async () => {
        const visitor = await world.signIn('wang.supervisor')
        const answer = await whileWaiting(world, lock, [stop(wang)], () => act(visitor))
        assert.equal((await world.sql(undone)).length, 1, `${answer.status} ${answer.headers.location ?? ''}`)
        assert.equal(answer.status, status)
      })
    }
  }

  test('an administrator whom another disables disables nobody in return', async () => {
    await world.arrange(`insert into central_role (person_id, role, valid, reason, event_id)
      values (${personOf('lo.taipei')}, 'central', '[2020-01-01,)', '派任', ${EVENT})`)
    const visitor = await world.signIn('ho.central')
    const answer = await whileWaiting(world, account('chen.central'), [STOPS['the account is disabled'](personOf('ho.central'))],
      () => visitor.submit(people('chen.central', 'disable'), { reason: '報復' }, '/switch'))
    assert.equal((await world.sql(`select from account where person_id = ${chen} and state = 'active'`)).length, 1, String(answer.status))
  })

  test('an administrator whose role ends agrees to nobody else’s', async () => {
    const proposed = await (await world.signIn('ho.central')).submit('/manage/people/roles/new',
      { person: keyOf('wu.employee'), role: 'central', permanent: 'yes', reason: '業務增加' }, '/applications')
    const role = /roles\/([0-9a-f-]{36})/.exec(proposed.headers.location ?? '')![1]!
    const visitor = await world.signIn('chen.central')
    const answer = await whileWaiting(world, `select from central_role where id = '${role}' and version = 1 for update`,
      [`update central_role set recorded = closed(recorded) where person_id = ${chen} and upper_inf(recorded)`],
      () => visitor.submit(`/manage/people/roles/${role}`, { act: 'agree', version: '1', note: '' }, '/applications'))
    assert.deepEqual(await world.sql('select state from central_role where id = $1 and upper_inf(recorded)', [role]), [{ state: 'proposed' }], String(answer.status))
    assert.equal(answer.status, 404)
  })
})
