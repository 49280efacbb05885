// The virtual cards, as the validator sees them: two that work, an agency's, and each bad one for its own reason (4.2).
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { readCertificate, readCrl, textsOf, USAGE, validatePath } from '../../pki/index.ts'
import { demoList } from './authorities.ts'
import { readVirtualCards } from './card-file.ts'
import { issueDemoCards, revokedBy } from './issue-cards.ts'
import type { Authorities } from './authorities.ts'

const NOW = new Date('2026-11-26T08:30:15.250Z')
const holders = {
  wu: { name: '吳文傑', nationalId: 'E100000012' }, wang: { name: '王建宏', nationalId: 'E100000021' },
  agency: { code: '397210000A', name: '高雄市政府人事處', organisationOid: '2.16.886.101.90029.20002.20015' },
}

describe('the virtual cards', () => {
  let folder: string
  let authorities: Authorities
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ecpa-cards-'))
    authorities = await issueDemoCards(folder, holders, NOW)
  })
  after(() => rm(folder, { recursive: true }))

  const verdict = (certificate: Buffer, now: Date): string => {
    const result = validatePath({
      endEntity: readCertificate(certificate), anchors: [readCertificate(authorities.grca.certificate)],
      candidates: Object.values(authorities).map((one) => readCertificate(one.certificate)),
      crls: Object.values(authorities).map((one) => readCrl(demoList(one, revokedBy(one.code, NOW), now))), time: now,
      options: { purpose: { keyUsage: [USAGE.digitalSignature] } },
    })
    return result.ok ? `ok ${[...result.policies]}` : result.code
  }

  test('are good or bad each in its own way', async () => {
    const cards = await readVirtualCards(folder)
    assert.deepEqual(Object.fromEntries(cards.map(({ id, certificate }) => [id, verdict(certificate, NOW)])), {
      'agency-397210000A': 'ok 2.16.886.101.0.3.3', expired: 'expired', 'no-digital-signature': 'keyUsage', revoked: 'revoked',
      'unknown-issuer': 'noPath', wang: 'ok 2.16.886.101.0.3.3', 'wrong-person': 'ok 2.16.886.101.0.3.3', wu: 'ok 2.16.886.101.0.3.3',
    })
    const subject = readCertificate(cards.find(({ id }) => id === 'wu')!.certificate).subject
    assert.deepEqual(textsOf(subject, '2.5.4.3'), ['吳文傑'])
    assert.match(textsOf(subject, '2.5.4.5')[0]!, /^\d{16}$/)
  })

  test('stay what they are at the next start, and good while lists are published', async () => {
    const first = await readVirtualCards(folder)
    const later = new Date(NOW.getTime() + 30 * 86_400_000)
    await issueDemoCards(folder, holders, later)
    const second = await readVirtualCards(folder)
    assert.deepEqual(second.map(({ certificate }) => certificate), first.map(({ certificate }) => certificate))
    assert.equal(verdict(second.find(({ id }) => id === 'wu')!.certificate, later), 'ok 2.16.886.101.0.3.3')
    const number = (now: Date) => readCrl(demoList(authorities['moica-g3'], [], now)).number!
    assert.ok(number(later) > number(NOW))
  })
})
