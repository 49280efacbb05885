// Campaigns of review through HTTP: who starts one over what, what its managers decide, what silence does, and the report.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { AGENCIES, ORIGIN, personOf, postOf, startWorld } from '../../../test/world.ts'
import { tokenIn } from '../../../test/http.ts'
import { campaignOf } from './campaign-rows.ts'
import { takeSteps } from './campaign-steps.ts'
import { tellReceivers } from './campaign-tell.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const TODAY = dayInTaipei(new Date())
const DUE = addDays(TODAY, 20)
const { works, school, personnelOffice, kaohsiung, secretariat, taipeiSecretariat } = AGENCIES

const id = (at: number): string => `11111111-0000-4000-8000-${String(at).padStart(12, '0')}`
const [A5, A6, GROUP, OWN, LATE, TAIPEI] = [1, 2, 3, 4, 5, 6].map(id) as [string, string, string, string, string, string]
const MEMBER = '55555555-0000-4000-8000-000000000001'
const DUTY = '22222222-0000-4000-8000-000000000001'
const LAST = '33333333-0000-4000-8000-000000000001'
const EVENT = '(select max(id) from audit_event)'
const wang = personOf('wang.supervisor')

const grantOf = (grant: string, application: string, agency: string, who: Who, valid = '[2026-01-01,)'): string =>
  `('${grant}', '${application}', 'use', '${agency}', ${personOf(who)}, ${postOf(who)}, null, '${valid}', '承辦', null, ${EVENT})`

const arranged = `
  insert into permission_group (code, name, agency_code) values ('survey', '調查小組', '${works}');
  insert into permission_grant (id, application_code, category_code, agency_code, person_id, post_id, group_code, valid, reason, given_by,
      event_id) values
    ${grantOf(A5, 'A5', works, 'tsai.delegate')}, ${grantOf(A6, 'A6', works, 'liu.pending', '[2026-01-01,2099-06-30]')},
    ('${GROUP}', 'A6', 'use', '${works}', null, null, 'survey', '[2026-01-01,)', '小組', null, ${EVENT}),
    ${grantOf(OWN, 'A5', personnelOffice, 'wang.supervisor')},
    ${grantOf(LATE, 'A5', school, 'huang.concurrent', `[${addDays(TODAY, 30)},)`)},
    ${grantOf(TAIPEI, 'A5', taipeiSecretariat, 'lo.taipei')};
  insert into group_member (id, group_code, person_id, post_id, valid, reason, event_id) values
    ('${MEMBER}', 'survey', ${personOf('kuo.disabled')}, ${postOf('kuo.disabled')}, '[2026-01-01,)', '調查', ${EVENT});
  insert into concurrent_duty (id, application_code, acting_code, served_code, valid, reason, given_by, event_id) values
    ('${DUTY}', 'A4', '${personnelOffice}', '${works}', '[2026-01-01,)', '出缺', ${wang}, ${EVENT}),
    ('${DUTY}', 'A5', '${personnelOffice}', '${works}', '[2026-01-01,)', '出缺', ${wang}, ${EVENT});
  insert into delegation (id, agency_code, person_id, post_id, valid, reason, given_by, giver_post, event_id) values
    ('${LAST}', '${works}', ${personOf('liu.pending')}, ${postOf('liu.pending')}, '[2026-01-01,)', '出缺', ${wang},
      ${postOf('wang.supervisor')}, ${EVENT})`

const FORM: [string, string][] = [
  ['title', '年度授權檢視'], ['agency', kaohsiung], ['below', 'yes'], ['kinds', 'grant'], ['kinds', 'membership'], ['kinds', 'duty'],
  ['kinds', 'delegation'], ['due', DUE], ['silence', 'end'], ['note', '依年度計畫辦理'],
]

describe('a campaign of review', () => {
  let world: World
  let manager: Visitor
  let campaign = ''
  before(async () => {
    world = await startWorld()
    await world.arrange(arranged)
    manager = await world.signIn('wang.supervisor')
  })
  after(() => world.stop())

  const post = async (visitor: Visitor, path: string, fields: [string, string][], from = '/manage/reviews/campaigns/new'): Promise<Answer> =>
    visitor.ask(path, {
      method: 'POST', body: new URLSearchParams([['csrf', tokenIn(await visitor.ask(from))], ...fields]),
      headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
    })
  const start = (visitor: Visitor, fields: [string, string][], press = 'start') =>
    post(visitor, '/manage/reviews/campaigns/new', [...fields, ['press', press]])
  const on = (visitor: Visitor, fields: [string, string][]) => post(visitor, `/manage/reviews/campaigns/${campaign}`, fields)
  const without = (name: string, ...more: [string, string][]) => [...FORM.filter(([one]) => one !== name), ...more]
  const validOf = async (grant: string, table = 'permission_grant'): Promise<unknown> =>
    (await world.sql(`select state, upper(valid)::text as until from ${table} where id = $1 and upper_inf(recorded) limit 1`, [grant]))[0]
  const told = async (kind: string): Promise<string[]> => (await world.sql<{ person: string }>(`
    select n.person_id as person from notice n join telling t on t.id = n.telling_id where t.kind = $1`, [kind])).map(({ person }) => person)
  const itemOf = async (subject: string): Promise<Record<string, unknown> | undefined> =>
    (await world.sql(`select decision, outcome, open from review_item where campaign_id = $1 and subject_id = $2`, [campaign, subject]))[0]

  it('is refused beyond one’s scope, on a day that is none, and over nothing', async () => {
    const taipei = await world.signIn('yang.taipei')
    for (const [visitor, fields, says] of [
      [taipei, FORM, /您不能管理這個機關/], [manager, without('agency', ['agency', '']), /請指定機關或應用系統/],
      [manager, without('agency', ['application', 'A5']), /只有總處管理者可以檢視所有機關/],
      [manager, without('due', ['due', TODAY]), /期限最早是明天/],
      [manager, without('due', ['due', addDays(TODAY, 400)]), /期限最晚在一年內/],
      [manager, without('agency', ['agency', secretariat]), /沒有可檢視的項目/],
      [manager, without('kinds'), /請至少選擇一種/],
    ] as const) {
      const { status, body } = await start(visitor, [...fields])
      assert.equal(status, 422)
      assert.match(body, says)
    }
    assert.equal((await world.sql('select 1 from review_campaign')).length, 0)
    assert.ok((await world.events('review.campaign-started')).every(({ outcome }) => outcome === 'refused'))
  })

  it('says before it begins how many it asks of whom, and what silence does', async () => {
    const { status, body } = await start(manager, FORM, 'preview')
    assert.equal(status, 200)
    // Two grants, one to a group, one's own, a member, a duty, two delegations; not what begins later, not Taipei's.
    assert.match(body, /將請 2 個機關的管理者在.*前決定 8 筆/)
    assert.match(body, /現在最多 7 筆/)
    assert.match(body, /1 筆管理權限授權的機關沒有人事主管/)
  })

  it('begins: nothing changes, its managers are told, and nobody else sees it', async () => {
    const begun = await start(manager, FORM)
    campaign = /campaigns\/([0-9a-f-]{36})\?did=started&n=8/.exec(String(begun.headers.location))![1]!
    assert.equal((await world.sql('select 1 from review_item where open')).length, 8)
    assert.deepEqual(await validOf(A5), { state: 'active', until: null })
    await takeSteps(world.database, campaign, TODAY)
    await takeSteps(world.database, campaign, TODAY)
    // The other managers of the office, once; who started it knows.
    assert.deepEqual((await told('review.campaign-begun')).toSorted(), [personOf('kao.supervisor'), personOf('tsai.delegate')].toSorted())
    const { body } = await manager.ask(`/manage/reviews/campaigns/${campaign}`)
    for (const text of ['蔡佳蓉', '劉詩涵', '調查小組', '高雄市政府人事處', '已決定 0／8 筆', '依年度計畫辦理']) assert.match(body, new RegExp(text))
    const taipei = await world.signIn('yang.taipei')
    assert.equal((await taipei.ask(`/manage/reviews/campaigns/${campaign}`)).status, 404)
    assert.equal((await taipei.ask(`/manage/reviews/campaigns/${campaign}/report.csv`)).status, 404)
    assert.doesNotMatch((await taipei.ask('/manage/reviews/campaigns')).body, /年度授權檢視/)
    assert.match((await (await world.signIn('kao.supervisor')).ask('/todo')).body, /授權檢視待您決定[\s\S]*年度授權檢視：8 筆/)
  })

  it('shows who manages one agency that agency alone, in counts too', async () => {
    await world.arrange(`insert into post (id, person_id, agency_code, kind, unit, title, starts) values
        (921, ${personOf('sun.employee')}, '${works}', 'appointment', '人事室', '主任', '2026-01-01');
      insert into post_version (person_id, post_id, staff_category, supervisor_level, valid, event_id) values
        (${personOf('sun.employee')}, 921, '08', '3', '[2026-01-01,)', ${EVENT})`)
    const own = await world.signIn('sun.employee')
    const { body } = await own.ask(`/manage/reviews/campaigns/${campaign}`)
    assert.match(body, /已決定 0／6 筆/)
    assert.doesNotMatch(body, /王建宏 A5/)
    // Nothing of the personnel office is theirs to decide.
    await on(own, [['press', 'endNow'], ['entry', `grant:${OWN}:1`]])
    assert.deepEqual(await validOf(OWN), { state: 'active', until: null })
    assert.equal((await itemOf(OWN))!['decision'], null)
  })

  it('keeps and ends with reasons, never one’s own', async () => {
    const kept = await on(manager, [['press', 'keep'], ['entry', `grant:${GROUP}:1`], ['why', '業務持續']])
    assert.match(String(kept.headers.location), /did=kept&n=1/)
    const own = await on(manager, [['press', `keep grant:${OWN}:1`]])
    assert.equal(own.status, 422)
    assert.match(own.body, /不得保留自己的權限/)
    const asked = await on(manager, [['press', `end membership:${MEMBER}:1`], ['why', '已離開小組']])
    assert.match(asked.body, /已離開小組/)
    const ended = await on(manager, [['press', 'endNow'], ['entry', `membership:${MEMBER}:1`], ['why', '已離開小組']])
    assert.match(String(ended.headers.location), /did=ended&n=1/)
    assert.deepEqual(await validOf(MEMBER, 'group_member'), { state: 'ended', until: null })
    assert.deepEqual(await itemOf(MEMBER), { decision: 'end', outcome: null, open: true })
  })

  it('is looked through by one campaign at a time', async () => {
    const { body } = await start(manager, without('agency', ['agency', works]), 'preview')
    assert.match(body, /沒有可檢視的項目/)
  })

  it('gives what is undecided its last day a week before, and its days back to what is kept', async () => {
    const week = addDays(DUE, -7)
    await takeSteps(world.database, campaign, addDays(week, -1))
    assert.deepEqual(await validOf(A5), { state: 'active', until: null })
    await takeSteps(world.database, campaign, week)
    await takeSteps(world.database, campaign, week)
    const until = addDays(DUE, 1)
    assert.deepEqual(await validOf(A5), { state: 'active', until })
    assert.deepEqual(await validOf(A6), { state: 'active', until })
    assert.deepEqual(await world.sql(`select application_code as application, upper(valid)::text as until from concurrent_duty
      where id = $1 and upper_inf(recorded) order by 1`, [DUTY]), [{ application: 'A4', until }, { application: 'A5', until }])
    // Kept by decision, and not to be ended by silence.
    assert.deepEqual(await validOf(GROUP), { state: 'active', until: null })
    assert.equal((await world.sql(`select 1 from permission_grant where id = $1`, [A5])).length, 2, 'once only')
    // Each of those concerned hears of it once.
    const [dated] = (await world.events('review.campaign-dated')).slice(-1)
    const of = (await campaignOf(world.database.read, campaign, week))!
    await world.database.unaudited.transaction().execute((db) =>
      tellReceivers({ db }, of, { campaign, happened: 'ending', event: String(dated!['id']), after: '' }))
    assert.deepEqual((await told('review.campaign-ending')).toSorted(), [personOf('liu.pending'), personOf('tsai.delegate'), wang].toSorted())
    const kept = await on(manager, [['press', `keep grant:${A6}:2`]])
    assert.equal(kept.status, 303, kept.body)
    assert.deepEqual(await told('review.campaign-kept'), [personOf('liu.pending')])
    assert.deepEqual(await validOf(A6), { state: 'active', until: '2099-07-01' })
    assert.equal((await world.events('review.days-back')).length, 1)
    assert.equal((await world.events('review.last-day')).length, 6)
  })

  it('does not give back what somebody has changed meanwhile, or what another has taken', async () => {
    await world.arrange(`insert into permission_grant (application_code, category_code, agency_code, person_id, post_id, valid, reason, event_id)
      values ('A5', 'use', '${works}', ${personOf('tsai.delegate')}, ${postOf('tsai.delegate')}, '[${addDays(DUE, 5)},)', '接續', ${EVENT})`)
    const taken = await on(manager, [['press', `keep grant:${A5}:2`]])
    assert.equal(taken.status, 422)
    assert.match(taken.body, /已有另一筆授權，不能恢復/)
    assert.equal((await itemOf(A5))!['decision'], null)
  })

  it('ends by its date and is settled, with what became of each in the report', async () => {
    const settled = addDays(DUE, 1)
    await takeSteps(world.database, campaign, settled)
    await takeSteps(world.database, campaign, settled)
    assert.deepEqual(await itemOf(A5), { decision: null, outcome: 'ended', open: false })
    assert.deepEqual(await itemOf(A6), { decision: 'keep', outcome: 'kept', open: false })
    assert.deepEqual(await itemOf(MEMBER), { decision: 'end', outcome: 'ended', open: false })
    assert.deepEqual(await itemOf(LAST), { decision: null, outcome: 'ended', open: false })
    assert.equal((await world.events('review.campaign-settled')).length, 1)
    const report = await manager.ask(`/manage/reviews/campaigns/${campaign}/report`)
    assert.match(report.body, /高雄市政府工務局/)
    const csv = await manager.ask(`/manage/reviews/campaigns/${campaign}/report.csv`)
    assert.equal(csv.status, 200)
    assert.equal(csv.body.trim().split('\n').length, 9)
    assert.match(csv.body, /397110000G,高雄市政府工務局,membership,A6,,group survey,.*end,王建宏,.*已離開小組,ended/)
    assert.deepEqual((await on(manager, [['press', 'endNow'], ['entry', `grant:${A6}:3`]])).headers.location, `/manage/reviews/campaigns/${campaign}`)
    assert.deepEqual(world.faults(), [])
  })

  it('can be called off by who started it, which gives everything its days back', async () => {
    const begun = await start(manager, without('due', ['due', addDays(TODAY, 3)], ['agency', works]).filter(([, value]) => value !== kaohsiung))
    campaign = /campaigns\/([0-9a-f-]{36})/.exec(String(begun.headers.location))![1]!
    await takeSteps(world.database, campaign, TODAY)
    assert.deepEqual(await validOf(GROUP), { state: 'active', until: addDays(TODAY, 4) })
    const other = await world.signIn('kao.supervisor')
    assert.equal((await other.submit(`/manage/reviews/campaigns/${campaign}/cancel`, {}, '/manage/reviews/campaigns')).status, 404)
    const cancelled = await manager.submit(`/manage/reviews/campaigns/${campaign}/cancel`, {}, '/manage/reviews/campaigns')
    assert.equal(cancelled.headers.location, '/manage/reviews/campaigns?past=yes&cancelled=yes')
    await takeSteps(world.database, campaign, TODAY)
    assert.deepEqual(await validOf(GROUP), { state: 'active', until: null })
    assert.match((await manager.ask('/manage/reviews/campaigns?past=yes')).body, /已取消/)
  })

  it('of the centre looks through an application everywhere, of a duty that application alone', async () => {
    const central = await world.signIn('chen.central')
    const begun = await start(central, [
      ['title', '考績系統檢視'], ['application', 'A5'], ['kinds', 'grant'], ['kinds', 'duty'], ['due', DUE], ['silence', 'keep'],
    ])
    assert.equal(begun.status, 303, begun.body)
    campaign = /campaigns\/([0-9a-f-]{36})/.exec(String(begun.headers.location))![1]!
    const { body } = await central.ask(`/manage/reviews/campaigns/${campaign}`)
    assert.match(body, /羅淑芬/)
    assert.doesNotMatch(body, /應用系統 A4/)
    assert.match((await (await world.signIn('yang.taipei')).ask(`/manage/reviews/campaigns/${campaign}`)).body, /已決定 0／1 筆/)
    const ended = await on(central, [['press', 'endNow'], ['entry', `duty:${DUTY}:0`]])
    assert.equal(ended.status, 303, ended.body)
    assert.deepEqual(await world.sql(`select application_code as application, state from concurrent_duty
      where id = $1 and upper_inf(recorded) order by 1`, [DUTY]), [{ application: 'A4', state: 'active' }, { application: 'A5', state: 'ended' }])
    await takeSteps(world.database, campaign, addDays(DUE, 1))
    assert.deepEqual(await validOf(TAIPEI), { state: 'active', until: null })
    assert.deepEqual(await itemOf(TAIPEI), { decision: null, outcome: 'kept', open: false })
    assert.deepEqual(world.faults(), [])
  })

  it('lets nobody keep what they gain by as one of many: neither a group that holds them nor a standing of theirs', async () => {
    const [STANDING, OWN_GROUP] = [11, 12].map(id) as [string, string]
    await world.arrange(`
      insert into permission_group (code, name, agency_code) values ('heads', '主管小組', '${personnelOffice}');
      insert into group_member (group_code, person_id, post_id, valid, reason, event_id) values
        ('heads', ${wang}, ${postOf('wang.supervisor')}, '[2026-01-01,)', '成員', ${EVENT});
      insert into permission_grant (id, application_code, category_code, agency_code, group_code, derived_group, valid, reason, event_id) values
        ('${STANDING}', 'A6', 'use', '${personnelOffice}', null, 'hr', '[2026-01-01,)', '全體', ${EVENT}),
        ('${OWN_GROUP}', 'A6', 'use', '${personnelOffice}', 'heads', null, '[2026-01-01,)', '小組', ${EVENT})`)
    const central = await world.signIn('chen.central')
    const begun = await start(central, [
      ['title', '人事處檢視'], ['agency', personnelOffice], ['application', 'A6'], ['kinds', 'grant'], ['due', addDays(TODAY, 3)], ['silence', 'end'],
    ])
    assert.equal(begun.status, 303, begun.body)
    campaign = /campaigns\/([0-9a-f-]{36})/.exec(String(begun.headers.location))![1]!
    await takeSteps(world.database, campaign, TODAY)
    const last = { state: 'active', until: addDays(TODAY, 4) }
    for (const grant of [STANDING, OWN_GROUP]) {
      const own = await on(manager, [['press', `keep grant:${grant}:2`]])
      assert.deepEqual(await validOf(grant), last)
      assert.equal(own.status, 422)
      assert.match(own.body, /不得保留自己的權限/)
    }
    await on(manager, [['press', `keepAll ${personnelOffice}`]])
    assert.deepEqual([(await itemOf(STANDING))!['decision'], (await itemOf(OWN_GROUP))!['decision']], [null, null])
    // Who gains nothing by it keeps it.
    assert.equal((await on(await world.signIn('kao.supervisor'), [['press', `keep grant:${OWN_GROUP}:2`]])).status, 303)
    assert.equal((await on(central, [['press', `keep grant:${STANDING}:2`]])).status, 303)
    assert.deepEqual([await validOf(STANDING), await validOf(OWN_GROUP)], Array(2).fill({ state: 'active', until: null }))
  })

  it('is no way for a delegate to end by silence what others were delegated', async () => {
    const OTHER = '33333333-0000-4000-8000-000000000002'
    await world.arrange(`
      insert into delegation (id, agency_code, person_id, post_id, valid, reason, given_by, giver_post, event_id) values
        ('${OTHER}', '${personnelOffice}', ${personOf('lee.officer')}, ${postOf('lee.officer')}, '[2026-01-01,)', '支援', ${wang},
          ${postOf('wang.supervisor')}, ${EVENT})`)
    const delegate = await world.signIn('tsai.delegate')
    const wish: [string, string][] = [
      ['title', '檢視'], ['agency', personnelOffice], ['kinds', 'delegation'], ['due', addDays(TODAY, 1)], ['silence', 'end'],
    ]
    const begun = await start(delegate, wish)
    for (const one of await world.sql<{ id: string }>('select id from review_campaign where settled_at is null and cancelled_at is null')) {
      await takeSteps(world.database, one.id, TODAY)
    }
    assert.deepEqual(await validOf(OTHER, 'delegation'), { state: 'active', until: null })
    assert.equal(begun.status, 422)
    assert.match(begun.body, /受授權管理者不得結束他人的管理權限授權/)
    // What a supervisor lets silence end, a delegate does not give its days back; a supervisor does.
    const ofSupervisor = await start(manager, wish)
    campaign = /campaigns\/([0-9a-f-]{36})/.exec(String(ofSupervisor.headers.location))![1]!
    await takeSteps(world.database, campaign, TODAY)
    const dated = { state: 'active', until: addDays(TODAY, 2) }
    const kept = await on(delegate, [['press', `keep delegation:${OTHER}:2`]])
    assert.deepEqual(await validOf(OTHER, 'delegation'), dated)
    assert.equal(kept.status, 422)
    assert.match(kept.body, /受授權管理者不得恢復/)
    assert.equal((await on(manager, [['press', `keep delegation:${OTHER}:2`]])).status, 303)
    assert.deepEqual(await validOf(OTHER, 'delegation'), { state: 'active', until: null })
    // Where nothing ends unless somebody ends it, a delegate may ask for a look at it.
    await manager.submit(`/manage/reviews/campaigns/${campaign}/cancel`, {}, '/manage/reviews/campaigns')
    assert.equal((await start(delegate, wish.map(([name, value]) => [name, name === 'silence' ? 'keep' : value]))).status, 303)
  })

  it('is not called off by who started it once they manage its agency no more', async () => {
    const begun = await start(manager, [['title', '秘書處檢視'], ['agency', kaohsiung], ['below', 'yes'], ['kinds', 'duty'], ['kinds', 'grant'], ['due', DUE], ['silence', 'keep']])
    campaign = /campaigns\/([0-9a-f-]{36})/.exec(String(begun.headers.location))![1]!
    // As whoever started it, and is the supervisor of one agency below by now.
    await world.arrange(`update review_campaign set started_by = ${personOf('sun.employee')} where id = '${campaign}'`)
    const moved = await world.signIn('sun.employee')
    assert.equal((await moved.ask(`/manage/reviews/campaigns/${campaign}`)).status, 200)
    assert.equal((await moved.ask(`/manage/reviews/campaigns/${campaign}/cancel`)).status, 404)
    assert.equal((await moved.submit(`/manage/reviews/campaigns/${campaign}/cancel`, {}, '/manage/reviews/campaigns')).status, 404)
    assert.equal((await world.sql('select from review_campaign where id = $1 and cancelled_at is null', [campaign])).length, 1)
  })
})
