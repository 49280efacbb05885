import { dayNumber, dayOf, isDay } from './days.ts'
import type { Day } from './days.ts'

/** The Gregorian year before 民國 1 年 (1912). */
const ROC_OFFSET = 1911
// Nobody alive was born before 1850, and 民國 999 年 is the last year the three digits of official forms can hold.
const FIRST_YEAR = 1850
const LAST_YEAR = ROC_OFFSET + 999
// The longest form that we ourselves print is 「民國 115 年 11 月 23 日 星期一」; twice that leaves room for blanks.
const LONGEST_TYPED_DAY = 50

const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Why a typed day was not taken: nothing typed, no known form, a day that no calendar has, or a year out of reason. */
export type TypedDayFault = 'empty' | 'shape' | 'calendar' | 'range'
export type TypedDay = { ok: true; day: Day } | { ok: false; code: TypedDayFault }

function partsOf(day: Day): { year: number; month: number; dayOfMonth: number } {
  if (!isDay(day)) throw new RangeError('not a day')
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), dayOfMonth: Number(day.slice(8)) }
}

/** `2026-11-23` → `民國 115 年 11 月 23 日`; days before 1912 as `民國前 1 年 …`. Throws a RangeError for no day. */
export function rocDay(day: Day): string {
  const { year, month, dayOfMonth } = partsOf(day)
  const era = year > ROC_OFFSET ? `民國 ${year - ROC_OFFSET} 年` : `民國前 ${ROC_OFFSET + 1 - year} 年`
  return `${era} ${month} 月 ${dayOfMonth} 日`
}

/** `2026-11-23` → `星期一`. */
export function rocWeekday(day: Day): string {
  return `星期${WEEKDAYS[(((dayNumber(day) + 4) % 7) + 7) % 7]}`
}

/** `2026-11-23` → `民國 115 年 11 月 23 日 星期一`. */
export function rocDayWithWeekday(day: Day): string {
  return `${rocDay(day)} ${rocWeekday(day)}`
}

/** `2026-11-23` → `115/11/23`, for tables. Days before 1912 have no such form and stay ISO. */
export function rocDayShort(day: Day): string {
  const { year } = partsOf(day)
  return year > ROC_OFFSET ? `${year - ROC_OFFSET}/${day.slice(5, 7)}/${day.slice(8)}` : day
}

const halfWidth = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))

function typedParts(text: string): [year: number, month: number, dayOfMonth: number] | null {
  const separated =
    /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text) ?? /^(民國|西元)?(\d{1,4})年(\d{1,2})月(\d{1,2})日?$/.exec(text)
  if (separated !== null) {
    const [year, month, dayOfMonth] = separated.slice(1).filter((part) => /^\d+$/.test(part ?? ''))
    const gregorian = separated[1] === '西元' || (separated[1] !== '民國' && year!.length === 4)
    return [gregorian ? Number(year) : Number(year) + ROC_OFFSET, Number(month), Number(dayOfMonth)]
  }
  const run = /^(\d{2,4})(\d{2})(\d{2})$/.exec(text)
  if (run !== null) {
    return [run[1]!.length === 4 ? Number(run[1]) : Number(run[1]) + ROC_OFFSET, Number(run[2]), Number(run[3])]
  }
  const english = /^(\d{1,2})([a-z]{3})[a-z]*(\d{4})$/i.exec(text)
  if (english === null) return null
  const month = MONTHS.findIndex((name) => name.toLowerCase() === english[2]!.toLowerCase()) + 1
  return month === 0 ? null : [Number(english[3]), month, Number(english[1])]
}

/**
 * Reads a day as people type it: `115/11/23`, `115-11-23`, `115.11.23`, `1151123`, `民國 115 年 11 月 23 日`,
 * `2026-11-23`, `2026/11/23`, `20261123`, `23 Nov 2026`, full-width digits and blanks included. A year of four digits
 * is Gregorian, a shorter one is 民國. Years 1850 to 2910.
 */
export function parseDay(text: string): TypedDay {
  if (text.length > LONGEST_TYPED_DAY) return { ok: false, code: 'shape' }
  const typed = halfWidth(text).replace(/\s/g, '').replace(/星期[一二三四五六日]$/, '')
  if (typed === '') return { ok: false, code: 'empty' }
  const parts = typedParts(typed)
  if (parts === null) return { ok: false, code: 'shape' }
  const day = dayOf(...parts)
  if (day === null) return { ok: false, code: parts[0] > 9999 || parts[0] < 1 ? 'range' : 'calendar' }
  return parts[0] < FIRST_YEAR || parts[0] > LAST_YEAR ? { ok: false, code: 'range' } : { ok: true, day }
}

/**
 * Reads a time of day as people type it: `9:05`, `09:05`, `0905`, `上午 9:05`, `下午2點30分`, `14時`, full-width digits included.
 * Minutes since midnight, 0 to 1440 (`24:00`); null where nothing was typed, undefined where it is no time.
 */
export function parseTimeOfDay(text: string): number | null | undefined {
  if (text.length > LONGEST_TYPED_DAY) return undefined
  const typed = halfWidth(text).replace(/\s/g, '')
  if (typed === '') return null
  const parts = /^(上午|下午)?(\d{1,2})(?::(\d{2})|[點時](?:(\d{1,2})分?)?)$/.exec(typed) ?? /^()(\d{2})(\d{2})$/.exec(typed)
  if (parts === null) return undefined
  const [, half, hours, ...minutes] = parts
  const hour = Number(hours) + (half === '下午' && Number(hours) < 12 ? 12 : 0)
  const minute = Number(minutes.find((part) => part !== undefined) ?? 0)
  const whole = hour * 60 + minute
  // 上午 12 點 is midnight to some and noon to others.
  return minute > 59 || whole > 1440 || (half && Number(hours) > (half === '上午' ? 11 : 12)) ? undefined : whole
}

/**
 * Reads a date of the government's code files: seven digits `yyymmdd` in 民國 years (`0991225`); `0000000` and a blank
 * mean unknown (null). What names no existing day is refused (spec 4.4).
 */
export function rocFileDay(text: string): { ok: true; day: Day | null } | { ok: false } {
  if (text === '' || text === '0000000') return { ok: true, day: null }
  if (!/^\d{7}$/.test(text) || text.startsWith('000')) return { ok: false }
  const day = dayOf(Number(text.slice(0, 3)) + ROC_OFFSET, Number(text.slice(3, 5)), Number(text.slice(5)))
  return day === null ? { ok: false } : { ok: true, day }
}
