import type { StaffSort } from './agency-kinds.ts'
import { STAFF_CATEGORIES, SUPERVISOR_LEVELS } from './codes.ts'
import type { StaffCategory } from './codes.ts'
import type { PlannedAgency } from './plan.ts'
import { weightedPicker } from './random.ts'
import type { Random } from './random.ts'

/** A place in an agency's establishment, before anyone sits on it. */
export type Seat = {
  unit: string
  title: string
  category: StaffCategory
  staffCategory: string
  supervisorLevel: string
  section: string
  /** 職系 to choose from; empty: the agency's own, undefined: none. */
  series: readonly string[] | undefined
  /** Holds what no agency may lack, its head or its hr: stays in place. */
  fixed: boolean
}

const seat = (unit: string, title: string, category: StaffCategory, more: Partial<Seat> = {}): Seat => ({
  unit, title, category, staffCategory: STAFF_CATEGORIES[category], supervisorLevel: '', section: '',
  series: ['teaching', 'medical', 'contract', 'worker', 'political', 'enterprise'].includes(category) ? undefined : [],
  fixed: false, ...more,
})

const UNIT_HEADS: readonly (readonly [RegExp, string])[] = [
  [/^教務處$/, '教務主任'], [/^學生事務處$/, '學務主任'], [/^實習處$/, '實習主任'], [/^輔導室$/, '輔導主任'],
  [/科$/, '科長'], [/課$/, '課長'], [/組$/, '組長'], [/處$/, '處長'], [/司$/, '司長'], [/大隊$/, '大隊長'], [/分隊$/, '分隊長'],
  [/隊$/, '隊長'], [/庭$/, '庭長'], [/學院$/, '院長'], [/館$/, '館長'], [/派出所$/, '所長'],
]
const unitHead = (unit: string): string => UNIT_HEADS.find(([pattern]) => pattern.test(unit))?.[1] ?? '主任'
const isSchool = (agency: PlannedAgency): boolean => agency.kind.units.includes('輔導室')

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, Math.round(value)))

type Parts = { personnel: number; deputies: number; chief: number; accounting: number; ethics: number }

/** How many of each part an agency of that headcount has, after its head. */
function partsOf(agency: PlannedAgency): Parts {
  const { quota } = agency
  const allPersonnel = agency.kind.name === 'personnel'
  return {
    personnel: agency.hasPersonnelOffice && !allPersonnel ? clamp(quota / 50, 1, 20) : 0,
    deputies: quota >= 300 ? 3 : quota >= 80 ? 2 : quota >= 25 && !isSchool(agency) ? 1 : 0,
    chief: quota >= 60 && !isSchool(agency) && agency.kind.deputy !== '主任秘書' ? 1 : 0,
    accounting: quota >= 15 && !allPersonnel ? clamp(quota / 80, 1, 10) : 0,
    ethics: quota >= 100 && !isSchool(agency) ? clamp(quota / 150, 1, 8) : 0,
  }
}

function seatsBeforeLine(agency: PlannedAgency): number {
  const { personnel, deputies, chief, accounting, ethics } = partsOf(agency)
  return 1 + personnel + deputies + chief + accounting + ethics
}

/** Who does 兼辦人事 in an agency without a personnel office: the first of the line, or the head when alone. */
export function concurrentPersonnelSeat(agency: PlannedAgency): number {
  return Math.min(agency.quota - 1, seatsBeforeLine(agency))
}

/** Who leads the agency's own personnel office and so is its hrSupervisor; null where it has no such office. */
export function personnelHeadSeat(agency: PlannedAgency): number | null {
  if (agency.quota === 0 || !agency.hasPersonnelOffice) return null
  return agency.kind.name === 'personnel' ? 0 : 1
}

const SMALL_OFFICE = 25
const PERSONNEL_STAFF = ['科員', '助理員', '科員', '專員']

function personnelSeat(agency: PlannedAgency, at: number, random: Random): Seat {
  if (at === 0) {
    const title = agency.quota >= SMALL_OFFICE ? '主任' : '人事管理員'
    const head = { supervisorLevel: SUPERVISOR_LEVELS.unitHead, series: ['A107'], fixed: true }
    return seat('人事室', title, 'personnel', head)
  }
  // Some who work in a personnel office are carried in another 人員區分: hr by the unit's name (R-STD-1 b).
  const category = random.chance(0.08) ? 'administrative' : 'personnel'
  return seat('人事室', random.pick(PERSONNEL_STAFF), category, { series: ['A107'] })
}

type Support = { unit: string; category: StaffCategory; series: string; staff: readonly string[] }
const ACCOUNTING: Support = { unit: '會計室', category: 'accounting', series: 'A202', staff: ['科員', '佐理員', '專員'] }
const ETHICS: Support = { unit: '政風室', category: 'ethics', series: 'A303', staff: ['科員', '專員'] }

function supportSeat({ unit, category, series, staff }: Support, at: number, random: Random): Seat {
  return at === 0
    ? seat(unit, '主任', category, { supervisorLevel: SUPERVISOR_LEVELS.unitHead, series: [series] })
    : seat(unit, random.pick(staff), category, { series: [series] })
}

export type Seating = (agency: PlannedAgency, at: number, random: Random) => Seat

/** Who sits where in any agency. `commonUnits`: the units of ministries, which have no list of their own. */
export function seating(commonUnits: readonly string[]): Seating {
  const pickers = new Map<readonly StaffSort[], (random: Random) => StaffSort>()
  const pickStaff = (staff: readonly StaffSort[], random: Random): StaffSort => {
    let picker = pickers.get(staff)
    if (picker === undefined) {
      picker = weightedPicker(staff.map((sort) => [sort, sort[1]] as const))
      pickers.set(staff, picker)
    }
    return picker(random)
  }

  function lineSeat(agency: PlannedAgency, at: number, count: number, random: Random): Seat {
    const units = agency.kind.units.length > 0 ? agency.kind.units : commonUnits
    const unitCount = clamp(count / 12, 1, units.length)
    // Where a list is common to many, each agency begins at a place of its own.
    const unit = units[((agency.kind.units.length > 0 ? 0 : agency.at) + (at % unitCount)) % units.length]!
    const row = Math.floor(at / unitCount)
    if (row === 0 && count >= unitCount * 3) {
      const { category } = agency.kind
      return seat(unit, unitHead(unit), category === 'political' ? 'administrative' : category,
        { supervisorLevel: SUPERVISOR_LEVELS.unitHead })
    }
    const [title, , category, series] = pickStaff(agency.kind.staff, random)
    const divided = /[處司]$/.test(unit) && !isSchool(agency) && count / unitCount > 15
    const section = divided ? `第${'一二三四五'.charAt(row % 5)}科` : ''
    if (divided && row >= 1 && row <= 5 && !['teaching', 'enterprise'].includes(agency.kind.category)) {
      return seat(unit, '科長', agency.kind.category, { supervisorLevel: SUPERVISOR_LEVELS.sectionHead, section })
    }
    return seat(unit, title, category, { section, ...(series === undefined ? {} : { series }) })
  }

  return (agency, at, random) => {
    const { kind } = agency
    if (at === 0) {
      const series = kind.category === 'personnel' ? ['A107'] : kind.category === 'teaching' ? undefined : []
      const head = { supervisorLevel: SUPERVISOR_LEVELS.head, series, fixed: true }
      return seat('', agency.head, /^(部長|人事長|主計長|主席|[鄉鎮市]長)$/.test(agency.head) ? 'political' : kind.category, head)
    }
    const parts = partsOf(agency)
    let place = at - 1
    if (place < parts.personnel) return personnelSeat(agency, place, random)
    if ((place -= parts.personnel) < parts.deputies) {
      const series = kind.category === 'teaching' ? undefined : []
      return seat('', kind.deputy === '副首長' ? `副${agency.head}` : kind.deputy, kind.category,
        { supervisorLevel: SUPERVISOR_LEVELS.deputyHead, series })
    }
    if ((place -= parts.deputies) < parts.chief) {
      return seat('', '主任秘書', kind.category === 'personnel' ? 'personnel' : 'administrative',
        { supervisorLevel: SUPERVISOR_LEVELS.chiefOfStaff })
    }
    if ((place -= parts.chief) < parts.accounting) {
      return supportSeat(ACCOUNTING, place, random)
    }
    if ((place -= parts.accounting) < parts.ethics) {
      return supportSeat(ETHICS, place, random)
    }
    place -= parts.ethics
    const first = lineSeat(agency, place, agency.quota - seatsBeforeLine(agency), random)
    return { ...first, fixed: !agency.hasPersonnelOffice && at === concurrentPersonnelSeat(agency) }
  }
}
