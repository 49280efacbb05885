import { ButtonLink } from '../../web/components/button.tsx'
import { Badge } from '../../web/components/badge.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { Button } from '../../web/components/button.tsx'
import { TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { AgencyField, PickLink } from '../../web/components/pickers.tsx'
import { Table, WithDays } from '../../web/components/table.tsx'
import { showPeriod } from '../../web/days.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import { crumbsOf } from './application-page.tsx'
import { Called, CatalogueTabs } from './catalogue-page.tsx'
import type { CentralRequest } from './catalogue-page.tsx'
import type { ListedGroup, ListedMember } from './group-members.ts'
import { groupMessages } from './group-messages.ts'

/** The page of one group. */
export const groupPath = (code: string): LocalPath => `/manage/groups/${code}`

/** The crumbs of a page below 「權限群組」. */
export function groupCrumbs(language: Language, group?: { code: string; name: string }): { label: string; href: LocalPath }[] {
  const list = { label: groupMessages(language).title, href: '/manage/groups' } as const
  return [...crumbsOf(language), list, ...(group === undefined ? [] : [{ label: group.name, href: groupPath(group.code) }])]
}

export type GroupDone = 'added' | 'renamed' | 'joined' | 'changed' | 'left' | 'confirmed'

/** 「權限群組」: the named groups. */
export function GroupsPage({ request, groups }: { request: CentralRequest; groups: readonly ListedGroup[] }) {
  const { language } = request
  const m = groupMessages(language)
  return (
    <ManagePage request={request} title={m.title} crumbs={crumbsOf(language)}>
      <CatalogueTabs request={request} at="groups" />
      <p class="lead">{m.lead}</p>
      {groups.length === 0 ? <Empty title={m.none} /> : (
        <Table
          language={language} caption={m.title} rows={groups} count={groups.length}
          columns={[
            {
              label: m.columns.group, heading: true,
              cell: ({ code, name }) => <a href={groupPath(code)}><Called code={code} name={name} /></a>,
            },
            {
              label: m.columns.agency,
              cell: (one) => <>{one.agencyName} <span class="code">{one.agency}</span></>,
            },
            { label: m.columns.members, numeric: true, cell: ({ members }) => members.toLocaleString('en-US') },
            { label: m.columns.grants, numeric: true, cell: ({ grants }) => grants.toLocaleString('en-US') },
          ]}
        />
      )}
      <Actions><ButtonLink href="/manage/new-group" kind="secondary">{m.newGroup}</ButtonLink></Actions>
    </ManagePage>
  )
}

/** Where somebody works, as a membership rests on it. */
export function PostText({ member }: { member: ListedMember }) {
  const { postAgencyName, postUnit, postTitle } = member
  return <>{postAgencyName} {postUnit} {postTitle}</>
}

function Members({ request, group, members }: { request: CentralRequest; group: ListedGroup; members: readonly ListedMember[] }) {
  const { language } = request
  const m = groupMessages(language)
  const path = groupPath(group.code)
  return (
    <Table
      language={language} caption={m.members} rows={members}
      columns={[
        {
          label: m.columns.member, heading: true,
          cell: ({ name, accountName, state }) => (
            <>
              {name} <span class="code">{accountName}</span>
              {state === 'active' ? null : <> <Badge kind="warning">{m.states[state]}</Badge></>}
            </>
          ),
        },
        { label: m.columns.post, cell: (one) => <PostText member={one} /> },
        { label: m.columns.period, words: true, cell: (one) => <WithDays text={showPeriod(one, language)} /> },
        { label: m.columns.reason, cell: ({ reason }) => reason },
        {
          label: m.columns.actions, actions: true,
          cell: ({ id, name, state }) => (
            <>
              {state === 'suspended'
                ? <ButtonLink kind="quiet" href={`${path}/members/${id}/confirm`} label={m.confirmOf(name)}>{m.confirm}</ButtonLink>
                : <ButtonLink kind="quiet" href={`${path}/members/${id}`} label={m.editOf(name)}>{m.edit}</ButtonLink>}
              <ButtonLink kind="quiet" href={`${path}/members/${id}/end`} label={m.endOf(name)}>{m.end}</ButtonLink>
            </>
          ),
        },
      ]}
    />
  )
}

/** One group and its members. */
export function GroupPage({ request, group, members, next, done }: {
  request: CentralRequest; group: ListedGroup; members: readonly ListedMember[]; next: string | null; done?: GroupDone | undefined
}) {
  const { language } = request
  const m = groupMessages(language)
  const path = groupPath(group.code)
  return (
    <ManagePage request={request} title={m.titleOf(group.name)} crumbs={groupCrumbs(language)}>
      {done === undefined ? null : <Notice kind="done" title={m.saved}><p>{m.done[done]}</p></Notice>}
      <p>
        <span class="code">{group.code}</span> {group.agencyName}{' '}
        <span class="soft">{m.columns.grants} {group.grants.toLocaleString('en-US')}</span>
      </p>
      <Actions>
        <PickLink request={request} pick="person" to={`${path}/new-member`} kind="primary">{m.newMember}</PickLink>
        <ButtonLink href={`${path}/rename`} kind="secondary">{m.rename}</ButtonLink>
      </Actions>
      {members.length === 0 ? <Empty title={m.noMembers} /> : <Members request={request} group={group} members={members} />}
      <Paging language={language} previous={null} next={next === null ? null : `${path}?after=${next}`} />
    </ManagePage>
  )
}

/** Makes a group. */
export function NewGroupPage({ request, form, agency }: {
  request: CentralRequest; form: FormState; agency: { name: string; nameEn: string | null } | null
}) {
  const { language } = request
  const m = groupMessages(language)
  const common = { language, form }
  return (
    <ManagePage request={request} title={m.newGroup} crumbs={groupCrumbs(language)} problems={form.problems}>
      <Form request={request} action="/manage/new-group">
        <AgencyField {...common} request={request} name="agency" label={m.fields.agency} to="/manage/new-group" known={agency} />
        <TextField {...common} name="code" label={m.fields.code} hint={m.hints.code} width="medium" maxlength={64} />
        <TextField {...common} name="name" label={m.fields.name} maxlength={100} />
        <Actions><Button>{m.save}</Button><CancelLink language={language} href="/manage/groups" /></Actions>
      </Form>
    </ManagePage>
  )
}

/** Gives a group another name. */
export function RenameGroupPage({ request, form, group }: { request: CentralRequest; form: FormState; group: ListedGroup }) {
  const { language } = request
  const m = groupMessages(language)
  const path = groupPath(group.code)
  return (
    <ManagePage request={request} title={m.renameTitle(group.name)} crumbs={groupCrumbs(language, group)} problems={form.problems}>
      <Form request={request} action={`${path}/rename`} hidden={{ seen: group.name }}>
        <TextField language={language} form={form} name="name" label={m.fields.name} maxlength={100} />
        <Actions><Button>{m.save}</Button><CancelLink language={language} href={path} /></Actions>
      </Form>
    </ManagePage>
  )
}
