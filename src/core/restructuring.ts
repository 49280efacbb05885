// A restructuring (R-JML-4): agencies that end the day before, that begin on the day, and that change with it. What kind it is
// follows from who takes over from whom. Pure: what is planned and what is known in, the agencies' periods after it out.
import { AGENCY_FIELDS, fieldsChanged, periodOn, rewritePeriods } from './agency-change.ts'
import { lineOf } from './agency-tree.ts'
import { addDays, dayBefore } from './days.ts'
import type { AgencyDescription, AgencyFields, AgencyPeriod } from './agency-change.ts'
import type { AgencyNode, AgencyTree } from './agency-tree.ts'
import type { Day } from './days.ts'
import type { AgencyCode } from './standing.ts'

export type EndingAgency = { role: 'ends'; code: AgencyCode; successors: readonly AgencyCode[] }
export type BeginningAgency = { role: 'begins'; code: AgencyCode; fields: AgencyFields }
export type ChangingAgency = { role: 'changes'; code: AgencyCode; fields: Partial<AgencyFields> }
export type PlannedAgency = EndingAgency | BeginningAgency | ChangingAgency

/** `day`: the first of the new order. */
export type Plan = { day: Day; agencies: readonly PlannedAgency[] }

export const endingIn = ({ agencies }: Plan): EndingAgency[] => agencies.filter((one) => one.role === 'ends')
const beginningIn = ({ agencies }: Plan): BeginningAgency[] => agencies.filter((one) => one.role === 'begins')
const changingIn = ({ agencies }: Plan): ChangingAgency[] => agencies.filter((one) => one.role === 'changes')

/** What becomes of an agency, as people call it. */
export type RestructuringKind = 'renamed' | 'merged' | 'split' | 'abolished' | 'changed' | 'added'

/** The kind, from who takes over from whom. */
export function kindOf(agency: PlannedAgency, plan: Plan): RestructuringKind {
  if (agency.role === 'begins') return 'added'
  if (agency.role === 'changes') return 'fields' in agency && agency.fields.name !== undefined ? 'renamed' : 'changed'
  const [first] = agency.successors
  if (first === undefined) return 'abolished'
  if (agency.successors.length > 1) return 'split'
  const begins = plan.agencies.some((one) => one.role === 'begins' && one.code === first)
  const alone = endingIn(plan).filter(({ successors }) => successors.includes(first)).length === 1
  return begins && alone ? 'renamed' : 'merged'
}

/** What the plan is held against, by what is known now. */
export type RestructuringFacts = {
  today: Day
  /** The periods of all agencies that are named, and of those below agencies that end. */
  periods: ReadonlyMap<AgencyCode, readonly AgencyPeriod[]>
  /** The lines of all of these on the plan's day. */
  tree: AgencyTree
  /** Which of them lie directly below an agency that ends, on the day or later; and how many steps there are below each. */
  children: readonly { code: AgencyCode; below: number }[]
  /** Agencies that are in another plan which is approved and still to come. */
  planned: ReadonlySet<AgencyCode>
  /** Applications that only agencies below one that ends have. */
  confined: readonly { application: string; agency: AgencyCode }[]
  /** Posts of which nobody has said where they go, by agency; and persons two of whose posts would become one. */
  undecided: readonly { agency: AgencyCode; posts: number }[]
  /** Agencies that are split and of which nobody has said where all the rest goes: whoever joins later has to go somewhere. */
  withoutRest: readonly AgencyCode[]
  colliding: number
}

export type PlanProblem = {
  problem: 'nothing' | 'dayPassed' | 'notLiving' | 'inOtherPlan' | 'successorNotThere' | 'codeTaken' | 'superiorNotThere'
    | 'loop' | 'tooDeep' | 'confined' | 'undecided' | 'withoutRest' | 'colliding'
  agency: AgencyCode | null
  /** Another agency, an application, or how many. */
  detail: string
}

/** All periods of the agencies concerned, as they would be. */
export type PlannedPeriods = ReadonlyMap<AgencyCode, readonly AgencyDescription[]>

const DEEPEST = 16
// Any day will do where nothing ever begins.
const FIRST_DAY: Day = '2000-01-01'

/** Who takes over the agencies below one that ends: its first successor, else its own superior. */
function superiorAfter(plan: Plan, facts: RestructuringFacts, ending: EndingAgency, child: AgencyCode): AgencyCode | null {
  const own = superiorOf(plan, facts, ending.code)
  const [first] = ending.successors
  if (first === undefined || first === child) return own
  // A successor that lies below this very agency cannot become its superior.
  return lineOf(facts.tree, first).some(({ code }) => code === child) ? own : first
}

/** The superior of an agency that ends, or who takes over from that one. */
function superiorOf(plan: Plan, facts: RestructuringFacts, code: AgencyCode, seen = 0): AgencyCode | null {
  const superior = facts.tree.agencies.get(code)?.superior ?? null
  const ending = superior === null || seen > DEEPEST ? undefined : endingIn(plan).find((one) => one.code === superior)
  if (superior === null || ending === undefined) return superior
  return ending.successors[0] ?? superiorOf(plan, facts, superior, seen + 1)
}

const numbered = (periods: readonly AgencyDescription[]): AgencyPeriod[] => periods.map((one, at) => ({ ...one, id: String(at) }))
const unnumbered = ({ id: _, ...period }: AgencyPeriod): AgencyDescription => period
const inOrder = <P extends { from: Day | null }>(periods: readonly P[]): P[] =>
  periods.toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))

function ended(periods: readonly AgencyPeriod[], day: Day, successor: AgencyCode | undefined): AgencyDescription[] {
  const before = inOrder(periods).filter(({ from }) => from === null || from < day)
  return before.map((period, at) => ({
    ...unnumbered(period), to: period.to === null || period.to >= day ? dayBefore(day) : period.to,
    successor: at === before.length - 1 ? successor ?? period.successor : period.successor,
  }))
}

function changed(periods: readonly AgencyDescription[], fields: Partial<AgencyFields>, from: Day): AgencyDescription[] {
  const known = numbered(periods)
  const { closed, written } = rewritePeriods(known, fields, from)
  return inOrder([...known.filter((one) => !closed.includes(one)).map(unnumbered), ...written])
}

/** Puts the agency below another wherever it lay below the one that ends, from the day on. */
function movedBelow(periods: readonly AgencyDescription[], from: AgencyCode, to: AgencyCode | null, day: Day): AgencyDescription[] {
  return inOrder(periods.flatMap((period): AgencyDescription[] => {
    if (period.superior !== from || (period.to !== null && period.to < day)) return [period]
    const moved = { ...period, superior: to, from: period.from === null || period.from < day ? day : period.from }
    return period.from !== null && period.from >= day ? [moved] : [{ ...period, to: dayBefore(day) }, moved]
  }))
}

/** The agencies as they would be; what is wrong with the plan is asked of `planProblems`. */
export function planPeriods(plan: Plan, facts: RestructuringFacts): PlannedPeriods {
  const { day } = plan
  const after = new Map<AgencyCode, readonly AgencyDescription[]>()
  const soFar = (code: AgencyCode): readonly AgencyDescription[] => after.get(code) ?? facts.periods.get(code)?.map(unnumbered) ?? []
  const endings = endingIn(plan)
  for (const { code } of facts.children) {
    if (endings.some((one) => one.code === code)) continue
    for (const ending of endings) {
      const moved = movedBelow(soFar(code), ending.code, superiorAfter(plan, facts, ending, code), day)
      if (moved.length > 0) after.set(code, moved)
    }
  }
  for (const { code, fields } of changingIn(plan)) after.set(code, changed(soFar(code), fields, day))
  for (const { code, successors } of endings) after.set(code, ended(facts.periods.get(code) ?? [], day, successors[0]))
  for (const { code, fields } of beginningIn(plan)) after.set(code, [{ ...fields, superiorMissing: null, from: day, to: null }])
  return after
}

const FIELDS = [...AGENCY_FIELDS, 'superiorMissing'] as const
const sameSaid = (a: AgencyDescription, b: AgencyDescription): boolean => FIELDS.every((field) => a[field] === b[field])

/** What holds on a day when the plan is taken back: what somebody has said since stays, all else is as it was. */
function takenBack(
  was: AgencyDescription | undefined, planned: AgencyDescription | undefined, now: AgencyDescription | undefined,
): AgencyDescription | undefined {
  if (was === undefined || now === undefined) return planned === undefined ? now ?? was : undefined
  if (planned === undefined) return now
  return Object.fromEntries(Object.entries(now).map(([name, value]) => {
    const field = name as keyof AgencyDescription
    return [field, value === planned[field] ? was[field] : value]
  })) as AgencyDescription
}

/**
 * An agency's periods when the plan is taken back: `was` before it, `planned` by it, and known `now`. Taken day by day, so that
 * what was changed by hand since, before the plan's day or after it, is not lost.
 */
export function withoutPlan(
  was: readonly AgencyDescription[], planned: readonly AgencyDescription[], now: readonly AgencyDescription[],
): AgencyDescription[] {
  const begins = [...was, ...planned, ...now].flatMap(({ from, to }) => [from, ...(to === null ? [] : [addDays(to, 1)])])
  const days = [...new Set(begins)].toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
  const kept = new Set(was.map(({ from }) => from))
  const back: AgencyDescription[] = []
  for (const [at, from] of days.entries()) {
    const next = days[at + 1]
    const day = from ?? (next === undefined || next === null ? FIRST_DAY : dayBefore(next))
    const said = takenBack(periodOn(was, day), periodOn(planned, day), periodOn(now, day))
    if (said === undefined) continue
    const period = { ...said, from, to: next === undefined || next === null ? null : dayBefore(next) }
    const last = back.at(-1)
    if (last !== undefined && last.to !== null && from !== null && addDays(last.to, 1) === from && !kept.has(from) && sameSaid(last, period)) {
      last.to = period.to
    } else back.push(period)
  }
  return back
}

/** The tree on the plan's day as it would be. */
export function treeAfter({ day }: Plan, { tree }: RestructuringFacts, periods: PlannedPeriods): AgencyTree {
  const agencies = new Map(tree.agencies)
  for (const [code, own] of periods) {
    const on = periodOn(own, day)
    const last = on ?? own.at(-1)
    if (last === undefined) continue
    const node: AgencyNode = {
      code, name: last.name, nameEn: last.nameEn, superior: on?.superior ?? null, superiorMissing: on?.superiorMissing != null,
      live: on !== undefined,
    }
    agencies.set(code, node)
  }
  return { ...tree, agencies }
}

function tiesOf(plan: Plan, facts: RestructuringFacts): PlanProblem[] {
  const after = treeAfter(plan, facts, planPeriods(plan, facts))
  const named = new Set([...plan.agencies.filter(({ role }) => role !== 'ends').map(({ code }) => code), ...facts.children.map(({ code }) => code)])
  return [...named].flatMap((code): PlanProblem[] => {
    const node = after.agencies.get(code)
    if (node === undefined || !node.live || node.superior === null) return []
    if (after.agencies.get(node.superior)?.live !== true) return [{ problem: 'superiorNotThere', agency: code, detail: node.superior }]
    const line = lineOf(after, code)
    if (new Set(line.map((one) => one.code)).size < line.length) return [{ problem: 'loop', agency: code, detail: node.superior }]
    const below = facts.children.find((one) => one.code === code)?.below ?? 0
    return line.length - 1 + below > DEEPEST ? [{ problem: 'tooDeep', agency: code, detail: node.superior }] : []
  })
}

function agencyProblems(plan: Plan, facts: RestructuringFacts): PlanProblem[] {
  const { day } = plan
  const livesOn = (code: AgencyCode, on: Day): boolean => periodOn(facts.periods.get(code) ?? [], on) !== undefined
  const lives = (code: AgencyCode): boolean => livesOn(code, day)
  const begins = new Set(beginningIn(plan).map(({ code }) => code))
  const ends = new Set(endingIn(plan).map(({ code }) => code))
  return plan.agencies.flatMap((agency): PlanProblem[] => {
    const { code } = agency
    const say = (problem: PlanProblem['problem'], detail = ''): PlanProblem => ({ problem, agency: code, detail })
    const found: PlanProblem[] = facts.planned.has(code) ? [say('inOtherPlan')] : []
    if (agency.role === 'begins') return (facts.periods.get(code) ?? []).length > 0 ? [...found, say('codeTaken')] : found
    // What begins with the day cannot have ended by then.
    if (!lives(code) || (agency.role === 'ends' && !livesOn(code, dayBefore(day)))) found.push(say('notLiving'))
    if (agency.role === 'changes') return found
    const there = (successor: AgencyCode): boolean => begins.has(successor) || (lives(successor) && !ends.has(successor))
    return [
      ...found, ...agency.successors.filter((one) => !there(one)).map((one) => say('successorNotThere', one)),
      ...agency.successors.filter((one) => facts.planned.has(one)).map((one) => say('inOtherPlan', one)),
    ]
  })
}

/** Everything that speaks against the plan; none: it can be sent and approved. */
export function planProblems(plan: Plan, facts: RestructuringFacts): PlanProblem[] {
  const nothing = !plan.agencies.some((one) => one.role !== 'changes' || saysSomething(one, plan, facts))
  return [
    ...(nothing ? [{ problem: 'nothing' as const, agency: null, detail: '' }] : []),
    ...(plan.day < facts.today ? [{ problem: 'dayPassed' as const, agency: null, detail: plan.day }] : []),
    ...agencyProblems(plan, facts),
    ...tiesOf(plan, facts),
    ...facts.confined.map(({ application, agency }) => ({ problem: 'confined' as const, agency, detail: application })),
    ...facts.undecided.map(({ agency, posts }) => ({ problem: 'undecided' as const, agency, detail: String(posts) })),
    ...facts.withoutRest.map((agency) => ({ problem: 'withoutRest' as const, agency, detail: '' })),
    ...(facts.colliding === 0 ? [] : [{ problem: 'colliding' as const, agency: null, detail: String(facts.colliding) }]),
  ]
}

function saysSomething({ code, fields }: ChangingAgency, { day }: Plan, { periods }: RestructuringFacts): boolean {
  const on = periodOn(periods.get(code) ?? [], day)
  return on !== undefined && Object.keys(fieldsChanged(on, fields)).length > 0
}

export type RestructuringState = 'draft' | 'sent' | 'approved' | 'withdrawn' | 'undone'

/** Who did what with a plan so far. */
export type RestructuringStand = { state: RestructuringState; day: Day; draftedBy: string | null; sentBy: string | null }

export type RestructuringAct = 'edit' | 'send' | 'approve' | 'return' | 'withdraw' | 'undo'
export type StepRefusal = 'wrongState' | 'ownPlan' | 'dayCame'

/** Why this person of the centre may not do that with the plan, or null. Whoever drafted or sent it does not approve it. */
export function whyNot(act: RestructuringAct, { state, day, draftedBy, sentBy }: RestructuringStand, person: string, today: Day): StepRefusal | null {
  switch (act) {
    case 'edit': case 'send': return state === 'draft' ? null : 'wrongState'
    case 'withdraw': return state === 'draft' || state === 'sent' ? null : 'wrongState'
    case 'return': return state === 'sent' ? null : 'wrongState'
    case 'approve': return state !== 'sent' ? 'wrongState' : person === draftedBy || person === sentBy ? 'ownPlan' : null
    case 'undo': return state !== 'approved' ? 'wrongState' : day <= today ? 'dayCame' : null
  }
}
