// CMS SignedData (RFC 5652), as a card's answer to a challenge: one signer, signed attributes, the content attached. Anything
// that the standard allows beyond it is refused, for each such freedom has been a way around somebody's check.
import { createHash } from 'node:crypto'
import { algorithmName, hashOf, signatureAlgorithmOf, signatureHolds, trustedKey } from './algorithms.ts'
import { attributeOf } from './attribute.ts'
import { derOfBer, encoded } from './ber.ts'
import { readCertificate } from './certificate.ts'
import { contentOf, context, contextOf, countOf, Elements, encodedOf, integerBytes, Malformed, oidOf, readElement, sameBytes, TAG, timeOf } from './der.ts'
import { nameOf } from './name.ts'
import type { AlgorithmName, AlgorithmPolicy, HashName, KeyFault, SignatureAlgorithm } from './algorithms.ts'
import type { Attribute } from './attribute.ts'
import type { Certificate } from './certificate.ts'
import type { Element } from './der.ts'

export type Signer = {
  /** By issuer and serial number, or by key identifier. */
  id: { issuerKey: string; serial: Uint8Array } | { keyId: Uint8Array }
  digest: HashName | null
  /** Null: there are none, and the signature is over the content itself. */
  attributes: Attribute[] | null
  /** What the signature is over: the attributes as a SET in DER's order. */
  signedAttributes: Uint8Array
  signatureAlgorithm: SignatureAlgorithm
  signature: Uint8Array
}

export type SignedData = {
  contentType: string
  /** Null: detached. */
  content: Uint8Array | null
  certificates: Certificate[]
  signers: Signer[]
}

export const CMS_OID = {
  data: '1.2.840.113549.1.7.1', signedData: '1.2.840.113549.1.7.2', contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4', signingTime: '1.2.840.113549.1.9.5',
} as const

// RFC 5652, 11: those say nothing where they are not signed, and this one nothing where it is.
const SIGNED_ALONE: ReadonlySet<string> = new Set([CMS_OID.contentType, CMS_OID.messageDigest, CMS_OID.signingTime])
const COUNTERSIGNATURE = '1.2.840.113549.1.9.6'
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1'
const MOST_CERTIFICATES = 20
const MOST_SIGNERS = 10
const MOST_ATTRIBUTES = 32

/** Reads a SignedData, in DER or BER. Throws `Malformed`. What is read is not yet believed. */
export function readSignedData(bytes: Uint8Array): SignedData {
  const where = 'SignedData'
  const outer = new Elements(readElement(derOfBer(bytes), TAG.sequence, where), where)
  if (oidOf(outer.next(TAG.oid, 'contentType'), where) !== CMS_OID.signedData) throw new Malformed('value', where)
  const explicit = new Elements(outer.next(contextOf(0), 'content'), where)
  outer.done()
  const parts = explicit.open(TAG.sequence, 'content')
  explicit.done()
  const version = countOf(parts.next(TAG.integer, 'version'), where)
  if (version !== 1 && version !== 3) throw new Malformed('version', where)
  const digests = new Elements(parts.next(TAG.set, 'digestAlgorithms'), where)
  for (const one of digests.all(TAG.sequence, 'digestAlgorithm', { most: MOST_SIGNERS })) hashOf(one, where)
  const { contentType, content } = encapsulated(parts.open(TAG.sequence, 'encapContentInfo'))
  const certificates = parts.maybe(contextOf(0), 'certificates')
  // What middleware sends of revocation is not looked at: revocation is fetched by the server itself.
  parts.maybe(contextOf(1), 'crls')
  const signers = new Elements(parts.next(TAG.set, 'signerInfos'), where).all(TAG.sequence, 'signerInfo', { most: MOST_SIGNERS })
  parts.done()
  return {
    contentType, content, signers: signers.map(signerOf),
    certificates: certificates === null ? [] : new Elements(certificates, where)
      .all(TAG.sequence, 'certificate', { most: MOST_CERTIFICATES }).map((one) => readCertificate(encodedOf(one))),
  }
}

function encapsulated(parts: Elements): Pick<SignedData, 'contentType' | 'content'> {
  const where = 'SignedData.encapContentInfo'
  const contentType = oidOf(parts.next(TAG.oid, 'eContentType'), where)
  const explicit = parts.maybe(contextOf(0), 'eContent')
  parts.done()
  if (explicit === null) return { contentType, content: null }
  const inner = new Elements(explicit, where)
  const content = contentOf(inner.next(TAG.octetString, 'eContent'))
  inner.done()
  return { contentType, content }
}

function signerOf(element: Element): Signer {
  const where = 'SignerInfo'
  const parts = new Elements(element, where)
  const version = countOf(parts.next(TAG.integer, 'version'), where)
  const id = signerId(parts, version)
  const digest = hashOf(parts.next(TAG.sequence, 'digestAlgorithm'), where)
  const signedAttributes = parts.maybe(contextOf(0), 'signedAttrs')
  const algorithm = signerAlgorithm(parts.next(TAG.sequence, 'signatureAlgorithm'), digest)
  const signature = contentOf(parts.next(TAG.octetString, 'signature'))
  const unsigned = parts.maybe(contextOf(1), 'unsignedAttrs')
  parts.done()
  const attributes = signedAttributes === null ? null : attributesOf(signedAttributes)
  const others = unsigned === null ? [] : attributesOf(unsigned)
  if (others.some(({ type }) => SIGNED_ALONE.has(type)) || attributes?.some(({ type }) => type === COUNTERSIGNATURE) === true) {
    throw new Malformed('value', `${where}.attributes`)
  }
  return {
    id, digest, signatureAlgorithm: algorithm, signature, attributes,
    signedAttributes: signedAttributes === null ? new Uint8Array() : asSet(signedAttributes),
  }
}

function signerId(parts: Elements, version: number): Signer['id'] {
  const where = 'SignerInfo.sid'
  if (version === 1) {
    const sid = parts.open(TAG.sequence, 'sid')
    const issuer = nameOf(sid.next(TAG.sequence, 'issuer'), where)
    const serial = integerBytes(sid.next(TAG.integer, 'serialNumber'), where)
    sid.done()
    return { issuerKey: issuer.key, serial }
  }
  if (version !== 3) throw new Malformed('version', where)
  return { keyId: contentOf(parts.next(context(0), 'subjectKeyIdentifier')) }
}

/** CMS lets RSA be named without its hash, which is then the digest's (RFC 3370, 3.2). */
function signerAlgorithm(element: Element, digest: HashName | null): SignatureAlgorithm {
  const algorithm = signatureAlgorithmOf(element, 'SignerInfo.signatureAlgorithm')
  if (algorithm.kind !== 'other' || algorithm.oid !== RSA_ENCRYPTION || digest === null) return algorithm
  return { kind: 'rsa', hash: digest }
}

function attributesOf(element: Element): Attribute[] {
  const where = 'SignerInfo.attributes'
  return new Elements(element, where).all(TAG.sequence, 'attribute', { least: 1, most: MOST_ATTRIBUTES })
    .map((one) => attributeOf(one, MOST_ATTRIBUTES, where))
}

/** RFC 5652, 5.4: what is signed is the SET OF itself, in DER, whose elements stand in order. */
function asSet(element: Element): Uint8Array {
  const elements = new Elements(element, 'SignerInfo.signedAttrs').all(TAG.sequence, 'attribute').map(encodedOf)
  return encoded(TAG.set, elements.toSorted(Buffer.compare))
}

// --------------------------------------------------------------------------------------------------------- verification

export type CmsFault =
  | 'contentMissing' | 'contentType' | 'contentDiffers' | 'noSigner' | 'severalSigners' | 'signerCertificateMissing'
  | 'severalSignerCertificates' | 'attributesMissing' | 'attributeDoubled' | 'contentTypeAttribute' | 'digestAttribute'
  | 'digestAlgorithm' | 'signatureAlgorithm' | 'algorithmsDiffer' | 'signature' | KeyFault

export type CmsResult =
  | { ok: true; certificate: Certificate; certificates: Certificate[]; algorithm: AlgorithmName; attributes: ReadonlyMap<string, Element>; signingTime: Date | null }
  | { ok: false; code: CmsFault }

/**
 * Whether that is the signature of one holder of one certificate over exactly that content (R-CRT-1). Whose certificate it
 * is, and whether it is any good, is for `validatePath`.
 */
export function verifySignedData(data: SignedData, content: Uint8Array, algorithms: AlgorithmPolicy): CmsResult {
  const no = (code: CmsFault): CmsResult => ({ ok: false, code })
  if (data.contentType !== CMS_OID.data) return no('contentType')
  if (data.content === null) return no('contentMissing')
  if (!sameBytes(data.content, content)) return no('contentDiffers')
  const [signer, ...others] = data.signers
  if (signer === undefined) return no('noSigner')
  if (others.length > 0) return no('severalSigners')
  const own = data.certificates.filter((certificate) => isOf(signer, certificate))
  const [certificate] = own
  if (certificate === undefined) return no('signerCertificateMissing')
  if (new Set(own.map(({ fingerprint }) => fingerprint)).size > 1) return no('severalSignerCertificates')
  const fault = signerFault(signer, certificate, content, algorithms)
  if (fault !== null) return no(fault)
  const attributes = new Map(signer.attributes!.map(({ type, values }) => [type, values[0]!]))
  const time = attributes.get(CMS_OID.signingTime)
  return {
    ok: true, certificate, certificates: data.certificates, algorithm: algorithmName(signer.signatureAlgorithm)!, attributes,
    signingTime: time === undefined ? null : signingTimeOf(time),
  }
}

function isOf({ id }: Signer, certificate: Certificate): boolean {
  if ('keyId' in id) return certificate.subjectKeyIdentifier !== null && sameBytes(id.keyId, certificate.subjectKeyIdentifier)
  return id.issuerKey === certificate.issuer.key && sameBytes(id.serial, certificate.serial)
}

function signerFault(signer: Signer, certificate: Certificate, content: Uint8Array, algorithms: AlgorithmPolicy): CmsFault | null {
  const { attributes, digest, signatureAlgorithm } = signer
  if (attributes === null) return 'attributesMissing'
  // Each once, and each with one value: two would let two readers read two things.
  const types = new Set(attributes.map(({ type }) => type))
  if (types.size < attributes.length || attributes.some(({ values }) => values.length !== 1)) return 'attributeDoubled'
  const valueOf = (type: string): Element | undefined => attributes.find((one) => one.type === type)?.values[0]
  const contentType = valueOf(CMS_OID.contentType)
  if (contentType === undefined || contentType.tag !== TAG.oid || oidOf(contentType, 'contentType') !== CMS_OID.data) return 'contentTypeAttribute'
  if (digest === null || digest === 'sha1') return 'digestAlgorithm'
  const messageDigest = valueOf(CMS_OID.messageDigest)
  if (messageDigest === undefined || messageDigest.tag !== TAG.octetString
    || !createHash(digest).update(content).digest().equals(contentOf(messageDigest))) return 'digestAttribute'
  const name = algorithmName(signatureAlgorithm)
  if (name === null || !algorithms.signatures.includes(name)) return 'signatureAlgorithm'
  // RFC 5754: the digest of the message and of the attributes are by one hash.
  if ('hash' in signatureAlgorithm && signatureAlgorithm.hash !== digest) return 'algorithmsDiffer'
  const trusted = trustedKey(certificate.publicKey, algorithms)
  if ('fault' in trusted) return trusted.fault
  return signatureHolds(trusted.key, signatureAlgorithm, signer.signedAttributes, signer.signature) ? null : 'signature'
}

/** Null where it cannot be read: it is what the card's computer believes, and nothing is decided by it. */
function signingTimeOf(element: Element): Date | null {
  try {
    return timeOf(element, 'signingTime')
  } catch {
    return null
  }
}
