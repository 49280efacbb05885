import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { accountProblem } from '../people/account-refusals.ts'
import { sampleSubject } from '../people/sample-people.ts'
import { WAY_PATHS, wayAddress } from '../ways-in/open-way.ts'
import { AskPage } from './desk-page.tsx'
import { EmailPage } from './email-page.tsx'
import { messages } from './messages.ts'
import { ActivationPage, LostFactorPage, PasswordsPage, ResetPage } from './password-pages.tsx'
import { SlipPage } from './slip-page.tsx'
import { activationPath, EMAILS, factorPath, PASSWORDS, resetPath } from './slice.ts'
import type { FormState } from '../../web/form.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { Subject } from '../people/find-subject.ts'
import type { EmailDone } from './email-page.tsx'
import type { Desk } from './slice.ts'
import type { Slip } from './slip-page.tsx'
import type { DeskView } from './view-account.ts'

const at = (day: number, hour = 1): Date => new Date(Date.UTC(2026, 10, day, hour, 5))
const open = { sendResetLink: null, printResetSlip: null, printActivationSlip: 'alreadyActivated', correctEmail: null, removeSecondFactor: 'noSecondFactor' } as const
const view: DeskView = { email: 'wu.employee@ecpa.example', emailConfirmed: true, liveSessions: 2, waiting: null, bars: open, rests: null }
const barred: DeskView = {
  ...view, bars: { sendResetLink: 'supervisorAbove', printResetSlip: 'supervisorAbove', printActivationSlip: 'supervisorAbove', correctEmail: 'supervisorAbove',
    removeSecondFactor: 'supervisorAbove' },
}
const change = {
  id: '00000000-0000-4000-8000-000000000002', person: '1', email: 'wu.shufen@mail.example.gov.tw', proposedBy: '2', proposedAt: at(23), notBefore: at(23),
  expiresAt: at(26), confirmedAt: null, state: 'waiting', own: false,
} as const
const resting: DeskView = {
  ...view, email: 'wu.shufen@mail.example.gov.tw', bars: { ...open, sendResetLink: 'correctedLately', printResetSlip: 'correctedLately' }, rests: at(26),
}
const noAddress: DeskView = { ...view, email: null, emailConfirmed: false, bars: { ...open, sendResetLink: 'noAddress' } }
const unused: Subject = { ...sampleSubject, accountName: null, accountState: 'pending', lastSignIn: null }
const unusedView: DeskView = {
  ...noAddress, liveSessions: 0, bars: { sendResetLink: 'notActivated', printResetSlip: 'notActivated', printActivationSlip: null, correctEmail: 'notActivated',
    removeSecondFactor: 'notActivated' },
}
const CODE = '7Q2MK9XR4TBN3HFD8WPC'
const slip: Slip = {
  kind: 'reset', code: CODE, path: WAY_PATHS.newPassword, scanned: wayAddress('newPassword', CODE), until: at(24),
}
const { supervisor } = sampleActors

const ask = (desk: Desk, form = EMPTY_FORM): Show => (request) => <AskPage request={as(request, supervisor, desk)} desk={desk} form={form} />
const nobody = (request: Parameters<Show>[0]): FormState => ({
  ...filledForm({ nationalId: 'A123456789' }), problems: [{ field: 'nationalId', message: messages(request.language).wrong.nobody }],
})
const passwords = (shown: DeskView, person = sampleSubject, done: 'sent' | 'factorRemoved' | null = null): Show => (request) =>
  <PasswordsPage request={as(request, supervisor, PASSWORDS)} person={person} view={shown} done={done} />
const reset = (shown: DeskView, form: (request: Parameters<Show>[0]) => FormState = () => EMPTY_FORM): Show => (request) => (
  <ResetPage request={as(request, supervisor, resetPath(sampleSubject.key))} person={sampleSubject} view={shown} form={form(request)} />
)
const email = (shown: DeskView, form: (request: Parameters<Show>[0]) => FormState = () => EMPTY_FORM, done: EmailDone | null = null): Show =>
  (request) => <EmailPage request={as(request, supervisor, EMAILS)} person={sampleSubject} view={shown} form={form(request)} done={done} />

export const pages = [
  gallery({
    name: 'passwords',
    states: {
      'ask': ask(PASSWORDS),
      'nobody': (request) => ask(PASSWORDS, nobody(request))(request),
      'found': passwords(view),
      'found-pending': passwords(unusedView, unused),
      'barred': passwords(barred),
      'resting': passwords(resting),
      'sent': passwords(view, sampleSubject, 'sent'),
      'second-factor': passwords({ ...view, bars: { ...open, removeSecondFactor: null } }),
      'second-factor-ask': (request) => (
        <LostFactorPage request={as(request, supervisor, factorPath(sampleSubject.key))} person={sampleSubject} form={EMPTY_FORM} />
      ),
      'second-factor-removed': passwords(view, sampleSubject, 'factorRemoved'),
      'reset': reset(view),
      'reset-how-missing': reset(view, ({ language }) => ({ ...EMPTY_FORM, problems: [{ field: 'how', message: messages(language).howMissing }] })),
      'reset-no-address': reset(noAddress),
      'reset-refused': reset(view, ({ language }) => ({ ...filledForm({ how: 'slip' }), problems: [accountProblem('correctedLately', language)] })),
      'slip': (request) => <SlipPage request={as(request, supervisor, resetPath(sampleSubject.key))} person={sampleSubject} slip={slip} />,
      'slip-activation': (request) => (
        <SlipPage
          request={as(request, supervisor, activationPath(unused.key))} person={unused}
          slip={{ ...slip, kind: 'activation', path: WAY_PATHS.activation, scanned: wayAddress('activation', CODE) }}
        />
      ),
      'activation': (request) => (
        <ActivationPage request={as(request, supervisor, activationPath(unused.key))} person={unused} form={EMPTY_FORM} />
      ),
    },
  }),
  gallery({
    name: 'emails',
    states: {
      'ask': ask(EMAILS),
      'found': email(view),
      'without-consent': email(view, ({ language }) =>
        ({ ...filledForm({ email: 'wu.shufen@mail.example.gov.tw' }), problems: [{ field: 'consented', message: messages(language).refusals.noConsent }] })),
      'asked': email({ ...view, waiting: change }, () => EMPTY_FORM, 'asked'),
      'own-held': email({ ...view, waiting: { ...change, own: true, confirmedAt: at(24), notBefore: at(25) } }),
      'withdrawn': email(view, () => EMPTY_FORM, 'withdrawn'),
      'barred': email(barred),
    },
  }),
]
