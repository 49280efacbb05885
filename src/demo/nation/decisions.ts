import { dayFromNumber, dayNumber, periodHolds } from '../../core/days.ts'
import type { Day } from '../../core/days.ts'
import { NEWCOMERS_AGENCY } from './fixed-people.ts'
import type { FixedLabel } from './fixed-people.ts'
import { isPersonnelPost } from './people.ts'
import type { FeedPost, Nation } from './people.ts'
import { personnelOfficesIn } from './personnel-offices.ts'
import type { PlannedAgency } from './plan.ts'
import { mix, Random } from './random.ts'
import { personnelHeadSeat } from './seats.ts'
import { readCatalogue } from './source-data.ts'
import type { GrantableCategory } from './source-data.ts'

/** A generated person by index, or a fixed one by label. */
export type PersonRef = number | FixedLabel

type Dated = { from: Day; to: Day | null; reason: string | null }
/** Who decided, and by which of their posts; both null: the centre. */
type Given = { givenBy: PersonRef | null; giverPostIndex: number | null }

/** 應用系統授權: rests on the receiver's post of that index (R-GRT-4). */
export type GeneratedGrant = Dated & Given & {
  kind: 'grant'
  application: string
  category: string
  agencyCode: string
  receiver: PersonRef
  postIndex: number
}
/** 兼辦 within one lead agency (R-DUTY-3). */
export type GeneratedDuty = Dated & Given & {
  kind: 'duty'
  actingAgencyCode: string
  servedAgencyCode: string
  applications: string[]
}
/** 管理權限授權 for the whole scope of the agency (R-SCP-3). */
export type GeneratedDelegation = Dated & Given & {
  kind: 'delegation'
  agencyCode: string
  receiver: PersonRef
  postIndex: number
}
export type GeneratedDecision = GeneratedGrant | GeneratedDuty | GeneratedDelegation

export type DecisionOptions = {
  nation: Nation
  /** On average; about 3 make the two million of a whole nation. Default 0.2. */
  grantsPerPerson?: number
  /** Of the agencies without a personnel office, how many are served by another. Default 0.3. */
  dutyShare?: number
  /** Of the agencies with a personnel office, how many have a delegate. Default 0.03. */
  delegationShare?: number
}

// Nobody but a generator of load holds more than a dozen; half the categories still leaves a choice.
const MOST_GRANTS = 12
const REASONS = ['業務需要', '職務代理', '協助人事業務', '依簽准辦理', '承辦該項業務']
const PERMANENT_REASON = '長期承辦該項業務'
// What is granted most, by the deck's own examples of what no one has by birthright.
const OFTEN = new Set(['A3', 'A5', 'A6', 'A8', 'AD', 'RTCMP', 'WebHR', 'D8', 'DA'])

type Tools = { nation: Nation; today: number; random: Random; managerOf: (agency: PlannedAgency) => Manager | null }
type Manager = { index: number; agency: PlannedAgency }

/** The nearest hrSupervisor whose agency's scope holds the agency (R-SCP-1, 2); null: none but the centre. */
function managers({ plan, options }: Nation): (agency: PlannedAgency) => Manager | null {
  const byCode = new Map(plan.agencies.map((agency) => [agency.code, agency]))
  const offices = personnelOfficesIn(options.agencies)
  const officeOf = new Map(offices.map(({ office, agency }) => [agency, byCode.get(office)]))
  const headOf = (agency: PlannedAgency | undefined): Manager | null => {
    const seat = agency === undefined ? null : personnelHeadSeat(agency)
    return seat === null ? null : { index: plan.indexAt(agency!, seat), agency: agency! }
  }
  return (agency) => {
    for (let up: PlannedAgency | null = agency; up !== null; up = up.superior) {
      const own = up === agency || !up.isRoot ? headOf(up) : null
      const found = own ?? headOf(officeOf.get(up.code))
      if (found !== null) return found
    }
    return null
  }
}

const given = (manager: Manager | null): Given =>
  ({ givenBy: manager?.index ?? null, giverPostIndex: manager === null ? null : 0 })

/** A period within what the post allows; one of four has no end and says why, one of seven is over. */
function period(post: { from: Day; to: Day | null }, { today, random }: Tools): Dated {
  const begin = Math.max(dayNumber(post.from), today - random.below(1000))
  const kind = random.unit()
  const last = post.to === null ? Number.POSITIVE_INFINITY : dayNumber(post.to)
  const from = dayFromNumber(begin)
  if (kind < 0.15 && begin < today - 1) {
    return { from, to: dayFromNumber(random.between(begin, today - 1)), reason: random.pick(REASONS) }
  }
  if (kind < 0.4 && post.to === null) return { from, to: null, reason: PERMANENT_REASON }
  const to = dayFromNumber(Math.min(last, today + random.between(20, 700)))
  return { from, to, reason: random.chance(0.7) ? random.pick(REASONS) : null }
}

const isCurrent = (post: FeedPost, { nation }: Tools): boolean => periodHolds(post, nation.options.today)

type Rated = { rate: number; choice: Choice }

function* grantsTo(agency: PlannedAgency, seat: number, rated: Rated, tools: Tools): Generator<GeneratedGrant> {
  const { nation, random } = tools
  const { choice, rate } = rated
  const count = Math.min(MOST_GRANTS, Math.floor(rate) + (random.chance(rate % 1) ? 1 : 0))
  if (count === 0) return
  const receiver = nation.plan.indexAt(agency, seat)
  const manager = tools.managerOf(agency)
  // R-GRT-3
  if (manager?.index === receiver) return
  const { posts } = nation.personAt(receiver)
  const [post] = posts
  if (post === undefined || !isCurrent(post, tools)) return
  const personnel = posts.some((one) => one.agencyCode === agency.code && isPersonnelPost(one))
  const chosen = new Set<GrantableCategory>()
  for (let tries = 0; chosen.size < count && tries < count * 8; tries += 1) chosen.add(choice(personnel, random))
  for (const { application, category } of chosen) {
    yield {
      kind: 'grant', application, category, agencyCode: agency.code, receiver, postIndex: 0, ...given(manager),
      ...period(post, tools),
    }
  }
}

type Choice = (personnel: boolean, random: Random) => GrantableCategory

/** Personnel officers get what is nobody's by birthright; everybody else may get what is theirs, too. */
function categoryChoice(grantable: GrantableCategory[]): Choice {
  const nobodys = grantable.filter(({ derivedGroup }) => derivedGroup === 'none')
  const often = nobodys.filter(({ application }) => OFTEN.has(application))
  const others = grantable.filter(({ application }) => application !== 'WebHR' && application !== 'RPIP')
  return (personnel, random) => random.pick(personnel ? nobodys : random.chance(0.5) ? often : others)
}

/** Of the agencies above, the nearest that has personnel officers to lend and shares the lead agency (R-DUTY-3). */
function actingFor(agency: PlannedAgency, manager: Manager | null): PlannedAgency | null {
  for (let up = agency.superior; up !== null; up = up.superior) {
    if (!up.isRoot && up.hasPersonnelOffice && up.quota > 0 && up.line === agency.line) return up
  }
  const office = manager?.agency
  return office !== undefined && office !== agency && office.line === agency.line ? office : null
}

function* dutiesFor(agency: PlannedAgency, share: number, dutiable: string[], tools: Tools): Generator<GeneratedDuty> {
  const { random } = tools
  if (agency.hasPersonnelOffice || agency.quota === 0 || !random.chance(share)) return
  const manager = tools.managerOf(agency)
  const acting = actingFor(agency, manager)
  if (acting === null) return
  const first = Math.max(acting.effective, agency.effective)
  if (first > tools.today) return
  const { from, to, reason } = period({ from: dayFromNumber(first), to: null }, tools)
  const start = random.below(dutiable.length)
  const chosen = new Set<string>()
  for (let at = random.between(2, 7); at > 0; at -= 1) chosen.add(dutiable[(start + at * 3) % dutiable.length]!)
  yield {
    kind: 'duty', actingAgencyCode: acting.code, servedAgencyCode: agency.code, applications: [...chosen],
    from, to, reason, ...given(manager),
  }
}

function* delegationsOf(agency: PlannedAgency, share: number, tools: Tools): Generator<GeneratedDelegation> {
  const { nation, random } = tools
  const head = personnelHeadSeat(agency)
  if (head === null || agency.quota < 3 || !random.chance(share)) return
  const seat = random.between(head === 0 ? 1 : 2, agency.quota - 1)
  const receiver = nation.plan.indexAt(agency, seat)
  const [post] = nation.personAt(receiver).posts
  if (post === undefined || !isCurrent(post, tools)) return
  const manager = { index: nation.plan.indexAt(agency, head), agency }
  const dated = period(post, tools)
  yield { kind: 'delegation', agencyCode: agency.code, receiver, postIndex: 0, ...given(manager), ...dated }
}

/**
 * Decisions as a government would have made them by today, agency by agency and in flat memory: the same nation gives
 * the same ones. Receivers hold a current post there; givers manage the agency, and never give to themselves.
 */
export function* generateDecisions(options: DecisionOptions): Generator<GeneratedDecision, void, undefined> {
  const { nation, grantsPerPerson = 0.2, dutyShare = 0.3, delegationShare = 0.03 } = options
  const { grantable, dutiable } = readCatalogue()
  const rated = { rate: grantsPerPerson, choice: categoryChoice(grantable) }
  const random = new Random(nation.options.seed)
  const tools: Tools = { nation, today: dayNumber(nation.options.today), random, managerOf: managers(nation) }
  for (const agency of nation.plan.agencies) {
    if (agency.code === NEWCOMERS_AGENCY) continue
    random.reseed(mix(nation.options.seed, 0xdec1), agency.at)
    yield* dutiesFor(agency, dutyShare, dutiable, tools)
    yield* delegationsOf(agency, delegationShare, tools)
    for (let seat = 0; seat < agency.quota; seat += 1) yield* grantsTo(agency, seat, rated, tools)
  }
}
