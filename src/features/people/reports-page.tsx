// 「資料有誤」 for those who answer: personnel officers of the agency, those who manage it, and the centre.
import type { Child } from 'hono/jsx'
import { addressOf } from '../../web/address.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { SelectField, TextArea, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Moment } from '../../web/components/moment.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { DescriptionList, Empty } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { managesAnything } from '../../web/actor.ts'
import { showMoment } from '../../web/days.ts'
import { filledForm } from '../../web/form.ts'
import { Page } from '../../web/layout.tsx'
import { fieldText, postOf, ReportOutcome } from './own-reports-page.tsx'
import { PeopleTabs } from './people-tabs.tsx'
import { reportMessages } from './report-messages.ts'
import { REPORT_STATES } from './report-rows.ts'
import { isCentral, partPath, reportPath, REPORTS_PATH } from './slice.ts'
import type { Actor } from '../../web/actor.ts'
import type { Crumb } from '../../web/components/breadcrumbs.tsx'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { ListedReport, ReportFilter, ReportPage } from './report-rows.ts'

type Request = FrameRequest & { actor: Actor }

/** The frame of management, where that is open to the reader; officers who manage nothing have the plain one. */
function Frame({ request, title, crumbs = [], problems = [], children }: {
  request: Request; title: string; crumbs?: readonly Crumb[]; problems?: readonly FormProblem[]; children: Child
}) {
  return managesAnything(request.actor)
    ? <ManagePage request={request} title={title} crumbs={crumbs} problems={problems}>{children}</ManagePage>
    : <Page request={request} title={title} breadcrumbs={[...crumbs]} problems={problems}>{children}</Page>
}

/** The address of the list. */
export const reportsAddress = ({ state, agency, oldest }: ReportFilter, place: Readonly<Record<string, string>> = {}): LocalPath =>
  addressOf(REPORTS_PATH, { state: state === 'open' ? '' : state, agency, sort: oldest ? '' : 'newest', ...place })

export function ReportsPage({ request, filter, page, done }: { request: Request; filter: ReportFilter; page: ReportPage; done: boolean }) {
  const { language } = request
  const m = reportMessages(language)
  const form = filledForm({ state: filter.state, agency: filter.agency })
  const sort = { href: reportsAddress({ ...filter, oldest: !filter.oldest }), now: filter.oldest ? 'ascending' as const : 'descending' as const }
  return (
    <Frame request={request} title={m.listTitle}>
      {isCentral(request.actor) ? <PeopleTabs request={request} current="reports" /> : null}
      {done ? <Notice kind="done" title={m.done.answered} /> : null}
      <p class="lead">{m.listLead}</p>
      <form class="ask" method="get" action={REPORTS_PATH} novalidate>
        <div class="asks">
          <SelectField
            language={language} form={form} name="state" label={m.shown} none={null} choices={REPORT_STATES.map((one) => ({ value: one, label: m.shownOnes[one] }))}
          />
          <TextField language={language} form={form} name="agency" label={m.agency} hint={m.agencyHint} maxlength={10} optional />
        </div>
        <div class="actions"><Button kind="secondary">{m.filter}</Button></div>
      </form>
      {page.reports.length === 0 && page.previous === null ? <div role="status"><Empty title={m.listNone} /></div> : (
        <>
          <Table
            language={language} caption={m.listTitle} count={page.count} rows={page.reports}
            columns={[
              { label: m.at, sort, cell: ({ at }) => <Moment at={at} language={language} /> },
              { label: m.person, heading: true, cell: (report) => <>{report.person.name}<span class="below">{postOf(report, language)}</span></> },
              { label: m.field, cell: ({ field }) => fieldText(field, language) },
              { label: m.says, cell: ({ says }) => says },
              { label: m.state, cell: (report) => <ReportOutcome language={language} report={report} /> },
              {
                label: componentMessages(language).acts, actions: true,
                cell: ({ id, person }) => <ButtonLink kind="quiet" href={reportPath(id)} label={m.lookNamed(person.name)}>{m.look}</ButtonLink>,
              },
            ]}
          />
          <Exports language={language} list={reportsAddress(filter)} />
        </>
      )}
      <Paging
        language={language} previous={page.previous === null ? null : reportsAddress(filter, { before: page.previous })}
        next={page.next === null ? null : reportsAddress(filter, { after: page.next })}
      />
    </Frame>
  )
}

/** One report, and the answer to it. `mayAnswer`: it is open, and not the reader's own. */
export function ReportAnswerPage({ request, report, form, mayAnswer }: { request: Request; report: ListedReport; form: FormState; mayAnswer: boolean }) {
  const { language, actor } = request
  const m = reportMessages(language)
  const { person, field, says, at } = report
  return (
    <Frame request={request} title={m.oneTitle} crumbs={[{ label: m.listTitle, href: REPORTS_PATH }]} problems={form.problems}>
      <DescriptionList
        items={[
          { term: m.person, value: isCentral(actor) ? <a href={partPath(person.key, 'record')}>{person.name}</a> : person.name },
          { term: m.post, value: postOf(report, language) },
          { term: m.field, value: fieldText(field, language) },
          { term: m.says, value: says },
          { term: m.at, value: showMoment(at, language) },
          { term: m.state, value: <ReportOutcome language={language} report={report} /> },
        ]}
      />
      {mayAnswer ? (
        <Form request={request} action={reportPath(report.id)} label={m.answer}>
          <Radios
            language={language} form={form} name="answer" label={m.answer}
            choices={(['corrected', 'correct'] as const).map((one) => ({ value: one, label: m.answers[one] }))}
          />
          <TextArea language={language} form={form} name="note" label={m.note} hint={m.noteHint} rows={3} maxlength={500} optional />
          <Actions><Button>{m.answer}</Button><CancelLink language={language} href={REPORTS_PATH} /></Actions>
        </Form>
      ) : report.state === 'open' ? <p>{m.refusals.ownReport}</p> : null}
    </Frame>
  )
}
