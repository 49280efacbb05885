// A personnel system, and what anybody may know of it who has only its files: a few lines of arithmetic, and nothing shared
// with the program. Days are numbers, counted from the beginning of the story.
import fc from 'fast-check'
import { nationalIdFrom } from '../../src/core/national-id.ts'
import { AGENCIES } from '../world.ts'

export type Person = { name: string; email: string | null }

export type Post = {
  person: string
  agency: string
  kind: 'appointment' | 'concurrent'
  unit: string
  title: string
  from: number
  /** The last day; null: not known. */
  to: number | null
  category: string
  level: string
  nature: string
}

/** What is known, by the IDs of persons and the identities of posts. */
export type Known = { persons: Map<string, Person>; posts: Map<string, Post> }

export const identityOf = ({ person, agency, kind, unit, title, from }: Post): string =>
  [person, agency, kind, unit, title, from].join(' ')

/** What happens to people; the numbers choose among whom there is, and where, and when. */
export type Happening = { kind: (typeof HAPPENINGS)[number]; who: number; where: number; days: number }

const HAPPENINGS = [
  'hire', 'hire', 'transfer', 'transfer', 'transfer', 'loan', 'officer', 'leave', 'retire', 'comeback', 'comeback', 'rename',
  'promote', 'reopen', 'shorten', 'withdraw',
] as const

export const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom(...HAPPENINGS),
  who: fc.noBias(fc.nat({ max: 999 })),
  where: fc.noBias(fc.nat({ max: 999 })),
  // Late, on time, and foretold.
  days: fc.noBias(fc.integer({ min: -25, max: 15 })),
})

const at = <T>(values: readonly T[], pick: number): T => values[pick % values.length]!

/** The IDs that newcomers have, in the order in which they come; no story has more. */
export const NEWCOMERS = 1000
export const newcomer = (n: number): string => nationalIdFrom('F', `1${1_000_000 + n}`)

/** The truth, as the personnel system has it. */
export class Nation {
  readonly persons: Map<string, Person>
  posts: Post[]
  /** Of whom something is new since it was last told. */
  readonly untold = new Set<string>()
  /** Where one may work. */
  places: string[] = Object.values(AGENCIES)
  #newcomers = 0

  constructor({ persons, posts }: Known) {
    this.persons = new Map(persons)
    this.posts = [...posts.values()].map((post) => ({ ...post }))
  }

  /** Lets it happen; answers whether it could. */
  happen({ kind, who, where, days }: Happening, now: number): boolean {
    const touched = this.#doing[kind](who, where, now + days)
    if (touched !== null) this.untold.add(touched)
    return touched !== null
  }

  /** What is ordered holds for the personnel system, too, and it plans by it from now on. */
  obey(order: Succession): void {
    this.posts = handedOver(this.posts, order)!
    this.places = this.places.map((place) => (place === order.ends ? order.successor : place))
  }

  #open(day: number, kind?: Post['kind']): Post[] {
    return this.posts.filter((post) => post.from < day && (post.to === null || post.to >= day) && (kind === undefined || post.kind === kind))
  }

  #add(post: Post): string | null {
    if (this.posts.some((one) => identityOf(one) === identityOf(post))) return null
    this.posts.push(post)
    return post.person
  }

  #appoint(person: string, where: number, from: number): string | null {
    const officer = where % 4 === 0
    return this.#add({
      person, agency: at(this.places, where), kind: 'appointment', unit: officer ? '人事室' : at(['文書科', '企劃處', ''], where),
      title: '科員', from, to: null, category: officer && where % 8 === 0 ? '08' : '', level: officer && where % 3 === 0 ? '3' : '', nature: '',
    })
  }

  #beside(who: number, day: number, more: Pick<Post, 'agency' | 'title' | 'nature' | 'to'>): string | null {
    const posts = this.#open(day, 'appointment')
    if (posts.length === 0) return null
    return this.#add({ person: at(posts, who).person, kind: 'concurrent', unit: '', from: day, category: '', level: '', ...more })
  }

  #end(post: Post | undefined, day: number): string | null {
    if (post === undefined) return null
    post.to = day - 1
    return post.person
  }

  readonly #doing: Record<Happening['kind'], (who: number, where: number, day: number) => string | null> = {
    hire: (_, where, day) => {
      const person = newcomer(this.#newcomers)
      this.persons.set(person, { name: '新進人員', email: where % 3 === 0 ? null : `n${this.#newcomers}@record.example` })
      this.#newcomers += 1
      return this.#appoint(person, where, day)
    },
    transfer: (who, where, day) => {
      const person = this.#end(at(this.#open(day, 'appointment'), who), day)
      return person === null ? null : this.#appoint(person, where, day) ?? person
    },
    loan: (who, where, day) => this.#beside(who, day, { agency: at(this.places, where), title: '借調人員', nature: '1', to: day + 10 + (where % 80) }),
    officer: (who, where, day) => this.#beside(who, day, { agency: at(this.places, where), title: '人事管理員', nature: '5', to: null }),
    leave: (who, _, day) => this.#end(at(this.#open(day), who), day),
    retire: (who, _, day) => {
      const leaving = at(this.#open(day), who)?.person
      for (const post of this.#open(day)) if (post.person === leaving) this.#end(post, day)
      return leaving ?? null
    },
    comeback: (who, where, day) => {
      const away = [...this.persons.keys()].filter((person) => !this.posts.some((post) => post.person === person && (post.to === null || post.to >= day)))
      return away.length === 0 ? null : this.#appoint(at(away, who), where, day)
    },
    rename: (who, where) => {
      const person = at([...this.persons.keys()], who)
      this.persons.set(person, { ...this.persons.get(person)!, name: at(['改名甲', '改名乙', '改名丙'], where) })
      return person
    },
    promote: (who, where, day) => {
      const post = at(this.#open(day), who)
      if (post === undefined) return null
      if (post.kind === 'appointment') post.category = where % 2 === 0 ? '08' : '01'
      post.level = where % 3 === 0 ? '3' : ''
      return post.person
    },
    reopen: (who) => {
      const post = at(this.posts.filter(({ to, agency }) => to !== null && this.places.includes(agency)), who)
      if (post === undefined) return null
      post.to = null
      return post.person
    },
    shorten: (who, where, day) => this.#end(at(this.#open(day - (where % 60)), who), day - (where % 60)),
    // It never was: a mistake of whoever wrote it down.
    withdraw: (who) => {
      const post = at(this.posts, who)
      this.posts = this.posts.filter((one) => one !== post)
      return post?.person ?? null
    },
  }
}

/** From that day on another agency is in the place of one that ends. */
export type Succession = { ends: string; successor: string; day: number }

/** The posts after it (R-JML-4): each goes on at the successor; null where two of somebody's would become one. */
export function handedOver(posts: readonly Post[], { ends, successor, day }: Succession): Post[] | null {
  const after = posts.flatMap((post): Post[] => {
    if (post.agency !== ends || (post.to ?? day) < day) return [post]
    const next = { ...post, agency: successor, from: Math.max(post.from, day) }
    return post.from < day ? [{ ...post, to: day - 1 }, next] : [next]
  })
  // Wherever they begin: it is the same post that would be there twice.
  const once = new Set(after.filter(({ agency, to }) => agency === successor && (to ?? day) >= day).map((post) => identityOf({ ...post, from: day })))
  return once.size === after.filter(({ agency, to }) => agency === successor && (to ?? day) >= day).length ? after : null
}

/** What a file says: its rows that can be read, and whose others cannot. */
export type Said = { kind: 'snapshot' | 'delta'; asOf: number; persons: Known['persons']; posts: readonly Post[]; unreadOf: ReadonlySet<string> }

/** What is known when the file was read (spec 4.5). */
export function read({ persons, posts }: Known, { kind, asOf, persons: said, posts: rows, unreadOf }: Said): Known {
  const then = new Map(posts)
  for (const row of rows) then.set(identityOf(row), { ...row })
  if (kind === 'snapshot') {
    const named = new Set(rows.map(identityOf))
    for (const [identity, post] of posts) {
      if (named.has(identity) || unreadOf.has(post.person) || (post.to ?? asOf) < asOf) continue
      if (post.from >= asOf) then.delete(identity)
      else then.set(identity, { ...post, to: asOf - 1 })
    }
  }
  const named = new Set(rows.map(({ person }) => person))
  return { posts: then, persons: new Map([...persons, ...[...said].filter(([person]) => named.has(person))]) }
}

/** Whether the file makes so many open posts end that somebody else has to look at it. */
export function cutsShort(before: Known, after: Known, asOf: number): boolean {
  const open = [...before.posts].filter(([, { to }]) => (to ?? asOf) >= asOf)
  const last = (post: Post | undefined): number => (post === undefined ? -Infinity : post.to ?? Infinity)
  const cut = open.filter(([identity, post]) => last(after.posts.get(identity)) < last(post))
  return cut.length * 100 > open.length * 2
}
