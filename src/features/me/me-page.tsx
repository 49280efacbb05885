import { Page } from '../../web/layout.tsx'
import { messages } from './messages.ts'
import { MyRecordView } from './my-record-view.tsx'
import { NoticeList } from './notice-list.tsx'
import type { PersonActor } from '../../web/actor.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { NoticePage } from './list-notices.ts'
import type { MyRecord } from './my-record.ts'

/** 「我的專區」: what others did, and the personal record. */
export function MePage({ request, notices, record }: {
  request: FrameRequest & { actor: PersonActor }; notices: NoticePage; record: MyRecord
}) {
  return (
    <Page request={request} title={messages(request.language).title}>
      <NoticeList request={request} page={notices} unread={request.actor.unreadNotices > 0} />
      <MyRecordView request={request} record={record} />
    </Page>
  )
}
