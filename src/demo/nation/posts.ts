import type { Day } from '../../core/days.ts'
import { NATURES, SUPERVISOR_LEVELS } from './codes.ts'
import type { FeedPost } from './people.ts'
import type { PlannedAgency } from './plan.ts'
import type { Random } from './random.ts'
import type { RankGiver } from './ranks.ts'
import { concurrentPersonnelSeat } from './seats.ts'
import type { Seat, Seating } from './seats.ts'

/** What posts are made with. Days are numbers here (`dayNumber`), and become days when the post is written. */
export type PostTools = {
  today: number
  dayOf: (number: number) => Day
  seatAt: Seating
  rankOf: RankGiver
  allSeries: readonly string[]
}

// How many of a hundred people; the first two are those of a real personnel database, by and large.
const LOANS = 0.02
const CONCURRENT = 0.03
const FORMER = 0.08
const MOVING = 0.005
const LEFT = 0.002
/** Of the personnel officers, how many do another agency's personnel work as well. */
const OFFICERS_FOR_OTHERS = 0.12
/** Of those who do 兼辦人事, how many are the agency's 人事主管 by it (R-STD-2). */
const CONCURRENT_SUPERVISORS = 0.3

const NATURES_AT_HOME = [NATURES.sameAgency, NATURES.accounting, NATURES.teaching]
const WORKING_AGE = 22 * 365.2425
const LONGEST_TENURE = 14 * 365
const LONGEST_SERVICE = 35 * 365

// The 職系 that an agency's officers are in, by what its name says it does; the rest are in general administration.
const SERIES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/人事/, ['A107']], [/主計|審計|會計/, ['A202', 'A203']], [/政風|廉政/, ['A303']], [/消防/, ['A801', 'BE01']],
  [/警/, ['A901']],
  [/國稅|稅務|稅捐|財政|財務|稽徵|關務|國庫/, ['A201', 'A202']], [/法院|檢察|司法|監獄|看守|矯正|法務|執行/, ['A301', 'A302']],
  [/海巡|巡防/, ['A404', 'BF01']], [/移民/, ['A403']], [/外交|領事|駐/, ['A701']], [/社會|勞|就業|家庭/, ['A102', 'A103']],
  [/衛生|健康|疾病|醫/, ['A601', 'B401']], [/環境|環保|清潔|焚化/, ['A602', 'BA01']], [/地政|土地|測繪/, ['A503', 'B301']],
  [/工務|建設|營建|水利|養護|工程|水土/, ['B201', 'B202']], [/都市|城鄉/, ['B302', 'B303']], [/農|畜|糧/, ['B101', 'B104']],
  [/林務|林區/, ['B102', 'B106']], [/漁|水產|海洋/, ['B103']], [/交通|運|公路|鐵路|捷運|港/, ['A502', 'B501']],
  [/氣象/, ['BC01']], [/核能|原子/, ['BD01']], [/文化|教育|圖書|學校|體育|小學|中學|大學/, ['A104', 'A106']],
  [/經濟|產業|工商|商業|觀光/, ['A501']], [/新聞|廣播|傳播/, ['A105']], [/資訊/, ['B702']], [/法制/, ['A302']],
]
const GENERAL = ['A101', 'A101', 'A101', 'A106', 'B702']
const seriesOfAgency = new WeakMap<PlannedAgency, readonly string[]>()

function ownSeries(agency: PlannedAgency): readonly string[] {
  let series = seriesOfAgency.get(agency)
  if (series === undefined) {
    const own = SERIES.find(([pattern]) => pattern.test(agency.name))?.[1] ?? GENERAL
    seriesOfAgency.set(agency, (series = [...own, ...own, 'A101']))
  }
  return series
}

/** A life so far: where the first post is, since when (day numbers), and when its holder was grown. */
type Life = { posts: FeedPost[]; agency: PlannedAgency; from: number; grown: number }

/** The first post, on that seat: its grade by how long one has served since one was grown (a day number). */
function firstPost(seat: Seat, life: Omit<Life, 'posts'>, random: Random, tools: PostTools): FeedPost {
  const { agency, from, grown } = life
  const seniority = Math.min(1, Math.max(0, (tools.today - grown) / LONGEST_SERVICE))
  const top = seat.title === '主任委員' && agency.kind.name === 'ministry'
  const own = seat.series?.length === 0 ? ownSeries(agency) : seat.series
  const to = endOf(seat, tools)
  return {
    agencyCode: agency.code, unit: seat.unit, title: seat.title, staffCategory: seat.staffCategory,
    supervisorLevel: seat.supervisorLevel,
    rank: top ? '特任' : tools.rankOf(seat.title, seat.category, seniority, random),
    jobSeries: own === undefined ? '' : random.pick(own), postKind: 'appointment', nature: '', section: seat.section,
    from: tools.dayOf(from), to: to === null ? null : tools.dayOf(to),
  }
}

/** Another agency of the same line that was there on that day; null when chance finds none in a few tries. */
function elsewhere(agency: PlannedAgency, day: number, random: Random): PlannedAgency | null {
  for (let tries = 0; tries < 4; tries += 1) {
    const other = random.pick(agency.line)
    if (other !== agency && other.quota > 0 && other.effective <= day) return other
  }
  return null
}

const concurrent = (post: FeedPost, agencyCode: string, title: string, nature: string, from: Day): FeedPost => ({
  ...post, agencyCode, unit: '', title, supervisorLevel: '', section: '', postKind: 'concurrent', nature, from,
  to: null,
})

/** 兼辦人事, sometimes as the agency's 人事主管. */
function personnelWork(post: FeedPost, agencyCode: string, from: Day, random: Random): FeedPost {
  const supervisorLevel = random.chance(CONCURRENT_SUPERVISORS) ? SUPERVISOR_LEVELS.unitHead : ''
  return { ...concurrent(post, agencyCode, '人事管理員', NATURES.personnel, from), supervisorLevel, jobSeries: 'A107' }
}

/** The posts of a person of that seat: the first post, and what else life brought. `born`: the birth date's number. */
export function postsOf(agency: PlannedAgency, at: number, born: number, random: Random, tools: PostTools): FeedPost[] {
  const { today, dayOf } = tools
  const seat = tools.seatAt(agency, at, random)
  const grown = Math.ceil(born + WORKING_AGE)
  const tenure = Math.floor(random.unit() ** 2 * LONGEST_TENURE)
  const from = Math.max(Math.min(today, Math.max(grown, today - tenure)), agency.effective)
  const main = firstPost(seat, { agency, from, grown }, random, tools)
  const posts = [main]
  const room = Math.max(0, today - from)
  const isOfficer = seat.category === 'personnel'

  if (!agency.hasPersonnelOffice && at === concurrentPersonnelSeat(agency)) {
    posts.push(personnelWork(main, agency.code, main.from, random))
  } else if (isOfficer && random.chance(OFFICERS_FOR_OTHERS)) {
    const other = elsewhere(agency, today - room, random)
    if (other !== null) posts.push(personnelWork(main, other.code, dayOf(today - random.below(room + 1)), random))
  } else if (random.chance(CONCURRENT)) {
    const other = random.chance(0.5) ? elsewhere(agency, today - room, random) : null
    const nature = other === null ? random.pick(NATURES_AT_HOME) : NATURES.otherAgency
    posts.push(concurrent(main, (other ?? agency).code, seat.title, nature, dayOf(today - random.below(room + 1))))
  }
  const life: Life = { posts, agency, from, grown }
  if (random.chance(FORMER)) addFormer(life, random, tools)
  if (seat.fixed) return posts
  if (random.chance(LOANS)) addLoan(life, seat, random, tools)
  else if (random.chance(MOVING)) addMove(life, random, tools)
  else if (random.chance(LEFT)) main.to = dayOf(Math.max(from, today - 1 - random.below(25)))
  return posts
}

/** Those on contract serve until the end of a year: this one, or the next when it is nearly over. */
function endOf(seat: Seat, { dayOf, today }: PostTools): number | null {
  if (seat.fixed || seat.category !== 'contract') return null
  return yearEnd(dayOf(today + 30))
}

const yearEnd = (day: Day): number => Date.UTC(Number(day.slice(0, 4)), 11, 31) / 86_400_000

function addFormer({ posts, agency, from, grown }: Life, random: Random, tools: PostTools): void {
  const began = from - 1 - random.between(200, 2200)
  const other = began < grown ? null : elsewhere(agency, began, random)
  const [main] = posts
  if (other === null || main === undefined) return
  const period = { from: tools.dayOf(began), to: tools.dayOf(from - 1) }
  posts.push({ ...main, agencyCode: other.code, unit: '', supervisorLevel: '', section: '', ...period })
}

/** 借調: a second appointment at another agency of the line, for a time; personnel officers are lent as such. */
function addLoan({ posts, agency, from }: Life, seat: Seat, random: Random, tools: PostTools): void {
  const began = tools.today - random.below(Math.min(Math.max(0, tools.today - from), 700) + 1)
  const other = elsewhere(agency, began, random)
  const [main] = posts
  if (other === null || main === undefined) return
  const unit = seat.category === 'personnel' || seat.unit.includes('人事') ? '人事室' : (other.kind.units[0] ?? '秘書室')
  const to = random.chance(0.8) ? tools.dayOf(tools.today + random.between(20, 400)) : null
  posts.push({ ...main, agencyCode: other.code, unit, supervisorLevel: '', section: '', from: tools.dayOf(began), to })
}

/** A move that is already known: the post ends, and one at another agency of the line begins the day after. */
function addMove({ posts, agency, from }: Life, random: Random, tools: PostTools): void {
  const day = tools.today + random.between(1, 60)
  const other = elsewhere(agency, day, random)
  const [main] = posts
  if (other === null || main === undefined || from >= day) return
  const unit = main.unit.includes('人事') ? '人事室' : (other.kind.units[0] ?? '秘書室')
  const begins = tools.dayOf(day)
  posts.push({ ...main, agencyCode: other.code, unit, supervisorLevel: '', section: '', from: begins, to: null })
  main.to = tools.dayOf(day - 1)
}
