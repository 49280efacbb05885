// Lists of every kind: whose they are, what they are about, how fresh, completed by others, and what of them counts (RFC 5280, 5
// and 6.3).
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sign } from 'node:crypto'
import { encodeName, extensions, makeKey, reasonExtension, signatureBy } from '../demo/certificates/issue.ts'
import { element, generalizedTime, implicit, integer, namedBits, nothing, octets, oid, sequence, tagged, time } from '../demo/certificates/der-writer.ts'
import { authority, AUTHORITY, authorityExtensions, card, cardExtensions, crlOf, instead, KEYS, nameOf, NOW, root, ROOT, rootExtensions, seconds, without } from '../../test/pki/hierarchy.ts'
import { OFF, verdict } from '../../test/pki/verdict.ts'
import { isSelfIssued } from './certificate.ts'
import { findEntry, OID, readCrl, USAGE } from './index.ts'
import type { CrlWish, ExtensionValue, KeyPair, Name, Revoked } from '../demo/certificates/issue.ts'
import type { CertificateWish } from '../demo/certificates/issue.ts'

type Case = [says: string, verdict: () => string, is: string]
const cases = (list: Case[]): void => {
  for (const [says, given, is] of list) test(`${says}: ${is}`, () => assert.equal(given(), is))
}

const SERIAL = 0x1234567890n
const OURS: Revoked = { serial: SERIAL, at: seconds(-60) }
const list = (wish: Partial<CrlWish> = {}, revoked: Revoked[] = []): Buffer => crlOf('authority', revoked, wish)
/** By these lists of the authority's; of the authority itself nobody asks. */
const by = (lists: Buffer[], { wish = {}, between = [], grace = 0 }: { wish?: Partial<CertificateWish>; between?: Buffer[]; grace?: number } = {}): string => verdict({
  card: card(wish), between: [authority(), ...between], crls: lists,
  options: { revocation: (issuer) => (isSelfIssued(issuer) ? OFF : { mode: 'crl', graceSeconds: grace }) },
})
const strange = (critical: boolean): ExtensionValue => ({ oid: '1.3.6.1.4.1.99999.1', critical, value: octets(Buffer.from('?')) })
const uriOf = (uri: string): Buffer => implicit(6, Buffer.from(uri))
const directoryOf = (name: Name): Buffer => tagged(4, encodeName(name))

type Scope = { name?: Buffer[]; user?: boolean; ca?: boolean; reasons?: number[]; indirect?: boolean; attributes?: boolean; critical?: boolean }
const yes = Buffer.from([0xff])
/** IssuingDistributionPoint. */
const scope = ({ name, user = false, ca = false, reasons, indirect = false, attributes = false, critical = true }: Scope): ExtensionValue => ({
  oid: OID.issuingDistributionPoint, critical,
  value: sequence(
    ...(name === undefined ? [] : [tagged(0, tagged(0, ...name))]), ...(user ? [implicit(1, yes)] : []), ...(ca ? [implicit(2, yes)] : []),
    ...(reasons === undefined ? [] : [implicit(3, namedBits(...reasons).subarray(2))]), ...(indirect ? [implicit(4, yes)] : []),
    ...(attributes ? [implicit(5, yes)] : []),
  ),
})
type Point = { name?: Buffer[]; reasons?: number[]; issuer?: Name }
/** CRLDistributionPoints, for a card. */
const points = (...all: Point[]): Partial<CertificateWish> => ({
  extensions: [...cardExtensions(), {
    oid: OID.crlDistributionPoints, value: sequence(...all.map(({ name, reasons, issuer }) => sequence(
      ...(name === undefined ? [] : [tagged(0, tagged(0, ...name))]), ...(reasons === undefined ? [] : [implicit(1, namedBits(...reasons).subarray(2))]),
      ...(issuer === undefined ? [] : [tagged(2, directoryOf(issuer))]),
    ))),
  }],
})

describe('a list', () => {
  cases([
    ['fresh, the card is not on it', () => by([list()]), 'ok'],
    ['the card is on it', () => by([list({}, [OURS])]), 'revoked'],
    ['signed with SHA-1', () => {
      const inner = sequence(oid('1.2.840.113549.1.1.5'), nothing)
      return verdict({ crls: [crlOf('root', [], { inner, sign: (bytes) => sign('sha1', bytes, KEYS.root.privateKey) }), list()] })
    }, 'revocationUnknown'],
    ['another is on it', () => by([list({}, [{ ...OURS, serial: 5 }])]), 'ok'],
    ['the card among a thousand', () => by([list({}, [...Array.from({ length: 1000 }, (_, at): Revoked => ({ serial: 1000 + at, at: NOW })), OURS])]), 'revoked'],
    ['on hold', () => by([list({}, [{ ...OURS, reason: 6 }])]), 'revoked'],
    ['to be removed, by a list that is whole', () => by([list({}, [{ ...OURS, reason: 8 }])]), 'revoked'],
    ['from tomorrow on', () => by([list({}, [{ ...OURS, at: seconds(86_400) }])]), 'revoked'],
    ['a reason that is none', () => by([list({}, [{ ...OURS, reason: 7 }])]), 'malformed value'],
    ['no list', () => by([]), 'revocationUnknown'],
    ['of the root alone', () => by([crlOf('root')]), 'revocationUnknown'],
    ['past its time', () => by([list({ nextUpdate: seconds(-1) })]), 'revocationStale'],
    ['past its time, within the grace', () => by([list({ nextUpdate: seconds(-60) })], { grace: 60 }), 'ok'],
    ['past its time and the grace', () => by([list({ nextUpdate: seconds(-61) })], { grace: 60 }), 'revocationStale'],
    ['to this second', () => by([list({ nextUpdate: NOW })]), 'ok'],
    ['of the future', () => by([list({ thisUpdate: seconds(1) })]), 'revocationStale'],
    ['from this second', () => by([list({ thisUpdate: NOW })]), 'ok'],
    ['without an end', () => by([list({ nextUpdate: null })]), 'revocationUnknown'],
    ['without an end, and it is on it', () => by([list({ nextUpdate: null }, [OURS])]), 'revoked'],
    ['without an end, of the future, and it is on it', () => by([list({ nextUpdate: null, thisUpdate: seconds(1) }, [OURS])]), 'revocationStale'],
    ['without an end, by somebody else, and it is on it', () => by([list({ nextUpdate: null, signer: KEYS.other }, [OURS])]), 'revocationUnknown'],
    ['without a number', () => by([list({ number: null })]), 'revocationUnknown'],
    ['without a number, and it is on it', () => by([list({ number: null }, [OURS])]), 'revoked'],
    ['signed by another key', () => by([list({ signer: KEYS.other })]), 'revocationUnknown'],
    ['signed by SHA-1', () => by([list({ inner: sequence(oid('1.2.840.10045.4.1')) })]), 'revocationUnknown'],
    ['one algorithm inside, another outside', () => by([list({ inner: sequence(oid('1.2.840.10045.4.3.3')), outer: sequence(oid('1.2.840.10045.4.3.2')) })]), 'revocationUnknown'],
    ['of an issuer of another name', () => by([list({ issuer: nameOf('別人') })]), 'revocationUnknown'],
    ['with something critical that nobody knows', () => by([list({ extensions: [strange(true)] })]), 'revocationUnknown'],
    ['with something that nobody has to know', () => by([list({ extensions: [strange(false)] })]), 'ok'],
    ['an entry with something critical that nobody knows', () => by([list({}, [{ serial: 5, at: NOW, extensions: [strange(true)] }])]), 'revocationUnknown'],
    ['the same, hidden behind others alike', () => by([list({}, [{ serial: 5, at: NOW, reason: 1 }, { serial: 6, at: NOW, extensions: [strange(true)] }, { serial: 7, at: NOW, reason: 1 }])]), 'revocationUnknown'],
    ['an entry with something that nobody has to know', () => by([list({}, [{ serial: 5, at: NOW, extensions: [strange(false)] }])]), 'ok'],
    ['an issuer whose key may not sign lists', () => verdict({ between: [authority({ extensions: instead(authorityExtensions(), extensions.keyUsage(USAGE.keyCertSign)) })] }), 'revocationUnknown'],
    ['an issuer about whose key nothing is said', () => verdict({ between: [authority({ extensions: without(authorityExtensions(), OID.keyUsage) })] }), 'ok'],
    ['the authority itself is revoked', () => verdict({ crls: [crlOf('root', [{ serial: 2, at: NOW }]), list()] }), 'revoked'],
    ['of the authority nothing is known', () => verdict({ crls: [list()] }), 'revocationUnknown'],
  ])
})

describe('two lists', () => {
  const older = (revoked: Revoked[]): Buffer => list({ number: 6, thisUpdate: seconds(-9000) }, revoked)
  const both = (a: Buffer, b: Buffer): string => {
    const [one, other] = [by([a, b]), by([b, a])]
    assert.equal(one, other, 'it depends on the order in which they come')
    return one
  }
  cases([
    ['the newer says revoked', () => both(older([]), list({}, [OURS])), 'revoked'],
    ['the newer no longer says on hold', () => both(older([{ ...OURS, reason: 6 }]), list()), 'ok'],
    ['the newer says revoked, and one without a number stands between them', () => {
      const lists = [older([]), list({ number: null, signer: KEYS.other }), list({}, [OURS])]
      return lists.map((_, at) => by([...lists.slice(at), ...lists.slice(0, at)])).join()
    }, 'revoked,revoked,revoked'],
    ['the newer is a forgery', () => both(older([OURS]), list({ signer: KEYS.other })), 'revoked'],
    ['the newer is past its time', () => both(older([OURS]), list({ nextUpdate: seconds(-1) })), 'revoked'],
    ['the newer is about something else', () => both(older([OURS]), list({ extensions: [scope({ ca: true })] })), 'revoked'],
    ['each about the card in its own way, one says revoked', () => both(list({ extensions: [scope({ user: true })] }), older([OURS])), 'revoked'],
    ['another key of the issuer, one says revoked', () => {
      const link = authority({ serial: 8, key: KEYS.other, extensions: authorityExtensions(KEYS.other) })
      const [one, other] = [list({}, [OURS]), list({ number: 9, signer: KEYS.other })]
      const said = [by([one, other], { between: [link] }), by([other, one], { between: [link] })]
      assert.equal(said[0], said[1])
      return said[0]!
    }, 'revoked'],
  ])
})

describe('what a list is about', () => {
  const HERE = 'http://gca.nat.gov.tw/1.crl'
  const here = [uriOf(HERE)]
  const there = [uriOf('http://gca.nat.gov.tw/2.crl')]
  const of = (own: Scope): Buffer => list({ extensions: [scope(own)] })
  cases([
    ['users', () => by([of({ user: true })]), 'ok'],
    ['authorities', () => by([of({ ca: true })]), 'revocationUnknown'],
    ['attributes', () => by([of({ attributes: true })]), 'revocationUnknown'],
    ['users, asked of an authority', () => verdict({ crls: [crlOf('root', [], { extensions: [scope({ user: true })] }), list()] }), 'revocationUnknown'],
    ['authorities, asked of an authority', () => verdict({ crls: [crlOf('root', [], { extensions: [scope({ ca: true })] }), list()] }), 'ok'],
    ['users and authorities, and nobody else', () => by([of({ user: true, ca: true })]), 'malformed value'],
    ['nothing in particular', () => by([of({})]), 'malformed empty'],
    ['not critical', () => by([of({ user: true, critical: false })]), 'revocationUnknown'],
    ['what stands here, asked of here', () => by([of({ name: here })], { wish: points({ name: here }) }), 'ok'],
    ['what stands here, asked of there', () => by([of({ name: here })], { wish: points({ name: there }) }), 'revocationUnknown'],
    ['what stands here and there, asked of there', () => by([of({ name: [...there, ...here] })], { wish: points({ name: here }) }), 'ok'],
    ['what stands here, asked without a place', () => by([of({ name: here })]), 'revocationUnknown'],
    ['all, asked of here', () => by([list()], { wish: points({ name: here }) }), 'ok'],
    ['under the issuer\'s own name', () => by([of({ name: [directoryOf(AUTHORITY)] })]), 'ok'],
    ['under another name', () => by([of({ name: [directoryOf(ROOT)] })]), 'revocationUnknown'],
    ['a name of another kind that says the same', () => by([of({ name: [implicit(2, Buffer.from(HERE))] })], { wish: points({ name: here }) }), 'revocationUnknown'],
    ['under a name of no kind that can be compared', () => by([of({ name: [implicit(8, Buffer.from([42]))] })], { wish: points({ name: [implicit(8, Buffer.from([42]))] }) }), 'revocationUnknown'],
    ['some reasons', () => by([of({ reasons: [1, 2] })]), 'revocationUnknown'],
    ['some reasons, and the others', () => by([of({ reasons: [1, 2] }), list({ extensions: [scope({ reasons: [3, 4, 5, 6, 7, 8] })] })]), 'ok'],
    ['some reasons, and not all the others', () => by([of({ reasons: [1, 2] }), list({ extensions: [scope({ reasons: [3, 4, 5, 6, 7] })] })]), 'revocationUnknown'],
    ['some reasons, and revoked', () => by([list({ extensions: [scope({ reasons: [1] })] }, [OURS])]), 'revoked'],
    ['all, at a place that is asked for some', () => by([list({ extensions: [scope({ name: here })] })], { wish: points({ name: here, reasons: [1] }) }), 'revocationUnknown'],
    ['all, asked for some reasons and again for all', () => by([list()], { wish: points({ name: here, reasons: [1] }) }), 'ok'],
    ['one place for some reasons, another for others', () => by([
      list({ extensions: [scope({ name: here, reasons: [1, 2] })] }), list({ extensions: [scope({ name: there, reasons: [3, 4, 5, 6, 7, 8] })] }),
    ], { wish: points({ name: here, reasons: [1, 2] }, { name: there, reasons: [3, 4, 5, 6, 7, 8] }) }), 'ok'],
    ['a place without anything', () => by([list()], { wish: points({}) }), 'malformed empty'],
  ])
  test('a name relative to the issuer\'s', () => {
    const relative = (text: string): Buffer => tagged(0, tagged(1, sequence(oid('2.5.4.3'), element(0x0c, Buffer.from(text)))))
    const of1 = (text: string): Buffer => list({ extensions: [{ oid: OID.issuingDistributionPoint, critical: true, value: sequence(relative(text)) }] })
    const wish = { extensions: [...cardExtensions(), { oid: OID.crlDistributionPoints, value: sequence(sequence(relative('1'))) }] }
    assert.equal(by([of1('1')], { wish }), 'ok')
    assert.equal(by([of1('2')], { wish }), 'revocationUnknown')
    const full = { extensions: [...cardExtensions(), { oid: OID.crlDistributionPoints, value: sequence(sequence(tagged(0, tagged(0, directoryOf([...AUTHORITY, ['2.5.4.3', '1']]))))) }] }
    assert.equal(by([of1('1')], { wish: full }), 'ok')
  })
})

describe('a list of somebody else', () => {
  const OTHER = nameOf('廢止清冊')
  const key = makeKey('p256')
  const usage = extensions.keyUsage(USAGE.crlSign)
  const own: ExtensionValue[] = [usage, extensions.subjectKeyId(key), extensions.authorityKeyId(KEYS.root)]
  const signer = (wish: Partial<CertificateWish> = {}): Buffer => authority({ serial: 30, subject: OTHER, key, extensions: own, ...wish })
  const wish = points({ issuer: OTHER })
  const about = (issuer: Name, revoked: Revoked): Revoked =>
    ({ ...revoked, extensions: [{ oid: OID.certificateIssuer, critical: true, value: sequence(directoryOf(issuer)) }] })
  const indirect = (revoked: Revoked[] = [], more: Partial<CrlWish> = {}): Buffer =>
    list({ issuer: OTHER, signer: key, extensions: [scope({ indirect: true })], ...more }, revoked)
  const asked = (lists: Buffer[], between: Buffer[] = [signer()], other: Partial<CertificateWish> = wish): string =>
    by([...lists, crlOf('root')], { wish: other, between })
  const fake = makeKey('p256')
  cases([
    ['as the card names it', () => asked([indirect()]), 'ok'],
    ['by the authority itself, under that name', () => by([indirect([], { signer: KEYS.authority })], { wish }), 'revocationUnknown'],
    ['by the root, whose key may not sign lists', () => verdict({
      card: card(points({ issuer: ROOT })), roots: [root({ extensions: instead(rootExtensions(), extensions.keyUsage(USAGE.keyCertSign)) })],
      crls: [indirect([], { issuer: ROOT, signer: KEYS.root })], options: { revocation: (issuer) => (isSelfIssued(issuer) ? OFF : { mode: 'crl', graceSeconds: 0 }) },
    }), 'revocationUnknown'],
    ['the card is on it', () => asked([indirect([about(AUTHORITY, OURS)])]), 'revoked'],
    ['another authority\'s card of that number is on it', () => asked([indirect([about(ROOT, OURS)])]), 'ok'],
    ['its own card of that number is on it', () => asked([indirect([OURS])]), 'ok'],
    ['the card is on it below another of its issuer', () => asked([indirect([about(AUTHORITY, { serial: 5, at: NOW }), OURS])]), 'revoked'],
    ['and below another of another issuer', () => asked([indirect([about(AUTHORITY, { serial: 5, at: NOW }), about(ROOT, { serial: 6, at: NOW }), OURS])]), 'ok'],
    ['two of that number, the second is the card', () => asked([indirect([about(ROOT, OURS), about(AUTHORITY, OURS)])]), 'revoked'],
    ['the same three times in one block', () => asked([indirect([about(ROOT, OURS), { serial: 7, at: NOW }, about(AUTHORITY, { serial: 8, at: NOW }), { serial: 9, at: NOW, reason: 1 }, { ...OURS, reason: 1 }])]), 'revoked'],
    ['the card does not name it', () => asked([indirect()], [signer()], {}), 'revocationUnknown'],
    ['it does not say to be about others', () => asked([indirect([], { extensions: [] })]), 'revocationUnknown'],
    ['the card names another', () => asked([indirect()], [signer()], points({ issuer: nameOf('別的') })), 'revocationUnknown'],
    ['the signer\'s certificate is not there', () => asked([indirect()], []), 'revocationUnknown'],
    ['its key may not sign lists', () => asked([indirect()], [signer({ extensions: instead(own, extensions.keyUsage(USAGE.digitalSignature)) })]), 'revocationUnknown'],
    ['it is issued by the authority itself', () => asked([indirect(), list()], [signer({ issuer: AUTHORITY, signer: KEYS.authority })]), 'ok'],
    ['it is signed by nobody we know', () => asked([indirect()], [signer({ signer: fake })]), 'revocationUnknown'],
    ['it is over', () => asked([indirect()], [signer({ notAfter: seconds(-1) })]), 'revocationUnknown'],
    ['it is revoked', () => by([indirect(), crlOf('root', [{ serial: 30, at: NOW }])], { wish, between: [signer({ issuer: AUTHORITY, signer: KEYS.authority })] }), 'revocationUnknown'],
    ['it vouches for itself', () => by([indirect()], { wish, between: [signer({ issuer: AUTHORITY, signer: KEYS.authority, extensions: [...own, points({ issuer: OTHER }).extensions!.at(-1)!] })] }), 'revocationUnknown'],
    ['of another root', () => {
      const elsewhere = root({ subject: nameOf('別國'), issuer: nameOf('別國'), key: KEYS.other, signer: KEYS.other })
      return verdict({
        card: card(wish), roots: [root(), elsewhere], between: [authority(), signer({ issuer: nameOf('別國'), signer: KEYS.other })], crls: [crlOf('root'), indirect()],
        options: { revocation: (issuer) => (isSelfIssued(issuer) ? OFF : { mode: 'crl', graceSeconds: 0 }) },
      })
    }, 'revocationUnknown'],
    ['of an authority beside ours', () => {
      const beside: KeyPair = makeKey('p256')
      const BESIDE = nameOf('旁邊')
      return by([indirect(), crlOf('root'), list({ issuer: BESIDE, signer: beside })], {
        wish, between: [authority({ serial: 31, subject: BESIDE, key: beside, extensions: authorityExtensions(beside) }), signer({ issuer: BESIDE, signer: beside })],
      })
    }, 'revocationUnknown'],
    ['the issuer of an entry that is no name', () => asked([indirect([{ ...OURS, extensions: [{ oid: OID.certificateIssuer, critical: true, value: nothing }] }])]), 'malformed unexpectedTag'],
  ])
})

describe('a delta', () => {
  const base = (revoked: Revoked[] = [], more: Partial<CrlWish> = {}): Buffer => list({ number: 7, ...more }, revoked)
  const indicator = (number: number, critical = true): ExtensionValue => ({ oid: OID.deltaCrlIndicator, critical, value: integer(number) })
  const delta = (revoked: Revoked[] = [], more: Partial<CrlWish> = {}, of = 7): Buffer => list({ number: 9, extensions: [indicator(of)], ...more }, revoked)
  const removed = { ...OURS, reason: 8 }
  cases([
    ['says nothing of the card', () => by([base(), delta()]), 'ok'],
    ['says revoked', () => by([base(), delta([OURS])]), 'revoked'],
    ['takes the hold away', () => by([base([{ ...OURS, reason: 6 }]), delta([removed])]), 'ok'],
    ['takes the hold away, and again not', () => by([base([{ ...OURS, reason: 6 }]), delta([removed, { ...OURS, reason: 1 }])]), 'revoked'],
    ['leaves the hold', () => by([base([{ ...OURS, reason: 6 }]), delta()]), 'revoked'],
    ['alone', () => by([delta()]), 'revocationUnknown'],
    ['of an older base', () => by([base(), delta([OURS], {}, 3)]), 'revoked'],
    ['of a newer base', () => by([base(), delta([OURS], {}, 8)]), 'ok'],
    ['older than its base', () => by([base([], { number: 9 }), delta([OURS])]), 'ok'],
    ['without a number', () => by([base(), delta([OURS], { number: null })]), 'ok'],
    ['without an end', () => by([base([{ ...OURS, reason: 6 }]), delta([removed], { nextUpdate: null })]), 'revoked'],
    ['past its time', () => by([base(), delta([OURS], { nextUpdate: seconds(-1) })]), 'ok'],
    ['of the future', () => by([base(), delta([OURS], { thisUpdate: seconds(1) })]), 'ok'],
    ['takes the hold away, signed by another', () => by([base([{ ...OURS, reason: 6 }]), delta([removed], { signer: KEYS.other })]), 'revoked'],
    ['takes the hold away, forged under the authority\'s own key identifier', () => by([base([{ ...OURS, reason: 6 }]), delta([removed], { sign: (bytes) => signatureBy(KEYS.other, bytes) })]), 'revoked'],
    ['takes the hold away, about other certificates', () => by([base([{ ...OURS, reason: 6 }]), delta([removed], { extensions: [indicator(7), scope({ user: true })] })]), 'revoked'],
    ['takes the hold away, of another issuer', () => by([base([{ ...OURS, reason: 6 }]), delta([removed], { issuer: ROOT, signer: KEYS.root })]), 'revoked'],
    ['takes the hold away, with something critical that nobody knows', () => by([base([{ ...OURS, reason: 6 }]), delta([removed], { extensions: [indicator(7), strange(true)] })]), 'revoked'],
    ['takes the hold away, its nature not critical', () => by([base([{ ...OURS, reason: 6 }]), delta([removed], { extensions: [indicator(7, false)] })]), 'revoked'],
    ['the newest of two counts', () => by([base(), delta([OURS], { number: 8 }), delta([removed], { number: 9 })]), 'ok'],
    ['the newest of two counts, whatever their order', () => by([base(), delta([removed], { number: 9 }), delta([OURS], { number: 8 })]), 'ok'],
    ['the newest is a forgery, the other counts', () => by([base(), delta([OURS], { number: 8 }), delta([removed], { number: 9, signer: KEYS.other })]), 'revoked'],
    ['the base is past its time', () => by([base([], { nextUpdate: seconds(-1) }), delta()]), 'revocationStale'],
    ['a number below nothing', () => by([base(), list({ number: 9, extensions: [{ oid: OID.deltaCrlIndicator, critical: true, value: integer(Buffer.from([0xff])) }] })]), 'malformed value'],
  ])
})

describe('a list as it is written', () => {
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const entry = (...parts: Buffer[]): Buffer => sequence(integer(5), ...parts)
  const raw = ({ version = [integer(1)], entries, after = [] }: { version?: Buffer[]; entries?: Buffer[]; after?: Buffer[] }): string => {
    const signed = sequence(...version, algorithm, encodeName(AUTHORITY), time(NOW), time(seconds(60)), ...(entries === undefined ? [] : [sequence(...entries)]), ...after)
    return by([sequence(signed, algorithm, element(3, Buffer.from([0, 1])))])
  }
  const reason = sequence(sequence(oid(OID.reasonCode), octets(element(0x0a, Buffer.from([1])))))
  cases([
    ['without entries', () => raw({}), 'revocationUnknown'],
    ['a list of no entries', () => raw({ entries: [] }), 'malformed empty'],
    ['version 1', () => raw({ version: [] }), 'revocationUnknown'],
    ['version 3', () => raw({ version: [integer(2)] }), 'malformed version'],
    ['version 1 with extensions', () => raw({ version: [], after: [tagged(0, sequence(sequence(oid(OID.crlNumber), octets(integer(1)))))] }), 'malformed version'],
    ['version 1 with extensions of an entry', () => raw({ version: [], entries: [entry(time(NOW), reason)] }), 'malformed version'],
    ['something behind it', () => raw({ after: [nothing] }), 'malformed trailingBytes'],
    ['an entry without a time', () => raw({ entries: [entry()] }), 'malformed truncated'],
    ['an entry on the 31st of June', () => raw({ entries: [entry(element(0x17, Buffer.from('260631000000Z')))] }), 'malformed time'],
    ['an entry at noon and a half', () => raw({ entries: [entry(element(0x17, Buffer.from('2606011230Z')))] }), 'malformed time'],
    ['an entry at the hour 24', () => raw({ entries: [entry(element(0x17, Buffer.from('260601240000Z')))] }), 'malformed time'],
    ['an entry in the month 13', () => raw({ entries: [entry(element(0x17, Buffer.from('261301000000Z')))] }), 'malformed time'],
    ['an entry in local time', () => raw({ entries: [entry(element(0x17, Buffer.from('260601000000+0800')))] }), 'malformed time'],
    ['an entry without a number', () => raw({ entries: [sequence(time(NOW))] }), 'malformed unexpectedTag'],
    ['an entry of a number written longer', () => raw({ entries: [sequence(integer(Buffer.from([0, 5])), time(NOW))] }), 'malformed integer'],
    ['an entry with two things behind it', () => raw({ entries: [entry(time(NOW), reason, nothing)] }), 'malformed trailingBytes'],
    ['an entry with an extension twice', () => raw({ entries: [entry(time(NOW), sequence(sequence(oid('1.2.3'), octets(nothing)), sequence(oid('1.2.3'), octets(nothing))))] }), 'malformed doubled'],
    ['an entry with no extensions in their list', () => raw({ entries: [entry(time(NOW), sequence())] }), 'malformed empty'],
  ])
  test('what it says of entries', () => {
    const crl = readCrl(list({}, [
      { serial: 5, at: new Date('2026-02-28T23:59:59Z'), reason: 1 }, { serial: 6, at: new Date('2024-02-29T00:00:00Z') },
      { serial: 0x80, at: new Date('2051-01-01T00:00:00Z') }, { serial: Buffer.from([0x80]), at: new Date('1950-01-01T00:00:00Z') },
      { serial: 7, at: NOW, extensions: [reasonExtension(4), { oid: OID.invalidityDate, value: generalizedTime(NOW) }] },
    ]))
    assert.equal(crl.entries.count, 5)
    const said = (...serial: number[]) => findEntry(crl, Buffer.from(serial), crl.issuer.key)
    assert.deepEqual(said(5), { revokedAt: new Date('2026-02-28T23:59:59Z'), reason: 1 })
    assert.deepEqual(said(6), { revokedAt: new Date('2024-02-29T00:00:00Z'), reason: 0 })
    assert.deepEqual(said(0, 0x80), { revokedAt: new Date('2051-01-01T00:00:00Z'), reason: 0 })
    assert.deepEqual(said(0x80), { revokedAt: new Date('1950-01-01T00:00:00Z'), reason: 0 })
    assert.deepEqual(said(7), { revokedAt: NOW, reason: 4 })
    for (const none of [[8], [0, 5], [5, 0], []]) assert.equal(said(...none), null)
  })
  test('a flag that is written though it is the default means nothing', () => {
    const idp: ExtensionValue = { oid: OID.issuingDistributionPoint, critical: true, value: sequence(implicit(1, Buffer.from([0])), implicit(4, Buffer.from([0]))) }
    assert.equal(by([list({ extensions: [idp] })]), 'ok')
  })
})
