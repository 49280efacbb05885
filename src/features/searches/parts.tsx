// What the pages of 進階搜尋 share: the day, the reasons, the columns.
import { addressOf } from '../../web/address.ts'
import { AsOfNotice } from '../../web/components/as-of-notice.tsx'
import { Badge } from '../../web/components/badge.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { DateField } from '../../web/components/fields.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { DayCell } from '../../web/components/table.tsx'
import { showDayShort } from '../../web/days.ts'
import { filledForm } from '../../web/form.ts'
import { messages } from './messages.ts'
import type { Day } from '../../core/days.ts'
import type { AskedDay } from '../../web/asked-day.ts'
import type { Column } from '../../web/components/table.tsx'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { ShownPerson, ShownRight } from './shown-right.ts'

/** What stands in the address: what a form asked, by the names of its fields. */
export type Said = Readonly<Record<string, string>>

/** The form as asked, with what is wrong with it. */
export function askedForm(said: Said, problems: readonly FormProblem[] = []): FormState {
  return { typed: filledForm(said).typed, problems }
}

/** A day as the date field shows it. */
export const typedDayOf = (asOf: AskedDay, language: Language): string =>
  (asOf === null ? '' : showDayShort(asOf, language))

/** 「查詢日期」; empty is today. */
export function DayField({ language, form, name = 'asOf', label }: {
  language: Language; form: FormState; name?: string; label?: string
}) {
  const m = messages(language)
  return <DateField language={language} form={form} name={name} label={label ?? m.day} hint={m.dayHint} />
}

/** 「含所屬機關」, under the field of an agency. */
export function BelowBox({ language, checked }: { language: Language; checked: boolean }) {
  return (
    <p class="choice">
      <input type="checkbox" id="below" name="below" value="yes" checked={checked} />
      <label for="below">{messages(language).below}</label>
    </p>
  )
}

/** Says which day the answer is of, when it is not today, and by what it was made (R-DAY-2). */
export function SearchedDay({ request, asOf, path, said }: {
  request: FrameRequest; asOf: AskedDay; path: LocalPath; said: Said
}) {
  const m = messages(request.language)
  return (
    <AsOfNotice request={request} asOf={asOf} back={addressOf(path, { ...said, asOf: '' })}>
      {asOf !== null && asOf < request.today ? m.asOfPast : m.asOfFuture}
    </AsOfNotice>
  )
}

/** Under a list of any length: its files, its count where counting takes its time, and its pages. */
export function ListFoot({ language, path, said, page: { count, previous, next }, counted }: {
  language: Language; path: LocalPath; said: Said
  page: { count: number | null; previous: string | null; next: string | null }
  /** Counting was asked for, and took too long where there is no count. */
  counted: boolean
}) {
  const m = messages(language)
  const at = (more: Record<string, string>) => addressOf(path, { ...said, ...more })
  return (
    <>
      <Exports language={language} list={addressOf(path, said)}>
        {count !== null ? null : counted ? <span class="soft">{m.tooMany}</span> : <a href={at({ count: 'yes' })}>{m.countNow}</a>}
      </Exports>
      <Paging
        language={language} previous={previous === null ? null : at({ before: previous })}
        next={next === null ? null : at({ after: next })}
      />
    </>
  )
}

/** By which kind of reason, and the reason. */
export function Basis({ right, language }: { right: Pick<ShownRight, 'by' | 'why'>; language: Language }) {
  return <><Badge>{messages(language).by[right.by]}</Badge> {right.why}</>
}

export function PersonName({ person }: { person: ShownPerson }) {
  return <>{person.name} <span class="code soft whole">{person.nationalIdMasked}</span></>
}

/** The last day, or that there is none. */
export function UntilCell({ until, language }: { until: Day | null; language: Language }) {
  return until === null ? <>{messages(language).open}</> : <DayCell day={until} language={language} />
}

/** Where a list of rights may be ordered by a column. */
export type SortLinks = Partial<Record<'agency' | 'person' | 'application' | 'until', Column<ShownRight>['sort']>>

/** The columns of rights; without those that say the same in each row. */
export function rightColumns(
  language: Language, leave: { person?: boolean; application?: boolean }, sorts: SortLinks = {},
): Column<ShownRight>[] {
  const m = messages(language)
  const sort = (name: keyof SortLinks) => (sorts[name] === undefined ? {} : { sort: sorts[name] })
  const columns: (Column<ShownRight> | false)[] = [
    leave.person !== true && {
      label: m.person, heading: true, cell: ({ person }) => <PersonName person={person} />, ...sort('person'),
    },
    leave.application !== true && {
      label: m.application, heading: leave.person === true, ...sort('application'),
      cell: ({ application, applicationName }) =>
        <><span class="code">{application}</span> {applicationName}</>,
    },
    { label: m.category, cell: ({ categoryName }) => categoryName },
    {
      label: m.agency, ...sort('agency'),
      cell: ({ agency, agencyName }) => <>{agencyName} <span class="code soft">{agency}</span></>,
    },
    { label: m.basis, cell: (right) => <Basis right={right} language={language} /> },
    { label: m.from, cell: ({ from }) => <DayCell day={from} language={language} /> },
    { label: m.until, cell: ({ until }) => <UntilCell until={until} language={language} />, ...sort('until') },
  ]
  return columns.filter((column) => column !== false)
}
