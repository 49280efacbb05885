// Each check of a certificate by its own code, at each place where it is asked; how paths are found; and what they may cost.
import assert from 'node:assert/strict'
import { sign as signedBy } from 'node:crypto'
import { describe, test } from 'node:test'
import { extensions, makeKey } from '../demo/certificates/issue.ts'
import { boolean, element, implicit, integer, nothing, octets, oid, sequence, tagged } from '../demo/certificates/der-writer.ts'
import { authority, AUTHORITY, authorityExtensions, CARD, card, cardExtensions, crlOf, instead, KEYS, nameOf, NOW, POLICY, root, ROOT, rootExtensions, seconds, without } from '../../test/pki/hierarchy.ts'
import { OFF, verdict } from '../../test/pki/verdict.ts'
import { walkPolicies } from './policy-graph.ts'
import { narrowedTo, OID, readCertificate, SOUND_ALGORITHMS, USAGE, validatePath } from './index.ts'
import type { ExtensionValue, KeyPair, Name } from '../demo/certificates/issue.ts'
import type { AlgorithmName, Purpose, ValidationOptions } from './index.ts'

type Case = [says: string, verdict: () => string, is: string]
const cases = (list: Case[]): void => {
  for (const [says, given, is] of list) test(`${says}: ${is}`, () => assert.equal(given(), is))
}

const onCard = (change: (list: ExtensionValue[]) => ExtensionValue[]): string => verdict({ card: card({ extensions: change(cardExtensions()) }) })
const onAuthority = (change: (list: ExtensionValue[]) => ExtensionValue[]): string => verdict({ between: [authority({ extensions: change(authorityExtensions()) })] })
const onRoot = (change: (list: ExtensionValue[]) => ExtensionValue[]): string => verdict({ roots: [root({ extensions: change(rootExtensions()) })] })
const everywhere = { card: onCard, authority: onAuthority, root: onRoot } as const
const strange = (critical: boolean): ExtensionValue => ({ oid: '1.3.6.1.4.1.99999.1', critical, value: octets(Buffer.from('?')) })

describe('times', () => {
  const half = (count: number): Date => new Date(NOW.getTime() + count)
  cases([
    ['the card is over', () => verdict({ card: card({ notAfter: seconds(-1) }) }), 'expired'],
    ['the card ends in this second', () => verdict({ card: card({ notAfter: NOW }), time: half(999) }), 'ok'],
    ['the card ended in this second', () => verdict({ card: card({ notAfter: NOW }), time: half(1000) }), 'expired'],
    ['the card is not yet', () => verdict({ card: card({ notBefore: seconds(1) }) }), 'notYetValid'],
    ['the card begins in this second', () => verdict({ card: card({ notBefore: NOW }) }), 'ok'],
    ['the authority is over', () => verdict({ between: [authority({ notAfter: seconds(-1) })] }), 'expired'],
    ['the authority is not yet', () => verdict({ between: [authority({ notBefore: seconds(1) })] }), 'notYetValid'],
    ['the root is over', () => verdict({ roots: [root({ notAfter: seconds(-1) })] }), 'expired'],
    ['the root is not yet', () => verdict({ roots: [root({ notBefore: seconds(1) })] }), 'notYetValid'],
    ['a time that is none', () => verdict({ time: new Date(Number.NaN), options: { revocation: OFF } }), 'notYetValid'],
  ])
})

describe('signatures', () => {
  cases([
    ['the card by another key', () => verdict({ card: card({ signer: KEYS.other }) }), 'signature'],
    ['the authority by another key', () => verdict({ between: [authority({ signer: KEYS.other })] }), 'signature'],
    ['nobody above', () => verdict({ between: [] }), 'noPath'],
    ['an authority of another name', () => verdict({ between: [authority({ subject: nameOf('別人') })] }), 'noPath'],
    ['another root of that name', () => verdict({ roots: [root({ key: KEYS.other, signer: KEYS.other })] }), 'signature'],
    ['a root that did not sign itself is trusted all the same', () => verdict({ roots: [root({ signer: KEYS.other })] }), 'ok'],
    ['no root', () => verdict({ roots: [] }), 'noPath'],
    ['the authority is trusted itself', () => verdict({ between: [], roots: [authority()] }), 'ok'],
    ['the card alone is trusted', () => verdict({ between: [], roots: [card()] }), 'noPath'],
    ['a card that signed itself and is trusted', () => {
      const own = card({ issuer: CARD, signer: KEYS.card })
      return verdict({ between: [], card: own, roots: [own] })
    }, 'noPath'],
  ])
})

describe('who may be an authority', () => {
  cases([
    ['a card below a card', () => {
      const between = card({ serial: 5, key: KEYS.other, subject: nameOf('卡'), extensions: [extensions.subjectKeyId(KEYS.other), extensions.authorityKeyId(KEYS.authority)] })
      return verdict({ between: [authority(), between], card: card({ issuer: nameOf('卡'), signer: KEYS.other, extensions: cardExtensions(KEYS.other) }), options: { revocation: OFF } })
    }, 'notCa'],
    ['one that says it is none', () => onAuthority((list) => instead(list, extensions.basicConstraints(false))), 'notCa'],
    ['one that says nothing', () => onAuthority((list) => without(list, OID.basicConstraints)), 'notCa'],
    ['a root that says nothing', () => onRoot((list) => without(list, OID.basicConstraints)), 'notCa'],
    ['of version 1', () => verdict({ between: [authority({ version: 1, extensions: [] })] }), 'notCa'],
    ['of version 1, a root', () => verdict({ roots: [root({ version: 1, extensions: [] })] }), 'notCa'],
    ['a key that may not sign certificates', () => onAuthority((list) => instead(list, extensions.keyUsage(USAGE.crlSign, USAGE.digitalSignature))), 'noCertSign'],
    ['a root\'s key that may not', () => onRoot((list) => instead(list, extensions.keyUsage(USAGE.crlSign))), 'noCertSign'],
    ['nothing about its key', () => onAuthority((list) => without(list, OID.keyUsage)), 'ok'],
    ['a card that would sign certificates', () => onCard((list) => instead(list, extensions.keyUsage(USAGE.digitalSignature, USAGE.keyCertSign))), 'certSignWithoutCa'],
    ['a card with a path length', () => onCard((list) => [...list, extensions.basicConstraints(false, 0)]), 'notCa'],
    ['a negative path length', () => onAuthority((list) => instead(list, { oid: OID.basicConstraints, critical: true, value: sequence(boolean(true), integer(Buffer.from([0xff]))) })), 'malformed integer'],
    ['an authority as the end', () => verdict({ card: card({ extensions: [...cardExtensions(), extensions.basicConstraints(true)] }) }), 'ok'],
    ['a root whose constraints are not critical', () => onRoot((list) => instead(list, extensions.basicConstraints(true, null, false))), 'criticality'],
  ])
})

describe('extensions', () => {
  for (const [place, on] of Object.entries(everywhere)) {
    cases([
      [`${place}: something critical that nobody knows`, () => on((list) => [...list, strange(true)]), 'unknownCritical'],
      [`${place}: something that nobody has to know`, () => on((list) => [...list, strange(false)]), 'ok'],
      [`${place}: one of them twice`, () => on((list) => [...list, strange(false), strange(false)]), 'malformed doubled'],
      [`${place}: a usage of nothing`, () => on((list) => instead(list, { oid: OID.keyUsage, critical: true, value: element(3, Buffer.from([0])) })), 'malformed empty'],
      [`${place}: key identifier critical`, () => on((list) => instead(list, { oid: OID.subjectKeyIdentifier, critical: true, value: octets(Buffer.from('x')) })), 'unknownCritical'],
      [`${place}: alternative name unreadable`, () => on((list) => [...list, { oid: OID.subjectAltName, value: sequence(implicit(2, Buffer.from('a b'))) }]), 'unreadableName'],
      [`${place}: no alternative names`, () => on((list) => [...list, { oid: OID.subjectAltName, value: sequence() }]), 'malformed empty'],
      [`${place}: an extension with bytes behind it`, () => on((list) => instead(list, { oid: OID.keyUsage, critical: true, value: Buffer.concat([extensions.keyUsage(0, 5, 6).value, Buffer.from([0])]) })), 'malformed trailingBytes'],
    ])
  }
  const info = (critical: boolean): ExtensionValue => ({ oid: OID.authorityInformationAccess, critical, value: sequence() })
  const policyConstraints = (critical: boolean): ExtensionValue => ({ oid: OID.policyConstraints, critical, value: sequence(implicit(0, Buffer.from([5]))) })
  const inhibitAny = (critical: boolean): ExtensionValue => ({ oid: OID.inhibitAnyPolicy, critical, value: integer(5) })
  const strictly = (own: ExtensionValue): string => verdict({ between: [authority({ extensions: [...authorityExtensions(), own] })], options: { criticalPolicies: true } })
  cases([
    ['an authority without key identifier', () => onAuthority((list) => without(list, OID.subjectKeyIdentifier)), 'keyIdentifierMissing'],
    ['a root without key identifier', () => onRoot((list) => without(list, OID.subjectKeyIdentifier)), 'keyIdentifierMissing'],
    ['a card that does not name its issuer\'s key', () => onCard((list) => without(list, OID.authorityKeyIdentifier)), 'keyIdentifierMissing'],
    ['a card that names its issuer\'s certificate alone', () => onCard((list) => instead(list, {
      oid: OID.authorityKeyIdentifier, value: sequence(tagged(1, implicit(2, Buffer.from('a.tw'))), implicit(2, Buffer.from([2]))),
    })), 'keyIdentifierMissing'],
    ['half of a name of the issuer\'s certificate', () => onCard((list) => instead(list, { oid: OID.authorityKeyIdentifier, value: sequence(implicit(2, Buffer.from([2]))) })), 'malformed value'],
    ['a card of version 1', () => verdict({ card: card({ version: 1, extensions: [] }) }), 'ok'],
    ['an authority that does not name its issuer\'s key', () => onAuthority((list) => without(list, OID.authorityKeyIdentifier)), 'keyIdentifierMissing'],
    ['names another key of its issuer', () => onCard((list) => instead(list, extensions.authorityKeyId(KEYS.other))), 'ok'],
    ['where to learn more, not critical', () => onCard((list) => [...list, info(false)]), 'ok'],
    ['where to learn more, critical', () => onCard((list) => [...list, info(true)]), 'unknownCritical'],
    ['constraints of policies, critical as asked', () => strictly(policyConstraints(true)), 'ok'],
    ['constraints of policies, not critical as asked', () => strictly(policyConstraints(false)), 'criticality'],
    ['constraints of policies, not critical', () => onAuthority((list) => [...list, policyConstraints(false)]), 'ok'],
    ['anyPolicy inhibited, critical as asked', () => strictly(inhibitAny(true)), 'ok'],
    ['anyPolicy inhibited, not critical as asked', () => strictly(inhibitAny(false)), 'criticality'],
    ['constraints of policies of nothing', () => onAuthority((list) => [...list, { oid: OID.policyConstraints, critical: true, value: sequence() }]), 'malformed empty'],
    ['a critical qualifier that nobody knows', () => onCard((list) => instead(list, {
      oid: OID.certificatePolicies, critical: true, value: sequence(sequence(oid(POLICY), sequence(sequence(oid('1.2.3.4'), nothing)))),
    })), 'unknownCritical'],
    ['a qualifier that nobody has to know', () => onCard((list) => instead(list, {
      oid: OID.certificatePolicies, value: sequence(sequence(oid(POLICY), sequence(sequence(oid('1.2.3.4'), nothing)))),
    })), 'ok'],
    ['a critical qualifier that everybody knows', () => onCard((list) => instead(list, {
      oid: OID.certificatePolicies, critical: true,
      value: sequence(sequence(oid(POLICY), sequence(sequence(oid('1.3.6.1.5.5.7.2.1'), element(0x16, Buffer.from('https://gca.nat.gov.tw/')))))),
    })), 'ok'],
    ['no qualifiers in their list', () => onCard((list) => instead(list, { oid: OID.certificatePolicies, value: sequence(sequence(oid(POLICY), sequence())) })), 'malformed empty'],
    ['a serial number of 20 bytes', () => verdict({ card: card({ serial: (1n << 158n) + 1n }), options: { revocation: OFF } }), 'ok'],
    ['a serial number of 21 bytes', () => verdict({ card: card({ serial: (1n << 160n) + 1n }) }), 'serialTooLong'],
    ['a serial number of 65 bytes', () => verdict({ card: card({ serial: (1n << 515n) + 1n }) }), 'malformed integer'],
    ['number 0', () => verdict({ card: card({ serial: 0 }) }), 'serialNotPositive'],
    ['number 0, an authority', () => verdict({ between: [authority({ serial: 0 })] }), 'serialNotPositive'],
    ['number 0, a root', () => verdict({ roots: [root({ serial: 0 })] }), 'ok'],
    ['a negative number', () => verdict({ card: card({ serial: Buffer.from([0x80]) }) }), 'serialNotPositive'],
  ])
  test('a critical extension that is known and may not be critical', () => {
    const attributes: ExtensionValue = { ...extensions.directoryAttributes(['2.16.886.1.100.2.51', element(0x0c, Buffer.from('6789'))]), critical: true }
    assert.equal(onCard((list) => [...list, attributes]), 'unknownCritical')
  })
})

describe('what the card is for', () => {
  const CLIENT = '1.3.6.1.5.5.7.3.2'
  const EMAIL = '1.3.6.1.5.5.7.3.4'
  const asked = (purpose: Purpose, own: ExtensionValue[] = [], above: ExtensionValue[] = []): string => verdict({
    card: card({ extensions: [...without(cardExtensions(), OID.keyUsage), ...own] }), between: [authority({ extensions: [...authorityExtensions(), ...above] })],
    options: { purpose },
  })
  const sign = { keyUsage: [USAGE.digitalSignature] }
  const client = { extendedKeyUsage: CLIENT }
  cases([
    ['a usage that it has', () => asked(sign, [extensions.keyUsage(USAGE.digitalSignature)]), 'ok'],
    ['one of two usages', () => asked({ keyUsage: [USAGE.digitalSignature, USAGE.nonRepudiation] }, [extensions.keyUsage(USAGE.nonRepudiation)]), 'ok'],
    ['a usage that it has not', () => asked(sign, [extensions.keyUsage(USAGE.keyEncipherment)]), 'keyUsage'],
    ['a usage where it says none', () => asked(sign), 'ok'],
    ['a purpose that it has', () => asked(client, [extensions.extendedKeyUsage(EMAIL, CLIENT)]), 'ok'],
    ['a purpose that it has not', () => asked(client, [extensions.extendedKeyUsage(EMAIL)]), 'extendedKeyUsage'],
    ['a purpose where it says none', () => asked(client), 'ok'],
    ['any purpose, which does not count', () => asked(client, [extensions.extendedKeyUsage(OID.anyExtendedKeyUsage)]), 'extendedKeyUsage'],
    ['any purpose, where it counts', () => asked({ ...client, anyPurpose: true }, [extensions.extendedKeyUsage(OID.anyExtendedKeyUsage)]), 'ok'],
    ['another purpose, where any counts', () => asked({ ...client, anyPurpose: true }, [extensions.extendedKeyUsage(EMAIL)]), 'extendedKeyUsage'],
    ['an authority for that purpose', () => asked(client, [], [extensions.extendedKeyUsage(CLIENT)]), 'ok'],
    ['an authority for any purpose', () => asked(client, [], [extensions.extendedKeyUsage(OID.anyExtendedKeyUsage)]), 'ok'],
    ['an authority for another', () => asked(client, [], [extensions.extendedKeyUsage(EMAIL)]), 'extendedKeyUsage'],
    ['an authority for another, where nobody asks', () => asked({}, [], [extensions.extendedKeyUsage(EMAIL)]), 'ok'],
    ['no purpose in its list', () => asked({}, [{ oid: OID.extendedKeyUsage, value: sequence() }]), 'malformed empty'],
  ])
})

// ------------------------------------------------------------------------------------------------------------- the path

/** An authority of that name and key, below another. */
type Link = { name: Name; key: KeyPair }
const ROOT_LINK: Link = { name: ROOT, key: KEYS.root }
const link = (unit: string): Link => ({ name: nameOf(unit), key: makeKey('p256') })
const issued = (by: Link, own: Link, more: ExtensionValue[] = [extensions.basicConstraints(true)]): Buffer => authority({
  serial: 100 + own.name.length + more.length, issuer: by.name, subject: own.name, key: own.key, signer: by.key,
  extensions: [extensions.keyUsage(USAGE.keyCertSign, USAGE.crlSign), extensions.subjectKeyId(own.key), extensions.authorityKeyId(by.key), ...more],
})
const cardBelow = (by: Link): Buffer => card({ issuer: by.name, signer: by.key, extensions: cardExtensions(by.key) })
const path = (between: Buffer[], end: Buffer, more: Parameters<typeof verdict>[0] = {}): string =>
  verdict({ between, card: end, ...more, options: { revocation: OFF, ...more.options } })

describe('path lengths', () => {
  const [a, b, c] = [link('甲'), link('乙'), link('丙')]
  const three = (lengths: (number | null)[], roots?: Buffer[], maxIntermediates: number | null = null): string => {
    const own = (at: number): ExtensionValue[] => [extensions.basicConstraints(true, lengths[at] ?? null)]
    return path([issued(ROOT_LINK, a, own(0)), issued(a, b, own(1)), issued(b, c, own(2))], cardBelow(c), { ...(roots && { roots }), options: { maxIntermediates } })
  }
  const rootOf = (length: number): Buffer[] => [root({ extensions: instead(rootExtensions(), extensions.basicConstraints(true, length)) })]
  const same = { name: a.name, key: makeKey('p256') }
  cases([
    ['none said', () => three([]), 'ok'],
    ['just long enough', () => three([2, 1, 0]), 'ok'],
    ['too long for the first', () => three([1]), 'pathTooLong'],
    ['too long for the second', () => three([2, 0]), 'pathTooLong'],
    ['widened below', () => three([1, 5]), 'pathTooLong'],
    ['just long enough for the root', () => three([], rootOf(3)), 'ok'],
    ['too long for the root', () => three([], rootOf(2)), 'pathTooLong'],
    ['just long enough for who asks', () => three([], undefined, 3), 'ok'],
    ['too long for who asks', () => three([], undefined, 2), 'pathTooLong'],
    ['of the same name twice, which counts once', () => path([
      issued(ROOT_LINK, a, [extensions.basicConstraints(true, 0)]), issued(a, same, [extensions.basicConstraints(true, 0)]),
    ], cardBelow(same)), 'ok'],
    ['an authority as the end does not count', () => path([issued(ROOT_LINK, a, [extensions.basicConstraints(true, 0)])], issued(a, b)), 'ok'],
  ])
})

describe('finding a path', () => {
  const [a, b] = [link('甲'), link('乙')]
  const over = authority({ notAfter: seconds(-1), serial: 50 })
  cases([
    ['past an authority that is over', () => verdict({ between: [over, authority()] }), 'ok'],
    ['past one of the same name and another key', () => verdict({ between: [authority({ key: KEYS.other, extensions: authorityExtensions(KEYS.other) }), authority()] }), 'ok'],
    ['past one whose constraints forbid it', () => path([
      authority({ serial: 51, extensions: [...authorityExtensions(), { oid: OID.nameConstraints, critical: true, value: sequence(tagged(1, sequence(tagged(4, sequence())))) }] }), authority(),
    ], card()), 'ok'],
    ['past one that may not sign for that', () => path([authority({ serial: 52, extensions: [...authorityExtensions(), extensions.extendedKeyUsage('1.3.6.1.5.5.7.3.4')] }), authority()], card(),
      { options: { purpose: { extendedKeyUsage: '1.3.6.1.5.5.7.3.2' } } }), 'ok'],
    ['past one signed by SHA-1', () => path([authority({ serial: 53, outer: sequence(oid('1.2.840.113549.1.1.5'), nothing) }), authority()], card()), 'ok'],
    ['by another root', () => verdict({ roots: [root({ key: KEYS.other, signer: KEYS.other }), root()] }), 'ok'],
    ['two that issued each other', () => path([issued(a, b), issued(b, a)], cardBelow(a)), 'noPath'],
    ['two that issued each other, and a root', () => path([issued(a, b), issued(b, a), issued(ROOT_LINK, b)], cardBelow(a)), 'ok'],
    ['one that issued itself', () => path([issued(a, a)], cardBelow(a)), 'noPath'],
  ])
  test('the failure that came furthest is told', () => {
    const result = validatePath({ endEntity: readCertificate(card()), candidates: [over, authority({ signer: KEYS.other })].map(readCertificate), anchors: [readCertificate(root())], time: NOW })
    assert.ok(!result.ok)
    assert.equal(result.code, 'signature')
    assert.equal(result.certificate?.subject.key, readCertificate(authority()).subject.key)
  })
  test('what it answers: the path from the root down, and nothing that was not asked for', () => {
    const result = validatePath({ endEntity: readCertificate(card()), candidates: [readCertificate(authority())], anchors: [readCertificate(root())], time: NOW, options: { revocation: OFF } })
    assert.ok(result.ok)
    assert.deepEqual(result.path.map(({ serial }) => serial.at(-1)), [1, 2, 0x90])
    assert.deepEqual([...result.policies], [POLICY])
  })
})

describe('what a path may cost', () => {
  const chainOf = (length: number): { between: Buffer[]; last: Link } => {
    let last = ROOT_LINK
    const between: Buffer[] = []
    for (let at = 0; at < length; at += 1) {
      const own = link(`第${at}`)
      between.push(issued(last, own))
      last = own
    }
    return { between, last }
  }
  test('ten authorities are walked, eleven are not', () => {
    const ten = chainOf(10)
    assert.equal(path(ten.between, cardBelow(ten.last)), 'ok')
    const eleven = chainOf(11)
    assert.equal(path(eleven.between, cardBelow(eleven.last)), 'noPath')
  })
  test('many authorities of one name and many keys: it ends', () => {
    const keys = Array.from({ length: 30 }, () => makeKey('p256'))
    const [one, two] = [nameOf('一'), nameOf('二')]
    const crossed = keys.flatMap((key, at) => [
      issued({ name: two, key: keys[(at + 1) % 30]! }, { name: one, key }), issued({ name: one, key: keys[(at + 7) % 30]! }, { name: two, key }),
    ])
    const begun = performance.now()
    assert.equal(path(crossed, cardBelow({ name: one, key: keys[0]! })), 'budgetSpent')
    assert.ok(performance.now() - begun < 2000)
  })
  test('more candidates than there are steps', () => {
    const many = Array.from({ length: 401 }, (_, at) => authority({ serial: 1000 + at, notAfter: seconds(-1) }))
    assert.equal(path(many, card()), 'budgetSpent')
    assert.equal(path([...many.slice(0, 398), authority()], card()), 'ok')
  })
  test('more signatures than there may be', () => {
    const many = Array.from({ length: 201 }, (_, at) => authority({ serial: 1000 + at, key: KEYS.card, extensions: authorityExtensions(KEYS.card) }))
    assert.equal(path(many, card()), 'budgetSpent')
  })
  test('one signature is checked once, however many paths go through it', () => {
    const same = Array.from({ length: 250 }, (_, at) => authority({ serial: 1000 + at, signer: KEYS.other }))
    assert.equal(path(same, card()), 'budgetSpent')
  })
})

describe('algorithms that the caller trusts', () => {
  cases([
    ['none of those', () => verdict({ options: { algorithms: { ...SOUND_ALGORITHMS, signatures: ['rsa-sha256'] } } }), 'signatureAlgorithm'],
    ['of an authority', () => verdict({ options: { algorithms: { ...SOUND_ALGORITHMS, signatures: ['ecdsa-sha256'] } } }), 'signatureAlgorithm'],
    ['keys of 3072 bits', () => verdict({ options: { algorithms: { ...SOUND_ALGORITHMS, rsa: { least: 3072, most: 8192 } } } }), 'keyTooWeak'],
    ['a root of another curve', () => {
      const key = makeKey('p384')
      return verdict({
        roots: [root({ key, signer: key, extensions: instead(rootExtensions(), extensions.subjectKeyId(key)) })],
        between: [authority({ signer: key })], options: { revocation: OFF, algorithms: { ...SOUND_ALGORITHMS, curves: ['prime256v1'] } },
      })
    }, 'keyCurve'],
    ['an authority under another', () => verdict({ card: card({ issuer: AUTHORITY }), crls: [crlOf('root'), crlOf('authority')] }), 'ok'],
  ])
})

describe('algorithms that an authority may use', () => {
  // The root signs by RSA; the authority by a key of P-256, cards with keys of RSA.
  const may = (of: 'root' | 'authority', ...names: AlgorithmName[]): Partial<ValidationOptions> =>
    ({ algorithmsOf: (issuer) => ((of === 'root') === (issuer.issuer.key === issuer.subject.key) ? names : null) })
  const otherwise = { inner: sequence(oid('1.2.840.10045.4.3.3')), sign: (bytes: Uint8Array) => signedBy('sha384', bytes, KEYS.authority.privateKey) }
  const crls = [crlOf('root'), crlOf('authority', [], otherwise)]
  cases([
    ['those of what it signs and of the keys', () => verdict({ options: may('authority', 'ecdsa-sha256', 'rsa-sha256') }), 'ok'],
    ['another that the card’s key can make', () => verdict({ options: may('authority', 'ecdsa-sha256', 'rsaPss-sha512') }), 'ok'],
    ['none by which it signed the card', () => verdict({ options: may('authority', 'rsa-sha256', 'ecdsa-sha384') }), 'algorithmNotAccepted'],
    ['none that the card’s key can make', () => verdict({ options: may('authority', 'ecdsa-sha256', 'ed25519') }), 'algorithmNotAccepted'],
    ['none at all', () => verdict({ options: may('authority') }), 'algorithmNotAccepted'],
    ['of the root: none by which it signed the authority', () => verdict({ options: may('root', 'ecdsa-sha256') }), 'algorithmNotAccepted'],
    ['of the root: none that the authority’s key can make', () => verdict({ options: may('root', 'rsa-sha256') }), 'algorithmNotAccepted'],
    ['of the root: both', () => verdict({ options: may('root', 'rsa-sha256', 'ecdsa-sha512') }), 'ok'],
    ['one more than the caller trusts', () => verdict({ options: { ...may('authority', 'ecdsa-sha256', 'rsa-sha256'), algorithms: { ...SOUND_ALGORITHMS, signatures: ['rsa-sha256'] } } }), 'signatureAlgorithm'],
    ['a list signed by another, where all may be used', () => verdict({ crls }), 'ok'],
    ['a list signed by another', () => verdict({ crls, options: may('authority', 'ecdsa-sha256', 'rsa-sha256') }), 'revocationUnknown'],
    ['a list signed by one of them', () => verdict({ crls, options: may('authority', 'ecdsa-sha256', 'ecdsa-sha384', 'rsa-sha256') }), 'ok'],
  ])
  test('are never more than the caller trusts', () => {
    assert.deepEqual(narrowedTo(SOUND_ALGORITHMS, ['rsa-sha1', 'dsa-sha256', 'rsa-sha256']).signatures, ['rsa-sha256'])
  })
  test('says at which certificate', () => {
    const own = readCertificate(card())
    const result = validatePath({
      endEntity: own, candidates: [readCertificate(authority())], anchors: [readCertificate(root())], time: NOW,
      options: { revocation: OFF, ...may('authority', 'rsa-sha256') },
    })
    assert.ok(!result.ok)
    assert.deepEqual([result.code, result.certificate?.fingerprint], ['algorithmNotAccepted', own.fingerprint])
  })
})

describe('policies that a certificate itself asks for', () => {
  const OTHER = '2.16.886.101.0.3.9'
  const critical = (id: string, value: Buffer): ExtensionValue => ({ oid: id, critical: true, value })
  const explicit = critical(OID.policyConstraints, sequence(implicit(0, Buffer.from([0]))))
  const unmapped = critical(OID.policyConstraints, sequence(implicit(1, Buffer.from([0]))))
  const noAny = critical(OID.inhibitAnyPolicy, integer(0))
  const renaming = (above: string, below: string): ExtensionValue => critical(OID.policyMappings, sequence(sequence(oid(above), oid(below))))
  const mapping = renaming(POLICY, OTHER)
  const asked = { policies: { acceptable: null, explicit: true, inhibitMapping: false, inhibitAny: false } }
  const anchored = (more: ExtensionValue[], { between = authorityExtensions(), end = cardExtensions(), options = asked }: {
    between?: ExtensionValue[]; end?: ExtensionValue[]; options?: Partial<typeof asked>
  } = {}): string => verdict({
    roots: [root({ extensions: [...rootExtensions(), ...more] })], between: [authority({ extensions: between })], card: card({ extensions: end }), options,
  })
  const silent = without(cardExtensions(), OID.certificatePolicies)
  const mapped = { between: [...authorityExtensions(), mapping], end: instead(cardExtensions(), extensions.policies(OTHER)) }
  const any = { between: instead(authorityExtensions(), extensions.policies(OID.anyPolicy)) }
  cases([
    ['the anchor has the card\'s policy', () => anchored([extensions.policies(POLICY)]), 'ok'],
    ['the anchor has another policy', () => anchored([extensions.policies(OTHER)]), 'noValidPolicy'],
    ['the anchor has any policy', () => anchored([extensions.policies(OID.anyPolicy)]), 'ok'],
    ['the anchor wants one, the card has none', () => anchored([explicit], { end: silent, options: {} }), 'noValidPolicy'],
    ['nobody wants one, the card has none', () => anchored([], { end: silent, options: {} }), 'ok'],
    ['mapped below', () => anchored([], mapped), 'ok'],
    ['mapped below an anchor that wants no mapping', () => anchored([unmapped], mapped), 'noValidPolicy'],
    ['any below', () => anchored([], any), 'ok'],
    ['any below an anchor that wants none', () => anchored([noAny], any), 'noValidPolicy'],
    ['the anchor calls the card\'s policy otherwise above', () => anchored([extensions.policies(OTHER), renaming(OTHER, POLICY)]), 'ok'],
    ['the anchor calls the card\'s policy otherwise below', () => anchored([extensions.policies(POLICY), renaming(POLICY, OTHER)]), 'noValidPolicy'],
    ['the anchor calls any policy otherwise', () => anchored([extensions.policies(POLICY), renaming(OID.anyPolicy, POLICY)]), 'policyMappingToAny'],
    ['the anchor calls it otherwise, nobody may', () => anchored([extensions.policies(OTHER), renaming(OTHER, POLICY)], { options: { policies: { ...asked.policies, inhibitMapping: true } } }), 'noValidPolicy'],
    ['the anchor calls it otherwise, and nobody below it may', () => anchored([extensions.policies(OTHER), renaming(OTHER, POLICY), unmapped]), 'ok'],
    ['the anchor has any policy, which the caller takes of no authority', () => anchored([extensions.policies(OID.anyPolicy)], { options: { policies: { ...asked.policies, inhibitAny: true } } }), 'ok'],
    ['the card wants one, and has none', () => anchored([], { end: [...silent, explicit], options: {} }), 'noValidPolicy'],
    ['the card wants one, and has it', () => anchored([], { end: [...cardExtensions(), explicit], options: {} }), 'ok'],
  ])
  test('are told as the anchor calls them', () => {
    const result = validatePath({
      endEntity: readCertificate(card()), candidates: [readCertificate(authority())], time: NOW,
      anchors: [readCertificate(root({ extensions: [...rootExtensions(), extensions.policies(OTHER), renaming(OTHER, POLICY)] }))],
      options: { policies: { ...asked.policies, acceptable: [OTHER] }, revocation: OFF },
    })
    assert.deepEqual(result.ok && result.policies !== 'any' && [...result.policies], [OTHER])
  })
  test('of more of them than a path may have is refused', () => {
    const policies = Array.from({ length: 4097 }, (_, at) => `1.2.3.${at}`)
    const result = walkPolicies([{ policies, mappings: [], requireExplicit: null, inhibitMapping: null, inhibitAny: null, selfIssued: false }], asked.policies)
    assert.equal(result.ok ? 'ok' : result.code, 'policiesTooMany')
  })
})
