// Who meets a handover review (R-JML-3), and what is closed to them until it is done.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { change, processOrigin } from '../../store/change.ts'
import { AGENCIES, personOf, startWorld } from '../../../test/world.ts'
import { openHandoverReviews } from './open-reviews.ts'
import type { Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const TODAY = dayInTaipei(new Date())
const day = (later: number): string => addDays(TODAY, later)

type FedPost = {
  who: Who; agency: string; title: string; level?: string; category?: string; from: string; to?: string | null
  /** Takes this post of theirs away at the feed's day. */
  ends?: string
}

/** What a feed leaves behind: its rows of what differs, and the facts as they are from then on. */
async function feed({ database }: World, posts: FedPost[], today = TODAY): Promise<number> {
  return change(database, processOrigin('test feed'), async (tx) => {
    const event = await tx.record({ code: 'people.generated', detail: { people: posts.length, seed: 'feed' } })
    const { rows: [{ id }] } = await sql<{ id: string }>`
      insert into feed (kind, source, as_of, submitted_via) values ('delta', 'test', ${today}, 'test') returning id
    `.execute(tx.db) as { rows: [{ id: string }] }
    for (const { who, agency, title, level = '', category = '08', from, to = null, ends } of posts) {
      const person = personOf(who)
      const valid = `[${from},${to === null ? '' : to}${to === null ? ')' : ']'}`
      const { rows: [post] } = await sql<{ id: string }>`
        insert into post (person_id, agency_code, kind, unit, title, starts)
        values (${person}, ${agency}, 'appointment', '人事室', ${title}, ${from}) returning id::text`.execute(tx.db)
      await sql`insert into post_version (person_id, post_id, staff_category, supervisor_level, valid, event_id)
        values (${person}, ${post!.id}, ${category}, ${level}, ${valid}, ${event})`.execute(tx.db)
      await sql`insert into feed_post (feed_id, person_id, post_id, change, ends, agency_code, kind, unit, title, starts,
          staff_category, supervisor_level, rank, job_series, nature, section, valid)
        values (${id}, ${person}, ${post!.id}, 'new', false, ${agency}, 'appointment', '人事室', ${title}, ${from}, ${category},
          ${level}, '', '', '', '', ${valid})`.execute(tx.db)
      if (ends === undefined) continue
      await sql`
        with old as (
          update post_version set recorded = closed(recorded)
          where person_id = ${person} and post_id = ${ends} and upper_inf(recorded) returning *
        )
        insert into post_version (person_id, post_id, version, staff_category, supervisor_level, nature, valid, event_id)
        select person_id, post_id, version + 1, staff_category, supervisor_level, nature,
          daterange(lower(valid), ${today}::date), ${event} from old`.execute(tx.db)
    }
    return { result: await openHandoverReviews(tx, { event, feed: id, today }), event }
  })
}

type Opened = { who: string; agency: string; standing: string; opens: string }

describe('handover reviews', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(() => world.stop())

  const reviews = (who: Who): Promise<Opened[]> => world.sql<Opened>(`
    select agency_code as agency, standing, opens_on::text as opens from handover_review where person_id = $1 order by opens_on`,
  [personOf(who)])

  it('open for who is new as 人事主管 or 人事人員, on the day on which the post begins', async () => {
    const opened = await feed(world, [
      { who: 'lee.officer', agency: AGENCIES.school, title: '主任', level: '3', from: day(-2) },
      { who: 'wu.employee', agency: AGENCIES.works, title: '科員', from: TODAY },
      { who: 'sun.employee', agency: AGENCIES.works, title: '主任', level: '3', from: day(9) },
      { who: 'lo.taipei', agency: AGENCIES.taipeiSecretariat, title: '書記', category: '', from: TODAY },
    ])
    // The unit 人事室 makes 人事人員 of whoever works in it.
    assert.equal(opened, 4)
    // Known from today on: nobody could have met the review two days ago.
    assert.deepEqual(await reviews('lee.officer'), [{ agency: AGENCIES.school, standing: 'hrSupervisor', opens: TODAY }])
    assert.deepEqual(await reviews('wu.employee'), [{ agency: AGENCIES.works, standing: 'hr', opens: TODAY }])
    assert.deepEqual(await reviews('sun.employee'), [{ agency: AGENCIES.works, standing: 'hrSupervisor', opens: day(9) }])
    const told = await world.events('review.opened')
    assert.deepEqual(told.map(({ person_id: person, agency }) => [person, agency]).toSorted(), [
      [personOf('lee.officer'), AGENCIES.school], [personOf('wu.employee'), AGENCIES.works],
      [personOf('sun.employee'), AGENCIES.works], [personOf('lo.taipei'), AGENCIES.taipeiSecretariat],
    ].toSorted())
  })

  it('open for nobody whose standing there goes on under another title', async () => {
    assert.equal(await feed(world, [
      { who: 'wang.supervisor', agency: AGENCIES.personnelOffice, title: '處長', level: '1', from: TODAY, ends: '40' },
      { who: 'kao.supervisor', agency: AGENCIES.personnelOffice, title: '處長', level: '1', from: '2020-01-01', ends: '50' },
    ]), 0)
    assert.deepEqual(await reviews('wang.supervisor'), [])
  })

  it('open for who was 人事人員 there and becomes 人事主管, and once only', async () => {
    const post = { who: 'chang.unit', agency: AGENCIES.education, title: '主任', level: '3', from: TODAY } as const
    assert.equal(await feed(world, [post]), 1)
    assert.deepEqual(await reviews('chang.unit'), [{ agency: AGENCIES.education, standing: 'hrSupervisor', opens: TODAY }])
    assert.equal(await feed(world, [{ ...post, title: '主任二' }]), 0)
    assert.equal((await reviews('chang.unit')).length, 1)
  })

  it('follow a post that is foretold for another day', async () => {
    assert.equal(await feed(world, [
      { who: 'sun.employee', agency: AGENCIES.works, title: '代理主任', level: '3', from: day(4) },
    ]), 1)
    assert.deepEqual(await reviews('sun.employee'), [{ agency: AGENCIES.works, standing: 'hrSupervisor', opens: day(4) }])
  })

  it('open for nobody at an agency that nothing was known of before', async () => {
    await world.arrange(`insert into agency (code) values ('397990000Z')`)
    await world.arrange(`insert into agency_version (agency_code, name, superior_code, valid, event_id)
      select '397990000Z', '新設機關', '397000000A', '[2020-01-01,)', max(id) from audit_event`)
    assert.equal(await feed(world, [{ who: 'lo.taipei', agency: '397990000Z', title: '主任', level: '3', from: TODAY }]), 0)
  })
})

describe('the gate of the handover review', () => {
  let world: World
  before(async () => {
    world = await startWorld()
    await feed(world, [
      { who: 'wu.employee', agency: AGENCIES.works, title: '主任', level: '3', from: TODAY },
      { who: 'yang.taipei', agency: AGENCIES.works, title: '主任', level: '3', from: TODAY },
      { who: 'sun.employee', agency: AGENCIES.works, title: '主任', level: '3', from: day(1) },
    ])
  })
  after(() => world.stop())

  const leadsToReview = async (visitor: Visitor, path: string): Promise<void> => {
    const { status, headers } = await visitor.ask(path)
    assert.deepEqual([status, headers.location], [303, '/manage/reviews?closed=yes'], path)
  }
  const managing = [
    '/manage', `/manage/grants?agency=${AGENCIES.works}`, '/manage/grants', '/manage/delegations', '/manage/duties',
    '/search/accounts', '/search/applications', '/search/permissions', '/search/groups', '/search/permissions.csv',
    `/search/permissions.xlsx?application=A4&agency=${AGENCIES.works}`, '/search/accounts.csv', '/pick/person', '/pick/agency',
    '/pick/agency/suggestions?q=397',
  ]

  it('closes every page of management and search, their files and their pickers', async () => {
    const newcomer = await world.signIn('wu.employee')
    assert.match((await newcomer.ask('/applications')).body, /href="\/manage"/)
    for (const path of managing) await leadsToReview(newcomer, path)
  })

  it('refuses every act, and nothing is done', async () => {
    const newcomer = await world.signIn('wu.employee')
    for (const path of ['/manage/grants/new', '/manage/delegations/new', '/manage/duties/new', '/switch/managed']) {
      const { status, body } = await newcomer.submit(path, { agency: AGENCIES.works, managed: AGENCIES.works }, '/applications')
      assert.equal(status, 403, path)
      assert.match(body, /請先完成授權檢視/, path)
    }
  })

  it('closes that agency alone to who manages another, and to nobody else', async () => {
    const both = await world.signIn('yang.taipei')
    assert.equal((await both.ask(`/manage/grants?agency=${AGENCIES.taipeiSecretariat}`)).status, 200)
    await leadsToReview(both, `/manage/grants?agency=${AGENCIES.works}`)
    const superior = await world.signIn('wang.supervisor')
    assert.equal((await superior.ask(`/manage/grants?agency=${AGENCIES.works}`)).status, 200)
    const delegate = await world.signIn('tsai.delegate')
    assert.equal((await delegate.ask(`/manage/grants?agency=${AGENCIES.works}`)).status, 200)
  })

  it('stands open before the day, while the review is put off, and when it is done', async () => {
    const early = await world.signIn('sun.employee')
    assert.equal((await early.ask('/manage')).status, 403, 'no supervisor before tomorrow')
    const newcomer = await world.signIn('wu.employee')
    await world.arrange(`update handover_review set put_off_until = current_date + 7 where person_id = ${personOf('wu.employee')}`)
    assert.equal((await newcomer.ask('/manage')).status, 200)
    await world.arrange(`update handover_review set opens_on = current_date - 20, put_off_until = current_date - 1
      where person_id = ${personOf('wu.employee')}`)
    await leadsToReview(newcomer, '/manage')
    await world.arrange(`update handover_review set done_at = now() where person_id = ${personOf('wu.employee')}`)
    assert.equal((await newcomer.ask('/manage')).status, 200)
  })
})
