import { Moment } from '../../web/components/moment.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { Page } from '../../web/layout.tsx'
import { messages } from './messages.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { TodoItem } from '../../web/todo.ts'

/** 「待辦事項」: what waits for the person, for which agency, since when, each with the way there. */
export function TodoPage({ request, items, more }: { request: FrameRequest; items: readonly TodoItem[]; more: boolean }) {
  const { language } = request
  const m = messages(language)
  if (items.length === 0) {
    return <Page request={request} title={m.title}><Empty title={m.none}><p>{m.noneWhy}</p></Empty></Page>
  }
  return (
    <Page request={request} title={m.title}>
      <p class="lead">{m.lead}</p>
      <Table
        language={language} caption={m.title} rows={items} {...(more ? {} : { count: items.length })}
        columns={[
          {
            label: m.what, heading: true,
            cell: ({ title, detail, href }) => (
              <>
                <a href={href}>{title[language]}</a>
                {detail === undefined ? null : <span class="below">{detail[language]}</span>}
              </>
            ),
          },
          {
            label: m.agency,
            cell: ({ agency }) => (agency === undefined ? m.noAgency : <>{agency.name} <span class="code soft">{agency.code}</span></>),
          },
          { label: m.since, numeric: true, cell: ({ since }) => <Moment at={since} language={language} /> },
        ]}
      />
      {more ? <p class="soft">{m.more(items.length)}</p> : null}
    </Page>
  )
}
