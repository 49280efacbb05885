// Writes what a decision says: each application of a duty is a row of versions (db/migrations/0006-decisions.sql).
import { sql } from 'kysely'
import { enlargedBy } from '../../core/duties.ts'
import { closed, periodText } from '../../store/periods.ts'
import type { DutyLine, DutyPair, DutyPlan } from '../../core/duties.ts'
import type { Change, EventId } from '../../store/change.ts'

export type DutyWriting = {
  duty: string
  pair: DutyPair
  plan: DutyPlan
  /** The lines before, to tell what is lengthened from what is shortened. */
  lines: readonly DutyLine[]
  /** Why; null keeps what was said before. */
  reason: string | null
  giver: string
}

type Written = { application: string; kind: 'begin' | 'alter' | 'end'; valid: string | null; enlarged: boolean }

/** Closes the versions that hold no longer and writes those that do now; whoever adds or lengthens becomes the giver. */
export async function writeDuty(
  { db }: Pick<Change, 'db'>, event: EventId, { duty, pair, plan, lines, reason, giver }: DutyWriting,
): Promise<void> {
  const enlarged = new Set(enlargedBy(plan, duty, lines))
  const dated = (kind: 'begin' | 'alter') => plan[kind].map((one): Written => ({
    application: one.application, kind, valid: periodText(one), enlarged: enlarged.has(one.application),
  }))
  const written: Written[] = [
    ...dated('begin'), ...dated('alter'),
    ...plan.end.map((application): Written => ({ application, kind: 'end', valid: null, enlarged: false })),
  ]
  await sql`update concurrent_duty set recorded = ${closed}
    where id = ${duty} and application_code = any(${written.map(({ application }) => application)}::text[])
      and upper_inf(recorded)`.execute(db)
  await sql`
    insert into concurrent_duty (id, application_code, version, acting_code, served_code, valid, state, reason, given_by, event_id)
    select ${duty}, w.application, coalesce(l.version, 0) + 1, ${pair.acting}, ${pair.served},
      coalesce(w.valid::daterange, l.valid),
      case w.kind when 'end' then 'ended' when 'alter' then l.state else 'active' end,
      coalesce(${reason}, l.reason), case when w.enlarged then ${giver}::bigint else l.given_by end, ${event}
    from json_to_recordset(${JSON.stringify(written)}) as w (application text, kind text, valid text, enlarged boolean)
    left join lateral (
      select version, valid, state, reason, given_by from concurrent_duty
      where id = ${duty} and application_code = w.application order by version desc limit 1
    ) l on true`.execute(db)
}

/** The plan as an event tells it. */
export function planDetail({ begin, alter, end }: DutyPlan) {
  const codes = (lines: DutyPlan['begin']): string[] => lines.map(({ application }) => application)
  return { begun: codes(begin), altered: codes(alter), ended: end }
}
