// Stories of a nation: what happens in some weeks, what file the personnel system then sends and what goes wrong on the way,
// and what managers do meanwhile. Drawn at random, from a seed that is printed.
import fc from 'fast-check'
import { deed } from '../history/deeds.ts'
import { happening } from './nation.ts'
import type { Deed } from '../history/deeds.ts'
import type { Happening } from './nation.ts'

const FILES = [
  'snapshot', 'snapshot', 'snapshot', 'delta', 'delta', 'delta', 'older', 'cityMissing', 'brokenOff', 'noFile', 'none',
] as const
/** What is wrong with rows: nobody's ID, an agency that there is not, a row twice with two contents, an ID that is two people. */
const ROW_FAULTS = ['id', 'agency', 'twice', 'two'] as const
export type RowFault = (typeof ROW_FAULTS)[number]

/** A restructuring: an agency goes into another or becomes a new one, in so many days, or is called otherwise; `undone`: before its day. */
export type Order = { kind: 'merged' | 'renewed' | 'renamed'; which: number; into: number; ahead: number; undone: boolean }

/** Some weeks; `pick` chooses among what there is. */
export type Chapter = {
  days: number
  happenings: Happening[]
  file: (typeof FILES)[number]
  /** How many days ago the day lies of which the file speaks. */
  late: number
  rowFaults: RowFault[]
  pick: number
  /** The worker on the feed loses its database at that stage and step. */
  crash: { stage: 'compare' | 'preview' | 'apply'; step: number } | null
  again: boolean
  undo: 'no' | 'once' | 'twice'
  order: Order | null
  approved: boolean
  deeds: Deed[]
}

// What the personnel record does is told by files here.
const OTHERS: ReadonlySet<Deed['kind']> = new Set(['leave', 'promote', 'suspend', 'dayPasses'])

export const chapter: fc.Arbitrary<Chapter> = fc.record({
  days: fc.oneof(fc.noBias(fc.integer({ min: 1, max: 20 })), fc.noBias(fc.integer({ min: 15, max: 150 }))),
  happenings: fc.array(happening, { minLength: 1, maxLength: 6 }),
  file: fc.constantFrom(...FILES),
  late: fc.constantFrom(0, 0, 0, 1, 5),
  rowFaults: fc.oneof(fc.constant<RowFault[]>([]), fc.array(fc.constantFrom(...ROW_FAULTS), { maxLength: 3 })),
  pick: fc.noBias(fc.nat({ max: 999 })),
  crash: fc.option(fc.record({
    stage: fc.constantFrom('compare' as const, 'preview' as const, 'apply' as const, 'apply' as const),
    step: fc.integer({ min: 0, max: 7 }),
  }), { freq: 2 }),
  again: fc.nat({ max: 3 }).map((drawn) => drawn === 0),
  undo: fc.constantFrom('no' as const, 'no' as const, 'no' as const, 'once' as const, 'twice' as const),
  order: fc.option(fc.record({
    kind: fc.constantFrom('merged' as const, 'renewed' as const, 'renamed' as const),
    which: fc.nat({ max: 99 }), into: fc.nat({ max: 99 }), ahead: fc.integer({ min: 1, max: 25 }),
    undone: fc.nat({ max: 3 }).map((drawn) => drawn === 0),
  }), { freq: 2 }),
  approved: fc.nat({ max: 3 }).map((drawn) => drawn > 0),
  deeds: fc.array(deed.filter(({ kind }) => !OTHERS.has(kind)), { minLength: 2, maxLength: 6, size: 'max' }),
})
