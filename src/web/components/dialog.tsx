import type { Child } from 'hono/jsx'
import type { Language } from '../language.ts'
import type { LocalPath } from '../reply.ts'
import { ButtonLink } from './button.tsx'
import { componentMessages } from './messages.ts'

/** A link that opens the dialog of that id where scripts run, and leads to a page of the same purpose where not. */
export function DialogLink(props: { href: LocalPath; dialog: string; children: Child }) {
  const { href, dialog, children } = props
  return <a class="button secondary" href={href} data-dialog={dialog}>{children}</a>
}

/** A native dialog, closed until a `DialogLink` opens it. */
export function Dialog(props: { language: Language; id: string; title: string; children: Child }) {
  const { language, id, title, children } = props
  return (
    <dialog id={id} aria-labelledby={`${id}-title`}>
      <div class="dialog-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <form method="dialog"><button class="button quiet">{componentMessages(language).close}</button></form>
      </div>
      {children}
    </dialog>
  )
}

/** The way back out of a form or dialog page. */
export function CancelLink({ language, href }: { language: Language; href: LocalPath }) {
  return <ButtonLink href={href} kind="secondary">{componentMessages(language).cancel}</ButtonLink>
}
