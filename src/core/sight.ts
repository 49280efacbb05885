// One person's facts as the day makes them, and the two tests that every rule of access begins with.
import { isAtOrBelow, isLive } from './agency-tree.ts'
import { periodHolds } from './days.ts'
import { currentPosts, standingsOn } from './standing.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Application } from './catalogue.ts'
import type { Day } from './days.ts'
import type { Decision, PersonFacts } from './facts.ts'
import type { AgencyCode, HeldStanding, Post } from './standing.ts'

/** The facts with what the day makes of them. */
export type Sight = {
  facts: PersonFacts
  current: ReadonlyMap<string, Post>
  standings: HeldStanding[]
}

/** The facts as the day makes them: which posts are held, which standings they give. */
export function sightOf(facts: PersonFacts): Sight {
  const current = currentPosts(facts.posts, facts.day)
  return {
    facts,
    current: new Map(current.map((post) => [post.id, post])),
    standings: standingsOn(current, facts.day),
  }
}

/** Whether the decision gives anything on the day: neither suspended nor ended, and the day is in its period (R-USE-8). */
export function isInForce(decision: Decision, day: Day): boolean {
  return decision.state === 'active' && periodHolds(decision, day)
}

/** Whether the application exists for that agency on the day: the agency is live and lies at or below `agencyRoot`. */
export function isOpenTo(application: Application, agency: AgencyCode, { tree }: { tree: AgencyTree }): boolean {
  if (application.agencyRoot === null) return isLive(tree, agency)
  return isAtOrBelow(tree, agency, application.agencyRoot)
}
