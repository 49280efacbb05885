import { DERIVED_GROUP_NAMES } from '../../core/access-messages.ts'
import { addressOf } from '../../web/address.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Button } from '../../web/components/button.tsx'
import { SelectField } from '../../web/components/fields.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { AgencyField } from '../../web/components/pickers.tsx'
import { FoundNothing } from '../../web/components/search-answer.tsx'
import { DayCell, Table } from '../../web/components/table.tsx'
import { managementMessages } from '../../web/management-messages.ts'
import { messages } from './messages.ts'
import { askedForm, BelowBox, DayField, ListFoot, PersonName, SearchedDay, UntilCell } from './parts.tsx'
import type { Standing } from '../../core/standing.ts'
import type { Actor } from '../../web/actor.ts'
import type { AskedDay } from '../../web/asked-day.ts'
import type { Column } from '../../web/components/table.tsx'
import type { FormProblem } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { GroupQuestion, MembersPage, NamedGroup, ShownMember } from './group-contents.ts'
import type { Said } from './parts.tsx'

export const GROUPS_PATH: LocalPath = '/search/groups'

/** The derived groups in an address: no named group has a colon in its code. */
export const DERIVED: Readonly<Record<string, Standing>> = {
  ':employee': 'employee', ':hr': 'hr', ':hrSupervisor': 'hrSupervisor',
}

type Props = {
  request: FrameRequest & { actor: Actor }
  groups: readonly NamedGroup[]
  typed: Said
  said: Said
  asOf: AskedDay
  problems: readonly FormProblem[]
  /** The agency in the field, where it may be seen. */
  agency: { name: string; nameEn: string | null } | null
  /** The derived group whose rule is told. */
  rule: Standing | null
  found: { question: GroupQuestion; page: MembersPage; counted: boolean } | null
}

function AskForm({ request, groups, typed, said, problems, agency, rule }: Props) {
  const { language } = request
  const m = messages(language)
  const form = askedForm(typed, problems)
  const { agency: _, ...others } = said
  const choices = [
    ...Object.entries(DERIVED).map(([value, standing]) => ({ value, label: DERIVED_GROUP_NAMES[standing][language] })),
    ...groups.map(({ code, name }) => ({ value: code, label: `${name}（${code}）` })),
  ]
  return (
    <form class="ask" method="get" action={GROUPS_PATH} novalidate>
      <div class="asks">
        <SelectField language={language} form={form} name="group" label={m.group} choices={choices} />
        {rule === null ? null : (
          <div>
            <AgencyField
              request={request} language={language} form={form} name="agency" label={m.agency} known={agency}
              to={addressOf(GROUPS_PATH, others)}
            />
            <BelowBox language={language} checked={typed.below === 'yes'} />
          </div>
        )}
        <DayField language={language} form={form} />
      </div>
      <div class="actions"><Button>{m.ask}</Button></div>
    </form>
  )
}

function columnsOf(language: Language, question: GroupQuestion): Column<ShownMember>[] {
  const m = messages(language)
  const state: Column<ShownMember> = {
    label: m.state,
    cell: (member) => <Badge kind={member.state === 'active' ? 'good' : 'warning'}>{m.states[member.state]}</Badge>,
  }
  return [
    { label: m.person, heading: true, cell: ({ person }) => <PersonName person={person} /> },
    { label: m.agency, cell: ({ agency, agencyName }) => <>{agencyName} <span class="code soft">{agency}</span></> },
    ...(question.of === 'named' ? [state] : []),
    { label: m.basis, cell: ({ why }) => why },
    { label: m.from, cell: ({ from }) => <DayCell day={from} language={language} /> },
    { label: m.until, cell: ({ until }) => <UntilCell until={until} language={language} /> },
  ]
}

function Found({ request, said, found: { question, page, counted } }: {
  request: FrameRequest; said: Said; found: NonNullable<Props['found']>
}) {
  const { language } = request
  const m = messages(language)
  if (page.members.length === 0 && page.previous === null) {
    return <FoundNothing title={m.noMembers}><p>{m.noMembersHelp}</p></FoundNothing>
  }
  const caption = question.of === 'named' ? question.group.name : DERIVED_GROUP_NAMES[question.standing][language]
  return (
    <>
      <Table
        language={language} caption={caption} columns={columnsOf(language, question)} rows={page.members}
        {...(page.count === null ? {} : { count: page.count })}
      />
      {question.of === 'named' && !question.group.all ? <p class="soft">{m.membersWithin}</p> : null}
      <ListFoot language={language} path={GROUPS_PATH} said={said} page={page} counted={counted} />
    </>
  )
}

/** 「權限群組內容查詢」. */
export function GroupPage(props: Props) {
  const { request, said, asOf, problems, rule, found } = props
  const { language } = request
  const m = messages(language)
  return (
    <ManagePage request={request} title={managementMessages(language).menu.searchGroups} answer={found !== null} problems={problems}>
      <p class="lead">{m.lead.groups}</p>
      <AskForm {...props} />
      {rule === null ? null : (
        <Notice title={m.ruleOf(DERIVED_GROUP_NAMES[rule][language])}>
          <p>{m.rules[rule]}</p>
        </Notice>
      )}
      {found === null ? null : (
        <>
          <SearchedDay request={request} asOf={asOf} path={GROUPS_PATH} said={said} />
          <Found request={request} said={said} found={found} />
        </>
      )}
    </ManagePage>
  )
}
