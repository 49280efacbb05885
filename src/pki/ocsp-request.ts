// Writes the one question that is put to OCSP responders (RFC 6960, 4.1): about one certificate, with a nonce, unsigned.
import { createHash } from 'node:crypto'
import { encoded } from './ber.ts'
import { TAG } from './der.ts'
import type { Certificate } from './certificate.ts'
import type { NamedCertificate } from './ocsp.ts'

// By SHA-1, which every responder knows (RFC 6960, 4.3): it says which certificate is meant, and proves nothing.
const SHA1 = Buffer.from('300906052b0e03021a0500', 'hex')
// The extension's OID 1.3.6.1.5.5.7.48.1.2, encoded.
const NONCE = Buffer.from('06092b0601050507300102', 'hex')
const REQUEST_EXTENSIONS = 0xa2

const sequence = (...content: Uint8Array[]): Buffer => encoded(TAG.sequence, content)
const octets = (content: Uint8Array): Buffer => encoded(TAG.octetString, [content])
const digest = (bytes: Uint8Array): Buffer => octets(createHash('sha1').update(bytes).digest())

/** An OCSPRequest in DER. `nonce`: random, 1 to 32 bytes (RFC 9654); the answer has to carry it. */
export function ocspRequest(certificate: NamedCertificate, issuer: Certificate, nonce: Uint8Array): Buffer {
  // The issuer's name as the certificate writes it (4.1.1).
  const certId = sequence(SHA1, digest(certificate.issuer.encoded), digest(issuer.publicKey.bits), encoded(TAG.integer, [certificate.serial]))
  const extension = sequence(NONCE, octets(octets(nonce)))
  return sequence(sequence(sequence(sequence(certId)), encoded(REQUEST_EXTENSIONS, [sequence(extension)])))
}
