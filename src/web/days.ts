import { dayInTaipei, timeInTaipei } from '../core/days.ts'
import type { Day } from '../core/days.ts'
import { rocDay, rocDayShort, rocDayWithWeekday } from '../core/roc-date.ts'
import type { Language } from './language.ts'

const ENGLISH_WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** A day within a sentence: 「民國 115 年 11 月 23 日」, `2026-11-23`. */
export function showDay(day: Day, language: Language): string {
  return language === 'en' ? day : rocDay(day)
}

/** A day in a table: `115/11/23`, `2026-11-23`. */
export function showDayShort(day: Day, language: Language): string {
  return language === 'en' ? day : rocDayShort(day)
}

/** From when to when a decision holds, in a line: 「115/11/23 至 116/1/31」, 「115/11/23 起，永久」; a first day of null was never said. */
export function showPeriod({ from, to }: { from: Day | null; to: Day | null }, language: Language): string {
  const [first, last] = [from, to].map((day) => (day === null ? null : showDayShort(day, language)))
  const english = language === 'en'
  if (!last) return first ? (english ? `from ${first}, permanent` : `${first} 起，永久`) : english ? 'permanent' : '永久'
  return first ? (english ? `${first} to ${last}` : `${first} 至 ${last}`) : english ? `until ${last}` : `至 ${last}`
}

/** Today in the header: 「民國 115 年 11 月 23 日 星期一」, `Monday 2026-11-23`. */
export function showDayWithWeekday(day: Day, language: Language): string {
  if (language !== 'en') return rocDayWithWeekday(day)
  return `${ENGLISH_WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]} ${day}`
}

/** An instant to the minute, in Taipei: `115/11/23 14:05`, `2026-11-23 14:05`. */
export function showMoment(instant: Date, language: Language): string {
  return `${showDayShort(dayInTaipei(instant), language)} ${timeInTaipei(instant).slice(0, 5)}`
}
