// The portal in a story: files go in as the command line brings them, days pass, managers act. After each step it is asked
// whether the law holds, whether it knows what the files said, and whether whatever changed has its event.
import assert from 'node:assert/strict'
import { decide } from '../../src/core/access.ts'
import { asOf } from '../../src/core/as-of.ts'
import { addDays, daysBetween } from '../../src/core/days.ts'
import { reasonId } from '../../src/core/reasons.ts'
import { approveFeed, applyReadyFeed, rejectFeed, seenOf } from '../../src/features/feeds/decide-feed.ts'
import { workOnFeed } from '../../src/features/feeds/pipeline.ts'
import { receiveFeed } from '../../src/features/feeds/receive-feed.ts'
import { makeUndo } from '../../src/features/feeds/undo-feed.ts'
import { followTheDay } from '../../src/features/movers/follow-day.ts'
import { approvePlan, draftPlan, editPlan, putAgency, sendPlan, undoPlan } from '../../src/features/restructuring/plan-acts.ts'
import { loadPlan } from '../../src/features/restructuring/plan-rows.ts'
import { listAccess } from '../../src/store/access-list.ts'
import { loadPersonFacts } from '../../src/store/access.ts'
import { processOrigin } from '../../src/store/change.ts'
import { centralActor } from '../feeds.ts'
import { governmentRows } from '../history/government-rows.ts'
import { perform } from '../history/deeds.ts'
import * as oracle from '../law/oracle.ts'
import { AGENCIES, seal } from '../world.ts'
import { Clock } from './clock.ts'
import { digestOf, FACTS, known, storyDay, textOf } from './state.ts'
import type { Day } from '../../src/core/days.ts'
import type { PlannedAgency } from '../../src/core/restructuring.ts'
import type { FeedAtWork } from '../../src/features/feeds/feed-at-work.ts'
import type { FeedReceived } from '../../src/features/feeds/receive-feed.ts'
import type { Deed, Ended } from '../history/deeds.ts'
import type { World } from '../world.ts'
import type { Tried } from './managers.ts'
import type { Known } from './nation.ts'
import type { Chapter } from './story.ts'

const ORIGIN = processOrigin('test')
const OPEN = '9999-12-31'
const EVENT = '(select max(id) from audit_event)'
// As many past days are asked again after each step.
const MOST_REMEMBERED = 4

export class Portal {
  readonly world: World
  readonly today: Day
  now = 0
  reasons = 0
  readonly #clock: Clock
  readonly #ids: Map<string, string>
  readonly #remembered: { day: number; lines: string[] }[] = []

  private constructor(world: World, today: Day, clock: Clock, ids: Map<string, string>) {
    this.world = world
    this.today = today
    this.#clock = clock
    this.#ids = ids
  }

  /** `ids`: of everybody there may ever be. */
  static async of(world: World, today: Day, ids: readonly string[]): Promise<Portal> {
    return new Portal(world, today, await Clock.of(world), new Map(ids.map((id) => [seal.indexNationalId(id).toString('hex'), id])))
  }

  /** The day of the story as the portal's calendar has it now. */
  dayOf(day: number): Day {
    return addDays(this.today, day - this.now)
  }

  known(): Promise<Known> {
    return known(this.world, (index) => this.#ids.get(index)!, storyDay(this.today, this.now))
  }

  facts(): Promise<string[]> {
    return digestOf(this.world, FACTS)
  }

  /** Days pass, and each night's work is done once they have; done twice it does nothing more. */
  async pass(days: number): Promise<void> {
    this.#remembered.push({ day: this.now, lines: await this.#dated(await this.#listed(this.today)) })
    if (this.#remembered.length > MOST_REMEMBERED) this.#remembered.shift()
    await this.#clock.pass(days)
    this.now += days
    const listed = await this.#listed(this.today)
    await this.#changing(() => followTheDay(this.world.database, this.today))
    // R-DAY-4: whether the night's work was done makes no difference to access.
    assert.deepEqual(await this.#listed(this.today), listed, 'the night has changed what people may do')
    const facts = await this.facts()
    await followTheDay(this.world.database, this.today)
    assert.deepEqual(await this.facts(), facts, 'the night was done twice')
    await this.check()
  }

  /** A file arrives, whole or not. */
  receive(file: Buffer, { kind, asOf: day, whole = file.length }: { kind: 'snapshot' | 'delta'; asOf: number; whole?: number }): Promise<FeedReceived> {
    async function* pieces(): AsyncGenerator<Uint8Array> {
      const half = Math.ceil(file.length / 2)
      yield file.subarray(0, half)
      yield file.subarray(half)
    }
    return receiveFeed(this.world.database, seal, ORIGIN, { personId: null, via: 'test' }, pieces(), {
      source: 'people.csv', kind, asOf: this.dayOf(day), today: this.today, atOnce: false, totalBytes: whole,
    })
  }

  /** Goes on with the feed until it waits for somebody. Where its worker dies, nothing is done, and another goes on. */
  async work(feed: string, crash: Chapter['crash'] = null): Promise<FeedAtWork> {
    const work = { database: this.world.database, origin: ORIGIN, today: this.today }
    if (crash !== null) {
      let cut: Promise<unknown> | null = null
      await workOnFeed({ ...work, told: ({ stage, done }) => {
        if (stage === crash.stage && done >= crash.step && cut === null) cut = this.#cutConnections()
      } }, feed).catch(() => null).finally(() => cut)
      this.world.faults()
    }
    return (await workOnFeed(work, feed))!
  }

  #cutConnections(): Promise<unknown> {
    return this.world.sql(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
      and database = (select oid from pg_database where datname = current_database()) and pid <> pg_backend_pid()`)
  }

  /** Somebody of the centre decides: it is applied, and does what was foretold; or it is turned down, and nothing is changed. */
  async decide(feed: FeedAtWork, approved: boolean, crash: Chapter['crash']): Promise<FeedAtWork> {
    const decision = { feed: feed.id, seen: seenOf(feed), note: '已確認' }
    const actor = centralActor('ho.central')
    const { database } = this.world
    const decided = !approved ? await rejectFeed(database, ORIGIN, actor, decision)
      : feed.state === 'held' ? await approveFeed(database, ORIGIN, actor, decision)
        : await applyReadyFeed(database, ORIGIN, actor, decision)
    assert.deepEqual(decided, { decided: true })
    const done = await this.#changing(() => this.work(feed.id, crash))
    assert.equal(done.state, approved ? 'applied' : 'rejected')
    if (approved) await this.#checkForetold(feed.id)
    return done
  }

  /** Undoes the last feed that had anything to say; null where nobody may. */
  async undo(crash: Chapter['crash']): Promise<boolean> {
    const [last] = await this.world.sql<{ id: string }>(
      `select id from feed where state = 'applied' and not said_nothing order by applied_at desc limit 1`)
    if (last === undefined) return false
    const made = await makeUndo(this.world.database, ORIGIN, centralActor('chen.central'), { feed: last.id, today: this.today })
    assert.ok('made' in made, JSON.stringify(made))
    await this.decide(await this.work(made.made), true, crash)
    return true
  }

  /** One administrator plans a restructuring and another approves it; answers its id, null where something speaks against it. */
  async restructure(agencies: readonly PlannedAgency[], day: number): Promise<string | null> {
    const { database } = this.world
    const [chen, ho] = [centralActor('chen.central'), centralActor('ho.central')]
    return this.#changing(async () => {
      const { id } = await draftPlan(database, ORIGIN, chen, { title: '組織調整', reason: null, day: this.dayOf(day) })
      const edited = await editPlan(database, ORIGIN, chen, await this.#looked(id), this.today, () => ({
        what: 'agencies', before: {}, after: {}, write: async (tx) => { for (const agency of agencies) await putAgency(tx, id, agency) },
      }))
      assert.deepEqual(edited, { done: true })
      const sent = await sendPlan(database, ORIGIN, chen, await this.#looked(id), this.today)
      if ('refused' in sent) {
        assert.equal(sent.refused, 'hasProblems')
        return null
      }
      assert.deepEqual(await approvePlan(database, ORIGIN, ho, { ...await this.#looked(id), note: '' }, this.today), { done: true })
      return id
    })
  }

  async undoRestructuring(id: string): Promise<void> {
    const undone = this.#changing(async () =>
      undoPlan(this.world.database, ORIGIN, centralActor('chen.central'), { ...await this.#looked(id), note: '暫緩' }, this.today))
    assert.deepEqual(await undone, { done: true })
  }

  async #looked(id: string): Promise<{ id: string; version: number }> {
    return { id, version: (await loadPlan(this.world.database.read, id))!.version }
  }

  /** What somebody does by the portal's pages. */
  async act(deed: Deed): Promise<Ended> {
    const ended = await this.#changing(() => perform(deed, {
      world: this.world, today: this.today, visitorOf: (who) => this.world.signIn(who),
    }))
    assert.ok(ended.answer === null || ended.answer.status < 500, `${ended.answer?.status}`)
    await this.check()
    return ended
  }

  /** What somebody has to do because others moved; null where nobody has. */
  async settle(doing: (world: World, today: Day, pick: number) => Promise<Tried | null>, pick: number): Promise<Tried | null> {
    const tried = await this.#changing(() => doing(this.world, this.today, pick))
    assert.ok(tried === null || tried.status < 500, JSON.stringify(tried))
    await this.check()
    return tried
  }

  /** Some of those who hold posts are given a right and a group, as managers have done who are not in the story. */
  async endow(pick: number): Promise<void> {
    const chosen = `select distinct on (o.person_id) o.person_id, o.id as post_id, o.agency_code from post o
      join post_version v on v.person_id = o.person_id and v.post_id = o.id and upper_inf(v.recorded) and v.valid @> '${this.today}'::date
      join person n on n.id = o.person_id
      where abs(hashtext(encode(n.national_id_index, 'hex') || ${pick}) % 2) = 0
      order by o.person_id, o.agency_code, o.kind, o.unit, o.title, o.starts`
    const period = `daterange('${this.today}', case when ${pick} % 3 = 0 then '${addDays(this.today, 40)}'::date end)`
    await this.world.arrange(`
      insert into permission_group (code, name, agency_code) values ('story', '小組', '${AGENCIES.personnelOffice}') on conflict do nothing;
      insert into permission_grant (application_code, category_code, agency_code, group_code, valid, reason, event_id)
      select 'A5', 'use', '${AGENCIES.secretariat}', 'story', daterange('${this.today}', null), '小組業務', ${EVENT}
      where not exists (select from permission_grant where group_code = 'story');
      insert into permission_grant (application_code, category_code, agency_code, person_id, post_id, valid, reason, event_id)
      select '${['A5', 'A6', 'WebHR'][pick % 3]}', 'use', c.agency_code, c.person_id, c.post_id, ${period}, '業務', ${EVENT} from (${chosen}) c
      where not exists (select from permission_grant g where g.person_id = c.person_id and upper_inf(g.recorded) and g.state <> 'ended');
      insert into group_member (group_code, person_id, post_id, valid, reason, event_id)
      select 'story', c.person_id, c.post_id, ${period}, '小組業務', ${EVENT} from (${chosen}) c
      where not exists (select from group_member m where m.person_id = c.person_id and upper_inf(m.recorded) and m.state <> 'ended')`)
    await this.check()
  }

  /** Whatever was written meanwhile names an event that was written meanwhile. */
  async #changing<T>(act: () => Promise<T>): Promise<T> {
    const [before] = await this.world.sql<{ event: string }>('select coalesce(max(id), 0)::text as event from audit_event')
    const counted = await this.#versions()
    const result = await act()
    const after = await this.#versions(before!.event)
    for (const [table, { versions, named }] of after) {
      assert.equal(named, versions - counted.get(table)!.versions, `versions of ${table} without an event of their own`)
    }
    return result
  }

  async #versions(since = '0'): Promise<Map<string, { versions: number; named: number }>> {
    const tables = ['person_version', 'post_version', 'permission_grant', 'group_member', 'delegation', 'concurrent_duty', 'central_role']
    const rows = await this.world.sql<{ name: string; versions: number; named: number }>(tables.map((table) =>
      `select '${table}' as name, count(*)::int as versions, (count(*) filter (where event_id > ${since}))::int as named from ${table}`).join(' union all '))
    return new Map(rows.map(({ name, ...counts }) => [name, counts]))
  }

  async #checkForetold(feed: string): Promise<void> {
    const foretold = await this.world.sql(`select what, sum(count)::int as count from feed_effect where feed_id = $1
      and what not in ('joining', 'moving', 'leaving', 'renamed') group by what order by what`, [feed])
    // What is revived belongs to the feed that is undone, and happens under the event of the one that undoes it.
    const happened = await this.world.sql(`
      with applied as (select e.id, e.transaction from feed f join audit_event e on e.id = f.event_id where f.id = $1)
      select what, count(*)::int as count from (
        select case when kind = 'grant' and change = 'ended' then 'proposal' else kind end || 's' || initcap(change) as what
        from feed_consequence where cause_id = (select id from applied)
        union all select 'grantsRevived' from audit_event
        where code = 'grant.proposal-revived' and transaction = (select transaction from applied)
        union all select 'reviewsOpened' from handover_review where feed_id = $1) w group by what order by what`, [feed])
    assert.deepEqual(happened, foretold, 'what the preview foretold')
  }

  /** What is true after every step. */
  async check(): Promise<void> {
    assert.deepEqual(this.world.faults(), [], 'the portal met a fault')
    const rows = await governmentRows(this.world)
    const expected = oracle.allReasons(oracle.worldOn(rows, this.today, this.today))
    const at = asOf(this.today, this.today)
    const persons = rows.person.map(({ id }) => String(id))
    const decided = await Promise.all(persons.map(async (person) => decide(await loadPersonFacts(this.world.database.read, person, at))
      .flatMap(({ reasons }) => reasons.map((reason) => [person, reason.application, reason.category, reason.agency, reasonId(reason),
        reason.from, reason.until ?? OPEN].join(' ')))))
    assert.deepEqual(decided.flat().toSorted(), expected, 'the decision')
    assert.deepEqual(await this.#listed(this.today), expected, 'the list')
    this.reasons += expected.length
    await this.#checkGround()
    for (const { day, lines } of this.#remembered) {
      assert.deepEqual(this.#dated(await this.#listed(this.dayOf(day))), lines, `what day ${day} answered`)
    }
  }

  /** Nothing that holds rests on a post that is over, or was never; and nobody is in two minds about anything. */
  async #checkGround(): Promise<void> {
    const floating = await this.world.sql(`
      select t.* from (
        select 'grant' as kind, person_id, post_id, valid from permission_grant where state = 'active' and upper_inf(recorded) and person_id is not null
        union all select 'membership', person_id, post_id, valid from group_member where state = 'active' and upper_inf(recorded)
        union all select 'delegation', person_id, post_id, valid from delegation where state <> 'ended' and upper_inf(recorded)) t
      where t.valid @> $1::date and not exists (select from post_version w where w.person_id = t.person_id and w.post_id = t.post_id
        and upper_inf(w.recorded) and (upper_inf(w.valid) or upper(w.valid) > $1::date))`, [this.today])
    assert.deepEqual(floating, [], 'what holds without a post')
  }

  async checkKnown(expected: Known): Promise<void> {
    assert.deepEqual(textOf(await this.known()), textOf(expected), 'what the files said')
  }

  async #listed(day: Day): Promise<string[]> {
    const rows = await listAccess(this.world.database.read, { asOf: asOf(day, this.today) }, { size: 10_000 })
    return rows.map((row) => [row.person, row.application, row.category, row.agency, row.reason, row.from, row.until ?? OPEN].join(' ')).toSorted()
  }

  /** The lines with their days counted from the beginning of the story. */
  #dated(lines: string[]): string[] {
    return lines.map((line) => line.replaceAll(/\d{4}-\d{2}-\d{2}/g, (day) =>
      (day === OPEN ? day : `d${daysBetween(this.today, day) + this.now}`)))
  }
}
