// A session lasts for hours, and a screen may be left open. What is dangerous in another's hands asks for a proof that is fresh
// (docs/decisions/024-passkeys.md).
import type { Actor } from './actor.ts'
import type { LocalPath } from './reply.ts'

/** Where somebody who is signed in proves it once more, before going on to `next`. */
export const AGAIN_PATH = '/sign-in/again'

export const againAddress = (next: string): LocalPath => `${AGAIN_PATH}?next=${encodeURIComponent(next)}`

/** Whether the session was proved within that many minutes before `now`. */
export function isFresh({ signedInAt }: Pick<Actor, 'signedInAt'>, now: Date, minutes: number): boolean {
  return now.getTime() - signedInAt.getTime() <= minutes * 60_000
}

/** The minutes within which a page with a form asks: a third of them is left to fill it in. */
export const timeToFill = (minutes: number): number => (minutes * 2) / 3
