/** What can be wrong with a people feed (spec 4.5): with one of its rows, which is rejected alone, or with the file. */
import type { Day } from './days.ts'
import type { FeedColumn } from './feed-columns.ts'
import { maskNationalIdsIn } from './national-id.ts'

/** What is wrong with a row, told by the row alone. */
export type RowFaultCode =
  // its form
  | 'quotes' | 'cellCount' | 'json' | 'keyMissing' | 'keyUnknown' | 'keyTwice' | 'notText'
  // any cell
  | 'required' | 'tooLong' | 'characters' | 'notADay'
  // one column, or two that do not go together
  | 'idShape' | 'idOldResident' | 'idCheckDigit' | 'bornInFuture' | 'bornLongAgo' | 'email' | 'agencyUnknown' | 'agencyAbolished'
  | 'postKind' | 'natureMissing' | 'natureUnfit' | 'dayOutOfRange' | 'endsBeforeItBegins' | 'beginsBeforeBirth'

/** What is wrong with rows beside others of the file, or beside what is known. */
export type AcrossFaultCode = 'twoBirthDates' | 'otherPerson' | 'postTwice'

export type FaultCode = RowFaultCode | AcrossFaultCode

/** `detail`: figures and values for the sentence, never a national ID. */
export type RowFault = {
  column: FeedColumn | null
  code: FaultCode
  detail: { readonly [name: string]: string | number | null }
}

/** How many rows had the fault. */
export type FaultTally = { column: FeedColumn | null; code: FaultCode; rows: number }

/** Why the whole file was turned away: nothing of it was kept. */
export type FeedRefusal =
  | { code: 'empty' | 'noRows' | 'noHeading' }
  /** A report of rejected rows, mended, as if it were everybody: it would end the posts of all others. */
  | { code: 'reportAsSnapshot' }
  /** `limit` in bytes, of the file as it came or unpacked. */
  | { code: 'tooLarge' | 'unpackedTooLarge'; limit: number }
  /** Packed more tightly than any table is: so many bytes from one. */
  | { code: 'packedTooTightly'; limit: number }
  | { code: 'packedDamaged' | 'packedCutOff' }
  /** `byte`: counted from 0 in the unpacked file. `likely`: what it looks like instead of UTF-8. */
  | { code: 'encoding'; line: number; byte: number; likely: 'utf16' | 'big5' | null }
  | { code: 'columnsMissing' | 'columnsTwice'; columns: readonly string[] }
  /** `nearest`: the column that was perhaps meant. */
  | { code: 'columnsUnknown'; columns: readonly { name: string; nearest: string | null }[] }
  | { code: 'rowTooLong' | 'openQuote'; line: number; limit: number }
  | { code: 'tooManyRows'; limit: number }
  | { code: 'tooManyFaults'; limit: number; tally: readonly FaultTally[] }

/**
 * Why a file did not arrive whole, or nobody went on with it: it can be sent again as it is. `failed`: a fault of the program's
 * own, as often as it was tried.
 */
export type FeedInterruption = 'brokenOff' | 'stopped' | 'diskFull' | 'databaseAway' | 'failed'

/** What is known of an agency for the check of posts: the first day on which it is no more, and what it became. */
export type AgencyLife = { endedOn: Day | null; successor: string | null }

const LONGEST_QUOTE = 60

/** A value of the file for a sentence: short, on one line, and without an ID that stands where none belongs. */
export function quoted(value: string): string {
  const said = maskNationalIdsIn(value).replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD')
  return said.length > LONGEST_QUOTE ? `${said.slice(0, LONGEST_QUOTE).toWellFormed()}…` : said
}
