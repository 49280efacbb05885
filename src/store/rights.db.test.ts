// The program's rights on every table, as the database holds them: what a new migration forgets shows here.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { freshDatabase } from '../../test/postgres.ts'
import type { TestDatabase } from '../../test/postgres.ts'

/** Tables that the program writes without an event, each with its reason. Anything else needs `call audited(…)`. */
const UNAUDITED: Record<string, string> = {
  alert: 'which line of the log was written when, so that the next process does not write it again',
  audit_event: 'is the events',
  card_awaiting: 'a card that was proved and waits; binding it is an event',
  certificate_answer: 'what an authority says of a certificate',
  certificate_answer_try: 'what became of asking it',
  certificate_list: 'what an authority publishes of itself',
  certificate_list_try: 'what became of fetching it',
  challenge: 'a question; the answer is an event',
  application_todo: 'that an item came and went is an event; clearing away old ones is not',
  favourite_application: 'gives nothing and concerns nobody else',
  feed: 'a feed at work says where it is; that it came, was decided and was applied are events',
  feed_access_effect: 'what was counted of a feed; it can be told from its rows',
  feed_agency_effect: 'what was counted of a feed',
  feed_effect: 'what was counted of a feed',
  feed_fault: 'what could not be read of a file that has its event',
  feed_manager: 'what was counted of a feed',
  feed_officer_effect: 'what was counted of a feed',
  feed_person: 'what a feed would change; that it does is an event',
  feed_post: 'what a feed would change; that it does is an event',
  feed_preview: 'what was counted of a feed',
  feed_request: 'by which key a program knows a feed that has its event',
  feed_row: 'what a file says; nothing follows until the feed is applied',
  followed_day: 'up to which day decisions were had to follow; what they did has its events',
  greeting: 'a draft is nobody\'s business; that a card was sent, taken back and delivered are events',
  greeting_receiver: 'to whom; opening and throwing away are the receiver\'s own',
  greeting_block: 'that somebody was blocked is an event',
  greeting_search: 'a count; the searches themselves are events',
  grant_let_end: 'of what somebody wants to be reminded no more; the grant stays as it is',
  known_browser: 'what a sign-in, which is an event, was made with',
  last_use: 'drawn from the events themselves',
  last_use_drawn: 'up to which event that was done',
  mail: 'a letter tells of an act that has its event',
  notice: 'tells of an act that has its event; reading it is nobody else\'s business',
  oidc_assertion: 'seen once, so that it is not used twice',
  oidc_grant: 'has its own event when tokens are issued; its use is protocol',
  oidc_interaction: 'a request that waits',
  oidc_session_client: 'whom to tell when a session ends',
  passkey_holder: 'a random name; what stands under it has its events',
  second_factor_asked: 'since which day the standing of somebody asks for one',
  second_factor_wait: 'a sign-in under way; its end is an event',
  totp_offer: 'shown and not confirmed; that it is confirmed is an event',
  rights_check: 'what is still to be looked at; what comes of it has its event',
  rights_day: 'up to which day that was done',
  session: 'signing in and out are events of the account; looking at a page is not',
  session_holder: 'names an event of its own, and goes with the session',
  session_query: 'what was asked; what was read by it is an event',
  session_opening: 'what the event of opening says, for the tokens that follow',
  sign_in_failure: 'a count; the failures themselves are events',
  telling: 'what a notice says, of an act that has its event',
  unverified_act_told: 'of which events somebody was told',
  restructuring_period: 'what a plan of restructuring comes to; it can be told from the plan',
  restructuring_post: 'what a plan of restructuring comes to',
  restructuring_decision: 'what a plan of restructuring comes to',
  restructuring_effect: 'what was counted of a plan of restructuring',
}

/** Functions of the owner's that the program may call, each with its reason. */
const CALLABLE: Record<string, string> = {
  cast_vote: 'notes who votes and counts what they chose, which the program may do in no other way',
  count_table: 'has a table of a fixed list counted for the planner; answers nothing and writes nothing else',
  poll_result: 'tells the votes of each choice once the poll is over, which the program reads in no other way',
  purge_account_traces: 'deletes what ended half a year ago, which the program may do in no other way',
}

describe('the rights of the program', () => {
  let fresh: TestDatabase
  let client: pg.Client

  before(async () => {
    fresh = await freshDatabase()
    client = new pg.Client(fresh.url)
    await client.connect()
  })
  after(async () => {
    await client.end()
    await fresh.drop()
  })

  const tablesWhere = async (condition: string): Promise<string[]> => {
    const { rows } = await client.query<{ name: string }>(`
      select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and (${condition}) order by 1`)
    return rows.map(({ name }) => name)
  }
  const MAY_WRITE = `has_any_column_privilege('ecpa_program', c.oid, 'insert, update')
    or has_table_privilege('ecpa_program', c.oid, 'delete')`
  const HAS_TRIGGER = (name: string) => `exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = '${name}')`
  const HAS_RECORDED = `exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'recorded')`

  test('what it writes without an event is on the list, with a reason', async () => {
    assert.deepEqual(await tablesWhere(`(${MAY_WRITE}) and not ${HAS_TRIGGER('note_change')}`),
      Object.keys(UNAUDITED).toSorted())
  })

  test('of a version it can close the recorded time, and nothing else', async () => {
    const versioned = `${HAS_RECORDED} and (${MAY_WRITE})`
    const all = await tablesWhere(versioned)
    assert.ok(all.length > 10)
    assert.deepEqual(await tablesWhere(`${versioned} and not ${HAS_TRIGGER('only_close_recorded')}`), [])
    assert.deepEqual(await tablesWhere(`${versioned} and (
      has_table_privilege('ecpa_program', c.oid, 'delete, truncate')
      or exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and has_column_privilege('ecpa_program', c.oid, a.attnum,
          case when a.attname = 'recorded' then 'insert' else 'update' end)))`), [])
  })

  test('it owns nothing, truncates nothing, and makes no triggers or references', async () => {
    assert.deepEqual(await tablesWhere(`has_table_privilege('ecpa_program', c.oid, 'truncate, references, trigger')`), [])
    const { rows } = await client.query(`select from pg_shdepend where refobjid = 'ecpa_program'::regrole
      and deptype = 'o' and dbid = (select oid from pg_database where datname = current_database())`)
    assert.equal(rows.length, 0)
  })

  test('no function runs as the owner with a search path of the caller\'s', async () => {
    const { rows } = await client.query<{ name: string }>(`
      select proname as name from pg_proc p where pronamespace = 'public'::regnamespace and prosecdef
        and not coalesce(proconfig::text like '%search_path=public, pg_temp%', false)`)
    assert.deepEqual(rows, [])
  })

  // Who may call a trigger function may hang it on a temporary table and so choose the rows it works with.
  test('no function that runs as the owner can be called by the program, but for those on the list, which are no triggers', async () => {
    const { rows } = await client.query<{ name: string; trigger: boolean }>(`
      select proname as name, prorettype = 'trigger'::regtype as trigger
      from pg_proc p where pronamespace = 'public'::regnamespace and prosecdef
        and has_function_privilege('ecpa_program', p.oid, 'execute') order by proname`)
    assert.deepEqual(rows, Object.keys(CALLABLE).map((name) => ({ name, trigger: false })))
  })

  test('what it may have counted are the tables of feeds and of the record, and no others', async () => {
    await client.query('begin')
    await client.query('set local role ecpa_program')
    await client.query(`select count_table('feed_row')`)
    await client.query('create temporary table feed_row (a int)')
    for (const other of ['audit_event', 'pg_temp.feed_row', 'pg_authid']) {
      await client.query('savepoint before')
      await assert.rejects(client.query('select count_table($1::regclass)', [other]), { code: '42501' })
      await client.query('rollback to before')
    }
    await client.query('rollback')
  })

  test('it cannot write the history of accounts by a temporary table', async () => {
    await client.query('begin')
    await client.query('set local role ecpa_program')
    await client.query('create temporary table forged (person_id bigint, state account_state)')
    await assert.rejects(client.query(`create trigger forge after insert on forged referencing new table as after_rows
      for each statement execute function keep_account_state()`), { code: '42501' })
    await client.query('rollback')
  })
})
