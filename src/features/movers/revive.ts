// Undoing a feed (4.5): what it had suspended or ended, and nobody has touched since, is again what it was, where its ground
// is there again. So is what a day took that was over, or a fortnight without an answer, because of the feed.
import { sql } from 'kysely'
import { recordEach } from '../../store/record-each.ts'
import { KINDS, lockDecisions, valuesOf, writeNextVersions } from './decisions.ts'
import { giverStands, holdsAny, holdsPost } from './ground.ts'
import { tellLater } from './tell.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { EachEvent } from '../../store/record-each.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Cause, KindName } from './decisions.ts'
import type { Known } from './ground.ts'

/** How many decisions of each kind are again what they were. */
export type Revived = { grants: number; proposals: number; memberships: number; delegations: number; roles: number }

/** `event`: of the undoing, whose facts stand already in this transaction; `undone`: the feed that is undone. */
export async function reviveWhatFeedEnded(
  tx: Change, { event, undone, today }: { event: EventId; undone: string; today: Day },
): Promise<Revived> {
  const cause = { event, feed: undone }
  await tellLater(tx, event)
  const subjects = { person: sql`q.person_id`, agency: sql`q.agency` }
  const values = { feed: sql`${undone}::text`, before: valuesOf('q'), after: valuesOf('q', sql`q.was`) }
  const grant = { grant: sql`q.id`, category: sql`q.category_code` }
  const application = sql`q.application_code`
  return {
    grants: await revive(tx, cause, 'grant', today, (from) => ({
      code: 'grant.revived', from, ...subjects, application, detail: { ...grant, ...values },
    })),
    proposals: await proposeAnew(tx, cause, today),
    memberships: await revive(tx, cause, 'membership', today, (from) => ({
      code: 'group.member-revived', from, ...subjects,
      detail: { group: sql`q.group_code`, membership: sql`q.id`, ...values },
    })),
    delegations: await revive(tx, cause, 'delegation', today, (from) => ({
      code: 'delegation.revived', from, ...subjects, detail: { delegation: sql`q.id`, ...values },
    })),
    roles: await revive(tx, cause, 'role', today, (from) => ({
      code: 'role.revived', from, person: sql`q.person_id`,
      detail: { assignment: sql`q.id`, role: sql`q.role`, ...values },
    })),
  }
}

type Reviving = EachEvent<'grant.revived'> | EachEvent<'group.member-revived'> | EachEvent<'delegation.revived'>
  | EachEvent<'role.revived'>

async function revive(
  tx: Change, cause: Cause & { feed: string }, kind: KindName, today: Day, event: (from: RawBuilder<unknown>) => Reviving,
): Promise<number> {
  const found = revivable(kind, cause.feed, today)
  if (await lockDecisions(tx, kind, found) === 0) return 0
  const each = event(sql`select * from (${found}) r where was <> 'proposed' order by id`)
  await recordEach(tx, each)
  return writeNextVersions(tx, cause, { kind, code: each.code, change: 'revived', state: null })
}

/** A proposal that ended cannot be one again (db/migrations/0015): the same is proposed anew, by the same person. */
async function proposeAnew(tx: Change, { event: _, feed }: Cause & { feed: string }, today: Day): Promise<number> {
  const ended = await tx.db.selectFrom('feed_consequence').select('id')
    .where('feed_id', '=', feed).where('kind', '=', 'grant').where('change', '=', 'ended').limit(1).executeTakeFirst()
  if (ended === undefined) return 0
  const written = await recordEach(tx, {
    code: 'grant.proposal-revived',
    from: sql`select r.*, gen_random_uuid() as anew from (${revivable('grant', feed, today)}) r where was = 'proposed' order by id`,
    person: sql`q.person_id`, agency: sql`q.agency`, application: sql`q.application_code`,
    detail: { grant: sql`q.anew`, ended: sql`q.id`, category: sql`q.category_code`, feed: sql`${feed}::text`, after: valuesOf('q', sql`q.was`) },
  })
  if (written === 0) return 0
  await sql`
    insert into permission_grant (id, application_code, category_code, agency_code, person_id, post_id, valid, state, reason,
      given_by, event_id)
    select (e.detail ->> 'grant')::uuid, t.application_code, t.category_code, t.agency_code, t.person_id, t.post_id, t.valid,
      'proposed', t.reason, t.given_by, e.id
    from audit_event e join permission_grant t on t.id = (e.detail ->> 'ended')::uuid and upper_inf(t.recorded)
    where e.transaction = pg_current_xact_id() and e.code = 'grant.proposal-revived'`.execute(tx.db)
  return written
}

/** Who the other parties of a decision are, besides the person: with the same ones no two may stand on one day. */
const PARTIES: Readonly<Record<KindName, readonly string[]>> = {
  grant: ['application_code', 'category_code', 'agency_code'],
  membership: ['group_code'],
  delegation: ['agency_code'],
  role: [],
}

/** That what the decision `t` rests on is there; `was`: what it would be again, for only what gives asks for its giver. */
function groundOf(kind: KindName, today: Day, known: Known): RawBuilder<boolean> {
  if (kind === 'role') return holdsAny(sql`t.person_id`, today, known)
  const held = holdsPost(sql`t.person_id`, sql`t.post_id`, today, known)
  if (kind !== 'delegation') return held
  return sql`(${held} and (l.was <> 'active' or exists (select from delegation d
    where d.id = t.id and d.version = t.version and ${giverStands(today, known)})))`
}

/**
 * The decisions that are to be what they were (`was`), as they stand, with the agency told of. Of each the last line counts
 * that says what was done to it, and, where that was a lapse, the suspension that lapsed: the feed's own, or those that came
 * by themselves since the feed and whose ground this undoing brings back.
 */
export function revivable(kind: KindName, undone: string, today: Day): RawBuilder<unknown> {
  const table = sql.table(KINDS[kind].table)
  const same = PARTIES[kind].map((column) => sql`and ${sql.ref(`o.${column}`)} = ${sql.ref(`t.${column}`)}`)
  const since = (line: string) => sql`(${sql.table(line)}.feed_id = ${undone}::bigint or (${sql.table(line)}.feed_id is null
    and ${sql.table(line)}.at >= (select applied_at from feed where id = ${undone}::bigint)))`
  // What a feed has just written nobody has counted yet: the line before is looked up by its decision, and then looked at.
  return sql`
    select t.*, l.was, l.agency
    from (
      select distinct on (c.decision_id) c.decision_id, c.version_written, c.agency_code as agency,
        coalesce(p.feed_id, c.feed_id) as feed_id, c.change = 'lapsed' and p.version_before is null as only_lapsed, b.state as was
      from feed_consequence c
      left join lateral (
        select p.feed_id, p.version_before from feed_consequence p
        where p.decision_id = c.decision_id and c.change = 'lapsed' and p.version_written = c.version_before
          and p.change = 'suspended' and (${since('p')}) is true
        offset 0
      ) p on true
      join ${table} b on b.id = c.decision_id and b.version = coalesce(p.version_before, c.version_before)
      where c.kind = ${kind} and c.change in ('suspended', 'ended', 'lapsed') and ${since('c')}
      order by c.decision_id, c.id desc
    ) l
    join ${table} t on t.id = l.decision_id and t.version = l.version_written
    where not l.only_lapsed and upper_inf(t.recorded) and (upper_inf(t.valid) or upper(t.valid) > ${today}::date)
      and ${groundOf(kind, today, 'now')} and (l.feed_id is not null or not ${groundOf(kind, today, 'before')})
      and (t.state <> 'ended' or not exists (
        select from ${table} o where o.person_id = t.person_id ${sql.join(same, sql` `)} and o.id <> t.id and upper_inf(o.recorded)
          and o.state <> 'ended' and o.valid && t.valid))`
}
