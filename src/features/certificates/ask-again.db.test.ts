// Sessions by cards of authorities that are asked by OCSP: their responders are asked again, and who is revoked since is out (R-CRT-1).
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, beforeEach, describe, test } from 'node:test'
import { arrangeCards } from '../../../test/cards.ts'
import { AGENCIES, nameOf, nationalIdOf, startWorld } from '../../../test/world.ts'
import { demoResponder } from '../../demo/cards/responder.ts'
import { makeKey } from '../../demo/certificates/issue.ts'
import { certIdOf, nonceExtension } from '../../demo/certificates/issue-ocsp.ts'
import { readCertificate } from '../../pki/index.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import { askAgain, askAgainTasks } from './ask-again.ts'
import { Trust } from './trust.ts'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WorldCards } from '../../../test/cards.ts'
import type { Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'
import type { Responder } from '../../demo/cards/responder.ts'

const HOUR_MS = 3_600_000
const PASSWORD = 'a-card-and-a-password'
const OID = '2.16.886.101.90029.20002.20015'
const AGENCY_CARD = `agency-${AGENCIES.personnelOffice}`
const AUTHORITIES = ['moica-g2', 'moica-g3', 'gca-g2'] as const

describe('a certificate by which somebody is signed in', () => {
  let world: World
  let desk: WorldCards
  let server: Server
  let demo: Responder
  let trust: Trust
  /** The same, which does not wait long for whoever is silent: what answers on a busy machine is not heard by it. */
  let impatient: Trust
  /** What the responder does with a question about a certificate of that authority. */
  let behave: (question: Buffer, answer: ServerResponse, authority: string) => void | Promise<void>
  let asked: string[] = []
  let [wu, wang, agency, stepped, byPassword]: Visitor[] = []
  before(async () => {
    world = await startWorld()
    const of = (who: 'wu.employee' | 'wang.supervisor') => ({ name: nameOf(who), nationalId: nationalIdOf(who) })
    desk = await arrangeCards(world, {
      wu: of('wu.employee'), wang: of('wang.supervisor'), agency: { code: AGENCIES.personnelOffice, name: '高雄市政府人事處', organisationOid: OID },
    })
    await world.arrange(`update agency_version set recorded = closed(recorded) where agency_code = '${AGENCIES.personnelOffice}' and upper_inf(recorded)`)
    await world.arrange(`insert into agency_version (agency_code, name, superior_code, organisation_oid, valid, event_id)
      values ('${AGENCIES.personnelOffice}', '高雄市政府人事處', '${AGENCIES.kaohsiung}', '${OID}', '[2000-01-01,)', (select max(id) from audit_event))`)
    await world.arrange(`update account set password_hash = $1 where state = 'active'`, [await hashPassword(PASSWORD)])
    for (const [who, card] of [['wu.employee', 'wu'], ['wang.supervisor', 'wang']] as const) {
      assert.equal((await desk.send(await world.signIn(who), card, 'bind', '/me/certificates')).status, 303)
    }
    demo = demoResponder(desk.folder)
    server = createServer(async (request, answer) => {
      const authority = request.url!.slice(1)
      asked.push(authority)
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      await behave(Buffer.concat(parts), answer, authority)
    })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    trust = new Trust(world.database)
    impatient = new Trust(world.database, 500)
  })
  after(async () => {
    const faults = world.faults()
    server.closeAllConnections()
    server.close()
    await desk.remove()
    await world.stop()
    assert.deepEqual(faults, [])
  })

  type Otherwise = Parameters<Responder>[2]
  const REVOKED: Otherwise = { single: { status: { at: new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000) } } }
  const says = (otherwise: Otherwise, of: readonly string[] = AUTHORITIES) => async (question: Buffer, answer: ServerResponse, authority: string) =>
    void answer.writeHead(200).end(await demo(question, new Date(), of.includes(authority) ? otherwise : {}))
  const by = (revocation: 'crl' | 'ocsp' | 'both') => world.arrange(
    `update certificate_authority set revocation = $1, ocsp_url = $2 || code, event_id = (select max(id) from audit_event) where not is_anchor`,
    [revocation, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`])
  const byCard = async (card: string, visitor = world.visitor(), more: Record<string, string> = {}): Promise<Visitor> => {
    assert.equal((await desk.send(visitor, card, 'signIn', '/sign-in/card', more)).status, 303, card)
    return visitor
  }
  /** As if whatever was asked was asked a while ago. */
  const later = () => world.sql(`update certificate_answer set asked_at = asked_at - interval '10 minutes'`)
  beforeEach(async () => {
    await world.sql('delete from certificate_answer; delete from certificate_answer_try')
    await world.sql(`update session set ended_at = now(), ended_why = 'byUser' where ended_at is null`)
    await by('ocsp')
    await world.arrange(`update certificate_authority set revocation = 'crl', event_id = (select max(id) from audit_event) where is_anchor`)
    behave = says({})
    ;[wu, wang, agency, byPassword] = [await byCard('wu'), await byCard('wang'), await byCard(AGENCY_CARD), await world.signIn('wu.employee')]
    stepped = await byCard('wu', await world.signIn('wu.employee'), { again: 'yes' })
    await later()
    asked = []
  })
  const whoIsIn = async () => Object.fromEntries(await Promise.all(Object.entries({ wu, wang, agency, stepped, byPassword })
    .map(async ([name, visitor]) => [name, (await visitor!.ask('/applications')).status === 200] as const)))
  const ALL = { wu: true, wang: true, agency: true, stepped: true, byPassword: true }
  const again = (most?: number, asker = trust) => askAgain(asker, world.database, most === undefined ? {} : { most })
  const faults = async () => (await world.sql<{ fault: string | null }>('select distinct fault from certificate_answer_try')).map(({ fault }) => fault)

  test('is asked about once, however many sessions it opened, and holds: all goes on, and nobody waits for the next answer', async () => {
    assert.equal(await again(), 0)
    assert.deepEqual(asked.toSorted(), ['gca-g2', 'moica-g2', 'moica-g3'])
    assert.deepEqual(await whoIsIn(), ALL)
    assert.equal(await again(), 0)
    assert.equal(asked.length, 3, 'asked just now')
    await later()
    await again()
    assert.equal(asked.length, 6)
    await byCard('wu')
    assert.equal(asked.length, 6)
  })

  for (const revocation of ['ocsp', 'both'] as const) {
    test(`is revoked, as the responder says (${revocation}): what it opened ends, with an event, and it opens nothing more`, async () => {
      await by(revocation)
      behave = says(REVOKED, ['moica-g3'])
      assert.equal(await again(), 2)
      assert.deepEqual(await whoIsIn(), { ...ALL, wu: false, stepped: false })
      const [row] = await world.sql(`select ended_why, method from session where certificate_authority = 'moica-g3' order by ended_at desc limit 1`)
      assert.deepEqual(row, { ended_why: 'certificateRefused', method: 'personCertificate' })
      const event = (await world.events('certificate.revoked')).at(-1)!
      const [{ serial }] = await world.sql<{ serial: string }>(`select certificate_serial as serial from session where certificate_authority = 'moica-g3' limit 1`) as [{ serial: string }]
      assert.deepEqual([event.actor_process, event.detail], ['certificates.ask-again', { authority: 'moica-g3', serial, sessions: 2 }])
      const answer = await desk.send(world.visitor(), 'wu', 'signIn', '/sign-in/card')
      assert.match(answer.body, /已經廢止/)
      behave = says({})
      assert.equal(await again(), 0)
    })
  }

  test('of an agency, is revoked: the session of nobody ends', async () => {
    behave = says(REVOKED, ['gca-g2'])
    const [task] = askAgainTasks(trust)
    await task!.handle({}, { database: world.database, attempt: 1, lastAttempt: false, signal: new AbortController().signal })
    assert.deepEqual(await whoIsIn(), { ...ALL, agency: false })
  })

  test('of an authority that the responder of the one above it revokes, ends with all of that authority, and lets nobody in', async () => {
    await world.arrange(`update certificate_authority set revocation = 'ocsp', ocsp_url = $1, event_id = (select max(id) from audit_event) where code = 'grca'`,
      [`http://127.0.0.1:${(server.address() as AddressInfo).port}/grca`])
    await again()
    assert.deepEqual([asked.filter((authority) => authority === 'grca').length, await whoIsIn()], [3, ALL])
    const revoked = Buffer.from(readCertificate(desk.authorities['moica-g3'].certificate).serial).toString('hex')
    const { subject: issuer, key } = desk.authorities.grca
    const isAbout = certIdOf({ issuer, key, serial: BigInt(`0x${revoked}`) })
    behave = (question, answer, authority) => says(question.includes(isAbout) ? REVOKED : {}, ['grca'])(question, answer, authority)
    await later()
    assert.equal(await again(), 2)
    assert.deepEqual(await whoIsIn(), { ...ALL, wu: false, stepped: false })
    assert.deepEqual((await world.events('certificate.revoked')).at(-1)!.detail, { authority: 'grca', serial: revoked, sessions: 2 })
    assert.match((await desk.send(world.visitor(), 'wu', 'signIn', '/sign-in/card')).body, /已經廢止/)
    assert.equal(await again(), 0)
    assert.equal((await world.events('certificate.revoked')).filter(({ detail }) => (detail as { authority: string }).authority === 'grca').length, 1, 'said once')
  })

  test('of an authority that is put out of use while its responder is asked: it opens nothing, and is proved once more', async () => {
    await world.sql('delete from certificate_answer')
    behave = async (question, answer, authority) => {
      await world.arrange(`update certificate_authority set in_use = false where code = 'moica-g3'`)
      await says({})(question, answer, authority)
    }
    const visitor = world.visitor()
    const refused = await desk.send(visitor, 'wu', 'signIn', '/sign-in/card')
    await world.arrange(`update certificate_authority set in_use = true where code = 'moica-g3'`)
    assert.match(refused.body, /請重新插卡驗證一次/)
    assert.equal((await visitor.ask('/me')).status, 303)
    assert.equal(((await world.events('session.card-refused')).at(-1)!.detail as { why: string }).why, 'beliefChanged')
    behave = says({})
    await byCard('wu', visitor)
  })

  test('is asked about by nobody where the list of its authority says it all', async () => {
    await by('crl')
    behave = says(REVOKED)
    assert.equal(await again(), 0)
    assert.deepEqual([asked, await whoIsIn()], [[], ALL])
  })

  const silent: readonly [what: string, fault: string, does: (question: Buffer, answer: ServerResponse) => void][] = [
    ['never answers', 'unreachable', () => {}], ['hangs up', 'unreachable', (_, answer) => answer.destroy()],
    ['answers with another status', 'status', (_, answer) => answer.writeHead(503).end('later')],
    ['answers something else', 'malformed', (_, answer) => answer.writeHead(200).end('<html>welcome</html>')],
    ['will not answer', 'malformed', (question, answer) => void says({ responseStatus: 6 })(question, answer, 'gca-g2')],
  ]
  for (const [what, fault, does] of silent) {
    test(`of which the responder ${what}, goes on, and whoever runs the program sees it: ${fault}`, async () => {
      behave = does
      assert.equal(await again(undefined, fault === 'unreachable' ? impatient : trust), 0)
      assert.deepEqual([await whoIsIn(), await faults()], [ALL, [fault]])
      const page = await (await world.signIn('chen.central')).ask('/manage/certificates')
      assert.match(page.body, /最近一次線上查詢失敗/)
      assert.equal((await world.sql('select from certificate_answer_try where failed_since is not null')).length, 3)
      behave = says({})
      await again()
      assert.equal((await world.sql('select from certificate_answer_try where failed_since is not null')).length, 0)
    })
  }

  const forged: readonly [what: string, otherwise: Otherwise][] = [
    ['with the signature of somebody else', { signer: makeKey('p256') }], ['without the certificate of its responder', { certificates: [] }],
    ['with the nonce of another question', { extensions: [nonceExtension(Buffer.alloc(32, 1))] }], ['without a nonce', { extensions: [] }],
    ['of yesterday', { single: { ...REVOKED.single, thisUpdate: new Date(Date.now() - 26 * HOUR_MS), nextUpdate: new Date(Date.now() - HOUR_MS) } }],
    ['of tomorrow', { single: { ...REVOKED.single, thisUpdate: new Date(Date.now() + HOUR_MS), nextUpdate: new Date(Date.now() + 2 * HOUR_MS) } }],
    ['without an end', { single: { ...REVOKED.single, nextUpdate: null } }],
  ]
  for (const [what, otherwise] of forged) {
    test(`is revoked by an answer ${what}: nothing ends, and whoever runs the program sees it`, async () => {
      behave = says({ ...REVOKED, ...otherwise })
      assert.equal(await again(), 0)
      assert.deepEqual([await whoIsIn(), await faults()], [ALL, ['unproved']])
    })
  }

  test('is unknown to its responder: nothing ends', async () => {
    behave = says({ single: { status: 'unknown' } })
    assert.equal(await again(), 0)
    assert.deepEqual(await whoIsIn(), ALL)
  })

  test('is one of more than are asked about at a time: the next time goes on where the last one ended', async () => {
    const [one] = await world.sql<{ id: string }>(`select id from session where ended_at is null and certificate_authority = 'moica-g3' limit 1`)
    // Twenty certificates more, each with a session.
    await world.sql(`insert into session (token_hash, person_id, method, expires_at, user_agent, certificate_authority, certificate_serial)
      select sha256(n::text::bytea), person_id, method, expires_at, '', certificate_authority, '7f' || lpad(n::text, 4, '0')
      from session, generate_series(1, 20) as n where id = $1`, [one!.id])
    const numbers: string[] = []
    behave = (question, answer, authority) => {
      if (authority === 'moica-g3') numbers.push(question.toString('hex').match(/02037f\d{4}|020165/)?.[0] ?? '')
      return says({})(question, answer, authority)
    }
    for (const many of [8, 16, 21]) {
      await again(8)
      assert.deepEqual([numbers.length, new Set(numbers).size], [many, many])
    }
    // Those of which nothing is known are asked about anew from the beginning, the one that was answered well is not.
    await again(8)
    assert.deepEqual([numbers.length, new Set(numbers).size], [29, 21])
  })

  test('is asked about no further where a responder is silent', async () => {
    const [one] = await world.sql<{ id: string }>(`select id from session where ended_at is null and certificate_authority = 'moica-g3' limit 1`)
    await world.sql(`insert into session (token_hash, person_id, method, expires_at, user_agent, certificate_authority, certificate_serial)
      select sha256(n::text::bytea), person_id, method, expires_at, '', certificate_authority, '7f' || lpad(n::text, 4, '0')
      from session, generate_series(101, 140) as n where id = $1`, [one!.id])
    behave = (_, answer) => void answer.destroy()
    await again()
    assert.equal(asked.filter((authority) => authority === 'moica-g3').length, 8)
  })
})
