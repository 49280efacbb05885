// Who has to have a second factor and came by password alone (R-ACC-8): reminded until the day, and after it let in nowhere but to where
// it is set up.
import type { Day } from '../core/days.ts'
import type { Actor } from './actor.ts'
import type { LocalPath } from './reply.ts'

/** 「第二驗證」 of 「我的專區」. */
export const SECOND_FACTOR_PATH = '/me/second-factor'

/** Where it is set up, before going on to `next`. */
export const setUpAddress = (next: string): LocalPath => `${SECOND_FACTOR_PATH}/new?next=${encodeURIComponent(next)}`

/** Whether nothing else opens to this session. */
export const lacksSecondFactor = (actor: Pick<Actor, 'secondFactorBy'> | null, today: Day): boolean =>
  actor !== null && actor.secondFactorBy !== null && actor.secondFactorBy < today

/**
 * Such a session as what is open to anybody is told of it: nothing comes of what its person is, whatever a page looks at. Who they are,
 * and in which standing they came, is still said in the frame and in the log.
 */
export const withoutStandings = (actor: Actor): Actor =>
  ({ ...actor, standings: [], workingFor: null, roles: [], authority: { ways: [] }, closedWays: [] })
