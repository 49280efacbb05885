import { z } from 'zod'
import { mayRead } from '../../core/notices.ts'
import { isPerson } from '../../web/actor.ts'
import { EMPTY_FORM, optionalText } from '../../web/form.ts'
import { page, problem, textDocument } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { atomFeed } from './atom.ts'
import { filesOf } from './files.ts'
import { listNotices, newestNotices } from './list-notices.ts'
import { findNotice, placesOf } from './notice-rows.ts'
import { NoticePage } from './notice-page.tsx'
import { HomeNotices, NoticesPage } from './notices-page.tsx'
import { countToSign, signedOf } from './sign-notice.ts'
import { FEED_PATH, LIST_PATH } from './slice.ts'
import type { Reader } from '../../store/database.ts'
import type { FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { Signed } from './sign-notice.ts'
import type { NoticeSlice } from './slice.ts'

// As many as are taken in beside the sign-in.
const ON_HOME = 5
// A reader of feeds asks every hour or so, and we say less than that in a month.
const IN_FEED = 30
const id = z.string().max(36).optional()

/** The announcement, where the one who asks may read it at this moment; null otherwise, and where there is none. */
export async function readable(db: Reader, { actor, today, now }: FrameRequest, noticeId: string) {
  const notice = await findNotice(db, noticeId)
  return notice !== null && mayRead(notice, await placesOf(db, actor, today), now) ? notice : null
}

/** The page of one announcement for its readers; with the form of 「簽收」 that was refused, or where it was taken just now (`done`). */
export async function noticePage(
  { database: { read } }: NoticeSlice, request: FrameRequest, noticeId: string, { done = false, form = EMPTY_FORM }: { done?: boolean; form?: FormState },
): Promise<Reply> {
  const notice = await readable(read, request, noticeId)
  if (notice === null) return problem('notFound')
  const { actor } = request
  const files = await filesOf(read, notice.id)
  const signed = isPerson(actor) ? (await signedOf(read, actor.personId, [notice.id])).get(notice.id) ?? null : null
  return page(<NoticePage request={request} notice={notice} files={files} signed={signed} done={done} form={form} />)
}

/** 「最新公告」 as everybody reads it. */
export function noticeRoutes(slice: NoticeSlice): Route[] {
  const { read } = slice.database
  return [
    route({
      method: 'GET', path: LIST_PATH, act: 'anyone', query: z.object({ q: optionalText(100), after: id, before: id }),
      handle: async (request) => {
        const { actor, today, query } = request
        const found = await listNotices(read, { reader: actor, today, search: query.q }, query)
        const asking = found.notices.filter(({ mustAcknowledge }) => mustAcknowledge).map((one) => one.id)
        const signed = isPerson(actor) ? await signedOf(read, actor.personId, asking) : new Map<string, Signed>()
        const toSign = isPerson(actor) ? await countToSign(read, actor, today) : 0
        return page(<NoticesPage request={request} search={query.q} page={found} signed={signed} toSign={toSign} />)
      },
    }),
    route({
      method: 'GET', path: FEED_PATH, act: 'anyone',
      handle: async ({ today, now, site: { origin } }) =>
        textDocument('application/atom+xml; charset=utf-8', atomFeed(await newestNotices(read, null, today, IN_FEED), { origin, now })),
    }),
    route({
      method: 'GET', path: `${LIST_PATH}/:id`, act: 'anyone', query: z.object({ done: z.literal('signed').optional() }),
      handle: (request) => noticePage(slice, request, request.params.id, { done: request.query.done !== undefined }),
    }),
  ]
}

/** The newest announcements for whoever opens 「首頁」. */
export const homeNotices = (read: Reader) => async (request: FrameRequest) =>
  <HomeNotices request={request} notices={await newestNotices(read, request.actor, request.today, ON_HOME)} />
