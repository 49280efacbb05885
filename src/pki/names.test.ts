// Names: how two are compared (RFC 5280, 7), and which ones an authority may give under its constraints (4.2.1.10).
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { encodeName, extensions, makeKey, signatureBy } from '../demo/certificates/issue.ts'
import { bits, element, ia5, implicit, integer, nothing, octets, oid, printable, sequence, setOf, tagged, utf8 } from '../demo/certificates/der-writer.ts'
import { AUTHORITY, authority, authorityExtensions, CARD, card, cardExtensions, KEYS, nameOf, root, ROOT, rootExtensions } from '../../test/pki/hierarchy.ts'
import { OFF, verdict } from '../../test/pki/verdict.ts'
import { Malformed, OID, sameName, USAGE } from './index.ts'
import { encodedOf, Elements, readElement, TAG } from './der.ts'
import { nameOf as readName } from './name.ts'
import type { ExtensionValue, Name } from '../demo/certificates/issue.ts'
import type { Wished } from '../../test/pki/verdict.ts'

const dns = (text: string): Buffer => ia5(0x82, text)
const mail = (text: string): Buffer => ia5(0x81, text)
const uri = (text: string): Buffer => ia5(0x86, text)
const ip = (...bytes: number[]): Buffer => implicit(7, Buffer.from(bytes))
const directory = (name: Name): Buffer => tagged(4, encodeName(name))
const other = (type: string, value: Buffer): Buffer => tagged(0, oid(type), tagged(0, value))
const SMTP_UTF8 = '1.3.6.1.5.5.7.8.9'
const mailbox = (text: string): Buffer => other(SMTP_UTF8, utf8(text))
const registered = implicit(8, oid('1.2.3.4').subarray(2))

type Constraints = { permitted?: Buffer[]; excluded?: Buffer[] }
const constraints = ({ permitted = [], excluded = [] }: Constraints, critical = true): ExtensionValue => ({
  oid: OID.nameConstraints, critical,
  value: sequence(...(permitted.length === 0 ? [] : [tagged(0, ...permitted.map((one) => sequence(one)))]),
    ...(excluded.length === 0 ? [] : [tagged(1, ...excluded.map((one) => sequence(one)))])),
})
const named = (names: Buffer[], critical = false): ExtensionValue => ({ oid: OID.subjectAltName, critical, value: sequence(...names) })

/** A card of those names below an authority of those constraints. */
const under = (own: Constraints, names: Buffer[], { subject = CARD, ...more }: Wished & { subject?: Name } = {}): string => verdict({
  between: [authority({ extensions: [...authorityExtensions(), constraints(own)] })],
  card: card({ subject, extensions: [...cardExtensions(), ...(names.length === 0 ? [] : [named(names, subject.length === 0)])] }), ...more,
})

type Case = [says: string, verdict: () => string, is: string]
const cases = (list: Case[]): void => {
  for (const [says, given, is] of list) test(`${says}: ${is}`, () => assert.equal(given(), is))
}

describe('hosts', () => {
  const permitted = [dns('gov.tw')]
  const excluded = [dns('secret.gov.tw')]
  cases([
    ['the very host', () => under({ permitted }, [dns('gov.tw')]), 'ok'],
    ['below it, in capitals', () => under({ permitted }, [dns('WWW.Gov.TW')]), 'ok'],
    ['with the dot of the root', () => under({ permitted }, [dns('www.gov.tw.')]), 'ok'],
    ['only its end', () => under({ permitted }, [dns('notgov.tw')]), 'nameNotPermitted'],
    ['one of two is not', () => under({ permitted }, [dns('www.gov.tw'), dns('example.com')]), 'nameNotPermitted'],
    ['a wildcard below', () => under({ permitted }, [dns('*.gov.tw')]), 'ok'],
    ['a wildcard above', () => under({ permitted: [dns('www.gov.tw')] }, [dns('*.gov.tw')]), 'nameNotPermitted'],
    ['excluded', () => under({ excluded }, [dns('a.SECRET.gov.tw')]), 'nameExcluded'],
    ['excluded, with the dot of the root', () => under({ excluded }, [dns('secret.gov.tw.')]), 'nameExcluded'],
    ['a wildcard that reaches what is excluded', () => under({ excluded }, [dns('*.gov.tw')]), 'nameExcluded'],
    ['a wildcard beside it', () => under({ excluded }, [dns('*.open.gov.tw')]), 'ok'],
    ['permitted and excluded', () => under({ permitted, excluded }, [dns('secret.gov.tw')]), 'nameExcluded'],
    ['none at all', () => under({ permitted }, []), 'ok'],
    ['all are excluded', () => under({ excluded: [dns('')] }, [dns('gov.tw')]), 'nameExcluded'],
    ['all are permitted', () => under({ permitted: [dns('')] }, [dns('gov.tw')]), 'ok'],
    ['a constraint with a dot before it', () => under({ permitted: [dns('.gov.tw')] }, [dns('www.gov.tw')]), 'nameConstraintUnreadable'],
    ['a constraint with a wildcard', () => under({ excluded: [dns('*.gov.tw')] }, [dns('www.gov.tw')]), 'nameConstraintUnreadable'],
    ['a name with a blank', () => under({ excluded }, [dns('secret.gov.tw ')]), 'unreadableName'],
    ['an address in place of a name', () => under({ permitted }, [dns('10.0.0.1')]), 'unreadableName'],
    ['an address in one number', () => under({ permitted }, [dns('167772161')]), 'unreadableName'],
    ['a name of 64 letters in a label', () => under({ permitted }, [dns(`${'a'.repeat(64)}.gov.tw`)]), 'unreadableName'],
    ['a name that is too long', () => under({ permitted }, [dns(`${'a.'.repeat(125)}gov.tw`)]), 'unreadableName'],
    ['a zero byte', () => under({ permitted }, [dns('evil.com\0.gov.tw')]), 'malformed text'],
    ['a byte that is no ASCII', () => under({ permitted }, [implicit(2, Buffer.from('政府.tw'))]), 'malformed text'],
  ])
})

describe('mailboxes', () => {
  const permitted = [mail('gov.tw')]
  /** The mailbox of the subject as bytes that are no text. */
  const inNoText = (own: Constraints): string => {
    const written = utf8('wu@gov.tw')
    const whole = card({ subject: [...CARD, ['1.2.840.113549.1.9.1', 'wu@gov.tw']], extensions: cardExtensions() })
    const parts = new Elements(readElement(whole, TAG.sequence, 'card'), 'card')
    const signed = Buffer.from(encodedOf(parts.next(TAG.sequence, 'signed')))
    signed[signed.indexOf(written)] = TAG.octetString
    return verdict({
      between: [authority({ extensions: [...authorityExtensions(), constraints(own)] })],
      card: sequence(signed, encodedOf(parts.next(TAG.sequence, 'algorithm')), bits(signatureBy(KEYS.authority, signed))),
    })
  }
  cases([
    ['of the host', () => under({ permitted }, [mail('wu@GOV.tw')]), 'ok'],
    ['of a host below it', () => under({ permitted }, [mail('wu@mail.gov.tw')]), 'nameNotPermitted'],
    ['below a dot', () => under({ permitted: [mail('.gov.tw')] }, [mail('wu@mail.gov.tw')]), 'ok'],
    ['of the host itself, below a dot', () => under({ permitted: [mail('.gov.tw')] }, [mail('wu@gov.tw')]), 'nameNotPermitted'],
    ['the very mailbox', () => under({ permitted: [mail('wu@gov.tw')] }, [mail('wu@gov.TW')]), 'ok'],
    ['in capitals before the @', () => under({ permitted: [mail('wu@gov.tw')] }, [mail('Wu@gov.tw')]), 'nameNotPermitted'],
    ['excluded', () => under({ excluded: permitted }, [mail('wu@gov.tw')]), 'nameExcluded'],
    ['in the subject, where no other name says one', () => under({ permitted }, [], { subject: [...CARD, ['1.2.840.113549.1.9.1', 'wu@example.com']] }), 'nameNotPermitted'],
    ['in the subject, permitted', () => under({ permitted }, [], { subject: [...CARD, ['1.2.840.113549.1.9.1', 'wu@gov.tw']] }), 'ok'],
    ['in the subject, beside other hosts', () => under({ permitted }, [dns('example.com')], { subject: [...CARD, ['1.2.840.113549.1.9.1', 'wu@example.com']] }), 'nameNotPermitted'],
    ['in the subject, where another name says one that is permitted', () => under({ permitted }, [mail('wu@gov.tw')], { subject: [...CARD, ['1.2.840.113549.1.9.1', 'wu@example.com']] }), 'nameNotPermitted'],
    ['in the subject, excluded, where another name says one that is not', () => under({ excluded: [mail('example.com')] }, [mail('wu@gov.tw')], { subject: [...CARD, ['1.2.840.113549.1.9.1', 'wu@example.com']] }), 'nameExcluded'],
    ['in the subject, in no text', () => inNoText({ excluded: permitted }), 'nameUnreadable'],
    ['in the subject, in no text, where mailboxes are not constrained', () => inNoText({ excluded: [dns('gov.tw')] }), 'ok'],
    ['excluded, in capitals before the @', () => under({ excluded: [mail('wu@gov.tw')] }, [mail('Wu@gov.tw')]), 'ok'],
    ['in the subject, excluded, in capitals before the @', () => under({ excluded: [mail('wu@gov.tw')] }, [], { subject: [...CARD, ['1.2.840.113549.1.9.1', 'Wu@gov.tw']] }), 'nameExcluded'],
    ['in the subject, excluded by a constraint in capitals', () => under({ excluded: [mail('WU@gov.tw')] }, [], { subject: [...CARD, ['1.2.840.113549.1.9.1', 'wu@gov.tw']] }), 'nameExcluded'],
    ['in the subject, permitted, but in capitals before the @', () => under({ permitted: [mail('wu@gov.tw')] }, [], { subject: [...CARD, ['1.2.840.113549.1.9.1', 'Wu@gov.tw']] }), 'nameNotPermitted'],
    ['excluded, with the dot of the root', () => under({ excluded: permitted }, [mail('wu@gov.tw.')]), 'nameExcluded'],
    ['the very mailbox excluded, with the dot of the root', () => under({ excluded: [mail('wu@gov.tw.')] }, [mail('wu@gov.tw')]), 'nameExcluded'],
    ['without @', () => under({ permitted }, [mail('gov.tw')]), 'unreadableName'],
    ['with two', () => under({ permitted }, [mail('a@b@gov.tw')]), 'unreadableName'],
    ['quoted', () => under({ excluded: [mail('wu@gov.tw')] }, [mail('"wu"@gov.tw')]), 'unreadableName'],
    ['at an address', () => under({ permitted }, [mail('wu@[10.0.0.1]')]), 'unreadableName'],
    ['a constraint that is none', () => under({ permitted: [mail('gov..tw')] }, [mail('wu@gov.tw')]), 'nameConstraintUnreadable'],
    ['in letters of any script (RFC 9598)', () => under({ permitted }, [mailbox('小明@gov.tw')]), 'ok'],
    ['the same, not permitted', () => under({ permitted }, [mailbox('小明@example.com')]), 'nameNotPermitted'],
    ['the same, excluded', () => under({ excluded: permitted }, [mailbox('小明@gov.tw')]), 'nameExcluded'],
    ['the same, at a host in letters of any script', () => under({ excluded: permitted }, [mailbox('小明@政府.tw')]), 'nameUnreadable'],
    ['the same, no text', () => under({ excluded: permitted }, [other(SMTP_UTF8, octets(Buffer.from('小明@gov.tw')))]), 'nameUnreadable'],
    ['the same, where mailboxes are not constrained', () => under({ permitted: [dns('gov.tw')] }, [mailbox('小明@example.com')]), 'ok'],
  ])
})

describe('addresses on the web', () => {
  const permitted = [uri('.gov.tw')]
  const excluded = [uri('.example.com')]
  cases([
    ['of a host below', () => under({ permitted }, [uri('https://www.GOV.tw:8443/path?q#f')]), 'ok'],
    ['with somebody before the host', () => under({ permitted }, [uri('https://wu:x@www.gov.tw/')]), 'ok'],
    ['of another host, ours before it', () => under({ permitted }, [uri('https://www.gov.tw@example.com/')]), 'nameNotPermitted'],
    ['the very host', () => under({ permitted: [uri('gov.tw')] }, [uri('https://gov.tw')]), 'ok'],
    ['a host below the very host', () => under({ permitted: [uri('gov.tw')] }, [uri('https://www.gov.tw')]), 'nameNotPermitted'],
    ['excluded', () => under({ excluded }, [uri('https://www.example.com')]), 'nameExcluded'],
    ['excluded, with the dot of the root', () => under({ excluded }, [uri('https://www.example.com./')]), 'nameExcluded'],
    ['excluded by a constraint with the dot of the root', () => under({ excluded: [uri('example.com.')] }, [uri('https://example.com/')]), 'nameExcluded'],
    ['not excluded', () => under({ excluded }, [uri('https://www.gov.tw')]), 'ok'],
    ['without a host', () => under({ excluded }, [uri('urn:oid:1.2.3')]), 'nameUnreadable'],
    ['at an address', () => under({ excluded }, [uri('https://10.0.0.1/')]), 'nameUnreadable'],
    ['at a long address', () => under({ excluded }, [uri('https://[::1]/')]), 'nameUnreadable'],
    ['at an address in one number', () => under({ excluded }, [uri('https://0x7f000001/')]), 'nameUnreadable'],
    ['at a host that is escaped', () => under({ excluded }, [uri('https://www%2eexample.com/')]), 'nameUnreadable'],
    ['with a backslash, which browsers read as a slash', () => under({ permitted }, [uri('https://example.com\\@www.gov.tw/')]), 'unreadableName'],
    ['without a host, where nothing is constrained', () => under({ permitted: [dns('gov.tw')] }, [uri('urn:oid:1.2.3')]), 'ok'],
    ['without a scheme', () => under({ permitted: [dns('gov.tw')] }, [uri('//www.gov.tw/')]), 'unreadableName'],
    ['a constraint that is an address of the web', () => under({ permitted: [uri('https://gov.tw')] }, [uri('https://gov.tw')]), 'nameConstraintUnreadable'],
  ])
})

describe('addresses of machines', () => {
  const permitted = [ip(10, 1, 0, 0, 255, 255, 0, 0)]
  cases([
    ['within', () => under({ permitted }, [ip(10, 1, 2, 3)]), 'ok'],
    ['within a constraint that writes more than its mask', () => under({ permitted: [ip(10, 1, 9, 9, 255, 255, 0, 0)] }, [ip(10, 1, 2, 3)]), 'ok'],
    ['not within', () => under({ permitted }, [ip(10, 2, 0, 1)]), 'nameNotPermitted'],
    ['excluded', () => under({ excluded: permitted }, [ip(10, 1, 2, 3)]), 'nameExcluded'],
    ['of the other kind', () => under({ permitted }, [ip(...Array.from({ length: 16 }, () => 1))]), 'nameNotPermitted'],
    ['of six bytes', () => under({ permitted }, [ip(1, 2, 3, 4, 5, 6)]), 'unreadableName'],
    ['a mask with holes', () => under({ permitted: [ip(10, 1, 0, 0, 255, 0, 255, 0)] }, [ip(10, 1, 2, 3)]), 'malformed value'],
    ['a constraint without a mask', () => under({ permitted: [ip(10, 1, 0, 0)] }, [ip(10, 1, 0, 0)]), 'malformed value'],
  ])
})

describe('directory names', () => {
  const gov = nameOf('機關')
  const below = nameOf('機關', '人事室')
  cases([
    ['the subject within', () => under({ permitted: [directory(gov)] }, [], { subject: below }), 'ok'],
    ['the subject beside', () => under({ permitted: [directory(gov)] }, [], { subject: nameOf('別的', '人事室') }), 'nameNotPermitted'],
    ['the subject above', () => under({ permitted: [directory(below)] }, [], { subject: gov }), 'nameNotPermitted'],
    ['excluded', () => under({ excluded: [directory(gov)] }, [], { subject: below }), 'nameExcluded'],
    ['excluded, in other forms of the letters', () => under({ excluded: [directory(nameOf('Secret Office'))] }, [], { subject: nameOf(' ＳＥＣＲＥＴ   office ') }), 'nameExcluded'],
    ['excluded, with what nobody sees', () => under({ excluded: [directory(nameOf('secret'))] }, [], { subject: nameOf('sec\u00adr\u200bet') }), 'nameExcluded'],
    ['excluded, with a control character', () => under({ excluded: [directory(nameOf('secret'))] }, [], { subject: nameOf('secret\u0000') }), 'nameExcluded'],
    ['excluded, with a line break for a blank', () => under({ excluded: [directory(nameOf('secret office'))] }, [], { subject: nameOf('secret\noffice') }), 'nameExcluded'],
    ['an alternative name counts as well', () => under({ excluded: [directory(gov)] }, [directory(below)]), 'nameExcluded'],
    ['no subject, an alternative name within', () => under({ permitted: [directory(gov)] }, [directory(below)], { subject: [] }), 'ok'],
    ['everything is excluded', () => under({ excluded: [directory([])] }, []), 'nameExcluded'],
    ['everything is permitted', () => under({ permitted: [directory([])] }, []), 'ok'],
  ])
})

describe('names of other kinds', () => {
  cases([
    ['of a kind that cannot be compared', () => under({ permitted: [registered] }, [registered]), 'nameConstraintUnsupported'],
    ['that constraint, and no such name', () => under({ permitted: [registered] }, [dns('gov.tw')]), 'ok'],
    ['of a type that is constrained', () => under({ permitted: [other('1.2.3', nothing)] }, [other('1.2.3', nothing)]), 'nameConstraintUnsupported'],
    ['of another type', () => under({ permitted: [other('1.2.3', nothing)] }, [other('1.2.4', nothing)]), 'ok'],
    ['X.400', () => under({ excluded: [tagged(3)] }, [tagged(3)]), 'nameConstraintUnsupported'],
    ['of no kind at all', () => under({ excluded: [dns('a.tw')] }, [implicit(9, Buffer.from('?'))]), 'malformed unexpectedTag'],
  ])
})

describe('constraints on the path', () => {
  const subKey = makeKey('p256')
  const SUB = nameOf('下級')
  const www = [dns('www.gov.tw')]
  /** Root, authority, an authority below it, and its card. */
  const longer = (own: { root?: Constraints; authority?: Constraints; sub?: Constraints }, names: Buffer[], subject: Name = SUB): string => {
    const of = (one: Constraints | undefined): ExtensionValue[] => (one === undefined ? [] : [constraints(one)])
    return verdict({
      roots: [root({ extensions: [...rootExtensions(), ...of(own.root)] })],
      between: [
        authority({ extensions: [...authorityExtensions().filter((one) => one.oid !== OID.basicConstraints), extensions.basicConstraints(true), ...of(own.authority)] }),
        authority({ serial: 9, issuer: AUTHORITY, subject, key: subKey, signer: KEYS.authority, extensions: [
          extensions.basicConstraints(true), extensions.keyUsage(USAGE.keyCertSign), extensions.subjectKeyId(subKey), extensions.authorityKeyId(KEYS.authority), ...of(own.sub),
        ] }),
      ],
      card: card({ issuer: subject, signer: subKey, extensions: [...cardExtensions(subKey), named(names)] }), options: { revocation: OFF },
    })
  }
  cases([
    ['none', () => longer({}, www), 'ok'],
    ['of the anchor', () => longer({ root: { permitted: [dns('example.com')] } }, www), 'nameNotPermitted'],
    ['of the authority', () => longer({ authority: { permitted: [dns('example.com')] } }, www), 'nameNotPermitted'],
    ['of the one below', () => longer({ sub: { permitted: [dns('example.com')] } }, www), 'nameNotPermitted'],
    ['widened below', () => longer({ authority: { permitted: [dns('example.com')] }, sub: { permitted: [dns('gov.tw')] } }, www), 'nameNotPermitted'],
    ['narrowed below', () => longer({ authority: { permitted: [dns('gov.tw')] }, sub: { permitted: [dns('www.gov.tw')] } }, www), 'ok'],
    ['the authority below has to keep them', () => longer({ authority: { permitted: [directory(AUTHORITY)] } }, www), 'nameNotPermitted'],
    ['unless it is of the same name', () => longer({ authority: { permitted: [directory(nameOf('機關'))] } }, www, AUTHORITY), 'nameNotPermitted'],
    ['of the same name, the card within', () => longer({ authority: { permitted: [directory(CARD)] } }, www, AUTHORITY), 'ok'],
  ])
  test('a card of its issuer\'s name is not exempt', () => {
    assert.equal(under({ permitted: [directory(nameOf('別的'))] }, [], { subject: AUTHORITY }), 'nameNotPermitted')
  })
  test('more to compare than a path is worth', () => {
    const many = Array.from({ length: 300 }, (_, at) => dns(`a${at}.tw`))
    assert.equal(under({ permitted: many }, many), 'nameConstraintsTooMany')
  })
})

describe('constraints as they are written', () => {
  const raw = (value: Buffer): string => verdict({
    between: [authority({ extensions: [...authorityExtensions(), { oid: OID.nameConstraints, critical: true, value }] })],
  })
  cases([
    ['none', () => raw(sequence()), 'malformed empty'],
    ['an empty list', () => raw(sequence(tagged(0))), 'malformed empty'],
    ['a minimum', () => raw(sequence(tagged(0, sequence(dns('gov.tw'), implicit(0, Buffer.from([1])))))), 'malformed trailingBytes'],
    ['a maximum', () => raw(sequence(tagged(0, sequence(dns('gov.tw'), implicit(1, Buffer.from([1])))))), 'malformed trailingBytes'],
    ['not critical', () => verdict({ between: [authority({ extensions: [...authorityExtensions(), constraints({ permitted: [dns('gov.tw')] }, false)] })] }), 'criticality'],
    ['in a card', () => verdict({ card: card({ extensions: [...cardExtensions(), constraints({ permitted: [dns('gov.tw')] })] }) }), 'constraintsInEndEntity'],
  ])
})

describe('comparing names', () => {
  const read = (...rdns: Buffer[]) => readName(readElement(sequence(...rdns), TAG.sequence, 'name'), 'name')
  const attribute = (type: string, value: Buffer): Buffer => sequence(oid(type), value)
  const one = (value: Buffer, type = '2.5.4.10'): Buffer => setOf(attribute(type, value))
  const same = (a: Buffer[], b: Buffer[]): boolean => sameName(read(...a), read(...b))

  test('alike: by string type, case, blanks and form', () => {
    assert.ok(same([one(utf8('Moica'))], [one(printable('MOICA'))]))
    assert.ok(same([one(utf8('a  b '))], [one(utf8(' A b'))]))
    assert.ok(same([one(utf8('\u00e9'))], [one(utf8('e\u0301'))]))
    assert.ok(same([one(utf8('中'))], [one(element(TAG.bmpString, Buffer.from([0x4e, 0x2d])))]))
    assert.ok(same([setOf(attribute('2.5.4.3', utf8('a')), attribute('2.5.4.5', utf8('1')))], [setOf(attribute('2.5.4.5', utf8('1')), attribute('2.5.4.3', utf8('a')))]))
  })
  test('not alike: by text, type, order, and where one begins', () => {
    assert.ok(!same([one(utf8('a'))], [one(utf8('b'))]))
    assert.ok(!same([one(utf8('a'))], [one(utf8('a'), '2.5.4.11')]))
    assert.ok(!same([one(utf8('a')), one(utf8('b'))], [one(utf8('b')), one(utf8('a'))]))
    assert.ok(!same([one(utf8('a')), one(utf8('b'))], [setOf(attribute('2.5.4.10', utf8('a')), attribute('2.5.4.10', utf8('b')))]))
    assert.ok(!same([one(utf8('a"+2.5.4.10="b'))], [setOf(attribute('2.5.4.10', utf8('a')), attribute('2.5.4.10', utf8('b')))]))
    assert.ok(!same([one(octets(Buffer.from('a')))], [one(utf8('a'))]))
  })
  test('texts that are none of their type', () => {
    const bad: [tag: number, bytes: Buffer][] = [
      [TAG.printableString, Buffer.from('a@b')], [TAG.printableString, Buffer.from('a*')], [TAG.printableString, Buffer.from('a\0')],
      [TAG.utf8String, Buffer.from([0xff])], [TAG.utf8String, Buffer.from([0xc0, 0x80])], [TAG.utf8String, Buffer.from([0xed, 0xa0, 0x80])],
      [TAG.ia5String, Buffer.from([0x80])], [TAG.numericString, Buffer.from('12a')], [TAG.visibleString, Buffer.from('a\n')],
      [TAG.bmpString, Buffer.from([0x4e])], [TAG.bmpString, Buffer.from([0xd8, 0])], [TAG.universalString, Buffer.from([0, 0, 0])],
      [TAG.universalString, Buffer.from([0, 0x11, 0, 0])],
    ]
    for (const [tag, bytes] of bad) assert.throws(() => read(one(element(tag, bytes))), (error) => error instanceof Malformed && error.code === 'text')
    for (const [tag, text] of [[TAG.numericString, '12 3'], [TAG.visibleString, 'a b~'], [TAG.printableString, "A z '()+,-./:=?"], [TAG.ia5String, 'a@b']] as const) {
      assert.equal(read(one(element(tag, Buffer.from(text)))).attributes[0]!.text, text)
    }
  })
  test('parts of no attribute, and too many of them', () => {
    assert.throws(() => read(setOf()), Malformed)
    assert.throws(() => read(...Array.from({ length: 65 }, () => one(utf8('a')))), Malformed)
    assert.throws(() => read(setOf(...Array.from({ length: 17 }, () => attribute('2.5.4.3', utf8('a'))))), Malformed)
    assert.throws(() => read(one(utf8('a'.repeat(4097)))), Malformed)
    assert.throws(() => read(setOf(sequence(oid('2.5.4.3'), utf8('a'), utf8('b')))), Malformed)
    assert.throws(() => read(setOf(sequence(integer(1), utf8('a')))), Malformed)
  })
  test('who has no name', () => {
    assert.equal(verdict({ card: card({ subject: [] }) }), 'emptyName')
    assert.equal(verdict({ card: card({ subject: [], extensions: [...cardExtensions(), named([dns('gov.tw')])] }) }), 'emptyName')
    assert.equal(verdict({ card: card({ subject: [], extensions: [...cardExtensions(), named([dns('gov.tw')], true)] }) }), 'ok')
    assert.equal(verdict({ roots: [root({ subject: [], issuer: [] })], between: [authority({ issuer: [] })] }), 'emptyName')
    assert.equal(verdict({ between: [authority({ subject: [] })], card: card({ issuer: [] }) }), 'emptyName')
    assert.equal(verdict({ roots: [root({ issuer: ROOT })] }), 'ok')
  })
})
