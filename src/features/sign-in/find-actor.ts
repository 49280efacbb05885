// Who is behind a session's token, with the standings of this very moment (R-STD-4): one statement a request.
import { sql } from 'kysely'
import { authorityOf, untilReviewed } from '../../core/scope.ts'
import { standingsOn } from '../../core/standing.ts'
import { closesOn } from '../../store/leaving.ts'
import { loadAuthority } from '../../store/scope.ts'
import { MOST_UNREAD } from '../../web/actor.ts'
import { findCardActor } from './find-card-actor.ts'
import { sessionLives, tokenHash } from './sessions.ts'
import { workingFor } from './working-for.ts'
import type { Day } from '../../core/days.ts'
import type { Decision } from '../../core/facts.ts'
import type { Authority } from '../../core/scope.ts'
import type { AgencyCode, HeldStanding, Post, Standing } from '../../core/standing.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { Actor, DisplaySize, SignInMethod, StandingAt } from '../../web/actor.ts'
import type { Language } from '../../web/language.ts'
import type { SessionLimits } from './sessions.ts'

type FoundRow = {
  id: string
  method: SignInMethod
  signed_in_at: Date
  second_factor_by: Day | null
  agreement_asked: boolean
  stale: boolean
  open_todos: number
  todos_stale: boolean
  chosen_agency: string | null
  chosen_standing: Standing | null
  working_agency: string | null
  working_relation: 'managed' | 'served' | null
  person_id: string
  key: string
  name: string
  account_name: string
  language: Language | null
  display_size: DisplaySize
  posts: (Post & { agencyName: string })[]
  roles: (Decision & { role: 'central' | 'auditor' })[]
  delegated: boolean
  reviewing: boolean
  unread: number
}

const find = (hash: Buffer, today: Day, limits: SessionLimits) => sql<FoundRow>`
  select s.id, s.method, s.signed_in_at, s.second_factor_by, s.agreement_asked, s.last_seen_at < now() - interval '1 minute' as stale,
    s.open_todos, s.todos_counted_at is null or s.todos_counted_at < now() - interval '1 minute' as todos_stale,
    s.chosen_agency, s.chosen_standing, s.working_agency, s.working_relation,
    p.id as person_id, p.key, v.name, a.name as account_name, a.language, a.display_size,
    coalesce((
      select json_agg(json_build_object('id', o.id::text, 'agency', o.agency_code, 'agencyName', g.name, 'kind', o.kind,
        'unit', o.unit, 'title', o.title, 'staffCategory', w.staff_category, 'supervisorLevel', w.supervisor_level,
        'nature', w.nature, 'from', o.starts,
        'to', case when upper_inf(w.valid) then null else upper(w.valid) - 1 end) order by o.kind, o.starts, o.id)
      from post o
      join post_version w on w.person_id = o.person_id and w.post_id = o.id
        and upper_inf(w.recorded) and w.valid @> ${today}::date
      join agency_version g on g.agency_code = o.agency_code and upper_inf(g.recorded) and g.valid @> ${today}::date
      where o.person_id = p.id), '[]') as posts,
    coalesce((
      select json_agg(json_build_object('id', r.id, 'role', r.role, 'from', lower(r.valid), 'to', upper(r.valid) - 1,
        'state', r.state) order by r.id)
      from central_role r
      where r.person_id = p.id and upper_inf(r.recorded) and r.state = 'active' and r.valid @> ${today}::date), '[]') as roles,
    exists (
      select from delegation d
      where d.person_id = p.id and upper_inf(d.recorded) and d.state = 'active' and d.valid @> ${today}::date) as delegated,
    exists (
      select from handover_review r
      where r.person_id = p.id and r.done_at is null and r.standing = 'hrSupervisor' and r.opens_on <= ${today}::date) as reviewing,
    (select count(*)::int from (
      select from notice n where n.person_id = p.id and n.read_at is null limit ${MOST_UNREAD + 1}) one) as unread
  from session s
  join account a on a.person_id = s.person_id and a.state = 'active'
  join person p on p.id = s.person_id
  join person_version v on v.person_id = p.id and upper_inf(v.recorded)
  where s.token_hash = ${hash} and ${sessionLives(limits)}`

/** The strongest standing at each agency; one's appointments before one's concurrent posts. */
function strongest(held: readonly HeldStanding[], names: ReadonlyMap<string, string>): StandingAt[] {
  const byAgency = new Map<string, StandingAt>()
  for (const { agency, standing } of held) {
    if (!byAgency.has(agency)) byAgency.set(agency, { agencyCode: agency, agencyName: names.get(agency) ?? agency, standing })
  }
  return [...byAgency.values()]
}

/** What the person manages, of what one statement has loaded; delegations ask what else their givers are. */
async function authorityFor({ quick }: Database, row: FoundRow, day: Day): Promise<Authority> {
  if (row.delegated) return loadAuthority(quick.read, row.person_id, { day, known: 'now' })
  const centralRoles = row.roles.filter(({ role }) => role === 'central')
  return authorityOf({ day, account: 'active', posts: row.posts, delegations: [], centralRoles })
}

/** R-JML-3: where a handover review keeps management closed; of several at one agency the last counts. Hardly anybody has one. */
async function reviewedAgencies(db: Reader, person: string, today: Day): Promise<AgencyCode[]> {
  const { rows } = await sql<{ agency: AgencyCode }>`
    select h.agency_code as agency from (
      select distinct on (r.agency_code) r.agency_code, r.put_off_until from handover_review r
      where r.person_id = ${person} and r.done_at is null and r.standing = 'hrSupervisor' and r.opens_on <= ${today}::date
      order by r.agency_code, r.opens_on desc) h
    where h.put_off_until is null or h.put_off_until < ${today}::date`.execute(db)
  return rows.map(({ agency }) => agency)
}

async function toActor(database: Database, row: FoundRow, today: Day): Promise<Actor> {
  const names = new Map(row.posts.map((post) => [post.agency, post.agencyName]))
  const standings = strongest(standingsOn(row.posts, today), names)
  // The one that was chosen, as long as it is still held; else the first.
  const chosen = standings.find((one) => one.agencyCode === row.chosen_agency) ?? standings[0] ?? null
  const reviewing = row.reviewing ? await reviewedAgencies(database.quick.read, row.person_id, today) : []
  const { open: authority, closed } = untilReviewed(await authorityFor(database, row, today), reviewing)
  const working = row.working_agency === null || row.working_relation === null ? null
    : await workingFor(database.quick.read, {
      agency: row.working_agency, relation: row.working_relation, authority, standings, today,
    })
  return {
    sessionId: row.id,
    personId: row.person_id,
    personKey: row.key,
    name: row.name,
    accountName: row.account_name,
    method: row.method,
    signedInAt: row.signed_in_at,
    secondFactorBy: row.second_factor_by,
    agreementAsked: row.agreement_asked,
    standings,
    chosen,
    workingFor: working,
    // A role ends with the last post (R-CEN-1).
    roles: row.posts.length > 0 ? row.roles.map(({ role }) => role) : [],
    authority,
    closedWays: closed,
    card: null,
    unreadNotices: row.unread,
    openTodos: row.open_todos,
    todosStale: row.todos_stale,
    language: row.language,
    displaySize: row.display_size,
  }
}

/**
 * The actor of a live session, or null: no such token, ended, past a limit, or an account that is not active (any more), which
 * it is neither when its person has left for long.
 * Notes that the session was seen, at most once a minute.
 */
export async function findActor(
  database: Database, token: string, today: Day, limits: SessionLimits,
): Promise<Actor | null> {
  const { rows: [row] } = await find(tokenHash(token), today, limits).execute(database.quick.read)
  if (row === undefined) return actorOfCard(database, token, today, limits)
  if (row.stale) await noteSeen(database, row.id)
  if (row.posts.length === 0 && await isClosedTo(database, row.person_id, today)) return null
  return toActor(database, row, today)
}

async function actorOfCard(database: Database, token: string, today: Day, limits: SessionLimits): Promise<Actor | null> {
  const found = await findCardActor(database, token, today, limits)
  if (found?.stale) await noteSeen(database, found.actor.sessionId)
  return found?.actor ?? null
}

async function noteSeen({ unaudited }: Database, session: string): Promise<void> {
  await unaudited.updateTable('session').set({ last_seen_at: sql`now()` }).where('id', '=', session).where('ended_at', 'is', null).execute()
}

/** Whether somebody without a post has left longer ago than the rule allows (R-STD-3), written or not. */
async function isClosedTo({ quick }: Database, person: string, today: Day): Promise<boolean> {
  const day = await closesOn(quick.read, person, today)
  return day !== null && day <= today
}
