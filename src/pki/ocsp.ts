// OCSP answers (RFC 6960), read strictly; what they say is believed only after `ocspStatus` has proved them.
import { createHash } from 'node:crypto'
import { hashOf, signatureAlgorithmOf } from './algorithms.ts'
import { readCertificate } from './certificate.ts'
import { bytesOfBits, contentOf, context, contextOf, countOf, Elements, encodedOf, integerBytes, Malformed, oidOf, readElement, TAG, timeOf } from './der.ts'
import { explicitExtensions } from './extensions.ts'
import { nameOf } from './name.ts'
import { reasonOf } from './crl-entries.ts'
import type { HashName, SignatureAlgorithm } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import type { CrlReason } from './crl-entries.ts'
import type { Element } from './der.ts'
import type { Extension } from './extensions.ts'
import type { DistinguishedName } from './name.ts'

export type OcspCertId = { hash: HashName | null; issuerName: Uint8Array; issuerKey: Uint8Array; serial: Uint8Array }

export type OcspSingle = {
  certId: OcspCertId
  status: { status: 'good' } | { status: 'unknown' } | { status: 'revoked'; revokedAt: Date; reason: CrlReason }
  thisUpdate: Date
  nextUpdate: Date | null
  extensions: ReadonlyMap<string, Extension>
}

export type OcspResponse = {
  signed: Uint8Array
  signature: Uint8Array
  signatureAlgorithm: SignatureAlgorithm
  /** Who answers: by name, or by the SHA-1 of the key. */
  responder: { name: DistinguishedName } | { keyHash: Uint8Array }
  producedAt: Date
  responses: OcspSingle[]
  extensions: ReadonlyMap<string, Extension>
  /** What the responder sent along: unproved. */
  certificates: Certificate[]
}

const MOST_BYTES = 1_000_000
const MOST_RESPONSES = 100
const MOST_CERTIFICATES = 10
const BASIC = '1.3.6.1.5.5.7.48.1.1'
export const OCSP_NONCE = '1.3.6.1.5.5.7.48.1.2'
export const OCSP_NO_CHECK = '1.3.6.1.5.5.7.48.1.5'
export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'

/** Reads an OCSPResponse that answers; throws `Malformed` for anything else, `value` where the responder refused to answer. */
export function readOcsp(bytes: Uint8Array): OcspResponse {
  const where = 'OCSPResponse'
  if (bytes.length > MOST_BYTES) throw new Malformed('tooMany', where)
  const outer = new Elements(readElement(bytes, TAG.sequence, where), where)
  if (countOf(outer.next(TAG.enumerated, 'responseStatus'), `${where}.responseStatus`) !== 0) throw new Malformed('value', `${where}.responseStatus`)
  const explicit = new Elements(outer.next(contextOf(0), 'responseBytes'), where)
  outer.done()
  const responseBytes = explicit.open(TAG.sequence, 'responseBytes')
  explicit.done()
  if (oidOf(responseBytes.next(TAG.oid, 'responseType'), where) !== BASIC) throw new Malformed('value', `${where}.responseType`)
  const basic = contentOf(responseBytes.next(TAG.octetString, 'response'))
  responseBytes.done()
  return basicResponse(basic)
}

function basicResponse(bytes: Uint8Array): OcspResponse {
  const where = 'BasicOCSPResponse'
  const parts = new Elements(readElement(bytes, TAG.sequence, where), where)
  const data = parts.next(TAG.sequence, 'tbsResponseData')
  const algorithm = parts.next(TAG.sequence, 'signatureAlgorithm')
  const signature = bytesOfBits(parts.next(TAG.bitString, 'signature'), where)
  const certs = parts.maybe(contextOf(0), 'certs')
  parts.done()
  return {
    signed: encodedOf(data),
    signature,
    signatureAlgorithm: signatureAlgorithmOf(algorithm, where),
    ...responseData(data),
    certificates: certs === null ? [] : certificatesOf(certs),
  }
}

function certificatesOf(explicit: Element): Certificate[] {
  const inner = new Elements(explicit, 'BasicOCSPResponse.certs')
  const list = new Elements(inner.next(TAG.sequence, 'certs'), 'BasicOCSPResponse.certs')
  inner.done()
  return list.all(TAG.sequence, 'certificate', { most: MOST_CERTIFICATES }).map((one) => readCertificate(encodedOf(one)))
}

function responseData(data: Element): Pick<OcspResponse, 'responder' | 'producedAt' | 'responses' | 'extensions'> {
  const where = 'ResponseData'
  const parts = new Elements(data, where)
  const version = parts.maybe(contextOf(0), 'version')
  // v1 is the default, so DER leaves it out, and there is no other.
  if (version !== null) throw new Malformed('version', where)
  const responder = responderOf(parts.any('responderID'))
  const producedAt = timeOf(parts.next(TAG.generalizedTime, 'producedAt'), `${where}.producedAt`)
  const responses = new Elements(parts.next(TAG.sequence, 'responses'), where)
    .all(TAG.sequence, 'response', { least: 1, most: MOST_RESPONSES }).map(singleOf)
  const extensions = explicitExtensions(parts.maybe(contextOf(1), 'responseExtensions'), where)
  parts.done()
  return { responder, producedAt, responses, extensions }
}

function responderOf(element: Element): OcspResponse['responder'] {
  const where = 'ResponseData.responderID'
  const inner = new Elements(element, where)
  if (element.tag === contextOf(1)) {
    const name = nameOf(inner.next(TAG.sequence, 'byName'), where)
    inner.done()
    return { name }
  }
  if (element.tag !== contextOf(2)) throw new Malformed('unexpectedTag', where)
  const keyHash = contentOf(inner.next(TAG.octetString, 'byKey'))
  inner.done()
  if (keyHash.length !== 20) throw new Malformed('value', where)
  return { keyHash }
}

function singleOf(element: Element): OcspSingle {
  const where = 'SingleResponse'
  const parts = new Elements(element, where)
  const certId = certIdOf(parts.next(TAG.sequence, 'certID'))
  const status = certStatusOf(parts.any('certStatus'))
  const thisUpdate = timeOf(parts.next(TAG.generalizedTime, 'thisUpdate'), where)
  const next = parts.maybe(contextOf(0), 'nextUpdate')
  let nextUpdate: Date | null = null
  if (next !== null) {
    const inner = new Elements(next, where)
    nextUpdate = timeOf(inner.next(TAG.generalizedTime, 'nextUpdate'), where)
    inner.done()
  }
  const extensions = explicitExtensions(parts.maybe(contextOf(1), 'singleExtensions'), where)
  parts.done()
  return { certId, status, thisUpdate, nextUpdate, extensions }
}

function certIdOf(element: Element): OcspCertId {
  const where = 'CertID'
  const parts = new Elements(element, where)
  const hash = hashOf(parts.next(TAG.sequence, 'hashAlgorithm'), where)
  const issuerName = contentOf(parts.next(TAG.octetString, 'issuerNameHash'))
  const issuerKey = contentOf(parts.next(TAG.octetString, 'issuerKeyHash'))
  const serial = integerBytes(parts.next(TAG.integer, 'serialNumber'), where)
  parts.done()
  return { hash, issuerName, issuerKey, serial }
}

function certStatusOf(element: Element): OcspSingle['status'] {
  const where = 'CertStatus'
  const isEmpty = element.at === element.end
  if (element.tag === context(0) && isEmpty) return { status: 'good' }
  if (element.tag === context(2) && isEmpty) return { status: 'unknown' }
  if (element.tag !== contextOf(1)) throw new Malformed('unexpectedTag', where)
  const parts = new Elements(element, where)
  const revokedAt = timeOf(parts.next(TAG.generalizedTime, 'revocationTime'), where)
  const explicit = parts.maybe(contextOf(0), 'revocationReason')
  parts.done()
  if (explicit === null) return { status: 'revoked', revokedAt, reason: 0 }
  const inner = new Elements(explicit, where)
  const reason = reasonOf(encodedOf(inner.next(TAG.enumerated, 'reason')))
  inner.done()
  return { status: 'revoked', revokedAt, reason }
}

const digest = (hash: HashName, bytes: Uint8Array): Buffer => createHash(hash).update(bytes).digest()

/** Which certificate is meant: by its serial number, and the name of its issuer as it writes that itself. */
export type NamedCertificate = Pick<Certificate, 'serial' | 'issuer'>

/** Whether the CertID means that certificate of that issuer (4.1.1): the name is hashed as the certificate itself writes it. */
export function isAbout({ hash, issuerName, issuerKey, serial }: OcspCertId, certificate: NamedCertificate, issuer: Certificate): boolean {
  return hash !== null && Buffer.compare(serial, certificate.serial) === 0 && certificate.issuer.key === issuer.subject.key
    && digest(hash, certificate.issuer.encoded).equals(issuerName) && digest(hash, issuer.publicKey.bits).equals(issuerKey)
}

/** Whether the answer says that it is this certificate's (4.2.1). */
export function isResponder({ responder }: OcspResponse, certificate: Certificate): boolean {
  return 'name' in responder ? responder.name.key === certificate.subject.key
    : digest('sha1', certificate.publicKey.bits).equals(responder.keyHash)
}

