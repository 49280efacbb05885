import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { decide } from '../core/access.ts'
import { addDays } from '../core/days.ts'
import { freshDatabase } from '../../test/postgres.ts'
import { TODAY, withGovernment } from '../../test/law/government.ts'
import { enactFeed, fed, FEED, writeFeed } from '../../test/law/feed.ts'
import { assertUntilSeen, seenTooRarely } from '../../test/law/until-seen.ts'
import { countAccessAfter, listAccessAfter } from './access-after.ts'
import { loadPersonFacts, loadPersonFactsIn } from './access.ts'
import { openDatabase } from './database.ts'
import { feedChange, feedHistory, worldAfterFeed, worldBeforeFeed, worldByFeed } from './worlds.ts'
import type { Kysely } from 'kysely'
import type { Day } from '../core/days.ts'
import type { Fed } from '../../test/law/feed.ts'
import type { TestDatabase } from '../../test/postgres.ts'
import type { AccessCount, ChangedRight } from './access-after.ts'
import type { FactsChange } from './changed-posts.ts'
import type { Side } from './access-difference.ts'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

const RUNS = Number(process.env.ECPA_LAW_RUNS ?? 10)
const endOnFailure = process.env.ECPA_LAW_SHRINK === undefined
const CODES = ['A4', 'A7', 'E1'] as const
const SIDES = ['gained', 'lost'] as const
const INSTANT = `${TODAY}T20:00:00.123456+08:00`

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
/** The rights of one person on one day, as `application agency category`, were the account active; and whether it is. */
type Held = { active: boolean; rights: Set<string> }

async function heldBy(db: Db, person: string, day: Day): Promise<Held> {
  const facts = await loadPersonFacts(db, person, { day, known: 'now' })
  const reasons = decide({ ...facts, account: 'active' }).flatMap((answer) => answer.reasons)
  return {
    active: facts.account === 'active',
    rights: new Set(reasons.map(({ application, agency, category }) => `${application} ${agency} ${category}`)),
  }
}

const daysOf = (ranges: unknown[], which: 'from' | 'to'): Day[] => ranges.flatMap((range) => {
  const [from, to] = String(range).slice(1, -1).split(',') as [string, string]
  const day = which === 'from' ? from : to
  return day > TODAY ? [day] : []
})

/** On which days something can begin to differ for whom: today, and when a post of somebody concerned begins or ends. */
function unitsOf({ rows, feed }: Fed): { person: string; day: Day }[] {
  return [...new Set(feed.post.map((row) => row.person_id!))].flatMap((person) => {
    const own = feed.post.filter((row) => row.person_id === person)
    const were = rows.post_version.filter((row) => row.person_id === person && String(row.recorded).endsWith(',)'))
    const ranges = [...were, ...own.filter((row) => row.valid !== null)].map((row) => row.valid)
    const notOver = were.filter((row) => {
      const [, to] = String(row.valid).slice(1, -1).split(',')
      return to === '' || to! > TODAY
    })
    const days = new Set([TODAY, ...daysOf(ranges, 'from'), ...(notOver.length > 0 ? daysOf(ranges, 'to') : [])])
    return [...days].map((day) => ({ person: String(person), day }))
  })
}

type Expected = { day: Day; side: Side; active: boolean; application: string; line: string; whole: boolean }

const differing = (had: Set<string>, has: Set<string>): Map<string, Side> => new Map([
  ...[...has].filter((right) => !had.has(right)).map((right) => [right, 'gained'] as const),
  ...[...had].filter((right) => !has.has(right)).map((right) => [right, 'lost'] as const),
])

type Asked = (person: string, day: Day) => Promise<Held>

/** What the law answered before and answers after, held against each other. */
async function differences(fedRows: Fed, was: Asked, is: Asked): Promise<Expected[]> {
  const expected: Expected[] = []
  const only = (rights: Set<string>) => new Set([...rights].map((right) => right.split(' ')[0]!))
  for (const { person, day } of unitsOf(fedRows)) {
    const [had, has] = [await was(person, day), await is(person, day)]
    const then = addDays(day, -1)
    const [hadThen, hasThen] = day === TODAY ? [has, has] : [await was(person, then), await is(person, then)]
    const already = differing(hadThen.rights, hasThen.rights)
    const wholly = differing(only(had.rights), only(has.rights))
    const whollyAlready = differing(only(hadThen.rights), only(hasThen.rights))
    for (const [right, side] of differing(had.rights, has.rights)) {
      if (already.get(right) === side) continue
      const [application, agency, category] = right.split(' ') as [string, string, string]
      const whole = wholly.get(application) === side && whollyAlready.get(application) !== side
      expected.push({ day, side, active: has.active, application, line: `${agency} ${person} ${category}`, whole })
    }
    // Somebody may have got a right on an earlier day and the application wholly only now; that is counted, too.
    for (const [application, side] of wholly) {
      if (whollyAlready.get(application) === side || expected.some((one) => one.day === day && one.application === application
        && one.line.split(' ')[1] === person && one.whole)) continue
      expected.push({ day, side, active: has.active, application, line: `- ${person} -`, whole: true })
    }
  }
  return expected
}

function counted(expected: Expected[]): AccessCount[] {
  const groups = Map.groupBy(expected, ({ day, application, side, active }) => JSON.stringify([day, application, side, active]))
  const people = (rows: Expected[]) => new Set(rows.map(({ line }) => line.split(' ')[1])).size
  return [...groups].map(([key, rows]): AccessCount => {
    const [day, application, side, active] = JSON.parse(key) as [Day, string, Side, boolean]
    const rights = rows.filter(({ line }) => !line.startsWith('-'))
    return { day, application, side, active, people: people(rights), whole: people(rows.filter(({ whole }) => whole)), rights: rights.length }
  }).toSorted((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
}

async function compare(db: Db, change: FactsChange, expected: Expected[]): Promise<void> {
  const counts = await countAccessAfter(db, change)
  assert.deepEqual(counts.map((count) => ({ ...count })).toSorted((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1),
    counted(expected), 'the counts')
  const { rows: agencies } = await sql<{ code: string }>`select code from agency order by 1`.execute(db)
  let closely = true
  for (const day of new Set(expected.map((one) => one.day).concat(TODAY))) {
    for (const application of CODES) for (const side of SIDES) for (const active of [true, false]) {
      const asked = { application, side, day, active }
      const own = expected.filter((one) => one.day === day && one.application === application && one.side === side
        && one.active === active && !one.line.startsWith('-'))
      if (own.length === 0 && (day !== TODAY || !active)) continue
      const codes = agencies.map(({ code }) => code)
      const listed = await listAccessAfter(db, change, asked, { agencies: codes, size: 10_000 })
      const text = ({ line, whole }: Pick<Expected, 'line' | 'whole'>) => `${line} ${whole}`
      assert.deepEqual(
        listed.map(({ agency, person, category, whole }) => text({ line: `${agency} ${person} ${category}`, whole })).toSorted(),
        own.map(text).toSorted(), `${side} of ${application} on ${day}`)
      if (listed.length < 2 || !closely) continue
      closely = false
      const byAgency: ChangedRight[] = []
      for (const code of codes) byAgency.push(...await listAccessAfter(db, change, asked, { agencies: [code], size: 10_000 }))
      assert.deepEqual(byAgency, listed, 'agency by agency')
      const [first, ...others] = listed
      const second = await listAccessAfter(db, change, asked, { agencies: codes, after: first!, size: 1 })
      assert.deepEqual(second, others.slice(0, 1), 'page by page')
    }
  }
}

test('who is foretold to gain and lose what by a feed is who does, and the same is told afterwards', async (t) => {
  const seen = { gained: 0, lost: 0, later: 0, waiting: 0, whole: 0 }
  await assertUntilSeen(fc.asyncProperty(fed, async (fedRows) => {
    await withGovernment(database.unaudited, fedRows.rows, async (db) => {
      await writeFeed(db, fedRows, TODAY)
      const was = new Map<string, Held>()
      for (const { person, day } of unitsOf(fedRows)) {
        for (const one of [day, addDays(day, -1)]) was.set(`${person} ${one}`, await heldBy(db, person, one))
      }
      const change = feedChange(FEED, TODAY)
      const foretold = await countAccessAfter(db, change)
      await sql`savepoint foretold`.execute(db)
      await enactFeed(db, INSTANT)
      const expected = await differences(fedRows, async (person, day) => was.get(`${person} ${day}`)!,
        (person, day) => heldBy(db, person, day))
      await sql`delete from feed_post`.execute(db)
      await compare(db, feedHistory(FEED, TODAY), expected)
      await sql`rollback to savepoint foretold`.execute(db)
      await compare(db, change, expected)
      assert.deepEqual(await countAccessAfter(db, change), foretold, 'asking changes nothing')
      for (const one of expected) {
        seen[one.side] += 1
        if (one.day > TODAY) seen.later += 1
        if (!one.active) seen.waiting += 1
        if (one.whole) seen.whole += 1
      }
    })
  }), { numRuns: RUNS, endOnFailure }, () => seenTooRarely(seen, RUNS / 4))
  t.diagnostic(JSON.stringify(seen))
})

test('the reasons of a person are those of a proposal, and of what was known before and after, where its facts are asked for', async () => {
  await fc.assert(fc.asyncProperty(fed, async (fedRows) => {
    await withGovernment(database.unaudited, fedRows.rows, async (db) => {
      await writeFeed(db, fedRows, TODAY)
      const persons = ['1', '2', '3', '4', '5', '6', '7', '8']
      const now = (person: string) => loadPersonFacts(db, person, { day: TODAY, known: 'now' })
      const ask = (world: ReturnType<typeof worldByFeed>, person: string) => loadPersonFactsIn(db, world, person, TODAY)
      const answersOf = async (of: typeof now) => (await Promise.all(persons.map(of)))
        .map((facts) => decide({ ...facts, account: 'active' }).map(({ reasons }) => reasons))
      const [was, proposed] = [await answersOf(now), await answersOf((person) => ask(worldByFeed(FEED, TODAY), person))]
      await enactFeed(db, INSTANT)
      const applied = await answersOf(now)
      assert.deepEqual(proposed, applied)
      assert.deepEqual(await answersOf((person) => ask(worldBeforeFeed(FEED), person)), was)
      assert.deepEqual(await answersOf((person) => ask(worldAfterFeed(FEED), person)), applied)
    })
  }), { numRuns: RUNS, endOnFailure })
})
