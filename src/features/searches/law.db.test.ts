// Searches over arbitrary governments, through HTTP: everybody who manages anything is shown and given exactly those rights
// that the decision finds, within exactly what they may see.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { Visitor } from '../../../test/http.ts'
import { ASKED, government, TODAY, writeGovernment } from '../../../test/law/government.ts'
import * as oracle from '../../../test/law/oracle.ts'
import { assertUntilSeen, seenTooRarely } from '../../../test/law/until-seen.ts'
import { freshDatabase } from '../../../test/postgres.ts'
import { exported, query, status, textOf } from '../../../test/searches.ts'
import { seal } from '../../../test/world.ts'
import { decide } from '../../core/access.ts'
import { asOf } from '../../core/as-of.ts'
import { startOfDayInTaipei } from '../../core/days.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { authorityOfCard, mayLookBack } from '../../core/scope.ts'
import { currentPosts } from '../../core/standing.ts'
import { loadPersonFacts } from '../../store/access.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { openDatabase } from '../../store/database.ts'
import { loadAuthority } from '../../store/scope.ts'
import { createApp } from '../../web/app.ts'
import { createServer } from '../../web/server.ts'
import { searchRoutes } from './routes.ts'
import type { Government } from '../../../test/law/government.ts'
import type { Reason } from '../../core/reasons.ts'
import type { Authority } from '../../core/scope.ts'
import type { Database } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'

// Each run is a government on a database of its own, asked by everybody who manages anything in it.
const RUNS = Number(process.env.ECPA_SEARCH_RUNS ?? 3)
const ORIGIN = 'http://localhost:3000'
const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }
const texts = { 'zh-TW': '', en: '' }

const keyOf = (person: string): string => `00000000-0000-4000-8007-${person.padStart(12, '0')}`

async function fill(database: Database, rows: Government): Promise<void> {
  await database.unaudited.transaction().execute(async (tx) => {
    await writeGovernment(tx, rows)
    await sql`set local role none`.execute(tx)
    await sql`set local session_replication_role = replica`.execute(tx)
    for (const { id } of rows.person) {
      const { sealed, index } = seal.sealNationalId(nationalIdFrom('A', `1${String(1_000_000 + Number(id))}`))
      await sql`update person set national_id_sealed = ${sealed}, national_id_index = ${index} where id = ${id}`.execute(tx)
      await sql`insert into person_version (person_id, name, birth_date, recorded, event_id)
        values (${id}, ${`人員${id}`}, '1980-01-01', '[2020-01-01,)', 1)`.execute(tx)
    }
  })
}

const actorOf = (authority: Authority): Actor => ({
  sessionId: randomUUID(), personId: '1', personKey: keyOf('1'), name: '', accountName: null, method: 'password',
  signedInAt: new Date(), secondFactorBy: null, agreementAsked: false, standings: [], chosen: null, workingFor: null, roles: [], authority, language: null,
  closedWays: [],
  card: null,
  unreadNotices: 0,
  openTodos: 0,
  todosStale: false,
  displaySize: 'normal',
})

/** Serves the searches over the government; each browser is one that reaches what it is made with. */
async function withPortal(
  rows: Government, ask: (database: Database, visitorOf: (authority: Authority) => Visitor) => Promise<void>,
): Promise<void> {
  const made = await freshDatabase()
  const database = openDatabase({ url: made.url, maxConnections: 3, log: silent })
  const noon = new Date(startOfDayInTaipei(TODAY).getTime() + 43_200_000)
  const faults: unknown[] = []
  const actors = new Map<string, Actor>()
  const app = createApp({
    routes: searchRoutes({ database, seal }), origin: ORIGIN, formKey: new Uint8Array(32), clock: () => noon,
    findActor: async (token) => actors.get(token) ?? null,
    log: { info: () => {}, error: (facts) => void faults.push(facts) },
    contact: { office: texts, phone: '', email: 'x@example.tw', hours: texts },
  })
  const server = createServer({ app })
  try {
    await fill(database, rows)
    const address = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`
    await ask(database, (authority) => {
      const [visitor, token] = [new Visitor(address, ORIGIN), randomUUID()]
      actors.set(token, actorOf(authority))
      visitor.cookies.set('__Host-ecpa', token)
      return visitor
    })
    assert.deepEqual(faults, [])
  } finally {
    await server.stop(0)
    await database.close()
    await made.drop()
  }
}

const lineOf = (person: string, { agency, application, category, ground, from, until }: Reason): string =>
  [agency, keyOf(person), application, category, ground.by, from, until ?? ''].join(' ')
const lineOfRow = (row: Record<string, string>): string =>
  [row.agency_code, row.person_key, row.application, row.category, row.by, row.from, row.until].join(' ')

test('a search shows and gives exactly what the decision finds within what its reader may see', async (t) => {
  const seen = { lists: 0, rows: 0, hidden: 0, people: 0, unreached: 0 }
  await assertUntilSeen(fc.asyncProperty(government, fc.constantFrom(...ASKED), fc.boolean(), async (rows, day, below) => {
    const codes = rows.agency.map(({ code }) => String(code))
    const people = rows.person.map(({ id }) => String(id))
    const at = asOf(day, TODAY)
    await withPortal(rows, async (database, visitorOf) => {
      const { read } = database
      const trees = { today: await loadTree(read, codes, asOf(TODAY, TODAY)), asked: await loadTree(read, codes, at) }
      const world = oracle.worldOn(rows, day)
      const isKnown = [world, oracle.worldOn(rows, TODAY)].some((one) =>
        one.rows.application_version.some((row) => row.application_code === 'A4'))
      const all: { person: string; reason: Reason }[] = []
      for (const person of people) {
        const answers = decide(await loadPersonFacts(read, person, at))
        all.push(...answers.flatMap(({ reasons }) => reasons.map((reason) => ({ person, reason }))))
      }
      const managers = await Promise.all(people.map((person) => loadAuthority(read, person, asOf(TODAY, TODAY))))
      const central: Authority = { ways: [{ way: 'central', role: 'x', until: null }] }
      // Few govern by chance; a card of an agency is an authority too.
      const readers = [central, ...codes.slice(0, 3).map(authorityOfCard), ...managers.filter(({ ways }) => ways.length > 0)]
      for (const authority of readers) {
        const visitor = visitorOf(authority)
        const reached = new Set(codes.filter((code) => mayLookBack(authority, code, trees)))
        for (const agency of codes) {
          const asked = { application: 'A4', agency, asOf: day, ...(below ? { below: 'yes' } : {}) }
          // What is in no catalogue, neither that day's nor today's, cannot be asked about.
          if (!isKnown) {
            assert.equal(await status(visitor, query('/search/permissions.csv', asked)), 404)
            continue
          }
          if (!reached.has(agency)) {
            seen.hidden += 1
            assert.equal(await status(visitor, query('/search/permissions', asked)), 404)
            assert.equal(await status(visitor, query('/search/permissions.csv', asked)), 404)
            continue
          }
          const expected = all.filter(({ reason }) => reason.application === 'A4' && reached.has(reason.agency)
            && (below ? oracle.liesUnder(reason.agency, agency, world) : reason.agency === agency))
            .map(({ person, reason }) => lineOf(person, reason)).toSorted()
          assert.deepEqual((await exported(visitor, 'permissions', asked)).map(lineOfRow).toSorted(), expected)
          const text = textOf((await visitor.ask(query('/search/permissions', asked))).body)
          assert.match(text, expected.length === 0 ? /沒有符合的資料/ : new RegExp(`共 ${expected.length} 筆`))
          seen.lists += 1
          seen.rows += expected.length
        }
        for (const person of people) {
          const [now, then] = [await loadPersonFacts(read, person, asOf(TODAY, TODAY)), await loadPersonFacts(read, person, at)]
          const mine = currentPosts(now.posts, TODAY).some((post) => mayLookBack(authority, post.agency, { ...trees, asked: trees.today }))
            || (day !== TODAY && currentPosts(then.posts, day).some((post) => reached.has(post.agency)
              && oracle.isLive(post.agency, world)))
          const asked = { person: keyOf(person), asOf: day }
          if (!mine) {
            seen.unreached += 1
            assert.equal(await status(visitor, query('/search/applications', asked)), 404)
            continue
          }
          const expected = all.filter((one) => one.person === person && (reached.has(one.reason.agency)
            || (one.reason.ground.by === 'duty' && reached.has(one.reason.ground.acting))))
            .map(({ reason }) => lineOf(person, reason)).toSorted()
          assert.deepEqual((await exported(visitor, 'applications', asked)).map(lineOfRow).toSorted(), expected)
          seen.people += 1
        }
      }
    })
  }), { numRuns: RUNS, endOnFailure: true }, () => seenTooRarely(seen))
  t.diagnostic(JSON.stringify(seen))
})
