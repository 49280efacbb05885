// Named prepared statements: planning costs more than most of our queries do, and PostgreSQL keeps the plan of a
// statement that has a name, for each connection.
import { createHash } from 'node:crypto'
import pg from 'pg'

// The program has a few hundred statements; lists of varying length could make more, and each takes server memory in
// each connection. What comes after these goes without a name.
const MOST_NAMES = 1000
// A long text is a long list of values, which will hardly come again in that length. The longest of our own, which loads
// what the law asks of many people, has 9,300 characters.
const LONGEST_NAMED = 10_000

const names = new Map<string, string>()

/** The name under which a statement is prepared, the same in every process; none for what is not worth preparing. */
export function statementName(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= MOST_NAMES || text.length > LONGEST_NAMED || !/^\s*(select|insert|update|delete|with)\b/i.test(text)) {
    return undefined
  }
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 32)
  names.set(text, name)
  return name
}

/** A client that prepares what Kysely sends it: a text with an array of values. */
export class PreparingClient extends pg.Client {
  override query(...given: unknown[]): never {
    const [text, values, ...rest] = given
    const name = typeof text === 'string' && Array.isArray(values) ? statementName(text) : undefined
    const args = name === undefined ? given : [{ name, text, values }, ...rest]
    // The signature of pg's `query` has eight overloads, none of which speaks of all arguments at once.
    return (super.query as (...args: unknown[]) => never).apply(this, args)
  }
}
