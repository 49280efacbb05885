import { randomUUID } from 'node:crypto'
import { Button } from '../../web/components/button.tsx'
import { Checkboxes } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { DateField, SelectField, TextArea, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice as Callout } from '../../web/components/notice.tsx'
import { AgencyField } from '../../web/components/pickers.tsx'
import { typedIn } from '../../web/form.ts'
import { MOST_BODY, MOST_TITLE, PEOPLE } from './editor-form.ts'
import { editorMessages } from './editor-messages.ts'
import { CENTRE } from './list-managed.ts'
import { deskAddress, DeskPage } from './managed-pages.tsx'
import { Markdown } from './markdown.tsx'
import { managedPath, MANAGE_PATH } from './slice.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { Desk } from './list-managed.ts'
import type { ManageRequest } from './managed-pages.tsx'
import type { NamedAgency, Notice } from './notice-rows.ts'

type Fields = { request: ManageRequest; desk: Desk; form: FormState; to: LocalPath; audience: NamedAgency | null }

function ToWhom({ request, desk, form, to, audience }: Fields) {
  const { language } = request
  const m = editorMessages(language)
  const common = { language, form }
  const people = PEOPLE.filter((one) => one !== 'public' || desk.agency === null)
  return (
    <>
      <h2>{m.toWhom}</h2>
      <SelectField {...common} name="standing" label={m.standing} choices={people.map((value) => ({ value, label: m.standings[value] }))} />
      <AgencyField
        {...common} request={request} name="audience" label={m.audience} to={to} as="audience" known={audience}
        within={desk.agency === null ? 'all' : 'managed'} hint={desk.agency === null ? m.audienceHintCentre : m.audienceHint}
      />
      <Checkboxes {...common} name="below" label={m.below} legendUnseen choices={[{ value: 'yes', label: m.below }]} />
    </>
  )
}

function When({ request: { language }, form }: Pick<Fields, 'request' | 'form'>) {
  const m = editorMessages(language)
  const common = { language, form }
  return (
    <>
      <h2>{m.when}</h2>
      <DateField {...common} name="publishDay" label={m.publishDay} hint={m.publishDayHint} optional />
      <TextField {...common} name="publishTime" label={m.publishTime} hint={m.timeHint} width="short" maxlength={20} optional />
      <DateField {...common} name="withdrawDay" label={m.withdrawDay} hint={m.withdrawDayHint} optional />
      <TextField {...common} name="withdrawTime" label={m.withdrawTime} hint={m.timeHint} width="short" maxlength={20} optional />
    </>
  )
}

/** The text as readers will see it: asked for by a button, or (public/notices.js) while one writes. */
function Preview({ request, title, text, address }: { request: ManageRequest; title: string; text: string | null; address: LocalPath }) {
  const m = editorMessages(request.language)
  return (
    <section id="preview" class="preview" aria-labelledby="preview-title" data-preview={address} hidden={text === null}>
      <h2 id="preview-title">{m.previewTitle}</h2>
      {text === null || text.trim() === '' ? <p class="soft">{m.previewNothing}</p> : <Markdown text={text} title={title} />}
    </section>
  )
}

/** The form of an announcement, new or (`notice`) to be edited. `preview`: the text was to be looked at first. */
export function EditorPage({ request, desk, notice, form, audience, preview = false }: {
  request: ManageRequest; desk: Desk; notice: Notice | null; form: FormState
  /** The agency in the field, where it is known. */
  audience: NamedAgency | null
  preview?: boolean
}) {
  const { language } = request
  const m = editorMessages(language)
  const action: LocalPath = notice === null ? `${MANAGE_PATH}/new` : `${managedPath(notice.id)}/edit`
  const agency = desk.agency?.code ?? CENTRE
  const to: LocalPath = notice === null ? `${action}?agency=${agency}` : action
  // What is typed before the next look at it was made from the version that this form says.
  const version = typedIn(form, 'version') || String(notice?.version ?? '')
  const common = { language, form }
  return (
    <DeskPage request={request} desk={desk} title={notice === null ? m.newTitle : m.editTitle} problems={form.problems}>
      <Form request={request} action={action} hidden={notice === null ? { agency, number: randomUUID() } : { version }}>
        <ToWhom request={request} desk={desk} form={form} to={to} audience={audience} />
        <h2>{m.what}</h2>
        <TextField {...common} name="title" label={m.title} maxlength={MOST_TITLE} />
        <TextArea {...common} name="body" label={m.body} hint={m.bodyHint} rows={14} maxlength={MOST_BODY} />
        <Checkboxes
          {...common} name="mustAcknowledge" label={m.mustAcknowledge} legendUnseen
          choices={[{ value: 'yes', label: m.mustAcknowledge, hint: m.mustAcknowledgeHint }]}
        />
        <Checkboxes {...common} name="pinned" label={m.pinned} legendUnseen choices={[{ value: 'yes', label: m.pinned }]} />
        <When request={request} form={form} />
        <Actions>
          <Button>{m.save}</Button>
          <Button kind="secondary" action={`${action}/preview#preview`}>{m.preview}</Button>
          <CancelLink language={language} href={notice === null ? deskAddress(desk.agency) : managedPath(notice.id)} />
        </Actions>
      </Form>
      <Preview request={request} title={typedIn(form, 'title')} text={preview ? typedIn(form, 'body') : null} address={`${action}/preview`} />
      <script type="module" src={request.site.asset('notices.js')} />
    </DeskPage>
  )
}

/** Asks before an announcement is withdrawn, and says what will come of it. */
export function WithdrawPage({ request, notice, shown, form }: { request: ManageRequest; notice: Notice; shown: boolean; form: FormState }) {
  const { language } = request
  const m = editorMessages(language)
  const path = managedPath(notice.id)
  return (
    <DeskPage request={request} desk={notice} title={m.withdrawTitle} problems={form.problems}>
      <Callout kind="warning" title={componentMessages(language).before}><p>{m.withdrawConsequence(notice.title, shown)}</p></Callout>
      <Form request={request} action={`${path}/withdraw`} hidden={{ version: String(notice.version) }}>
        <TextArea language={language} form={form} name="reason" label={m.reason} hint={m.reasonHint} rows={3} maxlength={500} />
        <Actions>
          <Button kind="danger">{m.withdraw}</Button>
          <CancelLink language={language} href={path} />
        </Actions>
      </Form>
    </DeskPage>
  )
}
