// The Resource and Action Search APIs: for which agencies, and in which categories, somebody may use the application.
import { decide } from '../../core/access.ts'
import { APPLICATION, factsFor, momentOf } from './evaluate.ts'
import { searchAnswer } from './page-token.ts'
import type { Day } from '../../core/days.ts'
import type { Reason } from '../../core/reasons.ts'
import type { Asking } from './evaluate.ts'
import type { Paging, SearchAnswer } from './page-token.ts'
import type { Question } from './request.ts'

/** A question as searches ask it: always of a day. */
export type DatedQuestion = Question & { asOf: Day }

/** What somebody may, at the day of the search; empty for nobody and for what is not the application's own. */
async function reasonsFor(question: Question, asking: Asking): Promise<Reason[]> {
  const found = await factsFor(question, momentOf(question, asking.today), asking)
  if (found === null || found.facts === null) return []
  const { action: category, agency } = question
  const asked = {
    application: asking.application, ...(category === '' ? {} : { category }), ...(agency === null ? {} : { agency }),
  }
  return decide(found.facts, asked).flatMap(({ reasons }) => reasons)
}

/** Each value once, in order, and of these the page that is asked for. */
function pageOf(values: string[], paging: Paging, asOf: Day, entity: (value: string) => object): SearchAnswer {
  const { limit, after } = paging.page
  const rest = [...new Set(values)].toSorted().filter((value) => value > (after?.[0] ?? ''))
  const some = rest.slice(0, limit)
  const next = some.length < rest.length ? paging.token([some.at(-1) ?? after?.[0] ?? '']) : null
  return searchAnswer(some.map(entity), next, asOf)
}

/** The agencies on whose behalf the subject may do the action: the application once for each. */
export async function searchResources(question: DatedQuestion, paging: Paging, asking: Asking): Promise<SearchAnswer> {
  const reasons = question.action === '' ? [] : await reasonsFor(question, asking)
  return pageOf(reasons.map(({ agency }) => agency), paging, question.asOf,
    (agency) => ({ type: APPLICATION, id: asking.application, properties: { agency } }))
}

/** What the subject may do on the resource. */
export async function searchActions(question: DatedQuestion, paging: Paging, asking: Asking): Promise<SearchAnswer> {
  const reasons = await reasonsFor(question, asking)
  return pageOf(reasons.map(({ category }) => category), paging, question.asOf, (name) => ({ name }))
}
