// Writing a card, step by step: the card, its receivers, how it will look.
import { MOST_FOUND, MOST_RECEIVERS, MOST_WORDS } from '../../core/greetings.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { ConfirmPage } from '../../web/components/confirm-page.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { DateField, TextArea, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { DescriptionList, Empty } from '../../web/components/panel.tsx'
import { FoundNothing, SearchAnswer } from '../../web/components/search-answer.tsx'
import { Table } from '../../web/components/table.tsx'
import { showDay } from '../../web/days.ts'
import { Page } from '../../web/layout.tsx'
import { agencyText, Card, PictureField } from './greeting-parts.tsx'
import { messages } from './messages.ts'
import { DRAFT_PATH, LIST_PATH, PREVIEW_PATH, RECEIVERS_PATH } from './slice.ts'
import { writingMessages } from './writing-messages.ts'
import type { Child } from 'hono/jsx'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Colleague } from './colleagues.ts'
import type { OwnDraft, Receiver } from './draft.ts'
import type { FoundPage } from './find-receivers.ts'

function Step({ request, at, title, answer = false, problems, children }: {
  request: FrameRequest; at: number; title: string; answer?: boolean; problems: FormState['problems']; children: Child
}) {
  const { language } = request
  return (
    <Page request={request} title={title} answer={answer} breadcrumbs={[{ label: messages(language).title, href: LIST_PATH }]} problems={problems}>
      <p class="soft">{writingMessages(language).step(at)}</p>
      {children}
    </Page>
  )
}

/** The first step. `begun`: the card is kept already. */
export function WritePage({ request, form, begun }: { request: FrameRequest; form: FormState; begun: boolean }) {
  const { language } = request
  const m = writingMessages(language)
  const common = { language, form }
  return (
    <Step request={request} at={1} title={m.writeTitle} problems={form.problems}>
      <Form request={request} action={DRAFT_PATH}>
        <PictureField request={request} form={form} name="picture" />
        <TextArea {...common} name="words" label={m.words} hint={m.wordsHint(MOST_WORDS)} rows={7} maxlength={MOST_WORDS} />
        <DateField {...common} name="deliverOn" label={m.deliverOn} hint={m.deliverOnHint} optional />
        <Actions>
          <Button>{m.toReceivers}</Button>
          <CancelLink language={language} href={LIST_PATH} />
          {begun ? <ButtonLink href={`${DRAFT_PATH}/discard`} kind="quiet">{m.discard}</ButtonLink> : null}
        </Actions>
      </Form>
    </Step>
  )
}

/** A button of a row, in a form of its own. */
function RowForm({ request, action, hidden, label, children }: {
  request: FrameRequest; action: `/${string}`; hidden: Record<string, string>; label: string; children: Child
}) {
  return <Form request={request} action={action} hidden={hidden}><Button kind="quiet" label={label}>{children}</Button></Form>
}

function FoundPeople({ request, found, done }: { request: FrameRequest; found: FoundPage; done: ReceiversDone | null }) {
  const { language } = request
  const m = writingMessages(language)
  if (found.people.length === 0) return <FoundNothing title={m.nobody}><p>{m.nobodyWhy}</p></FoundNothing>
  return (
    <>
      <SearchAnswer idle={done !== null}>{found.more ? m.narrow(MOST_FOUND) : m.foundCount(found.people.length)}</SearchAnswer>
      <Table
        language={language} caption={m.foundTitle} rows={found.people}
        columns={[
          { label: m.columns.name, heading: true, cell: ({ colleague }) => colleague.name },
          { label: m.columns.agency, cell: ({ colleague }) => agencyText(colleague, language) },
          {
            label: componentMessages(language).acts, actions: true,
            cell: ({ at, colleague, chosen }) => (chosen ? <span class="soft">{m.added}</span> : (
              <RowForm
                request={request} action={`${RECEIVERS_PATH}/add`} hidden={{ query: found.query, at: String(at) }}
                label={m.addOne(colleague.name, agencyText(colleague, language))}
              >
                {m.add}
              </RowForm>
            )),
          },
        ]}
      />
    </>
  )
}

function Chosen({ request, receivers, query }: { request: FrameRequest; receivers: readonly Receiver[]; query: string | null }) {
  const { language } = request
  const m = writingMessages(language)
  if (receivers.length === 0) return <Empty title={m.noneChosen}><p>{m.noneChosenWhy}</p></Empty>
  return (
    <Table
      language={language} caption={`${m.chosen} ${m.chosenCount(receivers.length, MOST_RECEIVERS)}`} rows={receivers}
      columns={[
        { label: m.columns.name, heading: true, cell: ({ colleague }) => colleague.name },
        { label: m.columns.agency, cell: ({ colleague }) => agencyText(colleague, language) },
        {
          label: componentMessages(language).acts, actions: true,
          cell: ({ place, colleague }) => (
            <RowForm
              request={request} action={`${RECEIVERS_PATH}/remove`} hidden={{ place: String(place), ...(query === null ? {} : { query }) }}
              label={m.removeOne(colleague.name, agencyText(colleague, language))}
            >
              {m.remove}
            </RowForm>
          ),
        },
      ]}
    />
  )
}

/** What was done to the list of receivers just now. */
export const RECEIVERS_DONE = ['added', 'removed'] as const
type ReceiversDone = (typeof RECEIVERS_DONE)[number]

/** The second step. `form`: the search; `found`: what it found, null before anybody searched. */
export function ReceiversPage({ request, draft, form, found, done = null }: {
  request: FrameRequest; draft: OwnDraft; form: FormState; found: FoundPage | null; done?: ReceiversDone | null
}) {
  const { language } = request
  const m = writingMessages(language)
  const common = { language, form }
  return (
    <Step request={request} at={2} title={m.receiversTitle} answer={found !== null} problems={form.problems}>
      <h2>{m.findTitle}</h2>
      <Form request={request} action={`${RECEIVERS_PATH}/find`} label={m.findTitle}>
        <div class="criteria">
          <TextField {...common} name="name" label={m.name} hint={m.nameHint} maxlength={100} />
          <TextField {...common} name="agency" label={m.agency} hint={m.agencyHint} maxlength={100} optional />
        </div>
        <Actions><Button kind="secondary">{m.find}</Button></Actions>
      </Form>
      {found === null ? null : <FoundPeople request={request} found={found} done={done} />}
      {done === null ? null : <Notice kind="done" title={m.did[done]} />}
      <Chosen request={request} receivers={draft.receivers} query={found?.query ?? null} />
      <p class="actions">
        {draft.receivers.length === 0 ? null : <ButtonLink href={PREVIEW_PATH}>{m.toPreview}</ButtonLink>}
        <ButtonLink href={DRAFT_PATH} kind="secondary">{m.toWriting}</ButtonLink>
      </p>
    </Step>
  )
}

/** The names of receivers in one line after another. */
export function ReceiverNames({ request, receivers }: { request: FrameRequest; receivers: readonly Receiver[] }) {
  const { language } = request
  return (
    <ul class="plain">
      {receivers.map(({ colleague }) => (
        <li>{colleague.name} <span class="soft">{agencyText(colleague, language)}</span></li>
      ))}
    </ul>
  )
}

/** The third step: the card as its receivers will see it. `from`: whose it is. */
export function PreviewPage({ request, draft, from, form }: { request: FrameRequest; draft: OwnDraft; from: Colleague; form: FormState }) {
  const { language, today } = request
  const m = writingMessages(language)
  const { deliverOn, receivers } = draft
  const atOnce = deliverOn === null || deliverOn === today
  return (
    <Step request={request} at={3} title={m.previewTitle} problems={form.problems}>
      <p>{m.previewLead}</p>
      <Card request={request} picture={draft.picture} words={draft.words ?? ''} from={from} />
      <DescriptionList
        items={[
          { term: m.deliverOn, value: atOnce ? m.atOnce(showDay(today, language)) : m.onDay(showDay(deliverOn, language)) },
          { term: `${m.chosen} ${receivers.length}`, value: <ReceiverNames request={request} receivers={receivers} /> },
        ]}
      />
      <p class="soft">{m.letterSays}</p>
      <Form request={request} action={`${DRAFT_PATH}/send`} hidden={{ draft: draft.id, version: String(draft.version) }}>
        <Actions>
          <Button>{m.send}</Button>
          <ButtonLink href={RECEIVERS_PATH} kind="secondary">{m.toChange}</ButtonLink>
          <ButtonLink href={DRAFT_PATH} kind="secondary">{m.toWriting}</ButtonLink>
        </Actions>
      </Form>
    </Step>
  )
}

/** Asks before a draft is thrown away. */
export function DiscardPage({ request, draft }: { request: FrameRequest; draft: OwnDraft }) {
  const m = writingMessages(request.language)
  return (
    <ConfirmPage
      request={request} title={m.discardTitle} breadcrumbs={[{ label: messages(request.language).title, href: LIST_PATH }]}
      consequence={<p>{m.discardConsequence(draft.receivers.length)}</p>} action={`${DRAFT_PATH}/discard`} confirm={m.discard}
      cancel={DRAFT_PATH}
    />
  )
}
