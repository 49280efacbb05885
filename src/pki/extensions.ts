// The extensions of RFC 5280, 4.2 and 5.2 that this library processes, each read by its own function.
import {
  booleanOf, contentOf, context, contextOf, countOf, Elements, expectTag, integerBytes, Malformed, namedBits, oidOf, readElement,
  readSequence, TAG,
} from './der.ts'
import { attributeOf } from './attribute.ts'
import { generalNameOf, generalNamesOf, implicitGeneralNames } from './general-name.ts'
import { relativeName } from './name.ts'
import type { Attribute } from './attribute.ts'
import type { Element } from './der.ts'
import type { GeneralName } from './general-name.ts'
import type { DistinguishedName } from './name.ts'

export const OID = {
  subjectDirectoryAttributes: '2.5.29.9', subjectKeyIdentifier: '2.5.29.14', keyUsage: '2.5.29.15', subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18', basicConstraints: '2.5.29.19', crlNumber: '2.5.29.20', reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24', deltaCrlIndicator: '2.5.29.27', issuingDistributionPoint: '2.5.29.28',
  certificateIssuer: '2.5.29.29', nameConstraints: '2.5.29.30', crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32', anyPolicy: '2.5.29.32.0', policyMappings: '2.5.29.33', authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36', extendedKeyUsage: '2.5.29.37', anyExtendedKeyUsage: '2.5.29.37.0', freshestCrl: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54', authorityInformationAccess: '1.3.6.1.5.5.7.1.1', subjectInformationAccess: '1.3.6.1.5.5.7.1.11',
  emailAddress: '1.2.840.113549.1.9.1',
} as const

export type Extension = { oid: string; critical: boolean; value: Uint8Array }

// Real certificates have a dozen.
const MOST_EXTENSIONS = 64

/** Extensions by their OID; one that stands twice is refused (4.2). */
export function extensionsOf(element: Element, where: string): ReadonlyMap<string, Extension> {
  const found = new Map<string, Extension>()
  for (const one of new Elements(element, where).all(TAG.sequence, 'extension', { least: 1, most: MOST_EXTENSIONS })) {
    const parts = new Elements(one, `${where}.extension`)
    const oid = oidOf(parts.next(TAG.oid, 'extnID'), `${where}.extension`)
    // DER leaves FALSE out, as the default that it is; some authorities write it, and it can mean nothing else.
    const flag = parts.maybe(TAG.boolean, 'critical')
    const critical = flag !== null && booleanOf(flag, `${where}.extension.critical`)
    const value = contentOf(parts.next(TAG.octetString, 'extnValue'))
    parts.done()
    if (found.has(oid)) throw new Malformed('doubled', `${where}.${oid}`)
    found.set(oid, { oid, critical, value })
  }
  return found
}

/** Extensions under their explicit tag; none where there is no such element. */
export function explicitExtensions(explicit: Element | null, where: string): ReadonlyMap<string, Extension> {
  if (explicit === null) return new Map()
  const inner = new Elements(explicit, where)
  const extensions = extensionsOf(inner.next(TAG.sequence, 'extensions'), where)
  inner.done()
  return extensions
}

/** Reads an extension's value where it is there. */
export const extensionReader = (extensions: ReadonlyMap<string, Extension>) =>
  <T>(oid: string, read: (value: Uint8Array) => T): T | null => {
    const extension = extensions.get(oid)
    return extension === undefined ? null : read(extension.value)
  }

export type BasicConstraints = { ca: boolean; pathLength: number | null }

export function basicConstraintsOf(value: Uint8Array): BasicConstraints {
  const where = 'basicConstraints'
  const parts = readSequence(value, where)
  const flag = parts.maybe(TAG.boolean, 'cA')
  const ca = flag !== null && booleanOf(flag, `${where}.cA`)
  const length = parts.maybe(TAG.integer, 'pathLenConstraint')
  parts.done()
  return { ca, pathLength: length === null ? null : countOf(length, `${where}.pathLenConstraint`) }
}

/** The bits of KeyUsage (4.2.1.3). */
export const USAGE = {
  digitalSignature: 0, nonRepudiation: 1, keyEncipherment: 2, dataEncipherment: 3, keyAgreement: 4, keyCertSign: 5, crlSign: 6,
  encipherOnly: 7, decipherOnly: 8,
} as const

/** At least one of them is set (4.2.1.3). */
export function keyUsageOf(value: Uint8Array): ReadonlySet<number> {
  const usage = namedBits(readElement(value, TAG.bitString, 'keyUsage'), 'keyUsage')
  if (usage.size === 0) throw new Malformed('empty', 'keyUsage')
  return usage
}

const MOST_PURPOSES = 64

export function extendedKeyUsageOf(value: Uint8Array): string[] {
  return new Elements(readElement(value, TAG.sequence, 'extendedKeyUsage'), 'extendedKeyUsage')
    .all(TAG.oid, 'keyPurposeId', { least: 1, most: MOST_PURPOSES }).map((one) => oidOf(one, 'extendedKeyUsage'))
}

export const generalNamesValue = (value: Uint8Array, where: string): GeneralName[] =>
  generalNamesOf(readElement(value, TAG.sequence, where), where)

export const subjectKeyIdentifierOf = (value: Uint8Array): Uint8Array =>
  contentOf(readElement(value, TAG.octetString, 'subjectKeyIdentifier'))

export type AuthorityKeyIdentifier = { keyId: Uint8Array | null; issuer: GeneralName[] | null; serial: Uint8Array | null }

export function authorityKeyIdentifierOf(value: Uint8Array): AuthorityKeyIdentifier {
  const where = 'authorityKeyIdentifier'
  const parts = readSequence(value, where)
  const keyId = parts.maybe(context(0), 'keyIdentifier')
  const issuer = parts.maybe(contextOf(1), 'authorityCertIssuer')
  const serial = parts.maybe(context(2), 'authorityCertSerialNumber')
  parts.done()
  if ((issuer === null) !== (serial === null)) throw new Malformed('value', where)
  return {
    keyId: keyId === null ? null : contentOf(keyId),
    issuer: issuer === null ? null : implicitGeneralNames(issuer, contextOf(1), where),
    serial: serial === null ? null : integerBytes(serial, where),
  }
}

// ----------------------------------------------------------------------------------------------------- name constraints

export type NameConstraints = { permitted: GeneralName[]; excluded: GeneralName[] }

// Each is compared with each name of the certificates below: the product is bounded once more where it is done.
const MOST_SUBTREES = 1024

function subtrees(element: Element, where: string): GeneralName[] {
  const list = new Elements(element, where).all(TAG.sequence, 'subtree', { least: 1, most: MOST_SUBTREES })
  return list.map((one) => {
    const parts = new Elements(one, where)
    const base = generalNameOf(parts.any('base'), `${where}.base`)
    // 4.2.1.10: minimum is 0 (so absent in DER) and maximum absent.
    parts.done()
    checkBase(base, where)
    return base
  })
}

function checkBase(base: GeneralName, where: string): void {
  if (base.kind !== 'ip') return
  const half = base.bytes.length / 2
  if (half !== 4 && half !== 16) throw new Malformed('value', where)
  // A mask is ones and then zeros: RFC 4632.
  const mask = [...base.bytes.subarray(half)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  if (!/^1*0*$/.test(mask)) throw new Malformed('value', where)
}

export function nameConstraintsOf(value: Uint8Array): NameConstraints {
  const where = 'nameConstraints'
  const parts = readSequence(value, where)
  const permitted = parts.maybe(contextOf(0), 'permittedSubtrees')
  const excluded = parts.maybe(contextOf(1), 'excludedSubtrees')
  parts.done()
  if (permitted === null && excluded === null) throw new Malformed('empty', where)
  return {
    permitted: permitted === null ? [] : subtrees(permitted, `${where}.permitted`),
    excluded: excluded === null ? [] : subtrees(excluded, `${where}.excluded`),
  }
}

// ------------------------------------------------------------------------------------------------------------- policies

const MOST_POLICIES = 256

/** The policies, and of which types their qualifiers are. The same policy twice is refused (4.2.1.4). */
export function certificatePoliciesOf(value: Uint8Array): { policies: string[]; qualifiers: string[] } {
  const where = 'certificatePolicies'
  const qualifiers: string[] = []
  const policies = new Elements(readElement(value, TAG.sequence, where), where)
    .all(TAG.sequence, 'policyInformation', { least: 1, most: MOST_POLICIES }).map((one) => {
      const parts = new Elements(one, where)
      const oid = oidOf(parts.next(TAG.oid, 'policyIdentifier'), where)
      const list = parts.maybe(TAG.sequence, 'policyQualifiers')
      parts.done()
      if (list !== null) qualifiers.push(...new Elements(list, where).all(TAG.sequence, 'qualifier', { least: 1 }).map(qualifierOf))
      return oid
    })
  if (new Set(policies).size < policies.length) throw new Malformed('doubled', where)
  return { policies, qualifiers }
}

function qualifierOf(element: Element): string {
  const parts = new Elements(element, 'policyQualifier')
  const oid = oidOf(parts.next(TAG.oid, 'policyQualifierId'), 'policyQualifier')
  parts.any('qualifier')
  parts.done()
  return oid
}

export type PolicyMapping = { issuer: string; subject: string }

export function policyMappingsOf(value: Uint8Array): PolicyMapping[] {
  const where = 'policyMappings'
  return new Elements(readElement(value, TAG.sequence, where), where)
    .all(TAG.sequence, 'mapping', { least: 1, most: MOST_POLICIES }).map((one) => {
      const parts = new Elements(one, where)
      const issuer = oidOf(parts.next(TAG.oid, 'issuerDomainPolicy'), where)
      const subject = oidOf(parts.next(TAG.oid, 'subjectDomainPolicy'), where)
      parts.done()
      return { issuer, subject }
    })
}

export type PolicyConstraints = { requireExplicit: number | null; inhibitMapping: number | null }

export function policyConstraintsOf(value: Uint8Array): PolicyConstraints {
  const where = 'policyConstraints'
  const parts = readSequence(value, where)
  const count = (element: Element | null): number | null => (element === null ? null : countOf(element, where))
  const requireExplicit = count(parts.maybe(context(0), 'requireExplicitPolicy'))
  const inhibitMapping = count(parts.maybe(context(1), 'inhibitPolicyMapping'))
  parts.done()
  if (requireExplicit === null && inhibitMapping === null) throw new Malformed('empty', where)
  return { requireExplicit, inhibitMapping }
}

export const inhibitAnyPolicyOf = (value: Uint8Array): number =>
  countOf(readElement(value, TAG.integer, 'inhibitAnyPolicy'), 'inhibitAnyPolicy')

// -------------------------------------------------------------------------------------------------- distribution points

/** The reasons of a CRL by their bits (4.2.1.13); bit 0 is unused. */
export type Reasons = ReadonlySet<number>

/** Where a CRL is, or what it is called: full names, or a name below that of its issuer. */
export type DistributionPointName =
  | { kind: 'full'; names: GeneralName[] }
  /** The issuer to which it is relative is known only where the point is used. */
  | { kind: 'relative'; below: (issuer: DistinguishedName) => DistinguishedName }

export type DistributionPoint = {
  name: DistributionPointName | null
  /** Null: for all reasons. */
  reasons: Reasons | null
  crlIssuer: GeneralName[] | null
}

/** DistributionPointName under its explicit tag. */
export function distributionPointName(element: Element, where: string): DistributionPointName {
  const parts = new Elements(element, where)
  const choice = parts.any('distributionPointName')
  parts.done()
  if (choice.tag === contextOf(0)) return { kind: 'full', names: generalNamesOf(choice, where) }
  expectTag(choice, contextOf(1), where)
  const below = (issuer: DistinguishedName): DistinguishedName => relativeName(issuer, choice, where)
  below({ attributes: [], rdns: [], key: '', encoded: new Uint8Array() })
  return { kind: 'relative', below }
}

const MOST_POINTS = 64

export function distributionPointsOf(value: Uint8Array, where: string): DistributionPoint[] {
  return new Elements(readElement(value, TAG.sequence, where), where)
    .all(TAG.sequence, 'distributionPoint', { least: 1, most: MOST_POINTS }).map((one) => {
      const parts = new Elements(one, where)
      const name = parts.maybe(contextOf(0), 'distributionPoint')
      const reasons = parts.maybe(context(1), 'reasons')
      const crlIssuer = parts.maybe(contextOf(2), 'cRLIssuer')
      parts.done()
      if (name === null && crlIssuer === null) throw new Malformed('empty', where)
      return {
        name: name === null ? null : distributionPointName(name, `${where}.distributionPoint`),
        reasons: reasons === null ? null : namedBits(reasons, `${where}.reasons`),
        crlIssuer: crlIssuer === null ? null : implicitGeneralNames(crlIssuer, contextOf(2), `${where}.cRLIssuer`),
      }
    })
}

// ------------------------------------------------------------------------------------------------ directory attributes

const MOST_ATTRIBUTES = 64

/** Attributes about the subject that are no part of its name. */
export function subjectDirectoryAttributesOf(value: Uint8Array): Attribute[] {
  const where = 'subjectDirectoryAttributes'
  return new Elements(readElement(value, TAG.sequence, where), where)
    .all(TAG.sequence, 'attribute', { least: 1, most: MOST_ATTRIBUTES }).map((one) => {
      const attribute = attributeOf(one, MOST_ATTRIBUTES, where)
      if (attribute.values.length === 0) throw new Malformed('empty', where)
      return attribute
    })
}
