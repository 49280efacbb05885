// What is over for half a year goes, and nothing else does.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { doJobs, personOf, startWorld } from '../../test/world.ts'
import { purgeAccountTraces } from './account-traces.ts'
import type { World } from '../../test/world.ts'

const wu = personOf('wu.employee')
const wang = personOf('wang.supervisor')
const EVENT = '(select max(id) from audit_event)'

describe('traces of accounts', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.arrange(`delete from mail; delete from way_in; delete from email_change; delete from passkey;
    insert into passkey_holder (person_id, handle) values (${wu}, decode(repeat('ab', 32), 'hex')) on conflict do nothing`))

  /** SQL of when that was. */
  const ago = (days: number) => `now() - interval '${days} days'`
  const passkey = (name: string, place: number, removed: number | null) => `
    insert into passkey (person_id, place, credential_id, public_key, counter, transports, name, backup_eligible, backed_up, created_at, event_id,
      removed_at, removed_event_id)
    values (${wu}, ${place}, '${name}', decode(repeat('cd', 40), 'hex'), 0, '{}', '${name}', false, false, ${ago(900)}, ${EVENT},
      ${removed === null ? 'null, null' : `${ago(removed)}, ${EVENT}`});`
  const wayInto = (state: string, opened: number, closed: number | null, change: string | null = null, purpose = change === null ? 'newPassword' : 'confirmEmail') => `
    insert into way_in (person_id, purpose, medium, secret_hash, opened_at, expires_at, event_id, state, closed_at, closed_event_id, email_change_id)
    values (${wu}, '${purpose}', 'link', sha256(gen_random_uuid()::text::bytea), ${ago(opened)}, ${ago(opened)} + interval '30 minutes', ${EVENT},
      '${state}', ${closed === null ? 'null, null' : `${ago(closed)}, ${EVENT}`}, ${change === null ? 'null' : `'${change}'`});`
  const number = (of: number) => `a0000000-0000-4000-8000-00000000000${of}`
  const emailChange = (of: number, by: string, state: string, proposed: number, closed: number | null) => `
    insert into email_change (id, person_id, email, proposed_by, consented, proposed_at, not_before, expires_at, confirmed_at, event_id, state,
      closed_at, closed_event_id)
    values ('${number(of)}', ${wu}, 'new${of}@ecpa.example', ${by}, ${by !== wu}, ${ago(proposed)}, ${ago(proposed - 1)}, ${ago(proposed - 3)},
      ${state === 'effective' || state === 'waiting' ? ago(proposed - 1) : 'null'}, ${EVENT}, '${state}',
      ${closed === null ? 'null, null' : `${ago(closed)}, ${EVENT}`});`
  const kept = async (column: string, table: string) =>
    (await world.sql<{ kept: string }>(`select ${column} as kept from ${table} order by 1`)).map((row) => row.kept)
  const purge = () => purgeAccountTraces(world.database, new AbortController().signal)

  test('a passkey goes half a year after it was removed, and one in use never', async () => {
    await world.arrange(passkey('in use', 1, null) + passkey('late', 2, 179) + passkey('long gone', 3, 181))
    await purge()
    assert.deepEqual(await kept('name', 'passkey'), ['in use', 'late'])
    assert.deepEqual((await world.events('accounts.traces-purged')).at(-1)!.detail, { passkeys: 1, ways: 0, emails: 0 })
  })

  test('a way in goes half a year after it was closed or over', async () => {
    await world.arrange(wayInto('used', 181, 181) + wayInto('replaced', 182, 179) + wayInto('open', 181, null)
      + wayInto('open', 179, null, null, 'activation') + wayInto('replaced', 1, 0))
    await purge()
    assert.deepEqual(await kept('state', 'way_in'), ['open', 'replaced', 'replaced'])
    assert.equal((await world.sql(`select from way_in where coalesce(closed_at, expires_at) < ${ago(180)}`)).length, 0)
  })

  test('a change of an address goes half a year after it ended, its questions before it; one that waits stays', async () => {
    await world.arrange(emailChange(1, wang, 'effective', 183, 181) + emailChange(2, wang, 'effective', 182, 179)
      + emailChange(3, wu, 'expired', 185, 181) + emailChange(4, wu, 'waiting', 300, null)
      + wayInto('used', 183, 182, number(1)) + wayInto('used', 182, 179, number(2)) + wayInto('replaced', 182, 179, number(3)))
    await purge()
    // The third has a question that is kept a little longer.
    assert.deepEqual(await kept('id', 'email_change'), [number(2), number(3), number(4)])
    assert.deepEqual(await kept('email_change_id', 'way_in'), [number(2), number(3)])
  })

  test('more than a batch goes in one night, and the program deletes in no other way', async () => {
    await world.arrange(Array.from({ length: 1001 }, () => wayInto('used', 200, 199)).join(''))
    const earlier = (await world.events('accounts.traces-purged')).length
    await world.sql(`select graphile_worker.add_job('accounts.purge')`)
    assert.equal(await doJobs(world, 'accounts.purge'), 1)
    assert.deepEqual(await kept('id', 'way_in'), [])
    assert.deepEqual((await world.events('accounts.traces-purged')).slice(earlier).map(({ detail }) => (detail as { ways: number }).ways), [1000, 1])
    for (const table of ['passkey', 'way_in', 'email_change'] as const) {
      await assert.rejects(world.database.unaudited.deleteFrom(table).execute(), { code: '42501' })
    }
  })
})
