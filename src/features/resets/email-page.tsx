// 「校正員工Email」: the address, what waits, and the form of the correction.
import { maskEmail } from '../../core/email-changes.ts'
import { Button } from '../../web/components/button.tsx'
import { Checkboxes } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { DescriptionList } from '../../web/components/panel.tsx'
import { showMoment } from '../../web/days.ts'
import { accountRefusal } from '../people/account-refusals.ts'
import { DeskPage } from './desk-page.tsx'
import { messages } from './messages.ts'
import { EmailText } from './password-pages.tsx'
import { correctionPath, EMAILS, withdrawPath } from './slice.ts'
import type { FormState } from '../../web/form.ts'
import type { Subject } from '../people/find-subject.ts'
import type { DeskView } from './view-account.ts'
import type { Shown } from './slice.ts'

/** What was just done, as the address carries it. */
export const EMAIL_DONE = ['asked', 'withdrawn'] as const
export type EmailDone = (typeof EMAIL_DONE)[number]

type Props = { request: Shown; person: Subject; view: DeskView }

/** The change that waits; a manager may take it back. One's own address is shown to others with its beginning alone. */
function Waiting({ request, person, view: { waiting, bars } }: Props) {
  if (waiting === null) return null
  const { language } = request
  const m = messages(language)
  const { own, email, confirmedAt, notBefore, expiresAt, id } = waiting
  return (
    <Notice title={m.waits}>
      <p>
        {own ? m.waitsOwn(maskEmail(email)) : m.waitsOther(email)}
        {confirmedAt === null ? m.waitsUntil(showMoment(expiresAt, language)) : m.heldUntil(showMoment(notBefore, language))}
      </p>
      {bars.correctEmail !== null ? null : (
        <Form request={request} action={withdrawPath(person.key)} hidden={{ change: id }} label={m.withdraw}>
          <Actions><Button kind="secondary">{m.withdraw}</Button></Actions>
        </Form>
      )}
    </Notice>
  )
}

/** The address of one person, and its correction where the law allows it. */
export function EmailPage({ request, person, view, form, done }: Props & { form: FormState; done: EmailDone | null }) {
  const { language } = request
  const m = messages(language)
  const { correctEmail: bar } = view.bars
  return (
    <DeskPage request={request} desk={EMAILS} person={person} problems={form.problems}>
      {done === 'asked' ? <Notice kind="done" title={m.asked}><p>{m.askedSays}</p></Notice> : null}
      {done === 'withdrawn' ? <Notice kind="done" title={m.withdrawn} /> : null}
      <DescriptionList items={[{ term: m.email, value: <EmailText language={language} view={view} /> }]} />
      <Waiting request={request} person={person} view={view} />
      {bar !== null ? <Notice kind="warning" title={m.correctTitle}><p>{m.cannotCorrect}{accountRefusal(bar, language)}</p></Notice> : (
        <Form request={request} action={correctionPath(person.key)} label={m.correctTitle}>
          <h2>{m.correctTitle}</h2>
          <Notice kind="warning" title={componentMessages(language).before}><p>{m.correctConsequence}</p></Notice>
          <TextField
            language={language} form={form} name="email" type="email" label={m.newEmail} hint={m.newEmailHint} width="medium" maxlength={254}
          />
          <Checkboxes
            language={language} form={form} name="consented" label={m.consent} legendUnseen choices={[{ value: 'yes', label: m.consented }]}
          />
          <Actions><Button>{m.correct}</Button><CancelLink language={language} href={EMAILS} /></Actions>
        </Form>
      )}
    </DeskPage>
  )
}
