// Whatever bytes come in, the parsers answer, or throw the one error of their own, in bounded time.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { certIdOf, issueOcsp, nonceExtension } from '../demo/certificates/issue-ocsp.ts'
import { signMessage } from '../demo/certificates/sign-message.ts'
import { authority, AUTHORITY, card, crlOf, KEYS, NOW, root } from '../../test/pki/hierarchy.ts'
import { derOfBer, Malformed, readCertificate, readCrl, readOcsp, readSignedData, validatePath } from './index.ts'

const pkits = JSON.parse(readFileSync(new URL('../../test/pki/corpora/pkits.json', import.meta.url), 'utf8')) as
  { certificates: Record<string, string>; crls: Record<string, string> }
const bytesOf = (record: Record<string, string>): Buffer[] => Object.values(record).map((text) => Buffer.from(text, 'base64'))

const PARSERS: Record<string, { read: (bytes: Uint8Array) => unknown; seeds: Buffer[] }> = {
  certificate: { read: readCertificate, seeds: bytesOf(pkits.certificates) },
  crl: { read: readCrl, seeds: [...bytesOf(pkits.crls), crlOf('root', [{ serial: 5, at: NOW, reason: 1 }])] },
  'signed data': {
    read: readSignedData,
    seeds: [signMessage({ content: Buffer.from('x'), key: KEYS.card, certificate: card(), others: [authority()], signingTime: NOW })],
  },
  ocsp: {
    read: readOcsp,
    seeds: [
      issueOcsp({
        responder: { name: AUTHORITY }, signer: KEYS.authority, producedAt: NOW, certificates: [authority()], extensions: [nonceExtension(Buffer.from('nonce'))],
        singles: [{ certId: certIdOf({ issuer: AUTHORITY, key: KEYS.authority, serial: 5 }), status: { at: NOW, reason: 1 }, thisUpdate: NOW, nextUpdate: NOW }],
      }),
      Buffer.from('30030a0103', 'hex'), Buffer.from('30130a0100a00e300c06092b0601050507300101', 'hex'),
    ],
  },
  ber: { read: derOfBer, seeds: [Buffer.from('3080a08004010004010000000000', 'hex')] },
}

type Edit = { at: number; kind: 'set' | 'cut' | 'insert' | 'double'; bytes: Uint8Array }
const edits = fc.array(fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }), kind: fc.constantFrom('set' as const, 'cut' as const, 'insert' as const, 'double' as const),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
}), { minLength: 1, maxLength: 4 })

function edited(seed: Buffer, changes: Edit[]): Buffer {
  return changes.reduce((bytes, { at, kind, bytes: own }) => {
    const place = Math.floor(at * bytes.length)
    const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)]
    if (kind === 'insert') return Buffer.concat([before, own, after])
    if (kind === 'cut') return Buffer.concat([before, after.subarray(own.length)])
    if (kind === 'double') return Buffer.concat([before, after.subarray(0, 64), after])
    return Buffer.concat([before, own, after.subarray(own.length)])
  }, seed)
}

// Some thousand times what the longest of them takes.
const MOST_MILLISECONDS = 2000
const numRuns = Number(process.env['ECPA_FUZZ_RUNS'] ?? 5000)

describe('parsers', () => {
  for (const [name, { read, seeds }] of Object.entries(PARSERS)) {
    test(`${name}: answers or throws Malformed`, () => {
      const inputs = fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.tuple(fc.constantFrom(...seeds), edits).map(([seed, changes]) => edited(seed, changes)),
      )
      fc.assert(fc.property(inputs, (bytes) => {
        const begun = performance.now()
        try {
          read(bytes)
        } catch (error) {
          assert.ok(error instanceof Malformed, `${String(error)} for ${Buffer.from(bytes).toString('hex')}`)
        }
        assert.ok(performance.now() - begun < MOST_MILLISECONDS)
      }), { numRuns })
    })
  }

  test('a certificate that was altered anywhere is not validated', () => {
    const anchors = [readCertificate(root())]
    const candidates = [readCertificate(authority())]
    const own = card()
    fc.assert(fc.property(edits, (changes) => {
      const bytes = edited(own, changes)
      if (bytes.equals(own)) return
      let read
      try {
        read = readCertificate(bytes)
      } catch (error) {
        assert.ok(error instanceof Malformed)
        return
      }
      const result = validatePath({ endEntity: read, candidates, anchors, time: NOW, options: { revocation: { mode: 'off', graceSeconds: 0 } } })
      assert.equal(result.ok, false, bytes.toString('hex'))
    }), { numRuns })
  })

  test('a list that was altered revokes nobody and clears nobody, also beside the true one', () => {
    const [anchors, candidates, endEntity] = [[readCertificate(root())], [readCertificate(authority())], readCertificate(card())]
    const revoking = crlOf('authority', [{ serial: 0x1234567890n, at: NOW, reason: 1 }])
    // The serial number of somebody else in its place: as long, and under the same signature.
    const clearing = Buffer.from(revoking)
    clearing[revoking.indexOf(Buffer.from('1234567890', 'hex'))] = 0x13
    for (const lists of [[revoking, clearing], [clearing, revoking], [clearing]]) {
      const result = validatePath({ endEntity, candidates, anchors, crls: [crlOf('root'), ...lists].map(readCrl), time: NOW })
      assert.equal(result.ok ? 'accepted' : result.code, lists.includes(revoking) ? 'revoked' : 'revocationUnknown')
    }
  })

  test('nesting without end ends', () => {
    const deep = Buffer.concat(Array.from({ length: 50_000 }, () => Buffer.from([0x30, 0x80])))
    assert.throws(() => derOfBer(deep), Malformed)
    assert.throws(() => readSignedData(deep), Malformed)
  })
})
