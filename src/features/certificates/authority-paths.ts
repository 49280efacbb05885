// How an authority is believed: by a path from an anchor down to it, through authorities that are configured.
import { USAGE, validatePath } from '../../pki/index.ts'
import type { Authority } from './trust.ts'

type Known = Pick<Authority, 'code' | 'certificate' | 'isAnchor' | 'algorithms'>

/** The path of each authority that has one, by code: the anchor first, the authority last. Whether one of them is revoked is not asked. */
export function authorityPaths<One extends Known>(authorities: readonly One[], now: Date): Map<string, readonly One[]> {
  const byFingerprint = new Map(authorities.map((one) => [one.certificate.fingerprint, one]))
  const [anchors, others] = [authorities.filter(({ isAnchor }) => isAnchor), authorities.filter(({ isAnchor }) => !isAnchor)]
  const paths = new Map<string, readonly One[]>(anchors.map((one) => [one.code, [one]]))
  for (const { code, certificate } of others) {
    const found = validatePath({
      endEntity: certificate, anchors: anchors.map((one) => one.certificate), candidates: others.map((one) => one.certificate), time: now,
      options: {
        purpose: { keyUsage: [USAGE.keyCertSign] }, revocation: { mode: 'off', graceSeconds: 0 },
        algorithmsOf: (issuer) => byFingerprint.get(issuer.fingerprint)?.algorithms ?? null,
      },
    })
    if (found.ok) paths.set(code, found.path.map(({ fingerprint }) => byFingerprint.get(fingerprint)!))
  }
  return paths
}
