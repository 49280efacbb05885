// What CRLs say of a certificate (RFC 5280, 6.3). Fail closed: a certificate is good only where fresh CRLs that were proved
// to be its issuer's cover every reason for which it could have been revoked.
import { algorithmName } from './algorithms.ts'
import { sameBytes } from './der.ts'
import { findEntry } from './crl.ts'
import { REMOVE_FROM_CRL } from './crl-entries.ts'
import { OID, USAGE } from './extensions.ts'
import type { Certificate } from './certificate.ts'
import type { Crl } from './crl.ts'
import type { CrlEntry } from './crl-entries.ts'
import type { DistributionPoint, DistributionPointName } from './extensions.ts'
import type { GeneralName } from './general-name.ts'
import type { DistinguishedName } from './name.ts'
import type { ValidationOptions } from './validation.ts'

/** `stale`: a CRL that would have told is past its time. */
export type Status =
  | { status: 'good' }
  | { status: 'revoked'; entry: CrlEntry }
  | { status: 'unknown'; stale: boolean }

/** Proves that the CRL was signed by whom it has to be; null where it was not. */
export type ProveCrl = (crl: Crl) => boolean

export type CrlQuestion = {
  certificate: Certificate
  crls: readonly Crl[]
  time: Date
  graceSeconds: number
  options: ValidationOptions
  prove: ProveCrl
}

/** The reasons of 4.2.1.13, bits 1 to 8. */
const ALL_REASONS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8]

const CRL_EXTENSIONS_HEARD: ReadonlySet<string> = new Set([OID.issuingDistributionPoint, OID.deltaCrlIndicator])

/** What all lists about the certificate say, of each scope the newest that can be believed: one that says revoked is enough. */
export function crlStatus(question: CrlQuestion): Status {
  const { certificate, crls } = question
  const points = pointsOf(certificate)
  const covered = new Set<number>()
  const heard: Crl[] = []
  let stale = false
  for (const crl of crls.filter(({ deltaBase }) => deltaBase === null).toSorted(newestFirst)) {
    const reasons = points.filter((point) => isInScope(crl, point, certificate)).flatMap((point) => reasonsOf(crl, point))
    if (reasons.length === 0 || heard.some((newer) => sameScope(newer, crl)) || !isUsable(crl, question)) continue
    if (!isFresh(crl, question)) {
      stale = true
      continue
    }
    if (!question.prove(crl)) continue
    const entry = entryIn(crl, deltaOf(crl, question), certificate)
    if (entry !== null) return { status: 'revoked', entry }
    // 5.1.2.5, 5.2.3: one without number or end cannot be told from an old one. It revokes, but it clears nobody.
    if (crl.number === null || crl.nextUpdate === null) continue
    heard.push(crl)
    for (const reason of reasons) covered.add(reason)
  }
  return ALL_REASONS.every((reason) => covered.has(reason)) ? { status: 'good' } : { status: 'unknown', stale }
}

/** Those without a number last: equal to all others, they would leave the rest in no order. */
function newestFirst({ number: a }: Crl, { number: b }: Crl): number {
  const [one, other] = [a ?? -1n, b ?? -1n]
  return one === other ? 0 : one < other ? 1 : -1
}

/** Those that the certificate names, and the one that every certificate has: its issuer (6.3.3, last paragraph). */
function pointsOf({ distributionPoints, issuer }: Certificate): DistributionPoint[] {
  const implied: DistributionPoint = {
    name: { kind: 'full', names: [{ kind: 'directory', name: issuer }] }, reasons: null, crlIssuer: null,
  }
  return [...distributionPoints, implied]
}

const directoryKeys = (names: readonly GeneralName[]): string[] =>
  names.flatMap((name) => (name.kind === 'directory' ? [name.name.key] : []))

/** 6.3.3 (b). */
function isInScope(crl: Crl, point: DistributionPoint, certificate: Certificate): boolean {
  const { issuingDistributionPoint: idp } = crl
  if (point.crlIssuer !== null) {
    if (idp?.indirect !== true || !directoryKeys(point.crlIssuer).includes(crl.issuer.key)) return false
  } else if (crl.issuer.key !== certificate.issuer.key) return false
  if (idp === null) return true
  const isCa = certificate.basicConstraints?.ca === true
  if (idp.onlyAttributeCerts || (idp.onlyUserCerts && isCa) || (idp.onlyCaCerts && !isCa)) return false
  if (idp.name === null) return true
  const own = namesOf(idp.name, crl.issuer)
  const asked = point.name === null ? point.crlIssuer ?? [] : namesOf(point.name, relativeTo(point, certificate))
  return asked.some((name) => own.some((other) => sameGeneralName(name, other)))
}

/** To what the relative name of a distribution point is relative (4.2.1.13): its CRL's issuer, or the certificate's. */
function relativeTo({ crlIssuer }: DistributionPoint, { issuer }: Certificate): DistinguishedName {
  const named = crlIssuer?.find((name) => name.kind === 'directory')
  return named?.kind === 'directory' ? named.name : issuer
}

const namesOf = (name: DistributionPointName, base: DistinguishedName): GeneralName[] =>
  name.kind === 'full' ? name.names : [{ kind: 'directory', name: name.below(base) }]

function sameGeneralName(a: GeneralName, b: GeneralName): boolean {
  if (a.kind === 'directory' && b.kind === 'directory') return a.name.key === b.name.key
  return a.kind === b.kind && 'text' in a && 'text' in b && a.text === b.text
}

/** 6.3.3 (d): for which reasons this CRL speaks here. */
function reasonsOf({ issuingDistributionPoint }: Crl, { reasons }: DistributionPoint): number[] {
  const some = issuingDistributionPoint?.onlySomeReasons ?? null
  return ALL_REASONS.filter((reason) => (reasons === null || reasons.has(reason)) && (some === null || some.has(reason)))
}

/** Whether it can be understood and believed at all, its signature apart. */
function isUsable(crl: Crl, { options }: CrlQuestion): boolean {
  const { extensions, entries, signatureAlgorithm, algorithmsAgree } = crl
  const name = algorithmName(signatureAlgorithm)
  if (!algorithmsAgree || name === null || !options.algorithms.signatures.includes(name)) return false
  if (entries.unknownCritical.length > 0) return false
  for (const { oid, critical } of extensions.values()) if (critical && !CRL_EXTENSIONS_HEARD.has(oid)) return false
  // 5.2.4, 5.2.5: what it is and what it is about has to be heard.
  return extensions.get(OID.issuingDistributionPoint)?.critical !== false && extensions.get(OID.deltaCrlIndicator)?.critical !== false
}

function isFresh({ thisUpdate, nextUpdate }: Crl, { time, graceSeconds }: CrlQuestion): boolean {
  // So, and not the other way about: a time that is none is after nothing.
  if (!(time >= thisUpdate)) return false
  return nextUpdate === null || time.getTime() <= nextUpdate.getTime() + graceSeconds * 1000
}

/** 6.3.3 (c): the newest delta that completes this CRL, fresh and proved; null where there is none. */
function deltaOf(base: Crl, question: CrlQuestion): Crl | null {
  const fitting = question.crls.filter((delta) => delta.deltaBase !== null && base.number !== null && delta.number !== null
    && delta.nextUpdate !== null && sameScope(base, delta)
    && delta.deltaBase <= base.number && delta.number > base.number
    && isUsable(delta, question) && isFresh(delta, question))
  return fitting.toSorted(newestFirst).find((delta) => question.prove(delta)) ?? null
}

/** 6.3.3 (c): of the same issuer and key, about the same certificates. */
function sameScope(a: Crl, b: Crl): boolean {
  return a.issuer.key === b.issuer.key && [OID.issuingDistributionPoint, OID.authorityKeyIdentifier].every((oid) => {
    const [one, other] = [a.extensions.get(oid), b.extensions.get(oid)]
    return one === undefined || other === undefined ? one === other : sameBytes(one.value, other.value)
  })
}

/** 6.3.3 (i), (j): the delta goes before the CRL that it completes. */
function entryIn(base: Crl, delta: Crl | null, { serial, issuer }: Certificate): CrlEntry | null {
  const newer = delta === null ? null : findEntry(delta, serial, issuer.key)
  if (newer !== null) return newer.reason === REMOVE_FROM_CRL ? null : newer
  return findEntry(base, serial, issuer.key)
}

/** Whether that certificate's key may sign CRLs (4.2.1.3). */
export const maySignCrls = ({ keyUsage }: Certificate): boolean => keyUsage === null || keyUsage.has(USAGE.crlSign)
