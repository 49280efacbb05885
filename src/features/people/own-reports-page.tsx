// 「資料有誤」 for the person: what was told, what was answered, and telling something.
import { RECORD_FIELDS } from '../../core/record-reports.ts'
import { addressOf } from '../../web/address.ts'
import { nameIn } from '../../web/agency-names.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { SelectField, TextArea } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Moment } from '../../web/components/moment.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { Table, WithDays } from '../../web/components/table.tsx'
import { showMoment } from '../../web/days.ts'
import { OwnPage } from '../me/own-page.tsx'
import { reportMessages } from './report-messages.ts'
import { OWN_REPORTS_PATH } from './slice.ts'
import type { RecordField, ReportState } from '../../core/record-reports.ts'
import type { BadgeKind } from '../../web/components/badge.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { ListedReport, ReportPage } from './report-rows.ts'

const KIND_OF: Record<ReportState, BadgeKind> = { open: 'warning', corrected: 'good', correct: 'plain', withdrawn: 'plain' }

/** The state, and what was answered by whom. */
export function ReportOutcome({ language, report }: { language: Language; report: ListedReport }) {
  const m = reportMessages(language)
  const { state, note, by, closedAt } = report
  const answered = state === 'corrected' || state === 'correct'
  return (
    <>
      <Badge kind={KIND_OF[state]}>{m.states[state]}</Badge>
      {note === null ? null : <span class="below">{note}</span>}
      {!answered || by === null || closedAt === null ? null : <span class="below"><WithDays text={m.by(by, showMoment(closedAt, language))} /></span>}
    </>
  )
}

/** What is wrong, as a word of its own. */
export function fieldText(field: RecordField, language: Language): string {
  const name = RECORD_FIELDS[field][language]
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

export const postOf = ({ agency, post: { unit, title } }: Pick<ListedReport, 'agency' | 'post'>, language: Language): string =>
  [nameIn(agency, language), unit, title].filter((one) => one !== '').join(' ')

export const OWN_DONE = ['told', 'withdrawn'] as const

/** What one has told of one's own record. */
export function OwnReportsPage({ request, page, done }: { request: FrameRequest; page: ReportPage; done: (typeof OWN_DONE)[number] | null }) {
  const { language } = request
  const m = reportMessages(language)
  const at = (place: Record<string, string>) => addressOf(OWN_REPORTS_PATH, place)
  return (
    <OwnPage request={request} title={m.title}>
      {done === null ? null : <Notice kind="done" title={m.done[done]} />}
      <p class="lead">{m.ownLead}</p>
      <p><ButtonLink href={`${OWN_REPORTS_PATH}/new`}>{m.tell}</ButtonLink></p>
      {page.reports.length === 0 ? <Empty title={m.none} /> : (
        <Table
          language={language} caption={m.caption} count={page.count} rows={page.reports}
          columns={[
            { label: m.at, cell: ({ at: when }) => <Moment at={when} language={language} /> },
            { label: m.field, heading: true, cell: ({ field }) => fieldText(field, language) },
            { label: m.says, cell: (report) => <>{report.says}<span class="below">{postOf(report, language)}</span></> },
            { label: m.state, cell: (report) => <ReportOutcome language={language} report={report} /> },
            {
              label: componentMessages(language).acts, actions: true,
              cell: ({ id, field, state }) => (state !== 'open' ? '' : (
                <Form request={request} action={`${OWN_REPORTS_PATH}/${id}/withdraw`}>
                  <Button kind="quiet" label={m.withdrawNamed(RECORD_FIELDS[field][language])}>{m.withdraw}</Button>
                </Form>
              )),
            },
          ]}
        />
      )}
      <Paging
        language={language} previous={page.previous === null ? null : at({ before: page.previous })}
        next={page.next === null ? null : at({ after: page.next })}
      />
    </OwnPage>
  )
}

/** One of the reader's own posts, to tell of. */
export type OwnPost = { id: string; agency: ListedReport['agency']; unit: string; title: string }

/** 「告知有誤」. */
export function NewReportPage({ request, form, posts }: { request: FrameRequest; form: FormState; posts: readonly OwnPost[] }) {
  const { language } = request
  const m = reportMessages(language)
  return (
    <OwnPage request={request} title={m.tell} crumbs={[{ label: m.title, href: OWN_REPORTS_PATH }]} problems={form.problems}>
      <p class="lead">{m.ownLead}</p>
      {posts.length === 0 ? <Empty title={m.noPosts} /> : (
        <Form request={request} action={`${OWN_REPORTS_PATH}/new`}>
          <Radios
            language={language} form={form} name="post" label={m.post} hint={m.postHint}
            choices={posts.map(({ id, ...post }) => ({ value: id, label: postOf({ agency: post.agency, post }, language) }))}
          />
          <SelectField
            language={language} form={form} name="field" label={m.field}
            choices={(Object.keys(RECORD_FIELDS) as RecordField[]).map((one) => ({ value: one, label: fieldText(one, language) }))}
          />
          <TextArea language={language} form={form} name="says" label={m.says} hint={m.saysHint} rows={4} maxlength={500} />
          <Actions><Button>{m.send}</Button><CancelLink language={language} href={OWN_REPORTS_PATH} /></Actions>
        </Form>
      )}
    </OwnPage>
  )
}
