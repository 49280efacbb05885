import type { Child } from 'hono/jsx'
import type { LocalPath } from '../reply.ts'
import type { FrameRequest } from '../route.ts'
import { Form } from './form.tsx'
import { componentMessages } from './messages.ts'

/**
 * A form whose answer an authenticator gives: on sending it, `passkeys.js` asks at `challenge`, lets the browser ask the person, and
 * sends the form with the answer in it. Without script, or in a browser that knows no passkeys, `instead` stands there.
 * `autofill`: the browser may offer passkeys in a field whose `autocomplete` has `webauthn`.
 */
export function PasskeyForm(props: {
  request: FrameRequest
  action: LocalPath
  challenge: LocalPath
  does: 'create' | 'get'
  /** The page to go to when the question is refused: signed out, or proved too long ago. It says which. */
  from: LocalPath
  hidden?: Readonly<Record<string, string>>
  autofill?: boolean
  instead?: Child
  children: Child
}) {
  const { request, action, challenge, does, from, hidden = {}, autofill = false, instead, children } = props
  const { cancelled, already, failed, busy, waits } = componentMessages(request.language).passkey
  return (
    <div
      data-passkey={does} data-challenge={challenge} data-from={from} data-autofill={autofill ? 'yes' : undefined}
      data-cancelled={cancelled} data-already={already} data-failed={failed} data-busy={busy} data-waits={waits}
    >
      <div data-passkey-form hidden>
        <Form request={request} action={action} hidden={{ ...hidden, answer: '' }}>
          {children}
          <p role="status" data-passkey-says />
        </Form>
      </div>
      {instead === undefined ? null : <div data-passkey-instead>{instead}</div>}
      <script type="module" src={request.site.asset('passkeys.js')} />
    </div>
  )
}
