// Asking the responder of an authority (OCSP): each answer that may come, none that comes, and what is kept (R-CRT-1).
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, beforeEach, describe, test } from 'node:test'
import { arrangeCards } from '../../../test/cards.ts'
import { AGENCIES, nameOf, nationalIdOf, ORIGIN, startWorld } from '../../../test/world.ts'
import { demoList } from '../../demo/cards/authorities.ts'
import { demoResponder } from '../../demo/cards/responder.ts'
import { nothing } from '../../demo/certificates/der-writer.ts'
import { extensions, issueCertificate, makeKey } from '../../demo/certificates/issue.ts'
import { nonceExtension } from '../../demo/certificates/issue-ocsp.ts'
import { USAGE } from '../../pki/index.ts'
import { OCSP_NO_CHECK, OCSP_SIGNING } from '../../pki/ocsp.ts'
import { checkCard } from './check-card.ts'
import { indexList } from './index-list.ts'
import { Trust } from './trust.ts'
import type { ServerResponse, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WorldCards } from '../../../test/cards.ts'
import type { World } from '../../../test/world.ts'
import type { Responder } from '../../demo/cards/responder.ts'

const HOUR_MS = 3_600_000
const NOW = new Date()

describe('the responder of an authority', () => {
  let world: World
  let desk: WorldCards
  let server: Server
  let url: string
  let demo: Responder
  let trust: Trust
  /** The same, which does not wait long for whoever is silent: what answers on a busy machine is not heard by it. */
  let impatient: Trust
  /** What the responder does with a question. */
  let behave: (question: Buffer, answer: ServerResponse) => void | Promise<void>
  let asked = 0
  before(async () => {
    world = await startWorld()
    const of = (who: 'wu.employee' | 'wang.supervisor') => ({ name: nameOf(who), nationalId: nationalIdOf(who) })
    desk = await arrangeCards(world, {
      wu: of('wu.employee'), wang: of('wang.supervisor'), agency: { code: AGENCIES.works, name: '工務局', organisationOid: '2.16.886.101.90029.1' },
    })
    demo = demoResponder(desk.folder)
    server = createServer(async (request, answer) => {
      asked += 1
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      await behave(Buffer.concat(parts), answer)
    })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ocsp`
    trust = new Trust(world.database)
    impatient = new Trust(world.database, 1500)
  })
  after(async () => {
    server.closeAllConnections()
    server.close()
    await desk.remove()
    await world.stop()
  })

  const by = (revocation: 'crl' | 'ocsp' | 'both', graceSeconds = 0, address = url) => world.arrange(
    `update certificate_authority set revocation = $1, ocsp_url = $2, grace_seconds = $3, event_id = (select max(id) from audit_event) where code = 'moica-g3'`,
    [revocation, address, graceSeconds])
  const says = (otherwise: Parameters<Responder>[2] = {}, now = NOW) => async (question: Buffer, answer: ServerResponse) =>
    void answer.writeHead(200, { 'content-type': 'application/ocsp-response' }).end(await demo(question, now, otherwise))
  beforeEach(async () => {
    await world.sql('delete from certificate_answer')
    await world.sql('delete from certificate_answer_try')
    await by('ocsp')
    behave = says()
    asked = 0
  })

  const challenge = `eCPA signIn ${ORIGIN} 0123456789abcdef`
  const verdict = async (id = 'wu', now = NOW, asker = trust): Promise<string> => {
    const answer = await checkCard(asker, world.database.read, {
      signature: desk.signed(id, challenge), challenge: Buffer.from(challenge), now, today: '2026-11-26',
    })
    return 'refused' in answer ? answer.refused : 'accepted'
  }
  const lastFault = async () => (await world.sql<{ fault: string | null }>('select fault from certificate_answer_try'))[0]?.fault

  test('that says good is believed, asked once and not again until the end of its answer', async () => {
    assert.equal(await verdict(), 'accepted')
    assert.equal(await verdict(), 'accepted')
    assert.equal(await verdict('wu', new Date(NOW.getTime() + HOUR_MS - 5000)), 'accepted')
    assert.equal(asked, 1)
    const later = new Date(NOW.getTime() + 2 * HOUR_MS)
    behave = says({}, later)
    assert.equal(await verdict('wu', later), 'accepted')
    assert.equal(asked, 2)
    assert.equal(await lastFault(), null)
  })

  test('says revoked of what was revoked, and unknown of what it did not issue', async () => {
    assert.equal(await verdict('revoked'), 'revoked')
    behave = says({ single: { status: 'unknown' } })
    assert.equal(await verdict(), 'revocationUnknown')
    assert.equal((await world.sql('select from certificate_answer')).length, 0)
  })

  const other = makeKey('p256')
  const faulty: readonly [what: string, is: string, otherwise: Parameters<Responder>[2]][] = [
    ['an answer of yesterday', 'revocationStale', { single: { thisUpdate: new Date(NOW.getTime() - 26 * HOUR_MS), nextUpdate: new Date(NOW.getTime() - HOUR_MS) } }],
    ['an answer of tomorrow', 'revocationStale', { single: { thisUpdate: new Date(NOW.getTime() + HOUR_MS), nextUpdate: new Date(NOW.getTime() + 2 * HOUR_MS) } }],
    ['an answer without an end', 'revocationStale', { single: { nextUpdate: null } }],
    ['the nonce of another question', 'revocationUnknown', { extensions: [nonceExtension(Buffer.alloc(32, 1))] }],
    ['no nonce', 'revocationUnknown', { extensions: [] }],
    ['a signature of somebody else', 'revocationUnknown', { signer: other }],
    ['no certificate of the responder', 'revocationUnknown', { certificates: [] }],
    ['that it will not answer', 'responderFailed', { responseStatus: 6 }],
    ['that it is asked too much', 'responderFailed', { responseStatus: 3 }],
  ]
  for (const [what, is, otherwise] of faulty) {
    test(`is not believed with ${what}: ${is}, and nothing is kept`, async () => {
      behave = says(otherwise)
      assert.equal(await verdict(), is)
      assert.equal((await world.sql('select from certificate_answer')).length, 0)
    })
  }

  test('is not believed with a responder that another authority made one', async () => {
    const { subject: issuer, key: signer } = desk.authorities['gca-g2']
    const key = makeKey('p256')
    const subject = [['2.5.4.3', '別家的線上查詢']] as const
    const theirs = issueCertificate({
      serial: 77, issuer, subject, key, signer, notBefore: new Date(NOW.getTime() - HOUR_MS), notAfter: new Date(NOW.getTime() + HOUR_MS),
      extensions: [
        extensions.keyUsage(USAGE.digitalSignature), extensions.extendedKeyUsage(OCSP_SIGNING), { oid: OCSP_NO_CHECK, value: nothing },
        extensions.subjectKeyId(key), extensions.authorityKeyId(signer),
      ],
    })
    behave = says({ responder: { name: subject }, signer: key, certificates: [theirs] })
    assert.equal(await verdict(), 'revocationUnknown')
  })

  const silent: readonly [what: string, fault: string, does: (question: Buffer, answer: ServerResponse) => void][] = [
    ['never answers', 'unreachable', () => {}],
    ['begins to answer and does not end', 'unreachable', (_, answer) => void answer.writeHead(200).write('x')],
    ['hangs up', 'unreachable', (_, answer) => answer.destroy()],
    ['sends on to another address', 'unreachable', (_, answer) => answer.writeHead(307, { location: url }).end()],
    ['answers with another status', 'status', (_, answer) => answer.writeHead(503).end('later')],
    ['answers more than an answer has', 'tooLarge', (_, answer) => answer.writeHead(200).end(Buffer.alloc(70_000))],
    ['answers something else', 'malformed', (_, answer) => answer.writeHead(200).end('<html>welcome</html>')],
  ]
  for (const [what, fault, does] of silent) {
    test(`that ${what} lets nobody in, and says so to whoever runs the program: ${fault}`, async () => {
      behave = does
      assert.equal(await verdict('wu', NOW, fault === 'unreachable' ? impatient : trust), 'responderFailed')
      assert.equal(await lastFault(), fault)
      assert.equal(asked, 1)
    })
  }

  test('that is down lets nobody in, unless a grace is granted and an answer was kept', async () => {
    assert.equal(await verdict(), 'accepted')
    const later = new Date(NOW.getTime() + 2 * HOUR_MS)
    behave = (_, answer) => void answer.destroy()
    assert.equal(await verdict('wu', later), 'responderFailed')
    await by('ocsp', 7200)
    assert.equal(await verdict('wu', later), 'accepted')
    assert.equal(await verdict('wu', new Date(NOW.getTime() + 4 * HOUR_MS)), 'responderFailed')
    assert.equal(await verdict('wang', later), 'accepted', 'of another authority nobody asks the responder')
  })

  test('is asked nothing about a certificate without a path, and nothing where the list has said enough', async () => {
    await by('both')
    for (const [id, why] of [['unknown-issuer', 'noPath'], ['expired', 'expired'], ['no-digital-signature', 'keyUsage'], ['revoked', 'revoked']] as const) {
      assert.equal(await verdict(id), why)
    }
    assert.equal(asked, 0)
  })

  test('and the list together: both have to say that it holds', async () => {
    await by('both')
    assert.equal(await verdict(), 'accepted')
    await world.sql('delete from certificate_answer')
    behave = says({ single: { status: { at: new Date(NOW.getTime() - HOUR_MS) } } })
    assert.equal(await verdict(), 'revoked')
    behave = (_, answer) => void answer.destroy()
    assert.equal(await verdict(), 'responderFailed')
    behave = says()
    assert.equal(await verdict(), 'accepted')
    // The card is put on the list; what the responder said is still of its time.
    const moica = desk.authorities['moica-g3']
    const later = new Date(NOW.getTime() + HOUR_MS)
    const indexed = await indexList({ list: demoList(moica, [{ serial: 101, at: NOW }], later), authority: moica.certificate, algorithms: null, now: later })
    if ('fault' in indexed) assert.fail(indexed.fault)
    await world.sql(`update certificate_list set number = $1, this_update = $2, next_update = $3, entries = $4, kept = $5, fetched_at = now() where authority = 'moica-g3'`,
      [indexed.number, indexed.thisUpdate, indexed.nextUpdate, indexed.entries, Buffer.from(indexed.kept)])
    assert.equal(await verdict('wu', new Date(NOW.getTime() + HOUR_MS - 1000)), 'revoked')
  })

  test('has an address where one is needed, or the authority is out of use', async () => {
    await assert.rejects(world.arrange(`update certificate_authority set revocation = 'ocsp', ocsp_url = null where code = 'moica-g3'`), /asked_by_responder/)
    await assert.rejects(world.arrange(`update certificate_authority set revocation = 'both', list_url = null where code = 'moica-g3'`), /asked_by_list/)
  })
})
