import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { unreadDay } from '../../web/asked-day.ts'
import type { AgencyFields, AgencyPeriod } from '../../core/agency-change.ts'
import type { Named } from '../../store/agency-list.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FrameRequest } from '../../web/route.ts'
import { NO_EFFECT } from './change-effect.ts'
import type { ChangeEffect } from './change-effect.ts'
import { AgencyFormPage, agencyForm, OfficeFormPage } from './manage-forms.tsx'
import { manageMessages } from './manage-messages.ts'
import { ManageAgenciesPage, ManagedAgencyPage } from './manage-pages.tsx'
import type { ManagedAgency } from './managed-agency.ts'
import { ProposalPage } from './proposal-page.tsx'
import type { ShownProposal } from './proposal-page.tsx'

type Draw = Parameters<Show>[0]
const at = (request: Draw, path: string): FrameRequest & { actor: PersonActor } => as(request, sampleActors.central, path)

const named = (code: string, name: string, nameEn: string | null = null): Named => ({ code, name, nameEn })
const kaohsiung = named('397000000A', '高雄市政府', 'Kaohsiung City Government')
const office = named('397210000A', '高雄市政府人事處', 'Department of Personnel, Kaohsiung City Government')
const education = named('397040000E', '高雄市政府教育局')
const taipei = named('379000000A', '臺北市政府', 'Taipei City Government')
const names = new Map([kaohsiung, office, education, taipei].map((one) => [one.code, one]))

const fields: AgencyFields = {
  name: education.name, nameEn: null, superior: kaohsiung.code, level: 3, zip: '83001', address: '高雄市鳳山區光復路二段132號3樓',
  phone: '07-7995678-3150', fax: '07-7406665', oid: '2.16.886.101.90029.20002.20004', successor: null,
}
const period: AgencyPeriod = { ...fields, superiorMissing: null, id: '1', from: '2010-12-25', to: '2026-12-31' }
const agency: ManagedAgency = {
  code: education.code, now: period, live: true, people: 1_284, names,
  periods: [
    { ...period, changed: [] },
    { ...period, id: '2', from: '2027-01-01', to: null, name: '高雄市政府教育及青年發展局', phone: '07-7995678-3151', changed: ['name', 'phone'] },
  ],
  written: [
    { code: 'agency.changed', name: '陳淑惠', process: null, at: new Date('2026-11-20T02:00:00Z'), from: '2027-01-01', source: null,
      before: { name: education.name, phone: '07-7995678-3150' }, after: { name: '高雄市政府教育及青年發展局', phone: '07-7995678-3151' } },
    { code: 'agency.changed', name: '何志成', process: null, at: new Date('2026-10-02T02:00:00Z'), from: '2021-03-01', source: null,
      before: { superior: taipei.code }, after: { superior: kaohsiung.code } },
    { code: 'agencies.imported', name: null, process: 'ecpa import agencies', at: new Date('2026-01-01T02:00:00Z'), from: null,
      source: 'orglist_dgpa.csv', before: {}, after: {} },
  ],
  offices: [
    { id: '00000000-0000-4000-8000-000000000001', version: 1, side: 'of', other: office, from: '2020-01-01', to: null, state: 'active',
      writer: { name: null, process: 'ecpa apply', at: new Date('2026-01-01T02:00:00Z') } },
    { id: '00000000-0000-4000-8000-000000000002', version: 1, side: 'for', other: taipei, from: '2027-03-01', to: '2027-12-31', state: 'active',
      writer: { name: '陳淑惠', process: null, at: new Date('2026-11-20T02:00:00Z') } },
    { id: '00000000-0000-4000-8000-000000000003', version: 2, side: 'of', other: kaohsiung, from: '2018-01-01', to: '2019-12-31', state: 'ended',
      writer: { name: '何志成', process: null, at: new Date('2026-11-20T02:00:00Z') } },
  ],
}
const below = {
  agencies: [{ ...named('397070100Y', '高雄市旗津區旗津國民小學'), superior: education, live: true, gone: null, coming: null }],
  total: 367, before: 0, previous: null, next: '397070100Y',
}
const none = { agencies: [], total: 0, before: 0, previous: null, next: null }
const gone: ManagedAgency = {
  ...agency, code: '376520000A', live: false, people: 0, written: agency.written.slice(2), offices: [],
  now: { ...period, name: '高雄縣政府', from: null, to: '2010-12-24', successor: kaohsiung.code, superior: null, superiorMissing: '9999999999' },
  periods: [{ ...period, name: '高雄縣政府', from: null, to: '2010-12-24', changed: [] }],
}

const effect: ChangeEffect = {
  agencies: 368, people: 12_804, gaining: { agencies: [taipei.code, '379210000A'], people: 4 },
  losing: { agencies: [kaohsiung.code, office.code], people: 7 }, rights: [{ application: 'E1', gained: 0, lost: 35 }],
}
const proposal = (over: Partial<ShownProposal>): ShownProposal => ({
  id: '00000000-0000-4000-8000-000000000009', digest: '', stale: false, names, effect: NO_EFFECT,
  proposal: { thing: 'change', agency: education.code, from: '2026-12-01', fields: { superior: taipei.code } },
  decided: { thing: 'change', before: period, fields: { superior: taipei.code }, closed: [], written: [] }, ...over,
})
const wish = { office: office.code, agency: education.code, from: '2026-12-01', to: '2027-12-31' }

const tree = {
  shows: 'tree' as const, live: 8_314, since: null,
  agencies: [
    { ...named('A00000000A', '行政院', 'Executive Yuan'), superior: null, below: 89, orphan: false },
    { ...kaohsiung, superior: 'A00000000A', below: 72, orphan: false },
    { ...named('3990099045', '國家衛生研究院'), superior: null, below: 0, orphan: true },
  ],
}
const list = (asked: Partial<{ search: string; show: 'live' | 'all'; asOf: string | null }>, shown: typeof tree | { shows: 'found'; page: typeof below }): Show =>
  (request) => (
    <ManageAgenciesPage
      request={at(request, '/manage/agencies')} asked={{ search: '', show: 'live', asOf: null, ...asked }} shown={shown} form={EMPTY_FORM}
    />)
const detail = (shown: ManagedAgency, under: typeof below | typeof none, saved?: 'change'): Show => (request) =>
  <ManagedAgencyPage request={at(request, `/manage/agencies/${shown.code}`)} agency={shown} below={under} asOf={null} saved={saved} />
const preview = (over: Partial<ShownProposal>): Show => (request) =>
  <ProposalPage request={at(request, '/manage/agency-changes/1')} shown={proposal(over)} />

export const pages = [
  gallery({
    name: 'manage-agencies',
    states: {
      tree: list({}, tree),
      'as-of': list({ asOf: '2026-01-05' }, tree),
      found: list({ search: '國民小學' }, { shows: 'found', page: below }),
      'found-none': list({ search: '沒有', show: 'all' }, { shows: 'found', page: { ...below, agencies: [], total: 0, next: null as never } }),
      'wrong-day': (request) => (
        <ManageAgenciesPage
          request={at(request, '/manage/agencies')} asked={{ search: '', show: 'live', asOf: null }} shown={{ shows: 'nothing' }}
          form={{ typed: { asOf: ['昨天'] }, problems: [unreadDay(request.language)] }}
        />),
    },
  }),
  gallery({
    name: 'manage-agency',
    states: {
      plain: detail(agency, below),
      saved: detail(agency, below, 'change'),
      gone: detail(gone, none),
      edit: (request) => (
        <AgencyFormPage
          request={at(request, '/manage/agencies/397040000E/edit')} form={agencyForm(fields, '')} names={names} agency={education} version="1"
        />),
      'edit-refused': (request) => (
        <AgencyFormPage
          request={at(request, '/manage/agencies/397040000E/edit')} names={names} agency={education} version="1"
          form={{ ...agencyForm({ ...fields, superior: '397070100Y' }, '115/12/1'),
            problems: [{ field: 'superior', message: manageMessages(request.language).refused.superiorBelow }] }}
        />),
      new: (request) => <AgencyFormPage request={at(request, '/manage/new-agency')} form={filledForm({ superior: kaohsiung.code })} names={names} />,
      'new-office': (request) => (
        <OfficeFormPage
          request={at(request, '/manage/agencies/397040000E/new-office')} form={filledForm({ agency: education.code })} names={names}
          agency={education}
        />),
    },
  }),
  gallery({
    name: 'manage-agency-change',
    states: {
      moves: preview({ effect }),
      plain: preview({
        stale: true, decided: { thing: 'change', before: period, fields: { phone: '07-1', nameEn: 'Education' }, closed: [], written: [] },
      }),
      correction: preview({
        proposal: { thing: 'change', agency: education.code, from: '2021-03-01', fields: {} },
        decided: { thing: 'change', before: period, fields: { address: '高雄市苓雅區四維三路2號' }, closed: [], written: [] },
      }),
      new: preview({
        proposal: { thing: 'new', agency: '397990000A', from: '2027-01-01', fields },
        decided: { thing: 'new', agency: { ...fields, superiorMissing: null, from: '2027-01-01', to: null } }, effect: { ...effect, losing: NO_EFFECT.losing, rights: [] },
      }),
      office: preview({ proposal: { thing: 'office', agency: education.code, wish }, decided: { thing: 'office', wish }, effect: { ...effect, losing: NO_EFFECT.losing, rights: [] } }),
      'office-end': preview({
        proposal: { thing: 'officeEnd', agency: education.code, relation: '', version: 1 },
        decided: { thing: 'officeEnd', office: { id: '', version: 1, office: office.code, agency: education.code, valid: { from: '2020-01-01', to: null }, state: 'active' } },
        effect: { ...effect, gaining: NO_EFFECT.gaining, rights: [] },
      }),
    },
  }),
]
