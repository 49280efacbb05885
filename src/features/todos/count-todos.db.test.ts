// The count beside 「待辦事項」 on every page: there when something waits, gone when it is done, and asked for no more than that.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { noteStatements } from '../../../test/asked-statements.ts'
import { personOf, startWorld } from '../../../test/world.ts'
import { send } from '../../../test/forms.ts'
import { frameMessages } from '../../web/frame-messages.ts'
import type { Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

describe('how many things wait, in the header', () => {
  let world: World
  let wu: Visitor
  before(async () => {
    world = await startWorld()
    wu = await world.signIn('wu.employee')
  })
  after(async () => {
    await world.stop()
    assert.deepEqual(world.faults(), [])
  })

  const asks = (key: string) => world.sql(`insert into application_todo (application_code, person_id, title, link, idempotency_key, request_sha256)
    values ('D6', ${personOf('wu.employee')}, '簽收薪資單', 'http://localhost:3001/D6', $1, decode(repeat('00', 32), 'hex'))`, [key])
  const minutePasses = () => world.sql(`update session set todos_counted_at = todos_counted_at - interval '61 seconds'`)
  /** The description of the entry 「待辦事項」 on a page; null where nothing is counted. */
  async function counted(path = '/me', visitor = wu): Promise<string | null> {
    const { body } = await visitor.ask(path)
    const [entry] = body.match(/<a href="\/todo"[^>]*>/) ?? []
    assert.ok(entry, 'the entry is there')
    return entry.match(/aria-description="([^"]*)"/)?.[1] ?? null
  }
  const said = (count: string) => frameMessages('zh-TW').openTodos(count)

  test('nothing, one, and more than are counted', async () => {
    assert.equal(await counted(), null)
    await asks('1')
    assert.equal(await counted(), null, 'not asked again within the minute')
    await minutePasses()
    assert.equal(await counted(), said('1'))
    assert.equal(await counted('/applications'), said('1'))
    const other = await world.signIn('chang.unit')
    assert.equal(await counted('/me', other), null, 'it is not others\'')
    for (let n = 2; n <= 130; n += 1) await asks(String(n))
    await minutePasses()
    assert.equal(await counted(), said('50'), 'as many as one source answers')
    await world.sql('delete from application_todo')
  })

  test('after a change of one\'s own, and on 「待辦事項」 itself, it is what it is', async () => {
    await counted('/todo')
    await asks('again')
    assert.equal(await counted('/todo'), said('1'), 'the page and its header say the same')
    await asks('once more')
    const answer = await send(wu, '/me/display', { language: 'zh-TW', size: 'normal' }, '/me/display')
    assert.equal(answer.status, 303, answer.body.slice(0, 200))
    assert.equal(await counted(), said('2'))
    await world.sql('update application_todo set withdrawn_at = now()')
    await minutePasses()
    assert.equal(await counted(), null)
  })

  test('no page waits for a count that takes long: the last one stands, and is not asked for again within the minute', async () => {
    assert.equal((await world.sql('select from application_todo where withdrawn_at is null')).length, 0)
    await asks('slow')
    assert.equal(await counted('/todo'), said('1'))
    await asks('slower')
    await minutePasses()
    const holder = new pg.Client({ connectionString: world.databaseUrl })
    await holder.connect()
    try {
      await holder.query('begin')
      await holder.query('lock table application_todo')
      assert.equal(await counted(), said('1'))
    } finally {
      await holder.end()
    }
    assert.equal(await counted(), said('1'))
    await minutePasses()
    assert.equal(await counted(), said('2'))
    await world.sql('delete from application_todo')
  })

  test('「待辦事項」 asks once, also where the count in its header is old', async (t) => {
    await minutePasses()
    const asked = await noteStatements(t).during(() => wu.ask('/todo'))
    assert.equal(asked.filter((text) => /^select distinct.* from "application_todo"/.test(text)).length, 1)
  })

  test('who asks for what does not exist or is not theirs reads the count all the same, and a card has none', async () => {
    await asks('third')
    assert.equal(await counted('/todo'), said('1'))
    assert.equal(await counted('/nothing-here'), said('1'))
    const card = await world.signInCard('397210000A')
    assert.doesNotMatch((await card.ask('/manage')).body, /href="\/todo"/)
  })
})
