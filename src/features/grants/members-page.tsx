import { DERIVED_GROUP_NAMES, STANDING_NAMES } from '../../core/access-messages.ts'
import { addressOf } from '../../web/address.ts'
import { Badge } from '../../web/components/badge.tsx'
import { ButtonLink } from '../../web/components/button.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { DayCell, Table } from '../../web/components/table.tsx'
import { crumbsTo, listPath } from './grant-parts.tsx'
import { messages } from './messages.ts'
import type { Standing } from '../../core/standing.ts'
import type { PageAgency } from '../../web/components/manage-page.tsx'
import type { Column } from '../../web/components/table.tsx'
import type { Language } from '../../web/language.ts'
import type { ManageRequest } from './grant-parts.tsx'
import type { Member, MemberPage, NamedGroup } from './list-members.ts'

/** Whose members are shown: those with a standing at the agency, or those of a named group. */
export type MembersOf = { standing: Standing } | { group: NamedGroup }

function columnsOf(language: Language, whose: MembersOf): Column<Member>[] {
  const m = messages(language).members
  const account = ({ account: state }: Member) =>
    (state === 'active' ? m.accounts.active : <Badge kind="warning">{m.accounts[state]}</Badge>)
  const columns: Column<Member>[] = [
    { label: m.name, heading: true, cell: ({ name }) => name },
    { label: m.post, cell: ({ unit, title }) => `${unit}${title}` },
  ]
  if ('standing' in whose) {
    columns.push({ label: m.standing, cell: ({ standing }) => (standing === null ? '' : STANDING_NAMES[standing][language]) })
  } else {
    columns.push(
      { label: m.agency, cell: ({ agencyName, agency }) => <>{agencyName} <span class="code soft">{agency}</span></> },
      {
        label: m.period, words: true,
        cell: ({ from, to }) => (
          <>
            {from === null ? null : <DayCell day={from} language={language} />}–
            {to === null ? messages(language).list.permanent : <DayCell day={to} language={language} />}
          </>
        ),
      },
      {
        label: m.state,
        cell: ({ state }) => (state === 'suspended' ? <Badge kind="warning">{messages(language).conditions.suspended}</Badge>
          : messages(language).conditions.active),
      },
    )
  }
  return [...columns, { label: m.account, cell: account }]
}

/** Who is in a group, one click away from where it is granted. */
export function MembersPage({ request, agency, application, whose, members }: {
  request: ManageRequest; agency: PageAgency; application: string; whose: MembersOf; members: MemberPage
}) {
  const { language } = request
  const m = messages(language).members
  const name = 'standing' in whose ? DERIVED_GROUP_NAMES[whose.standing][language] : whose.group.name
  const at = (after: string) => addressOf('/manage/grants/members', {
    agency: agency.code, application, after,
    ...('standing' in whose ? { standing: whose.standing } : { group: whose.group.code }),
  })
  const { total, before, previous, next } = members
  return (
    <ManagePage
      request={request} title={m.title} from={before + 1} agency={agency} back={listPath(agency.code, application)}
      crumbs={crumbsTo(agency.code, application, language)}
    >
      <p class="lead">{'standing' in whose ? m.ofStanding(name) : m.ofGroup(name)}</p>
      {total === 0 ? <Empty title={m.none} /> : (
        <>
          <Table
            language={language} caption={m.caption} count={total} columns={columnsOf(language, whose)} rows={members.members}
          />
          <Paging
            language={language} shown={{ from: before + 1, to: before + members.members.length }}
            previous={previous === null ? null : at(previous)} next={next === null ? null : at(next)}
          />
        </>
      )}
      <p class="actions">
        <ButtonLink kind="secondary" href={listPath(agency.code, application)}>{m.back}</ButtonLink>
      </p>
    </ManagePage>
  )
}
