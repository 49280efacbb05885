import { reasonSentence } from '../../core/access-messages.ts'
import type { Child } from 'hono/jsx'
import type { PickedPerson } from '../../store/people.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { TextArea } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { DescriptionList } from '../../web/components/panel.tsx'
import { PeriodFields } from '../../web/components/period-fields.tsx'
import { PersonField } from '../../web/components/pickers.tsx'
import { Table, WithDays } from '../../web/components/table.tsx'
import { showDayShort, showPeriod } from '../../web/days.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import { Called } from './catalogue-page.tsx'
import type { CentralRequest } from './catalogue-page.tsx'
import type { ListedGroup, ListedMember } from './group-members.ts'
import { groupMessages } from './group-messages.ts'
import { groupCrumbs, groupPath, PostText } from './groups-page.tsx'
import type { MemberEffect, RightChange } from './member-effect.ts'

// One person's rights by one group: more lines than this nobody reads before pressing a button; the number says all.
const MOST_LISTED = 50

function Effect({ effect, language }: { effect: MemberEffect; language: Language }) {
  const m = groupMessages(language)
  const { changes, naming } = effect
  const count = (kind: RightChange['kind']) => changes.filter((one) => one.kind === kind).length
  const until = (day: string | null) => (day === null ? m.permanent : showDayShort(day, language))
  if (changes.length === 0) return <Notice title={m.effect}><p>{m.noEffect}</p></Notice>
  const of = (code: string) => naming.catalogue.find((one) => one.code === code)
  const category = ({ application, category: code }: RightChange) => {
    const found = of(application)?.categories.find((one) => one.code === code)
    return (language === 'en' ? found?.nameEn : found?.name) ?? code
  }
  return (
    <>
      <Notice kind="warning" title={m.effectOf(count('gained'), count('lost'), count('until'))} />
      <Table
        language={language} caption={m.effect} rows={changes.slice(0, MOST_LISTED)}
        columns={[
          {
            label: m.columns.application, heading: true,
            cell: ({ application }) => <Called code={application} name={of(application)?.name ?? ''} />,
          },
          { label: m.columns.category, cell: category },
          { label: m.columns.change, cell: ({ kind }) => m.kinds[kind] },
          {
            label: m.columns.right,
            cell: ({ agency }) => naming.tree.agencies.get(agency)?.name ?? agency,
          },
          {
            label: m.columns.until,
            cell: (one) => <WithDays
              text={one.kind === 'until' ? m.untilChange(until(one.untilBefore), until(one.until)) : until(one.kind === 'gained' ? one.until : one.untilBefore)}
            />,
          },
          { label: m.columns.basis, cell: ({ reason }) => <WithDays text={reasonSentence(reason, naming)[language]} /> },
        ]}
      />
      {changes.length > MOST_LISTED ? <p>{m.more(changes.length - MOST_LISTED)}</p> : null}
    </>
  )
}

/** Asks once before a membership is written, and says what it will do. */
export function EffectPage(props: {
  request: CentralRequest; title: string; group: ListedGroup; effect: MemberEffect; action: LocalPath
  hidden: Readonly<Record<string, string>>; confirm: string; danger: boolean; problems: readonly FormProblem[]; stale: boolean
  facts: readonly { term: string; value: Child }[]; lead?: string; children?: Child
}) {
  const { request, title, group, effect, action, hidden, confirm, danger, problems, stale, facts, lead, children } = props
  const { language } = request
  const m = groupMessages(language)
  return (
    <ManagePage request={request} title={title} crumbs={groupCrumbs(language, group)} problems={problems}>
      {stale ? <Notice kind="warning" title={m.stale} /> : null}
      {lead === undefined ? null : <p class="lead">{lead}</p>}
      <DescriptionList items={facts} />
      <Effect effect={effect} language={language} />
      <p>{m.told}</p>
      <Form request={request} action={action} hidden={{ ...hidden, digest: effect.digest }}>
        {children}
        <Actions>
          <Button kind={danger ? 'danger' : 'primary'}>{confirm}</Button>
          <CancelLink language={language} href={groupPath(group.code)} />
        </Actions>
      </Form>
    </ManagePage>
  )
}

/** Adds a member: who, resting on which post, from when to when. */
export function NewMemberPage({ request, form, group, person }: {
  request: CentralRequest; form: FormState; group: ListedGroup; person: PickedPerson | null
}) {
  const { language } = request
  const m = groupMessages(language)
  const action: LocalPath = `${groupPath(group.code)}/new-member`
  const common = { language, form }
  return (
    <ManagePage
      request={request} title={m.newMemberTitle(group.name)} crumbs={groupCrumbs(language, group)} problems={form.problems}
    >
      <Form request={request} action={action}>
        <PersonField request={request} form={form} person={person} to={action} />
        {person === null ? null : (
          <>
            <Radios
              {...common} name="post" label={m.fields.post} hint={m.hints.post}
              choices={person.posts.map((post) => ({
                value: post.id, label: [post.agencyName, post.unit, post.title].filter((part) => part !== '').join(' '),
              }))}
            />
            <PeriodFields {...common} />
            <Actions><Button>{m.next}</Button><CancelLink language={language} href={groupPath(group.code)} /></Actions>
          </>
        )}
      </Form>
    </ManagePage>
  )
}

type Wish = { from: string; to: string | null; reason: string | null }

/** The period and reason as the form had them. */
export const periodTyped = ({ from, to, reason }: Wish): Record<string, string> => ({
  from, to: to ?? '', ...(to === null ? { permanent: 'yes' } : {}), reason: reason ?? '',
})

/** What adding the member will do. */
export function JoinPage({ request, group, person, post, wish, effect, stale }: {
  request: CentralRequest; group: ListedGroup; person: PickedPerson; post: string; wish: Wish; effect: MemberEffect; stale: boolean
}) {
  const { language } = request
  const m = groupMessages(language)
  const held = person.posts.find((one) => one.id === post)
  return (
    <EffectPage
      request={request} title={m.newMemberTitle(group.name)} group={group} effect={effect} stale={stale} problems={[]}
      action={`${groupPath(group.code)}/new-member`} hidden={{ person: person.key, post, ...periodTyped(wish) }}
      confirm={m.save} danger={false}
      facts={[
        { term: m.columns.member, value: person.name },
        { term: m.columns.post, value: <>{held?.agencyName} {held?.unit} {held?.title}</> },
        { term: m.columns.period, value: showPeriod(wish, language) },
        { term: m.columns.reason, value: wish.reason ?? '—' },
      ]}
    />
  )
}

/** Who, and resting on which post. */
export const memberFacts = (member: ListedMember, language: Language) => {
  const m = groupMessages(language)
  return [
    { term: m.columns.member, value: member.name },
    { term: m.columns.post, value: <PostText member={member} /> },
  ]
}

/** Edits the period of a membership. */
export function EditMemberPage({ request, form, group, member }: {
  request: CentralRequest; form: FormState; group: ListedGroup; member: ListedMember
}) {
  const { language, today } = request
  const m = groupMessages(language)
  const path: LocalPath = `${groupPath(group.code)}/members/${member.id}`
  return (
    <ManagePage request={request} title={m.editTitle} crumbs={groupCrumbs(language, group)} problems={form.problems}>
      <DescriptionList items={memberFacts(member, language)} />
      <Form request={request} action={path} hidden={{ version: String(member.version) }}>
        <PeriodFields language={language} form={form} begun={member.from <= today} />
        <Actions>
          <Button>{m.next}</Button>
          <ButtonLink kind="secondary" href={groupPath(group.code)}>{m.title}</ButtonLink>
        </Actions>
      </Form>
    </ManagePage>
  )
}

/** What another period will do. */
export function RedatePage({ request, group, member, wish, effect, stale }: {
  request: CentralRequest; group: ListedGroup; member: ListedMember; wish: Wish; effect: MemberEffect; stale: boolean
}) {
  const { language, today } = request
  const m = groupMessages(language)
  const { from, ...typed } = periodTyped(wish)
  return (
    <EffectPage
      request={request} title={m.editTitle} group={group} effect={effect} stale={stale} problems={[]}
      action={`${groupPath(group.code)}/members/${member.id}`}
      hidden={{ version: String(member.version), ...typed, ...(member.from <= today ? {} : { from: from! }) }}
      confirm={m.save} danger={false}
      facts={[
        ...memberFacts(member, language),
        { term: m.columns.period, value: m.untilChange(showPeriod(member, language), showPeriod(wish, language)) },
        { term: m.columns.reason, value: wish.reason ?? '—' },
      ]}
    />
  )
}

/** What ending the membership will do. */
export function LeavePage({ request, group, member, effect, form }: {
  request: CentralRequest; group: ListedGroup; member: ListedMember; effect: MemberEffect; form: FormState
}) {
  const { language } = request
  const m = groupMessages(language)
  return (
    <EffectPage
      request={request} title={m.endTitle} group={group} effect={effect} stale={false} problems={form.problems}
      action={`${groupPath(group.code)}/members/${member.id}/end`} hidden={{ version: String(member.version) }}
      confirm={m.confirmEnd} danger
      facts={[...memberFacts(member, language), { term: m.columns.period, value: showPeriod(member, language) }]}
    >
      <TextArea language={language} form={form} name="note" label={m.fields.note} hint={m.hints.note} rows={2} maxlength={500} optional />
    </EffectPage>
  )
}
