// R-ACC-2: five wrong tries rest, and nobody can make them for somebody else (decision 027).
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { noteStatements } from '../../../test/asked-statements.ts'
import { seal, startWorld } from '../../../test/world.ts'
import { dayInTaipei } from '../../core/days.ts'
import { USUAL_RULE } from '../../core/unusual-sign-in.ts'
import { COOKIE } from '../../web/cookies.ts'
import { HashingTurns } from './hashing-turns.ts'
import { messages } from './messages.ts'
import { hashPassword } from './password-hash.ts'
import { signInByPassword } from './sign-in-by-password.ts'
import type { Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

const PASSWORD = 'correct horse battery staple'
const locked = messages('zh-TW').locked(15)
const wrong = messages('zh-TW').wrong

describe('tries', () => {
  let world: World
  /** The cookie of the browser that wu.employee has signed in with. */
  let own: string
  before(async () => { world = await startWorld({ ECPA_SIGNIN_ADDRESS_LIMIT: '0' }) })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(async () => {
    await world.arrange(`delete from sign_in_failure; delete from known_browser; update account set password_hash = '${await hashPassword(PASSWORD)}'
      where name in ('wu.employee', 'sun.employee')`)
    own = await signedIn('wu.employee')
  })

  async function signedIn(account: string): Promise<string> {
    const visitor = world.visitor()
    assert.equal((await visitor.signIn(account, PASSWORD)).status, 303)
    return visitor.cookies.get(COOKIE.browser)!
  }
  function browser(cookie?: string): Visitor {
    const visitor = world.visitor()
    if (cookie !== undefined) visitor.cookies.set(COOKIE.browser, cookie)
    return visitor
  }
  const saidTo = async (visitor: Visitor, password: string, account = 'wu.employee'): Promise<string> => {
    const { status, body } = await visitor.signIn(account, password)
    return status === 303 ? 'in' : body.includes(locked) ? 'locked' : body.includes(wrong) ? 'wrong' : `status ${status}`
  }

  test('of strangers lock the name to strangers, and not the browser of its own person', async () => {
    for (let n = 0; n < 5; n += 1) assert.equal(await saidTo(browser(), `guess ${n}`), 'wrong')
    assert.equal(await saidTo(browser(), PASSWORD), 'locked')
    assert.equal(await saidTo(browser(own), PASSWORD), 'in')
    // That the owner came in gives strangers no five more.
    assert.equal(await saidTo(browser(), PASSWORD), 'locked')
  })

  test('with an invented cookie, or that of somebody else\'s browser, are those of a stranger', async () => {
    const theirs = await signedIn('sun.employee')
    for (let n = 0; n < 5; n += 1) await saidTo(browser(), `guess ${n}`)
    for (const cookie of ['A'.repeat(43), theirs, own.slice(0, -1) + (own.endsWith('A') ? 'B' : 'A')]) {
      assert.equal(await saidTo(browser(cookie), PASSWORD), 'locked')
    }
    assert.equal(await saidTo(browser(theirs), PASSWORD, 'sun.employee'), 'in')
  })

  test('from somebody\'s own browser are five as well, however they come, and hold up no other', async () => {
    const visitors = await Promise.all(Array.from({ length: 20 }, async () => {
      const visitor = browser(own)
      await visitor.ask('/')
      return visitor
    }))
    const said = await Promise.all(visitors.map((visitor, n) => saidTo(visitor, `guess ${n}`)))
    assert.deepEqual([said.filter((one) => one === 'wrong').length, said.filter((one) => one === 'locked').length], [5, 15])
    assert.equal(await saidTo(browser(own), PASSWORD), 'locked')
    assert.equal(await saidTo(browser(), PASSWORD), 'in')
    await world.sql('update sign_in_failure set locked_until = now()')
    assert.equal(await saidTo(browser(own), PASSWORD), 'in')
    assert.deepEqual(await world.sql(`select from sign_in_failure where kind = 'browser'`), [])
  })

  test('ask the same of the database whether the name exists or not', async (t) => {
    const { during } = noteStatements(t)
    const means = {
      database: world.database, addressLimit: 0, slowedSeconds: 3, turns: new HashingTurns(10), tellUnusual: true, usual: USUAL_RULE,
      tries: { most: 5, lockMinutes: 15 }, factorRule: { of: [], graceDays: 0 }, agreementOf: [], limits: { idleMinutes: 30, hours: 12 },
      subjectOf: (kind: string, value: string) => seal.index(`sign-in ${kind}`, value),
    }
    const statementsOf = (accountName: string, cookie: string | null) => during(() => signInByPassword(means, {
      accountName, password: 'guess', today: dayInTaipei(new Date()), address: '198.51.100.4', userAgent: 'x', requestId: 'r',
      previousSession: null, browser: cookie, holds: Buffer.alloc(32), now: new Date(),
    }))
    for (const cookie of [null, 'B'.repeat(43)]) {
      const existing = await statementsOf('wu.employee', cookie)
      assert.deepEqual(await statementsOf('nobody.at-all', cookie), existing)
      assert.ok(existing.some((one) => one.includes('insert into sign_in_failure')))
      assert.equal(existing.some((one) => one.includes('from known_browser')), cookie !== null)
    }
  })
})

test('how many there are, and for how long they rest, is the operator\'s to say', async () => {
  const world = await startWorld({ ECPA_SIGNIN_TRIES: '2', ECPA_SIGNIN_LOCK_MINUTES: '40' })
  try {
    await world.arrange(`update account set password_hash = $1 where name = 'wu.employee'`, [await hashPassword(PASSWORD)])
    for (let n = 0; n < 2; n += 1) assert.ok((await world.visitor().signIn('wu.employee', `guess ${n}`)).body.includes(wrong))
    assert.ok((await world.visitor().signIn('wu.employee', PASSWORD)).body.includes(messages('zh-TW').locked(40)))
    const [lock] = await world.sql(`select locked_until - now() between interval '39 minutes' and interval '40 minutes' as rests from sign_in_failure where kind = 'name'`)
    assert.equal(lock!['rests'], true)
  } finally {
    await world.stop()
  }
})
