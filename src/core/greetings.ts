// 「電子賀卡」: which drawings there are, what may be written, on which days a card may arrive, and what bars sending it.
import { addDays, instantInTaipei } from './days.ts'
import { maskNationalIdsIn } from './national-id.ts'
import type { Day } from './days.ts'

/** The drawings, in the order in which they are offered: `src/web/public/greetings/CODE.svg`. A code is never reused for another. */
export const PICTURES = [
  'birthday', 'thanks', 'promotion', 'retirement', 'get-well', 'new-year', 'lunar-new-year', 'mothers-day', 'fathers-day', 'dragon-boat',
  'mid-autumn', 'winter-solstice',
] as const
export type Picture = (typeof PICTURES)[number]

export const isPicture = (text: string | null): text is Picture => PICTURES.some((one) => one === text)

export const MOST_WORDS = 500
/** As the places of `greeting_receiver` (0068). */
export const MOST_RECEIVERS = 50
/** Fewer characters would list half the nation. */
export const FEWEST_LETTERS = 2
/** How many people one search shows. */
export const MOST_FOUND = 20
/** How many senders somebody may have blocked: a list that is shown whole. */
export const MOST_BLOCKED = 200
/** A draft that nobody went on with for so long is not missed. */
export const DRAFT_DAYS = 30
const FARTHEST_DAYS = 365
// A card that was written before arrives with the morning, not in the night.
const MORNING_MINUTES = 8 * 60

/** Lines as the card keeps them, national IDs masked; null: something in it is no writing, but controls or turns its direction. */
export function readWords(text: string): string | null {
  const lines = text.replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ').normalize('NFC').trim()
  return /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(lines) ? null : maskNationalIdsIn(lines)
}

/** Why a card cannot arrive on that day. */
export type DayRefusal = 'dayPast' | 'dayFar'

/** `day` null: at once. */
export function refusedDay(day: Day | null, today: Day): DayRefusal | null {
  if (day === null) return null
  if (day < today) return 'dayPast'
  return day > addDays(today, FARTHEST_DAYS) ? 'dayFar' : null
}

/** When a card that is sent now arrives: at once, or in the morning of its day. */
export const dueAt = (day: Day | null, today: Day, now: Date): Date =>
  (day === null || day <= today ? now : instantInTaipei(day, MORNING_MINUTES))

/** What a card has so far. `written`: there are words. `receivers`: how many. */
export type Draft = { picture: string | null; written: boolean; deliverOn: Day | null; receivers: number }

/** How much one person may send within a day. */
export type DayLimits = { cards: number; receivers: number }
/** How much they have sent on this day already, taken back or not. */
export type SentToday = DayLimits

export type SendingRefusal = 'unwritten' | 'noReceivers' | DayRefusal | 'manyCards' | 'manyReceivers'

/** Why it cannot be sent, or null. */
export function decideSending(
  { picture, written, deliverOn, receivers }: Draft, { today, sent, most }: { today: Day; sent: SentToday; most: DayLimits },
): SendingRefusal | null {
  if (!isPicture(picture) || !written) return 'unwritten'
  const day = refusedDay(deliverOn, today)
  if (day !== null) return day
  if (receivers === 0) return 'noReceivers'
  if (sent.cards >= most.cards) return 'manyCards'
  return sent.receivers + receivers > most.receivers ? 'manyReceivers' : null
}

/** What became of a card that was sent. */
export type GreetingState = 'waiting' | 'delivered' | 'takenBack'

export function greetingState({ deliveredAt, takenBackAt }: { deliveredAt: Date | null; takenBackAt: Date | null }): GreetingState {
  if (takenBackAt !== null) return 'takenBack'
  return deliveredAt === null ? 'waiting' : 'delivered'
}
