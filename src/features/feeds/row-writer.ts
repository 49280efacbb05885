// Checked rows and rejected ones as lines of COPY for `feed_row` and `feed_fault`, their national IDs sealed.
import { checkNationalId } from '../../core/national-id.ts'
import { lineOf } from '../../store/copy-text.ts'
import { REJECTED_ROW } from './reading.ts'
import type { FeedRow } from '../../core/feed-columns.ts'
import type { FaultTally, RowFault } from '../../core/feed-faults.ts'
import type { Seal, SealedId } from '../../store/seal.ts'

// So much goes on its way at once: some eight hundred rows.
const CHUNK_CHARACTERS = 256 * 1024

const encoder = new TextEncoder()

/** The context in which rejected rows of a feed are sealed. */
export const rejectedRowContext = (feed: string): Buffer => Buffer.from(`feed ${feed}`)

export class RowWriter {
  rows = 0
  rejected = 0
  readonly #feed: string
  readonly #seal: Seal
  readonly #context: Buffer
  #lines = ''
  readonly #faults: string[] = []
  readonly #tally = new Map<string, FaultTally>()
  #lastId = ''
  #lastSealed: SealedId | null = null

  constructor(feed: string, seal: Seal) {
    this.#feed = feed
    this.#seal = seal
    this.#context = rejectedRowContext(feed)
  }

  get isFull(): boolean {
    return this.#lines.length >= CHUNK_CHARACTERS
  }

  write(line: number, row: FeedRow): void {
    this.rows += 1
    const { sealed, index } = this.#sealed(row.nationalId)
    this.#lines += lineOf([
      this.#feed, line, sealed, index, row.name, row.birthDate, row.email, row.agencyCode, row.unit, row.title,
      row.staffCategory, row.supervisorLevel, row.rank, row.jobSeries, row.postKind, row.nature, row.section, row.from, row.to,
    ])
  }

  /** Posts of one person mostly follow one another. */
  #sealed(id: string): SealedId {
    if (id !== this.#lastId || this.#lastSealed === null) {
      this.#lastSealed = this.#seal.sealNationalId(id)
      this.#lastId = id
    }
    return this.#lastSealed
  }

  /** The row as it came is kept once, with its first fault; whose it is can be asked where the ID can be read. */
  reject(line: number, cells: readonly string[], faults: readonly RowFault[]): void {
    this.rows += 1
    this.rejected += 1
    const checked = checkNationalId(cells[0] ?? '')
    const index = checked.ok ? this.#seal.indexNationalId(checked.id) : null
    const sealed = this.#seal.seal(REJECTED_ROW, Buffer.from(JSON.stringify(cells)), this.#context)
    for (const [at, { column, code, detail }] of faults.entries()) {
      this.#faults.push(lineOf([this.#feed, line, column, code, JSON.stringify(detail), index, at === 0 ? sealed : null]))
      this.#count({ column, code, rows: 1 })
    }
  }

  #count(fault: FaultTally): void {
    const key = `${fault.column} ${fault.code}`
    const known = this.#tally.get(key)
    if (known === undefined) this.#tally.set(key, fault)
    else known.rows += 1
  }

  /** What was wrong, the most frequent first. */
  tally(): FaultTally[] {
    return [...this.#tally.values()].toSorted((a, b) => b.rows - a.rows)
  }

  takeRows(): Uint8Array<ArrayBuffer> {
    const lines = encoder.encode(this.#lines)
    this.#lines = ''
    return lines
  }

  takeFaults(): Uint8Array<ArrayBuffer> {
    return encoder.encode(this.#faults.join(''))
  }
}
