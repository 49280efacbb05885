// Ends that bite (R-JML-1, R-ACC-7): through HTTP, on PostgreSQL, with the job queue running and applications that listen.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { claimsOf, userinfo } from '../../../test/oidc/flow.ts'
import { startListener } from '../../../test/oidc/listener.ts'
import {
  act, close, giveGrant, mayRefresh, nextAgency, nextGrant, nextPost, nextVersion, sidOf, signInTo,
} from '../../../test/oidc/rights.ts'
import { AGENCY, log, SECRET, startWorld } from '../../../test/oidc/world.ts'
import { startJobs } from '../../store/jobs.ts'
import type { Who } from '../../../test/oidc/government.ts'
import type { Listener } from '../../../test/oidc/listener.ts'
import type { SignedIn } from '../../../test/oidc/rights.ts'
import type { Browser, World } from '../../../test/oidc/world.ts'
import type { Jobs } from '../../store/jobs.ts'

const OFFICE = '397210000A'
// What a person would call at once, and far below the minute of R-JML-1.
const SECONDS = 15

let world: World
let listener: Listener
let jobs: Jobs

async function hears({ client, ...signedIn }: SignedIn): Promise<void> {
  const sid = sidOf({ client, ...signedIn })
  const deadline = performance.now() + SECONDS * 1000
  while (!listener.heard(client).includes(sid)) {
    assert.ok(performance.now() < deadline, `${client} heard nothing within ${SECONDS} s; ${world.faults().join('; ')}`)
    await pause(20)
  }
}

const eventsOf = (session: Browser, person: number) => world.sql(`select application, agency, detail from audit_event
  where code = 'oidc.access-ended' and person_id = $1 and at > (select signed_in_at from session where id = $2) order by id`,
[person, session.sessionId])

const livesStill = async (browser: Browser): Promise<boolean> =>
  (await world.sql('select ended_at from session where id = $1', [browser.sessionId]))[0]?.ended_at === null

type Loss = {
  what: string
  who?: Who
  /** What gives the right to A4, then what takes it away. */
  given?: string[]
  taken: string[]
  why: string
  /** Whether D6 goes too. */
  all?: boolean
  lost?: string[]
}

const LOSSES: Loss[] = [
  {
    what: 'a grant that is ended', why: 'grant',
    given: [giveGrant('person_id, post_id', '1, 1')],
    taken: [close('permission_grant'), nextGrant('ended')],
  },
  {
    what: 'a grant that is suspended', why: 'grant',
    given: [giveGrant('person_id, post_id', '1, 1')],
    taken: [close('permission_grant'), nextGrant('suspended')],
  },
  {
    what: 'a grant to a standing', why: 'grant',
    given: [giveGrant('derived_group', `'employee'`)],
    taken: [close('permission_grant')],
  },
  {
    what: 'a grant to a group', why: 'grant',
    given: [giveGrant('group_code', `'team'`), `insert into group_member (group_code, person_id, post_id, valid, event_id)
      values ('team', 1, 1, '[2020-01-01,)', $)`],
    taken: [close('permission_grant')],
  },
  {
    what: 'a membership', why: 'membership',
    given: [giveGrant('group_code', `'team'`), `insert into group_member (group_code, person_id, post_id, valid, event_id)
      values ('team', 1, 1, '[2020-01-01,)', $)`],
    taken: [close('group_member')],
  },
  {
    what: 'a duty', who: 'chang', why: 'duty',
    given: [`insert into concurrent_duty (id, application_code, acting_code, served_code, valid, reason, event_id)
      values (gen_random_uuid(), 'A4', '${OFFICE}', '${AGENCY}', '[2020-01-01,)', 'test', $)`],
    taken: [close('concurrent_duty')],
  },
  {
    what: 'the post', who: 'chang', why: 'post', all: true, lost: [`${OFFICE} use`],
    taken: nextPost('[2020-01-01,2024-01-01)'),
  },
  {
    what: 'a category that asks for a higher standing', who: 'chang', why: 'category', lost: [`${OFFICE} use`],
    taken: nextVersion('category_version', { derived_group: `'hrSupervisor'` }),
  },
  {
    what: 'an application out of service', who: 'chang', why: 'application', lost: [`${OFFICE} use`],
    taken: nextVersion('application_version', { in_service: 'false' }),
  },
  {
    what: 'an agency that is abolished', who: 'chang', why: 'agency', all: true, lost: [`${OFFICE} use`],
    taken: nextAgency(OFFICE, '[2020-01-01,2024-01-01)'),
  },
]

// Each loss finds the government as it was made, and nobody signed in.
const RESTORED = [
  `update session set ended_at = now(), ended_why = 'signedOut' where ended_at is null`,
  close('permission_grant'), close('group_member'), close('concurrent_duty'),
  ...nextPost('[2020-01-01,)'), ...nextAgency(OFFICE, '[2020-01-01,)'),
  ...nextVersion('category_version', { derived_group: `'hr'` }), ...nextVersion('application_version', { in_service: 'true' }),
]

describe('when a right ends, the sign-in that rests on it ends', () => {
  before(async () => {
    world = await startWorld()
    listener = await startListener()
    for (const [client, application] of [['a4', 'A4'], ['d6', 'D6']]) {
      await world.register({ application, clientId: client, clientSecret: SECRET, backchannelLogoutUri: listener.addressOf(client!) })
    }
    await act(world, `insert into permission_group (code, name, agency_code) values ('team', '小組', '${AGENCY}')`)
    jobs = await startJobs({ database: world.database, tasks: world.provider.tasks, log, pollMilliseconds: 100 })
  })
  after(async () => {
    await jobs?.stop()
    await listener?.stop()
    await world?.stop()
  })

  for (const { what, who = 'wu', given, taken, why, all = false, lost = [`${AGENCY} use`] } of LOSSES) {
    test(`${what}: the refresh token is refused, the application hears of it, the rest goes on`, async () => {
      await act(world, ...RESTORED)
      if (given !== undefined) await act(world, ...given)
      const browser = await world.signIn(who)
      const [a4, d6] = [await signInTo(world, browser, 'a4'), await signInTo(world, browser, 'd6')]
      const colleague = await signInTo(world, await world.signIn('wu'), 'd6')
      await act(world, ...taken)
      await hears(a4)
      if (all) await hears(d6)
      assert.equal(await mayRefresh(world, a4), false)
      assert.equal((await userinfo(world, a4.tokens.access_token)).status, 401)
      assert.equal(await mayRefresh(world, d6), !all)
      assert.equal(await mayRefresh(world, colleague), true)
      assert.equal(listener.heard('d6').includes(sidOf(d6)), all)
      assert.equal(await livesStill(browser), true)
      const events = await eventsOf(browser, who === 'wu' ? 1 : 2)
      assert.deepEqual(events.find(({ application }) => application === 'A4'),
        { application: 'A4', agency: lost[0]!.split(' ')[0], detail: { client: 'a4', why, lost } })
      assert.equal(events.length, all ? 2 : 1)
    })
  }

  test('what is left is there at once: the next visit signs in silently, with the rights of now', async () => {
    await act(world, ...RESTORED)
    const duty = LOSSES.find(({ what }) => what === 'a duty')
    await act(world, ...duty!.given!)
    const browser = await world.signIn('chang')
    const first = await signInTo(world, browser, 'a4')
    const agencies = ({ tokens }: SignedIn) => {
      const { ecpa } = claimsOf(tokens.id_token) as { ecpa: { for: { agency: string }[] } }
      return ecpa.for.map(({ agency }) => agency).toSorted()
    }
    assert.deepEqual(agencies(first), [AGENCY, OFFICE])
    await act(world, ...duty!.taken)
    await hears(first)
    const next = await signInTo(world, browser, 'a4')
    assert.deepEqual(agencies(next), [OFFICE])
    assert.equal(await mayRefresh(world, next), true)
    assert.equal(await mayRefresh(world, first), false)
  })

  test('an account that is disabled: its sessions end with it, and all its applications hear of it', async () => {
    await act(world, ...RESTORED)
    const browser = await world.signIn('wu')
    const [d6, other] = [await signInTo(world, browser, 'd6'), await signInTo(world, await world.signIn('chang'), 'd6')]
    await act(world, `update account set state = 'disabled' where person_id = 1`)
    assert.deepEqual(await world.sql('select ended_at is not null as ended, ended_why from session where id = $1',
      [browser.sessionId]), [{ ended: true, ended_why: 'disabled' }])
    await hears(d6)
    assert.equal(await mayRefresh(world, d6), false)
    assert.equal(await mayRefresh(world, other), true)
    await act(world, `update account set state = 'active' where person_id = 1`)
    assert.equal(await livesStill(browser), false)
  })
})
