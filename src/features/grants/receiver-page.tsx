import { DERIVED_GROUP_NAMES } from '../../core/access-messages.ts'
import { addressOf } from '../../web/address.ts'
import { ButtonLink } from '../../web/components/button.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Columns, Panel } from '../../web/components/panel.tsx'
import { PickLink } from '../../web/components/pickers.tsx'
import { SearchBox } from '../../web/components/search-box.tsx'
import { actMessages } from './act-messages.ts'
import { crumbsTo, listPath } from './grant-parts.tsx'
import { MOST_GROUPS } from './list-members.ts'
import type { Standing } from '../../core/standing.ts'
import type { PageAgency } from '../../web/components/manage-page.tsx'
import type { FormProblem } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { ManageRequest } from './grant-parts.tsx'
import type { NamedGroup } from './list-members.ts'
import type { ListedApplication } from './load-granting.ts'

type Props = {
  request: ManageRequest
  agency: PageAgency
  application: ListedApplication
  groups: readonly NamedGroup[]
  search: string
  standings: Record<Standing, number>
  problems?: readonly FormProblem[]
}

const STANDINGS: Standing[] = ['employee', 'hr', 'hrSupervisor']

function Groups({ request, groups, search, at }: Pick<Props, 'request' | 'groups' | 'search'> & {
  at: (more: Record<string, string>) => LocalPath
}) {
  const { language } = request
  const m = actMessages(language).whom
  if (groups.length === 0 && search === '') return <p class="soft">{m.groupNone}</p>
  return (
    <>
      <ul class="plain">
        {groups.slice(0, MOST_GROUPS).map(({ code, name }) => (
          <li><a href={at({ group: code })}>{name} <span class="code">{code}</span></a></li>
        ))}
      </ul>
      {groups.length > MOST_GROUPS ? <p class="soft">{m.groupMore(MOST_GROUPS)}</p> : null}
    </>
  )
}

/** To whom, where that is not a person whom 「新增」 picked: a group is chosen here, or somebody else is picked. */
export function ReceiverPage({ request, agency, application, groups, search, standings, problems = [] }: Props) {
  const { language } = request
  const m = actMessages(language)
  const own = { agency: agency.code, application: application.code }
  const at = (more: Record<string, string> = {}) => addressOf('/manage/grants/new', { ...own, ...more })
  const back = listPath(agency.code, application.code)
  return (
    <ManagePage
      request={request} title={m.add} answer={search} agency={agency} back={back} problems={problems}
      crumbs={crumbsTo(agency.code, application.code, language)}
    >
      <p class="lead"><span class="code">{application.code}</span> {application.name}</p>
      <p>{m.whom.lead}</p>
      <Columns>
        <Panel id="to-person" title={m.whom.person}>
          <p class="soft">{m.whom.personLead}</p>
          <p><PickLink request={request} pick="person" to={at()} kind="primary">{m.whom.pick}</PickLink></p>
        </Panel>
        <Panel id="to-standing" title={m.whom.derived}>
          <p class="soft">{m.whom.derivedLead}</p>
          <ul class="plain">
            {STANDINGS.map((standing) => (
              <li>
                <a href={at({ standing })}>
                  {m.derivedCount(DERIVED_GROUP_NAMES[standing][language], standings[standing])}
                </a>
              </li>
            ))}
          </ul>
        </Panel>
        <Panel id="to-group" title={m.whom.group}>
          <p class="soft">{m.whom.groupLead}</p>
          {groups.length > MOST_GROUPS || search !== '' ? (
            <SearchBox language={language} action="/manage/grants/new" label={m.whom.groupSearch} value={search} keep={own} />
          ) : null}
          <Groups request={request} groups={groups} search={search} at={at} />
        </Panel>
      </Columns>
      <p class="actions"><CancelLink language={language} href={back} /></p>
    </ManagePage>
  )
}

/** The way back to the choice of a receiver. */
export function OtherReceiver({ request, agency, application }: {
  request: ManageRequest; agency: string; application: string
}) {
  const { whom } = actMessages(request.language)
  return <ButtonLink kind="quiet" href={addressOf('/manage/grants/new', { agency, application })}>{whom.other}</ButtonLink>
}
