// The form by which somebody of the centre brings a file, and the template for one.
import { z } from 'zod'
import { addDays } from '../../core/days.ts'
import { FEED_HEADING } from '../../core/feed-columns.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { showDayShort } from '../../web/days.ts'
import { filledForm, requiredDay } from '../../web/form.ts'
import { download, page, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { bringFeed } from './bring-feed.ts'
import { feedMessages } from './feed-messages.ts'
import { feedPath, FEEDS_PATH } from './feed-parts.tsx'
import { LIMITS } from './reading.ts'
import { FEEDS_BUSY } from './refusal-messages.ts'
import { TEMPLATE_PATH, UploadPage } from './upload-page.tsx'
import type { Day } from '../../core/days.ts'
import type { Language } from '../../web/language.ts'
import type { Route } from '../../web/route.ts'
import type { FeedSlice } from './bring-feed.ts'

// A day further off is a slip, mostly of the year; later corrections of long ago are deltas, whose rows have days of their own.
const FARTHEST_DAYS = 366

/** Whether a file may speak of that day. */
export const isNearDay = (day: Day, today: Day): boolean => day >= addDays(today, -FARTHEST_DAYS) && day <= addDays(today, FARTHEST_DAYS)

const uploadShape = (language: Language) => z.object({
  kind: z.enum(['snapshot', 'delta']), asOf: requiredDay(language),
})

/** The form's few fields around the file. */
const BYTES_AROUND = 65_536

export function uploadRoutes(slice: FeedSlice): Route[] {
  return [
    route({
      method: 'GET', path: `${FEEDS_PATH}/new`, act: 'central',
      handle: (request) => page(
        <UploadPage request={request} form={filledForm({ kind: 'snapshot', asOf: showDayShort(request.today, request.language) })} />,
      ),
    }),
    route({
      method: 'GET', path: TEMPLATE_PATH, act: 'central',
      handle: () => download('people.csv', 'text/csv; charset=utf-8', FEED_HEADING),
    }),
    route({
      method: 'POST', path: `${FEEDS_PATH}/new`, act: 'central', form: uploadShape,
      receives: { field: 'file', bytes: LIMITS.bytes + BYTES_AROUND },
      handle: async (request) => {
        const { form: { kind, asOf }, file, actor, today, language } = request
        const { upload: m } = feedMessages(language)
        if (!isNearDay(asOf, today)) return refused([{ field: 'asOf', message: m.asOfFar }])
        const brought = await bringFeed(
          slice, requestOrigin(request), { personId: actor.personId, via: FEEDS_PATH }, file.content,
          { source: file.name, kind, asOf, today, atOnce: false },
        )
        if ('refused' in brought) return refused([{ field: null, message: FEEDS_BUSY[language] }])
        return redirect(brought.state === 'same' ? `${feedPath(brought.as.feed)}?done=same` : feedPath(brought.feed))
      },
      again: (request, form) => page(<UploadPage request={request} form={form} />),
    }),
  ]
}
