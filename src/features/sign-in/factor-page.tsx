import { Button, ButtonLink } from '../../web/components/button.tsx'
import { TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Page } from '../../web/layout.tsx'
import { factorMessages } from './factor-messages.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'

export const SECOND_PATH = '/sign-in/second-factor'

/**
 * `hidden`: what was asked for before signing in; `waits`: whether a code is still looked at; `begin`: where it starts anew.
 * `lost`: a recovery code is asked instead of the app's; `other`: where it is the other way round.
 */
export type FactorProps = {
  request: FrameRequest; form: FormState; hidden: Readonly<Record<string, string>>; waits: boolean; begin: LocalPath; lost: boolean; other: LocalPath
}

/** 「第二驗證」: one field, for a code of the app or a recovery code; whichever is typed counts. */
export function FactorPage({ request, form, hidden, waits, begin, lost, other }: FactorProps) {
  const { language } = request
  const m = factorMessages(language)
  if (!waits) {
    return (
      <Page request={request} title={m.over} problems={form.problems} breadcrumbs={[]}>
        {form.problems.length > 0 ? null : <Notice kind="warning" title={m.anew} />}
        <Actions><ButtonLink href={begin}>{m.begin}</ButtonLink></Actions>
      </Page>
    )
  }
  return (
    <Page request={request} title={m.title} problems={form.problems} breadcrumbs={[]}>
      {lost ? <p class="lead">{m.recoveryLead}</p> : null}
      <Form request={request} action={SECOND_PATH} hidden={hidden}>
        {lost
          ? <TextField language={language} form={form} name="secretCode" label={m.recovery} hint={m.recoveryHint} width="medium" autocomplete="off" first />
          : <TextField language={language} form={form} name="secretCode" label={m.code} hint={m.lead} width="short" autocomplete="one-time-code" inputmode="numeric" first />}
        <Actions><Button>{m.goOn}</Button><a href={other}>{lost ? m.useApp : m.useRecovery}</a></Actions>
      </Form>
      {lost ? <p class="soft">{m.noneLeft}</p> : null}
      <p><a href={begin}>{m.begin}</a></p>
    </Page>
  )
}
