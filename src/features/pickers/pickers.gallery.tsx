import { EMPTY_FORM, filledForm } from '../../web/form.ts'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { AgencyField, PersonField, PickLink } from '../../web/components/pickers.tsx'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { AgencyPickerPage } from './agency-page.tsx'
import { messages } from './messages.ts'
import { PersonPickerPage } from './person-page.tsx'
import type { AgencyPage } from '../../store/agency-list.ts'
import type { PeoplePage, PickedPerson, PickedPost } from '../../store/people.ts'
import type { FormState } from '../../web/form.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FrameRequest } from '../../web/route.ts'

const to = '/manage/grants?agency=397000000A'
const query = '6f3c1d0e-9d1b-4f53-8a52-0d2a1c9b7e10'
const government = { code: '397000000A', name: '高雄市政府', nameEn: 'Kaohsiung City Government' }

const post = (more: Partial<PickedPost> = {}): PickedPost => ({
  id: '1', agency: '397010000A', agencyName: '高雄市政府秘書處', agencyNameEn: null, kind: 'appointment', unit: '總務科', title: '科員',
  from: '2020-01-16', to: null, ...more,
})
const person = (at: number, more: Partial<PickedPerson> = {}): PickedPerson => ({
  id: String(at), key: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`, name: '吳淑芬', nationalIdMasked: 'E22****781',
  accountName: 'wu.employee', accountState: 'active', posts: [post()], ...more,
})
const people = [
  person(1),
  person(2, {
    name: '林淑芬', nationalIdMasked: 'A21****347', accountName: 'lin.shufen', accountState: 'disabled',
    posts: [
      post({ agencyName: '高雄市政府教育局', unit: '人事室', title: '主任', to: '2026-12-31' }),
      post({ id: '2', kind: 'concurrent', agencyName: '高雄市旗津區旗津國民小學', unit: '', title: '人事管理員' }),
    ],
  }),
  person(3, {
    name: '谷辣斯‧尤達卡淑芬', nationalIdMasked: 'V20****905', accountName: null, accountState: 'pending',
    posts: [post({ agencyName: '高雄市政府原住民事務委員會', unit: '教育文化福利組第二科', title: '約僱人員兼原住民族部落大學業務承辦人' })],
  }),
]
const found = (more: Partial<PeoplePage>) => ({
  page: { people, found: people.length, previous: null, next: null, ...more }, place: {},
})
const cursor = { agency: '397010000A', person: person(3).key }
const criteria = filledForm({ agency: '', name: '淑芬', state: ['pending', 'active', 'disabled'] })

const inOffice = (request: FrameRequest, path: string) => as(request, sampleActors.supervisor, path)
const asPerson = (form: FormState, more: Partial<Parameters<typeof PersonPickerPage>[0]> = {}): Show => (request) =>
  <PersonPickerPage request={inOffice(request, '/pick/person')} to={to} form={form} found={null} {...more} />

const asked = { to, as: 'agency', within: 'managed', q: '', after: '' } as const
const school = (at: number) => ({
  code: `39707${String(at).padStart(4, '0')}Y`, name: `高雄市旗津區第${at}國民小學`, nameEn: null, superior: government, live: true,
  gone: null, coming: null,
})
const agencies: AgencyPage = {
  agencies: [
    { ...government, superior: { code: 'A00000000A', name: '行政院', nameEn: 'Executive Yuan' }, live: true, gone: null, coming: null },
    ...Array.from({ length: 7 }, (_, at) => school(at + 1)),
  ],
  total: 592, before: 50, previous: '', next: '397070080Y',
}
const asAgency = (more: Partial<Parameters<typeof AgencyPickerPage>[0]> = {}): Show => (request) =>
  <AgencyPickerPage request={inOffice(request, '/pick/agency')} asked={asked} found={agencies} {...more} />

const wrong = (request: FrameRequest): FormState => {
  const m = messages(request.language).person
  return {
    ...filledForm({ agency: 'A58000000A', nationalId: 'A123456780', name: '' }),
    problems: [{ field: 'agency', message: m.agencyNotManaged }, { field: 'nationalId', message: m.wrongId.checksum }],
  }
}

function Fields({ request, form, chosen }: { request: FrameRequest; form: FormState; chosen: boolean }) {
  const office = inOffice(request, '/manage/grants')
  return (
    <ManagePage request={office} title="應用系統授權設定" agency={government} problems={form.problems}>
      <PersonField request={request} form={form} person={chosen ? people[1]! : null} to={to} />
      <AgencyField
        request={request} language={request.language} form={form} name="served" label="被兼辦機關" to={to} as="served" within="all"
        known={chosen ? government : null}
      />
      <p><PickLink request={request} pick="person" to={to} kind="primary">新增</PickLink></p>
    </ManagePage>
  )
}

export const pages = [
  gallery({
    name: 'pick-person',
    states: {
      empty: asPerson(EMPTY_FORM),
      found: asPerson(criteria, { found: found({}), query }),
      many: asPerson(criteria, { found: found({ found: 201, previous: cursor, next: cursor }), query }),
      none: asPerson(EMPTY_FORM, { found: found({ people: [], found: 0 }), query, idKept: true }),
      wrong: (request) => asPerson(wrong(request))(request),
      unchosen: (request) => asPerson(criteria, {
        found: found({}), query, choice: { field: 'person', message: messages(request.language).person.chooseOne },
      })(request),
    },
  }),
  gallery({
    name: 'pick-agency',
    states: {
      managed: asAgency(),
      all: asAgency({ asked: { ...asked, within: 'all' }, found: null }),
      none: asAgency({ asked: { ...asked, q: '旗金' }, found: { ...agencies, agencies: [], total: 0, before: 0, previous: null, next: null } }),
      unchosen: (request) => asAgency({ choice: { field: 'code', message: messages(request.language).agency.chooseOne } })(request),
    },
  }),
  gallery({
    name: 'pick-fields',
    states: {
      empty: (request) => <Fields request={request} form={EMPTY_FORM} chosen={false} />,
      chosen: (request) => <Fields request={request} form={filledForm({ served: '397000000A' })} chosen />,
      wrong: (request) => (
        <Fields
          request={request} chosen={false}
          form={{ ...filledForm({ served: '397' }), problems: [
            { field: 'person', message: messages(request.language).person.chooseOne },
            { field: 'served', message: messages(request.language).person.agencyNotManaged },
          ] }}
        />
      ),
    },
  }),
]
