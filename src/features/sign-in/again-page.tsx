import { isPerson } from '../../web/actor.ts'
import { Button } from '../../web/components/button.tsx'
import { PasswordField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { Panel } from '../../web/components/panel.tsx'
import { PasskeyForm } from '../../web/components/passkey-form.tsx'
import { Page } from '../../web/layout.tsx'
import { againMessages } from './again-messages.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'

export type AgainProps = { request: FrameRequest & { actor: Actor }; form: FormState; next: LocalPath; passkeys: boolean }

function ByPassword({ request, form, next }: Omit<AgainProps, 'passkeys'>) {
  const { language, site, actor } = request
  const m = againMessages(language)
  return (
    <Panel id="by-password" title={m.byPassword}>
      <Form request={request} action="/sign-in/again/password" hidden={{ next }}>
        <p>{m.account} <b class="code">{actor.accountName}</b></p>
        <PasswordField language={language} form={form} name="password" label={m.password} autocomplete="current-password" />
        <Actions>
          <Button>{m.prove}</Button>
          {site.has('/forgot-password') ? <a href="/forgot-password">{m.forgot}</a> : null}
        </Actions>
      </Form>
    </Panel>
  )
}

function ByPasskey({ request, next }: Pick<AgainProps, 'request' | 'next'>) {
  const m = againMessages(request.language)
  return (
    <Panel id="by-passkey" title={m.byPasskey}>
      <PasskeyForm
        request={request} does="get" action="/sign-in/again/passkey" challenge="/sign-in/again/passkey/challenge" hidden={{ next }}
        instead={<p>{m.passkeyCannot}</p>}
      >
        <p>{m.passkeySays}</p>
        <Actions><Button kind="secondary">{m.usePasskey}</Button></Actions>
      </PasskeyForm>
    </Panel>
  )
}

/** The agency's card is proved by the card alone, at sign-in. */
function WithCard({ request }: Pick<AgainProps, 'request'>) {
  const m = againMessages(request.language)
  return (
    <Form request={request} action="/sign-out">
      <p>{m.withCard}</p>
      <Actions><Button>{m.signOut}</Button></Actions>
    </Form>
  )
}

/** 「再次驗證身分」: asked of whoever is signed in, before what is dangerous in another's hands. */
export function AgainPage({ request, form, next, passkeys }: AgainProps) {
  const { language, actor, site } = request
  const m = againMessages(language)
  return (
    <Page request={request} title={m.title} problems={form.problems} breadcrumbs={[]}>
      <p class="lead">{m.lead(actor.name)}</p>
      <p>{m.next}</p>
      {!isPerson(actor) ? <WithCard request={request} /> : (
        <div class="stack">
          <ByPassword request={request} form={form} next={next} />
          {passkeys ? <ByPasskey request={request} next={next} /> : null}
          {site.has('/sign-in/card') ? <p><a href={`/sign-in/card?${new URLSearchParams({ again: 'yes', next })}`}>{m.byCard}</a></p> : null}
        </div>
      )}
      <Actions><a href="/">{m.leave}</a></Actions>
    </Page>
  )
}
