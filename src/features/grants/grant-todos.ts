// 「待辦事項」: proposals that wait for a second manager, for those who could be it; and what one gave oneself and ends soon.
import { sql } from 'kysely'
import { addDays, startOfDayInTaipei } from '../../core/days.ts'
import { ENDS_SOON_DAYS } from '../../core/granting.ts'
import { managedAgencies } from '../../store/scope.ts'
import { notLapsed } from '../../store/undecided.ts'
import { showDay } from '../../web/days.ts'
import { MOST_TODOS } from '../../web/todo.ts'
import { countExpiring } from './expiring-grants.ts'
import { expiringMessages } from './expiring-messages.ts'
import { actPath, EXPIRING_PATH } from './grant-parts.tsx'
import type { Reader } from '../../store/database.ts'
import type { TodoSource } from '../../web/todo.ts'

type Row = { id: string; application: string; name: string; agency: string; agencyName: string; since: Date }

/** The proposals at the actor's agencies that somebody else gave, to others than the actor, and that can be decided still. */
export const grantTodos: TodoSource<Reader> = async (db, actor, today) => {
  if (actor.authority.ways.length === 0) return []
  const { rows } = await sql<Row>`
    select g.id, g.application_code as application, a.name, g.agency_code as agency, v.name as "agencyName",
      lower(g.recorded) as since
    from permission_grant g
    join application_version a on a.application_code = g.application_code and upper_inf(a.recorded)
    join agency_version v on v.agency_code = g.agency_code and upper_inf(v.recorded) and v.valid @> ${today}::date
    where g.state = 'proposed' and upper_inf(g.recorded)
      and g.agency_code in (${managedAgencies(actor.authority, { day: today, known: 'now' })})
      and g.given_by <> ${actor.personId} and g.person_id is distinct from ${actor.personId}
      and ${notLapsed('g', { day: sql`${today}::date` })}
      and (upper_inf(g.valid) or upper(g.valid) > ${today}::date)
    order by g.recorded desc limit ${sql.lit(MOST_TODOS)}`.execute(db)
  return rows.map(({ id, application, name, agency, agencyName, since }) => ({
    kind: 'grant.proposed',
    title: { 'zh-TW': '應用系統授權待您同意', en: 'A grant waits for you to agree' },
    detail: { 'zh-TW': `${application} ${name}`, en: `${application} ${name}` },
    agency: { code: agency, name: agencyName },
    href: actPath(id, 'decide'),
    since,
  }))
}

/** What the actor gave and what ends soon, as one thing: it can be renewed in one act. */
export const expiringTodos: TodoSource<Reader> = async (db, actor, today) => {
  if (actor.authority.ways.length === 0) return []
  const found = await countExpiring(db, actor, today)
  if (found === null) return []
  const { count, first, agency } = found
  const m = { 'zh-TW': expiringMessages('zh-TW'), en: expiringMessages('en') }
  return [{
    kind: 'grant.expiring',
    title: { 'zh-TW': m['zh-TW'].todo(count), en: m.en.todo(count) },
    detail: { 'zh-TW': m['zh-TW'].todoDetail(showDay(first, 'zh-TW')), en: m.en.todoDetail(showDay(first, 'en')) },
    ...(agency === null ? {} : { agency }),
    href: EXPIRING_PATH,
    since: startOfDayInTaipei(addDays(first, -ENDS_SOON_DAYS)),
  }]
}
