/**
 * A generated nation as the rows of its people feed (spec 4.5), for demonstrations and benchmarks; and the same nation some
 * days later, when a given part of its posts is no longer what it was. Memory stays flat however many people there are.
 */
import { addDays } from '../../core/days.ts'
import type { Day } from '../../core/days.ts'
import type { FeedRow } from '../../core/feed-columns.ts'
import { fixedPeople } from './fixed-people.ts'
import { isPersonnelPost, nationOf } from './people.ts'
import type { FeedPost } from './people.ts'
import type { NationOptions } from './plan.ts'
import { Random } from './random.ts'

type Held = { nationalId: string; name: string; birthDate: Day; email: string; posts: readonly FeedPost[] }

const rowsOf = ({ nationalId, name, birthDate, email, posts }: Held): FeedRow[] =>
  posts.map((post) => ({ nationalId, name, birthDate, email, ...post }))

/** Every post of the nation as `loadNation` writes it, the fixed people's first: fed in again, it changes nothing. */
export function* feedRowsOf(options: NationOptions): Generator<FeedRow, void, undefined> {
  for (const person of fixedPeople(options.today)) yield* rowsOf(person)
  const nation = nationOf(options)
  for (let index = 0; index < options.people; index += 1) yield* rowsOf(nation.personAt(index))
}

export type FeedChange = {
  /** How many of a hundred people something happens to, such as 1.5. */
  percent: number
  /** The day of the changed feed, not before the nation's own. */
  day: Day
  seed?: number
}

/** What may have happened to somebody, and how many in ten of those to whom something has. */
const HAPPENINGS = [
  ['moved', 3], ['promoted', 3], ['left', 2], ['renamed', 1], ['joined', 1],
] as const
type Happening = (typeof HAPPENINGS)[number][0]

function happeningTo(random: Random, percent: number, posts: readonly FeedPost[]): Happening | null {
  if (random.unit() * 100 >= percent) return null
  // Personnel officers stay where they are: a feed that takes an agency's last one is held, which is another matter.
  if (posts.some(isPersonnelPost)) return 'promoted'
  let drawn = random.below(10)
  for (const [happening, share] of HAPPENINGS) {
    if (drawn < share) return happening
    drawn -= share
  }
  return null
}

/** Whether the post is held on the day or later: one that was over is in the past, which no longer changes. */
const lasts = (post: FeedPost, day: Day): boolean => post.to === null || post.to >= day

/**
 * The feed of a later day: of so many in a hundred people some moved to another agency, were promoted, left (their posts
 * are not named any more), were renamed, or joined. The fixed people stay as they are.
 */
export function* changedFeedRowsOf(options: NationOptions, change: FeedChange): Generator<FeedRow, void, undefined> {
  const { day, percent, seed = 1 } = change
  for (const person of fixedPeople(options.today)) yield* rowsOf(person)
  const nation = nationOf(options)
  // Who joins comes after everybody: the serials of IDs go on from there, and so nobody's is another's.
  const newcomers = nationOf({ ...options, people: options.people + Math.ceil(options.people / 50) + 1 })
  const random = new Random(seed)
  let joined = 0
  for (let index = 0; index < options.people; index += 1) {
    random.reseed(seed, index)
    const person = nation.personAt(index)
    const happening = happeningTo(random, percent, person.posts)
    const [main, ...others] = person.posts
    if (happening === null || main === undefined || !lasts(main, day)) yield* rowsOf(person)
    else if (happening === 'joined') {
      yield* rowsOf(person)
      const newcomer = newcomers.personAt(options.people + joined)
      joined += 1
      yield* rowsOf({ ...newcomer, posts: [{ ...main, supervisorLevel: '', from: day, to: null }] })
    } else if (happening === 'moved') {
      const agency = nation.plan.agencies[random.below(nation.plan.agencies.length)]!
      yield* rowsOf({ ...person, posts: [...moved(main, agency.code, day), ...others] })
    } else yield* rowsOf(changed(person, happening, day))
  }
}

function changed(person: Held, happening: 'promoted' | 'left' | 'renamed', day: Day): Held {
  const { name, posts: [main, ...others] } = person
  if (happening === 'renamed') return { ...person, name: `${name.slice(0, 1)}新${name.slice(2)}` }
  if (happening === 'left') return { ...person, posts: person.posts.filter((post) => !lasts(post, day)) }
  const rank = main!.rank === '薦任第九職等' ? '簡任第十職等' : '薦任第九職等'
  return { ...person, posts: [{ ...main!, rank, supervisorLevel: main!.supervisorLevel || '6' }, ...others] }
}

/** The post ends where the next begins; one that had not begun yet never does. */
function moved(post: FeedPost, agencyCode: string, day: Day): FeedPost[] {
  const next = { ...post, agencyCode, unit: '', supervisorLevel: '', section: '', from: day, to: null }
  return post.from < day ? [{ ...post, to: addDays(day, -1) }, next] : [next]
}
