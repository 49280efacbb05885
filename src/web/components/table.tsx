import type { Child } from 'hono/jsx'
import type { Day } from '../../core/days.ts'
import { showDayShort } from '../days.ts'
import type { Language } from '../language.ts'
import { componentMessages } from './messages.ts'

export type Column<Row> = {
  label: string
  cell: (row: Row) => Child
  /** The column that names the row. */
  heading?: boolean
  /** Numbers stand at the end, figures of one width. */
  numeric?: boolean
  /** Where sorting by this column leads, and how it stands now. */
  sort?: { href: string; now: 'ascending' | 'descending' | null }
  /** Plain words with blanks between, as ours are: none is broken, however narrow the column. */
  words?: boolean
  /** Buttons of the row: no label on a phone, not printed. */
  actions?: boolean
}

function Head<Row>({ language, column }: { language: Language; column: Column<Row> }) {
  const { label, sort, numeric = false, actions = false } = column
  const kind = actions ? 'acts' : numeric ? 'number' : undefined
  const order = sort === undefined || sort.now === null ? undefined : sort.now
  return (
    <th role="columnheader" scope="col" class={kind} aria-sort={order}>
      {sort === undefined ? label : (
        <a href={sort.href} title={componentMessages(language).sortBy(label)}>
          {label}<span class={`order ${order ?? 'none'}`} aria-hidden="true" />
        </a>
      )}
    </th>
  )
}

/**
 * A table with its caption. On a narrow screen every row becomes a small card of labelled lines; the roles are written
 * out because a changed `display` would take them away.
 */
export function Table<Row>(props: {
  language: Language
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** Says how many there are, beside the caption. */
  count?: number
}) {
  const { language, caption, columns, rows, count } = props
  return (
    <table role="table">
      <caption>
        {caption}
        {count === undefined ? null : <span class="count">{componentMessages(language).found(count)}</span>}
      </caption>
      <thead role="rowgroup">
        <tr role="row">{columns.map((column) => <Head language={language} column={column} />)}</tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row">
            {columns.map(({ label, cell, heading = false, numeric = false, words = false, actions = false }) => {
              const content = cell(row)
              if (heading) return <th role="rowheader" scope="row" data-label={label}>{content}</th>
              if (actions) return <td role="cell" class="acts">{content}</td>
              return <td role="cell" class={numeric ? 'number' : words ? 'words' : undefined} data-label={label}>{content}</td>
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A day in a cell, which is not broken at its hyphens. */
export const DayCell = ({ day, language }: { day: Day; language: Language }) => <time datetime={day}>{showDayShort(day, language)}</time>

const SHOWN_DAY = /(\d{4}-\d{2}-\d{2}|\d{2,3}\/\d{2}\/\d{2})/

/** A line of a cell that tells days among its words, none of which is broken. */
export const WithDays = ({ text }: { text: string }) =>
  <>{text.split(SHOWN_DAY).map((part, at) => (at % 2 === 0 ? part : <span class="whole">{part}</span>))}</>
