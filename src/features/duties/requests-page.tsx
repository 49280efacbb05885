// The requests F000199 that one may see, the last touched first.
import { addressOf } from '../../web/address.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { SelectField } from '../../web/components/fields.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Moment } from '../../web/components/moment.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { filledForm } from '../../web/form.ts'
import { DutyTabs } from './duties-page.tsx'
import { AgencyName } from './duty-parts.tsx'
import { REQUEST_STATES } from './list-requests.ts'
import { messages } from './messages.ts'
import { requestMessages } from './request-messages.ts'
import type { Actor } from '../../web/actor.ts'
import type { BadgeKind } from '../../web/components/badge.tsx'
import type { Column } from '../../web/components/table.tsx'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { ListedRequest, RequestListState, RequestPage } from './list-requests.ts'

const PATH = '/manage/duties/requests'

const KIND: Record<ListedRequest['state'], BadgeKind> = {
  draft: 'plain', sent: 'warning', agreed: 'warning', declined: 'danger', returned: 'danger', decided: 'good', withdrawn: 'plain',
  expired: 'plain',
}

/** Where a request stands, as a word. */
export function RequestBadge({ state, language }: { state: ListedRequest['state']; language: Language }) {
  return <Badge kind={KIND[state]}>{requestMessages(language).states[state]}</Badge>
}

function columns(language: Language): Column<ListedRequest>[] {
  const r = requestMessages(language)
  return [
    { label: r.number, heading: true, cell: ({ id, number }) => <a href={`${PATH}/${id}`}>{number}</a> },
    {
      label: r.pair,
      cell: ({ acting, served, side }) => (
        <>
          <AgencyName agency={acting} language={language} />{side === 'acting' ? r.drafting : ''}
          <br />
          <AgencyName agency={served} language={language} />{side === 'served' ? r.drafting : ''}
        </>
      ),
    },
    { label: r.applications, cell: ({ applications }) => <span class="code">{applications.join(' ')}</span> },
    { label: r.kind, cell: ({ amends }) => r.kinds[amends ? 'amend' : 'set'] },
    { label: r.state, cell: ({ state }) => <RequestBadge state={state} language={language} /> },
    { label: r.touched, cell: ({ touchedAt }) => <Moment at={touchedAt} language={language} /> },
  ]
}

/** The list of requests. */
export function RequestsPage({ request, state, shown, count, waiting }: {
  request: FrameRequest & { actor: Actor }; state: RequestListState; shown: RequestPage; count: number; waiting: number
}) {
  const { language } = request
  const m = messages(language)
  const r = requestMessages(language)
  const c = componentMessages(language)
  const asked = state === 'open' ? '' : `state=${state}&`
  return (
    <ManagePage request={request} title={r.listTitle} crumbs={[{ label: m.title, href: '/manage/duties' }]}>
      <DutyTabs language={language} current="requests" waiting={waiting} />
      <p>{r.lead}</p>
      <div class="actions list-actions"><ButtonLink href="/manage/duties/new">{m.add}</ButtonLink></div>
      <form method="get" action={PATH} class="filters" aria-label={c.filter}>
        <SelectField
          language={language} form={filledForm({ state })} name="state" label={r.state} none={null}
          choices={REQUEST_STATES.map((one) => ({ value: one, label: r.filters[one] }))}
        />
        <div class="actions"><Button kind="secondary">{c.filter}</Button></div>
      </form>
      {shown.requests.length === 0 ? <div role="status"><Empty title={r.none}><p>{r.noneHelp}</p></Empty></div> : (
        <>
          <Table language={language} caption={r.caption} count={count} columns={columns(language)} rows={shown.requests} />
          <Exports language={language} list={addressOf(PATH, { state: state === 'open' ? '' : state })} />
        </>
      )}
      <Paging language={language} previous={null} next={shown.next === null ? null : `${PATH}?${asked}after=${shown.next}`} />
    </ManagePage>
  )
}
