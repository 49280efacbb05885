// What is loaded of one person to say what they may use (src/store/access.ts loads it): plain data, as of one day.
import type { AgencyTree } from './agency-tree.ts'
import type { Application } from './catalogue.ts'
import type { Day } from './days.ts'
import type { AgencyCode, Post, Standing } from './standing.ts'

export type AccountState = 'pending' | 'active' | 'disabled'
/** `proposed`: given, and waiting for a second manager. */
export type DecisionState = 'proposed' | 'active' | 'suspended' | 'ended'

/** The latest known version of a decision that lasts from one day to another, both inclusive; null is open. */
export type Decision = { id: string; from: Day; to: Day | null; state: DecisionState }

/** Who receives a grant: this person, resting on a post of theirs (R-GRT-4), a named group, or those with a standing. */
export type Receiver =
  | { to: 'person'; post: string }
  | { to: 'group'; group: string; name: string }
  | { to: 'standing'; standing: Standing }

/** 應用系統授權: one category of one application at one agency. */
export type Grant = Decision & { application: string; category: string; agency: AgencyCode; receiver: Receiver }

/** The person's place in a named group, resting on a post of theirs (R-GRT-4). */
export type Membership = Decision & { group: string; post: string }

/** 兼辦: one application of one duty. */
export type Duty = Decision & { application: string; acting: AgencyCode; served: AgencyCode }

/**
 * One person as of one day. `posts`, `grants`, `memberships` and `duties` are also those that are over or still to come,
 * for these make the nearest missing condition; none of them is `ended`. `grants` are those to the person, to the groups
 * in `memberships`, and to standings at agencies of current posts; `duties` those whose acting agency is one of these.
 * `tree` holds the lines of all agencies named by any of them. A person without an account has none: `account` null.
 */
export type PersonFacts = {
  person: string
  day: Day
  account: AccountState | null
  posts: Post[]
  memberships: Membership[]
  grants: Grant[]
  duties: Duty[]
  tree: AgencyTree
  catalogue: Application[]
}
