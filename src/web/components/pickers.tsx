// What opens the pickers of people and agencies, and shows what was picked. Without script each leads to the picker's
// page and back to `to`; with it (public/picker.js) the page's content comes as a dialog.
import type { Child } from 'hono/jsx'
import { addressOf } from '../address.ts'
import { nameIn } from '../agency-names.ts'
import { showDayShort } from '../days.ts'
import { problemWith, typedIn } from '../form.ts'
import { Badge } from './badge.tsx'
import { fieldId } from './error-summary.tsx'
import { Field } from './fields.tsx'
import { componentMessages } from './messages.ts'
import { pickerMessages } from './picker-messages.ts'
import { WithDays } from './table.tsx'
import type { Day } from '../../core/days.ts'
import type { AccountState } from '../../core/facts.ts'
import type { FormState } from '../form.ts'
import type { Language } from '../language.ts'
import type { LocalPath } from '../reply.ts'
import type { FrameRequest } from '../route.ts'
import type { FieldProps } from './fields.tsx'

/** A person as `pickedPerson` of src/store/people.ts gives them. */
export type ShownPerson = {
  key: string
  name: string
  nationalIdMasked: string
  accountName: string | null
  accountState: AccountState
  posts: readonly ShownPost[]
}
export type ShownPost = {
  agencyName: string
  agencyNameEn: string | null
  kind: 'appointment' | 'concurrent'
  unit: string
  title: string
  to: Day | null
}

export type AccountStateKind = 'good' | 'warning' | 'danger'
const STATE_KIND: Record<AccountState, AccountStateKind> = { active: 'good', pending: 'warning', disabled: 'danger' }

/** 未啟用, 啟用 or 停用. */
export function AccountBadge({ language, state }: { language: Language; state: AccountState }) {
  return <Badge kind={STATE_KIND[state]}>{pickerMessages(language).states[state]}</Badge>
}

/** A post in a line: where, in which unit, as what, and until when where that is known. */
export function PostLine({ language, post }: { language: Language; post: ShownPost }) {
  const m = pickerMessages(language)
  const { kind, unit, title, to } = post
  return (
    <>
      {nameIn({ name: post.agencyName, nameEn: post.agencyNameEn }, language)}{' '}
      {unit === '' ? null : `${unit} `}{title}
      {kind === 'concurrent' ? <> <Badge>{m.concurrent}</Badge></> : null}
      {to === null ? null : <> <span class="soft"><WithDays text={m.until(showDayShort(to, language))} /></span></>}
    </>
  )
}

/** Loads the script of the pickers; where it stands twice it runs once. */
function PickerScript({ request }: { request: FrameRequest }) {
  return <script type="module" src={request.site.asset('picker.js')} />
}

/** Which picker, and what it does with the choice: leads to `to`, with `person=KEY`, or `CODE` under `as`. */
export type Picking =
  | { pick: 'person'; to: LocalPath; agency?: string }
  | { pick: 'agency'; to: LocalPath; as?: string; within?: 'managed' | 'all' }

/** The address of the picker. */
export function pickerAddress(picking: Picking): LocalPath {
  const { pick, to } = picking
  return pick === 'person' ? addressOf('/pick/person', { to, agency: picking.agency })
    : addressOf('/pick/agency', { to, as: picking.as, within: picking.within })
}

/** A link that looks like a button and opens a picker. `describedBy`: the id of what says for which field. */
export function PickLink(props: Picking & {
  request: FrameRequest
  kind?: 'primary' | 'secondary' | 'quiet'
  describedBy?: string
  /** With script, the id of the field that is filled with the choice; nothing is left then, and nothing typed is lost. */
  fill?: string
  children: Child
}) {
  const { request, kind = 'secondary', describedBy, fill, children } = props
  return (
    <>
      <a class={`button ${kind}`} href={pickerAddress(props)} data-pick={fill ?? ''} aria-describedby={describedBy}>{children}</a>
      <PickerScript request={request} />
    </>
  )
}

/** Name, masked ID, account and current posts of a person. */
export function PersonFacts({ language, person }: { language: Language; person: ShownPerson }) {
  const m = pickerMessages(language)
  return (
    <div class="person">
      <p><b>{person.name}</b> <span class="code">{person.nationalIdMasked}</span></p>
      <p>
        {person.accountName === null ? <span class="soft">{m.noAccount}</span> : <span class="code">{person.accountName}</span>}{' '}
        <AccountBadge language={language} state={person.accountState} />
      </p>
      <ul class="plain">{person.posts.map((post) => <li><PostLine language={language} post={post} /></li>)}</ul>
    </div>
  )
}

/**
 * The person of a form: who was picked, in a hidden field (`person`, the opaque key), or 「挑選人員」. `to` is this form's
 * page: the picker leads back there, so the person is best picked before the rest is typed. `words`: of the link.
 */
export function PersonField(props: {
  request: FrameRequest
  form: FormState
  person: ShownPerson | null
  to: LocalPath
  name?: string
  label?: string
  words?: string
  /** The agency that the picker opens with. */
  agency?: string
}) {
  const { request, form, person, to, name = 'person', agency } = props
  const { language } = request
  const m = pickerMessages(language)
  const { label = m.person, words = m.pickPerson } = props
  const problem = problemWith(form, name)
  const id = fieldId(name)
  return (
    <div class={problem === null ? 'field' : 'field wrong'} role="group" aria-labelledby={`${id}-label`} id={id} tabindex={-1}>
      <p class="label" id={`${id}-label`}>{label}</p>
      {problem === null ? null : (
        <p class="error" id={`${id}-error`}><span class="unseen">{componentMessages(language).error}</span>{problem}</p>
      )}
      {person === null ? <p class="soft">{m.noneChosen}</p> : <PersonFacts language={language} person={person} />}
      {person === null ? null : <input type="hidden" name={name} value={person.key} />}
      <PickLink request={request} pick="person" to={to} describedBy={`${id}-label`} {...(agency === undefined ? {} : { agency })}>
        {person === null ? words : m.pickAnother}
      </PickLink>
    </div>
  )
}

/**
 * An agency as its code: typed (with script, suggestions come as one types), or found by 「瀏覽」, which leads back to `to`
 * with the code under `as`. `known`: the name that goes with the code in the field.
 */
export function AgencyField(props: FieldProps & {
  request: FrameRequest
  to: LocalPath
  as?: string
  within?: 'managed' | 'all'
  known?: { name: string; nameEn: string | null } | null
}) {
  const { request, form, name, to, as, within = 'managed', known = null } = props
  const { language } = request
  const m = pickerMessages(language)
  const { hint = m.agencyHint } = props
  const id = fieldId(name)
  return (
    <Field {...props} hint={hint}>
      {(wiring) => (
        <>
          <div class="with-button">
            <input
              {...wiring} class="medium" type="text" value={typedIn(form, name)} autocomplete="off" maxlength={10}
              autocapitalize="none" spellcheck={false} aria-describedby={`${wiring['aria-describedby'] ?? ''} ${id}-name`}
              data-suggest={addressOf('/pick/agency/suggestions', { within })}
            />
            <PickLink
              request={request} pick="agency" to={to} {...(as === undefined ? {} : { as })} within={within} fill={id}
              describedBy={`${id}-label`}
            >
              {m.browse}
            </PickLink>
          </div>
          <p class="known" id={`${id}-name`}>{known === null ? '' : nameIn(known, language)}</p>
        </>
      )}
    </Field>
  )
}
