// One request F000199: what is asked for, where it stands, what this person may do about it, what happened.
import { sidesOf, standingOfRequest } from '../../core/duty-requests.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { TextArea } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Panel } from '../../web/components/panel.tsx'
import { showDay, showMoment } from '../../web/days.ts'
import { messages } from './messages.ts'
import { requestMessages } from './request-messages.ts'
import { agencyIn, Content, dueDay, Rounds } from './request-parts.tsx'
import { RequestBadge } from './requests-page.tsx'
import type { DutyStepKind } from '../../core/duty-requests.ts'
import type { Actor } from '../../web/actor.ts'
import type { ButtonKind } from '../../web/components/button.tsx'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { FoundRequest, RequestContent } from './find-request.ts'
import type { RequestNames } from './request-parts.tsx'

/** What the page just came from. */
export type RequestDone = 'saved' | 'amended' | DutyStepKind

export type RequestShown = {
  found: FoundRequest
  content: RequestContent
  names: RequestNames
  /** The steps that this person may take now, and whether what is asked for may be amended. */
  steps: readonly DutyStepKind[]
  form: FormState
  done: RequestDone | null
}
type Props = { request: FrameRequest & { actor: Actor }; shown: RequestShown }

const pathOf = (found: FoundRequest): LocalPath => `/manage/duties/requests/${found.id}`
const KINDS: Record<DutyStepKind, ButtonKind> = {
  send: 'primary', agree: 'primary', decline: 'danger', decide: 'primary', return: 'danger', withdraw: 'secondary',
}

/** 「說明」 and the buttons of the steps that are open to this person. */
function Acts({ request, shown: { found, steps, form } }: Props) {
  const r = requestMessages(request.language)
  if (steps.length === 0) return null
  return (
    <Panel id="act" title={r.act}>
      <Form
        request={request} action={pathOf(found)} label={r.act}
        hidden={{ seen: String(found.step), content: String(found.content) }}
      >
        <TextArea
          language={request.language} form={form} name="note" label={r.note} hint={r.noteHint} rows={3} maxlength={1000}
          optional
        />
        <Actions>
          {steps.map((kind) => <Button kind={KINDS[kind]} name="step" value={kind}>{r.did[kind]}</Button>)}
          {steps.includes('send') ? <ButtonLink kind="secondary" href={`${pathOf(found)}/edit`}>{r.amend}</ButtonLink> : null}
        </Actions>
      </Form>
    </Panel>
  )
}

function Standing({ request, shown: { found, names, content } }: Props) {
  const { language, today } = request
  const r = requestMessages(language)
  const state = standingOfRequest(found, today)
  const says = state === 'sent' ? r.waits.sent(agencyIn(names, sidesOf(found).other, language)) : r.waits[state]
  const open = !['decided', 'withdrawn', 'expired'].includes(state)
  const again = new URLSearchParams(found.pair)
  for (const code of content.applications) again.append('application', code)
  return (
    <div class="request-state">
      <p><RequestBadge state={state} language={language} /> {says} {open ? r.until(showDay(dueDay(found), language)) : ''}</p>
      {open && content.from < today ? <p class="soft">{r.startsToday}</p> : null}
      {open || state === 'decided' ? null : <p><a href={`/manage/duties/new?${again}`}>{r.again}</a></p>}
    </div>
  )
}

/** The page of one request. */
export function RequestPage({ request, shown }: Props) {
  const { language } = request
  const m = messages(language)
  const r = requestMessages(language)
  const { found, content, names, done, form } = shown
  const says = done === 'saved' || done === 'amended' ? r[done] : done === null ? null : r.taken[done]
  return (
    <ManagePage
      request={request} title={r.title(found.number)} problems={form.problems}
      crumbs={[{ label: m.title, href: '/manage/duties' }, { label: r.listTitle, href: '/manage/duties/requests' }]}
    >
      {says === null ? null : <Notice kind="done" title={says} />}
      <Standing request={request} shown={shown} />
      <Content request={found} content={content} names={names} language={language} />
      <Acts request={request} shown={shown} />
      <h2>{r.steps}</h2>
      <Rounds request={found} names={names} language={language} />
      <p><a href={`${pathOf(found)}/form`}>{r.print}</a></p>
    </ManagePage>
  )
}

/** The printable form F000199, laid out for A4. */
export function RequestFormPage({ request, shown: { found, content, names } }: {
  request: Props['request']; shown: Pick<RequestShown, 'found' | 'content' | 'names'>
}) {
  const { language, now, today } = request
  const m = messages(language)
  const r = requestMessages(language)
  return (
    <ManagePage
      request={request} title={r.formTitle}
      crumbs={[
        { label: m.title, href: '/manage/duties' }, { label: r.listTitle, href: '/manage/duties/requests' },
        { label: found.number, href: pathOf(found) },
      ]}
    >
      <div class="paper">
        <p class="paper-number">
          <span>{r.number} {found.number}</span> <RequestBadge state={standingOfRequest(found, today)} language={language} />
        </p>
        <Content request={found} content={content} names={names} language={language} />
        <h2>{r.steps}</h2>
        <Rounds request={found} names={names} language={language} />
        <p class="soft paper-foot">{r.formFoot}{r.printed(showMoment(now, language))}</p>
      </div>
      <p class="soft screen-only">{r.printButton}</p>
    </ManagePage>
  )
}
