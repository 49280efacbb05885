// Links and slips as those use them who got them, and as those try them who did not.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { doJobs, keyOf, nationalIdOf, personOf, seal, startWorld } from '../../../test/world.ts'
import { letterTo, lettersWith } from '../../../test/letters.ts'
import { textOf } from '../../../test/searches.ts'
import { hashPassword, verifyPassword } from '../sign-in/password-hash.ts'
import { COOKIE } from '../../web/cookies.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const PASSWORD = 'three blue herons'

describe('ways in for one use', () => {
  let world: World
  let born: string
  before(async () => {
    world = await startWorld()
    born = (await world.sql<{ born: string }>('select birth_date::text as born from person_version where person_id = $1', [personOf('wu.employee')]))[0]!.born
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(async () => {
    await world.arrange(`delete from mail; delete from way_in; delete from email_change; delete from sign_in_failure;
      update account set email = 'wu.employee@ecpa.example', email_confirmed_at = now(), password_hash = '${await hashPassword('the old password')}',
        state = 'active' where person_id = ${personOf('wu.employee')}`)
  })

  /** Follows a link: its address is exchanged for a clean one. */
  const follow = async (visitor: Visitor, path: string) => visitor.ask((await visitor.ask(path)).headers.location!)
  const open = (visitor: Visitor, who: Who, how: string) => visitor.submit(`/manage/passwords/${keyOf(who)}/reset`, { how }, '/switch')
  const codeOf = ({ body }: Answer) => /一次性代碼([0-9A-Z]{20})/.exec(textOf(body).replaceAll(/[ -]/g, ''))![1]!
  const slip = async (who: Who = 'wu.employee') => codeOf(await open(await world.signIn('wang.supervisor'), who, 'slip'))
  const link = async () => {
    await open(await world.signIn('wang.supervisor'), 'wu.employee', 'link')
    return (await lettersWith(world, '設定新密碼')).at(-1)!.path.slice(-20)
  }
  const choose = (visitor: Visitor, way: string, fields: Record<string, string> = {}) => visitor.submit('/new-password', {
    way, nationalId: nationalIdOf('wu.employee'), birthDate: born, password: PASSWORD, againPassword: PASSWORD, ...fields,
  }, '/new-password')
  const hashOf = async (who: Who) => (await world.sql<{ hash: string }>('select password_hash as hash from account where person_id = $1', [personOf(who)]))[0]!.hash
  const holds = async (password: string) => verifyPassword(await hashOf('wu.employee'), password)
  const stateOf = async () => (await world.sql<{ state: string; failures: number }>('select state, failures from way_in order by opened_at desc'))[0]
  const last = async (code: string) => (await world.events(code)).at(-1)!

  test('a slip with ID and birth date: the password is set, all sessions end, the person is told, and the slip is worth nothing', async () => {
    const wu = await world.signIn('wu.employee')
    const code = await slip()
    const visitor = world.visitor()
    assert.equal((await follow(visitor, `/new-password?way=${code}`)).status, 200)
    assert.ok(await holds('the old password'))
    const done = await choose(visitor, `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase())
    assert.equal(done.status, 200)
    assert.match(textOf(done.body), /新密碼已設定/)
    assert.ok(await holds(PASSWORD))
    assert.notEqual((await wu.ask('/applications')).status, 200)
    const event = await last('account.password-chosen')
    assert.deepEqual([event['person_id'], event['actor_person_id'], event['detail']], [personOf('wu.employee'), null, { by: 'slip', sessions: 1 }])
    assert.equal((await world.sql(`select from mail where subject = '密碼已變更' and recipient = 'wu.employee@ecpa.example'`)).length, 1)
    const again = await choose(visitor, code, { password: 'another one entirely', againPassword: 'another one entirely' })
    assert.equal(again.status, 422)
    assert.match(textOf(again.body), /已經用過、逾期或被取代/)
    assert.equal((await follow(visitor, `/new-password?way=${code}`)).status, 410)
    assert.ok(await holds(PASSWORD))
    const signedIn = await visitor.submit('/sign-in/password', { account: 'wu.employee', password: PASSWORD }, '/')
    assert.equal(signedIn.status, 303)
  })

  test('a link asks for the password alone, and is not taken as a slip’s code would be', async () => {
    const visitor = world.visitor()
    const secret = await link()
    const page = await follow(visitor, `/new-password?way=${secret}`)
    assert.doesNotMatch(page.body, /name="nationalId"/)
    const done = await visitor.submit('/new-password', { way: secret, password: PASSWORD, againPassword: PASSWORD }, '/new-password')
    assert.equal(done.status, 200)
    assert.ok(await holds(PASSWORD))
  })

  test('no step is skipped: a slip passed off as a link still asks who one is; a link or slip of another purpose is none', async () => {
    const visitor = world.visitor()
    const code = await slip()
    const answer = await visitor.submit('/new-password', { way: code, password: PASSWORD, againPassword: PASSWORD }, '/new-password')
    assert.equal(answer.status, 422)
    const activation = codeOf(await (await world.signIn('wang.supervisor')).submit(`/manage/passwords/${keyOf('liu.pending')}/activation`, {}, '/switch'))
    assert.equal((await choose(visitor, activation)).status, 422)
    await (await world.signIn('wang.supervisor')).submit(`/manage/emails/${keyOf('wu.employee')}`, { email: 'new@ecpa.example', consented: 'yes' }, '/switch')
    assert.equal((await choose(visitor, (await letterTo(world, 'new@ecpa.example')).path.slice(-20))).status, 422)
    assert.ok(await holds('the old password'))
    assert.equal((await follow(visitor, `/confirm-email?way=${code}`)).status, 410)
  })

  test('the wrong person spoils a slip at the fifth try, all at once or one by one, and one more right answer changes nothing', async () => {
    const code = await slip()
    const wrong = { nationalId: nationalIdOf('sun.employee') }
    const answers = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => choose(world.visitor(), code, wrong)))
    const texts = new Set(answers.map(({ status, body }) => `${status} ${/class="errors".*?<\/div>/.exec(body)![0]}`))
    assert.equal(texts.size, 1)
    assert.deepEqual(await stateOf(), { state: 'spoiled', failures: 5 })
    assert.deepEqual(await world.sql(`select n.person_id::text as person from notice n join telling t on t.id = n.telling_id
      where t.kind = 'account.way-spoiled' order by n.person_id`), [{ person: personOf('wang.supervisor') }, { person: personOf('wu.employee') }])
    assert.equal((await choose(world.visitor(), code)).status, 422)
    assert.ok(await holds('the old password'))
    const second = await slip()
    for (const fields of [{ birthDate: '1950-01-01' }, { birthDate: '' }, { nationalId: '' }, { nationalId: 'x' }]) {
      assert.equal((await choose(world.visitor(), second, fields)).status, 422)
    }
    // Whoever leaves a field empty is told so, and has guessed nothing.
    assert.deepEqual(await stateOf(), { state: 'open', failures: 2 })
    assert.equal((await choose(world.visitor(), second)).status, 200)
  })

  test('what is over is over: after its time, replaced by another, or with the account disabled meanwhile', async () => {
    const first = await slip()
    const second = await slip()
    assert.equal((await choose(world.visitor(), first)).status, 422)
    await world.arrange(`update way_in set opened_at = now() - interval '2 days', expires_at = now() - interval '1 day' where state = 'open'`)
    assert.equal((await choose(world.visitor(), second)).status, 422)
    const third = await slip()
    await world.arrange(`update account set state = 'disabled' where person_id = ${personOf('wu.employee')}`)
    assert.match((await choose(world.visitor(), third)).body, /已經用過、逾期或被取代/)
    assert.ok(await holds('the old password'))
  })

  test('wrong codes, and wrong IDs and birth dates, count for the address that they come from, like wrong passwords', async () => {
    const address = `kind = 'address' and subject = '\\x${seal.index('sign-in address', '127.0.0.1').toString('hex')}'`
    const counted = async () => (await world.sql<{ failures: number }>(`select failures from sign_in_failure where ${address}`))[0]?.failures ?? 0
    const code = await slip()
    await choose(world.visitor(), '0'.repeat(20))
    await choose(world.visitor(), code, { nationalId: nationalIdOf('sun.employee') })
    await world.visitor().submit('/activate', {
      way: '1'.repeat(20), nationalId: nationalIdOf('liu.pending'), birthDate: born, accountName: 'liu.shihan', password: PASSWORD, againPassword: PASSWORD,
      email: 'liu@ecpa.example',
    }, '/activate')
    await world.visitor().submit('/confirm-email', { way: '2'.repeat(20) }, '/activate')
    assert.equal(await counted(), 4)
    await choose(world.visitor(), code, { password: 'elevenchars', againPassword: 'elevenchars' })
    assert.equal(await counted(), 4)
    await world.arrange(`update sign_in_failure set failures = 100 where ${address}`)
    const began = performance.now()
    assert.equal((await choose(world.visitor(), code)).status, 200)
    assert.ok(performance.now() - began >= 2900, 'answered slower')
  })

  test('one code nobody has and one for somebody else read alike', async () => {
    const code = await slip()
    const [unknown, wrong] = [await choose(world.visitor(), '0'.repeat(20)), await choose(world.visitor(), code, { nationalId: nationalIdOf('sun.employee') })]
    const errorOf = ({ body }: Answer) => /class="errors".*?<\/div>/.exec(body)![0]
    assert.deepEqual([unknown.status, errorOf(unknown)], [wrong.status, errorOf(wrong)])
  })

  test('a password too short, too long, typed differently, with the account name, or the old one is refused in words, and the way stays good', async () => {
    const secret = await link()
    const visitor = world.visitor()
    const say = async (password: string, againPassword = password) => {
      const answer = await visitor.submit('/new-password', { way: secret, password, againPassword }, '/new-password')
      assert.equal(answer.status, 422)
      assert.ok(!answer.body.includes(password))
      return textOf(answer.body)
    }
    assert.match(await say('elevenchars'), /至少要 12 個字/)
    assert.match(await say('x'.repeat(129)), /最多 128 個字/)
    assert.match(await say(PASSWORD, 'three blue horses'), /兩次輸入的密碼不同/)
    for (const one of ['wu.employee 2026', '吳文傑 2026-11-26', '高雄市政府秘書處2026']) assert.match(await say(one), /不能只由您的帳號/)
    assert.match(await say('the old password'), /不能使用現在的密碼/)
    assert.deepEqual(await stateOf(), { state: 'open', failures: 0 })
  })

  test('whoever was locked out by wrong tries signs in at once with the new password', async () => {
    const visitor = world.visitor()
    for (let at = 0; at < 6; at += 1) await visitor.submit('/sign-in/password', { account: 'wu.employee', password: 'wrong' }, '/')
    assert.equal((await visitor.submit('/sign-in/password', { account: 'wu.employee', password: 'the old password' }, '/')).status, 422)
    await choose(visitor, await slip())
    assert.equal((await visitor.submit('/sign-in/password', { account: 'wu.employee', password: PASSWORD }, '/')).status, 303)
  })

  test('and so does whoever was locked out in a browser of their own', async () => {
    const own = world.visitor()
    await own.signIn('wu.employee', 'the old password')
    const cookies = [...own.cookies].filter(([name]) => name !== COOKIE.session)
    own.cookies.clear()
    for (const [name, value] of cookies) own.cookies.set(name, value)
    for (let n = 0; n < 5; n += 1) await own.signIn('wu.employee', `guess ${n}`)
    assert.match((await own.signIn('wu.employee', 'the old password')).body, /15 分鐘/)
    const secret = await link()
    const visitor = world.visitor()
    await follow(visitor, `/new-password?way=${secret}`)
    assert.equal((await visitor.submit('/new-password', { way: secret, password: PASSWORD, againPassword: PASSWORD }, '/new-password')).status, 200)
    assert.equal((await own.signIn('wu.employee', PASSWORD)).status, 303)
  })

  test('two who use one slip at the same moment: one sets the password', async () => {
    const code = await slip()
    const answers = await Promise.all(['one of two herons', 'the other of the two'].map((password) =>
      choose(world.visitor(), code, { password, againPassword: password })))
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 422])
  })

  test('the reader of a corrected address confirms it by the letter, by POST alone; then it is the account’s', async () => {
    const wang = await world.signIn('wang.supervisor')
    await wang.submit(`/manage/emails/${keyOf('wu.employee')}`, { email: 'new.wu@ecpa.example', consented: 'yes' }, '/switch')
    const letter = await letterTo(world, 'new.wu@ecpa.example')
    assert.doesNotMatch(letter.body, /吳文傑|王建宏|wu\.employee/)
    const visitor = world.visitor()
    const emailOf = async () => (await world.sql('select email from account where person_id = $1', [personOf('wu.employee')]))[0]!['email']
    assert.match(textOf((await follow(visitor, letter.path)).body), /n\*\*\*@ecpa\.example/)
    assert.equal(await emailOf(), 'wu.employee@ecpa.example')
    const done = await visitor.submit('/confirm-email', { way: letter.path.slice(-20) }, '/new-password')
    assert.match(textOf(done.body), /新的電子郵件已生效/)
    assert.equal(await emailOf(), 'new.wu@ecpa.example')
    assert.equal((await follow(visitor, letter.path)).status, 410)
  })

  test('a change that was taken back is confirmed by no letter', async () => {
    const wang = await world.signIn('wang.supervisor')
    await wang.submit(`/manage/emails/${keyOf('wu.employee')}`, { email: 'new.wu@ecpa.example', consented: 'yes' }, '/switch')
    const [change] = await world.sql<{ id: string }>('select id from email_change')
    const letter = await letterTo(world, 'new.wu@ecpa.example')
    await wang.submit(`/manage/emails/${keyOf('wu.employee')}/withdraw`, { change: change!.id }, '/switch')
    const answer = await world.visitor().submit('/confirm-email', { way: letter.path.slice(-20) }, '/new-password')
    assert.notEqual(answer.status, 200)
    assert.equal(await doJobs(world, 'email.take-effect'), 0)
    assert.equal((await world.sql('select email from account where person_id = $1', [personOf('wu.employee')]))[0]!['email'], 'wu.employee@ecpa.example')
  })

  test('啟用帳號 by the slip: name, password and e-mail are chosen, and the address is asked; nobody activates without the slip', async () => {
    const code = codeOf(await (await world.signIn('wang.supervisor')).submit(`/manage/passwords/${keyOf('liu.pending')}/activation`, {}, '/switch'))
    const [person] = await world.sql<{ born: string }>('select birth_date::text as born from person_version where person_id = $1', [personOf('liu.pending')])
    const visitor = world.visitor()
    const activate = (fields: Record<string, string> = {}) => visitor.submit('/activate', {
      way: code, nationalId: nationalIdOf('liu.pending'), birthDate: person!.born, accountName: 'liu.shihan', password: PASSWORD, againPassword: PASSWORD,
      email: 'liu@ecpa.example', ...fields,
    }, '/activate')
    for (const [fields, sentence] of [
      [{ way: '1'.repeat(20) }, /代碼、身分證號或出生日期不正確/], [{ birthDate: '1950-01-01' }, /代碼、身分證號或出生日期不正確/],
      [{ accountName: '1x' }, /帳號須為 3 至 64 個字/], [{ accountName: 'wu.employee' }, /已有人使用，請換一個，例如 wu-employee、wu_employee、employee\.wu。/], [{ email: 'liu' }, /不是可用的電子郵件/],
      [{ password: 'liu.shihan.2026', againPassword: 'liu.shihan.2026' }, /不能只由您的帳號/],
      ...['劉詩涵 2026-11-26', '高雄市政府工務局 2026', '397110000G397110000G'].map((password) =>
        [{ password, againPassword: password }, /不能只由您的帳號、姓名、信箱或機關名稱組成/] as const),
    ] as const) {
      const answer = await activate(fields)
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), sentence)
    }
    const [pending] = await world.sql('select state, name from account where person_id = $1', [personOf('liu.pending')])
    assert.deepEqual(pending, { state: 'pending', name: null })
    assert.match(textOf((await activate()).body), /帳號已啟用/)
    assert.equal((await activate({ accountName: 'liu.another' })).status, 422)
    const letter = await letterTo(world, 'liu@ecpa.example')
    assert.match(textOf((await visitor.submit('/confirm-email', { way: letter.path.slice(-20) }, '/activate')).body), /已生效/)
    const [row] = await world.sql('select state, name, email, email_confirmed_at is not null as confirmed from account where person_id = $1', [personOf('liu.pending')])
    assert.deepEqual(row, { state: 'active', name: 'liu.shihan', email: 'liu@ecpa.example', confirmed: true })
    const told = await world.sql(`select n.person_id::text as person, t.content -> 'told' ->> 'person' as about from notice n
      join telling t on t.id = n.telling_id where t.kind = 'account.activated' order by 1`)
    assert.deepEqual(told, [{ person: personOf('liu.pending'), about: null }, { person: personOf('wang.supervisor'), about: personOf('liu.pending') }]
      .toSorted((one, other) => (one.person < other.person ? -1 : 1)))
    assert.equal((await letterTo(world, 'liu.pending@record.example')).path, '/')
    assert.equal((await visitor.submit('/sign-in/password', { account: 'liu.shihan', password: PASSWORD }, '/')).status, 303)
  })

  describe('啟用帳號 by a mailed code', () => {
    const liu = personOf('liu.pending')
    const ask = (nationalId: string, birthDate = born) => world.visitor().submit('/activate/code', { nationalId, birthDate }, '/activate/code')
    const letters = async () => {
      await doJobs(world, 'ways.activation')
      return lettersWith(world, '啟用帳號')
    }
    beforeEach(async () => {
      await world.arrange(`update account set state = 'pending', name = null, password_hash = null, password_changed_at = null, email = null, email_confirmed_at = null
        where person_id = ${liu}`)
    })

    test('it goes to the address of the record, and opens the account of whoever also knows ID and birth date', async () => {
      assert.match(textOf((await ask(nationalIdOf('liu.pending'))).body), /已收到您的要求/)
      const [letter] = await letters()
      assert.equal(letter!.recipient, 'liu.pending@record.example')
      assert.ok(!JSON.stringify(await world.sql('select * from mail')).includes(nationalIdOf('liu.pending')))
      const fields = { way: letter!.path.slice(-20), accountName: 'liu.shihan', password: PASSWORD, againPassword: PASSWORD, email: 'liu@ecpa.example' }
      const stranger = await world.visitor().submit('/activate', { ...fields, nationalId: nationalIdOf('wu.employee'), birthDate: born }, '/activate')
      assert.equal(stranger.status, 422)
      const done = await world.visitor().submit('/activate', { ...fields, nationalId: nationalIdOf('liu.pending'), birthDate: born }, '/activate')
      assert.equal(done.status, 200)
      assert.deepEqual(await world.sql('select state, name from account where person_id = $1', [liu]), [{ state: 'active', name: 'liu.shihan' }])
      assert.deepEqual((await last('account.activated'))['detail'], { how: 'mail' })
    })

    test('the answer is the same for everybody, and nothing is sent to whoever is active, disabled or nobody', async () => {
      const bodies = []
      for (const id of [nationalIdOf('liu.pending'), nationalIdOf('wu.employee'), nationalIdOf('kuo.disabled'), 'A123456789', 'nonsense']) bodies.push(textOf((await ask(id)).body))
      bodies.push(textOf((await ask(nationalIdOf('liu.pending'), '1950-01-01')).body))
      assert.equal(new Set(bodies).size, 1)
      assert.equal((await letters()).length, 1)
    })
  })

  describe('忘記密碼', () => {
    const WU = () => ({ accountName: 'wu.employee', nationalId: '', birthDate: born })
    const forgot = (fields: Record<string, string>) => world.visitor().submit('/forgot-password', { accountName: '', nationalId: '', birthDate: '', ...fields }, '/forgot-password')
    const letters = async () => {
      await doJobs(world, 'ways.forgotten')
      return lettersWith(world, '設定新密碼')
    }

    test('by account name or by ID, with the birth date, a link comes, and opens a new password', async () => {
      for (const fields of [WU(), { ...WU(), accountName: ' WU.Employee' }, { accountName: '', nationalId: nationalIdOf('wu.employee').toLowerCase(), birthDate: born }]) {
        await world.arrange('delete from mail; delete from way_in')
        const answer = await forgot(fields)
        assert.equal(answer.status, 200)
        assert.match(textOf(answer.body), /已收到您的要求/)
        const [letter, second] = await letters()
        assert.deepEqual([letter?.recipient, second], ['wu.employee@ecpa.example', undefined])
        assert.match(letter!.path, /^\/new-password\?way=[0-9A-Z]{20}$/)
      }
      const { path } = (await letters())[0]!
      const chosen = await world.visitor().submit('/new-password', { way: path.slice(-20), password: PASSWORD, againPassword: PASSWORD }, '/new-password')
      assert.equal(chosen.status, 200)
      assert.ok(await holds(PASSWORD))
    })

    test('the answer is the same whoever is meant, and a letter goes to nobody else', async () => {
      await world.arrange(`update account set email_confirmed_at = null where person_id in (${personOf('sun.employee')}, ${personOf('liu.pending')})`)
      const bodies: string[] = []
      for (const fields of [WU(), { accountName: 'nobody.here', birthDate: born }, { accountName: 'wu.employee', birthDate: '1950-01-01' },
        { accountName: 'kuo.disabled', birthDate: born }, { accountName: 'sun.employee', birthDate: born }, { nationalId: nationalIdOf('liu.pending'), birthDate: born },
        { nationalId: 'A123456789', birthDate: born }, { nationalId: 'nonsense', birthDate: born }] as Record<string, string>[]) {
        const answer = await forgot(fields)
        assert.equal(answer.status, 200)
        bodies.push(textOf(answer.body))
      }
      assert.equal(new Set(bodies).size, 1)
      assert.deepEqual((await letters()).map(({ recipient }) => recipient), ['wu.employee@ecpa.example'])
      assert.deepEqual((await world.events('account.link-not-sent')).map(({ detail }) => detail as { purpose: string; why: string })
        .filter(({ purpose }) => purpose === 'newPassword').map(({ why }) => why).toSorted(), ['noAddress', 'notActive', 'notActive'])
    })

    test('what is missing is asked for', async () => {
      assert.match(textOf((await forgot({ birthDate: born })).body), /請擇一輸入/)
      assert.match(textOf((await forgot({ accountName: 'wu.employee' })).body), /請輸入出生日期/)
      const nothing = textOf((await forgot({})).body)
      assert.match(nothing, /請擇一輸入.*請輸入出生日期/)
      const { body } = await world.visitor().submit('/activate', { nationalId: '', birthDate: '', accountName: '', password: '', againPassword: '', email: '' })
      assert.match(textOf(body), /請輸入單張上的一次性代碼。 請輸入身分證號。 請輸入出生日期。 帳號須為.*密碼.*請輸入電子郵件。/)
      assert.equal((await letters()).length, 0)
    })

    test('three letters an hour, and a new link takes the place of the one before', async () => {
      for (let n = 0; n < 5; n += 1) {
        await forgot(WU())
        await letters()
      }
      const sent = await letters()
      assert.equal(sent.length, 3)
      const visitor = world.visitor()
      for (const [n, { path }] of sent.entries()) assert.equal((await follow(visitor, path)).status, n === 2 ? 200 : 410)
    })

    test('who asks for very many is told to wait', async () => {
      await world.arrange(`insert into sign_in_failure (kind, subject, failures, first_at) values ('address', '\\x${seal.index('sign-in address', 'forgotten 127.0.0.1').toString('hex')}', 100, now())`)
      assert.equal((await forgot(WU())).status, 429)
      assert.equal((await letters()).length, 0)
    })
  })
})
