/** The people of the demo whom everybody may sign in as (spec 4.2). Their IDs are of serials that no one else gets. */
import { addDays, dayBefore } from '../../core/days.ts'
import type { Day } from '../../core/days.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { NATURES, STAFF_CATEGORIES, SUPERVISOR_LEVELS } from './codes.ts'
import type { GeneratedDecision } from './decisions.ts'
import type { FeedPost, Nation } from './people.ts'
import { FIRST_KEPT_SERIAL } from './people.ts'
import { personnelHeadSeat } from './seats.ts'

export type FixedLabel =
  | 'chen.central' | 'ho.central' | 'lin.auditor' | 'wang.supervisor' | 'lee.officer' | 'chang.unit'
  | 'huang.concurrent' | 'wu.employee' | 'tsai.delegate' | 'hsu.newcomer' | 'liu.pending' | 'kuo.disabled'
  | 'yang.taipei'

/** What the role column of people.csv says. */
export type FixedRole =
  | 'central' | 'auditor' | 'hrSupervisor' | 'hr' | 'employee' | 'delegate' | 'pending' | 'disabled'

export type FixedPerson = {
  /** The account column of people.csv; the account's name too, save for `liu.pending`. */
  label: FixedLabel
  nationalId: string
  name: string
  birthDate: Day
  email: string
  accountName: string | null
  accountState: 'pending' | 'active' | 'disabled'
  /** A role of the centre (R-CEN-1), apart from what the posts give. */
  centralRole: 'central' | 'auditor' | null
  role: FixedRole
  /** The agency column of people.csv. */
  agencyCode: string
  posts: FeedPost[]
}

const { administrative, ethics, personnel, police, teaching, technical } = STAFF_CATEGORIES
const LONG_SINCE = '2019-03-04'

type Post = Pick<FeedPost, 'unit' | 'title'> & Partial<FeedPost>
const post = (agencyCode: string, more: Post): FeedPost => ({
  agencyCode, staffCategory: administrative, supervisorLevel: '', rank: '薦任第七職等', jobSeries: 'A101',
  postKind: 'appointment', nature: '', section: '', from: LONG_SINCE, to: null, ...more,
})

type Entry = readonly [
  label: FixedLabel, sex: '1' | '2', name: string, birthDate: Day, role: FixedRole, posts: FeedPost[],
]

const OFFICER = { staffCategory: personnel, jobSeries: 'A107' }

function entries(today: Day): Entry[] {
  const yesterday = dayBefore(today)
  return [
    ['chen.central', '2', '陳淑惠', '1976-05-12', 'central',
      [post('A58000000A', { unit: '綜合規劃處', title: '專門委員', rank: '簡任第十一職等' })]],
    ['ho.central', '1', '何志成', '1979-09-30', 'central',
      [post('A58000000A', { unit: '綜合規劃處', title: '專員', rank: '薦任第八職等' })]],
    ['lin.auditor', '2', '林雅玲', '1981-02-17', 'auditor',
      [post('A58000000A', { unit: '政風室', title: '稽核', rank: '薦任第九職等', staffCategory: ethics, jobSeries: 'A303' })]],
    ['wang.supervisor', '1', '王建宏', '1974-11-03', 'hrSupervisor', [post('397210000A', {
      unit: '', title: '副處長', rank: '簡任第十一職等', supervisorLevel: SUPERVISOR_LEVELS.deputyHead, ...OFFICER })]],
    ['lee.officer', '2', '李怡君', '1988-06-21', 'hr', [post('397210000A', { unit: '考訓科', title: '科員', ...OFFICER })]],
    ['chang.unit', '2', '張美玲', '1985-01-15', 'hr', [post('397040000E', { unit: '人事室', title: '科員' })]],
    ['huang.concurrent', '1', '黃俊傑', '1983-08-08', 'hr', [
      post('397070100Y', { unit: '教務處', title: '教師', rank: '', jobSeries: '', staffCategory: teaching }),
      post('397070100Y', { unit: '', title: '人事管理員', rank: '', jobSeries: 'A107', staffCategory: teaching,
        postKind: 'concurrent', nature: NATURES.personnel }),
    ]],
    ['wu.employee', '1', '吳文傑', '1990-04-26', 'employee', [post('397010000A', { unit: '文書科', title: '科員' })]],
    ['tsai.delegate', '2', '蔡佳蓉', '1987-12-01', 'delegate', [post('397020000A', { unit: '自治行政科', title: '科員' })]],
    ['hsu.newcomer', '1', '許家銘', '1984-10-19', 'hrSupervisor', [
      post('397110000G', { unit: '人事室', title: '主任', rank: '薦任第九職等', from: yesterday,
        supervisorLevel: SUPERVISOR_LEVELS.unitHead, ...OFFICER }),
      post('397150000I', { unit: '人事室', title: '專員', rank: '薦任第八職等', to: dayBefore(yesterday), ...OFFICER }),
    ]],
    ['liu.pending', '2', '劉詩涵', '1997-07-07', 'pending',
      [post('397120000J', { unit: '社會救助科', title: '社會工作師', jobSeries: 'A103', staffCategory: technical })]],
    ['kuo.disabled', '1', '郭志強', '1972-03-25', 'disabled',
      [post('397130000C', { unit: '交通組', title: '警務員', rank: '警正三階', jobSeries: 'A901', staffCategory: police })]],
    ['yang.taipei', '2', '楊雅雯', '1977-09-09', 'hrSupervisor', [post('379210000A', {
      unit: '', title: '副處長', rank: '簡任第十一職等', supervisorLevel: SUPERVISOR_LEVELS.deputyHead, ...OFFICER })]],
  ]
}

/** The fixed people as they are on that day. */
export function fixedPeople(today: Day): FixedPerson[] {
  return entries(today).map(([label, sex, name, birthDate, role, posts], at) => ({
    label,
    nationalId: nationalIdFrom(role === 'central' ? 'A' : 'E', `${sex}${FIRST_KEPT_SERIAL + 1 + at}`),
    name,
    birthDate,
    email: `${label}@ecpa.example`,
    accountName: role === 'pending' ? null : label,
    accountState: role === 'pending' || role === 'disabled' ? role : 'active',
    centralRole: role === 'central' || role === 'auditor' ? role : null,
    role,
    agencyCode: posts[0]!.agencyCode,
    posts,
  }))
}

/** The heading of `people.csv` (spec 4.2). */
export const FIXED_PEOPLE_COLUMNS =
  ['account', 'name', 'national_id', 'birth_date', 'email', 'agency_code', 'role'] as const

/** The rows of `people.csv`, in the order of its heading. */
export function fixedPeopleRows(today: Day): string[][] {
  return fixedPeople(today).map((one) =>
    [one.label, one.name, one.nationalId, one.birthDate, one.email, one.agencyCode, one.role])
}

/** Where `hsu.newcomer` is new. Its decisions are all told here, and none generated. */
export const NEWCOMERS_AGENCY = '397110000G'

/**
 * The decisions about the fixed people: the delegation of `tsai.delegate`, and what `hsu.newcomer` finds to review at
 * 397110000G: a delegation, a duty and grants, all given from 397210000A whose scope holds it (R-JML-3).
 */
export function fixedDecisions(nation: Nation): GeneratedDecision[] {
  const { today } = nation.options
  const from = addDays(today, -120)
  const until = addDays(today, 365)
  const byWang = { givenBy: 'wang.supervisor', giverPostIndex: 0 } as const
  const decisions: GeneratedDecision[] = [
    { kind: 'delegation', agencyCode: '397210000A', receiver: 'tsai.delegate', postIndex: 0, from, to: until,
      reason: '人事處業務支援', ...byWang },
    { kind: 'duty', actingAgencyCode: '397210000A', servedAgencyCode: NEWCOMERS_AGENCY,
      applications: ['A2', 'D5'], from, to: until, reason: '人事室主任出缺期間兼辦', ...byWang },
  ]
  const agency = nation.plan.agencies.find(({ code }) => code === NEWCOMERS_AGENCY)
  if (agency === undefined) return decisions
  const lead = personnelHeadSeat(agency)
  const grants = [['A5', 'use'], ['A6', 'use'], ['AD', 'use']] as const
  for (let seat = 0, at = 0; seat < agency.quota && at < grants.length; seat += 1) {
    const receiver = nation.plan.indexAt(agency, seat)
    const [held] = nation.personAt(receiver).posts
    if (seat === lead || held === undefined || held.from > today || (held.to !== null && held.to < today)) continue
    const begin = held.from > from ? held.from : from
    const rest = { agencyCode: NEWCOMERS_AGENCY, receiver, postIndex: 0, from: begin, to: held.to ?? until, ...byWang }
    if (at === 0) decisions.push({ kind: 'delegation', reason: '人事室主任出缺', ...rest })
    const [application, category] = grants[at]!
    decisions.push({ kind: 'grant', application, category, reason: '承辦該項業務', ...rest })
    at += 1
  }
  return decisions
}
