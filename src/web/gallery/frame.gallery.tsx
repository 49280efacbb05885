import { CertificateBadge } from '../components/badge.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { ConfirmPage } from '../components/confirm-page.tsx'
import { PasswordField, TextField } from '../components/fields.tsx'
import { Actions, Form } from '../components/form.tsx'
import { PersonalDataNotice } from '../components/notice.tsx'
import { Columns, Empty, Panel } from '../components/panel.tsx'
import { SearchBox } from '../components/search-box.tsx'
import type { MenuGroup } from '../components/side-menu.tsx'
import type { Actor } from '../actor.ts'
import { EMPTY_FORM, filledForm } from '../form.ts'
import type { FormState } from '../form.ts'
import { Page } from '../layout.tsx'
import type { Maintenance } from '../maintenance.ts'
import { ProblemPage } from '../problem-page.tsx'
import { STATUS_OF } from '../reply.ts'
import type { ProblemCode } from '../reply.ts'
import type { FrameRequest } from '../route.ts'
import { gallery } from './gallery.ts'
import type { Show } from './gallery.ts'
import { as, sampleActors } from './sample-actors.ts'
import { sampleMessages } from './sample-messages.ts'

function SignInSample({ request, form }: { request: FrameRequest; form: FormState }) {
  const m = sampleMessages(request.language)
  const common = { language: request.language, form }
  return (
    <Page request={request} title={m.home} problems={form.problems} bare>
      <h1>{m.homeTitle}</h1>
      <Columns>
        <Panel id="by-account" title={m.byAccount}>
          <Form request={request} action="/sign-in/password">
            <TextField {...common} name="account" label={m.account} autocomplete="username" />
            <PasswordField {...common} name="password" label={m.password} autocomplete="current-password" />
            <Actions><Button>{m.signIn}</Button><a href="/forgot-password">{m.forgot}</a></Actions>
          </Form>
        </Panel>
        <Panel id="by-card" title={m.byCard}>
          <Form request={request} action="/sign-in/card">
            <PasswordField
              {...common} name="pin" label={m.pin} hint={m.pinHint} autocomplete="off" inputmode="numeric" width="short"
            />
            <Actions><Button>{m.signIn}</Button></Actions>
          </Form>
        </Panel>
      </Columns>
      <PersonalDataNotice language={request.language} />
    </Page>
  )
}

function PlainSample({ request }: { request: FrameRequest }) {
  const m = sampleMessages(request.language)
  return (
    <Page request={request} title={m.applications}>
      <p class="lead">{m.lead}</p>
      <SearchBox language={request.language} action="/applications" label={m.findApplication} value="" />
      <h2>D.其他人事總處業務</h2>
      <p><a href="/applications/D6/open">D6：終身學習入口網</a></p>
      <p><a href="/applications/B5/open">B5：公務人員個人資料校對網站</a> <CertificateBadge language={request.language} /></p>
    </Page>
  )
}

function menuOf(language: FrameRequest['language']): MenuGroup[] {
  const m = sampleMessages(language)
  return [
    { heading: m.manageGroup, entries: [
      { label: m.grants, href: '/manage/grants' },
      { label: m.duties, href: '/manage/duties' },
      { label: m.passwords, href: '/manage/passwords' },
      { label: m.delegations, href: '/manage/delegations' },
      { label: m.reviews, href: '/manage/reviews', count: 3 },
    ] },
    { heading: m.searchGroup, entries: [
      { label: m.searchAccounts, href: '/search/accounts' },
      { label: m.searchApplications, href: '/search/applications' },
    ] },
  ]
}

function ManageSample({ request }: { request: FrameRequest }) {
  const m = sampleMessages(request.language)
  return (
    <Page
      request={request} title={m.grants} breadcrumbs={[{ label: m.manage, href: '/manage' }]} menu={menuOf(request.language)}
    >
      <Empty title={m.noGrants}><p>{m.noGrantsHelp}</p><ButtonLink href="/manage/grants/new">{m.add}</ButtonLink></Empty>
    </Page>
  )
}

const wrong: FormState = {
  typed: filledForm({ account: 'wu.employee' }).typed,
  problems: [{ field: null, message: '帳號或密碼不正確 / The account or the password is not right' }],
}

const plainAs = (actor: Actor): Show => (request) => <PlainSample request={as(request, actor, '/applications')} />

const maintenance: Maintenance = {
  from: new Date('2026-12-05T22:00:00+08:00'), to: new Date('2026-12-06T02:00:00+08:00'), note: '更新資料庫，登入中的使用者請先儲存。',
  noteEn: 'The database is renewed. Save your work before.',
}

const codes = Object.keys(STATUS_OF) as ProblemCode[]
const kebab = (code: string): string => code.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

export const pages = [
  gallery({
    name: 'frame',
    states: {
      'signed-out': (request) => <SignInSample request={{ ...request, path: '/' }} form={EMPTY_FORM} />,
      refused: (request) => <SignInSample request={{ ...request, path: '/' }} form={wrong} />,
      employee: plainAs(sampleActors.employee),
      managing: (request) => <ManageSample request={as(request, sampleActors.managing, '/manage/grants')} />,
      serving: (request) => <ManageSample request={as(request, sampleActors.serving, '/manage/grants')} />,
      central: plainAs(sampleActors.central),
      'without-post': plainAs(sampleActors.withoutPost),
      'agency-card': plainAs(sampleActors.agencyCard),
      demo: (request) => <PlainSample request={{ ...request, site: { ...request.site, demo: true } }} />,
      planned: (request) => <PlainSample request={{ ...request, maintenance }} />,
      confirm: (request) => {
        const m = sampleMessages(request.language)
        return (
          <ConfirmPage
            request={as(request, sampleActors.supervisor, '/manage/grants')} title={m.endTitle}
            breadcrumbs={[{ label: m.manage, href: '/manage' }, { label: m.grants, href: '/manage/grants' }]}
            consequence={<p>{m.endConsequence(12)}</p>} action="/manage/grants" confirm={m.end} cancel="/manage/grants"
          />
        )
      },
    },
  }),
  gallery({
    name: 'problems',
    states: Object.fromEntries(
      codes.map((code): [string, Show] => [kebab(code), (request) => <ProblemPage request={{ ...request, maintenance }} code={code} />]),
    ),
  }),
]
