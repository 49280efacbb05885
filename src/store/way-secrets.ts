// The secret of a way into an account (core/ways-in.ts) is made from its number with a key that no table holds. So nothing has to
// keep it until its letter is sent: not the outbox, not the queue, and no copy of either.
import { secretOf } from '../core/ways-in.ts'
import type { Seal } from './seal.ts'

/** The secret of the way with that number (a UUID). Whoever has the tables alone cannot make it. */
export const waySecret = (seal: Pick<Seal, 'index'>, id: string): string => secretOf(seal.index('way in', id))
