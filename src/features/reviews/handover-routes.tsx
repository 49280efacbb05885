import { z } from 'zod'
import { recordListSeen } from '../../store/list-seen.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { isPerson } from '../../web/actor.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import {
  chosenPosts, decidingForm, MOST_FIELDS, handoverAddress, pressedEntries, readPart, REVIEWS_PATH,
} from './addresses.ts'
import { reviewing } from './decide-entry.ts'
import { EndEntriesPage } from './end-entries-page.tsx'
import { needsConfirming, personOf } from './entry.ts'
import { entryName } from './entry-parts.tsx'
import { endEntries, keepEntries } from './handover-decisions.ts'
import { HandoverPage } from './handover-page.tsx'
import { entriesOf, listEntries, undecidedOf, waitingReviews } from './handover-reviews.ts'
import { completeReview, flagEntries, putOffReview, unflagEntries } from './handover-steps.ts'
import { postChoices, usesKnownSince } from './list-suspended.ts'
import { loadEntries } from './load-entries.ts'
import { lossesOfEntries } from './losses.ts'
import { messages } from './messages.ts'
import { keyText } from './record-entries.ts'
import type { Database } from '../../store/database.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { RefusedReply, Reply } from '../../web/reply.ts'
import type { Client, PageRequest, Route } from '../../web/route.ts'
import type { Asked, Did } from './addresses.ts'
import type { EntryRef } from './entry.ts'
import type { Decided } from './handover-decisions.ts'
import type { HandoverReview } from './handover-reviews.ts'
import type { ReviewRequest } from './reviews-frame.tsx'

export type ReviewsSlice = { database: Database }
type SeenReview = ReviewRequest & { client: Client }
type OneReview = SeenReview & { actor: PersonActor; params: { id: string } }
type Shown = { asked: Asked; form: FormState; did?: { what: Did; count: number } | null; closed?: boolean }

/** The reviews that wait for whoever asks, those of a 人事主管 first. */
export const reviewsOf = ({ database }: ReviewsSlice, { actor, today }: ReviewRequest): Promise<HandoverReview[]> =>
  isPerson(actor) ? waitingReviews(database.read, actor.personId, actor.standings, today) : Promise.resolve([])

/** The page of a review; `id` null: the first that waits. */
export async function showHandover(
  slice: ReviewsSlice, request: SeenReview, reviews: readonly HandoverReview[], id: string | null,
  { asked, form, did = null, closed = false }: Shown,
): Promise<Reply> {
  const { read } = slice.database
  const { actor, today } = request
  const review = reviews.find((one) => id === null || one.id === id)
  if (review === undefined) return problem('notFound')
  const [listed, since] = await Promise.all([listEntries(read, review, asked, today), usesKnownSince(read)])
  const entries = await loadEntries(read, listed.keys, today)
  await recordListSeen(slice.database, requestOrigin(request), reviewing(actor).authority, {
    list: 'reviews.handover', asOf: today, agency: review.agency, asked: { shown: asked.shown }, rows: entries.length,
  })
  const decided = asked.shown === 'undecided' ? [] : await entriesOf(read, review, listed.keys, today)
  const waiting = entries.filter(needsConfirming).flatMap((entry) => personOf(entry) ?? [])
  const posts = await postChoices(read, reviewing(actor).authority, waiting, today)
  return page(<HandoverPage
    request={request} review={review} others={reviews.filter((one) => one !== review)} asked={asked} page={listed}
    entries={entries} posts={posts} since={since} form={form} did={did} closed={closed}
    kept={new Set(decided.filter(({ decision }) => decision === 'keep').map(keyText))}
  />)
}

async function reviewOf(slice: ReviewsSlice, request: OneReview): Promise<HandoverReview | null> {
  const reviews = await reviewsOf(slice, request)
  return reviews.find(({ id }) => id === request.params.id) ?? null
}

const listForm = () => z.object(decidingForm)
type Filled = z.output<ReturnType<typeof listForm>>
type Deciding = PageRequest<'person', { id: string }, unknown, Filled>

const askedOf = ({ shown = 'undecided', part, after }: Pick<Filled, 'shown' | 'part' | 'after'>): Asked =>
  ({ shown, part: part === undefined ? null : readPart(part), after })

/** What came of the decisions: the list again, with those of which the law said no. */
function answered(
  request: Deciding, review: HandoverReview, decided: Decided, what: 'kept' | 'ended',
): Reply | RefusedReply {
  const { language, form } = request
  const m = messages(language).handover
  if (decided.failed.length > 0) {
    const problems = decided.failed.map(({ entry, says }) =>
      ({ field: null, message: m.notDone(entryName(entry, language), says[language]) }))
    return refused(decided.done > 0 ? [{ field: null, message: m.partly[what](decided.done) }, ...problems] : problems)
  }
  return redirect(handoverAddress(review.id, askedOf(form), { did: what, n: String(decided.done) }))
}

async function askToEnd(slice: ReviewsSlice, request: Deciding, review: HandoverReview, refs: readonly EntryRef[]): Promise<Reply> {
  const { today, form } = request
  const { read } = slice.database
  const entries = await loadEntries(read, await entriesOf(read, review, refs, today), today)
  const asked = askedOf(form)
  const hidden = { shown: asked.shown, part: form.part ?? '', after: form.after }
  return page(<EndEntriesPage
    request={request} entries={entries} losses={await lossesOfEntries(read, entries, today)} hidden={hidden}
    action={`${REVIEWS_PATH}/handover/${review.id}`} cancel={handoverAddress(review.id, asked)}
  />)
}

/** All of a part that saying so keeps; what has to be confirmed stays, one by one. */
async function keepAll(slice: ReviewsSlice, request: Deciding, review: HandoverReview, partText: string): Promise<Reply | RefusedReply> {
  const { actor, today } = request
  const part = readPart(partText)
  if (part === null) return problem('badRequest')
  const keys = await undecidedOf(slice.database.read, review, part, today)
  const entries = part.kind === 'delegation' ? await loadEntries(slice.database.read, keys, today) : []
  const waiting = new Set(entries.filter(needsConfirming).map(({ id }) => id))
  const refs = keys.filter(({ id }) => !waiting.has(id)).map((key) => ({ ...key, version: 0 }))
  const origin = requestOrigin(request)
  const decided = await keepEntries(slice.database, origin, { review, actor: { ...reviewing(actor), personId: actor.personId }, today }, refs, new Map())
  return answered(request, review, decided, 'kept')
}

async function decide(slice: ReviewsSlice, request: Deciding, review: HandoverReview): Promise<Reply | RefusedReply> {
  const { actor, today, language, form } = request
  const m = messages(language).handover
  const { press, refs } = pressedEntries(form)
  const deciding = { review, actor: { ...reviewing(actor), personId: actor.personId }, today }
  const origin = requestOrigin(request)
  const supervisor = review.standing === 'hrSupervisor'
  if (press === 'keepAll' && supervisor) return keepAll(slice, request, review, form.press.split(' ')[1] ?? '')
  if (refs.length === 0) return refused([{ field: null, message: m.noneChecked }])
  if (press === 'keep' && supervisor) {
    return answered(request, review, await keepEntries(slice.database, origin, deciding, refs, chosenPosts(form.post)), 'kept')
  }
  if (press === 'end' && supervisor) return askToEnd(slice, request, review, refs)
  if (press === 'endNow' && supervisor) {
    const why = form.why === '' ? null : form.why
    return answered(request, review, await endEntries(slice.database, origin, deciding, refs, why), 'ended')
  }
  const of = { review, person: actor.personId, today }
  const back = (did: Did, n: number) => redirect(handoverAddress(review.id, askedOf(form), { did, n: String(n) }))
  if (press === 'flag' && !supervisor) {
    if (form.note === '') return refused([{ field: 'note', message: m.noteMissing }])
    return back('flagged', await flagEntries(slice.database, origin, of, refs, form.note))
  }
  if (press === 'unflag' && !supervisor) return back('unflagged', await unflagEntries(slice.database, origin, of, refs))
  return problem('forbidden')
}

/** Keeps what was checked where a form is shown again with its problems. */
const again = async (slice: ReviewsSlice, request: OneReview, form: FormState): Promise<Reply> => {
  const typed = z.object(decidingForm).partial().safeParse({
    shown: form.typed['shown']?.[0], part: form.typed['part']?.[0], after: form.typed['after']?.[0],
  })
  const { shown, part, after = '' } = typed.success ? typed.data : {}
  return showHandover(slice, request, await reviewsOf(slice, request), request.params.id,
    { asked: askedOf({ shown, part, after }), form })
}

/** The acts of a handover review. */
export function handoverRoutes(slice: ReviewsSlice): Route[] {
  const { database } = slice
  const steps = (name: 'complete' | 'put-off'): Route => route({
    method: 'POST',
    path: `${REVIEWS_PATH}/handover/:id/${name}` as '/manage/reviews/handover/:id/complete',
    act: 'person',
    form: () => z.object({}),
    handle: async (request) => {
      const { actor, today, language } = request
      const review = await reviewOf(slice, request)
      if (review === null) return redirect(REVIEWS_PATH)
      const m = messages(language).handover
      const of = { review, person: actor.personId, today }
      const answer = name === 'complete' ? await completeReview(database, requestOrigin(request), of)
        : await putOffReview(database, requestOrigin(request), of)
      if ('refused' in answer) {
        const message = answer.refused === 'undecided' ? m.undecided(answer.left) : m[answer.refused]
        return refused([{ field: null, message }])
      }
      const did: Did = name === 'put-off' ? 'putOff' : review.standing === 'hr' ? 'completedHr' : 'completed'
      return redirect(name === 'put-off' ? `${REVIEWS_PATH}?view=handover&review=${review.id}&did=${did}&n=0`
        : `${REVIEWS_PATH}?did=${did}&n=0`)
    },
    again: (request, form) => again(slice, request, form),
  })
  return [
    steps('complete'), steps('put-off'),
    route({
      method: 'POST',
      path: '/manage/reviews/handover/:id',
      act: 'person',
      limits: { fields: MOST_FIELDS },
      form: listForm,
      handle: async (request) => {
        const review = await reviewOf(slice, request)
        // Done meanwhile, in another window.
        return review === null ? redirect(REVIEWS_PATH) : decide(slice, request, review)
      },
      again: (request, form) => again(slice, request, form),
    }),
  ]
}

