// What the form of a duty shows beside its fields: the two agencies, what they have already, what may be chosen.
import { isLive } from '../../core/agency-tree.ts'
import { isStanding, isWithinOneLead, whyNotChosen } from '../../core/duties.ts'
import { mayManage } from '../../core/scope.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { dutyCatalogue, loadDutySight } from './duty-sight.ts'
import type { Day } from '../../core/days.ts'
import type { DutyApplication, DutyPeriod, DutySight, NotChosen } from '../../core/duties.ts'
import type { DecisionState } from '../../core/facts.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'

export type NamedAgency = { code: AgencyCode; name: string; nameEn: string | null }
export type DutyChoice = Pick<DutyApplication, 'code' | 'name' | 'heading'> & { why: NotChosen | null }
export type CoveredApplication = DutyPeriod & { application: string; name: string; state: DecisionState }

/**
 * `acting`, `served`: what the codes name, null where they name no live agency. `route`: how saving would go; null while
 * that is unknown. `covered`: null while the pair is unknown, or none of the actor's business. `changes`: a duty of the pair
 * is being changed, and what it covers is not in `covered`.
 */
export type FormView = {
  acting: NamedAgency | null
  served: NamedAgency | null
  route: 'atOnce' | 'request' | null
  covered: CoveredApplication[] | null
  changes?: boolean
  choices: DutyChoice[]
}

const AGENCY_CODE = /^[0-9A-Za-z]{10}$/

/** Whether the text can be an agency's code. */
export const isAgencyCode = (text: string): boolean => AGENCY_CODE.test(text)

function named(code: AgencyCode, { tree }: Pick<DutySight, 'tree'>): NamedAgency | null {
  const node = tree.agencies.get(code)
  return node === undefined || !isLive(tree, code) ? null : { code, name: node.name, nameEn: node.nameEn }
}

/** The view of a pair whose sight is loaded. `own` is the duty that is being changed. */
export function viewOf(sight: DutySight, own: string | null = null): FormView {
  const { pair, tree, authority, lines, today, catalogue } = sight
  const [acting, served] = [named(pair.acting, sight), named(pair.served, sight)]
  const mine = mayManage(authority, pair.acting, tree) || mayManage(authority, pair.served, tree)
  if (acting === null || served === null || !mine) {
    return { acting, served, route: null, covered: null, choices: choicesOf(catalogue) }
  }
  const nameOf = (code: string): string => catalogue.find((one) => one.code === code)?.name ?? code
  return {
    acting, served,
    route: isWithinOneLead(pair, tree) ? 'atOnce' : 'request',
    changes: own !== null,
    covered: lines.filter((line) => isStanding(line, today) && line.duty !== own)
      .map(({ application, from, to, state }) => ({ application, name: nameOf(application), from, to, state })),
    choices: catalogue.map((one) =>
      ({ code: one.code, name: one.name, heading: one.heading, why: whyNotChosen(one, sight, own) })),
  }
}

const choicesOf = (catalogue: readonly DutyApplication[]): DutyChoice[] =>
  catalogue.map(({ code, name, heading, dutyAllowed }) => ({ code, name, heading, why: dutyAllowed ? null : 'notAllowed' }))

/** The view for the codes as typed, which may name nothing yet. */
export async function loadFormView(
  db: Reader, authority: Authority, typed: { acting: string; served: string }, today: Day,
): Promise<FormView> {
  if (!isAgencyCode(typed.acting) || !isAgencyCode(typed.served)) {
    const codes = [typed.acting, typed.served].filter(isAgencyCode)
    const tree = await loadTree(db, codes, { day: today, known: 'now' })
    const [acting, served] = [named(typed.acting, { tree }), named(typed.served, { tree })]
    return { acting, served, route: null, covered: null, choices: choicesOf(await dutyCatalogue(db)) }
  }
  const sight = await loadDutySight(db, typed, authority, today)
  // An agency does not serve itself; the refusal says so when it is saved.
  if (typed.acting === typed.served) return { ...viewOf(sight), route: null, covered: null }
  return viewOf(sight)
}
