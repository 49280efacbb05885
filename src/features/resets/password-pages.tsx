// 「重設員工密碼」: the account found, and the page that asks once before a link is sent or a slip printed.
import { Badge } from '../../web/components/badge.tsx'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { Table } from '../../web/components/table.tsx'
import { showMoment } from '../../web/days.ts'
import { accountRefusal } from '../people/account-refusals.ts'
import { DeskPage } from './desk-page.tsx'
import { messages } from './messages.ts'
import { activationPath, deskOf, EMAILS, factorPath, PASSWORDS, resetPath } from './slice.ts'
import type { AccountRefusal } from '../../core/account-acts.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Subject } from '../people/find-subject.ts'
import type { DeskView } from './view-account.ts'
import type { Shown } from './slice.ts'

/** An address with whether it is confirmed. */
export function EmailText({ language, view: { email, emailConfirmed } }: { language: Language; view: Pick<DeskView, 'email' | 'emailConfirmed'> }) {
  const m = messages(language)
  if (email === null) return <span class="soft">{m.noEmail}</span>
  return <>{email} <Badge kind={emailConfirmed ? 'good' : 'warning'}>{emailConfirmed ? m.confirmed : m.unconfirmed}</Badge></>
}

type Props = { request: Shown; person: Subject; view: DeskView }

/** What was just done on the page. */
export const PASSWORDS_DONE = ['sent', 'factorRemoved'] as const
type Done = (typeof PASSWORDS_DONE)[number]

/** What bars resetting, in a sentence; null where a link or a slip can be made. */
function barText({ request: { language }, person, view: { bars, rests } }: Props): string | null {
  const bar = person.accountState === 'pending' ? bars.printActivationSlip : bars.printResetSlip
  return bar === null ? null : `${messages(language).cannotReset}${refusalText(bar, rests, language)}`
}

function refusalText(bar: AccountRefusal, rests: DeskView['rests'], language: Language): string {
  return bar === 'correctedLately' && rests instanceof Date ? messages(language).rests(showMoment(rests, language)) : accountRefusal(bar, language)
}

/** Where the person has a second factor: the way to taking it away when it is lost, or what bars that. */
function SecondFactor({ request: { language }, person, view: { bars, rests } }: Props) {
  const m = messages(language)
  const bar = bars.removeSecondFactor
  // Where the password itself is barred, the same was said above.
  if (bar === 'noSecondFactor' || (bar !== null && bar === bars.printResetSlip)) return null
  return (
    <section>
      <h2>{m.secondFactor}</h2>
      {bar === null ? <p>{m.removeFactorSays}</p> : <p>{m.cannotRemoveFactor}{refusalText(bar, rests, language)}</p>}
      {bar === null ? <p><ButtonLink kind="secondary" href={factorPath(person.key)}>{m.removeFactor}</ButtonLink></p> : null}
    </section>
  )
}

/** The account: 「自訂帳號」「姓名」, its address with 「修改E-MAIL」, and 「重設」. */
export function PasswordsPage(props: Props & { done: Done | null }) {
  const { request, person, view, done } = props
  const { language } = request
  const m = messages(language)
  const barred = barText(props)
  const pending = person.accountState === 'pending'
  const way = pending ? { href: activationPath(person.key), label: m.activationSlip } : { href: resetPath(person.key), label: m.reset }
  return (
    <DeskPage request={request} desk={PASSWORDS} person={person}>
      {done === 'sent' ? <Notice kind="done" title={m.sent}><p>{m.sentSays}</p></Notice> : null}
      {done === 'factorRemoved' ? <Notice kind="done" title={m.factorRemoved}><p>{m.factorRemovedSays}</p></Notice> : null}
      <Table
        language={language} caption={m.employee} rows={[person]}
        columns={[
          {
            label: m.accountName, heading: true,
            cell: ({ accountName }) => (accountName === null ? <span class="soft">{m.noName}</span> : <span class="code">{accountName}</span>),
          },
          { label: m.name, cell: ({ name }) => name },
          {
            label: m.email,
            cell: ({ key }) => (
              <>
                <EmailText language={language} view={view} />
                {pending ? null : <span class="below"><a href={deskOf(EMAILS, key)}>{m.changeEmail}</a></span>}
              </>
            ),
          },
          {
            label: m.resetPassword,
            cell: () => (barred === null ? <ButtonLink kind="secondary" href={way.href}>{way.label}</ButtonLink> : <span class="soft">—</span>),
          },
        ]}
      />
      {barred === null ? null : <Notice kind="warning" title={m.resetPassword}><p>{barred}</p></Notice>}
      <SecondFactor {...props} />
    </DeskPage>
  )
}

/** Asks once, says what will come of it, and wants to know how: a link to the confirmed address, or a slip. */
export function ResetPage({ request, person, view, form }: Props & { form: FormState }) {
  const { language } = request
  const m = messages(language)
  const slip = { value: 'slip', label: m.slip, hint: m.slipHint }
  const link = { value: 'link', label: m.link, hint: m.linkHint(view.email ?? '') }
  const noLink = view.bars.sendResetLink
  return (
    <DeskPage request={request} desk={PASSWORDS} person={person} title={m.resetTitle} problems={form.problems}>
      <Notice kind="warning" title={componentMessages(language).before}><p>{m.resetConsequence(person.name, view.liveSessions)}</p></Notice>
      <Form request={request} action={resetPath(person.key)}>
        <Radios
          language={language} form={form} name="how" label={m.how} choices={noLink === null ? [link, slip] : [slip]}
          {...(noLink === null ? {} : { hint: accountRefusal(noLink, language) })}
        />
        <Actions><Button kind="danger">{m.doReset}</Button><CancelLink language={language} href={deskOf(PASSWORDS, person.key)} /></Actions>
      </Form>
    </DeskPage>
  )
}

/** Asks once before a slip for the activation is made. */
export function ActivationPage({ request, person, form }: Omit<Props, 'view'> & { form: FormState }) {
  const { language } = request
  const m = messages(language)
  return (
    <DeskPage request={request} desk={PASSWORDS} person={person} title={m.activationTitle} problems={form.problems}>
      <Notice kind="warning" title={componentMessages(language).before}><p>{m.activationConsequence(person.name)}</p></Notice>
      <Form request={request} action={activationPath(person.key)}>
        <Actions><Button>{m.print}</Button><CancelLink language={language} href={deskOf(PASSWORDS, person.key)} /></Actions>
      </Form>
    </DeskPage>
  )
}

/** Asks once before the second factor is taken away. */
export function LostFactorPage({ request, person, form }: Omit<Props, 'view'> & { form: FormState }) {
  const { language } = request
  const m = messages(language)
  return (
    <DeskPage request={request} desk={PASSWORDS} person={person} title={m.removeFactor} problems={form.problems}>
      <Notice kind="warning" title={componentMessages(language).before}><p>{m.removeFactorConsequence(person.name)}</p></Notice>
      <Form request={request} action={factorPath(person.key)}>
        <Actions><Button kind="danger">{m.doRemoveFactor}</Button><CancelLink language={language} href={deskOf(PASSWORDS, person.key)} /></Actions>
      </Form>
    </DeskPage>
  )
}
