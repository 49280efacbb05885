// Who we are to authenticators, and what we ask of them (WebAuthn Level 3, 5.4 and 5.5; as JSON of 5.1.8 and 5.1.9).
import type { Kept } from './list-passkeys.ts'

/** For which site a passkey is, and from which pages it may be used: both out of ECPA_ORIGIN. */
export type RelyingParty = { id: string; origin: string }

export const relyingParty = (origin: string): RelyingParty => ({ id: new URL(origin).hostname, origin })

// COSE algorithms: Ed25519, ES256, and RS256, which Windows Hello has.
export const ALGORITHMS = [-8, -7, -257]
const TIMEOUT_MS = 300_000

const described = (kept: readonly Kept[]) =>
  kept.map(({ credentialId, transports }) => ({ type: 'public-key', id: credentialId.toString('base64url'), transports }))

/** Whose the new passkey is to be; `handle` stands for the person in the authenticator. */
export type Holder = { handle: Buffer; accountName: string; name: string }

/** Asks for a passkey that is found without a name typed, and proves each time who holds it. `kept`: those that there are. */
export function creationOptions(party: RelyingParty, challenge: string, { handle, accountName, name }: Holder, kept: readonly Kept[]) {
  return {
    rp: { id: party.id, name: '人事服務網 eCPA' },
    user: { id: handle.toString('base64url'), name: accountName, displayName: name },
    challenge,
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: TIMEOUT_MS,
    excludeCredentials: described(kept),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
  }
}

/** Asks for a proof; by one of `kept`, or where there are none named, by any that the authenticator has for us. */
export function requestOptions(party: RelyingParty, challenge: string, kept: readonly Kept[]) {
  return { rpId: party.id, challenge, timeout: TIMEOUT_MS, allowCredentials: described(kept), userVerification: 'required' }
}
