import { filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { AccountActPage, AccountPage } from './account-page.tsx'
import { accountProblem } from './account-refusals.ts'
import { sampleSubject } from './sample-people.ts'
import type { Actor } from '../../web/actor.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { AccountView, SignIn } from './account-view.ts'
import type { PlainAct } from './change-account.ts'

const PATH = `/manage/people/${sampleSubject.key}/account`
const at = (day: number, hour = 1): Date => new Date(Date.UTC(2026, 10, day, hour, 5))

const view: AccountView = {
  email: 'wu.employee@ecpa.example', emailConfirmed: true, liveSessions: 2,
  history: [
    { state: 'active', since: at(2), until: null, why: null, reason: '已查明', by: '陳雅婷' },
    { state: 'disabled', since: at(1), until: at(2), why: 'byHand', reason: '疑似遭盜用', by: '王建國' },
    { state: 'active', since: new Date('2025-03-01T01:00:00Z'), until: at(1), why: null, reason: null, by: null },
    { state: 'pending', since: new Date('2025-02-01T01:00:00Z'), until: new Date('2025-03-01T01:00:00Z'), why: null, reason: null, by: null },
  ],
  may: { disable: null, enable: 'notDisabled', endSessions: null, printResetSlip: null, printActivationSlip: 'alreadyActivated', correctEmail: null },
}
const disabled: AccountView = {
  ...view, liveSessions: 0, email: null, emailConfirmed: false,
  history: [{ state: 'disabled', since: at(20), until: null, why: 'noPost', reason: '', by: null }, ...view.history.slice(2)],
  may: {
    disable: 'isDisabled', enable: 'withoutPost', endSessions: 'centreAlone', printResetSlip: 'isDisabled', printActivationSlip: 'alreadyActivated',
    correctEmail: 'isDisabled',
  },
}
const signIn: SignIn = {
  key: '3', method: 'password', at: at(23), lastSeen: at(23, 2), address: '192.0.2.17', live: true, endedAt: null, endedWhy: null,
  userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
}
const signIns = {
  signIns: [
    signIn, { ...signIn, key: '2', method: 'personCertificate' as const, at: at(20), live: false, endedAt: at(20, 9), endedWhy: 'signedOut' },
    { ...signIn, key: '1', at: at(1), address: null, userAgent: null, live: false, endedAt: at(1, 3), endedWhy: 'disabled' },
  ],
  previous: null, next: '1',
}

const show = (actor: Actor, shown: AccountView, central: boolean, over: Partial<typeof sampleSubject> = {}): Show => (request) => (
  <AccountPage
    request={as(request, actor, PATH)} person={{ ...sampleSubject, ...over }} view={shown} signIns={central ? signIns : null}
    done={over.accountState === 'disabled' ? 'disabled' : null}
  />
)
const asks = (act: PlainAct, form = filledForm({})): Show => (request) => (
  <AccountActPage request={as(request, sampleActors.central, PATH)} person={sampleSubject} act={act} sessions={2} form={form} />
)

export const pages = [
  gallery({
    name: 'people-account',
    states: {
      centre: show(sampleActors.central, view, true),
      'centre-disabled': show(sampleActors.central, disabled, true, { accountState: 'disabled', lastSignIn: null, posts: [] }),
      manager: show(sampleActors.supervisor, view, false),
      'manager-may-not': show(sampleActors.supervisor, {
        ...view, may: { ...view.may, disable: 'postsOutside', endSessions: 'centreAlone', printResetSlip: 'postsOutside', correctEmail: 'postsOutside' },
      }, false),
      'never-activated': show(sampleActors.supervisor, {
        ...disabled, history: [],
        may: {
          ...view.may, disable: 'notActivated', endSessions: 'centreAlone', printResetSlip: 'notActivated', printActivationSlip: null,
          correctEmail: 'notActivated',
        },
      }, false, { accountName: null, accountState: 'pending' }),
      disable: asks('disable'),
      'disable-refused': asks('disable', {
        ...filledForm({ reason: '離職' }), problems: [accountProblem('lastAdministrator', 'zh-TW'), { field: 'reason', message: '請填寫理由' }],
      }),
      enable: asks('enable'),
      'end-sessions': asks('endSessions'),
    },
  }),
]
