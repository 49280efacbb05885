import { unreadDay } from '../../web/asked-day.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { AgenciesPage } from './agencies-page.tsx'
import { AgencyPage, AgencyWithoutAnswer } from './agency-page.tsx'
import type { FormState } from '../../web/form.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { AgenciesShown } from './agencies-page.tsx'
import type { AskedDay } from '../../web/asked-day.ts'
import type { FoundAgency } from './find-agency.ts'
import type { TreeAgency } from './agency-overview.ts'
import type { AgencyPage as Listed, ListedAgency, Named } from '../../store/agency-list.ts'

const named = (code: string, name: string, nameEn: string | null = null): Named => ({ code, name, nameEn })
const executive = named('A00000000A', '行政院', 'Executive Yuan')
const kaohsiung = named('397000000A', '高雄市政府', 'Kaohsiung City Government')
const education = named('397040000E', '高雄市政府教育局')

const step = (one: Named, superior: string | null, below: number, orphan = false): TreeAgency => ({ ...one, superior, below, orphan })
const tree: AgenciesShown = {
  shows: 'tree', live: 8314, since: null,
  agencies: [
    step(named('200000000A', '總統府', 'Office of the President'), null, 2), step(named('201000000A', '中央研究院'), '200000000A', 0),
    step(named('202000000A', '國史館'), '200000000A', 1), step(named('400000000A', '立法院', 'Legislative Yuan'), null, 0),
    step(executive, null, 4), step(kaohsiung, 'A00000000A', 72), step(named('A09000000E', '教育部'), 'A00000000A', 224),
    step(named('A58000000A', '行政院人事行政總處'), 'A00000000A', 2),
    step(named('A51000000A', '國軍退除役官兵輔導委員會'), 'A00000000A', 48), step(named('3990099045', '國家衛生研究院'), null, 0, true),
  ],
}
const unknownThen: AgenciesShown = { shows: 'tree', live: 0, agencies: [], since: new Date('2026-11-20T01:30:00Z') }

const school = (at: number, more: Partial<ListedAgency> = {}): ListedAgency => ({
  ...named(`39707${String(at).padStart(4, '0')}Y`, `高雄市旗津區第${at}國民小學`), superior: education, live: true, gone: null,
  coming: null, ...more,
})
const pageOf = (agencies: ListedAgency[], more: Partial<Listed> = {}): Listed =>
  ({ agencies, total: agencies.length, before: 0, previous: null, next: null, ...more })
const schools = Array.from({ length: 30 }, (_, at) => school(at + 51))
const middle = pageOf(schools, { total: 367, before: 50, previous: '', next: '397070080Y' })
const mixed = pageOf([
  school(1), school(2, { coming: '2027-08-01', live: false }),
  school(3, { gone: '2010-12-25', live: false, superior: named('376520000A', '高雄縣政府') }),
  school(4, { ...named('3970700049', '高雄市立六龜高級中學附設國民小學進修補習教育暨特殊教育資源中心籌備處') }),
])

const agency: FoundAgency = {
  ...education, superior: kaohsiung, superiorMissing: null, level: 3, zip: '83001', address: '高雄市鳳山區光復路二段132號3樓',
  phone: '07-7995678-3150', fax: '07-7406665', oid: '2.16.886.101.90029.20002.20004', successor: null,
  predecessors: [{ ...named('383040000E', '高雄市政府教育局'), gone: '2010-12-25' },
    { ...named('376520400E', '高雄縣政府教育處'), gone: '2010-12-25' }],
  live: true, from: '2010-12-25', gone: null, line: [executive, kaohsiung], lead: kaohsiung,
  offices: [named('397040900A', '高雄市政府教育局人事室')],
}
const city: FoundAgency = { ...agency, ...kaohsiung, superior: executive, line: [executive], predecessors: [] }
const abolished: FoundAgency = {
  ...agency, ...named('376520000A', '高雄縣政府'), superior: executive, live: false, gone: '2010-12-25', from: null, oid: null,
  successor: kaohsiung, predecessors: [], line: [], lead: null, offices: [], level: 2,
}
const orphan: FoundAgency = {
  ...agency, ...named('3990099045', '國家衛生研究院'), superior: null, superiorMissing: '9999999999', line: [], predecessors: [],
  offices: [], lead: named('3990099045', '國家衛生研究院'),
}

const wrongDay = (request: FrameRequest): FormState =>
  ({ typed: { asOf: ['昨天'] }, problems: [unreadDay(request.language)] })
const at = (request: FrameRequest, path: string): FrameRequest => ({ ...request, path })

const list = (shown: AgenciesShown, search = '', asOf: AskedDay = null): Show => (request) =>
  <AgenciesPage request={at(request, '/agencies')} shown={shown} search={search} asOf={asOf} form={EMPTY_FORM} />
const one = (found: FoundAgency, below: Listed, asOf: AskedDay = null): Show => (request) =>
  <AgencyPage request={at(request, `/agencies/${found.code}`)} agency={found} below={below} asOf={asOf} />

export const pages = [
  gallery({
    name: 'agencies',
    states: {
      tree: list(tree),
      'signed-in': (request) => list(tree)(as(request, sampleActors.supervisor, '/agencies')),
      'as-of': list(tree, '', '2026-11-21'),
      'nothing-known': list(unknownThen, '', '2015-06-01'),
      'not-imported': list({ ...unknownThen, since: null }),
      found: list({ shows: 'found', page: mixed }, '國民小學'),
      'found-many': list({ shows: 'found', page: middle }, '國民小學'),
      'found-none': list({ shows: 'found', page: pageOf([]) }, '沒有這個機關'),
      'wrong-day': (request) => (
        <AgenciesPage request={at(request, '/agencies')} shown={{ shows: 'nothing' }} search="" asOf={null} form={wrongDay(request)} />
      ),
    },
  }),
  gallery({
    name: 'agency',
    states: {
      plain: one(agency, middle),
      'as-of': one(agency, middle, '2026-11-21'),
      english: one(city, pageOf([])),
      abolished: one(abolished, pageOf([])),
      ending: one({ ...agency, gone: '2027-01-01', successor: kaohsiung }, pageOf([])),
      coming: one({ ...abolished, gone: null, from: '2027-08-01', successor: null }, pageOf([])),
      orphan: one(orphan, pageOf([])),
      'not-known-then': (request) => (
        <AgencyWithoutAnswer request={at(request, '/agencies/397040000E')} code="397040000E" asOf="2015-06-01" form={EMPTY_FORM} />
      ),
    },
  }),
]
