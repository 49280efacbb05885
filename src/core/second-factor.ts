// Of whom a second factor is asked (R-ACC-8), and until when they may come without one.
import { addDays } from './days.ts'
import { isOfCentre } from './scope.ts'
import type { Day } from './days.ts'
import type { Authority } from './scope.ts'

/** `managers`: who manages anything, by a post or a delegation; `central` and `auditors`: by their roles. */
export const FACTOR_STANDINGS = ['managers', 'central', 'auditors'] as const
export type FactorStanding = (typeof FACTOR_STANDINGS)[number]

/** Of whom it is asked, and how many days they have to set it up. */
export type FactorRule = { of: readonly FactorStanding[]; graceDays: number }

/** Whether somebody who manages that is one of those, also where a handover review keeps it closed for now. */
export function isOneOf(of: readonly FactorStanding[], authority: Pick<Authority, 'ways'>, isAuditor: boolean): boolean {
  const held: Record<FactorStanding, boolean> = {
    managers: authority.ways.some(({ way }) => way !== 'central'), central: isOfCentre(authority), auditors: isAuditor,
  }
  return of.some((one) => held[one])
}

/** The last day without one, for somebody of whom it has been asked since that day. */
export const lastDayWithout = ({ graceDays }: FactorRule, since: Day): Day => addDays(since, graceDays)
