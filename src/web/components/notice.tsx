import type { Child } from 'hono/jsx'
import { personalDataMessages } from '../personal-data-messages.ts'
import type { Language } from '../language.ts'

/** `done` is spoken at once by screen readers; the others are read in their place. */
export type NoticeKind = 'info' | 'done' | 'warning' | 'danger'

/** A message that stands out from the page, its kind told by words and line, not by colour alone. */
export function Notice({ kind = 'info', title, children }: { kind?: NoticeKind; title: string; children?: Child }) {
  return (
    <div class={`notice ${kind}`} role={kind === 'done' ? 'status' : undefined}>
      <h2>{title}</h2>
      {children}
    </div>
  )
}

/** 「重要訊息」: what the Personal Data Protection Act asks of those who sign in. */
export function PersonalDataNotice({ language }: { language: Language }) {
  const { title, text } = personalDataMessages(language)
  return <Notice title={title}><p>{text}</p></Notice>
}
