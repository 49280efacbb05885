import { Exports } from '../../web/components/exports.tsx'
import { Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { showDay } from '../../web/days.ts'
import { REVIEWS_PATH, suspendedAddress } from './addresses.ts'
import { CheckedActs, decideColumn, entryColumns } from './entry-parts.tsx'
import { messages } from './messages.ts'
import { ReviewsFrame } from './reviews-frame.tsx'
import type { Day } from '../../core/days.ts'
import type { Column } from '../../web/components/table.tsx'
import type { FormState } from '../../web/form.ts'
import type { AskedSuspended, Did } from './addresses.ts'
import type { Entry } from './entry.ts'
import type { PostChoices } from './entry-parts.tsx'
import type { SuspendedPage as Listed } from './list-suspended.ts'
import type { ReviewRequest } from './reviews-frame.tsx'

/** What is suspended at the agencies that one manages (R-JML-2). */
export function SuspendedPage({ request, page, entries, posts, since, asked, form, did, handover }: {
  request: ReviewRequest
  page: Listed
  entries: readonly Entry[]
  posts: PostChoices
  since: Day | null
  asked: AskedSuspended
  form: FormState
  did: { what: Did; count: number } | null
  handover: boolean
}) {
  const { language, today } = request
  const m = messages(language)
  const checked = new Set(form.typed['entry'])
  const [whom, what, ...rest] = entryColumns(language, today, (ref) => checked.has(ref))
  // Below what it is about, for want of a place of its own: with one more column the table was wider than a window in English.
  const columns: Column<Entry>[] = [
    whom!,
    {
      label: what!.label,
      cell: (entry) => <>{what!.cell(entry)}<span class="below">{entry.agency.name} <span class="code">{entry.agency.code}</span></span></>,
    },
    ...rest,
    decideColumn(language, componentMessages(language).acts, { posts, chosen: form.typed['post'] ?? [], decided: () => null }),
  ]
  return (
    <ReviewsFrame request={request} tab="suspended" handover={handover} problems={form.problems}>
      {did === null ? null : <Notice kind="done" title={m.handover.did[did.what](did.count)} />}
      <p class="lead">{m.suspended.lead}</p>
      {asked.agency === null ? null : (
        <p>
          {m.suspended.only} <span class="code">{asked.agency}</span>{' '}
          <a href={suspendedAddress({ agency: null, after: '' })}>{m.suspended.everywhere}</a>
        </p>
      )}
      {entries.length === 0 ? <Empty title={m.suspended.none} /> : (
        <Form request={request} action={`${REVIEWS_PATH}/suspended`} label={m.tabs.suspended} hidden={{ agency: asked.agency ?? '', after: asked.after }}>
          <div class="review-bar">
            <CheckedActs language={language} />
          </div>
          <div class="wide-list">
            <Table language={language} caption={m.tabs.suspended} count={page.total} rows={entries} columns={columns} />
          </div>
          {since === null ? null : <p class="soft">{m.usedSince(showDay(since, language))}</p>}
          <Exports language={language} list={suspendedAddress({ ...asked, after: '' })} />
          <Paging
            language={language} previous={page.previous === null ? null : suspendedAddress({ ...asked, after: page.previous })}
            next={page.next === null ? null : suspendedAddress({ ...asked, after: page.next })}
            shown={{ from: page.before + 1, to: page.before + entries.length }}
          />
        </Form>
      )}
    </ReviewsFrame>
  )
}
