// Who comes to sign in, from where: what every way in is told beside its own proof.
import { processOrigin } from '../../store/change.ts'
import type { Day } from '../../core/days.ts'
import type { Origin } from '../../store/change.ts'
import type { Client, FrameRequest } from '../../web/route.ts'

export type Coming = {
  address: string
  userAgent: string
  /** What the browser's own cookie held; null where it had none. */
  browser: string | null
  /** By what this browser alone is known from one request to the next (`client.binding`). */
  holds: Buffer
  requestId: string
  now: Date
  today: Day
  /** The session that this browser held until now, if any: it goes on when it is the same person's, else it ends. */
  previousSession: string | null
}

/** Of a form that was sent. */
export function comingBy({ client, requestId, now, today, actor }: FrameRequest & { client: Client }): Coming {
  const { address, userAgent, browser, binding } = client
  // A form comes with the cookie that its token is of, or it does not get here.
  return { address, userAgent, browser, holds: binding!, requestId, now, today, previousSession: actor?.sessionId ?? null }
}

/** Nobody is signed in yet: the audit log has the way in as the one who acts. */
export const originOf = ({ address, requestId }: Coming, way: 'sign-in' | 'card sign-in' = 'sign-in'): Origin =>
  ({ ...processOrigin(way), address, requestId })
