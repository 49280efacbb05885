// What the portal knows, read from its tables: as the naive model says it, and whole, so that two worlds can be compared.
import { daysBetween } from '../../src/core/days.ts'
import { identityOf } from './nation.ts'
import type { Day } from '../../src/core/days.ts'
import type { World } from '../world.ts'
import type { Known, Post } from './nation.ts'

const postText = (post: Post): string =>
  [identityOf(post), post.category, post.level, post.nature, post.from, post.to ?? '-'].join(' ')

export const textOf = ({ persons, posts }: Known): string[] =>
  [...[...posts.values()].map(postText), ...[...persons].map(([person, { name, email }]) => `${person} ${name} ${email ?? '-'}`)].toSorted()

type PostRow = Omit<Post, 'person' | 'from' | 'to'> & { index: string; starts: Day; from: Day; to: Day | null }

/** The persons and posts that are known, by their IDs. `idOf`: the ID of an index; `dayOf`: the day of the story. */
export async function known(world: World, idOf: (index: string) => string, dayOf: (day: Day) => number): Promise<Known> {
  const persons = await world.sql<{ index: string; name: string; email: string | null }>(`
    select encode(n.national_id_index, 'hex') as index, v.name, v.email
    from person n join person_version v on v.person_id = n.id and upper_inf(v.recorded)`)
  const posts = await world.sql<PostRow>(`
    select encode(n.national_id_index, 'hex') as index, p.agency_code as agency, p.kind, p.unit, p.title, p.starts::text as starts,
      v.staff_category as category, v.supervisor_level as level, v.nature, lower(v.valid)::text as from, (upper(v.valid) - 1)::text as to
    from post_version v join post p on p.person_id = v.person_id and p.id = v.post_id join person n on n.id = p.person_id
    where upper_inf(v.recorded)`)
  return {
    persons: new Map(persons.map(({ index, name, email }) => [idOf(index), { name, email }])),
    posts: new Map(posts.map(({ index, starts, ...post }) => {
      const said = { ...post, person: idOf(index), from: dayOf(post.from), to: post.to === null ? null : dayOf(post.to) }
      return [identityOf({ ...said, from: dayOf(starts) }), said]
    })),
  }
}

// What is recorded of facts and decisions, and what becomes of it. Of the rest (sessions, jobs, mail) nothing is asked.
const TABLES = [
  'person_version', 'post_version', 'account', 'account_state_version', 'central_role', 'permission_grant', 'group_member',
  'delegation', 'concurrent_duty', 'handover_review', 'handover_decision', 'feed', 'feed_consequence',
] as const
/** Those of them that say who may what, and who is what. */
export const FACTS: readonly string[] = TABLES.filter((table) => !['feed'].includes(table))

// Drawn at random, or by whichever came first, or at the moment.
const CHANCE = new Set(['id', 'event_id', 'cause_id', 'recorded', 'feed_id', 'base_id', 'undoes_id', 'sha256', 'transaction', 'stage', 'done', 'total'])
const PERSONS = new Set(['person_id', 'given_by', 'confirmed_by', 'submitted_by', 'decided_by', 'proposed_by'])
const POSTS = new Set(['post_id', 'giver_post'])

type Row = Record<string, unknown>

/** Every row of these tables without what chance has drawn, as lines in order. */
export async function digestOf(world: World, tables: readonly string[] = TABLES): Promise<string[]> {
  const people = new Map((await world.sql<{ id: string; index: string }>(
    `select id::text, encode(national_id_index, 'hex') as index from person`)).map(({ id, index }) => [id, index.slice(0, 12)]))
  const posts = new Map((await world.sql<{ id: string; said: string }>(
    `select id::text, concat_ws(' ', agency_code, kind, unit, title, starts) as said from post`)).map(({ id, said }) => [id, said]))
  const told = ([name, value]: [string, unknown]): string | null => {
    if (value === null) return null
    if (CHANCE.has(name) || name.endsWith('_id') && !PERSONS.has(name) && !POSTS.has(name)) return null
    if (name.endsWith('_at') || name === 'at') return null
    const text = PERSONS.has(name) ? people.get(String(value)) : POSTS.has(name) ? posts.get(String(value)) : JSON.stringify(value)
    return `${name}=${text}`
  }
  const lines: string[] = []
  for (const table of tables) {
    const rows = await world.sql<{ row: Row; open: boolean }>(`select to_jsonb(t) as row, coalesce(upper_inf(
      (to_jsonb(t) ->> 'recorded')::tstzrange), true) as open from ${table} t`)
    lines.push(...rows.map(({ row, open }) =>
      `${table} ${open ? '' : 'past '}${Object.entries(row).map(told).filter((one) => one !== null).join(' ')}`))
  }
  return lines.toSorted()
}

/** How often what happened, by the audit log. */
export async function eventsOf(world: World): Promise<string[]> {
  const rows = await world.sql<{ line: string }>(`select concat_ws(' ', code, outcome, count(*)) as line from audit_event group by code, outcome`)
  return rows.map(({ line }) => line).toSorted()
}

/** The day of the story that this is, where today is `now`. */
export const storyDay = (today: Day, now: number) => (day: Day): number => now + daysBetween(today, day)
