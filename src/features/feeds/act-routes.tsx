// Deciding on a feed: 「套用」「核准」「退回」「復原」, each asked once on a page that says what comes of it.
import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { applyReadyFeed, approveFeed, LONGEST_NOTE, rejectFeed } from './decide-feed.ts'
import { DecidePage } from './decide-page.tsx'
import { actsOn } from './feed-acts.ts'
import { feedPageMessages } from './feed-page-messages.ts'
import { feedPath } from './feed-parts.tsx'
import { feedId } from './list-routes.tsx'
import { readPreview } from './preview-feed.ts'
import { shownFeed } from './shown-feed.ts'
import { makeUndo } from './undo-feed.ts'
import type { Origin } from '../../store/change.ts'
import type { FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { FeedSlice } from './bring-feed.ts'
import type { FeedAct, FeedRefused } from './feed-acts.ts'
import type { CentralRequest } from './feed-parts.tsx'

type Asked = { feed: string; seen: string; note: string }
type Outcome = { decided: true } | { made: string } | { refused: string }

function decideBy(slice: FeedSlice, origin: Origin, { actor, today }: CentralRequest, act: FeedAct, asked: Asked): Promise<Outcome> {
  const { database } = slice
  switch (act) {
    case 'apply': return applyReadyFeed(database, origin, actor, asked)
    case 'approve': return approveFeed(database, origin, actor, asked)
    case 'reject': return rejectFeed(database, origin, actor, asked)
    case 'undo': return makeUndo(database, origin, actor, { feed: asked.feed, today })
  }
}

async function showForm(slice: FeedSlice, request: CentralRequest, id: string, act: FeedAct, form: FormState): Promise<Reply> {
  const feed = feedId.safeParse(id).success ? await shownFeed(slice.database.read, id) : null
  if (feed === null) return problem('notFound')
  // What is no longer there to do is no longer asked: the page says why.
  if (form.problems.length === 0 && !actsOn(feed, request.actor.personId).includes(act)) return redirect(feedPath(id))
  // An undo has an effect of its own, which is counted when it is made.
  const preview = act === 'apply' || act === 'approve' ? await readPreview(slice.database.read, id, { agencies: 0 }) : null
  return page(<DecidePage request={request} feed={feed} act={act} form={form} preview={preview} />)
}

/** The two routes of one act. */
function routesOf(slice: FeedSlice, act: FeedAct): Route[] {
  const path = `/manage/feeds/:id/${act}` as const
  return [
    route({
      method: 'GET', path, act: 'central',
      handle: (request) => showForm(slice, request, request.params.id, act, EMPTY_FORM),
    }),
    route({
      method: 'POST', path, act: 'central',
      form: () => z.object({ seen: z.string().max(100).default(''), note: z.string().max(4 * LONGEST_NOTE).default('') }),
      handle: async (request) => {
        const { params: { id }, form: { seen, note }, language } = request
        if (!feedId.safeParse(id).success) return problem('notFound')
        const outcome = await decideBy(slice, requestOrigin(request), request, act, { feed: id, seen, note })
        if (!('refused' in outcome)) return redirect(`${feedPath('made' in outcome ? outcome.made : id)}?done=${act}`)
        if (outcome.refused === 'notCentral') return problem('notFound')
        const why = outcome.refused as FeedRefused
        if (why !== 'noteMissing' && why !== 'noteTooLong') return redirect(`${feedPath(id)}?refused=${why}`)
        return refused([{ field: 'note', message: feedPageMessages(language).refusals[why] }])
      },
      again: (request, form) => showForm(slice, request, request.params.id, act, form),
    }),
  ]
}

/** Deciding on feeds. */
export const feedActRoutes = (slice: FeedSlice, acts: readonly FeedAct[]): Route[] => acts.flatMap((act) => routesOf(slice, act))
