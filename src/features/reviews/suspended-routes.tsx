import { z } from 'zod'
import { recordListSeen } from '../../store/list-seen.ts'
import { manageAgency } from '../../store/managing.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { typedIn } from '../../web/form.ts'
import { page, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import {
  agencyCode, chosenPosts, decidingForm, MOST_FIELDS, pressedEntries, REVIEWS_PATH, suspendedAddress,
} from './addresses.ts'
import { confirmEntry, endEntry } from './decide-entry.ts'
import { EndEntriesPage } from './end-entries-page.tsx'
import { personOf } from './entry.ts'
import { entryName } from './entry-parts.tsx'
import { reviewsOf } from './handover-routes.tsx'
import { listSuspended, postChoices, usesKnownSince } from './list-suspended.ts'
import { loadEntries } from './load-entries.ts'
import { lossesOfEntries } from './losses.ts'
import { messages } from './messages.ts'
import { SuspendedPage } from './suspended-page.tsx'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { RefusedReply, Reply } from '../../web/reply.ts'
import type { Client, PageRequest, Route } from '../../web/route.ts'
import type { AskedSuspended, Did } from './addresses.ts'
import type { Entry, EntryRef } from './entry.ts'
import type { ReviewsSlice } from './handover-routes.tsx'
import type { ReviewRequest } from './reviews-frame.tsx'

/** What is suspended, the page after that entry. */
export async function showSuspended(
  slice: ReviewsSlice, request: ReviewRequest & { client: Client }, asked: AskedSuspended, form: FormState, did: { what: Did; count: number } | null,
): Promise<Reply> {
  const { read } = slice.database
  const { actor: { authority }, today } = request
  const [listed, since, reviews] = await Promise.all([
    listSuspended(read, authority, asked, today), usesKnownSince(read), reviewsOf(slice, request),
  ])
  const entries = await loadEntries(read, listed.keys, today)
  await recordListSeen(slice.database, requestOrigin(request), authority, {
    list: 'reviews.suspended', asOf: today, agency: asked.agency, asked: {}, rows: entries.length,
  })
  const people = entries.flatMap((entry) => personOf(entry) ?? [])
  const posts = await postChoices(read, authority, people, today)
  return page(<SuspendedPage
    request={request} page={listed} entries={entries} posts={posts} since={since} asked={asked} form={form} did={did}
    handover={reviews.length > 0}
  />)
}

const listForm = () => z.object(decidingForm).omit({ shown: true, part: true, note: true }).extend({
  agency: agencyCode.or(z.literal('').transform(() => null)).default(null),
})
type Deciding = PageRequest<'manage', unknown, unknown, z.output<ReturnType<typeof listForm>>>

/** Those of the entries that this actor manages and that are suspended still, with what the form said of each. */
async function suspendedOf(slice: ReviewsSlice, { actor, today }: Deciding, refs: readonly EntryRef[]): Promise<[EntryRef, Entry][]> {
  const { read } = slice.database
  const entries = await loadEntries(read, refs, today)
  const scope = new Set<string>()
  for (const code of new Set(entries.map(({ agency }) => agency.code))) {
    if (await manageAgency(read, actor.authority, code, today) !== null) scope.add(code)
  }
  return entries.filter((entry) => scope.has(entry.agency.code) && entry.state === 'suspended').flatMap((entry) => {
    const ref = refs.find((one) => one.kind === entry.kind && one.id === entry.id)
    return ref === undefined ? [] : [[ref, entry] satisfies [EntryRef, Entry]]
  })
}

async function decide(slice: ReviewsSlice, request: Deciding): Promise<Reply | RefusedReply> {
  const { actor, today, language, form } = request
  const { database } = slice
  const m = messages(language).handover
  const { press, refs } = pressedEntries(form)
  const own = await suspendedOf(slice, request, refs)
  if (own.length === 0) return refused([{ field: null, message: m.noneChecked }])
  if (press === 'end') {
    const entries = own.map(([, entry]) => entry)
    return page(<EndEntriesPage
      request={request} entries={entries} losses={await lossesOfEntries(database.read, entries, today)}
      action={`${REVIEWS_PATH}/suspended`} hidden={{ agency: form.agency ?? '', after: form.after }} cancel={suspendedAddress(form)}
    />)
  }
  const posts = chosenPosts(form.post)
  const problems: FormProblem[] = []
  for (const [ref, entry] of own) {
    const answer = press === 'endNow'
      ? await endEntry(database, requestOrigin(request), actor, ref, form.why === '' ? null : form.why, today)
      : await confirmEntry(database, requestOrigin(request), actor, ref, posts.get(entry.id) ?? null, today)
    if ('refused' in answer) problems.push({ field: null, message: m.notDone(entryName(entry, language), answer.refused[language]) })
  }
  const done = own.length - problems.length
  const did = press === 'endNow' ? 'ended' : 'kept'
  if (problems.length === 0) return redirect(suspendedAddress({ ...form, after: '' }, { did, n: String(done) }))
  return refused(done > 0 ? [{ field: null, message: m.partly[did](done) }, ...problems] : problems)
}

/** 「保留」 and 「結束」 of what is suspended. */
export function suspendedRoutes(slice: ReviewsSlice): Route[] {
  return [
    route({
      method: 'POST',
      path: '/manage/reviews/suspended',
      act: 'manage',
      limits: { fields: MOST_FIELDS },
      form: listForm,
      handle: (request) => decide(slice, request),
      again: (request, form) => showSuspended(slice, request, { agency: agencyCode.safeParse(typedIn(form, 'agency')).data ?? null, after: typedIn(form, 'after') }, form, null),
    }),
  ]
}
