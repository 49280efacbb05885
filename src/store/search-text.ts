// Searching for parts of a text (src/core/search-text.ts) in the database.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/** `foldedText` in SQL. */
export const foldedColumn = (text: RawBuilder<unknown>): RawBuilder<string> =>
  sql`translate(lower(normalize(${text}, NFKC)), '臺', '台')`

/** The characters of a folded name: what `person_version_characters` (db/migrations/0013) is an index of. */
export const nameCharacters = (name: RawBuilder<unknown>): RawBuilder<string[]> =>
  sql`string_to_array(${foldedColumn(name)} collate "C", null)`
