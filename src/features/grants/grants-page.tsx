import { addressOf } from '../../web/address.ts'
import { AsOfNotice } from '../../web/components/as-of-notice.tsx'
import { ButtonLink } from '../../web/components/button.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { PickLink } from '../../web/components/pickers.tsx'
import { Table, WithDays } from '../../web/components/table.tsx'
import { showDayShort } from '../../web/days.ts'
import { CategoryTable } from './category-table.tsx'
import { GrantFilters } from './grant-filters.tsx'
import {
  actPath, categoryName, Condition, crumbsTo, listPath, Receiver, receiverName,
} from './grant-parts.tsx'
import { messages } from './messages.ts'
import { listAddress } from './list-address.ts'
import { refusalText } from './refusal-messages.ts'
import type { Day } from '../../core/days.ts'
import type { GrantRefusal } from '../../core/granting.ts'
import type { PageAgency } from '../../web/components/manage-page.tsx'
import type { Column } from '../../web/components/table.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { ManageRequest } from './grant-parts.tsx'
import type { ListAddress } from './list-address.ts'
import type { GrantPage, ListedGrant, Sorted } from './list-grants.ts'
import type { ListedApplication } from './load-granting.ts'

export type Done = keyof ReturnType<typeof messages>['done']

type Props = {
  request: ManageRequest
  agency: PageAgency
  application: ListedApplication
  address: ListAddress
  grants: GrantPage
  form: FormState
  done: Done | null
  /** Why nothing can be granted, whomever to; null: something can. */
  cannotAdd: GrantRefusal | null
}

function rowActs(grant: ListedGrant, language: Language) {
  const m = messages(language).list
  const whom = receiverName(grant.receiver, language)
  const link = (act: 'edit' | 'end' | 'confirm' | 'decide') =>
    <ButtonLink kind="quiet" href={actPath(grant.id, act)} label={m.actOf(m[act], whom)}>{m[act]}</ButtonLink>
  switch (grant.condition) {
    case 'active': case 'endsSoon': case 'notBegun': return <>{link('edit')}{link('end')}</>
    case 'suspended': return <>{link('confirm')}{link('end')}</>
    case 'proposed': return <>{link('decide')}{link('end')}</>
    default: return null
  }
}

function columnsOf({ request, application, address }: Props): Column<ListedGrant>[] {
  const { language } = request
  const m = messages(language).list
  const { filter, asOf } = address
  const sort = (by: Sorted) => {
    const now = filter.sort !== by ? null : filter.descending ? 'descending' as const : 'ascending' as const
    return { href: listAddress({ ...address, filter: { ...filter, sort: by, descending: now === 'ascending' } }), now }
  }
  const day = (one: Day | null) => <span class="whole">{one === null ? m.permanent : showDayShort(one, language)}</span>
  return [
    {
      label: m.receiver, heading: true, sort: sort('receiver'),
      cell: (grant) => <Receiver grant={grant} language={language} />,
    },
    // Where there is one category, the table above says it once for all.
    ...(application.categories.length < 2 ? [] : [{
      label: m.category, sort: sort('category'),
      cell: ({ category }: ListedGrant) => categoryName(application.categories, category, language),
    }]),
    { label: m.from, sort: sort('from'), cell: ({ from }) => day(from) },
    { label: m.to, sort: sort('to'), cell: ({ to }) => day(to) },
    {
      label: m.giver,
      cell: ({ givenBy, confirmedBy }) => (
        <>
          <span class="whole">{givenBy ?? '—'}</span>
          {confirmedBy === null ? null : <span class="below">{m.second(confirmedBy)}</span>}
        </>
      ),
    },
    { label: m.reason, cell: ({ reason }) => <span class="reason">{reason ?? '—'}</span> },
    { label: m.state, cell: (grant) => <><Condition grant={grant} language={language} /><LastUse grant={grant} language={language} /></> },
    // What is past cannot be changed, and what was shown as of another day may be past.
    ...(asOf !== null || filter.shown === 'past' ? [] : [{
      label: componentMessages(language).acts, actions: true, cell: (grant: ListedGrant) => rowActs(grant, language),
    }]),
  ]
}

/** When a person used it last: below the state, for a column of its own makes the list wider than a desk. */
function LastUse({ grant: { receiver, used }, language }: { grant: ListedGrant; language: Language }) {
  const m = messages(language).list
  if (receiver.to !== 'person') return null
  return <span class="below">{used === null ? m.unused : <WithDays text={m.used(showDayShort(used, language))} />}</span>
}

function Notices({ request, application, address, done, cannotAdd }: Props) {
  const { language } = request
  const m = messages(language)
  const { asOf } = address
  return (
    <>
      {done === null ? null : <Notice kind="done" title={m.done[done]} />}
      {application.inService ? null : <Notice kind="warning" title={m.outOfService} />}
      {cannotAdd === null ? null : <Notice title={m.cannotAdd}><p>{refusalText(cannotAdd, language)}</p></Notice>}
      {application.secondManager && cannotAdd === null ? <Notice title={m.secondManager} /> : null}
      <AsOfNotice request={request} asOf={asOf} back={listAddress({ ...address, asOf: null })}>{m.list.asOfHelp}</AsOfNotice>
    </>
  )
}

/** 「應用系統授權清單」: the grants of one application at one agency. */
export function GrantsPage(props: Props) {
  const { request, agency, application, address, grants, form, cannotAdd } = props
  const { language } = request
  const m = messages(language)
  const { total, before, previous, next } = grants
  const at = (after: string) => listAddress(address, { after })
  const back = listPath(agency.code, application.code)
  const anew = addressOf('/manage/grants/new', { agency: agency.code, application: application.code })
  return (
    <ManagePage
      request={request} title={m.list.title} from={before + 1} agency={agency} back={back} problems={form.problems}
      crumbs={crumbsTo(agency.code, null, language)}
    >
      <h2 class="application-title">
        <span class="code">{application.code}</span> {application.name}
      </h2>
      <Notices {...props} />
      <p class="actions">
        {cannotAdd !== null || address.asOf !== null ? null : (
          <>
            <PickLink request={request} pick="person" kind="primary" to={anew}>{m.list.add}</PickLink>
            <ButtonLink kind="secondary" href={anew}>{m.list.addGroup}</ButtonLink>
          </>
        )}
        <ButtonLink kind="secondary" href={listPath(agency.code, null)}>{m.list.other}</ButtonLink>
      </p>
      <CategoryTable request={request} agency={agency} application={application} />
      <GrantFilters request={request} application={application} address={address} form={form} />
      {total === 0 ? <div role="status"><Empty title={m.list.none}><p>{m.list.noneHelp}</p></Empty></div> : (
        <>
          <div class="wide-list">
            <Table language={language} caption={m.list.title} count={total} columns={columnsOf(props)} rows={grants.grants} />
          </div>
          <Exports language={language} list={listAddress(address)} />
          <Paging
            language={language} shown={{ from: before + 1, to: before + grants.grants.length }}
            previous={previous === null ? null : at(previous)} next={next === null ? null : at(next)}
          />
        </>
      )}
    </ManagePage>
  )
}
