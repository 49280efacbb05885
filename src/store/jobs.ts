// Work that is done after the answer: jobs live in the same database, so that they are committed with the change that
// asks for them, and never done for one that was not. The queue is graphile-worker's, run as the program's role.
import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Logger, parseCronItems, run } from 'graphile-worker'
import type { LogFunctionFactory, Runner, TaskList, WorkerEvents } from 'graphile-worker'
import { sql } from 'kysely'
import type { Change } from './change.ts'
import type { Database, Log } from './database.ts'

/** What a task is given beside its payload. */
export type Work = {
  database: Database
  /** Counted from 1. */
  attempt: number
  /** Whether nobody will try again if this attempt fails: the moment to say so where it is seen. */
  lastAttempt: boolean
  /** Aborted when the program is told to end; what goes on is tried again later. */
  signal: AbortSignal
}

/** A kind of job. What its handler throws is tried again with growing pauses, so it must bear being done twice. */
export type Task = {
  /** `feature.what-it-does`; stands in the database, so it is never reused for something else. */
  name: string
  /** A cron pattern in UTC (`15 * * * *`) for what is done by the clock, once for all processes together. */
  every?: string
  handle(payload: unknown, work: Work): Promise<void>
}

export type JobOptions = {
  /** Not before this instant; at once when absent. */
  runAt?: Date
  /** A waiting job of the same key is replaced by this one. */
  key?: string
  /** How often it is tried in all. */
  attempts?: number
}

// Pauses grow as e^attempt seconds up to six hours: ten tries take three and a half, longer than a restart or a failover.
const ATTEMPTS = 10
// Most jobs wait for somebody else's server (applications, mail): a few that hang must leave room for the others.
const CONCURRENCY = 6
const POLL_MILLISECONDS = 2000
// How long a job that is under way may go on when the program is told to end, before its signal is aborted.
const GRACE_MILLISECONDS = 5000
const RESTART_MILLISECONDS = 2000

/** Adds a job that exists if, and only if, the transaction commits. The payload is kept as JSON: ids, never data. */
export async function addJob(
  tx: Pick<Change, 'db'>, name: string, payload: object, { runAt, key, attempts = ATTEMPTS }: JobOptions = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(${name}, ${JSON.stringify(payload)}::json, run_at => ${runAt ?? null},
    max_attempts => ${attempts}, job_key => ${key ?? null})`.execute(tx.db)
}

export type Jobs = { stop(): Promise<void> }

/** Starts doing jobs in this process, and goes on when the database was away for a while. */
export async function startJobs(options: {
  database: Database, tasks: readonly Task[], log: Log, concurrency?: number, pollMilliseconds?: number,
}): Promise<Jobs> {
  const { log } = options
  let stopping = false
  let runner = await startRunner(options)
  void (async () => {
    while (!stopping) {
      // It ends by itself only when the database failed it; what it meant to do still stands in the queue.
      await runner.promise.catch((error: unknown) => log.error({ error: nameOf(error) }, 'The job runner stopped'))
      while (!stopping) {
        await pause(RESTART_MILLISECONDS, undefined, { ref: false })
        const next = stopping ? undefined : await startRunner(options).catch(() => undefined)
        if (!next) continue
        runner = next
        if (stopping) await next.stop().catch(() => {})
        break
      }
    }
  })()
  return {
    async stop() {
      stopping = true
      await runner.stop().catch(() => {})
    },
  }
}

async function startRunner({ database, tasks, log, concurrency = CONCURRENCY, pollMilliseconds = POLL_MILLISECONDS }:
  Parameters<typeof startJobs>[0]): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter()
  const began = firstAnswer(events)
  const runner = await run({
    pgPool: database.pool,
    taskList: Object.fromEntries(tasks.map((task) => [task.name, handlerOf(task, database, log)])),
    parsedCronItems: parseCronItems(tasks.flatMap(({ name, every }) =>
      every === undefined ? [] : [{ task: name, match: every, identifier: name, options: { maxAttempts: ATTEMPTS } }])),
    concurrency,
    pollInterval: pollMilliseconds,
    gracefulShutdownAbortTimeout: GRACE_MILLISECONDS,
    noHandleSignals: true,
    logger: new Logger(toLog(log)),
    events,
  })
  // A runner whose very first question fails keeps that failure for its answer for ever (graphile-worker 0.18 caches
  // the promise), so it is stopped, and another takes its place.
  void began.then((well) => well ? undefined : runner.stop()).catch(() => {})
  return runner
}

/** Whether the first question for jobs was answered. */
const firstAnswer = (events: WorkerEvents): Promise<boolean> => new Promise((resolve) => {
  events.once('worker:getJob:empty', () => resolve(true))
  events.once('job:start', () => resolve(true))
  events.once('worker:getJob:error', () => resolve(false))
})

function handlerOf(task: Task, database: Database, log: Log): NonNullable<TaskList[string]> {
  return async (payload, { job, abortSignal }) => {
    try {
      await task.handle(payload, {
        database, attempt: job.attempts, lastAttempt: job.attempts >= job.max_attempts, signal: abortSignal,
      })
    } catch (error) {
      log.warn({ task: task.name, job: job.id, attempt: job.attempts, of: job.max_attempts, error: nameOf(error) },
        'A job failed')
      throw error
    }
  }
}

// The queue's own messages carry payloads and stacks of failed jobs: those are logged above, by what kind they are.
const toLog = (log: Log): LogFunctionFactory => ({ label, taskIdentifier, jobId }) => (level, message, meta) => {
  if (meta?.failure === true || (level !== 'error' && level !== 'warning')) return
  log[level === 'error' ? 'error' : 'warn']({ label, task: taskIdentifier, job: jobId }, message.split('\n')[0] ?? '')
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name
}
