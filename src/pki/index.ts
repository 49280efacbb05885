/**
 * X.509 certificates, CRLs, OCSP, CMS signatures and path validation (RFC 5280, 6960, 5652, 9618, 5937): strict parsers and pure
 * functions. Nothing is fetched, no clock is read, nothing is kept; of `node:crypto` only hashes, key import and signature
 * checks are used.
 */
export { algorithmName, canSign, narrowedTo, SOUND_ALGORITHMS } from './algorithms.ts'
export { derOfBer } from './ber.ts'
export { readCertificate, serialText } from './certificate.ts'
export { CMS_OID, readSignedData, verifySignedData } from './cms.ts'
export { findEntry, readCrl } from './crl.ts'
export { keptCrl, provedCrl, takenUpCrl } from './crl-keeping.ts'
export { contentOf, Malformed, oidOf, textOf } from './der.ts'
export { OID, USAGE } from './extensions.ts'
export { nameText, sameName, textsOf } from './name.ts'
export { isAbout, readOcsp } from './ocsp.ts'
export { ocspRequest } from './ocsp-request.ts'
export { statusByOcsp } from './revocation.ts'
export { STANDARD_OPTIONS, validatePath } from './validate-path.ts'
export type { AlgorithmName, AlgorithmPolicy, SignatureAlgorithm } from './algorithms.ts'
export type { Certificate } from './certificate.ts'
export type { CmsFault, CmsResult, SignedData } from './cms.ts'
export type { Crl } from './crl.ts'
export type { CrlEntry, CrlIndex, CrlReason } from './crl-entries.ts'
export type { Element, MalformedCode } from './der.ts'
export type { DistinguishedName } from './name.ts'
export type { NamedCertificate, OcspResponse } from './ocsp.ts'
export type { AskedAgain } from './revocation.ts'
export type {
  Failure, FailureCode, OcspAnswer, Purpose, RevocationMode, RevocationPolicy, Success, ValidationInput, ValidationOptions,
  ValidationResult,
} from './validation.ts'
