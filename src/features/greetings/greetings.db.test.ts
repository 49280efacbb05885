// 「電子賀卡」: sent on a day, read by its receivers, thrown away, its sender blocked; and what is kept of it.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { cardsIn, dayComes, deliver, forgetCards, GREETING, GREETING_LIMITS, outcomesOf, received, sendCard, whereTo, write } from '../../../test/greetings.ts'
import { AGENCIES, personOf, seal, startWorld } from '../../../test/world.ts'
import { textOf } from '../../../test/searches.ts'
import { purgeGreetings } from './deliver.ts'
import { openWords } from './sealed-words.ts'
import type { Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

const today = dayInTaipei(new Date())
const tomorrow = addDays(today, 1)
const NOBODY = '00000000-0000-4000-8000-00000000ffff'

describe('greeting cards', () => {
  let world: World
  let wu: Visitor
  before(async () => {
    world = await startWorld(GREETING_LIMITS)
    wu = await world.signIn('wu.employee')
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => forgetCards(world))

  const letters = () => world.sql<{ recipient: string; subject: string; body_text: string; body_html: string; link_path: string }>(
    'select recipient, subject, body_text, body_html, link_path from mail order by recipient')

  describe('from writing to reading', () => {
    test('sent for today it arrives at once: its receivers read it, are told by a letter without it, and nobody else has it', async () => {
      const id = await sendCard(wu, ['lee.officer', 'yang.taipei'])
      await deliver(world)
      const lee = await world.signIn('lee.officer')
      assert.match(textOf((await lee.ask('/cards')).body), /吳文傑：中秋快樂 未讀.*高雄市政府秘書處/)
      const [path] = await received(lee)
      const page = await lee.ask(path!)
      assert.match(page.body, /<p class="lines" lang="zh-Hant-TW">佳節愉快\n&lt;b&gt;闔家平安&lt;\/b&gt; &amp; &quot;吉祥&quot;<\/p>/)
      assert.match(page.body, /src="\/assets\/[^"]+\/greetings\/mid-autumn\.svg"[^>]* alt="圓月、雲與望著月亮的兔子"/)
      assert.doesNotMatch(textOf(page.body), /楊雅雯/)
      assert.doesNotMatch(textOf((await lee.ask('/cards')).body), /未讀/)
      // The sender sees how many it reached, and not who opened it.
      const sent = textOf((await wu.ask(`/cards/sent/${id}`)).body)
      assert.match(sent, /已送達 2 人/)
      assert.doesNotMatch(sent, /未讀|已讀|未送達/)
      const told = await letters()
      assert.deepEqual(told.map(({ recipient }) => recipient), ['lee.officer@ecpa.example', 'yang.taipei@ecpa.example'])
      for (const { subject, body_text: text, body_html: html, link_path: link } of told) {
        assert.match(link, /^\/cards\/received\/[0-9a-f-]{36}$/)
        assert.doesNotMatch(link, new RegExp(id))
        for (const secret of ['佳節', '平安', '吳文傑', '秘書處', '中秋', 'mid-autumn', 'wu.employee']) {
          assert.ok(![subject, text, html].some((one) => one.includes(secret)), secret)
        }
      }
    })

    test('the words are sealed, for their row alone; no event and no log knows them', async () => {
      const logged = world.logged.length
      const id = await sendCard(wu, ['lee.officer'])
      await deliver(world)
      const lee = await world.signIn('lee.officer')
      await lee.ask((await received(lee))[0]!)
      const [row] = await world.sql<{ sealed: Buffer }>('select words_sealed as sealed from greeting')
      assert.ok(!row!.sealed.includes(Buffer.from('佳節')))
      assert.equal(openWords(seal, id, row!.sealed), GREETING)
      assert.throws(() => openWords(seal, NOBODY, row!.sealed))
      const sent = (await world.events('greeting.sent')).at(-1)!
      assert.deepEqual([sent.person_id, sent.detail], [personOf('wu.employee'), { greeting: id, receivers: 1, on: today }])
      assert.deepEqual((await world.events('greeting.delivered')).at(-1)!.detail, { greeting: id, receivers: 1, missed: 0 })
      const events = JSON.stringify(await world.sql('select * from audit_event'))
      const jobs = JSON.stringify(await world.sql('select * from graphile_worker._private_jobs'))
      for (const text of [events, jobs, world.logged.slice(logged).join()]) assert.doesNotMatch(text, /佳節|mid-autumn/)
    })

    test('for a later day it waits until the morning, can be taken back until then, and not afterwards', async () => {
      const id = await sendCard(wu, ['lee.officer'], { deliverOn: tomorrow })
      await deliver(world)
      const [due] = await world.sql<{ due: Date }>('select due_at as due from greeting')
      assert.equal(due!.due.toISOString(), `${tomorrow}T00:00:00.000Z`)
      const lee = await world.signIn('lee.officer')
      assert.deepEqual(await received(lee), [])
      assert.match(textOf((await wu.ask(`/cards/sent/${id}?done=sent`)).body), /上午 8 時送達；在那之前可以收回/)
      assert.match(textOf((await wu.ask(`/cards/sent/${id}/take-back`)).body), /送給 1 人的賀卡將不會送達/)
      assert.equal(whereTo(await wu.submit(`/cards/sent/${id}/take-back`, {}, '/switch')), `/cards/sent/${id}?done=takenBack`)
      await dayComes(world)
      assert.deepEqual([await received(lee), (await letters()).length], [[], 0])
      const again = await wu.submit(`/cards/sent/${id}/take-back`, {}, '/switch')
      assert.match(textOf(again.body), /這張賀卡已經收回/)

      const second = await sendCard(wu, ['lee.officer'], { deliverOn: tomorrow })
      await dayComes(world)
      assert.equal((await received(lee)).length, 1)
      assert.match(textOf((await wu.submit(`/cards/sent/${second}/take-back`, {}, '/switch')).body), /賀卡已經送達，不能收回/)
      assert.doesNotMatch((await wu.ask(`/cards/sent/${second}`)).body, /take-back/)
      assert.deepEqual((await world.events('greeting.taken-back')).map(({ outcome }) => outcome), ['done', 'refused', 'refused'])
    })

    test('whoever has left or is disabled does not get it, and the sender is told to how many it did not come', async () => {
      const id = await sendCard(wu, ['lee.officer', 'chang.unit', 'tsai.delegate'], { deliverOn: tomorrow })
      await world.arrange(`update account set state = 'disabled' where person_id = ${personOf('chang.unit')}`)
      await world.arrange(`update post_version set recorded = tstzrange(lower(recorded), now()) where person_id = ${personOf('tsai.delegate')}`)
      await dayComes(world)
      assert.deepEqual(await outcomesOf(world), { 'lee.officer': 'arrived', 'chang.unit': 'gone', 'tsai.delegate': 'gone' })
      assert.match(textOf((await wu.ask(`/cards/sent/${id}`)).body), /已送達 1 人 未送達 2 人/)
      assert.equal((await letters()).length, 1)
      await world.arrange(`update account set state = 'active' where person_id = ${personOf('chang.unit')}`)
      await world.arrange(`insert into post_version (person_id, post_id, version, valid, event_id)
        select person_id, post_id, 2, valid, event_id from post_version where person_id = ${personOf('tsai.delegate')}`)
    })

    test('a card of somebody whose account was disabled meanwhile does not arrive', async () => {
      const lo = await world.signIn('lo.taipei')
      await sendCard(lo, ['lee.officer'], { deliverOn: tomorrow })
      await world.arrange(`update account set state = 'disabled' where person_id = ${personOf('lo.taipei')}`)
      await dayComes(world)
      assert.deepEqual(await outcomesOf(world), { 'lee.officer': null })
      assert.deepEqual((await world.events('greeting.taken-back')).at(-1)!.detail, { greeting: (await cardsIn(world))[0]!.id, why: 'senderDisabled' })
      await world.arrange(`update account set state = 'active' where person_id = ${personOf('lo.taipei')}`)
    })

    test('delivered twice at once, and again, it arrives once, with one letter', async () => {
      await sendCard(wu, ['lee.officer', 'sun.employee'])
      const { handle } = world.tasks.find(({ name }) => name === 'greetings.deliver')!
      const work = { database: world.database, attempt: 1, lastAttempt: false, signal: new AbortController().signal }
      await Promise.all([handle({}, work), handle({}, work), handle({}, work)])
      await handle({}, work)
      assert.deepEqual((await letters()).map(({ recipient }) => recipient), ['lee.officer@ecpa.example', 'sun.employee@ecpa.example'])
    })

    test('a receiver throws it away for themselves', async () => {
      const id = await sendCard(wu, ['lee.officer', 'sun.employee'])
      await deliver(world)
      const lee = await world.signIn('lee.officer')
      const [path] = await received(lee)
      assert.match(textOf((await lee.ask(`${path}/delete`)).body), /這 1 張賀卡會從您收到的賀卡中刪除/)
      assert.equal(whereTo(await lee.submit(`${path}/delete`, {}, '/switch')), '/cards?done=deleted')
      assert.deepEqual([await received(lee), (await lee.ask(path!)).status], [[], 404])
      assert.equal((await lee.submit(`${path}/delete`, {}, '/switch')).status, 404)
      assert.equal((await received(await world.signIn('sun.employee'))).length, 1)
      assert.match(textOf((await wu.ask(`/cards/sent/${id}`)).body), /已送達 2 人/)
    })
  })

  describe('blocking a sender', () => {
    test('their cards do not come any more; they see nothing of it; unblocked, cards come again', async () => {
      await sendCard(wu, ['lee.officer'])
      await deliver(world)
      const lee = await world.signIn('lee.officer')
      const [path] = await received(lee)
      assert.match(textOf((await lee.ask(`${path}/block`)).body), /以後吳文傑寄給您的賀卡都不會送到，對方不會知道/)
      assert.equal(whereTo(await lee.submit(`${path}/block`, {}, '/switch')), `${path}?done=blocked`)
      assert.equal(whereTo(await lee.submit(`${path}/block`, {}, '/switch')), `${path}?done=blocked`)
      const letterCount = (await letters()).length

      const id = await sendCard(wu, ['lee.officer', 'sun.employee'])
      await deliver(world)
      assert.deepEqual((await received(lee)).length, 1)
      assert.equal((await letters()).length, letterCount + 1)
      const sent = textOf((await wu.ask(`/cards/sent/${id}`)).body)
      assert.match(sent, /已送達 2 人/)
      assert.doesNotMatch(sent, /未送達/)
      // Nor do the events about the sender, or what somebody finds in the directory.
      const about = JSON.stringify(await world.sql(`select detail from audit_event where person_id = $1 and code like 'greeting.%'`, [personOf('wu.employee')]))
      assert.doesNotMatch(about, /block/)
      assert.deepEqual((await world.events('greeting.delivered')).at(-1)!.detail, { greeting: id, receivers: 2, missed: 0 })
      const blocked = await world.events('greeting.sender-blocked')
      assert.ok(blocked.every(({ person_id: person, detail }) => person === personOf('lee.officer') && JSON.stringify(detail) === '{}'))

      const list = await lee.ask('/cards/blocked')
      assert.match(textOf(list.body), /吳文傑 高雄市政府秘書處/)
      const block = /\/cards\/blocked\/([0-9a-f-]{36})\/unblock/.exec(list.body)![1]!
      // Another's block is not there for anybody else.
      assert.equal((await wu.submit(`/cards/blocked/${block}/unblock`, {}, '/switch')).status, 404)
      assert.equal(whereTo(await lee.submit(`/cards/blocked/${block}/unblock`, {}, '/switch')), '/cards/blocked?done=unblocked')
      await sendCard(wu, ['lee.officer'])
      await deliver(world)
      assert.equal((await received(lee)).length, 2)
    })
  })

  describe('what is kept', () => {
    test('a card is deleted so many days after it arrived, a draft after a month, a search after an hour', async () => {
      await sendCard(wu, ['lee.officer'])
      await deliver(world)
      await write(wu)
      await purgeGreetings(world.database, 365)
      assert.equal((await cardsIn(world)).length, 2)
      await world.sql('alter table greeting disable trigger greeting_stays')
      await world.sql(`update greeting set delivered_at = delivered_at - interval '366 days', changed_at = changed_at - interval '31 days'`)
      await world.sql(`update greeting set changed_at = now() - interval '31 days' where sent_at is null`)
      await world.sql('alter table greeting enable trigger greeting_stays')
      await world.sql(`update greeting_search set searched_at = now() - interval '61 minutes'`)
      await purgeGreetings(world.database, 365)
      assert.deepEqual([await cardsIn(world), await outcomesOf(world), await world.sql('select from greeting_search')], [[], {}, []])
    })

    test('what was sent cannot be changed by the program: neither card nor receivers', async () => {
      const id = await sendCard(wu, ['lee.officer'])
      const refused = async (text: string) => assert.rejects(world.sql(text), /stays as it is|receivers of a card that was sent stay|as many as it says/, text)
      await refused(`update greeting set picture = 'thanks' where id = '${id}'`)
      await refused(`update greeting set words_sealed = '\\x${'00'.repeat(40)}' where id = '${id}'`)
      await refused(`delete from greeting_receiver where greeting_id = '${id}'`)
      await refused(`insert into greeting_receiver (greeting_id, place, person_id, agency_code) values ('${id}', 2, ${personOf('sun.employee')}, '${AGENCIES.works}')`)
      await deliver(world)
      await refused(`update greeting set taken_back_at = now() where id = '${id}'`)
      await assert.rejects(world.sql(`update greeting_receiver set outcome = 'gone', arrived_at = null where greeting_id = '${id}'`), /arrives once/)
    })
  })
})
