// An application asks who is there (`prompt=login`), and the card of an agency stands (2.9): its holder says so by their own account, at
// the portal alone, and the token is the card's in their name.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { codeAhead, RECOVERY, setUpFactor, wrongCode } from '../../../test/authenticator-app.ts'
import { textOf } from '../../../test/searches.ts'
import { ask } from '../../../test/http.ts'
import { AGENCIES, personOf, seal, startWorld } from '../../../test/world.ts'
import { change, processOrigin } from '../../store/change.ts'
import { registrationSchema } from '../oidc/registration.ts'
import { registerClient } from '../oidc/clients.ts'
import { newSecret } from '../second-factor/totp.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const PASSWORD = 'a-card-lies-on-a-desk'
const SECRET = 'a-secret-of-thirty-two-characters'
const REDIRECT = 'http://localhost:9999/callback'
const PATH = '/manage/holder/account'

describe('the holder of an agency’s card says who they are by their own account', () => {
  let world: World
  before(async () => {
    world = await startWorld()
    await world.arrange(`update account set password_hash = $1, password_changed_at = now() - interval '1 day' where state = 'active'`, [await hashPassword(PASSWORD)])
    // As if the catalogue had always said so: what a version says cannot be changed by anybody else than a test's owner.
    await world.sql('set session_replication_role = replica')
    await world.sql(`update application_version set open_to_agency_card = (application_code = 'WebHR') where upper_inf(recorded)`)
    await world.sql('set session_replication_role = origin')
    await change(world.database, processOrigin('test'), async (tx) => {
      const done = await registerClient(tx, seal, registrationSchema.parse({
        application: 'WebHR', clientId: 'webhr', clientSecret: SECRET, redirectUris: [REDIRECT], scopes: ['openid', 'profile', 'ecpa'], requirePkce: false,
      }), { demo: true })
      if ('refused' in done) throw new Error(done.refused)
      return { result: null, event: { code: 'catalogue.applied', detail: { source: 'test', sha256: '', added: [], changed: [] } } }
    })
    await world.oidc.reload()
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.sql('delete from sign_in_failure; delete from session_holder'))

  const authorize = (visitor: Visitor): Promise<Answer> => visitor.ask(`/oidc/authorize?${new URLSearchParams({
    client_id: 'webhr', redirect_uri: REDIRECT, response_type: 'code', scope: 'openid profile ecpa', state: 's', nonce: 'n', prompt: 'login',
  })}`)
  /** Asks as the application does, and answers where the holder is asked. */
  async function asked(visitor: Visitor): Promise<string> {
    const home = new URL((await authorize(visitor)).headers.location!, world.address)
    assert.equal(home.pathname, '/')
    return (await visitor.ask(home.pathname + home.search)).headers.location!
  }
  const prove = (visitor: Visitor, at: string, who: Who, password = PASSWORD, secretCode = ''): Promise<Answer> =>
    visitor.submit(PATH, { account: who, password, secretCode, ...Object.fromEntries(new URL(at, world.address).searchParams) }, at)
  const holders = () => world.sql<{ person: string; verified: string | null }>(
    'select person_id::text as person, verified_by as verified from session_holder')

  test('and the application gets the card’s token in their name, whoever was named before', async () => {
    const card = await world.signInCard(AGENCIES.school)
    await world.sql(`insert into session_holder (session_id, card_agency, person_id, event_id)
      select id, card_agency, $1, (select max(id) from audit_event) from session where card_agency = $2`, [personOf('tsao.education'), AGENCIES.school])
    const at = await asked(card)
    assert.match(at, /^\/manage\/holder\/account\?continue=/)
    const page = textOf((await card.ask(at)).body)
    for (const label of ['ECPA帳號', 'ECPA密碼', '確認']) assert.ok(page.includes(label), label)
    assert.match(page, /WebHR/)
    const proved = await prove(card, at, 'huang.concurrent')
    assert.equal(proved.status, 303)
    assert.deepEqual(await holders(), [{ person: personOf('huang.concurrent'), verified: 'password' }])
    assert.equal((await world.sql('select from session where person_id is not null')).length, 0, 'no session of their own')
    const on = new URL(proved.headers.location!, world.address)
    const back = new URL((await card.ask(on.pathname + on.search)).headers.location!)
    assert.equal(back.origin + back.pathname, REDIRECT)
    const token = await ask(world.address, '/oidc/token', {
      method: 'POST', headers: { authorization: `Basic ${Buffer.from(`webhr:${SECRET}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code: back.searchParams.get('code')!, redirect_uri: REDIRECT }),
    })
    const claims = JSON.parse(Buffer.from(JSON.parse(token.body).id_token.split('.')[1], 'base64url').toString())
    assert.equal(claims.acr, 'urn:ecpa:acr:agency-certificate')
    assert.equal(claims.ecpa.agency, AGENCIES.school)
    assert.match(claims.act.sub, /^[A-Za-z0-9_-]{22}$/)
    const [event] = (await world.events('card.holder-named')).slice(-1)
    assert.deepEqual([event!['person_id'], (event!['detail'] as { verified: boolean }).verified], [personOf('huang.concurrent'), true])
  })

  test('who manages the agency may; anybody else may not, and is told so only once their password was right', async () => {
    const card = await world.signInCard(AGENCIES.school)
    const at = await asked(card)
    const stranger = await prove(card, at, 'lo.taipei')
    assert.equal(stranger.status, 422)
    assert.match(textOf(stranger.body), /沒有現職/)
    assert.match(stranger.body, /value="lo\.taipei"/)
    for (const [who, password] of [['lo.taipei', 'not it'], ['kuo.disabled', PASSWORD], ['nobody.at.all' as Who, PASSWORD]] as const) {
      const answer = await prove(card, at, who, password)
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), /帳號或密碼不正確/)
      assert.doesNotMatch(answer.body, new RegExp(password))
    }
    assert.deepEqual(await holders(), [])
    assert.equal((await prove(card, at, 'wang.supervisor')).status, 303)
    assert.deepEqual(await holders(), [{ person: personOf('wang.supervisor'), verified: 'password' }])
  })

  test('five wrong passwords lock the account here as at any sign-in', async () => {
    const card = await world.signInCard(AGENCIES.school)
    const at = await asked(card)
    for (let n = 0; n < 5; n += 1) await prove(card, at, 'huang.concurrent', `guess ${n}`)
    assert.match(textOf((await prove(card, at, 'huang.concurrent')).body), /請 15 分鐘後再試/)
    assert.match(textOf((await world.visitor().signIn('huang.concurrent', PASSWORD)).body), /15 分鐘/)
    assert.deepEqual(await holders(), [])
  })

  test('who set up a second factor proves it too, and is told by what is missing only after the right password', async () => {
    const [secret, tsao] = [newSecret(), personOf('tsao.education')]
    await setUpFactor(world, tsao, secret)
    const card = await world.signInCard(AGENCIES.school)
    const at = await asked(card)
    assert.match(textOf((await card.ask(PATH)).body), /驗證碼/)
    const used = codeAhead(secret)
    for (const [code, sentence] of [['', /這個帳號已設定第二驗證/], [wrongCode(secret), /密碼正確，但驗證碼不正確/]] as const) {
      const answer = await prove(card, at, 'tsao.education', PASSWORD, code)
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), sentence)
    }
    assert.match(textOf((await prove(card, at, 'tsao.education', 'not it', used)).body), /帳號或密碼不正確/)
    assert.deepEqual(await holders(), [])
    assert.equal((await prove(card, at, 'tsao.education', PASSWORD, used)).status, 303)
    assert.deepEqual(await holders(), [{ person: tsao, verified: 'password' }])
    assert.match(textOf((await prove(card, at, 'tsao.education', PASSWORD, used)).body), /密碼正確，但驗證碼不正確/)
    // The code that was right had the wrong ones before it forgotten.
    for (let n = 0; n < 4; n += 1) await prove(card, at, 'tsao.education', PASSWORD, wrongCode(secret))
    assert.match(textOf((await prove(card, at, 'tsao.education', PASSWORD, RECOVERY)).body), /驗證碼錯誤次數過多，請 15 分鐘後再試/)
    const events = (await world.events('card.holder-refused')).filter(({ person_id }) => person_id === tsao)
    assert.deepEqual([...new Set(events.map(({ detail }) => (detail as { why: string }).why))], ['codeMissing', 'codeWrong', 'codeLocked'])
  })

  test('nobody else finds the page: no person, nobody signed in', async () => {
    assert.equal((await (await world.signIn('wang.supervisor')).ask(PATH)).status, 404)
    assert.equal((await (await world.signIn('wu.employee')).ask(PATH)).status, 403)
    assert.equal((await world.visitor().ask(PATH)).status, 303)
    const wang = await world.signIn('wang.supervisor')
    assert.equal((await wang.submit(PATH, { account: 'wang.supervisor', password: PASSWORD }, '/me')).status, 404)
  })

  test('a person who is signed in is asked on the home page, as before', async () => {
    const wang = await world.signIn('wang.supervisor')
    const home = new URL((await authorize(wang)).headers.location!, world.address)
    assert.equal((await wang.ask(home.pathname + home.search)).status, 200)
  })
})
