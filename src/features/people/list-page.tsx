import { addressOf } from '../../web/address.ts'
import { Button } from '../../web/components/button.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { SelectField, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Moment } from '../../web/components/moment.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { pickerMessages } from '../../web/components/picker-messages.ts'
import { AccountBadge, AgencyField, PostLine } from '../../web/components/pickers.tsx'
import { FoundNothing } from '../../web/components/search-answer.tsx'
import { Table } from '../../web/components/table.tsx'
import { frameMessages } from '../../web/frame-messages.ts'
import { MOST_SORTED } from './find-people.ts'
import { messages } from './messages.ts'
import { PeopleTabs } from './people-tabs.tsx'
import { PEOPLE_PATH, partPath } from './slice.ts'
import type { Actor } from '../../web/actor.ts'
import type { Column } from '../../web/components/table.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { FoundPage, PeopleSort } from './find-people.ts'
import type { Subject } from './find-subject.ts'

/** What the address says: what was asked in plain words, and the number of what must not stand there. */
export type ListSaid = Readonly<Record<'query' | 'agency' | 'below' | 'state' | 'standing' | 'post', string>>

type Props = {
  request: FrameRequest & { actor: Actor }
  form: FormState
  said: ListSaid
  sort: PeopleSort
  /** A national ID was searched by, which is not shown again. */
  idKept?: boolean
  /** `counted`: counting was asked for, and took too long where `count` is null. */
  found: (FoundPage & { counted: boolean }) | null
}

const STANDINGS = ['employee', 'hr', 'hrSupervisor'] as const

/** The address of the list. */
export const listAddress = (said: Partial<ListSaid>, sort: PeopleSort, place: Readonly<Record<string, string>> = {}): LocalPath =>
  addressOf(PEOPLE_PATH, { ...said, sort: sort === 'name' ? '' : sort, ...place })

/** It is sent, not asked for by address: names and accounts must not stand in one. */
function AskForm({ request, form, said, idKept = false }: Props) {
  const { language } = request
  const m = messages(language)
  const { states } = pickerMessages(language)
  const names = frameMessages(language).standing.names
  const common = { language, form, optional: true }
  return (
    <Form request={request} action={PEOPLE_PATH} label={m.find}>
      <div class="asks">
        <TextField {...common} name="nationalId" label={m.nationalId} hint={idKept ? m.nationalIdKept : m.nationalIdHint} maxlength={64} />
        <TextField {...common} name="name" label={m.name} hint={m.nameHint} maxlength={100} />
        <TextField {...common} name="account" label={m.account} hint={m.accountHint} maxlength={64} />
        <div>
          <AgencyField
            {...common} request={request} name="agency" label={m.agency} hint={m.agencyHint} to={listAddress({ ...said, agency: '' }, 'name')}
            within="all"
          />
          <p class="choice">
            <input type="checkbox" id="below" name="below" value="yes" checked={form.typed['below']?.[0] === 'yes'} />
            <label for="below">{m.below}</label>
          </p>
        </div>
        <SelectField
          {...common} name="state" label={m.state} none={m.anyState}
          choices={(['pending', 'active', 'disabled'] as const).map((value) => ({ value, label: states[value] }))}
        />
        <SelectField
          {...common} name="standing" label={m.standing} none={m.anyStanding}
          choices={STANDINGS.map((value) => ({ value, label: names[value] }))}
        />
        <SelectField
          {...common} name="post" label={m.post} none={m.posts['']}
          choices={(['with', 'without'] as const).map((value) => ({ value, label: m.posts[value] }))}
        />
      </div>
      <Actions><Button>{m.find}</Button></Actions>
    </Form>
  )
}

function columnsOf(language: Language, said: ListSaid, sort: PeopleSort, inOrder: boolean): Column<Subject>[] {
  const m = messages(language)
  const sorted = (column: 'name' | 'account' | 'signIn') => (!inOrder ? {} : { sort: {
    href: listAddress(said, sort === column ? `-${column}` : column),
    now: sort === column ? 'ascending' as const : sort === `-${column}` ? 'descending' as const : null,
  } })
  return [
    {
      label: m.name, heading: true, ...sorted('name'),
      cell: ({ key, name, nationalIdMasked }) =>
        <><a href={partPath(key, 'record')}>{name}</a> <span class="code soft whole">{nationalIdMasked}</span></>,
    },
    {
      label: m.account, ...sorted('account'),
      cell: ({ accountName, accountState }) => (
        <>
          {accountName === null ? null : <><span class="code">{accountName}</span> </>}
          <AccountBadge language={language} state={accountState} />
        </>
      ),
    },
    {
      label: m.lastSignIn, ...sorted('signIn'),
      cell: ({ lastSignIn: last }) => (last === null ? <span class="soft">{m.neverSignedIn}</span> : <Moment at={last} language={language} />),
    },
    {
      label: m.post,
      cell: ({ posts }) => (posts.length === 0 ? <span class="soft">{m.noPost}</span>
        : <ul class="plain">{posts.map((post) => <li><PostLine language={language} post={post} /></li>)}</ul>),
    },
  ]
}

function Found({ request, said, sort, found }: Props & { found: NonNullable<Props['found']> }) {
  const { language } = request
  const m = messages(language)
  const { people, count, counted, inOrder, previous, next } = found
  if (people.length === 0 && previous === null) {
    return <FoundNothing title={m.nobody}><p>{m.nobodyHelp}</p></FoundNothing>
  }
  const at = (place: Record<string, string>) => listAddress(said, sort, place)
  return (
    <>
      {inOrder ? null : <p class="soft">{m.asTheyCame(MOST_SORTED)}</p>}
      <Table
        language={language} caption={m.found} columns={columnsOf(language, said, sort, inOrder)} rows={people}
        {...(count === null ? {} : { count })}
      />
      <Exports language={language} list={at({})}>
        {count !== null ? null : counted ? <span class="soft">{m.tooMany}</span> : <a href={at({ count: 'yes' })}>{m.countNow}</a>}
      </Exports>
      <Paging
        language={language} previous={previous === null ? null : at({ before: previous })}
        next={next === null ? null : at({ after: next })}
      />
    </>
  )
}

/** 「員工管理」: whom to look for, and who was found. */
export function PeoplePage(props: Props) {
  const { request, form, found } = props
  const m = messages(request.language)
  return (
    <ManagePage request={request} title={m.title} answer={found !== null} problems={form.problems}>
      <PeopleTabs request={request} current="people" />
      <p class="lead">{m.lead}</p>
      <AskForm {...props} />
      {found === null ? null : <Found {...props} found={found} />}
    </ManagePage>
  )
}
