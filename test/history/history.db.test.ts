// Long histories: random people do random things to each other's rights by every door there is, the personnel record moves
// under them, and days pass. After every step the law holds: listed exactly when allowed and never without a live reason, no
// act outside a scope, nothing seen beyond one, and what a past day answered it answers for ever.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decide } from '../../src/core/access.ts'
import { asOf } from '../../src/core/as-of.ts'
import { addDays, dayInTaipei, daysBetween } from '../../src/core/days.ts'
import { maskNationalId } from '../../src/core/national-id.ts'
import { reasonId } from '../../src/core/reasons.ts'
import { listAccess } from '../../src/store/access-list.ts'
import { loadPersonFacts } from '../../src/store/access.ts'
import * as oracle from '../law/oracle.ts'
import { assertUntilSeen, seenTooRarely } from '../law/until-seen.ts'
import { keyOf, nationalIdOf, personOf, startWorld, WHO } from '../world.ts'
import { deed, perform } from './deeds.ts'
import { governmentRows } from './government-rows.ts'
import type { Day } from '../../src/core/days.ts'
import type { Visitor } from '../http.ts'
import type { Government } from '../law/government.ts'
import type { Who, World } from '../world.ts'
import type { Deed, Ended } from './deeds.ts'

// Each is a government of its own; by night one asks for hundreds.
const RUNS = Number(process.env.ECPA_HISTORY_RUNS ?? 5)
const STEPS = Number(process.env.ECPA_HISTORY_STEPS ?? 24)
const SEED = Number(process.env.ECPA_HISTORY_SEED ?? Date.now() % 2 ** 31)

const OPEN = '9999-12-31'
const DECISIONS = ['permission_grant', 'delegation', 'concurrent_duty'] as const

/** What was seen over all histories: one in which nothing happens proves nothing. */
type Tally = Record<'done' | 'refused' | 'looked' | 'days' | 'reasons' | 'remembered', number>

class History {
  readonly world: World
  readonly today: Day
  readonly tally: Tally
  readonly #visitors = new Map<Who, Visitor>()
  /** How many days have passed, and what each past day answered, by the day as it was counted when it was today. */
  #passed = 0
  readonly #answers = new Map<number, string[]>()
  /** The duties between two lines; the database is asked at the end who took which step of their requests. */
  readonly #crossed: string[] = []

  constructor(world: World, today: Day, tally: Tally) {
    this.world = world
    this.today = today
    this.tally = tally
  }

  async #visitorOf(who: Who): Promise<Visitor> {
    const known = this.#visitors.get(who) ?? await this.world.signIn(who)
    this.#visitors.set(who, known)
    return known
  }

  async step(one: Deed): Promise<void> {
    const earlier = await governmentRows(this.world)
    if (one.kind === 'dayPasses') await this.#remember()
    const ended = await perform(one, { world: this.world, today: this.today, visitorOf: (who) => this.#visitorOf(who) })
    const rows = await governmentRows(this.world)
    if (one.kind === 'dayPasses') this.#passed += 1
    this.#countIn(one, ended)
    // Whose account was disabled has no session any more; who comes back signs in anew.
    if (ended.answer?.status === 401) this.#visitors.delete(ended.by!)
    assert.deepEqual(this.world.faults(), [], 'the portal met a fault')
    if (ended.answer !== null) {
      assert.ok(ended.answer.status < 500, `${ended.answer.status}`)
      this.#checkChange(ended, earlier, rows)
    }
    if (ended.looked !== null) this.#checkSight(one, ended.answer!.body, rows)
    await this.#checkLaw(rows)
  }

  #countIn(one: Deed, ended: Ended): void {
    if (one.kind === 'dayPasses') this.tally.days += 1
    else if (ended.looked !== null) this.tally.looked += Number(ended.answer!.status === 200)
    else if (ended.answer !== null) this.tally[ended.done ? 'done' : 'refused'] += 1
  }

  /** No act outside the scope of whoever did it; no self-grant; and who was refused has changed nothing. */
  #checkChange({ done, by }: Ended, earlier: Government, rows: Government): void {
    const actor = by!
    const world = oracle.worldOn(earlier, this.today, this.today)
    const me = Number(personOf(actor))
    const known = new Set(DECISIONS.flatMap((table) => earlier[table].map((row) => versionOf(table, row))))
    for (const table of DECISIONS) {
      const written = rows[table].filter((row) => !known.has(versionOf(table, row)))
      if (!done) assert.deepEqual(written, [], `a refused act wrote to ${table}`)
      for (const row of written) {
        const agencies = table === 'concurrent_duty' ? [row.served_code, row.acting_code] : [row.agency_code]
        const crossed = table === 'concurrent_duty' && oracle.leadOf(String(row.served_code), world) !== oracle.leadOf(String(row.acting_code), world)
        assert.ok(agencies.some((agency) => oracle.mayManage(me, String(agency), world)), `${actor} changed ${table} of ${agencies}`)
        if (row.version === 1) assert.notEqual(row.person_id, me, `${actor} gave to themselves`)
        if (table !== 'concurrent_duty' && row.version === 1) {
          assert.ok(row.person_id === null || oracle.postsOn(world).some((post) => post.post === String(row.post_id)
            && oracle.mayManage(me, post.agency, world)), `${actor} gave to somebody outside the scope`)
        }
        if (crossed && row.version === 1) this.#crossed.push(String(row.id))
      }
    }
  }

  /** Of nobody outside what the actor manages do a key or an ID stand on any page, whatever was asked for. */
  #checkSight({ actor }: Deed, body: string, rows: Government): void {
    const world = oracle.worldOn(rows, this.today, this.today)
    const me = Number(personOf(actor))
    for (const who of WHO) {
      const within = oracle.postsOn(world).some((post) => post.person === Number(personOf(who)) && oracle.mayManage(me, post.agency, world))
      if (within || who === actor) continue
      // The address that was asked for stands in links of the page; a row of a list has the key in it as well.
      const told = body.replaceAll(/(?:href|action|value|src)="[^"]*"/g, '')
      assert.ok(!told.includes(keyOf(who)), `${actor} saw the key of ${who}`)
      assert.ok(!body.includes(maskNationalId(nationalIdOf(who))), `${actor} saw the ID of ${who}`)
    }
  }

  /** Listed ⇔ allowed ⇔ has a live reason by the naive reading, today and on every day remembered. */
  async #checkLaw(rows: Government): Promise<void> {
    const { database } = this.world
    const at = asOf(this.today, this.today)
    const expected = oracle.allReasons(oracle.worldOn(rows, this.today, this.today))
    const decided: string[] = []
    for (const who of WHO) {
      const person = personOf(who)
      const facts = await loadPersonFacts(database.read, person, at)
      decided.push(...decide(facts).flatMap(({ reasons }) => reasons.map((reason) => [person, reason.application, reason.category,
        reason.agency, reasonId(reason), reason.from, reason.until ?? OPEN].join(' '))))
    }
    assert.deepEqual(decided.toSorted(), expected, 'the decision')
    assert.deepEqual(await this.#listed(this.today), expected, 'the list')
    this.tally.reasons += expected.length
    for (const [day, answer] of this.#answers) {
      const then = addDays(this.today, day - this.#passed)
      assert.deepEqual((await this.#listed(then)).map((line) => this.#dated(line)), answer, `the answer for ${this.#passed - day} days ago`)
      this.tally.remembered += 1
    }
  }

  async #listed(day: Day): Promise<string[]> {
    const rows = await listAccess(this.world.database.read, { asOf: asOf(day, this.today) }, { size: 10_000 })
    return rows.map((row) => [row.person, row.application, row.category, row.agency, row.reason, row.from, row.until ?? OPEN].join(' ')).toSorted()
  }

  /** The line with its days counted from the beginning of the history, so that it reads the same for ever. */
  #dated(line: string): string {
    return line.replaceAll(/\d{4}-\d{2}-\d{2}/g, (day) => (day === OPEN ? day : `d${daysBetween(this.today, day) + this.#passed}`))
  }

  /** What today answers at its end is what it answers from tomorrow on. */
  async #remember(): Promise<void> {
    this.#answers.set(this.#passed, (await this.#listed(this.today)).map((line) => this.#dated(line)))
  }

  /** Every duty between two lines rests on three different persons (R-DUTY-4). */
  async end(): Promise<void> {
    for (const duty of this.#crossed) {
      const steps = await this.world.sql<{ persons: number; kinds: number }>(`select count(distinct s.person_id)::int as persons,
        count(distinct s.kind)::int as kinds from duty_request r join duty_request_step s on s.request_id = r.id and s.round = r.round
        where r.duty_id = $1 and s.kind in ('send', 'agree', 'decide')`, [duty])
      assert.deepEqual(steps, [{ persons: 3, kinds: 3 }])
    }
  }
}

const versionOf = (table: string, row: Government['person'][number]): string =>
  [table, row.id, row.application_code ?? '', row.version].join(' ')

test('whatever happens, the law holds and the past stays', { timeout: 3_600_000 }, async (t) => {
  t.diagnostic(`seed ${SEED}: ECPA_HISTORY_SEED=${SEED} does the same again; ECPA_HISTORY_RUNS and ECPA_HISTORY_STEPS make it long`)
  const tally: Tally = { done: 0, refused: 0, looked: 0, days: 0, reasons: 0, remembered: 0 }
  const today = dayInTaipei(new Date())
  await assertUntilSeen(fc.asyncProperty(fc.array(deed, { minLength: STEPS, maxLength: STEPS, size: 'max' }), async (deeds) => {
    const world = await startWorld()
    try {
      const history = new History(world, today, tally)
      for (const one of deeds) await history.step(one)
      await history.end()
    } finally {
      await world.stop()
    }
  }), { numRuns: RUNS, seed: SEED, endOnFailure: process.env.ECPA_HISTORY_SHRINK === undefined }, () => seenTooRarely(tally))
  t.diagnostic(JSON.stringify(tally))
})
