import { z } from 'zod'
import { mayRead } from '../../core/notices.ts'
import { optionalText } from '../../web/form.ts'
import { page, problem } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { filesOf } from './files.ts'
import { listNotices, newestNotices } from './list-notices.ts'
import { findNotice, placesOf } from './notice-rows.ts'
import { NoticePage } from './notice-page.tsx'
import { HomeNotices, NoticesPage } from './notices-page.tsx'
import { LIST_PATH } from './slice.ts'
import type { Reader } from '../../store/database.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { NoticeSlice } from './slice.ts'

// As many as are taken in beside the sign-in.
const ON_HOME = 5
const id = z.string().max(36).optional()

/** The announcement, where the one who asks may read it at this moment; null otherwise, and where there is none. */
export async function readable(db: Reader, { actor, today, now }: FrameRequest, noticeId: string) {
  const notice = await findNotice(db, noticeId)
  return notice !== null && mayRead(notice, await placesOf(db, actor, today), now) ? notice : null
}

/** 「最新公告」 as everybody reads it. */
export function noticeRoutes({ database: { read } }: NoticeSlice): Route[] {
  return [
    route({
      method: 'GET', path: LIST_PATH, act: 'anyone', query: z.object({ q: optionalText(100), after: id, before: id }),
      handle: async (request) => {
        const { actor, today, query } = request
        const found = await listNotices(read, { reader: actor, today, search: query.q }, query)
        return page(<NoticesPage request={request} search={query.q} page={found} />)
      },
    }),
    route({
      method: 'GET', path: `${LIST_PATH}/:id`, act: 'anyone',
      handle: async (request) => {
        const notice = await readable(read, request, request.params.id)
        return notice === null ? problem('notFound')
          : page(<NoticePage request={request} notice={notice} files={await filesOf(read, notice.id)} />)
      },
    }),
  ]
}

/** The newest announcements for whoever opens 「首頁」. */
export const homeNotices = (read: Reader) => async (request: FrameRequest) =>
  <HomeNotices request={request} notices={await newestNotices(read, request.actor, request.today, ON_HOME)} />
