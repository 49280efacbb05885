// 「電子賀卡」: sending once and within limits, and that nobody but sender and receivers has a card.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { tokenIn } from '../../../test/http.ts'
import { add, cardsIn, dayComes, deliver, forgetCards, GREETING_LIMITS, press, received, sendCard, sending, whereTo, write } from '../../../test/greetings.ts'
import { AGENCIES, personOf, seal, startWorld } from '../../../test/world.ts'
import { textOf } from '../../../test/searches.ts'
import { sealWords } from './sealed-words.ts'
import type { Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const today = dayInTaipei(new Date())
const tomorrow = addDays(today, 1)
const NOBODY = '00000000-0000-4000-8000-00000000ffff'

describe('sending a greeting card', () => {
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

  describe('sending', () => {
    test('pressed twice at once, and again, it is one card', async () => {
      await write(wu)
      await add(wu, 'lee.officer')
      const fields = await sending(wu)
      const answers = await Promise.all([press(wu, fields), press(wu, fields), press(wu, fields)])
      const last = await press(wu, fields)
      const [card] = await cardsIn(world)
      for (const answer of [...answers, last]) assert.match(whereTo(answer), new RegExp(`^/cards/sent/${card!.id}`))
      assert.equal((await cardsIn(world)).length, 1)
      await deliver(world)
      assert.equal((await world.sql('select from mail')).length, 1)
      // Written in the meantime, another card is not sent by it.
      await write(wu, { words: '另一張' })
      assert.equal(whereTo(await press(wu, fields)), `/cards/sent/${card!.id}`)
      assert.equal((await cardsIn(world)).filter(({ sent_at: at }) => at === null).length, 1)
    })

    test('what was changed after it was looked at is shown once more', async () => {
      await write(wu)
      await add(wu, 'lee.officer')
      const fields = await sending(wu)
      await write(wu, { words: '後來改的' })
      const answer = await press(wu, fields)
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), /在您預覽之後改過.*後來改的/)
      assert.equal((await cardsIn(world))[0]!.sent_at, null)
    })

    test('not without receivers, and not for a day that has passed since', async () => {
      await write(wu)
      assert.equal(whereTo(await wu.ask('/cards/new/preview')), '/cards/new/receivers')
      await add(wu, 'lee.officer')
      const fields = await sending(wu)
      await wu.submit('/cards/new/receivers/remove', { place: '1' }, '/switch')
      fields.set('version', ['3'])
      assert.match(textOf((await press(wu, fields)).body), /還沒有收件人/)
      await add(wu, 'lee.officer')
      await world.sql(`update greeting set deliver_on = '${addDays(today, -1)}'`)
      assert.match(textOf((await press(wu, await sending(wu))).body), /送達日期已經過去/)
      assert.deepEqual((await world.events('greeting.sent')).slice(-2).map(({ outcome, detail }) => [outcome, (detail as { refusal: string }).refusal]),
        [['refused', 'noReceivers'], ['refused', 'dayPast']])
    })

    test('so many cards a day, and to so many people, also when two are sent at once and however many are taken back; the draft is kept', async () => {
      const tsai = await world.signIn('tsai.delegate')
      for (const to of [['lee.officer', 'sun.employee'], ['lee.officer', 'sun.employee']] as const) await sendCard(tsai, to, { deliverOn: tomorrow })
      await write(tsai)
      for (const who of ['lee.officer', 'sun.employee', 'wu.employee'] as const) await add(tsai, who)
      const tooMany = await press(tsai, await sending(tsai))
      assert.equal(tooMany.status, 422)
      assert.match(textOf(tooMany.body), /一天最多寄給 6 人次.*吳文傑/)
      await tsai.submit('/cards/new/receivers/remove', { place: '3' }, '/switch')
      const fields = await sending(tsai)
      assert.deepEqual((await Promise.all([press(tsai, fields), press(tsai, fields)])).map(({ status }) => status), [303, 303])
      await write(tsai, { words: '第四張' })
      await add(tsai, 'lee.officer')
      assert.match(textOf((await press(tsai, await sending(tsai))).body), /一天最多寄給 6 人次/)
      const sent = await world.sql<{ id: string }>('select id from greeting where sent_at is not null and delivered_at is null order by due_at desc')
      await tsai.submit(`/cards/sent/${sent[0]!.id}/take-back`, {}, '/switch')
      assert.match(textOf((await press(tsai, await sending(tsai))).body), /一天最多寄給 6 人次/)
      assert.match((await tsai.ask('/cards/new')).body, />第四張<\/textarea>/)
      // Yesterday's count no more.
      await world.sql(`alter table greeting disable trigger greeting_stays`)
      await world.sql(`update greeting set sent_at = sent_at - interval '1 day' where sent_at is not null`)
      await world.sql(`alter table greeting enable trigger greeting_stays`)
      assert.equal((await press(tsai, await sending(tsai))).status, 303)
    })

    test('cards sent in parallel do not pass the limit of the day', async () => {
      const tsai = await world.signIn('tsai.delegate')
      for (let n = 0; n < 3; n += 1) await sendCard(tsai, ['lee.officer'])
      // Two drafts at once, which no page makes.
      await world.sql('drop index greeting_draft')
      const made = Array.from({ length: 4 }, () => randomUUID())
      for (const id of made) {
        await world.sql('insert into greeting (id, sender_id, picture, words_sealed) values ($1, $2, $3, $4)',
          [id, personOf('tsai.delegate'), 'thanks', sealWords(seal, id, '謝謝')])
      }
      await world.sql(`insert into greeting_receiver (greeting_id, place, person_id, agency_code)
        select id, 1, ${personOf('lee.officer')}, '${AGENCIES.personnelOffice}' from greeting where sent_at is null`)
      const token = tokenIn(await tsai.ask('/switch'))
      const answers = await Promise.all(made.map((id) => tsai.ask('/cards/new/send', {
        method: 'POST', body: new URLSearchParams({ csrf: token, draft: id, version: '1' }), headers: { origin: tsai.origin, 'sec-fetch-site': 'same-origin' },
      })))
      assert.equal(answers.filter(({ status }) => status === 303).length, 1)
      assert.equal((await cardsIn(world)).filter(({ sent_at: at }) => at !== null).length, 4)
      await world.sql('delete from greeting where sent_at is null')
      await world.sql('create unique index greeting_draft on greeting (sender_id) where sent_at is null')
    })
  })

  describe('is private', () => {
    test('another’s card is not there: to read, to delete, to block by, to take back, to send', async () => {
      const id = await sendCard(wu, ['lee.officer'], { deliverOn: tomorrow })
      const [waits] = await world.sql<{ id: string }>('select id from greeting_receiver')
      const lee = await world.signIn('lee.officer')
      // Not even for its receiver, before it has arrived.
      for (const path of ['', '/delete', '/block']) assert.equal((await lee.ask(`/cards/received/${waits!.id}${path}`)).status, 404)
      for (const who of ['lee.officer', 'sun.employee', 'chen.central'] as const) {
        assert.equal((await (await world.signIn(who)).submit(`/cards/sent/${id}/take-back`, {}, '/switch')).status, 404, who)
      }
      await dayComes(world)
      const [path] = await received(lee)
      const others: Who[] = ['sun.employee', 'wang.supervisor', 'chen.central', 'lin.auditor', 'wu.employee']
      const missing = (await lee.ask(`/cards/received/${NOBODY}`)).body.replaceAll(NOBODY, '')
      for (const who of others) {
        const visitor = await world.signIn(who)
        for (const address of [path!, `${path}/delete`, `${path}/block`, ...(who === 'wu.employee' ? [] : [`/cards/sent/${id}`, `/cards/sent/${id}/take-back`])]) {
          const answer = await visitor.ask(address)
          assert.equal(answer.status, 404, `${who} ${address}`)
          assert.doesNotMatch(answer.body, /佳節/)
        }
        for (const act of [`${path}/delete`, `${path}/block`]) assert.equal((await visitor.submit(act, {}, '/switch')).status, 404, `${who} ${act}`)
        if (who !== 'wu.employee') assert.equal((await visitor.submit(`/cards/sent/${id}/take-back`, {}, '/switch')).status, 404, who)
        assert.equal((await visitor.submit('/cards/new/send', { draft: NOBODY, version: '1' }, '/switch')).status, 404)
        assert.doesNotMatch((await visitor.ask(`/cards?after=${path!.split('/').at(-1)}`)).body, /中秋快樂/)
      }
      assert.match(missing, /404|找不到/)
      // The receiver has it by their own number alone, not by the sender's.
      assert.equal((await lee.ask(`/cards/received/${id}`)).status, 404)
      assert.equal((await lee.ask(`/cards/sent/${id}`)).status, 404)
      const draft = await sendCardDraft(wu)
      assert.equal((await lee.submit('/cards/new/send', { draft, version: '2' }, '/switch')).status, 404)
    })

    async function sendCardDraft(visitor: Visitor): Promise<string> {
      await write(visitor)
      await add(visitor, 'sun.employee')
      return (await sending(visitor)).get('draft')![0]!
    }

    test('what cannot be a number is nobody’s, and no fault', async () => {
      for (const bad of ['1', 'new', '00000000', '%27', 'x'.repeat(90)]) {
        for (const path of [`/cards/received/${bad}`, `/cards/sent/${bad}`, `/cards/received/${bad}/block`]) assert.equal((await wu.ask(path)).status, 404, path)
        for (const act of [`/cards/received/${bad}/delete`, `/cards/received/${bad}/block`, `/cards/sent/${bad}/take-back`, `/cards/blocked/${bad}/unblock`]) {
          assert.equal((await wu.submit(act, {}, '/switch')).status, 404, act)
        }
      }
      assert.equal((await wu.ask('/cards?after=x')).status, 200)
    })

    test('signed out there are no cards, and for an agency’s card there are none either', async () => {
      const card = await world.signInCard(AGENCIES.personnelOffice)
      assert.doesNotMatch((await card.ask('/manage')).body, /href="\/cards"/)
      for (const path of ['/cards', '/cards/new', '/cards/new/receivers', '/cards/new/preview', '/cards/blocked']) {
        assert.notEqual((await world.visitor().ask(path)).status, 200, path)
        assert.equal((await card.ask(path)).status, 403, path)
      }
      assert.match((await wu.ask('/applications')).body, /href="\/cards"/)
    })

    test('without the token of the form nothing is sent, blocked or deleted', async () => {
      await sendCard(wu, ['lee.officer'])
      await deliver(world)
      const lee = await world.signIn('lee.officer')
      const [path] = await received(lee)
      for (const act of [`${path}/delete`, `${path}/block`, '/cards/new', '/cards/new/send', '/cards/new/discard', '/cards/new/receivers/find']) {
        const answer = await lee.ask(act, { method: 'POST', body: new URLSearchParams({}), headers: { origin: lee.origin, 'sec-fetch-site': 'same-origin' } })
        assert.equal(answer.status, 403, act)
      }
      assert.equal((await received(lee)).length, 1)
    })
  })
})
