// 授權檢視 as a campaign: who may start one, over what, until when. Facts in, a way or a refusal out; src/features/reviews loads
// the facts in the transaction of the act and writes what comes out.
import { addDays, daysBetween } from './days.ts'
import { waysToManage, withoutDelegations } from './scope.ts'
import type { AgencyTree } from './agency-tree.ts'
import type { Day } from './days.ts'
import type { Authority, ManagementWay } from './scope.ts'
import type { AgencyCode } from './standing.ts'

/** What becomes of what nobody decided on by the due day. */
export type Silence = 'keep' | 'end'
export type CampaignKind = 'delegation' | 'duty' | 'grant' | 'membership'

/** `agency` null: everywhere; `application` null: all of them. At least one is named. */
export type CampaignWish = {
  title: string
  agency: AgencyCode | null
  below: boolean
  application: string | null
  kinds: readonly CampaignKind[]
  due: Day
  silence: Silence
  note: string | null
}

/** `items`: how many decisions it would look through. `tree` holds the agency's line. */
export type CampaignFacts = {
  today: Day
  actor: { person: string | null; authority: Authority }
  tree: AgencyTree
  items: number
}

/** Why a campaign is not started, with the rule that refuses it. */
export const CAMPAIGN_REFUSALS = {
  noHolder: 'R-CRT-5',
  agencyNotManaged: 'R-SCP-2',
  everywhereIsTheCentres: 'R-SCP-2',
  notOfAnApplication: 'R-SCP-3',
  silenceByDelegate: 'R-SCP-3',
  dueTooSoon: 'R-DAY-3',
  dueTooLate: 'R-DAY-3',
  nothingToReview: 'R-JML-3',
  tooMany: '5.1',
} as const
export type CampaignRefusal = keyof typeof CAMPAIGN_REFUSALS
export type Refused = { refused: CampaignRefusal }

/** Who decides needs a day at least; what is looked through over more than a year is not looked through. */
export const LONGEST_DAYS = 366
/** More than any ministry's grants, and what one transaction writes in seconds. */
export const MOST_ITEMS = 100_000

/** Managers are reminded so many days before the due day. */
export const REMINDED_DAYS = { week: 7, day: 1 } as const

/**
 * So many days before the due day, whatever is undecided then and would be ended by silence gets the due day as its last day:
 * it ends by its date, whether or not anything runs on that night (R-DAY-4).
 */
export const DATED_DAYS = 7

/** Whether the day has come that lies so many days before the due day. */
export const isWithin = (due: Day, days: number, today: Day): boolean => today >= addDays(due, -days)

const no = (refused: CampaignRefusal): Refused => ({ refused })

/** Whether delegations end where nobody decides on them, which is to end what others were given (R-SCP-3). */
export const silenceEndsDelegations = ({ kinds, silence }: Pick<CampaignWish, 'kinds' | 'silence'>): boolean =>
  silence === 'end' && kinds.includes('delegation')

/** The way by which the actor starts it, or why not. */
export function decideStarting(facts: CampaignFacts, wish: CampaignWish): { way: ManagementWay } | Refused {
  const { actor: { person, authority }, tree, today, items } = facts
  const central = authority.ways.find(({ way }) => way === 'central')
  const ways = wish.agency === null ? (central === undefined ? [] : [central]) : waysToManage(authority, wish.agency, tree)
  if (ways.length === 0) return no(wish.agency === null ? 'everywhereIsTheCentres' : 'agencyNotManaged')
  if (person === null) return no('noHolder')
  // A delegation is of no application.
  if (wish.application !== null && wish.kinds.every((kind) => kind === 'delegation')) return no('notOfAnApplication')
  // Silence would end for a delegate what a delegate ends for nobody.
  if (silenceEndsDelegations(wish) && withoutDelegations({ ways }).ways.length === 0) return no('silenceByDelegate')
  if (wish.due <= today) return no('dueTooSoon')
  if (daysBetween(today, wish.due) > LONGEST_DAYS) return no('dueTooLate')
  if (items === 0) return no('nothingToReview')
  if (items > MOST_ITEMS) return no('tooMany')
  return { way: ways.find(({ way }) => way !== 'central') ?? ways[0]! }
}
