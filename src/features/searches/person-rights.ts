// What one person may use, as far as whoever asks may know it: 「可用應用系統查詢」, 「可用兼辦應用系統查詢」, 「權限差異比較」.
import { decide } from '../../core/access.ts'
import { loadPersonFacts } from '../../store/access.ts'
import { reachedOf } from '../../store/scope.ts'
import { shownRight } from './shown-right.ts'
import type { Application } from '../../core/catalogue.ts'
import type { Reason } from '../../core/reasons.ts'
import type { PickedPerson } from '../../store/people.ts'
import type { Asking } from './list-search.ts'
import type { ShownRight } from './shown-right.ts'
import type { SearchSlice } from './slice.ts'

export type PersonRights = { rights: ShownRight[]; catalogue: readonly Application[] }

const agenciesOf = ({ agency, ground }: Reason): string[] => (ground.by === 'duty' ? [agency, ground.acting] : [agency])

/**
 * All reasons of the person as of the day, by the decision itself. A right is the matter of the agency on whose behalf it
 * is, and a duty that of the acting agency too (either of them ends it, R-DUTY-5): only rights at agencies whose matters
 * the authority may see are told; of others not even that there are any.
 */
export async function rightsOf(slice: SearchSlice, person: PickedPerson, asking: Asking): Promise<PersonRights> {
  const { authority, asOf, today, language } = asking
  const { read } = slice.database
  const facts = await loadPersonFacts(read, person.id, asOf)
  const reasons = decide(facts).flatMap((answer) => answer.reasons)
  const reached = await reachedOf(read, authority, [...new Set(reasons.flatMap(agenciesOf))], asOf, today)
  const shown = { key: person.key, name: person.name, nationalIdMasked: person.nationalIdMasked }
  return {
    rights: reasons.filter((reason) => agenciesOf(reason).some((code) => reached.has(code)))
      .map((reason) => shownRight(reason, shown, facts, language)),
    catalogue: facts.catalogue,
  }
}

/** What may be asked of a person's rights beside the day; '' is not asked. */
export type RightsAsked = { application: string; by: ShownRight['by'] | ''; sort: RightsSort }

export const RIGHTS_SORTS = ['application', '-application', 'agency', '-agency', 'until', '-until'] as const
export type RightsSort = (typeof RIGHTS_SORTS)[number]

const OPEN = '9999-12-31'

const columnOf = (right: ShownRight, sort: RightsSort): string => {
  if (sort.endsWith('agency')) return right.agency
  return sort.endsWith('until') ? right.until ?? OPEN : ''
}

/** The rights in that order and narrowed so. By application means in the order of the catalogue. */
export function arranged({ rights, catalogue }: PersonRights, { application, by, sort }: RightsAsked): ShownRight[] {
  const position = new Map(catalogue.map(({ code }, at) => [code, at]))
  const compare = (a: ShownRight, b: ShownRight): number =>
    compareTexts(columnOf(a, sort), columnOf(b, sort)) || position.get(a.application)! - position.get(b.application)!
    || compareTexts(a.category, b.category) || compareTexts(a.agency, b.agency) || compareTexts(a.why, b.why)
    || compareTexts(a.from, b.from)
  const kept = rights.filter((right) =>
    (application === '' || right.application === application) && (by === '' || right.by === by))
  const sorted = kept.toSorted(compare)
  return sort.startsWith('-') ? sorted.toReversed() : sorted
}

const compareTexts = (a: string, b: string): number => Number(a > b) - Number(a < b)
