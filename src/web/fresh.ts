// A session lasts for hours, and a screen may be left open. What is dangerous in another's hands asks for a proof that is fresh
// (docs/decisions/024-passkeys.md).
import type { Act, Actor, SignInMethod } from './actor.ts'
import type { LocalPath } from './reply.ts'

/** Where somebody who is signed in proves it once more, before going on to `next`. */
export const AGAIN_PATH = '/sign-in/again'

/** What nothing less would do than; null: any way. */
export type ProvedBy = 'passkey' | 'card' | null

export const againAddress = (next: string, by: ProvedBy = null): LocalPath =>
  `${AGAIN_PATH}?${by === null ? '' : `by=${by}&`}next=${encodeURIComponent(next)}`

/** What management that asks for a fresh proof takes (ECPA_MANAGEMENT_PROOF). */
export type ManagementProof = 'any' | 'passkey' | 'card'

const OF_MANAGEMENT: ReadonlySet<Act> = new Set(['manage', 'central', 'audit'])

/** What a route of that act asks for, where it asks for a fresh proof. */
export const proofFor = (act: Act, proof: ManagementProof): ProvedBy => (OF_MANAGEMENT.has(act) && proof !== 'any' ? proof : null)

/** Whether a session proved by that method is proved so. */
export function isProvedBy(by: ProvedBy, method: SignInMethod): boolean {
  return by === null || method === 'personCertificate' || method === 'agencyCertificate' || (by === 'passkey' && method === 'passkey')
}

/** Whether the session was proved within that many minutes before `now`. */
export function isFresh({ signedInAt }: Pick<Actor, 'signedInAt'>, now: Date, minutes: number): boolean {
  return now.getTime() - signedInAt.getTime() <= minutes * 60_000
}

/** The minutes within which a page with a form asks: a third of them is left to fill it in. */
export const timeToFill = (minutes: number): number => (minutes * 2) / 3
