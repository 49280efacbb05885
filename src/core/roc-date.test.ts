import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { dayFromNumber, dayNumber } from './days.ts'
import {
  parseDay, parseTimeOfDay, rocDay, rocDayShort, rocDayWithWeekday, rocFileDay, rocWeekday,
} from './roc-date.ts'

const dayBetween = (first: string, last: string) =>
  fc.integer({ min: dayNumber(first), max: dayNumber(last) }).map(dayFromNumber)

describe('民國 dates', () => {
  it('writes days as the screens show them', () => {
    assert.equal(rocDay('2026-11-23'), '民國 115 年 11 月 23 日')
    assert.equal(rocDayWithWeekday('2026-11-23'), '民國 115 年 11 月 23 日 星期一')
    assert.equal(rocDayShort('2026-11-23'), '115/11/23')
    assert.equal(rocDayShort('1986-03-04'), '75/03/04')
    assert.equal(rocDay('1912-01-01'), '民國 1 年 1 月 1 日')
    assert.equal(rocDay('1911-12-31'), '民國前 1 年 12 月 31 日')
    assert.equal(rocDayShort('1911-12-31'), '1911-12-31')
    assert.equal(rocWeekday('1970-01-01'), '星期四')
    assert.equal(rocWeekday('1969-12-31'), '星期三')
    assert.throws(() => rocDay('2026-02-30'), RangeError)
    assert.throws(() => rocDay('soon'), RangeError)
  })

  it('agrees with the weekdays of the JavaScript engine', () => {
    fc.assert(fc.property(dayBetween('1850-01-01', '2300-01-01'), (day) => {
      assert.equal(rocWeekday(day), `星期${'日一二三四五六'.charAt(new Date(`${day}T00:00:00Z`).getUTCDay())}`)
    }))
  })

  it('reads what people type', () => {
    const forms = ['115/11/23', '115-11-23', '115.11.23', '1151123', '2026-11-23', '2026/11/23', '20261123',
      '民國115年11月23日', '民國 115 年 11 月 23 日', '115年11月23日', '西元2026年11月23日', '2026年11月23日',
      '１１５／１１／２３', ' 115/11/23 ', '115 / 11 / 23', '23 Nov 2026', '23 november 2026',
      '民國 115 年 11 月 23 日 星期一']
    for (const form of forms) assert.deepEqual(parseDay(form), { ok: true, day: '2026-11-23' }, form)
    assert.deepEqual(parseDay('80/1/5'), { ok: true, day: '1991-01-05' })
    assert.deepEqual(parseDay('800105'), { ok: true, day: '1991-01-05' })
    assert.deepEqual(parseDay('0800105'), { ok: true, day: '1991-01-05' })
  })

  it('says why it does not take the rest', () => {
    const faults: [string, string][] = [['', 'empty'], [' \u3000', 'empty'], ['115/11', 'shape'],
      ['115/11-23', 'shape'], ['１１５', 'shape'],
      ['tomorrow', 'shape'], ['23 Foo 2026', 'shape'], ['115/2/29', 'calendar'], ['2026-13-01', 'calendar'],
      ['1150230', 'calendar'], ['115/0/1', 'calendar'], ['1849-12-31', 'range'], ['0115/11/23', 'range'],
      ['3000-01-01', 'range'], ['1'.repeat(51), 'shape'], ['11/23/15', 'calendar']]
    for (const [text, code] of faults) assert.deepEqual(parseDay(text), { ok: false, code }, text)
  })

  it('reads back everything it writes', () => {
    fc.assert(fc.property(dayBetween('1912-01-01', '2910-12-31'), (day) => {
      for (const write of [rocDay, rocDayWithWeekday, rocDayShort, (same: string) => same]) {
        assert.deepEqual(parseDay(write(day)), { ok: true, day }, write(day))
      }
    }))
  })

  it('never throws on anything typed, and what it takes is a day', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9/.年月日 -]{0,20}$/)), (text) => {
      const typed = parseDay(text)
      if (typed.ok) assert.ok(rocDay(typed.day))
    }))
  })
})

describe('dates of the code files', () => {
  it('reads seven digits, and zeros or a blank as unknown', () => {
    assert.deepEqual(rocFileDay('0991225'), { ok: true, day: '2010-12-25' })
    assert.deepEqual(rocFileDay('1150101'), { ok: true, day: '2026-01-01' })
    assert.deepEqual(rocFileDay('0000000'), { ok: true, day: null })
    assert.deepEqual(rocFileDay(''), { ok: true, day: null })
  })

  it('refuses what names no day', () => {
    for (const text of ['0951131', '991225', '0991325', '2010-12-25', '09912250', ' 0991225', '０９９１２２５', '0000101']) {
      assert.deepEqual(rocFileDay(text), { ok: false }, text)
    }
  })
})

describe('a time of day as it is typed', () => {
  it('is minutes since midnight, in any of these forms', () => {
    for (const [text, minutes] of [
      ['9:05', 545], ['09:05', 545], ['0905', 545], [' ０９：０５ ', 545], ['下午3:05', 905], ['上午 9:30', 570], ['下午12:30', 750], ['14時', 840],
      ['2點30分', 150], ['下午2點', 840], ['0:00', 0], ['24:00', 1440],
    ] as const) assert.equal(parseTimeOfDay(text), minutes, text)
  })

  it('is nothing where nothing was typed, and refused where it is no time', () => {
    assert.equal(parseTimeOfDay('  '), null)
    for (const text of ['25:00', '24:01', '9:60', '9', '905', 'noon', '下午13:00', '上午 12:30', '9:5', '-1:00', '1'.repeat(60)]) {
      assert.equal(parseTimeOfDay(text), undefined, text)
    }
  })
})
