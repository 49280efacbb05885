// 「權限群組」 and their members as the centre changes them, and as others try to.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { applyFacts } from '../../../test/facts.ts'
import { fieldsOf, post, send, sendFrom } from '../../../test/forms.ts'
import { AGENCIES, keyOf, nameOf, personOf, postOf, startWorld } from '../../../test/world.ts'
import { groupMessages } from './group-messages.ts'
import type { Fields } from '../../../test/forms.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const TODAY = dayInTaipei(new Date())
const UNTIL = addDays(TODAY, 90)
const m = groupMessages('zh-TW')
const G = '/manage/groups/survey'

describe('權限群組', () => {
  let world: World
  let chen: Visitor
  before(async () => {
    world = await startWorld()
    chen = await world.signIn('chen.central')
    await post(chen, '/manage/new-group', new Map([
      ['csrf', fieldsOf((await chen.ask('/manage/new-group')).body, '/manage/new-group').get('csrf')!],
      ['agency', [AGENCIES.kaohsiung]], ['code', ['survey']], ['name', ['調查小組']],
    ]))
    // What the group has: A5 at the secretariat.
    await world.arrange(`insert into permission_grant (application_code, category_code, agency_code, group_code, valid, reason, event_id)
      values ('A5', 'use', '${AGENCIES.secretariat}', 'survey', '[${TODAY},)', '調查', (select max(id) from audit_event))`)
  })
  after(async () => {
    await world.stop()
    assert.deepEqual(world.faults(), [])
  })

  const leads = (answer: Answer): string => {
    assert.equal(answer.status, 303, answer.body.match(/class="errors"[\s\S]*?<\/div>/)?.[0])
    return String(answer.headers.location)
  }
  const says = (answer: Answer, sentence: string) => assert.ok(answer.body.includes(sentence), sentence)
  const has = async (who: Who) =>
    !String((await (await world.signIn(who)).ask('/applications/A5/open')).headers.location).includes('why-not')
  const last = async (code: string) => (await world.events(code)).at(-1) as Record<string, unknown> & { detail: Record<string, unknown> }
  const letters = (who: Who) => world.sql('select * from notice where person_id = $1', [personOf(who)])
  const members = () => world.sql<{ id: string; person_id: string; post_id: string; version: number; state: string; given_by: string }>(
    'select * from group_member where upper_inf(recorded) order by event_id')
  const shown = (visitor: Visitor, who: Who, fields: Fields) =>
    send(visitor, `${G}/new-member`, fields, `${G}/new-member?person=${keyOf(who)}`)
  const join = async (visitor: Visitor, who: Who, fields: Fields) =>
    sendFrom(visitor, await shown(visitor, who, fields), `${G}/new-member`)

  test('a group is made, found in the list, and renamed unless somebody else has', async () => {
    says(await chen.ask('/manage/groups'), '調查小組')
    assert.equal((await last('group.added')).agency, AGENCIES.kaohsiung)
    const again = await send(chen, '/manage/new-group', { agency: AGENCIES.kaohsiung, code: 'survey', name: '另一個' })
    says(again, m.refused.taken)
    says(await send(chen, '/manage/new-group', { agency: 'ZZZZZZZZZZ', code: 'other', name: '另一個' }), m.refused.unknownAgency)
    says(await send(chen, '/manage/new-group', { agency: AGENCIES.kaohsiung, code: 'No Code', name: '另一個' }), m.problems.code)
    const early = await chen.ask(`${G}/rename`)
    leads(await send(chen, `${G}/rename`, { name: '高雄調查小組' }))
    says(await sendFrom(chen, early, `${G}/rename`, { name: '遲來的名稱' }), m.refused.changedMeanwhile)
    says(await chen.ask(G), '高雄調查小組')
  })

  test('a member has what the group has, as foretold, is told, and loses it at once when ended', async () => {
    assert.equal(await has('wu.employee'), false)
    const preview = await shown(chen, 'wu.employee', { to: UNTIL, reason: '調查業務' })
    assert.equal(preview.status, 200)
    for (const sentence of [m.effectOf(1, 0, 0), '高雄市政府秘書處', nameOf('wu.employee')]) says(preview, sentence)
    assert.deepEqual([await members(), await has('wu.employee')], [[], false], 'nothing has happened yet')
    assert.equal(leads(await sendFrom(chen, preview, `${G}/new-member`)), `${G}?done=joined`)
    const [member] = await members()
    assert.deepEqual([member!.post_id, member!.given_by], [postOf('wu.employee'), personOf('chen.central')])
    assert.ok(await has('wu.employee'))
    assert.equal((await letters('wu.employee')).length, 1)
    says(await chen.ask(G), nameOf('wu.employee'))

    const edit = `${G}/members/${member!.id}`
    const longer = await send(chen, edit, { to: addDays(UNTIL, 30) })
    says(longer, m.effectOf(0, 0, 1))
    leads(await sendFrom(chen, longer, edit))
    assert.equal((await members())[0]!.version, 2)
    says(await sendFrom(chen, longer, edit), m.refused.changedMeanwhile)

    const end = await chen.ask(`${edit}/end`)
    says(end, m.effectOf(0, 1, 0))
    assert.equal(leads(await sendFrom(chen, end, `${edit}/end`, { note: '業務結束' })), `${G}?done=left`)
    assert.equal(await has('wu.employee'), false)
    assert.deepEqual([(await last('group.member-ended')).detail.note, (await members())[0]!.state], ['業務結束', 'ended'])
    assert.equal((await letters('wu.employee')).length, 3)
    assert.equal((await chen.ask(`${edit}/end`)).status, 404)
  })

  test('rights that changed since they were shown are shown again', async () => {
    const preview = await shown(chen, 'sun.employee', { post: postOf('sun.employee'), to: UNTIL })
    says(preview, m.effectOf(1, 0, 0))
    await world.arrange(`insert into permission_grant (application_code, category_code, agency_code, group_code, valid, reason, event_id)
      values ('A6', 'use', '${AGENCIES.secretariat}', 'survey', '[${TODAY},)', '調查', (select max(id) from audit_event))`)
    const again = await sendFrom(chen, preview, `${G}/new-member`)
    for (const sentence of [m.stale, m.effectOf(2, 0, 0)]) says(again, sentence)
    leads(await sendFrom(chen, again, `${G}/new-member`))
  })

  test('nobody adds or extends themself; permanent needs a reason; a membership rests on a current post; not twice', async () => {
    says(await shown(chen, 'chen.central', { to: UNTIL }), m.refused.toSelf)
    await assert.rejects(world.arrange(`insert into group_member (group_code, person_id, post_id, valid, given_by, event_id)
      values ('survey', 1, ${postOf('chen.central')}, '[${TODAY},)', 1, (select max(id) from audit_event))`), /no_self_membership/)
    const ho = await world.signIn('ho.central')
    leads(await join(ho, 'chen.central', { to: UNTIL }))
    const own = (await members()).find((one) => one.person_id === personOf('chen.central'))!
    says(await send(chen, `${G}/members/${own.id}`, { to: addDays(UNTIL, 1) }), m.refused.toSelf)
    assert.equal((await shown(chen, 'lo.taipei', { permanent: 'yes', reason: '' })).status, 422)
    assert.equal((await shown(chen, 'lo.taipei', { from: addDays(TODAY, -1), to: UNTIL })).status, 422)
    // Another person's post, and one's own that is over.
    says(await shown(chen, 'lo.taipei', { post: postOf('wu.employee'), to: UNTIL }), m.refused.postNotHeld)
    const preview = await shown(chen, 'lo.taipei', { to: UNTIL })
    await world.arrange(`update post_version set recorded = closed(recorded) where person_id = ${personOf('lo.taipei')};
      insert into post_version (person_id, post_id, version, valid, event_id)
      values (${personOf('lo.taipei')}, ${postOf('lo.taipei')}, 2, '[2020-01-01,${TODAY})', (select max(id) from audit_event))`)
    assert.equal((await sendFrom(chen, preview, `${G}/new-member`)).status, 404, 'no longer anybody whom the centre may pick')
    says(await join(chen, 'chang.unit', { to: UNTIL, post: postOf('chang.unit') }).then(async (answer) => {
      leads(answer)
      return join(chen, 'chang.unit', { from: addDays(TODAY, 1), to: UNTIL, post: postOf('chang.unit') })
    }), m.refused.already)
    assert.equal((await last('group.member-added')).detail.refusal, 'already')
  })

  test('two administrators who add the same person at once: one of them is told', async () => {
    const ho = await world.signIn('ho.central')
    const previews = await Promise.all([chen, ho].map((visitor) => shown(visitor, 'tsao.education', { to: UNTIL })))
    const answers = await Promise.all([chen, ho].map((visitor, at) => sendFrom(visitor, previews[at]!, `${G}/new-member`)))
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 303])
    assert.equal((await members()).filter((one) => one.person_id === personOf('tsao.education')).length, 1)
  })

  test('nobody but the centre sees or changes a group', async () => {
    const csrf = fieldsOf((await chen.ask('/manage/new-group')).body, '/manage/new-group').get('csrf')!
    const [member] = await members()
    for (const who of ['wang.supervisor', 'tsai.delegate', 'lin.auditor', 'wu.employee'] as const) {
      const visitor = await world.signIn(who)
      for (const path of ['/manage/groups', G, '/manage/groups/none', `${G}/new-member`, `${G}/members/${member!.id}/end`]) {
        const answer = await visitor.ask(path)
        assert.equal(answer.status, 403, `${who} ${path}`)
        assert.ok(!answer.body.includes('調查小組'))
      }
      for (const path of ['/manage/new-group', `${G}/rename`, `${G}/new-member`, `${G}/members/${member!.id}/end`]) {
        assert.equal((await post(visitor, path, new Map([['csrf', csrf]]))).status, 403, `${who} ${path}`)
      }
    }
  })

  test('R-JML-2: a suspended membership is confirmed on a post held now, by somebody else, in time', async () => {
    leads(await join(chen, 'lee.officer', { to: UNTIL }))
    const moved = { who: 'lee.officer', at: 1, agency: AGENCIES.school, unit: '人事室', title: '主任', valid: `[${TODAY},)` } as const
    await applyFacts(world, [{ who: 'lee.officer', valid: `[2020-01-01,${TODAY})` }])
    const member = (await members()).find(({ person_id }) => person_id === personOf('lee.officer'))!
    assert.equal(member.state, 'suspended')
    const confirm = `${G}/members/${member.id}/confirm`
    says(await chen.ask(G), m.confirmOf(nameOf('lee.officer')))
    says(await chen.ask(confirm), m.confirmNone)
    says(await send(chen, `${G}/members/${member.id}`, { to: addDays(UNTIL, 1) }), m.refused.suspended)
    await applyFacts(world, [moved])
    assert.equal(await has('lee.officer'), false)
    const page = await chen.ask(confirm)
    says(page, m.effectOf(2, 0, 0))
    says(page, m.confirmLead)
    assert.equal(leads(await sendFrom(chen, page, confirm)), `${G}?done=confirmed`)
    assert.ok(await has('lee.officer'))
    const { detail, person_id: person } = await last('group.member-confirmed')
    assert.deepEqual([person, (detail.after as { post: string }).post], [personOf('lee.officer'), postOf('lee.officer', 1)])
    assert.equal(leads(await chen.ask(confirm)), G)

    // Nobody confirms their own, and nobody what was left undecided for too long.
    const own = (await members()).find(({ person_id, state }) => person_id === personOf('chen.central') && state === 'active')!
    await applyFacts(world, [{ who: 'chen.central', valid: `[2020-01-01,${TODAY})` },
      { who: 'chen.central', at: 1, agency: AGENCIES.centre, title: '參事', valid: `[${TODAY},)` }])
    const ownPage = await chen.ask(`${G}/members/${own.id}/confirm`)
    says(await sendFrom(chen, ownPage, `${G}/members/${own.id}/confirm`), m.refused.confirmsOwn)
    await world.sql(`begin; set local session_replication_role = replica;
      update group_member set recorded = tstzrange(now() - interval '15 days', null) where id = '${own.id}' and upper_inf(recorded); commit`)
    assert.equal((await chen.ask(`${G}/members/${own.id}/confirm`)).status, 404)
    assert.ok(!(await chen.ask(G)).body.includes(nameOf('chen.central') + '</span> <span class="code">'))
  })
})
