/** A calendar day in Taiwan as an ISO 8601 string `YYYY-MM-DD` (R-DAY-1). Strings of this form sort by time. */
export type Day = string

const MILLISECONDS_A_DAY = 86_400_000
// Taiwan has kept UTC+8 without summer time since 1979-10-01, before any instant this program can meet.
const TAIPEI_OFFSET = 8 * 3_600_000
const DAY_SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** How many days the month (1–12) has in that Gregorian year; 0 for a month that does not exist. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0)
}

/** The day of a Gregorian year (1–9999), month (1–12) and day of the month, or null where there is no such day. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day | null {
  const whole = Number.isInteger(year) && Number.isInteger(month) && Number.isInteger(dayOfMonth)
  if (!whole || year < 1 || year > 9999 || dayOfMonth < 1 || dayOfMonth > daysInMonth(year, month)) return null
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
}

/** Whether the value is a day that exists, written `YYYY-MM-DD`. Takes anything, so that it can guard what comes in. */
export function isDay(value: unknown): value is Day {
  const parts = typeof value === 'string' ? DAY_SHAPE.exec(value) : null
  return parts !== null && dayOf(Number(parts[1]), Number(parts[2]), Number(parts[3])) !== null
}

/** The day's number counted from 1970-01-01 = 0. Throws a RangeError for what is not a day: ask `isDay` first. */
export function dayNumber(day: Day): number {
  if (!isDay(day)) throw new RangeError('not a day')
  return Date.parse(`${day}T00:00:00Z`) / MILLISECONDS_A_DAY
}

/** The day with that number (see `dayNumber`). Throws a RangeError outside the years 1 to 9999. */
export function dayFromNumber(number: number): Day {
  const day = new Date(number * MILLISECONDS_A_DAY).toISOString().slice(0, 10)
  if (!isDay(day)) throw new RangeError('a day outside the years 1 to 9999')
  return day
}

/** The day `count` days later (earlier when negative). Throws a RangeError for what is not a day. */
export function addDays(day: Day, count: number): Day {
  return dayFromNumber(dayNumber(day) + count)
}

/** The day before. */
export function dayBefore(day: Day): Day {
  return addDays(day, -1)
}

/** How many days `later` lies after `earlier`; negative when it lies before. */
export function daysBetween(earlier: Day, later: Day): number {
  return dayNumber(later) - dayNumber(earlier)
}

/** The day that it is in Taipei at that instant (R-DAY-1). Throws a RangeError for an invalid Date. */
export function dayInTaipei(instant: Date): Day {
  return dayFromNumber(Math.floor((instant.getTime() + TAIPEI_OFFSET) / MILLISECONDS_A_DAY))
}

/** The time of day that it is in Taipei at that instant, `14:05:09`. Throws a RangeError for an invalid Date. */
export function timeInTaipei(instant: Date): string {
  return new Date(instant.getTime() + TAIPEI_OFFSET).toISOString().slice(11, 19)
}

/** The first instant of the day in Taipei; a day's end (R-DAY-2) is the start of the day after. */
export function startOfDayInTaipei(day: Day): Date {
  return new Date(dayNumber(day) * MILLISECONDS_A_DAY - TAIPEI_OFFSET)
}

/** The instant so many minutes after the start of the day in Taipei; 1440 is the start of the day after. */
export function instantInTaipei(day: Day, minutes: number): Date {
  return new Date(startOfDayInTaipei(day).getTime() + minutes * 60_000)
}

/** Whether the period holds the day. Both ends belong to it, and a null `to` is open (R-DAY-1). */
export function periodHolds(period: { from: Day; to: Day | null }, day: Day): boolean {
  return period.from <= day && (period.to === null || day <= period.to)
}

/** Orders the last days of periods, null being open: negative where `end` comes before `other`, 0 where they are one. */
export function compareEnds(end: Day | null, other: Day | null): number {
  if (end === other) return 0
  return end !== null && (other === null || end < other) ? -1 : 1
}
