// Which columns hold personal data. The marks stand in the database, as comments that the migrations make: a table's says
// which of its columns are not personal, a column's what it tells of somebody.
import type { Column, Table } from './catalog.ts'

export type Marked = { table: string, column: string, type: string, personal: string | null }

// What these point to is a person, or a post or session of one.
const POINTERS: Record<string, string> = {
  person_id: 'points to a person', actor_person_id: 'points to a person', given_by: 'points to a person',
  confirmed_by: 'points to a person', written_by: 'points to a person',
  post_id: 'points to a post of a person', giver_post: 'points to a post of a person',
  session_id: 'points to a session of a person',
}

/** Every column with what it tells of somebody (null: nothing), and sentences about those whose mark is not clear. */
export function markColumns(tables: Table[]): { columns: Marked[], faults: string[] } {
  const columns: Marked[] = []
  const faults: string[] = []
  for (const table of tables) {
    const harmless = harmlessColumns(table)
    for (const name of harmless) {
      if (!table.columns.some((column) => column.name === name)) faults.push(`${table.name} has no column ${name}`)
    }
    for (const column of table.columns) {
      const personal = personalWords(column)
      if (personal === undefined && !harmless.has(column.name)) {
        faults.push(`${table.name}.${column.name} is marked neither personal nor not`)
      }
      if (personal !== undefined && harmless.has(column.name)) {
        faults.push(`${table.name}.${column.name} is marked both personal and not`)
      }
      columns.push({ table: table.name, column: column.name, type: column.type, personal: personal ?? null })
    }
  }
  return { columns, faults }
}

function harmlessColumns({ comment }: Table): Set<string> {
  const list = /^not personal:([\s\S]*)$/.exec(comment ?? '')?.[1] ?? ''
  return new Set(list.split(',').map((name) => name.trim()).filter((name) => name !== ''))
}

const personalWords = ({ name, comment }: Column): string | undefined =>
  /^personal: (.+)$/.exec(comment ?? '')?.[1] ?? POINTERS[name]

/** `docs/generated/data.md`. */
export function dataPage(tables: Table[]): string {
  const { columns } = markColumns(tables)
  const personal = columns.filter((column) => column.personal !== null)
  const rows = (of: Marked[]) => of.map(({ table, column, type, personal: words }) =>
    `| \`${table}.${column}\` | ${type} | ${words} |`).join('\n')
  const harmless = tables.map((table) => ({
    table: table.name,
    names: columns.filter((column) => column.table === table.name && column.personal === null).map(({ column }) => column),
  })).filter(({ names }) => names.length > 0)
  return `# Data

<!-- Generated from the comments in the database by test/write-generated.ts; do not edit. -->

Every column of every table is marked as personal or not by the migration that makes it. What is personal never enters a
log, an address, a page title, a metric or an error page.

## Personal: ${personal.length} columns

| column | type | what it tells |
|---|---|---|
${rows(personal)}

## Not personal: ${columns.length - personal.length} columns

| table | columns |
|---|---|
${harmless.map(({ table, names }) => `| \`${table}\` | ${names.join(', ')} |`).join('\n')}
`
}
