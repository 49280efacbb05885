// What is caught may be anything; what is told of it is its code or its words.

/** The code that Node, PostgreSQL and many libraries put on their errors (`ENOENT`, `23505`), or null. */
export function codeOf(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null
}

/** The words of what was thrown. They may quote data: they are for operators, never for pages. */
export function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
