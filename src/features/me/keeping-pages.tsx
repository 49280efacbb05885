// 「變更密碼」 and 「電子郵件」.
import { Button } from '../../web/components/button.tsx'
import { PasswordField, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { showMoment } from '../../web/days.ts'
import { AGAIN_PATH } from '../../web/fresh.ts'
import { NewPasswordFields } from '../sign-in/new-password-fields.tsx'
import { keepingMessages } from './keeping-messages.ts'
import { OwnPage } from './own-page.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { EmailChange } from '../resets/email-changes.ts'
import type { Asked } from './own-password.ts'

/** The password of now, or what stands in for it. */
function Current({ language, form, asked, hint, next }: { language: Language; form: FormState; asked: Asked; hint?: string; next: string }) {
  const m = keepingMessages(language)
  if (!asked.password) return <p class="soft">{m.provedByMore}</p>
  return (
    <>
      <PasswordField
        language={language} form={form} width="medium" name="current" label={m.current} autocomplete="current-password"
        {...(hint === undefined ? {} : { hint })}
      />
      {asked.passkey ? <p><a href={`${AGAIN_PATH}?${new URLSearchParams({ by: 'passkey', next })}`}>{m.passkeyInstead}</a></p> : null}
    </>
  )
}

/** 「變更密碼」. `changed`: it has just been. */
export function PasswordPage({ request, form, changed, asked }: { request: FrameRequest; form: FormState; changed: boolean; asked: Asked }) {
  const { language } = request
  const m = keepingMessages(language)
  return (
    <OwnPage request={request} title={m.passwordTitle} problems={form.problems}>
      {changed ? <Notice kind="done" title={m.passwordChanged}><p>{m.passwordChangedSays}</p></Notice> : null}
      <p class="lead">{m.passwordLead}</p>
      <Form request={request} action="/me/password">
        <Current language={language} form={form} asked={asked} next="/me/password" />
        <NewPasswordFields request={request} form={form} />
        <Actions><Button>{m.changePassword}</Button></Actions>
      </Form>
    </OwnPage>
  )
}

/** What of the address has just been done. */
export const EMAIL_DONE = ['asked', 'withdrawn'] as const

type EmailProps = {
  request: FrameRequest; form: FormState; email: { address: string | null; confirmed: boolean }; waiting: EmailChange | null
  done: (typeof EMAIL_DONE)[number] | null; asked: Asked
}

function Waiting({ request, waiting }: { request: FrameRequest; waiting: EmailChange }) {
  const m = keepingMessages(request.language)
  const says = waiting.confirmedAt === null ? m.waitsForReader(showMoment(waiting.expiresAt, request.language))
    : m.waitsForHold(showMoment(waiting.notBefore, request.language))
  return (
    <Notice kind="warning" title={m.waits(waiting.email)}>
      <p>{says}</p>
      <Form request={request} action="/me/email/withdraw" hidden={{ change: waiting.id }}>
        <Actions><Button kind="secondary">{m.withdraw}</Button></Actions>
      </Form>
    </Notice>
  )
}

/** 「電子郵件」: the address now, the one that waits, and another. */
export function EmailPage({ request, form, email, waiting, done, asked }: EmailProps) {
  const { language } = request
  const m = keepingMessages(language)
  const common = { language, form, width: 'medium' } as const
  return (
    <OwnPage request={request} title={m.emailTitle} problems={form.problems}>
      {done === null ? null : <Notice kind="done" title={m.emailDone[done]} />}
      <p class="lead">{email.address === null ? m.noEmail : m.emailNow(email.address, email.confirmed)}</p>
      {waiting === null ? null : <Waiting request={request} waiting={waiting} />}
      <h2>{m.changeEmail}</h2>
      <p>{email.confirmed ? m.emailHeld : m.emailFirst}</p>
      <Form request={request} action="/me/email">
        <TextField {...common} name="email" type="email" label={m.newEmail} maxlength={254} autocomplete="email" />
        <Current language={language} form={form} asked={asked} hint={m.currentWhy} next="/me/email" />
        <Actions><Button>{m.askEmail}</Button></Actions>
      </Form>
    </OwnPage>
  )
}
