// Announcements as their writers have them: those of one agency, or of the centre, with what became of them.
import { sql } from 'kysely'
import { z } from 'zod'
import { mayLookAfter } from '../../core/notices.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { manageAgency } from '../../store/managing.ts'
import { managedDefault } from '../../web/managed.ts'
import { findNotice, noticeColumns, toNotice } from './notice-rows.ts'
import { isId } from './slice.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { NamedAgency, Notice } from './notice-rows.ts'

/** In whose name somebody writes: an agency that they manage, or (null) the centre. */
export type Desk = { agency: NamedAgency | null }
type Asking = { actor: Actor; today: Day }

/** What stands in an address for the centre. */
export const CENTRE = 'centre'

/** The desk of the address, or the one that pages open with; null: it is not theirs. */
export async function deskAsked(db: Reader, { actor, today }: Asking, code: string | undefined): Promise<Desk | null> {
  const central = actor.roles.includes('central')
  const asked = code ?? (central && actor.workingFor?.relation !== 'managed' ? CENTRE : managedDefault(actor))
  if (asked === CENTRE) return central ? { agency: null } : null
  if (asked === null) return null
  // Of an agency that is no more, too, the centre looks after what it left.
  if (central) {
    const agency = (await loadTree(db, [asked], { day: today, known: 'now' })).agencies.get(asked)
    return agency === undefined ? null : { agency }
  }
  const managed = await manageAgency(db, actor.authority, asked, today)
  return managed === null ? null : { agency: managed.agency }
}

/** The announcement, where the actor looks after those of its agency; null otherwise, and where there is none. */
export async function managedNotice(db: Reader, { actor, today }: Asking, id: string): Promise<Notice | null> {
  const notice = await findNotice(db, id)
  if (notice === null) return null
  const agency = notice.agency?.code ?? null
  const tree = await loadTree(db, agency === null ? [] : [agency], { day: today, known: 'now' })
  return mayLookAfter(actor.authority, agency, tree) ? notice : null
}

export const SHOWN = ['current', 'past', 'all'] as const
export type ManagedFilter = { agency: AgencyCode | null; shown: (typeof SHOWN)[number] }
export type ManagedPage = { notices: Notice[]; total: number; previous: string | null; next: string | null }

/** What may stand in an address for a desk, and for which of its announcements. */
export const deskCode = z.string().regex(/^([0-9A-Za-z]{10}|centre)$/)
export const shownField = z.enum(SHOWN).or(z.literal('')).default('current')
export const shownOf = (shown: z.output<typeof shownField>): ManagedFilter['shown'] => (shown === '' ? 'current' : shown)

export const MANAGED_A_PAGE = 50

/** A page of the announcements of that agency, the newest first; `after` and `before`: from where it goes on. */
export async function listManaged(
  db: Reader, { agency, shown }: ManagedFilter, turn: { after?: string | undefined; before?: string | undefined } = {}, size = MANAGED_A_PAGE,
): Promise<ManagedPage> {
  const at = [turn.after, turn.before].find((one) => one !== undefined && isId(one))
  const back = at !== undefined && at === turn.before
  const way = back ? sql`asc` : sql`desc`
  const open = sql`(not v.withdrawn and (v.withdraw_at is null or v.withdraw_at > now()))`
  const which = { all: sql`true`, current: open, past: sql`not ${open}` }[shown]
  const from = sql`from announcement a join announcement_version v on v.announcement_id = a.id and upper_inf(v.recorded)
    where a.agency_code is not distinct from ${agency} and ${which}`
  const beyond = at === undefined ? sql`` : sql`and (v.publish_at, v.announcement_id) ${back ? sql`>` : sql`<`} (
    select c.publish_at, c.announcement_id from announcement_version c where c.announcement_id = ${at} and upper_inf(c.recorded))`
  const { rows } = await sql<Parameters<typeof toNotice>[0]>`select ${noticeColumns} ${from} ${beyond}
    order by v.publish_at ${way}, v.announcement_id ${way} limit ${sql.lit(size + 1)}`.execute(db)
  const { rows: [counted] } = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(db)
  const more = rows.length > size
  const found = rows.slice(0, size).map(toNotice)
  const notices = back ? found.toReversed() : found
  return {
    notices, total: counted!.total,
    previous: (back ? more : at !== undefined) ? notices[0]?.id ?? null : null,
    next: (back || more) ? notices.at(-1)?.id ?? null : null,
  }
}

/** One version of it: when, and by whom (null: by the card of an agency whose holder was not named). */
export type NoticeVersion = { version: number; at: Date; by: string | null }

/** All versions, the newest first: somebody makes a handful. */
export async function versionsOf(db: Reader, id: string): Promise<NoticeVersion[]> {
  const { rows } = await sql<NoticeVersion>`
    select v.version::int as version, lower(v.recorded) as at,
      (select n.name from person_version n where n.person_id = e.actor_person_id and upper_inf(n.recorded)) as by
    from announcement_version v join audit_event e on e.id = v.event_id
    where v.announcement_id = ${id} order by v.version desc`.execute(db)
  return rows
}

/** The announcement as it was in that version; null: there was none. */
export async function noticeInVersion(db: Reader, id: string, version: number): Promise<Notice | null> {
  const { rows: [row] } = await sql<Parameters<typeof toNotice>[0]>`select ${noticeColumns} from announcement a
    join announcement_version v on v.announcement_id = a.id and v.version = ${version} where a.id = ${id}`.execute(db)
  return row === undefined ? null : toNotice(row)
}
