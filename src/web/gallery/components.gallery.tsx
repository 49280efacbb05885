import type { Child } from 'hono/jsx'
import { Badge, CertificateBadge } from '../components/badge.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { Checkboxes, Radios } from '../components/choices.tsx'
import { CancelLink, Dialog, DialogLink } from '../components/dialog.tsx'
import { DateField, FileField, SelectField, TextArea, TextField } from '../components/fields.tsx'
import { Actions, Form } from '../components/form.tsx'
import { Notice } from '../components/notice.tsx'
import { Paging } from '../components/paging.tsx'
import { DescriptionList, Disclosure, Empty, Tabs } from '../components/panel.tsx'
import { SearchBox } from '../components/search-box.tsx'
import { Table } from '../components/table.tsx'
import type { Column } from '../components/table.tsx'
import { showDay, showDayShort } from '../days.ts'
import { EMPTY_FORM, filledForm } from '../form.ts'
import type { FormState } from '../form.ts'
import type { Language } from '../language.ts'
import { Page } from '../layout.tsx'
import type { FrameRequest } from '../route.ts'
import { gallery } from './gallery.ts'
import { as, sampleActors } from './sample-actors.ts'
import { sampleMessages } from './sample-messages.ts'

type Samples = ReturnType<typeof sampleMessages>

function Sample({ request, problems = [], children }: {
  request: FrameRequest
  problems?: FormState['problems']
  children: (m: Samples, language: Language) => Child
}) {
  const m = sampleMessages(request.language)
  return (
    <Page request={as(request, sampleActors.supervisor, '/manage/x')} title={m.components} problems={problems}>
      {children(m, request.language)}
    </Page>
  )
}

function FormSample({ request, form }: { request: FrameRequest; form: FormState }) {
  return (
    <Sample request={request} problems={form.problems}>
      {(m, language) => {
        const common = { language, form }
        const states = Object.entries(m.states).map(([value, label]) => ({ value, label: String(label) }))
        const systems = [
          { value: 'A4', label: 'A4：調查表系統' },
          { value: 'A5', label: 'A5：技工工友駕駛及駐衛警線上填報系統', hint: m.whyText },
          { value: 'D5', label: 'D5：組織員額管理系統' },
        ]
        return (
          <Form request={request} action="/manage/x" withFile>
            <TextField {...common} name="name" label={m.name} width="medium" />
            <TextField {...common} name="email" label={m.email} hint={m.emailHint} type="email" optional />
            <DateField {...common} name="from" label={m.from} />
            <SelectField {...common} name="category" label={m.category} choices={states} />
            <Radios {...common} name="state" label={m.state} choices={states} inline />
            <Checkboxes {...common} name="systems" label={m.system} hint={m.systemsHint} choices={systems} />
            <TextArea {...common} name="reason" label={m.reason} optional />
            <FileField {...common} name="file" label={m.file} hint={m.fileHint} />
            <Actions><Button>{m.save}</Button><CancelLink language={language} href="/manage" /></Actions>
          </Form>
        )
      }}
    </Sample>
  )
}

type Row = { category: string; group: string; from: string; until: string | null; people: number; suspended: boolean }
const ROWS: Row[] = [
  { category: '報送資料權限', group: '人事機構主管', from: '2015-12-31', until: null, people: 1284, suspended: false },
  { category: '使用', group: '高雄調查小組', from: '2026-02-05', until: '2027-01-31', people: 12, suspended: false },
  { category: '使用', group: '林怡君（高雄市政府教育局人事室 科員）', from: '2025-03-03', until: null, people: 1, suspended: true },
]

function columnsOf(m: Samples, language: Language): Column<Row>[] {
  return [
    { label: m.category, heading: true, cell: ({ category }) => category, sort: { href: '?sort=category', now: 'ascending' } },
    { label: m.receiver, cell: ({ group }) => group, sort: { href: '?sort=group', now: null } },
    { label: m.from, cell: ({ from }) => showDayShort(from, language), sort: { href: '?sort=from', now: null } },
    { label: m.until, cell: ({ until }) => (until === null ? m.permanent : showDayShort(until, language)) },
    { label: m.people, numeric: true, cell: ({ people }) => people.toLocaleString('en-US') },
    { label: m.state, cell: ({ suspended }) =>
      suspended ? <Badge kind="warning">{m.suspended}</Badge> : <Badge kind="good">{m.active}</Badge> },
    { label: m.act, actions: true, cell: ({ group }) => (
      <>
        <ButtonLink href="/manage/x" kind="quiet" label={`${m.edit}：${group}`}>{m.edit}</ButtonLink>
        <ButtonLink href="/manage/y" kind="quiet" label={`${m.end}：${group}`}>{m.end}</ButtonLink>
      </>
    ) },
  ]
}

function TableSample({ request }: { request: FrameRequest }) {
  return (
    <Sample request={request}>
      {(m, language) => (
        <>
          <Tabs
            label={m.state}
            tabs={[
              { label: m.active, href: '/manage/x', current: true, count: 3 },
              { label: m.ended, href: '/manage/y', current: false, count: 14 },
            ]}
          />
          <SearchBox language={language} action="/manage/x" label={m.name} value="淑芬" />
          <Table language={language} caption={m.list} columns={columnsOf(m, language)} rows={ROWS} count={1297} />
          <Paging language={language} previous="?before=a" next="?after=b" shown={{ from: 51, to: 100 }} />
        </>
      )}
    </Sample>
  )
}

function ThingsSample({ request }: { request: FrameRequest }) {
  return (
    <Sample request={request}>
      {(m, language) => (
        <>
          <Notice kind="done" title={m.saved}><p>{m.savedText}</p></Notice>
          <Notice title={m.info}><p>{m.infoText}</p></Notice>
          <Notice kind="warning" title={m.warning}><p>{m.warningText}</p></Notice>
          <Notice kind="danger" title={m.danger}><p>{m.dangerText}</p></Notice>
          <h2>{m.buttons}</h2>
          <p class="actions">
            <Button>{m.save}</Button>
            <Button kind="secondary">{m.cancel}</Button>
            <Button kind="danger">{m.delete}</Button>
            <Button kind="quiet">{m.reset}</Button>
            <DialogLink href="/agencies" dialog="pick">{m.pick}</DialogLink>
          </p>
          <h2>{m.state}</h2>
          <p>
            <Badge>{m.closed}</Badge> <Badge kind="good">{m.open}</Badge> <Badge kind="warning">{m.suspended}</Badge>{' '}
            <Badge kind="danger">{m.states.disabled}</Badge> <CertificateBadge language={language} />
          </p>
          <Disclosure summary={m.why} open><p>{m.whyText}</p></Disclosure>
          <Disclosure summary={m.why}><p>{m.whyText}</p></Disclosure>
          <h2>{m.record}</h2>
          <DescriptionList
            items={[
              { term: m.agency, value: '高雄市政府人事處' },
              { term: m.title, value: '處長' },
              { term: m.since, value: showDay('2021-03-01', language) },
            ]}
          />
          <Empty title={m.nothing}><p>{m.nothingText}</p></Empty>
          <Dialog language={language} id="pick" title={m.pick}><p>{m.pickText}</p></Dialog>
        </>
      )}
    </Sample>
  )
}

function wrongForm(m: Samples): FormState {
  return {
    ...filledForm({ email: 'wu@example.gov.tw', from: '115/13/40', systems: ['A5'], reason: '業務需要' }),
    problems: [
      { field: 'name', message: m.missing },
      { field: 'from', message: m.dayWrong },
      { field: 'state', message: m.stateMissing },
    ],
  }
}

export const pages = [
  gallery({
    name: 'components',
    states: {
      form: (request) => <FormSample request={request} form={EMPTY_FORM} />,
      'form-wrong': (request) => <FormSample request={request} form={wrongForm(sampleMessages(request.language))} />,
      table: (request) => <TableSample request={request} />,
      things: (request) => <ThingsSample request={request} />,
    },
  }),
]
