// What the addresses and forms of 「授權檢視」 may hold.
import { UUID } from '../../core/uuid.ts'
import { z } from 'zod'
import { addressOf } from '../../web/address.ts'
import { freeText } from '../../web/form.ts'
import { readRef } from './entry.ts'
import { SHOWN } from './handover-reviews.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { EntryRef } from './entry.ts'
import type { Part, Shown } from './handover-reviews.ts'

export const REVIEWS_PATH = '/manage/reviews'

export const uuid = z.string().regex(UUID)
const empty = z.literal('').transform(() => undefined)
export const agencyCode = z.string().regex(/^[0-9A-Za-z]{10}$/)
export const count = z.string().regex(/^\d{1,6}$/).transform(Number)
const key = z.string().regex(/^(?:delegation|duty|grant|membership):[0-9a-f-]{36}$/).or(z.literal('')).default('')

const PART = /^(?:(delegation|duty)|grant:([0-9A-Za-z][0-9A-Za-z._-]{0,31}))$/

/** A part of a review as addresses and buttons name it. */
export const partText = (part: Part): string => (part.kind === 'grant' ? `grant:${part.application}` : part.kind)

export function readPart(text: string): Part | null {
  const [, kind, application] = PART.exec(text) ?? []
  if (application !== undefined) return { kind: 'grant', application }
  return kind === undefined ? null : { kind: kind as 'delegation' | 'duty' }
}

const partField = z.string().regex(PART).or(empty).optional()

export const DID = ['kept', 'ended', 'flagged', 'unflagged', 'putOff', 'completed', 'completedHr', 'decided'] as const
export type Did = (typeof DID)[number]

/** 「授權檢視」 itself. `closed`: somebody was led here from a page that is not open yet. */
export const reviewsQuery = z.object({
  view: z.enum(['handover', 'suspended']).optional(),
  review: uuid.or(empty).optional(),
  /** Of what is suspended: at that agency alone. */
  agency: agencyCode.or(empty).optional(),
  shown: z.enum(SHOWN).or(empty).optional(),
  part: partField,
  after: key,
  did: z.enum(DID).optional(),
  n: count.optional(),
  closed: z.literal('yes').optional(),
})
export type ReviewsQuery = z.output<typeof reviewsQuery>

/** What of what is suspended is shown. */
export type AskedSuspended = { agency: string | null; after: string }

export const suspendedAddress = ({ agency, after }: AskedSuspended, more: Record<string, string> = {}): LocalPath =>
  addressOf(REVIEWS_PATH, { view: 'suspended', agency, after, ...more })

/** What of a review's list is shown. */
export type Asked = { shown: Shown; part: Part | null; after: string }

/** The address of a handover review's list. */
export const handoverAddress = (review: string, { shown, part, after }: Asked, more: Record<string, string> = {}): LocalPath =>
  addressOf(REVIEWS_PATH, {
    view: 'handover', review, shown: shown === 'undecided' ? '' : shown, part: part === null ? '' : partText(part), after, ...more,
  })

// A page of a hundred entries, each with its box; more come from no page of ours.
export const MOST_CHECKED = 100
const REF = /^(?:delegation|duty|grant|membership):[0-9a-f-]{36}:\d{1,5}$/

/**
 * The one form of a list: `entry` those checked, `post` the posts chosen for what is suspended (`entry:post`), `press` which
 * button, of one entry or of all that are checked.
 */
export const decidingForm = {
  entry: z.array(z.string().regex(REF)).max(MOST_CHECKED).default([]),
  post: z.array(z.string().max(60)).max(MOST_CHECKED).default([]),
  press: z.string().max(90).regex(/^[a-zA-Z]+(?: \S+)?$/).default('keep'),
  why: freeText(500),
  note: freeText(500),
  shown: z.enum(SHOWN).or(empty).optional(),
  part: partField,
  after: key,
}
/** With room for all boxes and choices of a page. */
export const MOST_FIELDS = 300

/** Which entries a press is about: the one that the button names, else those that are checked. */
export function pressedEntries({ press, entry }: { press: string; entry: readonly string[] }): { press: string; refs: EntryRef[] } {
  const [name = '', of] = press.split(' ')
  const one = of === undefined ? null : readRef(of)
  const texts = one === null ? entry : [of!]
  return { press: name, refs: texts.flatMap((text) => readRef(text) ?? []) }
}

const POST = /^([0-9a-f-]{36}):(\d{1,18})$/

/** The posts chosen, by entry id. */
export function chosenPosts(post: readonly string[]): Map<string, string> {
  return new Map(post.flatMap((text) => {
    const [, entry, id] = POST.exec(text) ?? []
    return entry === undefined ? [] : [[entry, id!] satisfies [string, string]]
  }))
}
