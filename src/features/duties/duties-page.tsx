// 「兼辦管理」: the list, its filter, and where from here.
import { addressOf } from '../../web/address.ts'
import { nameIn } from '../../web/agency-names.ts'
import { AsOfNotice } from '../../web/components/as-of-notice.tsx'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { DateField, SelectField, TextField } from '../../web/components/fields.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Disclosure, Empty, Tabs } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { filledForm } from '../../web/form.ts'
import { AgencyName, ApplicationNames, lineState, Periods, StateBadges } from './duty-parts.tsx'
import { DUTY_STATES } from './list-duties.ts'
import { messages } from './messages.ts'
import type { Day } from '../../core/days.ts'
import type { DutyApplication } from '../../core/duties.ts'
import type { Actor } from '../../web/actor.ts'
import type { Column } from '../../web/components/table.tsx'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { DutyListState, DutyPage, DutySort, ListedDuty } from './list-duties.ts'

/** What the address asks for, as text; '' where it asks nothing. */
export type DutyAddress = {
  acting: string; served: string; application: string; state: DutyListState; asOf: string; sort: DutySort
  order: 'asc' | 'desc'
}

export type DutiesShown = {
  address: DutyAddress
  problems: readonly FormProblem[]
  day: Day
  page: DutyPage
  count: number
  waiting: number
  applications: readonly Pick<DutyApplication, 'code' | 'name'>[]
  done: 'set' | 'changed' | 'ended' | null
}

const PATH = '/manage/duties'
/** The list as it opens. */
export const PLAIN: DutyAddress = {
  acting: '', served: '', application: '', state: 'current', asOf: '', sort: 'served', order: 'asc',
}

/** The address of the list with some of it changed; what is as it is by default is left out. */
export function listAddress(
  address: DutyAddress,
  change: Partial<DutyAddress> & { after?: string; before?: string; done?: string } = {},
): LocalPath {
  const { state, sort, order, ...rest } = { ...address, ...change }
  return addressOf(PATH, {
    ...rest, state: state === 'current' ? null : state, sort: sort === 'served' ? null : sort,
    order: order === 'asc' ? null : order,
  })
}

/** 「兼辦」 and 「跨主管機關申請（F000199）」. */
export function DutyTabs({ language, current, waiting }: {
  language: Language; current: 'list' | 'requests'; waiting: number
}) {
  const m = messages(language)
  return (
    <Tabs
      label={m.views}
      tabs={[
        { label: m.listTab, href: PATH, current: current === 'list' },
        {
          label: m.requestsTab, href: `${PATH}/requests`, current: current === 'requests',
          ...(waiting === 0 ? {} : { count: waiting }),
        },
      ]}
    />
  )
}

function Filter({ language, address, applications, problems }:
  Pick<DutiesShown, 'address' | 'applications' | 'problems'> & { language: Language }) {
  const m = messages(language)
  const c = componentMessages(language)
  const { acting, served, application, state, asOf } = address
  const form: FormState = { ...filledForm({ acting, served, application, state, asOf }), problems }
  const common = { language, form }
  const asked = [acting, served, application, asOf].some((one) => one !== '') || state !== 'current'
  return (
    <Disclosure summary={c.filter} open={asked}>
      <form method="get" action={PATH} class="filters" aria-label={c.filter}>
        <TextField {...common} name="acting" label={m.acting} width="short" maxlength={10} />
        <TextField {...common} name="served" label={m.served} width="short" maxlength={10} />
        <SelectField
          {...common} name="application" label={m.application} none={m.everyApplication}
          choices={applications.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
        />
        <SelectField
          {...common} name="state" label={m.state} none={null}
          choices={DUTY_STATES.map((one) => ({ value: one, label: m.states[one] }))}
        />
        <DateField {...common} name="asOf" label={m.day} />
        <div class="actions">
          <Button kind="secondary">{c.filter}</Button>
          {asked ? <a href={PATH}>{c.clearFilter}</a> : null}
        </div>
      </form>
    </Disclosure>
  )
}

function columns(language: Language, { address, day }: DutiesShown, today: Day): Column<ListedDuty>[] {
  const m = messages(language)
  const sorted = (sort: DutySort): NonNullable<Column<ListedDuty>['sort']> => {
    const now = address.sort === sort ? (address.order === 'asc' ? 'ascending' : 'descending') : null
    return { href: listAddress(address, { sort, order: now === 'ascending' ? 'desc' : 'asc' }), now }
  }
  const standing = (duty: ListedDuty) =>
    day === today && duty.lines.some((line) => !['ended', 'over'].includes(lineState(line, day)))
  return [
    {
      label: m.served, heading: true, sort: sorted('served'),
      cell: ({ served }) => <AgencyName agency={served} language={language} />,
    },
    { label: m.acting, sort: sorted('acting'), cell: ({ acting }) => <AgencyName agency={acting} language={language} /> },
    { label: m.application, cell: ({ lines }) => <ApplicationNames language={language} applications={lines} /> },
    { label: m.period, sort: sorted('to'), cell: ({ lines }) => <Periods lines={lines} language={language} /> },
    { label: m.state, cell: ({ lines }) => <StateBadges lines={lines} day={day} language={language} /> },
    { label: m.reason, cell: ({ reason }) => reason ?? '—' },
    {
      label: componentMessages(language).acts, actions: true,
      cell: (duty) => {
        if (!standing(duty)) return ''
        const [acting, served] = [nameIn(duty.acting, language), nameIn(duty.served, language)]
        return (
          <>
            <ButtonLink kind="quiet" href={`${PATH}/${duty.duty}/edit`} label={m.editNamed(acting, served)}>{m.edit}</ButtonLink>
            <ButtonLink kind="quiet" href={`${PATH}/${duty.duty}/end`} label={m.endNamed(acting, served)}>{m.end}</ButtonLink>
          </>
        )
      },
    },
  ]
}

/** The list of duties. */
export function DutiesPage({ request, shown }: { request: FrameRequest & { actor: Actor }; shown: DutiesShown }) {
  const { language, today } = request
  const m = messages(language)
  const { address, page, count, day, waiting, done, problems } = shown
  return (
    <ManagePage request={request} title={m.title} problems={problems}>
      {done === null ? null : <Notice kind="done" title={m.done[done]} />}
      <DutyTabs language={language} current="list" waiting={waiting} />
      <p>{m.lead}</p>
      <div class="actions list-actions">
        <ButtonLink href={`${PATH}/new`}>{m.add}</ButtonLink>
      </div>
      <Filter language={language} {...shown} />
      <AsOfNotice request={request} asOf={day} back={listAddress(address, { asOf: '' })} />
      {page.duties.length === 0 ? <div role="status"><Empty title={m.none}><p>{m.noneHelp}</p></Empty></div> : (
        <>
          <Table
            language={language} caption={m.caption} count={count} rows={page.duties} columns={columns(language, shown, today)}
          />
          <Exports language={language} list={listAddress(address)} />
        </>
      )}
      <Paging
        language={language}
        previous={page.previous === null ? null : listAddress(address, { before: page.previous })}
        next={page.next === null ? null : listAddress(address, { after: page.next })}
      />
    </ManagePage>
  )
}
