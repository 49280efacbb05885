// A file of the people feed from its bytes to lines of COPY, one stage after the other: hashed, unpacked, made text, taken
// apart, checked, sealed. It knows no database and no thread, and holds no more than a few pieces at a time.
import { createHash } from 'node:crypto'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { checkRow, named } from '../../core/feed-checks.ts'
import { feedReader, formatOf } from '../../core/feed-reader.ts'
import { textReader } from '../../core/feed-text.ts'
import { codeOf } from '../../core/thrown.ts'
import { createSeal } from '../../store/seal.ts'
import { FeedRefused } from './reading.ts'
import { RowWriter } from './row-writer.ts'
import type { FeedReader, RawRow } from '../../core/feed-reader.ts'
import type { FeedRefusal } from '../../core/feed-faults.ts'
import type { ReadLimits, ReadTask, ReadTotals } from './reading.ts'

/** Takes lines of COPY for `feed_row`, at its own pace; `read`: how many rows were read so far. */
export type TakeRows = (lines: Uint8Array<ArrayBuffer>, read: number) => Promise<void>

export type FileRead = {
  totals: ReadTotals
  /** Lines of COPY for `feed_fault`: no more than the limit of faulty rows lets be. */
  faults: Uint8Array<ArrayBuffer>
}

/** Reads the file to its end; throws a FeedRefused where it is none. */
export async function readFile(pieces: AsyncIterable<Uint8Array>, task: ReadTask, takeRows: TakeRows): Promise<FileRead> {
  const { feed, kind, keys, context, limits } = task
  const hash = createHash('sha256')
  let bytes = 0
  const counted = (async function* count(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      bytes += piece.length
      if (bytes > limits.bytes) throw new FeedRefused({ code: 'tooLarge', limit: limits.bytes })
      hash.update(piece)
      yield piece
    }
  })()
  const writer = new RowWriter(feed, createSeal(keys))
  const take = async (rows: readonly RawRow[]): Promise<void> => {
    for (const row of rows) {
      const checked = row.faults.length > 0 ? { faults: row.faults } : checkRow(named(row.cells), context)
      if ('row' in checked) writer.write(row.line, checked.row)
      else writer.reject(row.line, row.cells, checked.faults)
      stopAt(limits, writer)
      if (writer.isFull) await takeRows(writer.takeRows(), writer.rows)
    }
  }
  const format = await readText(withHead(unpacked(withHead(counted), limits)), kind, take)
  await takeRows(writer.takeRows(), writer.rows)
  const { rows, rejected } = writer
  return { totals: { format, bytes, sha256: hash.digest(), rows, rejected, tally: writer.tally() }, faults: writer.takeFaults() }
}

function stopAt({ rows, faultyRows }: ReadLimits, writer: RowWriter): void {
  if (writer.rows > rows) throw new FeedRefused({ code: 'tooManyRows', limit: rows })
  if (writer.rejected > faultyRows) throw new FeedRefused({ code: 'tooManyFaults', limit: faultyRows, tally: writer.tally() })
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
async function* unpacked(pieces: AsyncGenerator<Uint8Array>, limits: ReadLimits): AsyncGenerator<Uint8Array> {
  const { value: first } = await pieces.next()
  if (first === undefined) throw new FeedRefused({ code: 'empty' })
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
      if (out > limits.unpackedBytes) throw new FeedRefused({ code: 'unpackedTooLarge', limit: limits.unpackedBytes })
      if (out > FIRST_MEASURED && out > gunzip.bytesWritten * limits.packedRatio) {
        throw new FeedRefused({ code: 'packedTooTightly', limit: limits.packedRatio })
      }
      yield piece
    }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'Z_BUF_ERROR') throw new FeedRefused({ code: 'packedCutOff' })
    if (code?.startsWith('Z_') === true) throw new FeedRefused({ code: 'packedDamaged' })
    throw error
  }
}

const MARK = [0xef, 0xbb, 0xbf]

/** Text from the bytes and rows from the text, in the format that the first byte tells. */
async function readText(
  pieces: AsyncIterable<Uint8Array>, kind: ReadTask['kind'], take: (rows: readonly RawRow[]) => Promise<void>,
): Promise<ReadTotals['format']> {
  const text = textReader()
  let reader: FeedReader | null = null
  let format: ReadTotals['format'] = 'csv'
  for await (const piece of pieces) {
    let body = piece
    if (reader === null) {
      if (MARK.every((byte, at) => piece[at] === byte)) body = piece.subarray(MARK.length)
      format = formatOf(body[0] ?? 0)
      reader = feedReader(format)
    }
    const said = text.read(body)
    const rows = reader.read(said ?? text.before)
    if (reader.isReport && kind === 'snapshot') throw new FeedRefused({ code: 'reportAsSnapshot' })
    await take(rows)
    if (reader.refusal !== null) throw new FeedRefused(reader.refusal)
    if (said === null) {
      const likely = likelyEncoding(text.rest, text.badAt!)
      throw new FeedRefused({ code: 'encoding', line: reader.line, byte: text.badAt!, likely })
    }
  }
  if (reader === null) throw new FeedRefused({ code: 'empty' })
  if (!text.end()) throw new FeedRefused({ code: 'encoding', line: reader.line, byte: text.badAt!, likely: null })
  const last = reader.end()
  if (reader.isReport && kind === 'snapshot') throw new FeedRefused({ code: 'reportAsSnapshot' })
  await take(last)
  if (reader.refusal !== null) throw new FeedRefused(reader.refusal)
  return format
}

// A name or two tell.
const TELLING_BYTES = 16

/** What a file that is not UTF-8 looks like: spreadsheets here write Big5 where nobody asks them not to. */
function likelyEncoding(rest: Uint8Array, badAt: number): (FeedRefusal & { code: 'encoding' })['likely'] {
  const mark = `${rest[0]},${rest[1]}`
  if (badAt === 0 && (mark === '255,254' || mark === '254,255')) return 'utf16'
  const said = new TextDecoder('big5').decode(rest.subarray(0, TELLING_BYTES), { stream: true })
  return /^\p{Script=Han}/u.test(said) ? 'big5' : null
}
