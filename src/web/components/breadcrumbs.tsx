import { frameMessages } from '../frame-messages.ts'
import type { LocalPath } from '../reply.ts'
import type { FrameRequest } from '../route.ts'

/** A page on the way here; without `href` it is a heading that has no page of its own. */
export type Crumb = { label: string; href?: LocalPath }

/** 「現在位置：」, from 「首頁」 to this page, and 「說明」 where something is written about it. */
export function Breadcrumbs(props: { request: FrameRequest; crumbs: readonly Crumb[]; title: string }) {
  const { request, crumbs, title } = props
  const m = frameMessages(request.language)
  const help = request.site.help(request.path)
  return (
    <nav class="crumbs wrap" aria-label={m.hereRegion}>
      <span>{m.here}</span>
      <ol>
        <li><a href="/">{m.nav.home}</a></li>
        {crumbs.map(({ label, href }) => <li>{href === undefined ? label : <a href={href}>{label}</a>}</li>)}
        <li aria-current="page">{title}</li>
      </ol>
      {help === null ? null : <a class="help" href={help}>{m.help}</a>}
    </nav>
  )
}
