// 切換機關 as those do it who manage or serve other agencies, and as those try it who do not.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { AGENCIES, personOf, startWorld } from '../../../test/world.ts'
import type { Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

describe('切換機關', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(() => world.stop())

  const line = async (visitor: Visitor): Promise<string> => {
    const { body } = await visitor.ask('/applications')
    return /<section class="standing[\s\S]*?<\/section>/.exec(body)?.[0] ?? ''
  }
  const manage = (visitor: Visitor, agency: string, more: Record<string, string> = {}) =>
    visitor.submit('/switch/managed', { managed: agency, ...more }, '/switch')

  test('a supervisor switches to an agency of the scope and goes on with it', async () => {
    const wang = await world.signIn('wang.supervisor')
    const page = await wang.ask('/switch')
    assert.match(page.body, /您可以管理 6 個機關/)
    const answer = await manage(wang, AGENCIES.school, { next: '/manage/grants?application=A5&agency=x' })
    assert.equal(answer.status, 303)
    assert.equal(answer.headers.location, `/manage/grants?application=A5&agency=${AGENCIES.school}`)
    assert.match(await line(wang), /管理機關.*高雄市旗津區旗津國民小學/)
    const [event] = (await world.events('session.agency-switched')).slice(-1)
    assert.deepEqual([event!.actor_person_id, event!.agency, event!.detail],
      [personOf('wang.supervisor'), AGENCIES.school, { relation: 'managed', way: `hrSupervisor ${AGENCIES.personnelOffice}` }])
    assert.equal((await wang.submit('/switch/back', {}, '/switch')).status, 303)
    assert.doesNotMatch(await line(wang), /管理機關/)
  })

  test('an address that somebody else wrote tells of nothing done, though switching led there', async () => {
    const wang = await world.signIn('wang.supervisor')
    const answer = await manage(wang, AGENCIES.school, { next: '/manage/grants/expiring?renewed=99' })
    assert.equal(answer.headers.location, `/manage/grants/expiring?agency=${AGENCIES.school}`)
    assert.doesNotMatch((await wang.ask('/manage/grants/expiring?renewed=99')).body, /已展延/)
    await wang.submit('/switch/back', {}, '/switch')
  })

  const beyond: [Who, string, string][] = [
    ['wang.supervisor', AGENCIES.taipeiSecretariat, 'the other city'], ['yang.taipei', AGENCIES.school, 'the other city'],
    ['wang.supervisor', AGENCIES.root, 'above'], ['wang.supervisor', '999999999Z', 'nowhere'],
    ['tsao.education', AGENCIES.works, 'beside'], ['wang.supervisor', "' or 1=1", 'no code'],
  ]
  for (const [who, agency, what] of beyond) {
    test(`${who} does not manage ${agency} (${what}), and is told no more than that`, async () => {
      const visitor = await world.signIn(who)
      const answer = await manage(visitor, agency)
      assert.equal(answer.status, 422)
      assert.match(answer.body, /您不能管理這個機關，或沒有這個機關/)
      assert.doesNotMatch(await line(visitor), /管理機關/)
    })
  }

  test('who manages nothing has no such door', async () => {
    for (const who of ['wu.employee', 'lee.officer', 'lin.auditor'] as const) {
      const visitor = await world.signIn(who)
      assert.doesNotMatch((await visitor.ask('/switch')).body, /管理的機關/)
      assert.equal((await manage(visitor, AGENCIES.secretariat)).status, 403, who)
      assert.equal((await visitor.ask('/manage')).status, 403, who)
    }
  })

  test('all three ways lead into management, each with its reason', async () => {
    const says: [Who, RegExp][] = [
      ['wang.supervisor', /人事主管：高雄市政府人事處副處長/], ['tsai.delegate', /管理權限授權：高雄市政府人事處/],
      ['chen.central', /您可以管理所有機關/],
    ]
    for (const [who, sentence] of says) {
      const { status, body } = await (await world.signIn(who)).ask('/manage')
      assert.equal(status, 200, who)
      assert.match(body, sentence)
    }
  })

  test('what was switched to falls away with the scope, at the very next page', async () => {
    const tsai = await world.signIn('tsai.delegate')
    assert.equal((await manage(tsai, AGENCIES.education)).status, 303)
    assert.match(await line(tsai), /管理機關/)
    await world.arrange(`update delegation set recorded = closed(recorded) where person_id = $1`, [personOf('tsai.delegate')])
    assert.doesNotMatch(await line(tsai), /管理機關/)
    assert.equal((await tsai.ask('/manage')).status, 403)
  })

  test('an officer serves the agencies of the duties in force, and the page says so in words', async () => {
    await world.arrange(`insert into concurrent_duty (id, application_code, acting_code, served_code, valid, reason, event_id)
      values (gen_random_uuid(), 'A4', '${AGENCIES.personnelOffice}', '${AGENCIES.school}', '[2020-01-01,)', '兼辦',
        (select max(id) from audit_event))`)
    const lee = await world.signIn('lee.officer')
    assert.match((await lee.ask('/switch')).body, /由高雄市政府人事處兼辦，1 個應用系統/)
    assert.equal((await lee.submit('/switch/served', { served: AGENCIES.works }, '/switch')).status, 422)
    assert.equal((await lee.submit('/switch/served', { served: AGENCIES.school }, '/switch')).status, 303)
    assert.match(await line(lee), /standing served[\s\S]*您正在代辦其他機關的人事業務[\s\S]*旗津國民小學/)
    const opened = await lee.ask('/applications/A4/open')
    assert.equal(new URL(opened.headers.location!).searchParams.get('agency'), AGENCIES.school)
    // An application that the duty does not hold opens for the officer's own agency.
    const own = await lee.ask('/applications/D6/open')
    assert.equal(new URL(own.headers.location!).searchParams.get('agency'), AGENCIES.personnelOffice)
    const wu = await world.signIn('wu.employee')
    assert.equal((await wu.submit('/switch/served', { served: AGENCIES.school }, '/switch')).status, 422)

    await world.arrange('update concurrent_duty set recorded = closed(recorded)')
    assert.doesNotMatch(await line(lee), /代辦/)
    assert.deepEqual(world.faults(), [])
  })
})
