import type { Column, Table } from './catalog.ts'

const HEAD = `// Generated from the migrations by test/write-generated.ts; do not edit.
import type { ColumnType } from 'kysely'
import type { Period, Recorded } from './periods.ts'

type Defaulted<T> = T extends ColumnType<infer Read, infer Written, infer Changed>
  ? ColumnType<Read, Written | undefined, Changed> : ColumnType<T, T | undefined, T>
type Numbered = ColumnType<string, never, never>
type WorkedOut<T> = ColumnType<T, never, never>
type Instant = ColumnType<Date, Date | string, Date | string>
type Days = ColumnType<Period, string, string>
type RecordedTime = ColumnType<Recorded, never, string>
type Json = ColumnType<unknown, string, string>
`

const TYPES: Record<string, string> = {
  bigint: 'string', integer: 'number', smallint: 'number', numeric: 'string', 'double precision': 'number', boolean: 'boolean',
  text: 'string', uuid: 'string', inet: 'string', date: 'string', xid8: 'string', bytea: 'Buffer',
  'timestamp with time zone': 'Instant', daterange: 'Days', tstzrange: 'RecordedTime', json: 'Json', jsonb: 'Json',
  'text[]': 'string[]', 'bigint[]': 'string[]',
}

// Of the migrator and of the audit's own machinery: no query of the program's is about them.
const OWN = new Set(['migration', 'unaudited_change'])

/** The TypeScript that tells Kysely of our tables. Throws for a column type it has no answer for yet. */
export function tableTypes(tables: Table[]): string {
  const enums = new Map<string, string>()
  for (const column of tables.flatMap(({ columns }) => columns)) {
    if (column.labels) enums.set(pascal(column.type), column.labels.map((label) => `'${label}'`).join(' | '))
  }
  const parts = [
    HEAD,
    [...enums].map(([name, labels]) => `export type ${name} = ${labels}\n`).toSorted().join(''),
    `export type Tables = {\n${tables.filter(({ name }) => !OWN.has(name)).map(tableType).join('')}}\n`,
  ]
  return parts.join('\n')
}

function tableType(table: Table): string {
  const columns = table.columns.map((column) => `    ${column.name}: ${columnType(table, column)}\n`)
  return `  ${table.name}: {\n${columns.join('')}  }\n`
}

function columnType({ name: table }: Table, column: Column): string {
  const type = column.labels ? pascal(column.type) : TYPES[column.base]
  if (type === undefined) throw new Error(`table-types.ts has no type for ${table}.${column.name}, ${column.base}`)
  if (column.identity === 'a') return 'Numbered'
  if (column.name === 'recorded') return type
  const whole = column.notNull ? type : `${type} | null`
  if (column.workedOut) return `WorkedOut<${whole}>`
  return column.notNull && (column.hasDefault || column.identity === 'd') ? `Defaulted<${whole}>` : whole
}

const pascal = (name: string): string => name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
