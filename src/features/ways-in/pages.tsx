// The pages that take in a link or a slip. Nobody is signed in, and no page says whose way it is.
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { CardForm } from '../../web/components/card-form.tsx'
import { DateField, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Page } from '../../web/layout.tsx'
import { filledForm } from '../../web/form.ts'
import { NewPasswordFields } from '../sign-in/new-password-fields.tsx'
import { messages } from './messages.ts'
import { WAY_PATHS } from './open-way.ts'
import type { WayMedium, WayPurpose } from '../../core/ways-in.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'

type Asked = { language: Language; form: FormState }

/** The step that a form belongs to (`secretMeant`). */
const stepOf = (step: string | null) => (step === null ? {} : { hidden: { step } })

export const CARD_PATH = '/activate/card'

const ASK_AGAIN = { newPassword: '/forgot-password', activation: '/activate/code', confirmEmail: '/' } as const

/** The code of a slip, unless the browser came by it, and who its holder is. */
function SlipFields({ language, form, came }: Asked & { came: boolean }) {
  const m = messages(language)
  return (
    <>
      {came ? <p>{m.codeTaken}</p>
        : <TextField language={language} form={form} name="way" label={m.code} hint={m.codeHint} width="medium" maxlength={60} />}
      <TextField language={language} form={form} name="nationalId" label={m.nationalId} width="short" maxlength={20} />
      <DateField language={language} form={form} name="birthDate" label={m.birthDate} />
    </>
  )
}

/** The account that a mailed link is for, so that its holder, and what keeps their passwords, know which. */
function AccountName({ language, name }: { language: Language; name: string }) {
  return (
    <TextField
      language={language} form={filledForm({ accountName: name })} name="accountName" label={messages(language).accountName} width="medium"
      autocomplete="username" readonly
    />
  )
}

/** What the browser came by. A link asks for nothing else. */
export type ShownWay = { step: string; medium: WayMedium; accountName: string | null }

/** 「設定新密碼」. `way`: null where a code is to be typed. */
export function NewPasswordPage({ request, form, way }: { request: FrameRequest; form: FormState; way: ShownWay | null }) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={request} title={m.passwordTitle} problems={form.problems}>
      <p class="lead">{m.passwordLead}</p>
      <Form request={request} action={WAY_PATHS.newPassword} {...stepOf(way?.step ?? null)}>
        {way?.medium === 'link' ? null : <SlipFields language={language} form={form} came={way !== null} />}
        {way?.medium === 'link' && way.accountName !== null ? <AccountName language={language} name={way.accountName} /> : null}
        <NewPasswordFields request={request} form={form} />
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

/** Where whoever has their card proves it, with what a mailed code asks for, too. */
export function ActivationCardPage({ request, form }: { request: FrameRequest; form: FormState }) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={request} title={m.cardTitle} breadcrumbs={[{ label: m.activateTitle, href: WAY_PATHS.activation }]} problems={form.problems}>
      <p class="lead">{m.cardLead}</p>
      <CardForm request={request} action={CARD_PATH} purpose="activate" button={m.cardGoOn}>
        <TextField language={language} form={form} name="nationalId" label={m.nationalId} width="short" maxlength={20} />
        <DateField language={language} form={form} name="birthDate" label={m.birthDate} />
      </CardForm>
      <p>{m.noCard} <a href={WAY_PATHS.activation}>{m.useCode}</a></p>
    </Page>
  )
}

/** 「啟用帳號」. `way`: what the browser came by, by its step; null where a code is to be typed. */
export function ActivatePage({ request, form, way }: { request: FrameRequest; form: FormState; way: { step: string; byCard: boolean } | null }) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={request} title={m.activateTitle} problems={form.problems}>
      <p class="lead">{way?.byCard === true ? m.activateByCardLead : m.activateLead}</p>
      {way === null ? (
        <ul class="plain">
          <li>{m.haveCard} <a href={CARD_PATH}>{m.useCard}</a></li>
          <li>{m.noSlip} <a href="/activate/code">{m.askCode}</a></li>
        </ul>
      ) : null}
      <Form request={request} action={WAY_PATHS.activation} {...stepOf(way?.step ?? null)}>
        {way?.byCard === true ? null : <SlipFields language={language} form={form} came={way !== null} />}
        <TextField
          language={language} form={form} name="accountName" label={m.accountName} hint={m.accountNameHint} width="medium" maxlength={64}
          autocomplete="username"
        />
        <NewPasswordFields request={request} form={form} />
        <TextField
          language={language} form={form} name="email" type="email" label={m.email} hint={m.emailHint} width="medium" maxlength={254} autocomplete="email"
        />
        <Actions><Button>{m.activate}</Button></Actions>
      </Form>
    </Page>
  )
}

/** 「確認電子郵件」. `email`: with all but its beginning and domain hidden. */
export function ConfirmEmailPage({ request, form, step, email }: { request: FrameRequest; form: FormState; step: string; email: string }) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={request} title={m.confirmTitle} problems={form.problems}>
      <p class="lead">{m.confirmLead(email)}</p>
      <p>{m.confirmNote}</p>
      <Form request={request} action={WAY_PATHS.confirmEmail} {...stepOf(step)}>
        <Actions><Button>{m.confirm}</Button></Actions>
      </Form>
    </Page>
  )
}

/** A link that is used, ran out, was replaced, or never was; and where another is asked for. */
export function GonePage({ request, purpose, problems = [] }: { request: FrameRequest; purpose: WayPurpose; problems?: FormState['problems'] }) {
  const m = messages(request.language)
  const { title, says, again } = m.goneOf[purpose]
  const href = ASK_AGAIN[purpose]
  return (
    <Page request={request} title={title} problems={problems}>
      <Notice kind="warning" title={m.gone}><p>{says}</p></Notice>
      <p><ButtonLink kind={href === '/' ? 'secondary' : 'primary'} href={href}>{again}</ButtonLink></p>
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
