import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  addDays, compareEnds, dayBefore, dayFromNumber, dayInTaipei, dayNumber, dayOf, daysBetween, isDay, periodHolds,
  startOfDayInTaipei, timeInTaipei,
} from './days.ts'

const anyDay = fc.integer({ min: dayNumber('0001-01-01'), max: dayNumber('9999-12-31') }).map(dayFromNumber)

describe('days', () => {
  it('knows which days exist', () => {
    for (const day of ['2026-11-23', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']) assert.ok(isDay(day), day)
    const wrong = ['2023-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-11-00', '0000-01-01',
      '2026-1-1', ' 2026-11-23', '2026-11-23\n', '2026-11-23T00:00', '20261123', '', null, 20261123, new Date(0)]
    for (const value of wrong) assert.ok(!isDay(value), String(value))
  })

  it('agrees with the calendar of the JavaScript engine on every day', () => {
    fc.assert(fc.property(fc.integer({ min: 100, max: 9999 }), fc.integer({ min: 0, max: 14 }),
      fc.integer({ min: 0, max: 33 }), (year, month, dayOfMonth) => {
        const date = new Date(Date.UTC(year, month - 1, dayOfMonth))
        const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth
        assert.equal(dayOf(year, month, dayOfMonth), exists ? date.toISOString().slice(0, 10) : null)
      }))
  })

  it('adds and subtracts', () => {
    assert.equal(addDays('2024-02-28', 2), '2024-03-01')
    assert.equal(addDays('2026-12-31', 1), '2027-01-01')
    assert.equal(addDays('0099-12-31', 1), '0100-01-01')
    assert.equal(dayBefore('2026-03-01'), '2026-02-28')
    assert.equal(daysBetween('2026-11-23', '2026-11-24'), 1)
    fc.assert(fc.property(anyDay, fc.integer({ min: -3000, max: 3000 }), (day, count) => {
      fc.pre(dayNumber(day) + count >= dayNumber('0001-01-01') && dayNumber(day) + count <= dayNumber('9999-12-31'))
      const moved = addDays(day, count)
      assert.equal(addDays(moved, -count), day)
      assert.equal(daysBetween(day, moved), count)
      assert.equal(Math.sign(count), moved > day ? 1 : moved < day ? -1 : 0)
    }))
  })

  it('refuses to compute with what is no day', () => {
    assert.throws(() => addDays('2026-02-30', 1), RangeError)
    assert.throws(() => addDays('9999-12-31', 1), RangeError)
    assert.throws(() => addDays('0001-01-01', -1), RangeError)
    assert.throws(() => dayInTaipei(new Date(Number.NaN)), RangeError)
  })

  it('begins days at midnight in Taipei', () => {
    assert.equal(dayInTaipei(new Date('2026-11-22T15:59:59.999Z')), '2026-11-22')
    assert.equal(dayInTaipei(new Date('2026-11-22T16:00:00.000Z')), '2026-11-23')
    assert.equal(startOfDayInTaipei('2026-11-23').toISOString(), '2026-11-22T16:00:00.000Z')
  })

  it('agrees with the time zone data about Taipei', () => {
    const taipei = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Taipei' })
    const from = new Date('1990-01-01T00:00:00Z')
    const to = new Date('2100-01-01T00:00:00Z')
    fc.assert(fc.property(fc.date({ min: from, max: to, noInvalidDate: true }), (instant) => {
      assert.equal(dayInTaipei(instant), taipei.format(instant))
    }))
  })

  it('counts both ends of a period as inside it', () => {
    const period = { from: '2026-01-01', to: '2026-01-31' }
    assert.deepEqual(['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01'].map((day) => periodHolds(period, day)),
      [false, true, true, false])
    assert.ok(periodHolds({ from: '2026-01-01', to: null }, '9999-12-31'))
  })

  it('tells the time of Taipei, wherever the machine is', () => {
    assert.equal(timeInTaipei(new Date('2026-11-22T16:00:00Z')), '00:00:00')
    assert.equal(timeInTaipei(new Date('2026-11-22T15:59:59.999Z')), '23:59:59')
    assert.throws(() => timeInTaipei(new Date(Number.NaN)), RangeError)
  })

  it('orders the ends of periods, the open one last', () => {
    assert.deepEqual([null, '2026-01-02', '2025-12-31', null, '2026-01-01'].toSorted(compareEnds),
      ['2025-12-31', '2026-01-01', '2026-01-02', null, null])
    assert.equal(compareEnds(null, null), 0)
    assert.equal(compareEnds('2026-01-01', '2026-01-01'), 0)
  })
})
