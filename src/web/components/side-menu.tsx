import { frameMessages } from '../frame-messages.ts'
import { liesUnder } from '../path.ts'
import type { LocalPath } from '../reply.ts'
import type { FrameRequest } from '../route.ts'

export type MenuGroup = { heading: string; entries: readonly { label: string; href: LocalPath; count?: number }[] }

/** The menu beside the content; on a narrow screen it comes after the content. Entries whose pages do not exist are left out. */
export function SideMenu({ request, groups }: { request: FrameRequest; groups: readonly MenuGroup[] }) {
  const m = frameMessages(request.language)
  // Of addresses that lie under one another the nearest is where one is.
  const [nearest] = groups.flatMap(({ entries }) => entries.map(({ href }) => href)).filter((href) => liesUnder(request.path, href))
    .toSorted((one, other) => other.length - one.length)
  const lists = groups.map(({ heading, entries }) => {
    const shown = entries.filter(({ href }) => request.site.has(href))
    if (shown.length === 0) return null
    return (
      <>
        <h2>{heading}</h2>
        <ul>
          {shown.map(({ label, href, count }) => (
            <li>
              <a href={href} aria-current={href !== nearest ? undefined : request.path === href ? 'page' : 'true'}>
                {label}
                {count === undefined || count === 0 ? null : <span class="count">{count}</span>}
              </a>
            </li>
          ))}
        </ul>
      </>
    )
  })
  return (
    <nav class="side" id="menu" aria-label={m.regions.side}>
      {lists}
    </nav>
  )
}
