// What a person has by themselves, by birth or by a grant (R-USE-1, R-USE-2); duties rest on it.
import { isInForce, isOpenTo } from './sight.ts'
import { satisfies, standingsAt } from './standing.ts'
import type { Application, Category } from './catalogue.ts'
import type { Day } from './days.ts'
import type { Grant } from './facts.ts'
import type { Ground } from './reasons.ts'
import type { Sight } from './sight.ts'
import type { AgencyCode } from './standing.ts'

/** A ground with the agency on whose behalf it is, and when all that it rests on holds. */
export type GroundAt = { agency: AgencyCode; from: Day; until: Day | null; ground: Ground }

type Period = { from: Day; to: Day | null }

/** When all of the periods hold: from the latest start to the earliest inclusive end; null is open. */
export function overlap(first: Period, ...others: Period[]): { from: Day; until: Day | null } {
  let { from, to } = first
  for (const other of others) {
    if (other.from > from) from = other.from
    if (other.to !== null && (to === null || other.to < to)) to = other.to
  }
  return { from, until: to }
}

// R-USE-1
function birthrights(category: Category, { standings }: Sight): GroundAt[] {
  const needed = category.derivedGroup
  if (needed === null) return []
  return standings.filter((held) => satisfies(held.standing, needed))
    .map((held) => ({ agency: held.agency, ...overlap(held.post), ground: { by: 'birthright', needed, held } }))
}

// R-USE-2
function groundsOfGrant(grant: Grant, sight: Sight): GroundAt[] {
  const { receiver, agency, id } = grant
  if (receiver.to === 'standing') {
    return standingsAt(sight.standings, agency, receiver.standing).map((held) => ({
      agency, ...overlap(grant, held.post), ground: { by: 'grant', grant: id, receiver, held },
    }))
  }
  if (receiver.to === 'person') {
    const post = sight.current.get(receiver.post)
    return post === undefined ? [] : [{
      agency, ...overlap(grant, post), ground: { by: 'grant', grant: id, receiver, post },
    }]
  }
  return sight.facts.memberships.flatMap((membership) => {
    const post = sight.current.get(membership.post)
    if (membership.group !== receiver.group || !isInForce(membership, sight.facts.day) || post === undefined) return []
    return [{
      agency,
      ...overlap(grant, membership, post),
      ground: { by: 'grant' as const, grant: id, receiver, membership: membership.id, post },
    }]
  })
}

/** What a person has by birth or grant, at whichever agency (R-USE-1, R-USE-2, R-USE-4). */
export function groundsFor(application: Application, category: Category, sight: Sight): GroundAt[] {
  const { facts } = sight
  const granted = application.grantable
    ? facts.grants.filter((grant) => grant.application === application.code && grant.category === category.code
      && isInForce(grant, facts.day)).flatMap((grant) => groundsOfGrant(grant, sight))
    : []
  return [...birthrights(category, sight), ...granted].filter(({ agency }) => isOpenTo(application, agency, facts))
}
