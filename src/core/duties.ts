// 兼辦: who sets a duty up, changes and ends it, for which applications, and when it asks for a request (R-DUTY-1…5).
import { isAtOrBelow, isLive, leadAgencyOf } from './agency-tree.ts'
import { compareEnds } from './days.ts'
import { mayManage, waysToManage } from './scope.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Application } from './catalogue.ts'
import type { Day } from './days.ts'
import type { DecisionState } from './facts.ts'
import type { Authority, ManagementWay } from './scope.ts'
import type { AgencyCode } from './standing.ts'

/** Who does the work, and for whom. */
export type DutyPair = { acting: AgencyCode; served: AgencyCode }

/** Days from–to, both inclusive; null is open (設為永久). */
export type DutyPeriod = { from: Day; to: Day | null }

/** One application of a duty, as the latest version has it. */
export type DutyLine = DutyPeriod & { duty: string; application: string; state: DecisionState }

/** As much of an application as a duty asks of it. */
export type DutyApplication = Pick<Application, 'code' | 'name' | 'heading' | 'dutyAllowed' | 'agencyRoot'>

/** What is asked for. */
export type DutyWish = DutyPeriod & { applications: readonly string[] }

/**
 * What a decision about a duty rests on: the lines of both agencies, the catalogue's applications, and all `lines` of
 * duties of the very same pair. `tree` holds what `authority` is tested on.
 */
export type DutySight = {
  today: Day
  pair: DutyPair
  authority: Authority
  tree: AgencyTree
  catalogue: readonly DutyApplication[]
  lines: readonly DutyLine[]
}

/** What to write: applications that begin, whose period becomes another, and that end at once. */
export type DutyPlan = {
  begin: (DutyPeriod & { application: string })[]
  alter: (DutyPeriod & { application: string })[]
  end: string[]
}

/** Why an application cannot be chosen (R-DUTY-2): the catalogue says no, it is not for that agency, or it is covered. */
export type NotChosen = 'notAllowed' | 'notForAgency' | 'covered'

export type DutyRefusal =
  /** R-DUTY-5 */
  | { refused: 'sameAgency' }
  | { refused: 'actingNotLive' | 'servedNotLive' }
  /** Neither agency is the actor's. */
  | { refused: 'notYours' }
  /** R-DUTY-3: within one line it is whoever manages the served agency. */
  | { refused: 'servedManagersOnly' }
  /** R-DUTY-4: the centre, or whose scope holds both, stands for neither agency. */
  | { refused: 'standsForBoth' }
  | { refused: 'noApplication' }
  | { refused: 'unknownApplication'; application: string }
  | { refused: NotChosen; application: string }
  /** R-DAY-3 */
  | { refused: 'startsBeforeToday' | 'endsBeforeToday' | 'endsBeforeStart' }
  | { refused: 'nothingChanged' }
  /** There is nothing left of the duty that could be changed. */
  | { refused: 'over' }

/** Whether the line still gives something or will: neither ended by hand nor past its last day. */
export function isStanding(line: Pick<DutyLine, 'to' | 'state'>, today: Day): boolean {
  return line.state !== 'ended' && (line.to === null || line.to >= today)
}

/** From the first day of any of the lines to the last; none: a RangeError. */
export function spanOf(lines: readonly DutyPeriod[]): DutyPeriod {
  const [first] = lines
  if (first === undefined) throw new RangeError('a duty without lines')
  return lines.reduce((span, { from, to }) =>
    ({ from: from < span.from ? from : span.from, to: compareEnds(to, span.to) > 0 ? to : span.to }), first)
}

/** Whether both agencies are of one line of government (R-DUTY-3); between two lines it takes a request (R-DUTY-4). */
export function isWithinOneLead({ acting, served }: DutyPair, tree: AgencyTree): boolean {
  const lead = leadAgencyOf(tree, served)
  return lead !== null && lead === leadAgencyOf(tree, acting)
}

/** Why the application cannot be chosen for a duty of this pair, or null. `own` is the duty that is being changed. */
export function whyNotChosen(
  application: DutyApplication, { pair, tree, lines, today }: Omit<DutySight, 'authority' | 'catalogue'>, own: string | null = null,
): NotChosen | null {
  if (!application.dutyAllowed) return 'notAllowed'
  const root = application.agencyRoot
  const open = (agency: AgencyCode) => root === null || isAtOrBelow(tree, agency, root)
  if (!open(pair.served) || !open(pair.acting)) return 'notForAgency'
  const covered = lines.some((line) =>
    line.application === application.code && line.duty !== own && isStanding(line, today))
  return covered ? 'covered' : null
}

/** What is wrong with the pair itself, or null. */
export function pairRefusal({ pair: { acting, served }, tree }: Pick<DutySight, 'pair' | 'tree'>): DutyRefusal | null {
  if (acting === served) return { refused: 'sameAgency' }
  if (!isLive(tree, acting)) return { refused: 'actingNotLive' }
  return isLive(tree, served) ? null : { refused: 'servedNotLive' }
}

/**
 * The way by which this authority stands for `agency` and not for `other` in a request between them (R-DUTY-4); null for
 * the central administrator and for anybody whose scope holds both.
 */
export function wayOfParty(
  authority: Authority, agency: AgencyCode, other: AgencyCode, tree: AgencyTree,
): ManagementWay | null {
  // The centre manages every agency that is live, so it stands for neither by the same test.
  if (mayManage(authority, other, tree)) return null
  return waysToManage(authority, agency, tree)[0] ?? null
}

/** The first thing that bars one of the applications, or null. */
export function applicationRefusal(
  applications: readonly string[], sight: DutySight, own: string | null = null,
): DutyRefusal | null {
  for (const code of applications) {
    const application = sight.catalogue.find((one) => one.code === code)
    if (application === undefined) return { refused: 'unknownApplication', application: code }
    const why = whyNotChosen(application, sight, own)
    if (why !== null) return { refused: why, application: code }
  }
  return null
}

function periodRefusal({ from, to }: DutyPeriod, today: Day): DutyRefusal | null {
  if (to !== null && to < today) return { refused: 'endsBeforeToday' }
  if (from < today) return { refused: 'startsBeforeToday' }
  return to !== null && to < from ? { refused: 'endsBeforeStart' } : null
}

/** At once, by this way; or by a request that this side drafts. */
export type DutyRoute = { atOnce: ManagementWay } | { drafts: 'acting' | 'served'; way: ManagementWay }

/** By which way this actor gets a duty of this pair set up or enlarged (R-DUTY-3, 4), or why not. */
export function routeOf({ authority, pair, tree }: Pick<DutySight, 'authority' | 'pair' | 'tree'>): DutyRoute | DutyRefusal {
  const { acting, served } = pair
  const either = mayManage(authority, served, tree) || mayManage(authority, acting, tree)
  if (!either) return { refused: 'notYours' }
  if (isWithinOneLead(pair, tree)) {
    const [way] = waysToManage(authority, served, tree)
    return way === undefined ? { refused: 'servedManagersOnly' } : { atOnce: way }
  }
  const forServed = wayOfParty(authority, served, acting, tree)
  if (forServed !== null) return { drafts: 'served', way: forServed }
  const forActing = wayOfParty(authority, acting, served, tree)
  return forActing === null ? { refused: 'standsForBoth' } : { drafts: 'acting', way: forActing }
}

/** A new duty: what to write and by which route it comes about, or why not. */
export function decideSetUp(wish: DutyWish, sight: DutySight): { plan: DutyPlan; route: DutyRoute } | DutyRefusal {
  const wrong = pairRefusal(sight)
  if (wrong !== null) return wrong
  const route = routeOf(sight)
  if ('refused' in route) return route
  if (wish.applications.length === 0) return { refused: 'noApplication' }
  const refusal = applicationRefusal(wish.applications, sight) ?? periodRefusal(wish, sight.today)
  if (refusal !== null) return refusal
  const begin = wish.applications.map((application) => ({ application, from: wish.from, to: wish.to }))
  return { plan: { begin, alter: [], end: [] }, route }
}

const later = (a: Day, b: Day): Day => (a > b ? a : b)

/**
 * What turns the standing lines of the duty into the wish. What has begun keeps its first day; what begins does so today
 * at the earliest (R-DAY-3).
 */
export function planOf(duty: string, wish: DutyWish, { lines, today }: Pick<DutySight, 'lines' | 'today'>): DutyPlan {
  const own = lines.filter((line) => line.duty === duty && isStanding(line, today))
  const plan: DutyPlan = { begin: [], alter: [], end: [] }
  for (const application of wish.applications) {
    const line = own.find((one) => one.application === application)
    const from = line !== undefined && line.from <= today ? line.from : later(wish.from, today)
    const wanted = { application, from, to: wish.to }
    if (line === undefined) plan.begin.push(wanted)
    else if (line.from !== from || line.to !== wish.to) plan.alter.push(wanted)
  }
  plan.end = own.map((line) => line.application).filter((application) => !wish.applications.includes(application))
  return plan
}

/** The applications that the plan adds or whose period it lengthens: they go the way of setting up (R-DUTY-1). */
export function enlargedBy(plan: DutyPlan, duty: string, lines: readonly DutyLine[]): string[] {
  const lengthened = plan.alter.filter(({ application, from, to }) => {
    const line = lines.find((one) => one.duty === duty && one.application === application)
    return line === undefined || from < line.from || compareEnds(to, line.to) > 0
  })
  return [...plan.begin, ...lengthened].map(({ application }) => application)
}

/** The way by which this actor may shorten or end a duty of the pair: as a manager of either agency (R-DUTY-1). */
export function wayToReduce({ authority, pair, tree }: Pick<DutySight, 'authority' | 'pair' | 'tree'>): ManagementWay | null {
  return waysToManage(authority, pair.served, tree)[0] ?? waysToManage(authority, pair.acting, tree)[0] ?? null
}

/**
 * A change of the duty's applications or days: what to write, and by which route, or why not. Shortening alone is open to
 * a manager of either agency; anything that adds goes the way of setting up, and then the whole change goes with it.
 */
export function decideChange(
  duty: string, wish: DutyWish, sight: DutySight,
): { plan: DutyPlan; route: DutyRoute } | DutyRefusal {
  const { lines, today } = sight
  const reduces = wayToReduce(sight)
  if (reduces === null) return { refused: 'notYours' }
  const own = lines.filter((line) => line.duty === duty && isStanding(line, today))
  if (own.length === 0) return { refused: 'over' }
  if (wish.applications.length === 0) return { refused: 'noApplication' }
  const started = own.some((line) => line.from <= today)
  const wrong = periodRefusal(started ? { from: today, to: wish.to } : wish, today)
  if (wrong !== null) return wrong
  const plan = planOf(duty, wish, sight)
  if (plan.begin.length + plan.alter.length + plan.end.length === 0) return { refused: 'nothingChanged' }
  const misfit = plan.begin.concat(plan.alter).some(({ from, to }) => to !== null && to < from)
  if (misfit) return { refused: 'endsBeforeStart' }
  const enlarged = enlargedBy(plan, duty, lines)
  if (enlarged.length === 0) return { plan, route: { atOnce: reduces } }
  const refusal = pairRefusal(sight) ?? applicationRefusal(enlarged, sight, duty)
  if (refusal !== null) return refusal
  const route = routeOf(sight)
  return 'refused' in route ? route : { plan, route }
}
