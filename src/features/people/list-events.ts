// What others did to somebody, as the audit log tells it: grants, delegations, acts on the account, and who looked.
import { sql } from 'kysely'
import { auditCatalogue } from '../../core/audit.ts'
import type { AuditCode, Entry } from '../../core/audit.ts'
import type { Reader } from '../../store/database.ts'

/** All of it, what changed something, or who looked at the person (and other things of no consequence). */
export const EVENT_KINDS = ['', 'changes', 'looks'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

type Called = { name: string; nameEn: string | null }
type Named = Called & { code: string }

/** `actor`: a name; null where no person acted, and then `process` says what did. `refused`: the code of a refusal. */
export type EventOfPerson = {
  /** Counts up with time, and is the key of paging. */
  id: string
  at: Date
  code: AuditCode
  actor: string | null
  actorStanding: 'employee' | 'hr' | 'hrSupervisor' | null
  actorAgency: Named | null
  process: string | null
  agency: Named | null
  application: { code: string; name: string | null } | null
  /** Of the application, where the event is about one. */
  category: Called | null
  detail: { readonly [name: string]: unknown }
  refused: string | null
}

export type EventPage = { events: EventOfPerson[]; previous: string | null; next: string | null }

export const EVENTS_A_PAGE = 30

const CODES = Object.entries<Entry>(auditCatalogue)
const codesOf = (kind: Exclude<EventKind, ''>): string[] =>
  CODES.filter(([, { sensitivity }]) => (sensitivity === 'personal') === (kind === 'looks')).map(([code]) => code)

const agencyJson = (code: string) => sql`(
  select json_build_object('code', v.agency_code, 'name', v.name, 'nameEn', v.name_en) from agency_version v
  where v.agency_code = ${sql.ref(code)} and upper_inf(v.recorded) order by v.valid @> current_date desc, v.valid desc limit 1)`

type Row = Omit<EventOfPerson, 'refused' | 'code'> & { code: string; outcome: 'done' | 'refused' }

/** A page of what others did to the person, the newest first: older than the event `before`, or newer than `after`. */
export async function listEvents(
  db: Reader, person: string, { kind, before, after }: { kind: EventKind; before?: string | undefined; after?: string | undefined },
): Promise<EventPage> {
  const from = before ?? after
  const back = before === undefined && after !== undefined
  const place = from === undefined ? sql`` : sql`and e.id ${back ? sql`>` : sql`<`} ${from}::bigint`
  const order = back ? sql`asc` : sql`desc`
  // The page is taken before anything is joined.
  const { rows } = await sql<Row>`
    with shown as materialized (
      select * from audit_event e
      where e.person_id = ${person} and e.actor_person_id is distinct from e.person_id
        ${kind === '' ? sql`` : sql`and e.code = any(${codesOf(kind)}::text[])`} ${place}
      order by e.id ${order} limit ${sql.lit(EVENTS_A_PAGE + 1)}
    )
    select e.id::text, e.at, e.code, e.outcome, e.detail, e.actor_standing as "actorStanding", e.actor_process as process,
      (select n.name from person_version n where n.person_id = e.actor_person_id and upper_inf(n.recorded)) as actor,
      ${agencyJson('e.actor_agency')} as "actorAgency", ${agencyJson('e.agency')} as agency,
      case when e.application is not null then json_build_object('code', e.application, 'name', (
        select a.name from application_version a where a.application_code = e.application and upper_inf(a.recorded))) end as application,
      (select json_build_object('name', c.name, 'nameEn', c.name_en) from category_version c
        where c.application_code = e.application and c.category_code = e.detail ->> 'category' order by c.version desc limit 1) as category
    from shown e order by e.id ${order}`.execute(db)
  const more = rows.length > EVENTS_A_PAGE
  const page = rows.slice(0, EVENTS_A_PAGE).map(({ outcome, code, ...event }): EventOfPerson => ({
    ...event, code: code as AuditCode,
    refused: outcome === 'done' ? null : String(event.detail['refusal'] ?? ''),
  }))
  const events = back ? page.toReversed() : page
  return {
    events,
    previous: (back ? more : from !== undefined) ? events[0]?.id ?? null : null,
    next: (back ? true : more) ? events.at(-1)?.id ?? null : null,
  }
}
