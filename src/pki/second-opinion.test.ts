// OpenSSL's command line as a second opinion, over chains in which one thing or several are other than they should be, and
// over certificates that were altered. What it refuses is not accepted here, and what it accepts is not refused, but for the
// reasons below.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { element, ia5, integer, octets, sequence, tagged, namedBits } from '../demo/certificates/der-writer.ts'
import { extensions } from '../demo/certificates/issue.ts'
import { authority, authorityExtensions, AUTHORITY, card, cardExtensions, crlOf, instead, KEYS, nameOf, NOW, POLICY, root, rootExtensions, seconds, without } from '../../test/pki/hierarchy.ts'
import { Malformed, OID, readCertificate, readCrl, USAGE, validatePath } from './index.ts'
import type { ExtensionValue } from '../demo/certificates/issue.ts'

/** Why a chain is refused that OpenSSL accepts. */
const STRICTER: Record<string, string> = {
  serialNotPositive: 'a number of no certificate that RFC 5280, 4.1.2.2 lets be issued',
  criticality: 'RFC 5280, 4 says whether each extension is critical; OpenSSL asks it of some',
  keyIdentifierMissing: 'OpenSSL asks for the key identifiers of authorities alone',
  constraintsInEndEntity: 'names are for authorities to constrain',
  unreadableName: 'OpenSSL does not look at names that nothing is compared with',
  keyCurve: 'the policy names the curves',
  notCa: 'a path length is an authority\'s',
}

/** Faults of which OpenSSL sees nothing. */
const UNSEEN: Record<string, string> = {
  'root with policies constrained': 'what an anchor\'s own certificate asks for counts (RFC 5937)',
}

/** Faults for which OpenSSL refuses what is accepted here. */
const FREER: Record<string, string> = {
  'card to this second': 'notAfter is still valid (RFC 5280, 4.1.2.5; limbo asks for it)',
  'authority without usage': 'what is not there does not restrict (RFC 5280, 6.3.3 f; limbo asks for it)',
  'constraints not critical': 'critical or not, they are heard (PKITS 4.6.4 asks for it)',
  'another authority\'s key': 'a key identifier orders the issuers that are tried, and proves nothing: the signature does',
}

const there = spawnSync('openssl', ['version']).status === 0
const folder = there ? mkdtempSync(join(tmpdir(), 'ecpa-openssl-')) : ''
const runs = Number(process.env['ECPA_OPENSSL_RUNS'] ?? 150)

type Chain = { root: Buffer; authority: Buffer; card: Buffer; crls: Buffer[] }

const pem = (kind: string, der: Buffer): string =>
  // Without an empty line at the end, where it comes out even: OpenSSL reads none after it.
  `-----BEGIN ${kind}-----\n${der.toString('base64').match(/.{1,64}/g)!.join('\n')}\n-----END ${kind}-----\n`

function opensslAccepts({ root: anchor, authority: between, card: end, crls }: Chain): boolean {
  const file = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  try {
    execFileSync('openssl', [
      'verify', '-no-CApath', '-no-CAstore', '-x509_strict', '-policy_check', '-crl_check_all', '-extended_crl', '-policy', OID.anyPolicy,
      '-attime', String(NOW.getTime() / 1000), '-CAfile', file('root.pem', pem('CERTIFICATE', anchor)),
      '-untrusted', file('between.pem', pem('CERTIFICATE', between)),
      '-CRLfile', file('crls.pem', crls.map((one) => pem('X509 CRL', one)).join('')), file('end.pem', pem('CERTIFICATE', end)),
    ], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

/** The code of the refusal; null where it was accepted. */
function ourRefusal(chain: Chain): string | null {
  try {
    const result = validatePath({
      endEntity: readCertificate(chain.card), candidates: [readCertificate(chain.authority)], anchors: [readCertificate(chain.root)],
      crls: chain.crls.map(readCrl), time: NOW,
    })
    return result.ok ? null : result.code
  } catch (error) {
    if (error instanceof Malformed) return 'malformed'
    throw error
  }
}

const subtree = (text: string): Buffer => sequence(ia5(0x82, text))
const constraints = (permitted: string[], excluded: string[], critical = true): ExtensionValue => ({
  oid: OID.nameConstraints, critical,
  value: sequence(...(permitted.length === 0 ? [] : [tagged(0, ...permitted.map(subtree))]), ...(excluded.length === 0 ? [] : [tagged(1, ...excluded.map(subtree))])),
})
const hosts = (...names: string[]): ExtensionValue => ({ oid: OID.subjectAltName, value: sequence(...names.map((name) => ia5(0x82, name))) })
const policyConstraints = (skip: number): ExtensionValue => ({ oid: OID.policyConstraints, critical: true, value: sequence(element(0x80, Buffer.from([skip]))) })
const unknown = (critical: boolean): ExtensionValue => ({ oid: '1.3.6.1.4.1.99999.1', critical, value: octets(Buffer.from('?')) })

type Wishes = { root: Parameters<typeof root>[0] & {}; authority: Parameters<typeof authority>[0] & {}; card: Parameters<typeof card>[0] & {}; crls: Buffer[] }
type Fault = (wishes: Wishes) => void

const onAuthority = (change: (list: ExtensionValue[]) => ExtensionValue[]): Fault => (wishes) => {
  wishes.authority.extensions = change([...wishes.authority.extensions ?? authorityExtensions()])
}
const onCard = (change: (list: ExtensionValue[]) => ExtensionValue[]): Fault => (wishes) => {
  wishes.card.extensions = change([...wishes.card.extensions ?? cardExtensions()])
}
const onRoot = (change: (list: ExtensionValue[]) => ExtensionValue[]): Fault => (wishes) => {
  wishes.root.extensions = change([...wishes.root.extensions ?? rootExtensions()])
}

/** What may be otherwise: some of it harmless, most of it not. */
const FAULTS: Record<string, Fault> = {
  'card over': (w) => { w.card.notAfter = seconds(-60) },
  'card not yet': (w) => { w.card.notBefore = seconds(60) },
  'card to this second': (w) => { w.card.notAfter = NOW },
  'card from this second': (w) => { w.card.notBefore = NOW },
  'authority over': (w) => { w.authority.notAfter = seconds(-60) },
  'root over': (w) => { w.root.notAfter = seconds(-60) },
  'card signed by another': (w) => { w.card.signer = KEYS.other },
  'authority signed by another': (w) => { w.authority.signer = KEYS.other },
  'card of another issuer': (w) => { w.card.issuer = nameOf('另一個憑證管理中心') },
  'issuer in other case and blanks': (w) => { w.card.issuer = AUTHORITY.map(([type, text]) => [type, type === '2.5.4.6' ? text : ` ${text}  `] as const) },
  'authority is none': onAuthority((list) => instead(list, extensions.basicConstraints(false))),
  'authority without constraints': onAuthority((list) => without(list, OID.basicConstraints)),
  'constraints not critical': onAuthority((list) => instead(list, extensions.basicConstraints(true, 0, false))),
  'authority may not sign': onAuthority((list) => instead(list, extensions.keyUsage(USAGE.crlSign))),
  'authority may not sign CRLs': onAuthority((list) => instead(list, extensions.keyUsage(USAGE.keyCertSign))),
  'authority without usage': onAuthority((list) => without(list, OID.keyUsage)),
  'authority without key identifier': onAuthority((list) => without(list, OID.subjectKeyIdentifier)),
  'card without authority\'s key': onCard((list) => without(list, OID.authorityKeyIdentifier)),
  'another authority\'s key': onCard((list) => instead(list, extensions.authorityKeyId(KEYS.other))),
  'path length of the root': onRoot((list) => instead(list, extensions.basicConstraints(true, 0))),
  'names permitted': (w) => { onAuthority((list) => [...list, constraints(['gov.tw'], [])])(w); onCard((list) => [...list, hosts('www.gov.tw')])(w) },
  'names not permitted': (w) => { onAuthority((list) => [...list, constraints(['gov.tw'], [])])(w); onCard((list) => [...list, hosts('example.com')])(w) },
  'names excluded': (w) => { onAuthority((list) => [...list, constraints([], ['gov.tw'])])(w); onCard((list) => [...list, hosts('www.gov.tw')])(w) },
  'constraints of the card': onCard((list) => [...list, constraints(['gov.tw'], [])]),
  'a policy is required': onAuthority((list) => [...list, policyConstraints(0)]),
  'card without policy': onCard((list) => without(list, OID.certificatePolicies)),
  'card with another policy': onCard((list) => instead(list, extensions.policies('2.16.886.101.0.3.9'))),
  'card with that policy twice': onCard((list) => instead(list, extensions.policies(POLICY, POLICY))),
  'something critical in the card': onCard((list) => [...list, unknown(true)]),
  'something in the card': onCard((list) => [...list, unknown(false)]),
  'something critical in the authority': onAuthority((list) => [...list, unknown(true)]),
  'something critical in the root': onRoot((list) => [...list, unknown(true)]),
  'card revoked': (w) => { w.crls[1] = crlOf('authority', [{ serial: 0x1234567890n, at: seconds(-60), reason: 1 }]) },
  'card on hold': (w) => { w.crls[1] = crlOf('authority', [{ serial: 0x1234567890n, at: seconds(-60), reason: 6 }]) },
  'another revoked': (w) => { w.crls[1] = crlOf('authority', [{ serial: 99, at: seconds(-60) }]) },
  'authority revoked': (w) => { w.crls[0] = crlOf('root', [{ serial: 2, at: seconds(-60) }]) },
  'no CRL of the authority': (w) => { w.crls.splice(1, 1) },
  'a negative number': (w) => { w.card.serial = Buffer.from([0x91, 0x11]) },
  'authority of version 1': (w) => { w.authority.version = 1; w.authority.extensions = [] },
  'usage of no bit': onCard((list) => instead(list, { oid: OID.keyUsage, critical: true, value: namedBits() })),
  'extension twice': onCard((list) => [...list, unknown(false), unknown(false)]),
  'root without constraints': onRoot((list) => without(list, OID.basicConstraints)),
  'root with policies constrained': onRoot((list) => [...list, policyConstraints(0)]),
  'inhibit any': onAuthority((list) => [...list, { oid: OID.inhibitAnyPolicy, critical: true, value: integer(0) }]),
  'card of any policy': onCard((list) => instead(list, extensions.policies(OID.anyPolicy))),
}

function chainOf(names: readonly string[]): Chain {
  const wishes: Wishes = { root: {}, authority: {}, card: {}, crls: [crlOf('root'), crlOf('authority')] }
  for (const name of names) FAULTS[name]!(wishes)
  return { root: root(wishes.root), authority: authority(wishes.authority), card: card(wishes.card), crls: wishes.crls }
}

function compare(chain: Chain, what: string, faults: readonly string[] = []): void {
  const refusal = ourRefusal(chain)
  const accepted = opensslAccepts(chain)
  const some = (known: Record<string, string>): boolean => faults.some((fault) => known[fault] !== undefined)
  if (refusal === null) assert.ok(accepted || some(FREER), `${what}: accepted here, refused by OpenSSL`)
  else if (accepted) {
    assert.ok(refusal === 'malformed' || STRICTER[refusal] !== undefined || some(UNSEEN), `${what}: ${refusal} here, accepted by OpenSSL`)
  }
}

describe('OpenSSL\'s opinion', { skip: there ? false : 'there is no openssl on this machine' }, () => {
  after(() => rmSync(folder, { recursive: true, force: true }))

  test('on a chain in which all is well', () => {
    const chain = chainOf([])
    assert.equal(ourRefusal(chain), null)
    assert.ok(opensslAccepts(chain))
  })

  test('on chains with one fault each', () => {
    for (const name of Object.keys(FAULTS)) compare(chainOf([name]), name, [name])
  })

  test(`on ${runs} chains with several`, () => {
    fc.assert(fc.property(fc.uniqueArray(fc.constantFrom(...Object.keys(FAULTS)), { minLength: 2, maxLength: 3 }),
      (names) => compare(chainOf(names), names.join(', '), names)), { numRuns: runs })
  })

  test(`on ${runs} certificates that were altered`, () => {
    const chain = chainOf([])
    const alteration = fc.record({
      which: fc.constantFrom('authority' as const, 'card' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), flip: fc.integer({ min: 1, max: 255 }),
    })
    fc.assert(fc.property(alteration, ({ which, at, flip }) => {
      const bytes = Buffer.from(chain[which])
      bytes[Math.floor(at * bytes.length)]! ^= flip
      compare({ ...chain, [which]: bytes }, `${which} ${bytes.toString('hex')}`)
    }), { numRuns: runs })
  })
})
