// The pages that take in a link or a slip. Nobody is signed in, and no page says whose way it is.
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { DateField, PasswordField, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Page } from '../../web/layout.tsx'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../core/passwords.ts'
import { messages } from './messages.ts'
import { WAY_PATHS } from './open-way.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'

type Asked = { language: Language; form: FormState }

/** The code of a slip, and who its holder is. */
function SlipFields({ language, form }: Asked) {
  const m = messages(language)
  return (
    <>
      <TextField language={language} form={form} name="way" label={m.code} hint={m.codeHint} width="medium" maxlength={60} />
      <TextField language={language} form={form} name="nationalId" label={m.nationalId} width="short" maxlength={20} />
      <DateField language={language} form={form} name="birthDate" label={m.birthDate} />
    </>
  )
}

function PasswordFields({ language, form }: Asked) {
  const m = messages(language)
  return (
    <>
      <PasswordField
        language={language} form={form} name="password" label={m.password} hint={m.passwordHint(SHORTEST_PASSWORD, LONGEST_PASSWORD)}
        autocomplete="new-password" width="medium"
      />
      <PasswordField language={language} form={form} name="againPassword" label={m.again} autocomplete="new-password" width="medium" />
    </>
  )
}

/** 「設定新密碼」. `link`: the secret of a mailed link, which asks for nothing else; null for a slip. */
export function NewPasswordPage({ request, form, link }: { request: FrameRequest; form: FormState; link: string | null }) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={request} title={m.passwordTitle} problems={form.problems}>
      <p class="lead">{m.passwordLead}</p>
      <Form request={request} action={WAY_PATHS.newPassword} {...(link === null ? {} : { hidden: { way: link, medium: 'link' } })}>
        {link === null ? <SlipFields language={language} form={form} /> : null}
        <PasswordFields language={language} form={form} />
        <Actions><Button>{m.choose}</Button></Actions>
      </Form>
    </Page>
  )
}

/** 「忘記密碼」. */
export function ForgotPage({ request, form }: { request: FrameRequest; form: FormState }) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={request} title={m.forgotTitle} problems={form.problems}>
      <p class="lead">{m.forgotLead}</p>
      <Form request={request} action="/forgot-password">
        <TextField language={language} form={form} name="accountName" label={m.forgotAccount} width="medium" maxlength={64} autocomplete="username" />
        <TextField language={language} form={form} name="nationalId" label={m.nationalId} hint={m.forgotOr} width="short" maxlength={20} />
        <DateField language={language} form={form} name="birthDate" label={m.birthDate} />
        <Actions><Button>{m.send}</Button></Actions>
      </Form>
      <p>{m.haveSlip} <a href={WAY_PATHS.newPassword}>{m.useSlip}</a></p>
    </Page>
  )
}

/** Where whoever has no slip asks for a code by mail. */
export function ActivationCodePage({ request, form }: { request: FrameRequest; form: FormState }) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={request} title={m.codeTitle} breadcrumbs={[{ label: m.activateTitle, href: WAY_PATHS.activation }]} problems={form.problems}>
      <p class="lead">{m.codeLead}</p>
      <Form request={request} action="/activate/code">
        <TextField language={language} form={form} name="nationalId" label={m.nationalId} width="short" maxlength={20} />
        <DateField language={language} form={form} name="birthDate" label={m.birthDate} />
        <Actions><Button>{m.sendCode}</Button></Actions>
      </Form>
    </Page>
  )
}

/** 「啟用帳號」 by a slip or a mailed code. */
export function ActivatePage({ request, form }: { request: FrameRequest; form: FormState }) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={request} title={m.activateTitle} problems={form.problems}>
      <p class="lead">{m.activateLead}</p>
      <p>{m.noSlip} <a href="/activate/code">{m.askCode}</a></p>
      <Form request={request} action={WAY_PATHS.activation}>
        <SlipFields language={language} form={form} />
        <TextField
          language={language} form={form} name="accountName" label={m.accountName} hint={m.accountNameHint} width="medium" maxlength={64}
          autocomplete="username"
        />
        <PasswordFields language={language} form={form} />
        <TextField
          language={language} form={form} name="email" type="email" label={m.email} hint={m.emailHint} width="medium" maxlength={254} autocomplete="email"
        />
        <Actions><Button>{m.activate}</Button></Actions>
      </Form>
    </Page>
  )
}

/** 「確認電子郵件」. `email`: with all but its beginning and domain hidden. */
export function ConfirmEmailPage({ request, form, way, email }: { request: FrameRequest; form: FormState; way: string; email: string }) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={request} title={m.confirmTitle} problems={form.problems}>
      <p class="lead">{m.confirmLead(email)}</p>
      <p>{m.confirmNote}</p>
      <Form request={request} action={WAY_PATHS.confirmEmail} hidden={{ way }}>
        <Actions><Button>{m.confirm}</Button></Actions>
      </Form>
    </Page>
  )
}

/** A link that is used, ran out, was replaced, or never was. */
export function GonePage({ request, title }: { request: FrameRequest; title: string }) {
  const m = messages(request.language)
  return (
    <Page request={request} title={title}>
      <Notice kind="warning" title={m.gone}><p>{m.goneSays}</p></Notice>
      <p><ButtonLink kind="secondary" href="/">{m.home}</ButtonLink></p>
    </Page>
  )
}

/** What was done, and where to go on. */
export function DonePage({ request, title, done, says }: { request: FrameRequest; title: string; done: string; says: string }) {
  const m = messages(request.language)
  return (
    <Page request={request} title={title}>
      <Notice kind="done" title={done}><p>{says}</p></Notice>
      <p><ButtonLink href="/">{m.signIn}</ButtonLink></p>
    </Page>
  )
}
