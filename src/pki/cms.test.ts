// A card's answer to a challenge, and what somebody without the card would send instead (R-CRT-1).
import assert from 'node:assert/strict'
import { createHash, sign } from 'node:crypto'
import { describe, test } from 'node:test'
import { keyIdOf, makeKey } from '../demo/certificates/issue.ts'
import { signMessage } from '../demo/certificates/sign-message.ts'
import { element, implicit, integer, nothing, octets, oid, sequence, setOf, tagged, time } from '../demo/certificates/der-writer.ts'
import { authority, card, cardExtensions, crlOf, KEYS, NOW, POLICY, root } from '../../test/pki/hierarchy.ts'
import { messageOf, partsOf, signerOf, signerParts, withSigners } from '../../test/pki/message-parts.ts'
import { CMS_OID, Malformed, readCertificate, readCrl, readSignedData, SOUND_ALGORITHMS, validatePath, verifySignedData } from './index.ts'
import type { KeyPair } from '../demo/certificates/issue.ts'

const CHALLENGE = Buffer.from('eCPA sign-in 3f6c 2026-06-01T04:00:00Z http://localhost:3000')
const CARD = card()
const answer = (wish = {}): Buffer =>
  signMessage({ content: CHALLENGE, key: KEYS.card, certificate: CARD, others: [authority()], signingTime: NOW, ...wish })

const codeOf = (message: Uint8Array, content: Uint8Array = CHALLENGE): string => {
  try {
    const result = verifySignedData(readSignedData(message), content, SOUND_ALGORITHMS)
    return result.ok ? 'ok' : result.code
  } catch (error) {
    if (error instanceof Malformed) return `malformed ${error.code}`
    throw error
  }
}

describe('a card\'s answer', () => {
  test('is accepted with its certificate, path and fresh CRLs', () => {
    const result = verifySignedData(readSignedData(answer()), CHALLENGE, SOUND_ALGORITHMS)
    assert.ok(result.ok)
    assert.equal(result.signingTime?.getTime(), NOW.getTime())
    const path = validatePath({
      endEntity: result.certificate, candidates: result.certificates, anchors: [readCertificate(root())],
      crls: [crlOf('root'), crlOf('authority')].map(readCrl), time: NOW,
      options: { policies: { acceptable: [POLICY], explicit: true, inhibitMapping: false, inhibitAny: false }, purpose: { keyUsage: [0] } },
    })
    assert.ok(path.ok, path.ok ? '' : path.code)
    assert.deepEqual([...path.policies], [POLICY])
  })

  test('in BER of indefinite lengths, its content in pieces, says the same', () => {
    const [version, digests, , certificates, signers] = partsOf(answer()) as [Buffer, Buffer, Buffer, Buffer, Buffer]
    const indefinite = (tag: number, ...content: Buffer[]): Buffer => Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.from([0, 0])])
    const pieces = indefinite(0x24, octets(CHALLENGE.subarray(0, 10)), octets(CHALLENGE.subarray(10)))
    const content = indefinite(0x30, oid(CMS_OID.data), indefinite(0xa0, pieces))
    const message = indefinite(0x30, oid(CMS_OID.signedData), indefinite(0xa0, indefinite(0x30, version, digests, content, certificates, signers)))
    assert.equal(codeOf(message), 'ok')
    assert.equal(codeOf(message.subarray(0, -2)), 'malformed truncated')
  })
})

describe('what is no answer to this challenge', () => {
  const attributesOf = (message: Buffer): Buffer => signerParts(message)[3]!

  const cases: [says: string, message: () => Buffer, code: string][] = [
    ['the signature over another challenge', () => answer({ content: Buffer.from('yesterday\'s') }), 'contentDiffers'],
    ['bytes behind the message', () => Buffer.concat([answer(), Buffer.from([0])]), 'malformed trailingBytes'],
    ['no signer', () => withSigners(answer()), 'noSigner'],
    ['two signers', () => withSigners(answer(), signerOf(answer()), signerOf(answer({ signingTime: new Date(0) }))), 'severalSigners'],
    ['a message whose attributes were stripped', () => {
      const message = answer()
      return withSigners(message, sequence(...signerParts(message).filter((_, at) => at !== 3)))
    }, 'attributesMissing'],
    ['the attributes of one presented as the content of another', () => {
      const message = answer()
      const set = Buffer.from(attributesOf(message))
      set[0] = 0x31
      const signer = sequence(...signerParts(message).filter((_, at) => at !== 3))
      const [version, digests, , certificates] = partsOf(message) as [Buffer, Buffer, Buffer, Buffer]
      return messageOf([version, digests, sequence(oid(CMS_OID.data), tagged(0, octets(set))), certificates, setOf(signer)])
    }, 'contentDiffers'],
    ['content that is not attached', () => {
      const [version, digests, , certificates, signers] = partsOf(answer()) as [Buffer, Buffer, Buffer, Buffer, Buffer]
      return messageOf([version, digests, sequence(oid(CMS_OID.data)), certificates, signers])
    }, 'contentMissing'],
    ['content of another type', () => {
      const [version, digests, , certificates, signers] = partsOf(answer()) as [Buffer, Buffer, Buffer, Buffer, Buffer]
      return messageOf([version, digests, sequence(oid('1.2.840.113549.1.9.16.1.4'), tagged(0, octets(CHALLENGE))), certificates, signers])
    }, 'contentType'],
    ['an attribute that stands twice', () => {
      const twice = ['1.2.840.113549.1.9.25.3', octets(Buffer.from('n'))] as const
      return answer({ attributes: [twice, ['1.2.840.113549.1.9.25.3', octets(Buffer.from('m'))]] })
    }, 'attributeDoubled'],
    ['a key that is not the certificate\'s', () => answer({ key: KEYS.other }), 'signature'],
    ['a certificate that is not sent along', () => {
      const [version, digests, content, , signers] = partsOf(answer()) as [Buffer, Buffer, Buffer, Buffer, Buffer]
      return messageOf([version, digests, content, signers])
    }, 'signerCertificateMissing'],
    ['two certificates of one name and number', () => {
      const other = card({ key: KEYS.other, extensions: cardExtensions() })
      return answer({ others: [other] })
    }, 'severalSignerCertificates'],
    ['no message at all', () => element(0x30, Buffer.alloc(3)), 'malformed truncated'],
  ]
  for (const [says, message, code] of cases) test(`${says}: ${code}`, () => assert.equal(codeOf(message()), code))

  test('every single bit that is turned in signature, content or attributes is noticed', () => {
    const message = answer()
    const offset = message.indexOf(CHALLENGE)
    for (let bit = 0; bit < CHALLENGE.length * 8; bit += 7) {
      const other = Buffer.from(message)
      other[offset + (bit >> 3)]! ^= 1 << (bit & 7)
      assert.equal(codeOf(other), 'contentDiffers')
    }
    const signer = message.indexOf(signerOf(message))
    for (let at = signer; at < message.length; at += 3) {
      const other = Buffer.from(message)
      other[at]! ^= 0x10
      assert.notEqual(codeOf(other), 'ok', `byte ${at}`)
    }
  })
})

describe('what the signer says beside the signature', () => {
  const SHA1 = sequence(oid('1.3.14.3.2.26'), nothing)
  const rsaWith = (last: number): Buffer => sequence(oid(`1.2.840.113549.1.1.${last}`), nothing)
  const attribute = (type: string, ...values: Buffer[]): Buffer => sequence(oid(type), setOf(...values))
  const digested = (hash: string): Buffer => attribute(CMS_OID.messageDigest, octets(createHash(hash).update(CHALLENGE).digest()))
  const data = attribute(CMS_OID.contentType, oid(CMS_OID.data))
  /** Signed by the card's key, whatever is said; `sent`: the attributes in another order than they are signed in. */
  const said = (attributes: Buffer[], { hash = 'sha256', digest, algorithm, id, version, sent = (list) => list }: {
    hash?: string; digest?: Buffer; algorithm?: Buffer; id?: Buffer; version?: Buffer; sent?: (list: Buffer[]) => Buffer[]
  } = {}): Buffer => {
    const message = answer()
    const [ownVersion, ownId, ownDigest, , ownAlgorithm] = signerParts(message) as [Buffer, Buffer, Buffer, Buffer, Buffer]
    const signature = octets(sign(hash, setOf(...attributes), KEYS.card.privateKey))
    return withSigners(message, sequence(
      version ?? ownVersion, id ?? ownId, digest ?? ownDigest, element(0xa0, ...sent(attributes.toSorted(Buffer.compare))), algorithm ?? ownAlgorithm, signature,
    ))
  }
  const byKey = (key: KeyPair): Parameters<typeof said>[1] => ({ version: integer(3), id: implicit(0, keyIdOf(key)) })
  const cases: [says: string, message: () => Buffer, code: string][] = [
    ['the two attributes that it has to', () => said([data, digested('sha256')]), 'ok'],
    ['the same in another order', () => said([data, digested('sha256')], { sent: (list) => list.toReversed() }), 'ok'],
    ['another type of the content', () => said([attribute(CMS_OID.contentType, oid(CMS_OID.signedData)), digested('sha256')]), 'contentTypeAttribute'],
    ['nothing of the type', () => said([digested('sha256')]), 'contentTypeAttribute'],
    ['the digest of something else', () => said([data, attribute(CMS_OID.messageDigest, octets(Buffer.alloc(32)))]), 'digestAttribute'],
    ['no digest', () => said([data]), 'digestAttribute'],
    ['an attribute of two values', () => said([data, digested('sha256'), attribute(CMS_OID.signingTime, time(NOW), time(new Date(0)))]), 'attributeDoubled'],
    ['a digest by SHA-1', () => said([data, digested('sha1')], { digest: SHA1 }), 'digestAlgorithm'],
    ['a signature by SHA-1', () => said([data, digested('sha256')], { hash: 'sha1', algorithm: rsaWith(5) }), 'signatureAlgorithm'],
    ['a signature by another hash than the digest', () => said([data, digested('sha256')], { hash: 'sha512', algorithm: rsaWith(13) }), 'algorithmsDiffer'],
    ['its certificate by the key identifier', () => said([data, digested('sha256')], byKey(KEYS.card)), 'ok'],
    ['another key identifier', () => said([data, digested('sha256')], byKey(KEYS.other)), 'signerCertificateMissing'],
    ['all that it has to, with a weak key', () => {
      const weak = makeKey('rsa', 1024)
      return answer({ key: weak, certificate: card({ key: weak }) })
    }, 'keyTooWeak'],
  ]
  for (const [says, message, code] of cases) test(`${says}: ${code}`, () => assert.equal(codeOf(message()), code))

  // RFC 5652, 11: which of the attributes are to be signed, and which are not.
  const beside = (...unsigned: Buffer[]): Buffer => {
    const message = answer()
    return withSigners(message, sequence(...signerParts(message), element(0xa1, ...unsigned)))
  }
  const COUNTERSIGNATURE = '1.2.840.113549.1.9.6'
  const placed: typeof cases = [
    ['something unsigned', () => beside(attribute('1.2.840.113549.1.9.25.3', octets(Buffer.from('n')))), 'ok'],
    ['nothing unsigned, in a place for it', () => beside(), 'malformed empty'],
    ['a countersignature', () => beside(attribute(COUNTERSIGNATURE, signerOf(answer()))), 'ok'],
    ['a countersignature that is signed', () => said([data, digested('sha256'), attribute(COUNTERSIGNATURE, signerOf(answer()))]), 'malformed value'],
    ['the type of the content unsigned', () => beside(attribute(CMS_OID.contentType, oid(CMS_OID.data))), 'malformed value'],
    ['the digest unsigned', () => beside(digested('sha256')), 'malformed value'],
    ['the time unsigned', () => beside(attribute(CMS_OID.signingTime, time(NOW))), 'malformed value'],
  ]
  for (const [says, message, code] of placed) test(`${says}: ${code}`, () => assert.equal(codeOf(message()), code))
})
