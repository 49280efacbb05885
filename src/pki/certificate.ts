// X.509 certificates (RFC 5280, 4.1), read strictly. What is read is not yet believed: nothing here is verified.
import { createHash } from 'node:crypto'
import { publicKeyOf, sameAlgorithm, signatureAlgorithmOf } from './algorithms.ts'
import { bytesOfBits, bitStringOf, context, contextOf, countOf, Elements, encodedOf, hexOf, integerBytes, Malformed, readElement, TAG, timeOf } from './der.ts'
import {
  authorityKeyIdentifierOf, basicConstraintsOf, certificatePoliciesOf, distributionPointsOf, explicitExtensions, extendedKeyUsageOf,
  extensionReader, generalNamesValue, inhibitAnyPolicyOf, keyUsageOf, nameConstraintsOf, OID, policyConstraintsOf, policyMappingsOf,
  subjectDirectoryAttributesOf, subjectKeyIdentifierOf,
} from './extensions.ts'
import { nameOf } from './name.ts'
import type { PublicKey, SignatureAlgorithm } from './algorithms.ts'
import type { Attribute } from './attribute.ts'
import type {
  AuthorityKeyIdentifier, BasicConstraints, DistributionPoint, Extension, NameConstraints, PolicyConstraints,
  PolicyMapping,
} from './extensions.ts'
import type { GeneralName } from './general-name.ts'
import type { DistinguishedName } from './name.ts'

export type Certificate = {
  encoded: Uint8Array
  /** SHA-256 of all of it, in hex: by which it is told from others. */
  fingerprint: string
  /** What is signed. */
  signed: Uint8Array
  signature: Uint8Array
  signatureAlgorithm: SignatureAlgorithm
  /** Whether the algorithm inside of what is signed is the one outside (4.1.1.2). */
  algorithmsAgree: boolean
  version: 1 | 2 | 3
  /** Two's complement, as it stands; in hex where it is looked up by. */
  serial: Uint8Array
  issuer: DistinguishedName
  subject: DistinguishedName
  notBefore: Date
  notAfter: Date
  publicKey: PublicKey
  extensions: ReadonlyMap<string, Extension>
  basicConstraints: BasicConstraints | null
  keyUsage: ReadonlySet<number> | null
  extendedKeyUsage: string[] | null
  subjectAltNames: GeneralName[]
  nameConstraints: NameConstraints | null
  policies: string[] | null
  /** Of which types the qualifiers of its policies are. */
  policyQualifiers: string[]
  policyMappings: PolicyMapping[]
  policyConstraints: PolicyConstraints | null
  inhibitAnyPolicy: number | null
  authorityKeyIdentifier: AuthorityKeyIdentifier | null
  subjectKeyIdentifier: Uint8Array | null
  distributionPoints: DistributionPoint[]
  freshestCrl: DistributionPoint[]
  directoryAttributes: Attribute[]
}

// A certificate of a person is 2 KB; this bounds what anybody can have us read.
const MOST_BYTES = 65_536
// RFC 5280, 4.1.2.2 allows 20; a little more is read, so that the fault can be told from one of encoding.
const MOST_SERIAL_BYTES = 64

/** Reads a certificate. Throws `Malformed` for anything that is not exactly one. */
export function readCertificate(bytes: Uint8Array): Certificate {
  const where = 'Certificate'
  if (bytes.length > MOST_BYTES) throw new Malformed('tooMany', where)
  const outer = new Elements(readElement(bytes, TAG.sequence, where), where)
  const tbs = outer.next(TAG.sequence, 'tbsCertificate')
  const algorithm = outer.next(TAG.sequence, 'signatureAlgorithm')
  const signature = bytesOfBits(outer.next(TAG.bitString, 'signatureValue'), `${where}.signatureValue`)
  outer.done()

  const parts = new Elements(tbs, where)
  const version = versionOf(parts)
  const serial = integerBytes(parts.next(TAG.integer, 'serialNumber'), `${where}.serialNumber`)
  if (serial.length > MOST_SERIAL_BYTES) throw new Malformed('integer', `${where}.serialNumber`)
  const innerAlgorithm = parts.next(TAG.sequence, 'signature')
  const issuer = nameOf(parts.next(TAG.sequence, 'issuer'), `${where}.issuer`)
  const validity = parts.open(TAG.sequence, 'validity')
  const notBefore = timeOf(validity.any('notBefore'), `${where}.notBefore`)
  const notAfter = timeOf(validity.any('notAfter'), `${where}.notAfter`)
  validity.done()
  const subject = nameOf(parts.next(TAG.sequence, 'subject'), `${where}.subject`)
  const publicKey = publicKeyOf(parts.next(TAG.sequence, 'subjectPublicKeyInfo'), `${where}.subjectPublicKeyInfo`)
  for (const tag of [context(1), context(2)]) {
    const unique = parts.maybe(tag, 'uniqueID')
    if (unique !== null && version === 1) throw new Malformed('version', `${where}.uniqueID`)
    if (unique !== null) bitStringOf(unique, `${where}.uniqueID`)
  }
  const extensions = certificateExtensions(parts, version)
  parts.done()
  return {
    encoded: bytes,
    fingerprint: createHash('sha256').update(bytes).digest('hex'),
    signed: encodedOf(tbs),
    signature,
    signatureAlgorithm: signatureAlgorithmOf(algorithm, `${where}.signatureAlgorithm`),
    algorithmsAgree: sameAlgorithm(algorithm, innerAlgorithm),
    version, serial, issuer, subject, notBefore, notAfter, publicKey, extensions,
    ...knownExtensions(extensions),
  }
}

function versionOf(parts: Elements): 1 | 2 | 3 {
  const explicit = parts.maybe(contextOf(0), 'version')
  if (explicit === null) return 1
  const inner = new Elements(explicit, 'Certificate.version')
  const version = countOf(inner.next(TAG.integer, 'version'), 'Certificate.version')
  inner.done()
  if (version === 0) throw new Malformed('defaultEncoded', 'Certificate.version')
  if (version > 2) throw new Malformed('version', 'Certificate.version')
  return version === 1 ? 2 : 3
}

function certificateExtensions(parts: Elements, version: number): ReadonlyMap<string, Extension> {
  const explicit = parts.maybe(contextOf(3), 'extensions')
  if (explicit !== null && version !== 3) throw new Malformed('version', 'Certificate.extensions')
  return explicitExtensions(explicit, 'Certificate')
}

type Known = Pick<Certificate, 'basicConstraints' | 'keyUsage' | 'extendedKeyUsage' | 'subjectAltNames' | 'nameConstraints'
  | 'policies' | 'policyQualifiers' | 'policyMappings' | 'policyConstraints' | 'inhibitAnyPolicy' | 'authorityKeyIdentifier' | 'subjectKeyIdentifier'
  | 'distributionPoints' | 'freshestCrl' | 'directoryAttributes'>

/** Read at once, so that a certificate with an extension that cannot be read is no certificate, critical or not. */
function knownExtensions(extensions: ReadonlyMap<string, Extension>): Known {
  const read = extensionReader(extensions)
  const { policies = null, qualifiers = [] } = read(OID.certificatePolicies, certificatePoliciesOf) ?? {}
  return {
    basicConstraints: read(OID.basicConstraints, basicConstraintsOf),
    keyUsage: read(OID.keyUsage, keyUsageOf),
    extendedKeyUsage: read(OID.extendedKeyUsage, extendedKeyUsageOf),
    subjectAltNames: read(OID.subjectAltName, (value) => generalNamesValue(value, 'subjectAltName')) ?? [],
    nameConstraints: read(OID.nameConstraints, nameConstraintsOf),
    policies, policyQualifiers: qualifiers,
    policyMappings: read(OID.policyMappings, policyMappingsOf) ?? [],
    policyConstraints: read(OID.policyConstraints, policyConstraintsOf),
    inhibitAnyPolicy: read(OID.inhibitAnyPolicy, inhibitAnyPolicyOf),
    authorityKeyIdentifier: read(OID.authorityKeyIdentifier, authorityKeyIdentifierOf),
    subjectKeyIdentifier: read(OID.subjectKeyIdentifier, subjectKeyIdentifierOf),
    distributionPoints: read(OID.crlDistributionPoints, (value) => distributionPointsOf(value, 'cRLDistributionPoints')) ?? [],
    freshestCrl: read(OID.freshestCrl, (value) => distributionPointsOf(value, 'freshestCRL')) ?? [],
    directoryAttributes: read(OID.subjectDirectoryAttributes, subjectDirectoryAttributesOf) ?? [],
  }
}

/** Issued by itself: the same name on both sides (RFC 5280, 3.2). Not whether it signed itself. */
export const isSelfIssued = ({ issuer, subject }: Certificate): boolean => issuer.key === subject.key

/** The serial number in hex, as CRLs are searched by. */
export const serialText = ({ serial }: Pick<Certificate, 'serial'>): string => hexOf(serial)
