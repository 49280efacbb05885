// A small believable government to build tests from: two cities' lines and the centre, the people whom the demonstration
// has, and a catalogue in which every rule of handing out has an application. As the owner writes it: what the program's
// role may not do is not what is tested with it.
import { nationalIdFrom } from '../src/core/national-id.ts'
import type { Seal } from '../src/store/seal.ts'

/** The agencies, by what they are. The cities and the centre lie below one root; each city has a personnel office. */
export const AGENCIES = {
  root: 'A00000000A',
  centre: 'A58000000A',
  kaohsiung: '397000000A',
  personnelOffice: '397210000A',
  secretariat: '397010000A',
  education: '397040000E',
  school: '397070100Y',
  works: '397110000G',
  taipei: '379000000A',
  taipeiPersonnelOffice: '379210000A',
  taipeiSecretariat: '379010000A',
} as const

const NAMES: Record<string, string> = {
  A00000000A: '行政院', A58000000A: '行政院人事行政總處', '397000000A': '高雄市政府', '397210000A': '高雄市政府人事處',
  '397010000A': '高雄市政府秘書處', '397040000E': '高雄市政府教育局', '397070100Y': '高雄市旗津區旗津國民小學',
  '397110000G': '高雄市政府工務局', '379000000A': '臺北市政府', '379210000A': '臺北市政府人事處', '379010000A': '臺北市政府秘書處',
}

const SUPERIORS: Record<string, string> = {
  A58000000A: 'A00000000A', '397000000A': 'A00000000A', '379000000A': 'A00000000A', '397210000A': '397000000A',
  '397010000A': '397000000A', '397040000E': '397000000A', '397070100Y': '397040000E', '397110000G': '397000000A',
  '379210000A': '379000000A', '379010000A': '379000000A',
}

type Post = { agency: string; unit: string; title: string; category?: string; level?: string; kind?: 'concurrent'; nature?: string }

const head = (agency: string): Post => ({ agency, unit: '', title: '副處長', category: '08', level: '2' })

/** Who there is: the account, the name, and the posts. Person and account numbers follow this order, from 1. */
const PEOPLE = {
  'chen.central': ['陳淑惠', { agency: AGENCIES.centre, unit: '綜合規劃處', title: '專門委員' }],
  'ho.central': ['何志成', { agency: AGENCIES.centre, unit: '綜合規劃處', title: '專員' }],
  'lin.auditor': ['林雅玲', { agency: AGENCIES.centre, unit: '政風室', title: '稽核' }],
  'wang.supervisor': ['王建宏', head(AGENCIES.personnelOffice)],
  'kao.supervisor': ['高美惠', head(AGENCIES.personnelOffice)],
  'lee.officer': ['李怡君', { agency: AGENCIES.personnelOffice, unit: '考訓科', title: '科員', category: '08' }],
  'chang.unit': ['張美玲', { agency: AGENCIES.education, unit: '人事室', title: '科員' }],
  'tsao.education': ['曹國強', { agency: AGENCIES.education, unit: '人事室', title: '主任', category: '08', level: '3' }],
  'huang.concurrent': ['黃俊傑', { agency: AGENCIES.school, unit: '教務處', title: '教師' },
    { agency: AGENCIES.school, unit: '', title: '人事管理員', kind: 'concurrent', nature: '5' }],
  'wu.employee': ['吳文傑', { agency: AGENCIES.secretariat, unit: '文書科', title: '科員' }],
  'sun.employee': ['孫淑芬', { agency: AGENCIES.secretariat, unit: '庶務科', title: '科員' },
    { agency: AGENCIES.works, unit: '', title: '調查員', kind: 'concurrent', nature: '1' }],
  'tsai.delegate': ['蔡佳蓉', { agency: AGENCIES.works, unit: '企劃處', title: '科員' }],
  'yang.taipei': ['楊雅雯', head(AGENCIES.taipeiPersonnelOffice)],
  'lo.taipei': ['羅淑芬', { agency: AGENCIES.taipeiSecretariat, unit: '文書科', title: '科員' }],
  'liu.pending': ['劉詩涵', { agency: AGENCIES.works, unit: '工程科', title: '技士' }],
  'kuo.disabled': ['郭志強', { agency: AGENCIES.works, unit: '工程科', title: '技士' }],
} as const satisfies Record<string, readonly [string, ...Post[]]>

/** The account of somebody in this government. */
export type Who = keyof typeof PEOPLE
export const WHO = Object.keys(PEOPLE) as Who[]

/** The person's number. */
export const personOf = (who: Who): string => String(WHO.indexOf(who) + 1)
/** The person's opaque key. */
export const keyOf = (who: Who): string => `00000000-0000-4000-8000-${personOf(who).padStart(12, '0')}`
/** The number of the person's post, the first unless said otherwise. */
export const postOf = (who: Who, at = 0): string => String((WHO.indexOf(who) + 1) * 10 + at)
/** The person's national ID. */
export const nationalIdOf = (who: Who): string => nationalIdFrom('E', `1${String(9_000_000 + WHO.indexOf(who))}`)
/** The person's name. */
export const nameOf = (who: Who): string => PEOPLE[who][0]

// code, derived group of the category `use`, hand_out, grantable, duty allowed, requires certificate, second manager, root
type Offered = [string, string | null, string, boolean, boolean, boolean, boolean, string | null]
const CATALOGUE: Offered[] = [
  ['A1', 'hrSupervisor', 'manager', true, true, false, false, null],
  ['A4', 'hr', 'manager', true, true, false, false, null],
  ['A5', null, 'manager', true, true, false, false, null],
  ['A6', null, 'manager', true, true, false, false, null],
  ['A7', 'hr', 'nobody', false, true, false, false, null],
  // What it gives is worth two managers' eyes.
  ['A8', null, 'manager', true, true, false, true, null],
  ['B5', 'employee', 'manager', true, true, true, false, null],
  ['D6', 'employee', 'manager', true, true, false, false, null],
  ['E1', null, 'central', true, false, false, false, 'A58000000A'],
  ['WebHR', null, 'manager', true, false, false, false, null],
]

const SINCE = '2020-01-01'
const text = (value: string | null | undefined): string => (value == null ? 'null' : `'${value}'`)
const rows = (values: string[]): string => values.join(',\n    ')
const EVENT = '(select max(id) from audit_event)'

function peopleSql(seal: Pick<Seal, 'sealNationalId'>): string {
  const people = Object.entries(PEOPLE) as [Who, readonly [string, ...Post[]]][]
  const posts = people.flatMap(([who, [, ...held]]) => held.map((post, at) => ({ who, at, post })))
  return `
  insert into person (id, key, national_id_sealed, national_id_index) values
    ${rows(people.map(([who]) => {
      const { sealed, index } = seal.sealNationalId(nationalIdOf(who))
      return `(${personOf(who)}, '${keyOf(who)}', '\\x${sealed.toString('hex')}', '\\x${index.toString('hex')}')`
    }))};
  insert into person_version (person_id, name, birth_date, email, event_id) values
    ${rows(people.map(([who, [name]]) => `(${personOf(who)}, '${name}', '1980-01-01', '${who}@record.example', ${EVENT})`))};
  insert into account (person_id, state, name, email, email_confirmed_at) values
    ${rows(people.map(([who]) => who === 'liu.pending' ? `(${personOf(who)}, 'pending', null, null, null)`
      : `(${personOf(who)}, '${who === 'kuo.disabled' ? 'disabled' : 'active'}', '${who}', '${who}@ecpa.example', now())`))};
  insert into post (id, person_id, agency_code, kind, unit, title, starts) values
    ${rows(posts.map(({ who, at, post }) => `(${postOf(who, at)}, ${personOf(who)}, '${post.agency}',
      '${post.kind ?? 'appointment'}', '${post.unit}', '${post.title}', '${SINCE}')`))};
  insert into post_version (person_id, post_id, staff_category, supervisor_level, nature, valid, event_id) values
    ${rows(posts.map(({ who, at, post }) => `(${personOf(who)}, ${postOf(who, at)}, '${post.category ?? ''}',
      '${post.level ?? ''}', '${post.nature ?? ''}', '[${SINCE},)', ${EVENT})`))};
  insert into central_role (person_id, role, valid, reason, event_id) values
    ${rows((['chen.central', 'ho.central', 'lin.auditor'] as const).map((who) =>
      `(${personOf(who)}, '${who === 'lin.auditor' ? 'auditor' : 'central'}', '[${SINCE},)', '派任', ${EVENT})`))};
  insert into delegation (id, agency_code, person_id, post_id, valid, reason, given_by, giver_post, event_id) values
    ('00000000-0000-4000-9000-000000000001', '${AGENCIES.personnelOffice}', ${personOf('tsai.delegate')},
      ${postOf('tsai.delegate')}, '[${SINCE},)', '業務支援', ${personOf('wang.supervisor')}, ${postOf('wang.supervisor')}, ${EVENT});`
}

const catalogueSql = `
  insert into application (code) values ${CATALOGUE.map(([code]) => `('${code}')`).join(', ')};
  insert into application_version (application_code, name, heading, grantable, requires_certificate, passkey_allowed,
      open_to_agency_card, duty_allowed, second_manager, agency_root, test, launch_url, position, event_id) values
    ${rows(CATALOGUE.map(([code, , , grantable, duty, certificate, second, root], at) => `('${code}', '應用系統 ${code}',
      'A.人事資料填報及考核', ${grantable}, ${certificate}, false, false, ${duty}, ${second}, ${text(root)}, false,
      'http://localhost:3001/${code}', ${at}, ${EVENT})`))};
  insert into category (application_code, code) values ${CATALOGUE.map(([code]) => `('${code}', 'use')`).join(', ')};
  insert into category_version (application_code, category_code, name, name_en, derived_group, hand_out, event_id) values
    ${rows(CATALOGUE.map(([code, derived, handOut]) =>
      `('${code}', 'use', '使用', 'Use', ${text(derived)}, '${handOut}', ${EVENT})`))};`

/** The government as one transaction, all of the one event. */
export function governmentSql(seal: Pick<Seal, 'sealNationalId'>): string {
  return `
  begin;
  insert into audit_event (code, outcome, actor_process, detail)
    values ('people.generated', 'done', 'test', '{"people":${WHO.length},"seed":"test"}');
  insert into agency (code) values ${Object.keys(NAMES).map((code) => `('${code}')`).join(', ')};
  insert into agency_version (agency_code, name, superior_code, valid, event_id) values
    ${rows(Object.entries(NAMES).map(([code, name]) => `('${code}', '${name}', ${text(SUPERIORS[code])}, '[${SINCE},)', ${EVENT})`))};
  insert into personnel_office (office_code, agency_code, valid, event_id) values
    ('${AGENCIES.personnelOffice}', '${AGENCIES.kaohsiung}', '[${SINCE},)', ${EVENT}),
    ('${AGENCIES.taipeiPersonnelOffice}', '${AGENCIES.taipei}', '[${SINCE},)', ${EVENT});
  ${peopleSql(seal)}
  select setval('person_id_seq', ${WHO.length}), setval('post_id_seq', ${WHO.length * 10 + 9});
  ${catalogueSql}
  commit`
}
