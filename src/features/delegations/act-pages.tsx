// The pages that give, change and end a delegation.
import { addressOf } from '../../web/address.ts'
import { Button } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { DescriptionList } from '../../web/components/panel.tsx'
import { PeriodFields } from '../../web/components/period-fields.tsx'
import { AgencyField, PersonField } from '../../web/components/pickers.tsx'
import { showDayShort } from '../../web/days.ts'
import { postText } from './delegations-page.tsx'
import { messages } from './messages.ts'
import type { PickedPerson } from '../../store/people.ts'
import type { PageAgency } from '../../web/components/manage-page.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { ManageRequest } from './delegations-page.tsx'
import type { ListedDelegation } from './list-delegations.ts'

const listOf = (agency: PageAgency): LocalPath => addressOf('/manage/delegations', { agency: agency.code })

type Shown = { request: ManageRequest; agency: PageAgency; form: FormState }

/** The post that it rests on: to choose where there are several, else the only one. */
function PostChoice({ language, form, person }: { language: Language; form: FormState; person: PickedPerson }) {
  const [only, ...more] = person.posts
  if (only === undefined) return null
  if (more.length === 0) return <input type="hidden" name="post" value={only.id} />
  return (
    <Radios
      language={language} form={form} name="post" label={messages(language).postChoice}
      choices={person.posts.map(({ id, agencyName, unit, title }) => ({ value: id, label: postText({ agencyName, unit, title }) }))}
    />
  )
}

/** Who: picked, or named by the national ID, which is sent and never stands in an address. */
function Who({ request, form, person, to, label }: {
  request: ManageRequest; form: FormState; person: PickedPerson | null; to: LocalPath; label: string
}) {
  const { language } = request
  const m = messages(language)
  return (
    <>
      {person !== null ? null : (
        <TextField language={language} form={form} name="nationalId" label={m.nationalId} hint={m.nationalIdHint} width="short" maxlength={20} />
      )}
      <PersonField request={request} form={form} person={person} to={to} label={label} words={m.browse} />
      {person === null ? null : <PostChoice language={language} form={form} person={person} />}
    </>
  )
}

/** 「新增資料」. */
export function NewDelegationPage({ request, agency, form, person, scope }: Shown & {
  person: PickedPerson | null
  /** The agency that it is narrowed to, where its name is known. */
  scope: { name: string; nameEn: string | null } | null
}) {
  const { language } = request
  const m = messages(language)
  const here = addressOf('/manage/delegations/new', { agency: agency.code, person: person?.key ?? '' })
  return (
    <ManagePage
      request={request} title={m.newTitle} agency={agency} back="/manage/delegations/new"
      crumbs={[{ label: m.title, href: listOf(agency) }]} problems={form.problems}
    >
      <Form request={request} action="/manage/delegations/new" hidden={{ agency: agency.code }}>
        <Who
          request={request} form={form} person={person} label={m.person}
          to={addressOf('/manage/delegations/new', { agency: agency.code })}
        />
        <PeriodFields language={language} form={form} />
        <AgencyField
          request={request} language={language} form={form} name="scope" as="scope" label={m.narrow} hint={m.narrowHint} optional
          to={here} known={scope}
        />
        <Actions><Button>{m.save}</Button><CancelLink language={language} href={listOf(agency)} /></Actions>
      </Form>
    </ManagePage>
  )
}

function Facts({ language, delegation }: { language: Language; delegation: ListedDelegation }) {
  const m = messages(language)
  const { post, scope, from, to } = delegation
  return (
    <DescriptionList
      items={[
        { term: m.name, value: delegation.name },
        { term: m.post, value: postText(post) },
        { term: m.scope, value: scope === null ? m.wholeScope : m.onlyScope(scope.name) },
        { term: m.from, value: showDayShort(from, language) },
        { term: m.to, value: to === null ? m.permanent : showDayShort(to, language) },
        { term: m.givenBy, value: delegation.givenBy ?? m.byCard },
      ]}
    />
  )
}

/** 「編輯」. `begun`: the first day is over and cannot be moved. */
export function EditDelegationPage({ request, agency, form, delegation, begun }: Shown & {
  delegation: ListedDelegation; begun: boolean
}) {
  const { language } = request
  const m = messages(language)
  return (
    <ManagePage
      request={request} title={m.editTitle} agency={agency} back="/manage/delegations"
      crumbs={[{ label: m.title, href: listOf(agency) }]} problems={form.problems}
    >
      <Facts language={language} delegation={delegation} />
      <Form
        request={request} action={`/manage/delegations/${delegation.id}/edit`} hidden={{ version: String(delegation.version) }}
      >
        <PeriodFields language={language} form={form} begun={begun} />
        <Actions><Button>{m.save}</Button><CancelLink language={language} href={listOf(agency)} /></Actions>
      </Form>
    </ManagePage>
  )
}

/** 「刪除」: asks once, in numbers; of the last delegate it asks for a successor too (R-GRT-3). */
export function EndDelegationPage({ request, agency, form, delegation, opens, last, successor }: Shown & {
  delegation: ListedDelegation
  /** How many agencies it opens. */
  opens: number
  last: boolean
  successor: PickedPerson | null
}) {
  const { language } = request
  const m = messages(language)
  const { id, name, version, condition } = delegation
  const action: LocalPath = `/manage/delegations/${id}/end`
  return (
    <ManagePage
      request={request} title={m.endTitle} agency={agency} back="/manage/delegations"
      crumbs={[{ label: m.title, href: listOf(agency) }]} problems={form.problems}
    >
      <Notice kind="warning" title={condition === 'active' ? m.endConsequence(name, opens) : m.endNothing(name)}>
        {last ? <p>{m.endLast}</p> : null}
      </Notice>
      <Facts language={language} delegation={delegation} />
      <Form request={request} action={action} hidden={{ version: String(version) }}>
        {last ? <Who request={request} form={form} person={successor} to={action} label={m.successor} /> : null}
        <Actions><Button kind="danger">{m.end}</Button><CancelLink language={language} href={listOf(agency)} /></Actions>
      </Form>
    </ManagePage>
  )
}
