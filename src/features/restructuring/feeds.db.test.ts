// Days go by between the approval of a restructuring and its day: feeds that know nothing of it come in, people join, leave and
// get other titles, managers decide. All of it goes where the plan sends what was there.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addDays } from '../../core/days.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { decide } from '../../core/access.ts'
import { loadPersonFacts } from '../../store/access.ts'
import { carryThrough, centralActor, stageFeed, TODAY, work } from '../../../test/feeds.ts'
import type { FeedFileRow } from '../../../test/feeds.ts'
import { AGENCIES, nameOf, nationalIdOf, personOf, postOf, seal, startWorld, WHO } from '../../../test/world.ts'
import type { Who, World } from '../../../test/world.ts'
import { processOrigin } from '../../store/change.ts'
import type { PlannedAgency } from '../../core/restructuring.ts'
import { carryOn } from './carry-on.ts'
import { approvePlan, draftPlan, editPlan, putAgency, sendPlan, undoPlan } from './plan-acts.ts'
import { loadPlan } from './plan-rows.ts'

const { education, kaohsiung, school, secretariat, works } = AGENCIES
const DAY = addDays(TODAY, 20)
const NEW = '397041000E'
const ORIGIN = processOrigin('test')
const actor = centralActor
const newHire = nationalIdFrom('H', '11234567')

describe('between approval and day', () => {
  let world: World
  let rows: FeedFileRow[]
  let plan: string

  before(async () => {
    world = await startWorld()
    rows = await everybody()
    await world.arrange(`insert into permission_grant (application_code, category_code, agency_code, person_id, post_id, valid, reason, given_by, event_id)
      values ('A5', 'use', '${secretariat}', ${personOf('wu.employee')}, ${postOf('wu.employee')}, '[2024-01-01,)', '統計', ${personOf('wang.supervisor')},
        (select max(id) from audit_event))`)
    plan = await approve([
      { role: 'ends', code: secretariat, successors: [works] },
      { role: 'ends', code: education, successors: [NEW] },
      { role: 'begins', code: NEW, fields: {
        name: '高雄市政府教育及青年局', nameEn: null, superior: kaohsiung, level: 3, zip: '', address: '', phone: '', fax: '', oid: null, successor: null } },
    ])
  })
  after(async () => {
    await world.stop()
    assert.deepEqual(world.faults(), [])
  })

  async function everybody(): Promise<FeedFileRow[]> {
    const found = await world.sql<Omit<FeedFileRow, 'nationalId' | 'name'> & { person: number }>(`
      select p.person_id::int as person, p.agency_code as agency, p.kind, p.unit, p.title, p.starts::text as from,
        (upper(v.valid) - 1)::text as to, v.staff_category as category, v.supervisor_level as level, v.nature
      from post p join post_version v on v.post_id = p.id and upper_inf(v.recorded) where p.person_id <= ${WHO.length} order by p.id`)
    return found.map(({ person, ...post }) => {
      const who = WHO[person - 1]!
      return { ...post, nationalId: nationalIdOf(who), name: nameOf(who), email: `${who}@record.example` }
    })
  }

  async function approve(agencies: readonly PlannedAgency[]): Promise<string> {
    const { database } = world
    const { id } = await draftPlan(database, ORIGIN, actor('chen.central'), { title: '組織調整', reason: null, day: DAY })
    const looked = async () => ({ id, version: (await loadPlan(database.read, id))!.version, note: '' })
    const did = (result: unknown) => assert.deepEqual(result, { done: true })
    did(await editPlan(database, ORIGIN, actor('chen.central'), await looked(), TODAY, () => ({
      what: 'agencies', before: {}, after: {}, write: async (tx) => { for (const agency of agencies) await putAgency(tx, id, agency) },
    })))
    did(await sendPlan(database, ORIGIN, actor('chen.central'), await looked(), TODAY))
    assert.deepEqual(await approvePlan(database, ORIGIN, actor('chen.central'), await looked(), TODAY), { refused: 'ownPlan' })
    did(await approvePlan(database, ORIGIN, actor('ho.central'), await looked(), TODAY))
    return id
  }

  const postsOf = (nationalIds: readonly string[]) => world.sql<{ agency: string; unit: string; title: string; valid: string; level: string }>(`
    select p.agency_code as agency, p.unit, p.title, v.valid::text, v.supervisor_level as level
    from post p join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded)
    join person n on n.id = p.person_id
    where n.national_id_index = any($1::bytea[]) order by lower(v.valid), p.id`, [nationalIds.map(index)])
  const index = (nationalId: string) => seal.indexNationalId(nationalId)
  const lives = async (who: Who) => (await postsOf([nationalIdOf(who)])).map(({ agency, valid }) => `${agency} ${valid}`)
  const bring = (feed: FeedFileRow[], more: { kind?: 'delta'; asOf?: string } = {}) =>
    stageFeed(world.database, { rows: feed, ...more }).then((id) => carryThrough(world.database, id, more.asOf ?? TODAY))
  const has = async (who: Who, day: string) => {
    const facts = await loadPersonFacts(world.database.read, personOf(who), { day, known: 'now' })
    return decide({ ...facts, account: 'active' }).flatMap(({ reasons }) => reasons.map(({ application, agency }) => `${application} ${agency}`))
  }

  test('the posts hold until the day before, and go on with the day', async () => {
    assert.deepEqual(await lives('wu.employee'), [`${secretariat} [2020-01-01,${DAY})`, `${works} [${DAY},)`])
    assert.deepEqual(await lives('tsao.education'), [`${education} [2020-01-01,${DAY})`, `${NEW} [${DAY},)`])
    assert.ok((await has('wu.employee', addDays(DAY, -1))).includes(`A5 ${secretariat}`))
    assert.ok((await has('wu.employee', DAY)).includes(`A5 ${works}`))
  })

  test('a snapshot that knows nothing of it changes nothing', async () => {
    const feed = await work(world.database, await stageFeed(world.database, { rows }))
    assert.deepEqual([feed.counts?.joins, feed.counts?.changes, feed.counts?.ends, feed.heldFor], [0, 0, 0, null])
    const again = await bring(rows, { asOf: addDays(TODAY, 5) })
    assert.equal(again.state, 'applied')
    assert.deepEqual(await lives('wu.employee'), [`${secretariat} [2020-01-01,${DAY})`, `${works} [${DAY},)`])
  })

  test('who gets another level has it at the successor, who leaves goes nowhere, who joins goes along', async () => {
    const at = addDays(TODAY, 6)
    rows = rows.filter(({ nationalId, agency }) => nationalId !== nationalIdOf('sun.employee') || agency !== secretariat)
      .map((row) => (row.nationalId === nationalIdOf('tsao.education') ? { ...row, level: '1' } : row))
    rows.push({ nationalId: newHire, name: '新進', agency: secretariat, unit: '文書科', title: '科員', from: at })
    await bring(rows, { asOf: at })
    assert.deepEqual((await postsOf([nationalIdOf('tsao.education')])).map(({ level }) => level), ['1', '1'])
    assert.deepEqual(await lives('sun.employee'), [`${secretariat} [2020-01-01,${at})`, `${works} [2020-01-01,)`])
    assert.deepEqual((await postsOf([newHire])).map(({ agency, valid }) => `${agency} ${valid}`),
      [`${secretariat} [${at},${DAY})`, `${works} [${DAY},)`])
    const feed = await work(world.database, await stageFeed(world.database, { rows, asOf: addDays(at, 1) }))
    assert.deepEqual([feed.counts?.joins, feed.counts?.changes, feed.counts?.ends], [0, 0, 0])
  })

  test('a delta that ends a post takes what follows with it', async () => {
    const last = addDays(TODAY, 12)
    const own = rows.find(({ nationalId }) => nationalId === nationalIdOf('chang.unit'))!
    await bring([{ ...own, to: last }], { kind: 'delta', asOf: addDays(TODAY, 8) })
    assert.deepEqual(await lives('chang.unit'), [`${education} [2020-01-01,${addDays(last, 1)})`])
    rows = rows.map((row) => (row === own ? { ...row, to: last } : row))
  })

  test('what a feed says itself of the post that follows counts, though it ends the one before it', async () => {
    const last = addDays(TODAY, 13)
    const own = rows.find(({ nationalId }) => nationalId === nationalIdOf('wu.employee'))!
    rows = [...rows.map((row) => (row === own ? { ...row, to: last } : row)), { ...own, agency: works, from: DAY }]
    await bring(rows, { asOf: addDays(TODAY, 9) })
    assert.deepEqual(await lives('wu.employee'), [`${secretariat} [2020-01-01,${addDays(last, 1)})`, `${works} [${DAY},)`])
    rows = rows.slice(0, -1).map((row) => (row.nationalId === own.nationalId ? own : row))
    await bring([own], { kind: 'delta', asOf: addDays(TODAY, 9) })
    assert.deepEqual(await lives('wu.employee'), [`${secretariat} [2020-01-01,${DAY})`, `${works} [${DAY},)`])
  })

  test('what is decided meanwhile is carried on', async () => {
    const [person] = await world.sql<{ id: string; post: string }>(`select p.person_id as id, p.id as post from post p join person n on n.id = p.person_id
      where n.national_id_index = $1 and p.agency_code = '${secretariat}'`, [index(newHire)])
    await world.arrange(`insert into permission_grant (application_code, category_code, agency_code, person_id, post_id, valid, reason, event_id)
      values ('A6', 'use', '${secretariat}', ${person!.id}, ${person!.post}, '[${TODAY},)', '新進', (select max(id) from audit_event))`)
    await carryOn(world.database, TODAY)
    const grants = () => world.sql(`select agency_code, valid::text, state from permission_grant
      where person_id = ${person!.id} and upper_inf(recorded) order by lower(valid)`)
    const carried = [
      { agency_code: secretariat, valid: `[${TODAY},${DAY})`, state: 'active' }, { agency_code: works, valid: `[${DAY},)`, state: 'active' },
    ]
    assert.deepEqual(await grants(), carried)
    assert.equal((await world.events('restructuring.carried')).length, 1)
    await carryOn(world.database, TODAY)
    assert.deepEqual(await grants(), carried, 'once')
    assert.equal((await world.events('restructuring.carried')).length, 1)
  })

  test('undone, everybody is where they would be without it, whoever came since too', async () => {
    const looked = { id: plan, version: (await loadPlan(world.database.read, plan))!.version, note: '緩議' }
    assert.deepEqual(await undoPlan(world.database, ORIGIN, actor('ho.central'), looked, DAY), { refused: 'dayCame' })
    assert.deepEqual(await undoPlan(world.database, ORIGIN, actor('ho.central'), looked, TODAY), { done: true })
    assert.deepEqual(await lives('wu.employee'), [`${secretariat} [2020-01-01,)`])
    assert.deepEqual((await postsOf([nationalIdOf('tsao.education')])).map(({ agency, valid, level }) => `${agency} ${valid} ${level}`),
      [`${education} [2020-01-01,) 1`])
    assert.deepEqual((await postsOf([newHire])).map(({ agency, valid }) => `${agency} ${valid}`), [`${secretariat} [${addDays(TODAY, 6)},)`])
    assert.ok((await has('wu.employee', DAY)).includes(`A5 ${secretariat}`))
    const feed = await work(world.database, await stageFeed(world.database, { rows, asOf: addDays(TODAY, 9) }))
    assert.deepEqual([feed.counts?.joins, feed.counts?.changes, feed.counts?.ends], [0, 0, 0])
    const [node] = await world.sql(`select superior_code as superior from agency_version where agency_code = '${school}' and upper_inf(recorded) and valid @> '${DAY}'::date`)
    assert.deepEqual(node, { superior: education })
    assert.equal((await world.sql(`select from agency_version where agency_code = '${NEW}' and upper_inf(recorded)`)).length, 0)
  })
})
