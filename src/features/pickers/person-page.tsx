import { addressOf } from '../../web/address.ts'
import { Button } from '../../web/components/button.tsx'
import { Checkboxes } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { pickerMessages } from '../../web/components/picker-messages.ts'
import { AccountBadge, AgencyField, PostLine } from '../../web/components/pickers.tsx'
import { Table } from '../../web/components/table.tsx'
import { MOST_COUNTED } from '../../store/people.ts'
import { messages } from './messages.ts'
import type { PeopleCursor, PeoplePage, PickedPerson } from '../../store/people.ts'
import type { Actor } from '../../web/actor.ts'
import type { Column } from '../../web/components/table.tsx'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'

/** A place of the list as it stands in an address: `CODE.key`, or the key alone. */
export const placeText = ({ agency, person }: PeopleCursor): string => (agency === null ? person : `${agency}.${person}`)

/** A page of what was found; `place` as it stands in the address. */
export type FoundPeople = { page: PeoplePage; place: Readonly<Record<string, string>> }

type Props = {
  request: FrameRequest & { actor: Actor }
  /** Where the choice leads. */
  to: LocalPath
  form: FormState
  found: FoundPeople | null
  /** The number of the kept query that was found by, or whose criteria are to be searched anew. */
  query?: string
  /** A national ID was searched by, which is not shown again. */
  idKept?: boolean
  /** What is wrong with the choice. */
  choice?: FormProblem | null
}

function Criteria({ request, to, form, found, query, idKept = false }: Props) {
  const { language } = request
  const m = messages(language).person
  const { states } = pickerMessages(language)
  const common = { language, form }
  return (
    <Form request={request} action="/pick/person" hidden={{ to }} label={m.search}>
      <div class="criteria">
        <AgencyField {...common} request={request} name="agency" label={m.agency} to={addressOf('/pick/person', { to, query })} />
        <TextField
          {...common} name="nationalId" label={m.nationalId} hint={idKept ? m.nationalIdKept : m.nationalIdHint} width="medium"
          maxlength={64}
        />
        <TextField {...common} name="name" label={m.name} hint={m.nameHint} width="medium" maxlength={100} />
        <Checkboxes
          {...common} name="state" label={m.state} hint={m.stateHint} inline
          choices={(['pending', 'active', 'disabled'] as const).map((value) => ({ value, label: states[value] }))}
        />
      </div>
      <Actions>
        <Button>{m.search}</Button>
        {found === null || found.page.found === 0 ? <CancelLink language={language} href={to} /> : null}
      </Actions>
    </Form>
  )
}

const choiceId = (at: number): string => (at === 0 ? 'field-person' : `field-person-${at}`)

function People({ request, to, query, found: { page, place }, choice = null }: Props & { found: FoundPeople }) {
  const { language } = request
  const m = messages(language).person
  const { people } = page
  const numbered = people.map((person, at) => ({ person, id: choiceId(at) }))
  const columns: Column<{ person: PickedPerson; id: string }>[] = [
    {
      label: m.choose,
      cell: ({ person, id }) => <input type="radio" id={id} name="person" value={person.key} aria-describedby={`${id}-posts`} />,
    },
    { label: m.columnName, heading: true, cell: ({ person, id }) => <label for={id}>{person.name}</label> },
    { label: m.columnId, cell: ({ person }) => <span class="code whole">{person.nationalIdMasked}</span> },
    {
      label: m.columnAccount,
      cell: ({ person: { accountName, accountState } }) => (
        <>{accountName === null ? null : <><span class="code">{accountName}</span> </>}<AccountBadge language={language} state={accountState} /></>
      ),
    },
    {
      label: m.columnPosts,
      cell: ({ person, id }) => (
        <ul class="plain" id={`${id}-posts`}>{person.posts.map((post) => <li><PostLine language={language} post={post} /></li>)}</ul>
      ),
    },
  ]
  const at = (name: 'after' | 'before', cursor: PeopleCursor | null) =>
    cursor === null ? null : addressOf('/pick/person', { to, query, [name]: placeText(cursor) })
  return (
    <form method="get" action="/pick/person" class="choosing" data-choose="person" novalidate aria-label={m.results}>
      {Object.entries({ to, query, ...place }).map(([name, value]) =>
        value === undefined ? null : <input type="hidden" name={name} value={value} />)}
      {choice === null ? null : <p class="error" id="field-person-error">{choice.message}</p>}
      <Table language={language} caption={m.results} columns={columns} rows={numbered} />
      <Paging language={language} previous={at('before', page.previous)} next={at('after', page.next)} />
      <Actions>
        <Button name="pick" value="yes">{m.confirm}</Button>
        <CancelLink language={language} href={to} />
      </Actions>
    </form>
  )
}

/** The person picker: what to look for, and those found as radio buttons. */
export function PersonPickerPage(props: Props) {
  const { request, form, found, choice = null } = props
  const { language } = request
  const m = messages(language).person
  const problems = choice === null ? form.problems : [...form.problems, choice]
  return (
    <ManagePage request={request} title={m.title} answer={found !== null} problems={problems}>
      <div class="picker" data-picker>
        <p>{m.lead}</p>
        <Criteria {...props} />
        {found === null ? null : found.page.found === 0 ? (
          <div role="status" tabindex={-1} autofocus data-first><Empty title={m.none}><p>{m.noneHelp}</p></Empty></div>
        ) : (
          <>
            <p class="found" role="status" tabindex={-1} autofocus data-first>
              {found.page.found > MOST_COUNTED ? m.foundMany(MOST_COUNTED) : m.found(found.page.found)}
            </p>
            <People {...props} found={found} />
          </>
        )}
      </div>
    </ManagePage>
  )
}
