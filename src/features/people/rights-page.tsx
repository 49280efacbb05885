import { addressOf } from '../../web/address.ts'
import { Notice } from '../../web/components/notice.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { frameMessages } from '../../web/frame-messages.ts'
import { managementMessages } from '../../web/management-messages.ts'
import { rightColumns } from '../searches/parts.tsx'
import { DayForm } from './day-form.tsx'
import { messages } from './messages.ts'
import { Period, PersonPage } from './person-frame.tsx'
import { partPath } from './slice.ts'
import type { AccountState } from '../../core/facts.ts'
import type { HeldStanding } from '../../core/standing.ts'
import type { ShownRight } from '../searches/shown-right.ts'
import type { Actor } from '../../web/actor.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { DayAsked } from './day-form.tsx'
import type { Subject } from './find-subject.ts'

/** As many as one looks through; the search lists, sorts and exports all of them. */
export const MOST_RIGHTS = 100

type Props = {
  request: FrameRequest & { actor: Actor }
  person: Subject
  day: DayAsked
  /** The state of the account on the day. */
  account: AccountState | null
  standings: readonly { held: HeldStanding; sentence: string }[]
  /** The first `MOST_RIGHTS` of `count`. */
  rights: readonly ShownRight[]
  count: number
}

/** 「身分與權限」: what the person is, by which post and field, and what that and others' decisions let them use. */
export function RightsPage({ request, person, day, account, standings, rights, count }: Props) {
  const { language } = request
  const m = messages(language)
  const names = frameMessages(language).standing.names
  const search = addressOf('/search/applications', { person: person.key, asOf: day.asOf })
  return (
    <PersonPage request={request} person={person} part="rights" problems={day.wrong?.problems ?? []}>
      <DayForm request={request} path={partPath(person.key, 'rights')} day={day} />
      {account === 'active' ? null : <Notice kind="warning" title={m.notActive} />}
      {standings.length === 0 ? <Empty title={m.noStanding} /> : (
        <Table
          language={language} caption={m.standings} rows={standings}
          columns={[
            { label: m.standing, heading: true, cell: ({ held }) => names[held.standing] },
            { label: m.because, cell: ({ sentence }) => sentence },
            { label: m.period, cell: ({ held: { post } }) => <Period period={post} language={language} /> },
          ]}
        />
      )}
      {rights.length === 0 ? <Empty title={m.noRights} /> : (
        <>
          <Table
            language={language} caption={m.rights} rows={rights} count={count} columns={rightColumns(language, { person: true })}
          />
          <p>
            {count > rights.length ? m.firstRights(rights.length) : ''}
            <a href={search}>{m.allRights(managementMessages(language).menu.searchApplications)}</a>
          </p>
        </>
      )}
    </PersonPage>
  )
}
