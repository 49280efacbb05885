// Who may use an application, on behalf of which agency, and why (R-USE-1…8): the one decision. The lists of
// `src/store/access-list.ts` say the same in SQL, and a property test holds them against this.
import { isAgencyBusiness } from './catalogue.ts'
import { compareEnds } from './days.ts'
import { groundsFor, overlap } from './grounds.ts'
import { missingFor } from './missing.ts'
import { isInForce, isOpenTo, sightOf } from './sight.ts'
import { standingsAt } from './standing.ts'
import type { Application, Category } from './catalogue.ts'
import type { PersonFacts } from './facts.ts'
import type { GroundAt } from './grounds.ts'
import type { ApplicationAnswer, Reason } from './reasons.ts'
import type { Sight } from './sight.ts'
import type { AgencyCode, HeldStanding } from './standing.ts'

/** What is asked; what is left out is asked for all. */
export type AccessQuestion = { application?: string; category?: string; agency?: AgencyCode }

const lastsLonger = (a: HeldStanding, b: HeldStanding): HeldStanding =>
  compareEnds(b.post.to, a.post.to) > 0 ? b : a

// R-USE-3. `own` is what is held at the acting agencies by birth or grant: what came by a duty is not in it, so that
// chains do not carry over (R-DUTY-5).
function byDuty(application: Application, category: Category, own: GroundAt[], sight: Sight): Reason[] {
  if (!application.dutyAllowed || !isAgencyBusiness(category)) return []
  const { facts, standings } = sight
  return facts.duties.filter((duty) => duty.application === application.code && isInForce(duty, facts.day)
    && isOpenTo(application, duty.served, facts)).flatMap((duty) => {
    const officer = standingsAt(standings, duty.acting, 'hr')
    if (officer.length === 0) return []
    const held = officer.reduce(lastsLonger)
    return own.filter((ground) => ground.agency === duty.acting).map((underlying) => ({
      application: application.code,
      category: category.code,
      agency: duty.served,
      ...overlap(duty, held.post, { from: underlying.from, to: underlying.until }),
      ground: { by: 'duty', duty: duty.id, acting: duty.acting, held, underlying: underlying.ground },
    }))
  })
}

function reasonsFor(application: Application, category: Category, sight: Sight): Reason[] {
  const own = groundsFor(application, category, sight)
  const reasons = own.map((ground) => ({ application: application.code, category: category.code, ...ground }))
  return [...reasons, ...byDuty(application, category, own, sight)]
}

function decideOne(application: Application, question: AccessQuestion, sight: Sight): ApplicationAnswer {
  const mayAtAll = application.inService && sight.facts.account === 'active' && sight.current.size > 0
  const categories = application.categories
    .filter((category) => question.category === undefined || category.code === question.category)
  const reasons = !mayAtAll ? [] : categories.flatMap((category) => reasonsFor(application, category, sight))
    .filter((reason) => question.agency === undefined || reason.agency === question.agency)
  const missing = reasons.length > 0 ? [] : missingFor({ ...application, categories }, question.agency, sight)
  return { application: application.code, reasons, missing }
}

/**
 * For each application asked about: the reasons why the person may use it, or, where there are none, the conditions that
 * are missing, nearest first (R-USE-7). A right is a (application, category, agency) that has at least one reason; it
 * lasts until the latest `until` of its reasons. An unknown application or category has no answer, or no reasons.
 */
export function decide(facts: PersonFacts, question: AccessQuestion = {}): ApplicationAnswer[] {
  const sight = sightOf(facts)
  return facts.catalogue
    .filter((application) => question.application === undefined || application.code === question.application)
    .map((application) => decideOne(application, question, sight))
}
