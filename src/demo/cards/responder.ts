// The responder of the demonstration's authorities (OCSP, RFC 6960): it answers about every card that they issued and every authority that
// they certified, by a certificate that whoever issued it made the responder.
import { contentOf, contextOf, Elements, encodedOf, Malformed, readElement, TAG } from '../../pki/der.ts'
import { explicitExtensions } from '../../pki/extensions.ts'
import { readCertificate, USAGE } from '../../pki/index.ts'
import { OCSP_NO_CHECK, OCSP_NONCE, OCSP_SIGNING } from '../../pki/ocsp.ts'
import { nothing } from '../certificates/der-writer.ts'
import { extensions, issueCertificate, makeKey } from '../certificates/issue.ts'
import { certIdOf, issueOcsp, nonceExtension } from '../certificates/issue-ocsp.ts'
import { AUTHORITIES, keptAuthority } from './authorities.ts'
import { readVirtualCards } from './card-file.ts'
import { revokedBy } from './issue-cards.ts'
import type { KeyPair, Name } from '../certificates/issue.ts'
import type { OcspWish, SingleWish } from '../certificates/issue-ocsp.ts'
import type { Authority } from './authorities.ts'

/** What is asked: about which certificate, and with which nonce. */
type Question = { certId: Uint8Array; serial: bigint; nonce: Uint8Array | null }

/** Reads an OCSPRequest about one certificate (4.1.1); throws `Malformed` for anything else. */
function readQuestion(bytes: Uint8Array): Question {
  const where = 'OCSPRequest'
  const request = new Elements(readElement(bytes, TAG.sequence, where), where)
  const parts = request.open(TAG.sequence, 'tbsRequest')
  request.done()
  const list = parts.open(TAG.sequence, 'requestList')
  const one = list.open(TAG.sequence, 'request')
  list.done()
  const certId = one.next(TAG.sequence, 'reqCert')
  const named = new Elements(certId, where)
  named.next(TAG.sequence, 'hashAlgorithm')
  named.next(TAG.octetString, 'issuerNameHash')
  named.next(TAG.octetString, 'issuerKeyHash')
  const serial = contentOf(named.next(TAG.integer, 'serialNumber'))
  const nonce = explicitExtensions(parts.maybe(contextOf(2), 'requestExtensions'), where).get(OCSP_NONCE)
  return {
    certId: encodedOf(certId), serial: BigInt(`0x${Buffer.from(serial).toString('hex')}`),
    nonce: nonce === undefined ? null : contentOf(readElement(nonce.value, TAG.octetString, 'nonce')),
  }
}

const RESPONDER: Name = [['2.5.4.6', 'TW'], ['2.5.4.10', '行政院'], ['2.5.4.3', '線上憑證狀態查詢']]
const HOUR_MS = 3_600_000
const RESPONDER_SERIAL = 9001
const inSeconds = (at: number): Date => new Date(Math.floor(at / 1000) * 1000)

/** What the authority knows of what it issued with that serial number; `authorities`: all that there are. */
async function statusOf(
  dataDir: string, { code, certificate }: Authority, authorities: readonly Authority[], serial: bigint, now: Date,
): Promise<SingleWish['status']> {
  const revoked = revokedBy(code, now).find((one) => BigInt(one.serial as number) === serial)
  if (revoked !== undefined) return { at: revoked.at, ...(revoked.reason === undefined ? {} : { reason: revoked.reason }) }
  const { subjectKeyIdentifier } = readCertificate(certificate)
  const issued = [...authorities, ...await readVirtualCards(dataDir)].some((one) => {
    const read = readCertificate(one.certificate)
    return Buffer.compare(read.authorityKeyIdentifier?.keyId ?? Buffer.alloc(0), subjectKeyIdentifier!) === 0
      && BigInt(`0x${Buffer.from(read.serial).toString('hex')}`) === serial
  })
  return issued ? 'good' : 'unknown'
}

/** Answers questions, in DER as they come; an answer of an hour. `otherwise`: what a test has it say that is not so. */
export type Responder = (question: Uint8Array, now: Date, otherwise?: Partial<OcspWish> & { single?: Partial<SingleWish> }) => Promise<Buffer>

const MALFORMED_REQUEST = 1
const UNAUTHORIZED = 6

/** The responder of the authorities in that folder. Its keys are new at each start, as those of real ones often are. */
export function demoResponder(dataDir: string): Responder {
  const made = new Map<string, { key: KeyPair; certificate: Buffer }>()
  const responderOf = ({ code, subject, key: signer }: Authority, now: Date) => {
    const known = made.get(code)
    if (known !== undefined) return known
    const key = makeKey('p256')
    const certificate = issueCertificate({
      serial: RESPONDER_SERIAL, issuer: subject, subject: RESPONDER, key, signer,
      notBefore: inSeconds(now.getTime() - HOUR_MS), notAfter: inSeconds(now.getTime() + 365 * 24 * HOUR_MS),
      extensions: [
        extensions.keyUsage(USAGE.digitalSignature), extensions.extendedKeyUsage(OCSP_SIGNING), { oid: OCSP_NO_CHECK, value: nothing },
        extensions.subjectKeyId(key), extensions.authorityKeyId(signer),
      ],
    })
    made.set(code, { key, certificate })
    return { key, certificate }
  }
  const refusal = (responseStatus: number): Buffer =>
    issueOcsp({ responseStatus, responder: { name: RESPONDER }, signer: makeKey('p256'), producedAt: new Date(0), singles: [] })
  return async (bytes, now, { single = {}, ...otherwise } = {}) => {
    const asked = questionIn(bytes)
    if (asked === null) return refusal(MALFORMED_REQUEST)
    const { certId, serial, nonce } = asked
    const authorities = (await Promise.all(AUTHORITIES.map((code) => keptAuthority(dataDir, code)))).filter((one) => one !== null)
    const authority = authorities.find(({ subject, key }) =>
      (['sha1', 'sha256'] as const).some((hash) => certIdOf({ issuer: subject, key, serial, hash }).equals(certId)))
    if (authority === undefined) return refusal(UNAUTHORIZED)
    const { key, certificate } = responderOf(authority, now)
    return issueOcsp({
      responder: { name: RESPONDER }, signer: key, certificates: [certificate], producedAt: inSeconds(now.getTime()),
      extensions: nonce === null ? [] : [nonceExtension(nonce)],
      singles: [{
        certId: Buffer.from(certId), status: await statusOf(dataDir, authority, authorities, serial, now), thisUpdate: inSeconds(now.getTime()),
        nextUpdate: inSeconds(now.getTime() + HOUR_MS), ...single,
      }],
      ...otherwise,
    })
  }
}

function questionIn(bytes: Uint8Array): Question | null {
  try {
    return readQuestion(bytes)
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}
