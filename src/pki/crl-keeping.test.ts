// Lists that are proved once, kept as bytes and taken up again: the same answers, and no way to pass one off for another.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { extensions } from '../demo/certificates/issue.ts'
import { authority, authorityExtensions, card, crlOf, instead, KEYS, nameOf, NOW, root } from '../../test/pki/hierarchy.ts'
import { isSelfIssued } from './certificate.ts'
import { keptCrl, Malformed, provedCrl, readCertificate, readCrl, SOUND_ALGORITHMS, takenUpCrl, USAGE, validatePath } from './index.ts'
import type { Crl } from './index.ts'
import type { Revoked } from '../demo/certificates/issue.ts'

const SERIAL = 0x1234567890n
const issuer = readCertificate(authority())

function keep(bytes: Buffer): Crl {
  const proved = provedCrl(readCrl(bytes), issuer, SOUND_ALGORITHMS)
  assert.ok(proved)
  return takenUpCrl(keptCrl(proved, bytes))
}
const verdict = (crl: Crl, between = authority()): string => {
  const result = validatePath({
    endEntity: readCertificate(card()), candidates: [readCertificate(between)], anchors: [readCertificate(root())], crls: [crl], time: NOW,
    options: { revocation: (above) => ({ mode: isSelfIssued(above) ? 'off' : 'crl', graceSeconds: 0 }) },
  })
  return result.ok ? 'ok' : result.code
}

describe('a list that is kept', () => {
  test('says what it said before', () => {
    const many = Array.from({ length: 500 }, (_, at): Revoked => ({ serial: 1000 + at, at: NOW, reason: at % 2 === 0 ? 1 : 4 }))
    for (const [revoked, says] of [[[], 'ok'], [many, 'ok'], [[...many, { serial: SERIAL, at: NOW, reason: 6 }], 'revoked']] as const) {
      const bytes = crlOf('authority', [...revoked])
      assert.equal(verdict(readCrl(bytes)), says)
      assert.equal(verdict(keep(bytes)), says)
    }
  })

  test('is not proved by anybody else than who signed it', () => {
    const bytes = crlOf('authority')
    for (const other of [
      readCertificate(root()), readCertificate(authority({ subject: nameOf('別人') })), readCertificate(authority({ key: KEYS.other })),
    ]) assert.equal(provedCrl(readCrl(bytes), other, SOUND_ALGORITHMS), null)
    assert.equal(provedCrl(readCrl(crlOf('authority', [], { signer: KEYS.other })), issuer, SOUND_ALGORITHMS), null)
    const unfit = readCertificate(authority({ extensions: instead(authorityExtensions(), extensions.keyUsage(USAGE.keyCertSign)) }))
    assert.equal(provedCrl(readCrl(bytes), unfit, SOUND_ALGORITHMS), null)
    assert.equal(provedCrl(readCrl(bytes), issuer, { ...SOUND_ALGORITHMS, signatures: ['rsa-sha256', 'ecdsa-sha384'] }), null)
    assert.throws(() => keptCrl(readCrl(bytes), bytes), TypeError)
  })

  test('counts for the key that signed it, not for another of the same name', () => {
    const crl = keep(crlOf('authority'))
    assert.equal(verdict(crl), 'ok')
    assert.equal(verdict({ ...crl, provedBy: readCertificate(authority({ key: KEYS.other })).publicKey.spki }), 'revocationUnknown')
  })

  test('is refused where its bytes are not as they were kept', () => {
    const bytes = crlOf('authority', [{ serial: 5, at: NOW }])
    const kept = Buffer.from(keptCrl(provedCrl(readCrl(bytes), issuer, SOUND_ALGORITHMS)!, bytes))
    for (const broken of [kept.subarray(1), kept.subarray(0, -1), Buffer.concat([kept, Buffer.alloc(8)]), Buffer.alloc(0), bytes]) {
      assert.throws(() => takenUpCrl(broken), Malformed)
    }
    const end = kept.indexOf(0x0a, 11)
    const headed = (head: string): Buffer => Buffer.from(`${kept.subarray(0, 11).toString()}${head}\n`)
    for (const head of ['', '{', 'null', '{}', '{"bytes":[]}', '{"bytes":[0,0,0,0,0,0]}', kept.subarray(11, end).toString().replace('"bytes":[', '"bytes":[-8,')]) {
      assert.throws(() => takenUpCrl(headed(head)), Malformed, head)
    }
    // Wherever in memory it begins.
    for (const at of [1, 3, 4]) {
      const moved = Buffer.concat([Buffer.alloc(at), kept]).subarray(at)
      assert.equal(takenUpCrl(moved).entries.count, 1)
    }
  })
})
