// Who is told of what followed from the personnel record: everybody once, in numbers.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { applyFacts } from '../../../test/facts.ts'
import { AGENCIES, doJobs, personOf, postOf, startWorld } from '../../../test/world.ts'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { toldSentence } from '../../core/told-sentences.ts'
import { followTheDay } from './follow-day.ts'
import type { Telling } from '../../core/told.ts'
import type { Who, World } from '../../../test/world.ts'

const TODAY = dayInTaipei(new Date())
const OVER = `[2020-01-01,${TODAY})`
const OPEN = '[2020-01-01,)'
const EVENT = '(select max(id) from audit_event)'

let world: World

const grant = (who: Who, application: string, agency: string, by: Who = 'wang.supervisor', since = '') => world.arrange(`
  insert into permission_grant (application_code, category_code, agency_code, person_id, post_id, valid, state, reason, given_by, event_id
    ${since === '' ? '' : ', recorded'})
  values ('${application}', 'use', '${agency}', ${personOf(who)}, ${postOf(who)}, '${OPEN}', '${since === '' ? 'active' : 'suspended'}', '業務',
    ${personOf(by)}, ${EVENT} ${since === '' ? '' : `, tstzrange('${since}', null)`})`)

/** What the person was told since last asked, and how many letters went to them. */
async function toldTo(who: Who): Promise<{ says: string[]; letters: number; path: string | undefined }> {
  const rows = await world.sql<{ content: Telling }>(`with new as (update notice set read_at = now() where person_id = $1 and read_at is null
    returning telling_id) select t.content from telling t where id in (select telling_id from new) order by id`, [personOf(who)])
  const letters = await world.sql('delete from mail where recipient = $1 returning id', [`${who}@ecpa.example`])
  return {
    says: rows.map(({ content }) => toldSentence(content)['zh-TW']), letters: letters.length, path: rows.at(-1)?.content.told.path,
  }
}

describe('telling of what followed', () => {
  before(async () => {
    world = await startWorld()
  })
  after(() => world.stop())

  test('a mover hears of all in one notice and one letter, and each manager of all that waits at their agencies', async () => {
    for (const [application, agency] of [['A5', AGENCIES.secretariat], ['A6', AGENCIES.secretariat], ['A5', AGENCIES.education]] as const) {
      await grant('sun.employee', application, agency)
      await grant('wu.employee', application, agency)
    }
    const { feed } = await applyFacts(world, [{ who: 'sun.employee', valid: OVER }, { who: 'wu.employee', valid: OVER }])
    await doJobs(world, 'movers.tell')
    for (const who of ['sun.employee', 'wu.employee'] as const) {
      assert.deepEqual(await toldTo(who), { says: ['因人事資料異動，您的 3 項應用系統授權暫停。'], letters: 1, path: undefined })
    }
    // The secretariat has no supervisor of its own: the personnel office has. The education bureau has one.
    const waits = (count: number) =>
      ({ says: [`因人事資料異動，您管理的機關有 ${count} 項應用系統授權暫停，等待您確認或結束。`], letters: 1, path: '/manage/reviews' })
    assert.deepEqual(await toldTo('wang.supervisor'), waits(4))
    assert.deepEqual(await toldTo('kao.supervisor'), waits(4))
    assert.deepEqual(await toldTo('tsao.education'), waits(2))
    assert.deepEqual(await toldTo('chen.central'), { says: [], letters: 0, path: undefined })
    assert.deepEqual(await world.sql('select from feed_manager'), [])
    const todo = (await (await world.signIn('wang.supervisor')).ask('/todo')).body
    assert.match(todo, /4 項暫停中的授權等待確認[^]*href="\/manage\/reviews\?agency=397010000A"|href="\/manage\/reviews\?agency=397010000A"[^]*4 項暫停中的授權等待確認/)
    assert.doesNotMatch((await (await world.signIn('wu.employee')).ask('/todo')).body, /等待確認/)
    await applyFacts(world, [{ who: 'sun.employee', valid: OPEN }, { who: 'wu.employee', valid: OPEN }], { undoes: feed })
    await doJobs(world, 'movers.tell')
    assert.deepEqual(await toldTo('sun.employee'), { says: ['先前的人事資料已更正，您的 3 項應用系統授權恢復原狀。'], letters: 1, path: undefined })
    assert.deepEqual((await toldTo('wang.supervisor')).says, [])
  })

  test('where nobody manages an agency but the centre, the centre is told', async () => {
    await grant('lo.taipei', 'A5', AGENCIES.taipeiSecretariat, 'yang.taipei')
    await applyFacts(world, [{ who: 'yang.taipei', valid: OVER }, { who: 'lo.taipei', valid: OVER }])
    await doJobs(world, 'movers.tell')
    assert.equal((await toldTo('chen.central')).letters, 1)
    assert.equal((await toldTo('ho.central')).letters, 1)
    assert.deepEqual((await toldTo('yang.taipei')).says, [])
  })

  test('R-JML-2: what nobody confirmed for 14 days ends; its person and its giver are told', async () => {
    await grant('lee.officer', 'A5', AGENCIES.works, 'wang.supervisor', addDays(TODAY, -15))
    await grant('lee.officer', 'A6', AGENCIES.works, 'wang.supervisor', addDays(TODAY, -14))
    const { grantsLapsed } = await followTheDay(world.database, TODAY)
    assert.equal(grantsLapsed, 1)
    await doJobs(world, 'movers.tell')
    assert.deepEqual((await toldTo('lee.officer')).says, ['逾期未經機關管理者確認，您的 1 項應用系統授權已結束。'])
    assert.deepEqual((await toldTo('wang.supervisor')).says, ['逾期未經確認或同意，您給予的 1 項應用系統授權已結束。'])
    const [event] = await world.events('grant.lapsed')
    assert.equal((event!.detail as { since: string }).since, addDays(TODAY, -15))
    assert.equal((await followTheDay(world.database, TODAY)).grantsLapsed, 0)
  })
})
