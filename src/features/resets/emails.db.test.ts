// 「校正員工Email」 as managers use it, and as those try it whom it does not concern.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { AGENCIES, keyOf, nationalIdOf, personOf, startWorld } from '../../../test/world.ts'
import { textOf } from '../../../test/searches.ts'
import type { Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const NOBODY = '00000000-0000-4000-8000-00000000ffff'

describe('校正員工Email', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.arrange(`delete from mail; delete from way_in; delete from email_change; update account set email = 'wu.employee@ecpa.example',
    email_confirmed_at = now() where person_id = ${personOf('wu.employee')}`))

  const find = (visitor: Visitor, who: Who) => visitor.submit('/manage/emails', { nationalId: nationalIdOf(who) }, '/switch')
  const correct = (visitor: Visitor, key: string, email: string, fields: Record<string, string> = { consented: 'yes' }) =>
    visitor.submit(`/manage/emails/${key}`, { email, ...fields }, '/switch')
  const see = async (visitor: Visitor, who: Who) => textOf((await visitor.ask(`/manage/emails?person=${keyOf(who)}`)).body)
  const changes = () => world.sql<{ email: string; state: string; consented: boolean; proposed_by: string }>(
    'select email, state, consented, proposed_by::text from email_change order by proposed_at')
  const last = async (code: string) => (await world.events(code)).at(-1)!

  test('found by national ID, which stands in no address; corrected with consent; the old address is told and nothing changes yet', async () => {
    const wang = await world.signIn('wang.supervisor')
    const found = await find(wang, 'wu.employee')
    assert.equal(found.headers.location, `/manage/emails?person=${keyOf('wu.employee')}`)
    assert.match(await see(wang, 'wu.employee'), /電子郵件 wu\.employee@ecpa\.example 已確認.*已徵得使用者同意/)
    const done = await correct(wang, keyOf('wu.employee'), 'new.wu@ecpa.example')
    assert.equal(done.headers.location, `/manage/emails?person=${keyOf('wu.employee')}&done=asked`)
    assert.deepEqual(await changes(), [{ email: 'new.wu@ecpa.example', state: 'waiting', consented: true, proposed_by: personOf('wang.supervisor') }])
    const [account] = await world.sql('select email from account where person_id = $1', [personOf('wu.employee')])
    assert.equal(account!['email'], 'wu.employee@ecpa.example')
    const letters = await world.sql('select recipient, subject from mail order by recipient desc')
    assert.deepEqual(letters.map((letter) => [letter['recipient'], letter['subject']]),
      [['wu.employee@ecpa.example', '電子郵件校正，待新信箱確認'], ['new.wu@ecpa.example', '確認電子郵件']])
    assert.match(await see(wang, 'wu.employee'), /等待確認的新信箱 由管理者校正為 new\.wu@ecpa\.example。須於 .* 前由新信箱確認/)
    const event = await last('account.email-proposed')
    assert.deepEqual([event['actor_person_id'], event['person_id'], event['agency']],
      [personOf('wang.supervisor'), personOf('wu.employee'), AGENCIES.personnelOffice])
    assert.doesNotMatch(JSON.stringify(event), /@/)
  })

  test('without the tick nothing happens, in words, and nothing typed is lost', async () => {
    const wang = await world.signIn('wang.supervisor')
    const answer = await correct(wang, keyOf('wu.employee'), 'new.wu@ecpa.example', {})
    assert.equal(answer.status, 422)
    assert.match(textOf(answer.body), /請先徵得使用者同意/)
    assert.match(answer.body, /value="new\.wu@ecpa\.example"/)
    for (const [email, sentence] of [['', /請輸入新的電子郵件/], ['wu', /不是可用的電子郵件/], ['WU.employee@ecpa.example', /已經是這位人員的電子郵件/],
      ['a@b.example\r\nBcc: c@d.example', /不是可用的電子郵件/]] as const) {
      const wrong = await correct(wang, keyOf('wu.employee'), email)
      assert.equal(wrong.status, 422)
      assert.match(textOf(wrong.body), sentence)
    }
    assert.deepEqual(await changes(), [])
  })

  test('fields that the form does not have change nothing: neither who, nor when, nor whether it is confirmed', async () => {
    const wang = await world.signIn('wang.supervisor')
    await correct(wang, keyOf('wu.employee'), 'new.wu@ecpa.example', {
      consented: 'yes', state: 'effective', confirmed_at: '2020-01-01', person: keyOf('sun.employee'), proposed_by: '1', not_before: '2020-01-01',
    })
    const [row] = await world.sql('select state, confirmed_at, person_id::text, proposed_by::text from email_change')
    assert.deepEqual(row, { state: 'waiting', confirmed_at: null, person_id: personOf('wu.employee'), proposed_by: personOf('wang.supervisor') })
  })

  test('the manager takes it back; a number of somebody else’s change is worth nothing', async () => {
    const wang = await world.signIn('wang.supervisor')
    await correct(wang, keyOf('wu.employee'), 'new.wu@ecpa.example')
    const [row] = await world.sql<{ id: string }>('select id from email_change')
    const wrong = await wang.submit(`/manage/emails/${keyOf('chang.unit')}/withdraw`, { change: row!.id }, '/switch')
    assert.equal(wrong.status, 422)
    assert.match(textOf(wrong.body), /已經結束或撤回/)
    const done = await wang.submit(`/manage/emails/${keyOf('wu.employee')}/withdraw`, { change: row!.id }, '/switch')
    assert.equal(done.headers.location, `/manage/emails?person=${keyOf('wu.employee')}&done=withdrawn`)
    assert.equal((await changes())[0]!.state, 'withdrawn')
  })

  const refused: [string, Who, Who, RegExp][] = [
    ['one’s own', 'wang.supervisor', 'wang.supervisor', /不得處理自己的帳號.*R-GRT-3/],
    ['of the other supervisor of the own agency', 'wang.supervisor', 'kao.supervisor', /貴機關或上級機關的人事主管.*R-ACC-4/],
    ['of a supervisor, by a delegate', 'tsai.delegate', 'tsao.education', /受授權管理者不能處理人事主管的帳號/],
    ['of an account that is not activated', 'wang.supervisor', 'liu.pending', /尚未啟用/],
    ['of an account that is disabled', 'wang.supervisor', 'kuo.disabled', /已經停用/],
    ['of another administrator', 'chen.central', 'ho.central', /總處管理者或稽核/],
    ['of the auditor', 'chen.central', 'lin.auditor', /總處管理者或稽核/],
  ]
  for (const [what, actor, target, sentence] of refused) {
    test(`an address ${what} is not corrected: the page says why, and so does the act, which is an event`, async () => {
      const visitor = await world.signIn(actor)
      const shown = await see(visitor, target)
      assert.match(shown, sentence)
      assert.doesNotMatch(shown, /已徵得使用者同意/)
      const answer = await correct(visitor, keyOf(target), 'new@ecpa.example')
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), sentence)
      const event = await last('account.email-proposed')
      assert.deepEqual([event['outcome'], event['actor_person_id'], event['person_id']], ['refused', personOf(actor), personOf(target)])
      assert.deepEqual(await changes(), [])
    })
  }

  test('beyond one’s scope there is nobody, by key and by national ID alike; each look-up and each try is an event', async () => {
    const yang = await world.signIn('yang.taipei')
    const known = (await world.events('account.looked-up')).length
    const [there, not] = [await find(yang, 'wu.employee'), await yang.submit('/manage/emails', { nationalId: 'A123456789' }, '/switch')]
    for (const answer of [there, not]) {
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), /在您管理的範圍內，沒有這位人員/)
      assert.doesNotMatch(answer.body, /吳文傑/)
    }
    const lookedUp = (await world.events('account.looked-up')).slice(known)
    assert.deepEqual(lookedUp.map(({ person_id: person, detail }) => [person, (detail as { found: boolean }).found]),
      [[personOf('wu.employee'), false], [null, false]])
    for (const key of [keyOf('wu.employee'), NOBODY, 'x']) {
      assert.equal((await yang.ask(`/manage/emails?person=${key}`)).status, 404)
      assert.equal((await correct(yang, key, 'new@ecpa.example')).status, 404)
    }
    assert.equal((await last('account.email-proposed'))['outcome'], 'refused')
    for (const who of ['wu.employee', 'lee.officer', 'lin.auditor'] as const) {
      const visitor = await world.signIn(who)
      assert.equal((await visitor.ask('/manage/emails')).status, 403)
      assert.equal((await correct(visitor, keyOf('sun.employee'), 'new@ecpa.example')).status, 403)
    }
    assert.deepEqual(await changes(), [])
  })
})
