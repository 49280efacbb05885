// What a certificate or an authority that is believed no more leaves open: nothing (R-CRT-1).
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, before, beforeEach, describe, test } from 'node:test'
import { arrangeCards } from '../../../test/cards.ts'
import { whileHeld } from '../../../test/holding.ts'
import { AGENCIES, DATA_KEY, INDEX_KEY, nameOf, nationalIdOf, personOf, startWorld } from '../../../test/world.ts'
import { demoList } from '../../demo/cards/authorities.ts'
import { revokedBy } from '../../demo/cards/issue-cards.ts'
import { readCertificate } from '../../pki/index.ts'
import { dayInTaipei } from '../../core/days.ts'
import { processOrigin } from '../../store/change.ts'
import { createSeal } from '../../store/seal.ts'
import { applyConfiguration } from '../applications/apply-configuration.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import { endRefused } from './end-refused.ts'
import { fetchLists } from './fetch-lists.ts'
import type { AddressInfo } from 'node:net'
import type { Visitor } from '../../../test/http.ts'
import type { Revoked } from '../../demo/certificates/issue.ts'
import type { World } from '../../../test/world.ts'
import type { WorldCards } from '../../../test/cards.ts'

const PASSWORD = 'a-card-and-a-password'
const OID = '2.16.886.101.90029.20002.20015'
const AGENCY_CARD = `agency-${AGENCIES.personnelOffice}`
const TODAY = dayInTaipei(new Date())
const TOMORROW = dayInTaipei(new Date(Date.now() + 86_400_000))

describe('a certificate that is believed no more', () => {
  let world: World
  let desk: WorldCards
  let [wu, wang, agency, byPassword]: Visitor[] = []
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
  })
  after(async () => {
    const faults = world.faults()
    await desk.remove()
    await world.stop()
    assert.deepEqual(faults, [])
  })

  const byCard = async (card: string): Promise<Visitor> => {
    const visitor = world.visitor()
    assert.equal((await desk.send(visitor, card, 'signIn', '/sign-in/card')).status, 303, card)
    return visitor
  }
  beforeEach(async () => {
    await world.arrange('delete from listed_certificate')
    await world.arrange('update certificate_authority set in_use = true')
    ;[wu, wang, agency, byPassword] = [await byCard('wu'), await byCard('wang'), await byCard(AGENCY_CARD), await world.signIn('wu.employee')]
  })
  const isIn = async (visitor: Visitor | undefined) => (await visitor!.ask('/applications')).status === 200
  const whoIsIn = async () => Object.fromEntries(await Promise.all(
    Object.entries({ wu, wang, agency, byPassword }).map(async ([name, visitor]) => [name, await isIn(visitor)] as const)))
  const ALL = { wu: true, wang: true, agency: true, byPassword: true }
  const serialOf = async (card: 'wu' | 'wang') => (await world.sql<{ serial: string }>(
    'select certificate_serial as serial from person_card where person_id = $1 and ended_at is null', [personOf(card === 'wu' ? 'wu.employee' : 'wang.supervisor')]))[0]!.serial
  const apply = async (yaml: string) => {
    const done = await applyConfiguration(world.database, processOrigin('test'), { name: 'a.yaml', bytes: Buffer.from(`version: 1\n${yaml}\n`) }, {
      today: TODAY, sealer: createSeal({ dataKeys: [{ version: 1, key: DATA_KEY }], indexKey: INDEX_KEY }), demo: true, dryRun: false,
    })
    assert.ok('applied' in done && done.applied, JSON.stringify(done))
  }
  const list = async (fields: Record<string, string>) => {
    const central = await world.signIn('chen.central')
    const answer = await central.submit('/manage/certificates/new', {
      issuer: 'moica-g3', serial: await serialOf('wu'), kind: 'refused', agency: '', from: TODAY, to: '', reason: '遺失', ...fields,
    }, '/manage/certificates/new')
    assert.equal(answer.headers.location, '/manage/certificates?done=added')
  }

  test('listed as refused on the page, ends what it opened and nothing else', async () => {
    assert.deepEqual(await whoIsIn(), ALL)
    await list({})
    assert.deepEqual(await whoIsIn(), { ...ALL, wu: false })
    const ended = await world.sql<{ why: string; method: string }>(`select ended_why as why, method from session where ended_why = 'certificateRefused'`)
    assert.deepEqual(ended.at(-1), { why: 'certificateRefused', method: 'personCertificate' })
  })

  test('barred after it was proved and before that opens anything, opens nothing that goes on', async () => {
    let late: Visitor | undefined
    const barred = { event: 'account.display-set', statements: [], request: () => list({}) }
    await whileHeld(world, personOf('wu.employee'), barred, async () => { late = await byCard('wu') })
    assert.deepEqual([await isIn(late), await whoIsIn()], [false, { ...ALL, wu: false }])
  })

  test('listed from tomorrow on, ends it tomorrow', async () => {
    await list({ from: TOMORROW })
    assert.deepEqual(await whoIsIn(), ALL)
    assert.equal(await endRefused(world.database.unaudited, new Date()), 0)
    assert.equal(await endRefused(world.database.unaudited, new Date(), TOMORROW), 1)
    assert.deepEqual(await whoIsIn(), { ...ALL, wu: false })
  })

  test('of an agency, listed as refused or as another agency’s by a file, ends it', async () => {
    await apply(`certificateWhitelist:\n  - { serial: "00c9", issuer: gca-g2, agency: ${AGENCIES.personnelOffice}, from: 2026-01-01, reason: 同一機關 }`)
    assert.deepEqual(await whoIsIn(), ALL)
    await apply(`certificateWhitelist:\n  - { serial: "00c9", issuer: gca-g2, agency: ${AGENCIES.school}, from: 2026-01-01, reason: 改登錄 }`)
    assert.deepEqual(await whoIsIn(), { ...ALL, agency: false })
    agency = await byCard(AGENCY_CARD)
    await apply('certificateWhitelist:\n  - { serial: "00c9", issuer: gca-g2, agency: null, from: 2026-01-01, reason: 遭竊 }')
    assert.deepEqual(await whoIsIn(), { ...ALL, agency: false })
  })

  test('taken off the list that made it an agency’s, on the page or by its last day, ends what it opened as that agency’s', async () => {
    const listed = { issuer: 'gca-g2', serial: '00c9', kind: 'agency', agency: AGENCIES.school }
    await list(listed)
    agency = await byCard(AGENCY_CARD)
    const [entry] = await world.sql<{ id: string }>('select id from listed_certificate where ended_at is null')
    const path = `/manage/certificates/${entry!.id}/end`
    const central = await world.signIn('chen.central')
    assert.equal((await central.submit(path, { reason: '登錄錯誤' }, path)).headers.location, '/manage/certificates?done=removed')
    assert.deepEqual(await whoIsIn(), { ...ALL, agency: false })
    agency = await byCard(AGENCY_CARD)
    assert.equal(await endRefused(world.database.unaudited, new Date()), 0, 'what it opened since, by what it says itself, goes on')

    await list({ ...listed, to: TODAY })
    agency = await byCard(AGENCY_CARD)
    assert.equal(await endRefused(world.database.unaudited, new Date()), 0)
    assert.equal(await endRefused(world.database.unaudited, new Date(), TOMORROW), 1)
    assert.deepEqual(await whoIsIn(), { ...ALL, agency: false })
  })

  test('of an authority that is no more in use, ends with all of that authority; with the root, everything by card', async () => {
    await apply('certificateAuthorities:\n  - { code: moica-g2, inUse: false }')
    assert.deepEqual(await whoIsIn(), { ...ALL, wang: false })
    await apply('certificateAuthorities:\n  - { code: grca, inUse: false }')
    assert.deepEqual(await whoIsIn(), { wu: false, wang: false, agency: false, byPassword: true })
  })

  test('of an authority that may use fewer algorithms now, ends with all of that authority, on the page and by a file; with more it goes on', async () => {
    const path = '/manage/certificates/authorities/moica-g3'
    const set = async (...algorithms: string[]) => (await (await world.signIn('chen.central')).submit(
      path, { revocation: 'crl', listUrl: 'http://localhost/', ocspUrl: '', graceHours: '0', algorithms }, path)).headers.location
    assert.equal(await set('rsa-sha256', 'rsa-sha384'), '/manage/certificates?done=asking')
    assert.deepEqual(await whoIsIn(), { ...ALL, wu: false })
    wu = await byCard('wu')
    assert.equal(await set('rsa-sha256', 'rsa-sha384', 'rsa-sha512'), '/manage/certificates?done=asking')
    assert.deepEqual(await whoIsIn(), ALL)
    await apply('certificateAuthorities:\n  - { code: moica-g3, algorithms: [rsa-sha256] }')
    assert.deepEqual(await whoIsIn(), { ...ALL, wu: false })
    await apply('certificateAuthorities:\n  - { code: moica-g3, algorithms: null }')
    wu = await byCard('wu')
    // Below the root, whatever was signed otherwise is no authority any more.
    await world.arrange(`update certificate_authority set algorithms = '{ecdsa-sha256}' where code = 'grca'`)
    assert.equal(await endRefused(world.database.unaudited, new Date()), 3)
    await world.arrange(`update certificate_authority set algorithms = null where code = 'grca'`)
  })

  test('proved once more otherwise, a session goes on when the card is barred', async () => {
    const again = await wu!.submit('/sign-in/again/password', { password: PASSWORD, next: '/me' }, '/sign-in/again?next=/me')
    assert.equal(again.status, 303)
    await list({})
    assert.deepEqual(await whoIsIn(), ALL)
  })

  test('of an authority that the one above it revokes by a newer list, ends with all of that authority', async (t) => {
    const root = desk.authorities.grca
    const { serial } = readCertificate(desk.authorities['moica-g2'].certificate)
    let revoked: Revoked[] = []
    const publisher = createServer((_, answer) => void answer.end(demoList(root, revoked, new Date()))).listen(0, '127.0.0.1')
    t.after(() => publisher.close())
    await once(publisher, 'listening')
    await world.arrange(`update certificate_authority set list_url = $1 where code = 'grca'`, [`http://127.0.0.1:${(publisher.address() as AddressInfo).port}/`])
    const fetch = async () => {
      await world.sql(`update certificate_list set fetched_at = now() - interval '2 days' where authority = 'grca'`)
      assert.deepEqual([...await fetchLists(world.database, new Date())], [['grca', null]])
    }
    await fetch()
    assert.deepEqual(await whoIsIn(), ALL)
    revoked = [{ serial: BigInt(`0x${Buffer.from(serial).toString('hex')}`), at: new Date(0), reason: 2 }]
    await fetch()
    assert.deepEqual(await whoIsIn(), { ...ALL, wang: false })
    revoked = []
    await fetch()
  })

  test('revoked by a newer list of its authority, ends as soon as the list is there', async (t) => {
    const authority = desk.authorities['moica-g3']
    const later = new Date(Date.now() + 3_600_000)
    const publisher = createServer((_, answer) => {
      answer.end(demoList(authority, [...revokedBy('moica-g3', later), { serial: BigInt(`0x${wuSerial}`), at: new Date(0), reason: 1 }], later))
    }).listen(0, '127.0.0.1')
    t.after(() => publisher.close())
    await once(publisher, 'listening')
    const wuSerial = await serialOf('wu')
    await world.arrange(`update certificate_authority set list_url = $1 where code = 'moica-g3'`, [`http://127.0.0.1:${(publisher.address() as AddressInfo).port}/`])
    await world.sql(`update certificate_list set fetched_at = now() - interval '2 days' where authority = 'moica-g3'`)
    assert.deepEqual([...await fetchLists(world.database, later)], [['moica-g3', null]])
    assert.deepEqual(await whoIsIn(), { ...ALL, wu: false })
  })
})
