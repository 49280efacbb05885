/** Brings the authorities that are believed, and the listed certificates, to what a configuration says (R-CRT-1, R-CRT-3). */
import { Malformed, nameText, sameName, USAGE } from '../../pki/index.ts'
import { algorithmsFault, isNarrower, settledAlgorithms } from '../certificates/algorithms.ts'
import {
  certificateFrom, listCertificate, loadAuthorities, loadListed, serialOf, unlistCertificate, writeAuthority,
} from '../certificates/authority-rows.ts'
import { endAllOf, endRefused } from '../certificates/end-refused.ts'
import { knownAgencies } from './catalogue-rows.ts'
import { overlap } from './check-configuration.ts'
import { beforeAndAfter, fieldChanges } from './configuration-change.ts'
import type { Certificate } from '../../pki/index.ts'
import type { AuthorityRow, ListedCertificate } from '../certificates/authority-rows.ts'
import type { CertificateAuthorityEntry, ListedCertificateEntry } from './configuration.ts'
import type { LawFaultCode } from './configuration-faults.ts'
import type { Planning, Value } from './configuration-change.ts'
import type { Path } from './read-configuration.ts'

/** Answers the codes of the authorities that there will be. */
export async function planAuthorities(planning: Planning, entries: readonly CertificateAuthorityEntry[]): Promise<ReadonlySet<string>> {
  const stored = new Map((await loadAuthorities(planning.db)).map((one) => [one.code, one]))
  for (const [at, entry] of entries.entries()) await planAuthority(planning, entry, ['certificateAuthorities', at], stored.get(entry.code))
  return new Set([...stored.keys(), ...entries.map(({ code }) => code)])
}

type Settled = Omit<AuthorityRow, 'validUntil'>

/** A certificate of an authority; or what is wrong with it. */
function certificateOf(text: string): { certificate: Certificate } | { fault: LawFaultCode } {
  try {
    const certificate = certificateFrom(text)
    const mayIssue = certificate.basicConstraints?.ca === true && certificate.keyUsage?.has(USAGE.keyCertSign) === true
    return mayIssue ? { certificate } : { fault: 'notAnAuthority' }
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError) return { fault: 'certificateUnreadable' }
    throw error
  }
}

async function planAuthority(planning: Planning, entry: CertificateAuthorityEntry, path: Path, before: AuthorityRow | undefined): Promise<void> {
  const add = (fault: LawFaultCode, field: keyof CertificateAuthorityEntry): void => planning.faults.add(fault, [...path, field], entry.code)
  const given = entry.certificate === undefined ? null : certificateOf(entry.certificate)
  if (given !== null && 'fault' in given) return add(given.fault, 'certificate')
  if (before === undefined && given === null) return add('neededForNew', 'certificate')
  if (before !== undefined && given !== null && !before.certificate.equals(given.certificate.encoded)) return add('otherCertificate', 'certificate')
  if (before === undefined && entry.issues === undefined) return add('neededForNew', 'issues')
  const after: Settled = {
    code: entry.code, certificate: before?.certificate ?? Buffer.from(given!.certificate.encoded),
    subject: before?.subject ?? nameText(given!.certificate.subject), isAnchor: entry.isAnchor ?? before?.isAnchor ?? false,
    issues: entry.issues === undefined ? before!.issues : entry.issues === 'authorities' ? null : entry.issues,
    policies: entry.policies ?? before?.policies ?? [], listUrl: entry.listUrl === undefined ? before?.listUrl ?? null : entry.listUrl,
    graceSeconds: entry.graceHours === undefined ? before?.graceSeconds ?? 0 : Math.round(entry.graceHours * 3600),
    revocation: entry.revocation ?? before?.revocation ?? 'crl', ocspUrl: entry.ocspUrl === undefined ? before?.ocspUrl ?? null : entry.ocspUrl,
    algorithms: entry.algorithms === undefined ? before?.algorithms ?? null : settledAlgorithms(entry.algorithms),
    inUse: entry.inUse ?? before?.inUse ?? true,
  }
  if (after.isAnchor && given !== null && !sameName(given.certificate.subject, given.certificate.issuer)) return add('notSelfSigned', 'isAnchor')
  if (after.issues !== null && after.policies.length === 0) return add('policiesNeeded', 'policies')
  if (after.inUse && after.revocation !== 'ocsp' && after.listUrl === null) return add('listNeeded', 'listUrl')
  if (after.inUse && after.revocation !== 'crl' && after.ocspUrl === null) return add('responderNeeded', 'ocspUrl')
  const unfit = after.inUse ? await algorithmsFault(planning.db, after) : null
  if (unfit !== null) return add(unfit, 'algorithms')
  const fields = fieldChanges(before && told(before), told(after))
  if (fields.length === 0) return void (planning.same += 1)
  planning.changes.push({
    thing: 'certificateAuthority', key: entry.code, kind: before === undefined ? 'added' : 'changed', fields,
    write: async (tx) => {
      const values = beforeAndAfter(fields)
      const event = before === undefined
        ? await tx.record({ code: 'certificate.authority-added', detail: { authority: entry.code, after: values.after } })
        : await tx.record({ code: 'certificate.authority-changed', detail: { authority: entry.code, ...values } })
      await writeAuthority(tx, after, event)
      if (isNarrower(before?.algorithms ?? null, after.algorithms)) await endAllOf(tx.db, entry.code)
      await endRefused(tx.db, new Date())
    },
  })
  return undefined
}

/** As a difference and an event tell it: of the certificate its name. */
const told = ({ subject, isAnchor, issues, policies, listUrl, graceSeconds, revocation, ocspUrl, algorithms, inUse }: Settled): Record<string, Value> => ({
  subject, isAnchor, issues: issues ?? 'authorities', policies, listUrl, graceHours: graceSeconds / 3600, revocation, ocspUrl, algorithms, inUse,
})

/** `authorities`: the codes of those that there will be. */
export async function planListedCertificates(
  planning: Planning, entries: readonly ListedCertificateEntry[], authorities: ReadonlySet<string>,
): Promise<void> {
  if (entries.length === 0) return
  const stored = await loadListed(planning.db)
  const known = await knownAgencies(planning.db, entries.flatMap(({ agency }) => agency ?? []))
  for (const [at, entry] of entries.entries()) {
    const path = ['certificateWhitelist', at]
    if (!authorities.has(entry.issuer)) planning.faults.add('unknownAuthority', [...path, 'issuer'], entry.issuer)
    else if (entry.agency !== null && !known.has(entry.agency)) planning.faults.add('unknownAgency', [...path, 'agency'], entry.agency)
    else planListed(planning, entry, stored)
  }
}

function planListed(planning: Planning, { issuer, agency, from, to = null, reason, ...entry }: ListedCertificateEntry, stored: readonly ListedCertificate[]): void {
  const serial = serialOf(entry.serial)
  const touched = stored.filter((one) => one.issuer === issuer && one.serial === serial && overlap(one.valid, { from, to }))
  const [first] = touched
  const values = (one: { agency: string | null; valid: { from: string | null; to: string | null }; reason: string }): Record<string, Value> =>
    ({ agency: one.agency, from: one.valid.from, to: one.valid.to, reason: one.reason })
  const fields = fieldChanges(first && values(first), values({ agency, valid: { from, to }, reason }))
  if (touched.length === 1 && fields.length === 0) return void (planning.same += 1)
  planning.changes.push({
    thing: 'listedCertificate', key: `${issuer} ${serial}`, kind: first === undefined ? 'added' : 'changed', fields,
    write: async (tx) => {
      for (const one of touched) await unlistCertificate(tx, one, reason)
      await listCertificate(tx, { issuer, serial, agency, from, to, reason }, null)
      await endRefused(tx.db, new Date(), planning.today)
    },
  })
  return undefined
}
