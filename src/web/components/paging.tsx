import type { Language } from '../language.ts'
import { componentMessages } from './messages.ts'

/** Before and after, by key: there are no page numbers, because counting pages of a nation costs more than it tells. */
export function Paging(props: {
  language: Language
  previous: string | null
  next: string | null
  /** Which rows are shown, counted from 1, where that is known. */
  shown?: { from: number; to: number }
}) {
  const { language, previous, next, shown } = props
  if (previous === null && next === null) return null
  const m = componentMessages(language)
  return (
    <nav class="paging" aria-label={m.pages}>
      {previous === null ? <span /> : <a class="button secondary" rel="prev" href={previous}>{m.previous}</a>}
      {shown === undefined ? null : <span class="soft">{m.foundPart(shown.from, shown.to)}</span>}
      {next === null ? <span /> : <a class="button secondary" rel="next" href={next}>{m.next}</a>}
    </nav>
  )
}
