import type { Child } from 'hono/jsx'
import { personalDataMessages } from '../personal-data-messages.ts'
import type { Language } from '../language.ts'

/** `done` says what came of the press that led here, and has the focus; the others are read in their place. */
export type NoticeKind = 'info' | 'done' | 'warning' | 'danger'

/**
 * A message that stands out from the page, its kind told by words and line, not by colour alone. `lasting`: it says how things
 * stand since something was done, perhaps long ago, and is read in its place, too.
 */
export function Notice({ kind = 'info', title, lasting = false, children }: {
  kind?: NoticeKind; title: string; lasting?: boolean; children?: Child
}) {
  // What stands on a page when it is opened is not spoken by being a status, but by being where the focus is.
  const result = kind === 'done' && !lasting ? { 'role': 'status', 'aria-label': title, 'tabindex': -1, 'autofocus': true } as const : {}
  return (
    <div class={`notice ${kind}`} {...result}>
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
