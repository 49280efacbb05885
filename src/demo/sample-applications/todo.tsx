// 「待辦事項」 of the portal, as an application uses it: puts an item there for the person who is signed in, and takes it away.
import { randomUUID } from 'node:crypto'
import * as oidc from 'openid-client'
import { nameOf } from './frame.tsx'
import { WORDS } from './messages.ts'
import type { SampleApplication } from './clients.ts'
import type { View } from './frame.tsx'
import type { Session, SessionStore } from './session-store.ts'

const TIMEOUT_MS = 10_000

/** `refused`: the status of the portal's answer. */
type Answer<R> = R | { refused: number }

// A real application keeps the number of an item with its case; these have none, and forget it when their program ends.
const waiting = new WeakMap<SessionStore, Map<string, string>>()

function itemsOf(sessions: SessionStore): Map<string, string> {
  const present = waiting.get(sessions) ?? new Map<string, string>()
  waiting.set(sessions, present)
  return present
}

const keyOf = ({ code }: SampleApplication, { visit: { sub } }: Session): string => `${code} ${sub}`

/** Whether this application has put something there for the person. */
export const hasTodo = (sessions: SessionStore, application: SampleApplication, session: Session): boolean =>
  itemsOf(sessions).has(keyOf(application, session))

export type TodoCall = {
  client: oidc.Configuration; issuer: string; origin: string; sessions: SessionStore; application: SampleApplication; session: Session
  /** What the page that was sent calls the item: sent twice, it is still one. */
  name: string
}

/** What was asked for on the page. */
export const todoAsked = (form: Readonly<Record<string, unknown>>): { clears: boolean; name: string } =>
  ({ clears: form['act'] === 'clear', name: typeof form['name'] === 'string' ? form['name'] : '' })

async function call({ client, issuer, name }: TodoCall, method: 'POST' | 'DELETE', path: string, body: object | null): Promise<Response> {
  const { access_token: token } = await oidc.clientCredentialsGrant(client, { scope: 'todos' })
  return fetch(`${issuer}/api/v1/todos${path}`, {
    method, signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === null ? {} : { 'content-type': 'application/json', 'idempotency-key': name }),
    },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  })
}

/** Puts an item there that leads back to this application. */
export async function pushTodo(todo: TodoCall): Promise<Answer<'done'>> {
  const { application, session, origin, sessions } = todo
  const answer = await call(todo, 'POST', '', {
    subject: session.visit.sub, link: `${origin}/${application.code}`,
    title: WORDS.todoTitle['zh-TW'] + nameOf(application, 'zh-TW'), titleEn: WORDS.todoTitle.en + nameOf(application, 'en'),
  })
  if (answer.status !== 201) return { refused: answer.status }
  const { id } = await answer.json() as { id: string }
  itemsOf(sessions).set(keyOf(application, session), id)
  return 'done'
}

/** Takes it away again. */
export async function clearTodo(todo: TodoCall): Promise<Answer<'done'>> {
  const items = itemsOf(todo.sessions)
  const key = keyOf(todo.application, todo.session)
  const id = items.get(key)
  if (id === undefined) return 'done'
  const { status } = await call(todo, 'DELETE', `/${id}`, null)
  if (status !== 204) return { refused: status }
  items.delete(key)
  return 'done'
}

/** The part of the page with the button for it. */
export function Todo({ view: { language, portal }, application, session, waits }: {
  view: View; application: SampleApplication; session: Session; waits: boolean
}) {
  return (
    <section>
      <h2>{WORDS.todo[language]}</h2>
      <p>{WORDS[waits ? 'todoWaits' : 'todoNone'][language]} <a href={`${portal}/todo`}>{WORDS.todoLook[language]}</a></p>
      <form method="post" action={`/${application.code}/todo`}>
        <input type="hidden" name="form_token" value={session.formToken} />
        <input type="hidden" name="act" value={waits ? 'clear' : 'push'} />
        <input type="hidden" name="name" value={randomUUID()} />
        <button class="button">{WORDS[waits ? 'todoClear' : 'todoPush'][language]}</button>
      </form>
    </section>
  )
}
