// What OCSP answers say of a certificate (RFC 6960, 3.2 and 4.2.2). An answer is believed that is signed by the issuer, or by
// whom the issuer made a responder, is about this very certificate, of now, and carries the nonce that was asked with.
import { algorithmName } from './algorithms.ts'
import { USAGE } from './extensions.ts'
import { isAbout, isResponder, OCSP_NO_CHECK, OCSP_NONCE, OCSP_SIGNING } from './ocsp.ts'
import { firstFault } from './certificate-checks.ts'
import { contentOf, readElement, sameBytes, TAG } from './der.ts'
import type { PublicKey, TrustedKey } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import type { Status } from './crl-status.ts'
import type { NamedCertificate, OcspResponse, OcspSingle } from './ocsp.ts'
import type { OcspAnswer, ValidationOptions } from './validation.ts'

export type OcspQuestion = {
  /** With its key, where the certificate is at hand. */
  certificate: NamedCertificate & Partial<Pick<Certificate, 'publicKey'>>
  issuer: Certificate
  answers: readonly OcspAnswer[]
  time: Date
  graceSeconds: number
  options: ValidationOptions
  keyOf: (key: PublicKey) => TrustedKey
  /** Whether the certificate's key made the signature; false too where nothing is left to spend. */
  signed: (by: Certificate, answer: OcspResponse) => boolean
  issued: (by: Certificate, certificate: Certificate) => boolean
  /** Whether a responder that does not say `nocheck` is itself not revoked. */
  holdsStill: (responder: Certificate) => boolean
}

// Clocks of two machines differ a little.
const SKEW_MILLISECONDS = 60_000

export function ocspStatus(question: OcspQuestion): Status {
  let good = false
  let unknown = false
  let stale = false
  for (const { response, nonce } of question.answers) {
    const singles = response.responses.filter(({ certId }) => isAbout(certId, question.certificate, question.issuer))
    if (singles.length === 0 || !isUsable(response, nonce, question) || !isProved(response, question)) continue
    for (const single of singles) {
      if (hasUnheard(single)) continue
      if (!isFresh(single, response, question)) {
        stale = true
        continue
      }
      const { status } = single
      if (status.status === 'revoked') return { status: 'revoked', entry: { revokedAt: status.revokedAt, reason: status.reason } }
      if (status.status === 'good') good = true
      else unknown = true
    }
  }
  // A responder that does not know the certificate is not made to know it by another answer.
  return good && !unknown ? { status: 'good' } : { status: 'unknown', stale }
}

const hasUnheard = ({ extensions }: Pick<OcspSingle, 'extensions'>): boolean => [...extensions.values()].some(({ critical }) => critical)

function isUsable(response: OcspResponse, nonce: Uint8Array | null, { options }: OcspQuestion): boolean {
  const name = algorithmName(response.signatureAlgorithm)
  if (name === null || !options.algorithms.signatures.includes(name)) return false
  for (const { oid, critical } of response.extensions.values()) if (critical && oid !== OCSP_NONCE) return false
  return nonce === null || carriesNonce(response, nonce)
}

/** The value of the nonce is an OCTET STRING in itself (RFC 8954, 2.1). */
function carriesNonce({ extensions }: OcspResponse, nonce: Uint8Array): boolean {
  const extension = extensions.get(OCSP_NONCE)
  if (extension === undefined) return false
  try {
    return sameBytes(contentOf(readElement(extension.value, TAG.octetString, 'nonce')), nonce)
  } catch {
    return false
  }
}

/** 4.2.2.2: the issuer itself, or a responder that it made one. Nobody says of himself that he still holds. */
function isProved(response: OcspResponse, question: OcspQuestion): boolean {
  const { certificate, issuer, time, options, keyOf, signed, issued, holdsStill } = question
  if (isResponder(response, issuer)) return signed(issuer, response)
  return response.certificates.some((responder) => isResponder(response, responder)
    && responder.issuer.key === issuer.subject.key && (certificate.publicKey === undefined || !sameBytes(responder.publicKey.spki, certificate.publicKey.spki))
    && responder.extendedKeyUsage?.includes(OCSP_SIGNING) === true
    && firstFault({ certificate: responder, place: 'end', time, options: { ...options, purpose: { keyUsage: [USAGE.digitalSignature, USAGE.nonRepudiation] } }, keyOf }) === null
    && issued(issuer, responder) && signed(responder, response)
    && (responder.extensions.has(OCSP_NO_CHECK) || holdsStill(responder)))
}

function isFresh({ thisUpdate, nextUpdate }: OcspSingle, { producedAt }: OcspResponse, { time, graceSeconds }: OcspQuestion): boolean {
  const latest = time.getTime() + SKEW_MILLISECONDS
  // Without a nextUpdate it says that newer knowledge is always to be had: it is not trusted later than it was made.
  if (nextUpdate === null || thisUpdate.getTime() > latest || producedAt.getTime() > latest || nextUpdate < thisUpdate) return false
  return time.getTime() <= nextUpdate.getTime() + graceSeconds * 1000
}
