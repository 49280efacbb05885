/** What a membership of a named group does for its member: the law asked about one person, with it and without it. */
import { createHash } from 'node:crypto'
import { decide } from '../../core/access.ts'
import { asOf } from '../../core/as-of.ts'
import { compareEnds } from '../../core/days.ts'
import type { Naming } from '../../core/access-messages.ts'
import type { Day } from '../../core/days.ts'
import type { Membership, PersonFacts } from '../../core/facts.ts'
import type { Reason } from '../../core/reasons.ts'
import { loadPersonFacts } from '../../store/access.ts'
import type { Reader } from '../../store/database.ts'

/** One right that begins, ends, or lasts until another day; `reason` is one that makes it (or made it). */
export type RightChange = {
  kind: 'gained' | 'lost' | 'until'; application: string; category: string; agency: string
  until: Day | null; untilBefore: Day | null; reason: Reason
}

/** `day`: as of which it was asked. */
export type MemberEffect = { day: Day; changes: RightChange[]; naming: Naming; digest: string }

type Right = { until: Day | null; reason: Reason }

/** Each right by application, category and agency, with the reason that lasts longest. */
function rightsOf(facts: PersonFacts): Map<string, Right> {
  const rights = new Map<string, Right>()
  for (const reason of decide(facts).flatMap(({ reasons }) => reasons)) {
    const key = `${reason.application} ${reason.category} ${reason.agency}`
    const known = rights.get(key)
    if (known === undefined || compareEnds(reason.until, known.until) > 0) rights.set(key, { until: reason.until, reason })
  }
  return rights
}

function changesBetween(before: Map<string, Right>, after: Map<string, Right>): RightChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((key): RightChange[] => {
    const [had, has] = [before.get(key), after.get(key)]
    if (had !== undefined && has !== undefined && had.until === has.until) return []
    const { reason } = (has ?? had)!
    const { application, category, agency } = reason
    const kind = had === undefined ? 'gained' : has === undefined ? 'lost' : 'until'
    return [{ kind, application, category, agency, until: has?.until ?? null, untilBefore: had?.until ?? null, reason }]
  })
}

/**
 * What changes for the person when the membership becomes `then` (null: it ends, undefined id: it is new). Asked as of the
 * first day on which it holds, for before that it does nothing.
 */
export async function memberEffect(
  db: Reader, person: string, group: string, id: string, then: Membership | null, today: Day,
): Promise<MemberEffect> {
  const day = then !== null && then.from > today ? then.from : today
  const facts = await loadPersonFacts(db, person, asOf(day, today), { group })
  const others = facts.memberships.filter((one) => one.id !== id)
  const changes = changesBetween(
    rightsOf(facts), rightsOf({ ...facts, memberships: then === null ? others : [...others, then] }))
  const told = changes.map(({ reason: _, ...change }) => change)
  return { day, changes, naming: facts, digest: createHash('sha256').update(JSON.stringify([day, told])).digest('hex') }
}
