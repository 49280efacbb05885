// The account of one person: for the centre with its sign-ins, for a manager the account alone.
import { Badge } from '../../web/components/badge.tsx'
import { ButtonLink, Button } from '../../web/components/button.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { TextArea } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { DescriptionList, Empty } from '../../web/components/panel.tsx'
import { AccountBadge } from '../../web/components/pickers.tsx'
import { Table } from '../../web/components/table.tsx'
import { addressOf } from '../../web/address.ts'
import { showMoment } from '../../web/days.ts'
import { frameMessages } from '../../web/frame-messages.ts'
import { accountMessages } from './account-messages.ts'
import { accountRefusal } from './account-refusals.ts'
import { messages } from './messages.ts'
import { PersonPage } from './person-frame.tsx'
import { partPath } from './slice.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { AccountView, SignIn, SignInPage, StateSince } from './account-view.ts'
import type { PlainAct } from './change-account.ts'
import type { Subject } from './find-subject.ts'

type Request = FrameRequest & { actor: Actor }

/** What was just done, as the address carries it. */
export const DONE = ['disabled', 'enabled', 'ended'] as const
export type Done = (typeof DONE)[number]

/** The last part of the address of each act. */
export const ACT_PATHS: Record<PlainAct, string> = { disable: 'disable', enable: 'enable', endSessions: 'end-sessions' }

/** The address of the page that asks before an act. */
export const actPath = (key: string, act: PlainAct): LocalPath => `${partPath(key, 'account')}/${ACT_PATHS[act]}`

function howText({ why, reason, by }: StateSince, first: boolean, language: Language): string {
  const m = accountMessages(language)
  const whys: Readonly<Record<string, string>> = m.whys
  const known = why === null ? null : whys[why] ?? why
  const parts = [why === 'byHand' || why === null ? null : known, by === null ? null : m.by(by), reason === '' ? null : reason]
  const said = parts.filter((one) => one !== null).join(language === 'en' ? ': ' : '：')
  return said !== '' ? said : first ? m.made : m.unknown
}

function Facts({ language, person, view }: { language: Language; person: Subject; view: AccountView }) {
  const m = accountMessages(language)
  const [now] = view.history
  return (
    <DescriptionList
      items={[
        { term: m.state, value: <AccountBadge language={language} state={person.accountState} /> },
        ...(person.accountState === 'disabled' && now !== undefined
          ? [{ term: m.disabledBy, value: howText(now, view.history.length === 1, language) }] : []),
        { term: m.name, value: person.accountName === null ? m.noName : <span class="code">{person.accountName}</span> },
        {
          term: m.email,
          value: view.email === null ? m.noEmail
            : <>{view.email} <Badge kind={view.emailConfirmed ? 'good' : 'warning'}>{view.emailConfirmed ? m.confirmed : m.unconfirmed}</Badge></>,
        },
        { term: m.lastSignIn, value: person.lastSignIn === null ? m.never : showMoment(person.lastSignIn, language) },
        { term: m.sessions, value: m.count(view.liveSessions) },
      ]}
    />
  )
}

/** Where the account's password and address are seen to, as far as the reader may (R-ACC-4). */
function deskLinks(language: Language, { key, accountState }: Subject, { may }: AccountView): { href: LocalPath; label: string }[] {
  const m = accountMessages(language)
  const ways = accountState === 'pending' ? may.printActivationSlip : may.printResetSlip
  return [
    ...(ways === null ? [{ href: `/manage/passwords?person=${key}` as const, label: accountState === 'pending' ? m.activationSlip : m.resetPassword }] : []),
    ...(may.correctEmail === null ? [{ href: `/manage/emails?person=${key}` as const, label: m.correctEmail }] : []),
  ]
}

/** The acts that are open to the reader, and why another is not. */
function Acts({ language, person, view, ends }: { language: Language; person: Subject; view: AccountView; ends: boolean }) {
  const m = accountMessages(language)
  const desk = deskLinks(language, person, view)
  const act = person.accountState === 'disabled' ? 'enable' as const : 'disable' as const
  const bar = view.may[act]
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">{m.acts}</h2>
      {bar === null ? null : <p>{m.cannot[act]}{accountRefusal(bar, language)}</p>}
      {bar !== null && !ends && desk.length === 0 ? null : (
        <p class="actions">
          {desk.map(({ href, label }) => <ButtonLink href={href} kind="secondary">{label}</ButtonLink>)}
          {bar === null ? <ButtonLink href={actPath(person.key, act)} kind="secondary">{m[act]}</ButtonLink> : null}
          {ends ? <ButtonLink href={actPath(person.key, 'endSessions')} kind="secondary">{m.endSessions}</ButtonLink> : null}
        </p>
      )}
    </section>
  )
}

function History({ language, history }: { language: Language; history: readonly StateSince[] }) {
  const m = accountMessages(language)
  if (history.length === 0) return null
  return (
    <Table
      language={language} caption={m.history} rows={history}
      columns={[
        { label: m.state, heading: true, cell: ({ state }) => <AccountBadge language={language} state={state} /> },
        { label: m.since, cell: ({ since }) => showMoment(since, language) },
        { label: m.how, cell: (one) => howText(one, one === history.at(-1), language) },
      ]}
    />
  )
}

function SignIns({ language, person, page }: { language: Language; person: Subject; page: SignInPage }) {
  const m = accountMessages(language)
  if (page.signIns.length === 0) return <Empty title={m.noSignIns} />
  const methods = frameMessages(language).standing.methods
  const whys: Readonly<Record<string, string>> = m.endedWhys
  const at = (place: Record<string, string>) => addressOf(partPath(person.key, 'account'), place)
  const endedText = ({ live, endedAt, endedWhy }: SignIn) => live ? <Badge kind="good">{m.live}</Badge>
    : <>{endedAt === null ? null : showMoment(endedAt, language)}<span class="below">{whys[endedWhy ?? ''] ?? endedWhy}</span></>
  return (
    <>
      <Table
        language={language} caption={m.signIns} rows={page.signIns}
        columns={[
          { label: m.at, heading: true, cell: (one) => showMoment(one.at, language) },
          { label: m.method, cell: ({ method }) => methods[method] },
          {
            label: m.from,
            cell: ({ address, userAgent }) => <><span class="code">{address ?? '—'}</span><span class="below">{userAgent}</span></>,
          },
          { label: m.ended, cell: endedText },
        ]}
      />
      <Paging
        language={language} previous={page.previous === null ? null : at({ after: page.previous })}
        next={page.next === null ? null : at({ before: page.next })}
      />
    </>
  )
}

/** 「帳號」 of a person. `signIns`: null for a manager, whose matter they are not. */
export function AccountPage({ request, person, view, signIns, done }: {
  request: Request; person: Subject; view: AccountView; signIns: SignInPage | null; done: Done | null
}) {
  const { language } = request
  const m = accountMessages(language)
  return (
    <PersonPage request={request} person={person} part="account">
      {done === null ? null : <Notice kind="done" title={m.done[done]} />}
      <Facts language={language} person={person} view={view} />
      <Acts language={language} person={person} view={view} ends={view.may.endSessions === null && view.liveSessions > 0} />
      <History language={language} history={view.history} />
      {signIns === null ? null : <SignIns language={language} person={person} page={signIns} />}
    </PersonPage>
  )
}

/** Asks once before an act, says what will come of it in numbers, and wants the reason. */
export function AccountActPage({ request, person, act, sessions, form }: {
  request: Request; person: Subject; act: PlainAct; sessions: number; form: FormState
}) {
  const { language } = request
  const m = accountMessages(language)
  const words = messages(language)
  const asked = {
    disable: { title: m.disableTitle, says: m.disableConsequence(person.name, sessions) },
    enable: { title: m.enableTitle, says: m.enableConsequence(person.name) },
    endSessions: { title: m.endTitle, says: m.endConsequence(person.name, sessions) },
  }[act]
  return (
    <PersonPage request={request} person={person} part="account" title={asked.title} problems={form.problems}>
      <Notice kind="warning" title={componentMessages(language).before}><p>{asked.says}</p></Notice>
      <Form request={request} action={actPath(person.key, act)}>
        <TextArea
          language={language} form={form} name="reason" label={words.reason} hint={words.reasonHint} rows={3} maxlength={500}
        />
        <Actions>
          <Button kind={act === 'enable' ? 'primary' : 'danger'}>{m[act]}</Button>
          <CancelLink language={language} href={partPath(person.key, 'account')} />
        </Actions>
      </Form>
    </PersonPage>
  )
}
