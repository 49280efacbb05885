// One role at the centre: what it is, and what the reader may do about it.
import { Button } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { TextArea } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { DescriptionList } from '../../web/components/panel.tsx'
import { PeriodFields } from '../../web/components/period-fields.tsx'
import { PersonField } from '../../web/components/pickers.tsx'
import { addressOf } from '../../web/address.ts'
import { showMoment, showPeriod } from '../../web/days.ts'
import { messages } from './messages.ts'
import { roleMessages } from './role-messages.ts'
import { RoleBadge, roleGivers } from './roles-page.tsx'
import { partPath, PEOPLE_PATH, rolePath, ROLES_PATH } from './slice.ts'
import type { Actor } from '../../web/actor.ts'
import type { ShownPerson } from '../../web/components/pickers.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { RoleAct } from './change-role.ts'
import type { ListedRole } from './list-roles.ts'

type Request = FrameRequest & { actor: Actor }

/** What was just done. */
export const ROLE_DONE = ['proposed', 'agree', 'decline', 'end', 'agreeToEnd', 'keep'] as const
export type RoleDone = (typeof ROLE_DONE)[number]

const crumbsOf = (language: Language) =>
  [{ label: messages(language).title, href: PEOPLE_PATH }, { label: roleMessages(language).title, href: ROLES_PATH }]

/** 「提出設定」. */
export function NewRolePage({ request, form, person }: { request: Request; form: FormState; person: ShownPerson | null }) {
  const { language } = request
  const m = roleMessages(language)
  return (
    <ManagePage request={request} title={m.newTitle} crumbs={crumbsOf(language)} problems={form.problems}>
      <p class="lead">{m.newLead}</p>
      <Form request={request} action={`${ROLES_PATH}/new`}>
        <PersonField request={request} form={form} person={person} to={`${ROLES_PATH}/new`} label={m.person} />
        <Radios
          language={language} form={form} name="role" label={m.role}
          choices={(['central', 'auditor'] as const).map((one) => ({ value: one, label: m.roles[one] }))}
        />
        <PeriodFields language={language} form={form} />
        <Actions><Button>{m.send}</Button><CancelLink language={language} href={ROLES_PATH} /></Actions>
      </Form>
    </ManagePage>
  )
}

function Facts({ language, role }: { language: Language; role: ListedRole }) {
  const m = roleMessages(language)
  return (
    <DescriptionList
      items={[
        { term: m.person, value: <><a href={partPath(role.person.key, 'record')}>{role.person.name}</a> {role.person.agency}</> },
        { term: m.role, value: m.roles[role.role] },
        { term: m.period, value: showPeriod(role, language) },
        { term: m.reason, value: role.reason },
        { term: m.state, value: <RoleBadge language={language} condition={role.condition} /> },
        { term: m.updated, value: <>{showMoment(role.updated, language)} <span class="soft">{roleGivers(role, language)}</span></> },
      ]}
    />
  )
}

/** What the reader may do: to a proposal, to the end that is proposed, or to a role in force. */
type Choices = { agree: RoleAct; refuse: RoleAct; own: boolean; themselves: boolean } | { end: RoleAct; own: boolean } | null

function choicesOf(role: ListedRole, reader: string | null, own: boolean): Choices {
  const themselves = role.person.id === reader
  if (role.condition === 'proposed') return themselves ? null : { agree: 'agree', refuse: 'decline', own, themselves }
  if (role.condition === 'ending') return { agree: 'agreeToEnd', refuse: 'keep', own, themselves }
  return role.condition === 'active' || role.condition === 'notBegun' || role.condition === 'idle' ? { end: 'end', own: themselves } : null
}

function Decide({ request, role, form, choices, agencies, others }: {
  request: Request; role: ListedRole; form: FormState; choices: NonNullable<Choices>; agencies: number; others: number
}) {
  const { language } = request
  const m = roleMessages(language)
  const takes = role.role === 'central' ? m.takes.central(others) : m.takes.auditor()
  const says = role.condition === 'proposed' ? m.gives[role.role](agencies) : takes
  const words = { agree: m.agree, decline: m.decline, agreeToEnd: m.agreeToEnd, keep: m.keep, end: m.end }
  const ends = 'end' in choices
  return (
    <section aria-labelledby="decide">
      <h2 id="decide">{ends ? m.endTitle : m.decideTitle}</h2>
      {role.condition !== 'ending' || role.endingBy === null ? null : <p>{m.endingBy(role.endingBy, role.endingReason ?? '')}</p>}
      <Notice kind="warning" title={says} />
      {!ends && choices.own ? <p>{m.waitsForOther}</p> : null}
      <Form request={request} action={rolePath(role.id)} hidden={{ version: String(role.version) }}>
        <TextArea
          language={language} form={form} name="note" label={ends ? m.reason : m.note} rows={3} maxlength={500} optional={!ends}
        />
        {ends ? (
          <Actions>
            <Button kind="danger" name="act" value="end">{choices.own ? m.layDown : m.end}</Button>
            <CancelLink language={language} href={ROLES_PATH} />
          </Actions>
        ) : (
          <Actions>
            {choices.own ? null : <Button name="act" value={choices.agree}>{words[choices.agree]}</Button>}
            {choices.themselves ? null : (
              <Button kind="secondary" name="act" value={choices.refuse}>{choices.own ? m.withdraw : words[choices.refuse]}</Button>
            )}
            <CancelLink language={language} href={ROLES_PATH} />
          </Actions>
        )}
      </Form>
    </section>
  )
}

/** One role. `proposer`: whether the reader has made the proposal that waits; `others`: administrators left besides its holder. */
export function RolePage({ request, role, form, proposer, agencies, others, done }: {
  request: Request; role: ListedRole; form: FormState; proposer: boolean; agencies: number; others: number; done: RoleDone | null
}) {
  const { language, actor } = request
  const m = roleMessages(language)
  const choices = choicesOf(role, actor.personId, proposer)
  return (
    <ManagePage request={request} title={m.oneTitle} crumbs={crumbsOf(language)} problems={form.problems}>
      {done === null ? null : <Notice kind="done" title={m.done[done]} />}
      <Facts language={language} role={role} />
      {choices === null ? null : <Decide request={request} role={role} form={form} choices={choices} agencies={agencies} others={others} />}
    </ManagePage>
  )
}

/** The address that says what was done to the role. */
export const roleDoneAt = (id: string, done: RoleDone) => addressOf(rolePath(id), { done })
