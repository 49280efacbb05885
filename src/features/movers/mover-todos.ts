// 「待辦事項」: what was suspended at the agencies that somebody manages and waits to be confirmed or ended, an agency a line.
import { sql } from 'kysely'
import { withoutCentre } from '../../core/scope.ts'
import { managedAgencies } from '../../store/scope.ts'
import { notLapsed } from '../../store/undecided.ts'
import { MOST_TODOS } from '../../web/todo.ts'
import { standing } from './ground.ts'
import type { Reader } from '../../store/database.ts'
import type { TodoSource } from '../../web/todo.ts'

type Row = { agency: string; name: string; count: number; since: Date }

/**
 * By the actor's offices alone: the centre manages every agency, and hears of those that nobody else manages. Nobody
 * confirms what is their own (R-GRT-3).
 */
export const moverTodos: TodoSource<Reader> = async (db, { authority, personId }, today) => {
  const offices = withoutCentre(authority)
  if (offices.ways.length === 0) return []
  const waits = sql`t.state = 'suspended' and ${standing('t', today)} and ${notLapsed('t', { day: sql`${today}::date` })}
    and t.person_id is distinct from ${personId}`
  const { rows } = await sql<Row>`
    with waiting as (
      select t.agency_code, lower(t.recorded) as since from permission_grant t where ${waits}
      union all
      select g.agency_code, lower(t.recorded) from group_member t join groups_on(${today}::date) g on g.code = t.group_code where ${waits}
      union all
      select t.agency_code, lower(t.recorded) from delegation t
      where t.state = 'suspended' and ${standing('t', today)} and t.person_id is distinct from ${personId}
    )
    select w.agency_code as agency, v.name, count(*)::int as count, min(w.since) as since
    from waiting w
    join agency_version v on v.agency_code = w.agency_code and upper_inf(v.recorded) and v.valid @> ${today}::date
    where w.agency_code in (${managedAgencies(offices, { day: today, known: 'now' })})
    group by w.agency_code, v.name order by min(w.since), w.agency_code limit ${sql.lit(MOST_TODOS)}`.execute(db)
  return rows.map(({ agency, name, count, since }) => ({
    kind: 'move.waiting',
    title: {
      'zh-TW': `${count.toLocaleString('en-US')} 項暫停中的授權等待確認`,
      en: count === 1 ? '1 suspended decision waits to be confirmed' : `${count.toLocaleString('en-US')} suspended decisions wait to be confirmed`,
    },
    agency: { code: agency, name },
    href: `/manage/reviews?agency=${agency}`,
    since,
  }))
}
