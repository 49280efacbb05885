// What takes its time rests on who the actor was when it began: while it goes on, that is proved again.
import { isDeepStrictEqual } from 'node:util'
import { MAY } from './actor.ts'
import type { AppContext, Exchange } from './exchange.ts'

/** Whether the session lives, may still ask for this, and manages by every way by which it did. */
export async function isStillTheirs({ sessionToken, actor: then, ready }: Exchange, { findActor }: AppContext): Promise<boolean> {
  if (sessionToken === null || then === null || ready === null) return true
  const now = await findActor(sessionToken)
  if (now === null || !MAY[ready.route.act](now)) return false
  return then.authority.ways.every((way) => now.authority.ways.some((one) => isDeepStrictEqual(one, way)))
}
