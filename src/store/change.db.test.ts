import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { freshDatabase } from '../../test/postgres.ts'
import type { TestDatabase } from '../../test/postgres.ts'
import type { AuditEvent } from '../core/audit.ts'
import { change, processOrigin, refuse, refused } from './change.ts'
import type { Change, Origin } from './change.ts'
import { openDatabase } from './database.ts'
import type { Database } from './database.ts'
import { isUniqueViolation } from './faults.ts'

let fresh: TestDatabase
let database: Database
let person: string

const rotated: AuditEvent = { code: 'keys.rotated', detail: { purpose: 'test', key: '2', retired: ['1'] } }
const origin = processOrigin('test')
const unaudited = /without an audit event/

describe('changing', () => {
  before(async () => {
    fresh = await freshDatabase()
    database = openDatabase({ url: fresh.url, maxConnections: 4, log: { error() {}, warn() {}, info() {}, debug() {} } })
    person = await change(database, origin, async (tx) => ({ result: await newAccount(tx, 1), event: rotated }))
  })
  after(async () => {
    await database.close()
    await fresh.drop()
  })

  async function newAccount(tx: Pick<Change, 'db'>, number: number): Promise<string> {
    const { id } = await tx.db.insertInto('person')
      .values({ national_id_sealed: Buffer.alloc(1), national_id_index: Buffer.alloc(32, number) })
      .returning('id').executeTakeFirstOrThrow()
    await tx.db.insertInto('account').values({ person_id: id, state: 'active', name: `person${number}` }).execute()
    return id
  }

  const events = async () => Number((await database.read.selectFrom('audit_event')
    .select((e) => e.fn.countAll().as('n')).executeTakeFirstOrThrow()).n)
  const language = async () => (await database.read.selectFrom('account').select('language')
    .where('person_id', '=', person).executeTakeFirstOrThrow()).language

  test('a change and its event are committed together, with who did it from where', async () => {
    const session = '00000000-0000-4000-8000-000000000001'
    const who: Origin = {
      actor: { personId: person, standing: 'hr', agency: '397210000A' },
      sessionId: session, process: null, address: '192.0.2.7', requestId: 'r-1',
    }
    const result = await change(database, who, async (tx) => {
      await tx.db.updateTable('account').set({ language: 'en' }).where('person_id', '=', person).execute()
      return { result: 'done', event: { code: 'admin.created', person, detail: { role: 'central' } } }
    })
    assert.equal(result, 'done')
    const row = await database.read.selectFrom('audit_event').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
    assert.partialDeepStrictEqual(row, {
      code: 'admin.created', outcome: 'done', person_id: person, actor_person_id: person, actor_standing: 'hr',
      actor_agency: '397210000A', actor_process: null, session_id: session, address: '192.0.2.7', request_id: 'r-1',
      detail: { role: 'central' },
    })
  })

  test('a transaction that changes an account without an event fails at COMMIT, whoever opened it', async () => {
    const earlier = await language()
    let reachedTheEnd = false
    await assert.rejects(database.unaudited.transaction().execute(async (db) => {
      await db.updateTable('account').set({ language: 'zh-TW' }).where('person_id', '=', person).execute()
      reachedTheEnd = true
    }), unaudited)
    assert.ok(reachedTheEnd)
    await assert.rejects(
      database.unaudited.updateTable('account').set({ language: 'zh-TW' }).execute(), unaudited)
    await assert.rejects(sql`update account set language = 'zh-TW'`.execute(database.read), unaudited)
    assert.equal(await language(), earlier)
  })

  test('no table of the program\'s own stands in for the event', async () => {
    await assert.rejects(database.unaudited.transaction().execute(async (db) => {
      await sql`create temporary table audit_event (transaction xid8 default pg_current_xact_id())`.execute(db)
      await sql`create temporary table unaudited_change (transaction xid8 primary key, table_name text)`.execute(db)
      await sql`grant all on pg_temp.audit_event, pg_temp.unaudited_change to public`.execute(db)
      await sql`insert into pg_temp.audit_event default values`.execute(db)
      await db.updateTable('account').set({ language: 'zh-TW' }).execute()
    }), unaudited)
  })

  test('an event that is rolled back with its savepoint does not count', async () => {
    await assert.rejects(change(database, origin, async (tx) => {
      await sql`savepoint s`.execute(tx.db)
      const event = await tx.record(rotated)
      await sql`rollback to savepoint s`.execute(tx.db)
      await tx.db.updateTable('account').set({ language: 'zh-TW' }).execute()
      return { result: null, event }
    }), unaudited)
  })

  test('asking for the constraints early and changing again afterwards still demands the event', async () => {
    await change(database, origin, async (tx) => {
      const event = await tx.record(rotated)
      await tx.db.updateTable('account').set({ language: 'en' }).execute()
      await sql`set constraints all immediate`.execute(tx.db)
      await tx.db.updateTable('account').set({ language: 'en' }).execute()
      return { result: null, event }
    })
    await assert.rejects(database.unaudited.transaction().execute(async (db) => {
      await sql`set constraints all immediate`.execute(db)
      await db.updateTable('account').set({ language: 'zh-TW' }).execute()
    }), unaudited)
  })

  test('an event of one transaction does not serve another', async () => {
    await change(database, origin, async () => ({ result: null, event: rotated }))
    await assert.rejects(database.unaudited.updateTable('account').set({ language: 'zh-TW' }).execute(), unaudited)
  })

  test('what the act throws rolls back both', async () => {
    const [count, earlier] = [await events(), await language()]
    await assert.rejects(change(database, origin, async (tx) => {
      await tx.db.updateTable('account').set({ language: 'zh-TW' }).execute()
      await tx.record(rotated)
      throw new Error('no')
    }), /^Error: no$/)
    assert.equal(await events(), count)
    assert.equal(await language(), earlier)
  })

  test('a fault that the act swallows is not taken for a success', async () => {
    await assert.rejects(change(database, origin, async (tx) => {
      const event = await tx.record(rotated)
      await sql`select 1/0`.execute(tx.db).catch(() => {})
      return { result: null, event }
    }))
  })

  test('a refusal is a value, and an event with the reason', async () => {
    const refusal = await change(database, origin, async () =>
      refused({ code: 'admin.created', person, detail: { role: 'central' } }, { refused: 'noPost', agency: 'x' }))
    assert.deepEqual(refusal, { refused: 'noPost', agency: 'x' })
    const row = await database.read.selectFrom('audit_event').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
    assert.partialDeepStrictEqual(row, { outcome: 'refused', detail: { role: 'central', refusal: 'noPost' } })
  })

  test('what a constraint refuses becomes a refusal', async () => {
    const act = () => change(database, origin, async (tx) => ({ result: await newAccount(tx, 1), event: rotated }))
    const outcome = await act().catch((error: unknown) => {
      if (!isUniqueViolation(error, 'person_national_id_index_key')) throw error
      return refuse(database, origin, rotated, { refused: 'known' })
    })
    assert.deepEqual(outcome, { refused: 'known' })
  })

  test('two acts that deadlock both go through in the end', async () => {
    const other = await change(database, origin, async (tx) => ({ result: await newAccount(tx, 2), event: rotated }))
    const { promise: bothHoldOne, resolve } = Promise.withResolvers<void>()
    let holding = 0
    let tries = 0
    const inOrder = (ids: string[]) => change(database, origin, async (tx) => {
      tries += 1
      for (const id of ids) {
        await tx.db.updateTable('account').set({ language: 'en' }).where('person_id', '=', id).execute()
        if (++holding === 2) resolve()
        await bothHoldOne
      }
      return { result: id(ids), event: rotated }
    })
    const id = (ids: string[]) => ids.join()
    assert.deepEqual(await Promise.all([inOrder([person, other]), inOrder([other, person])]),
      [`${person},${other}`, `${other},${person}`])
    assert.equal(tries, 3)
  })

  test('the state of an account is kept over time by the database itself', async () => {
    await change(database, origin, async (tx) => {
      await tx.db.updateTable('account').set({ state: 'disabled' }).where('person_id', '=', person).execute()
      return { result: null, event: rotated }
    })
    const rows = await database.read.selectFrom('account_state_version').select(['state', 'recorded'])
      .where('person_id', '=', person).orderBy('recorded').execute()
    assert.deepEqual(rows.map(({ state, recorded }) => [state, recorded.to === null]), [['active', false], ['disabled', true]])
  })

  // Compiled, never run: what must not type-check.
  test('an act without an event does not compile', () => {
    const never = () => [
      // @ts-expect-error an act answers its event
      change(database, origin, async () => ({ result: 1 })),
      // @ts-expect-error this code demands a person
      change(database, origin, async () => ({ result: 1, event: { code: 'session.signed-out' } })),
      // @ts-expect-error the detail lacks what the catalogue demands
      change(database, origin, async () => ({ result: 1, event: { code: 'admin.created', person, detail: {} } })),
      // @ts-expect-error the catalogue is closed
      change(database, origin, async () => ({ result: 1, event: { code: 'session.invented' } })),
      // @ts-expect-error a number is not an event that was recorded here
      change(database, origin, async () => ({ result: 1, event: '7' })),
    ]
    assert.equal(typeof never, 'function')
  })
})
