// Small feeds over the small governments: every way in which a feed can differ from what is known, as rows of `feed_person` and
// `feed_post`.
import fc from 'fast-check'
import { sql } from 'kysely'
import { drawer, government, period, rangeOf, TODAY } from './government.ts'
import type { Kysely } from 'kysely'
import type { Tables } from '../../src/store/tables.ts'
import type { Draw, Government, Row } from './government.ts'

export type FeedRows = { person: Row[]; post: Row[] }
export type Fed = { rows: Government; feed: FeedRows }

const isCurrent = (row: Row): boolean => String(row.recorded).endsWith(',)')

function said(draw: Draw): Row {
  return {
    staff_category: draw.one(['08', '01', '']), supervisor_level: draw.one(['', '', '\u3000', '3']), rank: '', job_series: '',
    nature: draw.one(['5', '5', '1', '']), section: '', valid: rangeOf(period(draw)),
  }
}

const identityOf = ({ person_id, id, agency_code, kind, unit, title, starts }: Row): Row =>
  ({ person_id: person_id!, post_id: id!, agency_code: agency_code!, kind: kind!, unit: unit!, title: title!, starts: starts! })

function newPost(draw: Draw, rows: Government, person: number, nth: number): Row {
  return {
    change: 'new', person_id: person, post_id: person * 10 + 5 + nth, agency_code: String(draw.one(rows.agency).code),
    kind: draw.one(['appointment', 'appointment', 'concurrent']), unit: draw.one(['秘書室', '人事室', '']),
    title: `新${nth}`, starts: '2026-03-01', ...said(draw),
  }
}

function feedOn(draw: Draw, rows: Government): FeedRows {
  const current = new Map(rows.post_version.filter(isCurrent).map((row) => [row.post_id, row]))
  const known = rows.post.flatMap((post): Row[] => {
    const version = current.get(post.id!)
    if (draw.odds(5)) return []
    // What no version says (any more) comes back as new.
    if (version === undefined) return draw.odds(5) ? [{ change: 'new', ...identityOf(post), ...said(draw) }] : []
    if (draw.odds(2)) {
      const { staff_category, supervisor_level, nature } = version
      return [{
        change: 'withdrawn', ...identityOf(post), staff_category: staff_category!, supervisor_level: supervisor_level!,
        nature: nature!, rank: '', job_series: '', section: '', valid: null,
      }]
    }
    return [{ change: 'changed', ...identityOf(post), ...said(draw) }]
  })
  const joining = [7, 8].filter(() => draw.odds(5))
  const moving = rows.person.map(({ id }) => Number(id)).filter(() => draw.odds(4))
  const added = [...joining, ...moving].flatMap((person) =>
    Array.from({ length: 1 + draw.upTo(1) }, (_, nth) => newPost(draw, rows, person, nth)))
  return {
    person: [
      ...joining.map((id): Row => ({
        person_id: id, change: 'new', name: `新人${id}`, national_id_sealed: '\\x00',
        national_id_index: `\\x${String(id).padStart(64, '0')}`, birth_date: '1990-01-01', email: null,
      })),
      ...rows.person.filter(() => draw.odds(2)).map(({ id }): Row => ({
        person_id: id!, change: 'changed', name: draw.one(['改名', '人員']), national_id_sealed: null, national_id_index: null,
        birth_date: '1980-01-01', email: null,
      })),
    ],
    post: [...known, ...added].map((row) => ({ ...row, ends: false })),
  }
}

/** An arbitrary government, and what a feed would change of it. */
export const fed: fc.Arbitrary<Fed> = fc.tuple(government, fc.noShrink(fc.gen())).map(([rows, g]) =>
  ({ rows, feed: feedOn(drawer(g), rows) }))

async function asOwner(db: Kysely<Tables>, act: () => Promise<void>): Promise<void> {
  await sql`set local role none`.execute(db)
  await sql`set local session_replication_role = replica`.execute(db)
  await act()
  await sql`set local session_replication_role = origin`.execute(db)
  await sql`set local role ecpa_program`.execute(db)
}

async function insert(db: Kysely<Tables>, table: string, rows: Row[]): Promise<void> {
  await sql`insert into ${sql.table(table)} overriding system value
    select * from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(db)
}

export const FEED = '1'

/** Writes the feed as compared and not applied; people have names then. */
export async function writeFeed(db: Kysely<Tables>, { rows, feed }: Fed, asOf: string): Promise<void> {
  await asOwner(db, async () => {
    // Whose event all rows of the government are; it is asked for where they are closed.
    await sql`insert into audit_event (id, code, outcome, actor_process) overriding system value
      values (1, 'people.generated', 'done', 'test') on conflict do nothing`.execute(db)
    await sql`select setval(pg_get_serial_sequence('audit_event', 'id'), greatest(1, (select max(id) from audit_event)))`.execute(db)
    // Nor do the parties of a decision change from version to version where more follow.
    await sql`update permission_grant g set given_by = f.given_by from permission_grant f
      where f.id = g.id and f.version = 1 and g.version > 1`.execute(db)
    await sql`update central_role g set role = f.role from central_role f
      where f.id = g.id and f.version = 1 and g.version > 1`.execute(db)
    await sql`insert into person_version (person_id, name, birth_date, recorded, event_id)
      select id, '人員', '1980-01-01', '[2026-01-01,)', 1 from unnest(${rows.person.map(({ id }) => id)}::bigint[]) id`.execute(db)
    await sql`insert into feed (id, kind, state, source, as_of, submitted_via) overriding system value
      values (${FEED}, 'snapshot', 'ready', 'test', ${asOf}, 'test')`.execute(db)
  })
  await insert(db, 'feed_person', feed.person.map((row) => ({ feed_id: FEED, ...row })))
  await insert(db, 'feed_post', feed.post.map((row) => ({ feed_id: FEED, ...row })))
}

/** R-JML-1: what rests on a post of the feed that is over, or was until now, waits for its managers. */
async function suspend(db: Kysely<Tables>, table: 'permission_grant' | 'group_member', instant: string): Promise<void> {
  const { rows: columns } = await sql<{ name: string }>`select attname as name from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and attname not in ('version', 'state', 'recorded')`.execute(db)
  const same = sql.join(columns.map(({ name }) => sql.ref(name)))
  const notOver = (known: string) => sql`exists (select from post_version w
    where w.person_id = t.person_id and w.post_id = t.post_id and ${sql.raw(known)} and not w.valid << daterange(${TODAY}, null))`
  await sql`
    with lost as (
      select t.id from ${sql.table(table)} t join feed_post f on f.person_id = t.person_id and f.post_id = t.post_id
      where t.state = 'active' and upper_inf(t.recorded) and not t.valid << daterange(${TODAY}, null)
        and not (${notOver('upper_inf(w.recorded)')}
          and ${notOver(`w.recorded @> timestamptz '${instant}' - interval '1 microsecond'`)})
    ), closed as (
      update ${sql.table(table)} t set recorded = tstzrange(lower(t.recorded), ${instant})
      from lost l where l.id = t.id and upper_inf(t.recorded) returning t.*
    )
    insert into ${sql.table(table)} (${same}, version, state, recorded)
    select ${same}, version + 1, 'suspended', tstzrange(${instant}, null) from closed`.execute(db)
}

/** Makes the facts say what the feed says, at that instant, and what rests on them follow. */
export async function enactFeed(db: Kysely<Tables>, instant: string): Promise<void> {
  await asOwner(db, async () => {
    await sql`insert into person (id, national_id_sealed, national_id_index)
      select person_id, national_id_sealed, national_id_index from feed_person where change = 'new'`.execute(db)
    await sql`update person_version v set recorded = tstzrange(lower(v.recorded), ${instant}) from feed_person f
      where f.person_id = v.person_id and upper_inf(v.recorded)`.execute(db)
    await sql`insert into person_version (person_id, version, name, birth_date, email, recorded, event_id)
      select f.person_id, coalesce((select max(v.version) from person_version v where v.person_id = f.person_id), 0) + 1,
        f.name, f.birth_date, f.email, tstzrange(${instant}, null), 2 from feed_person f`.execute(db)
    await sql`insert into account (person_id) select person_id from feed_person where change = 'new'`.execute(db)
    await sql`insert into account_state_version (person_id, state, recorded)
      select person_id, 'pending', tstzrange(${instant}, null) from feed_person where change = 'new'`.execute(db)
    await sql`insert into post (id, person_id, agency_code, kind, unit, title, starts)
      select post_id, person_id, agency_code, kind, unit, title, starts from feed_post on conflict do nothing`.execute(db)
    await sql`update post_version v set recorded = tstzrange(lower(v.recorded), ${instant}) from feed_post f
      where f.person_id = v.person_id and f.post_id = v.post_id and upper_inf(v.recorded)`.execute(db)
    await sql`insert into post_version (person_id, post_id, version, staff_category, supervisor_level, nature, valid, recorded, event_id)
      select f.person_id, f.post_id, coalesce((select max(v.version) from post_version v
          where v.person_id = f.person_id and v.post_id = f.post_id), 0) + 1,
        f.staff_category, f.supervisor_level, f.nature, f.valid, tstzrange(${instant}, null), 2
      from feed_post f where f.valid is not null`.execute(db)
    await suspend(db, 'permission_grant', instant)
    await suspend(db, 'group_member', instant)
    await sql`update feed set state = 'applied', applied_at = ${instant}, event_id = 2`.execute(db)
  })
}
