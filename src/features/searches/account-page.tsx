import { Button } from '../../web/components/button.tsx'
import { Checkboxes } from '../../web/components/choices.tsx'
import { TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { nameIn } from '../../web/agency-names.ts'
import { FoundNothing } from '../../web/components/search-answer.tsx'
import { pickerMessages } from '../../web/components/picker-messages.ts'
import { AccountBadge, AgencyField, PostLine } from '../../web/components/pickers.tsx'
import { Table } from '../../web/components/table.tsx'
import { showMoment } from '../../web/days.ts'
import { managementMessages } from '../../web/management-messages.ts'
import { messages } from './messages.ts'
import { ListFoot, PersonName } from './parts.tsx'
import type { Actor } from '../../web/actor.ts'
import type { Column } from '../../web/components/table.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { AccountsPage, FoundAccount } from './account-search.ts'

export const ACCOUNTS_PATH: LocalPath = '/search/accounts'
export const EVERYWHERE_PATH: LocalPath = `${ACCOUNTS_PATH}/everywhere`

type Props = {
  request: FrameRequest & { actor: Actor }
  form: FormState
  /** The agency in the field, where it is known. */
  agency?: { name: string; nameEn: string | null } | null
  /** The number of the kept query that was found by. */
  query?: string
  /** A national ID was searched by, which is not shown again. */
  idKept?: boolean
  found: {
    page: AccountsPage
    counted: boolean
    /** The one agency that was searched. */
    at?: { name: string; nameEn: string | null } | null
    /** Something else than the agency was asked for, by which others may find somebody. */
    elsewhere?: boolean
  } | null
}

function AskForm({ request, form, agency = null, idKept = false }: Props) {
  const { language } = request
  const m = messages(language)
  const { states } = pickerMessages(language)
  const common = { language, form }
  return (
    <Form request={request} action={ACCOUNTS_PATH} label={m.ask}>
      <div class="asks">
        <TextField
          {...common} name="nationalId" label={m.nationalId} hint={idKept ? m.nationalIdKept : m.nationalIdHint} optional
          maxlength={64}
        />
        <TextField {...common} name="name" label={m.name} hint={m.nameHint} optional maxlength={100} />
        <AgencyField {...common} request={request} name="agency" label={m.agency} known={agency} to={ACCOUNTS_PATH} optional />
      </div>
      <Checkboxes
        {...common} name="state" label={m.state} inline optional
        choices={(['pending', 'active', 'disabled'] as const).map((value) => ({ value, label: states[value] }))}
      />
      <Actions><Button>{m.ask}</Button></Actions>
    </Form>
  )
}

function columnsOf(language: Language): Column<FoundAccount>[] {
  const m = messages(language)
  return [
    { label: m.person, heading: true, cell: (person) => <PersonName person={person} /> },
    {
      label: m.accountName,
      cell: ({ key, accountName: name }) => (
        <a href={`/manage/people/${key}/account`}>{name === null ? m.noAccountName : <span class="code">{name}</span>}</a>
      ),
    },
    { label: m.state, cell: ({ accountState }) => <AccountBadge language={language} state={accountState} /> },
    {
      label: m.lastSignIn,
      cell: ({ lastSignIn: last }) =>
        (last === null ? <span class="soft">{m.neverSignedIn}</span> : showMoment(last, language)),
    },
    {
      label: m.posts,
      cell: ({ posts }) => <ul class="plain">{posts.map((post) => <li><PostLine language={language} post={post} /></li>)}</ul>,
    },
  ]
}

/** Nobody was found; where only one agency was searched, it is said, and all others are one press away. */
function Nobody({ request, query, at = null, elsewhere = false }: Pick<NonNullable<Props['found']>, 'at' | 'elsewhere'> & {
  request: FrameRequest; query: string
}) {
  const { language } = request
  const m = messages(language)
  return (
    <FoundNothing title={m.nobody}>
      <p>{at === null ? m.nobodyHelp : m.nobodyAt(nameIn(at, language))}</p>
      {at === null || !elsewhere ? null : (
        <Form request={request} action={EVERYWHERE_PATH} hidden={{ query }}>
          <Actions><Button kind="secondary">{m.everywhere}</Button></Actions>
        </Form>
      )}
    </FoundNothing>
  )
}

function Found({ request, query = '', found: { page, counted, ...asked } }: Props & { found: NonNullable<Props['found']> }) {
  const { language } = request
  if (page.accounts.length === 0 && page.previous === null) return <Nobody request={request} query={query} {...asked} />
  return (
    <>
      <Table
        language={language} caption={managementMessages(language).menu.searchAccounts} columns={columnsOf(language)}
        rows={page.accounts}
        {...(page.count === null ? {} : { count: page.count })}
      />
      <ListFoot language={language} path={ACCOUNTS_PATH} said={{ query }} page={page} counted={counted} />
    </>
  )
}

/** 「查詢人員自訂帳號」. */
export function AccountPage(props: Props) {
  const { request, form, found } = props
  const { language } = request
  return (
    <ManagePage request={request} title={managementMessages(language).menu.searchAccounts} answer={found !== null} problems={form.problems}>
      <p class="lead">{messages(language).lead.accounts}</p>
      <AskForm {...props} />
      {found === null ? null : <Found {...props} found={found} />}
    </ManagePage>
  )
}
