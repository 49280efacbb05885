// A new address on its way: proposed, confirmed, held, effective, taken back; and what the database itself refuses.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { AGENCIES, doJobs, personOf, seal, startWorld } from '../../../test/world.ts'
import { change, processOrigin } from '../../store/change.ts'
import { confirmEmail, expireEmailChanges, openEmailChange, proposeEmail, withdrawEmail } from './email-changes.ts'
import type { ManagementWay } from '../../core/scope.ts'
import type { Post } from '../../core/standing.ts'
import type { Origin } from '../../store/change.ts'
import type { World } from '../../../test/world.ts'
import type { Proposed } from './email-changes.ts'

const OLD = 'wu.employee@ecpa.example'
const post: Post = {
  id: '1', agency: AGENCIES.personnelOffice, kind: 'appointment', unit: '', title: '處長', staffCategory: '08', supervisorLevel: '1', nature: '',
  from: '2020-01-01', to: null,
}
const office: ManagementWay = {
  way: 'hrSupervisor', agency: AGENCIES.personnelOffice,
  held: { agency: AGENCIES.personnelOffice, standing: 'hrSupervisor', marks: [], post },
}

describe('a new address', () => {
  let world: World
  const wu = () => personOf('wu.employee')
  const wang = () => personOf('wang.supervisor')
  const asWang = (): Origin => ({ ...processOrigin('test'), actor: { personId: wang(), standing: 'hrSupervisor', agency: AGENCIES.personnelOffice } })
  const asWu = (): Origin => ({ ...processOrigin('test'), actor: { personId: wu(), standing: 'employee', agency: AGENCIES.personnelOffice } })

  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.arrange(`delete from mail; delete from way_in; delete from email_change; update account set email = '${OLD}', email_confirmed_at = now(),
    state = 'active' where person_id = ${wu()}`))

  const propose = (email: string, own: boolean, consented = !own) => change(world.database, own ? asWu() : asWang(), (tx) =>
    proposeEmail(tx, { seal, emailChangesPerDay: 5 }, { person: wu(), by: own ? wu() : wang(), email, consented, way: own ? null : office }))
  const proposed = async (email: string, own: boolean): Promise<Proposed> => {
    const answer = await propose(email, own)
    assert.ok('change' in answer, JSON.stringify(answer))
    return answer
  }
  const confirm = (id: string) => change(world.database, processOrigin('test'), (tx) => confirmEmail(tx, wu(), id))
  const email = async () => (await world.sql<{ email: string }>('select email from account where person_id = $1', [wu()]))[0]!.email
  const letters = () => world.sql<{ recipient: string; subject: string; body_text: string }>(
    `select recipient, subject, body_text from mail where recipient = '${OLD}' order by written_at`)
  const stateOf = async (id: string) => (await world.sql<{ state: string }>('select state from email_change where id = $1', [id]))[0]!.state

  test('a correction is told to the old address at once, by whom, and takes effect when it is confirmed, told there once more', async () => {
    const { change: id } = await proposed('new.wu@ecpa.example', false)
    const [first] = await letters()
    assert.deepEqual([first!.recipient, first!.subject], [OLD, '電子郵件校正，待新信箱確認'])
    assert.match(first!.body_text, /高雄市政府人事處人事主管王建宏表示已徵得您同意，將您的電子郵件校正為 n\*\*\*@ecpa\.example/)
    assert.equal(await email(), OLD)
    assert.deepEqual(await confirm(id), { effective: 'now' })
    assert.equal(await email(), 'new.wu@ecpa.example')
    const last = (await letters()).at(-1)!
    assert.deepEqual([last.recipient, last.subject], [OLD, '電子郵件已變更'])
    assert.equal(await stateOf(id), 'effective')
    assert.deepEqual(await confirm(id), { refused: 'notOpen' })
  })

  test('one’s own change waits for the end of its hold although it is confirmed, and the database holds it too', async () => {
    const { change: id } = await proposed('new.wu@ecpa.example', true)
    assert.match((await letters())[0]!.body_text, /最早於 24 小時後生效/)
    const answer = await confirm(id)
    assert.ok('effective' in answer && answer.effective instanceof Date)
    assert.deepEqual(await confirm(id), answer)
    assert.equal(await email(), OLD)
    await assert.rejects(doJobs(world, 'email.take-effect'), /effective_when_confirmed/)
    assert.equal(await email(), OLD)
    await world.arrange(`update email_change set proposed_at = now() - interval '25 hours', not_before = now() - interval '1 hour' where id = '${id}'`)
    assert.equal(await doJobs(world, 'email.take-effect'), 1)
    assert.equal(await email(), 'new.wu@ecpa.example')
  })

  test('taken back within the hold, it never takes effect; nor where the account was disabled meanwhile', async () => {
    const { change: id } = await proposed('new.wu@ecpa.example', true)
    await confirm(id)
    assert.deepEqual(await change(world.database, asWu(), (tx) => withdrawEmail(tx, { person: wu(), id, way: null })), { withdrawn: true })
    assert.deepEqual(await confirm(id), { refused: 'notOpen' })
    await doJobs(world, 'email.take-effect')
    const { change: second } = await proposed('thief@ecpa.example', true)
    await confirm(second)
    await world.arrange(`update account set state = 'disabled' where person_id = ${wu()}`)
    await doJobs(world, 'email.take-effect')
    assert.equal(await email(), OLD)
    assert.deepEqual([await stateOf(id), await stateOf(second)], ['withdrawn', 'withdrawn'])
  })

  test('a later proposal takes the place of an earlier one, whose confirmation is worth nothing then', async () => {
    const { change: first } = await proposed('first@ecpa.example', true)
    const { change: second } = await proposed('second@ecpa.example', false)
    assert.deepEqual(await confirm(first), { refused: 'notOpen' })
    assert.equal((await openEmailChange(world.database.read, wu()))?.id, second)
    assert.deepEqual(await confirm(second), { effective: 'now' })
    assert.equal(await email(), 'second@ecpa.example')
    const [withdrawn] = (await world.events('account.email-withdrawn')).slice(-1)
    assert.deepEqual(withdrawn!['detail'], { change: first, why: 'replaced', way: `hrSupervisor ${AGENCIES.personnelOffice}` })
  })

  test('what nobody confirmed in time is over at once, and written down as such later', async () => {
    const { change: id } = await proposed('late@ecpa.example', false)
    await world.arrange(`update email_change set proposed_at = now() - interval '80 hours', not_before = now() - interval '80 hours',
      expires_at = now() - interval '8 hours' where id = '${id}'`)
    assert.equal(await openEmailChange(world.database.read, wu()), null)
    assert.deepEqual(await confirm(id), { refused: 'tooLate' })
    assert.equal(await expireEmailChanges(world.database), 1)
    assert.equal(await stateOf(id), 'expired')
    assert.equal(await expireEmailChanges(world.database), 0)
  })

  test('a refusal is an event and changes nothing: without consent, the sixth within a day, what is of somebody else', async () => {
    assert.deepEqual(await propose('new.wu@ecpa.example', false, false), { refused: 'noConsent' })
    const event = (await world.events('account.email-proposed')).at(-1)!
    assert.deepEqual([event['outcome'], event['person_id'], event['actor_person_id']], ['refused', wu(), wang()])
    assert.deepEqual(await letters(), [])
    for (const at of [1, 2, 3, 4, 5]) await proposed(`new${at}@ecpa.example`, false)
    assert.deepEqual(await propose('new6@ecpa.example', false), { refused: 'tooMany' })
    const open = (await openEmailChange(world.database.read, wu()))!
    const other = await change(world.database, processOrigin('test'), (tx) => confirmEmail(tx, personOf('sun.employee'), open.id))
    assert.deepEqual(other, { refused: 'notOpen' })
  })

  test('two who propose at the same moment leave one that waits', async () => {
    await Promise.all([propose('one@ecpa.example', true), propose('two@ecpa.example', false), propose('three@ecpa.example', false)])
    const waiting = await world.sql(`select from email_change where person_id = $1 and state = 'waiting'`, [wu()])
    assert.equal(waiting.length, 1)
  })

  test('the database refuses a correction without consent, and what is closed to be opened again', async () => {
    const { change: id } = await proposed('new.wu@ecpa.example', false)
    await confirm(id)
    await assert.rejects(world.arrange(`update email_change set state = 'waiting', closed_at = null, closed_event_id = null where id = '${id}'`),
      /stays so/)
    await assert.rejects(world.arrange(`insert into email_change (person_id, email, proposed_by, consented, not_before, expires_at, event_id)
      values (${wu()}, 'x@y.example', ${wang()}, false, now(), now() + interval '1 hour', (select max(id) from audit_event))`), /correction_with_consent/)
  })
})
