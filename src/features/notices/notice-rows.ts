// Announcements as they are kept, and who may read which.
import { sql } from 'kysely'
import { lineOf } from '../../core/agency-tree.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { momentOf } from '../../store/as-of.ts'
import { isId } from './slice.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Audience, Place, Showing } from '../../core/notices.ts'
import type { AgencyCode, Standing } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'

export type NamedAgency = { code: AgencyCode; name: string; nameEn: string | null }

/** An announcement as it stands (or stood, in an earlier version). `agency` null: the centre's. `edited`: when another version came. */
export type Notice = Showing & {
  id: string
  version: number
  agency: NamedAgency | null
  title: string
  body: string
  pinned: boolean
  mustAcknowledge: boolean
  audience: Audience
  audienceAgency: NamedAgency | null
  edited: Date | null
}

type Row = Omit<Notice, 'audience' | 'agency' | 'audienceAgency'> & {
  agency: AgencyCode | null; agencyName: string | null; agencyNameEn: string | null
  audienceCode: AgencyCode | null; audienceName: string | null; audienceNameEn: string | null; below: boolean; standing: Standing | null
}

/** The name that an agency bears, or bore last. */
export const nameOf = (code: RawBuilder<unknown>, column: 'name' | 'name_en'): RawBuilder<string | null> => sql`(
  select g.${sql.raw(column)} from agency_version g where g.agency_code = ${code} and upper_inf(g.recorded) order by g.valid desc limit 1)`

/** The columns of a `Notice`, of `announcement a` and `announcement_version v`. */
export const noticeColumns: RawBuilder<Row> = sql`
  a.id, v.version, a.agency_code as agency, ${nameOf(sql`a.agency_code`, 'name')} as "agencyName",
  ${nameOf(sql`a.agency_code`, 'name_en')} as "agencyNameEn", v.title, v.body, v.pinned, v.must_acknowledge as "mustAcknowledge",
  v.audience_agency as "audienceCode", ${nameOf(sql`v.audience_agency`, 'name')} as "audienceName",
  ${nameOf(sql`v.audience_agency`, 'name_en')} as "audienceNameEn", v.audience_below as below, v.audience_standing as standing,
  v.publish_at as "publishAt", v.withdraw_at as "withdrawAt", v.withdrawn,
  case when v.version > 1 then lower(v.recorded) end as edited`

/** An agency as a row has it. */
export const named = (code: AgencyCode | null, name: string | null, nameEn: string | null): NamedAgency | null =>
  code === null ? null : { code, name: name ?? code, nameEn }

/** A row of `noticeColumns` as the pages have it. */
export function toNotice(row: Row): Notice {
  const { agency, agencyName, agencyNameEn, audienceCode, audienceName, audienceNameEn, below, standing, ...rest } = row
  return {
    ...rest, agency: named(agency, agencyName, agencyNameEn), audience: { agency: audienceCode, below, standing },
    audienceAgency: named(audienceCode, audienceName, audienceNameEn),
  }
}

/** What of somebody is asked to know what is written to them; a visitor and an agency's card have no standings. */
export type ReaderOf = Pick<Actor, 'standings'> | null

/**
 * `isAddressed` of src/core/notices.ts as a condition on `announcement_version v`: listed exactly when it may be read. The line above
 * an agency is walked up once for the statement, as an array, and not for each announcement.
 */
export function addressedTo(reader: ReaderOf, today: Day): RawBuilder<boolean> {
  const { day, known } = momentOf({ day: today, known: 'now' })
  const held = (reader?.standings ?? []).map(({ agencyCode, standing }) => sql`v.audience_standing <= ${standing}::standing and (
    v.audience_agency is null or v.audience_agency = ${agencyCode} or v.audience_below and v.audience_agency = any(array(
      select l.agency_code from agency_line(${agencyCode}::agency_code, ${day}, ${known}) l)))`)
  return sql`(${sql.join([sql`v.audience_standing is null`, ...held], sql` or `)})`
}

/** The places of a reader as core's decision takes them. */
export async function placesOf(db: Reader, reader: ReaderOf, today: Day): Promise<Place[]> {
  const standings = reader?.standings ?? []
  if (standings.length === 0) return []
  const tree = await loadTree(db, standings.map(({ agencyCode }) => agencyCode), { day: today, known: 'now' })
  return standings.map(({ agencyCode, standing }) => ({ standing, line: lineOf(tree, agencyCode).map(({ code }) => code) }))
}

/** Shown at this moment: `stateOf` of src/core/notices.ts is `shown`. */
export const shownNow: RawBuilder<boolean> =
  sql`(upper_inf(v.recorded) and not v.withdrawn and v.publish_at <= now() and (v.withdraw_at is null or v.withdraw_at > now()))`

/** The announcement as it stands today, whoever asks; null: there is none of that number. `lock`: nobody else changes it meanwhile. */
export async function findNotice(db: Reader, id: string, lock = false): Promise<Notice | null> {
  if (!isId(id)) return null
  if (lock) await sql`select from announcement where id = ${id} for no key update`.execute(db)
  const { rows: [row] } = await sql<Row>`select ${noticeColumns} from announcement a
    join announcement_version v on v.announcement_id = a.id and upper_inf(v.recorded) where a.id = ${id}`.execute(db)
  return row === undefined ? null : toNotice(row)
}
