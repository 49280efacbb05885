// The proof of the preview (4.5): over arbitrary governments and feeds, what is foretold is what the application then does.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { decide } from '../../core/access.ts'
import { addDays } from '../../core/days.ts'
import { standingsOn } from '../../core/standing.ts'
import { loadPersonFacts } from '../../store/access.ts'
import { countAccessAfter } from '../../store/access-after.ts'
import { openDatabase } from '../../store/database.ts'
import { feedHistory } from '../../store/worlds.ts'
import { freshDatabase } from '../../../test/postgres.ts'
import { fed, FEED, writeFeed } from '../../../test/law/feed.ts'
import { TODAY, withGovernment } from '../../../test/law/government.ts'
import { assertUntilSeen } from '../../../test/law/until-seen.ts'
import { applyFeed } from './apply-feed.ts'
import { findFeed } from './feed-at-work.ts'
import { previewFeed, readPreview } from './preview-feed.ts'
import { compareUndo } from './undo-feed.ts'
import type { Kysely } from 'kysely'
import type { PersonFacts } from '../../core/facts.ts'
import type { Day } from '../../core/days.ts'
import type { Standing } from '../../core/standing.ts'
import type { AccessCount } from '../../store/access-after.ts'
import type { Change, EventId } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Tables } from '../../store/tables.ts'
import type { TestDatabase } from '../../../test/postgres.ts'

const RUNS = Number(process.env.ECPA_LAW_RUNS ?? 10)
const endOnFailure = process.env.ECPA_LAW_SHRINK === undefined
const LAST = 16
// Six, and two who may join.
const PERSONS = ['1', '2', '3', '4', '5', '6', '7', '8']
const DAYS: Day[] = Array.from({ length: LAST }, (_, later) => addDays(TODAY, later))

let made: TestDatabase
let database: Database
before(async () => {
  made = await freshDatabase()
  const silent = () => {}
  database = openDatabase({ url: made.url, maxConnections: 2, log: { error: silent, warn: silent, info: silent, debug: silent } })
})
after(async () => {
  await database.close()
  await made.drop()
})

type Db = Kysely<Tables>

/** As `change` gives it to an act, within the transaction of the government. */
const changeOn = (db: Db): Change => ({
  db: db as Change['db'],
  origin: { actor: null, sessionId: null, process: 'test', address: null, requestId: null },
  record: async ({ code, detail }) => {
    const { rows } = await sql<{ id: EventId }>`insert into audit_event (code, outcome, actor_process, detail)
      values (${code}, 'done', 'test', ${JSON.stringify(detail ?? {})}::jsonb) returning id`.execute(db)
    return rows[0]!.id
  },
})

type DelegationRow = { id: string; agency: string; person: string; post: string; giver: string | null; giver_agency: string | null; valid: string }

/** Everything that is foretold, as it stands: loaded once before the feed is applied, and once after. */
type Looked = {
  facts: Map<string, PersonFacts>
  delegations: DelegationRow[]
  live: (agency: string, day: Day) => boolean
}

async function look(db: Db): Promise<(day: Day) => Promise<Looked>> {
  const { rows: delegations } = await sql<DelegationRow>`
    select d.id, d.agency_code as agency, d.person_id as person, d.post_id as post, d.given_by as giver,
      g.agency_code as giver_agency, d.valid::text as valid
    from delegation d left join post g on g.person_id = d.given_by and g.id = d.giver_post
    where d.state = 'active' and upper_inf(d.recorded)`.execute(db)
  const { rows: lives } = await sql<{ agency: string; valid: string }>`
    select agency_code as agency, valid::text from agency_version where upper_inf(recorded)`.execute(db)
  return async (day) => ({
    facts: new Map(await Promise.all(PERSONS.map(async (person) =>
      [person, await loadPersonFacts(db, person, { day, known: 'now' })] as const))),
    delegations: delegations.filter(({ valid }) => holds(valid, day)),
    live: (agency, on) => lives.some((one) => one.agency === agency && holds(one.valid, on)),
  })
}

function holds(range: string, day: Day): boolean {
  const [from, to] = range.slice(1, -1).split(',') as [string, string]
  return (from === '' || from <= day) && (to === '' || day < to)
}

const rightsOf = (facts: PersonFacts): Set<string> => new Set(decide({ ...facts, account: 'active' })
  .flatMap(({ reasons }) => reasons.map(({ application, agency, category }) => `${application} ${agency} ${category}`)))

/** By agency the strongest standing. */
const standingsOf = ({ posts, day }: PersonFacts): Map<string, Standing> =>
  new Map(standingsOn(posts, day).toReversed().map(({ agency, standing }) => [agency, standing]))

const managing = (agency: string, { facts, delegations }: Looked, day: Day) => {
  const standings = new Set([...facts.values()].map((one) => standingsOf(one).get(agency)))
  const works = (one: DelegationRow): boolean => one.agency === agency
    && facts.get(one.person)!.posts.some(({ id, from, to }) => id === one.post && from <= day && (to === null || day <= to))
    && (one.giver_agency === null || standingsOf(facts.get(one.giver!)!).get(one.giver_agency) === 'hrSupervisor')
  const delegates = delegations.filter(works).length
  const supervisor = standings.has('hrSupervisor')
  return { officer: supervisor || standings.has('hr'), supervisor, manager: supervisor || delegates > 0, delegates }
}

type Moment = { was: Looked; is: Looked }
type Side = 'gained' | 'lost'

const sideOf = (had: boolean, has: boolean): Side | null => (had === has ? null : has ? 'gained' : 'lost')

/** Of a day what begins to differ on it, by keys: what `of` finds of each moment, where it is not the same the day before. */
function begun<T>(of: (moment: Moment) => Map<string, T>, now: Moment, then: Moment | null): Map<string, T> {
  const already = then === null ? new Map<string, T>() : of(then)
  return new Map([...of(now)].filter(([key, value]) => JSON.stringify(already.get(key)) !== JSON.stringify(value)))
}

const rightsChanged = ({ was, is }: Moment): Map<string, Side> => new Map([...is.facts].flatMap(([person, facts]) => {
  const [had, has] = [rightsOf(was.facts.get(person)!), rightsOf(facts)]
  return [...new Set([...had, ...has])].flatMap((right) => {
    const side = sideOf(had.has(right), has.has(right))
    return side === null ? [] : [[`${person} ${right}`, side] as const]
  })
}))

const applicationsChanged = ({ was, is }: Moment): Map<string, Side> => new Map([...is.facts].flatMap(([person, facts]) => {
  const only = (rights: Set<string>) => new Set([...rights].map((right) => right.split(' ')[0]!))
  const [had, has] = [only(rightsOf(was.facts.get(person)!)), only(rightsOf(facts))]
  return [...new Set([...had, ...has])].flatMap((application) => {
    const side = sideOf(had.has(application), has.has(application))
    return side === null ? [] : [[`${person} ${application}`, side] as const]
  })
}))

const officersChanged = ({ was, is }: Moment): Map<string, string> => new Map([...is.facts].flatMap(([person, facts]) => {
  const office = (one: PersonFacts) => new Map([...standingsOf(one)].filter(([, standing]) => standing !== 'employee'))
  const [had, has] = [office(was.facts.get(person)!), office(facts)]
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((agency) => (had.get(agency) === has.get(agency) ? []
    : [[`${person} ${agency}`, `${had.get(agency) ?? '-'} ${has.get(agency) ?? '-'}`] as const]))
}))

const peopleMoved = ({ was, is }: Moment): Map<string, string> => new Map([...is.facts].flatMap(([person, facts]) => {
  const agencies = ({ posts, day }: PersonFacts): string[] => [...new Set(posts
    .filter(({ from, to }) => from <= day && (to === null || day <= to)).map(({ agency }) => agency))].toSorted()
  const [had, has] = [agencies(was.facts.get(person)!), agencies(facts)]
  const what = had.join() === has.join() ? null : had.length === 0 ? 'joining' : has.length === 0 ? 'leaving' : 'moving'
  return what === null ? [] : [[person, what] as const]
}))

/** On which days something of somebody can begin to differ by their posts. */
function turnsOf(person: string, { was, is }: Moment): Set<Day> {
  const notOver = (facts: PersonFacts) => facts.posts.filter(({ to }) => to === null || to >= TODAY)
  const [old, fresh] = [notOver(was.facts.get(person)!), notOver(is.facts.get(person)!)]
  const both = [...old, ...fresh]
  const ends = old.length === 0 ? [] : both.flatMap(({ to }) => (to === null ? [] : [addDays(to, 1)]))
  return new Set([TODAY, ...both.map(({ from }) => from), ...ends].filter((day) => day >= TODAY))
}

type Expected = {
  access: AccessCount[]; officers: string[]; people: Map<string, number>; agencies: string[]
}

function expect(codes: readonly string[], moments: ReadonlyMap<Day, Moment>): Expected {
  const today = moments.get(TODAY)!
  const turns = new Map(PERSONS.map((person) => [person, turnsOf(person, today)]))
  const people = new Map<string, number>()
  const [officers, agencies, access] = [[] as string[], [] as string[], new Map<string, Omit<AccessCount, 'people'> & { who: Set<string> }>()]
  for (const day of DAYS) {
    const [now, then] = [moments.get(day)!, day === TODAY ? null : moments.get(addDays(day, -1))!]
    const isTurn = (key: string): boolean => turns.get(key.split(' ')[0]!)?.has(day) === true
    const counted = (person: string, application: string, side: Side) => {
      const active = now.is.facts.get(person)!.account === 'active'
      const key = JSON.stringify([day, application, side, active])
      const row = access.get(key) ?? { day, application, side, active, who: new Set(), whole: 0, rights: 0 }
      access.set(key, row)
      return row
    }
    for (const [key, side] of begun(rightsChanged, now, then)) {
      const [person, application] = key.split(' ') as [string, string]
      if (!isTurn(key)) continue
      const row = counted(person, application, side)
      row.who.add(person)
      row.rights += 1
    }
    for (const [key, side] of begun(applicationsChanged, now, then)) {
      const [person, application] = key.split(' ') as [string, string]
      if (isTurn(key)) counted(person, application, side).whole += 1
    }
    for (const [key, change] of begun(officersChanged, now, then)) if (isTurn(key)) officers.push(`${day} ${key} ${change}`)
    for (const [person, what] of begun(peopleMoved, now, then)) {
      if (isTurn(person)) people.set(`${day} ${what}`, (people.get(`${day} ${what}`) ?? 0) + 1)
    }
    for (const agency of codes) {
      const lost = ({ was, is }: Moment, on: Day) => {
        const [had, has] = [managing(agency, was, on), managing(agency, is, on)]
        return { officer: had.officer && !has.officer, supervisor: had.supervisor && !has.supervisor, manager: had.manager && !has.manager, delegates: has.delegates }
      }
      const loss = lost(now, day)
      const earlier = then === null ? null : lost(then, addDays(day, -1))
      const goes = (what: 'officer' | 'supervisor' | 'manager') => loss[what] && earlier?.[what] !== true
      const [officer, supervisor, manager] = [goes('officer'), goes('supervisor'), goes('manager')]
      if ((officer || supervisor || manager) && now.is.live(agency, day)) {
        agencies.push(`${day} ${agency} ${officer} ${supervisor} ${manager} ${loss.delegates}`)
      }
    }
  }
  return {
    access: [...access.values()].map(({ who, ...row }) => ({ ...row, people: who.size })),
    officers: officers.toSorted(), people, agencies: agencies.toSorted(),
  }
}

const byKey = (rows: readonly AccessCount[]): string[] => rows.map(({ day, application, side, active, people, whole, rights }) =>
  `${day} ${application} ${side} ${active}: ${people} people, ${whole} wholly, ${rights} rights`).toSorted()

/** What the application has done to decisions and reviews, as the preview names it. */
async function consequences(db: Db, feed: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ what: string; count: string }>`
    select what, count(*) as count from (
      select case kind || ' ' || change when 'grant suspended' then 'grantsSuspended' when 'grant ended' then 'proposalsEnded'
        when 'membership suspended' then 'membershipsSuspended' when 'delegation ended' then 'delegationsEnded'
        when 'delegation suspended' then 'delegationsSuspended' when 'role ended' then 'rolesEnded'
        when 'account enabled' then 'accountsEnabled' when 'grant revived' then 'grantsRevived'
        when 'membership revived' then 'membershipsRevived' when 'delegation revived' then 'delegationsRevived'
        when 'role revived' then 'rolesRevived' end as what
      from feed_consequence where transaction = pg_current_xact_id()
      union all
      select 'grantsRevived' from audit_event where transaction = pg_current_xact_id() and code = 'grant.proposal-revived'
    ) c group by what
    union all
    select opens_on::text || ' reviewsOpened', count(*) from handover_review where feed_id = ${feed} group by 1`.execute(db)
  return new Map(rows.map(({ what, count }) => [what.includes(' ') ? what : `${TODAY} ${what}`, Number(count)]))
}

const sorted = (counts: Map<string, number>): [string, number][] => [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))

const seen: Record<string, number> = {}
const count = (what: string, by: number): void => { seen[what] = (seen[what] ?? 0) + by }

/** Foretells the feed, applies it, and holds one against the other. */
async function prove(db: Db, feed: string, codes: readonly string[]): Promise<void> {
  const asked = await look(db)
  const was = new Map<Day, Looked>()
  for (const day of DAYS) was.set(day, await asked(day))
  const tx = changeOn(db)
  await previewFeed(tx, feed, TODAY)
  const preview = (await readPreview(db, feed, { agencies: 1000 }))!
  const { rows: officers } = await sql<{ line: string }>`
    select concat_ws(' ', day, person_id, agency_code, coalesce(was::text, '-'), coalesce(becomes::text, '-')) as line
    from feed_officer_effect where feed_id = ${feed}`.execute(db)

  assert.ok('counts' in await applyFeed(tx, { id: feed, today: TODAY }), 'applied')
  const askedAgain = await look(db)
  const moments = new Map<Day, Moment>()
  for (const day of DAYS) moments.set(day, { was: was.get(day)!, is: await askedAgain(day) })
  const expected = expect(codes, moments)
  const last = DAYS.at(-1)!
  const within = <R extends { day: Day }>(rows: readonly R[]): R[] => rows.filter(({ day }) => day <= last)
  assert.deepEqual(byKey(within(preview.access)), byKey(expected.access), 'applications')
  assert.deepEqual(officers.map(({ line }) => line).filter((line) => line.slice(0, 10) <= last).toSorted(), expected.officers, 'officers')
  assert.deepEqual(within(preview.agencies).map((one) =>
    `${one.day} ${one.agency} ${one.officer} ${one.supervisor} ${one.manager} ${one.delegates}`).toSorted(), expected.agencies, 'agencies')
  const effects = preview.effects.map((one) => [`${one.day} ${one.what}`, one.count] as const)
  const moves = (what: string) => /joining|moving|leaving/.test(what)
  assert.deepEqual(sorted(new Map(effects.filter(([what]) => moves(what) && what.slice(0, 10) <= last))), sorted(expected.people), 'people')
  assert.deepEqual(sorted(new Map(effects.filter(([what]) => !moves(what) && !what.endsWith('renamed')))),
    sorted(await consequences(db, feed)), 'consequences')
  assert.deepEqual(byKey(await countAccessAfter(db, feedHistory(feed, TODAY))), byKey(preview.access), 'afterwards')

  count('rights', expected.access.reduce((sum, { rights }) => sum + rights, 0))
  count('later', expected.access.filter(({ day }) => day > TODAY).length)
  count('officers', expected.officers.length)
  count('agencies', expected.agencies.length)
  for (const { what, count: by } of preview.effects) count(what, by)
}

/** Makes what this transaction has recorded known since an hour ago, and others' work, so that another follows it. */
async function anHourLater(db: Db): Promise<void> {
  await sql`set local role none`.execute(db)
  await sql`set local session_replication_role = replica`.execute(db)
  const then = sql`now() - interval '1 hour'`
  for (const table of ['person_version', 'post_version', 'permission_grant', 'group_member', 'delegation', 'central_role', 'account_state_version']) {
    await sql`update ${sql.table(table)} set recorded = tstzrange(case when lower(recorded) = now() then ${then} else lower(recorded) end,
      case when upper(recorded) = now() then ${then} else upper(recorded) end) where lower(recorded) = now() or upper(recorded) = now()`.execute(db)
  }
  await sql`update feed set applied_at = ${then} where applied_at = now()`.execute(db)
  await sql`update feed_consequence set at = ${then}, transaction = '1' where transaction = pg_current_xact_id()`.execute(db)
  await sql`update audit_event set transaction = '1' where transaction = pg_current_xact_id()`.execute(db)
  await sql`set local session_replication_role = origin`.execute(db)
  await sql`set local role ecpa_program`.execute(db)
}

const COMPARED = '{"newPersons":1,"changedPersons":0,"joins":1,"changes":0,"ends":0}'

const UNDO = '2'

async function writeUndo(db: Db): Promise<void> {
  await sql`
    insert into feed (id, kind, state, source, as_of, submitted_via, undoes_id, base_id, counts) overriding system value
    values (${UNDO}, 'undo', 'ready', 'test', ${TODAY}, 'test', ${FEED}, ${FEED}, ${COMPARED})`.execute(db)
  await compareUndo(db as Change['db'], (await findFeed(db, UNDO))!)
}

const WANTED = [
  'rights', 'officers', 'agencies', 'later', 'joining', 'moving', 'leaving', 'renamed', 'grantsSuspended', 'membershipsSuspended',
  'delegationsEnded', 'delegationsSuspended', 'reviewsOpened', 'grantsRevived', 'membershipsRevived', 'delegationsRevived',
]

test('what a feed is foretold to do, and then its undoing, is what they do, for everybody, every agency and every day', async (t) => {
  await assertUntilSeen(fc.asyncProperty(fed, async (fedRows) => {
    await withGovernment(database.unaudited, fedRows.rows, async (db) => {
      const codes = fedRows.rows.agency.map(({ code }) => String(code))
      await writeFeed(db, fedRows, TODAY)
      await sql`update feed set counts = ${COMPARED}`.execute(db)
      await prove(db, FEED, codes)
      await anHourLater(db)
      await writeUndo(db)
      await prove(db, UNDO, codes)
    })
  }), { numRuns: RUNS, endOnFailure }, () => WANTED.filter((what) => (seen[what] ?? 0) === 0))
  t.diagnostic(JSON.stringify(seen))
})
