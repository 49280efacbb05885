import type { Child } from 'hono/jsx'
import type { LocalPath } from '../reply.ts'

/** `primary` once a page; `danger` for what cannot be undone; `quiet` within rows. */
export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'quiet'

/** A button that sends its form. `label` names it for screen readers where the words alone would repeat (rows). */
export function Button(props: {
  kind?: ButtonKind
  name?: string
  value?: string
  label?: string
  action?: LocalPath
  children: Child
}) {
  const { kind = 'primary', name, value, label, action, children } = props
  return (
    <button class={`button ${kind}`} name={name} value={value} aria-label={label} formaction={action}>{children}</button>
  )
}

/** A link that looks like a button: for going somewhere, not for changing something. */
export function ButtonLink(props: { href: string; kind?: ButtonKind; label?: string; children: Child }) {
  const { href, kind = 'primary', label, children } = props
  return <a class={`button ${kind}`} href={href} aria-label={label}>{children}</a>
}
