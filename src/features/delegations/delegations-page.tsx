import { AsOfNotice } from '../../web/components/as-of-notice.tsx'
import { Badge } from '../../web/components/badge.tsx'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { DateField, SelectField } from '../../web/components/fields.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Disclosure, Empty } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { addressOf } from '../../web/address.ts'
import { showDayShort, showMoment } from '../../web/days.ts'
import { filledForm } from '../../web/form.ts'
import { SHOWN } from './list-delegations.ts'
import { messages } from './messages.ts'
import type { Day } from '../../core/days.ts'
import type { Actor } from '../../web/actor.ts'
import type { BadgeKind } from '../../web/components/badge.tsx'
import type { PageAgency } from '../../web/components/manage-page.tsx'
import type { Column } from '../../web/components/table.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { DelegationCondition, DelegationFilter, DelegationPage, ListedDelegation } from './list-delegations.ts'

export type ManageRequest = FrameRequest & { actor: Actor }

/** What was just done, as the address carries it from the act to the list. */
export type Done = 'given' | 'changed' | 'ended'

const STATE_KIND: Record<DelegationCondition, BadgeKind> = {
  active: 'good', notBegun: 'plain', suspended: 'warning', giverGone: 'warning', postGone: 'warning', over: 'plain', ended: 'plain',
}

/** Unit and title at the agency. */
export const postText = ({ agencyName, unit, title }: ListedDelegation['post']): string =>
  [agencyName, unit, title].filter((part) => part !== '').join(' ')

/** The address of the list. */
export function listAddress(filter: DelegationFilter, asOf: Day | null, after = ''): LocalPath {
  const { agency, shown, sort, descending } = filter
  return addressOf('/manage/delegations', {
    agency, shown: shown === 'current' ? '' : shown, sort: sort === 'updated' ? '' : sort,
    dir: descending === (sort === 'updated') ? '' : descending ? 'desc' : 'asc', asOf, after,
  })
}

function columnsOf({ request, filter, asOf, mayChange }: {
  request: ManageRequest; filter: DelegationFilter; asOf: Day | null; mayChange: boolean
}): Column<ListedDelegation>[] {
  const { language } = request
  const m = messages(language)
  const sorted = (sort: DelegationFilter['sort']): Column<ListedDelegation>['sort'] => {
    const now = filter.sort === sort ? (filter.descending ? 'descending' as const : 'ascending' as const) : null
    const descending = now === null ? sort === 'updated' : !filter.descending
    return { href: listAddress({ ...filter, sort, descending }, asOf), now }
  }
  const base: Column<ListedDelegation>[] = [
    {
      label: m.name, heading: true, sort: sorted('name')!,
      cell: ({ name, post }) => <>{name}<span class="below">{postText(post)}</span></>,
    },
    {
      label: m.scope,
      cell: ({ scope, reason }) => (
        <>{scope === null ? m.wholeScope : m.onlyScope(scope.name)}{reason === null ? null : <span class="below">{reason}</span>}</>
      ),
    },
    {
      label: m.period, sort: sorted('to')!,
      cell: ({ from, to }) => (
        <>
          <span class="whole">{showDayShort(from, language)}</span>
          <span class="below-plain whole">{to === null ? m.permanent : m.until(showDayShort(to, language))}</span>
        </>
      ),
    },
    {
      label: m.updated, sort: sorted('updated')!,
      cell: ({ updated, givenBy }) => <><span class="whole">{showMoment(updated, language)}</span><span class="below">{m.by(givenBy ?? m.byCard)}</span></>,
    },
    { label: m.state, cell: ({ condition }) => <Badge kind={STATE_KIND[condition]}>{m.states[condition]}</Badge> },
  ]
  if (!mayChange || asOf !== null) return base
  return [...base, {
    label: componentMessages(language).acts,
    actions: true,
    cell: ({ id, name, condition }) => condition === 'over' || condition === 'ended' ? '' : (
      <>
        <ButtonLink href={`/manage/delegations/${id}/edit`} kind="quiet" label={m.editNamed(name)}>{m.edit}</ButtonLink>
        <ButtonLink href={`/manage/delegations/${id}/end`} kind="quiet" label={m.endNamed(name)}>{m.end}</ButtonLink>
      </>
    ),
  }]
}

function Filters({ language, filter, asOf, form }: {
  language: Language; filter: DelegationFilter; asOf: Day | null; form: FormState
}) {
  const m = messages(language)
  const c = componentMessages(language)
  const wrong = form.problems.length > 0
  const shown = wrong ? form : filledForm({ shown: filter.shown, asOf: asOf === null ? '' : showDayShort(asOf, language) })
  const narrowed = filter.shown !== 'current' || asOf !== null
  return (
    <Disclosure summary={c.filter} open={narrowed || wrong}>
      <form method="get" action="/manage/delegations" novalidate>
        <input type="hidden" name="agency" value={filter.agency} />
        <div class="columns">
          <SelectField
            language={language} form={shown} name="shown" label={m.shown} none={null}
            choices={SHOWN.map((one) => ({ value: one, label: m.shownOnes[one] }))}
          />
          <DateField language={language} form={shown} name="asOf" label={m.day} optional />
        </div>
        <p class="actions">
          <Button kind="secondary">{c.filter}</Button>
          {narrowed ? <a href={listAddress({ ...filter, shown: 'current' }, null)}>{c.clearFilter}</a> : null}
        </p>
      </form>
    </Disclosure>
  )
}

type Props = {
  request: ManageRequest
  agency: PageAgency
  filter: DelegationFilter
  asOf: Day | null
  page: DelegationPage
  /** Whether the actor may give and end: not a delegate (R-SCP-3). */
  mayChange: boolean
  done: Done | null
  form: FormState
}

function List({ request, filter, asOf, page, mayChange }: Pick<Props, 'request' | 'filter' | 'asOf' | 'page' | 'mayChange'>) {
  const { language } = request
  const m = messages(language)
  if (page.total === 0) {
    return <div role="status"><Empty title={filter.shown === 'current' && asOf === null ? m.none : m.nonePast} /></div>
  }
  const at = (after: string | null) => (after === null ? null : listAddress(filter, asOf, after))
  return (
    <>
      <Table
        language={language} caption={m.caption} count={page.total} rows={page.delegations}
        columns={columnsOf({ request, filter, asOf, mayChange })}
      />
      <Exports language={language} list={listAddress(filter, asOf)} />
      <Paging
        language={language} previous={at(page.previous)} next={at(page.next)}
        shown={{ from: page.before + 1, to: page.before + page.delegations.length }}
      />
    </>
  )
}

/** 「管理權限授權設定」: who may use the management functions of the agency, from when to when, by whom. */
export function DelegationsPage({ request, agency, filter, asOf, page, mayChange, done, form }: Props) {
  const m = messages(request.language)
  return (
    <ManagePage request={request} title={m.title} agency={agency} back="/manage/delegations" problems={form.problems}>
      {done === null ? null : <Notice kind="done" title={m.done[done]} />}
      <p class="lead">{m.lead}</p>
      {mayChange ? <p><ButtonLink href={addressOf('/manage/delegations/new', { agency: agency.code })}>{m.add}</ButtonLink></p> : null}
      <Filters language={request.language} filter={filter} asOf={asOf} form={form} />
      <AsOfNotice request={request} asOf={asOf} back={listAddress(filter, null)} />
      <List request={request} filter={filter} asOf={asOf} page={page} mayChange={mayChange} />
    </ManagePage>
  )
}
