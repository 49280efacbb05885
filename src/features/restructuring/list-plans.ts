/** The plans that there are, newest first; and what waits for whom. */
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import { kindOf } from '../../core/restructuring.ts'
import type { PlannedAgency, RestructuringKind, RestructuringState } from '../../core/restructuring.ts'
import type { Reader } from '../../store/database.ts'

export const SHOWN = ['open', 'draft', 'sent', 'approved', 'over', 'all'] as const
export type Shown = (typeof SHOWN)[number]

export type ListedPlan = {
  id: string; number: string; title: string; day: Day; state: RestructuringState; source: string | null
  /** What becomes of how many agencies. */
  kinds: Partial<Record<RestructuringKind, number>>
  draftedBy: string | null; draftedAt: Date; sentBy: string | null; decidedBy: string | null
}

export type PlanPage = { plans: ListedPlan[]; total: number; next: string | null }

export const PLANS_A_PAGE = 50

const NARROWED: Record<Shown, (today: Day) => ReturnType<typeof sql>> = {
  open: (today) => sql`(r.state in ('draft', 'sent') or (r.state = 'approved' and r.day > ${today}::date))`,
  draft: () => sql`r.state = 'draft'`,
  sent: () => sql`r.state = 'sent'`,
  approved: () => sql`r.state = 'approved'`,
  over: () => sql`r.state in ('withdrawn', 'undone')`,
  all: () => sql`true`,
}

type Row = Omit<ListedPlan, 'kinds'> & { agencies: { code: string; role: PlannedAgency['role']; successors: string[]; fields: object }[] }

const nameOf = (person: string) => sql`(select n.name from person_version n where n.person_id = ${sql.ref(person)} and upper_inf(n.recorded))`

function kindsOf({ agencies, day }: Row): ListedPlan['kinds'] {
  const plan = { day, agencies: agencies as PlannedAgency[] }
  const kinds: ListedPlan['kinds'] = {}
  for (const agency of plan.agencies) {
    const kind = kindOf(agency, plan)
    kinds[kind] = (kinds[kind] ?? 0) + 1
  }
  return kinds
}

/** A page of the plans, from the one of that number on. */
export async function listPlans(db: Reader, shown: Shown, today: Day, before: string | null, size = PLANS_A_PAGE): Promise<PlanPage> {
  const { rows } = await sql<Row>`
    select r.id, r.number, r.title, r.day, r.state, r.source, r.drafted_at as "draftedAt", ${nameOf('r.drafted_by')} as "draftedBy",
      ${nameOf('r.sent_by')} as "sentBy", ${nameOf('r.decided_by')} as "decidedBy",
      (select coalesce(json_agg(json_build_object('code', a.agency_code, 'role', a.role, 'successors', a.successors, 'fields', a.fields)), '[]')
        from restructuring_agency a where a.restructuring_id = r.id) as agencies
    from restructuring r where ${NARROWED[shown](today)} ${before === null ? sql`` : sql`and r.number < ${before}::bigint`}
    order by r.number desc limit ${sql.lit(size + 1)}`.execute(db)
  const { rows: [count] } = await sql<{ total: number }>`select count(*)::int as total from restructuring r where ${NARROWED[shown](today)}`.execute(db)
  const page = rows.slice(0, size)
  return {
    plans: page.map(({ agencies: _, ...plan }, at) => ({ ...plan, kinds: kindsOf(page[at]!) })),
    total: count!.total, next: rows.length > size ? page.at(-1)!.number : null,
  }
}

/** Plans that were sent and wait for another than whoever drafted and sent them. */
export async function waitingFor(db: Reader, person: string, most: number): Promise<{ id: string; number: string; title: string; day: Day; since: Date }[]> {
  const { rows } = await sql<{ id: string; number: string; title: string; day: Day; since: Date }>`
    select id, number, title, day, sent_at as since from restructuring
    where state = 'sent' and sent_by <> ${person} and drafted_by is distinct from ${person} order by sent_at desc limit ${sql.lit(most)}`.execute(db)
  return rows
}
