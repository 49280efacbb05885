// Brings a database to the shape that this program needs: our numbered SQL files, and the job queue's own migrations.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { codeOf, wordsOf } from '../core/thrown.ts'

/** Why the database cannot be brought to shape, in a sentence for the operator; not a fault of the program. */
export class MigrationRefusal extends Error {
  override readonly name = 'MigrationRefusal'
}

type Migration = { name: string, text: string, sha256: string }

const folder = new URL('../../db/migrations/', import.meta.url)
const workerRights = new URL('../../db/worker-rights.sql', import.meta.url)
const OLDEST_POSTGRESQL = 15
// Any number, the same for every process: two that start at once take turns.
const TURN = 3_272_016_001

/** Our migrations in their order. */
export function migrations(from: URL = folder): Migration[] {
  return readdirSync(from).filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file)).toSorted().map((file) => {
    const text = readFileSync(new URL(file, from), 'utf8')
    return { name: file.slice(0, -'.sql'.length), text, sha256: createHash('sha256').update(text).digest('hex') }
  })
}

/**
 * Applies what is not yet applied, as the owner of the database, each file in a transaction of its own, and tells the
 * names of what it applied. Several processes may call it at once: one works, the others wait and find it done.
 * Throws a MigrationRefusal where the operator has to do something.
 */
export async function migrate(ownerUrl: string, files: Migration[] = migrations()): Promise<{ applied: string[] }> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2, application_name: 'ecpa migrate' })
  // An error that nobody listens for would end the program; what the queries meet, they throw themselves.
  pool.on('error', () => {})
  pool.on('connect', (connected) => connected.on('error', () => {}))
  const client = await pool.connect()
  try {
    await checkVersion(client)
    // Held by the session: it is given back when this connection closes, however that comes about.
    await client.query('select pg_advisory_lock($1)', [TURN])
    await client.query('set search_path = public, pg_temp')
    await makeProgramRole(client)
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) })
    const applied = await applyNew(client, files)
    await client.query(readFileSync(workerRights, 'utf8'))
    return { applied }
  } finally {
    client.release(true)
    await pool.end()
  }
}

async function checkVersion(client: pg.PoolClient): Promise<void> {
  const { rows: [row] } = await client.query<{ number: number, name: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as name`)
  if (row && row.number >= OLDEST_POSTGRESQL * 10_000) return
  throw new MigrationRefusal(`eCPA needs PostgreSQL ${OLDEST_POSTGRESQL} or newer; this server is ${row?.name}.`)
}

/** The role as which the program works. It is the cluster's, so another database's migration may make it as well. */
async function makeProgramRole(client: pg.PoolClient): Promise<void> {
  try {
    const { rowCount } = await client.query(`select from pg_roles where rolname = 'ecpa_program'`)
    // 42710 and 23505: somebody else has just made it.
    if (rowCount === 0) await client.query('create role ecpa_program nologin').catch(passing('42710', '23505'))
    // From PostgreSQL 16 on, who makes a role may administer it but not yet work as it.
    const { rows: [row] } = await client.query<{ may: boolean }>(`select pg_has_role('ecpa_program',
      case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as may`)
    // XX000: "tuple concurrently updated", by the same grant from another database.
    if (!row?.may) await client.query('grant ecpa_program to current_user').catch(passing('XX000'))
  } catch (error) {
    if (codeOf(error) !== '42501') throw error
    const { rows: [row] } = await client.query<{ name: string }>('select quote_ident(current_user) as name')
    throw new MigrationRefusal(`The owner of this database, ${row?.name}, may not make the role ecpa_program. ` +
      'Have a database administrator run these two statements, then try again: ' +
      `CREATE ROLE ecpa_program NOLOGIN; GRANT ecpa_program TO ${row?.name};`, { cause: error })
  }
}

async function applyNew(client: pg.PoolClient, files: Migration[]): Promise<string[]> {
  await client.query(`
    create table if not exists migration (
      name       text primary key,
      sha256     text not null,
      applied_at timestamptz not null default now()
    );
    grant select on migration to ecpa_program;
    comment on table migration is 'not personal: name, sha256, applied_at'`)
  const { rows } = await client.query<{ name: string, sha256: string }>(
    'select name, sha256 from migration order by name')
  const done = new Map(rows.map((row) => [row.name, row.sha256]))
  refuseContradictions(files, done)
  const missing = files.filter((file) => !done.has(file.name))
  for (const file of missing) await apply(client, file)
  return missing.map((file) => file.name)
}

function refuseContradictions(files: Migration[], done: Map<string, string>): void {
  for (const name of done.keys()) {
    if (files.some((file) => file.name === name)) continue
    throw new MigrationRefusal(`This database has the migration ${name}, which this version of eCPA does not know. ` +
      'Start the newer version, or restore a backup made with this one.')
  }
  for (const file of files) {
    const sha256 = done.get(file.name)
    if (sha256 === undefined || sha256 === file.sha256) continue
    throw new MigrationRefusal(`The migration ${file.name} was changed after it was applied to this database. ` +
      'Put the file back as it was and say what is to be different in a new one.')
  }
  const last = [...done.keys()].at(-1)
  const late = files.find((file) => last !== undefined && file.name < last && !done.has(file.name))
  if (!late) return
  throw new MigrationRefusal(`The migration ${late.name} is older than ${last}, which this database already has. ` +
    'Give it a number after that one.')
}

async function apply(client: pg.PoolClient, { name, text, sha256 }: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(text)
    await client.query('insert into migration (name, sha256) values ($1, $2)', [name, sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw new Error(`The migration ${name} failed: ${wordsOf(error)}`, { cause: error })
  }
}

const passing = (...codes: string[]) => (error: unknown) => {
  if (!codes.includes(codeOf(error) ?? '')) throw error
}
