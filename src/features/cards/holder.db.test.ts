// A session of an agency's card (R-CRT-4, 5): what it reaches, what it may not, and who its holder is.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { codeAhead, RECOVERY, setUpFactor, wrongCode } from '../../../test/authenticator-app.ts'
import { DISOWNED, whileHeld } from '../../../test/holding.ts'
import { AGENCIES, doJobs, keyOf, nationalIdOf, personOf, startWorld } from '../../../test/world.ts'
import { dayInTaipei } from '../../core/days.ts'
import { newSecret } from '../second-factor/totp.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import { endLeftHolders } from './end-left-holders.ts'
import { tellUnverified } from './tell-unverified.ts'
import type { Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const NEXT_MONTH = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
const PASSWORD = 'a-card-lies-on-a-desk'

describe('a session of an agency’s card', () => {
  let world: World
  before(async () => {
    world = await startWorld()
    await world.arrange('update account set password_hash = $1 where state = \'active\'', [await hashPassword(PASSWORD)])
  })
  after(() => world.stop())

  const name = (card: Visitor, who: Who, more: Record<string, string> = {}) =>
    card.submit('/manage/holder', { nationalId: nationalIdOf(who), ...more }, '/manage/holder')
  const switchTo = (card: Visitor, agency: string) => card.submit('/switch/managed', { managed: agency }, '/switch')
  const duty = (card: Visitor) => card.submit('/manage/duties/new', {
    acting: AGENCIES.personnelOffice, served: AGENCIES.secretariat, application: 'A4', find: '', from: '', to: NEXT_MONTH, reason: '缺人辦理', press: 'save',
  }, '/manage/duties/new')

  test('reaches management of its agency and nothing personal', async () => {
    const card = await world.signInCard(AGENCIES.personnelOffice)
    const menu = await card.ask('/manage')
    assert.equal(menu.status, 200)
    assert.match(menu.body, /登入成功！由於您使用「機關憑證」登入，因此您只能進入「此頁面」。/)
    assert.match(menu.body, /ECPA：機關憑證/)
    assert.match(menu.body, /尚未登錄持卡人/)
    for (const path of ['/manage/grants', '/manage/duties', '/search/permissions', '/search/accounts', '/manage/delegations']) {
      assert.equal((await card.ask(path)).status, 200, path)
    }
    for (const path of ['/me', '/me/sessions', '/me/password', '/manage/people', '/manage/feeds', '/todo', '/record-reports']) {
      assert.ok(!menu.body.includes(`href="${path}"`), `${path} is not offered`)
      assert.equal((await card.ask(path)).status, 403, path)
    }
  })

  test('manages what its agency manages, and no other', async () => {
    const card = await world.signInCard(AGENCIES.education)
    assert.equal((await switchTo(card, AGENCIES.school)).status, 303)
    for (const beyond of [AGENCIES.works, AGENCIES.kaohsiung, AGENCIES.taipei]) assert.equal((await switchTo(card, beyond)).status, 422, beyond)
  })

  test('looks and changes nothing until its holder is named; what was typed stays', async () => {
    const card = await world.signInCard(AGENCIES.personnelOffice)
    const duties = () => world.sql('select id from concurrent_duty order by id')
    const found = await duties()
    const answer = await duty(card)
    assert.equal(answer.status, 422)
    assert.match(answer.body, /請先按頁面上方的「登錄持卡人」/)
    assert.match(answer.body, /缺人辦理/)
    assert.deepEqual(await duties(), found)
  })

  test('a holder whose account is active confirms by their password, counts as the actor, and is told', async () => {
    const card = await world.signInCard(AGENCIES.personnelOffice)
    const asked = await name(card, 'lee.officer')
    assert.equal(asked.status, 422)
    assert.match(asked.body, /請由本人輸入密碼確認/)
    assert.match((await name(card, 'lee.officer', { password: 'not-the-password' })).body, /密碼不正確/)
    assert.equal((await name(card, 'lee.officer', { password: PASSWORD })).status, 303)
    assert.match((await card.ask('/manage')).body, /持卡人[\s\S]{0,40}李/)
    const answer = await duty(card)
    assert.equal(answer.status, 303)
    const [event] = (await world.events('duty.set-up')).slice(-1)
    assert.equal(event!.actor_person_id, personOf('lee.officer'))
    assert.equal(event!.actor_agency, AGENCIES.personnelOffice)
    assert.equal(event!.actor_unverified, false)
    const lee = await world.signIn('lee.officer')
    assert.match((await lee.ask('/me')).body, /您登錄為機關憑證的持卡人/)
  })

  test('nobody from elsewhere holds it, nor does anybody take it over in the session', async () => {
    const card = await world.signInCard(AGENCIES.education)
    for (const who of ['yang.taipei', 'wu.employee'] as const) {
      const answer = await name(card, who, { password: PASSWORD })
      assert.equal(answer.status, 422, who)
      assert.match(answer.body, /沒有這個身分證號的現職人員/)
    }
    // An office that manages the agency: its people may hold the card below.
    assert.equal((await name(card, 'wang.supervisor', { password: PASSWORD })).status, 303)
    const again = await name(card, 'tsao.education', { password: PASSWORD })
    assert.equal(again.status, 422)
    const [holder] = await world.sql('select person_id from session_holder where session_id = (select max(session_id::text)::uuid from session_holder where person_id = $1)', [personOf('wang.supervisor')])
    assert.equal(holder!.person_id, personOf('wang.supervisor'))
  })

  test('wrong passwords count with those of signing in', async () => {
    const card = await world.signInCard(AGENCIES.personnelOffice)
    const answers: string[] = []
    for (let at = 0; at < 7; at += 1) answers.push((await name(card, 'wang.supervisor', { password: `wrong-${at}-password` })).body)
    assert.equal(answers.filter((body) => body.includes('密碼不正確')).length, 5)
    assert.match(answers.at(-1)!, /密碼連續輸入錯誤次數過多/)
  })

  describe('who set up a second factor', () => {
    const secret = newSecret()
    const kao = personOf('kao.supervisor')
    before(() => setUpFactor(world, kao, secret))
    beforeEach(() => world.sql('delete from sign_in_failure; delete from session_holder'))

    const held = () => world.sql('select person_id::text as person from session_holder')
    const says = async (card: Visitor, secretCode: string, sentence: RegExp): Promise<void> => {
      const answer = await name(card, 'kao.supervisor', { password: PASSWORD, secretCode })
      assert.equal(answer.status, 422)
      assert.match(answer.body, sentence)
      assert.ok(!answer.body.includes(PASSWORD) && (secretCode === '' || !answer.body.includes(secretCode)))
      assert.deepEqual(await held(), [])
    }

    test('names themselves with a code that was not used, and not by the password alone', async () => {
      const card = await world.signInCard(AGENCIES.personnelOffice)
      const used = codeAhead(secret)
      await says(card, '', /這個帳號已設定第二驗證/)
      await says(card, wrongCode(secret), /密碼正確，但驗證碼不正確/)
      assert.match((await name(card, 'kao.supervisor', { password: 'not-the-password', secretCode: used })).body, /密碼不正確，請再輸入一次/)
      assert.equal((await name(card, 'kao.supervisor', { password: PASSWORD, secretCode: used })).status, 303)
      assert.deepEqual(await held(), [{ person: kao }])
      await world.sql('delete from session_holder')
      const another = await world.signInCard(AGENCIES.personnelOffice)
      await says(another, used, /密碼正確，但驗證碼不正確/)
    })

    test('or with a recovery code, once, and is told', async () => {
      assert.equal((await name(await world.signInCard(AGENCIES.personnelOffice), 'kao.supervisor', { password: PASSWORD, secretCode: RECOVERY })).status, 303)
      assert.match((await (await world.signIn('kao.supervisor')).ask('/me')).body, /已使用一組復原碼/)
      await world.sql('delete from session_holder')
      await says(await world.signInCard(AGENCIES.personnelOffice), RECOVERY, /密碼正確，但驗證碼不正確/)
    })

    test('and is told when the fifth code is wrong, after which none is looked at', async () => {
      const card = await world.signInCard(AGENCIES.personnelOffice)
      for (let at = 0; at < 5; at += 1) await says(card, wrongCode(secret), /密碼正確，但驗證碼不正確/)
      assert.match((await (await world.signIn('kao.supervisor')).ask('/me')).body, /有人知道您的密碼，但第二驗證失敗/)
      await says(card, codeAhead(secret, 1), /驗證碼錯誤次數過多，請 15 分鐘後再試/)
    })
  })

  test('a password that was barred, or changed while it was looked at, names nobody', async () => {
    const chosen = { event: 'account.password-changed', statements: [`update account set password_changed_at = clock_timestamp() where person_id = $1`] }
    try {
      for (const meanwhile of [chosen, DISOWNED]) {
        const card = await world.signInCard(AGENCIES.personnelOffice)
        const answer = await whileHeld(world, personOf('lee.officer'), meanwhile, () => name(card, 'lee.officer', { password: PASSWORD }))
        assert.equal(answer.status, 422)
        assert.match(answer.body, /密碼不正確/)
      }
      assert.match((await name(await world.signInCard(AGENCIES.personnelOffice), 'lee.officer', { password: PASSWORD })).body, /密碼不正確/)
    } finally {
      await world.arrange('update account set password_barred_at = null where person_id = $1', [personOf('lee.officer')])
    }
  })

  test('of a holder whose account is not active every manager above is told, and of each change', async () => {
    const card = await world.signInCard(AGENCIES.works)
    assert.equal((await name(card, 'liu.pending')).status, 303)
    assert.match((await card.ask('/manage')).body, /未經確認/)
    const wang = await world.signIn('wang.supervisor')
    assert.match((await wang.ask('/me')).body, /機關憑證的持卡人未經確認/)
    assert.equal(await tellUnverified(world.database, new Date()), 0)
    const [event] = await world.events('card.holder-named').then((events) => events.slice(-1))
    assert.deepEqual(event!.detail, { verified: false })
    await world.arrange(`insert into audit_event (code, outcome, actor_person_id, actor_agency, actor_unverified, session_id)
      select 'grant.given', 'done', person_id, card_agency, true, session_id from session_holder where person_id = '${personOf('liu.pending')}'`)
    assert.equal(await tellUnverified(world.database, new Date()), 1)
    assert.equal(await tellUnverified(world.database, new Date()), 0)
    await doJobs(world, 'notices.tell')
    assert.match((await wang.ask('/me')).body, /持高雄市政府工務局機關憑證者劉詩涵辦理了一項異動（grant.given）/)
  })

  test('who is named without proving it makes the session no fresher: what asks for a fresh proof asks for the card', async () => {
    const reset = `/manage/passwords/${keyOf('liu.pending')}/activation`
    await world.sql('delete from sign_in_failure')
    for (const [who, more, asks] of [['liu.pending', {}, true], ['wang.supervisor', { password: PASSWORD }, false]] as const) {
      const card = await world.signInCard(AGENCIES.works)
      await world.sql('update session set signed_in_at = now() - interval \'1 hour\' where card_agency = $1', [AGENCIES.works])
      assert.match(String((await card.ask(reset)).headers.location), /^\/sign-in\/again/)
      assert.equal((await name(card, who, more)).status, 303)
      const then = await card.ask(reset)
      assert.equal(String(then.headers.location ?? '').startsWith('/sign-in/again'), asks, who)
    }
  })

  test('nobody receives through the card that they hold', async () => {
    const card = await world.signInCard(AGENCIES.personnelOffice)
    assert.equal((await name(card, 'lee.officer', { password: PASSWORD })).status, 303)
    const answer = await card.submit('/manage/grants/new', {
      application: 'A5', category: 'use', agency: AGENCIES.personnelOffice, person: keyOf('lee.officer'), from: '', to: NEXT_MONTH, reason: '自己給自己',
    }, '/manage')
    assert.equal(answer.status, 422)
    assert.match(answer.body, /不得授權給自己/)
  })

  test('ends with what its holder proved it by: their account is disabled, their password another, or barred', async () => {
    const lee = personOf('lee.officer')
    const was = (await world.sql('select password_changed_at as at from account where person_id = $1', [lee]))[0]!['at']
    const ends = [
      `update account set state = 'disabled' where person_id = ${lee}`,
      `update account set password_changed_at = clock_timestamp() where person_id = ${lee}`,
      `update account set password_barred_at = clock_timestamp() where person_id = ${lee}`,
    ]
    const why: unknown[] = []
    const other = await world.signInCard(AGENCIES.personnelOffice)
    assert.equal((await name(other, 'wang.supervisor', { password: PASSWORD })).status, 303)
    const [unverified, unnamed] = [await world.signInCard(AGENCIES.works), await world.signInCard(AGENCIES.personnelOffice)]
    assert.equal((await name(unverified, 'liu.pending')).status, 303)
    for (const statement of ends) {
      await world.sql('delete from sign_in_failure')
      const card = await world.signInCard(AGENCIES.personnelOffice)
      assert.equal((await name(card, 'lee.officer', { password: PASSWORD })).status, 303)
      await world.arrange(statement)
      const answer = await card.ask('/manage')
      assert.deepEqual([answer.status, answer.headers.location], [303, '/?next=%2Fmanage'], statement)
      why.push((await world.sql(`select s.ended_why as why from session s join session_holder h on h.session_id = s.id
        where h.person_id = $1 and s.ended_at is not null order by s.signed_in_at desc limit 1`, [lee]))[0]?.['why'])
      await world.arrange(`update account set state = 'active', password_barred_at = null, password_changed_at = $1 where person_id = ${lee}`, [was])
    }
    assert.deepEqual(why, ['disabled', 'passwordChanged', 'byUser'])
    // Who only was named proved nothing that could end; nobody else's session does.
    await world.arrange(`update account set password_changed_at = clock_timestamp() where person_id = ${personOf('liu.pending')}`)
    for (const card of [other, unverified, unnamed]) assert.equal((await card.ask('/manage')).status, 200)
    await world.arrange(`update account set password_changed_at = null where person_id = ${personOf('liu.pending')}`)
  })

  test('whose last post in the agency ended holds its card no more, in a session that goes on either', async () => {
    const lee = personOf('lee.officer')
    const [card, others] = [await world.signInCard(AGENCIES.personnelOffice), await world.signInCard(AGENCIES.personnelOffice)]
    await world.sql('delete from sign_in_failure')
    assert.equal((await name(card, 'lee.officer', { password: PASSWORD })).status, 303)
    assert.equal((await name(others, 'wang.supervisor', { password: PASSWORD })).status, 303)
    assert.equal(await endLeftHolders(world.database.unaudited, dayInTaipei(new Date())), 0)
    await world.arrange(`with closed as (update post_version set recorded = closed(recorded) where person_id = ${lee} and upper_inf(recorded) returning *)
      insert into post_version (person_id, post_id, version, staff_category, supervisor_level, nature, valid, event_id)
      select person_id, post_id, version + 1, staff_category, supervisor_level, nature, daterange(lower(valid), ((now() at time zone 'Asia/Taipei')::date)), (select max(id) from audit_event) from closed`)
    assert.equal((await name(await world.signInCard(AGENCIES.personnelOffice), 'lee.officer', { password: PASSWORD })).status, 422, 'not named anew')
    const answer = await card.ask('/manage')
    assert.deepEqual([answer.status, answer.headers.location], [303, '/?next=%2Fmanage'])
    assert.equal(await endLeftHolders(world.database.unaudited, dayInTaipei(new Date())), 1)
    assert.equal((await others.ask('/manage')).status, 200)
    const [ended] = await world.sql(`select ended_why as why from session s join session_holder h on h.session_id = s.id
      where h.person_id = $1 and ended_at is not null order by ended_at desc limit 1`, [lee])
    assert.deepEqual(ended, { why: 'rightLost' })
  })

  test('signs out', async () => {
    const card = await world.signInCard(AGENCIES.personnelOffice)
    assert.equal((await card.submit('/sign-out', {}, '/manage')).status, 303)
    assert.equal((await card.ask('/manage')).status, 303)
    assert.deepEqual((await world.events('session.card-signed-out')).map(({ agency }) => agency), [AGENCIES.personnelOffice])
  })
})
