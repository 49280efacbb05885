import { weightedPicker } from './random.ts'
import type { Random } from './random.ts'
import { readNames } from './source-data.ts'
import type { WeightedNames } from './source-data.ts'

// The source gives frequencies without years. These are the characters that tell a name's time: names of the war and
// post-war years, and those that came up about the turn of the century; all others are taken for the years between.
const EARLY = /[雄財榮龍義彬輝德興章欽男勝進發英琴蘭鳳珠雲麗玉娥卿貞珍梅香霞碧蓮雪枝春秋月寶]/
const LATE = /[翰廷宇恩軒睿宸辰碩諺佑翔霖筑庭妤穎妍晴彤語菲霏芯苡宥詠禹羽玥涵萱蓁鈺]/

type Cohort = 'early' | 'middle' | 'late'
const cohortOf = (name: string): Cohort => (LATE.test(name) ? 'late' : EARLY.test(name) ? 'early' : 'middle')
/** How much names of a cohort count among those born in another. */
const NEARNESS: Record<Cohort, Record<Cohort, number>> = {
  early: { early: 1, middle: 0.35, late: 0 },
  middle: { early: 0.15, middle: 1, late: 0.2 },
  late: { early: 0, middle: 0.6, late: 1 },
}

/** Two of three people bear a name that is not on the list: made of a first and a second character that are. */
const UNLISTED = 0.65

type Pick = (random: Random) => string
type GivenNames = { listed: Pick; first: Pick; second: Pick }

function givenNames(names: WeightedNames, born: Cohort): GivenNames {
  const weighted = names
    .map(([name, weight]) => [name, weight * NEARNESS[born][cohortOf(name)]] as const)
    .filter(([, weight]) => weight > 0)
  const characters = (at: number): [string, number][] => weighted.map(([name, weight]) => [name.charAt(at), weight])
  return {
    listed: weightedPicker(weighted), first: weightedPicker(characters(0)), second: weightedPicker(characters(1)),
  }
}

export type NameGiver = (female: boolean, yearOfBirth: number, random: Random) => string

/** Names by the frequency of surnames, and given names by sex and year of birth. */
export function nameGiver(): NameGiver {
  const { surnames, male, female } = readNames()
  const surname = weightedPicker(surnames)
  const all = (names: WeightedNames): Record<Cohort, GivenNames> =>
    ({ early: givenNames(names, 'early'), middle: givenNames(names, 'middle'), late: givenNames(names, 'late') })
  const given = { male: all(male), female: all(female) }
  return (isFemale, yearOfBirth, random) => {
    const family = surname(random)
    const born = yearOfBirth < 1971 ? 'early' : yearOfBirth < 1990 ? 'middle' : 'late'
    const names = given[isFemale ? 'female' : 'male'][born]
    if (!random.chance(UNLISTED)) return family + names.listed(random)
    const first = names.first(random)
    const second = names.second(random)
    return family + (first === second ? names.listed(random) : first + second)
  }
}
