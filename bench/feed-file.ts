// Writes a people feed of a generated nation, or of the same nation on a later day when something has happened to a part of
// its people. The nation is that of `npm start -- --people N` on the same day; the file is packed where its name ends in .gz,
// and NDJSON where it holds .ndjson.
// Run: node bin/node24.mjs bench/feed-file.ts FILE [people, 700000] [nation's day, today] [percent, 0] [feed's day, the nation's]
import { createWriteStream, readFileSync } from 'node:fs'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createGzip } from 'node:zlib'
import { dayInTaipei } from '../src/core/days.ts'
import { cellsOf, csvLineOf, FEED_COLUMNS, FEED_HEADING } from '../src/core/feed-columns.ts'
import { changedFeedRowsOf, feedRowsOf } from '../src/demo/nation/feed-rows.ts'
import { readAgencyFile } from '../src/features/agencies/agency-file.ts'
import type { FeedRow } from '../src/core/feed-columns.ts'
import type { FeedChange } from '../src/demo/nation/feed-rows.ts'
import type { NationOptions } from '../src/demo/nation/plan.ts'

// The demonstration's own seed.
const SEED = 2026
const CHUNK_CHARACTERS = 64 * 1024

/** The generated nation that the demonstration loads with so many people on that day. */
export function demoNation(people: number, today: string): NationOptions {
  const file = readAgencyFile(readFileSync(new URL('../data/orglist_dgpa_2015.cp950.csv', import.meta.url)))
  if ('refused' in file) throw new Error(file.refused)
  return { seed: SEED, people, agencies: file.agencies, today }
}

const jsonLineOf = (row: FeedRow): string =>
  `${JSON.stringify(Object.fromEntries(cellsOf(row).map((cell, at) => [FEED_COLUMNS[at]!, cell])))}\n`

function* textOf(rows: Iterable<FeedRow>, ndjson: boolean): Generator<string> {
  let text = ndjson ? '' : FEED_HEADING
  for (const row of rows) {
    text += ndjson ? jsonLineOf(row) : csvLineOf(cellsOf(row))
    if (text.length < CHUNK_CHARACTERS) continue
    yield text
    text = ''
  }
  yield text
}

/** Writes the feed of the nation, changed where `change` says how, and answers how many rows it has. */
export async function writeFeedFile(path: string, nation: NationOptions, change: FeedChange | null): Promise<number> {
  let count = 0
  const rows = change === null ? feedRowsOf(nation) : changedFeedRowsOf(nation, change)
  const counted = (function* (): Generator<FeedRow> {
    for (const row of rows) {
      count += 1
      yield row
    }
  })()
  await pipeline(Readable.from(textOf(counted, path.includes('.ndjson'))), path.endsWith('.gz') ? createGzip() : new PassThrough(),
    createWriteStream(path))
  return count
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const today = dayInTaipei(new Date())
  const [, , path, people = '700000', nationDay = today, percent = '0', day = nationDay] = process.argv
  if (path === undefined) throw new Error('which file?')
  const rows = await writeFeedFile(path, demoNation(Number(people), nationDay),
    Number(percent) > 0 ? { percent: Number(percent), day } : null)
  process.stdout.write(`${path}: ${rows.toLocaleString('en-US')} rows\n`)
}
