// A list of a nation is read and proved once, by a worker, and kept as bytes that others take up without reading it again: its
// frame, and the typed arrays of its entries.
import { encoded } from './ber.ts'
import { contextOf, Elements, encodedOf, latin1, Malformed, readElement, sameBytes, TAG } from './der.ts'
import { readCrl } from './crl.ts'
import { algorithmName, signatureHolds, trustedKey } from './algorithms.ts'
import { maySignCrls } from './crl-status.ts'
import type { AlgorithmPolicy } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import type { Crl } from './crl.ts'
import type { CrlIndex } from './crl-entries.ts'

/**
 * The list with the key noted whose signature is on it, so that nobody hashes all of it again; null where it is not signed by that
 * issuer, by an algorithm that is trusted, or the issuer's key may not sign lists. Whether the issuer has a path of its own is for
 * each validation to find.
 */
export function provedCrl(crl: Crl, issuer: Certificate, algorithms: AlgorithmPolicy): Crl | null {
  if (crl.issuer.key !== issuer.subject.key || !maySignCrls(issuer)) return null
  const name = algorithmName(crl.signatureAlgorithm)
  if (name === null || !algorithms.signatures.includes(name)) return null
  const trusted = trustedKey(issuer.publicKey, algorithms)
  if ('fault' in trusted || !signatureHolds(trusted.key, crl.signatureAlgorithm, crl.signed, crl.signature)) return null
  return { ...crl, provedBy: issuer.publicKey.spki }
}

/** The same list in DER without its entries. Of a list that was proved, all that is asked of it but those. */
function frameOf(bytes: Uint8Array): Uint8Array {
  const where = 'CertificateList'
  const outer = new Elements(readElement(bytes, TAG.sequence, where), where)
  const parts = outer.open(TAG.sequence, 'tbsCertList')
  const rest = [outer.next(TAG.sequence, 'signatureAlgorithm'), outer.next(TAG.bitString, 'signatureValue')]
  const kept = [
    parts.maybe(TAG.integer, 'version'), parts.next(TAG.sequence, 'signature'), parts.next(TAG.sequence, 'issuer'), parts.any('thisUpdate'),
    parts.maybe(TAG.utcTime, 'nextUpdate') ?? parts.maybe(TAG.generalizedTime, 'nextUpdate'),
  ]
  parts.maybe(TAG.sequence, 'revokedCertificates')
  kept.push(parts.maybe(contextOf(0), 'crlExtensions'))
  const tbs = encoded(TAG.sequence, kept.filter((part) => part !== null).map(encodedOf))
  return encoded(TAG.sequence, [tbs, ...rest.map(encodedOf)])
}

const MAGIC = 'eCPA-CRL-1\n'
const ARRAYS = ['revokedAt', 'table', 'starts', 'owners', 'serials', 'reasons'] as const
type Head = Pick<CrlIndex, 'count' | 'issuers' | 'unknownCritical'> & { frame: string; provedBy: string; bytes: number[] }

/** The list as bytes to be kept. `bytes` is what `crl` was read from, and it has been proved. */
export function keptCrl(crl: Crl, bytes: Uint8Array): Uint8Array {
  if (crl.provedBy === null) throw new TypeError('only a list that was proved is kept')
  const { count, issuers, unknownCritical } = crl.entries
  const arrays = ARRAYS.map((name) => Buffer.from(crl.entries[name].buffer, crl.entries[name].byteOffset, crl.entries[name].byteLength))
  const head: Head = {
    count, issuers, unknownCritical, frame: Buffer.from(frameOf(bytes)).toString('base64'),
    provedBy: Buffer.from(crl.provedBy).toString('base64'), bytes: arrays.map(({ length }) => length),
  }
  const text = Buffer.from(`${MAGIC}${JSON.stringify(head)}\n`)
  // Where eight bytes stand together they begin at a multiple of eight.
  return Buffer.concat([text, Buffer.alloc((8 - (text.length % 8)) % 8, 0x20), ...arrays])
}

/** The head of a kept list, whose arrays are as long as their entries say. */
function headOf(text: string, where: string): Head {
  let head: Partial<Head> | null
  try {
    head = JSON.parse(text) as Partial<Head> | null
  } catch {
    throw new Malformed('value', where)
  }
  const { count, issuers, unknownCritical, frame, provedBy, bytes } = head ?? {}
  const isWhole = Number.isSafeInteger(count) && Array.isArray(issuers) && Array.isArray(unknownCritical)
    && typeof frame === 'string' && typeof provedBy === 'string' && Array.isArray(bytes) && bytes.length === ARRAYS.length
    && bytes.every((length) => Number.isSafeInteger(length) && length >= 0)
  if (!isWhole) throw new Malformed('value', where)
  const [revokedAt, table, starts, owners, , reasons] = bytes as [number, number, number, number, number, number]
  const fits = revokedAt === count! * 8 && starts === (count! + 1) * 4 && reasons === count && table % 4 === 0 && owners % 4 === 0
  if (!fits) throw new Malformed('value', where)
  return head as Head
}

/** The list again. Throws `Malformed` for bytes that `keptCrl` did not make. */
export function takenUpCrl(bytes: Uint8Array): Crl {
  const where = 'kept list'
  const end = bytes.indexOf(0x0a, MAGIC.length)
  if (end < 0 || latin1(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new Malformed('value', where)
  const head = headOf(Buffer.from(bytes.buffer, bytes.byteOffset + MAGIC.length, end - MAGIC.length).toString(), where)
  let at = Math.ceil((end + 1) / 8) * 8
  if (at + head.bytes.reduce((sum, one) => sum + one, 0) !== bytes.length) throw new Malformed('truncated', where)
  // Copied: what comes from a socket begins where it likes.
  const [revokedAt, table, starts, owners, serials, reasons] = head.bytes.map((length) => {
    const part = Uint8Array.from(bytes.subarray(at, at + length)).buffer
    at += length
    return part
  }) as [ArrayBuffer, ArrayBuffer, ArrayBuffer, ArrayBuffer, ArrayBuffer, ArrayBuffer]
  const { count, issuers, unknownCritical } = head
  return {
    ...readCrl(Buffer.from(head.frame, 'base64')),
    entries: {
      count, issuers, unknownCritical, revokedAt: new Float64Array(revokedAt), table: new Uint32Array(table), starts: new Uint32Array(starts),
      owners: new Uint32Array(owners), serials: new Uint8Array(serials), reasons: new Uint8Array(reasons),
    },
    provedBy: Buffer.from(head.provedBy, 'base64'),
  }
}

/** Whether it was this key that signed the list, where that was noted; null: nobody has looked. */
export const provedByKey = ({ provedBy }: Crl, spki: Uint8Array): boolean | null => (provedBy === null ? null : sameBytes(provedBy, spki))
