import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { personOf, startWorld } from '../../../test/world.ts'
import { alertCatalogue } from '../../core/alerts.ts'
import { settingList } from '../../settings.ts'
import { lookForAlerts, raiseAlert, raiserOf } from './alerts.ts'
import type { World } from '../../../test/world.ts'

const THRESHOLDS = { failures: 10, addressFailures: 5, locked: 3, resets: 4, deadLetters: 1 }

describe('alerts', () => {
  let world: World
  let lines: { alert?: string; count?: number }[] = []
  const log = { error() {}, warn: (facts: object) => void lines.push(facts), info() {}, debug() {} }
  const means = () => ({ database: world.database, log, minutes: 60 })
  before(async () => { world = await startWorld() })
  after(() => world.stop())
  beforeEach(async () => {
    lines = []
    await world.sql('delete from alert; delete from mail; delete from sign_in_failure; delete from graphile_worker._private_jobs')
  })
  const look = async (thresholds = THRESHOLDS): Promise<string[]> => {
    lines = []
    await lookForAlerts(means(), thresholds)
    return lines.map(({ alert, count }) => `${alert} ${count}`)
  }
  const fails = (subject: number, failures: number, locked = 'null', kind = 'name') => world.sql(
    `insert into sign_in_failure (kind, subject, failures, first_at, locked_until) values ('${kind}', sha256('${subject}'), ${failures}, now(), ${locked})`)
  const event = (code: string, actor: string | null = null, at = 'now()') => world.sql(
    `insert into audit_event (code, outcome, actor_process, actor_person_id, at) values ($1, 'done', 'test', $2, ${at})`, [code, actor])

  test('nothing to tell, nothing told', async () => {
    await fails(1, 4, 'null', 'address')
    assert.deepEqual(await look(), [])
  })

  test('of failed sign-ins: from one address, from all together, and of names that are locked', async () => {
    await fails(1, 5, 'null', 'address')
    assert.deepEqual(await look(), ['session.one-address 5'])
    await fails(2, 4, 'null', 'address')
    await fails(3, 1, 'null', 'address')
    assert.deepEqual(await look(), ['session.many-failures 10'])
    for (const subject of [4, 5]) await fails(subject, 6, `now() + interval '5 minutes'`)
    assert.deepEqual(await look(), [])
    await fails(6, 6, `now() + interval '5 minutes'`, 'browser')
    await fails(7, 6, `now() - interval '1 minute'`)
    assert.deepEqual(await look(), ['session.many-locked 3'])
  })

  test('of an audit log that could be altered, or whose guard is switched off', async () => {
    assert.deepEqual(await look(), [])
    await world.sql('grant delete on audit_event to ecpa_program')
    assert.deepEqual(await look(), ['audit.unprotected 1'])
    await world.sql('revoke delete on audit_event from ecpa_program; delete from alert')
    await world.sql('alter table account disable trigger note_change')
    assert.deepEqual(await look(), ['audit.unprotected 1'])
    await world.sql('alter table account enable trigger note_change; delete from alert')
    assert.deepEqual(await look(), [])
  })

  test('once, however many processes notice it at the same moment; and never where the setting says so', async () => {
    const raised = await Promise.all(Array.from({ length: 8 }, () => raiseAlert(means(), 'session.queue-full', {})))
    assert.equal(raised.filter(Boolean).length, 1)
    assert.equal(lines.length, 1)
    await fails(1, 50, 'null', 'address')
    assert.deepEqual(await look({ ...THRESHOLDS, failures: 0, addressFailures: 0 }), [])
  })

  test('a process that notices it at every request asks the database once', async () => {
    let asked = 0
    const { unaudited } = world.database
    const raise = raiserOf({ ...means(), database: { ...world.database, get unaudited() { asked += 1; return unaudited } } }, 'session.queue-full')
    for (let n = 0; n < 100; n += 1) raise()
    assert.equal(asked, 1)
    // It is told behind the back of whoever raised it: what comes late would be the next test's.
    while (lines.length === 0) await new Promise((done) => { setTimeout(done, 5) })
  })

  test('every threshold in the list is a setting', () => {
    const names = new Set<string>(Object.values(settingList).map(({ name }) => name))
    const named = Object.values(alertCatalogue).map(({ from }) => from).filter((from) => from !== null)
    assert.ok(named.length > 0)
    assert.deepEqual(named.filter((name) => !names.has(name)), [])
  })

  test('of an authority whose cards are refused for want of a fresh list, once it was tried, or because its responder is silent', async () => {
    await world.arrange(`insert into certificate_authority (code, certificate, fingerprint, subject, valid_until, is_anchor, policies, list_url, event_id, issues)
      select code, sha256(code::bytea) || sha256('') || sha256('') || sha256(''), sha256(code::bytea), 'CN=' || code, now() + interval '9 years', true, '{1.2}', 'http://lists.example/' || code,
        (select max(id) from audit_event), 'person' from unnest('{never,over,good}'::text[]) as one (code)`)
    const list = (code: string, ends: string) => world.sql(`insert into certificate_list (authority, number, this_update, next_update, entries, kept)
      values ('${code}', 1, now() - interval '7 days', now() + interval '${ends}', 0, '\\x00')`)
    await list('good', '1 day')
    await list('over', '1 hour')
    assert.deepEqual(await look(), [], 'what was never tried is fetched in a moment')
    await world.sql(`insert into certificate_list_try (authority, tried_at, fault) values ('never', now(), 'unreachable'), ('good', now(), 'status')`)
    assert.deepEqual(await look(), ['certificates.no-list 1'])
    await world.sql(`delete from alert; update certificate_list set next_update = now() - interval '1 minute' where authority = 'over'`)
    assert.deepEqual(await look(), ['certificates.no-list 2'])
    await world.arrange(`update certificate_authority set revocation = 'ocsp', ocsp_url = 'http://ocsp.example/' where code <> 'good'`)
    await world.sql(`delete from alert; insert into certificate_answer_try (authority, tried_at, fault, failed_since)
      select code, now(), 'unreachable', now() - interval '9 minutes' from unnest('{never,over,good}'::text[]) as one (code)`)
    assert.deepEqual(await look(), [])
    await world.sql(`update certificate_answer_try set tried_at = now() + interval '1 minute'`)
    assert.deepEqual(await look(), ['certificates.responder-silent 2'], 'the responder of an authority that has lists alone is asked nothing')
    await world.sql(`delete from alert; update certificate_answer_try set fault = null, failed_since = null`)
    assert.deepEqual(await look(), [])
    await world.arrange('delete from certificate_answer_try; delete from certificate_list_try; delete from certificate_list; delete from certificate_authority')
  })

  // Events are never deleted: what writes some comes last.
  test('of letters and jobs that were given up, and of a role that was given, each counted once', async () => {
    const dead = () => world.sql(`insert into mail (recipient, subject, body_text, body_html, failure, given_up_at) values ('a@b.tw', 's', 't', 'h', '550', now())`)
    await dead()
    await dead()
    assert.deepEqual(await look(), ['mail.given-up 2'])
    await event('role.given', personOf('chen.central'))
    await world.sql(`select graphile_worker.add_job('notices.tell', '{}'::json)`)
    assert.deepEqual(await look(), ['role.given 1'])
    await world.sql('update graphile_worker._private_jobs set attempts = max_attempts')
    assert.deepEqual(await look(), ['job.given-up 1'])
    await dead()
    assert.deepEqual(await look(), [], 'within the window nothing is told twice')
    await world.sql(`update alert set raised_at = raised_at - interval '61 minutes'`)
    await world.sql(`update mail set given_up_at = given_up_at - interval '58 minutes'`)
    assert.deepEqual((await look()).filter((one) => one.startsWith('mail')), ['mail.given-up 3'], 'and what came meanwhile is told then')
  })

  test('of one manager who opens many accounts, not of many who open one each', async () => {
    for (const who of ['wang.supervisor', 'lee.officer', 'chen.central'] as const) await event('account.reset-link-sent', personOf(who))
    for (let n = 0; n < 4; n += 1) await event('account.reset-slip-printed', personOf('lo.taipei'), `now() - interval '2 hours'`)
    assert.deepEqual(await look(), ['role.given 1'])
    for (let n = 0; n < 3; n += 1) await event('account.activation-slip-printed', personOf('wang.supervisor'))
    assert.deepEqual(await look(), ['resets.burst 4'])
  })
})
