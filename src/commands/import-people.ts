import { createReadStream, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isDay } from '../core/days.ts'
import type { Day } from '../core/days.ts'
import { codeOf } from '../core/thrown.ts'
import { faultReport } from '../features/feeds/fault-report.ts'
import type { FeedAtWork } from '../features/feeds/feed-at-work.ts'
import { forgetTrial } from '../features/feeds/feed-tasks.ts'
import { giveUpFeed } from '../features/feeds/give-up.ts'
import { workOnFeed } from '../features/feeds/pipeline.ts'
import { readPreview } from '../features/feeds/preview-feed.ts'
import type { FeedPreview } from '../features/feeds/preview-feed.ts'
import { receiveFeed } from '../features/feeds/receive-feed.ts'
import { FEEDS_BUSY, feedInterruptionSentence, feedRefusalSentence } from '../features/feeds/refusal-messages.ts'
import { feedReportLines } from '../features/feeds/report-messages.ts'
import { processOrigin } from '../store/change.ts'
import { isDatabaseAway, isDiskFull } from '../store/faults.ts'
import { onlyFile, readArguments } from './arguments.ts'
import { Refusal, UsageFault } from './command.ts'
import type { Command, ExitCode, Terminal } from './command.ts'
import { progressOn } from './progress.ts'
import type { Progress } from './progress.ts'
import { terminalLanguage, withInstallation } from './with-installation.ts'
import type { Installation } from './with-installation.ts'

const NAME = 'ecpa import people'
const ORIGIN = processOrigin(NAME)

type Asked = {
  path: string; bytes: number; kind: 'snapshot' | 'delta'; asOf: Day | null; dryRun: boolean; json: boolean; report: string | null
}

/** `ecpa import people`: brings a file of the personnel feed in (4.5), and applies it unless it is held. */
export const importPeople: Command = {
  name: 'import people',
  takes: 'FILE [--delta] [--as-of YYYY-MM-DD] [--dry-run] [--report FILE] [--json]',
  says: 'brings a file of the personnel feed in and applies it; one that takes much is held for a central administrator',
  async run(args, terminal) {
    const asked = askedBy(args)
    const progress = progressOn()
    const interrupted = new AbortController()
    const interrupt = (): void => interrupted.abort()
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
    try {
      return await withInstallation(terminal, (installation) =>
        bringIn(installation, asked, terminal, progress, interrupted.signal))
    } finally {
      progress.end()
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
    }
  },
}

function askedBy(args: readonly string[]): Asked {
  const { values, positionals } = readArguments(args, {
    'delta': { type: 'boolean' }, 'dry-run': { type: 'boolean' }, 'json': { type: 'boolean' }, 'as-of': { type: 'string' },
    'report': { type: 'string' },
  })
  const path = onlyFile(positionals)
  const asOf = values['as-of'] ?? null
  if (asOf !== null && !isDay(asOf)) throw new UsageFault('--as-of takes a day such as 2026-01-31.')
  return {
    path, bytes: sizeOf(path), kind: values.delta === true ? 'delta' : 'snapshot', asOf, dryRun: values['dry-run'] === true,
    json: values.json === true, report: values.report ?? null,
  }
}

function sizeOf(path: string): number {
  try {
    const found = statSync(path)
    if (!found.isFile()) throw new Refusal(`${path} is no file.`)
    return found.size
  } catch (error) {
    const code = codeOf(error)
    if (code === null) throw error
    throw new Refusal(code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`)
  }
}

async function bringIn(
  installation: Installation, asked: Asked, terminal: Terminal, progress: Progress, signal: AbortSignal,
): Promise<ExitCode> {
  const { database, seal, today } = installation
  const { path, bytes, kind, asOf, dryRun, report } = asked
  const language = terminalLanguage()
  const received = await receiveFeed(database, seal, ORIGIN, { personId: null, via: NAME }, createReadStream(path), {
    source: basename(path), kind, asOf: asOf ?? today, today, atOnce: true, trial: dryRun, totalBytes: bytes, signal,
    progress: (far) => progress.update('read', far.bytes, bytes),
  })
  if ('refused' in received) throw new Refusal(FEEDS_BUSY[language])
  const { feed } = received
  try {
    if (received.state === 'refused') return turnedAway(terminal, asked, feed, received.refusal, feedRefusalSentence(received.refusal)[language])
    if (received.state === 'interrupted') {
      return turnedAway(terminal, asked, feed, { code: received.why }, feedInterruptionSentence(received.why)[language])
    }
    const done = await work(installation, feed, terminal, progress, signal)
    progress.end()
    if (report !== null) await writeReport(installation, feed, report)
    return tell(terminal, asked, done, await readPreview(database.read, feed, { agencies: MOST_AGENCIES }))
  } finally {
    if (dryRun) await forgetTrial(database, feed)
  }
}

// A restart takes seconds, a failover a minute.
const AWAY_MILLISECONDS = 120_000
const RETRY_MILLISECONDS = 3000

/** Goes on with the feed to its end; waits for a database that is away for a while. */
async function work(
  { database, today }: Installation, feed: string, { err }: Terminal, progress: Progress, signal: AbortSignal,
): Promise<FeedAtWork> {
  const givenUp = new Promise<never>((_, reject) => {
    const giveUp = (): void => void giveUpFeed(database, ORIGIN, feed, 'stopped').then((well) => {
      if (well) reject(new Refusal(`Broken off: nothing of the feed ${feed} was applied.`))
    }, reject)
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
  })
  let away: number | null = null
  for (;;) {
    try {
      const done = await Promise.race([givenUp, workOnFeed({
        database, origin: ORIGIN, today, told: ({ stage, done: steps, total }) => progress.update(stage, steps, total),
      }, feed)])
      return done!
    } catch (error) {
      if (isDiskFull(error)) {
        throw new Refusal(`The database has no room left on its disk. Nothing of the feed ${feed} was applied: `
          + 'make room; the portal goes on with it then, or import the same file again.')
      }
      if (!isDatabaseAway(error)) throw error
      if (away === null) err('The database is away. Waiting for it …')
      away ??= performance.now()
      if (performance.now() - away > AWAY_MILLISECONDS) {
        throw new Refusal(`The database stays away. The feed ${feed} is applied whole or not at all: the portal goes on with it when `
          + 'it is back, or import the same file again; what is known already changes nothing.')
      }
      await pause(RETRY_MILLISECONDS)
    }
  }
}

function turnedAway(terminal: Terminal, { json }: Asked, feed: string, refusal: object, sentence: string): ExitCode {
  if (json) terminal.out(JSON.stringify({ feed, applied: false, refusal }))
  terminal.err(sentence)
  return 1
}

/** The rejected rows to mend: for the operator's eyes alone. */
async function writeReport({ database, seal }: Installation, feed: string, path: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    for await (const piece of faultReport(database, seal, ORIGIN, feed, terminalLanguage())) await file.write(piece)
  } finally {
    await file.close()
  }
}

// More are for a page that can be searched.
const MOST_AGENCIES = 1000

function tell(
  { out, err }: Terminal, { json, dryRun, report }: Asked, feed: FeedAtWork, preview: FeedPreview | null,
): ExitCode {
  const language = terminalLanguage()
  const { id, kind, asOf, source, rows, rejectedRows: rejected, counts, heldFor, state } = feed
  if (json) {
    out(JSON.stringify({ feed: dryRun ? null : id, applied: state === 'applied', dryRun, state, kind, asOf, source, rows, rejected, ...counts, heldFor, preview }))
  } else for (const line of feedReportLines(feed, preview, dryRun)[language]) out(line)
  if (rejected > 0 && report === null) err(SENTENCES.rejected[language])
  if (state === 'held' && !dryRun) err(SENTENCES.held(id)[language])
  return state === 'applied' || dryRun ? 0 : 1
}

const SENTENCES = {
  rejected: {
    'zh-TW': '有誤的列可用 --report FILE 取得清單（含身分證號），更正後再匯入。',
    en: 'The rejected rows can be had by --report FILE, national IDs included, to be mended and imported again.',
  },
  held: (feed: string) => ({
    'zh-TW': `人事資料 ${feed} 暫緩套用，須由總處管理者於「人事資料匯入」核可。`,
    en: `The feed ${feed} is held until a central administrator approves it on /manage/feeds.`,
  }),
}
