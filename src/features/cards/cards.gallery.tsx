import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { HOLDER_ACCOUNT_PATH, HOLDER_PATH } from '../../web/components/standing-line.tsx'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { cardRefusalText } from './card-messages.ts'
import { BindPage, CardSignInPage, CardsPage, GiveUpPage } from './card-pages.tsx'
import { holderMessages } from './holder-messages.ts'
import { HolderAccountPage, HolderPage } from './holder-page.tsx'
import type { Actor } from '../../web/actor.ts'
import type { Language } from '../../web/language.ts'
import type { BoundCard } from './person-cards.ts'
import type { Show } from '../../web/gallery/gallery.ts'

const holder = (actor: Actor, problem?: 'password' | 'notOfAgency' | 'codeMissing'): Show => (request) => (
  <HolderPage
    request={as(request, actor, HOLDER_PATH)} card={actor.card!} next={null} asksPassword={problem === 'password' || problem === 'codeMissing'}
    form={problem === undefined ? EMPTY_FORM : wrong(problem, request.language)}
  />
)

const FIELDS = { password: 'password', notOfAgency: 'nationalId', codeMissing: 'secretCode' } as const

function wrong(problem: keyof typeof FIELDS, language: Language) {
  const { refusals, codeRefusals } = holderMessages(language)
  const message = problem === 'codeMissing' ? codeRefusals.codeMissing : refusals[problem]
  return { ...filledForm({ nationalId: 'A123456789' }), problems: [{ field: FIELDS[problem], message }] }
}

function wrongAccount(problem: 'notOfAgency' | 'codeWrong', language: Language) {
  const { accountRefusals, codeRefusals } = holderMessages(language)
  const one = problem === 'codeWrong' ? { field: 'secretCode', message: codeRefusals.codeWrong } : { field: 'account', message: accountRefusals.notOfAgency }
  return { ...filledForm({ account: 'lo.taipei' }), problems: [one] }
}

const account = (problem: 'notOfAgency' | 'codeWrong' | null = null): Show => (request) => (
  <HolderAccountPage
    request={as(request, sampleActors.agencyCard, HOLDER_ACCOUNT_PATH)} card={sampleActors.agencyCard.card!}
    waiting={{ id: 'sample', applicationName: '人力資源管理資訊系統' }}
    form={problem === null ? EMPTY_FORM : wrongAccount(problem, request.language)}
  />
)

const card: BoundCard = {
  id: 'a0000000-0000-4000-8000-000000000001', person: '1', subjectSerial: '0000000011000101', certificateSerial: '6f1e0a9c3b', validUntil: new Date('2029-03-01T00:00:00Z'),
  boundAt: new Date('2026-11-03T01:05:00Z'), lastUsedAt: new Date('2026-11-23T01:05:00Z'),
}
const cards = (list: readonly BoundCard[], more: Partial<Parameters<typeof CardsPage>[0]> = {}): Show => (request) => (
  <CardsPage request={as(request, sampleActors.employee, '/me/certificates')} form={EMPTY_FORM} cards={list} done={null} {...more} />
)
const signIn = (again: boolean, refused: 'revoked' | 'challengeElsewhere' | null = null): Show => (request) => (
  <CardSignInPage
    request={again ? as(request, sampleActors.employee, '/sign-in/card') : request} hidden={{}} again={again}
    form={refused === null ? EMPTY_FORM : { ...EMPTY_FORM, problems: [{ field: null, message: cardRefusalText(refused, request.language) }] }}
  />
)
const bind = (name: string | null): Show => (request) => (
  <BindPage request={as(request, sampleActors.employee, '/me/certificates/bind')} form={EMPTY_FORM} name={name} next="/applications" />
)

export const pages = [
  gallery({
    name: 'card-sign-in',
    states: { first: signIn(false), again: signIn(true), refused: signIn(false, 'revoked'), 'other-browser': signIn(false, 'challengeElsewhere') },
  }),
  gallery({
    name: 'me-certificates',
    states: {
      none: cards([]), bound: cards([card], { done: 'bound' }), many: cards(Array.from({ length: 5 }, () => ({ ...card, lastUsedAt: null }))),
      refused: (request) => cards([card], {
        form: { ...EMPTY_FORM, problems: [{ field: null, message: cardRefusalText('name', request.language) }] },
      })(request),
      'give-up': (request) => <GiveUpPage request={as(request, sampleActors.employee, '/me/certificates')} card={card} />,
      bind: bind('吳淑芬'), 'bind-none': bind(null),
    },
  }),
  gallery({
    name: 'card-holder',
    states: {
      asked: holder(sampleActors.agencyCard), password: holder(sampleActors.agencyCard, 'password'),
      code: holder(sampleActors.agencyCard, 'codeMissing'),
      refused: holder(sampleActors.agencyCard, 'notOfAgency'), named: holder(sampleActors.heldCard),
      unverified: holder(sampleActors.unverifiedCard),
      account: account(), 'account-refused': account('notOfAgency'), 'account-code': account('codeWrong'),
    },
  }),
]
