// 「人事資料匯入」: the feeds there were and are.
import { ButtonLink, Button } from '../../web/components/button.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { SelectField } from '../../web/components/fields.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { DayCell, Table } from '../../web/components/table.tsx'
import { showMoment } from '../../web/days.ts'
import { filledForm } from '../../web/form.ts'
import { feedMessages } from './feed-messages.ts'
import { BroughtBy, EffectText, FeedBadge, FEEDS_PATH, feedPath, feedsAddress, shownCount } from './feed-parts.tsx'
import { KINDS, SHOWN } from './list-feeds.ts'
import type { Column } from '../../web/components/table.tsx'
import type { CentralRequest } from './feed-parts.tsx'
import type { FeedFilter, FeedPage, ListedFeed, Sorted } from './list-feeds.ts'

type Props = { request: CentralRequest; filter: FeedFilter; shown: FeedPage }

function columnsOf({ request, filter }: Props): Column<ListedFeed>[] {
  const { language } = request
  const m = feedMessages(language)
  const sort = (by: Sorted) => {
    const now = filter.sort !== by ? null : filter.descending ? 'descending' as const : 'ascending' as const
    return { href: feedsAddress({ ...filter, sort: by, descending: now !== 'descending' }), now }
  }
  return [
    {
      label: m.columns.feed, heading: true, sort: sort('received'),
      cell: ({ id, source }) => (
        <>
          <a href={feedPath(id)}>{m.number(id)}</a>
          <span class="below">{source}</span>
        </>
      ),
    },
    { label: m.columns.kind, cell: ({ kind }) => <span class="whole">{m.kinds[kind]}</span> },
    { label: m.columns.asOf, sort: sort('asOf'), cell: ({ asOf }) => <DayCell day={asOf} language={language} /> },
    {
      label: m.columns.received,
      cell: (feed) => (
        <>
          <span class="whole">{showMoment(feed.receivedAt, language)}</span>
          <span class="below"><BroughtBy feed={feed} language={language} /></span>
        </>
      ),
    },
    {
      label: m.columns.rows, numeric: true, sort: sort('rows'),
      cell: ({ rows, rejectedRows }) => (
        <>
          {shownCount(rows)}
          {rejectedRows === 0 ? null : <span class="below">{m.rejectedRows(shownCount(rejectedRows))}</span>}
        </>
      ),
    },
    { label: m.columns.effect, cell: ({ counts }) => (counts === null ? '—' : <EffectText counts={counts} language={language} />) },
    { label: m.columns.state, cell: (feed) => <span class="whole"><FeedBadge feed={feed} language={language} /></span> },
  ]
}

function Filters({ request, filter }: Props) {
  const { language } = request
  const m = feedMessages(language)
  const c = componentMessages(language)
  const form = filledForm({ shown: filter.shown, kind: filter.kind ?? '' })
  return (
    <form method="get" action={FEEDS_PATH} class="filters" aria-label={c.filter}>
      <SelectField
        language={language} form={form} name="shown" label={m.filters.shown} none={null}
        choices={SHOWN.map((one) => ({ value: one, label: m.shown[one] }))}
      />
      <SelectField
        language={language} form={form} name="kind" label={m.filters.kind} none={m.filters.allKinds}
        choices={KINDS.map((one) => ({ value: one, label: m.kinds[one] }))}
      />
      <div class="actions"><Button kind="secondary">{c.filter}</Button></div>
    </form>
  )
}

/** The list. */
export function FeedsPage(props: Props) {
  const { request, filter, shown: { feeds, total, before, previous, next } } = props
  const { language } = request
  const m = feedMessages(language)
  const at = (after: string) => feedsAddress(filter, { after })
  return (
    <ManagePage request={request} title={m.title} from={before + 1}>
      <p class="lead">{m.lead}</p>
      <div class="actions list-actions"><ButtonLink href={`${FEEDS_PATH}/new`}>{m.add}</ButtonLink></div>
      <Filters {...props} />
      {total === 0 ? <div role="status"><Empty title={m.none}><p>{m.noneHelp}</p></Empty></div> : (
        <>
          <Table language={language} caption={m.caption} count={total} columns={columnsOf(props)} rows={feeds} />
          <Exports language={language} list={feedsAddress(filter)} />
          <Paging
            language={language} shown={{ from: before + 1, to: before + feeds.length }}
            previous={previous === null ? null : at(previous)} next={next === null ? null : at(next)}
          />
        </>
      )}
    </ManagePage>
  )
}
