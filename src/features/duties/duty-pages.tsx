// 「新增」, 「編輯」 and 「結束」 of one duty.
import { nameIn } from '../../web/agency-names.ts'
import { Button } from '../../web/components/button.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { DutyForm } from './duty-form.tsx'
import { messages } from './messages.ts'
import { requestMessages } from './request-messages.ts'
import type { Day } from '../../core/days.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { FormView } from './duty-form-view.ts'
import type { Losses } from './losers.ts'

type Request = FrameRequest & { actor: Actor }
const LIST = '/manage/duties'
const NEW = '/manage/duties/new'

/** 「新增」. */
export function NewDutyPage({ request, form, view }: { request: Request; form: FormState; view: FormView }) {
  const m = messages(request.language)
  return (
    <ManagePage request={request} title={m.newTitle} crumbs={[{ label: m.title, href: LIST }]} problems={form.problems}>
      <DutyForm request={request} action={NEW} cancel={LIST} form={form} view={view} />
    </ManagePage>
  )
}

/** 「編輯」. `begun`: the first day, where it has passed. */
export function EditDutyPage({ request, duty, form, view, begun }: {
  request: Request; duty: string; form: FormState; view: FormView; begun: Day | null
}) {
  const m = messages(request.language)
  return (
    <ManagePage request={request} title={m.editTitle} crumbs={[{ label: m.title, href: LIST }]} problems={form.problems}>
      <DutyForm request={request} action={`${LIST}/${duty}/edit`} cancel={LIST} form={form} view={view} fixed begun={begun} />
    </ManagePage>
  )
}

/** What a request asks for, written anew. */
export function AmendRequestPage({ request, id, number, form, view }: {
  request: Request; id: string; number: string; form: FormState; view: FormView
}) {
  const m = messages(request.language)
  const r = requestMessages(request.language)
  const path: LocalPath = `${LIST}/requests/${id}`
  return (
    <ManagePage
      request={request} title={r.editTitle} problems={form.problems}
      crumbs={[{ label: m.title, href: LIST }, { label: r.listTitle, href: `${LIST}/requests` }, { label: number, href: path }]}
    >
      <p>{r.editLead(number)}</p>
      <DutyForm request={request} action={`${path}/edit`} cancel={path} form={form} view={view} fixed />
    </ManagePage>
  )
}

function Lost({ request, losses }: { request: Request; losses: Losses }) {
  const m = messages(request.language)
  if (losses.persons === 0) return <p>{m.endLosesNone}</p>
  return (
    <>
      <p>{m.endLoses(losses.persons)}</p>
      <ul>{losses.applications.map(({ application, name, persons }) => <li>{m.losesOf(`${application} ${name}`, persons)}</li>)}</ul>
    </>
  )
}

/** Asks once before a change that ends some applications at once. */
export function ConfirmChangePage({ request, duty, form, ends, losses }: {
  request: Request; duty: string; form: FormState; ends: readonly string[]; losses: Losses
}) {
  const { language } = request
  const m = messages(language)
  const action: LocalPath = `${LIST}/${duty}/edit`
  return (
    <ManagePage request={request} title={m.confirmTitle} crumbs={[{ label: m.title, href: LIST }]}>
      <Notice kind="warning" title={componentMessages(language).before}>
        <p>{m.confirmEnds(ends)}</p>
        <Lost request={request} losses={losses} />
      </Notice>
      <Form request={request} action={action} hidden={{ press: 'confirm' }}>
        {Object.entries(form.typed).filter(([name]) => name !== 'press')
          .flatMap(([name, values]) => values.map((value) => <input type="hidden" name={name} value={value} />))}
        <Actions>
          <Button kind="danger">{m.confirmButton}</Button>
          <CancelLink language={language} href={action} />
        </Actions>
      </Form>
    </ManagePage>
  )
}

/** 「結束」: asks once, and says what will come of it. */
export function EndDutyPage({ request, duty, view, count, losses }: {
  request: Request; duty: string; view: FormView; count: number; losses: Losses
}) {
  const { language } = request
  const m = messages(language)
  const called = (side: 'acting' | 'served'): string => (view[side] === null ? '' : nameIn(view[side], language))
  return (
    <ManagePage request={request} title={m.endTitle} crumbs={[{ label: m.title, href: LIST }]}>
      <Notice kind="warning" title={componentMessages(language).before}>
        <p>{m.endSays(called('acting'), called('served'), count)}</p>
        <Lost request={request} losses={losses} />
      </Notice>
      <Form request={request} action={`${LIST}/${duty}/end`}>
        <Actions>
          <Button kind="danger">{m.end}</Button>
          <CancelLink language={language} href={LIST} />
        </Actions>
      </Form>
    </ManagePage>
  )
}
