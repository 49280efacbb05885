// What the thread that reads a feed is told, and what it answers.
import type { FeedFormat } from '../../core/feed-reader.ts'
import type { CheckContext } from '../../core/feed-checks.ts'
import type { FaultTally, FeedRefusal } from '../../core/feed-faults.ts'
import type { SealKeys } from '../../store/seal.ts'

/** How much of a file is taken; each with its reason where the defaults are. */
export type ReadLimits = {
  /** Bytes of the file as it comes. */
  bytes: number
  unpackedBytes: number
  /** How many bytes may come of one that is packed. */
  packedRatio: number
  rows: number
  /** Rows that may be rejected alone: more of them, and the file is. */
  faultyRows: number
}

export const LIMITS: ReadLimits = {
  // Two million rows have some 260 MB, and thrice that with every cell as long as it may be in a real file.
  bytes: 1024 ** 3,
  unpackedBytes: 1024 ** 3,
  // A feed packs to a fifth or a tenth; gzip itself goes to a thousandth, with which a letter could fill a disk.
  packedRatio: 100,
  // Almost three times the nation.
  rows: 2_000_000,
  // More than any ministry has, whose agencies may have changed their codes before its people's posts did. A report of more is
  // nothing that somebody mends, and the reason is mostly one.
  faultyRows: 50_000,
}

/** What the thread begins with. Rows and faults are made ready for COPY under the number of the feed. */
export type ReadTask = { feed: string; kind: 'snapshot' | 'delta'; keys: SealKeys; context: CheckContext; limits: ReadLimits }

/** To the thread. `written`: a piece of rows was taken in, and another may come. */
export type ToReader = { tell: 'bytes'; bytes: Uint8Array<ArrayBuffer> } | { tell: 'end' } | { tell: 'written' }

/** What was read in all. `rejected`: rows that were rejected alone, and `tally` for what. */
export type ReadTotals = {
  format: FeedFormat; bytes: number; sha256: Uint8Array; rows: number; rejected: number; tally: readonly FaultTally[]
}

/**
 * From the thread. `taken`: it is done with a piece of the file. `rows`: lines of COPY for `feed_row`, and how many rows were
 * read so far; `faults`: the same for `feed_fault`.
 */
export type FromReader =
  | { tell: 'taken' }
  | { tell: 'rows'; lines: Uint8Array<ArrayBuffer>; read: number }
  | { tell: 'refused'; refusal: FeedRefusal }
  | { tell: 'done'; totals: ReadTotals; faults: Uint8Array<ArrayBuffer> }

/** Both sides have something to do while so many pieces are on their way, and none holds more. */
export const MOST_UNDERWAY = 4

/** The file was turned away. */
export class FeedRefused extends Error {
  override readonly name = 'FeedRefused'
  readonly refusal: FeedRefusal

  constructor(refusal: FeedRefusal) {
    super(`the feed was refused: ${refusal.code}`)
    this.refusal = refusal
  }
}

export const ROW_COLUMNS = [
  'feed_id', 'line', 'national_id_sealed', 'national_id_index', 'name', 'birth_date', 'email', 'agency_code', 'unit', 'title',
  'staff_category', 'supervisor_level', 'rank', 'job_series', 'kind', 'nature', 'section', 'starts', 'ends',
] as const

export const FAULT_COLUMNS = ['feed_id', 'line', 'field', 'code', 'detail', 'national_id_index', 'row_sealed'] as const

/** For what a rejected row is sealed; it opens with its feed's number only. */
export const REJECTED_ROW = 'rejected-row'

