// How a link, or the picture on a slip, is taken in: at once exchanged for a cookie and a clean address, so that neither history nor
// bookmark, nor whoever looks at the screen, keeps the secret. Nothing is used up by that: what scans mail opens every link.
import { createHash } from 'node:crypto'
import { readSecret } from '../../core/ways-in.ts'
import { redirect } from '../../web/reply.ts'
import { messages } from './messages.ts'
import { WAY_PATHS } from './open-way.ts'
import type { WayPurpose } from '../../core/ways-in.ts'
import type { FormProblem } from '../../web/form.ts'
import type { RedirectReply } from '../../web/reply.ts'
import type { Client, FrameRequest } from '../../web/route.ts'

/** The way that this browser came by. `step` names it in the form of its page, and opens nothing. */
export type CameBy = { secret: string; step: string }

// Cut short: it only has to differ from that of another way in the same browser.
const stepOf = (secret: string): string => createHash('sha256').update(`step\0${secret}`).digest('hex').slice(0, 16)

/** What the browser's cookie holds of a way that it came by. */
export const wayCookie = (purpose: WayPurpose, secret: string): string => `${purpose}-${secret}`

/** The answer to an address with a secret; null where it is none that we could have made. */
export function exchange(purpose: WayPurpose, typed: string): RedirectReply | null {
  const secret = readSecret(typed)
  return secret === null ? null : redirect(WAY_PATHS[purpose], { way: wayCookie(purpose, secret) })
}

/** What this browser came by last, where it is for that purpose. Whether it is open is asked of the database. */
export function cameBy(purpose: WayPurpose, { way }: Pick<Client, 'way'>): CameBy | null {
  const secret = way?.startsWith(`${purpose}-`) === true ? readSecret(way.slice(purpose.length + 1)) : null
  return secret === null ? null : { secret, step: stepOf(secret) }
}

/**
 * The secret that a form means: that of the step its page was shown for, or the code that was typed. A page that was left open
 * while its browser came by another way (perhaps of somebody else at the same computer) is of no use any more.
 */
export function secretMeant(
  purpose: WayPurpose, { client, language }: Pick<FrameRequest, 'language'> & { client: Pick<Client, 'way'> }, { way, step }: { way: string; step: string },
): { typed: string } | { problem: FormProblem } {
  const m = messages(language)
  if (step === '') return way === '' ? { problem: { field: 'way', message: m.codeMissing } } : { typed: way }
  const came = cameBy(purpose, client)
  return came?.step === step ? { typed: came.secret } : { problem: { field: null, message: m.openAgain } }
}
