import { addressOf } from '../../web/address.ts'
import { Badge } from '../../web/components/badge.tsx'
import { ButtonLink } from '../../web/components/button.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { SelectField } from '../../web/components/fields.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Moment } from '../../web/components/moment.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { Table, WithDays } from '../../web/components/table.tsx'
import { showPeriod } from '../../web/days.ts'
import { filledForm } from '../../web/form.ts'
import { DayForm } from './day-form.tsx'
import { ROLES_SHOWN } from './list-roles.ts'
import { messages } from './messages.ts'
import { PeopleTabs } from './people-tabs.tsx'
import { roleMessages } from './role-messages.ts'
import { partPath, PEOPLE_PATH, rolePath, ROLES_PATH } from './slice.ts'
import type { Day } from '../../core/days.ts'
import type { Actor } from '../../web/actor.ts'
import type { BadgeKind } from '../../web/components/badge.tsx'
import type { Column } from '../../web/components/table.tsx'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { DayAsked } from './day-form.tsx'
import type { ListedRole, RoleCondition, RoleFilter } from './list-roles.ts'
import type { RankedPage } from './ranked-page.ts'

const KIND_OF: Record<RoleCondition, BadgeKind> = {
  active: 'good', ending: 'warning', idle: 'warning', notBegun: 'plain', proposed: 'warning', lapsed: 'plain', over: 'plain', ended: 'plain',
}

export function RoleBadge({ language, condition }: { language: Language; condition: RoleCondition }) {
  return <Badge kind={KIND_OF[condition]}>{roleMessages(language).conditions[condition]}</Badge>
}

/** By whom it was proposed and agreed to. */
export function roleGivers({ by, agreed }: Pick<ListedRole, 'by' | 'agreed'>, language: Language): string {
  const m = roleMessages(language)
  return [by === null ? m.byOperator : m.by(by), ...(agreed === null ? [] : [m.agreed(agreed)])].join(language === 'en' ? ', ' : '，')
}

/** What the address says of the list. */
export const roleSaid = ({ shown, role, sort }: RoleFilter, asOf: Day | null): Record<string, string> =>
  ({ shown: shown === 'current' ? '' : shown, role, sort: sort === 'name' ? '' : sort, asOf: asOf ?? '' })

function columnsOf(language: Language, filter: RoleFilter, asOf: Day | null): Column<ListedRole>[] {
  const m = roleMessages(language)
  const sorted = (column: 'name' | 'updated' | 'to') => {
    const now = filter.sort === column ? 'ascending' as const : filter.sort === `-${column}` ? 'descending' as const : null
    const next: RoleFilter['sort'] = now === 'ascending' ? `-${column}` : column
    return { href: addressOf(ROLES_PATH, roleSaid({ ...filter, sort: next }, asOf)), now }
  }
  const columns: Column<ListedRole>[] = [
    {
      label: m.person, heading: true, sort: sorted('name'),
      cell: ({ person: { key, name, agency } }) => <><a href={partPath(key, 'record')}>{name}</a><span class="below">{agency}</span></>,
    },
    { label: m.role, cell: ({ role }) => m.roles[role] },
    {
      label: m.period, sort: sorted('to'),
      cell: (role) => <><WithDays text={showPeriod(role, language)} /><span class="below">{roleGivers(role, language)}</span></>,
    },
    { label: m.state, cell: ({ condition }) => <RoleBadge language={language} condition={condition} /> },
    { label: m.updated, sort: sorted('updated'), cell: ({ updated }) => <Moment at={updated} language={language} /> },
  ]
  if (asOf !== null) return columns
  return [...columns, {
    label: componentMessages(language).acts, actions: true,
    cell: ({ id, person: { name } }) => <ButtonLink kind="quiet" href={rolePath(id)} label={m.open(name)}>{m.look}</ButtonLink>,
  }]
}

/** 「總處角色」: who has them, what is proposed, and what was. */
export function RolesPage({ request, day, filter, page, alone }: {
  request: FrameRequest & { actor: Actor }
  day: DayAsked
  filter: RoleFilter
  page: RankedPage<ListedRole>
  /** Only one administrator can act. */
  alone: boolean
}) {
  const { language } = request
  const m = roleMessages(language)
  const form = filledForm({ shown: filter.shown, role: filter.role })
  const at = (after: string | null) => (after === null ? null : addressOf(ROLES_PATH, { ...roleSaid(filter, day.asOf), after }))
  return (
    <ManagePage
      request={request} title={m.title} crumbs={[{ label: messages(language).title, href: PEOPLE_PATH }]} problems={day.wrong?.problems ?? []}
    >
      <PeopleTabs request={request} current="roles" />
      <p class="lead">{m.lead}</p>
      {alone ? <Notice kind="warning" title={m.alone} /> : null}
      <p><ButtonLink href={`${ROLES_PATH}/new`}>{m.propose}</ButtonLink></p>
      <DayForm request={request} path={ROLES_PATH} day={day} said={roleSaid(filter, null)}>
        <SelectField
          language={language} form={form} name="shown" label={m.shown} none={null}
          choices={ROLES_SHOWN.map((one) => ({ value: one, label: m.shownOnes[one] }))}
        />
        <SelectField
          language={language} form={form} name="role" label={m.role} none={m.anyRole} optional
          choices={(['central', 'auditor'] as const).map((one) => ({ value: one, label: m.roles[one] }))}
        />
      </DayForm>
      {page.total === 0 ? <div role="status"><Empty title={m.none} /></div> : (
        <>
          <Table language={language} caption={m.caption} count={page.total} rows={page.rows} columns={columnsOf(language, filter, day.asOf)} />
          <Exports language={language} list={addressOf(ROLES_PATH, roleSaid(filter, day.asOf))} />
          <Paging
            language={language} previous={at(page.previous)} next={at(page.next)} shown={{ from: page.before + 1, to: page.before + page.rows.length }}
          />
        </>
      )}
    </ManagePage>
  )
}
