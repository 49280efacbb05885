// Random restructurings of small governments: what is foretold is what happens, before the day nothing changes for anybody, on
// it everything that was mapped is held, and an undone plan leaves every answer as it was.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { decide } from '../../core/access.ts'
import { addDays } from '../../core/days.ts'
import { endingIn, planProblems } from '../../core/restructuring.ts'
import { mayManage } from '../../core/scope.ts'
import { freshDatabase } from '../../../test/postgres.ts'
import { TABLES, TODAY } from '../../../test/law/government.ts'
import { plantGovernment, restructured } from '../../../test/law/restructuring.ts'
import { assertUntilSeen, seenTooRarely } from '../../../test/law/until-seen.ts'
import { listAccessAfter, countAccessAfter } from '../../store/access-after.ts'
import { loadPersonFacts } from '../../store/access.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { change, processOrigin } from '../../store/change.ts'
import { openDatabase } from '../../store/database.ts'
import { loadAuthority } from '../../store/scope.ts'
import { drawUp } from './draw-up.ts'
import { approveIn, insertPlan, undoPlan } from './plan-acts.ts'
import { loadPlanFacts } from './plan-facts.ts'
import { loadPlan } from './plan-rows.ts'
import { planChange } from './world.ts'
import type { Day } from '../../core/days.ts'
import type { Side } from '../../store/access-difference.ts'
import type { Database } from '../../store/database.ts'
import type { StoredPlan } from './plan-rows.ts'
import type { Government, Row } from '../../../test/law/government.ts'
import type { Restructured } from '../../../test/law/restructuring.ts'
import type { TestDatabase } from '../../../test/postgres.ts'

const RUNS = Number(process.env.ECPA_LAW_RUNS ?? 12)
const endOnFailure = process.env.ECPA_LAW_SHRINK === undefined
const PERSONS = ['1', '2', '3', '4', '5', '6']
const ORIGIN = processOrigin('test')

let made: TestDatabase
let database: Database
before(async () => {
  made = await freshDatabase()
  const silent = () => {}
  database = openDatabase({ url: made.url, maxConnections: 3, log: { error: silent, warn: silent, info: silent, debug: silent } })
})
after(async () => {
  await database.close()
  await made.drop()
})

/** Everything that the law answers of everybody on a day: with the reasons, or the rights alone. */
async function answers(day: Day, whole: boolean): Promise<Set<string>> {
  const said = await Promise.all(PERSONS.map(async (person) => {
    const facts = await loadPersonFacts(database.read, person, { day, known: 'now' })
    return decide({ ...facts, account: 'active' }).flatMap(({ reasons }) => reasons.map((reason) => {
      const { application, agency, category } = reason
      return whole ? JSON.stringify([person, reason]) : `${application} ${agency} ${person} ${category}`
    }))
  }))
  return new Set(said.flat())
}

async function managed(day: Day): Promise<Set<string>> {
  const asOf = { day, known: 'now' as const }
  const codes = (await database.read.selectFrom('agency').select('code').execute()).map(({ code }) => code)
  const tree = await loadTree(database.read, codes, asOf)
  const lines: string[] = []
  for (const person of PERSONS) {
    const authority = await loadAuthority(database.read, person, asOf)
    lines.push(...codes.filter((code) => mayManage(authority, code, tree)).map((code) => `${person} ${code}`))
  }
  return new Set(lines)
}

async function plant({ rows, plan }: Restructured): Promise<StoredPlan> {
  await plantGovernment(database.unaudited, rows)
  const { id } = await change(database, ORIGIN, async (tx) => {
    const planned = await insertPlan(tx, { title: '調整', reason: null, day: plan.day }, plan.agencies, { draftedBy: '1', source: null })
    for (const { agency, thing, key, successors } of plan.rules) {
      await tx.db.insertInto('restructuring_rule').values({ restructuring_id: planned.id, agency_code: agency, thing, key, successors }).execute()
    }
    await tx.db.updateTable('restructuring').set({ state: 'sent', sent_by: '1', sent_at: sql<Date>`now()` }).where('id', '=', planned.id).execute()
    return { result: planned, event: planned.event }
  })
  return (await loadPlan(database.read, id))!
}

const approve = (plan: StoredPlan) => change(database, ORIGIN, async (tx) => {
  const event = await approveIn(tx, plan, { person: '2', note: '', today: TODAY })
  return { result: null, event }
})

const minus = (a: Set<string>, b: Set<string>): string[] => [...a].filter((one) => !b.has(one)).toSorted()

async function foretold(plan: StoredPlan, side: Side, day: Day): Promise<string[]> {
  const facts = await loadPlanFacts(database.read, plan.id, plan, TODAY)
  await drawUp(database.unaudited, plan, facts)
  const what = planChange(plan, TODAY)
  const counts = await countAccessAfter(database.read, what)
  const codes = [...new Set([...facts.periods.keys(), ...plan.agencies.map(({ code }) => code),
    ...(await database.read.selectFrom('agency').select('code').execute()).map(({ code }) => code)])].toSorted()
  const lines: string[] = []
  for (const { application, active, rights } of counts.filter((one) => one.side === side && one.day === day)) {
    const listed = await listAccessAfter(database.read, what, { application, side, day, active }, { agencies: codes, size: 1_000 })
    assert.equal(listed.length, rights, 'as many as were counted')
    lines.push(...listed.map((one) => `${application} ${one.agency} ${one.person} ${one.category}`))
  }
  return lines.toSorted()
}

type Said = [person: string, reason: {
  application: string; agency: string; category: string
  ground: { by: string; grant?: string; membership?: string; duty?: string; post?: { id: string }; held?: { post: { id: string } } }
}]

/**
 * Every right that was held at an agency that ends is held at one that takes over, unless what it rested on was to end, or is
 * covered there by something that waits for its managers. Answers how many there were.
 */
async function heldAtSuccessors(plan: StoredPlan, { rows, plan: { rules } }: Restructured, had: Set<string>, has: Set<string>): Promise<number> {
  const confined = new Set(rows.application_version.filter((row) => row.agency_root !== null).map((row) => row.application_code))
  const { rows: over } = await sql<{ id: string }>`
    select decision_id as id from restructuring_decision where restructuring_id = ${plan.id}
    group by decision_id having bool_or(new_id is null)`.execute(database.read)
  const ended = new Set([...over.map(({ id }) => id), ...rules.filter(({ thing }) => thing === 'post').map(({ key }) => key)])
  let mapped = 0
  for (const line of had) {
    const [person, { application, agency, category, ground }] = JSON.parse(line) as Said
    const ending = endingIn(plan).find(({ code }) => code === agency)
    const restsOn = [ground.grant, ground.membership, ground.duty, ground.post?.id, ground.held?.post.id]
    if (ending === undefined || confined.has(application) || restsOn.some((one) => one !== undefined && ended.has(one))) continue
    if (ending.successors.length === 0 || JSON.stringify(ground).includes('"by":"duty"')) continue
    mapped += 1
    assert.ok(ending.successors.some((code) => has.has(`${application} ${code} ${person} ${category}`)), `held on: ${line}`)
  }
  return mapped
}

/** What is foretold of gains and losses on the plan's day, the plan approved after that, and what everybody has then. */
async function foretoldAndDone(plan: StoredPlan, had: Set<string>): Promise<{ said: { gained: string[]; lost: string[] }; has: Set<string> }> {
  const { day } = plan
  const reasons = await answers(day, true)
  const said = { gained: await foretold(plan, 'gained', day), lost: await foretold(plan, 'lost', day) }
  assert.deepEqual(await answers(day, true), reasons, 'a preview changes nothing')
  await approve(plan)
  const has = await answers(day, false)
  assert.deepEqual(said.lost, minus(had, has))
  assert.deepEqual(said.gained, minus(has, had))
  return { said, has }
}

/**
 * A7 is open below A000000001 alone. A000000003 there is merged into A000000002, which lies elsewhere, and takes A000000005 with
 * it; whoever has A7 there works at A000000004, which stays: by a duty, by a grant and by a group.
 */
function movedOut(): Restructured {
  const [valid, recorded] = ['[2020-01-01,)', '[2026-02-01 00:00+08,)']
  const [root, line, taking, merged, staying, moved] = ['A000000000', 'A000000001', 'A000000002', 'A000000003', 'A000000004', 'A000000005']
  const superiors = { [root!]: null, [line!]: root!, [taking!]: root!, [merged!]: line!, [staying!]: line!, [moved!]: merged! }
  const people = [1, 2, 3]
  const post = (person: number): Row => ({ person_id: person, post_id: person * 10 })
  const decided = (kind: number, n: number): Row => ({
    id: `00000000-0000-4000-${8000 + kind}-${String(n).padStart(12, '0')}`, valid, recorded, state: 'active', version: 1,
  })
  const grant = (n: number, rest: Row): Row => ({
    ...decided(4, n), application_code: 'A7', category_code: 'use', agency_code: moved!, person_id: null, post_id: null,
    group_code: null, derived_group: null, ...rest,
  })
  const rows: Government = {
    ...Object.fromEntries(TABLES.map((table) => [table, []])) as unknown as Government,
    agency: Object.keys(superiors).map((code) => ({ code })),
    agency_version: Object.entries(superiors).map(([code, superior], at) => ({
      id: at + 1, agency_code: code, superior_code: superior, superior_missing: null, valid, recorded, name: code,
    })),
    person: people.map((id) => ({ id })),
    account: people.map((id) => ({ person_id: id, state: 'active' })),
    account_state_version: people.map((id) => ({ person_id: id, state: 'active', recorded })),
    post: people.map((id) => ({
      id: id * 10, person_id: id, agency_code: staying!, kind: 'appointment', unit: '', title: '科員', starts: '2020-01-01',
    })),
    post_version: people.map((id) => ({
      ...post(id), version: 1, recorded, valid, staff_category: id === 1 ? '08' : '01', supervisor_level: '', nature: '',
    })),
    application: [{ code: 'A7' }],
    application_version: [{
      application_code: 'A7', version: 1, recorded, grantable: true, duty_allowed: true, in_service: true, agency_root: line!,
      open_to_agency_card: false,
    }],
    category: [{ application_code: 'A7', code: 'use' }],
    category_version: [{ application_code: 'A7', category_code: 'use', version: 1, recorded, derived_group: 'hr', hand_out: 'manager' }],
    permission_group: [{ code: 'g1', name: '群組', agency_code: root! }],
    group_member: [{ ...decided(3, 1), group_code: 'g1', ...post(3) }],
    permission_grant: [grant(1, post(2)), grant(2, { group_code: 'g1' })],
    concurrent_duty: [{ ...decided(5, 1), application_code: 'A7', acting_code: staying!, served_code: moved! }],
  }
  return { rows, plan: { day: addDays(TODAY, 2), agencies: [{ role: 'ends', code: merged!, successors: [taking!] }], rules: [] } }
}

test('whoever has something at an agency that is moved out of where it is open is foretold to lose it, wherever they work', async () => {
  const plan = await plant(movedOut())
  const had = await answers(plan.day, false)
  const { said } = await foretoldAndDone(plan, had)
  assert.deepEqual(said, { gained: [], lost: ['1', '2', '3'].map((person) => `A7 A000000005 ${person} use`) })
})

test('what a restructuring is said to do is what it does, on its day and not before, and undone it has done nothing', async (t) => {
  const seen = { plans: 0, gained: 0, lost: 0, mapped: 0, undone: 0 }
  await assertUntilSeen(fc.asyncProperty(restructured, async (drawn) => {
    const plan = await plant(drawn)
    const problems = planProblems(plan, await loadPlanFacts(database.read, plan.id, plan, TODAY))
    if (problems.length > 0) return
    seen.plans += 1
    const { day } = plan
    const days = Array.from({ length: 12 }, (_, n) => addDays(TODAY, n))
    const had = new Map<Day, Set<string>>()
    const reasons = new Map<Day, Set<string>>()
    const managers = new Map<Day, Set<string>>()
    for (const one of days) {
      had.set(one, await answers(one, false))
      reasons.set(one, await answers(one, true))
      managers.set(one, await managed(one))
    }
    const { said, has } = await foretoldAndDone(plan, had.get(day)!)
    for (const one of days.filter((d) => d < day)) {
      assert.deepEqual(await answers(one, false), had.get(one), `nothing changes before: ${one}`)
      assert.deepEqual(await managed(one), managers.get(one), `nor for managers: ${one}`)
    }
    seen.gained += said.gained.length
    seen.lost += said.lost.length
    const ends = new Set(endingIn(plan).map(({ code }) => code))
    for (const one of days.filter((d) => d >= day)) {
      for (const line of await answers(one, false)) assert.ok(!ends.has(line.split(' ')[1]!), 'nothing is left where nothing is')
    }

    seen.mapped += await heldAtSuccessors(plan, drawn, reasons.get(day)!, has)

    if (day <= TODAY) return
    const approved = (await loadPlan(database.read, plan.id))!
    const undone = await undoPlan(database, ORIGIN, { personId: '3', authority: { ways: [{ way: 'central', role: 'test', until: null }] } }, { id: plan.id, version: approved.version, note: '不調整了' }, TODAY)
    assert.deepEqual(undone, { done: true })
    for (const one of days) {
      assert.deepEqual(await answers(one, true), reasons.get(one), `undone, as it was: ${one}`)
      assert.deepEqual(await managed(one), managers.get(one), `also for managers: ${one}`)
    }
    seen.undone += 1
  }), { numRuns: RUNS, endOnFailure }, () => seenTooRarely(seen))
  t.diagnostic(JSON.stringify(seen))
})
