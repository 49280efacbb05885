// Whether the certificates of a path still hold (RFC 5280, 6.1.3 a 3), by CRLs, by OCSP or by both, as the caller asks for each
// authority. What cannot be told counts as revoked; what either source knows to be revoked is.
import { firstFault } from './certificate-checks.ts'
import { narrowedTo } from './algorithms.ts'
import { crlStatus, maySignCrls } from './crl-status.ts'
import { provedByKey } from './crl-keeping.ts'
import { USAGE } from './extensions.ts'
import { ocspStatus } from './ocsp-status.ts'
import { failure } from './validation.ts'
import { pathFor, runOf, sameAuthority, signedBy } from './validate-path.ts'
import { serialText } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import type { Crl } from './crl.ts'
import type { Status } from './crl-status.ts'
import type { NamedCertificate } from './ocsp.ts'
import type { Run } from './validate-path.ts'
import type { Failure, RevocationMode, RevocationPolicy, ValidationInput, ValidationOptions } from './validation.ts'

/** The first of the path, from the anchor down, that is revoked or of which nothing certain is known. */
export function revocationFault(run: Run, path: readonly Certificate[]): Failure | null {
  for (let at = 1; at < path.length; at += 1) {
    const certificate = path[at]!
    const status = statusOf(run, certificate, path.slice(0, at))
    if (status === null || status.status === 'good') continue
    if (status.status === 'revoked') return failure('revoked', certificate, `reason ${status.entry.reason}`)
    return failure(status.stale ? 'revocationStale' : 'revocationUnknown', certificate, `serial ${serialText(certificate)}`)
  }
  return null
}

/** `above`: the path from the anchor to the issuer. Null: nobody asks. */
function statusOf(run: Run, certificate: Certificate, above: readonly Certificate[]): Status | null {
  const { revocation } = run.options
  const policy = typeof revocation === 'function' ? revocation(above.at(-1)!) : revocation
  if (policy.mode === 'off') return null
  const asks = (mode: RevocationMode): boolean => policy.mode === mode || policy.mode === 'either' || policy.mode === 'both'
  const found: Status[] = []
  if (asks('crl')) found.push(byCrl(run, certificate, above, policy))
  if (asks('ocsp')) found.push(byOcsp(run, certificate, above, policy))
  const revoked = found.find(({ status }) => status === 'revoked')
  if (revoked !== undefined) return revoked
  const unknown = found.filter(({ status }) => status === 'unknown')
  const enough = policy.mode === 'both' ? unknown.length === 0 : unknown.length < found.length
  return enough ? { status: 'good' } : { status: 'unknown', stale: unknown.some((one) => one.status === 'unknown' && one.stale) }
}

/** What an authority may not sign certificates by, takes none of them back either. */
const optionsBelow = ({ options }: Run, issuer: Certificate): ValidationOptions =>
  ({ ...options, algorithms: narrowedTo(options.algorithms, options.algorithmsOf(issuer)) })

function byCrl(run: Run, certificate: Certificate, above: readonly Certificate[], { graceSeconds }: RevocationPolicy): Status {
  const { crls, time } = run
  const options = optionsBelow(run, above.at(-1)!)
  return crlStatus({ certificate, crls, time, graceSeconds, options, prove: (crl) => isProved(run, crl, above) })
}

const signedCrl = (run: Run, signer: Certificate, crl: Crl): boolean =>
  provedByKey(crl, signer.publicKey.spki) ?? signedBy(run, signer, crl) === true

/**
 * 6.3.3 (f), (g): signed by the issuer, whose path is this one; or by another certificate of the CRL's issuer that has a
 * valid path of its own to the same anchor, and was issued by the authority itself or by one above it.
 */
function isProved(run: Run, crl: Crl, above: readonly Certificate[]): boolean {
  const issuer = above.at(-1)!
  if (issuer.subject.key === crl.issuer.key && maySignCrls(issuer) && signedCrl(run, issuer, crl)) return true
  const [anchor] = above
  const others = [...above, ...run.candidates].filter((one) => one.subject.key === crl.issuer.key && maySignCrls(one) && !isSame(one, issuer))
  return others.some((signer) => {
    if (!signedCrl(run, signer, crl)) return false
    return above.some((one) => isSame(one, signer)) || isTrustedSigner(run, signer, anchor!, above)
  })
}

const isSame = (a: Certificate, b: Certificate): boolean => a.fingerprint === b.fingerprint

function isTrustedSigner(run: Run, signer: Certificate, anchor: Certificate, above: readonly Certificate[]): boolean {
  if (run.signers.has(signer.fingerprint)) return false
  run.signers.add(signer.fingerprint)
  try {
    const { policies, ...options } = run.options
    const found = pathFor({
      ...run, anchors: [anchor],
      options: {
        ...options, policies: { ...policies, acceptable: null, explicit: false }, purpose: { keyUsage: [USAGE.crlSign] },
        // An authority is an authority also where it is looked at as the one who signed a list.
        maxIntermediates: null,
      },
    }, signer)
    return found.ok && above.some((one) => sameAuthority(one, found.path.at(-2)!))
  } finally {
    run.signers.delete(signer.fingerprint)
  }
}

/** What is given to ask about a certificate that is not at hand. `issuer`'s own path is the caller's to have seen. */
export type AskedAgain = Pick<ValidationInput, 'ocsp' | 'crls' | 'time' | 'options'> & { named: NamedCertificate; issuer: Certificate }

/**
 * What its issuer, or a responder of that, says of a certificate that was valid when it was at hand: an answer that is not proved, not of
 * this time or about another says nothing.
 */
export function statusByOcsp({ named, issuer, ...given }: AskedAgain): Status['status'] {
  const run = runOf({ ...given, endEntity: issuer, anchors: [issuer], candidates: [] })
  return byOcsp(run, named, [issuer], { mode: 'ocsp', graceSeconds: 0 }).status
}

function byOcsp(run: Run, certificate: NamedCertificate, above: readonly Certificate[], policy: RevocationPolicy): Status {
  const { ocsp, time, keyOf } = run
  const issuer = above.at(-1)!
  const options = optionsBelow(run, issuer)
  return ocspStatus({
    certificate, issuer, answers: ocsp, time, graceSeconds: policy.graceSeconds, options, keyOf,
    signed: (by, answer) => signedBy(run, by, answer) === true,
    issued: (by, responder) => signedBy(run, by, responder) === true,
    holdsStill: (responder) => firstFault({ certificate: responder, place: 'end', time, options: { ...options, purpose: {} }, keyOf }) === null
      && byCrl(run, responder, above, policy).status === 'good',
  })
}
