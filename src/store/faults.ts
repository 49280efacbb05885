// What PostgreSQL says when it refuses, told apart by its error codes (PostgreSQL manual, appendix A).

type Told = { code: string, constraint: string | undefined }

function told(error: unknown): Told | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return { code: error.code, constraint: 'constraint' in error ? String(error.constraint) : undefined }
}

const violates = (error: unknown, code: string, constraint?: string): boolean => {
  const answer = told(error)
  return answer?.code === code && (constraint === undefined || answer.constraint === constraint)
}

/** Whether a unique key (that one, where named) refused the row: somebody else was first. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean => violates(error, '23505', constraint)

/** Whether an exclusion refused the row: its period overlaps another's (R-GRT-5). */
export const isExclusionViolation = (error: unknown, constraint?: string): boolean => violates(error, '23P01', constraint)

/** Whether a check (that one, where named) refused the row. */
export const isCheckViolation = (error: unknown, constraint?: string): boolean => violates(error, '23514', constraint)

/** Whether a row that this one refers to is not there. */
export const isMissingReference = (error: unknown, constraint?: string): boolean => violates(error, '23503', constraint)

/** Whether the same transaction, run again, is likely to go through: serialization failure or deadlock. */
export const mayTryAgain = (error: unknown): boolean => violates(error, '40001') || violates(error, '40P01')
