import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { AGENCY, GOVERNMENT, PERSONNEL_OFFICE } from '../../test/oidc/government.ts'
import { freshDatabase } from '../../test/postgres.ts'
import { change } from './change.ts'
import { openDatabase } from './database.ts'
import { startJobs } from './jobs.ts'
import { centralAdministrators, nearestManagers } from './managers.ts'
import { noticeTasks, tellAudience, tellPersons } from './notices.ts'
import type { TestDatabase } from '../../test/postgres.ts'
import type { Told } from '../core/told.ts'
import type { Change, EventId, Origin } from './change.ts'
import type { Database } from './database.ts'

const log = { error() {}, warn() {}, info() {}, debug() {} }
const TODAY = '2026-11-23'

const officer: Origin = {
  actor: { personId: '2', standing: 'hr', agency: PERSONNEL_OFFICE }, sessionId: null, process: null, address: null, requestId: null,
}
const given: Told = {
  kind: 'grant.given', agency: AGENCY, application: 'A4', category: 'use', from: '2026-11-23', to: null,
  reason: '業務需要 <img src=x onerror=alert(1)>\r\nBcc: other@example.tw',
}

describe('telling people', () => {
  let made: TestDatabase
  let owner: pg.Client
  let database: Database

  before(async () => {
    made = await freshDatabase()
    owner = new pg.Client({ connectionString: made.url })
    await owner.connect()
    await owner.query(GOVERNMENT)
    database = openDatabase({ url: made.url, log })
  })
  after(async () => {
    await database.close()
    await owner.end()
    await made.drop()
  })
  beforeEach(() => owner.query('delete from mail; delete from notice; delete from telling'))

  const rows = async (text: string) => (await owner.query(text)).rows
  const act = (tell: (tx: Change, event: EventId) => Promise<void>, origin = officer, way?: string) =>
    change(database, origin, async (tx) => {
      const event = await tx.record({
        code: 'group.renamed', agency: AGENCY, detail: { group: 'g', before: 'a', after: 'b', way: way ?? '' },
      })
      await tell(tx, event)
      return { result: null, event }
    })

  test('a notice for each, a letter to confirmed addresses only, and neither for the actor', async () => {
    await act((tx, event) => tellPersons(tx, event, ['1', '2', '3', '1'], given))
    assert.deepEqual((await rows('select person_id, read_at, letter_due from notice order by 1')), [
      { person_id: '1', read_at: null, letter_due: false }, { person_id: '3', read_at: null, letter_due: false },
    ])
    const letters = await rows('select * from mail')
    assert.equal(letters.length, 1)
    const [letter] = letters
    assert.equal(letter.recipient, 'wu@example.gov.tw')
    assert.equal(letter.subject, '獲得應用系統授權：A4')
    assert.equal(letter.link_path, '/me')
    assert.match(letter.body_text, new RegExp(`機關 ${PERSONNEL_OFFICE}人事人員人員2授予您代表「機關 ${AGENCY}」使用「A4 應用 A4」的「使用」權限。`))
    assert.match(letter.body_text, /有效期間：民國 115 年 11 月 23 日起（永久）\n理由：業務需要 <img src=x onerror=alert\(1\)> Bcc: other@example\.tw\n/)
    assert.match(letter.body_html, /&lt;img src=x onerror=alert\(1\)&gt; Bcc/)
    assert.doesNotMatch(letter.body_html, /<img/)
    // Nothing by which the program knows a person goes out: neither number nor key.
    assert.doesNotMatch(letter.body_text + letter.body_html, /00000000-0000-4000/)
  })

  test('a national ID that somebody wrote as a reason goes no further', async () => {
    await act((tx, event) => tellPersons(tx, event, ['1'], { ...given, reason: '代理A123456789之業務' }))
    const [row] = await rows('select content::text, body_text, body_html from telling, mail')
    for (const text of Object.values(row) as string[]) {
      assert.match(text, /代理A12\*{4}789之業務/)
      assert.doesNotMatch(text, /A123456789/)
    }
  })

  test('an address that was never confirmed is not written to, and the account’s language is', async () => {
    await owner.query(`begin; insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
      update account set email = 'left@example.gov.tw' where person_id = 3; update account set language = 'en' where person_id = 1; commit`)
    await act((tx, event) => tellPersons(tx, event, ['1', '3'], given))
    const letters = await rows('select recipient, subject, language, body_text from mail')
    assert.deepEqual(letters.map((one) => [one.recipient, one.subject, one.language]),
      [['wu@example.gov.tw', 'Application granted: A4', 'en']])
    assert.match(letters[0].body_text, /人員2 \(personnel officer, 機關 397210000A\) granted you “Use” of A4 應用 A4 on behalf of/)
    await owner.query(`begin; insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
      update account set language = null; commit`)
  })

  test('an act that is rolled back leaves neither notice nor letter nor job', async () => {
    const jobs = async () => Number((await rows('select count(*) from graphile_worker.jobs'))[0].count)
    const waiting = await jobs()
    await assert.rejects(act(async (tx, event) => {
      await tellPersons(tx, event, ['1', '3'], given)
      await tellAudience(tx, event, { standing: 'employee', agency: AGENCY }, given)
      throw new Error('no')
    }))
    assert.deepEqual(await rows('select 1 from telling union all select 1 from notice union all select 1 from mail'), [])
    assert.equal(await jobs(), waiting)
  })

  test('the office is that of the way by which was acted; without a person it is the system', async () => {
    await act((tx, event) => tellPersons(tx, event, ['1'], given), officer, `delegation ${AGENCY}`)
    await act((tx, event) => tellPersons(tx, event, ['1'], given), officer, 'central')
    await act((tx, event) => tellPersons(tx, event, ['1'], given), { ...officer, actor: null, process: 'test' })
    assert.deepEqual((await rows('select content -> \'teller\' as teller from telling order by id')).map((one) => one.teller), [
      { by: 'person', name: '人員2', office: 'delegation', agency: AGENCY },
      { by: 'person', name: '人員2', office: 'central', agency: null },
      { by: 'system', name: null, office: null, agency: null },
    ])
  })

  test('many are told by a job, in batches, each once', async () => {
    await owner.query(`begin; insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
      insert into person (id, national_id_sealed, national_id_index)
        select n, '\\x00', sha256(n::text::bytea) from generate_series(1000, 1449) n;
      insert into person_version (person_id, name, birth_date, event_id)
        select id, '成員', '1980-01-01', (select max(id) from audit_event) from person where id >= 1000;
      insert into account (person_id, state, name, email, email_confirmed_at)
        select id, 'active', 'm' || id, 'm' || id || '@example.tw', now() from person where id >= 1000;
      insert into post (id, person_id, agency_code, kind, unit, title, starts)
        select id, id, '${AGENCY}', 'appointment', '總務科', '科員', '2020-01-01' from person where id >= 1000;
      insert into post_version (person_id, post_id, valid, event_id)
        select person_id, id, '[2020-01-01,)', (select max(id) from audit_event) from post where id >= 1000; commit`)
    const everybody = (await rows('select id from person')).map((one) => String(one.id))
    // One of the audience is who acts.
    await act((tx, event) => tellAudience(tx, event, { standing: 'employee', agency: AGENCY }, { ...given, standing: 'employee' }),
      { ...officer, actor: { personId: '1', standing: 'employee', agency: AGENCY } })
    await act((tx, event) => tellPersons(tx, event, everybody, given))
    assert.equal(Number((await rows('select count(*) from mail'))[0].count), 0)
    const jobs = await startJobs({ database, tasks: noticeTasks, log, pollMilliseconds: 50 })
    try {
      for (let tries = 0; tries < 200; tries += 1) {
        const [left] = await rows(`select count(*) from graphile_worker.jobs where task_identifier = 'notices.tell'`)
        if (Number(left.count) === 0) break
        await pause(50)
      }
    } finally {
      await jobs.stop()
    }
    const counted = await rows(`select t.standing, count(*)::int, count(*) filter (where n.letter_due)::int as due
      from telling t join notice n on n.telling_id = t.id group by t.id order by t.id`)
    assert.deepEqual(counted, [
      { standing: 'employee', count: 450, due: 0 }, { standing: null, count: everybody.length - 1, due: 0 },
    ])
    assert.equal(Number((await rows('select count(*) from mail'))[0].count), 450 + 451)
    assert.equal(Number((await rows('select count(*) from (select recipient, body_text from mail group by 1, 2) one'))[0].count), 450 + 451)
  })
})

describe('who is told of an agency', () => {
  let made: TestDatabase
  let owner: pg.Client
  let database: Database
  const LEFT = 'B10000000A'

  before(async () => {
    made = await freshDatabase()
    owner = new pg.Client({ connectionString: made.url })
    await owner.connect()
    await owner.query(GOVERNMENT)
    // A root with a government below it, whose personnel office is above the two agencies; 2 is its supervisor.
    await owner.query(`begin; insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
      insert into agency values ('A00000000A'), ('397000000A'), ('${LEFT}');
      insert into agency_version (agency_code, name, superior_code, valid, event_id)
        select code, code, case code when '397000000A' then 'A00000000A' end, '[2020-01-01,)', (select max(id) from audit_event)
        from agency where code in ('A00000000A', '397000000A', '${LEFT}');
      alter table agency_version disable trigger only_close_recorded;
      update agency_version set superior_code = '397000000A' where agency_code in ('${AGENCY}', '${PERSONNEL_OFFICE}');
      alter table agency_version enable trigger only_close_recorded;
      insert into personnel_office (office_code, agency_code, valid, event_id)
        values ('${PERSONNEL_OFFICE}', '397000000A', '[2020-01-01,)', (select max(id) from audit_event));
      alter table post_version disable trigger only_close_recorded;
      update post_version set supervisor_level = '2' where person_id = 2;
      alter table post_version enable trigger only_close_recorded; commit`)
    database = openDatabase({ url: made.url, log })
  })
  after(async () => {
    await database.close()
    await owner.end()
    await made.drop()
  })

  const record = (text: string) => owner.query(`begin;
    insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test'); ${text}; commit`)

  test('the next above that has a supervisor; its own delegate first; nobody when only the centre does', async () => {
    assert.deepEqual(await nearestManagers(database.read, AGENCY, TODAY), ['2'])
    assert.deepEqual(await nearestManagers(database.read, LEFT, TODAY), [])
    await record(`insert into delegation (agency_code, person_id, post_id, valid, given_by, giver_post, event_id)
      values ('${PERSONNEL_OFFICE}', 1, 1, '[2026-01-01,2027-01-01)', 2, 2, (select max(id) from audit_event))`)
    assert.deepEqual(await nearestManagers(database.read, AGENCY, TODAY), ['1', '2'])
    assert.deepEqual(await nearestManagers(database.read, AGENCY, '2028-01-01'), ['2'])
    await record(`update account set state = 'disabled' where person_id = 2`)
    // The giver's standing stays, by which the delegation stands; who cannot sign in is not told.
    assert.deepEqual(await nearestManagers(database.read, AGENCY, TODAY), ['1'])
    await record(`update account set state = 'active' where person_id = 2`)
  })

  test('not a delegate of another part of the scope', async () => {
    await record(`insert into delegation (agency_code, scope_code, person_id, post_id, valid, given_by, giver_post, event_id)
      values ('${PERSONNEL_OFFICE}', '${PERSONNEL_OFFICE}', 1, 1, '[2029-01-01,2030-01-01)', 2, 2, (select max(id) from audit_event))`)
    assert.deepEqual(await nearestManagers(database.read, AGENCY, '2029-06-01'), ['2'])
    assert.deepEqual(await nearestManagers(database.read, PERSONNEL_OFFICE, '2029-06-01'), ['1', '2'])
  })

  test('central administrators in office', async () => {
    await record(`insert into central_role (person_id, role, valid, reason, event_id) values
      (1, 'central', '[2020-01-01,)', 'test', (select max(id) from audit_event)),
      (2, 'auditor', '[2020-01-01,)', 'test', (select max(id) from audit_event)),
      (3, 'central', '[2020-01-01,)', 'test', (select max(id) from audit_event))`)
    // 3 holds no post any more, and with it no role (R-CEN-1).
    assert.deepEqual(await centralAdministrators(database.read, TODAY), ['1'])
  })
})
