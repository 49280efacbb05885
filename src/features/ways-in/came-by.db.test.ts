// How a link is taken in: exchanged at once for a cookie and a clean address, used up by no GET, and for its own page alone.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { doJobs, keyOf, nationalIdOf, personOf, startWorld } from '../../../test/world.ts'
import { letterTo } from '../../../test/letters.ts'
import { textOf } from '../../../test/searches.ts'
import { hashPassword, verifyPassword } from '../sign-in/password-hash.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const PASSWORD = 'three blue herons'
const BORN = '1980-01-01'

describe('a link is exchanged', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(async () => world.arrange(`delete from mail; delete from way_in; delete from email_change; delete from password_before;
    update account set password_hash = '${await hashPassword('the old password')}' where person_id in (${personOf('wu.employee')}, ${personOf('sun.employee')});
    update account set state = 'pending', name = null, password_hash = null, password_changed_at = null, email = null, email_confirmed_at = null
      where person_id = ${personOf('liu.pending')}`))

  const linkFor = async (who: Who) => {
    await world.visitor().submit('/forgot-password', { accountName: who, nationalId: '', birthDate: BORN }, '/forgot-password')
    await doJobs(world, 'ways.forgotten')
    return (await letterTo(world, `${who}@ecpa.example`)).path
  }
  const slipFor = async (who: Who, act: string) => {
    const { body } = await (await world.signIn('wang.supervisor')).submit(`/manage/passwords/${keyOf(who)}/${act}`, { how: 'slip' }, '/switch')
    return /一次性代碼([0-9A-Z]{20})/.exec(textOf(body).replaceAll(/[ -]/g, ''))![1]!
  }
  const stepIn = ({ body }: Answer) => /name="step" value="([^"]+)"/.exec(body)?.[1] ?? ''
  const follow = async (visitor: Visitor, path: string): Promise<Answer> => visitor.ask((await visitor.ask(path)).headers.location!)
  const send = (visitor: Visitor, step: string, fields: Record<string, string> = {}) =>
    visitor.submit('/new-password', { step, password: PASSWORD, againPassword: PASSWORD, ...fields }, '/forgot-password')
  const has = async (who: Who) => verifyPassword(
    (await world.sql<{ hash: string }>('select password_hash as hash from account where person_id = $1', [personOf(who)]))[0]!.hash, PASSWORD)

  test('for a cookie and a clean address, on which the secret stands nowhere; the password is set without it in any form', async () => {
    const path = await linkFor('wu.employee')
    const visitor = world.visitor()
    const answer = await visitor.ask(path)
    assert.deepEqual([answer.status, answer.headers.location, answer.body], [303, '/new-password', ''])
    assert.equal(answer.headers['cache-control'], 'no-store')
    const [cookie] = answer.headers['set-cookie']!
    assert.match(cookie!, /^__Host-ecpa-way=newPassword-[0-9A-Z]{20}; Path=\/; Secure; HttpOnly; SameSite=Lax$/)
    const page = await visitor.ask('/new-password')
    assert.equal(page.status, 200)
    assert.ok(!page.body.includes(path.slice(-20)))
    assert.match(page.body, /value="wu\.employee"[^>]*autocomplete="username"[^>]*readonly/)
    const done = await send(visitor, stepIn(page))
    assert.match(textOf(done.body), /新密碼已設定/)
    assert.ok(await has('wu.employee'))
    assert.equal(visitor.cookies.has('__Host-ecpa-way'), false)
  })

  test('by whatever scans mail as often as it likes: nothing is used up', async () => {
    const path = await linkFor('wu.employee')
    for (let at = 0; at < 10; at += 1) await follow(world.visitor(), path)
    const visitor = world.visitor()
    assert.equal((await send(visitor, stepIn(await follow(visitor, path)))).status, 200)
    assert.equal((await follow(world.visitor(), path)).status, 410)
  })

  test('and belongs to its own page: who comes by another one since, in the same browser, sets neither password from the first', async () => {
    const visitor = world.visitor()
    const first = stepIn(await follow(visitor, await linkFor('wu.employee')))
    const second = stepIn(await follow(visitor, await linkFor('sun.employee')))
    assert.notEqual(first, second)
    const stale = await send(visitor, first)
    assert.equal(stale.status, 422)
    assert.match(textOf(stale.body), /瀏覽器之後開啟了另一個連結/)
    assert.deepEqual([await has('wu.employee'), await has('sun.employee')], [false, false])
    assert.equal((await send(visitor, second)).status, 200)
    assert.deepEqual([await has('wu.employee'), await has('sun.employee')], [false, true])
  })

  test('a step without its cookie, or with a cookie for another purpose, is worth nothing', async () => {
    const visitor = world.visitor()
    const step = stepIn(await follow(visitor, await linkFor('wu.employee')))
    assert.equal((await send(world.visitor(), step)).status, 422)
    const other = world.visitor()
    other.cookies.set('__Host-ecpa-way', visitor.cookies.get('__Host-ecpa-way')!.replace('newPassword', 'activation'))
    assert.equal((await send(other, step)).status, 422)
    for (const forged of ['newPassword-', 'newPassword-short', `newPassword-${'U'.repeat(20)}`, 'x'.repeat(30)]) {
      other.cookies.set('__Host-ecpa-way', forged)
      assert.equal((await other.ask('/new-password')).status, 200)
      assert.equal((await send(other, step)).status, 422)
    }
    assert.equal(await has('wu.employee'), false)
  })

  test('what is no secret of ours is said to be of no use, and nothing is set', async () => {
    for (const path of ['/new-password?way=x', '/activate?way=%00', '/confirm-email?way=', `/new-password?way=${'0'.repeat(20)}`]) {
      const visitor = world.visitor()
      const answer = await visitor.ask(path)
      const shown = answer.status === 303 ? await visitor.ask(answer.headers.location!) : answer
      assert.ok(shown.status === 410 || shown.status === 400, `${path} ${shown.status}`)
      assert.equal(visitor.cookies.has('__Host-ecpa-way'), false)
    }
  })

  test('the picture on a slip brings the code along, and still asks who one is', async () => {
    const visitor = world.visitor()
    const page = await follow(visitor, `/new-password?way=${await slipFor('wu.employee', 'reset')}`)
    assert.match(textOf(page.body), /一次性代碼已由連結或圖碼帶入/)
    assert.doesNotMatch(page.body, /name="way"|wu\.employee/)
    const step = stepIn(page)
    assert.equal((await send(visitor, step)).status, 422)
    assert.equal((await send(visitor, step, { nationalId: nationalIdOf('sun.employee'), birthDate: BORN })).status, 422)
    assert.equal(await has('wu.employee'), false)
    assert.equal((await send(visitor, step, { nationalId: nationalIdOf('wu.employee'), birthDate: BORN })).status, 200)
    assert.ok(await has('wu.employee'))
  })

  test('啟用帳號 by the address on its slip', async () => {
    const visitor = world.visitor()
    const page = await follow(visitor, `/activate?way=${await slipFor('liu.pending', 'activation')}`)
    const done = await visitor.submit('/activate', {
      step: stepIn(page), nationalId: nationalIdOf('liu.pending'), birthDate: BORN, accountName: 'liu.shihan', password: PASSWORD, againPassword: PASSWORD,
      email: 'liu@ecpa.example',
    }, '/activate')
    assert.match(textOf(done.body), /帳號已啟用/)
    const reader = world.visitor()
    const asked = await follow(reader, (await letterTo(world, 'liu@ecpa.example')).path)
    assert.match(textOf(asked.body), /要將 l\*\*\*@ecpa\.example 確認/)
    assert.match(textOf((await reader.submit('/confirm-email', { step: stepIn(asked) }, '/confirm-email')).body), /已生效/)
    assert.equal((await reader.ask('/confirm-email')).status, 410)
  })
})
