import { Button } from '../../web/components/button.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { TextArea } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { Table } from '../../web/components/table.tsx'
import { filledForm } from '../../web/form.ts'
import { refText } from './entry.ts'
import { entryColumns } from './entry-parts.tsx'
import { messages } from './messages.ts'
import { ReviewsFrame } from './reviews-frame.tsx'
import type { LocalPath } from '../../web/reply.ts'
import type { Entry } from './entry.ts'
import type { Losses } from './losses.ts'
import type { ReviewRequest } from './reviews-frame.tsx'

/** 「結束」: asks once for all of them, and says in numbers what it takes away. */
export function EndEntriesPage({ request, entries, losses, action, hidden, cancel, why = '' }: {
  request: ReviewRequest
  entries: readonly Entry[]
  losses: Losses
  action: LocalPath
  hidden: Readonly<Record<string, string>>
  cancel: LocalPath
  /** What was written already on the page before. */
  why?: string
}) {
  const { language, today } = request
  const m = messages(language)
  const kinds = (['delegation', 'duty', 'grant', 'membership'] as const)
    .map((kind) => ({ kind, count: entries.filter((entry) => entry.kind === kind).length })).filter(({ count }) => count > 0)
  const counts = kinds.map(({ kind, count }) => m.ending.count(kind, count)).join(language === 'en' ? ', ' : '、')
  return (
    <ReviewsFrame request={request} title={m.ending.title} tab={null} handover>
      <Notice kind="warning" title={componentMessages(language).before}>
        <p>{m.ending.counts(counts)}</p>
        <p>{losses.persons === 0 ? m.ending.losesNobody : m.ending.loses(losses.persons, losses.rights)}</p>
        {losses.managers === 0 ? null : <p>{m.ending.managers(losses.managers)}</p>}
      </Notice>
      <div class="wide-list">
        <Table language={language} caption={m.ending.list} count={entries.length} rows={entries} columns={entryColumns(language, today)} />
      </div>
      <Form request={request} action={action} hidden={{ ...hidden, press: 'endNow' }}>
        {entries.map((entry) => <input type="hidden" name="entry" value={refText(entry)} />)}
        <TextArea
          language={language} form={filledForm({ why })} name="why" label={m.ending.why} hint={m.ending.whyHint} rows={2} maxlength={500}
          optional
        />
        <Actions>
          <Button kind="danger">{m.end}</Button>
          <CancelLink language={language} href={cancel} />
        </Actions>
      </Form>
    </ReviewsFrame>
  )
}
