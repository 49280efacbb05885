// The files of this project that are printed from others: two lists, by which they are written and by which tests find the stale
// ones. What needs no database is tested once, and not on each version of PostgreSQL.
import { readFileSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { settingsPage } from '../src/settings.ts'
import { auditPage } from '../src/store/describe/audit-page.ts'
import { readTables } from '../src/store/describe/catalog.ts'
import { dataPage } from '../src/store/describe/data-page.ts'
import { schemaText } from '../src/store/describe/schema.ts'
import { tableTypes } from '../src/store/describe/table-types.ts'
import { attacksPage } from './classes-of-attack.ts'
import { feedPage } from './feed-page.ts'
import { alertsPage } from '../src/core/alerts.ts'
import { lawPage } from './law/law-page.ts'

/** What says what the program is, each by its path. */
const ofTheProgram: Record<string, () => string | Promise<string>> = {
  'docs/generated/alerts.md': alertsPage,
  'docs/generated/attacks.md': attacksPage,
  'docs/generated/audit-events.md': auditPage,
  'docs/generated/law.md': lawPage,
  'docs/generated/page-weights.md': async () => {
    // Pages are made by JSX, which is not loaded into who writes these files.
    await import('../src/load-tsx.mjs')
    return (await import('./page-weights.ts')).pageWeightsPage()
  },
  'docs/generated/people-feed.md': feedPage,
  'docs/generated/settings.md': settingsPage,
}

/** What says what the database is; `client` is connected to a freshly migrated one. */
const ofTheDatabase: Record<string, (client: pg.Client) => string | Promise<string>> = {
  'db/schema.sql': schemaText,
  'src/store/tables.ts': async (client) => tableTypes(await readTables(client)),
  'docs/generated/data.md': async (client) => dataPage(await readTables(client)),
}

const at = (path: string): URL => new URL(`../${path}`, import.meta.url)

export type Printed = { path: string; text: string }

/** Prints anew what needs no database. */
export async function printProgram(): Promise<Printed[]> {
  const printed = []
  for (const [path, print] of Object.entries(ofTheProgram)) printed.push({ path, text: await print() })
  return printed
}

/** Prints the others anew from that database, which is the owner's and freshly migrated. */
export async function printDatabase(databaseUrl: string): Promise<Printed[]> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    const printed = []
    for (const [path, print] of Object.entries(ofTheDatabase)) printed.push({ path, text: await print(client) })
    return printed
  } finally {
    await client.end()
  }
}

/** The text of a generated file as it stands, empty where there is none. */
export function standing(path: string): string {
  try {
    return readFileSync(at(path), 'utf8')
  } catch {
    return ''
  }
}

/** Writes it. */
export const write = (path: string, text: string): void => writeFileSync(at(path), text)
