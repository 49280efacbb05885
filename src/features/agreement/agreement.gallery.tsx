import { EMPTY_FORM } from '../../web/form.ts'
import { NOTICE_PATH } from '../../web/agreement.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { AgreementPage, NoticePage } from './agreement-pages.tsx'
import { messages } from './messages.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FormProblem } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'

const asked = (problemsIn: (language: Language) => FormProblem[] = () => []): Show => (request) => (
  <AgreementPage
    request={as(request, { ...sampleActors.employee, agreementAsked: true }, NOTICE_PATH)}
    form={{ ...EMPTY_FORM, problems: problemsIn(request.language) }} onward={{ next: '/applications' }}
  />
)
const read = (agreed: Date | null): Show => (request) => <NoticePage request={as(request, sampleActors.employee, NOTICE_PATH)} agreed={agreed} />

export const pages = [
  gallery({
    name: 'me-notice',
    states: {
      asked: asked(),
      'not-ticked': asked((language) => [{ field: 'agree', message: messages(language).tickMissing }]),
      changed: asked((language) => [{ field: null, message: messages(language).changed }]),
      agreed: read(new Date('2026-11-20T01:02:00Z')),
      'not-asked': read(null),
    },
  }),
]
