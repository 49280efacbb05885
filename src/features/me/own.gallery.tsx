import { readBrowser } from '../../core/browsers.ts'
import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { passwordMessages } from '../sign-in/password-messages.ts'
import { DisplayPage } from './display-page.tsx'
import { EmailPage, PasswordPage } from './keeping-pages.tsx'
import { SessionsPage } from './sessions-page.tsx'
import { NotMePage, SignInsPage } from './sign-ins-page.tsx'
import type { DisplaySize, PersonActor } from '../../web/actor.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { EmailChange } from '../resets/email-changes.ts'
import type { SignIn } from './list-sign-ins.ts'
import type { OwnSession } from './own-sessions.ts'

const EDGE = readBrowser('Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0')
const IPHONE = readBrowser('Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1')

const at = (hoursAgo: number): Date => new Date(Date.UTC(2026, 10, 23, 1, 5) - hoursAgo * 3_600_000)
const signIn: SignIn = {
  id: '48213', at: at(0), outcome: 'done', method: 'password', browser: EDGE, address: '10.6.20.31', unusual: [], saidNotMe: false,
}
const signIns: SignIn[] = [
  signIn,
  { ...signIn, id: '48107', at: at(9), browser: IPHONE, address: '203.0.113.77', unusual: ['browser', 'place', 'hour'] },
  { ...signIn, id: '48001', at: at(20), outcome: 'wrongPassword' },
  { ...signIn, id: '47920', at: at(24), method: 'personCertificate' },
  { ...signIn, id: '47811', at: at(50), outcome: 'locked', address: '2001:db8:4:12::9', browser: readBrowser('') },
  { ...signIn, id: '47700', at: at(74), saidNotMe: true, address: '198.51.100.4', method: 'passkey', unusual: ['browser'] },
  { ...signIn, id: '47500', at: at(98), browser: null, address: null },
]

const session: OwnSession = {
  id: 'a0000000-0000-4000-8000-000000000001', method: 'password', since: at(0), lastUsed: at(-1), address: '10.6.20.31', browser: EDGE,
  applications: ['人力資源填報系統', '調查表系統'],
}
const other: OwnSession = {
  ...session, id: 'a0000000-0000-4000-8000-000000000002', method: 'passkey', since: at(9), lastUsed: at(3), browser: IPHONE, address: '203.0.113.77', applications: [],
}

const of = (request: FrameRequest, path: string, actor: PersonActor = sampleActors.employee) => as(request, actor, path)
const waiting: EmailChange = {
  id: 'a0000000-0000-4000-8000-000000000003', person: '1', email: 'wu.new@mail.example.gov.tw', proposedBy: '1', proposedAt: at(0), notBefore: at(-24),
  expiresAt: at(-72), confirmedAt: null, state: 'waiting',
}
const BY_PASSWORD = { password: true, passkey: false }
const email = (state: Partial<Parameters<typeof EmailPage>[0]> = {}): Show => (request) => (
  <EmailPage
    request={of(request, '/me/email')} form={EMPTY_FORM} email={{ address: 'wu.employee@ecpa.example', confirmed: true }} waiting={null} done={null} asked={BY_PASSWORD} {...state}
  />
)
const sized = (displaySize: DisplaySize): PersonActor => ({ ...sampleActors.employee, displaySize })

export const pages = [
  gallery({
    name: 'me-sign-ins',
    states: {
      many: (request) => <SignInsPage request={of(request, '/me/sign-ins')} page={{ signIns, previous: '48300', next: '47500' }} />,
      none: (request) => <SignInsPage request={of(request, '/me/sign-ins')} page={{ signIns: [], previous: null, next: null }} />,
      'not-me': (request) => <NotMePage request={of(request, '/me/sign-ins/48107/not-me')} signIn={signIns[1]!} others={1} address={null} />,
      'not-me-passkey': (request) => <NotMePage request={of(request, '/me/sign-ins/48107/not-me')} signIn={{ ...signIns[1]!, method: 'passkey' }} others={0} address="t***@mail.example" />,
      'not-me-said': (request) => <NotMePage request={of(request, '/me/sign-ins/47700/not-me')} signIn={signIns[5]!} others={0} address={null} />,
    },
  }),
  gallery({
    name: 'me-sessions',
    states: {
      two: (request) => <SessionsPage request={of(request, '/me/sessions')} sessions={[session, other]} current={session.id} ended={null} />,
      ended: (request) => <SessionsPage request={of(request, '/me/sessions')} sessions={[session]} current={session.id} ended={1} />,
    },
  }),
  gallery({
    name: 'me-password',
    states: {
      empty: (request) => <PasswordPage request={of(request, '/me/password')} form={EMPTY_FORM} changed={false} asked={BY_PASSWORD} />,
      'passkey-instead': (request) => <PasswordPage request={of(request, '/me/password')} form={EMPTY_FORM} changed={false} asked={{ password: true, passkey: true }} />,
      'proved-by-passkey': (request) => <PasswordPage request={of(request, '/me/password')} form={EMPTY_FORM} changed={false} asked={{ password: false, passkey: false }} />,
      common: (request) => (
        <PasswordPage
          request={of(request, '/me/password')} changed={false} asked={BY_PASSWORD}
          form={{ ...EMPTY_FORM, problems: [{ field: 'password', message: passwordMessages(request.language).common }] }}
        />
      ),
      changed: (request) => <PasswordPage request={of(request, '/me/password')} form={EMPTY_FORM} changed asked={BY_PASSWORD} />,
    },
  }),
  gallery({
    name: 'me-email',
    states: {
      confirmed: email(), 'proved-by-passkey': email({ asked: { password: false, passkey: false } }), none: email({ email: { address: null, confirmed: false } }), 'waits-for-reader': email({ waiting, done: 'asked' }),
      'waits-for-hold': email({ waiting: { ...waiting, confirmedAt: at(1) } }),
    },
  }),
  gallery({
    name: 'me-display',
    states: {
      normal: (request) => (
        <DisplayPage request={of(request, '/me/display')} form={filledForm({ language: request.language, size: 'normal' })} saved={false} agreed={null} />
      ),
      large: (request) => (
        <DisplayPage
          request={of(request, '/me/display', sized('large'))} form={filledForm({ language: 'en', size: 'large' })} saved agreed={new Date('2026-11-20T01:02:00Z')}
        />
      ),
      largest: (request) => (
        <DisplayPage
          request={of(request, '/me/display', sized('largest'))} saved={false} agreed={null}
          form={{ ...EMPTY_FORM, problems: [{ field: 'size', message: '請選擇字級' }] }}
        />
      ),
    },
  }),
]
