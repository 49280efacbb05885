// Agreement to 「重要訊息」 where it is asked: once a version, before anything else opens, and back to where somebody was going.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { tokenIn } from '../../../test/http.ts'
import { AGENCIES, personOf, seal, startWorld } from '../../../test/world.ts'
import { textOf } from '../../../test/searches.ts'
import { change, processOrigin } from '../../store/change.ts'
import { registerClient } from '../oidc/clients.ts'
import { registrationSchema } from '../oidc/registration.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import { sealSecret } from '../second-factor/prove-factor.ts'
import { codeOf, newSecret, stepAt } from '../second-factor/totp.ts'
import type { Visitor } from '../../../test/http.ts'
import type { Who } from '../../../test/government.ts'
import type { World } from '../../../test/world.ts'

const PASSWORD = 'the old heron stands'
const REDIRECT = 'http://localhost:9999/callback'
const PATH = '/me/notice'
const leadsFor = (path: string): string => `${PATH}?next=${encodeURIComponent(path)}`
const choosePassword = async (world: World) => world.arrange(
  `update account set password_hash = $1, password_changed_at = now() - interval '1 day' where state = 'active'`, [await hashPassword(PASSWORD)])

async function signIn(world: World, who: Who, onward: Record<string, string> = {}): Promise<Visitor> {
  const visitor = world.visitor()
  assert.equal((await visitor.signIn(who, PASSWORD, onward)).status, 303)
  assert.ok(visitor.cookies.has('__Host-ecpa'))
  return visitor
}
const leadsTo = async (visitor: Visitor, path: string) => (await visitor.ask(path)).headers.location
const agree = (visitor: Visitor, fields: Record<string, string> = {}) => visitor.submit(PATH, { agree: 'yes', version: '1', ...fields }, PATH)

describe('agreement asked of everyone', () => {
  let world: World
  before(async () => {
    world = await startWorld({ ECPA_NOTICE_AGREEMENT: 'everyone', ECPA_SECOND_FACTOR_FOR: 'managers', ECPA_SECOND_FACTOR_GRACE_DAYS: '0' })
    await choosePassword(world)
    await change(world.database, processOrigin('test'), async (tx) => {
      const done = await registerClient(tx, seal, registrationSchema.parse({
        application: 'D6', clientId: 'd6', clientSecret: 'a-secret-of-thirty-two-characters', redirectUris: [REDIRECT], scopes: ['openid'], requirePkce: false,
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
  beforeEach(async () => {
    await world.sql('delete from session; delete from second_factor_asked; delete from known_browser; delete from sign_in_failure')
    await world.arrange('delete from notice_agreement; delete from totp')
  })
  const agreements = () => world.sql('select person_id, version, method from notice_agreement order by person_id')
  const events = async () => (await world.events('account.notice-agreed')).map(({ person_id, outcome, detail }) => [person_id, outcome, detail])
  const wu = personOf('wu.employee')

  test('nothing else opens before; agreed to, it goes on to where somebody was going, and is not asked again', async () => {
    const visitor = await signIn(world, 'wu.employee', { next: '/applications/D6/open' })
    for (const path of ['/applications', '/applications/D6/open', '/me', '/me/password', '/todo', '/switch', '/sign-in/again?next=%2F', '/me/second-factor']) {
      assert.equal(await leadsTo(visitor, path), leadsFor(path), path)
    }
    const page = await visitor.ask(leadsFor('/applications/D6/open'))
    assert.equal(page.status, 200)
    assert.match(textOf(page.body), /請遵守個人資料保護法.*我已閱讀並同意.*繼續.*登出/)
    assert.match(String(page.headers['content-security-policy']), /form-action 'self' http:\/\/localhost:3001/)
    const answer = await visitor.submit(PATH, { agree: 'yes', version: '1', next: '/applications/D6/open' }, leadsFor('/applications/D6/open'))
    assert.equal(answer.headers.location, '/applications/D6/open')
    assert.equal((await visitor.ask('/me')).status, 200)
    assert.deepEqual(await agreements(), [{ person_id: wu, version: 1, method: 'password' }])
    assert.deepEqual((await events()).at(-1), [wu, 'done', { version: 1, method: 'password' }])
    const again = await signIn(world, 'wu.employee')
    assert.equal((await again.ask('/me')).status, 200)
    assert.match(textOf((await again.ask('/me/display')).body), /重要訊息（個人資料保護） 您已於 [\d/: ]+ 同意。 ?閱讀內容/)
    assert.match(textOf((await again.ask(PATH)).body), /您已於 [\d/: ]+ 同意以上內容/)
    assert.equal(await leadsTo(again, leadsFor('/me/display')), '/me/display')
  })

  test('of another version it is asked anew; what was agreed to before stays written', async () => {
    await world.arrange(`insert into notice_agreement (person_id, version, method, event_id) values (${wu}, 7, 'passkey', (select max(id) from audit_event))`)
    const visitor = await signIn(world, 'wu.employee')
    assert.equal(await leadsTo(visitor, '/me'), leadsFor('/me'))
    await agree(visitor)
    assert.deepEqual((await agreements()).map((row) => row['version']).toSorted(), [1, 7])
    const [can] = await world.sql(`select has_any_column_privilege('ecpa_program', 'notice_agreement', 'update') as rewritten,
      has_table_privilege('ecpa_program', 'notice_agreement', 'delete') as taken, has_column_privilege('ecpa_program', 'notice_agreement', 'agreed_at', 'insert') as dated`)
    assert.deepEqual(can, { rewritten: false, taken: false, dated: false })
  })

  test('without the tick, of another version, by a forged form or from another site it is not agreed to', async () => {
    const visitor = await signIn(world, 'wu.employee')
    for (const [fields, status, sentence] of [
      [{ agree: '' }, 422, /請勾選「我已閱讀並同意」/], [{ agree: 'no' }, 422, /請勾選/], [{ version: '2' }, 422, /內容剛才更新/], [{ version: 'x' }, 422, /重要訊息/],
      [{ person: personOf('lee.officer'), agree: '' }, 422, /請勾選/],
    ] as const) {
      const answer = await agree(visitor, { next: '/todo', ...fields })
      assert.equal(answer.status, status, JSON.stringify(fields))
      assert.match(textOf(answer.body), sentence)
      assert.match(answer.body, /name="next" value="\/todo"/)
    }
    const csrf = tokenIn(await visitor.ask(PATH))
    const send = (body: Record<string, string>, headers: Record<string, string>) => visitor.ask(PATH, { method: 'POST', body: new URLSearchParams(body), headers })
    assert.equal((await send({ agree: 'yes', version: '1' }, { origin: visitor.origin, 'sec-fetch-site': 'same-origin' })).status, 403)
    assert.equal((await send({ agree: 'yes', version: '1', csrf }, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).status, 403)
    assert.deepEqual(await agreements(), [])
    assert.equal(await leadsTo(visitor, '/me'), leadsFor('/me'))
    assert.deepEqual((await events()).at(-1), [wu, 'refused', { version: 2, method: 'password', refusal: 'changed' }])
    // Away from this site it leads nobody.
    assert.equal((await agree(visitor, { next: '//evil.example/' })).headers.location, '/applications')
  })

  test('what is sent before is not done; the way out is open', async () => {
    const visitor = await signIn(world, 'wu.employee')
    for (const path of ['/switch', '/me/display', '/me/sessions/end-others']) {
      const answer = await visitor.submit(path, {}, PATH)
      assert.equal(answer.status, 403, path)
      assert.match(textOf(answer.body), /請先閱讀「重要訊息」/)
    }
    assert.equal((await visitor.submit('/sign-out', {}, PATH)).headers.location, '/')
    assert.deepEqual(await agreements(), [])
  })

  test('what is open to anybody tells what it tells to anybody, and no vote is taken', async () => {
    const wang = await world.signIn('wang.supervisor', 'passkey')
    const { headers } = await wang.submit('/manage/content/polls/new', {
      agency: AGENCIES.personnelOffice, standing: 'employee', audience: AGENCIES.kaohsiung, below: 'yes', question: '哪一天？', choices: '週一\n週二',
      mostChoices: '1', closesDay: '2099-01-01',
    }, '/switch')
    const poll = `/polls/${/([0-9a-f-]{36})/.exec(String(headers.location))![1]}`
    const visitor = await signIn(world, 'wu.employee')
    assert.equal((await visitor.ask(poll)).status, 404)
    assert.doesNotMatch((await visitor.ask('/polls')).body, /哪一天/)
    assert.equal((await visitor.submit(`${poll}/vote`, { choice: '1' }, PATH)).status, 403)
    await agree(visitor)
    assert.equal((await visitor.ask(poll)).status, 200)
    assert.deepEqual(await world.sql('select from poll_voter'), [])
  })

  test('agreed to in one window it is open in all, and pressed twice at once it is one agreement', async () => {
    const [one, other] = [await signIn(world, 'wu.employee'), await signIn(world, 'wu.employee')]
    const answers = await Promise.all([agree(one), agree(one), agree(other)])
    assert.deepEqual(answers.map(({ headers }) => headers.location), ['/applications', '/applications', '/applications'])
    for (const visitor of [one, other]) assert.equal((await visitor.ask('/me')).status, 200)
    assert.equal((await agreements()).length, 1)
  })

  test('an application that asked waits for it, and gets its answer afterwards', async () => {
    const asks = `/oidc/authorize?${new URLSearchParams({
      client_id: 'd6', redirect_uri: REDIRECT, response_type: 'code', scope: 'openid', state: 's', nonce: 'n',
    })}`
    const visitor = world.visitor()
    const path = (location: string | undefined): string => { const { pathname, search } = new URL(location!, world.address); return pathname + search }
    const home = path(await leadsTo(visitor, asks))
    const waits = new URL(home, world.address).searchParams.get('continue')!
    const signedIn = await visitor.signIn('wu.employee', PASSWORD, { continue: waits })
    // Back at the provider nobody is signed in yet; the home page knows who is, and leads on.
    const second = path(await leadsTo(visitor, path(signedIn.headers.location)))
    const notice = path(await leadsTo(visitor, second))
    assert.match(notice, /^\/me\/notice\?continue=/)
    const page = await visitor.ask(notice)
    assert.match(String(page.headers['content-security-policy']), /form-action 'self' http:\/\/localhost:9999/)
    assert.equal(new URL(path(await leadsTo(visitor, asks)), world.address).pathname, '/', 'nothing is handed out before')
    const agreed = await visitor.submit(PATH, { agree: 'yes', version: '1', continue: new URL(notice, world.address).searchParams.get('continue')! }, notice)
    const back = new URL((await leadsTo(visitor, path(agreed.headers.location)))!)
    assert.equal(back.origin + back.pathname, REDIRECT)
    assert.ok(back.searchParams.get('code'))
    assert.equal(new URL((await leadsTo(visitor, asks))!).origin, 'http://localhost:9999', 'and the next time at once')
  })

  test('whoever lacks the second factor sets that up first', async () => {
    await signIn(world, 'wang.supervisor')
    await world.sql('update second_factor_asked set since = since - 3')
    const visitor = await signIn(world, 'wang.supervisor')
    const setUp = `/me/second-factor/new?next=${encodeURIComponent('/manage')}`
    assert.equal(await leadsTo(visitor, '/manage'), setUp)
    assert.equal(await leadsTo(visitor, PATH), `/me/second-factor/new?next=${encodeURIComponent(PATH)}`)
    assert.equal((await visitor.ask(setUp)).status, 200)
    const secret = newSecret()
    await world.sql('update totp_offer set sealed_secret = $1', [sealSecret(seal, personOf('wang.supervisor'), secret)])
    assert.equal((await visitor.submit('/me/second-factor/new', { secretCode: codeOf(secret, stepAt(new Date())), next: '/manage' }, setUp)).status, 200)
    assert.equal(await leadsTo(visitor, '/manage'), leadsFor('/manage'))
    assert.equal((await agree(visitor, { next: '/manage' })).headers.location, '/manage')
    assert.equal(await leadsTo(visitor, '/manage'), undefined)
  })

  test('a session that proves itself anew keeps what it agreed to; an agency’s card is not asked', async () => {
    const visitor = await signIn(world, 'wu.employee')
    await agree(visitor)
    assert.equal((await visitor.submit('/sign-in/again/password', { password: PASSWORD, next: '/me' }, '/sign-in/again')).headers.location, '/me')
    assert.equal((await visitor.ask('/me')).status, 200)
    assert.equal((await (await world.signInCard(AGENCIES.school)).ask('/applications')).status, 200)
    await assert.rejects(world.sql(`update session set agreement_asked = true where card_agency is not null`), /agreement_is_a_persons/)
  })
})

describe('agreement asked by standing, or of nobody', () => {
  const ASKED: Record<string, Who[]> = {
    none: [], managers: ['wang.supervisor', 'tsai.delegate'], central: ['chen.central'], auditors: ['lin.auditor'],
    'managers,auditors': ['wang.supervisor', 'tsai.delegate', 'lin.auditor'],
  }
  for (const [of, asked] of Object.entries(ASKED)) {
    test(`of ${of}`, async (t) => {
      const world = await startWorld({ ECPA_NOTICE_AGREEMENT: of })
      t.after(() => world.stop())
      await choosePassword(world)
      for (const who of ['wang.supervisor', 'tsai.delegate', 'chen.central', 'lin.auditor', 'wu.employee'] as const) {
        assert.equal(await leadsTo(await signIn(world, who), '/me'), asked.includes(who) ? leadsFor('/me') : undefined, who)
      }
    })
  }
})
