// 「電子賀卡」: who is found as a receiver, by whom and how often, and the draft that they are added to.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import pg from 'pg'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { tokenIn } from '../../../test/http.ts'
import { add, cardsIn, find, forgetCards, foundIn, GREETING_LIMITS, outcomesOf, whereTo, write } from '../../../test/greetings.ts'
import { AGENCIES, keyOf, nameOf, nationalIdOf, personOf, seal, startWorld } from '../../../test/world.ts'
import { textOf } from '../../../test/searches.ts'
import { openWords } from './sealed-words.ts'
import type { Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

const today = dayInTaipei(new Date())
const tomorrow = addDays(today, 1)
const NOBODY = '00000000-0000-4000-8000-00000000ffff'

describe('the receivers of a greeting card', () => {
  let world: World
  let wu: Visitor
  before(async () => {
    world = await startWorld(GREETING_LIMITS)
    wu = await world.signIn('wu.employee')
    await world.arrange(`
      with made as (
        insert into person (national_id_sealed, national_id_index)
        select '\\x00', sha256(('many ' || n)::bytea) from generate_series(1, 50) n returning id
      ), named as (
        insert into person_version (person_id, name, birth_date, event_id) select id, '許志明', '1980-01-01', 1 from made returning person_id
      ), held as (
        insert into account (person_id, state, name) select id, 'active', 'many' || id from made returning person_id
      ), post as (
        insert into post (person_id, agency_code, kind, unit, title, starts)
        select id, '${AGENCIES.works}', 'appointment', '', '技士', '2020-01-01' from made returning person_id, id
      ) insert into post_version (person_id, post_id, valid, event_id) select person_id, id, '[2020-01-01,)', 1 from post`)
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => forgetCards(world))

  describe('who is found', () => {
    const begin = (visitor = wu) => write(visitor)

    test('by a part of the name, and of the agency; name and agency are told, and nothing more', async () => {
      await begin()
      const page = await find(wu, '淑芬')
      const event = (await world.events('greeting.receivers-searched')).at(-1)!
      assert.deepEqual(event.detail, { criteria: ['name'], found: 2, shown: [personOf('sun.employee'), personOf('lo.taipei')] })
      assert.deepEqual(foundIn(page), ['孫淑芬（高雄市政府秘書處）', '羅淑芬（臺北市政府秘書處）'])
      assert.deepEqual(foundIn(await find(wu, '淑芬', '台北')), ['羅淑芬（臺北市政府秘書處）'])
      // By the agency of a second post they are shown there.
      assert.deepEqual(foundIn(await find(wu, '淑芬', AGENCIES.works.toLowerCase())), ['孫淑芬（高雄市政府工務局）'])
      assert.deepEqual(foundIn(await find(wu, '淑芬', '教育局')), [])
      for (const who of ['sun.employee', 'lo.taipei'] as const) {
        for (const secret of [keyOf(who), nationalIdOf(who), nationalIdOf(who).slice(0, 4), who, `${who}@`]) assert.ok(!page.body.includes(secret), secret)
      }
      assert.doesNotMatch(textOf(page.body), /文書科|庶務科|科員|啟用 ·/)
    })

    test('not oneself, not who has no active account, not who has left', async () => {
      await begin()
      for (const who of ['wu.employee', 'liu.pending', 'kuo.disabled'] as const) assert.deepEqual(foundIn(await find(wu, nameOf(who))), [], who)
      assert.equal((await world.sql('select from greeting_search')).length, 3)
      await world.arrange(`update post_version set recorded = tstzrange(lower(recorded), now()) where person_id = ${personOf('huang.concurrent')}`)
      const page = await find(wu, nameOf('huang.concurrent'))
      assert.match(textOf(page.body), /找不到這樣的同仁/)
      await world.arrange(`insert into post_version (person_id, post_id, version, nature, valid, event_id)
        select person_id, post_id, 2, nature, valid, event_id from post_version where person_id = ${personOf('huang.concurrent')}`)
    })

    test('not by one character, a national ID or an account name; signs of patterns find nobody', async () => {
      await begin()
      for (const one of ['淑', '淑 淑', '淑　淑 淑', ' ', '']) {
        const page = await find(wu, one)
        assert.equal(page.status, 422)
        assert.match(textOf(page.body), /請輸入至少兩個字/)
      }
      for (const one of [nationalIdOf('lee.officer'), 'lee.officer', '%%', '__', '.*', keyOf('lee.officer')]) assert.deepEqual(foundIn(await find(wu, one)), [], one)
    })

    test('twenty at the most, with the advice to say more', async () => {
      await begin()
      const page = await find(wu, '許志')
      assert.equal(foundIn(page).length, 20)
      assert.match(textOf(page.body), /只列出 20 人/)
      assert.equal(((await world.events('greeting.receivers-searched')).at(-1)!.detail as { shown: string[] }).shown.length, 20)
    })

    test('so often within an hour and no more, however many ask at once; the refusal is an event and nothing is lost', async () => {
      await begin()
      await add(wu, 'lee.officer')
      const token = tokenIn(await wu.ask('/switch'))
      const ask = () => wu.ask('/cards/new/receivers/find', {
        method: 'POST', body: new URLSearchParams({ csrf: token, name: '淑芬', agency: '' }), headers: { origin: wu.origin, 'sec-fetch-site': 'same-origin' },
      })
      const answers = await Promise.all(Array.from({ length: 20 }, ask))
      assert.equal(answers.filter(({ status }) => status === 303).length, 11)
      const refused = answers.find(({ status }) => status === 422)!
      assert.match(textOf(refused.body), /一小時最多尋找 12 次.*收件人 1／50 人.*李怡君/)
      assert.match(refused.body, /name="name"[^>]* value="淑芬"|value="淑芬"[^>]* name="name"/)
      const events = (await world.events('greeting.receivers-searched')).slice(-20)
      assert.deepEqual([events.filter(({ outcome }) => outcome === 'refused').length, (await world.sql('select from greeting_search')).length], [9, 12])
      await world.sql(`update greeting_search set searched_at = now() - interval '61 minutes'`)
      assert.equal((await find(wu, '淑芬')).status, 200)
    })

    test('however often somebody asks at once, in however many sessions, the others are answered meanwhile', async () => {
      const [lee, ...sessions] = await Promise.all([world.signIn('lee.officer'), world.signIn('wu.employee'), world.signIn('wu.employee')])
      const csrfs = await Promise.all(sessions.map(async (session) => tokenIn(await session.ask('/switch'))))
      const holder = new pg.Client({ connectionString: world.databaseUrl })
      await holder.connect()
      try {
        await holder.query('begin')
        await holder.query(`select pg_advisory_xact_lock(hashtextextended('greetings ' || $1, 0))`, [personOf('wu.employee')])
        // Twice as many as there are connections.
        const asked = Promise.all(Array.from({ length: 12 }, (_, n) => sessions[n % 2]!.ask('/cards/new/receivers/find', {
          method: 'POST', body: new URLSearchParams({ csrf: csrfs[n % 2]!, name: '淑芬', agency: '' }),
          headers: { 'origin': wu.origin, 'sec-fetch-site': 'same-origin' },
        })))
        const begun = async (): Promise<number> => (await world.sql<{ n: number }>(
          `select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted`))[0]!.n
        const deadline = performance.now() + 20_000
        while (await begun() < 4) assert.ok(performance.now() < deadline, 'nobody came to wait')
        assert.equal((await lee.ask('/cards')).status, 200)
        await holder.query('commit')
        assert.deepEqual([...new Set((await asked).map(({ status }) => status))], [303])
      } finally {
        await holder.end()
      }
    })

    test('what one session found is not another’s to add, and nobody is added who was not found', async () => {
      await begin()
      const search = await wu.submit('/cards/new/receivers/find', { name: '淑芬', agency: '' }, '/switch')
      const query = new URL(whereTo(search), 'http://x').searchParams.get('query')!
      const lee = await world.signIn('lee.officer')
      await write(lee)
      for (const [visitor, fields] of [
        [lee, { query, at: '1' }], [wu, { query, at: '3' }], [wu, { query, at: '0' }], [wu, { query: NOBODY, at: '1' }], [wu, { query: keyOf('lo.taipei'), at: '1' }],
        [wu, { query, at: '-1' }], [wu, { query, at: '1; drop' }],
      ] as const) {
        assert.equal((await visitor.submit('/cards/new/receivers/add', fields, '/switch')).status, 422, JSON.stringify(fields))
      }
      assert.doesNotMatch(textOf((await lee.ask(`/cards/new/receivers?query=${query}`)).body), /淑芬/)
      assert.deepEqual(await outcomesOf(world), {})
    })
  })

  describe('a draft', () => {
    test('is kept with its receivers, added once and removed one by one, until it is thrown away', async () => {
      assert.equal(whereTo(await wu.ask('/cards/new/receivers')), '/cards/new')
      await write(wu, { deliverOn: tomorrow })
      await add(wu, 'lee.officer')
      await add(wu, 'sun.employee')
      const again = await find(wu, nameOf('sun.employee'))
      assert.match(textOf(again.body), /孫淑芬 高雄市政府秘書處 已加入/)
      assert.match(textOf((await wu.ask('/cards')).body), /您有一張還沒寄出的賀卡/)
      const later = await world.signIn('wu.employee')
      const form = (await later.ask('/cards/new')).body
      assert.match(form, /value="mid-autumn" checked/)
      assert.match(form, />佳節愉快\n&lt;b&gt;闔家平安/)
      assert.equal((await later.submit('/cards/new/receivers/remove', { place: '1' }, '/switch')).status, 303)
      assert.deepEqual(Object.keys(await outcomesOf(world)), ['sun.employee'])
      await write(later, { words: '改過的內容' })
      assert.match(textOf((await wu.ask('/cards/new/preview')).body), /改過的內容.*孫淑芬/)
      assert.equal((await cardsIn(world)).length, 1)
      await later.submit('/cards/new/discard', {}, '/switch')
      assert.deepEqual([await cardsIn(world), await outcomesOf(world)], [[], {}])
    })

    test('begun in several windows at once it is one', async () => {
      const token = tokenIn(await wu.ask('/switch'))
      const begin = () => wu.ask('/cards/new', {
        method: 'POST', body: new URLSearchParams({ csrf: token, picture: 'thanks', words: '謝謝', deliverOn: '' }),
        headers: { origin: wu.origin, 'sec-fetch-site': 'same-origin' },
      })
      for (const { status } of await Promise.all([begin(), begin(), begin(), begin()])) assert.equal(status, 303)
      assert.equal((await cardsIn(world)).length, 1)
    })

    const wrong: [string, Record<string, string>, RegExp][] = [
      ['without a picture', { picture: '' }, /請選擇一個圖案/],
      ['with a picture that there is not', { picture: '../app' }, /請選擇一個圖案/],
      ['without words', { words: ' \r\n ' }, /請寫賀卡的內容/],
      ['with too many words', { words: '字'.repeat(501) }, /最多 500 個字/],
      ['with control characters', { words: '好\u0007' }, /不能使用的控制字元/],
      ['with signs that turn the direction of writing', { words: '好\u202e壞' }, /不能使用的控制字元/],
      ['for a day that is past', { deliverOn: addDays(today, -1) }, /送達日期已經過去/],
      ['for a day beyond a year', { deliverOn: addDays(today, 366) }, /最遠到一年後/],
      ['for what is no day', { deliverOn: '115/13/1' }, /日期/],
    ]
    for (const [what, fields, expected] of wrong) {
      test(`is not kept ${what}; what was typed is still there`, async () => {
        const answer = await write(wu, fields)
        assert.equal(answer.status, 422)
        assert.match(textOf(answer.body), expected)
        assert.ok(fields.words !== undefined || answer.body.includes('佳節愉快\n&lt;b&gt;'))
        assert.deepEqual(await cardsIn(world), [])
      })
    }

    test('holds five hundred characters with line breaks as a browser sends them, and no national ID', async () => {
      await write(wu, { words: `${'字'.repeat(249)}\r\n${'字'.repeat(250)}` })
      assert.equal((await cardsIn(world)).length, 1)
      await write(wu, { words: `我的證號是 ${nationalIdOf('wu.employee')}` })
      const [row] = await world.sql<{ id: string; sealed: Buffer }>('select id, words_sealed as sealed from greeting')
      assert.ok(!openWords(seal, row!.id, row!.sealed).includes(nationalIdOf('wu.employee')))
    })

    test('takes nothing from the form but what it asks for', async () => {
      await write(wu, { sent_at: '2020-01-01', sender_id: personOf('lee.officer'), delivered_at: '2020-01-01', receivers: '5', id: NOBODY, missed: '0' })
      const [row] = await world.sql('select sender_id, sent_at, delivered_at, receivers, missed from greeting')
      assert.deepEqual(row, { sender_id: personOf('wu.employee'), sent_at: null, delivered_at: null, receivers: null, missed: null })
    })

    test('has room for fifty', async () => {
      await write(wu)
      await world.sql(`insert into greeting_receiver (greeting_id, place, person_id, agency_code)
        select g.id, row_number() over (), a.person_id, '${AGENCIES.works}' from greeting g, account a where a.name like 'many%'`)
      const search = whereTo(await wu.submit('/cards/new/receivers/find', { name: nameOf('lee.officer'), agency: '' }, '/switch'))
      const query = new URL(search, 'http://x').searchParams.get('query')!
      const answer = await wu.submit('/cards/new/receivers/add', { query, at: '1' }, '/switch')
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), /一張賀卡最多 50 位收件人.*收件人 50／50 人/)
      await wu.submit('/cards/new/receivers/remove', { place: '7' }, '/switch')
      assert.equal((await wu.submit('/cards/new/receivers/add', { query, at: '1' }, '/switch')).status, 303)
      assert.deepEqual(await world.sql(`select place from greeting_receiver where person_id = ${personOf('lee.officer')}`), [{ place: 7 }])
    })
  })
})
