import { Button, ButtonLink } from '../../web/components/button.tsx'
import { CardForm } from '../../web/components/card-form.tsx'
import { PasswordField, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { shownCount } from '../../web/components/header.tsx'
import { Notice, PersonalDataNotice } from '../../web/components/notice.tsx'
import { PasskeyForm } from '../../web/components/passkey-form.tsx'
import { Columns, Panel } from '../../web/components/panel.tsx'
import { isPerson } from '../../web/actor.ts'
import { frameMessages } from '../../web/frame-messages.ts'
import { Page } from '../../web/layout.tsx'
import { liesUnder } from '../../web/path.ts'
import { messages } from './messages.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath, PageNode } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'

/** Addresses outside the portal that the home page leads to, from the settings; null: not shown. */
export type HomeLinks = { executive: string | null; civilService: string | null; cardProblems: string | null }

/**
 * An application's own sign-in that waits for this one: its name, where it goes on and may end up. `again`: somebody is
 * signed in, and it asks them to prove it once more.
 */
export type WaitingApplication = {
  id: string
  applicationName: string
  again: boolean
  /** It asks for more than a password: the least that is enough. */
  needs: 'passkey' | 'card' | null
  address: LocalPath
  origins: readonly string[]
}

type HomeProps = {
  request: FrameRequest
  form: FormState
  next: LocalPath | null
  waiting: WaitingApplication | null
  links: HomeLinks
  /** This browser has just been signed out. */
  left?: boolean
  /** The newest of 「最新公告」. */
  notices: PageNode | null
}

function SignInPanel({ request, form, next, waiting }: Omit<HomeProps, 'links' | 'notices'>) {
  const { language } = request
  const m = messages(language)
  const onward = { ...(next === null ? {} : { next }), ...(waiting === null ? {} : { continue: waiting.id }) }
  return (
    <Panel id="by-account" title={m.byAccount}>
      <Form request={request} action="/sign-in/password" hidden={onward}>
        <TextField language={language} form={form} name="account" label={m.account} autocomplete="username webauthn" maxlength={64} />
        <PasswordField language={language} form={form} name="password" label={m.password} autocomplete="current-password" />
        <Actions>
          <Button>{m.signIn}</Button>
          {request.site.has('/forgot-password') ? <a href="/forgot-password">{m.forgot}</a> : null}
        </Actions>
      </Form>
      <PasskeyForm
        request={request} does="get" from="/" action="/sign-in/passkey" challenge="/sign-in/passkey/challenge" hidden={onward} autofill
        instead={<p class="soft">{m.passkeyCannot}</p>}
      >
        <Actions><Button kind="secondary">{m.byPasskey}</Button></Actions>
      </PasskeyForm>
    </Panel>
  )
}

/** 「憑證登入」: a person's card or an agency's. */
function CardPanel({ request, next, waiting }: Pick<HomeProps, 'request' | 'next' | 'waiting'>) {
  const m = messages(request.language)
  const onward = { ...(next === null ? {} : { next }), ...(waiting === null ? {} : { continue: waiting.id }) }
  return (
    <Panel id="by-card" title={m.byCard}>
      <CardForm request={request} action="/sign-in/card" purpose="signIn" button={m.signIn} hidden={onward} />
    </Panel>
  )
}

/** Those of the links whose pages exist, or whose addresses are set. */
function HelpPanel({ request, links }: Pick<HomeProps, 'request' | 'links'>) {
  const m = messages(request.language)
  const activate = request.actor === null ? [['/activate', m.activate] as const] : []
  const own = ([...activate, ['/guide', m.firstSteps], ['/manual', m.manual],
    ['/environment', m.environment]] as const).filter(([path]) => request.site.has(path))
  const others = ([[links.executive, m.executive], [links.civilService, m.civilService],
    [links.cardProblems, m.cardProblems]] as const).filter(([address]) => address !== null)
  return (
    <>
      {own.length === 0 ? null : (
        <Panel id="help" title={m.help}>
          <ul class="plain">{own.map(([path, label]) => <li><a href={path}>{label}</a></li>)}</ul>
        </Panel>
      )}
      {others.length === 0 ? null : (
        <Panel id="links" title={m.links}>
          <ul class="plain">{others.map(([address, label]) => <li><a href={address!} rel="noopener">{label}</a></li>)}</ul>
        </Panel>
      )}
    </>
  )
}

function OnwardPanel({ request }: { request: FrameRequest }) {
  const m = messages(request.language)
  return (
    <Panel id="onward" title={m.toApplications}>
      <p>{m.toApplicationsLead}</p>
      <Actions><ButtonLink href="/applications">{m.allApplications}</ButtonLink></Actions>
    </Panel>
  )
}

/** What waits, counted as beside the menu; nothing where nothing does. */
function WaitingPanel({ request, actor: { openTodos, unreadNotices } }: { request: FrameRequest; actor: Actor }) {
  const m = frameMessages(request.language)
  if (openTodos + unreadNotices === 0) return null
  return (
    <Panel id="waiting" title={m.nav.todo}>
      <ul class="plain">
        {openTodos === 0 ? null : <li><a href="/todo">{m.openTodos(shownCount(openTodos))}</a></li>}
        {unreadNotices === 0 ? null : <li><a href="/me">{m.unread(shownCount(unreadNotices))}</a></li>}
      </ul>
    </Panel>
  )
}

function StandingPanel({ request, actor }: { request: FrameRequest; actor: Actor }) {
  const m = messages(request.language)
  const { switch: switchLabel, names } = frameMessages(request.language).standing
  const { chosen, standings } = actor
  return (
    <Panel id="standing" title={m.standing}>
      <p>{chosen === null ? m.noStanding : m.standingAt(names[chosen.standing], chosen.agencyName)}</p>
      {standings.length < 2 ? null : <p>{m.standings(standings.length)} <a href="/switch">{switchLabel}</a></p>}
    </Panel>
  )
}

// Where a card that is bound to no account waits for its person (R-CRT-2).
const BIND_PATH = '/me/certificates/bind'

function NextNotice({ request, next }: { request: FrameRequest; next: LocalPath }) {
  const m = messages(request.language)
  if (liesUnder(next.split('?')[0]!, BIND_PATH)) return <Notice title={m.bindCard}><p>{m.bindCardWhy}</p></Notice>
  return <Notice title={m.continueTo}><p>{m.continueToWhy}</p></Notice>
}

/** 「首頁」: before sign-in the way in, after it the way on, and the newest of 「最新公告」. */
export function HomePage({ request, form, next, waiting, links, left = false, notices }: HomeProps) {
  const m = messages(request.language)
  const { actor } = request
  // An application may ask who is signed in to prove it once more.
  const asks = actor === null || waiting !== null
  return (
    <Page request={request} title={m.homeTitle} problems={form.problems} bare>
      <h1>{actor === null ? m.welcome : m.signedInHome(actor.name)}</h1>
      {left && actor === null ? <Notice kind="done" title={m.signedOut}><p>{m.signedOutWhy}</p></Notice> : null}
      {asks ? <p class="lead">{m.lead}</p> : null}
      {waiting === null ? null : (
        <Notice title={m.continueApplication(waiting.applicationName)}>
          {waiting.needs === null ? null : <p>{m.continueBy[waiting.needs]}</p>}
        </Notice>
      )}
      {asks && waiting === null && next !== null ? <NextNotice next={next} request={request} /> : null}
      <Columns>
        {asks ? (
          <div class="stack">
            <SignInPanel request={request} form={form} next={next} waiting={waiting} />
            <CardPanel request={request} next={next} waiting={waiting} />
          </div>
        ) : (
          <div class="stack">
            <OnwardPanel request={request} />
            <WaitingPanel request={request} actor={actor} />
            {isPerson(actor) ? <StandingPanel request={request} actor={actor} /> : null}
          </div>
        )}
        <div class="stack">
          {notices}
          {asks && isPerson(actor) ? <StandingPanel request={request} actor={actor} /> : null}
          <HelpPanel request={request} links={links} />
          <PersonalDataNotice language={request.language} />
        </div>
      </Columns>
    </Page>
  )
}
