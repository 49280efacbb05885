import { addressOf } from '../../web/address.ts'
import { nameIn } from '../../web/agency-names.ts'
import { Button } from '../../web/components/button.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { Actions } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { SearchBox } from '../../web/components/search-box.tsx'
import { Table } from '../../web/components/table.tsx'
import { messages } from './messages.ts'
import type { AgencyPage, ListedAgency } from '../../store/agency-list.ts'
import type { Actor } from '../../web/actor.ts'
import type { Column } from '../../web/components/table.tsx'
import type { FormProblem } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'

/** What the agency picker was asked: where the choice leads, under which name, among which agencies. */
export type AgencyAsked = { to: LocalPath; as: string; within: 'managed' | 'all'; q: string; after: string }

type Props = {
  request: FrameRequest & { actor: Actor }
  asked: AgencyAsked
  /** Null before anything is asked. */
  found: AgencyPage | null
  choice?: FormProblem | null
}

const choiceId = (at: number): string => (at === 0 ? 'field-code' : `field-code-${at}`)

function Agencies({ request, asked, found, choice = null }: Props & { found: AgencyPage }) {
  const { language } = request
  const m = messages(language).agency
  const { agencies, before, previous, next } = found
  const columns: Column<{ agency: ListedAgency; id: string }>[] = [
    // Agencies of one name are told apart by their codes and superiors, also by who hears nothing but the buttons.
    {
      label: m.choose,
      cell: ({ agency, id }) => <input type="radio" id={id} name="code" value={agency.code} aria-describedby={`${id}-code ${id}-superior`} />,
    },
    { label: m.columnCode, cell: ({ agency, id }) => <span class="code whole" id={`${id}-code`}>{agency.code}</span> },
    {
      label: m.columnName, heading: true,
      cell: ({ agency, id }) => <label for={id}>{nameIn(agency, language)}</label>,
    },
    {
      label: m.columnSuperior,
      cell: ({ agency: { superior }, id }) => (
        <span id={`${id}-superior`}>{superior === null ? '—' : nameIn(superior, language)}</span>
      ),
    },
  ]
  const at = (after: string | null) => (after === null ? null : addressOf('/pick/agency', { ...asked, after }))
  return (
    <form method="get" action="/pick/agency" class="choosing" data-choose="code" novalidate aria-label={m.results}>
      {Object.entries(asked).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
      {choice === null ? null : <p class="error" id="field-code-error">{choice.message}</p>}
      <Table
        language={language} caption={m.results} columns={columns}
        rows={agencies.map((agency, index) => ({ agency, id: choiceId(index) }))}
      />
      <Paging
        language={language} shown={{ from: before + 1, to: before + agencies.length }} previous={at(previous)} next={at(next)}
      />
      <Actions>
        <Button name="pick" value="yes">{m.confirm}</Button>
        <CancelLink language={language} href={asked.to} />
      </Actions>
    </form>
  )
}

/** The agency picker: a part of a code or name, and those found as radio buttons with their superior. */
export function AgencyPickerPage(props: Props) {
  const { request, asked, found, choice = null } = props
  const { language } = request
  const m = messages(language).agency
  const { to, as, within, q } = asked
  return (
    <ManagePage request={request} title={m.title} answer={q} from={(found?.before ?? 0) + 1} problems={choice === null ? [] : [choice]}>
      <div class="picker" data-picker>
        <p>{within === 'managed' ? m.leadManaged : m.leadAll}</p>
        <SearchBox
          language={language} action="/pick/agency" label={m.search} hint={m.searchHint} value={q} keep={{ to, as, within }}
          clear={addressOf('/pick/agency', { to, as, within })}
        />
        {found === null ? (
          <Actions><CancelLink language={language} href={to} /></Actions>
        ) : found.total === 0 ? (
          <>
            <div role="status" tabindex={-1} autofocus={q !== ''} data-first={q !== ''}>
              <Empty title={q === '' ? m.noneManaged : m.none(q)}>{q === '' ? null : <p>{m.noneHelp}</p>}</Empty>
            </div>
            <Actions><CancelLink language={language} href={to} /></Actions>
          </>
        ) : (
          <>
            <p class="found" role="status" tabindex={-1} autofocus={q !== ''} data-first>{m.found(found.total)}</p>
            <Agencies {...props} found={found} />
          </>
        )}
      </div>
    </ManagePage>
  )
}
