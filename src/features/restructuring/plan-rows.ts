/** A plan as it is stored: what it says, who did what with it, and the rules that say where things go. */
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Plan, PlannedAgency, RestructuringState } from '../../core/restructuring.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Change } from '../../store/change.ts'
import type { Reader } from '../../store/database.ts'

export type StoredPlan = Plan & {
  id: string
  number: string
  title: string
  reason: string | null
  state: RestructuringState
  version: number
  source: string | null
  draftedBy: string | null
  draftedAt: Date
  sentBy: string | null
  sentAt: Date | null
  decidedBy: string | null
  decidedAt: Date | null
  note: string | null
  eventId: string | null
  feedId: string | null
}

type Row = Omit<StoredPlan, 'agencies'> & { agencies: { code: AgencyCode; role: PlannedAgency['role']; successors: string[]; fields: object }[] }

/** The plan of that id, or null. */
export async function loadPlan(db: Reader, id: string): Promise<StoredPlan | null> {
  const { rows } = await sql<Row>`
    select r.id, r.number, r.title, r.reason, r.day, r.state, r.version, r.source, r.drafted_by as "draftedBy", r.drafted_at as "draftedAt",
      r.sent_by as "sentBy", r.sent_at as "sentAt", r.decided_by as "decidedBy", r.decided_at as "decidedAt", r.note,
      r.event_id as "eventId", r.feed_id as "feedId",
      (select coalesce(json_agg(json_build_object('code', a.agency_code, 'role', a.role, 'successors', a.successors,
          'fields', a.fields) order by a.role desc, a.agency_code), '[]')
        from restructuring_agency a where a.restructuring_id = r.id) as agencies
    from restructuring r where r.id = ${id}`.execute(db)
  const row = rows[0]
  return row === undefined ? null : { ...row, agencies: row.agencies as PlannedAgency[] }
}

/** The plan, which nobody else changes until the transaction ends. */
export async function takePlan(tx: Change, id: string): Promise<StoredPlan | null> {
  await sql`select from restructuring where id = ${id} for no key update`.execute(tx.db)
  return loadPlan(tx.db, id)
}

/** Approved plans whose day is still to come. */
export const isComing = (today: Day) => sql<boolean>`r.state = 'approved' and r.day > ${today}::date`
