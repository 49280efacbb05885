import { addressOf } from '../../web/address.ts'
import { Button } from '../../web/components/button.tsx'
import { SelectField } from '../../web/components/fields.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { AgencyField } from '../../web/components/pickers.tsx'
import { FoundNothing } from '../../web/components/search-answer.tsx'
import { Table } from '../../web/components/table.tsx'
import { managementMessages } from '../../web/management-messages.ts'
import { isOneAgency, orderOf } from './list-search.ts'
import { messages } from './messages.ts'
import { askedForm, BelowBox, DayField, ListFoot, rightColumns, SearchedDay } from './parts.tsx'
import type { Application } from '../../core/catalogue.ts'
import type { AskedDay } from '../../web/asked-day.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Actor } from '../../web/actor.ts'
import type { ListPage, ListQuestion } from './list-search.ts'
import type { Said, SortLinks } from './parts.tsx'

/** The three searches that list by agency. */
export type ListName = 'permissions' | 'duty-permissions' | 'categories'

const MENU = {
  permissions: 'searchPermissions', 'duty-permissions': 'searchDutyPermissions', categories: 'searchCategories',
} as const

export const listPath = (search: ListName): LocalPath => `/search/${search}`

type Props = {
  request: FrameRequest & { actor: Actor }
  search: ListName
  catalogue: readonly Application[]
  /** What the fields show, and the same as it stands in an address. */
  typed: Said
  said: Said
  asOf: AskedDay
  problems: readonly FormProblem[]
  /** The agency in the field, where it may be seen. */
  agency: { name: string; nameEn: string | null } | null
  found: { question: ListQuestion; page: ListPage; counted: boolean } | null
}

const named = ({ name, nameEn }: { name: string; nameEn: string | null }, language: Language): string =>
  (language === 'en' ? nameEn ?? name : name)

function ApplicationField({ language, form, catalogue, search }: {
  language: Language; form: FormState; catalogue: readonly Application[]; search: ListName
}) {
  const m = messages(language)
  if (search !== 'categories') {
    const choices = catalogue.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))
    return <SelectField language={language} form={form} name="application" label={m.application} choices={choices} />
  }
  const choices = catalogue.flatMap((application) => application.categories.map((one) => ({
    value: `${application.code}:${one.code}`,
    label: `${application.code} ${application.name}／${language === 'en' ? one.nameEn : one.name}`,
  })))
  return <SelectField language={language} form={form} name="category" label={m.category} choices={choices} />
}

/** Narrows what was found: shown once it is known what there is to narrow. */
function Filters({ language, form, question, search }: {
  language: Language; form: FormState; question: ListQuestion; search: ListName
}) {
  const m = messages(language)
  const choices = question.found.categories.map((one) =>
    ({ value: one.code, label: language === 'en' ? one.nameEn : one.name }))
  const kinds = (['birthright', 'grant', 'duty'] as const).map((by) => ({ value: by, label: m.by[by] }))
  return (
    <>
      {search === 'categories' || choices.length < 2 ? null : (
        <SelectField
          language={language} form={form} name="category" label={m.category} choices={choices} none={m.anyCategory} optional
        />
      )}
      {search === 'duty-permissions' ? null : (
        <SelectField language={language} form={form} name="by" label={m.basis} choices={kinds} none={m.anyBy} optional />
      )}
    </>
  )
}

function AskForm({ request, search, catalogue, typed, said, problems, agency, found }: Props) {
  const { language } = request
  const m = messages(language)
  const form = askedForm(typed, problems)
  const { agency: _, ...others } = said
  return (
    <form class="ask" method="get" action={listPath(search)} novalidate>
      <div class="asks">
        <ApplicationField language={language} form={form} catalogue={catalogue} search={search} />
        <div>
          <AgencyField
            request={request} language={language} form={form} name="agency" label={m.agency} known={agency}
            to={addressOf(listPath(search), others)} optional={search === 'categories'}
          />
          <BelowBox language={language} checked={typed.below === 'yes'} />
        </div>
        <DayField language={language} form={form} />
        {found === null ? null : <Filters language={language} form={form} question={found.question} search={search} />}
      </div>
      <div class="actions"><Button>{m.ask}</Button></div>
    </form>
  )
}

/** Each column that the list may be ordered by leads to its order, and from there to the reverse. */
function sortLinks(search: ListName, said: Said, question: ListQuestion): SortLinks {
  const { order, descending } = orderOf(question)
  const link = (sort: 'agency' | 'name' | 'until', mine: typeof order) => ({
    href: addressOf(listPath(search), { ...said, sort: order === mine && !descending ? `-${sort}` : sort }),
    now: order !== mine ? null : descending ? 'descending' as const : 'ascending' as const,
  })
  const agency = link('agency', 'key')
  return isOneAgency(question) ? { agency, person: link('name', 'name'), until: link('until', 'until') } : { agency }
}

function Found({ request, search, said, found: { question, page, counted } }: {
  request: FrameRequest; search: ListName; said: Said; found: NonNullable<Props['found']>
}) {
  const { language } = request
  const m = messages(language)
  if (page.rights.length === 0 && page.previous === null) {
    return <FoundNothing title={m.none}><p>{m.noneHelp}</p></FoundNothing>
  }
  const agency = question.node === null ? m.wholeScope : named(question.node, language)
  const { code, name } = question.found
  return (
    <>
      <Table
        language={language} rows={page.rights}
        columns={rightColumns(language, { application: true }, sortLinks(search, said, question))}
        caption={m.found(`${code} ${name}`, question.below && question.node !== null ? m.withBelow(agency) : agency)}
        {...(page.count === null ? {} : { count: page.count })}
      />
      <ListFoot language={language} path={listPath(search)} said={said} page={page} counted={counted} />
    </>
  )
}

/** A search that lists who may, by agency: its form, and under it what was found. */
export function ListSearchPage(props: Props) {
  const { request, search, said, asOf, problems, found } = props
  const { language } = request
  return (
    <ManagePage request={request} title={managementMessages(language).menu[MENU[search]]} answer={found !== null} problems={problems}>
      <p class="lead">{messages(language).lead[search]}</p>
      <AskForm {...props} />
      {found === null ? null : (
        <>
          <SearchedDay request={request} asOf={asOf} path={listPath(search)} said={said} />
          <Found request={request} search={search} said={said} found={found} />
        </>
      )}
    </ManagePage>
  )
}
