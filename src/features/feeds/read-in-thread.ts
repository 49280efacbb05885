// Has a file read in a thread of its own (reading-thread.ts), and hands its rows on at the pace of whoever takes them.
import { Worker } from 'node:worker_threads'
import { FeedRefused, MOST_UNDERWAY } from './reading.ts'
import type { FeedInterruption } from '../../core/feed-faults.ts'
import type { FromReader, ReadTask, ReadTotals, ToReader } from './reading.ts'

/** The file did not arrive whole. */
export class FeedInterrupted extends Error {
  override readonly name = 'FeedInterrupted'
  readonly why: FeedInterruption

  constructor(why: FeedInterruption, cause?: unknown) {
    super(`the feed was interrupted: ${why}`, { cause })
    this.why = why
  }
}

export type FeedFile = {
  stream: AsyncIterable<Uint8Array>
  /** How many bytes it has, where its sender said so: of fewer, the end is missing. */
  totalBytes: number | null
  signal: AbortSignal | null
}

const THREAD = new URL('./reading-thread.ts', import.meta.url)
// A copy of a piece costs little; larger ones are cut, so that neither side holds more than a few of them.
const PIECE_BYTES = 256 * 1024
// Three times what it takes for the longest rows.
const THREAD_MEGABYTES = 256

/** A file on its way through the thread. */
export class Reading {
  /** How far it is: bytes given to the thread, rows that it has read. */
  bytes = 0
  rows = 0
  /** Lines of COPY for `feed_fault`, when `lines` has ended. */
  faults: readonly Uint8Array[] = []
  #totals: ReadTotals | null = null
  readonly #file: FeedFile
  readonly #worker: Worker
  readonly #said: FromReader[] = []
  #failed: { error: unknown } | null = null
  #ended = false
  #taken = 0
  #wakeLines = (): void => {}
  #wakeFeeding = (): void => {}

  constructor(task: ReadTask, file: FeedFile) {
    this.#file = file
    this.#worker = new Worker(THREAD, { workerData: task, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: THREAD_MEGABYTES } })
    this.#worker.on('message', (message: FromReader) => {
      if (message.tell === 'taken') this.#taken += 1
      else this.#said.push(message)
      this.#wake()
    })
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', () => {
      this.#ended = true
      this.#wake()
    })
    if (file.signal?.aborted === true) this.#stopped()
    file.signal?.addEventListener('abort', this.#stopped, { once: true })
    this.#feedIn().catch((error: unknown) => this.#fail(error instanceof FeedInterrupted ? error : new FeedInterrupted('brokenOff', error)))
  }

  /** What was read in all, when `lines` has ended. */
  get totals(): ReadTotals {
    if (this.#totals === null) throw new Error('asked for the totals of a feed that was not read to its end')
    return this.#totals
  }

  /** Lines of COPY for `feed_row`; throws what ended the file before its time. To be read once, to its end. */
  async* lines(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#failed !== null) throw this.#failed.error
      const next = this.#said.shift()
      if (next === undefined) {
        if (this.#ended) throw new Error('the thread that read a feed ended before its time')
        await new Promise<void>((resolve) => { this.#wakeLines = resolve })
      } else if (next.tell === 'refused') throw new FeedRefused(next.refusal)
      else if (next.tell === 'rows') {
        this.rows = next.read
        yield next.lines
        this.#tell({ tell: 'written' })
      } else if (next.tell === 'done') {
        this.faults = [next.faults]
        this.#totals = next.totals
        return
      }
    }
  }

  /** Ends the thread, whatever it does. A read of the stream that is under way is left to whoever owns the stream. */
  async stop(): Promise<void> {
    this.#stopped()
    this.#file.signal?.removeEventListener('abort', this.#stopped)
    await this.#worker.terminate()
  }

  readonly #stopped = (): void => this.#fail(new FeedInterrupted('stopped'))

  #fail(error: unknown): void {
    this.#failed ??= { error }
    this.#wake()
  }

  #wake(): void {
    this.#wakeLines()
    this.#wakeFeeding()
  }

  #tell(message: ToReader, moved: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, moved)
  }

  async #feedIn(): Promise<void> {
    let given = 0
    for await (const piece of piecesOf(this.#file.stream)) {
      while (given - this.#taken >= MOST_UNDERWAY && this.#failed === null && !this.#ended) {
        await new Promise<void>((resolve) => { this.#wakeFeeding = resolve })
      }
      if (this.#failed !== null || this.#ended) return
      this.bytes += piece.length
      given += 1
      this.#tell({ tell: 'bytes', bytes: piece }, [piece.buffer])
    }
    const { totalBytes } = this.#file
    if (totalBytes !== null && this.bytes < totalBytes) throw new FeedInterrupted('brokenOff')
    this.#tell({ tell: 'end' })
  }
}

/** The bytes in pieces of a bearable size, each in memory of its own that can be moved to the thread. */
async function* piecesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const piece of stream) {
    for (let at = 0; at < piece.length; at += PIECE_BYTES) yield new Uint8Array(piece.subarray(at, at + PIECE_BYTES))
  }
}
