// 「應用系統管理」 as the centre uses it, and as others try to.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { AGENCIES, keyOf, nameOf, startWorld } from '../../../test/world.ts'
import { fieldsOf, post, send } from '../../../test/forms.ts'
import { catalogueMessages } from './catalogue-messages.ts'
import type { Fields } from '../../../test/forms.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const TODAY = dayInTaipei(new Date())
const m = catalogueMessages('zh-TW')

describe('應用系統管理', () => {
  let world: World
  let chen: Visitor
  before(async () => {
    world = await startWorld()
    chen = await world.signIn('chen.central')
  })
  after(async () => {
    await world.stop()
    assert.deepEqual(world.faults(), [])
  })

  const leads = (answer: Answer): string => {
    assert.equal(answer.status, 303, answer.body.match(/class="errors"[\s\S]*?<\/div>/)?.[0])
    return String(answer.headers.location)
  }
  const save = (visitor: Visitor, preview: string) => send(visitor, preview)
  const says = (answer: Answer, sentence: string) => assert.ok(answer.body.includes(sentence), sentence)
  const has = async (who: Who, application: string): Promise<boolean> => {
    const answer = await (await world.signIn(who)).ask(`/applications/${application}/open`)
    return !String(answer.headers.location).includes('why-not')
  }
  const version = async (code: string) => (await world.sql<{ version: number }>(
    'select version from application_version where application_code = $1 and upper_inf(recorded)', [code]))[0]!.version
  const last = async (code: string) => (await world.events(code)).at(-1) as Record<string, unknown> & { detail: Record<string, unknown> }

  test('every application is listed, found and filtered', async () => {
    const list = await chen.ask('/manage/applications')
    says(list, '應用系統 WebHR')
    const found = (await chen.ask(`/manage/applications?q=${encodeURIComponent('系統 d6')}`)).body
    assert.ok(found.includes('href="/manage/applications/D6"') && !found.includes('href="/manage/applications/A4"'))
    const certificate = (await chen.ask('/manage/applications?show=certificate&sort=code')).body
    assert.ok(certificate.includes('href="/manage/applications/B5"') && !certificate.includes('href="/manage/applications/D6"'))
    assert.equal((await chen.ask('/manage/applications/NONE')).status, 404)
  })

  test('a category that is no longer everyone\'s: the names and numbers shown are what happens, and the change is told', async () => {
    const action = '/manage/applications/D6/categories/use'
    const preview = leads(await send(chen, action, { derivedGroup: 'hr' }))
    const shown = await chen.ask(preview)
    const had = await rightsOf('D6')
    says(shown, '人事人員')
    assert.ok(await has('wu.employee', 'D6'), 'nothing has happened yet')
    const lost = (await chen.ask(`${preview}/people?side=lost&category=use`)).body
    assert.ok(lost.includes(nameOf('wu.employee')) && lost.includes('現職') && !lost.includes(nameOf('wang.supervisor')))
    const listed = await last('catalogue.effect-listed')
    assert.deepEqual([listed.application, listed.detail.side], ['D6', 'lost'])
    assert.equal(leads(await save(chen, preview)), '/manage/applications/D6?saved=change')
    const kept = await rightsOf('D6')
    const gone = had.filter((one) => !kept.includes(one))
    says(shown, m.effectOf(0, new Set(gone.map((one) => one.split(' ')[0])).size))
    assert.equal(lost.match(/<th role="rowheader"/g)?.length, gone.length)
    assert.equal(await has('wu.employee', 'D6'), false)
    assert.ok(await has('wang.supervisor', 'D6'))
    const event = await last('catalogue.category-changed')
    assert.deepEqual(event.detail,
      { category: 'use', before: { derivedGroup: 'employee' }, after: { derivedGroup: 'hr' }, way: 'central' })
    assert.equal((await chen.ask(preview)).headers.location, '/manage/applications/D6', 'there is nothing left of it to do')
    leads(await save(chen, leads(await send(chen, action, { derivedGroup: 'employee' }))))
  })

  /** Who has which category where, as the program lists it. */
  async function rightsOf(code: string): Promise<string[]> {
    const { listAccess } = await import('../../store/access-list.ts')
    const rows = await listAccess(world.database.read, { asOf: { day: TODAY, known: 'now' }, applications: [code] }, { size: 1_000 })
    return [...new Set(rows.map(({ person, agency, category }) => `${person} ${agency} ${category}`))]
  }

  test('out of service nobody opens it; in service again everybody has it back', async () => {
    const preview = leads(await send(chen, '/manage/applications/A4/service', {}, '/manage/applications/A4'))
    says(await chen.ask(preview), m.fields.inService)
    assert.ok(await has('lee.officer', 'A4'))
    leads(await save(chen, preview))
    assert.equal(await has('lee.officer', 'A4'), false)
    says(await chen.ask('/manage/applications/A4'), m.resume)
    leads(await save(chen, leads(await send(chen, '/manage/applications/A4/service', {}, '/manage/applications/A4'))))
    assert.ok(await has('lee.officer', 'A4'))
  })

  test('what does not concern anybody says so, and only the fields that were changed are written', async () => {
    const was = await version('A5')
    const preview = leads(await send(chen, '/manage/applications/A5/edit', { name: '技工工友填報', remark: '新備註' }))
    says(await chen.ask(preview), m.noEffect)
    leads(await save(chen, preview))
    const event = await last('catalogue.application-changed')
    assert.deepEqual(event.detail.after, { name: '技工工友填報', remark: '新備註' })
    assert.equal(await version('A5'), was + 1)
    const again = await send(chen, '/manage/applications/A5/edit')
    assert.equal(again.status, 422)
    says(again, m.refused.nothing)
  })

  test('two administrators at once: the second sees the first\'s change, keeps the own, and asks once more', async () => {
    const ho = await world.signIn('ho.central')
    const mine = leads(await send(chen, '/manage/applications/A6/edit', { remark: '甲' }))
    const theirs = leads(await send(ho, '/manage/applications/A6/edit', { name: '服務獎章', flags: ['inService', 'dutyAllowed'] }))
    leads(await save(ho, theirs))
    // Not yet opened again: what is sent is the form of before.
    const csrf = fieldsOf((await chen.ask('/manage/applications/A6/edit')).body, '/manage/applications/A6/edit').get('csrf')!
    const answer = await post(chen, mine, new Map([['csrf', csrf]]))
    const anew = leads(answer)
    assert.notEqual(anew, mine)
    const shown = await chen.ask(anew)
    for (const sentence of [m.stale, m.laidOver, '甲']) says(shown, sentence)
    assert.equal((await last('catalogue.application-changed')).detail.refusal, 'changedMeanwhile')
    leads(await save(chen, anew))
    const [row] = await world.sql(`select name, remark, grantable from application_version
      where application_code = 'A6' and upper_inf(recorded)`)
    assert.deepEqual(row, { name: '服務獎章', remark: '甲', grantable: false })
  })

  test('a preview belongs to its session and its application', async () => {
    const preview = leads(await send(chen, '/manage/applications/A1/edit', { remark: '乙' }))
    const ho = await world.signIn('ho.central')
    assert.equal((await ho.ask(preview)).status, 404)
    assert.equal((await chen.ask(preview.replace('/A1/', '/A4/'))).status, 404)
    assert.equal((await chen.ask(preview.replace('/A1/', '/A4/') + '/people?side=lost')).status, 404)
    const csrf = fieldsOf((await ho.ask('/manage/applications/A1/edit')).body, '/manage/applications/A1/edit').get('csrf')!
    assert.equal((await post(ho, preview, new Map([['csrf', csrf]]))).status, 404)
    assert.equal((await version('A1')), 1)
  })

  test('what cannot be is refused in words, with what was typed', async () => {
    const edit = '/manage/applications/WebHR/edit'
    const duty = await send(chen, edit, { flags: ['inService', 'dutyAllowed'], remark: '打過的字' })
    assert.equal(duty.status, 422)
    for (const sentence of [m.refused.webHrDuty, '打過的字']) says(duty, sentence)
    const root = await send(chen, edit, { agencyRoot: 'ZZZZZZZZZZ' })
    says(root, m.refused.unknownAgency)
    for (const launchUrl of ['javascript:alert(1)', 'http://example.gov.tw/', 'https://name:word@example.gov.tw/']) {
      says(await send(chen, edit, { launchUrl }), m.problems.launchUrl)
    }
    says(await send(chen, edit, { name: ' ' }), m.problems.name)
    says(await send(chen, '/manage/new-application', { code: 'A4', name: '重複', category: 'A.' }), m.refused.taken)
    says(await send(chen, '/manage/new-application', { code: '../x', name: '重複', category: 'A.' }), m.problems.code)
    const foreign = fieldsOf((await chen.ask('/manage/applications/A5/edit')).body, '/manage/applications/A5/edit')
    foreign.set('version', ['99'])
    assert.equal((await post(chen, '/manage/applications/A5/edit', foreign)).status, 404)
    await assert.rejects(world.arrange(`update application_version set recorded = closed(recorded) where application_code = 'WebHR';
      insert into application_version (application_code, version, name, heading, grantable, requires_certificate, passkey_allowed,
        open_to_agency_card, duty_allowed, second_manager, test, event_id)
      values ('WebHR', 99, 'x', 'x', true, true, true, true, true, true, true, (select max(id) from audit_event))`), /no_duty_for_webhr/)
  })

  test('a new application gives nothing to anybody until a category does, and then exactly what was shown', async () => {
    const preview = leads(await send(chen, '/manage/new-application', {
      code: 'NEW1', name: '新系統', category: 'D.其他人事總處業務', launchUrl: 'https://new.example.gov.tw/', agencyRoot: AGENCIES.kaohsiung,
    }))
    says(await chen.ask(preview), m.noEffect)
    assert.equal(leads(await save(chen, preview)), '/manage/applications/NEW1?saved=change')
    says(await chen.ask('/manage/applications/NEW1'), m.noCategories)
    const action = '/manage/applications/NEW1/new-category'
    const added = leads(await send(chen, action, { code: 'use', name: '使用', nameEn: 'Use', derivedGroup: 'hrSupervisor', handOut: 'central' }))
    const names = (await chen.ask(`${added}/people?side=gained`)).body
    assert.ok(names.includes(nameOf('wang.supervisor')) && !names.includes(nameOf('yang.taipei')), 'only below 高雄市政府')
    leads(await save(chen, added))
    assert.deepEqual([await has('wang.supervisor', 'NEW1'), await has('yang.taipei', 'NEW1')], [true, false])
    says(await send(chen, action, { code: 'use', name: '使用', nameEn: 'Use', derivedGroup: 'none', handOut: 'central' }), m.refused.taken)
    assert.equal((await last('catalogue.category-added')).detail.category, 'use')
  })

  test('the names go on page by page, and their address holds no number of anybody', async () => {
    const preview = leads(await send(chen, '/manage/applications/KM9/new-category'.replace('KM9', 'A4'), {
      code: 'all', name: '全體', nameEn: 'All', derivedGroup: 'employee', handOut: 'nobody',
    }))
    const first = (await chen.ask(`${preview}/people?side=gained&after=${AGENCIES.root}_${keyOf('wu.employee')}_use`)).body
    assert.ok(first.includes(nameOf('chen.central')) && !first.includes(nameOf('wu.employee')), 'in the order of agencies, from there on')
    assert.equal((await chen.ask(`${preview}/people?side=gained&after=nonsense`)).status, 200)
    assert.equal((await chen.ask(`${preview}/people?side=both`)).status, 400)
  })

  describe('notices of outages', () => {
    const notice = { from: TODAY, to: addDays(TODAY, 2), textZh: '機房搬遷，18:00 起停機。', textEn: 'Moving house from 18:00.' }

    test('stands on the pages of everybody, changes, and goes when withdrawn', async () => {
      assert.equal(leads(await send(chen, '/manage/applications/D6/new-outage', notice)), '/manage/applications/D6?saved=outage')
      const wu = await world.signIn('wu.employee')
      says(await wu.ask('/applications'), '機房搬遷')
      says(await wu.ask('/applications/D6/why-not'), '機房搬遷')
      const [{ id }] = await world.sql<{ id: string }>('select id from outage') as [{ id: string }]
      leads(await send(chen, `/manage/applications/D6/outages/${id}`, { textZh: '改為 20:00。' }))
      says(await wu.ask('/applications'), '改為 20:00')
      const withdraw = `/manage/applications/D6/outages/${id}/withdraw`
      const stale = fieldsOf((await chen.ask('/manage/applications/D6')).body, withdraw)
      stale.set('version', ['1'])
      says(await post(chen, withdraw, stale), m.refused.changedMeanwhile)
      leads(await send(chen, withdraw, {}, '/manage/applications/D6'))
      assert.ok(!(await wu.ask('/applications')).body.includes('改為 20:00'))
      assert.deepEqual((await last('catalogue.outage-withdrawn')).application, 'D6')
    })

    test('not two on one day, not in the past, not backwards', async () => {
      const to = (fields: Fields) => send(chen, '/manage/applications/A4/new-outage', { ...notice, ...fields })
      leads(await to({}))
      says(await to({ from: addDays(TODAY, 1), to: '' }), m.refused.overlaps)
      says(await to({ from: addDays(TODAY, -1) }), m.refused.past)
      says(await to({ from: addDays(TODAY, 9), to: addDays(TODAY, 8) }), m.problems.reversed)
      says(await to({ textEn: '' }), m.problems.outageEn)
      leads(await to({ from: addDays(TODAY, 3), to: '' }))
    })
  })

  test('nobody but the centre sees or changes any of it', async () => {
    const preview = leads(await send(chen, '/manage/applications/A1/edit', { remark: '丙' }))
    const csrf = fieldsOf((await chen.ask('/manage/applications/A1/edit')).body, '/manage/applications/A1/edit').get('csrf')!
    for (const who of ['wang.supervisor', 'tsai.delegate', 'lin.auditor', 'wu.employee'] as const) {
      const visitor = await world.signIn(who)
      for (const path of ['/manage/applications', '/manage/applications/A4', '/manage/applications/NONE', '/manage/new-application',
        '/manage/applications/A4/edit', '/manage/applications/A4/new-outage', preview, `${preview}/people?side=lost`]) {
        const answer = await visitor.ask(path)
        assert.equal(answer.status, 403, `${who} ${path}`)
        assert.ok(!answer.body.includes('應用系統 A4'), `${who} ${path}`)
      }
      for (const path of ['/manage/applications/A1/edit', '/manage/new-application', preview, '/manage/applications/A4/new-outage']) {
        assert.equal((await post(visitor, path, new Map([['csrf', csrf]]))).status, 403, `${who} ${path}`)
      }
    }
    assert.equal(await version('A1'), 1)
  })
})
