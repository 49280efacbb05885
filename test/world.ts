// The whole portal over a small government on a database of its own, for tests through HTTP. People are signed in without
// their password: how one signs in is tested where it is at home.
import { createHash, randomBytes } from 'node:crypto'
import pg from 'pg'
import { assemblePortal } from '../src/commands/portal.ts'
import { startingApp } from '../src/features/operations/starting.ts'
import { openCardSession } from '../src/features/sign-in/sessions.ts'
import { readSettings } from '../src/settings.ts'
import { openDatabase } from '../src/store/database.ts'
import { createSeal } from '../src/store/seal.ts'
import { createServer } from '../src/web/server.ts'
import { governmentSql, personOf } from './government.ts'
import { Visitor } from './http.ts'
import { freshDatabase } from './postgres.ts'
import type { OidcProvider } from '../src/features/oidc/provider.ts'
import type { Database } from '../src/store/database.ts'
import type { Task } from '../src/store/jobs.ts'
import type { Seal } from '../src/store/seal.ts'
import type { Mount } from '../src/web/server.ts'
import type { Who } from './government.ts'

export * from './government.ts'

/** The portal's origin in this world; it listens elsewhere. */
export const ORIGIN = 'http://localhost:3000'

export const DATA_KEY = Buffer.alloc(32, 7)
export const INDEX_KEY = Buffer.alloc(32, 8)
export const seal: Seal = createSeal({ dataKeys: [{ version: 1, key: DATA_KEY }], indexKey: INDEX_KEY })

type Row = Record<string, unknown>

export type World = {
  database: Database
  /** The database's address, as its owner. */
  databaseUrl: string
  /** Where the portal listens. */
  address: string
  oidc: OidcProvider
  /** What the portal wrote to its log, line by line. */
  logged: string[]
  /** The jobs of the portal, which nobody does unless a test starts them (`startJobs`). */
  tasks: readonly Task[]
  /** Asks as the owner of the database, of what a test has to see or to arrange. */
  sql: <R extends Row = Row>(text: string, values?: unknown[]) => Promise<R[]>
  /** The same for changes of audited tables: in one transaction with an event. */
  arrange: (text: string, values?: unknown[]) => Promise<void>
  /** A browser with a session of that person. */
  signIn: (who: Who, method?: 'password' | 'passkey' | 'personCertificate') => Promise<Visitor>
  /** A browser with a session of that agency's card, whose holder nobody named yet. */
  signInCard: (agency: string) => Promise<Visitor>
  /** A browser of nobody. */
  visitor: () => Visitor
  /** The events of that code, oldest first. */
  events: (code: string) => Promise<Row[]>
  /** The faults that the portal logged since it was last asked. */
  faults: () => string[]
  stop: () => Promise<void>
}

/** Does all jobs of that task that wait, and those that they add, one after another; answers how many there were. */
export async function doJobs({ sql, tasks, database }: World, name: string): Promise<number> {
  const task = tasks.find((one) => one.name === name)
  if (task === undefined) throw new Error(`no task ${name}`)
  for (let done = 0; ; done += 1) {
    const [job] = await sql<{ id: string, payload: unknown }>(`select j.id, j.payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1 order by j.id limit 1`, [name])
    if (job === undefined) return done
    await task.handle(job.payload, { database, attempt: 1, lastAttempt: false, signal: new AbortController().signal })
    await sql('delete from graphile_worker._private_jobs where id = $1', [job.id])
  }
}

/** The subjects of letters that were to carry a national ID, which the outbox masks, or that tell when somebody was born. */
async function personalInLetters(sql: World['sql']): Promise<string[]> {
  const found = await sql<{ subject: string }>(`
    select m.subject from mail m where exists (
      select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'mail.national-id' and j.payload ->> 'mail' = m.id::text)
    union
    select m.subject from mail m join person_version v on m.body_text like any (array[
      '%' || v.birth_date || '%', '%' || to_char(v.birth_date, 'YYYY/MM/DD') || '%',
      '%民國 ' || extract(year from v.birth_date) - 1911 || to_char(v.birth_date, ' 年 FMMM 月 FMDD 日') || '%'])`)
  return found.map(({ subject }) => subject)
}

/** Starts a world of its own: some 200 ms. `env`: settings that are other than usual; an `ECPA_ORIGIN` is where it then listens, too. */
export async function startWorld(env: Record<string, string> = {}): Promise<World> {
  const made = await freshDatabase()
  const owner = new pg.Client({ connectionString: made.url })
  await owner.connect()
  await owner.query(governmentSql(seal))
  const faults: string[] = []
  const logged: string[] = []
  const log = {
    error: (facts: object, sentence: string) => void faults.push(`${sentence} ${JSON.stringify(facts)}`),
    warn: () => {}, info: (facts: object) => void logged.push(JSON.stringify(facts)), debug: () => {},
  }
  const database = openDatabase({ url: made.url, maxConnections: 6, log })
  const read = readSettings({ ECPA_ORIGIN: ORIGIN, ECPA_CHANGES_PER_MINUTE: '0', ...env }, 'demo')
  if ('faults' in read) throw new Error(`settings: ${JSON.stringify(read.faults)}`)
  const { origin } = read.settings
  const front = startingApp(origin)
  const mounts: Mount[] = []
  const server = createServer({ app: front, mounts })
  const { app, oidc, mounts: beside, tasks } = await assemblePortal({ settings: read.settings, log, database, seal, smtpUrl: null })
  mounts.push(...beside)
  Object.assign(front, app)
  const address = `http://127.0.0.1:${await server.listen(env.ECPA_ORIGIN === undefined ? 0 : Number(new URL(origin).port), '127.0.0.1')}`

  const sql: World['sql'] = async <R extends Row>(text: string, values?: unknown[]) => (await owner.query<R>(text, values)).rows
  return {
    database,
    databaseUrl: made.url,
    address,
    oidc,
    logged,
    tasks,
    sql,
    arrange: async (text, values) => {
      await owner.query('begin')
      try {
        await owner.query(`insert into audit_event (code, outcome, actor_process) values ('catalogue.applied', 'done', 'test')`)
        await owner.query(text, values)
        await owner.query('commit')
      } catch (error) {
        await owner.query('rollback')
        throw error
      }
    },
    signIn: async (who, method = 'password') => {
      const token = randomBytes(32).toString('base64url')
      await sql(`insert into session (token_hash, person_id, method, expires_at)
        values ($1, $2, $3, now() + interval '8 hours')`, [createHash('sha256').update(token).digest(), personOf(who), method])
      const visitor = new Visitor(address, origin)
      visitor.cookies.set('__Host-ecpa', token)
      return visitor
    },
    signInCard: async (agency) => {
      const { token } = await openCardSession(database.unaudited, { agency, address: null, userAgent: 'test' }, { idleMinutes: 30, hours: 8 })
      const visitor = new Visitor(address, origin)
      visitor.cookies.set('__Host-ecpa', token)
      return visitor
    },
    visitor: () => new Visitor(address, origin),
    events: (code) => sql('select * from audit_event where code = $1 order by id', [code]),
    faults: () => faults.splice(0),
    stop: async () => {
      const told = await personalInLetters(sql)
      await server.stop(0)
      await database.close()
      await owner.end()
      await made.drop()
      if (told.length > 0) throw new Error(`letters with a national ID or somebody's date of birth: ${told.join(', ')}`)
    },
  }
}
