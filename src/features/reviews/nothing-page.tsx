import { Notice } from '../../web/components/notice.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { messages } from './messages.ts'
import { ReviewsFrame } from './reviews-frame.tsx'
import type { Did } from './addresses.ts'
import type { ReviewRequest } from './reviews-frame.tsx'

/** 「授權檢視」 where nothing waits for somebody who manages nothing: a 人事人員 whose review is done. */
export function NothingPage({ request, did }: { request: ReviewRequest; did: { what: Did; count: number } | null }) {
  const m = messages(request.language).handover
  return (
    <ReviewsFrame request={request} tab="handover" handover>
      {did === null ? null : <Notice kind="done" title={m.did[did.what](did.count)} />}
      <Empty title={m.done} />
    </ReviewsFrame>
  )
}
