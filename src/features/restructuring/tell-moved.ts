/** Tells those whose posts move, or end, what becomes of them; and when it does not come to it. */
import { sql } from 'kysely'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change, EventId } from '../../store/change.ts'
import { tellPersons } from '../../store/notices.ts'
import type { StoredPlan } from './plan-rows.ts'

type Told = { agency: AgencyCode; successor: AgencyCode | null; persons: string[] }

async function concerned({ db }: Change, { id }: StoredPlan): Promise<Told[]> {
  const { rows } = await sql<Told>`
    select p.agency_code as agency, m.next_agency as successor, json_agg(distinct m.person_id::text) as persons
    from restructuring_post m join post p on p.person_id = m.person_id and p.id = m.post_id
    where m.restructuring_id = ${id} group by 1, 2 order by 1, 2`.execute(db)
  return rows
}

/** Everybody with a post at an agency that ends is told where it goes. */
export async function tellMoved(tx: Change, event: EventId, plan: StoredPlan): Promise<void> {
  const { day, reason } = plan
  for (const { agency, successor, persons } of await concerned(tx, plan)) {
    const kind = successor === null ? 'restructuring.ended' as const : 'restructuring.moved' as const
    await tellPersons(tx, event, persons, { kind, agency, successor, day, reason })
  }
}

/** The same people are told that it all stays as it was. */
export async function tellUndone(tx: Change, event: EventId, plan: StoredPlan): Promise<void> {
  const { day, reason } = plan
  const told = Map.groupBy(await concerned(tx, plan), ({ agency }) => agency)
  for (const [agency, rows] of told) {
    const persons = [...new Set(rows.flatMap((row) => row.persons))]
    await tellPersons(tx, event, persons, { kind: 'restructuring.undone', agency, successor: null, day, reason })
  }
}
