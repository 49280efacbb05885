// 「即將到期的授權」: what a manager gave and what ends soon waits on 「待辦事項」, and is renewed or let end many at a press.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { AGENCIES, nameOf, personOf, postOf, startWorld } from '../../../test/world.ts'
import { send } from '../../../test/forms.ts'
import { expiringMessages } from './expiring-messages.ts'
import { EXPIRING_PATH } from './grant-parts.tsx'
import { refusalText } from './refusal-messages.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const TODAY = dayInTaipei(new Date())
const SOON = addDays(TODAY, 20)
const LATER = addDays(TODAY, 400)
const m = expiringMessages('zh-TW')

type Row = { id: string; version: number; state: string; to: string | null; reason: string | null }

describe('即將到期的授權', () => {
  let world: World
  let wang: Visitor
  let wu = ''
  let kuo = ''
  before(async () => {
    world = await startWorld()
    wang = await world.signIn('wang.supervisor')
  })
  after(async () => {
    await world.stop()
    assert.deepEqual(world.faults(), [])
  })
  beforeEach(async () => {
    await world.sql('delete from grant_let_end')
    await world.sql('delete from notice')
    await world.arrange('delete from permission_grant')
    wu = await give('wu.employee', { agency_code: AGENCIES.secretariat, reason: '統計' })
    kuo = await give('kuo.disabled', { agency_code: AGENCIES.works, reason: null })
  })

  /** Writes a grant that 王 gave a while ago and that ends soon. */
  async function give(to: Who, fields: Record<string, string | null>): Promise<string> {
    const row: Record<string, string | null> = {
      application_code: 'A5', category_code: 'use', person_id: String(personOf(to)), post_id: String(postOf(to)),
      valid: `[${addDays(TODAY, -100)},${addDays(SOON, 1)})`, given_by: String(personOf('wang.supervisor')), ...fields,
    }
    const names = Object.keys(row)
    await world.arrange(`insert into permission_grant (${names.join(', ')}, event_id)
      values (${names.map((_, at) => `$${at + 1}`).join(', ')}, (select max(id) from audit_event))`, Object.values(row))
    return (await world.sql<{ id: string }>('select id from permission_grant order by event_id desc, lower(recorded) desc, id limit 1'))[0]!.id
  }
  const standing = async (id: string): Promise<Row> => (await world.sql<Row>(`
    select id, version, state, (upper(valid) - 1)::text as "to", reason from permission_grant where id = $1 and upper_inf(recorded)`, [id]))[0]!
  const press = (fields: Record<string, string | readonly string[]>, visitor = wang): Promise<Answer> => send(visitor, EXPIRING_PATH, fields)
  const refs = (...ids: string[]) => ids.map((id) => `${id}.1`)
  const waits = async (visitor: Visitor): Promise<string | null> =>
    /<a href="\/manage\/grants\/expiring">([^<]*)<\/a>/.exec((await visitor.ask('/todo')).body)?.[1] ?? null

  test('it is one thing to do, for whoever gave them and nobody else', async () => {
    assert.equal(await waits(wang), m.todo(2))
    for (const who of ['kao.supervisor', 'chen.central', 'wu.employee'] as const) assert.equal(await waits(await world.signIn(who)), null, who)
    const page = await wang.ask(EXPIRING_PATH)
    for (const words of [nameOf('wu.employee'), nameOf('kuo.disabled'), '統計', m.renew, m.let]) assert.ok(page.body.includes(words), words)
    const others = await (await world.signIn('kao.supervisor')).ask(EXPIRING_PATH)
    assert.ok(others.body.includes(m.none))
    assert.equal((await (await world.signIn('wu.employee')).ask(EXPIRING_PATH)).status, 403)
    assert.equal((await world.events('search.list-seen')).at(-1)!.actor_person_id, String(personOf('wang.supervisor')))
  })

  test('what ends later, has ended, is suspended, goes on by another grant or lies outside what one manages is not told of', async () => {
    await world.arrange('delete from permission_grant')
    const at = { agency_code: AGENCIES.secretariat }
    await give('wu.employee', { ...at, application_code: 'A4', valid: `[${addDays(TODAY, -9)},${addDays(TODAY, 32)})` })
    await give('wu.employee', { ...at, application_code: 'A6', valid: `[${addDays(TODAY, -9)},${TODAY})` })
    await give('wu.employee', { ...at, application_code: 'A7', state: 'suspended' })
    await give('wu.employee', { agency_code: AGENCIES.taipeiPersonnelOffice, application_code: 'A8' })
    await give('wu.employee', { ...at })
    await give('wu.employee', { ...at, valid: `[${addDays(SOON, 1)},${LATER})`, given_by: String(personOf('kao.supervisor')) })
    assert.equal(await waits(wang), null)
    await give('wu.employee', { ...at, application_code: 'D6', valid: `[${addDays(TODAY, -9)},${addDays(TODAY, 31)})` })
    assert.equal(await waits(wang), m.todo(1), 'the thirtieth day')
  })

  test('all are renewed in one act: each keeps its reason, its receiver is told, and nothing waits any more', async () => {
    const answer = await press({ grant: refs(wu, kuo), to: LATER, press: 'renew' })
    assert.equal(answer.headers.location, `${EXPIRING_PATH}?renewed=2&proposed=0`)
    const saysDone = (path: string, visitor = wang) => visitor.ask(path).then(({ body }) => / class="notice done"/.test(body))
    assert.ok((await wang.ask(answer.headers.location)).body.includes(m.done.renewed(2)))
    assert.ok(await saysDone(answer.headers.location!), 'also when it is asked for again')
    // An address that somebody else wrote tells nothing, nor does one that was true for another.
    assert.equal(await saysDone(`${EXPIRING_PATH}?renewed=99`), false)
    assert.equal(await saysDone(answer.headers.location!, await world.signIn('wang.supervisor')), false)
    assert.deepEqual(await standing(wu), { id: wu, version: 2, state: 'active', to: LATER, reason: '統計' })
    assert.deepEqual(await standing(kuo), { id: kuo, version: 2, state: 'active', to: LATER, reason: null })
    assert.equal((await world.events('grant.changed')).length, 2)
    const told = await world.sql<{ person_id: string }>('select person_id from notice')
    assert.deepEqual(told.map((row) => Number(row.person_id)).toSorted(), [personOf('wu.employee'), personOf('kuo.disabled')].map(Number).toSorted())
    assert.equal(await waits(wang), null)
  })

  test('without an end, with the reason that this asks for', async () => {
    const without = await press({ grant: refs(wu), permanent: 'yes', press: 'renew' })
    assert.equal(without.status, 422)
    assert.ok(without.body.includes(`value="${wu}.1" checked`), 'what was ticked stays so')
    await press({ grant: refs(wu), permanent: 'yes', reason: '長期承辦', press: 'renew' })
    assert.deepEqual(await standing(wu), { id: wu, version: 2, state: 'active', to: null, reason: '長期承辦' })
  })

  test('where a second manager has to agree, the further days are proposed', async () => {
    const id = await give('wu.employee', { agency_code: AGENCIES.secretariat, application_code: 'A8' })
    const answer = await press({ grant: refs(wu, id), to: LATER, press: 'renew' })
    assert.equal(answer.headers.location, `${EXPIRING_PATH}?renewed=1&proposed=1`)
    assert.equal((await standing(id)).to, SOON)
    const [proposed] = await world.sql<{ state: string; from: string }>(`
      select state, lower(valid)::text as "from" from permission_grant where state = 'proposed'`)
    assert.deepEqual(proposed, { state: 'proposed', from: addDays(SOON, 1) })
    assert.equal(await waits(wang), m.todo(1), 'the proposal is as good as done for whoever made it; the other waits')
  })

  test('what cannot be renewed is named with the reason, and the others are renewed', async () => {
    await world.arrange(`update post_version set recorded = tstzrange(lower(recorded), now()) where person_id = ${personOf('kuo.disabled')}`)
    const answer = await press({ grant: refs(wu, kuo), to: LATER, press: 'renew' })
    assert.equal(answer.status, 422)
    assert.ok(answer.body.includes(m.others(1, 0)))
    assert.ok(answer.body.includes(m.refused(nameOf('kuo.disabled'), 'A5', refusalText('receiverNotFound', 'zh-TW'))))
    assert.equal((await standing(wu)).to, LATER)
    assert.equal((await standing(kuo)).to, SOON)
  })

  test('it lengthens and never shortens; days, choices and grants of others that were made up change nothing', async () => {
    const shorter = await press({ grant: refs(wu), to: addDays(TODAY, 5), press: 'renew' })
    assert.ok(shorter.body.includes(m.notLonger))
    for (const fields of [
      { grant: [], to: LATER, press: 'renew' }, { grant: refs(wu), to: '', press: 'renew' }, { grant: refs(wu), to: '115/2/30', press: 'renew' },
      { grant: [`${wu}.2`], to: LATER, press: 'renew' }, { grant: ['x'.repeat(60)], to: LATER, press: 'renew' },
      { grant: refs(wu), to: addDays(TODAY, -1), press: 'renew' },
    ]) assert.equal((await press(fields)).status, 422, JSON.stringify(fields))
    const theirs = await give('wu.employee', {
      agency_code: AGENCIES.secretariat, application_code: 'D6', given_by: String(personOf('kao.supervisor')),
    })
    const answer = await press({ grant: refs(wu, theirs), to: LATER, press: 'renew' })
    assert.equal(answer.headers.location, `${EXPIRING_PATH}?renewed=1&proposed=0`)
    assert.equal((await standing(theirs)).to, SOON)
  })

  test('what is let end is told of no more, ends when it does, and is told of again when it was changed since', async () => {
    assert.equal((await press({ grant: refs(wu, kuo), press: 'let' })).headers.location, `${EXPIRING_PATH}?let=2`)
    assert.equal(await waits(wang), null)
    assert.equal((await standing(wu)).to, SOON)
    await send(wang, `/manage/grants/${wu}/edit`, { to: addDays(SOON, 2) })
    assert.equal(await waits(wang), m.todo(1))
  })
})
