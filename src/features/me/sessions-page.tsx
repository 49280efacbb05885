import { browserText } from '../../core/browsers.ts'
import { METHODS } from '../../core/told-own.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Button } from '../../web/components/button.tsx'
import { Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Moment } from '../../web/components/moment.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Table } from '../../web/components/table.tsx'
import { showMoment } from '../../web/days.ts'
import { ownMessages } from './own-messages.ts'
import { OwnPage } from './own-page.tsx'
import { Network } from './sign-ins-page.tsx'
import type { FrameRequest } from '../../web/route.ts'
import type { OwnSession } from './own-sessions.ts'

/** 「目前的登入」. `ended`: how many were ended just now. */
export function SessionsPage({ request, sessions, current, ended }: {
  request: FrameRequest; sessions: readonly OwnSession[]; current: string; ended: number | null
}) {
  const { language } = request
  const m = ownMessages(language)
  const name = ({ browser }: OwnSession) => browserText(browser, language)
  return (
    <OwnPage request={request} title={m.sessionsTitle}>
      {ended === null ? null : <Notice kind="done" title={m.ended(ended)} />}
      <p class="lead">{m.sessionsLead}</p>
      <Table
        language={language} caption={m.browsers} rows={sessions}
        columns={[
          {
            label: m.browser, heading: true,
            cell: (one) => <>{name(one)}{one.id === current ? <>{' '}<Badge kind="good">{m.thisOne}</Badge></> : null}</>,
          },
          { label: m.method, words: true, cell: ({ method }) => METHODS[method]?.[language] ?? method },
          { label: m.from, cell: ({ address }) => <Network address={address} language={language} /> },
          { label: m.since, cell: ({ since }) => <Moment at={since} language={language} /> },
          { label: m.lastUsed, cell: ({ lastUsed }) => <Moment at={lastUsed} language={language} /> },
          {
            label: m.applications,
            cell: ({ applications }) => (applications.length === 0 ? m.noApplications : applications.join(language === 'en' ? ', ' : '、')),
          },
          {
            label: componentMessages(language).acts, actions: true,
            cell: (one) => (
              <Form request={request} action={`/me/sessions/${one.id}/end`}>
                {one.id === current ? <Button kind="quiet">{m.signOut}</Button>
                  : <Button kind="quiet" label={m.endOf(name(one), showMoment(one.since, language))}>{m.end}</Button>}
              </Form>
            ),
          },
        ]}
      />
      {sessions.length < 2 ? null : (
        <>
          <p class="soft">{m.others}</p>
          <Form request={request} action="/me/sessions/end-others"><Button kind="secondary">{m.endOthers}</Button></Form>
        </>
      )}
    </OwnPage>
  )
}
