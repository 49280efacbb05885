import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { ALGORITHMS } from './algorithms.ts'
import { AskingPage } from './asking-routes.tsx'
import { CertificatesPage, EndListedPage, NewListedPage } from './certificates-page.tsx'
import { pageMessages } from './page-messages.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { ShownCertificate } from './certificates-page.tsx'
import type { AuthorityState } from './trust-state.ts'

const moica: AuthorityState = {
  code: 'moica-g3', subject: 'C=TW,O=行政院,OU=內政部憑證管理中心', isAnchor: false, issues: 'person', validUntil: new Date('2034-01-01T00:00:00Z'),
  graceSeconds: 0, list: { number: '498808', entries: 412_006, thisUpdate: new Date('2026-11-23T00:00:00Z'), nextUpdate: new Date('2026-11-24T00:00:00Z'), fetchedAt: new Date('2026-11-23T00:10:00Z') },
  fault: null, state: 'good', revocation: 'crl', ocspUrl: null, responderFault: null,
}
const authorities: AuthorityState[] = [
  { ...moica, code: 'grca', subject: 'C=TW,O=Government Root Certification Authority', isAnchor: true, issues: null, list: { ...moica.list!, entries: 12 } },
  moica, { ...moica, code: 'gca-g2', subject: 'C=TW,O=行政院,OU=政府憑證管理中心', issues: 'agency', fault: 'unreachable', state: 'over' },
  { ...moica, code: 'moica-g2', revocation: 'ocsp', ocspUrl: 'http://ocsp.example/', list: null, state: 'asked', responderFault: 'unreachable' },
  { ...moica, code: 'moica-g4', revocation: 'both', ocspUrl: 'http://ocsp.example/', list: null, fault: 'signature', state: 'none' },
]
const one: ShownCertificate = {
  id: 'a0000000-0000-4000-8000-000000000001', issuer: 'gca-g2', serial: '00c9', agency: '397070100Y', agencyName: '高雄市旗津區旗津國民小學',
  valid: { from: '2026-01-01', to: null }, reason: '憑證內沒有機關的物件識別碼',
}
const listed: ShownCertificate[] = [one, {
  ...one, id: 'a0000000-0000-4000-8000-000000000002', issuer: 'moica-g3', serial: '6f1e0a9c3b7745d2a1c09e4f', agency: null, agencyName: null,
  valid: { from: '2026-11-20', to: '2027-11-19' }, reason: '卡片遭冒用',
}]
const all = (state: Partial<Parameters<typeof CertificatesPage>[0]>): Show => (request) => (
  <CertificatesPage request={as(request, sampleActors.central, '/manage/certificates')} listed={listed} authorities={authorities} done={null} {...state} />
)

export const pages = [
  gallery({
    name: 'certificates',
    states: {
      all: all({}), added: all({ done: 'added' }), none: all({ listed: [], authorities: [] }),
      new: (request) => (
        <NewListedPage request={as(request, sampleActors.central, '/manage/certificates/new')} form={EMPTY_FORM} authorities={['gca-g2', 'moica-g3']} />
      ),
      wrong: (request) => (
        <NewListedPage
          request={as(request, sampleActors.central, '/manage/certificates/new')} authorities={['gca-g2', 'moica-g3']}
          form={{ ...EMPTY_FORM, problems: [{ field: 'serial', message: pageMessages(request.language).problems.overlaps }] }}
        />
      ),
      asking: (request) => (
        <AskingPage
          request={as(request, sampleActors.central, '/manage/certificates/authorities/moica-g3')} believed={{ ...moica, policies: ['2.16.886.101.0.3.3'] }}
          form={filledForm({ revocation: 'both', listUrl: 'http://moica.example/complete.crl', ocspUrl: 'http://ocsp.example/', graceHours: '0', algorithms: ALGORITHMS })}
        />
      ),
      'asking-incomplete': (request) => (
        <AskingPage
          request={as(request, sampleActors.central, '/manage/certificates/authorities/moica-g3')} believed={{ ...moica, policies: ['2.16.886.101.0.3.3'] }}
          form={{
            ...filledForm({ revocation: 'ocsp', listUrl: 'http://moica.example/complete.crl', graceHours: '0', algorithms: ['rsa-sha256', 'rsa-sha384'] }),
            problems: [{ field: 'ocspUrl', message: pageMessages(request.language).problems.responderNeeded }],
          }}
        />
      ),
      end: (request) => <EndListedPage request={as(request, sampleActors.central, '/manage/certificates')} form={EMPTY_FORM} one={one} />,
    },
  }),
]
