// A card's answer to a challenge: what is believed, and each way of not believing it (R-CRT-1, R-CRT-3).
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { AGENCIES, DATA_KEY, INDEX_KEY, startWorld } from '../../../test/world.ts'
import { printable } from '../../demo/certificates/der-writer.ts'
import { extensions, issueCertificate, keyPairOf, makeKey } from '../../demo/certificates/issue.ts'
import { signMessage } from '../../demo/certificates/sign-message.ts'
import { readVirtualCards } from '../../demo/cards/card-file.ts'
import { demoList, POLICY } from '../../demo/cards/authorities.ts'
import { issueDemoCards, revokedBy } from '../../demo/cards/issue-cards.ts'
import { demoResponder } from '../../demo/cards/responder.ts'
import { applyDemoAuthorities } from '../../demo/load/demo-configuration.ts'
import { SOUND_ALGORITHMS, USAGE } from '../../pki/index.ts'
import { processOrigin, change } from '../../store/change.ts'
import { createSeal } from '../../store/seal.ts'
import { applyConfiguration } from '../applications/apply-configuration.ts'
import { exportConfiguration } from '../applications/export-configuration.ts'
import { listCertificate, loadListed, unlistCertificate } from './authority-rows.ts'
import { checkAgencyCard, checkPersonCard } from './check-card.ts'
import { fetchLists } from './fetch-lists.ts'
import { Trust } from './trust.ts'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import type { World } from '../../../test/world.ts'
import type { MessageWish } from '../../demo/certificates/sign-message.ts'
import type { VirtualCard } from '../../demo/cards/card-file.ts'
import type { Authorities } from '../../demo/cards/authorities.ts'

const NOW = new Date('2026-11-26T08:30:15Z')
const TODAY = '2026-11-26'
const CHALLENGE = Buffer.from('eCPA http://localhost:3000 signIn 0123456789abcdef')
const OID = '2.16.886.101.90029.20002.20015'
const holders = {
  wu: { name: '吳文傑', nationalId: 'E100000012' }, wang: { name: '王建宏', nationalId: 'E100000021' },
  agency: { code: AGENCIES.personnelOffice, name: '高雄市政府人事處', organisationOid: OID },
}

describe('a card’s answer', () => {
  let world: World
  let folder: string
  let cards: Map<string, VirtualCard>
  let authorities: Authorities
  let publisher: Server
  let trust: Trust
  /** What the authorities publish; a test may have it otherwise. */
  let published: (code: string) => Buffer | null
  const origin = processOrigin('test')
  const demo = (applicationsOrigin: string) => ({
    database: world.database, origin, seal: createSeal({ dataKeys: [{ version: 1, key: DATA_KEY }], indexKey: INDEX_KEY }), today: TODAY,
    applicationsOrigin, webhrOrigin: 'http://localhost:3002', secretOf: () => '',
  })
  before(async () => {
    world = await startWorld()
    folder = await mkdtemp(join(tmpdir(), 'ecpa-check-'))
    authorities = await issueDemoCards(folder, holders, NOW)
    cards = new Map((await readVirtualCards(folder)).map((card) => [card.id, card]))
    published = (code) => {
      const authority = Object.values(authorities).find((one) => one.code === code)
      return authority === undefined ? null : demoList(authority, revokedBy(authority.code, NOW), NOW)
    }
    const responder = demoResponder(folder)
    publisher = createServer(async (request, answer) => {
      if (request.url === '/ocsp') {
        const parts: Buffer[] = []
        for await (const part of request) parts.push(part as Buffer)
        return answer.end(await responder(Buffer.concat(parts), fetched))
      }
      const list = published(/^\/crl\/([a-z0-9-]+)\.crl$/.exec(request.url ?? '')?.[1] ?? '')
      return answer.writeHead(list === null ? 404 : 200).end(list ?? '')
    })
    await new Promise<void>((resolve) => { publisher.listen(0, '127.0.0.1', resolve) })
    await world.arrange(`update agency_version set recorded = closed(recorded) where agency_code = '${AGENCIES.personnelOffice}' and upper_inf(recorded)`)
    await world.arrange(`insert into agency_version (agency_code, name, superior_code, organisation_oid, valid, event_id)
      values ('${AGENCIES.personnelOffice}', '高雄市政府人事處', '${AGENCIES.kaohsiung}', '${OID}', '[2000-01-01,)', (select max(id) from audit_event))`)
    await applyDemoAuthorities(demo(`http://127.0.0.1:${(publisher.address() as AddressInfo).port}`), authorities)
    assert.deepEqual(new Set((await fetchLists(world.database, NOW)).values()), new Set([null]))
    trust = new Trust(world.database)
  })
  after(async () => {
    publisher.close()
    await world.stop()
    await rm(folder, { recursive: true })
  })

  const sign = (id: string, wish: Partial<MessageWish> = {}): Buffer => {
    const card = cards.get(id)!
    return signMessage({ content: CHALLENGE, key: keyPairOf('rsa', card.key!), certificate: card.certificate, signingTime: NOW, ...wish })
  }
  /** When the newest lists were fetched. */
  let fetched = NOW
  const asked = (signature: Buffer | string, now = fetched) =>
    ({ signature: typeof signature === 'string' ? signature : signature.toString('base64'), challenge: CHALLENGE, now, today: TODAY })
  const person = async (signature: Buffer | string, now = fetched) => {
    const answer = await checkPersonCard(trust, world.database.read, asked(signature, now))
    return 'refused' in answer ? answer.refused : answer.accepted
  }
  const agency = async (signature: Buffer | string) => {
    const answer = await checkAgencyCard(trust, world.database.read, asked(signature))
    return 'refused' in answer ? answer.refused : answer.accepted
  }

  test('of a person is believed, whichever generation issued the card', async () => {
    for (const [id, { name, nationalId }] of [['wu', holders.wu], ['wang', holders.wang]] as const) {
      const card = await person(sign(id))
      if (typeof card === 'string') assert.fail(card)
      assert.deepEqual([card.name, card.idTail], [name, nationalId.slice(-4)])
      assert.match(card.subjectSerial, /^\d{16}$/)
    }
  })

  test('of an agency stands for the agency of its OID', async () => {
    const card = await agency(sign(`agency-${AGENCIES.personnelOffice}`))
    if (typeof card === 'string') assert.fail(card)
    assert.deepEqual([card.agency, card.mapped], [AGENCIES.personnelOffice, 'organisationOid'])
  })

  const bad: [id: string, why: string][] = [
    ['expired', 'expired'], ['revoked', 'revoked'], ['unknown-issuer', 'noPath'], ['no-digital-signature', 'keyUsage'],
    [`agency-${AGENCIES.personnelOffice}`, 'otherKind'],
  ]
  for (const [id, why] of bad) {
    test(`of the card ${id} is refused: ${why}`, async () => {
      // Of policies that no authority of persons has, the path itself is refused.
      assert.ok([why, 'noValidPolicy'].includes(String(await person(sign(id)))), String(await person(sign(id))))
    })
  }
  test('of a person is refused where an agency is asked for', async () => {
    assert.equal(await agency(sign('wu')), 'otherKind')
  })

  test('over anything else than the challenge is refused', async () => {
    assert.equal(await person(sign('wu', { content: Buffer.from('yesterday') })), 'contentDiffers')
    assert.equal(await person(sign('wu', { content: Buffer.concat([CHALLENGE, Buffer.from([0])]) })), 'contentDiffers')
    const another = cards.get('wang')!
    assert.equal(await person(sign('wu', { key: keyPairOf('rsa', another.key!) })), 'signature')
    assert.equal(await person(Buffer.concat([sign('wu'), Buffer.from([0])])), 'malformed')
    for (const junk of ['', 'hello world', '====', 'A'.repeat(70_000), sign('wu').toString('base64url')]) assert.equal(await person(junk), 'malformed', junk.slice(0, 20))
  })

  test('an authority that vouches for itself by a certificate in the message is not heard', async () => {
    assert.equal(await person(sign('unknown-issuer', { others: [authorities.grca.certificate] })), 'noPath')
  })

  test('is refused when no list is fresh, and believed again when there is one', async () => {
    const later = new Date(NOW.getTime() + 3 * 86_400_000)
    assert.equal(await person(sign('wu'), later), 'revocationStale')
    const usual = published
    published = (code) => {
      const authority = Object.values(authorities).find((one) => one.code === code)
      return authority === undefined ? null : demoList(authority, revokedBy(authority.code, NOW), later)
    }
    await fetchLists(world.database, later)
    assert.equal(typeof await person(sign('wu'), later), 'object')
    fetched = later
    published = usual
  })

  test('a list that is older, forged, of another authority or none is not taken, and the one there is stays', async () => {
    const number = async () => (await world.sql<{ number: string }>(`select number::text from certificate_list where authority = 'moica-g3'`))[0]!.number
    const there = await number()
    const later = new Date(NOW.getTime() + 5 * 86_400_000)
    const moica = authorities['moica-g3']
    const faulty: [string, Buffer | null][] = [
      ['older', demoList(moica, [], new Date(NOW.getTime() - 86_400_000 + later.getTime() - NOW.getTime() - 4 * 86_400_000))],
      ['signature', demoList({ ...moica, key: authorities['gca-g2'].key }, [], later)], ['signature', demoList(authorities['moica-g2'], [], later)],
      ['stale', demoList(moica, [], new Date(later.getTime() - 3 * 86_400_000))], ['ofTheFuture', demoList(moica, [], new Date(later.getTime() + 86_400_000))],
      ['malformed', Buffer.from('<html>not found</html>')], ['status', null],
    ]
    const usual = published
    for (const [fault, list] of faulty) {
      published = (code) => (code === 'moica-g3' ? list : usual(code))
      const done = await fetchLists(world.database, later)
      assert.ok([fault, 'stale', 'older'].includes(done.get('moica-g3')!), `${fault}: ${done.get('moica-g3')}`)
      assert.equal(await number(), there, fault)
    }
    published = usual
    await assert.rejects(world.arrange(`update certificate_list set number = number - 1 where authority = 'moica-g3'`), /not replaced by an older/)
  })

  const allow = (code: string, algorithms: readonly string[] | null) => world.arrange(
    'update certificate_authority set algorithms = $2, event_id = (select max(id) from audit_event) where code = $1', [code, algorithms])

  test('by an algorithm that its authority may not use is refused; of an authority about which nothing is said it is taken', async () => {
    await allow('moica-g3', ['rsa-sha384', 'ecdsa-sha256'])
    assert.equal(await person(sign('wu')), 'algorithmNotAccepted')
    assert.equal(typeof await person(sign('wang')), 'object')
    await allow('moica-g3', ['rsa-sha256'])
    assert.equal(typeof await person(sign('wu')), 'object')
    await allow('grca', ['ecdsa-sha256'])
    assert.deepEqual([await person(sign('wang')), await agency(sign(`agency-${AGENCIES.personnelOffice}`))], ['algorithmNotAccepted', 'algorithmNotAccepted'])
    await allow('grca', null)
    await allow('moica-g3', null)
    assert.equal(typeof await person(sign('wu')), 'object')
  })

  test('is signed by an algorithm that its authority may use, with a key that can make one of those', async () => {
    const moica = authorities['moica-g3']
    const key = makeKey('p256')
    const certificate = issueCertificate({
      serial: 301, issuer: moica.subject, subject: [['2.5.4.6', 'TW'], ['2.5.4.3', '林曲線'], ['2.5.4.5', '0000000033000301']], key, signer: moica.key,
      notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2030-01-01T00:00:00Z'),
      extensions: [
        extensions.keyUsage(USAGE.digitalSignature), extensions.subjectKeyId(key), extensions.authorityKeyId(moica.key), extensions.policies(POLICY),
        extensions.directoryAttributes(['2.16.886.1.100.2.51', printable('0301')]),
      ],
    })
    const message = sign('wu', { key, certificate })
    for (const [algorithms, is] of [
      [null, 'object'], [['rsa-sha256', 'ecdsa-sha256'], 'object'], [['rsa-sha256', 'ecdsa-sha384'], 'algorithmNotAccepted'], [['rsa-sha256', 'rsa-sha384'], 'algorithmNotAccepted'],
    ] as const) {
      await allow('moica-g3', algorithms)
      const said = await person(message)
      assert.equal(typeof said === 'string' ? said : 'object', is, String(algorithms))
    }
    await allow('moica-g3', null)
  })

  test('a list that is signed by another is not taken, and says so', async () => {
    await allow('moica-g3', ['ecdsa-sha256', 'ecdsa-sha384'])
    const later = new Date(fetched.getTime() + 2 * 86_400_000)
    const usual = published
    published = (code) => demoList(Object.values(authorities).find((one) => one.code === code)!, revokedBy('moica-g3', NOW), later)
    assert.deepEqual(Object.fromEntries(await fetchLists(world.database, later)), { grca: null, 'moica-g3': 'algorithm', 'gca-g2': null })
    await allow('moica-g3', null)
    assert.equal((await fetchLists(world.database, later)).get('moica-g3'), null)
    fetched = later
    published = usual
  })

  test('what an authority may use is never more than what is sound, and never nothing', async () => {
    for (const wrong of [[], ['rsa-sha1'], ['rsa-sha256', 'dsa-sha256'], ['rsa-sha256', 'rsa-sha256'], [null]]) {
      await assert.rejects(world.arrange('update certificate_authority set algorithms = $1', [wrong]), /algorithms_check/, JSON.stringify(wrong))
    }
    await world.arrange('update certificate_authority set algorithms = $1', [SOUND_ALGORITHMS.signatures])
    await world.arrange('update certificate_authority set algorithms = null')
  })

  test('the list of certificates says for which agency one stands, or that it is refused', async () => {
    const serial = async (id: string) => {
      const answer = await checkPersonCard(trust, world.database.read, asked(sign(id)))
      return 'accepted' in answer ? answer.accepted.certificateSerial : ''
    }
    const own = await serial('wu')
    const put = (agencyCode: string | null, issuer: string, of: string) => change(world.database, origin, async (tx) => ({
      result: null, event: await listCertificate(tx, { issuer, serial: of, agency: agencyCode, from: '2026-01-01', to: null, reason: '遺失' }, null),
    }))
    await put(null, 'moica-g3', own)
    assert.equal(await person(sign('wu')), 'listedAsRefused')
    await assert.rejects(put(null, 'moica-g3', own), /listed_once/)
    for (const one of await loadListed(world.database.read)) {
      assert.equal(await change(world.database, origin, (tx) => unlistCertificate(tx, one, '尋獲')), true)
      assert.equal(await change(world.database, origin, (tx) => unlistCertificate(tx, one, '尋獲')), false)
    }
    assert.equal(typeof await person(sign('wu')), 'object')
    await put(AGENCIES.school, 'gca-g2', '00c9')
    const card = await agency(sign(`agency-${AGENCIES.personnelOffice}`))
    if (typeof card === 'string') assert.fail(card)
    assert.deepEqual([card.agency, card.mapped], [AGENCIES.school, 'list'])
  })

  test('an authority out of use is believed no more; configuration that was written comes back without a difference', async () => {
    const apply = (yaml: string) => applyConfiguration(world.database, origin, { name: 'a.yaml', bytes: Buffer.from(yaml) }, {
      today: TODAY, sealer: demo('').seal, demo: true, dryRun: false,
    })
    const written = await exportConfiguration(world.database, TODAY)
    const again = await apply(written)
    assert.ok('applied' in again && !again.applied, JSON.stringify('faults' in again ? again.faults : again.changes))
    assert.match(written, /algorithms: null/)
    const narrowed = 'version: 1\ncertificateAuthorities:\n  - { code: moica-g3, algorithms: [rsa-sha512, rsa-sha256] }\n'
    assert.ok('applied' in await apply(narrowed))
    const [row] = await world.sql<{ algorithms: string[] }>(`select algorithms from certificate_authority where code = 'moica-g3'`)
    assert.deepEqual(row!.algorithms, ['rsa-sha256', 'rsa-sha512'], 'in one order, whichever they are named in')
    const detail = (await world.events('certificate.authority-changed')).at(-1)!.detail as { before: unknown; after: unknown }
    assert.deepEqual([detail.before, detail.after], [{ algorithms: null }, { algorithms: ['rsa-sha256', 'rsa-sha512'] }])
    for (const file of [narrowed, await exportConfiguration(world.database, TODAY)]) {
      const same = await apply(file)
      assert.ok('applied' in same && !same.applied, JSON.stringify('faults' in same ? same.faults : same.changes))
    }
    for (const all of ['null', `[${SOUND_ALGORITHMS.signatures.join(', ')}]`]) {
      await apply(narrowed)
      assert.ok('applied' in await apply(`version: 1\ncertificateAuthorities:\n  - { code: moica-g3, algorithms: ${all} }\n`))
      assert.deepEqual(await world.sql(`select algorithms from certificate_authority where code = 'moica-g3'`), [{ algorithms: null }])
    }
    const off = await apply('version: 1\ncertificateAuthorities:\n  - { code: moica-g3, inUse: false }\n')
    assert.ok('applied' in off && off.applied)
    assert.notEqual(typeof await person(sign('wu')), 'object')
    assert.equal(typeof await person(sign('wang')), 'object')
    const faults = async (more: string) => {
      const done = await apply(`version: 1\ncertificateAuthorities:\n  - { ${more} }\n`)
      return 'faults' in done ? done.faults.map(({ code }) => code) : []
    }
    const wu = cards.get('wu')!.certificate.toString('base64')
    const moica = authorities['moica-g3'].certificate.toString('base64')
    assert.deepEqual(await faults('code: new, issues: person'), ['neededForNew'])
    assert.deepEqual(await faults(`code: new, issues: person, policies: [1.2.3], listUrl: "http://a.example/", certificate: ${wu}`), ['notAnAuthority'])
    assert.deepEqual(await faults(`code: new, issues: person, listUrl: "http://a.example/", certificate: ${moica}`), ['policiesNeeded'])
    assert.deepEqual(await faults(`code: new, issues: authorities, isAnchor: true, listUrl: "http://a.example/", certificate: ${moica}`), ['notSelfSigned'])
    for (const revocation of ['ocsp', 'both']) {
      assert.deepEqual(await faults(`code: new, issues: person, policies: [1.2.3], revocation: ${revocation}, listUrl: "http://a.example/", certificate: ${moica}`), ['responderNeeded'])
    }
    assert.deepEqual(await faults(`code: new, issues: person, policies: [1.2.3], revocation: both, ocspUrl: "http://a.example/", certificate: ${moica}`), ['listNeeded'])
    assert.deepEqual(await faults('code: moica-g3, revocation: never'), ['revocation'])
    for (const [algorithms, code] of [
      ['[]', 'atLeastOne'], ['[rsa-sha1]', 'algorithm'], ['[rsa-sha256, RSA]', 'algorithm'], ['[rsa-sha256, rsa-sha256]', 'doubled'], ['rsa-sha256', 'list'],
      // Its key is of RSA, and the list of revoked certificates that there is was signed with SHA-256.
      ['[ecdsa-sha256, ed25519]', 'algorithmsNotItsKeys'], ['[rsa-sha512]', 'listOtherwiseSigned'],
    ]) assert.deepEqual(await faults(`code: gca-g2, algorithms: ${algorithms}`), [code], algorithms)
    assert.deepEqual(await faults(`code: grca, issues: authorities, certificate: ${moica}`), ['otherCertificate'])
    assert.deepEqual(await faults('code: new, issues: person, policies: [1.2.3], listUrl: "ftp://a.example/", certificate: aGVsbG8='), ['listAddress'])
    assert.deepEqual(await faults('code: new, issues: person, policies: [1.2.3], listUrl: "http://a.example/", certificate: aGVsbG8='), ['certificateUnreadable'])
  })
})
