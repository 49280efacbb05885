// Looks every minute for what an operator must hear of (src/core/alerts.ts) and writes it to the log, at most once within a window
// however many processes there are: the counts are the database's, and so is when an alert was last written.
import { sql } from 'kysely'
import { alertCatalogue } from '../../core/alerts.ts'
import { trustState } from '../certificates/trust-state.ts'
import type { AlertCode } from '../../core/alerts.ts'
import type { Database, Log, Reader } from '../../store/database.ts'
import type { Task } from '../../store/jobs.ts'

export type AlertMeans = {
  database: Pick<Database, 'unaudited' | 'read'>
  log: Log
  /** How long an alert rests after it was written (ECPA_ALERT_MINUTES). */
  minutes: number
}

/** From how many on each is told; 0 for never. */
export type Thresholds = { failures: number; addressFailures: number; locked: number; resets: number; deadLetters: number }

/** Writes the alert unless it was written within the window; answers whether it did. `facts` name no person and no address. */
export async function raiseAlert({ database, log, minutes }: AlertMeans, code: AlertCode, facts: Readonly<Record<string, number | string>>): Promise<boolean> {
  const { rows } = await sql`
    insert into alert (code) values (${code}) on conflict (code) do update set raised_at = now()
    where alert.raised_at <= now() - make_interval(mins => ${minutes}) returning code`.execute(database.unaudited)
  if (rows.length === 0) return false
  log.warn({ alert: code, ...facts }, alertCatalogue[code].says)
  return true
}

/** An alert that a process itself notices, at every request perhaps: the database is asked once a minute at most. */
export function raiserOf(means: AlertMeans, code: AlertCode): () => void {
  let askedAt = -Infinity
  return () => {
    if (performance.now() - askedAt < 60_000) return
    askedAt = performance.now()
    // What keeps it from being noted is told by whatever else fails then.
    void raiseAlert(means, code, {}).catch(() => {})
  }
}

/** How many there are: at this moment, or since then. */
type Measure = (db: Reader, since: Date) => Promise<number>

const count = async (db: Reader, query: ReturnType<typeof sql<{ count: number }>>): Promise<number> => (await query.execute(db)).rows[0]?.count ?? 0

// Of a busy code so many are looked at: more than any threshold.
const MOST_EVENTS = 2000
const RESETS = ['account.reset-link-sent', 'account.reset-slip-printed', 'account.activation-slip-printed']

/** The latest events of these codes, each by its index from the end: what is old is not read. */
const latest = (codes: readonly string[]) => sql`unnest(${codes}::text[]) as wanted (code) cross join lateral (
  select e.at, e.actor_person_id from audit_event e where e.code = wanted.code order by e.id desc limit ${sql.lit(MOST_EVENTS)}) as event`

const failuresBy = (aggregate: 'sum' | 'max'): Measure => (db) => count(db, sql`
  select coalesce(${sql.raw(aggregate)}(failures), 0)::int as count from sign_in_failure
  where kind = 'address' and first_at >= now() - interval '15 minutes'`)

const MEASURES: Readonly<Partial<Record<AlertCode, Measure>>> = {
  'session.many-failures': failuresBy('sum'),
  'session.one-address': failuresBy('max'),
  'session.many-locked': (db) => count(db, sql`select count(*)::int as count from sign_in_failure where locked_until > now()`),
  'resets.burst': (db) => count(db, sql`
    select coalesce(max(by_one.count), 0)::int as count from (
      select count(*) from ${latest(RESETS)}
      where event.at > now() - interval '1 hour' and event.actor_person_id is not null group by event.actor_person_id) as by_one`),
  'mail.given-up': (db, since) => count(db, sql`select count(*)::int as count from mail where given_up_at > ${since}`),
  // One that was never tried is fetched in a moment.
  'certificates.no-list': async (db) =>
    (await trustState(db, new Date())).filter(({ state, fault }) => state === 'over' || (state === 'none' && fault !== null)).length,
  // Once is a hiccup; the next try is ten minutes away where nobody signs in.
  'certificates.responder-silent': (db) => count(db, sql`
    select count(*)::int as count from certificate_answer_try t join certificate_authority a on a.code = t.authority
    where a.in_use and a.revocation <> 'crl' and t.tried_at >= t.failed_since + interval '10 minutes'`),
  'role.given': (db, since) => count(db, sql`
    select count(*)::int as count from ${latest(['role.given', 'admin.created'])} where event.at > ${since}`),
  'job.given-up': (db, since) => count(db, sql`
    select count(*)::int as count from graphile_worker.jobs where attempts >= max_attempts and locked_at is null and updated_at > ${since}`),
  'audit.unprotected': (db) => count(db, sql`
    select count(*)::int as count from (
      select from (values ('update'), ('delete'), ('truncate')) as privilege (name) where has_table_privilege('audit_event', name)
      union all
      select from pg_trigger where tgname in ('append_only', 'note_change') and tgenabled = 'D') as open`),
}

const thresholdOf = (code: AlertCode, thresholds: Thresholds): number => ({
  'session.many-failures': thresholds.failures,
  'session.one-address': thresholds.addressFailures,
  'session.many-locked': thresholds.locked,
  'resets.burst': thresholds.resets,
  'mail.given-up': thresholds.deadLetters,
} as Partial<Record<AlertCode, number>>)[code] ?? 1

// It is looked once a minute: what happened right after the last alert was written is counted by the next one.
const SLACK_MINUTES = 5

/** Looks at everything once. */
export async function lookForAlerts(means: AlertMeans, thresholds: Thresholds): Promise<void> {
  const { database: { read }, minutes } = means
  for (const [code, measure] of Object.entries(MEASURES) as [AlertCode, Measure][]) {
    const from = thresholdOf(code, thresholds)
    const { rows: [state] } = await sql<{ since: Date; rests: boolean }>`
      select greatest(max(raised_at), now() - make_interval(mins => ${minutes + SLACK_MINUTES})) as since,
        coalesce(max(raised_at) > now() - make_interval(mins => ${minutes}), false) as rests
      from alert where code = ${code}`.execute(read)
    if (from === 0 || state!.rests) continue
    const counted = await measure(read, state!.since)
    if (counted >= from) await raiseAlert(means, code, { count: counted })
  }
}

export const alertTasks = (means: AlertMeans, thresholds: Thresholds): Task[] => [
  { name: 'alerts.look', every: '* * * * *', handle: () => lookForAlerts(means, thresholds) },
]
