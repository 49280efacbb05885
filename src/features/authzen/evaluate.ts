// The Access Evaluation and Access Evaluations APIs: one question, or many in one request.
import { asOf } from '../../core/as-of.ts'
import { answerOf, unknown } from './answer.ts'
import { Fault } from './request.ts'
import { namedPerson } from './subject.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { Day } from '../../core/days.ts'
import type { PersonFacts } from '../../core/facts.ts'
import type { FactsQueue } from '../../store/facts-queue.ts'
import type { Decision } from './answer.ts'
import type { Question, Semantic } from './request.ts'
import type { Finding, NamedBy } from './subject.ts'
import { FAULTS } from './messages.ts'

/** Who asks, and what is needed to answer. */
export type Asking = Finding & { application: string; facts: Pick<FactsQueue, 'load'>; today: Day }

/** The only type of resource there is. */
export const APPLICATION = 'application'

const AGENCY = /^[0-9A-Za-z]{10}$/

/** The point in time of a question (R-DAY-2). */
export const momentOf = ({ asOf: day }: Pick<Question, 'asOf'>, today: Day): AsOf => asOf(day ?? today, today)

/** The facts of the subject as far as the question goes; null for nobody, or nobody of the application's business. */
export async function factsFor(
  { subject, resource, agency }: Question, at: AsOf, asking: Asking,
): Promise<{ facts: PersonFacts | null; by: NamedBy } | null> {
  const { application, facts } = asking
  if (resource.type !== APPLICATION || (resource.id !== null && resource.id !== application)) return null
  const named = await namedPerson(subject, application, asking)
  if (named === null) return null
  // What cannot be a code is no agency, and needs no looking up.
  const agencies = agency === null ? null : AGENCY.test(agency) ? [agency] : []
  return { facts: await facts.load({ who: named.who, application, agencies }, at), by: named.by }
}

/** Whether the subject may do the action on the resource, and why. */
export async function evaluate(question: Question, asking: Asking): Promise<Decision> {
  const { application } = asking
  const at = momentOf(question, asking.today)
  const found = await factsFor(question, at, asking)
  if (found === null) return unknown(at.day)
  return answerOf(found.facts, { application, category: question.action, agency: question.agency }, found.by, at.day)
}

/** What an evaluation at fault is answered with, among others that are not. */
type Faulty = { decision: false; context: { error: { status: 400; message: string; pointer: string } } }

const faulty = ({ code, pointer }: Fault): Faulty =>
  ({ decision: false, context: { error: { status: 400, message: FAULTS[code].en, pointer } } })

/**
 * Answers the questions in their order; with the semantics that stop at the first denial or permission, as many as it took
 * to come there. An evaluation at fault is a denial.
 */
export async function evaluateAll(
  questions: readonly (Question | Fault)[], semantic: Semantic, asking: Asking,
): Promise<(Decision | Faulty)[]> {
  const one = (question: Question | Fault) => (question instanceof Fault ? faulty(question) : evaluate(question, asking))
  if (semantic === 'execute_all') return Promise.all(questions.map(one))
  const answers: (Decision | Faulty)[] = []
  for (const question of questions) {
    const answer = await one(question)
    answers.push(answer)
    if (answer.decision === (semantic === 'permit_on_first_permit')) break
  }
  return answers
}
