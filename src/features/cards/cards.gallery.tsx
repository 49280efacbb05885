import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { HOLDER_PATH } from '../../web/components/standing-line.tsx'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { holderMessages } from './holder-messages.ts'
import { HolderPage } from './holder-page.tsx'
import type { Actor } from '../../web/actor.ts'
import type { Language } from '../../web/language.ts'
import type { Show } from '../../web/gallery/gallery.ts'

const holder = (actor: Actor, problem?: 'password' | 'notOfAgency'): Show => (request) => (
  <HolderPage
    request={as(request, actor, HOLDER_PATH)} card={actor.card!} next={null} asksPassword={problem === 'password'}
    form={problem === undefined ? EMPTY_FORM : wrong(problem, request.language)}
  />
)

const wrong = (problem: 'password' | 'notOfAgency', language: Language) => ({
  ...filledForm({ nationalId: 'A123456789' }),
  problems: [{ field: problem === 'password' ? 'password' : 'nationalId', message: holderMessages(language).refusals[problem] }],
})

export const pages = [
  gallery({
    name: 'card-holder',
    states: {
      asked: holder(sampleActors.agencyCard), password: holder(sampleActors.agencyCard, 'password'),
      refused: holder(sampleActors.agencyCard, 'notOfAgency'), named: holder(sampleActors.heldCard),
      unverified: holder(sampleActors.unverifiedCard),
    },
  }),
]
