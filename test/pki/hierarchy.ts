// A root, an authority and a card, as tests want them: every part of it can be wished otherwise.
import { extensions, issueCertificate, issueCrl, makeKey } from '../../src/demo/certificates/issue.ts'
import { USAGE } from '../../src/pki/index.ts'
import type { CertificateWish, CrlWish, ExtensionValue, KeyPair, Name, Revoked } from '../../src/demo/certificates/issue.ts'

export const NOW = new Date('2026-06-01T04:00:00Z')
const BEGIN = new Date('2020-01-01T00:00:00Z')
const END = new Date('2036-01-01T00:00:00Z')

// Made once: a key takes longer than everything that is done with it.
export const KEYS = { root: makeKey('rsa'), authority: makeKey('p256'), other: makeKey('p256'), card: makeKey('rsa') } as const

export const nameOf = (...units: string[]): Name => [['2.5.4.6', 'TW'], ['2.5.4.10', '行政院'], ...units.map((unit) => ['2.5.4.11', unit] as const)]
export const ROOT = nameOf('根憑證管理中心')
export const AUTHORITY = nameOf('內政部憑證管理中心')
export const CARD: Name = [['2.5.4.6', 'TW'], ['2.5.4.3', '吳小明'], ['2.5.4.5', '0000000112345678']]
export const POLICY = '2.16.886.101.0.3.3'

type Wish = Partial<CertificateWish>

export const rootExtensions = (): ExtensionValue[] =>
  [extensions.basicConstraints(true), extensions.keyUsage(USAGE.keyCertSign, USAGE.crlSign), extensions.subjectKeyId(KEYS.root)]
export const authorityExtensions = (key: KeyPair = KEYS.authority): ExtensionValue[] => [
  extensions.basicConstraints(true, 0), extensions.keyUsage(USAGE.keyCertSign, USAGE.crlSign), extensions.subjectKeyId(key),
  extensions.authorityKeyId(KEYS.root), extensions.policies(POLICY),
]
export const cardExtensions = (issuer: KeyPair = KEYS.authority): ExtensionValue[] => [
  extensions.keyUsage(USAGE.digitalSignature), extensions.subjectKeyId(KEYS.card), extensions.authorityKeyId(issuer),
  extensions.policies(POLICY),
]

export const root = (wish: Wish = {}): Buffer => issueCertificate({
  serial: 1, issuer: ROOT, subject: ROOT, notBefore: BEGIN, notAfter: END, key: KEYS.root, signer: KEYS.root, extensions: rootExtensions(), ...wish,
})
export const authority = (wish: Wish = {}): Buffer => issueCertificate({
  serial: 2, issuer: ROOT, subject: AUTHORITY, notBefore: BEGIN, notAfter: END, key: KEYS.authority, signer: KEYS.root,
  extensions: authorityExtensions(), ...wish,
})
export const card = (wish: Wish = {}): Buffer => issueCertificate({
  serial: 0x1234567890n, issuer: AUTHORITY, subject: CARD, notBefore: BEGIN, notAfter: END, key: KEYS.card, signer: KEYS.authority,
  extensions: cardExtensions(), ...wish,
})

/** The CRL of the root or of the authority, fresh at `NOW`. */
export const crlOf = (of: 'root' | 'authority', revoked: Revoked[] = [], wish: Partial<CrlWish> = {}): Buffer => issueCrl({
  issuer: of === 'root' ? ROOT : AUTHORITY, signer: KEYS[of], number: 7, thisUpdate: new Date('2026-06-01T00:00:00Z'),
  nextUpdate: new Date('2026-06-02T00:00:00Z'), revoked, ...wish,
})

/** That many seconds after `NOW`. */
export const seconds = (count: number): Date => new Date(NOW.getTime() + count * 1000)

/** A list of extensions without one, and with one in place of its like. */
export const without = (list: readonly ExtensionValue[], oid: string): ExtensionValue[] => list.filter((one) => one.oid !== oid)
export const instead = (list: readonly ExtensionValue[], other: ExtensionValue): ExtensionValue[] => [...without(list, other.oid), other]
