// What people have to do because others moved: to confirm what was suspended for the post that its holder has now (R-JML-2), and
// to look through what their predecessors left (R-JML-3). By the pages, as whoever it waits for.
import { send } from '../history/deeds.ts'
import { WHO } from '../world.ts'
import type { World } from '../world.ts'
import type { Day } from '../../src/core/days.ts'
import type { Who } from '../world.ts'

/** What was tried, by whom, and whether it was done. */
export type Tried = { what: 'confirm' | 'review'; by: Who; status: number }

const at = <T>(values: readonly T[], pick: number): T | undefined => values[pick % Math.max(values.length, 1)]

/** Confirms a suspended grant for a post of its holder's; null where there is none. */
export async function confirm(world: World, today: Day, pick: number): Promise<Tried | null> {
  const grants = await world.sql<{ id: string; version: number; post: string }>(`
    select g.id, g.version, p.id::text as post from permission_grant g
    join post_version v on v.person_id = g.person_id and upper_inf(v.recorded) and v.valid @> $1::date
    join post p on p.person_id = v.person_id and p.id = v.post_id join person n on n.id = g.person_id
    where upper_inf(g.recorded) and g.state = 'suspended'
    order by n.national_id_index, g.application_code, g.agency_code, lower(g.valid), p.agency_code, p.kind, p.unit, p.title, p.starts`, [today])
  const grant = at(grants, pick)
  if (grant === undefined) return null
  const by = at(['chen.central', 'wang.supervisor', 'yang.taipei'] as const, pick)!
  const { status } = await send(await world.signIn(by), `/manage/grants/${grant.id}/confirm`, { version: String(grant.version), post: grant.post })
  return { what: 'confirm', by, status }
}

const PARTS = ['delegation', 'duty', ...['A1', 'A4', 'A5', 'A6', 'A8', 'B5', 'E1', 'WebHR'].map((application) => `grant:${application}`)]

/** Keeps all that can be kept without a look at each, and says that the review is done; or puts it off. Null where none waits. */
export async function review(world: World, today: Day, pick: number): Promise<Tried | null> {
  const reviews = await world.sql<{ id: string; person: number }>(`
    select r.id, r.person_id::int as person from handover_review r
    where r.done_at is null and r.opens_on <= $1::date and r.person_id <= ${WHO.length}
    order by r.person_id, r.agency_code, r.standing, r.opens_on`, [today])
  const one = at(reviews, pick)
  if (one === undefined) return null
  const by = WHO[one.person - 1]!
  const visitor = await world.signIn(by)
  const address = `/manage/reviews/handover/${one.id}`
  if (pick % 4 === 0) return { what: 'review', by, status: (await send(visitor, `${address}/put-off`, {})).status }
  for (const part of PARTS) await send(visitor, address, { press: `keepAll ${part}` })
  return { what: 'review', by, status: (await send(visitor, `${address}/complete`, {})).status }
}
