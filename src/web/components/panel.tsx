import type { Child } from 'hono/jsx'
import type { LocalPath } from '../reply.ts'

/** A titled region with a frame, such as 「帳號登入」. `id` must be unlike all others on the page. */
export function Panel({ id, title, children }: { id: string; title: string; children: Child }) {
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

/** Side by side where there is room for it, one below the other where there is not. */
export function Columns({ children }: { children: Child }) {
  return <div class="columns">{children}</div>
}

/** Terms and what they mean here: a person's record, a grant's dates. */
export function DescriptionList({ items }: { items: readonly { term: string; value: Child }[] }) {
  return (
    <dl class="facts">
      {items.map(({ term, value }) => <div><dt>{term}</dt><dd>{value}</dd></div>)}
    </dl>
  )
}

/** What a list says when there is nothing in it: that this is so, and what one can do. */
export function Empty({ title, children }: { title: string; children?: Child }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  )
}

/** Something that can wait behind its heading; opens without script. */
export function Disclosure({ summary, open = false, children }: { summary: Child; open?: boolean; children: Child }) {
  return (
    <details class="disclosure" open={open}>
      <summary>{summary}</summary>
      <div>{children}</div>
    </details>
  )
}

/** Views of one thing, each with its own address. */
export function Tabs({ label, tabs }: {
  label: string
  tabs: readonly { label: string; href: LocalPath; current: boolean; count?: number }[]
}) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li>
            <a href={tab.href} aria-current={tab.current ? 'page' : undefined}>
              {tab.label}
              {tab.count === undefined ? null : <span class="count">{tab.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
