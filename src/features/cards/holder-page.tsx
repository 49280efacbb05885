// 「登錄持卡人」 (R-CRT-5).
import { Button } from '../../web/components/button.tsx'
import { PasswordField, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { HOLDER_ACCOUNT_PATH, HOLDER_PATH } from '../../web/components/standing-line.tsx'
import { Page } from '../../web/layout.tsx'
import { managementMenu } from '../../web/management-menu.ts'
import { holderMessages } from './holder-messages.ts'
import type { Actor, AgencyCard } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'

/** Left empty by whoever has no second factor: that there is one is said only after the right password. */
function CodeField({ language, form }: { language: Language; form: FormState }) {
  const m = holderMessages(language)
  return <TextField language={language} form={form} name="secretCode" label={m.code} hint={m.codeHint} optional width="medium" maxlength={20} autocomplete="one-time-code" />
}

type HolderProps = {
  request: FrameRequest & { actor: Actor }
  card: AgencyCard
  form: FormState
  next: LocalPath | null
  /** The account of whoever was typed is active: its password is asked. */
  asksPassword: boolean
}

/** Asks who holds the card; once it was said, tells who it is. */
export function HolderPage({ request, card, form, next, asksPassword }: HolderProps) {
  const { language } = request
  const m = holderMessages(language)
  const common = { language, form, width: 'medium' } as const
  return (
    <Page request={request} title={m.title} problems={form.problems} menu={managementMenu(request)} breadcrumbs={[{ label: m.manage, href: '/manage' }]}>
      {card.holder !== null ? (
        <Notice kind={card.holder.verified ? 'info' : 'warning'} title={m.isNamed(card.holder.name)}>
          <p>{card.holder.verified ? m.verified : m.unverified}</p>
        </Notice>
      ) : (
        <>
          <p class="lead">{m.lead(card.agencyName)}</p>
          <Form request={request} action={HOLDER_PATH} hidden={next === null ? {} : { next }}>
            <TextField {...common} name="nationalId" label={m.nationalId} hint={m.nationalIdHint} maxlength={20} autocomplete="off" />
            {asksPassword ? (
              <>
                <PasswordField {...common} name="password" label={m.password} autocomplete="off" />
                <CodeField language={language} form={form} />
              </>
            ) : null}
            <Actions><Button>{m.name}</Button></Actions>
          </Form>
        </>
      )}
    </Page>
  )
}

type AccountProps = {
  request: FrameRequest & { actor: Actor }
  card: AgencyCard
  form: FormState
  /** The application that asks, and the number under which its request waits; null where none does (any more). */
  waiting: { id: string; applicationName: string } | null
}

/** Asks the holder for their own account, because an application wants to know who is there. */
export function HolderAccountPage({ request, card, form, waiting }: AccountProps) {
  const { language } = request
  const m = holderMessages(language)
  const common = { language, form, width: 'medium' } as const
  return (
    <Page request={request} title={m.accountTitle} problems={form.problems} menu={managementMenu(request)} breadcrumbs={[{ label: m.manage, href: '/manage' }]}>
      <p class="lead">{m.accountLead(card.agencyName, waiting?.applicationName ?? m.anApplication)}</p>
      <Form request={request} action={HOLDER_ACCOUNT_PATH} hidden={waiting === null ? {} : { continue: waiting.id }}>
        <TextField {...common} name="account" label={m.account} maxlength={64} autocomplete="username" />
        <PasswordField {...common} name="password" label={m.accountPassword} autocomplete="current-password" />
        <CodeField language={language} form={form} />
        <Actions><Button>{m.confirm}</Button></Actions>
      </Form>
    </Page>
  )
}
