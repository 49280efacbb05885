import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { Trust } from '../certificates/trust.ts'
import type { OnwardMeans } from '../sign-in/onward.ts'
import type { SignInMeans } from '../sign-in/sign-in-by-password.ts'

/** What signing in by card needs of the installation. `origin`: the portal's, which every challenge names. */
export type CardsSlice = SignInMeans & OnwardMeans & { database: Database; seal: Seal; trust: Trust; origin: string }

/** Who asks by this request, as cards' rows know it: keyed hashes. */
export function askedFrom({ subjectOf }: Pick<CardsSlice, 'subjectOf'>, { browser, address }: { browser: string; address: string }) {
  return { browser: subjectOf('browser', `card ${browser}`), address: subjectOf('address', address) }
}
