import type { Child } from 'hono/jsx'
import type { AskedDay } from '../asked-day.ts'
import { showDay } from '../days.ts'
import type { LocalPath } from '../reply.ts'
import type { FrameRequest } from '../route.ts'
import { componentMessages } from './messages.ts'
import { Notice } from './notice.tsx'

/** Says of which day a list is, where that is not today, what follows from it, and leads back (R-DAY-2). */
export function AsOfNotice({ request: { language, today }, asOf, back, children }: {
  request: FrameRequest; asOf: AskedDay; back: LocalPath; children?: Child
}) {
  if (asOf === null || asOf === today) return null
  const m = componentMessages(language)
  return <Notice title={m.asOf(showDay(asOf, language))}><p>{children} <a href={back}>{m.backToToday}</a></p></Notice>
}
