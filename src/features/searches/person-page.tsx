import { addressOf } from '../../web/address.ts'
import { Button } from '../../web/components/button.tsx'
import { SelectField } from '../../web/components/fields.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { PersonField } from '../../web/components/pickers.tsx'
import { FoundNothing } from '../../web/components/search-answer.tsx'
import { Table } from '../../web/components/table.tsx'
import { managementMessages } from '../../web/management-messages.ts'
import { messages } from './messages.ts'
import { askedForm, DayField, rightColumns, SearchedDay } from './parts.tsx'
import type { Application } from '../../core/catalogue.ts'
import type { PickedPerson } from '../../store/people.ts'
import type { Actor } from '../../web/actor.ts'
import type { AskedDay } from '../../web/asked-day.ts'
import type { FormProblem } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { RightsSort } from './person-rights.ts'
import type { Said, SortLinks } from './parts.tsx'
import type { ShownRight } from './shown-right.ts'
import type { WholePage } from './whole-list.ts'

/** The two searches about one person. */
export type PersonSearch = 'applications' | 'duty-applications'

const MENU = { applications: 'searchApplications', 'duty-applications': 'searchDutyApplications' } as const

export const personPath = (search: PersonSearch): LocalPath => `/search/${search}`

type Props = {
  request: FrameRequest & { actor: Actor }
  search: PersonSearch
  person: PickedPerson | null
  typed: Said
  said: Said
  sort: RightsSort
  asOf: AskedDay
  problems: readonly FormProblem[]
  found: { page: WholePage<ShownRight>; catalogue: readonly Application[] } | null
}

function AskForm({ request, search, person, typed, said, problems, found }: Props) {
  const { language } = request
  const m = messages(language)
  const form = askedForm(typed, problems)
  const kinds = (['birthright', 'grant', 'duty'] as const).map((by) => ({ value: by, label: m.by[by] }))
  const { person: _, ...others } = said
  const who = <PersonField request={request} form={form} person={person} label={m.person} to={addressOf(personPath(search), others)} />
  // Before somebody is chosen there is nothing to send.
  if (person === null) return <div class="ask">{who}</div>
  return (
    <form class="ask" method="get" action={personPath(search)} novalidate>
      {who}
      <div class="asks">
        <DayField language={language} form={form} />
        {found === null ? null : (
          <SelectField
            language={language} form={form} name="application" label={m.application} none={m.anyApplication} optional
            choices={found.catalogue.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
          />
        )}
        {found === null || search !== 'applications' ? null : (
          <SelectField language={language} form={form} name="by" label={m.basis} choices={kinds} none={m.anyBy} optional />
        )}
      </div>
      <div class="actions"><Button>{m.ask}</Button></div>
    </form>
  )
}

function sortLinks(path: LocalPath, said: Said, sort: RightsSort): SortLinks {
  const link = (column: 'application' | 'agency' | 'until') => ({
    href: addressOf(path, { ...said, sort: sort === column ? `-${column}` : column }),
    now: sort === column ? 'ascending' as const : sort === `-${column}` ? 'descending' as const : null,
  })
  return { application: link('application'), agency: link('agency'), until: link('until') }
}

function Found({ request, search, said, sort, page }: {
  request: FrameRequest; search: PersonSearch; said: Said; sort: RightsSort; page: WholePage<ShownRight>
}) {
  const { language } = request
  const m = messages(language)
  const path = personPath(search)
  if (page.count === 0) {
    return <FoundNothing title={m.noRights[search]}><p>{m.noRightsHelp}</p></FoundNothing>
  }
  const at = (cursor: Record<string, string>) => addressOf(path, { ...said, ...cursor })
  return (
    <>
      <Table
        language={language} caption={managementMessages(language).menu[MENU[search]]} count={page.count} rows={page.rows}
        columns={rightColumns(language, { person: true }, sortLinks(path, said, sort))}
      />
      <Exports language={language} list={addressOf(path, said)} />
      <Paging
        language={language} shown={{ from: page.from, to: page.from + page.rows.length - 1 }}
        previous={page.previous === null ? null : at({ before: page.previous })}
        next={page.next === null ? null : at({ after: page.next })}
      />
    </>
  )
}

/** 「可用應用系統查詢」 and 「可用兼辦應用系統查詢」. */
export function PersonSearchPage(props: Props) {
  const { request, search, said, sort, asOf, problems, found } = props
  const { language } = request
  return (
    <ManagePage request={request} title={managementMessages(language).menu[MENU[search]]} answer={found !== null} from={found?.page.from ?? 1} problems={problems}>
      <p class="lead">{messages(language).lead[search]}</p>
      <AskForm {...props} />
      {found === null ? null : (
        <>
          <SearchedDay request={request} asOf={asOf} path={personPath(search)} said={said} />
          <Found request={request} search={search} said={said} sort={sort} page={found.page} />
        </>
      )}
    </ManagePage>
  )
}
