// 「憑證白名單管理」: who may, what is refused, and that the list counts at once.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { authority } from '../../../test/pki/hierarchy.ts'
import { SOUND_ALGORITHMS } from '../../pki/index.ts'
import { textOf } from '../../../test/searches.ts'
import { AGENCIES, personOf, startWorld } from '../../../test/world.ts'
import type { Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

describe('「憑證白名單管理」', () => {
  let world: World
  before(async () => {
    world = await startWorld()
    await world.arrange(`insert into certificate_authority (code, certificate, fingerprint, subject, valid_until, is_anchor, issues, policies, list_url, event_id)
      values ('gca-g2', $1, sha256($1), 'C=TW,OU=政府憑證管理中心', now() + interval '1 year', false, 'agency', '{1.2.3}', 'http://localhost/', 1)`, [authority()])
  })
  after(() => world.stop())

  const wish = { issuer: 'gca-g2', serial: '00:C9', kind: 'agency', agency: AGENCIES.school, from: '2026-01-01', to: '', reason: '憑證內沒有機關代碼' }
  const add = (visitor: Visitor, over: Record<string, string> = {}) => visitor.submit('/manage/certificates/new', { ...wish, ...over }, '/manage/certificates/new')

  test('only the centre comes here', async () => {
    for (const who of ['wang.supervisor', 'lin.auditor', 'wu.employee'] as const) {
      const visitor = await world.signIn(who)
      assert.equal((await visitor.ask('/manage/certificates')).status, 403, who)
    }
    const central = await world.signIn('chen.central')
    const { status, body } = await central.ask('/manage/certificates')
    assert.equal(status, 200)
    assert.match(body, /gca-g2/)
    assert.match(body, /尚未取得：不接受任何卡片/)
  })

  test('a certificate is listed, once a day, and taken off again; each is an event of whoever did it', async () => {
    const central = await world.signIn('chen.central')
    assert.equal((await add(central)).headers.location, '/manage/certificates?done=added')
    const page = await central.ask('/manage/certificates')
    for (const words of ['00c9', '高雄市旗津區旗津國民小學', '憑證內沒有機關代碼', '永久']) assert.ok(page.body.includes(words), words)
    assert.match((await add(central, { serial: '00c9', from: '2026-06-01' })).body, /在這段期間已經登錄/)
    const [event] = await world.events('certificate.listed')
    assert.deepEqual([event!.actor_person_id, event!.agency], [personOf('chen.central'), AGENCIES.school])
    const [row] = await world.sql<{ id: string }>('select id from listed_certificate where ended_at is null')
    assert.match((await central.submit(`/manage/certificates/${row!.id}/end`, { reason: '' }, `/manage/certificates/${row!.id}/end`)).body, /請填寫理由/)
    assert.equal((await central.submit(`/manage/certificates/${row!.id}/end`, { reason: '換發新卡' }, `/manage/certificates/${row!.id}/end`)).headers.location, '/manage/certificates?done=removed')
    assert.equal((await central.submit(`/manage/certificates/${row!.id}/end`, { reason: '換發新卡' }, '/manage/certificates/new')).status, 404)
  })

  test('what cannot be is said at its field, and nothing is kept', async () => {
    const central = await world.signIn('chen.central')
    const wrong: [Record<string, string>, RegExp][] = [
      [{ issuer: '' }, /請選擇憑證管理中心/], [{ issuer: 'nobody' }, /請選擇憑證管理中心/], [{ serial: 'xyz' }, /十六進位的憑證序號/],
      [{ agency: '' }, /請輸入機關代碼/], [{ agency: '999999999Z' }, /沒有這個機關/], [{ to: '2025-01-01' }, /結束日期早於開始日期/], [{ reason: '' }, /請填寫理由/],
    ]
    for (const [over, says] of wrong) {
      const answer = await add(central, over)
      assert.equal(answer.status, 422, JSON.stringify(over))
      assert.match(answer.body, says)
    }
    assert.equal((await add(central, { kind: 'refused', agency: '' })).status, 303)
    assert.equal((await world.sql('select from listed_certificate where ended_at is null')).length, 1)
  })

  test('what is believed of an authority stands on its page, and how old its list is on all of them', async () => {
    const central = await world.signIn('chen.central')
    const { body } = await central.ask('/manage/certificates/authorities/gca-g2')
    for (const words of ['OU=政府憑證管理中心', '機關憑證', '1.2.3', 'rsa-sha256', '2048', 'prime256v1']) assert.ok(body.includes(words), words)
    assert.doesNotMatch(body, /sha1/)
    await world.sql(`insert into certificate_list (authority, number, this_update, next_update, entries, kept)
      values ('gca-g2', 7, '2026-11-20T01:02:00Z', now() + interval '1 day', 3, '\\x00')`)
    assert.match(textOf((await central.ask('/manage/certificates')).body), /編號 7，3 張 發布時間 115\/11\/20 09:02 取得時間/)
    await world.sql('delete from certificate_list')
  })

  test('how an authority is asked is changed with an event, never to what cannot be asked', async () => {
    const central = await world.signIn('chen.central')
    const path = '/manage/certificates/authorities/gca-g2'
    const set = (fields: Record<string, string | readonly string[]>) => central.submit(path, {
      revocation: 'crl', listUrl: 'http://gca.example/list.crl', ocspUrl: '', graceHours: '0', algorithms: SOUND_ALGORITHMS.signatures, ...fields,
    }, path)
    const wrong: [Record<string, string | string[]>, RegExp][] = [
      [{ revocation: 'ocsp' }, /以線上查詢，須有查詢的網址/], [{ revocation: 'both' }, /以線上查詢，須有查詢的網址/], [{ listUrl: '' }, /須有清冊的網址/],
      [{ ocspUrl: 'file:///etc/passwd' }, /http 或 https 網址/], [{ listUrl: 'http://user:secret@gca.example/' }, /http 或 https 網址/],
      [{ graceHours: '169' }, /0 到 168/], [{ graceHours: '-1' }, /0 到 168/], [{ revocation: 'off' }, /請選擇查詢方式/],
    ]
    for (const [fields, says] of wrong) {
      const answer = await set(fields)
      assert.equal(answer.status, 422, JSON.stringify(fields))
      assert.match(answer.body, says)
    }
    const done = await set({ revocation: 'ocsp', listUrl: '', ocspUrl: 'http://ocsp.example/ask', graceHours: '2' })
    assert.equal(done.headers.location, '/manage/certificates?done=asking')
    const [row] = await world.sql(`select revocation, list_url, ocsp_url, grace_seconds from certificate_authority where code = 'gca-g2'`)
    assert.deepEqual(row, { revocation: 'ocsp', list_url: null, ocsp_url: 'http://ocsp.example/ask', grace_seconds: 7200 })
    const { detail, outcome } = (await world.events('certificate.authority-changed')).at(-1)!
    assert.equal(outcome, 'done')
    assert.deepEqual((detail as { after: unknown }).after, { revocation: 'ocsp', listUrl: null, ocspUrl: 'http://ocsp.example/ask', graceHours: 2, algorithms: null })
    assert.equal((await set({ revocation: 'ocsp', ocspUrl: 'http://ocsp.example/ask', algorithms: ['ecdsa-sha384', 'ecdsa-sha256'] })).status, 303)
    assert.deepEqual(await world.sql(`select algorithms from certificate_authority where code = 'gca-g2'`), [{ algorithms: ['ecdsa-sha256', 'ecdsa-sha384'] }])
    assert.deepEqual([...(await central.ask(path)).body.matchAll(/name="algorithms" value="([^"]+)" checked/g)].map(([, name]) => name), ['ecdsa-sha256', 'ecdsa-sha384'])
    assert.match((await central.ask('/manage/certificates')).body, /逐張查詢/)
    assert.equal((await central.submit('/manage/certificates/authorities/nobody', { revocation: 'crl', graceHours: '0' }, path)).status, 404)
    assert.equal((await (await world.signIn('wang.supervisor')).ask(path)).status, 403)
  })
})
