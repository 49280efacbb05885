// 啟用帳號 by card (R-ACC-1a), as its person does it, and with each card that may not.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { arrangeCards } from '../../../test/cards.ts'
import { textOf } from '../../../test/searches.ts'
import { AGENCIES, nameOf, nationalIdOf, personOf, startWorld } from '../../../test/world.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'
import type { WorldCards } from '../../../test/cards.ts'

const LIU = personOf('liu.pending')
const PASSWORD = 'three blue herons'

describe('啟用帳號 by card', () => {
  let world: World
  let desk: WorldCards
  let born: string
  before(async () => {
    world = await startWorld()
    const of = (who: 'liu.pending' | 'wang.supervisor') => ({ name: nameOf(who), nationalId: nationalIdOf(who) })
    // The card `wu` of the demonstration, and those that must fail, are Liu's here.
    desk = await arrangeCards(world, {
      wu: of('liu.pending'), wang: of('wang.supervisor'), agency: { code: AGENCIES.works, name: '工務局', organisationOid: '2.16.886.101.90029.1' },
    })
    born = (await world.sql<{ born: string }>('select birth_date::text as born from person_version where person_id = $1', [LIU]))[0]!.born
  })
  after(async () => {
    const faults = world.faults()
    await desk.remove()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.arrange(`delete from mail; delete from way_in; delete from email_change; delete from sign_in_failure; delete from password_before;
    delete from session where person_id = ${LIU}; delete from person_card;
    update account set state = 'pending', name = null, password_hash = null, email = null, email_confirmed_at = null where person_id = ${LIU}`))

  const prove = (visitor: Visitor, id: string, fields: Record<string, string> = {}): Promise<Answer> =>
    desk.send(visitor, id, 'activate', '/activate/card', { nationalId: nationalIdOf('liu.pending'), birthDate: born, ...fields })
  const stepOf = ({ body }: Answer): string => /name="step" value="([^"]+)"/.exec(body)?.[1] ?? ''
  const choose = async (visitor: Visitor, fields: Record<string, string> = {}): Promise<Answer> => visitor.submit('/activate', {
    step: stepOf(await visitor.ask('/activate')), accountName: 'liu.works', password: PASSWORD, againPassword: PASSWORD, email: 'liu@ecpa.example', ...fields,
  }, '/activate')
  const account = async () => (await world.sql<{ state: string; name: string | null }>('select state, name from account where person_id = $1', [LIU]))[0]!
  const bound = async () => (await world.sql('select from person_card where person_id = $1 and ended_at is null', [LIU])).length
  const way = async () => (await world.sql<{ state: string; medium: string; card: Buffer | null }>('select state, medium, card from way_in'))[0]
  const last = async (code: string) => (await world.events(code)).at(-1)!

  test('the card opens the choosing, is bound by it, and signs in at once', async () => {
    const visitor = world.visitor()
    const proved = await prove(visitor, 'wu')
    assert.equal(proved.status, 303)
    assert.equal(proved.headers.location, '/activate')
    assert.equal((await last('account.card-accepted'))['person_id'], LIU)
    const open = await way()
    assert.equal(open?.medium, 'card')
    assert.equal(open.card?.includes(Buffer.from(nameOf('liu.pending'))), false)
    const page = await visitor.ask('/activate')
    assert.match(textOf(page.body), /已經以自然人憑證驗證您的身分/)
    assert.doesNotMatch(page.body, /name="nationalId"|name="way"/)
    assert.doesNotMatch(page.body, new RegExp(nameOf('liu.pending')))
    assert.equal((await account()).state, 'pending')
    assert.equal(await bound(), 0)
    const done = await choose(visitor)
    assert.equal(done.status, 200)
    assert.match(textOf(done.body), /帳號已啟用/)
    assert.deepEqual(await account(), { state: 'active', name: 'liu.works' })
    assert.equal(await bound(), 1)
    assert.deepEqual(await way(), { state: 'used', medium: 'card', card: null })
    assert.deepEqual((await last('account.activated'))['detail'], { how: 'card' })
    assert.equal((await last('card.bound'))['person_id'], LIU)
    const signedIn = await desk.send(world.visitor(), 'wu', 'signIn', '/sign-in/card')
    assert.equal(signedIn.headers.location, '/applications')
  })

  test('what is wrong in the choosing is said, and the card stays proved', async () => {
    const visitor = world.visitor()
    await prove(visitor, 'wu')
    const taken = await choose(visitor, { accountName: 'wu.employee' })
    assert.equal(taken.status, 422)
    assert.match(textOf(taken.body), /這個帳號已有人使用/)
    assert.equal((await choose(visitor, { password: 'short', againPassword: 'short' })).status, 422)
    assert.equal(await bound(), 0)
    assert.equal((await choose(visitor)).status, 200)
    assert.equal(await bound(), 1)
  })

  const refused: readonly [what: string, card: string, fields: Record<string, string>, sentence: RegExp, why: string, whose: string | null][] = [
    ['somebody else’s', 'wang', {}, /和人事資料不符/, 'wrongPerson', LIU],
    ['one’s own with somebody else’s national ID', 'wu', { nationalId: nationalIdOf('wu.employee') }, /和人事資料不符/, 'wrongPerson', personOf('wu.employee')],
    ['one’s own with another birth date', 'wu', { birthDate: '1950-01-01' }, /和人事資料不符/, 'wrongPerson', null],
    ['that of a person whom no feed brought', 'wrong-person', { nationalId: 'A100000001' }, /和人事資料不符/, 'wrongPerson', null],
    ['one’s own with no national ID at all', 'wu', { nationalId: 'x' }, /和人事資料不符/, 'wrongPerson', null],
    ['a revoked one', 'revoked', {}, /已經廢止/, 'revoked', null],
    ['an expired one', 'expired', {}, /已經過期/, 'expired', null],
    ['one of an unknown issuer', 'unknown-issuer', {}, /不是由本系統認可/, 'noPath', null],
    ['one that is not for signing', 'no-digital-signature', {}, /用途不是簽章/, 'keyUsage', null],
    ['an agency’s', `agency-${AGENCIES.works}`, {}, /機關憑證不能啟用個人帳號/, 'agency', null],
  ]
  for (const [what, card, fields, sentence, why, whose] of refused) {
    test(`a card is refused in a plain sentence, with its event, and nothing is opened: ${what}`, async () => {
      if (why === 'agency') await world.arrange(`insert into listed_certificate (issuer, serial, agency_code, valid, reason, given_by, event_id)
        values ('gca-g2', '00c9', '${AGENCIES.works}', daterange('2000-01-01', null), 'test', ${personOf('chen.central')}, (select max(id) from audit_event))`)
      const visitor = world.visitor()
      const answer = await prove(visitor, card, fields)
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), sentence)
      const { detail, person_id: person } = await last('session.card-refused')
      assert.deepEqual([(detail as { purpose: string }).purpose, (detail as { why: string }).why, person], ['activate', why, whose])
      assert.equal(await way(), undefined)
      assert.equal((await account()).state, 'pending')
      assert.equal(stepOf(await visitor.ask('/activate')), '')
    })
  }

  test('an account that is active, or disabled, is told so to whoever proved to be its person, and stays as it is', async () => {
    for (const [state, sentence, why] of [['active', /已經啟用過/, 'notPending'], ['disabled', /目前停用/, 'notActive']] as const) {
      await world.arrange(`update account set state = $1, name = 'liu.works', password_hash = 'x' where person_id = ${LIU}`, [state])
      const answer = await prove(world.visitor(), 'wu')
      assert.match(textOf(answer.body), sentence)
      assert.equal(((await last('session.card-refused'))['detail'] as { why: string }).why, why)
      assert.match(textOf((await prove(world.visitor(), 'wang')).body), /和人事資料不符/)
      assert.equal((await account()).state, state)
    }
  })

  test('a card that is bound to another account, or was reported lost, activates nothing, also when that happened after it was proved', async () => {
    const [{ subject_serial: subject, certificate_serial: serial, issuer } = { subject_serial: '', certificate_serial: '', issuer: '' }] = await (async () => {
      const visitor = world.visitor()
      await prove(visitor, 'wu')
      await choose(visitor)
      return world.sql<{ subject_serial: string; certificate_serial: string; issuer: string }>('select * from person_card')
    })()
    const bind = (more: string) => world.arrange(`insert into person_card (person_id, issuer, subject_serial, certificate_serial, valid_until, event_id)
      values (${personOf('wu.employee')}, $1, $2, $3, now() + interval '1 year', (select max(id) from audit_event)); ${more}`, [issuer, subject, serial])
    const clear = () => world.arrange(`delete from person_card; delete from mail; delete from way_in; delete from email_change where person_id = ${LIU}; delete from password_before;
      update account set state = 'pending', name = null, password_hash = null, email = null where person_id = ${LIU}`)
    const lost = `update person_card set ended_at = now(), ended_why = 'lost', ended_event_id = event_id`
    for (const [makes, sentence, why] of [['', /已經連結另一個帳號/, 'others'], [lost, /已經報失/, 'lost']] as const) {
      await clear()
      await bind('')
      if (makes !== '') await world.arrange(makes)
      assert.match(textOf((await prove(world.visitor(), 'wu')).body), sentence)
      assert.equal(((await last('session.card-refused'))['detail'] as { why: string }).why, why)
      await clear()
      const visitor = world.visitor()
      await prove(visitor, 'wu')
      await bind('')
      if (makes !== '') await world.arrange(makes)
      const answer = await choose(visitor)
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), sentence)
      assert.equal((await account()).state, 'pending')
      assert.equal(await bound(), 0)
    }
  })

  test('a challenge for signing in, or of another browser, proves nothing here', async () => {
    const visitor = world.visitor()
    const fields = { nationalId: nationalIdOf('liu.pending'), birthDate: born }
    for (const [challenge, says] of [
      [await desk.challengeFor(visitor, 'signIn', '/activate/card'), /為了別的用途/],
      [await desk.challengeFor(world.visitor(), 'activate', '/activate/card'), /不屬於這個瀏覽器/],
    ] as const) {
      const answer = await visitor.submit('/activate/card', { ...fields, challenge, signature: desk.signed('wu', challenge) }, '/activate/card')
      assert.match(textOf(answer.body), says)
    }
    assert.equal(await way(), undefined)
  })

  test('what the card opened is over after half an hour, and when it is proved anew elsewhere', async () => {
    const visitor = world.visitor()
    await prove(visitor, 'wu')
    const first = stepOf(await visitor.ask('/activate'))
    const other = world.visitor()
    await prove(other, 'wu')
    assert.equal((await visitor.ask('/activate')).status, 410)
    assert.equal((await choose(visitor, { step: first })).status, 422)
    await world.sql(`alter table way_in disable trigger user; update way_in set opened_at = opened_at - interval '31 minutes', expires_at = expires_at - interval '31 minutes'
      where state = 'open'; alter table way_in enable trigger user`)
    assert.equal((await other.ask('/activate')).status, 410)
    assert.equal((await account()).state, 'pending')
  })

  test('a card that may be revoked by now, by a list that came since it was proved, is proved once more', async () => {
    const visitor = world.visitor()
    await prove(visitor, 'wu')
    await world.sql(`update certificate_list set fetched_at = clock_timestamp()`)
    const answer = await choose(visitor)
    assert.deepEqual([answer.status, (await account()).state, await bound()], [422, 'pending', 0])
    assert.match(textOf(answer.body), /請重新插卡驗證一次/)
    await prove(visitor, 'wu')
    assert.equal((await choose(visitor)).status, 200)
    assert.deepEqual([(await account()).state, await bound()], ['active', 1])
  })

  test('wrong IDs to a card count for the address, as wrong codes do', async () => {
    await prove(world.visitor(), 'wang')
    const [row] = await world.sql<{ failures: number }>('select coalesce(sum(1), 0)::int as failures from sign_in_failure')
    assert.ok(row!.failures >= 1)
  })
})
