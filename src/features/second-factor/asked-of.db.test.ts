// Of whom a second factor is asked, and what opens without it (R-ACC-8).
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { multipart } from '../../../test/feed-file.ts'
import { tokenIn } from '../../../test/http.ts'
import { textOf } from '../../../test/searches.ts'
import { AGENCIES, personOf, seal, startWorld } from '../../../test/world.ts'
import { hashPassword } from '../sign-in/password-hash.ts'
import { sealSecret } from './prove-factor.ts'
import { codeOf, newSecret, stepAt } from './totp.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who } from '../../../test/government.ts'
import type { World } from '../../../test/world.ts'

const PASSWORD = 'the old heron stands'
const NEW = '/me/second-factor/new'
const SET_UP = `${NEW}?next=`
const setUpFor = (path: string): string => `${SET_UP}${encodeURIComponent(path)}`

describe('a second factor is asked by standing', () => {
  let world: World
  before(async () => {
    world = await startWorld({ ECPA_SECOND_FACTOR_FOR: 'managers,central,auditors', ECPA_SECOND_FACTOR_GRACE_DAYS: '3' })
    await world.arrange(`update account set password_hash = '${await hashPassword(PASSWORD)}', password_changed_at = now() - interval '1 day' where state = 'active'`)
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(async () => {
    await world.sql('delete from session; delete from second_factor_asked; delete from known_browser; delete from sign_in_failure')
    await world.arrange('delete from totp')
  })

  const signIn = async (who: Who, onward: Record<string, string> = {}): Promise<Visitor> => {
    const visitor = world.visitor()
    assert.equal((await visitor.signIn(who, PASSWORD, onward)).status, 303)
    assert.ok(visitor.cookies.has('__Host-ecpa'))
    return visitor
  }
  const askedDaysAgo = (days: number) => world.sql('update second_factor_asked set since = since - $1::int', [days])
  const leadsTo = async (visitor: Visitor, path: string) => (await visitor.ask(path)).headers.location
  const daysLeft = async () => (await world.sql<{ left: number | null }>(`select second_factor_by - (now() at time zone 'Asia/Taipei')::date as left
    from session where ended_at is null`)).map(({ left }) => left)

  test('of managers, the centre and auditors, and of nobody else', async () => {
    for (const [who, asked] of [['wang.supervisor', true], ['tsai.delegate', true], ['chen.central', true], ['lin.auditor', true], ['wu.employee', false]] as const) {
      await world.sql('delete from session')
      const visitor = await signIn(who)
      assert.deepEqual(await daysLeft(), [asked ? 3 : null], who)
      const page = (await visitor.ask('/me/display')).body
      assert.equal(page.includes('以前設定第二驗證'), asked, who)
    }
  })

  test('after the last day nothing opens but the way to it; signing in anew changes nothing of that', async () => {
    await signIn('wang.supervisor')
    await askedDaysAgo(3)
    assert.equal(await leadsTo(await signIn('wang.supervisor'), '/me'), undefined, 'on the last day')
    await askedDaysAgo(1)
    const visitor = await signIn('wang.supervisor')
    for (const path of ['/applications', '/me', '/me/passkeys', '/me/password', '/manage', '/manage/grants', '/todo', '/switch', '/search/accounts']) {
      assert.equal(await leadsTo(visitor, path), setUpFor(path), path)
    }
    const page = await visitor.ask(setUpFor('/manage'))
    assert.equal(page.status, 200)
    assert.match(textOf(page.body), /須先設定第二驗證/)
    for (const path of ['/switch', '/me/display', '/me/sessions/end-others']) {
      const answer = await visitor.submit(path, {}, NEW)
      assert.equal(answer.status, 403, path)
      assert.match(textOf(answer.body), /請先設定第二驗證/)
    }
    assert.equal((await visitor.submit('/sign-out', {}, NEW)).headers.location, '/')
  })

  test('a session that is open when the last day ends is held back like any other', async () => {
    const visitor = await signIn('wang.supervisor')
    assert.equal(await leadsTo(visitor, '/me'), undefined)
    await world.sql('update session set second_factor_by = current_date - 1')
    assert.equal(await leadsTo(visitor, '/me'), setUpFor('/me'))
  })

  describe('and what is open to anybody tells such a session what it tells to anybody', () => {
    const idIn = (answer: Answer): string => /([0-9a-f-]{36})/.exec(String(answer.headers.location))![1]!
    const toManagers = { agency: AGENCIES.personnelOffice, standing: 'hrSupervisor', audience: AGENCIES.kaohsiung, below: 'yes' }
    let written: Record<'page' | 'file' | 'poll' | 'open', string>
    let held: Visitor
    before(async () => {
      const [wang, chen] = [await world.signIn('wang.supervisor', 'passkey'), await world.signIn('chen.central', 'passkey')]
      const content = '/manage/content'
      const notice = idIn(await wang.submit(`${content}/new`, { ...toManagers, title: '主管會報', body: '如附件', mustAcknowledge: 'yes' }, '/switch'))
      const { type, body } = multipart({ csrf: tokenIn(await wang.ask('/switch')) }, '議程.pdf', '%PDF-1.7\n%%EOF\n')
      const headers = { 'content-type': type, 'origin': wang.origin, 'sec-fetch-site': 'same-origin' }
      assert.equal((await wang.ask(`${content}/${notice}/files`, { method: 'POST', body, headers })).status, 303)
      const poll = { ...toManagers, question: '會報哪一天？', choices: '週一\n週二', mostChoices: '1', closesDay: '2099-01-01' }
      const asked = idIn(await wang.submit(`${content}/polls/new`, poll, '/switch'))
      const open = idIn(await chen.submit(`${content}/new`, { agency: 'centre', standing: 'public', title: '系統維護', body: '週日' }, '/switch'))
      const page = await wang.ask(`/announcements/${notice}`)
      const file = /href="(\/announcements\/[^"]+\/files\/[^"]+)"/.exec(page.body)![1]!
      written = { page: `/announcements/${notice}`, file, poll: `/polls/${asked}`, open: `/announcements/${open}` }
    })
    beforeEach(async () => {
      held = await world.signIn('wang.supervisor')
      await world.sql('update session set second_factor_by = current_date - 1')
    })

    test('of what is written to managers nothing, neither to its reader nor to its writer', async () => {
      const byPasskey = await world.signIn('wang.supervisor', 'passkey')
      for (const path of [written.page, written.file, written.poll]) {
        assert.equal((await byPasskey.ask(path)).status, 200, path)
        assert.equal((await held.ask(path)).status, 404, path)
      }
      for (const path of ['/', '/announcements', '/announcements?q=%E6%9C%83%E5%A0%B1', '/polls']) {
        assert.match((await byPasskey.ask(path)).body, /主管會報|會報哪一天/, path)
        assert.doesNotMatch((await held.ask(path)).body, /主管會報|會報哪一天/, path)
      }
      assert.match(textOf((await held.ask(written.open)).body), /系統維護/)
    })

    test('while it is said who they are, that the days are over, and where to set it up', async () => {
      const { body } = await held.ask('/announcements')
      assert.match(body, /期限已過/)
      assert.match(body, /<dd>王建宏<\/dd>/)
      assert.ok(body.includes(`href="${setUpFor('/announcements')}"`))
    })

    test('and a vote or a signature is not taken', async () => {
      for (const [path, fields] of [[`${written.poll}/vote`, { choice: '1' }], [`${written.page}/acknowledge`, { version: '1' }]] as const) {
        const answer = await held.submit(path, fields, NEW)
        assert.equal(answer.status, 403, path)
        assert.match(textOf(answer.body), /請先設定第二驗證/)
      }
      assert.deepEqual(await world.sql('select from poll_voter'), [])
      assert.deepEqual(await world.sql('select from announcement_acknowledgement'), [])
    })

    test('what waits for them is counted as it is', async () => {
      await held.ask('/announcements')
      assert.deepEqual(await world.sql('select open_todos > 0 as some from session'), [{ some: true }])
    })
  })

  test('set up, the session is one that was proved by both, and goes on to where it was going', async () => {
    await signIn('wang.supervisor')
    await askedDaysAgo(9)
    const visitor = await signIn('wang.supervisor')
    const secret = newSecret()
    await visitor.ask(setUpFor('/manage'))
    await world.sql('update totp_offer set sealed_secret = $1', [sealSecret(seal, personOf('wang.supervisor'), secret)])
    const done = await visitor.submit(NEW, { secretCode: codeOf(secret, stepAt(new Date())), next: '/manage' }, setUpFor('/manage'))
    assert.equal(done.status, 200)
    assert.match(done.body, /<a[^>]+href="\/manage"[^>]*>我已保存復原碼/)
    assert.equal(await leadsTo(visitor, '/manage'), undefined)
    assert.deepEqual(await world.sql('select second_factor, second_factor_by from session where ended_at is null order by signed_in_at desc limit 1'),
      [{ second_factor: 'totp', second_factor_by: null }])
    // Taken away again it does not give the days again.
    assert.equal((await visitor.submit('/me/second-factor/remove', {}, '/me/second-factor/remove')).status, 303)
    assert.equal(await leadsTo(await signIn('wang.supervisor'), '/manage'), setUpFor('/manage'))
  })

  test('a passkey or a card needs none', async () => {
    await signIn('wang.supervisor')
    await askedDaysAgo(9)
    const held = await signIn('wang.supervisor')
    assert.equal(await leadsTo(held, '/manage'), setUpFor('/manage'))
    for (const method of ['passkey', 'personCertificate'] as const) assert.equal(await leadsTo(await world.signIn('wang.supervisor', method), '/manage'), undefined)
  })

  test('whoever was without such a standing meanwhile gets the days anew', async () => {
    await world.sql('insert into second_factor_asked (person_id, since) values ($1, current_date - 90)', [personOf('wu.employee')])
    await signIn('wu.employee')
    assert.deepEqual(await world.sql('select from second_factor_asked'), [])
  })
})
