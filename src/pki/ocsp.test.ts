// OCSP answers of every kind that a responder, a wrong responder and somebody in between could give (RFC 6960). Written here;
// those that OpenSSL writes are in ocsp-openssl.test.ts.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { certIdOf, issueOcsp, nonceExtension } from '../demo/certificates/issue-ocsp.ts'
import { extensions, makeKey } from '../demo/certificates/issue.ts'
import { nothing, oid, sequence } from '../demo/certificates/der-writer.ts'
import { authority, AUTHORITY, card, cardExtensions, crlOf, instead, KEYS, nameOf, NOW, ROOT, seconds, without } from '../../test/pki/hierarchy.ts'
import { BY_OCSP, OFF, verdict } from '../../test/pki/verdict.ts'
import { isSelfIssued } from './certificate.ts'
import { OID, readCertificate, readOcsp, statusByOcsp, USAGE } from './index.ts'
import { OCSP_NO_CHECK, OCSP_SIGNING } from './ocsp.ts'
import type { OcspWish, SingleWish } from '../demo/certificates/issue-ocsp.ts'
import type { CertificateWish, ExtensionValue } from '../demo/certificates/issue.ts'
import type { Wished } from '../../test/pki/verdict.ts'
import type { AlgorithmName, AskedAgain, Certificate, RevocationMode } from './index.ts'

const RESPONDER = nameOf('線上憑證狀態查詢')
const RESPONDER_KEY = makeKey('p256')
const SERIAL = 0x1234567890n
const ABOUT = { issuer: AUTHORITY, key: KEYS.authority, serial: SERIAL }
const noCheck: ExtensionValue = { oid: OCSP_NO_CHECK, value: nothing }
const unknownExtension = (critical: boolean): ExtensionValue => ({ oid: '1.3.6.1.4.1.99999.1', critical, value: nothing })

const responderExtensions: ExtensionValue[] = [
  extensions.keyUsage(USAGE.digitalSignature), extensions.extendedKeyUsage(OCSP_SIGNING), noCheck,
  extensions.subjectKeyId(RESPONDER_KEY), extensions.authorityKeyId(KEYS.authority),
]
const responder = (wish: Partial<CertificateWish> = {}): Buffer =>
  card({ serial: 77, subject: RESPONDER, key: RESPONDER_KEY, extensions: responderExtensions, ...wish })

const single = (wish: Partial<SingleWish> = {}): SingleWish =>
  ({ certId: certIdOf(ABOUT), status: 'good', thisUpdate: seconds(-60), nextUpdate: seconds(3600), ...wish })
/** Signed by the authority itself, about the card, unless said otherwise. */
const answer = (wish: Partial<OcspWish> = {}): Buffer => issueOcsp({
  responder: { name: AUTHORITY }, signer: KEYS.authority, producedAt: seconds(-60), singles: [single()], ...wish,
})
/** Signed by a responder of the authority's. */
const delegated = (certificates: Buffer[], wish: Partial<OcspWish> = {}): Buffer =>
  answer({ responder: { name: RESPONDER }, signer: RESPONDER_KEY, certificates, ...wish })

/** Of the card, by OCSP; of whoever the root issued, nobody asks. */
const asked = (answers: Buffer | Buffer[], { nonce, mode = 'ocsp', grace = 0, ...more }: Wished & { nonce?: Buffer; mode?: RevocationMode; grace?: number } = {}) => verdict({
  ocsp: [answers].flat().map((one) => ({ answer: one, ...(nonce === undefined ? {} : { nonce }) })),
  options: { revocation: (issuer) => (isSelfIssued(issuer) ? OFF : { mode, graceSeconds: grace }) },
  ...more,
})

type Case = [says: string, verdict: () => string, is: string]
const cases = (list: Case[]): void => {
  for (const [says, given, is] of list) test(`${says}: ${is}`, () => assert.equal(given(), is))
}

describe('an answer of the authority itself', () => {
  cases([
    ['good', () => asked(answer()), 'ok'],
    ['by the hash of its key', () => asked(answer({ responder: { key: KEYS.authority } })), 'ok'],
    ['revoked', () => asked(answer({ singles: [single({ status: { at: seconds(-90) } })] })), 'revoked'],
    ['revoked, and why', () => asked(answer({ singles: [single({ status: { at: seconds(-90), reason: 6 } })] })), 'revoked'],
    ['revoked from tomorrow on', () => asked(answer({ singles: [single({ status: { at: seconds(86_400) } })] })), 'revoked'],
    ['unknown', () => asked(answer({ singles: [single({ status: 'unknown' })] })), 'revocationUnknown'],
    ['none at all', () => asked([]), 'revocationUnknown'],
    ['certificate named by SHA-256', () => asked(answer({ singles: [single({ certId: certIdOf({ ...ABOUT, hash: 'sha256' }) })] })), 'ok'],
    ['among others', () => asked(answer({
      singles: [single({ certId: certIdOf({ ...ABOUT, serial: 1 }), status: { at: NOW } }), single(), single({ certId: certIdOf({ ...ABOUT, serial: 2 }) })],
    })), 'ok'],
    ['about another serial number', () => asked(answer({ singles: [single({ certId: certIdOf({ ...ABOUT, serial: 1 }) })] })), 'revocationUnknown'],
    ['about another issuer\'s certificate', () => asked(answer({ singles: [single({ certId: certIdOf({ ...ABOUT, issuer: ROOT }) })] })), 'revocationUnknown'],
    ['about another key\'s certificate', () => asked(answer({ singles: [single({ certId: certIdOf({ ...ABOUT, key: KEYS.other }) })] })), 'revocationUnknown'],
    ['good and revoked at once', () => asked(answer({ singles: [single(), single({ status: { at: NOW } })] })), 'revoked'],
    ['good and unknown at once', () => asked(answer({ singles: [single(), single({ status: 'unknown' })] })), 'revocationUnknown'],
    ['one good, another revoked', () => asked([answer(), answer({ singles: [single({ status: { at: NOW } })] })]), 'revoked'],
    ['one good, another unknown', () => asked([answer(), answer({ singles: [single({ status: 'unknown' })] })]), 'revocationUnknown'],
    ['the issuer\'s name written as in the certificate, not as in the issuer\'s own', () => {
      const written = AUTHORITY.map(([type, text]) => [type, type === '2.5.4.11' ? ` ${text} ` : text] as const)
      return asked(answer({ singles: [single({ certId: certIdOf({ ...ABOUT, issuer: written }) })] }), { card: card({ issuer: written }) })
    }, 'ok'],
  ])
})

describe('the times of an answer', () => {
  cases([
    ['past its time', () => asked(answer({ singles: [single({ nextUpdate: seconds(-1) })] })), 'revocationStale'],
    ['past its time, within the grace', () => asked(answer({ singles: [single({ nextUpdate: seconds(-60) })] }), { grace: 60 }), 'ok'],
    ['past its time and the grace', () => asked(answer({ singles: [single({ nextUpdate: seconds(-61) })] }), { grace: 60 }), 'revocationStale'],
    ['to this second', () => asked(answer({ singles: [single({ nextUpdate: NOW })] })), 'ok'],
    ['without an end', () => asked(answer({ singles: [single({ nextUpdate: null })] })), 'revocationStale'],
    ['without an end, within any grace', () => asked(answer({ singles: [single({ nextUpdate: null })] }), { grace: 3600 }), 'revocationStale'],
    ['of the future', () => asked(answer({ singles: [single({ thisUpdate: seconds(61) })] })), 'revocationStale'],
    ['of a clock that is a little ahead', () => asked(answer({ producedAt: seconds(60), singles: [single({ thisUpdate: seconds(60) })] })), 'ok'],
    ['made in the future', () => asked(answer({ producedAt: seconds(61) })), 'revocationStale'],
    ['whose end is before its beginning', () => asked(answer({ singles: [single({ thisUpdate: seconds(-5), nextUpdate: seconds(-10) })] }), { grace: 60 }), 'revocationStale'],
    ['past its time, and revoked', () => asked(answer({ singles: [single({ status: { at: NOW }, nextUpdate: seconds(-1) })] })), 'revocationStale'],
  ])
})

describe('the nonce of an answer', () => {
  const nonce = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
  const other = Buffer.from('ffeeddccbbaa99887766554433221100', 'hex')
  cases([
    ['the one that was sent', () => asked(answer({ extensions: [nonceExtension(nonce)] }), { nonce }), 'ok'],
    ['critical', () => asked(answer({ extensions: [{ ...nonceExtension(nonce), critical: true }] }), { nonce }), 'ok'],
    ['another', () => asked(answer({ extensions: [nonceExtension(other)] }), { nonce }), 'revocationUnknown'],
    ['its beginning', () => asked(answer({ extensions: [nonceExtension(nonce.subarray(0, 8))] }), { nonce }), 'revocationUnknown'],
    ['none, though one was sent', () => asked(answer(), { nonce }), 'revocationUnknown'],
    ['one, though none was sent', () => asked(answer({ extensions: [nonceExtension(other)] })), 'ok'],
    ['without the octet string around it', () => asked(answer({ extensions: [{ ...nonceExtension(nonce), value: nonce }] }), { nonce }), 'revocationUnknown'],
    ['twice', () => asked(answer({ extensions: [nonceExtension(nonce), nonceExtension(nonce)] }), { nonce }), 'malformed doubled'],
  ])
})

describe('an answer of somebody else', () => {
  cases([
    ['a responder of the authority\'s', () => asked(delegated([responder()])), 'ok'],
    ['the same by the hash of its key', () => asked(delegated([responder()], { responder: { key: RESPONDER_KEY } })), 'ok'],
    ['the same, its certificate among others', () => asked(delegated([authority(), responder()])), 'ok'],
    ['revoked, says a responder', () => asked(delegated([responder()], { singles: [single({ status: { at: NOW } })] })), 'revoked'],
    ['its certificate not sent along', () => asked(delegated([])), 'revocationUnknown'],
    ['not made for OCSP', () => asked(delegated([responder({ extensions: without(responderExtensions, OID.extendedKeyUsage) })])), 'revocationUnknown'],
    ['made for something else', () => asked(delegated([responder({ extensions: instead(responderExtensions, extensions.extendedKeyUsage('1.3.6.1.5.5.7.3.2')) })])), 'revocationUnknown'],
    ['made for anything', () => asked(delegated([responder({ extensions: instead(responderExtensions, extensions.extendedKeyUsage(OID.anyExtendedKeyUsage)) })])), 'revocationUnknown'],
    ['its key not for signatures', () => asked(delegated([responder({ extensions: instead(responderExtensions, extensions.keyUsage(USAGE.keyEncipherment)) })])), 'revocationUnknown'],
    ['its key for signatures that bind', () => asked(delegated([responder({ extensions: instead(responderExtensions, extensions.keyUsage(USAGE.nonRepudiation)) })])), 'ok'],
    ['issued by another under the authority\'s name', () => asked(delegated([responder({ signer: KEYS.other })])), 'revocationUnknown'],
    ['issued by the authority under another name', () => asked(delegated([responder({ issuer: nameOf('別人') })])), 'revocationUnknown'],
    ['issued by the root', () => asked(delegated([responder({ issuer: ROOT, signer: KEYS.root })])), 'revocationUnknown'],
    ['issued by itself', () => asked(delegated([responder({ issuer: RESPONDER, signer: RESPONDER_KEY })])), 'revocationUnknown'],
    ['the root itself', () => asked(answer({ responder: { name: ROOT }, signer: KEYS.root })), 'revocationUnknown'],
    ['one that is over', () => asked(delegated([responder({ notAfter: seconds(-1) })])), 'revocationUnknown'],
    ['one that is not yet', () => asked(delegated([responder({ notBefore: seconds(1) })])), 'revocationUnknown'],
    ['with something critical that nobody knows', () => asked(delegated([responder({ extensions: [...responderExtensions, unknownExtension(true)] })])), 'revocationUnknown'],
    ['with a weak key', () => {
      const weak = makeKey('rsa', 1024)
      return asked(delegated([responder({ key: weak })], { signer: weak }))
    }, 'revocationUnknown'],
    ['that says to be another', () => asked(delegated([responder()], { responder: { name: nameOf('別人') } })), 'revocationUnknown'],
    ['that says to be the authority', () => asked(delegated([responder()], { responder: { name: AUTHORITY } })), 'revocationUnknown'],
    ['a sibling, the card of somebody', () => asked(delegated([card({ serial: 3, subject: RESPONDER, key: RESPONDER_KEY, extensions: cardExtensions() })])), 'revocationUnknown'],
    ['signed by a key that is not the responder\'s', () => asked(delegated([responder()], { signer: KEYS.other })), 'revocationUnknown'],
    ['signed by a key that is not the authority\'s', () => asked(answer({ signer: KEYS.other })), 'revocationUnknown'],
    ['the card itself, made a responder', () => {
      const own = card({ extensions: [...cardExtensions(), extensions.extendedKeyUsage(OCSP_SIGNING), noCheck] })
      return asked(answer({ responder: { key: KEYS.card }, signer: KEYS.card, certificates: [own] }), { card: own })
    }, 'revocationUnknown'],
    ['the card\'s key under another certificate', () => {
      const vouching = responder({ key: KEYS.card, extensions: responderExtensions })
      return asked(answer({ responder: { key: KEYS.card }, signer: KEYS.card, certificates: [vouching] }))
    }, 'revocationUnknown'],
  ])
})

describe('a responder that can itself be revoked', () => {
  const checked = responder({ extensions: without(responderExtensions, OCSP_NO_CHECK) })
  cases([
    ['is not on the list', () => asked(delegated([checked])), 'ok'],
    ['is on the list', () => asked(delegated([checked]), { crls: [crlOf('authority', [{ serial: 77, at: NOW }])] }), 'revocationUnknown'],
    ['there is no list', () => asked(delegated([checked]), { crls: [] }), 'revocationUnknown'],
    ['the list is stale', () => asked(delegated([checked]), { crls: [crlOf('authority', [], { nextUpdate: seconds(-1) })] }), 'revocationUnknown'],
    ['vouches for itself alone', () => asked(delegated([checked], {
      singles: [single(), single({ certId: certIdOf({ ...ABOUT, serial: 77 }) })],
    }), { crls: [] }), 'revocationUnknown'],
  ])
})

describe('algorithms that the authority may use, in an answer', () => {
  const may = (...names: AlgorithmName[]) => ({
    options: { revocation: (issuer: Certificate) => (isSelfIssued(issuer) ? OFF : BY_OCSP), algorithmsOf: (issuer: Certificate) => (isSelfIssued(issuer) ? null : names) },
  })
  const key = makeKey('p384')
  const theirs = responder({ key, extensions: instead(responderExtensions, extensions.subjectKeyId(key)) })
  const byTheirs = delegated([theirs], { signer: key })
  cases([
    ['one of them', () => asked(answer(), may('ecdsa-sha256', 'rsa-sha256')), 'ok'],
    ['another of its responder', () => asked(byTheirs, may('ecdsa-sha256', 'rsa-sha256')), 'revocationUnknown'],
    ['another of its responder, where all may be used', () => asked(byTheirs), 'ok'],
    ['one of them of its responder', () => asked(byTheirs, may('ecdsa-sha256', 'ecdsa-sha384', 'rsa-sha256')), 'ok'],
  ])
})

describe('an answer about a certificate that is not at hand', () => {
  const status = (bytes: Buffer, { nonce = null, more = {} }: { nonce?: Buffer | null; more?: Partial<AskedAgain> } = {}): string => statusByOcsp({
    named: { serial: readCertificate(card()).serial, issuer: readCertificate(authority()).subject }, issuer: readCertificate(authority()),
    ocsp: [{ response: readOcsp(bytes), nonce }], time: NOW, ...more,
  })
  const revoked = { singles: [single({ status: { at: seconds(-90) } })] }
  const nonce = Buffer.alloc(32, 7)
  cases([
    ['says that it holds', () => status(answer()), 'good'],
    ['says that it is revoked', () => status(answer(revoked)), 'revoked'],
    ['says so with the nonce that was asked with', () => status(answer({ ...revoked, extensions: [nonceExtension(nonce)] }), { nonce }), 'revoked'],
    ['by a responder of the authority', () => status(delegated([responder()], revoked)), 'revoked'],
    ['by the authority that does not know it', () => status(answer({ singles: [single({ status: 'unknown' })] })), 'unknown'],
    ['about another serial number', () => status(answer({ singles: [single({ certId: certIdOf({ ...ABOUT, serial: 1 }), status: { at: NOW } })] })), 'unknown'],
    ['about one of another issuer', () => status(answer({ singles: [single({ certId: certIdOf({ ...ABOUT, issuer: ROOT }), status: { at: NOW } })] })), 'unknown'],
    ['asked of an authority of that key and another name', () => status(answer({ responder: { key: KEYS.authority } }), { more: { issuer: readCertificate(authority({ subject: ROOT })) } }), 'unknown'],
    ['asked of that authority, by the hash of its key', () => status(answer({ responder: { key: KEYS.authority } })), 'good'],
    ['signed by somebody else', () => status(answer({ ...revoked, signer: KEYS.other })), 'unknown'],
    ['by a responder that somebody else made one', () => status(delegated([responder({ signer: KEYS.other })], revoked)), 'unknown'],
    ['with another nonce', () => status(answer({ ...revoked, extensions: [nonceExtension(Buffer.alloc(32))] }), { nonce }), 'unknown'],
    ['without the nonce', () => status(answer(revoked), { nonce }), 'unknown'],
    ['past its time', () => status(answer({ singles: [single({ status: { at: NOW }, thisUpdate: seconds(-7200), nextUpdate: seconds(-3600) })] })), 'unknown'],
    ['by an algorithm that the authority may not use', () => status(answer(revoked), { more: { options: { algorithmsOf: () => ['rsa-sha256'] } } }), 'unknown'],
  ])
})

describe('what an answer carries', () => {
  cases([
    ['something critical that nobody knows', () => asked(answer({ extensions: [unknownExtension(true)] })), 'revocationUnknown'],
    ['something that nobody has to know', () => asked(answer({ extensions: [unknownExtension(false)] })), 'ok'],
    ['something critical about the certificate', () => asked(answer({ singles: [single({ extensions: [unknownExtension(true)] })] })), 'revocationUnknown'],
    ['something about the certificate', () => asked(answer({ singles: [single({ extensions: [unknownExtension(false)] })] })), 'ok'],
    ['a signature by SHA-1', () => asked(answer({ algorithm: sequence(oid('1.2.840.10045.4.1')) })), 'revocationUnknown'],
    ['an algorithm that is not the key\'s', () => asked(answer({ algorithm: sequence(oid('1.2.840.113549.1.1.11'), nothing) })), 'revocationUnknown'],
    ['no answer: try later', () => asked(answer({ responseStatus: 3 })), 'malformed value'],
    ['no answer: unauthorized', () => asked(answer({ responseStatus: 6 })), 'malformed value'],
    ['nothing about any certificate', () => asked(answer({ singles: [] })), 'malformed empty'],
    ['a reason that is none', () => asked(answer({ singles: [single({ status: { at: NOW, reason: 7 } })] })), 'malformed value'],
    ['bytes behind it', () => asked(Buffer.concat([answer(), Buffer.from([0])])), 'malformed trailingBytes'],
  ])

  test('every bit of it counts: with any turned, it is not believed', () => {
    const whole = delegated([responder()])
    assert.equal(asked(whole), 'ok')
    for (let at = 0; at < whole.length; at += 1) {
      const other = Buffer.from(whole)
      other[at]! ^= 1 << (at & 7)
      const said = asked(other)
      assert.ok(said === 'revocationUnknown' || said.startsWith('malformed'), `byte ${at}: ${said}`)
    }
  })

  test('what it says of an answer', () => {
    const read = readOcsp(answer({ singles: [single({ status: { at: seconds(-90), reason: 1 } })] }))
    assert.deepEqual(read.responses[0]!.status, { status: 'revoked', revokedAt: seconds(-90), reason: 1 })
    assert.equal(read.producedAt.getTime(), seconds(-60).getTime())
  })
})

describe('both sources', () => {
  const revoked = crlOf('authority', [{ serial: SERIAL, at: NOW }])
  const saysRevoked = answer({ singles: [single({ status: { at: NOW } })] })
  cases([
    ['either: OCSP good, no list', () => asked(answer(), { mode: 'either', crls: [] }), 'ok'],
    ['either: list good, no answer', () => asked([], { mode: 'either' }), 'ok'],
    ['either: OCSP good, a list without number says revoked', () => asked(answer(), { mode: 'either', crls: [crlOf('authority', [{ serial: SERIAL, at: NOW }], { number: null })] }), 'revoked'],
    ['either: OCSP good, a list without end says revoked', () => asked(answer(), { mode: 'either', crls: [crlOf('authority', [{ serial: SERIAL, at: NOW }], { nextUpdate: null })] }), 'revoked'],
    ['either: neither', () => asked([], { mode: 'either', crls: [] }), 'revocationUnknown'],
    ['either: OCSP good, list says revoked', () => asked(answer(), { mode: 'either', crls: [revoked] }), 'revoked'],
    ['either: list good, OCSP says revoked', () => asked(saysRevoked, { mode: 'either' }), 'revoked'],
    ['both: good', () => asked(answer(), { mode: 'both' }), 'ok'],
    ['both: no list', () => asked(answer(), { mode: 'both', crls: [] }), 'revocationUnknown'],
    ['both: no answer', () => asked([], { mode: 'both' }), 'revocationUnknown'],
    ['both: a stale answer', () => asked(answer({ singles: [single({ nextUpdate: seconds(-1) })] }), { mode: 'both' }), 'revocationStale'],
    ['CRL alone: an answer is not asked for', () => asked(saysRevoked, { mode: 'crl' }), 'ok'],
    ['OCSP alone: a list is not asked for', () => asked(answer(), { crls: [revoked] }), 'ok'],
    ['none: nobody asks', () => asked(saysRevoked, { mode: 'off', crls: [revoked] }), 'ok'],
  ])
})
