// What of F000199 waits for this person: to agree, to decide, or to amend what came back.
import { sql } from 'kysely'
import { sidesOf, stepsOpenTo } from '../../core/duty-requests.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { MOST_TODOS } from '../../web/todo.ts'
import { seenRequests } from './list-requests.ts'
import { requestMessages } from './request-messages.ts'
import type { AgencyTree } from '../../core/agency-tree.ts'
import type { DutyRequest } from '../../core/duty-requests.ts'
import type { Reader } from '../../store/database.ts'
import type { TodoItem, TodoSource } from '../../web/todo.ts'

// Those of which one is not a party, and the centre while nobody has agreed, are passed over after the query.
const LOOKED_AT = 4 * MOST_TODOS

type Waiting = DutyRequest & { id: string; number: string }
type Row = Omit<Waiting, 'pair' | 'wish'> & {
  acting: string; served: string; applications: string[]; from: string; to: string | null
}

const ANSWERS = { sent: 'agree', agreed: 'decide', declined: 'send', returned: 'send' } as const

function itemOf({ id, number, pair, state, touchedAt, ...rest }: Waiting, tree: AgencyTree): TodoItem {
  const agency = state === 'sent' ? sidesOf({ pair, ...rest }).other : sidesOf({ pair, ...rest }).drafting
  const named = (code: string, language: 'zh-TW' | 'en'): string => {
    const node = tree.agencies.get(code)
    return (language === 'en' ? node?.nameEn : null) ?? node?.name ?? code
  }
  const said = <T>(make: (language: 'zh-TW' | 'en') => T) => ({ 'zh-TW': make('zh-TW'), en: make('en') })
  return {
    kind: `duty-request.${state}`,
    title: said((language) => requestMessages(language).todo[state as keyof typeof ANSWERS]),
    detail: said((language) =>
      requestMessages(language).todoDetail(number, named(pair.acting, language), named(pair.served, language))),
    ...(state === 'agreed' ? {} : { agency: { code: agency, name: named(agency, 'zh-TW') } }),
    href: `/manage/duties/requests/${id}`,
    since: touchedAt,
  }
}

/** The requests that wait for a step of this person, by the law that would let them take it. */
export const dutyTodos: TodoSource<Reader> = async (db, { personId, authority }, today) => {
  if (authority.ways.length === 0) return []
  const { rows } = await sql<Row>`
    with ${seenRequests(authority, today, 'open')}
    select id, 'F000199-' || number as number, acting_code as acting, served_code as served, drafted_for as side, duty_id as duty,
      amends, state, round, touched_at as "touchedAt", applications, lower(valid) as "from", upper(valid) - 1 as "to",
      (select json_agg(distinct c.written_by::text) from duty_request_content c where c.request_id = seen.id) as writers,
      (select coalesce(json_agg(json_build_object('kind', s.kind, 'round', s.round, 'person', s.person_id::text)), '[]')
        from duty_request_step s where s.request_id = seen.id) as steps
    from seen where state <> 'draft' order by key collate "C" desc limit ${sql.lit(LOOKED_AT)}`.execute(db)
  if (rows.length === 0) return []
  const tree = await loadTree(db, rows.flatMap(({ acting, served }) => [acting, served]), { day: today, known: 'now' })
  return rows
    .map(({ acting, served, applications, from, to, ...row }): Waiting =>
      ({ ...row, pair: { acting, served }, wish: { applications, from, to } }))
    .filter((one) => stepsOpenTo(one, { person: personId, authority }, tree, today)
      .includes(ANSWERS[one.state as keyof typeof ANSWERS]))
    .map((one) => itemOf(one, tree)).slice(0, MOST_TODOS)
}
