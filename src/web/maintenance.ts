import { showMoment } from './days.ts'
import type { Language } from './language.ts'

/** A time in which nobody is let in: announced on every page before, said on the one page that there is meanwhile. */
export type Maintenance = { from: Date; to: Date; note: string | null; noteEn: string | null }

/** Whether it goes on. It ends by itself at `to`. */
export const goesOn = ({ from, to }: Maintenance, now: Date): boolean => from <= now && now < to

/** Whether it is announced and yet to come. */
export const isToCome = ({ from }: Maintenance, now: Date): boolean => now < from

/** How its period and note are shown. */
export function shownMaintenance({ from, to, note, noteEn }: Maintenance, language: Language) {
  return { from: showMoment(from, language), to: showMoment(to, language), note: language === 'en' ? noteEn ?? note : note }
}

// Whoever waits asks again when it is over, but at least once in this time, for it may end sooner.
const LONGEST_WAIT = 600

/** After how many seconds to ask again. */
export const retryAfter = ({ to }: Maintenance, now: Date): number =>
  Math.max(30, Math.min(LONGEST_WAIT, Math.ceil((to.getTime() - now.getTime()) / 1000)))
