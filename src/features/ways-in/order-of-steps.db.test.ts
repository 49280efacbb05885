// Every order of steps between a way's being opened and its being used, against a model that knows nothing but the order: a password
// is set, and an account activated, exactly when every step before was proved.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { doJobs, keyOf, nationalIdOf, personOf, seal, startWorld } from '../../../test/world.ts'
import { tokenIn } from '../../../test/http.ts'
import { waySecret } from '../../store/way-secrets.ts'
import { hashPassword, verifyPassword } from '../sign-in/password-hash.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const SEED = Number(process.env['ECPA_WAYS_SEED'] ?? Date.now() % 2 ** 31)
const RUNS = Number(process.env['ECPA_WAYS_RUNS'] ?? 8)
const BORN = '1980-01-01'
const WU = personOf('wu.employee')
const LIU = personOf('liu.pending')

/** What can happen to an account that is in use. `at`: to which of the ways that were opened, counted from the last. */
const STEPS = ['ask', 'slip', 'look', 'post', 'postWrong', 'expire', 'change', 'disown', 'disable', 'enable', 'address'] as const
// Of three ways or fewer: the remainder by their number, less one.
const OLDEST = 5
type Step = { do: typeof STEPS[number]; at: number }

/** What happened, in order: all that the model knows. */
type Happened = { what: 'link' | 'slip' | 'wrong' | 'set' | 'changed' | 'disowned' | 'disabled' | 'enabled' | 'address' | 'expired'; way?: number }

/** Whether the way (its number) may be used: nothing happened since it was opened that takes it away. */
function isUsable(happened: readonly Happened[], way: number): boolean {
  const opened = happened.findIndex((one) => one.way === way && (one.what === 'link' || one.what === 'slip'))
  const since = happened.slice(opened + 1)
  const wrong = since.filter((one) => one.what === 'wrong' && one.way === way).length
  return wrong < 5 && since.every((one) => one.what === 'wrong')
}
const isActive = (happened: readonly Happened[]): boolean =>
  (happened.findLast(({ what }) => what === 'disabled' || what === 'enabled')?.what ?? 'enabled') === 'enabled'
const isBarred = (happened: readonly Happened[]): boolean =>
  happened.findLast(({ what }) => what === 'set' || what === 'changed' || what === 'disowned')?.what === 'disowned'

describe('every order of steps', () => {
  let world: World
  let wang: Visitor
  let kao: Visitor
  let nobody: Visitor
  let first: string
  let count = 0
  before(async () => {
    world = await startWorld({ ECPA_WAY_LETTERS_PER_HOUR: '100', ECPA_SIGNIN_ADDRESS_LIMIT: '0' })
    wang = await world.signIn('wang.supervisor')
    kao = await world.signIn('kao.supervisor')
    nobody = world.visitor()
    first = await hashPassword('the password of the beginning')
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })

  // A browser's token is good for all its forms.
  const tokens = new Map<Visitor, string>()
  async function submit(visitor: Visitor, action: string, fields: Record<string, string>): Promise<Answer> {
    const csrf = tokens.get(visitor) ?? tokenIn(await visitor.ask('/forgot-password'))
    tokens.set(visitor, csrf)
    return visitor.ask(action, { method: 'POST', body: new URLSearchParams({ csrf, ...fields }), headers: { origin: visitor.origin, 'sec-fetch-site': 'same-origin' } })
  }
  const opened = async (person: string) => (await world.sql<{ id: string }>(
    `select id from way_in where person_id = $1 and purpose in ('newPassword', 'activation') order by opened_at desc, event_id desc limit 1`, [person]))[0]!.id
  const accountOf = async (person: string) => (await world.sql<{ state: string; name: string | null; hash: string | null; barred: boolean }>(
    'select state, name, password_hash as hash, password_barred as barred from account where person_id = $1', [person]))[0]!
  const clear = `delete from mail; delete from way_in; delete from email_change; delete from session where person_id in (${WU}, ${LIU});
    delete from password_before; delete from sign_in_failure; delete from graphile_worker._private_jobs;`

  /** Somebody who holds the way of that secret, as the link or the picture brings them. */
  async function come(path: string, secret: string): Promise<{ visitor: Visitor; page: Answer }> {
    const visitor = world.visitor()
    await visitor.ask(`${path}?way=${secret}`)
    return { visitor, page: await visitor.ask(path) }
  }
  const stepOf = ({ body }: Answer) => /name="step" value="([^"]+)"/.exec(body)?.[1] ?? ''

  async function signInWu(): Promise<Visitor | null> {
    const visitor = await world.signIn('wu.employee')
    return (await visitor.ask('/me')).status === 200 ? visitor : null
  }

  /** Walks the steps over an account of its own past; after each, what is there is what the model says. */
  async function walk(steps: readonly Step[]): Promise<void> {
    await world.arrange(`${clear} update account set email = 'wu.employee@ecpa.example', email_confirmed_at = now(), password_hash = '${first}',
      password_changed_at = now() - interval '1 day', password_barred_at = null, state = 'active' where person_id = ${WU}`)
    const happened: Happened[] = []
    const ways: { secret: string; kind: 'link' | 'slip' }[] = []
    let password = 'the password of the beginning'
    // The hash that was there last, and how many times a password had been set then.
    let [hash, known] = [first, 0]
    const open = async (kind: 'link' | 'slip') => {
      ways.push({ secret: waySecret(seal, await opened(WU)), kind })
      happened.push({ what: kind, way: ways.length - 1 })
    }
    const post = async (way: number, who: Who) => {
      const { secret, kind } = ways[way]!
      const { visitor, page } = await come('/new-password', secret)
      const next = `herons over the salt pans ${count += 1}`
      const body = new URLSearchParams({
        csrf: tokenIn(page), step: stepOf(page), way: stepOf(page) === '' ? secret : '', nationalId: nationalIdOf(who), birthDate: BORN, password: next, againPassword: next,
      })
      if (tokenIn(page) === '') body.set('csrf', tokenIn(await visitor.ask('/forgot-password')))
      const answer = await visitor.ask('/new-password', { method: 'POST', body, headers: { origin: visitor.origin, 'sec-fetch-site': 'same-origin' } })
      const right = isUsable(happened, way) && isActive(happened) && (kind === 'link' || who === 'wu.employee')
      assert.equal(answer.status, right ? 200 : 422)
      if (!right && isUsable(happened, way)) happened.push({ what: 'wrong', way })
      if (!right) return
      happened.push({ what: 'set' })
      password = next
    }
    const acts: Record<Step['do'], (at: number) => Promise<void>> = {
      ask: async () => {
        await submit(nobody, '/forgot-password', { accountName: 'wu.employee', nationalId: '', birthDate: BORN })
        await doJobs(world, 'ways.forgotten')
        if (isActive(happened)) await open('link')
      },
      slip: async () => {
        const { status } = await submit(wang, `/manage/passwords/${keyOf('wu.employee')}/reset`, { how: 'slip' })
        assert.equal(status, isActive(happened) ? 200 : 422)
        if (status === 200) await open('slip')
      },
      look: async (way) => {
        const { page } = await come('/new-password', ways[way]!.secret)
        assert.equal(page.status, isUsable(happened, way) ? 200 : 410)
      },
      post: (way) => post(way, 'wu.employee'),
      postWrong: (way) => post(way, ways[way]!.kind === 'link' ? 'wu.employee' : 'sun.employee'),
      expire: async () => {
        await world.arrange(`update way_in set opened_at = opened_at - interval '2 days', expires_at = expires_at - interval '2 days' where state = 'open' and person_id = ${WU}`)
        happened.push({ what: 'expired' })
      },
      change: async () => {
        const wu = await signInWu()
        assert.equal(wu !== null, isActive(happened))
        if (wu === null) return
        const next = `lanterns along the river ${count += 1}`
        const answer = await submit(wu, '/me/password', { current: password, password: next, againPassword: next })
        assert.equal(answer.headers.location, '/me/password?changed=yes')
        password = next
        happened.push({ what: 'changed' })
      },
      disown: async () => {
        const wu = await signInWu()
        if (wu === null) return
        const [{ id }] = await world.sql<{ id: string }>(`insert into audit_event (code, outcome, actor_process, person_id, detail)
          values ('session.signed-in', 'done', 'sign-in', $1, '{"method":"password","browser":"","unusual":[]}') returning id`, [WU]) as [{ id: string }]
        assert.equal((await submit(wu, `/me/sign-ins/${id}/not-me`, { keep: 'yes' })).status, 303)
        happened.push({ what: 'disowned' })
      },
      disable: async () => {
        const { status } = await submit(wang, `/manage/people/${keyOf('wu.employee')}/account/disable`, { reason: '測試' })
        assert.equal(status === 303, isActive(happened))
        if (status === 303) happened.push({ what: 'disabled' })
      },
      enable: async () => {
        const { status } = await submit(wang, `/manage/people/${keyOf('wu.employee')}/account/enable`, { reason: '測試' })
        assert.equal(status === 303, !isActive(happened))
        if (status === 303) happened.push({ what: 'enabled' })
      },
      address: async () => {
        const corrected = happened.filter(({ what }) => what === 'address').length
        if (!isActive(happened) || corrected === 4) return
        await submit(kao, `/manage/emails/${keyOf('wu.employee')}`, { email: `wu${corrected}@ecpa.example`, consented: 'yes' })
        const [{ id }] = await world.sql<{ id: string }>(`select id from way_in where purpose = 'confirmEmail' and state = 'open'`) as [{ id: string }]
        assert.equal((await submit(nobody, '/confirm-email', { way: waySecret(seal, id) })).status, 200)
        happened.push({ what: 'address' })
      },
    }
    for (const step of steps) {
      if (['look', 'post', 'postWrong'].includes(step.do) && ways.length === 0) continue
      await acts[step.do](ways.length - 1 - (step.at % Math.max(ways.length, 1)))
      const account = await accountOf(WU)
      assert.deepEqual([account.state, account.barred], [isActive(happened) ? 'active' : 'disabled', isBarred(happened)])
      if (account.hash !== hash) assert.ok(await verifyPassword(account.hash!, password), 'the password that the model knows')
      const changed = happened.filter(({ what }) => what === 'set' || what === 'changed').length
      assert.equal(account.hash === hash, changed === known, 'a password is set when the model says so, and at no other step')
      ;[hash, known] = [account.hash!, changed]
    }
  }
  const named = (names: readonly Step['do'][]): Step[] => names.map((one) => ({ do: one, at: 0 }))

  test('each two steps between opening and using, of a link and of a slip', async () => {
    const between = STEPS.filter((one) => one !== 'look' && one !== 'postWrong')
    for (const open of ['ask', 'slip'] as const) {
      for (const one of between) {
        // After a slip only what may go otherwise than after a link: the same once more tells nothing new.
        for (const other of between.filter((next) => open === 'ask' || next !== one)) {
          // Of the ways there are then, the oldest, as a thief would hold it.
          await walk([...named([open, one, other]), { do: 'post', at: OLDEST }]).catch((error: unknown) => {
            throw new Error(`${open}, ${one}, ${other}, post`, { cause: error })
          })
        }
      }
    }
  })

  test('longer orders as they come', async () => {
    const step = fc.record({ do: fc.constantFrom(...STEPS), at: fc.nat({ max: 3 }) })
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), walk), { numRuns: RUNS, seed: SEED, endOnFailure: true })
  })

  const ACTIVATION = ['code', 'slip', 'post', 'postWrong', 'postTaken', 'expire', 'disable', 'enable'] as const

  async function walkActivation(steps: readonly { do: typeof ACTIVATION[number]; at: number }[]): Promise<void> {
    await world.arrange(`${clear} update account set state = 'pending', name = null, password_hash = null, password_changed_at = null, password_barred_at = null,
      email = null, email_confirmed_at = null where person_id = ${LIU}`)
    const happened: Happened[] = []
    const secrets: string[] = []
    let [state, name] = ['pending', null as string | null]
    const open = async (kind: 'link' | 'slip') => {
      secrets.push(waySecret(seal, await opened(LIU)))
      happened.push({ what: kind, way: secrets.length - 1 })
    }
    const post = async (way: number, who: Who, wanted: string) => {
      const { visitor, page } = await come('/activate', secrets[way]!)
      const step = stepOf(page)
      const answer = await submit(visitor, '/activate', {
        step, way: step === '' ? secrets[way]! : '', nationalId: nationalIdOf(who), birthDate: BORN, accountName: wanted, password: 'three blue herons',
        againPassword: 'three blue herons', email: 'liu@ecpa.example',
      })
      const proved = isUsable(happened, way) && state === 'pending' && who === 'liu.pending'
      assert.equal(answer.status, proved && wanted !== 'wu.employee' ? 200 : 422)
      if (proved && wanted === 'wu.employee') assert.match(answer.body, /wu-employee/)
      if (isUsable(happened, way) && who !== 'liu.pending') happened.push({ what: 'wrong', way })
      if (!proved || wanted === 'wu.employee') return
      happened.push({ what: 'set' })
      ;[state, name] = ['active', wanted]
    }
    const acts: Record<typeof ACTIVATION[number], (at: number) => Promise<void>> = {
      code: async () => {
        await submit(nobody, '/activate/code', { nationalId: nationalIdOf('liu.pending'), birthDate: BORN })
        await doJobs(world, 'ways.activation')
        if (state === 'pending') await open('link')
      },
      slip: async () => {
        const { status } = await submit(wang, `/manage/passwords/${keyOf('liu.pending')}/activation`, {})
        assert.equal(status, state === 'pending' ? 200 : 422)
        if (status === 200) await open('slip')
      },
      post: (way) => post(way, 'liu.pending', `liu.n${count += 1}`),
      postWrong: (way) => post(way, 'sun.employee', `liu.n${count += 1}`),
      postTaken: (way) => post(way, 'liu.pending', 'wu.employee'),
      expire: async () => {
        await world.arrange(`update way_in set opened_at = opened_at - interval '2 days', expires_at = expires_at - interval '2 days' where state = 'open' and person_id = ${LIU}`)
        happened.push({ what: 'expired' })
      },
      disable: async () => {
        const { status } = await submit(wang, `/manage/people/${keyOf('liu.pending')}/account/disable`, { reason: '測試' })
        if (status !== 303) return
        happened.push({ what: 'disabled' })
        state = 'disabled'
      },
      enable: async () => {
        const { status } = await submit(wang, `/manage/people/${keyOf('liu.pending')}/account/enable`, { reason: '測試' })
        if (status !== 303) return
        happened.push({ what: 'enabled' })
        state = (await accountOf(LIU)).state
        assert.ok(state !== 'active' || name !== null, 'nobody is active who never chose a name and a password')
      },
    }
    for (const step of steps) {
      if (step.do.startsWith('post') && secrets.length === 0) continue
      await acts[step.do](secrets.length - 1 - (step.at % Math.max(secrets.length, 1)))
      const account = await accountOf(LIU)
      assert.deepEqual([account.state, account.name, account.hash !== null], [state, name, name !== null])
    }
  }

  test('啟用帳號: each two steps between opening and using, and longer orders', async () => {
    const walked = async (steps: readonly typeof ACTIVATION[number][]) => walkActivation(steps.map((one) => ({ do: one, at: OLDEST })))
    for (const open of ['code', 'slip'] as const) {
      for (const one of ACTIVATION) {
        for (const other of ACTIVATION) {
          await walked([open, one, other, 'post']).catch((error: unknown) => { throw new Error(`${open}, ${one}, ${other}, post`, { cause: error }) })
        }
      }
    }
    const step = fc.record({ do: fc.constantFrom(...ACTIVATION), at: fc.nat({ max: 3 }) })
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), walkActivation), { numRuns: RUNS, seed: SEED, endOnFailure: true })
  })
})
