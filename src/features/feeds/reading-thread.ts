// The thread in which a feed is read: unpacked, taken apart, checked, sealed and written out for COPY, so that whoever signs
// in meanwhile does not feel it. It knows no database: bytes come in, lines of COPY go out, and neither gets ahead of the other.
import { createHash } from 'node:crypto'
import { Readable, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { parentPort, workerData } from 'node:worker_threads'
import { checkRow, named } from '../../core/feed-checks.ts'
import { feedReader, formatOf } from '../../core/feed-reader.ts'
import { textReader } from '../../core/feed-text.ts'
import { codeOf } from '../../core/thrown.ts'
import { createSeal } from '../../store/seal.ts'
import { RowWriter } from './row-writer.ts'
import type { FeedReader } from '../../core/feed-reader.ts'
import type { FeedRefusal } from '../../core/feed-faults.ts'
import type { FromReader, ReadTask, ToReader } from './reading.ts'

const port = parentPort!
const { feed, keys, context, limits } = workerData as ReadTask
const hash = createHash('sha256')
let bytes = 0

/** Turns the file away; what it says goes to whoever asked for it to be read. */
class Refused extends Error {
  readonly refusal: FeedRefusal

  constructor(refusal: FeedRefusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

const tell = (said: FromReader, moved: ArrayBuffer[] = []): void => port.postMessage(said, moved)

// What came and was not read yet; null is the end of the file.
const waiting: (Uint8Array | null)[] = []
let wake = (): void => {}
let written = 0
let freed = (): void => {}

port.on('message', (said: ToReader) => {
  if (said.tell === 'written') {
    written += 1
    freed()
    return
  }
  waiting.push(said.tell === 'bytes' ? said.bytes : null)
  wake()
})

/** The file as it came. */
async function* incoming(): AsyncGenerator<Uint8Array> {
  for (;;) {
    if (waiting.length === 0) await new Promise<void>((resolve) => { wake = resolve })
    const piece = waiting.shift()
    if (piece === null) return
    if (piece === undefined) continue
    bytes += piece.length
    if (bytes > limits.bytes) throw new Refused({ code: 'tooLarge', limit: limits.bytes })
    hash.update(piece)
    yield piece
    tell({ tell: 'taken' })
  }
}

// Enough to tell what a file is by its beginning.
const HEAD_BYTES = 4

/** The pieces again, the first of which holds the beginning. */
async function* withHead(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | null = new Uint8Array(0)
  for await (const piece of pieces) {
    if (head === null) {
      yield piece
      continue
    }
    head = Buffer.concat([head, piece])
    if (head.length < HEAD_BYTES) continue
    yield head
    head = null
  }
  if (head !== null && head.length > 0) yield head
}

const UNPACKED_CHUNK = 256 * 1024
// Less than this says nothing of how tightly a file is packed.
const FIRST_MEASURED = 4 * 1024 * 1024

/** What the file holds, unpacked where it is packed (RFC 1952 begins with 1F 8B). */
async function* unpacked(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { value: first } = await pieces.next()
  if (first === undefined) throw new Refused({ code: 'empty' })
  const all = (async function* again(): AsyncGenerator<Uint8Array> {
    yield first
    yield* pieces
  })()
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* all
    return
  }
  const gunzip = createGunzip({ chunkSize: UNPACKED_CHUNK })
  let out = 0
  // The loop below throws what ends the pipeline.
  pipeline(Readable.from(all, { highWaterMark: 1 }), gunzip, () => {})
  try {
    for await (const piece of gunzip as AsyncIterable<Uint8Array>) {
      out += piece.length
      if (out > limits.unpackedBytes) throw new Refused({ code: 'unpackedTooLarge', limit: limits.unpackedBytes })
      if (out > FIRST_MEASURED && out > gunzip.bytesWritten * limits.packedRatio) throw new Refused({ code: 'packedTooTightly', limit: limits.packedRatio })
      yield piece
    }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'Z_BUF_ERROR') throw new Refused({ code: 'packedCutOff' })
    if (code?.startsWith('Z_') === true) throw new Refused({ code: 'packedDamaged' })
    throw error
  }
}

// Both sides have something to do while a few pieces are on their way.
const MOST_UNDERWAY = 4
let sent = 0

const writer = new RowWriter(feed, createSeal(keys))

async function sendRows(): Promise<void> {
  while (sent - written >= MOST_UNDERWAY) await new Promise<void>((resolve) => { freed = resolve })
  const lines = writer.takeRows()
  sent += 1
  tell({ tell: 'rows', lines, read: writer.rows }, [lines.buffer])
}

/** Checks the rows and sends them on. */
async function take(rows: ReturnType<FeedReader['read']>): Promise<void> {
  for (const row of rows) {
    const checked = row.faults.length > 0 ? { faults: row.faults } : checkRow(named(row.cells), context)
    if ('row' in checked) writer.write(row.line, checked.row)
    else writer.reject(row.line, row.cells, checked.faults)
    if (writer.rows > limits.rows) throw new Refused({ code: 'tooManyRows', limit: limits.rows })
    if (writer.rejected > limits.faultyRows) throw new Refused({ code: 'tooManyFaults', limit: limits.faultyRows, tally: writer.tally() })
    if (writer.isFull) await sendRows()
  }
}

/** Where the file is not UTF-8, and what else it may be: spreadsheets here write Big5 where nobody asks them not to. */
function badEncoding(piece: Uint8Array, before: string, badAt: number, reader: FeedReader): FeedRefusal {
  reader.read(before)
  const mark = `${piece[0]},${piece[1]}`
  const likely = badAt === 0 && (mark === '255,254' || mark === '254,255') ? 'utf16' : looksLikeBig5(piece) ? 'big5' : null
  return { code: 'encoding', line: reader.line, byte: badAt, likely }
}

function looksLikeBig5(piece: Uint8Array): boolean {
  try {
    new TextDecoder('big5', { fatal: true }).decode(piece, { stream: true })
    return true
  } catch {
    return false
  }
}

const MARK = [0xef, 0xbb, 0xbf]

async function read(): Promise<void> {
  const text = textReader()
  let reader: FeedReader | null = null
  let format: ReturnType<typeof formatOf> = 'csv'
  for await (const piece of withHead(unpacked(withHead(incoming())))) {
    let body = piece
    if (reader === null) {
      if (MARK.every((byte, at) => piece[at] === byte)) body = piece.subarray(MARK.length)
      format = formatOf(body[0] ?? 0)
      reader = feedReader(format)
    }
    const said = text.read(body)
    if (said === null) throw new Refused(badEncoding(body, text.before, text.badAt!, reader))
    const rows = reader.read(said)
    await take(rows)
    if (reader.refusal !== null) throw new Refused(reader.refusal)
  }
  if (reader === null) throw new Refused({ code: 'empty' })
  if (!text.end()) throw new Refused({ code: 'encoding', line: reader.line, byte: text.badAt!, likely: null })
  await take(reader.end())
  if (reader.refusal !== null) throw new Refused(reader.refusal)
  await sendRows()
  const faults = writer.takeFaults()
  tell({ tell: 'faults', lines: faults }, [faults.buffer])
  const { rows, rejected } = writer
  tell({ tell: 'done', totals: { format, bytes, sha256: hash.digest(), rows, rejected, tally: writer.tally() } })
}

try {
  await read()
} catch (error) {
  // What is no refusal is a fault of ours: it ends the thread, and whoever waits for it hears of it.
  if (!(error instanceof Refused)) throw error
  tell({ tell: 'refused', refusal: error.refusal })
}
port.close()
