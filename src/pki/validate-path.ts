// From an end entity to an anchor: builds paths depth first, with backtracking and within a budget, and validates each as
// RFC 5280, 6.1 says. The first path that is valid is the answer; if none is, the failure of the one that came furthest.
import { algorithmName, canSign, narrowedTo, signatureHolds, SOUND_ALGORITHMS, trustedKey } from './algorithms.ts'
import { firstFault } from './certificate-checks.ts'
import { isSelfIssued } from './certificate.ts'
import { comparisonBudget, constrainedNames, constraintFault } from './name-constraints.ts'
import { nameText } from './name.ts'
import { walkPolicies } from './policy-graph.ts'
import { revocationFault } from './revocation.ts'
import { failure, MOST_DEPTH, MOST_SIGNATURES, MOST_STEPS } from './validation.ts'
import type { PublicKey, SignatureAlgorithm, TrustedKey } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import type { Place } from './certificate-checks.ts'
import type { NameConstraints } from './extensions.ts'
import type { PolicyCertificate } from './policy-graph.ts'
import type { Budget, Failure, ValidationInput, ValidationOptions, ValidationResult } from './validation.ts'

export const STANDARD_OPTIONS: ValidationOptions = {
  policies: { acceptable: null, explicit: false, inhibitMapping: false, inhibitAny: false },
  purpose: {},
  algorithms: SOUND_ALGORITHMS,
  algorithmsOf: () => null,
  revocation: { mode: 'crl', graceSeconds: 0 },
  maxIntermediates: null,
  criticalPolicies: false,
}

/** One validation under way: its input, and what it has left to spend. */
export type Run = Required<Omit<ValidationInput, 'options'>> & {
  options: ValidationOptions
  budget: Budget
  /** What was found of signatures: the same one is asked about on many paths. */
  signatures: Map<Signed, Map<PublicKey, boolean>>
  /** Each key is imported once. */
  keyOf: (key: PublicKey) => TrustedKey
  /** Signers of CRLs and OCSP answers whose own path is being looked for: none of them vouches for itself. */
  signers: Set<string>
}

/** Validates the end entity's certificate at that time. Pure; never throws for what it was given. */
export const validatePath = (input: ValidationInput): ValidationResult => pathFor(runOf(input), input.endEntity)

/** With nothing spent yet. */
export function runOf(input: ValidationInput): Run {
  const options = { ...STANDARD_OPTIONS, ...input.options }
  return {
    crls: [], ocsp: [], ...input, options,
    keyOf: eachOnce((key) => trustedKey(key, options.algorithms)),
    budget: { steps: MOST_STEPS, signatures: MOST_SIGNATURES },
    signatures: new Map(),
    signers: new Set(),
  }
}

function eachOnce(importKey: (key: PublicKey) => TrustedKey): Run['keyOf'] {
  const known = new Map<PublicKey, TrustedKey>()
  return (key) => {
    const found = known.get(key) ?? importKey(key)
    known.set(key, found)
    return found
  }
}

/** A valid path to that certificate within the same run: for the end entity, and for who signs revocation. */
export function pathFor(run: Run, endEntity: Certificate): ValidationResult {
  const fault = faultAt(run, endEntity, 'end')
  return fault ?? climb(run, [endEntity])
}

function faultAt({ time, options, keyOf }: Run, certificate: Certificate, place: Place): Failure | null {
  const found = firstFault({ certificate, place, time, options, keyOf })
  return found === null ? null : failure(found.code, certificate, found.check)
}

/** Something signed: a certificate, a CRL, an OCSP answer. */
export type Signed = { signatureAlgorithm: SignatureAlgorithm; signed: Uint8Array; signature: Uint8Array }

/**
 * Signature checks are what costs: each is made once, and only so many. What was found is kept by the very object that was
 * looked at, never by anything that is written in it. Null: nothing is left to spend.
 */
export function signedBy(run: Run, issuer: Certificate, what: Signed): boolean | null {
  const found = run.signatures.get(what) ?? new Map<PublicKey, boolean>()
  run.signatures.set(what, found)
  const known = found.get(issuer.publicKey)
  if (known !== undefined) return known
  if (run.budget.signatures === 0) return null
  run.budget.signatures -= 1
  const trusted = run.keyOf(issuer.publicKey)
  const holds = 'key' in trusted && signatureHolds(trusted.key, what.signatureAlgorithm, what.signed, what.signature)
  found.set(issuer.publicKey, holds)
  return holds
}

/** How far a failure came: what is known of a whole path says more than that there was none. */
const RANK = { nothing: 0, link: 1, path: 2 } as const
type Ranked = { rank: number; failure: Failure }

/** `chain` is from the end entity upwards; all of it hangs together already. */
function climb(run: Run, chain: readonly Certificate[]): ValidationResult {
  const top = chain.at(-1)!
  let best: Ranked = { rank: RANK.nothing, failure: failure('noPath', top, `no issuer ${nameText(top.issuer)}`) }
  const consider = (rank: number, found: Failure): void => {
    if (rank > best.rank) best = { rank, failure: found }
  }
  for (const { issuer, place } of issuersOf(run, chain)) {
    if (run.budget.steps === 0) return failure('budgetSpent', top, 'too many paths')
    run.budget.steps -= 1
    const broken = faultAt(run, issuer, place) ?? linkFault(run, top, issuer)
    if (broken !== null) {
      if (broken.code === 'budgetSpent') return broken
      consider(RANK.link, broken)
      continue
    }
    const longer = [...chain, issuer]
    const result = place === 'anchor' ? walk(run, longer.toReversed())
      : longer.length < MOST_DEPTH ? climb(run, longer) : failure('noPath', issuer, 'too deep')
    if (result.ok || result.code === 'budgetSpent') return result
    consider(result.code === 'noPath' ? RANK.nothing : RANK.path, result)
  }
  return best.failure
}

type Issuer = { issuer: Certificate; place: 'anchor' | 'intermediate' }

/** Who may have issued the last of the chain: anchors first, and those whose key identifier it names before others. */
function issuersOf({ anchors, candidates }: Run, chain: readonly Certificate[]): Issuer[] {
  const top = chain.at(-1)!
  const fits = (issuer: Certificate): boolean => issuer.subject.key === top.issuer.key && !chain.some((one) => sameAuthority(one, issuer))
  const wanted = top.authorityKeyIdentifier?.keyId ?? null
  // A hint and nothing else: authorities have changed keys under one identifier, and forgotten it.
  const distance = ({ issuer: { subjectKeyIdentifier: own } }: Issuer): number =>
    wanted === null || own === null ? 1 : Buffer.compare(wanted, own) === 0 ? 0 : 2
  const trusted = anchors.filter(fits).map((issuer): Issuer => ({ issuer, place: 'anchor' }))
  const others = candidates.filter(fits).map((issuer): Issuer => ({ issuer, place: 'intermediate' }))
  return [...trusted.toSorted((a, b) => distance(a) - distance(b)), ...others.toSorted((a, b) => distance(a) - distance(b))]
}

/** The same name and key: whatever else two certificates say, a path through both goes in a circle. */
export const sameAuthority = (a: Certificate, b: Certificate): boolean =>
  a.subject.key === b.subject.key && Buffer.compare(a.publicKey.spki, b.publicKey.spki) === 0

function linkFault(run: Run, child: Certificate, issuer: Certificate): Failure | null {
  const holds = signedBy(run, issuer, child)
  if (holds === null) return failure('budgetSpent', child, 'too many signatures')
  return holds ? null : failure('signature', child)
}

/** 6.1.3 to 6.1.5 for a whole path, from the anchor down. Its certificates have passed their own checks, and its signatures hold. */
function walk(run: Run, path: readonly Certificate[]): ValidationResult {
  const policies = walkPolicies(path.slice(1).map(policiesOf), { ...run.options.policies, anchor: policiesOf(path[0]!) })
  const broken = lengthFault(run, path) ?? namesFault(path) ?? algorithmsFault(run, path)
    ?? (policies.ok ? null : failure(policies.code, path[policies.at + 1]!)) ?? revocationFault(run, path)
  if (broken !== null) return broken
  return { ok: true, path: [...path], policies: policies.ok ? policies.policies : new Set() }
}

/** 6.1.4 (l), (m): self-issued authorities do not count. The anchor's own length does (RFC 5937). */
function lengthFault({ options }: Run, path: readonly Certificate[]): Failure | null {
  const lengthOf = (certificate: Certificate): number => certificate.basicConstraints?.pathLength ?? Infinity
  let left = Math.min(options.maxIntermediates ?? Infinity, lengthOf(path[0]!))
  for (const certificate of path.slice(1, -1)) {
    if (!isSelfIssued(certificate)) {
      if (left <= 0) return failure('pathTooLong', certificate)
      left -= 1
    }
    left = Math.min(left, lengthOf(certificate))
  }
  return null
}

/** What each authority may sign by, and certify keys for, where the caller says less than of all (the checks have seen to the rest). */
function algorithmsFault({ options: { algorithms, algorithmsOf } }: Run, path: readonly Certificate[]): Failure | null {
  for (const [at, certificate] of path.slice(1).entries()) {
    const { signatures } = narrowedTo(algorithms, algorithmsOf(path[at]!))
    const name = algorithmName(certificate.signatureAlgorithm)
    if (name === null || !signatures.includes(name)) return failure('algorithmNotAccepted', certificate, name ?? '')
    if (!canSign(certificate.publicKey, signatures)) return failure('algorithmNotAccepted', certificate, 'its key')
  }
  return null
}

/** 6.1.3 (b), (c): every constraint above holds for every name below; self-issued authorities in between are exempt. */
function namesFault(path: readonly Certificate[]): Failure | null {
  const constraints: NameConstraints[] = []
  const budget = comparisonBudget()
  for (const [at, certificate] of path.entries()) {
    const isEnd = at === path.length - 1
    if (at > 0 && (isEnd || !isSelfIssued(certificate)) && constraints.length > 0) {
      const names = constrainedNames(certificate)
      for (const one of constraints) {
        const fault = constraintFault(names, one, budget)
        if (fault !== null) return failure(fault, certificate)
      }
    }
    if (certificate.nameConstraints !== null) constraints.push(certificate.nameConstraints)
  }
  return null
}

function policiesOf(certificate: Certificate): PolicyCertificate {
  const { policies, policyMappings: mappings, policyConstraints, inhibitAnyPolicy: inhibitAny } = certificate
  return {
    policies, mappings, inhibitAny, selfIssued: isSelfIssued(certificate),
    requireExplicit: policyConstraints?.requireExplicit ?? null, inhibitMapping: policyConstraints?.inhibitMapping ?? null,
  }
}
