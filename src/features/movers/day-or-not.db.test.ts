// R-DAY-4: whether a day's work was done makes no difference to what anybody may use or manage, that day and later, nor after
// a feed that comes then, nor when that is undone. Two databases with the same government: in one the work is done.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { freshDatabase } from '../../../test/postgres.ts'
import { FEED, fed, writeFeed } from '../../../test/law/feed.ts'
import { TODAY, writeGovernment } from '../../../test/law/government.ts'
import { assertUntilSeen, seenTooRarely } from '../../../test/law/until-seen.ts'
import { decide } from '../../core/access.ts'
import { addDays } from '../../core/days.ts'
import { loadPersonFacts } from '../../store/access.ts'
import { change, processOrigin } from '../../store/change.ts'
import { openDatabase } from '../../store/database.ts'
import { loadAuthority } from '../../store/scope.ts'
import { applyFeed } from '../feeds/apply-feed.ts'
import { findFeed } from '../feeds/feed-at-work.ts'
import { compareUndo } from '../feeds/undo-feed.ts'
import { followTheDay } from './follow-day.ts'
import type { Fed } from '../../../test/law/feed.ts'
import type { TestDatabase } from '../../../test/postgres.ts'
import type { Database } from '../../store/database.ts'

const RUNS = Number(process.env.ECPA_LAW_RUNS ?? 8)
const endOnFailure = process.env.ECPA_LAW_SHRINK === undefined
const DAYS = [0, 1, 3, 20].map((days) => addDays(TODAY, days))
const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

/** What everybody may use and manage on these days, as it is known now. */
async function mayOf({ read }: Database): Promise<string[]> {
  const lines: string[] = []
  for (const { id } of await read.selectFrom('person').select('id').orderBy('id').execute()) {
    for (const day of DAYS) {
      const at = { day, known: 'now' as const }
      const facts = await loadPersonFacts(read, id, at)
      for (const { reasons } of decide({ ...facts, account: 'active' })) {
        lines.push(...reasons.map(({ application, category, agency }) => `${id} ${day} uses ${application} ${category} ${agency}`))
      }
      const { ways } = await loadAuthority(read, id, at)
      lines.push(...ways.map((way) => `${id} ${day} ${way.way} ${way.way === 'central' ? '' : way.agency}`))
    }
  }
  return [...new Set(lines)].toSorted()
}

/** The decisions as each has the same parties through all of its versions. */
function withParties({ rows, feed }: Fed): Fed {
  const proposed = new Set(rows.permission_grant.filter(({ state }) => state === 'proposed').map(({ id }) => id))
  const grants = rows.permission_grant.map((row) => ({ ...row, given_by: proposed.has(row.id) ? (row.person_id === 1 ? 2 : 1) : null }))
  const first = new Map(rows.central_role.filter(({ version }) => version === 1).map(({ id, role }) => [id, role]))
  const roles = rows.central_role.map((row) => ({ ...row, role: first.get(row.id)! }))
  return { rows: { ...rows, permission_grant: grants, central_role: roles }, feed }
}

type Twin = { made: TestDatabase; database: Database }

async function twin(all: Fed): Promise<Twin> {
  const made = await freshDatabase()
  const database = openDatabase({ url: made.url, maxConnections: 2, log: silent })
  await database.unaudited.transaction().execute(async (tx) => {
    await writeGovernment(tx, all.rows)
    await writeFeed(tx, all, TODAY)
  })
  await database.unaudited.updateTable('feed').set({ counts: '{}' }).where('id', '=', FEED).execute()
  return { made, database }
}

async function end({ made, database }: Twin): Promise<void> {
  await database.close()
  await made.drop()
}

const apply = (database: Database, id: string): Promise<void> => change(database, processOrigin('test'), async (tx) => {
  const applied = await applyFeed(tx, { id, today: TODAY })
  if ('refused' in applied) throw new Error('the feed was not applied')
  return { result: undefined, event: applied.event }
})

async function undo(database: Database): Promise<void> {
  const id = '2'
  await sql`insert into feed (id, kind, state, source, as_of, submitted_via, undoes_id, base_id, counts) overriding system value
    values (${id}, 'undo', 'ready', 'test', ${TODAY}, 'test', ${FEED}, ${FEED}, '{}')`.execute(database.unaudited)
  await database.unaudited.transaction().execute(async (db) => compareUndo(db, (await findFeed(db, id))!))
  await apply(database, id)
}

test('a day’s work changes nothing that anybody may do, then or later', async (t) => {
  const seen = { suspended: 0, revived: 0 }
  await assertUntilSeen(fc.asyncProperty(fed, async (all) => {
    const [with_, without] = await Promise.all([twin(withParties(all)), twin(withParties(all))])
    try {
      const before = await mayOf(with_.database)
      const { grantsSuspended, membershipsSuspended, delegationsEnded, delegationsSuspended } = await followTheDay(with_.database, TODAY)
      seen.suspended += grantsSuspended + membershipsSuspended + delegationsEnded + delegationsSuspended
      assert.deepEqual(await mayOf(with_.database), before, 'the day')
      await Promise.all([apply(with_.database, FEED), apply(without.database, FEED)])
      assert.deepEqual(await mayOf(with_.database), await mayOf(without.database), 'a feed after it')
      await Promise.all([undo(with_.database), undo(without.database)])
      assert.deepEqual(await mayOf(with_.database), await mayOf(without.database), 'the feed undone')
      seen.revived += (await with_.database.read.selectFrom('feed_consequence').select('id').where('change', '=', 'revived').execute()).length
    } finally {
      await Promise.all([end(with_), end(without)])
    }
  }), { numRuns: RUNS, endOnFailure }, () => seenTooRarely(seen))
  t.diagnostic(`${seen.suspended} decisions suspended or ended by a day, ${seen.revived} revived`)
})
