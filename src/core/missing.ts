// The nearest missing condition (R-USE-7): what would have to come true for someone to use an application.
import { isAtOrBelow, isLive } from './agency-tree.ts'
import { isAgencyBusiness } from './catalogue.ts'
import { groundsFor } from './grounds.ts'
import { managersOf } from './scope.ts'
import { isInForce, isOpenTo } from './sight.ts'
import { standingsAt } from './standing.ts'
import type { Application } from './catalogue.ts'
import type { Decision, Grant } from './facts.ts'
import type { DecisionRef, Missing } from './reasons.ts'
import type { Sight } from './sight.ts'
import type { AgencyCode } from './standing.ts'

/**
 * From the least to be done to the most. What bars the way to everything stands first, for nothing else helps before it
 * is gone; then what only has to be waited for, confirmed, renewed, asked for; then what is a change of one's own office.
 */
export const MISSING_ORDER = [
  'notInService', 'accountNotActive', 'noCurrentPost', 'agencyNotLive', 'outsideAgencyRoot', 'startsLater',
  'awaitsConfirmation', 'awaitsSecondManager', 'expired', 'grantByManager', 'standing', 'grantByCentre', 'nobodyGives',
] as const satisfies Missing['missing'][]

function barriers(application: Application, { facts, current }: Sight): Missing[] {
  const found: Missing[] = []
  if (!application.inService) found.push({ missing: 'notInService' })
  if (facts.account !== 'active') found.push({ missing: 'accountNotActive', state: facts.account ?? 'none' })
  if (current.size === 0) {
    const coming = facts.posts.map((post) => post.from).filter((from) => from > facts.day).toSorted()
    found.push({ missing: 'noCurrentPost', startsOn: coming[0] ?? null })
  }
  return found
}

function barrierAt(application: Application, agency: AgencyCode, { facts }: Sight): Missing[] {
  if (!isLive(facts.tree, agency)) return [{ missing: 'agencyNotLive', agency }]
  const root = application.agencyRoot
  if (root === null || isAtOrBelow(facts.tree, agency, root)) return []
  return [{ missing: 'outsideAgencyRoot', agency, root }]
}

/** Why the decision gives nothing on the day although it is there, or null when it is in force. */
function whyNotInForce(decision: Decision, restsOnCurrentPost: boolean, ref: DecisionRef, sight: Sight): Missing | null {
  const { day } = sight.facts
  if (decision.state === 'ended') return null
  if (decision.to !== null && decision.to < day) return { missing: 'expired', day: decision.to, ...ref }
  if (decision.state === 'proposed') return { missing: 'awaitsSecondManager', ...ref }
  if (decision.state === 'suspended' || !restsOnCurrentPost) return { missing: 'awaitsConfirmation', ...ref }
  return decision.from > day ? { missing: 'startsLater', day: decision.from, ...ref } : null
}

function missingOfGrant(grant: Grant, sight: Sight): Missing[] {
  const { receiver, agency, category } = grant
  const { current, facts, standings } = sight
  const ref = (decision: DecisionRef['decision'], id: string): DecisionRef => ({ decision, id, agency, category })
  const own = (restsOnCurrentPost: boolean) => whyNotInForce(grant, restsOnCurrentPost, ref('grant', grant.id), sight)
  if (receiver.to === 'person') return [own(current.has(receiver.post))].filter((one) => one !== null)
  if (receiver.to === 'standing') {
    if (standingsAt(standings, agency, receiver.standing).length > 0) return [own(true)].filter((one) => one !== null)
    return isInForce(grant, facts.day) ? [{ missing: 'standing', standing: receiver.standing, agency, category }] : []
  }
  return facts.memberships.filter((membership) => membership.group === receiver.group).map((membership) => own(true)
    ?? whyNotInForce(membership, current.has(membership.post), ref('membership', membership.id), sight))
    .filter((one) => one !== null)
}

function missingOfGrants(application: Application, agency: AgencyCode | undefined, sight: Sight): Missing[] {
  if (!application.grantable) return []
  return sight.facts.grants
    .filter((grant) => grant.application === application.code
      && application.categories.some((category) => category.code === grant.category)
      && (agency === undefined || grant.agency === agency) && isOpenTo(application, grant.agency, sight.facts))
    .flatMap((grant) => missingOfGrant(grant, sight))
}

// Only asked about an agency: elsewhere, who has the right at the acting agency has the application already.
function missingOfDuties(application: Application, agency: AgencyCode, sight: Sight): Missing[] {
  const duties = sight.facts.duties.filter((duty) => duty.application === application.code && duty.served === agency
    && standingsAt(sight.standings, duty.acting, 'hr').length > 0)
  return application.categories.filter((category) => application.dutyAllowed && isAgencyBusiness(category))
    .flatMap((category) => {
      const grounds = groundsFor(application, category, sight)
      return duties.filter((duty) => grounds.some((ground) => ground.agency === duty.acting)).map((duty) =>
        whyNotInForce(duty, true, { decision: 'duty', id: duty.id, agency, category: category.code }, sight))
    }).filter((one) => one !== null)
}

function missingAt(application: Application, agency: AgencyCode, { facts }: Sight): Missing[] {
  return application.categories.flatMap((category): Missing[] => {
    const found: Missing[] = []
    if (application.grantable && category.handOut === 'manager') {
      found.push({
        missing: 'grantByManager', agency, category: category.code, managers: managersOf(agency, facts.tree),
      })
    }
    if (category.derivedGroup !== null) {
      found.push({ missing: 'standing', standing: category.derivedGroup, agency, category: category.code })
    }
    if (application.grantable && category.handOut === 'central') {
      found.push({ missing: 'grantByCentre', agency, category: category.code })
    }
    return found
  })
}

/**
 * What the person misses for the application (with only the categories asked for), nearest first; never empty. Asked
 * without an agency, it is answered for the agencies of the person's current posts, one's appointments first.
 */
export function missingFor(application: Application, asked: AgencyCode | undefined, sight: Sight): Missing[] {
  const homes = [...sight.current.values()].toSorted((a, b) => a.kind.localeCompare(b.kind) || Number(a.id) - Number(b.id))
    .map((post) => post.agency)
  const agencies = asked === undefined ? [...new Set(homes)] : [asked]
  const open = agencies.filter((agency) => isOpenTo(application, agency, sight.facts))
  const given = application.grantable && application.categories.some((category) => category.handOut !== 'nobody')
  const found: Missing[] = [
    ...barriers(application, sight),
    ...(open.length > 0 ? [] : agencies.flatMap((agency) => barrierAt(application, agency, sight))),
    ...missingOfGrants(application, asked, sight),
    ...open.flatMap((agency) => (asked === undefined ? [] : missingOfDuties(application, agency, sight))),
    ...open.flatMap((agency) => missingAt(application, agency, sight)),
    ...(given ? [] : [{ missing: 'nobodyGives' } as const]),
  ]
  return found.toSorted((a, b) => MISSING_ORDER.indexOf(a.missing) - MISSING_ORDER.indexOf(b.missing))
}
