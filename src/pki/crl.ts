// Certificate revocation lists (RFC 5280, 5), all but their entries (crl-entries.ts).
import { signatureAlgorithmOf, sameAlgorithm } from './algorithms.ts'
import { entryOf, indexEntries } from './crl-entries.ts'
import {
  bigIntegerOf, booleanOf, bytesOfBits, context, contextOf, countOf, Elements, encodedOf, Malformed, namedBits, readElement,
  readSequence, TAG, timeOf,
} from './der.ts'
import { authorityKeyIdentifierOf, distributionPointName, distributionPointsOf, explicitExtensions, extensionReader, OID } from './extensions.ts'
import { nameOf } from './name.ts'
import type { SignatureAlgorithm } from './algorithms.ts'
import type { CrlEntry, CrlIndex } from './crl-entries.ts'
import type { AuthorityKeyIdentifier, DistributionPoint, DistributionPointName, Extension, Reasons } from './extensions.ts'
import type { DistinguishedName } from './name.ts'

export type IssuingDistributionPoint = {
  name: DistributionPointName | null
  onlyUserCerts: boolean
  onlyCaCerts: boolean
  onlyAttributeCerts: boolean
  /** Null: all reasons. */
  onlySomeReasons: Reasons | null
  indirect: boolean
}

export type Crl = {
  signed: Uint8Array
  signature: Uint8Array
  signatureAlgorithm: SignatureAlgorithm
  algorithmsAgree: boolean
  issuer: DistinguishedName
  thisUpdate: Date
  /** Null: it does not say; then it cannot be told from a stale one. */
  nextUpdate: Date | null
  extensions: ReadonlyMap<string, Extension>
  number: bigint | null
  /** Of a delta CRL: the number of the CRL that it completes. */
  deltaBase: bigint | null
  issuingDistributionPoint: IssuingDistributionPoint | null
  authorityKeyIdentifier: AuthorityKeyIdentifier | null
  freshestCrl: DistributionPoint[]
  entries: CrlIndex
  /**
   * The key (SubjectPublicKeyInfo) whose signature was seen on it, by `provedCrl`; null: nobody has looked. A list of 20 MB
   * is not hashed again at each sign-in.
   */
  provedBy: Uint8Array | null
}

// Five times the largest that is known.
const MOST_BYTES = 100_000_000
// RFC 5280, 5.2.3.
const MOST_NUMBER_BYTES = 21

/**
 * Reads a CRL and indexes its entries; of the bytes, nothing but what is signed is kept. Throws `Malformed`. A large one takes a
 * good part of a second: do it in a worker, and hand it over as `keptCrl` (crl-keeping.ts).
 */
export function readCrl(bytes: Uint8Array): Crl {
  const where = 'CertificateList'
  if (bytes.length > MOST_BYTES) throw new Malformed('tooMany', where)
  const outer = new Elements(readElement(bytes, TAG.sequence, where), where)
  const tbs = outer.next(TAG.sequence, 'tbsCertList')
  const algorithm = outer.next(TAG.sequence, 'signatureAlgorithm')
  const signature = bytesOfBits(outer.next(TAG.bitString, 'signatureValue'), `${where}.signatureValue`)
  outer.done()

  const parts = new Elements(tbs, where)
  const version = parts.maybe(TAG.integer, 'version')
  if (version !== null && countOf(version, `${where}.version`) !== 1) throw new Malformed('version', where)
  const innerAlgorithm = parts.next(TAG.sequence, 'signature')
  const issuer = nameOf(parts.next(TAG.sequence, 'issuer'), `${where}.issuer`)
  const thisUpdate = timeOf(parts.any('thisUpdate'), `${where}.thisUpdate`)
  const next = parts.maybe(TAG.utcTime, 'nextUpdate') ?? parts.maybe(TAG.generalizedTime, 'nextUpdate')
  const revoked = parts.maybe(TAG.sequence, 'revokedCertificates')
  const explicit = parts.maybe(contextOf(0), 'crlExtensions')
  parts.done()
  const extensions = explicitExtensions(explicit, 'CertificateList')
  if (extensions.size > 0 && version === null) throw new Malformed('version', `${where}.crlExtensions`)
  return {
    signed: encodedOf(tbs),
    signature,
    signatureAlgorithm: signatureAlgorithmOf(algorithm, `${where}.signatureAlgorithm`),
    algorithmsAgree: sameAlgorithm(algorithm, innerAlgorithm),
    issuer,
    thisUpdate,
    nextUpdate: next === null ? null : timeOf(next, `${where}.nextUpdate`),
    extensions,
    ...knownExtensions(extensions),
    entries: indexEntries(revoked, { v2: version !== null, issuer: issuer.key }),
    provedBy: null,
  }
}

type Known = Pick<Crl, 'number' | 'deltaBase' | 'issuingDistributionPoint' | 'authorityKeyIdentifier' | 'freshestCrl'>

function knownExtensions(extensions: ReadonlyMap<string, Extension>): Known {
  const read = extensionReader(extensions)
  const numberOf = (value: Uint8Array): bigint => {
    const number = bigIntegerOf(readElement(value, TAG.integer, 'cRLNumber'), MOST_NUMBER_BYTES, 'cRLNumber')
    if (number < 0n) throw new Malformed('value', 'cRLNumber')
    return number
  }
  return {
    number: read(OID.crlNumber, numberOf),
    deltaBase: read(OID.deltaCrlIndicator, numberOf),
    issuingDistributionPoint: read(OID.issuingDistributionPoint, issuingDistributionPointOf),
    authorityKeyIdentifier: read(OID.authorityKeyIdentifier, authorityKeyIdentifierOf),
    freshestCrl: read(OID.freshestCrl, (value) => distributionPointsOf(value, 'freshestCRL')) ?? [],
  }
}

function issuingDistributionPointOf(value: Uint8Array): IssuingDistributionPoint {
  const where = 'issuingDistributionPoint'
  const parts = readSequence(value, where)
  // 5.2.5: one that says nothing is not to be issued.
  if (parts.isDone) throw new Malformed('empty', where)
  const name = parts.maybe(contextOf(0), 'distributionPoint')
  const flag = (number: number): boolean => {
    const one = parts.maybe(context(number), 'flag')
    return one !== null && booleanOf(one, where)
  }
  const [onlyUserCerts, onlyCaCerts] = [flag(1), flag(2)]
  const reasons = parts.maybe(context(3), 'onlySomeReasons')
  const [indirect, onlyAttributeCerts] = [flag(4), flag(5)]
  parts.done()
  if ([onlyUserCerts, onlyCaCerts, onlyAttributeCerts].filter(Boolean).length > 1) throw new Malformed('value', where)
  return {
    name: name === null ? null : distributionPointName(name, where),
    onlyUserCerts, onlyCaCerts, onlyAttributeCerts, indirect,
    onlySomeReasons: reasons === null ? null : namedBits(reasons, where),
  }
}

/** The entry of that serial number and issuer (the key of its name), or null. */
export function findEntry({ entries, issuingDistributionPoint }: Crl, serial: Uint8Array, issuer: string): CrlEntry | null {
  return entryOf(entries, serial, { issuer, indirect: issuingDistributionPoint?.indirect === true })
}
