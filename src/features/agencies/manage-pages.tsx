import { AGENCY_FIELDS } from '../../core/agency-change.ts'
import { addDays, dayInTaipei } from '../../core/days.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyPage as Below } from '../../store/agency-list.ts'
import { addressOf } from '../../web/address.ts'
import { nameIn } from '../../web/agency-names.ts'
import type { AskedDay } from '../../web/asked-day.ts'
import { Badge } from '../../web/components/badge.tsx'
import { ButtonLink } from '../../web/components/button.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { Actions } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Moment } from '../../web/components/moment.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { DescriptionList, Empty, Tabs } from '../../web/components/panel.tsx'
import { SearchBox } from '../../web/components/search-box.tsx'
import { Table, WithDays } from '../../web/components/table.tsx'
import { showDayShort } from '../../web/days.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import { AgenciesBody, firstRow } from './agencies-page.tsx'
import type { AgenciesShown } from './agencies-page.tsx'
import { messages } from './agency-messages.ts'
import { AgencyList, agencyPath, AsOfNotice, DayForm } from './agency-parts.tsx'
import { manageMessages } from './manage-messages.ts'
import { Called, crumbsOf, daysOf, managePath, valueText, writerOf } from './manage-parts.tsx'
import type { CentralRequest } from './manage-parts.tsx'
import type { ManagedAgency, ShownOffice, ShownPeriod, Written } from './managed-agency.ts'

export type ListAsked = { search: string; show: 'live' | 'all'; asOf: AskedDay }

const LIST = '/manage/agencies'

/** 「機關管理」: the tree of any day, and what is found in it. */
export function ManageAgenciesPage({ request, asked, shown, form }: {
  request: CentralRequest; asked: ListAsked; shown: AgenciesShown; form: FormState
}) {
  const { language } = request
  const m = manageMessages(language)
  const { search, show, asOf } = asked
  const kept = { ...(asOf === null ? {} : { asOf }), ...(show === 'live' ? {} : { show }) }
  const at = (more: { show?: string }): LocalPath => addressOf(LIST, { q: search, asOf, ...more })
  return (
    <ManagePage request={request} title={m.title} answer={search} from={firstRow(shown)} problems={form.problems}>
      {!request.site.has('/manage/restructurings') ? null : (
        <Tabs
          label={m.tabs}
          tabs={[{ label: m.agencies, href: LIST, current: true }, { label: m.restructurings, href: '/manage/restructurings', current: false }]}
        />
      )}
      {shown.shows !== 'tree' ? null : <p class="lead">{m.lead(shown.live)}</p>}
      <div class="actions list-actions"><ButtonLink href="/manage/new-agency" kind="secondary">{m.newAgency}</ButtonLink></div>
      <SearchBox
        language={language} action={LIST} label={messages(language).search} hint={messages(language).searchHint} value={search} keep={kept}
      />
      <DayForm request={request} path={LIST} asOf={asOf} form={form} q={search} />
      <AsOfNotice request={request} path={LIST} asOf={asOf} q={search} />
      {search === '' ? null : (
        <Tabs
          label={m.filter}
          tabs={(['live', 'all'] as const).map((one) => ({
            label: m.filters[one], href: at(one === 'live' ? {} : { show: one }), current: show === one,
          }))}
        />
      )}
      <AgenciesBody request={request} shown={shown} search={search} asOf={asOf} base={LIST} keep={kept} />
      <Exports language={language} list={at({})} />
    </ManagePage>
  )
}

type Props = { request: CentralRequest; agency: ManagedAgency }

function Facts({ request: { language }, agency: { code, now, names, people } }: Props) {
  const m = manageMessages(language)
  const items = AGENCY_FIELDS.filter((field) => field !== 'successor' || now.successor !== null).map((field) => ({
    term: m.fields[field],
    value: field === 'superior' && now.superiorMissing !== null ? messages(language).superiorUnknown(now.superiorMissing || '—')
      : valueText(field, now[field], names, language),
  }))
  return (
    <DescriptionList
      items={[
        { term: m.fields.code, value: <span class="code">{code}</span> }, ...items,
        { term: m.people, value: m.peopleCount(people) },
      ]}
    />
  )
}

function Periods({ request: { language }, agency: { periods, names } }: Props) {
  const m = manageMessages(language)
  const other = (period: ShownPeriod) => (period.changed.length === 0 ? <span class="soft">{m.none}</span> : period.changed.map((field) => (
    <div>{m.fields[field]}: {valueText(field, period[field], names, language)}</div>
  )))
  return (
    <Table
      language={language} caption={m.periods} rows={periods.toReversed()} count={periods.length}
      columns={[
        { label: m.columns.days, heading: true, cell: (one) => daysOf(one, language) },
        { label: m.columns.name, cell: (one) => nameIn(one, language) },
        { label: m.columns.changed, cell: other },
      ]}
    />
  )
}

function stateOf({ from, to, state }: ShownOffice, today: Day): 'current' | 'coming' | 'over' {
  if (state === 'ended' || (to !== null && to < today)) return 'over'
  return from !== null && from > today ? 'coming' : 'current'
}

function Offices({ request, agency: { code, offices } }: Props) {
  const { language, today } = request
  const m = manageMessages(language)
  return (
    <section aria-label={m.offices}>
      {offices.length === 0 ? <><h2>{m.offices}</h2><p>{m.officesNone}</p></> : (
        <Table
          language={language} caption={m.offices} rows={offices} count={offices.length}
          columns={[
            { label: m.columns.other, heading: true, cell: ({ other }) => <Called agency={other} language={language} /> },
            { label: m.columns.side, cell: ({ side }) => m.side[side] },
            { label: m.columns.days, cell: (one) => daysOf(one, language) },
            {
              label: m.columns.state,
              cell: (one) => {
                const state = stateOf(one, today)
                return state === 'current' ? m.states[state] : <Badge>{m.states[state]}</Badge>
              },
            },
            { label: m.columns.by, cell: ({ writer }) => writerOf(writer, language) },
            {
              label: m.columns.actions, actions: true,
              cell: (one) => (stateOf(one, today) === 'over' ? null : (
                <ButtonLink href={`${managePath(code)}/offices/${one.id}/end`} kind="quiet" label={m.endOf(nameIn(one.other, language))}>
                  {m.end}
                </ButtonLink>
              )),
            },
          ]}
        />
      )}
      <Actions><ButtonLink href={`${managePath(code)}/new-office`} kind="secondary">{m.newOffice}</ButtonLink></Actions>
    </section>
  )
}

function History({ request: { language }, agency: { written, names } }: Props) {
  const m = manageMessages(language)
  const corrects = ({ from, at }: Written) => from !== null && addDays(from, 1) <= dayInTaipei(at)
  const what = ({ before, after, source }: Written) => (
    <>
      {source === null ? null : <div>{source}</div>}
      {AGENCY_FIELDS.filter((field) => field in before).map((field) => (
        <div>{m.changeOf(m.fields[field], valueText(field, before[field], names, language), valueText(field, after[field], names, language))}</div>
      ))}
    </>
  )
  return (
    <Table
      language={language} caption={m.written} rows={written}
      columns={[
        { label: m.columns.at, heading: true, cell: ({ at }) => <Moment at={at} language={language} /> },
        { label: m.columns.by, cell: (one) => writerOf(one, language) },
        {
          label: m.columns.what,
          cell: (one) => (
            <>
              {m.writtenWhat[one.code] ?? one.code}
              {one.from === null ? null : <> <WithDays text={m.since(showDayShort(one.from, language))} /></>}
              {corrects(one) ? <> <Badge>{m.correction}</Badge></> : null}
              {what(one)}
            </>
          ),
        },
      ]}
    />
  )
}

export type SavedWhat = 'new' | 'change' | 'office' | 'officeEnd'

/** One agency: what it was, is and will be, its personnel offices, and what lies below it. `saved`: what was just done. */
export function ManagedAgencyPage({ request, agency, below, asOf, saved }: Props & {
  below: Below; asOf: AskedDay; saved?: SavedWhat | undefined
}) {
  const { language } = request
  const m = manageMessages(language)
  const p = messages(language)
  const { code, now, live } = agency
  const at = (after: string): LocalPath => addressOf(managePath(code), { asOf, after })
  return (
    <ManagePage request={request} title={nameIn(now, language)} crumbs={crumbsOf(language)}>
      {saved === undefined ? null : <Notice kind="done" title={m.saved}><p>{m.savedWhat[saved]}</p></Notice>}
      {live ? null : <p><Badge kind="warning">{daysOf(now, language)}</Badge></p>}
      <Facts request={request} agency={agency} />
      <Actions>
        <ButtonLink href={`${managePath(code)}/edit`}>{m.edit}</ButtonLink>
        <ButtonLink href={agencyPath(code, null)} kind="secondary">{m.publicPage}</ButtonLink>
      </Actions>
      <Offices request={request} agency={agency} />
      <Periods request={request} agency={agency} />
      <History request={request} agency={agency} />
      <section aria-labelledby="below">
        <h2 id="below">{p.below}<span class="count">{below.total.toLocaleString('en-US')}</span></h2>
        {below.total === 0 ? <Empty title={p.belowNone} />
          : <AgencyList agencies={below.agencies} asOf={asOf} language={language} withSuperior={false} base={LIST} />}
        <Paging
          language={language} shown={{ from: below.before + 1, to: below.before + below.agencies.length }}
          previous={below.previous === null ? null : at(below.previous)} next={below.next === null ? null : at(below.next)}
        />
      </section>
    </ManagePage>
  )
}
