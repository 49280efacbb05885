// What applications put on 「待辦事項」 of their people: added once, shown while it holds, and what attackers try.
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { startCallers } from '../../../test/authzen/callers.ts'
import { ask } from '../../../test/http.ts'
import { nationalIdOf, personOf } from '../../../test/world.ts'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { rocDay } from '../../core/roc-date.ts'
import { purgeTodos } from './keep-todos.ts'
import type { Callers, Json, Reply } from '../../../test/authzen/callers.ts'

const PATH = '/api/v1/todos'
const LINK = 'http://localhost:9999/cases/7'
const SCOPES = ['openid', 'todos']
const DEADLINE = addDays(dayInTaipei(new Date()), 60)
let callers: Callers
let token: string
let wu: string
let named = 0

before(async () => {
  callers = await startCallers({ ECPA_PROGRAM_REQUESTS_PER_MINUTE: '5000' })
  token = await callers.tokenFor('rec-todos', 'REC', SCOPES)
  wu = await callers.sub('wu.employee')
})
after(async () => {
  assert.deepEqual(callers.world.faults(), [])
  await callers.stop()
})

const freshKey = (): string => `key-${named += 1}`
const item = (more: Json = {}): Json => ({ subject: wu, title: '補件', link: LINK, ...more })
const push = (body: unknown, key: string | null = freshKey(), as = token): Promise<Reply> =>
  callers.post(PATH, body, { token: as, headers: key === null ? {} : { 'idempotency-key': key } })
async function added(more: Json = {}, key = freshKey()): Promise<string> {
  const reply = await push(item(more), key)
  assert.equal(reply.status, 201, JSON.stringify(reply.body))
  return String(reply.body['id'])
}
async function withdraw(id: string, as = token): Promise<number> {
  return (await ask(callers.world.address, `${PATH}/${id}`, { method: 'DELETE', headers: { authorization: `Bearer ${as}` } })).status
}
async function shown(who: 'wu.employee' | 'lo.taipei' = 'wu.employee'): Promise<string> {
  const page = await (await callers.world.signIn(who)).ask('/todo')
  assert.equal(page.status, 200)
  return page.body
}
const waiting = async (): Promise<string[]> => (await callers.world.sql<{ id: string }>(
  'select id from application_todo where withdrawn_at is null')).map(({ id }) => id)
const clear = async (): Promise<void> => {
  for (const id of await waiting()) assert.equal(await withdraw(id), 204)
}
async function refusedWith(status: number, pointer: string | undefined, reply: Promise<Reply>): Promise<void> {
  const { status: got, body, headers } = await reply
  assert.deepEqual([got, body['pointer']], [status, pointer], JSON.stringify(body))
  assert.match(String(headers['content-type']), /^application\/problem\+json/)
  assert.match(String(body['detail']), /\.$/)
  assert.deepEqual(await waiting(), [])
}
// Also after one that failed, so that it fails alone.
afterEach(clear)

describe('an item of an application', () => {
  test('waits for its person with its link and deadline, until the application takes it away', async () => {
    const id = await added({ title: '請於期限內補件', titleEn: 'Send what is missing', deadline: DEADLINE })
    const page = await shown()
    assert.match(page, /<a href="http:\/\/localhost:9999\/cases\/7">請於期限內補件<\/a>/)
    assert.ok(page.includes(`REC 紀錄，期限 ${rocDay(DEADLINE)}`))
    assert.doesNotMatch(await shown('lo.taipei'), /補件/)
    assert.deepEqual(await Promise.all(Array.from({ length: 6 }, () => withdraw(id))), Array.from({ length: 6 }, () => 204))
    assert.doesNotMatch(await shown(), /補件/)
    assert.equal(await withdraw(id), 204, 'again, nothing more')
    assert.equal((await callers.world.events('todo.withdrawn')).filter(({ detail }) => (detail as Json)['todo'] === id).length, 1)
  })
  test('is added once: the same request has the same answer, another under its key is refused, also at once', async () => {
    const first = await push(item(), 'once')
    assert.equal(first.status, 201)
    const repeated = await Promise.all([push(item(), 'once'), push(item(), '"once"')])
    for (const one of repeated) assert.deepEqual([one.status, one.body], [201, first.body])
    const other = await push(item({ title: '別的' }), 'once')
    assert.equal(other.status, 422)
    const together = await Promise.all(Array.from({ length: 8 }, () => push(item(), 'together')))
    assert.deepEqual(new Set(together.map(({ status, body }) => `${status} ${String(body['id'])}`)).size, 1)
    assert.equal((await waiting()).length, 2)
    await clear()
    assert.deepEqual((await push(item(), 'once')).body, first.body, 'after it was taken away, too')
    assert.deepEqual(await waiting(), [])
  })
  test('goes from the list while the person may not use the application, and comes back', async () => {
    await added({ title: '限本人' })
    const { arrange } = callers.world
    assert.match(await shown(), /限本人/)
    await arrange(`update category_version set recorded = tstzrange(lower(recorded), now()) where application_code = 'REC' and upper_inf(recorded)`)
    assert.doesNotMatch(await shown(), /限本人/)
    await arrange(`insert into category_version (application_code, category_code, version, name, name_en, derived_group, hand_out, event_id)
      select 'REC', code, 2, code, code, case code when 'read' then 'employee' end::standing,
        case code when 'delete' then 'nobody' else 'manager' end, (select max(id) from audit_event)
      from category where application_code = 'REC'`)
    assert.match(await shown(), /限本人/)
  })
  test('is not hidden by those of applications that the person may not use', async () => {
    await added({ title: '看得到' })
    await callers.world.sql(`insert into application_todo (application_code, person_id, title, link, idempotency_key, request_sha256, added_at)
      select 'A4', $1, '看不到', 'http://localhost:3001/A4', 'a4-' || n, sha256(''), now() + interval '1 minute' from generate_series(1, 50) n`,
    [personOf('wu.employee')])
    const page = await shown()
    await callers.world.sql(`delete from application_todo where application_code = 'A4'`)
    assert.match(page, /看得到/)
    assert.doesNotMatch(page, /看不到/)
  })
  test('at most twenty of one application wait for one person, also when they come at once', async () => {
    const replies = await Promise.all(Array.from({ length: 25 }, () => push(item())))
    assert.deepEqual([201, 409].map((status) => replies.filter((one) => one.status === status).length), [20, 5])
  })
  test('is cleared away when it is old', async () => {
    const old = { withdrawn: await added(), overdue: await added({ deadline: DEADLINE }), forgotten: await added() }
    const kept = [await added(), await added({ deadline: DEADLINE })]
    const { sql, database } = callers.world
    await withdraw(old.withdrawn)
    await sql('alter table application_todo disable trigger todo_withdrawn_stays')
    await sql(`update application_todo set added_at = now() - interval '181 days' where id = any($1)`, [[old.withdrawn, old.forgotten]])
    await sql(`update application_todo set withdrawn_at = now() - interval '31 days' where id = $1`, [old.withdrawn])
    await sql('alter table application_todo enable trigger todo_withdrawn_stays')
    await sql(`update application_todo set deadline = current_date - 91 where id = $1`, [old.overdue])
    await purgeTodos(database)
    const left = new Set((await sql<{ id: string }>('select id from application_todo')).map(({ id }) => id))
    assert.deepEqual(Object.values(old).filter((id) => left.has(id)), [])
    assert.deepEqual(kept.filter((id) => !left.has(id)), [])
  })
})

describe('what an application cannot do', () => {
  test('take away the item of another, or write to people of another', async () => {
    const other = await callers.tokenFor('d6-todos', 'D6', SCOPES)
    const id = await added()
    assert.deepEqual([await withdraw(id, other), await withdraw('00000000-0000-4000-8000-000000000000'), await withdraw('1')], [404, 404, 404])
    assert.equal((await waiting()).length, 1)
    await clear()
    for (const subject of [wu, 'wu.employee', nationalIdOf('wu.employee'), 'x']) await refusedWith(422, '/subject', push(item({ subject }), freshKey(), other))
    await refusedWith(422, '/subject', push(item({ subject: await callers.sub('wu.employee', 'D6') })))
  })
  test('send people anywhere but to its own addresses', async () => {
    for (const link of ['https://evil.example/', 'http://localhost:9998/', 'https://localhost:9999/', 'javascript:alert(1)//localhost:9999',
      'data:text/html,x', '//localhost:9999/', '/cases/7', 'http://localhost:9999@evil.example/', 'http://wu@localhost:9999/', 'http:\\\\localhost:9999/',
      ' http://localhost:9999/', 'http://localhost:9999/\n', 'http://localhost:9999/a b', 'http://LOCALHOST:9999/', 'HTTP://localhost:9999/x', 'x']) {
      await refusedWith(422, '/link', push(item({ link })))
    }
    await assert.rejects(callers.world.sql(`insert into application_todo (application_code, person_id, title, link, idempotency_key, request_sha256)
      values ('REC', ${personOf('wu.employee')}, 'x', 'javascript:alert(1)', 'k', sha256(''))`), /application_todo_link_check/)
  })
  test('write what is not as it has to be: each has its place and its sentence', async () => {
    const id = nationalIdOf('wu.employee')
    const wrong: [Json, string][] = [[{ title: '' }, '/title'], [{ title: '長'.repeat(101) }, '/title'], [{ title: 7 }, '/title'], [{ title: ' x' }, '/title'],
      [{ title: '\u202Ex' }, '/title'], [{ title: 'a\u0007' }, '/title'], [{ titleEn: 'x'.repeat(201) }, '/titleEn'], [{ deadline: '2027-02-30' }, '/deadline'],
      [{ deadline: '2020-01-01' }, '/deadline'], [{ deadline: '2999-01-01' }, '/deadline'], [{ 'a/b': 1 }, '/a~1b'], [{ subject: 1 }, '/subject'],
      [{ title: `請 ${id} 補件` }, '/title'], [{ titleEn: id }, '/titleEn'], [{ link: `${LINK}?id=${id}` }, '/link'],
      [{ link: `${LINK}?id=${id.replace('1', '%31')}` }, '/link']]
    for (const [more, pointer] of wrong) await refusedWith(422, pointer, push(item(more)))
    await refusedWith(400, undefined, push(item(), null))
    await refusedWith(400, undefined, push(item(), 'x'.repeat(201)))
    await refusedWith(400, undefined, push(item(), id))
    await refusedWith(400, '', push('{"subject":"a","subject":"b"}'))
    await refusedWith(413, undefined, push(item({ title: 'x'.repeat(20_000) })))
  })
  test('do it without the scope, or as a program of no application', async () => {
    await refusedWith(403, undefined, push(item(), freshKey(), await callers.tokenFor('rec-other')))
    await refusedWith(403, undefined, push(item(), freshKey(), await callers.tokenFor('nobodys', null, ['todos'])))
    await refusedWith(401, undefined, push(item(), freshKey(), 'x'))
  })
  test('have its text copied to the audit log, a letter or the log', async () => {
    await added({ title: '只有本人可見的字句', titleEn: 'for their eyes' })
    const [{ n } = { n: -1 }] = await callers.world.sql<{ n: number }>(`select (select count(*) from audit_event where detail::text ~ '字句|eyes|:9999')::int
      + (select count(*) from mail)::int as n`)
    assert.equal(n, 0)
    assert.doesNotMatch(callers.world.logged.join('\n'), /字句|eyes|cases/)
  })
})
