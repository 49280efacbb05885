import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { checkRow, named } from './feed-checks.ts'
import { cellsOf, FEED_COLUMNS } from './feed-columns.ts'
import { nationalIdFrom } from './national-id.ts'
import type { CheckContext } from './feed-checks.ts'
import type { FeedColumn } from './feed-columns.ts'

const CITIZEN = nationalIdFrom('A', '12345678')
const RESIDENT = nationalIdFrom('A', '82345678')

const context: CheckContext = {
  today: '2026-11-23', asOf: '2026-11-20',
  agencies: new Map([
    ['LIVE00000A', { endedOn: null, successor: null }],
    ['GONE00000A', { endedOn: '2026-01-01', successor: 'LIVE00000A' }],
    ['GOING0000A', { endedOn: '2027-01-01', successor: null }],
  ]),
}

const GOOD: Record<FeedColumn, string> = {
  national_id: CITIZEN, name: '林小明', birth_date: '1990-02-28', email: 'ming@ecpa.example', agency_code: 'LIVE00000A', unit: '文書科',
  title: '科員', staff_category: '02', supervisor_level: '', rank: '薦任第六職等', job_series: 'A101', post_kind: 'appointment',
  nature: '', section: '', from: '2020-01-01', to: '',
}

type Change = Partial<Record<FeedColumn, string>>

/** What is wrong with the good row when it is changed so, as `column code`. */
function faultsOf(change: Change): string[] {
  const cells = { ...GOOD, ...change }
  const checked = checkRow(named(FEED_COLUMNS.map((column) => cells[column])), context)
  return 'faults' in checked ? checked.faults.map(({ column, code }) => `${column} ${code}`) : []
}

const TABLE: [what: string, change: Change, faults: string[]][] = [
  ['nothing', {}, []],
  ['a resident', { national_id: RESIDENT }, []],
  ['an ID as somebody types it', { national_id: ` ${CITIZEN.toLowerCase()} ` }, []],
  ['no ID', { national_id: '' }, ['national_id required']],
  ['a wrong check digit', { national_id: `${CITIZEN.slice(0, 9)}${(Number(CITIZEN[9]) + 1) % 10}` }, ['national_id idCheckDigit']],
  ['a resident number of before 2021', { national_id: 'AB12345678' }, ['national_id idOldResident']],
  ['something else', { national_id: '12345' }, ['national_id idShape']],
  ['no name', { name: '\u3000' }, ['name required']],
  ['a name of a hundred rare characters', { name: '𠀋'.repeat(100) }, []],
  ['a longer one', { name: '𠀋'.repeat(101) }, ['name tooLong']],
  ['a line within', { name: '林\n小明' }, ['name characters']],
  ['NUL', { unit: '文\0書' }, ['unit characters']],
  ['half a character', { title: '科\ud800員' }, ['title characters']],
  ['halves of one in two cells', { unit: '科\ud840', title: '\udc0b員' }, ['unit characters', 'title characters']],
  ['a name that turns what stands after it', { name: '林\u202e小明' }, ['name characters']],
  ['a day that is none', { birth_date: '1990-02-30' }, ['birth_date notADay']],
  ['a day of the Republic', { from: '109/01/01' }, ['from notADay']],
  ['born tomorrow', { birth_date: '2026-11-24', from: '2026-11-25' }, ['birth_date bornInFuture']],
  ['born long ago', { birth_date: '1899-12-31' }, ['birth_date bornLongAgo']],
  ['no address', { email: '' }, []],
  ['two addresses', { email: 'a@b.example,c@d.example' }, ['email email']],
  ['an address with a name', { email: 'Ming <a@b.example>' }, ['email email']],
  ['an agency that nobody knows', { agency_code: 'live00000a' }, ['agency_code agencyUnknown']],
  ['one that is no more', { agency_code: 'GONE00000A' }, ['agency_code agencyAbolished']],
  ['one that is no more, in its time', { agency_code: 'GONE00000A', to: '2025-12-31' }, []],
  ['one that is no more, and a post that ended after it', { agency_code: 'GONE00000A', to: '2026-11-19' }, []],
  ['one that is no more, on the day', { agency_code: 'GONE00000A', to: '2026-11-20' }, ['agency_code agencyAbolished']],
  ['one that will be no more', { agency_code: 'GOING0000A' }, []],
  ['beginning when it is no more', { agency_code: 'GOING0000A', from: '2027-01-01' }, ['agency_code agencyAbolished']],
  ['no kind', { post_kind: 'main' }, ['post_kind postKind']],
  ['an appointment with a nature', { nature: '5' }, ['nature natureUnfit']],
  ['a concurrent post with one', { nature: '5', post_kind: 'concurrent' }, []],
  ['a concurrent post without', { post_kind: 'concurrent' }, ['nature natureMissing']],
  ['ends on the day it begins', { to: '2020-01-01' }, []],
  ['ends before', { to: '2019-12-31' }, ['to endsBeforeItBegins']],
  ['ends never, as some write it', { to: '9999-12-31' }, ['to dayOutOfRange']],
  ['begins at birth', { from: '1990-02-28' }, ['from beginsBeforeBirth']],
  ['begins in the future', { from: '2030-01-01' }, []],
  ['everything at once', { national_id: 'X', name: '', post_kind: '', from: '' },
    ['name required', 'post_kind required', 'from required', 'national_id idShape']],
]

describe('a row of the feed', () => {
  for (const [what, change, faults] of TABLE) {
    it(`${faults.length === 0 ? 'passes' : 'fails'} with ${what}`, () => assert.deepEqual(faultsOf(change), faults))
  }

  it('says what it was given, and nothing stands around it', () => {
    const checked = checkRow(named(FEED_COLUMNS.map((column) => ` ${GOOD[column]}\u3000`)), context)
    assert.ok('row' in checked)
    assert.deepEqual(cellsOf(checked.row), FEED_COLUMNS.map((column) => GOOD[column]))
    assert.deepEqual([checked.row.to, checked.row.email], [null, GOOD.email])
  })

  it('tells no national ID of anybody, wherever one stands', () => {
    fc.assert(fc.property(fc.constantFrom(...FEED_COLUMNS), fc.constantFrom('', '林', '2020-01-01 '), (column, before) => {
      const checked = checkRow(named(FEED_COLUMNS.map((one) => (one === column ? before + RESIDENT : GOOD[one]))), context)
      assert.ok(!JSON.stringify('faults' in checked ? checked.faults : []).includes(RESIDENT))
    }))
  })

  it('is taken or refused, whatever its cells hold', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom(...Object.values(GOOD), ...context.agencies.keys()))
    fc.assert(fc.property(fc.array(cell, { minLength: 16, maxLength: 16 }), (cells) => {
      const checked = checkRow(named(cells), context)
      if ('faults' in checked) assert.ok(checked.faults.length > 0)
    }), { numRuns: 2_000 })
  })
})
