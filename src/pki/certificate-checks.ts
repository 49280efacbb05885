// What is asked of each certificate of a path, one small step each, in this order (RFC 5280, 6.1.3 to 6.1.5). Signatures,
// revocation, name constraints and policies, which need more than the certificate, are walked by validate-path.ts.
import { algorithmName } from './algorithms.ts'
import { OID, USAGE } from './extensions.ts'
import { isReadableName } from './name-constraints.ts'
import { isEmptyName } from './name.ts'
import type { PublicKey, TrustedKey } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import type { FailureCode, ValidationOptions } from './validation.ts'

/** Where the certificate stands in the path. */
export type Place = 'anchor' | 'intermediate' | 'end'

/** `keyOf`: the key as the policy of algorithms lets it be used. */
type Given = {
  certificate: Certificate; place: Place; time: Date; options: ValidationOptions; keyOf: (key: PublicKey) => TrustedKey
}
type Check = { name: string; places: readonly Place[]; fault: (given: Given) => FailureCode | null }

const ALL: readonly Place[] = ['anchor', 'intermediate', 'end']
const AUTHORITIES: readonly Place[] = ['anchor', 'intermediate']
const BELOW: readonly Place[] = ['intermediate', 'end']

const when = (broken: boolean, code: FailureCode): FailureCode | null => (broken ? code : null)

/** Extensions that have been heard when a path is valid: their meaning is in one of the steps. */
const PROCESSED: ReadonlySet<string> = new Set([
  OID.keyUsage, OID.basicConstraints, OID.nameConstraints, OID.certificatePolicies, OID.policyMappings, OID.policyConstraints,
  OID.inhibitAnyPolicy, OID.extendedKeyUsage, OID.subjectAltName, OID.crlDistributionPoints,
])

/** Qualifiers of policies that mean nothing for a path: where to read the practice statement, and a notice for people. */
const QUALIFIERS: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.2.1', '1.3.6.1.5.5.7.2.2'])

// Also prescribed, and left out by so many authorities (NIST's own test suite among them) that the caller has to ask for it.
const CRITICAL_POLICIES: readonly string[] = [OID.policyConstraints, OID.inhibitAnyPolicy]

const isCa = ({ basicConstraints }: Certificate): boolean => basicConstraints?.ca === true
const hasUsage = ({ keyUsage }: Certificate, bit: number): boolean => keyUsage === null || keyUsage.has(bit)

export const CHECKS: readonly Check[] = [
  { name: 'both algorithms agree', places: BELOW, fault: ({ certificate }) => when(!certificate.algorithmsAgree, 'algorithmMismatch') },
  {
    name: 'the signature algorithm is trusted', places: BELOW,
    fault: ({ certificate: { signatureAlgorithm }, options: { algorithms } }) => {
      const name = algorithmName(signatureAlgorithm)
      return when(name === null || !algorithms.signatures.includes(name), 'signatureAlgorithm')
    },
  },
  {
    name: 'the key is trusted', places: ALL,
    fault: ({ certificate: { publicKey }, keyOf }) => {
      const trusted = keyOf(publicKey)
      return 'fault' in trusted ? trusted.fault : null
    },
  },
  // Written so that a time which is none is neither.
  { name: 'valid already', places: ALL, fault: ({ certificate, time }) => when(!(time >= certificate.notBefore), 'notYetValid') },
  // The second that it names is still its own.
  { name: 'valid still', places: ALL, fault: ({ certificate, time }) => when(!(time.getTime() - certificate.notAfter.getTime() < 1000), 'expired') },
  {
    name: 'no critical extension that is not heard', places: ALL,
    fault: ({ certificate: { extensions } }) =>
      when([...extensions.values()].some(({ oid, critical }) => critical && !PROCESSED.has(oid)), 'unknownCritical'),
  },
  {
    // 4.2.1.4: whoever relies on a critical one has to understand its qualifiers too.
    name: 'no critical qualifier of a policy that is not heard', places: ALL,
    fault: ({ certificate: { extensions, policyQualifiers } }) =>
      when(extensions.get(OID.certificatePolicies)?.critical === true && !policyQualifiers.every((oid) => QUALIFIERS.has(oid)), 'unknownCritical'),
  },
  { name: 'is an authority', places: AUTHORITIES, fault: ({ certificate }) => when(certificate.version !== 3 || !isCa(certificate), 'notCa') },
  { name: 'may sign certificates', places: AUTHORITIES, fault: ({ certificate }) => when(!hasUsage(certificate, USAGE.keyCertSign), 'noCertSign') },
  {
    name: 'the key is for this use', places: ['end'],
    fault: ({ certificate: { keyUsage }, options: { purpose: { keyUsage: wanted } } }) =>
      when(wanted !== undefined && keyUsage !== null && !wanted.some((bit) => keyUsage.has(bit)), 'keyUsage'),
  },
  {
    name: 'the certificate is for this purpose', places: ['end'],
    fault: ({ certificate: { extendedKeyUsage: names }, options: { purpose: { extendedKeyUsage: wanted, anyPurpose = false } } }) =>
      when(wanted !== undefined && names !== null && !names.includes(wanted)
        && !(anyPurpose && names.includes(OID.anyExtendedKeyUsage)), 'extendedKeyUsage'),
  },
  {
    // Whom it made an authority for one purpose alone, makes nobody anything for another.
    name: 'the authority is for this purpose', places: AUTHORITIES,
    fault: ({ certificate: { extendedKeyUsage: names }, options: { purpose: { extendedKeyUsage: wanted } } }) =>
      when(wanted !== undefined && names !== null && !names.includes(wanted) && !names.includes(OID.anyExtendedKeyUsage), 'extendedKeyUsage'),
  },
  // -------------------------------------------------------------------------------- RFC 5280, 4: what may not be issued
  {
    // Some of the oldest roots have the number 0.
    name: 'the serial number is positive', places: BELOW,
    fault: ({ certificate: { serial } }) => when(serial[0]! >= 0x80 || serial.every((byte) => byte === 0), 'serialNotPositive'),
  },
  { name: 'the serial number is short', places: ALL, fault: ({ certificate: { serial } }) => when(serial.length > 20, 'serialTooLong') },
  {
    // Those that must not be critical are not among the processed.
    name: 'constraints of names are critical', places: ALL,
    fault: ({ certificate: { extensions } }) => when(extensions.get(OID.nameConstraints)?.critical === false, 'criticality'),
  },
  {
    name: 'constraints of policies are critical', places: ALL,
    fault: ({ certificate: { extensions }, options: { criticalPolicies } }) =>
      when(criticalPolicies && CRITICAL_POLICIES.some((oid) => extensions.get(oid)?.critical === false), 'criticality'),
  },
  {
    name: 'the constraints of a root are critical', places: ['anchor'],
    fault: ({ certificate: { extensions } }) => when(extensions.get(OID.basicConstraints)?.critical === false, 'criticality'),
  },
  {
    name: 'an authority has a key identifier', places: AUTHORITIES,
    fault: ({ certificate: { subjectKeyIdentifier } }) => when(subjectKeyIdentifier === null, 'keyIdentifierMissing'),
  },
  {
    name: 'the issuer has a key identifier', places: BELOW,
    fault: ({ certificate }) =>
      when(certificate.version === 3 && (certificate.authorityKeyIdentifier?.keyId ?? null) === null, 'keyIdentifierMissing'),
  },
  {
    name: 'who issues has a name', places: ALL,
    fault: ({ certificate, place }) => when(isEmptyName(certificate.issuer) || (place !== 'end' && isEmptyName(certificate.subject)), 'emptyName'),
  },
  {
    name: 'who has no name has a critical alternative one', places: ['end'],
    fault: ({ certificate: { subject, extensions } }) =>
      when(isEmptyName(subject) && extensions.get(OID.subjectAltName)?.critical !== true, 'emptyName'),
  },
  {
    name: 'alternative names are what they say they are', places: ALL,
    fault: ({ certificate: { subjectAltNames } }) => when(!subjectAltNames.every(isReadableName), 'unreadableName'),
  },
  {
    name: 'only authorities constrain names', places: ['end'],
    fault: ({ certificate }) => when(certificate.nameConstraints !== null && !isCa(certificate), 'constraintsInEndEntity'),
  },
  {
    name: 'only authorities sign certificates', places: ['end'],
    fault: ({ certificate }) => when(certificate.keyUsage?.has(USAGE.keyCertSign) === true && !isCa(certificate), 'certSignWithoutCa'),
  },
  {
    name: 'only authorities have a path length', places: ALL,
    fault: ({ certificate: { basicConstraints } }) =>
      when(basicConstraints !== null && basicConstraints.pathLength !== null && !basicConstraints.ca, 'notCa'),
  },
]

/** The first of the checks that the certificate fails at its place; null when it passes all. */
export function firstFault(given: Given): { code: FailureCode; check: string } | null {
  for (const { name, places, fault } of CHECKS) {
    if (!places.includes(given.place)) continue
    const code = fault(given)
    if (code !== null) return { code, check: name }
  }
  return null
}
