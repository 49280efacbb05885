import type { Child } from 'hono/jsx'
import { CSRF_FIELD } from '../csrf.ts'
import type { LocalPath } from '../reply.ts'
import type { FrameRequest } from '../route.ts'

/** A form that changes something: sent by POST, with the token that proves it is ours. */
export function Form(props: {
  request: FrameRequest
  action: LocalPath
  /** Names the form where a page has several. */
  label?: string
  hidden?: Readonly<Record<string, string>>
  /** For a form with a file (`FileField`). */
  withFile?: boolean
  children: Child
}) {
  const { request, action, label, hidden = {}, withFile = false, children } = props
  return (
    <form method="post" action={action} enctype={withFile ? 'multipart/form-data' : undefined} novalidate aria-label={label}>
      <input type="hidden" name={CSRF_FIELD} value={request.csrfToken()} />
      {Object.entries(hidden).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
      {children}
    </form>
  )
}

/** The buttons at the end of a form. */
export function Actions({ children }: { children: Child }) {
  return <div class="actions">{children}</div>
}
