import { dayFromNumber, dayNumber } from '../../core/days.ts'
import type { Day } from '../../core/days.ts'
import type { FeedRow } from '../../core/feed-columns.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { STAFF_CATEGORIES } from './codes.ts'
import { nameGiver } from './names.ts'
import { planNation } from './plan.ts'
import type { NationOptions, NationPlan } from './plan.ts'
import { postsOf } from './posts.ts'
import { mix, Random, weightedPicker } from './random.ts'
import { ranksOf } from './ranks.ts'
import { seating } from './seats.ts'
import { readJobSeries, readLawfulOffices } from './source-data.ts'

/** One post as the people feed has it (spec 4.5). */
export type FeedPost = Omit<FeedRow, 'nationalId' | 'name' | 'birthDate' | 'email'>

export type GeneratedPerson = {
  nationalId: string
  name: string
  birthDate: Day
  email: string
  /** Null for the first ten, who have not activated theirs (spec 4.2). */
  accountName: string | null
  accountState: 'pending' | 'active'
  /** The first one is the post by which the person was put there. */
  posts: FeedPost[]
}

/** A whole nation that is computed when asked and kept nowhere. */
export type Nation = {
  options: NationOptions
  plan: NationPlan
  /** The person of that index, 0 … people - 1: always the same. */
  personAt: (index: number) => GeneratedPerson
}

const PENDING = 10
const RESIDENTS = 0.01
const YOUNGEST = 22
const OLDEST = 65
const DAYS_A_YEAR = 365.2425

/** Serials from here on are kept for people who are not generated (fixed-people.ts). */
export const FIRST_KEPT_SERIAL = 9_990_000
// No factor in common with the above, so that its multiples pass through every serial before any comes again.
const SERIAL_STRIDE = 6_180_341

// Where people are born, by roughly how many live there; the letters of counties that are no more are left for the old.
const LETTERS: readonly (readonly [string, number])[] = [
  ['A', 14], ['F', 14], ['E', 9], ['B', 8], ['H', 8], ['D', 6], ['L', 7], ['N', 6], ['S', 5], ['R', 4], ['T', 4],
  ['P', 4], ['Q', 3], ['K', 3], ['J', 3], ['M', 3], ['G', 2], ['U', 2], ['C', 2], ['O', 2], ['I', 1.5], ['V', 1.2],
  ['X', 0.6],  ['W', 0.5], ['Z', 0.1], ['Y', 0.1],
]

// Common in the laws, and yet not for every ministry; personnel, accounting and ethics have seats of their own.
const SPECIAL_UNIT = /會計|政風|人事|港埠|棧埠|醫務|辯護|書記|實驗|教務/

function checkOptions({ today, people }: NationOptions): void {
  dayNumber(today)
  if (people >= FIRST_KEPT_SERIAL) throw new RangeError('more people than serials')
}

/** The days of a lifetime and a bit, written once: writing them again for every person would take most of the time. */
function dayTable(today: number): (number: number) => Day {
  const first = today - 80 * 366
  const days = Array.from({ length: 84 * 366 }, (_, at) => dayFromNumber(first + at))
  return (number) => days[number - first] ?? dayFromNumber(number)
}

/** Prepares a nation: reads the sources and plans the agencies (about a tenth of a second). */
export function nationOf(options: NationOptions): Nation {
  checkOptions(options)
  const plan = planNation(options)
  const laws = readLawfulOffices()
  const commonUnits = laws.units.filter((unit) => /^..+[處司室]$/.test(unit) && !SPECIAL_UNIT.test(unit))
  const today = dayNumber(options.today)
  const tools = {
    today, dayOf: dayTable(today), seatAt: seating(commonUnits), rankOf: ranksOf(laws),
    allSeries: [...readJobSeries().keys()],
  }
  const giveName = nameGiver()
  const pickLetter = weightedPicker(LETTERS)
  const random = new Random(options.seed)
  const firstSerial = mix(options.seed, 0x1d) % FIRST_KEPT_SERIAL

  const nationalId = (index: number, female: boolean): string => {
    const serial = (index * SERIAL_STRIDE + firstSerial) % FIRST_KEPT_SERIAL
    const kind = random.chance(RESIDENTS) ? (female ? '9' : '8') : female ? '2' : '1'
    return nationalIdFrom(pickLetter(random), kind + String(serial).padStart(7, '0'))
  }

  const birthNumber = (seat: number): number => {
    const youngest = seat === 0 ? 38 : YOUNGEST
    // The middle of two chances: most people are neither at the beginning nor at the end of their service.
    const age = youngest + ((random.unit() + random.unit()) / 2) * (OLDEST - youngest)
    return Math.floor(today - Math.min(age, OLDEST - 0.01) * DAYS_A_YEAR)
  }

  return {
    options,
    plan,
    personAt: (index) => {
      if (!Number.isInteger(index) || index < 0 || index >= options.people) throw new RangeError('no such person')
      random.reseed(options.seed, index)
      const { agency, seat } = plan.seatOf(index)
      const female = random.chance(agency.kind.female)
      const born = birthNumber(seat)
      const birthDate = tools.dayOf(born)
      const login = `p${String(index + 1).padStart(6, '0')}`
      return {
        nationalId: nationalId(index, female),
        name: giveName(female, Number(birthDate.slice(0, 4)), random),
        birthDate,
        email: `${login}@ecpa.example`,
        accountName: index < PENDING ? null : login,
        accountState: index < PENDING ? 'pending' : 'active',
        posts: postsOf(agency, seat, born, random, tools),
      }
    },
  }
}

/** All the people, one after the other; memory stays flat however many they are. */
export function* generateNation(options: NationOptions): Generator<GeneratedPerson, void, undefined> {
  const nation = nationOf(options)
  for (let index = 0; index < options.people; index += 1) yield nation.personAt(index)
}

/** Whether the post makes its holder hr where it is held (R-STD-1), for what is generated here. */
export function isPersonnelPost(post: FeedPost): boolean {
  if (post.postKind === 'concurrent') return post.nature === '5'
  return post.staffCategory === STAFF_CATEGORIES.personnel || post.unit.includes('人事')
}
