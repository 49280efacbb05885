// 「第二驗證」 (R-ACC-8): the password alone lets nobody in where a second factor was set up, and no code counts twice.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import pg from 'pg'
import { codeAhead, RECOVERY, secretOfKey, setUpFactor, wrongCode } from '../../../test/authenticator-app.ts'
import { DISOWNED, whileHeld } from '../../../test/holding.ts'
import { textOf } from '../../../test/searches.ts'
import { personOf, startWorld } from '../../../test/world.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import { newSecret } from './totp.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

const PASSWORD = 'the old heron stands'
const [wu, sun] = [personOf('wu.employee'), personOf('sun.employee')]
const SECOND = '/sign-in/second-factor'
const SESSION = '__Host-ecpa'

describe('the second factor', () => {
  let world: World
  let secret: Buffer
  before(async () => {
    world = await startWorld()
    await world.arrange(`update account set password_hash = '${await hashPassword(PASSWORD)}', password_changed_at = now() - interval '1 day'
      where person_id in (${wu}, ${sun})`)
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(async () => {
    secret = newSecret()
    await world.sql('delete from sign_in_failure; delete from session; delete from second_factor_wait; delete from known_browser; delete from notice; delete from telling; delete from mail')
    await world.arrange('delete from totp')
  })

  const setUp = (person = wu): Promise<void> => setUpFactor(world, person, secret)
  const code = (ahead = 0): string => codeAhead(secret, ahead)
  const wrong = (): string => wrongCode(secret)
  const typed = (visitor: Visitor, secretCode: string, fields: Record<string, string> = {}): Promise<Answer> =>
    visitor.submit(SECOND, { secretCode, ...fields })
  const byPassword = async (visitor = world.visitor()): Promise<Visitor> => {
    const answer = await visitor.signIn('wu.employee', PASSWORD)
    assert.deepEqual([answer.status, answer.headers.location], [303, SECOND])
    return visitor
  }
  const isIn = async (visitor: Visitor): Promise<boolean> => (await visitor.ask('/me')).status === 200
  const told = async (person = wu): Promise<string[]> => (await world.sql<{ kind: string }>(
    'select t.kind from notice n join telling t on t.id = n.telling_id where n.person_id = $1 order by t.id', [person])).map(({ kind }) => kind)
  const begins = (answer: Answer) => assert.match(textOf(answer.body), /請由密碼重新開始/)

  describe('is set up by its person', () => {
    const key = (answer: Answer): string => [...answer.body.matchAll(/<span>([A-Z2-7]{4})<\/span>/g)].map(([, group]) => group).join('')
    const NEW = '/me/second-factor/new'

    test('with a code of the app, and not before; the recovery codes are shown once', async () => {
      const visitor = await world.signIn('wu.employee')
      const offered = await visitor.ask(NEW)
      secret = secretOfKey(key(offered))
      assert.equal(secret.length, 20)
      assert.equal(key(await visitor.ask(NEW)), key(offered), 'the same secret when the page is loaded again')
      const refused = await visitor.submit(NEW, { secretCode: wrong() }, NEW)
      assert.equal(refused.status, 422)
      assert.match(textOf(refused.body), /驗證碼不正確/)
      assert.deepEqual(await world.sql('select from totp'), [])
      const done = await visitor.submit(NEW, { secretCode: code() }, NEW)
      assert.equal(done.status, 200)
      const codes = [...done.body.matchAll(/\b([0-9A-Z]{5})-([0-9A-Z]{5})\b/g)].map(([, one, two]) => `${one}${two}`)
      assert.equal(new Set(codes).size, 10)
      assert.deepEqual(await told(), ['account.second-factor-set-up'])
      assert.doesNotMatch((await visitor.ask('/me/second-factor')).body, new RegExp(codes[0]!.slice(0, 5)))
      assert.equal((await visitor.ask(NEW)).headers.location, '/me/second-factor')
      const later = await byPassword()
      assert.equal((await typed(later, codes[3]!)).status, 303)
      assert.ok(await isIn(later))
    })

    test('no code of the set-up opens a session afterwards', async () => {
      const visitor = await world.signIn('wu.employee')
      secret = secretOfKey(key(await visitor.ask(NEW)))
      const used = code()
      assert.equal((await visitor.submit(NEW, { secretCode: used }, NEW)).status, 200)
      assert.equal((await typed(await byPassword(), used)).status, 422)
    })

    test('half an hour after it was offered another secret is', async () => {
      const visitor = await world.signIn('wu.employee')
      secret = secretOfKey(key(await visitor.ask(NEW)))
      await world.sql(`update totp_offer set offered_at = now() - interval '31 minutes'`)
      const answer = await visitor.submit(NEW, { secretCode: code() }, '/me')
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), /已超過 30 分鐘/)
      assert.notEqual(key(answer), '')
      assert.deepEqual(await world.sql('select from totp'), [])
    })

    test('only after a fresh proof', async () => {
      const visitor = await world.signIn('wu.employee')
      await world.sql(`update session set signed_in_at = now() - interval '1 hour'`)
      for (const path of [NEW, '/me/second-factor/codes', '/me/second-factor/remove']) assert.match((await visitor.ask(path)).headers.location!, /^\/sign-in\/again\?/, path)
      assert.equal((await visitor.submit('/me/second-factor/remove', {}, '/me')).status, 403)
    })

    test('new recovery codes end those before; removed, the password alone signs in', async () => {
      await setUp()
      const visitor = await world.signIn('wu.employee')
      assert.equal((await visitor.submit('/me/second-factor/codes', {}, '/me/second-factor/codes')).status, 200)
      assert.equal((await typed(await byPassword(), RECOVERY)).status, 422)
      assert.equal((await visitor.submit('/me/second-factor/remove', {}, '/me/second-factor/remove')).headers.location, '/me/second-factor?removed=yes')
      assert.deepEqual(await world.sql('select from recovery_code'), [])
      const plain = world.visitor()
      assert.equal((await plain.signIn('wu.employee', PASSWORD)).headers.location, '/applications')
      assert.deepEqual(await told(), ['account.recovery-codes-made', 'account.second-factor-removed', 'sign-in.unusual'])
    })

    describe('and nothing of it comes after 「不是我」, which was said while it was on its way', () => {
      const kept = async () => [await world.sql('select sealed_secret from totp'), await world.sql('select code_hash from recovery_code')]
      const comesToNothing = async (act: (visitor: Visitor) => Promise<Answer>): Promise<void> => {
        const [thief, was] = [await world.signIn('wu.employee'), await kept()]
        try {
          const answer = await whileHeld(world, wu, DISOWNED, () => act(thief))
          assert.equal(answer.status, 422)
          assert.match(textOf(answer.body), /這次登入剛才已經結束，沒有任何改變/)
          assert.deepEqual(await kept(), was)
          assert.deepEqual(await told(), [])
        } finally {
          await world.arrange(`update account set password_barred_at = null where person_id = ${wu}`)
        }
      }

      test('setting it up', () => comesToNothing(async (thief) => {
        secret = secretOfKey(key(await thief.ask(NEW)))
        return thief.submit(NEW, { secretCode: code() }, NEW)
      }))

      for (const what of ['codes', 'remove']) {
        test(what === 'codes' ? 'new recovery codes' : 'taking it away', async () => {
          await setUp()
          await comesToNothing((thief) => thief.submit(`/me/second-factor/${what}`, {}, `/me/second-factor/${what}`))
        })
      }
    })

    test('the secret stands nowhere as it is, and sealed for its person alone', async () => {
      await setUp()
      const [row] = await world.sql<{ sealed_secret: Buffer }>('select sealed_secret from totp')
      assert.ok(!row!.sealed_secret.includes(secret))
      await world.arrange(`delete from recovery_code`)
      await world.arrange('update totp set person_id = $1, last_step = 2', [sun])
      const visitor = world.visitor()
      await visitor.signIn('sun.employee', PASSWORD)
      assert.equal((await typed(visitor, code())).status, 500)
      assert.equal(world.faults().length, 1)
    })
  })

  describe('is asked after the password', () => {
    beforeEach(() => setUp())

    test('there is no session before it, and one that knows of it afterwards', async () => {
      const visitor = await byPassword()
      assert.equal(visitor.cookies.has(SESSION), false)
      assert.equal((await world.sql('select from session')).length, 0)
      assert.equal(await isIn(visitor), false)
      assert.equal((await typed(visitor, wrong())).status, 422)
      const answer = await typed(visitor, code())
      assert.deepEqual([answer.status, answer.headers.location], [303, '/applications'])
      assert.ok(await isIn(visitor))
      assert.deepEqual(await world.sql('select method, second_factor from session'), [{ method: 'password', second_factor: 'totp' }])
      assert.deepEqual(await world.sql('select from second_factor_wait'), [])
    })

    test('what was asked for before is where it leads', async () => {
      const visitor = world.visitor()
      const asked = await visitor.signIn('wu.employee', PASSWORD, { next: '/me/passkeys' })
      assert.equal(asked.headers.location, `${SECOND}?next=%2Fme%2Fpasskeys`)
      assert.equal((await typed(visitor, code(), { next: '/me/passkeys' })).headers.location, '/me/passkeys')
      for (const next of ['https://evil.example/', '//evil.example']) {
        assert.equal((await typed(await byPassword(), RECOVERY, { next })).headers.location, '/applications')
        await world.arrange('delete from totp')
        await setUp()
      }
    })

    test('and its form may lead to the application that was asked for', async () => {
      const visitor = world.visitor()
      const asked = await visitor.signIn('wu.employee', PASSWORD, { next: '/applications/D6/open' })
      const page = await visitor.ask(asked.headers.location!)
      assert.match(String(page.headers['content-security-policy']), /form-action 'self' http:\/\/localhost:3001;/)
    })

    test('each code opens one session, also when two bring it at once', async () => {
      for (const one of [code(1), RECOVERY]) {
        const visitors = await Promise.all([byPassword(), byPassword()])
        const answers = await Promise.all(visitors.map((visitor) => typed(visitor, one)))
        assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 422], one)
        assert.equal((await typed(await byPassword(), one)).status, 422)
      }
      assert.deepEqual((await told()).filter((kind) => kind === 'account.recovery-code-used').length, 1)
    })

    test('in no other browser', async () => {
      await byPassword()
      const stranger = world.visitor()
      begins(await stranger.ask(SECOND))
      begins(await typed(stranger, code()))
      assert.equal((await world.sql('select from session')).length, 0)
    })

    test('for five minutes, and while the account stays as it is', async () => {
      const changes: Record<string, string> = {
        late: `update second_factor_wait set asked_at = now() - interval '6 minutes', expires_at = now() - interval '1 minute'`,
        'another password': `update account set password_changed_at = now() where person_id = ${wu}`,
        'not me': `update account set password_barred_at = now() where person_id = ${wu}`,
        disabled: `update account set state = 'disabled' where person_id = ${wu}`,
      }
      for (const [what, change] of Object.entries(changes)) {
        const visitor = await byPassword()
        await world.arrange(change)
        const answer = await typed(visitor, RECOVERY)
        assert.equal(answer.status, 422, what)
        begins(answer)
        await world.arrange(`update account set state = 'active', password_barred_at = null, password_changed_at = now() - interval '1 day' where person_id = ${wu}`)
      }
      assert.equal((await world.sql('select from session')).length, 0)
    })

    test('never after the password changed or was barred, also where that change began before it', async () => {
      const account = (values: string) => `update account set ${values} where person_id = ${wu}`
      const changes: Record<string, string[]> = {
        'another password': [account('password_changed_at = now()')],
        'not me, and another password': [account('password_barred_at = now()'), account(`password_changed_at = now() + interval '1 microsecond'`)],
        'disabled and enabled': [account(`state = 'disabled'`), account(`state = 'active'`)],
      }
      await setUp(sun)
      assert.equal((await world.visitor().signIn('sun.employee', PASSWORD)).headers.location, SECOND)
      for (const [what, statements] of Object.entries(changes)) {
        const changing = new pg.Client({ connectionString: world.databaseUrl })
        await changing.connect()
        try {
          // From here on it is this moment to the transaction.
          await changing.query('begin; select now()')
          const visitor = await byPassword()
          await changing.query(`insert into audit_event (code, outcome, actor_process) values ('account.password-changed', 'done', 'test')`)
          for (const statement of statements) await changing.query(statement)
          await changing.query('commit')
          const answer = await typed(visitor, RECOVERY)
          assert.equal(answer.status, 422, what)
          begins(answer)
          assert.deepEqual(await world.sql('select person_id from second_factor_wait'), [{ person_id: sun }], 'another’s goes on')
        } finally {
          await changing.end()
          await world.arrange(account(`password_barred_at = null, password_changed_at = now() - interval '1 day'`))
        }
      }
      assert.equal((await world.sql('select from session')).length, 0)
    })

    test('five wrong ones lock it for strangers and tell its person, who still gets in from a browser of theirs', async () => {
      const own = await byPassword()
      assert.equal((await typed(own, code())).status, 303)
      const thief = await byPassword()
      for (let n = 0; n < 5; n += 1) assert.equal((await typed(thief, wrong())).status, 422)
      assert.ok((await told()).includes('account.second-factor-missed'))
      assert.match(textOf((await typed(thief, RECOVERY)).body), /請 15 分鐘後/)
      // Beginning anew, or elsewhere, is no way round.
      assert.match(textOf((await typed(await byPassword(), RECOVERY)).body), /請 15 分鐘後/)
      own.cookies.delete(SESSION)
      assert.equal((await typed(await byPassword(own), RECOVERY)).status, 303)
      assert.equal((await told()).filter((kind) => kind === 'account.second-factor-missed').length, 1)
    })

    test('also of whoever proves it once more, and leads back', async () => {
      const visitor = await world.signIn('wu.employee')
      await world.sql(`update session set signed_in_at = now() - interval '1 hour'`)
      const answer = await visitor.submit('/sign-in/again/password', { password: PASSWORD, next: '/me/passkeys/new' }, '/sign-in/again')
      assert.equal(answer.headers.location, `${SECOND}?next=%2Fme%2Fpasskeys%2Fnew`)
      assert.match((await visitor.ask('/me/passkeys/new')).headers.location!, /^\/sign-in\/again/)
      assert.equal((await typed(visitor, code(), { next: '/me/passkeys/new' })).headers.location, '/me/passkeys/new')
      assert.equal((await visitor.ask('/me/passkeys/new')).status, 200)
      assert.equal((await world.sql('select from session where ended_at is null')).length, 1)
    })

    test('a recovery code is asked for by its name, and either page takes either', async () => {
      const visitor = await byPassword()
      const page = await visitor.ask(`${SECOND}?by=recovery`)
      assert.match(textOf(page.body), /復原碼/)
      assert.equal((await visitor.submit(SECOND, { secretCode: code(), by: 'recovery' }, `${SECOND}?by=recovery`)).status, 303)
    })
  })
})
