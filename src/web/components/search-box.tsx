import { frameMessages } from '../frame-messages.ts'
import type { Language } from '../language.ts'
import type { LocalPath } from '../reply.ts'
import { componentMessages } from './messages.ts'

/** The page's search (access key S): asked by GET, so that the address can be kept; never for anything personal. */
export function SearchBox(props: {
  language: Language
  action: LocalPath
  label: string
  name?: string
  value: string
  hint?: string
  /** Filters that stay when searching anew. */
  keep?: Readonly<Record<string, string>>
  /** Where 「清除」 leads, when it is not the action alone. */
  clear?: LocalPath
}) {
  const { language, action, label, name = 'q', value, hint, keep = {}, clear = action } = props
  const m = componentMessages(language)
  return (
    <form class="search" role="search" method="get" action={action}>
      <a class="marker" id="search" href="#search" title={frameMessages(language).regions.search}><span aria-hidden="true">:::</span></a>
      {Object.entries(keep).map(([kept, text]) => <input type="hidden" name={kept} value={text} />)}
      <label for={`search-${name}`}>{label}</label>
      {hint === undefined ? null : <p class="hint" id="search-hint">{hint}</p>}
      <div class="search-row">
        <input
          id={`search-${name}`}
          type="search"
          name={name}
          value={value}
          accesskey="S"
          maxlength={100}
          autocomplete="off"
          aria-describedby={hint === undefined ? undefined : 'search-hint'}
        />
        <button class="button primary">{m.search}</button>
        {value === '' ? null : <a href={clear}>{m.clear}</a>}
      </div>
    </form>
  )
}
