import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { againMessages } from './again-messages.ts'
import { AgainPage } from './again-page.tsx'
import { factorMessages } from './factor-messages.ts'
import { FactorPage, SECOND_PATH } from './factor-page.tsx'
import { HomePage } from './home-page.tsx'
import { messages } from './messages.ts'
import { SwitchPage } from './switch-page.tsx'
import type { ServedAgency } from '../../store/served-agencies.ts'
import type { Actor, PersonActor, StandingAt } from '../../web/actor.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { ManagedStarts } from './managed-starts.ts'
import type { HomeLinks, WaitingApplication } from './home-page.tsx'

const links: HomeLinks = {
  executive: 'https://www.dgpa.gov.tw/', civilService: 'https://www.mocs.gov.tw/', cardProblems: 'https://example.gov.tw/cards',
}
const waiting: WaitingApplication = {
  id: 'sample', applicationName: '終身學習入口網', again: false, needs: null, address: '/oidc/authorize/sample', origins: [],
}

const refusedWith = (...problems: FormProblem[]): FormState => ({ typed: filledForm({ account: 'wu.employee' }).typed, problems })

const { employee, supervisor, managing, serving, withoutPost, agencyCard } = sampleActors
const standings: StandingAt[] = [
  { agencyCode: '397210000A', agencyName: '高雄市政府人事處', standing: 'hrSupervisor' },
  { agencyCode: '397010000A', agencyName: '高雄市政府秘書處', standing: 'employee' },
  ...Array.from({ length: 10 }, (_, at): StandingAt => ({
    agencyCode: `39707${String(at + 1).padStart(4, '0')}Y`, agencyName: `高雄市旗津區第${at + 1}國民小學附設幼兒園暨社區共讀中心`, standing: 'hr',
  })),
]
const two: PersonActor = { ...supervisor, standings: standings.slice(0, 2) }
const many: PersonActor = { ...supervisor, standings }

const home = (more: Partial<Parameters<typeof HomePage>[0]> = {}): Show => (request) =>
  <HomePage request={{ ...request, path: '/' }} form={EMPTY_FORM} next={null} waiting={null} links={links} notices={null} {...more} />
const homeOf = (actor: Parameters<typeof as>[1], more: Partial<Parameters<typeof HomePage>[0]> = {}): Show => (request) =>
  home(more)(as(request, actor, '/'))
const NOTHING: ManagedStarts = { starts: [], count: 0 }
const scope: ManagedStarts = {
  starts: [{ code: '397000000A', name: '高雄市政府', below: 68 }, { code: '397210000A', name: '高雄市政府人事處', below: 0 }], count: 593,
}
const servedOnes: ServedAgency[] = [
  { code: '397070100Y', name: '高雄市旗津區旗津國民小學', acting: '397210000A', actingName: '高雄市政府人事處', applications: 3 },
  { code: '397110000G', name: '高雄市政府工務局', acting: '397210000A', actingName: '高雄市政府人事處', applications: 1 },
]
const switching = (actor: Actor, form: FormState = EMPTY_FORM, starts = NOTHING, served: ServedAgency[] = []): Show => (request) =>
  <SwitchPage request={as(request, actor, '/switch')} form={form} starts={starts} served={served} />

const again = (actor: Actor, form: FormState = EMPTY_FORM, passkeys = false, only: 'passkey' | 'card' | null = null): Show => (request) =>
  <AgainPage request={as(request, actor, '/sign-in/again')} form={form} next="/me/passkeys" passkeys={passkeys} only={only} />

const second = (more: Partial<Parameters<typeof FactorPage>[0]> = {}): Show => (request) => (
  <FactorPage
    request={{ ...request, path: SECOND_PATH }} form={EMPTY_FORM} hidden={{}} waits begin="/" lost={false} other={`${SECOND_PATH}?by=recovery`} {...more}
  />
)

export const pages = [
  gallery({
    name: 'second-factor',
    states: {
      code: second(), recovery: second({ lost: true, other: SECOND_PATH }), over: second({ waits: false }),
      wrong: (request) => second({ form: { typed: {}, problems: [{ field: 'secretCode', message: factorMessages(request.language).wrong }] } })(request),
      locked: (request) => second({ waits: false, form: { typed: {}, problems: [{ field: null, message: factorMessages(request.language).locked(15) }] } })(request),
    },
  }),
  gallery({
    name: 'home',
    states: {
      'signed-out': home(),
      'just-signed-out': home({ left: true }),
      'without-links': home({ links: { executive: null, civilService: null, cardProblems: null } }),
      'application-waits': home({ waiting }),
      'application-asks-more': home({ waiting: { ...waiting, needs: 'passkey' } }),
      'application-asks-card': home({ waiting: { ...waiting, needs: 'card' } }),
      'session-ended': home({ next: '/applications' }),
      wrong: (request) => home({ form: refusedWith({ field: null, message: messages(request.language).wrong }) })(request),
      locked: (request) => home({ form: refusedWith({ field: null, message: messages(request.language).locked(15) }) })(request),
      'passkey-wrong': (request) => home({ form: refusedWith({ field: null, message: messages(request.language).passkeyWrong }) })(request),
      empty: (request) => home({ form: { typed: {}, problems: [
        { field: 'account', message: messages(request.language).accountMissing },
        { field: 'password', message: messages(request.language).passwordMissing },
      ] } })(request),
      employee: homeOf(employee),
      waited: homeOf(sampleActors.told),
      'two-standings': homeOf(two),
      serving: homeOf(serving),
      'without-post': homeOf(withoutPost),
      'agency-card': homeOf(agencyCard),
      'proved-again': homeOf(employee, { waiting: { ...waiting, again: true } }),
    },
  }),
  gallery({
    name: 'sign-in-again',
    states: {
      asked: again(employee),
      wrong: (request) => again(employee, { typed: {}, problems: [{ field: null, message: againMessages(request.language).wrong }] })(request),
      locked: (request) => again(employee, { typed: {}, problems: [{ field: null, message: againMessages(request.language).locked(15) }] })(request),
      'with-passkey': again(employee, EMPTY_FORM, true),
      'passkey-alone': again(employee, EMPTY_FORM, true, 'passkey'),
      'card-alone': again(supervisor, EMPTY_FORM, true, 'card'),
      'passkey-none': again(employee, EMPTY_FORM, false, 'passkey'),
      'passkey-wrong': (request) =>
        again(employee, { typed: {}, problems: [{ field: null, message: againMessages(request.language).passkeyWrong }] }, true)(request),
      'agency-card': again(agencyCard),
    },
  }),
  gallery({
    name: 'switch',
    states: {
      two: switching(two),
      many: switching(many),
      refused: (request) => switching(two, {
        typed: { agency: ['397010000A'] }, problems: [{ field: 'agency', message: messages(request.language).notHeld }],
      })(request),
      only: switching(supervisor),
      none: switching(withoutPost),
      managing: switching(managing, EMPTY_FORM, scope),
      serving: switching(serving, EMPTY_FORM, scope, servedOnes),
      card: switching(agencyCard, EMPTY_FORM, { starts: scope.starts.slice(1), count: 1 }),
      'not-managed': (request) => switching(supervisor, {
        typed: { managed: ['379210000A'] }, problems: [{ field: 'managed', message: messages(request.language).notManaged }],
      }, scope)(request),
    },
  }),
]
