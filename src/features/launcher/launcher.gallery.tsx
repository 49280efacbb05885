import { decide } from '../../core/access.ts'
import { gallery } from '../../web/gallery/gallery.ts'
import { as, sampleActors } from '../../web/gallery/sample-actors.ts'
import { AgenciesPage } from './agencies-page.tsx'
import { ApplicationsPage, matches } from './applications-page.tsx'
import { sortedByLaw } from './my-applications.ts'
import { CardApplicationsPage } from './card-applications-page.tsx'
import { CertificatePage, OpenAfterAllPage, WhyNotPage } from './why-not-page.tsx'
import type { Application, Category } from '../../core/catalogue.ts'
import type { Duty, PersonFacts } from '../../core/facts.ts'
import type { Post } from '../../core/standing.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { Show } from '../../web/gallery/gallery.ts'
import type { Answered } from './open-application.ts'

const OFFICE = '397210000A'
const GOVERNMENT = '397000000A'
const CENTRE = 'A58000000A'

const use = (derivedGroup: Category['derivedGroup'], handOut: Category['handOut'] = 'manager'): Category =>
  ({ code: 'use', name: '使用', nameEn: 'Use', derivedGroup, handOut })

function application(
  code: string, name: string, heading: string, description: string, category: Category, more: Partial<Application> = {},
): Application {
  return {
    code, name, heading, description, grantable: true, requiresCertificate: false, passkeyAllowed: false,
    openToAgencyCard: false, dutyAllowed: true, agencyRoot: null, test: false, inService: true, launchUrl: 'https://example.gov.tw/',
    remark: '', categories: [category], ...more,
  }
}

const [A, B, D, OTHER, TEST] = ['A.人事資料填報及考核', 'B.人事資料服務', 'D.其他人事總處業務', '非人事總處機關及系統', '測試應用系統']
const catalogue: Application[] = [
  application('A1', '人事資料報送服務網', A!, '人事資料報送入檔紀錄查詢、抽檔及表20考績、表35銓審與銓敘部資料比對結果查詢', use('hrSupervisor')),
  application('A2', '人力資源填報系統', A!, '定期性報表填報：身心障礙、原住民(月報)及臨時人員、運用派遣人力(季報)調查表報送', use('hr')),
  application('A3', '公務人員待遇管理系統', A!, '公務人員待遇資料管理', use(null)),
  application('A4', '調查表系統', A!, '不定期臨時性調查表', use('hr')),
  application('A5', '技工工友駕駛及駐衛警線上填報系統', A!, '技工、工友、駕駛及駐衛警資料填報', use(null)),
  application('A7', '人事資料考核系統', A!, '針對各機關人事資料正確性做檢核', use('hr', 'nobody'), { grantable: false }),
  application('AC', '全國軍公教人員生活津貼申請暨稽核系統', A!, '各機關申辦子女教育補助、婚喪生育補助作業', use('hr'), { inService: false }),
  application('WebHR', '人力資源管理資訊系統', A!, '個人基本資料、考績、獎懲、任免、待遇等人事資料維護作業', use(null), { requiresCertificate: true }),
  application('B5', '公務人員個人資料校對網站', B!, '校對個人資料及列印履歷表', use('employee'), { requiresCertificate: true }),
  application('B6', '人事資訊系統服務網', B!, 'PICS 人事資訊系統客服網：問題Q&A查詢、線上掛號室、檔案(申請表單)下載', use('hr')),
  application('D6', '終身學習入口網', D!, '查詢學習時數；訓練機關、人事開課、上傳學員認證時數', use('employee')),
  application('KM', '人事業務知識分享平台', D!, '人事人員一問一答形成知識物件供同仁分享', use('employee')),
  application('LONG', '行政院及所屬各級機關學校公務人員協助方案暨員工關懷服務填報與成效評估資訊整合管理系統（含附設單位）', D!,
    '彙整各機關學校推動員工協助方案之年度計畫、執行情形、服務使用率與滿意度調查結果，並提供跨機關比較與歷年趨勢分析', use('hr')),
  application('E1', '主管會報管理系統', D!, '主管會報議題管理', use(null), { agencyRoot: CENTRE }),
  application('DLR', '港都e學苑', OTHER!, '線上研讀並取得數位學習時數', use('employee')),
  application('A1T', '人事資料報送服務網(雲端測試)', TEST!, 'A1 之測試環境', use('hrSupervisor'), { test: true }),
]

const post: Post = {
  id: '1', agency: OFFICE, kind: 'appointment', unit: '', title: '副處長', staffCategory: '08', supervisorLevel: '2', nature: '',
  from: '2020-01-16', to: null,
}
const schools = Array.from({ length: 120 }, (_, at) => ({
  code: `39707${String(at + 1).padStart(4, '0')}Y`, name: `高雄市${['旗津', '鼓山', '左營', '楠梓', '三民'][at % 5]}區第${at + 1}國民小學`,
}))
const node = (code: string, name: string, superior: string | null) =>
  [code, { code, name, nameEn: null, superior, superiorMissing: false, live: true }] as const

function facts(posts: Post[], duties: Duty[] = []): PersonFacts {
  return {
    person: '1', day: '2026-11-23', account: 'active', posts, memberships: [], grants: [], duties, catalogue,
    tree: {
      agencies: new Map([
        node('A00000000A', '行政院', null), node(GOVERNMENT, '高雄市政府', 'A00000000A'), node(OFFICE, '高雄市政府人事處', GOVERNMENT),
        node('397010000A', '高雄市政府秘書處', GOVERNMENT), node(CENTRE, '行政院人事行政總處', 'A00000000A'),
        ...schools.map(({ code, name }) => node(code, name, GOVERNMENT)),
      ]),
      offices: [{ office: OFFICE, agency: GOVERNMENT }],
    },
  }
}

const duties = (count: number): Duty[] => schools.slice(0, count).flatMap(({ code }, at) => ['A2', 'A4'].map((one) => ({
  id: String(at), application: one, acting: OFFICE, served: code, from: '2026-01-01', to: '2026-12-31', state: 'active' as const,
})))

const supervisor = facts([post])
const employee = facts([{ ...post, agency: '397010000A', unit: '文書科', title: '科員', staffCategory: '01', supervisorLevel: '4' }])
const servant = facts([post], duties(3))
const many = facts([post], duties(120))
const withoutPost = facts([])

const applications = (actor: PersonActor, known: PersonFacts, search = '', favourites: readonly string[] = []): Show => (request) => (
  <ApplicationsPage
    request={as(request, actor, '/applications')} applications={sortedByLaw(known, new Set(favourites), OFFICE)}
    search={search} closes={known === withoutPost ? '2026-12-23' : null}
  />
)

function asked(known: PersonFacts, code: string): Answered {
  const [answer] = decide(known, { application: code })
  return { application: catalogue.find((one) => one.code === code)!, answer: answer!, naming: known }
}

const { employee: wu, supervisor: wang, withoutPost: gone } = sampleActors
/** A search that the samples answer, so that a state of the gallery cannot quietly become another. */
const learning = '學習'
if (!catalogue.some((one) => matches(one, learning))) throw new Error('no sample is about learning')

export const pages = [
  gallery({
    name: 'card-applications',
    states: {
      some: (request) => (
        <CardApplicationsPage
          request={as(request, sampleActors.heldCard, '/applications')} outages={[]}
          applications={catalogue.slice(0, 3).map((one) => ({ application: one, entries: [] }))}
        />
      ),
      none: (request) => <CardApplicationsPage request={as(request, sampleActors.agencyCard, '/applications')} outages={[]} applications={[]} />,
    },
  }),
  gallery({
    name: 'applications',
    states: {
      employee: applications(wu, employee),
      supervisor: applications(wang, supervisor),
      favourites: applications(wang, supervisor, '', ['D6', 'A1', 'AC']),
      'few-agencies': applications(wang, servant),
      'many-agencies': applications(wang, many),
      'without-post': applications(gone, withoutPost),
      found: applications(wang, supervisor, learning),
      'found-none': applications(wang, supervisor, '沒有這種東西'),
      agencies: (request) => (
        <AgenciesPage request={as(request, wang, '/applications/A2/agencies')} asked={asked(many, 'A2')} search="" after="" />
      ),
      'agencies-found': (request) => (
        <AgenciesPage request={as(request, wang, '/applications/A2/agencies')} asked={asked(many, 'A2')} search="旗津" after="" />
      ),
    },
  }),
  gallery({
    name: 'opening',
    states: {
      'why-not': (request) =>
        <WhyNotPage request={as(request, wu, '/applications/A4/why-not')} asked={asked(employee, 'A4')} agency={undefined} />,
      'why-not-agency': (request) =>
        <WhyNotPage request={as(request, wang, '/applications/E1/why-not')} asked={asked(supervisor, 'E1')} agency={OFFICE} />,
      'why-not-out-of-service': (request) =>
        <WhyNotPage request={as(request, wang, '/applications/AC/why-not')} asked={asked(supervisor, 'AC')} agency={undefined} />,
      certificate: (request) =>
        <CertificatePage request={as(request, wu, '/applications/B5/why-not')} asked={asked(employee, 'B5')} />,
      'certificate-or-passkey': (request) => {
        const about = asked(employee, 'B5')
        const taking = { ...about.application, passkeyAllowed: true }
        return <CertificatePage request={as(request, wu, '/applications/B5/why-not')} asked={{ ...about, application: taking }} />
      },
      'open-after-all': (request) =>
        <OpenAfterAllPage request={as(request, wu, '/applications/D6/why-not')} asked={asked(employee, 'D6')} agency={undefined} />,
    },
  }),
]
