// The law's answer to one question, as the Authorization API tells it: a decision, and in its context why (R-USE-7).
import { decide } from '../../core/access.ts'
import { nearestSentence, reasonSentence } from '../../core/access-messages.ts'
import type { Sentence } from '../../core/access-messages.ts'
import type { Day } from '../../core/days.ts'
import type { PersonFacts } from '../../core/facts.ts'
import type { Missing, Reason } from '../../core/reasons.ts'
import { UNKNOWN } from './messages.ts'
import type { NamedBy } from './subject.ts'

/** One reason, machine-readable; `from` and `until` are inclusive days, null where none is known. */
export type ToldReason = {
  by: 'birthright' | 'grant' | 'duty'
  agency: string
  grant?: string
  membership?: string
  duty?: string
  acting?: string
  from: Day | null
  until: Day | null
  sentence: Sentence
}

/** The nearest missing condition, by its name in `src/core/reasons.ts`, with what belongs to it. */
export type ToldMissing = { missing: string; sentence: Sentence } & Record<string, unknown>

export type Decision = {
  decision: boolean
  context: { asOf: Day; reasons: ToldReason[]; moreReasons?: number; missing?: ToldMissing }
}

// Somebody who acts for a city's schools has a reason for each of some 300; asked without an agency, these are examples.
const MOST_REASONS = 50

/** What is told of whoever and whatever is not there: the same for all, so that nothing is learnt by asking about. */
export const unknown = (asOf: Day): Decision =>
  ({ decision: false, context: { asOf, reasons: [], missing: { missing: 'unknown', sentence: UNKNOWN } } })

/** `agency`: null asks whether for any. */
export type Asked = { application: string; category: string; agency: string | null }

/** Decides, and says why or why not. `facts`: null for nobody. */
export function answerOf(facts: PersonFacts | null, asked: Asked, by: NamedBy, asOf: Day): Decision {
  const { application, category, agency } = asked
  const offered = facts?.catalogue.find(({ code }) => code === application)
  if (facts === null || offered?.categories.some(({ code }) => code === category) !== true) return unknown(asOf)
  const [answer] = decide(facts, { application, category, ...(agency === null ? {} : { agency }) })
  const { reasons = [], missing = [] } = answer ?? {}
  if (reasons.length === 0) {
    return mayBeTold(facts, application, by, missing) ? denial(facts, application, missing, asOf) : unknown(asOf)
  }
  const told = reasons.slice(0, MOST_REASONS).map((reason) => toldReason(reason, facts))
  const more = reasons.length - told.length
  return { decision: true, context: { asOf, reasons: told, ...(more > 0 ? { moreReasons: more } : {}) } }
}

function toldReason(reason: Reason, facts: PersonFacts): ToldReason {
  const { ground, agency, from, until } = reason
  const own = ground.by === 'duty' ? ground.underlying : ground
  return {
    by: ground.by, agency,
    ...(own.by === 'grant' ? { grant: own.grant } : {}),
    ...('membership' in own ? { membership: own.membership } : {}),
    ...(ground.by === 'duty' ? { duty: ground.duty, acting: ground.acting } : {}),
    from, until, sentence: reasonSentence(reason, facts),
  }
}

function denial(facts: PersonFacts, application: string, missing: readonly Missing[], asOf: Day): Decision {
  const { missing: name, ...rest } = missing[0]!
  const sentence = nearestSentence(missing, application, facts)
  return { decision: false, context: { asOf, reasons: [], missing: { missing: name, ...rest, sentence } } }
}

const OF_THE_PERSON: ReadonlySet<Missing['missing']> = new Set(['accountNotActive', 'noCurrentPost'])

/**
 * Whether the application may hear what somebody misses. It knows those whose `sub` it has. By trying account names it must
 * not find out whose account is closed or who has left, and by trying national IDs not even who is a civil servant, unless
 * the person has to do with this application already.
 */
function mayBeTold(facts: PersonFacts, application: string, by: NamedBy, missing: readonly Missing[]): boolean {
  if (by === 'sub') return true
  if (by === 'account') return !missing.some((one) => OF_THE_PERSON.has(one.missing))
  return decide(facts, { application }).some(({ reasons }) => reasons.length > 0)
}
