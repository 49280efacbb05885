import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { decideAgencyChange, decideNewAgency, periodOn, rewritePeriods } from './agency-change.ts'
import type { AgencyChangeFacts, AgencyDescription, AgencyFields, AgencyPeriod } from './agency-change.ts'
import { addDays } from './days.ts'

const FIELDS: AgencyFields = {
  name: '教育局', nameEn: null, superior: 'A', level: 3, zip: '', address: '舊址', phone: '1', fax: '', oid: null, successor: null,
}
const period = (id: string, from: string | null, to: string | null, over: Partial<AgencyFields> = {}): AgencyPeriod =>
  ({ ...FIELDS, superiorMissing: null, id, from, to, ...over })
const days = ({ from, to }: AgencyDescription): string => `${from ?? ''}–${to ?? ''}`

describe('an agency changed from a day on', () => {
  test('splits the period of the day, and replaces one that begins with it', () => {
    const split = rewritePeriods([period('1', '2010-12-25', null)], { phone: '2' }, '2026-05-01')
    assert.deepEqual(split.written.map((one) => [days(one), one.phone]), [['2010-12-25–2026-04-30', '1'], ['2026-05-01–', '2']])
    const whole = rewritePeriods([period('1', '2026-05-01', null)], { phone: '2' }, '2026-05-01')
    assert.deepEqual(whole.written.map((one) => [days(one), one.phone]), [['2026-05-01–', '2']])
  })

  test('carries on into what is planned, and leaves in place what is planned to change there', () => {
    const periods = [period('1', null, '2026-12-31'), period('2', '2027-01-01', null, { name: '教育處', phone: '9' })]
    const { closed, written } = rewritePeriods(periods, { address: '新址', phone: '2' }, '2026-05-01')
    assert.deepEqual(closed.map(({ id }) => id), ['1', '2'])
    assert.deepEqual(written.map((one) => [days(one), one.name, one.address, one.phone]), [
      ['–2026-04-30', '教育局', '舊址', '1'], ['2026-05-01–2026-12-31', '教育局', '新址', '2'], ['2027-01-01–', '教育處', '新址', '9'],
    ])
  })

  test('a superior that is named is no longer missing', () => {
    const missing = { ...period('1', null, null, { superior: null }), superiorMissing: 'X999999999' }
    const [before, after] = rewritePeriods([missing], { superior: 'A' }, '2026-05-01').written
    assert.deepEqual([before!.superiorMissing, after!.superiorMissing], ['X999999999', null])
  })

  test('on each day it says what it said, but for the fields and from the day on', () => {
    const START = '2026-01-01'
    const anyDay = fc.nat({ max: 40 }).map((n) => addDays(START, n))
    const some = fc.constantFrom('1', '2', '3')
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(anyDay, some, some), { selector: ([day]) => day, maxLength: 5 }), anyDay, some, (cuts, day, phone) => {
      const begins = [START, ...cuts.map(([at]) => at).filter((at) => at > START).toSorted()]
      const periods = begins.map((from, at) => {
        const [, own, fax] = cuts.find(([cut]) => cut === from) ?? [from, '1', '1']
        return period(String(at), from, begins[at + 1] === undefined ? null : addDays(begins[at + 1]!, -1), { phone: own, fax })
      })
      const { closed, written } = rewritePeriods(periods, { phone }, day)
      const known = [...periods.filter((one) => !closed.includes(one)), ...written]
      let carried = true
      for (let at = 0; at <= 45; at += 1) {
        const on = addDays(START, at)
        const [was, is] = [periodOn(periods, on)!, known.filter((one) => periodOn([one], on) !== undefined)]
        assert.equal(is.length, 1, 'one description a day')
        if (on > day && was.phone !== periodOn(periods, addDays(on, -1))!.phone) carried = false
        assert.deepEqual([is[0]!.phone, is[0]!.fax], [on >= day && carried ? phone : was.phone, was.fax])
      }
    }))
  })
})

describe('what an agency cannot become', () => {
  const facts = (over: Partial<AgencyChangeFacts> = {}): AgencyChangeFacts => ({
    code: 'B', periods: [period('1', '2020-01-01', null)], above: [{ code: 'C', steps: 0 }, { code: 'A', steps: 1 }], below: 2,
    succeeding: [], oidHeldBy: null, ...over,
  })
  const refusal = (fields: Partial<AgencyFields>, over: Partial<AgencyChangeFacts> = {}, from = '2026-05-01') => {
    const answer = decideAgencyChange(facts(over), fields, from)
    return 'refused' in answer ? answer.refused : null
  }
  const line = (length: number) => Array.from({ length }, (_, steps) => ({ code: `X${steps}`, steps }))

  test('each is refused with its own reason', () => {
    assert.equal(refusal({ superior: 'C' }), null)
    assert.equal(refusal({ name: '教育局' }), 'nothing')
    assert.equal(refusal({ phone: '2' }, {}, '2019-12-31'), 'notLiving')
    assert.equal(refusal({ superior: 'C' }, { above: [] }), 'superiorNotLiving')
    assert.equal(refusal({ superior: 'C' }, { above: [{ code: 'C', steps: 0 }, { code: 'B', steps: 3 }] }), 'superiorBelow')
    assert.equal(refusal({ superior: 'C' }, { above: line(14), below: 2 }), null, 'sixteen steps')
    assert.equal(refusal({ superior: 'C' }, { above: line(15), below: 2 }), 'tooDeep')
    assert.equal(refusal({ successor: 'S' }), 'successorUnknown')
    assert.equal(refusal({ successor: 'S' }, { succeeding: ['S', 'B'] }), 'successorLoop')
    assert.equal(refusal({ oid: '2.16' }, { oidHeldBy: 'C' }), 'oidTaken')
  })

  test('a code is used once', () => {
    const made = decideNewAgency(facts({ periods: [] }), { ...FIELDS, superior: 'C' }, '2026-05-01', false)
    assert.ok(!('refused' in made) && made.from === '2026-05-01' && made.to === null)
    assert.deepEqual(decideNewAgency(facts(), FIELDS, '2026-05-01', true), { refused: 'codeTaken' })
  })
})
