import { isPerson } from '../../web/actor.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { PasswordField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Panel } from '../../web/components/panel.tsx'
import { PasskeyForm } from '../../web/components/passkey-form.tsx'
import { againAddress } from '../../web/fresh.ts'
import { Page } from '../../web/layout.tsx'
import { againMessages } from './again-messages.ts'
import type { Actor } from '../../web/actor.ts'
import type { ProvedBy } from '../../web/fresh.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'

/** `passkeys`: whether there are any; `only`: what nothing less would do than. */
export type AgainProps = { request: FrameRequest & { actor: Actor }; form: FormState; next: LocalPath; passkeys: boolean; only?: ProvedBy }

function ByPassword({ request, form, next }: Omit<AgainProps, 'passkeys' | 'only'>) {
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

function ByPasskey({ request, next, alone }: Pick<AgainProps, 'request' | 'next'> & {
  /** A password would not do. */
  alone: boolean
}) {
  const m = againMessages(request.language)
  return (
    <Panel id="by-passkey" title={m.byPasskey}>
      <PasskeyForm
        request={request} does="get" from={againAddress(next)} action="/sign-in/again/passkey" challenge="/sign-in/again/passkey/challenge" hidden={alone ? { next, by: 'passkey' } : { next }}
        instead={<p>{m.passkeyCannot}</p>}
      >
        <p>{m.passkeySays}</p>
        <Actions><Button kind="secondary">{m.usePasskey}</Button></Actions>
      </PasskeyForm>
    </Panel>
  )
}

/** Nothing less than a passkey would do, and there is none. */
function NoPasskey({ request }: Pick<AgainProps, 'request'>) {
  const m = againMessages(request.language)
  return (
    <Notice kind="warning" title={m.noPasskey}>
      <p>{m.noPasskeySays}</p>
      <p><ButtonLink href="/me/passkeys">{m.toPasskeys}</ButtonLink></p>
    </Notice>
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
export function AgainPage({ request, form, next, passkeys, only = null }: AgainProps) {
  const { language, actor, site } = request
  const m = againMessages(language)
  return (
    <Page request={request} title={m.title} problems={form.problems} breadcrumbs={[]}>
      <p class="lead">{only === null ? m.lead(actor.name) : m.leadOnly[only](actor.name)}</p>
      <p>{m.next}</p>
      {!isPerson(actor) ? <WithCard request={request} /> : (
        <div class="stack">
          {only !== null ? null : <ByPassword request={request} form={form} next={next} />}
          {passkeys && only !== 'card' ? <ByPasskey request={request} next={next} alone={only === 'passkey'} /> : null}
          {only === 'passkey' && !passkeys ? <NoPasskey request={request} /> : null}
          {site.has('/sign-in/card') ? <p><a href={`/sign-in/card?${new URLSearchParams({ again: 'yes', next })}`}>{m.byCard}</a></p> : null}
        </div>
      )}
      <Actions><a href="/">{m.leave}</a></Actions>
    </Page>
  )
}
