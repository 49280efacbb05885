import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { passwordMessages } from '../sign-in/password-messages.ts'
import { messages } from './messages.ts'
import { ActivatePage, ActivationCardPage, ActivationCodePage, ConfirmEmailPage, DonePage, ForgotPage, GonePage, NewPasswordPage } from './pages.tsx'
import type { FrameRequest } from '../../web/route.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { ShownWay } from './pages.tsx'

const CODE = '7Q2MK9XR4TBN3HFD8WPC'
const STEP = '0f1e2d3c4b5a6978'
const at = (request: FrameRequest, path: string): FrameRequest => ({ ...request, path })
const m = ({ language }: FrameRequest) => messages(language)

const LINK: ShownWay = { step: STEP, medium: 'link', accountName: 'wu.employee' }
const newPassword = (way: ShownWay | null, form: (request: FrameRequest) => Parameters<typeof NewPasswordPage>[0]['form'] = () => EMPTY_FORM): Show =>
  (request) => <NewPasswordPage request={at(request, '/new-password')} form={form(request)} way={way} />
const activate = (form: (request: FrameRequest) => Parameters<typeof ActivatePage>[0]['form'], way: Parameters<typeof ActivatePage>[0]['way'] = null): Show =>
  (request) => <ActivatePage request={at(request, '/activate')} form={form(request)} way={way} />

export const pages = [
  gallery({
    name: 'forgot-password',
    states: {
      empty: (request) => <ForgotPage request={at(request, '/forgot-password')} form={EMPTY_FORM} />,
      'nothing-typed': (request) => (
        <ForgotPage request={at(request, '/forgot-password')} form={{ ...EMPTY_FORM, problems: [{ field: 'accountName', message: m(request).forgotEither }] }} />
      ),
      sent: (request) => <DonePage request={at(request, '/forgot-password')} title={m(request).forgotTitle} done={m(request).forgotSent} says={m(request).forgotSays} />,
    },
  }),
  gallery({
    name: 'new-password',
    states: {
      slip: newPassword(null, () => filledForm({ way: CODE })),
      scanned: newPassword({ ...LINK, medium: 'slip' }),
      link: newPassword(LINK),
      wrong: newPassword(null, (request) => ({
        ...filledForm({ way: CODE, nationalId: 'A123456789', birthDate: '70/1/1' }), problems: [{ field: null, message: m(request).refusals.wrong }],
      })),
      'too-short': newPassword(LINK, (request) => ({ ...EMPTY_FORM, problems: [{ field: 'password', message: passwordMessages(request.language).tooShort }] })),
      gone: (request) => <GonePage request={at(request, '/new-password')} purpose="newPassword" />,
      done: (request) => <DonePage request={at(request, '/new-password')} title={m(request).passwordTitle} done={m(request).chosen} says={m(request).chosenSays} />,
    },
  }),
  gallery({
    name: 'activate-slip',
    states: {
      code: (request) => <ActivationCodePage request={at(request, '/activate/code')} form={EMPTY_FORM} />,
      empty: activate(() => EMPTY_FORM),
      'came-by-link': activate(() => EMPTY_FORM, { step: STEP, byCard: false }),
      'came-by-card': activate(() => EMPTY_FORM, { step: STEP, byCard: true }),
      gone: (request) => <GonePage request={at(request, '/activate')} purpose="activation" />,
      'name-taken': activate((request) => ({
        ...filledForm({ way: CODE, nationalId: 'A123456789', birthDate: '70/1/1', accountName: 'wu.employee', email: 'wu@ecpa.example' }),
        problems: [{ field: 'accountName', message: m(request).nameTaken(['wu-employee', 'employee.wu', 'wu.employee2']) }],
      })),
      done: (request) => <DonePage request={at(request, '/activate')} title={m(request).activateTitle} done={m(request).activated} says={m(request).activatedSays} />,
    },
  }),
  gallery({
    name: 'activate-card',
    states: {
      empty: (request) => <ActivationCardPage request={at(request, '/activate/card')} form={EMPTY_FORM} />,
      'no-match': (request) => (
        <ActivationCardPage
          request={at(request, '/activate/card')}
          form={{ ...filledForm({ nationalId: 'A123456789', birthDate: '70/1/1' }), problems: [{ field: null, message: m(request).cardRefusals.noMatch }] }}
        />
      ),
    },
  }),
  gallery({
    name: 'confirm-email',
    states: {
      ask: (request) => <ConfirmEmailPage request={at(request, '/confirm-email')} form={EMPTY_FORM} step={STEP} email="w***@mail.example.gov.tw" />,
      gone: (request) => <GonePage request={at(request, '/confirm-email')} purpose="confirmEmail" />,
      done: (request) => <DonePage request={at(request, '/confirm-email')} title={m(request).confirmTitle} done={m(request).confirmed} says={m(request).effective} />,
    },
  }),
]
