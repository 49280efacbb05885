// Where signing in leads, by whichever way: to the application or page that was asked for before, else to 「應用系統」.
import { z } from 'zod'
import { localPathIn } from '../../web/reply.ts'
import { reviewWaits } from './review-waits.ts'
import type { Day } from '../../core/days.ts'
import type { Database } from '../../store/database.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { WaitingApplication } from './home-page.tsx'
import type { SessionLimits } from './sessions.ts'

// Longer than any address that we lead back to.
const LONGEST_NEXT = 2000

/** Where to go after signing in, from the address or from the form that carried it on. */
export type Onward = { next?: string | undefined; continue?: string | undefined }
export const onwardShape = { next: z.string().max(LONGEST_NEXT).optional(), continue: z.string().max(100).optional() }

export type OnwardMeans = {
  database: Database
  limits: SessionLimits
  /** The application whose own sign-in waits behind `?continue=`, and where it goes on; null when nothing waits there. */
  waiting: (id: string) => Promise<WaitingApplication | null>
  /** The origins of others to which an address of ours leads on, for the forms that lead there. */
  leadsTo: (next: LocalPath | null) => Promise<readonly string[]>
}

/** What was asked for, as an address or a form carries it on. */
export const carriedOn = ({ next, continue: waiting }: Onward): Record<string, string> =>
  ({ ...(next === undefined ? {} : { next }), ...(waiting === undefined ? {} : { continue: waiting }) })

/** A page of ours on the way, with what was asked for; `more`: what it is asked besides. */
export function onTheWay(path: LocalPath, onward: Onward, more: Readonly<Record<string, string>> = {}): LocalPath {
  const query = new URLSearchParams({ ...carriedOn(onward), ...more })
  return query.size === 0 ? path : `${path}?${query}`
}

/** The origins of others at which a form may end up that carries this on. */
export async function originsOnward({ waiting, leadsTo }: Pick<OnwardMeans, 'waiting' | 'leadsTo'>, onward: Onward): Promise<readonly string[]> {
  const application = onward.continue === undefined ? null : await waiting(onward.continue)
  return application?.origins ?? leadsTo(localPathIn(onward.next))
}

/** What was asked for: the application that waits, or a page; null for neither. */
export async function addressOnward({ waiting }: Pick<OnwardMeans, 'waiting'>, onward: Onward): Promise<LocalPath | null> {
  const application = onward.continue === undefined ? null : await waiting(onward.continue)
  return application?.address ?? localPathIn(onward.next)
}

/** Where whoever signed in with that token goes on. */
export async function afterSignIn(means: OnwardMeans, onward: Onward, token: string, today: Day): Promise<LocalPath> {
  const asked = await addressOnward(means, onward)
  if (asked !== null) return asked
  const { database, limits } = means
  return await reviewWaits(database, token, today, limits) ? '/manage/reviews' : '/applications'
}
