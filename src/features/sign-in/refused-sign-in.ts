import { refused } from '../../web/reply.ts'
import type { RefusedReply } from '../../web/reply.ts'
import type { RefusedPassword } from './sign-in-by-password.ts'

// By then those who wait now have had their turn.
const BUSY_SECONDS = 10

/** What is said to whoever's password was not looked at, for too many wait: it is sent again in a moment. */
export const refusedBusy = (message: string): RefusedReply => refused([{ field: null, message }], { busySeconds: BUSY_SECONDS })

/** What is said to whom no session was opened. `wrong` is the same sentence whatever was wrong (R-ACC-2). */
export function refusedSignIn(
  answer: RefusedPassword, m: { wrong: string; busy: string; locked: (minutes: number) => string },
): RefusedReply {
  if (answer.refused === 'busy') return refusedBusy(m.busy)
  return refused([{ field: null, message: answer.refused === 'locked' ? m.locked(answer.minutes) : m.wrong }])
}
