import type { Child } from 'hono/jsx'
import type { LocalPath } from '../reply.ts'
import type { FrameRequest } from '../route.ts'
import { EMPTY_FORM } from '../form.ts'
import { Button } from './button.tsx'
import { cardMessages } from './card-messages.ts'
import { Field } from './fields.tsx'
import { Actions, Form } from './form.tsx'

/** Where every page that has a card's form asks for what the card is to sign. */
export const CHALLENGE_PATH: LocalPath = '/sign-in/card/challenge'

/**
 * What a route with such a form on its pages needs beyond the strictest headers: the component's window has to find its opener.
 */
export const FOR_CARDS = { opener: 'same-origin-allow-popups' } as const

/**
 * A form whose answer a card gives: `cards.js` asks for a challenge of that purpose, has the card sign it by the component that came with
 * the reader, and sends the form with `challenge` and `signature`. The PIN has no name: it never comes here. Without script a sentence
 * says what is needed.
 */
export function CardForm({ request, action, purpose, hidden = {}, button, children }: {
  request: FrameRequest
  action: LocalPath
  /** One of `CARD_PURPOSES` (features/cards). */
  purpose: string
  hidden?: Readonly<Record<string, string>>
  button: string
  children?: Child
}) {
  const m = cardMessages(request.language)
  return (
    <div data-card={request.site.cardComponent} data-challenge={CHALLENGE_PATH} data-purpose={purpose} data-words={JSON.stringify(m.words)}>
      <noscript><p>{m.needsScript}</p></noscript>
      <div data-card-form hidden>
        <Form request={request} action={action} hidden={{ ...hidden, challenge: '', signature: '' }}>
          {children}
          <div data-card-choice hidden>
            <Field language={request.language} form={EMPTY_FORM} name="slot" label={m.card}>
              {({ id }) => <select id={id} data-card-slots hidden />}
            </Field>
          </div>
          <Field language={request.language} form={EMPTY_FORM} name="pin" label={m.pin}>
            {({ id }) => <input id={id} class="short" type="password" inputmode="numeric" autocomplete="off" maxlength={8} data-card-pin />}
          </Field>
          <p role="status" class="card-says" data-card-says />
          <Actions>
            <Button>{button}</Button>
            <button type="button" class="button quiet" data-card-list>{m.list}</button>
          </Actions>
        </Form>
      </div>
      {request.site.has('/environment') ? <p><a href="/environment">{m.environment}</a></p> : null}
      <script type="module" src={request.site.asset('cards.js')} />
    </div>
  )
}
