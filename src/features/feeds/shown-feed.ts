// One feed as its page shows it: where it is, what it comes to, why it waits, and who decides on it.
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { FeedInterruption, FeedRefusal } from '../../core/feed-faults.ts'
import type { HoldReason } from '../../core/feed-judging.ts'
import type { Reader } from '../../store/database.ts'
import { centralAdministrators } from '../../store/managers.ts'
import { lastApplied } from './feed-at-work.ts'
import type { FeedCounts, FeedKind, FeedState } from './feed-at-work.ts'
import { GONE_AFTER_SECONDS } from './heartbeat.ts'
import { namedPerson } from './list-feeds.ts'
import type { Named } from './list-feeds.ts'

/** Why a feed was turned away by itself: what its file was, or that there was nothing to do with it (any more). */
export type ShownRefusal =
  FeedRefusal | { code: 'notLast' } | { code: 'broughtAlready'; feed: string } | { code: FeedInterruption }

export type ShownFeed = {
  id: string
  kind: FeedKind
  state: FeedState
  source: string
  format: 'csv' | 'ndjson' | null
  bytes: number
  sha256: string | null
  asOf: Day
  atOnce: boolean
  submittedBy: string | null
  by: Named | null
  via: string
  receivedAt: Date
  /** Nobody was seen at work on it of late. */
  gone: boolean
  stage: 'receive' | 'compare' | 'preview' | 'apply' | null
  done: number
  total: number | null
  rows: number
  rejectedRows: number
  counts: FeedCounts | null
  refusal: ShownRefusal | null
  heldFor: HoldReason[] | null
  baseId: string | null
  renewedAt: Date | null
  undoesId: string | null
  /** The feed that undid this one, or is to. */
  undoneBy: { id: string; state: FeedState } | null
  decidedBy: string | null
  decider: Named | null
  decidedAt: Date | null
  note: string | null
  appliedAt: Date | null
  /** Whether it is the last one that was applied: that one can be undone. */
  isLast: boolean
}

/** The feed of that number; null where there is none to show. */
export async function shownFeed(db: Reader, id: string): Promise<ShownFeed | null> {
  const { rows: [row] } = await sql<Omit<ShownFeed, 'isLast' | 'bytes' | 'done' | 'total'> & Record<'bytes' | 'done', string> & { total: string | null }>`
    select f.id, f.kind, f.state, f.source, f.format, f.bytes, encode(f.sha256, 'hex') as sha256, f.as_of as "asOf",
      f.at_once as "atOnce", f.submitted_by as "submittedBy", ${namedPerson(sql`f.submitted_by`)} as by, f.submitted_via as via,
      f.received_at as "receivedAt", f.seen_at < now() - make_interval(secs => ${sql.lit(GONE_AFTER_SECONDS)}) as gone,
      f.stage, f.done, f.total, f.rows, f.rejected_rows as "rejectedRows", f.counts, f.refusal, f.held_for as "heldFor",
      f.base_id as "baseId", f.renewed_at as "renewedAt", f.undoes_id as "undoesId",
      (select json_build_object('id', u.id::text, 'state', u.state) from feed u
        where u.undoes_id = f.id and u.state in ('received', 'ready', 'held', 'applied') order by u.id desc limit 1) as "undoneBy",
      f.decided_by as "decidedBy", ${namedPerson(sql`f.decided_by`)} as decider, f.decided_at as "decidedAt", f.note,
      f.applied_at as "appliedAt"
    from feed f where f.id = ${id} and not f.trial`.execute(db)
  if (row === undefined) return null
  const isLast = row.state === 'applied' && (await lastApplied(db))?.id === row.id
  return { ...row, bytes: Number(row.bytes), done: Number(row.done), total: row.total === null ? null : Number(row.total), isLast }
}

/** Whether its file has not arrived whole. */
export const isUnsent = ({ kind, sha256 }: Pick<ShownFeed, 'kind' | 'sha256'>): boolean =>
  (kind === 'snapshot' || kind === 'delta') && sha256 === null

/** Whether somebody has decided, or nobody has to, and it is yet to be applied. */
export const isDecided = ({ state, atOnce, decidedBy }: Pick<ShownFeed, 'state' | 'atOnce' | 'decidedBy'>): boolean =>
  (state === 'ready' && (atOnce || decidedBy !== null)) || (state === 'held' && decidedBy !== null)

/** Whether the portal is at work on it, so that the page is another one soon. */
export const isAtWork = (feed: ShownFeed): boolean => feed.state === 'receiving' || feed.state === 'received' || isDecided(feed)

/** Somebody of the centre who may decide. */
export type Decider = Named & { personId: string }

/** Who is 總處管理者 on that day, by name. */
export async function centralNames(db: Reader, today: Day): Promise<Decider[]> {
  const persons = await centralAdministrators(db, today)
  const { rows } = await sql<Decider>`
    select v.person_id as "personId", v.name, a.name as "accountName"
    from person_version v join account a on a.person_id = v.person_id
    where v.person_id = any(${persons}::bigint[]) and upper_inf(v.recorded)
    order by v.name collate "C", v.person_id`.execute(db)
  return rows
}

/** The names of agencies, where they are known. */
export async function namesOfAgencies(db: Reader, codes: readonly string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map()
  const { rows } = await sql<{ code: string; name: string }>`
    select distinct on (agency_code) agency_code as code, name from agency_version
    where agency_code = any(${[...codes]}::text[]) and upper_inf(recorded)
    order by agency_code, valid @> current_date desc, valid desc`.execute(db)
  return new Map(rows.map(({ code, name }) => [code, name]))
}
