import { dayBefore } from '../../core/days.ts'
import { Notice } from '../../web/components/notice.tsx'
import { showDay } from '../../web/days.ts'
import { Page } from '../../web/layout.tsx'
import { messages } from './messages.ts'
import { MyRecordView } from './my-record-view.tsx'
import { NoticeList } from './notice-list.tsx'
import { BarredNotice, OverviewView } from './overview-view.tsx'
import { ownMenu } from './own-page.tsx'
import type { Day } from '../../core/days.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { NoticePage } from './list-notices.ts'
import type { MyRecord } from './my-record.ts'
import type { Overview } from './overview.ts'

/** 「我的專區」: what others did, the account at a glance, and the personal record. */
export function MePage({ request, notices, overview, record, closes = null }: {
  request: FrameRequest & { actor: PersonActor }; notices: NoticePage; overview: Overview; record: MyRecord
  /** The first day on which somebody without a post can no longer sign in (R-STD-3). */
  closes?: Day | null
}) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={request} title={m.title} menu={ownMenu(request)}>
      {overview.passwordBarred ? <BarredNotice language={language} /> : null}
      {closes === null ? null
        : <Notice kind="warning" title={m.closesTitle}><p>{m.closes(showDay(dayBefore(closes), language))}</p></Notice>}
      <NoticeList request={request} page={notices} unread={request.actor.unreadNotices > 0} />
      <OverviewView request={request} overview={overview} />
      <MyRecordView request={request} record={record} />
    </Page>
  )
}
