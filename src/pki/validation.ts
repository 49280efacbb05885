// What a validation is given, what it may spend, and what it answers. Nothing else comes in: no clock, no network, no
// settings of the process.
import type { AlgorithmName, AlgorithmPolicy, KeyFault } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import type { Crl } from './crl.ts'
import type { ConstraintFault } from './name-constraints.ts'
import type { OcspResponse } from './ocsp.ts'
import type { PolicyInputs } from './policy-graph.ts'

/** How the certificates of an authority are asked whether they still hold. `either`: one source that knows is enough. */
export type RevocationMode = 'off' | 'crl' | 'ocsp' | 'either' | 'both'
export type RevocationPolicy = {
  mode: RevocationMode
  /** How long a CRL or an OCSP answer is believed after its nextUpdate, in seconds. 0 unless somebody answers for more. */
  graceSeconds: number
}

/** What the end entity's certificate is to be used for. */
export type Purpose = {
  /** Bits of KeyUsage of which one has to be set, where the extension is there. */
  keyUsage?: readonly number[]
  /** The purpose that ExtendedKeyUsage has to name, where the extension is there. */
  extendedKeyUsage?: string
  /** Whether anyExtendedKeyUsage names it too. */
  anyPurpose?: boolean
}

/** An answer with the nonce that it was asked with; null where it was asked without one. */
export type OcspAnswer = { response: OcspResponse; nonce: Uint8Array | null }

export type ValidationInput = {
  endEntity: Certificate
  /** Certificates that may stand between: unproved, in any order, more than are needed. */
  candidates: readonly Certificate[]
  /** What is trusted. Their own constraints count (RFC 5937): names, path length, policies. */
  anchors: readonly Certificate[]
  crls?: readonly Crl[]
  ocsp?: readonly OcspAnswer[]
  time: Date
  options?: Partial<ValidationOptions>
}

export type ValidationOptions = {
  policies: PolicyInputs
  purpose: Purpose
  algorithms: AlgorithmPolicy
  /**
   * Which of those an authority may use: in the certificates, lists and answers that it signs, for the keys that it certifies, and in
   * what those sign about revocation. Null: all of them.
   */
  algorithmsOf: (issuer: Certificate) => readonly AlgorithmName[] | null
  revocation: RevocationPolicy | ((issuer: Certificate) => RevocationPolicy)
  /** How many certificates may stand between the anchor and the end entity, self-issued ones not counted; null: as many as there are. */
  maxIntermediates: number | null
  /**
   * Whether policyConstraints and inhibitAnyPolicy have to be critical, as RFC 5280 asks of who issues them (4.2.1.11, 14). They
   * are obeyed either way.
   */
  criticalPolicies: boolean
}

export type FailureCode =
  // the chain
  | 'noPath' | 'budgetSpent' | 'algorithmMismatch' | 'signatureAlgorithm' | 'signature' | KeyFault | 'algorithmNotAccepted'
  | 'notYetValid' | 'expired' | 'notCa' | 'noCertSign' | 'pathTooLong' | 'unknownCritical'
  // names and policies
  | ConstraintFault | 'noValidPolicy' | 'policyMappingToAny' | 'policiesTooMany'
  // use
  | 'keyUsage' | 'extendedKeyUsage'
  // conformance
  | 'serialNotPositive' | 'serialTooLong' | 'keyIdentifierMissing' | 'criticality' | 'emptyName' | 'constraintsInEndEntity'
  | 'certSignWithoutCa' | 'unreadableName'
  // revocation
  | 'revoked' | 'revocationUnknown' | 'revocationStale'

export type Failure = {
  ok: false
  code: FailureCode
  /** The certificate at which it failed; null where there was none. */
  certificate: Certificate | null
  detail: string
}

export type Success = {
  ok: true
  /** From the anchor to the end entity. */
  path: Certificate[]
  /** In the anchor's domain (RFC 5280, 6.1.6), narrowed to those that were asked for. */
  policies: ReadonlySet<string> | 'any'
}

export type ValidationResult = Success | Failure

/** What one validation may spend, in steps of building and in signatures looked at. */
export type Budget = { steps: number; signatures: number }
export const MOST_STEPS = 400
export const MOST_SIGNATURES = 200
/** From end entity to anchor, both counted. */
export const MOST_DEPTH = 12

export const failure = (code: FailureCode, certificate: Certificate | null, detail = ''): Failure =>
  ({ ok: false, code, certificate, detail })
