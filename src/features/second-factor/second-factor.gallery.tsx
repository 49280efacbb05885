import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { formMessages } from '../../web/form-messages.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { AskPage, CodesPage, FactorPage, SetUpPage } from './factor-pages.tsx'
import { messages } from './messages.ts'
import { base32, keyAddress } from './totp.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { Language } from '../../web/language.ts'
import type { Factor } from './keep-factor.ts'

const SECRET = Buffer.from('a secret of an app..')
const CODES = Array.from({ length: 10 }, (_, n) => `${n}ABCD${n}WXYZ`)

const stands = (factor: Factor | null, removed = false): Show => (request) =>
  <FactorPage request={as(request, sampleActors.employee, '/me/second-factor')} factor={factor} removed={removed} />
const setUp = (form: FormState, actor: PersonActor = sampleActors.employee): Show => (request) => (
  <SetUpPage
    request={as(request, actor, '/me/second-factor/new')} form={form} secret={base32(SECRET)} next="/applications"
    address={keyAddress(SECRET, 'eCPA', 'wu.employee')}
  />
)
const asks = (what: 'codes' | 'remove', problemsIn: (language: Language) => FormProblem[] = () => []): Show => (request) => (
  <AskPage
    request={as(request, sampleActors.employee, `/me/second-factor/${what}`)} what={what} problems={problemsIn(request.language)}
  />
)
const since = new Date(Date.UTC(2026, 10, 2, 1, 5))

export const pages = [
  gallery({
    name: 'me-second-factor',
    states: {
      none: stands(null), on: stands({ setUpAt: since, left: 9 }), few: stands({ setUpAt: since, left: 1 }), removed: stands(null, true),
      'set-up': setUp(EMPTY_FORM), 'set-up-asked': setUp(EMPTY_FORM, { ...sampleActors.supervisor, secondFactorBy: '2026-12-07' }),
      'set-up-first': setUp(EMPTY_FORM, { ...sampleActors.supervisor, secondFactorBy: '2026-11-22' }),
      'reminded-too-late': (request) => <FactorPage request={as(request, { ...sampleActors.supervisor, secondFactorBy: '2026-11-22' }, '/announcements')} factor={null} />,
      reminded: (request) => <FactorPage request={as(request, { ...sampleActors.supervisor, secondFactorBy: '2026-12-07' }, '/me/display')} factor={null} />,
      'set-up-refused': (request) =>
        setUp({ ...filledForm({ secretCode: '123456' }), problems: [{ field: 'secretCode', message: messages(request.language).refusals.wrong }] })(request),
      codes: (request) => <CodesPage request={as(request, sampleActors.employee, '/me/second-factor/new')} codes={CODES} after="setUp" />,
      'ask-codes': asks('codes'), 'ask-remove': asks('remove'),
      'ask-ended': asks('remove', (language) => [{ field: null, message: formMessages(language).sessionEnded }]),
    },
  }),
]
