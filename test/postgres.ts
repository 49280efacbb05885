// A fresh, migrated database for each test file, in milliseconds: a copy of a template that is migrated once per server.
// The server is the one that test/all.ts started or a caller named by ECPA_TEST_DATABASE_URL (a superuser's address);
// a file that is run by itself starts its own and stops it.
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { after } from 'node:test'
import pg from 'pg'
import { startTestServer, type TestServer } from './postgres-server.ts'

export interface TestDatabase {
  /** The address of the database, as its owner (a superuser). */
  url: string
  /** Ends every connection to the database and removes it. */
  drop(): Promise<void>
}

let own: Promise<TestServer> | undefined

// At the top, not where the server starts: there it would belong to the test that happened to be first.
after(async () => {
  await (await own)?.stop()
})

async function serverUrl(): Promise<string> {
  return process.env.ECPA_TEST_DATABASE_URL ?? (await (own ??= startTestServer())).url
}

/** A database of its own with today's migrations applied and nothing in it. */
export async function freshDatabase(): Promise<TestDatabase> {
  const server = await serverUrl()
  return createDatabase(server, await (template ??= keepTemplate(server)))
}

/** A database of its own in which nothing was ever done. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return createDatabase(await serverUrl(), 'template0')
}

let template: Promise<string> | undefined
let made = 0

async function createDatabase(server: string, from: string): Promise<TestDatabase> {
  const name = `ecpa_test_${process.pid}_${++made}_${randomBytes(3).toString('hex')}`
  await asAdministrator(server, (client) => client.query(`create database ${name} template ${from} strategy file_copy`))
  return {
    url: addressOf(server, name),
    drop: () => asAdministrator(server, async (client) => {
      await client.query(`drop database if exists ${name} with (force)`)
    }),
  }
}

/**
 * Makes the template unless another test process has, and answers its name. The name holds a digest of what makes it, so
 * that a server that lives longer than one run never serves yesterday's schema.
 */
async function keepTemplate(server: string): Promise<string> {
  const name = `ecpa_template_${digestOfSchema()}`
  await asAdministrator(server, async (client) => {
    await client.query('select pg_advisory_lock(3272016)')
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where datname like 'ecpa\\_template\\_%' and datistemplate`)
    if (rows.some(({ datname }) => datname === name)) return
    await client.query(`drop database if exists ${name} with (force)`) // a run that was killed half way
    await client.query(`create database ${name} template template0`)
    const { migrate } = await import('../src/store/migrate.ts')
    await migrate(addressOf(server, name))
    await client.query(`alter database ${name} with is_template true allow_connections false`)
  })
  return name
}

function digestOfSchema(): string {
  const root = new URL('../', import.meta.url)
  const digest = createHash('sha256')
  for (const folder of ['db/', 'db/migrations/']) {
    for (const file of readdirSync(new URL(folder, root)).filter((one) => one.endsWith('.sql')).toSorted()) {
      digest.update(file).update(readFileSync(new URL(folder + file, root)))
    }
  }
  return digest.update(readFileSync(new URL('src/store/migrate.ts', root))).digest('hex').slice(0, 12)
}

function addressOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

async function asAdministrator<T>(server: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server })
  client.on('error', () => {})
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}
