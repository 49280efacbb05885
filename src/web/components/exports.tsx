import type { Child } from 'hono/jsx'
import { FORMATS } from '../export-reply.ts'
import type { Format } from '../export-reply.ts'
import type { Language } from '../language.ts'
import type { LocalPath } from '../reply.ts'
import { ButtonLink } from './button.tsx'
import { componentMessages } from './messages.ts'

/** The list at this address as a file: the address with the ending of the format. */
export function fileAddress(list: LocalPath, format: Format): LocalPath {
  const [path, query] = list.split('?', 2)
  return `${path as LocalPath}.${format}${query === undefined ? '' : `?${query}`}`
}

/**
 * 「匯出 CSV」「匯出 XLSX」 of all of a list, with its filters and not from a page of it. Beside them what else there is to
 * say of the list.
 */
export function Exports({ language, list, children }: { language: Language; list: LocalPath; children?: Child }) {
  const m = componentMessages(language)
  return (
    <div class="exports" role="group" aria-label={m.exports}>
      {FORMATS.map((format) => <ButtonLink kind="secondary" href={fileAddress(list, format)}>{m.export[format]}</ButtonLink>)}
      {children}
    </div>
  )
}
