// 「重設員工密碼」 as managers use it, and as those try it whom it does not concern.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { AGENCIES, keyOf, nameOf, nationalIdOf, ORIGIN, personOf, postOf, startWorld } from '../../../test/world.ts'
import { lettersWith } from '../../../test/letters.ts'
import { textOf } from '../../../test/searches.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const NOBODY = '00000000-0000-4000-8000-00000000ffff'
const CODE = /一次性代碼([0-9A-HJKMNP-TV-Z]{20})/

describe('重設員工密碼', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.arrange(`delete from mail; delete from way_in; delete from email_change;
    update account set email = 'wu.employee@ecpa.example', email_confirmed_at = now() where person_id = ${personOf('wu.employee')}`))

  const reset = (visitor: Visitor, key: string, how: string, fields: Record<string, string> = {}): Promise<Answer> =>
    visitor.submit(`/manage/passwords/${key}/reset`, { how, ...fields }, '/switch')
  const activate = (visitor: Visitor, key: string) => visitor.submit(`/manage/passwords/${key}/activation`, {}, '/switch')
  const see = async (visitor: Visitor, who: Who) => textOf((await visitor.ask(`/manage/passwords?person=${keyOf(who)}`)).body)
  const ways = () => world.sql<{ person: string; purpose: string; medium: string; state: string; by: string }>(
    'select person_id::text as person, purpose, medium, state, opened_by::text as by from way_in order by opened_at')
  const last = async (code: string) => (await world.events(code)).at(-1)!
  const slipOf = ({ body }: Answer): string => CODE.exec(textOf(body).replaceAll(/[ -]/g, ''))![1]!

  test('found by national ID: 自訂帳號, 姓名, e-mail and 重設; then a link goes to the confirmed address, which the page never shows', async () => {
    const wang = await world.signIn('wang.supervisor')
    const found = await wang.submit('/manage/passwords', { nationalId: nationalIdOf('wu.employee') }, '/switch')
    assert.equal(found.headers.location, `/manage/passwords?person=${keyOf('wu.employee')}`)
    assert.match(await see(wang, 'wu.employee'), new RegExp(`wu\\.employee ${nameOf('wu.employee')} wu\\.employee@ecpa\\.example 已確認 修改E-MAIL 重設`))
    const asked = textOf((await wang.ask(`/manage/passwords/${keyOf('wu.employee')}/reset`)).body)
    assert.match(asked, /將自行設定新密碼；您看不到密碼.*目前 0 個工作階段/)
    assert.equal((await reset(wang, keyOf('wu.employee'), '')).status, 422)
    const done = await reset(wang, keyOf('wu.employee'), 'link')
    assert.equal(done.headers.location, `/manage/passwords?person=${keyOf('wu.employee')}&done=sent`)
    const [letter] = await lettersWith(world, '設定新密碼')
    assert.equal(letter!.recipient, 'wu.employee@ecpa.example')
    assert.match(letter!.path, /^\/new-password\?way=[0-9A-Z]{20}$/)
    assert.match(letter!.body, /^高雄市政府人事處人事主管王建宏寄送了重設密碼的連結/)
    // One letter of one act; the notice waits in 「我的專區」 all the same.
    assert.deepEqual(await world.sql('select count(*)::int as letters from mail'), [{ letters: 1 }])
    assert.deepEqual(await world.sql(`select n.person_id::text as person, n.letter_due as due from notice n join telling t on t.id = n.telling_id
      where t.kind = 'account.reset-link-sent'`), [{ person: personOf('wu.employee'), due: false }])
    const event = await last('account.reset-link-sent')
    assert.deepEqual([event['actor_person_id'], event['person_id'], event['agency']],
      [personOf('wang.supervisor'), personOf('wu.employee'), AGENCIES.personnelOffice])
    const secret = letter!.path.slice(-20)
    for (const kept of [JSON.stringify(await world.sql('select * from audit_event')), JSON.stringify(await world.sql('select * from way_in')),
      JSON.stringify(await world.sql('select * from telling')), world.logged.join('\n'), done.body]) {
      assert.ok(!kept.includes(secret))
    }
  })

  test('no Host header has a hand in a link or a slip: the address is the one of the settings', async () => {
    const wang = await world.signIn('wang.supervisor')
    const path = `/manage/passwords/${keyOf('wu.employee')}/reset`
    const form = await wang.ask('/switch')
    const csrf = /name="csrf" value="([^"]+)"/.exec(form.body)![1]!
    const forged = await wang.ask(path, {
      method: 'POST', body: new URLSearchParams({ csrf, how: 'slip' }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
    })
    assert.equal(forged.status, 200)
    assert.match(textOf(forged.body), new RegExp(`在瀏覽器輸入 ${ORIGIN}/new-password`))
    assert.doesNotMatch(forged.body, /evil\.example/)
  })

  test('a slip is shown this once, with its code in groups and for a day; another takes its place', async () => {
    const wang = await world.signIn('wang.supervisor')
    const first = await reset(wang, keyOf('wu.employee'), 'slip')
    assert.equal(first.status, 200)
    const text = textOf(first.body)
    assert.match(text, /密碼重設單.*這張單張只顯示這一次.*吳文傑.*限用一次/)
    assert.match(first.body, /<svg class="qr"/)
    assert.match(first.headers['cache-control'] ?? '', /no-store/)
    const second = await reset(wang, keyOf('wu.employee'), 'slip')
    assert.notEqual(slipOf(first), slipOf(second))
    assert.deepEqual((await ways()).map(({ medium, state }) => [medium, state]), [['slip', 'replaced'], ['slip', 'open']])
    // The page that was the answer is asked for again: it asks anew, and shows nothing.
    assert.doesNotMatch(textOf((await wang.ask(`/manage/passwords/${keyOf('wu.employee')}/reset`)).body).replaceAll(/[ -]/g, ''), CODE)
    const [notice] = await world.sql(`select t.kind from notice n join telling t on t.id = n.telling_id where n.person_id = $1 order by t.id desc`,
      [personOf('wu.employee')])
    assert.equal(notice!['kind'], 'account.reset-slip-printed')
  })

  test('who never activated gets a slip for that, and nothing else; who did gets none', async () => {
    const wang = await world.signIn('wang.supervisor')
    assert.match(await see(wang, 'liu.pending'), /列印啟用單/)
    const slip = await activate(wang, keyOf('liu.pending'))
    assert.match(textOf(slip.body), /帳號啟用單.*劉詩涵.*\/activate/)
    assert.match((await reset(wang, keyOf('liu.pending'), 'slip')).body, /尚未啟用/)
    assert.match((await activate(wang, keyOf('wu.employee'))).body, /已經啟用過/)
    assert.deepEqual(await ways(), [{ person: personOf('liu.pending'), purpose: 'activation', medium: 'slip', state: 'open', by: personOf('wang.supervisor') }])
  })

  test('without a confirmed address there is no link, but a slip', async () => {
    await world.arrange(`update account set email_confirmed_at = null where person_id = ${personOf('wu.employee')}`)
    const wang = await world.signIn('wang.supervisor')
    const asked = await wang.ask(`/manage/passwords/${keyOf('wu.employee')}/reset`)
    assert.match(textOf(asked.body), /沒有已確認的電子郵件.*列印單張/)
    assert.doesNotMatch(asked.body, /value="link"/)
    assert.match((await reset(wang, keyOf('wu.employee'), 'link')).body, /R-ACC-3/)
    assert.equal((await reset(wang, keyOf('wu.employee'), 'slip')).status, 200)
  })

  test('whoever corrected the address opens no way for 72 hours after it took effect; another manager does; the database says so too', async () => {
    const [wang, kao] = [await world.signIn('wang.supervisor'), await world.signIn('kao.supervisor')]
    await wang.submit(`/manage/emails/${keyOf('wu.employee')}`, { email: 'thief@ecpa.example', consented: 'yes' }, '/switch')
    for (const how of ['link', 'slip']) assert.match((await reset(wang, keyOf('wu.employee'), how)).body, /72 小時/)
    const effective = (hours: number) => world.arrange(`update email_change set confirmed_at = now() - interval '${hours} hours', state = 'effective',
      not_before = now() - interval '90 hours', closed_at = now() - interval '${hours} hours', closed_event_id = event_id`)
    await effective(71)
    assert.match(await see(wang, 'wu.employee'), /不能重設密碼：您校正的新信箱已生效，.* 起才能由您辦理/)
    assert.match((await reset(wang, keyOf('wu.employee'), 'slip')).body, /R-ACC-4/)
    await assert.rejects(world.arrange(`insert into way_in (person_id, purpose, medium, secret_hash, opened_by, expires_at, event_id)
      values (${personOf('wu.employee')}, 'newPassword', 'slip', sha256('x'), ${personOf('wang.supervisor')}, now() + interval '1 hour',
        (select max(id) from audit_event))`), /72 hours/)
    assert.equal((await reset(kao, keyOf('wu.employee'), 'slip')).status, 200)
    await world.arrange('delete from way_in; delete from email_change')
    await wang.submit(`/manage/emails/${keyOf('wu.employee')}`, { email: 'thief@ecpa.example', consented: 'yes' }, '/switch')
    await effective(73)
    assert.equal((await reset(wang, keyOf('wu.employee'), 'slip')).status, 200)
  })

  const refused: [string, Who, Who, RegExp][] = [
    ['one’s own', 'wang.supervisor', 'wang.supervisor', /不得處理自己的帳號.*R-GRT-3/],
    ['of the other supervisor of the own agency', 'wang.supervisor', 'kao.supervisor', /貴機關或上級機關的人事主管.*R-ACC-4/],
    ['of a supervisor, by a delegate', 'tsai.delegate', 'tsao.education', /受授權管理者不能處理人事主管的帳號/],
    ['of an account that is disabled', 'wang.supervisor', 'kuo.disabled', /已經停用/],
    ['of another administrator', 'chen.central', 'ho.central', /總處管理者或稽核/],
    ['of the auditor', 'chen.central', 'lin.auditor', /總處管理者或稽核/],
  ]
  for (const [what, actor, target, sentence] of refused) {
    test(`a password ${what} is not reset: the pages say why, and so does the act, which is an event`, async () => {
      const visitor = await world.signIn(actor)
      assert.match(await see(visitor, target), sentence)
      const asked = await visitor.ask(`/manage/passwords/${keyOf(target)}/reset`)
      assert.equal(asked.status, 422)
      for (const how of ['link', 'slip']) {
        const answer = await reset(visitor, keyOf(target), how)
        assert.equal(answer.status, 422)
        assert.match(textOf(answer.body), sentence)
        const event = await last(how === 'link' ? 'account.reset-link-sent' : 'account.reset-slip-printed')
        assert.deepEqual([event['outcome'], event['actor_person_id'], event['person_id']], ['refused', personOf(actor), personOf(target)])
      }
      assert.deepEqual(await ways(), [])
      assert.deepEqual(await world.sql('select from mail'), [])
    })
  }

  test('who serves an agency by 兼辦 does not manage it; nor does who is elsewhere: the same answer as for nobody', async () => {
    await world.arrange(`insert into concurrent_duty (id, application_code, acting_code, served_code, valid, reason, event_id)
      values ('00000000-0000-4000-9000-0000000000dd', 'D6', '${AGENCIES.taipeiPersonnelOffice}', '${AGENCIES.secretariat}', '[2020-01-01,)', 'x',
        (select max(id) from audit_event))`)
    const yang = await world.signIn('yang.taipei')
    for (const key of [keyOf('wu.employee'), NOBODY, 'x']) {
      assert.equal((await yang.ask(`/manage/passwords?person=${key}`)).status, 404)
      assert.equal((await yang.ask(`/manage/passwords/${key}/reset`)).status, 404)
      for (const how of ['link', 'slip']) assert.equal((await reset(yang, key, how)).status, 404)
      assert.equal((await activate(yang, key)).status, 404)
    }
    for (const who of ['wu.employee', 'lee.officer', 'lin.auditor'] as const) {
      assert.equal((await reset(await world.signIn(who), keyOf('sun.employee'), 'slip')).status, 403)
    }
    assert.deepEqual(await ways(), [])
  })

  test('a form brings no password, no person and no time of its own', async () => {
    const wang = await world.signIn('wang.supervisor')
    const [was] = await world.sql('select password_hash, name, email, state from account where person_id = $1', [personOf('wu.employee')])
    await reset(wang, keyOf('wu.employee'), 'slip', {
      password: 'i-choose-it-myself', password_hash: 'x', person: keyOf('sun.employee'), expires_at: '2099-01-01', email: 'thief@ecpa.example',
    })
    assert.deepEqual((await ways()).map(({ person }) => person), [personOf('wu.employee')])
    const [lasts] = await world.sql('select expires_at - opened_at = interval \'24 hours\' as day from way_in')
    assert.equal(lasts!['day'], true)
    assert.deepEqual((await world.sql('select password_hash, name, email, state from account where person_id = $1', [personOf('wu.employee')]))[0], was)
  })

  test('a post elsewhere, from next month on, keeps a manager from opening a way today', async () => {
    await world.arrange(`insert into post (id, person_id, agency_code, kind, unit, title, starts)
        values (9200, ${personOf('chang.unit')}, '${AGENCIES.taipeiSecretariat}', 'concurrent', '', '委員', current_date + 20);
      insert into post_version (person_id, post_id, valid, event_id)
        values (${personOf('chang.unit')}, 9200, daterange(current_date + 20, null), (select max(id) from audit_event))`)
    assert.ok(postOf('chang.unit'))
    assert.match((await reset(await world.signIn('wang.supervisor'), keyOf('chang.unit'), 'slip')).body, /另有不在您管理範圍內的職務/)
    await world.arrange('update post_version set recorded = closed(recorded) where post_id = 9200')
  })

  describe('a second factor that is lost', () => {
    const path = (who: Who) => `/manage/passwords/${keyOf(who)}/second-factor`
    const remove = (visitor: Visitor, who: Who) => visitor.submit(path(who), {}, '/switch')
    const has = async (who: Who) => (await world.sql('select from totp where person_id = $1', [personOf(who)])).length === 1
    beforeEach(async () => {
      await world.arrange('delete from totp')
      for (const who of ['wu.employee', 'kao.supervisor', 'ho.central'] as const) {
        await world.arrange(`insert into totp (person_id, sealed_secret, last_step, event_id) values ($1, $2, 1, (select max(id) from audit_event))`,
          [personOf(who), Buffer.alloc(50)])
        await world.arrange(`insert into recovery_code (person_id, code_hash, event_id) values ($1, $2, (select max(id) from audit_event))`,
          [personOf(who), Buffer.alloc(32)])
      }
    })

    test('is taken away by a manager, who says so to its person; and only where there is one', async () => {
      const wang = await world.signIn('wang.supervisor')
      assert.match(await see(wang, 'wu.employee'), /移除第二驗證/)
      assert.match(textOf((await wang.ask(path('wu.employee'))).body), /之後只以密碼就能登入/)
      assert.equal((await remove(wang, 'wu.employee')).headers.location, `/manage/passwords?person=${keyOf('wu.employee')}&done=factorRemoved`)
      assert.equal(await has('wu.employee'), false)
      assert.deepEqual(await world.sql('select from recovery_code where person_id = $1', [personOf('wu.employee')]), [])
      const event = await last('account.second-factor-reset')
      assert.deepEqual([event['actor_person_id'], event['person_id'], event['agency']],
        [personOf('wang.supervisor'), personOf('wu.employee'), AGENCIES.personnelOffice])
      assert.deepEqual(await world.sql(`select n.person_id::text as person from notice n join telling t on t.id = n.telling_id
        where t.kind = 'account.second-factor-reset'`), [{ person: personOf('wu.employee') }])
      assert.doesNotMatch(await see(wang, 'wu.employee'), /移除第二驗證/)
      const again = await remove(wang, 'wu.employee')
      assert.equal(again.status, 422)
      assert.match(textOf(again.body), /沒有設定第二驗證/)
    })

    test('not upward, not at the centre, not of one’s own, not beyond the scope, and by nobody who manages nothing', async () => {
      const wang = await world.signIn('wang.supervisor')
      assert.match(textOf((await remove(wang, 'kao.supervisor')).body), /人事主管/)
      assert.match(textOf((await remove(await world.signIn('chen.central'), 'ho.central')).body), /總處管理者或稽核/)
      assert.match(textOf((await remove(await world.signIn('kao.supervisor'), 'kao.supervisor')).body), /不得處理自己的帳號/)
      assert.equal((await remove(await world.signIn('yang.taipei'), 'wu.employee')).status, 404)
      assert.equal((await remove(await world.signIn('sun.employee'), 'wu.employee')).status, 403)
      for (const who of ['wu.employee', 'kao.supervisor', 'ho.central'] as const) assert.ok(await has(who), who)
    })
  })

  test('the page of the account leads to both pages where they may be used, and nowhere where not', async () => {
    const wang = await world.signIn('wang.supervisor')
    const account = async (who: Who) => (await wang.ask(`/manage/people/${keyOf(who)}/account`)).body
    const open = await account('wu.employee')
    for (const page of ['passwords', 'emails']) assert.match(open, new RegExp(`href="/manage/${page}\\?person=${keyOf('wu.employee')}"`))
    assert.match(await account('liu.pending'), /列印啟用單/)
    assert.doesNotMatch(await account('kao.supervisor'), /href="\/manage\/(passwords|emails)\?person/)
  })
})
