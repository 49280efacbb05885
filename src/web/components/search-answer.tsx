import type { Child } from 'hono/jsx'
import { Empty } from './panel.tsx'

type Props = {
  /** Sentences that a script fills in as one types. */
  sentences?: { 'data-found': string; 'data-none': string }
  /** Nothing was searched for: the place of the answer, for a script. */
  idle?: boolean
  children?: Child
}

// What stands in a page from its first moment is no change to a screen reader: it takes the focus, from where the next key leads to
// the first that was found.
const spoken = { role: 'status', tabindex: -1, autofocus: true } as const

/** How many a search has found, above the list of them. */
export function SearchAnswer({ sentences = undefined, idle = false, children }: Props) {
  return <p class="found" {...(idle ? { role: 'status' } : spoken)} {...sentences}>{children}</p>
}

/** That a search has found nothing, and what to do then. */
export function FoundNothing({ title, children }: { title: string; children?: Child }) {
  return <div {...spoken}><Empty title={title}>{children}</Empty></div>
}
