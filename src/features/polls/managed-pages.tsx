// 「公告與投票管理」: the polls of an agency or of the centre, a new one, and one of them as its writers have it.
import { randomUUID } from 'node:crypto'
import { pollState } from '../../core/polls.ts'
import { addressOf } from '../../web/address.ts'
import { nameIn } from '../../web/agency-names.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Checkboxes } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { DateField, SelectField, TextArea, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice as Callout } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty, Panel, Tabs } from '../../web/components/panel.tsx'
import { AgencyField } from '../../web/components/pickers.tsx'
import { Table } from '../../web/components/table.tsx'
import { showMoment } from '../../web/days.ts'
import { PEOPLE } from '../notices/editor-form.ts'
import { editorMessages as noticeMessages } from '../notices/editor-messages.ts'
import { CENTRE } from '../notices/list-managed.ts'
import { deskAddress, DeskPage } from '../notices/managed-pages.tsx'
import { audienceText, showEnd } from '../notices/parts.tsx'
import { MOST_ABOUT, MOST_CHOICES_TEXT, MOST_QUESTION } from './editor-form.ts'
import { editorMessages } from './editor-messages.ts'
import { messages } from './messages.ts'
import { endOf, PollFacts, Result, StateBadge } from './poll-parts.tsx'
import { MANAGE_POLLS_PATH, managedPollPath, pollPath } from './slice.ts'
import type { FormState } from '../../web/form.ts'
import type { Desk } from '../notices/list-managed.ts'
import type { ManageRequest } from '../notices/managed-pages.tsx'
import type { NamedAgency } from '../notices/notice-rows.ts'
import type { Poll, PollResult, PollsPage } from './poll-rows.ts'

const codeOf = ({ agency }: Desk): string => agency?.code ?? CENTRE

/** The polls of a desk. */
export function ManagedPollsPage({ request, desk, page, first }: { request: ManageRequest; desk: Desk; page: PollsPage; first: boolean }) {
  const { language } = request
  const m = editorMessages(language)
  const words = noticeMessages(language)
  const at = (more: Record<string, string> = {}) => addressOf(MANAGE_POLLS_PATH, { agency: codeOf(desk), ...more })
  return (
    <DeskPage request={request} desk={desk} title={m.list}>
      <Tabs
        label={words.kinds}
        tabs={[{ label: words.announcements, href: deskAddress(desk.agency), current: false }, { label: m.list, href: at(), current: true }]}
      />
      <p class="actions"><ButtonLink href={addressOf(`${MANAGE_POLLS_PATH}/new`, { agency: codeOf(desk) })}>{m.add}</ButtonLink></p>
      {page.polls.length === 0 ? <Empty title={m.none}><p>{m.noneWhy}</p></Empty> : (
        <Table
          language={language} caption={desk.agency === null ? m.forCentre : m.forAgency(nameIn(desk.agency, language))} rows={page.polls}
          columns={[
            { label: m.columns.question, heading: true, cell: (one) => <a href={managedPollPath(one.id)}>{one.question}</a> },
            { label: m.columns.audience, cell: (one) => audienceText(one.audience, one.audienceAgency, language) },
            { label: m.columns.opens, cell: (one) => showMoment(one.opensAt, language) },
            { label: m.columns.closes, cell: (one) => showEnd(endOf(one), language) },
            { label: m.columns.state, cell: (one) => <StateBadge request={request} poll={one} /> },
          ]}
        />
      )}
      <Paging language={language} previous={first ? null : at()} next={page.next === null ? null : at({ after: page.next })} />
    </DeskPage>
  )
}

/** The form of a new poll. `audience`: the agency in its field, where it is known. */
export function NewPollPage({ request, desk, form, audience }: {
  request: ManageRequest; desk: Desk; form: FormState; audience: NamedAgency | null
}) {
  const { language } = request
  const m = editorMessages(language)
  const words = noticeMessages(language)
  const common = { language, form }
  const agency = codeOf(desk)
  const people = PEOPLE.filter((one) => one !== 'public' || desk.agency === null)
  return (
    <DeskPage request={request} desk={desk} title={m.add} problems={form.problems}>
      <Form request={request} action={`${MANAGE_POLLS_PATH}/new`} hidden={{ agency, number: randomUUID() }}>
        <SelectField {...common} name="standing" label={words.standing} choices={people.map((value) => ({ value, label: words.standings[value] }))} />
        <AgencyField
          {...common} request={request} name="audience" label={words.audience} to={`${MANAGE_POLLS_PATH}/new?agency=${agency}`} as="audience"
          known={audience} within={desk.agency === null ? 'all' : 'managed'}
          hint={desk.agency === null ? words.audienceHintCentre : words.audienceHint}
        />
        <Checkboxes {...common} name="below" label={m.below} legendUnseen choices={[{ value: 'yes', label: m.below }]} />
        <TextField {...common} name="question" label={m.question} maxlength={MOST_QUESTION} />
        <TextArea {...common} name="about" label={m.about} hint={m.aboutHint} rows={4} maxlength={MOST_ABOUT} optional />
        <TextArea {...common} name="choices" label={m.choices} hint={m.choicesHint} rows={6} maxlength={MOST_CHOICES_TEXT} />
        <TextField {...common} name="mostChoices" label={m.mostChoices} hint={m.mostChoicesHint} width="short" inputmode="numeric" maxlength={2} />
        <h2>{m.whenTitle}</h2>
        <DateField {...common} name="opensDay" label={m.opensDay} hint={m.opensDayHint} optional />
        <TextField {...common} name="opensTime" label={m.opensTime} hint={m.timeHint} width="short" maxlength={20} optional />
        <DateField {...common} name="closesDay" label={m.closesDay} hint={m.closesDayHint} />
        <TextField {...common} name="closesTime" label={m.closesTime} hint={m.timeHint} width="short" maxlength={20} optional />
        <p class="soft">{m.fixed}</p>
        <Actions>
          <Button>{m.save}</Button>
          <CancelLink language={language} href={addressOf(MANAGE_POLLS_PATH, { agency })} />
        </Actions>
      </Form>
    </DeskPage>
  )
}

export const DONE = ['saved', 'ended'] as const

/** One poll with its result, once it is told, and what its writers may do. */
export function ManagedPollPage({ request, poll, result, done }: {
  request: ManageRequest; poll: Poll; result: PollResult | null; done: (typeof DONE)[number] | null
}) {
  const m = editorMessages(request.language)
  const state = pollState(poll, request.now)
  return (
    <DeskPage request={request} desk={poll} title={poll.question}>
      {done === null ? null : <Callout kind="done" title={done === 'saved' ? m.saved : m.endedDone} />}
      <p class="marks"><StateBadge request={request} poll={poll} /></p>
      <PollFacts request={request} poll={poll} result={result} />
      {poll.about === '' ? null : <p class="prose lines">{poll.about}</p>}
      {state === 'planned' || state === 'open' ? (
        <p class="actions">
          <ButtonLink href={`${managedPollPath(poll.id)}/end`} kind="secondary">{m.end}</ButtonLink>
          {state === 'open' && poll.audience.standing === null ? <a href={pollPath(poll.id)}>{m.asVoters}</a> : null}
        </p>
      ) : null}
      {state === 'over' ? <Result language={request.language} result={result} /> : (
        <Panel id="choices" title={m.choicesTitle}>
          <ol>{poll.choices.map(({ label }) => <li>{label}</li>)}</ol>
          <p>{m.most} {poll.mostChoices}</p>
          {state === 'never' ? null : <p class="soft">{messages(request.language).notYet}</p>}
        </Panel>
      )}
    </DeskPage>
  )
}

/** Asks before a poll is ended, and says what will come of it. */
export function EndPollPage({ request, poll, form }: { request: ManageRequest; poll: Poll; form: FormState }) {
  const { language } = request
  const m = editorMessages(language)
  const path = managedPollPath(poll.id)
  const consequence = pollState(poll, request.now) === 'planned' ? m.endPlanned : m.endConsequence
  return (
    <DeskPage request={request} desk={poll} title={m.endTitle} problems={form.problems}>
      <Callout kind="warning" title={componentMessages(language).before}><p>{consequence(poll.question)}</p></Callout>
      <Form request={request} action={`${path}/end`}>
        <TextArea language={language} form={form} name="reason" label={m.reason} rows={3} maxlength={500} />
        <Actions>
          <Button kind="danger">{m.end}</Button>
          <CancelLink language={language} href={path} />
        </Actions>
      </Form>
    </DeskPage>
  )
}
