// How what may have taken rights away is looked at: what counts, what does not, how much is asked, and who does it.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import {
  act, close, giveGrant, mayRefresh, nextAgency, nextGrant, nextPost, nextVersion, signInTo,
} from '../../../test/oidc/rights.ts'
import { AGENCY, SECRET, startWorld } from '../../../test/oidc/world.ts'
import { addDays, dayInTaipei, startOfDayInTaipei } from '../../core/days.ts'
import { endLostAccess } from './end-lost-access.ts'
import type { World } from '../../../test/oidc/world.ts'

const OFFICE = '397210000A'
const TODAY = dayInTaipei(new Date())
const GIVEN = giveGrant('person_id, post_id', '1, 1')
const forDays = (last: string) => `[${TODAY},${last}]`

let world: World
let now: () => Date = () => new Date()

const look = () => endLostAccess(world.database, now)
const count = async (query: string): Promise<number> =>
  Number((await world.sql(`select count(*) as n from ${query}`))[0]!.n)
const jobsOf = (task: string) => count(`graphile_worker._private_jobs j join graphile_worker._private_tasks t
  on t.id = j.task_id where t.identifier = '${task}'`)
const endings = () => count(`audit_event where code = 'oidc.access-ended'`)

describe('what may have taken rights away', () => {
  before(async () => {
    world = await startWorld({ clock: () => now() })
    for (const [client, application] of [['a4', 'A4'], ['d6', 'D6']]) {
      await world.register({ application, clientId: client, clientSecret: SECRET, backchannelLogoutUri: 'http://localhost:1/x' })
    }
  })
  after(() => world.stop())
  beforeEach(async () => {
    now = () => new Date()
    await act(world, `update session set ended_at = now(), ended_why = 'signedOut' where ended_at is null`,
      close('permission_grant'), ...nextPost('[2020-01-01,)'))
    await look()
    await world.sql('delete from graphile_worker._private_jobs')
  })

  /** `wu` with a grant of A4, signed in to it. */
  async function granted(valid = '[2020-01-01,)') {
    await act(world, giveGrant('person_id, post_id', '1, 1', valid))
    const browser = await world.signIn('wu')
    return { browser, a4: await signInTo(world, browser, 'a4') }
  }

  test('a version that another takes the place of ends nothing', async () => {
    const { a4 } = await granted()
    await act(world, close('permission_grant'), nextGrant('active', `[2020-01-01,${addDays(TODAY, 30)}]`))
    await act(world, close('permission_grant'), nextGrant('active'))
    assert.deepEqual(await look(), { persons: 2, ended: 0 })
    assert.equal(await mayRefresh(world, a4), true)
  })

  test('a right that another grant gives as well stays', async () => {
    const { a4 } = await granted()
    await act(world, giveGrant('derived_group', `'employee'`))
    await act(world, close('permission_grant', 'person_id = 1'))
    assert.deepEqual(await look(), { persons: 1, ended: 0 })
    await act(world, close('permission_grant', 'derived_group is not null'))
    assert.deepEqual(await look(), { persons: 1, ended: 1 })
    assert.equal(await mayRefresh(world, a4), false)
  })

  test('new words for an application, a category or an agency are nothing to ask the law about', async () => {
    await granted()
    await signInTo(world, await world.signIn('chang'), 'a4')
    await act(world, ...nextVersion('application_version', { remark: `'每年二月'` }),
      ...nextVersion('category_version', { name: `'填報'` }), ...nextAgency(AGENCY, '[2020-01-01,)', '新名稱'))
    assert.deepEqual(await look(), { persons: 0, ended: 0 })
  })

  test('what was given and taken before it was looked at ends, too', async () => {
    const browser = await world.signIn('wu')
    const d6 = await signInTo(world, browser, 'd6')
    // A check waits from before the grant; the right is in neither of its two answers.
    await act(world, close('post_version', 'person_id = 1'), `insert into post_version (person_id, post_id, version, valid, event_id)
      values (1, 1, (select max(version) + 1 from post_version where person_id = 1), '[2020-01-01,)', $)`)
    await act(world, GIVEN)
    const a4 = await signInTo(world, browser, 'a4')
    await act(world, close('permission_grant'))
    assert.equal((await look()).ended, 1)
    assert.equal(await mayRefresh(world, a4), false)
    assert.equal(await mayRefresh(world, d6), true)
  })

  test('whoever signs in while a long transaction has taken the right, not yet committed, is found', async () => {
    await act(world, GIVEN)
    const other = new pg.Client(world.databaseUrl)
    await other.connect()
    try {
      await other.query(`begin; insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'feed');
        ${close('permission_grant')}`)
      const a4 = await signInTo(world, await world.signIn('wu'), 'a4')
      assert.deepEqual(await look(), { persons: 0, ended: 0 })
      await other.query('commit')
      assert.deepEqual(await look(), { persons: 1, ended: 1 })
      assert.equal(await mayRefresh(world, a4), false)
    } finally {
      await other.end()
    }
  })

  test('a sign-in that is over, and one that was ended already, are not looked at', async () => {
    const { browser, a4 } = await granted()
    await act(world, close('permission_grant'))
    assert.equal((await look()).ended, 1)
    await act(world, ...nextPost('[2020-01-01,)'), close('post_version', 'person_id = 1'),
      `insert into post_version (person_id, post_id, version, valid, event_id)
        values (1, 1, (select max(version) + 1 from post_version where person_id = 1), '[2020-01-01,)', $)`)
    assert.deepEqual(await look(), { persons: 0, ended: 0 })
    assert.equal(await mayRefresh(world, a4), false)
    assert.deepEqual(await world.sql('select ended_at from session where id = $1', [browser.sessionId]), [{ ended_at: null }])
  })

  test('a day that ends takes its rights with it, at its first moment, and also after a week without a program', async () => {
    for (const away of [0, 6]) {
      now = () => new Date()
      await world.sql('delete from rights_day')
      const { a4 } = await granted(forDays(addDays(TODAY, 1)))
      const d6 = await signInTo(world, await world.signIn('wu'), 'd6')
      assert.equal((await look()).ended, 0)
      const over = startOfDayInTaipei(addDays(TODAY, 2 + away))
      now = () => new Date(over.getTime() - 1)
      if (away === 0) assert.equal((await look()).ended, 0)
      now = () => over
      assert.equal((await look()).ended, 1)
      assert.deepEqual(await look(), { persons: 0, ended: 0 })
      assert.equal(await mayRefresh(world, a4), false)
      assert.equal(await mayRefresh(world, d6), true)
      const [event] = await world.sql(`select agency, application, detail from audit_event
        where code = 'oidc.access-ended' order by id desc limit 1`)
      assert.deepEqual(event, { agency: AGENCY, application: 'A4', detail: { client: 'a4', why: 'day', lost: [`${AGENCY} use`] } })
      await act(world, close('permission_grant'))
    }
  })

  test('10,000 posts closed at once: one note, one job, and the law is asked about those who are signed in', async () => {
    await act(world,
      `insert into person (id, national_id_sealed, national_id_index)
        select n, '\\x00', sha256(('p' || n)::bytea) from generate_series(1001, 11000) n`,
      `insert into post (id, person_id, agency_code, kind, unit, title, starts)
        select n, n, '${OFFICE}', 'appointment', '', '科員', '2020-01-01' from generate_series(1001, 11000) n`,
      `insert into post_version (person_id, post_id, valid, event_id)
        select n, n, '[2020-01-01,)', $ from generate_series(1001, 11000) n`)
    const [chang, wu] = [await signInTo(world, await world.signIn('chang'), 'a4'), await signInTo(world, await world.signIn('wu'), 'd6')]
    await act(world, close('post_version', 'person_id <> 1'))
    assert.equal(await count('rights_check'), 1)
    assert.equal(await jobsOf('oidc.end-lost-access'), 1)
    assert.deepEqual(await look(), { persons: 1, ended: 1 })
    assert.equal(await mayRefresh(world, chang), false)
    assert.equal(await mayRefresh(world, wu), true)
  })

  test('more people than are looked at at once are all looked at', async () => {
    await act(world, giveGrant('derived_group', `'employee'`),
      `insert into person_version (person_id, name, birth_date, event_id)
        select n, '人員', '1980-01-01', $ from generate_series(1001, 1600) n`,
      `insert into account (person_id, state, name) select n, 'active', 'many' || n from generate_series(1001, 1600) n`,
      `insert into post (id, person_id, agency_code, kind, unit, title, starts)
        select 20000 + n, n, '${AGENCY}', 'appointment', '', '辦事員', '2020-01-01' from generate_series(1001, 1600) n`,
      `insert into post_version (person_id, post_id, valid, event_id)
        select n, 20000 + n, '[2020-01-01,)', $ from generate_series(1001, 1600) n`,
      `insert into session (token_hash, person_id, method, expires_at)
        select sha256(('t' || n)::bytea), n, 'password', now() + interval '1 hour' from generate_series(1001, 1600) n`,
      `insert into oidc_session_client select id, 'a4' from session where person_id > 1000`,
      `insert into oidc_grant (id, session_id, client_id, redirect_uri, scope, code_used_at)
        select gen_random_uuid(), id, 'a4', 'x', 'openid', now() from session where person_id > 1000`)
    await act(world, close('permission_grant'))
    const [one, other] = await Promise.all([look(), look()])
    assert.equal(one.ended + other.ended, 600)
    assert.equal(await count('oidc_grant where revoked_at is null and session_id in (select id from session where person_id > 1000)'), 0)
    assert.equal(await jobsOf('oidc.back-channel-logout'), 600)
  })

  test('two at once end each sign-in once', async () => {
    for (let times = 0; times < 4; times++) await signInTo(world, await world.signIn('chang'), 'a4')
    const events = await endings()
    await act(world, ...nextVersion('category_version', { derived_group: `'hrSupervisor'` }), ...nextPost('[2020-01-01,2024-01-01)'))
    const other = new pg.Client(world.databaseUrl)
    await other.connect()
    try {
      // Both have asked the law, and stand before the same rows.
      await other.query('begin')
      await other.query('select from oidc_grant where revoked_at is null for update')
      const looked = Promise.all([look(), look()])
      while (await count(`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`) < 2) await pause(10)
      await other.query('commit')
      const [one, two] = await looked
      assert.equal(one.ended + two.ended, 4)
    } finally {
      await other.end()
    }
    assert.equal(await endings() - events, 4)
    assert.equal(await jobsOf('oidc.back-channel-logout'), 4)
    assert.equal(await count('rights_check'), 0)
    await act(world, ...nextVersion('category_version', { derived_group: `'hr'` }))
  })

  test('what failed is done the next time, whole, and keeps nothing else waiting', async () => {
    const { a4 } = await granted()
    await act(world, close('permission_grant'))
    const chang = await signInTo(world, await world.signIn('chang'), 'a4')
    await act(world, ...nextPost('[2020-01-01,2024-01-01)'))
    await world.sql(`create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger fail before insert on audit_event for each row
        when (new.code = 'oidc.access-ended' and new.person_id = 1) execute function fail()`)
    try {
      await assert.rejects(look(), /no/)
    } finally {
      await world.sql('drop trigger fail on audit_event; drop function fail')
    }
    assert.equal(await mayRefresh(world, chang), false)
    assert.equal(await jobsOf('oidc.back-channel-logout'), 1)
    assert.equal(await count(`oidc_grant where client_id = 'a4' and revoked_at is null
      and session_id in (select id from session where person_id = 1 and ended_at is null)`), 1)
    assert.deepEqual(await look(), { persons: 1, ended: 1 })
    assert.equal(await mayRefresh(world, a4), false)
  })
})
