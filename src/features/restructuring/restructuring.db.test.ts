// 「機關調整」 as the centre uses it: drafted, mapped, looked at, sent, approved by another, and undone.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { AGENCIES, nameOf, personOf, postOf, startWorld } from '../../../test/world.ts'
import { fieldsOf, post, send } from '../../../test/forms.ts'
import { listAccess } from '../../store/access-list.ts'
import { messages } from './messages.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

const TODAY = dayInTaipei(new Date())
const DAY = addDays(TODAY, 10)
const m = messages('zh-TW')
const { education, kaohsiung, school, secretariat, works } = AGENCIES
const NEW = '397041000E'

describe('機關調整', () => {
  let world: World
  let chen: Visitor
  let ho: Visitor
  before(async () => {
    world = await startWorld()
    ;[chen, ho] = [await world.signIn('chen.central'), await world.signIn('ho.central')]
    await world.arrange(`insert into permission_grant (application_code, category_code, agency_code, person_id, post_id, valid, reason, given_by, event_id)
      values ('A5', 'use', '${secretariat}', ${personOf('wu.employee')}, ${postOf('wu.employee')}, '[2024-01-01,)', '統計', ${personOf('wang.supervisor')},
        (select max(id) from audit_event))`)
  })
  after(async () => {
    await world.stop()
    assert.deepEqual(world.faults(), [])
  })

  const leads = (answer: Answer): string => {
    assert.equal(answer.status, 303, answer.body.match(/class="errors"[\s\S]*?<\/div>/)?.[0] ?? answer.body.slice(0, 300))
    return String(answer.headers.location)
  }
  const says = (answer: Answer, sentence: string) => assert.ok(answer.body.includes(sentence), sentence)
  const draft = async (title: string): Promise<string> =>
    leads(await send(chen, '/manage/new-restructuring', { title, day: DAY, reason: '組織改造' })).replace('?done=draft', '')
  const add = (path: string, source: string, successors: string) => send(chen, `${path}/add`, { source, successors })
  const rights = async (day: string) => (await listAccess(world.database.read, { asOf: { day, known: 'now' } }, { size: 5_000 }))
    .map(({ agency, person, application }) => `${application} ${agency} ${person}`).toSorted()

  test('nobody but the centre comes in', async () => {
    const path = await draft('試')
    for (const who of ['wang.supervisor', 'wu.employee', 'lin.auditor'] as const) {
      const visitor = await world.signIn(who)
      for (const to of ['/manage/restructurings', '/manage/new-restructuring', path, `${path}/effect`, `${path}/approve`]) {
        assert.equal((await visitor.ask(to)).status, 403, `${who} ${to}`)
      }
    }
    assert.equal((await chen.ask('/manage/restructurings/00000000-0000-4000-8000-000000000000')).status, 404)
    leads(await send(chen, `${path}/withdraw`, { note: '' }))
    says(await chen.ask(path), m.states.withdrawn)
  })

  test('two agencies merge and one is renamed: what is foretold is what then happens, without anybody\'s hand', async () => {
    const path = await draft('秘書處併入工務局')
    says(await chen.ask(path), m.problem.nothing())
    leads(await add(path, secretariat, works))
    leads(await add(path, education, NEW))
    says(await add(path, 'abc', works), m.wrong.code)
    const fields = `${path}/agencies/${NEW}/fields`
    leads(await send(chen, fields, { name: '高雄市政府教育及青年局' }, `${path}/agencies/${NEW}`))
    const page = await chen.ask(path)
    for (const words of [m.kinds.merged, m.kinds.renamed, '高雄市政府教育及青年局']) says(page, words)

    const effect = await chen.ask(`${path}/effect`)
    says(effect, m.effectPeople(4))
    const names = await chen.ask(`${path}/effect/people?application=A5&side=lost`)
    says(names, nameOf('wu.employee'))
    assert.equal((await world.events('restructuring.effect-listed')).length, 1)
    const had = await rights(DAY)

    leads(await send(chen, `${path}/send`))
    says(await send(chen, `${path}/edit`, { title: '改' }), m.refused.wrongState)
    says(await send(chen, `${path}/approve`, { note: '' }), m.refused.ownPlan)
    says(await chen.ask('/manage/restructurings?show=sent'), '秘書處併入工務局')
    says(await send(ho, `${path}/return`, { note: '' }), m.refused.noteMissing)
    leads(await send(ho, `${path}/approve`, { note: '同意' }))

    const then = await rights(DAY)
    const [gone, come] = [had.filter((one) => !then.includes(one)), then.filter((one) => !had.includes(one))]
    assert.ok(gone.includes(`A5 ${secretariat} ${personOf('wu.employee')}`) && come.includes(`A5 ${works} ${personOf('wu.employee')}`))
    assert.deepEqual(await rights(addDays(DAY, -1)), had)
    const visitor = world.visitor()
    says(await visitor.ask(`/agencies/${secretariat}`), `/agencies/${works}`)
    assert.equal((await visitor.ask(`/agencies/${kaohsiung}?asOf=${addDays(DAY, -1)}`)).body.includes(`/agencies/${secretariat}`), true)
    assert.equal((await visitor.ask(`/agencies/${kaohsiung}?asOf=${DAY}`)).body.includes(`/agencies/${secretariat}`), false)
    says(await visitor.ask(`/agencies/${NEW}?asOf=${DAY}`), `/agencies/${school}`)
    says(await (await world.signIn('wu.employee')).ask('/me'), '機關調整')

    leads(await send(chen, `${path}/undo`, { note: '緩議' }))
    assert.deepEqual(await rights(DAY), had)
    says(await chen.ask(path), m.states.undone)
    assert.equal((await chen.ask(`${path}/undo`)).status, 200)
    says(await send(chen, `${path}/undo`, { note: '再' }), m.refused.wrongState)
  })

  test('one that is split: posts have to be sent somewhere, by title, by person, and all the rest', async () => {
    const path = await draft('工務局分拆')
    leads(await add(path, works, `${secretariat} 397111000G`))
    says(await chen.ask(path), m.problem.withoutRest())
    const posts = `${path}/agencies/${works}/posts`
    const page = await chen.ask(posts)
    says(page, '企劃處')
    const fields = fieldsOf(page.body, posts)
    fields.set('rule', ['rest||397111000G', `unit|${encodeURIComponent('企劃處')}|${secretariat}`])
    leads(await post(chen, posts, fields))
    const stale = await post(chen, posts, fields)
    assert.equal(stale.headers.location, `${path}/agencies/${works}/posts`, 'somebody else was first')
    assert.equal((await chen.ask(path)).body.includes(m.problem.withoutRest()), false)
    const persons = `${path}/agencies/${works}/persons?${new URLSearchParams({ unit: '工程科', title: '技士' })}`
    says(await chen.ask(persons), nameOf('kuo.disabled'))
    const decided = await chen.ask(`${path}/agencies/${works}/decisions`)
    says(decided, m.things.grant)
    assert.match((await chen.ask(`${path}/effect`)).body, new RegExp(m.effectPeople(4)))
    leads(await send(chen, `${path}/agencies/${works}/remove`, {}, path))
    leads(await send(chen, `${path}/withdraw`, { note: '不辦了' }))
  })

  test('a plan against the law of the tree cannot be sent', async () => {
    const path = await draft('裁撤')
    leads(await add(path, 'A58000000A', ''))
    const page = await chen.ask(path)
    says(page, m.problem.confined('E1'))
    says(await send(chen, `${path}/send`), m.refused.hasProblems)
    assert.equal((await world.events('restructuring.sent')).at(-1)!.outcome, 'refused')
    const file = await chen.ask('/manage/restructurings.csv?show=all')
    assert.match(file.body, /^\uFEFF?number,title,day,state,drafted_by,source/)
  })
})
