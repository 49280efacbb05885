// What PostgreSQL says when it refuses, told apart by its error codes (PostgreSQL manual, appendix A).
import { codeOf } from '../core/thrown.ts'

const violates = (error: unknown, code: string, constraint?: string): boolean => codeOf(error) === code
  && (constraint === undefined || (error as { constraint?: unknown }).constraint === constraint)

/** Whether a unique key (that one, where named) refused the row: somebody else was first. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean => violates(error, '23505', constraint)

/** Whether an exclusion constraint (that one, where named) refused the row: its period overlaps with another's. */
export const isExclusionViolation = (error: unknown, constraint?: string): boolean => violates(error, '23P01', constraint)

/** Whether a rule that the database holds by a function of ours (errcode `integrity_constraint_violation`, by that name) refused. */
export const isRuleViolation = (error: unknown, constraint: string): boolean => violates(error, '23000', constraint)

// The server is going down, starting or full (classes 08, 57P and 53), or cannot be reached at all.
const AWAY = /^(08...|57P0[1-5]|53...|ECONN(REFUSED|RESET)|EPIPE|ETIMEDOUT|E(HOST|NET)UNREACH|ENOTFOUND|EAI_AGAIN)$/
// What pg and its pool say without a code.
const AWAY_WORDS = /^(Connection terminated|timeout exceeded when trying|Client has encountered a connection error)/

/** Whether the database is away for now, rather than asked something wrong: a page says "later", not "a fault". */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // Every address of a name was tried in vain.
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isDatabaseAway)
  return AWAY.test(codeOf(error) ?? '') || AWAY_WORDS.test(error.message)
}

/** Whether the same transaction, run again, is likely to go through: serialization failure or deadlock. */
export const mayTryAgain = (error: unknown): boolean => violates(error, '40001') || violates(error, '40P01')

/** Whether the statement was cut short, because it took longer than it may. */
export const isStatementTimeout = (error: unknown): boolean => violates(error, '57014')

/** Whether the database has no room left (class 53, "disk full"): nothing can be written until somebody makes some. */
export const isDiskFull = (error: unknown): boolean => violates(error, '53100')
