// Searching for parts of a text (src/core/search-text.ts) in the database.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/** `foldedText` in SQL. */
export const foldedColumn = (text: RawBuilder<unknown>): RawBuilder<string> =>
  sql`translate(lower(normalize(${text}, NFKC)), '臺', '台')`

/** The characters of a folded name: what `person_version_characters` (db/migrations/0013) is an index of. */
const nameCharacters = (name: RawBuilder<unknown>): RawBuilder<string[]> =>
  sql`string_to_array(${foldedColumn(name)} collate "C", null)`

/** That each of the words (`searchWords`, at least one) is in the text. */
export const hasWords = (text: RawBuilder<unknown>, words: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(words.map((word) => sql`strpos(${foldedColumn(text)}, ${word}) > 0`), sql` and `)})`

/** The same of somebody's name, said so that its index of characters serves. */
export function nameHasWords(name: RawBuilder<unknown>, words: readonly string[]): RawBuilder<boolean> {
  const characters = [...new Set(words.flatMap((word) => [...word]))]
  return sql<boolean>`(${nameCharacters(name)} @> ${characters}::text[] and ${hasWords(name, words)})`
}
