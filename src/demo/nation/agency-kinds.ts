import type { StaffCategory } from './codes.ts'

/** One sort of staff: title, how many of a hundred, 人員區分, and the 職系 they may be in (none: as the agency's own). */
export type StaffSort = readonly [title: string, weight: number, category: StaffCategory, series?: readonly string[]]

/** How agencies of one kind are made up. */
export type AgencyKind = {
  name: string
  /** Headcount from … to … in a nation of about 700,000; the agencies of a kind spread over it evenly by ratio. */
  size: readonly [number, number]
  female: number
  head: string
  deputy: string
  category: StaffCategory
  /** From this many people on the agency has a personnel office of its own; below, somebody does 兼辦人事. */
  personnelOfficeFrom: number
  units: readonly string[]
  staff: readonly StaffSort[]
}

const OFFICERS: readonly StaffSort[] = [
  ['科員', 45, 'administrative'], ['辦事員', 15, 'administrative'], ['書記', 8, 'administrative'],
  ['專員', 8, 'administrative'], ['技士', 8, 'technical', ['B201', 'B702', 'B701']], ['助理員', 6, 'administrative'],
  ['約僱人員', 7, 'contract'], ['工友', 3, 'worker'],
]
const TEACHERS: readonly StaffSort[] = [
  ['教師', 86, 'teaching'], ['幹事', 6, 'administrative', ['A104', 'A101']], ['護理師', 2, 'medical'],
  ['組員', 2, 'administrative', ['A104', 'A101']], ['技工', 2, 'worker'], ['工友', 2, 'worker'],
]
const SCHOOL_UNITS = ['教務處', '學生事務處', '總務處', '輔導室']

type Plain = Omit<AgencyKind, 'name'>
const office = (size: Plain['size'], head: string, units: readonly string[], more: Partial<Plain> = {}): Plain => ({
  size, head, units, female: 0.56, deputy: head.startsWith('主任') ? '副主任' : `副${head}`, category: 'administrative',
  personnelOfficeFrom: 8, staff: OFFICERS, ...more,
})
const school = (size: Plain['size'], more: Partial<Plain> = {}): Plain => office(size, '校長', SCHOOL_UNITS, {
  female: 0.68, category: 'teaching', personnelOfficeFrom: 20, staff: TEACHERS, ...more,
})

const FACULTY: readonly StaffSort[] = [
  ['教授', 22, 'teaching'], ['副教授', 18, 'teaching'], ['助理教授', 16, 'teaching'], ['講師', 6, 'teaching'],
  ['組員', 16, 'administrative', ['A104', 'A101']], ['專員', 5, 'administrative', ['A104']],
  ['技士', 4, 'technical', ['B702']], ['行政助理', 10, 'contract'], ['工友', 3, 'worker'],
]
const POLICE: readonly StaffSort[] = [
  ['警員', 62, 'police', ['A901']], ['巡佐', 14, 'police', ['A901']], ['巡官', 10, 'police', ['A901']],
  ['警務員', 6, 'police', ['A901']], ['書記', 4, 'administrative'], ['約僱人員', 4, 'contract'],
]
const FIRE: readonly StaffSort[] = [
  ['隊員', 66, 'fire', ['A801', 'BE01']], ['小隊長', 18, 'fire', ['A801']], ['科員', 12, 'fire', ['A801']],
  ['約僱人員', 4, 'contract'],
]
const MEDICAL: readonly StaffSort[] = [
  ['護理師', 48, 'medical', ['B401']], ['醫師', 16, 'medical', ['B401']], ['醫事檢驗師', 7, 'medical', ['B401']],
  ['藥師', 6, 'medical', ['B402']], ['組員', 12, 'administrative', ['A601', 'A101']], ['約僱人員', 11, 'contract'],
]
const CLEANERS: readonly StaffSort[] = [
  ['清潔隊員', 78, 'worker'], ['駕駛', 14, 'worker'], ['辦事員', 5, 'administrative', ['A602']], ['書記', 3, 'administrative'],
]
const ENTERPRISE: readonly StaffSort[] = [
  ['助理管理師', 20, 'enterprise'], ['管理師', 22, 'enterprise'], ['工程師', 24, 'enterprise'], ['技術員', 26, 'enterprise'],
  ['業務助理', 8, 'contract'],
]
const CARERS: readonly StaffSort[] = [
  ['教保員', 62, 'contract'], ['教師', 22, 'teaching'], ['廚工', 10, 'worker'], ['幹事', 6, 'administrative', ['A104']],
]
const WARDERS: readonly StaffSort[] = [
  ['管理員', 62, 'judicial', ['A301']], ['主任管理員', 12, 'judicial', ['A301']], ['科員', 14, 'judicial', ['A301']],
  ['約僱人員', 12, 'contract'],
]
const JUDGES: readonly StaffSort[] = [
  ['法官', 16, 'judicial', ['A301']], ['書記官', 34, 'judicial', ['A301']], ['司法事務官', 6, 'judicial', ['A301']],
  ['錄事', 14, 'judicial', ['A301']], ['法警', 12, 'judicial', ['A301']], ['通譯', 4, 'judicial', ['A301']],
  ['約僱人員', 14, 'contract'],
]
const PROSECUTORS: readonly StaffSort[] = [
  ['檢察官', 22, 'judicial', ['A301']], ['檢察事務官', 12, 'judicial', ['A301']], ...JUDGES.slice(1),
]
const PERSONNEL: readonly StaffSort[] = [
  ['科員', 60, 'personnel', ['A107']], ['專員', 22, 'personnel', ['A107']], ['助理員', 12, 'personnel', ['A107']],
  ['書記', 6, 'personnel', ['A107']],
]
const ADVISERS: readonly StaffSort[] = [['專門委員', 8, 'administrative'], ['視察', 10, 'administrative'], ...OFFICERS]

const PARTS = ['第一科', '第二科', '第三科', '秘書室', '第四科', '資訊室']
const DISTRICT = ['民政課', '社會課', '經建課', '農業課', '秘書室', '人文課', '役政災防課']

/** The first kind whose pattern fits the name counts. */
const KINDS: readonly (readonly [name: string, pattern: RegExp, kind: Plain])[] = [
  ['personnel', /人事[處室]$/, office([25, 90], '處長', ['組編任免科', '考訓科', '給與科', '綜合企劃科'],
    { category: 'personnel', personnelOfficeFrom: 1, staff: PERSONNEL, female: 0.66 })],
  ['continuing', /附設.*(進修|補習)/, school([4, 16])],
  ['hospital', /醫院|療養院/, office([150, 1200], '院長', ['醫務企劃室', '護理科', '內科', '外科', '總務室', '檢驗科'],
    { category: 'medical', staff: MEDICAL, female: 0.74 })],
  ['court', /法院(?!.*檢察)/, office([80, 350], '院長', ['民事庭', '刑事庭', '文書科', '總務科', '資料科'],
    { category: 'judicial', staff: JUDGES })],
  ['prosecution', /檢察署/, office([60, 300], '檢察長', ['紀錄科', '執行科', '文書科', '總務科', '資料科'],
    { category: 'judicial', deputy: '主任檢察官', staff: PROSECUTORS })],
  ['prison', /監獄|看守所|戒治所|輔育院|觀護所|技能訓練所/, office([80, 300], '所長', ['戒護科', '教化科', '作業科', '衛生科', '總務科'],
    { category: 'judicial', staff: WARDERS, female: 0.16 })],
  ['university', /大學|技術學院|戲曲學院|專科學校/, office([200, 1400], '校長',
    ['教務處', '學生事務處', '總務處', '圖書館', '研究發展處', '電子計算機中心', '理學院', '工學院', '文學院', '管理學院'],
    { category: 'teaching', staff: FACULTY, female: 0.45 })],
  ['elementary', /國民小學|國小/, school([12, 110])],
  ['juniorHigh', /國民中學|國民中小學|國中/, school([25, 150])],
  ['seniorHigh', /學校|中學/, school([50, 220], { units: [...SCHOOL_UNITS, '圖書館', '實習處'], female: 0.58 })],
  ['kindergarten', /幼兒園|幼稚園|托兒所/, office([8, 30], '園長', ['教保組', '行政組'],
    { female: 0.94, personnelOfficeFrom: 20, staff: CARERS })],
  ['household', /戶政事務所/, office([8, 60], '主任', ['第一課', '第二課'])],
  ['land', /地政事務所/, office([20, 80], '主任', ['登記課', '測量課', '地價課', '資訊課'])],
  ['healthCenter', /衛生所|健康服務中心/, office([6, 25], '主任', ['保健組', '醫療組'],
    { category: 'medical', female: 0.86, personnelOfficeFrom: 20, staff: MEDICAL })],
  ['police', /警察/, office([120, 450], '局長', ['行政組', '偵查隊', '交通組', '警備隊', '第一派出所', '第二派出所', '督察組'],
    { category: 'police', staff: POLICE, female: 0.13 })],
  ['fire', /消防/, office([60, 800], '局長', ['火災預防科', '災害搶救科', '緊急救護科', '第一大隊', '第二大隊', '教育訓練科'],
    { category: 'fire', staff: FIRE, female: 0.14 })],
  ['tax', /國稅局|稅務局|稅捐|稽徵/, office([20, 250], '局長', ['第一課', '第二課', '服務管理課', '資訊科', '法務科'], { female: 0.72 })],
  ['council', /代表會$/, office([4, 9], '主席', ['行政組'], { category: 'political', personnelOfficeFrom: 20 })],
  ['assembly', /議會$/, office([40, 120], '秘書長', ['議事組', '總務組', '法制室', '公共關係室'])],
  ['district', /公所$/, office([25, 160], '區長', DISTRICT, { deputy: '主任秘書' })],
  ['cleaning', /清潔隊/, office([15, 90], '隊長', ['第一分隊', '第二分隊'],
    { female: 0.22, category: 'technical', personnelOfficeFrom: 60, staff: CLEANERS })],
  ['market', /市場$/, office([1, 4], '管理員', ['行政組'], { personnelOfficeFrom: 20 })],
  ['enterprise', /公司|銀行|電力|臺灣糖業|中油/, office([20, 350], '經理', ['業務處', '企劃處', '工務處', '會計處', '資訊處', '總務室'],
    { category: 'enterprise', staff: ENTERPRISE, female: 0.3 })],
  ['cityHall', /[縣市省]政府$/, office([300, 800], '秘書長', [...DISTRICT.map((unit) => unit.replace('課', '處')), '計畫處', '財政處'],
    { staff: ADVISERS })],
  ['ministry', /部$|委員會$|總處$|署$|院$|總局$/, office([120, 900], '首長', [], { staff: ADVISERS })],
  ['library', /[館園所站場隊]$/, office([6, 60], '主任', ['推廣組', '行政組', '技術組'])],
  ['bureau', /[局處會]$/, office([40, 260], '局長', PARTS, { staff: OFFICERS })],
  ['other', /(?:)/, office([10, 80], '主任', ['第一組', '第二組', '行政室'])],
]

const kinds = new Map(KINDS.map(([name, , kind]) => [name, { name, ...kind }]))
// 市長 and 鄉長 are told apart by the agency's own name; what stays is the kind's own head.
const HEADS: readonly (readonly [RegExp, string])[] = [
  [/公司$/, '總經理'], [/鄉公所$/, '鄉長'], [/鎮公所$/, '鎮長'], [/市公所$/, '市長'], [/大隊$/, '大隊長'], [/隊$/, '隊長'], [/分局$/, '分局長'],
  [/監獄$/, '典獄長'], [/部$/, '部長'], [/委員會$/, '主任委員'], [/總處$/, '人事長'], [/署$/, '署長'], [/總局$/, '總局長'],
  [/院$/, '院長'], [/局$/, '局長'], [/處$/, '處長'], [/館$/, '館長'], [/園$/, '園長'], [/所$/, '所長'], [/站$/, '站長'],
  [/廠$/, '廠長'], [/場$/, '場長'], [/台$/, '台長'],
]
// Schools, courts and the like are led by the head of their kind, whatever their names end in.
const OWN_HEAD = new Set(['continuing', 'university', 'elementary', 'juniorHigh', 'seniorHigh', 'household', 'land',
  'healthCenter', 'prosecution', 'council', 'assembly', 'market', 'cityHall', 'kindergarten'])

/** The kind of an agency by its name; a ministry is one only right below a root (`central`). */
export function kindOfAgency(name: string, central: boolean): AgencyKind {
  const [kind] = KINDS.find(([, pattern]) => pattern.test(name))!
  return kinds.get(kind === 'ministry' && !central ? 'bureau' : kind)!
}

/** The title of the agency's head. */
export function headTitle(name: string, kind: AgencyKind): string {
  if (name.endsWith('主計總處')) return '主計長'
  if (OWN_HEAD.has(kind.name)) return kind.head
  return HEADS.find(([pattern]) => pattern.test(name))?.[1] ?? (kind.head === '首長' ? '主任' : kind.head)
}
