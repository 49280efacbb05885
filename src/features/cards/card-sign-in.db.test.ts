// 憑證登入 as people do it, and as somebody tries it who may not (R-CRT-1, R-CRT-2, R-CRT-4).
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { arrangeCards } from '../../../test/cards.ts'
import { DISOWNED, whileHeld } from '../../../test/holding.ts'
import { signerOf, signerParts, withSigners } from '../../../test/pki/message-parts.ts'
import { AGENCIES, nameOf, nationalIdOf, ORIGIN, personOf, startWorld } from '../../../test/world.ts'
import { tokenIn } from '../../../test/http.ts'
import { sequence } from '../../demo/certificates/der-writer.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { WorldCards } from '../../../test/cards.ts'
import type { World } from '../../../test/world.ts'

const PASSWORD = 'a-card-and-a-password'
const OID = '2.16.886.101.90029.20002.20015'

describe('憑證登入', () => {
  let world: World
  let desk: WorldCards
  let challengeFor: WorldCards['challengeFor']
  let signed: WorldCards['signed']
  before(async () => {
    world = await startWorld()
    const of = (who: 'wu.employee' | 'wang.supervisor') => ({ name: nameOf(who), nationalId: nationalIdOf(who) })
    desk = await arrangeCards(world, {
      wu: of('wu.employee'), wang: of('wang.supervisor'), agency: { code: AGENCIES.personnelOffice, name: '高雄市政府人事處', organisationOid: OID },
    })
    challengeFor = desk.challengeFor
    signed = desk.signed
    await world.arrange(`update agency_version set recorded = closed(recorded) where agency_code = '${AGENCIES.personnelOffice}' and upper_inf(recorded)`)
    await world.arrange(`insert into agency_version (agency_code, name, superior_code, organisation_oid, valid, event_id)
      values ('${AGENCIES.personnelOffice}', '高雄市政府人事處', '${AGENCIES.kaohsiung}', '${OID}', '[2000-01-01,)', (select max(id) from audit_event))`)
    await world.arrange(`update account set password_hash = $1 where state = 'active'`, [await hashPassword(PASSWORD)])
  })
  after(async () => {
    await world.stop()
    await desk.remove()
  })

  const send = (visitor: Visitor, fields: Record<string, string>, path = '/sign-in/card'): Promise<Answer> => visitor.submit(path, fields, path)
  const byCard = async (visitor: Visitor, id: string, more: Record<string, string> = {}): Promise<Answer> => {
    const challenge = await challengeFor(visitor, 'signIn')
    return send(visitor, { challenge, signature: signed(id, challenge), ...more })
  }
  const bind = async (visitor: Visitor, id: string): Promise<Answer> => {
    const challenge = await challengeFor(visitor, 'bind', '/me/certificates')
    return send(visitor, { challenge, signature: signed(id, challenge) }, '/me/certificates')
  }
  const whyOf = async (): Promise<unknown> => ((await world.events('session.card-refused')).at(-1)?.detail as { why: string } | undefined)?.why
  const line = async (visitor: Visitor): Promise<string> => /<section class="standing[\s\S]*?<\/section>/.exec((await visitor.ask('/')).body)?.[0] ?? ''

  describe('of a person', () => {
    beforeEach(() => world.arrange(`update person_card set ended_at = now(), ended_why = 'unbound', ended_event_id = (select max(id) from audit_event) where ended_at is null`))

    test('a card that is bound to nobody waits for its person, is bound, and from then on signs in by itself', async () => {
      const first = world.visitor()
      const answer = await byCard(first, 'wu', { next: '/me' })
      assert.equal(answer.headers.location, '/me/certificates/bind?next=%2Fme')
      const asked = await first.ask(answer.headers.location!)
      assert.equal(asked.status, 303)
      const home = await first.ask(asked.headers.location!)
      assert.match(home.body, /這張自然人憑證還沒有連結帳號/)
      const signedIn = await first.submit('/sign-in/password', { account: 'wu.employee', password: PASSWORD, next: answer.headers.location! }, '/')
      assert.equal(signedIn.headers.location, answer.headers.location)
      assert.match((await first.ask(answer.headers.location!)).body, new RegExp(`剛才使用的自然人憑證（${nameOf('wu.employee')}）`))
      const bound = await first.submit('/me/certificates/bind', { next: '/me' }, answer.headers.location!)
      assert.equal(bound.headers.location, '/me')
      assert.match(await line(first), /自然人憑證/)

      const second = world.visitor()
      assert.equal((await byCard(second, 'wu')).headers.location, '/applications')
      assert.match(await line(second), /自然人憑證/)
      const [event] = (await world.events('session.signed-in')).slice(-1)
      assert.deepEqual([event!.person_id, (event!.detail as { method: string }).method], [personOf('wu.employee'), 'personCertificate'])
    })

    test('a card that waits is proved anew where anything that it was believed by has changed meanwhile', async () => {
      const changes = [
        `update certificate_list set fetched_at = clock_timestamp() where authority = 'moica-g3'`,
        `update certificate_authority set event_id = (select max(id) from audit_event) where code = 'moica-g3'`,
      ]
      for (const change of changes) {
        const visitor = world.visitor()
        const { location } = (await byCard(visitor, 'wu')).headers
        assert.equal((await visitor.submit('/sign-in/password', { account: 'wu.employee', password: PASSWORD, next: location! }, '/')).headers.location, location)
        assert.match((await visitor.ask(location!)).body, /剛才使用的自然人憑證/)
        await world.arrange(change)
        assert.equal((await visitor.submit('/me/certificates/bind', {}, '/me')).headers.location, '/me/certificates/bind')
        assert.doesNotMatch((await visitor.ask(location!)).body, /剛才使用的自然人憑證/)
        assert.equal((await world.sql('select from person_card where ended_at is null')).length, 0)
        assert.doesNotMatch(await line(visitor), /自然人憑證/)
      }
    })

    test('proves once more who is signed in, and opens what needs a certificate', async () => {
      const wu = await world.signIn('wu.employee')
      assert.equal((await bind(wu, 'wu')).headers.location, '/me/certificates?done=bound')
      const password = await world.signIn('wu.employee')
      const why = await password.ask('/applications/B5/open')
      assert.equal(why.headers.location, '/applications/B5/why-not')
      const page = await password.ask('/applications/B5/why-not')
      assert.match(page.body, /sign-in\/card\?again=yes&amp;next=%2Fapplications%2FB5%2Fopen/)
      assert.equal((await byCard(password, 'wu', { again: 'yes', next: '/applications/B5/open' })).headers.location, '/applications/B5/open')
      assert.match((await password.ask('/applications/B5/open')).headers.location ?? '', /\/B5$/)
      // Of somebody else's card the session stays what it was.
      const wang = await world.signIn('wang.supervisor')
      await bind(wang, 'wang')
      const answer = await byCard(password, 'wang', { again: 'yes' })
      assert.equal(answer.status, 422)
      assert.match(answer.body, /不是您帳號連結的自然人憑證/)
      assert.match(await line(password), new RegExp(nameOf('wu.employee')))
    })

    test('only one’s own card is bound: name and national ID have to match', async () => {
      const lee = await world.signIn('lee.officer')
      assert.match((await bind(lee, 'wu')).body, /憑證上的姓名與您的人事資料不同/)
      assert.equal(await whyOf(), 'name')
      const wu = await world.signIn('wu.employee')
      assert.match((await bind(wu, 'wrong-person')).body, /憑證與您的身分證號不符/)
      assert.equal(await whyOf(), 'nationalId')
      assert.match((await bind(wu, `agency-${AGENCIES.personnelOffice}`)).body, /機關憑證不能連結個人帳號/)
      assert.equal((await world.sql('select from person_card where ended_at is null')).length, 0)
    })

    test('a card given up or lost lets nobody in, and a lost one is never bound again', async () => {
      const wu = await world.signIn('wu.employee')
      const giveUp = async (lost: Record<string, string>) => {
        await bind(wu, 'wu')
        const [card] = await world.sql<{ id: string }>('select id from person_card where ended_at is null')
        return wu.submit(`/me/certificates/${card!.id}/give-up`, lost, `/me/certificates/${card!.id}/give-up`)
      }
      assert.equal((await giveUp({})).headers.location, '/me/certificates?done=givenUp')
      assert.match((await byCard(world.visitor(), 'wu')).headers.location ?? '', /bind/)
      assert.equal((await giveUp({ lost: 'yes' })).headers.location, '/me/certificates?done=givenUp')
      assert.match((await byCard(world.visitor(), 'wu')).body, /這張憑證已經報失/)
      assert.match((await bind(wu, 'wu')).body, /這張憑證已經報失/)
      await world.arrange(`alter table person_card disable trigger end_card_once; update person_card set ended_why = 'unbound' where ended_why = 'lost';
        alter table person_card enable trigger end_card_once`)
    })

    test('a card that is reported lost takes along whoever is signed in by it elsewhere; one that is given up does not', async () => {
      const wu = await world.signIn('wu.employee')
      const giveUp = async (lost: Record<string, string>) => {
        const [card] = await world.sql<{ id: string }>('select id from person_card where ended_at is null')
        return wu.submit(`/me/certificates/${card!.id}/give-up`, lost, `/me/certificates/${card!.id}/give-up`)
      }
      const stranger = world.visitor()
      const elsewhere = await world.signIn('wu.employee')
      for (const [lost, status] of [[{}, 200], [{ lost: 'yes' }, 303]] as const) {
        await bind(wu, 'wu')
        await byCard(stranger, 'wu')
        assert.equal((await stranger.ask('/me')).status, 200)
        await giveUp(lost)
        assert.equal((await stranger.ask('/me')).status, status)
      }
      // What was proved otherwise goes on: this session, and one by password.
      assert.equal((await wu.ask('/me')).status, 200)
      assert.equal((await elsewhere.ask('/me')).status, 200)
      const [ended] = await world.sql(`select ended_why from session where method = 'personCertificate' and ended_at is not null order by ended_at desc limit 1`)
      assert.equal(ended!['ended_why'], 'certificateRefused')
      await world.arrange(`alter table person_card disable trigger end_card_once; update person_card set ended_why = 'unbound' where ended_why = 'lost';
        alter table person_card enable trigger end_card_once`)
    })

    test('a card that is on its way to be bound when the session is ended (「不是我」) is bound to nobody, and opens no other session', async () => {
      const sessionsOf = async () => Number((await world.sql(
        'select count(*) as n from session where person_id = $1 and ended_at is null', [personOf('wu.employee')]))[0]!['n'])
      const own = await world.signIn('wu.employee')
      const challenge = await challengeFor(own, 'bind', '/me/certificates')
      const kept = await whileHeld(world, personOf('wu.employee'), DISOWNED, () =>
        send(own, { challenge, signature: signed('wu', challenge) }, '/me/certificates'))
      assert.equal(kept.status, 422)
      assert.match(kept.body, /這次登入剛才已經結束，沒有任何改變/)

      const waits = await world.signIn('wu.employee')
      await byCard(waits, 'wu')
      const again = await waits.ask('/me/certificates/bind')
      assert.equal(again.status, 200)
      const entered = await whileHeld(world, personOf('wu.employee'), DISOWNED, () => waits.submit('/me/certificates/bind', {}, '/me/certificates/bind'))
      assert.equal(entered.status, 422)
      assert.match(entered.body, /這次登入剛才已經結束，沒有任何改變/)
      assert.deepEqual([await sessionsOf(), (await world.sql('select from person_card where ended_at is null')).length], [0, 0])
      await world.arrange('update account set password_barred_at = null where person_id = $1', [personOf('wu.employee')])
    })

    test('somebody else’s card cannot be given up, and a disabled account opens to no card', async () => {
      const wu = await world.signIn('wu.employee')
      await bind(wu, 'wu')
      const [card] = await world.sql<{ id: string }>('select id from person_card where ended_at is null')
      const lee = await world.signIn('lee.officer')
      assert.equal((await lee.submit(`/me/certificates/${card!.id}/give-up`, {}, '/me')).status, 404)
      await world.arrange(`update account set state = 'disabled' where person_id = $1`, [personOf('wu.employee')])
      assert.match((await byCard(world.visitor(), 'wu')).body, /目前不能使用/)
      await world.arrange(`update account set state = 'active' where person_id = $1`, [personOf('wu.employee')])
    })
  })

  test('of an agency opens its management, names the agency, and ends whoever was signed in', async () => {
    const visitor = await world.signIn('wu.employee')
    const [was] = await world.sql<{ id: string }>('select id from session order by signed_in_at desc limit 1')
    const answer = await byCard(visitor, `agency-${AGENCIES.personnelOffice}`)
    assert.equal(answer.headers.location, '/manage')
    assert.match((await visitor.ask('/manage')).body, /登入成功！由於您使用「機關憑證」登入，因此您只能進入「此頁面」。/)
    assert.equal((await visitor.ask('/me')).status, 403)
    const [event] = (await world.events('session.card-signed-in')).slice(-1)
    assert.deepEqual([event!.agency, (event!.detail as { mapped: string }).mapped], [AGENCIES.personnelOffice, 'organisationOid'])
    assert.equal((await world.sql('select from session where id = $1 and ended_at is null', [was!.id])).length, 0)
  })

  describe('is refused', () => {
    const cases: [string, string, RegExp][] = [
      ['expired', 'expired', /已經過期/], ['revoked', 'revoked', /已經廢止/], ['unknown-issuer', 'noPath', /不是由本系統認可的憑證管理中心簽發/],
      ['no-digital-signature', 'keyUsage', /用途不是簽章/],
    ]
    for (const [id, why, says] of cases) {
      test(`with the card ${id}, in plain words and with an event`, async () => {
        const answer = await byCard(world.visitor(), id)
        assert.equal(answer.status, 422)
        assert.match(answer.body, says)
        assert.equal(await whyOf(), why)
      })
    }

    test('over a challenge that was used, is of another browser, of another purpose, over, or made up', async () => {
      const visitor = world.visitor()
      const used = await challengeFor(visitor, 'signIn')
      const signature = signed('wu', used)
      assert.equal((await send(visitor, { challenge: used, signature })).status, 303)
      const told = async (given: Promise<Answer>, why: string, says: RegExp) => {
        const answer = await given
        assert.equal(answer.status, 422)
        assert.match(answer.body, says)
        assert.equal(await whyOf(), why)
      }
      await told(send(visitor, { challenge: used, signature }), 'challenge', /已經用過/)
      const others = await challengeFor(world.visitor(), 'signIn')
      await told(send(visitor, { challenge: others, signature: signed('wu', others) }), 'challengeElsewhere', /不屬於這個瀏覽器/)
      const toBind = await challengeFor(visitor, 'bind')
      await told(send(visitor, { challenge: toBind, signature: signed('wu', toBind) }), 'challengePurpose', /為了別的用途/)
      const old = await challengeFor(visitor, 'signIn')
      await world.sql(`update challenge set asked_at = asked_at - interval '4 minutes', expires_at = expires_at - interval '4 minutes'`)
      await told(send(visitor, { challenge: old, signature: signed('wu', old) }), 'challengeOver', /超過三分鐘/)
      // Yesterday's stands in no table any more: the text that was signed says when it was.
      const yesterdays = `eCPA signIn ${ORIGIN} ${new Date(Date.now() - 86_400_000).toISOString()} ${'A'.repeat(43)}`
      await told(send(visitor, { challenge: yesterdays, signature: signed('wu', yesterdays) }), 'challengeOver', /超過三分鐘/)
      const madeUp = `eCPA signIn ${ORIGIN} ${new Date().toISOString()} ${'A'.repeat(43)}`
      await told(send(visitor, { challenge: madeUp, signature: signed('wu', madeUp) }), 'challenge', /已經用過/)
      await told(send(world.visitor(), { challenge: '', signature: '' }), 'challengeElsewhere', /不屬於這個瀏覽器/)
    })

    test('over another text than the challenge, of another origin say', async () => {
      const visitor = world.visitor()
      const challenge = await challengeFor(visitor, 'signIn')
      assert.ok(challenge.includes(` ${ORIGIN} `))
      const answer = await send(visitor, { challenge, signature: signed('wu', challenge.replace(ORIGIN, 'https://ecpa.example')) })
      assert.match(answer.body, /簽章的內容與這次登入不符/)
      assert.equal(await whyOf(), 'contentDiffers')
      for (const signature of ['', 'x', 'A'.repeat(60_000)]) {
        const again = await challengeFor(visitor, 'signIn')
        assert.match((await send(visitor, { challenge: again, signature })).body, /憑證元件的回應不完整/)
      }
    })

    test('as a message that somebody put together otherwise, each with its code', async () => {
      const visitor = world.visitor()
      const altered: [(message: Buffer, other: Buffer) => Buffer, string][] = [
        [(message, other) => withSigners(message, signerOf(message), signerOf(other)), 'severalSigners'],
        [(message) => withSigners(message), 'noSigner'],
        [(message) => withSigners(message, sequence(...signerParts(message).filter((_, at) => at !== 3))), 'attributesMissing'],
        [(message) => Buffer.concat([message, Buffer.from([0])]), 'malformed'],
        [(message, other) => withSigners(message, signerOf(other)), 'signerCertificateMissing'],
      ]
      for (const [put, why] of altered) {
        const challenge = await challengeFor(visitor, 'signIn')
        const [message, other] = [signed('wu', challenge), signed('wang', challenge)].map((one) => Buffer.from(one, 'base64')) as [Buffer, Buffer]
        const answer = await send(visitor, { challenge, signature: put(message, other).toString('base64') })
        assert.equal(answer.status, 422)
        assert.match(answer.body, /憑證元件的回應不完整或格式不正確/)
        assert.equal(await whyOf(), why)
      }
    })

    test('once of many tries at the same moment: a challenge is for one use', async () => {
      const visitor = world.visitor()
      const challenge = await challengeFor(visitor, 'signIn')
      const signature = signed(`agency-${AGENCIES.personnelOffice}`, challenge)
      const csrf = tokenIn(await visitor.ask('/sign-in/card'))
      const answers = await Promise.all(Array.from({ length: 8 }, () => {
        const body = new URLSearchParams({ csrf, challenge, signature })
        return visitor.ask('/sign-in/card', { method: 'POST', body, headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin' } })
      }))
      assert.equal(answers.filter(({ status }) => status === 303).length, 1)
    })
  })

  test('nobody fills the table from one address', async () => {
    const visitor = world.visitor()
    const body = new URLSearchParams({ csrf: tokenIn(await visitor.ask('/sign-in/card')), purpose: 'signIn' })
    const ask = () => visitor.ask('/sign-in/card/challenge', { method: 'POST', body, headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin' } })
    const statuses: number[] = []
    for (let at = 0; at < 310; at += 1) statuses.push((await ask()).status)
    assert.equal(statuses.at(-1), 429)
    assert.ok((await world.sql('select from challenge')).length <= 301)
  })
})
