import { lastDayToDecide } from '../../core/granting.ts'
import { ButtonLink } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { Actions } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { DescriptionList } from '../../web/components/panel.tsx'
import { showDay, showPeriod } from '../../web/days.ts'
import type { PickedPost } from '../../store/people.ts'
import type { FormState } from '../../web/form.ts'
import type { CentralRequest } from './catalogue-page.tsx'
import type { ListedGroup, ListedMember } from './group-members.ts'
import { groupMessages } from './group-messages.ts'
import { groupCrumbs, groupPath } from './groups-page.tsx'
import type { MemberEffect } from './member-effect.ts'
import { EffectPage, memberFacts } from './member-pages.tsx'

const called = ({ agencyName, unit, title }: PickedPost): string => [agencyName, unit, title].filter((part) => part !== '').join(' ')

/** Asks whether a suspended membership goes on, and on which post. `effect`: null where the member holds none. */
export function ConfirmMemberPage({ request, form, group, member, posts, effect }: {
  request: CentralRequest; form: FormState; group: ListedGroup; member: ListedMember; posts: readonly PickedPost[]
  effect: MemberEffect | null
}) {
  const { language } = request
  const m = groupMessages(language)
  const until = m.confirmUntil(showDay(lastDayToDecide(member.since), language))
  const facts = [...memberFacts(member, language), { term: m.columns.period, value: showPeriod(member, language) }]
  const [only] = posts
  if (effect === null || only === undefined) {
    return (
      <ManagePage request={request} title={m.confirmTitle} crumbs={groupCrumbs(language, group)} problems={form.problems}>
        <Notice kind="warning" title={m.confirmNone}><p>{until}</p></Notice>
        <DescriptionList items={facts} />
        <Actions>
          <ButtonLink kind="danger" href={`${groupPath(group.code)}/members/${member.id}/end`}>{m.end}</ButtonLink>
          <ButtonLink kind="secondary" href={groupPath(group.code)}>{m.title}</ButtonLink>
        </Actions>
      </ManagePage>
    )
  }
  return (
    <EffectPage
      request={request} title={m.confirmTitle} group={group} effect={effect} stale={false} problems={form.problems}
      lead={`${m.confirmLead}${until}`} action={`${groupPath(group.code)}/members/${member.id}/confirm`}
      hidden={{ version: String(member.version), ...(posts.length === 1 ? { post: only.id } : {}) }} confirm={m.confirm} danger={false}
      facts={posts.length > 1 ? facts : [...facts, { term: m.fields.post, value: called(only) }]}
    >
      {posts.length < 2 ? null : (
        <Radios
          language={language} form={form} name="post" label={m.fields.post} hint={m.hints.post}
          choices={posts.map((post) => ({ value: post.id, label: called(post) }))}
        />
      )}
    </EffectPage>
  )
}
