// 「應用系統授權設定」 as managers use it, and as others try to.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { GRANT_REFUSALS } from '../../core/granting.ts'
import { refusalText } from './refusal-messages.ts'
import { AGENCIES, keyOf, nameOf, personOf, postOf, startWorld } from '../../../test/world.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { GrantRefusal } from '../../core/granting.ts'
import type { Who, World } from '../../../test/world.ts'

const TODAY = dayInTaipei(new Date())
const UNTIL = addDays(TODAY, 200)

const A5 = { agency: AGENCIES.secretariat, application: 'A5', category: 'use' }
const toWu = { ...A5, person: keyOf('wu.employee'), post: postOf('wu.employee'), to: UNTIL, reason: '承辦技工工友業務' }

/** Sends 「新增」. */
const give = (visitor: Visitor, fields: Record<string, string>): Promise<Answer> =>
  visitor.submit('/manage/grants/new', fields, '/manage/grants')

type GrantRow = { id: string; version: number; state: string; from: string; to: string | null; [column: string]: unknown }

describe('應用系統授權設定', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })

  /** The latest version of each grant, newest first. */
  const grants = (where = 'true'): Promise<GrantRow[]> => world.sql<GrantRow>(`
    select *, lower(valid)::text as "from", (upper(valid) - 1)::text as "to"
    from permission_grant where upper_inf(recorded) and ${where} order by event_id desc`)
  const lastEvent = async (code: string) => (await world.events(code)).at(-1)! as Record<string, unknown> & { detail: Record<string, unknown> }
  /** Takes all grants away, as if there had never been any. */
  const forget = () => world.arrange('delete from permission_grant')
  const act = (visitor: Visitor, id: unknown, name: string, fields: Record<string, string>): Promise<Answer> =>
    visitor.submit(`/manage/grants/${String(id)}/${name}`, fields, '/manage/grants')
  const said = (answer: Answer, refusal: GrantRefusal): void => {
    assert.equal(answer.status, 422)
    // As it stands in a page, its quotation marks escaped.
    assert.ok(answer.body.includes(refusalText(refusal, 'zh-TW')), `${refusal}: ${answer.body.match(/class="errors"[\s\S]*?<\/div>/)?.[0]}`)
  }
  const refusedAs = async (code: string, refusal: GrantRefusal) => {
    const event = await lastEvent(code)
    assert.deepEqual([event.outcome, event.detail.refusal], ['refused', refusal])
  }

  describe('giving', () => {
    test('wang.supervisor grants A5 to wu.employee, who has it at once, by that reason, and is told', async () => {
      const [wang, wu] = [await world.signIn('wang.supervisor'), await world.signIn('wu.employee')]
      assert.equal((await wu.ask('/applications/A5/open')).headers.location, '/applications/A5/why-not')
      const form = await wang.ask(`/manage/grants/new?agency=${A5.agency}&application=A5&person=${keyOf('wu.employee')}`)
      for (const words of [nameOf('wu.employee'), '有效日期（起）', '有效日期（迄）', '設為永久', '理由', '儲存']) {
        assert.ok(form.body.includes(words), words)
      }
      const given = await give(wang, toWu)
      assert.equal(given.headers.location, `/manage/grants?agency=${A5.agency}&application=A5&done=given`)
      const list = await wang.ask(given.headers.location!)
      for (const words of ['已授權', nameOf('wu.employee'), nameOf('wang.supervisor'), toWu.reason, '文書科科員']) {
        assert.ok(list.body.includes(words), words)
      }
      assert.equal((await wu.ask('/applications/A5/open')).headers.location, 'http://localhost:3001/A5')
      assert.match((await wu.ask('/applications')).body, /應用系統授權（授予本人）/)

      const event = await lastEvent('grant.given')
      assert.deepEqual([event.actor_person_id, event.actor_standing, event.actor_agency],
        [personOf('wang.supervisor'), 'hrSupervisor', AGENCIES.personnelOffice])
      assert.deepEqual([event.agency, event.person_id, event.application], [A5.agency, personOf('wu.employee'), 'A5'])
      const [grant] = await grants()
      assert.deepEqual(event.detail, {
        grant: grant!.id, category: 'use', receiver: 'person', standing: 'employee', post: postOf('wu.employee'),
        way: `hrSupervisor ${AGENCIES.personnelOffice}`, after: { from: TODAY, to: UNTIL, reason: toWu.reason },
      })
      const [mail] = await world.sql<{ recipient: string; body_text: string }>('select * from mail order by id desc limit 1')
      assert.equal(mail!.recipient, 'wu.employee@ecpa.example')
      assert.ok(mail!.body_text.includes(nameOf('wang.supervisor')) && mail!.body_text.includes('A5'))
      assert.equal((await world.sql('select from notice where person_id = $1', [personOf('wu.employee')])).length, 1)
    })

    test('the delegate gives by the delegation, the centre as the centre', async () => {
      await forget()
      assert.equal((await give(await world.signIn('tsai.delegate'), toWu)).status, 303)
      assert.equal((await lastEvent('grant.given')).detail.way, `delegation ${AGENCIES.personnelOffice}`)
      await forget()
      const central = await world.signIn('chen.central')
      assert.equal((await give(central, toWu)).status, 303)
      assert.equal((await lastEvent('grant.given')).detail.way, 'central')
    })

    const wang = 'wang.supervisor'
    const refusals: [GrantRefusal, Who, Record<string, string>][] = [
      ['notGrantable', wang, { ...toWu, application: 'A7' }],
      ['categoryUnknown', wang, { ...toWu, category: 'backoffice' }],
      ['toSelf', wang, { ...A5, agency: AGENCIES.personnelOffice, person: keyOf(wang), to: UNTIL }],
      ['toSelf', 'tsai.delegate', { ...A5, person: keyOf('tsai.delegate'), to: UNTIL }],
      ['toOwnStanding', wang, { ...A5, agency: AGENCIES.personnelOffice, standing: 'employee', to: UNTIL }],
      ['receiverNotFound', wang, { ...A5, person: keyOf('lo.taipei'), to: UNTIL }],
      ['receiverNotFound', wang, { ...A5, person: '00000000-0000-4000-8000-999999999999', to: UNTIL }],
      ['receiverNotFound', 'tsao.education', { ...A5, agency: AGENCIES.education, person: keyOf('wu.employee'), to: UNTIL }],
      ['postNotChosen', wang, { ...A5, person: keyOf('sun.employee'), to: UNTIL }],
      ['postNotHeld', wang, { ...A5, person: keyOf('sun.employee'), post: postOf('wu.employee'), to: UNTIL }],
      ['groupNotFound', wang, { ...A5, group: 'taipei-survey', to: UNTIL }],
      ['groupNotFound', wang, { ...A5, group: 'no-such-group', to: UNTIL }],
    ]
    test('what the law refuses is refused in words that name the rule, and nothing is written', async () => {
      await forget()
      await world.arrange(`insert into permission_group (code, name, agency_code) values ('taipei-survey', '臺北調查小組', '${AGENCIES.taipei}')`)
      for (const [refusal, who, fields] of refusals) {
        const answer = await give(await world.signIn(who), fields)
        said(answer, refusal)
        assert.ok(answer.body.includes(GRANT_REFUSALS[refusal]), refusal)
        await refusedAs('grant.given', refusal)
      }
      assert.equal((await grants()).length, 0)
    })

    test('E1 is handed out by the centre alone, and to its own agencies', async () => {
      const e1 = { application: 'E1', category: 'use', to: UNTIL }
      said(await give(await world.signIn(wang), { ...e1, agency: AGENCIES.secretariat, person: keyOf('wu.employee') }), 'notOpenToAgency')
      const chen = await world.signIn('chen.central')
      assert.equal((await give(chen, { ...e1, agency: AGENCIES.centre, person: keyOf('lin.auditor') })).status, 303)
      await world.arrange(`alter table application_version disable trigger only_close_recorded;
        update application_version set agency_root = null where application_code = 'E1';
        alter table application_version enable trigger only_close_recorded`)
      said(await give(await world.signIn(wang), { ...e1, agency: AGENCIES.secretariat, person: keyOf('wu.employee') }), 'handedOutByCentre')
    })

    test('days are as R-DAY-3 has them', async () => {
      const visitor = await world.signIn(wang)
      const problems: [Record<string, string>, RegExp][] = [
        [{ from: addDays(TODAY, -1) }, /field-from/], [{ to: addDays(TODAY, -1) }, /field-to/],
        [{ from: addDays(TODAY, 9), to: addDays(TODAY, 8) }, /field-to/], [{ to: '' }, /field-to/],
        [{ to: '', permanent: 'yes', reason: '' }, /field-reason/], [{ to: '115/13/40' }, /field-to/],
      ]
      for (const [fields, where] of problems) {
        const answer = await give(visitor, { ...toWu, ...fields })
        assert.equal(answer.status, 422)
        assert.match(answer.body.match(/class="errors"[\s\S]*?<\/ul>/)![0], where)
      }
      assert.equal((await give(visitor, { ...toWu, to: '', permanent: 'yes' })).status, 303)
      const [grant] = await grants(`application_code = 'A5'`)
      assert.deepEqual([grant!.from, grant!.to], [TODAY, null])
    })

    test('the same receiver twice: the periods may not overlap (R-GRT-5), and what was typed is kept', async () => {
      await forget()
      const visitor = await world.signIn(wang)
      assert.equal((await give(visitor, toWu)).status, 303)
      const again = await give(visitor, { ...toWu, to: addDays(UNTIL, 10), reason: '再次' })
      said(again, 'overlaps')
      assert.ok(again.body.includes('再次'))
      await refusedAs('grant.given', 'overlaps')
      assert.equal((await give(visitor, { ...toWu, from: addDays(UNTIL, 1), to: addDays(UNTIL, 10) })).status, 303)
      assert.equal((await grants()).length, 2)
    })

    test('two managers at once: one grant', async () => {
      await forget()
      const both = await Promise.all((['wang.supervisor', 'kao.supervisor'] as const).map((who) => world.signIn(who)))
      const answers = await Promise.all(both.map((visitor) => give(visitor, toWu)))
      assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 422])
      assert.equal((await grants()).length, 1)
    })

    test('to a named group: all its members have it, and are told; a member of it may not give to it', async () => {
      await forget()
      await world.arrange(`
        insert into permission_group (code, name, agency_code) values ('survey', '調查小組', '${AGENCIES.kaohsiung}');
        insert into group_member (group_code, person_id, post_id, valid, event_id) values
          ('survey', ${personOf('wu.employee')}, ${postOf('wu.employee')}, '[2020-01-01,)', (select max(id) from audit_event)),
          ('survey', ${personOf('kao.supervisor')}, ${postOf('kao.supervisor')}, '[2020-01-01,)', (select max(id) from audit_event))`)
      const toGroup = { ...A5, group: 'survey', to: UNTIL }
      said(await give(await world.signIn('kao.supervisor'), toGroup), 'toOwnGroup')
      const visitor = await world.signIn('wang.supervisor')
      assert.equal((await give(visitor, toGroup)).status, 303)
      assert.equal((await (await world.signIn('wu.employee')).ask('/applications/A5/open')).headers.location, 'http://localhost:3001/A5')
      const list = await visitor.ask(`/manage/grants?agency=${A5.agency}&application=A5`)
      assert.match(list.body, /members\?agency=397010000A&amp;application=A5&amp;group=survey/)
      const members = await visitor.ask(`/manage/grants/members?agency=${A5.agency}&application=A5&group=survey`)
      for (const who of ['wu.employee', 'kao.supervisor'] as const) assert.ok(members.body.includes(nameOf(who)))
    })

    test('to a derived group of an agency: those who have the standing there, and those only', async () => {
      await forget()
      const visitor = await world.signIn('wang.supervisor')
      assert.equal((await give(visitor, { ...A5, standing: 'employee', to: UNTIL })).status, 303)
      const open = async (who: Who) => (await (await world.signIn(who)).ask('/applications/A5/open')).headers.location
      assert.equal(await open('wu.employee'), 'http://localhost:3001/A5')
      assert.equal(await open('lee.officer'), '/applications/A5/why-not')
      const members = await visitor.ask(`/manage/grants/members?agency=${A5.agency}&application=A5&standing=employee`)
      for (const who of ['wu.employee', 'sun.employee'] as const) assert.ok(members.body.includes(nameOf(who)))
      assert.ok(!members.body.includes(nameOf('lee.officer')))
    })
  })

  describe('beyond one’s scope', () => {
    let id = ''
    before(async () => {
      await forget()
      await give(await world.signIn('wang.supervisor'), toWu)
      id = (await grants())[0]!.id
    })
    /** What the page says, without the request's own number and time. */
    const said404 = ({ body }: Answer) => body.match(/<main[\s\S]*<\/main>/)![0].replaceAll(/<code>[^<]*<\/code>|\d\d:\d\d/g, '')

    const reading = (agency: string, one: string): string[] => [
      `/manage/grants?agency=${agency}`, `/manage/grants?agency=${agency}&application=A5`,
      `/manage/grants?agency=${agency}&application=A5&state=all&asOf=${addDays(TODAY, 30)}`,
      `/manage/grants/new?agency=${agency}&application=A5`,
      `/manage/grants/new?agency=${agency}&application=A5&person=${keyOf('wu.employee')}`,
      `/manage/grants/members?agency=${agency}&application=A5&standing=employee`,
      `/manage/grants.csv?agency=${agency}&application=A5`,
      ...['edit', 'end', 'confirm', 'decide'].map((name) => `/manage/grants/${one}/${name}`),
    ]
    const outsiders = ['yang.taipei', 'tsao.education'] as const
    for (const who of outsiders) {
      test(`${who} cannot see, count, pick, export or open anything of it, and is not told whether it is there`, async () => {
        const visitor = await world.signIn(who)
        const nowhere = reading('999999999Z', '00000000-0000-4000-8000-000000000001')
        for (const [at, path] of reading(A5.agency, id).entries()) {
          const answer = await visitor.ask(path)
          assert.equal(answer.status, 404, path)
          for (const hidden of [nameOf('wu.employee'), nameOf('wang.supervisor'), '秘書處']) assert.ok(!answer.body.includes(hidden), path)
          assert.ok(said404(answer) === said404(await visitor.ask(nowhere[at]!)), path)
        }
      })

      test(`${who} changes nothing of it, whatever is sent`, async () => {
        const visitor = await world.signIn(who)
        const own = who === 'yang.taipei' ? AGENCIES.taipeiSecretariat : AGENCIES.education
        const sends: [string, Record<string, string>][] = [
          ['/manage/grants/new', toWu], ['/manage/grants/new', { ...toWu, agency: own }],
          ['/manage/grants/new', { ...A5, standing: 'employee', to: UNTIL }],
          [`/manage/grants/${id}/edit`, { version: '1', to: addDays(TODAY, 1), agency: own }],
          [`/manage/grants/${id}/edit`, { version: '7', to: addDays(TODAY, 1) }],
          [`/manage/grants/${id}/end`, { version: '1' }], [`/manage/grants/${id}/confirm`, { version: '1', post: '1' }],
          [`/manage/grants/${id}/decide`, { version: '1', answer: 'agree' }],
        ]
        for (const [path, fields] of sends) {
          const { status, body } = await visitor.submit(path, fields, '/manage/grants')
          assert.ok(status === 404 || status === 422, `${path}: ${status}`)
          assert.ok(!body.includes(nameOf('wu.employee')), path)
        }
        const [grant, ...others] = await grants()
        assert.deepEqual([grant!.id, grant!.version, grant!.to, others.length], [id, 1, UNTIL, 0])
      })
    }

    test('the members of a group concern those who manage its agency, or one where it has been given something', async () => {
      await world.arrange(`insert into permission_group (code, name, agency_code) values ('north-unit', '臺北祕密小組', '${AGENCIES.taipei}')`)
      const visitor = await world.signIn('wang.supervisor')
      const members = (group: string) => visitor.ask(`/manage/grants/members?agency=${A5.agency}&application=A5&group=${group}`)
      assert.equal((await members('north-unit')).status, 404)
      assert.equal((await members('nothing')).status, 404)
      const form = await visitor.ask(`/manage/grants/new?agency=${A5.agency}&application=A5&group=north-unit`)
      assert.equal(form.status, 422)
      const choice = await visitor.ask(`/manage/grants/new?agency=${A5.agency}&application=A5`)
      for (const { body } of [form, choice]) assert.ok(!body.includes('臺北祕密小組'))
      assert.ok(!choice.body.includes('north-unit'))
      await world.arrange(`insert into permission_grant (application_code, category_code, agency_code, group_code, valid, event_id)
        values ('A6', 'use', '${A5.agency}', 'north-unit', '[2026-01-01,${UNTIL}]', (select max(id) from audit_event))`)
      assert.equal((await members('north-unit')).status, 404, 'given for another application')
      assert.equal((await visitor.ask(`/manage/grants/members?agency=${A5.agency}&application=A6&group=north-unit`)).status, 200)
      const over = await world.sql<{ id: string }>(`select id from permission_grant where group_code = 'north-unit'`)
      await world.arrange(`update permission_grant set recorded = closed(recorded) where group_code = 'north-unit';
        insert into permission_grant (id, version, application_code, category_code, agency_code, group_code, valid, state, event_id)
        values ('${over[0]!.id}', 2, 'A6', 'use', '${A5.agency}', 'north-unit', '[2026-01-01,${UNTIL}]', 'ended', (select max(id) from audit_event))`)
      assert.equal((await visitor.ask(`/manage/grants/members?agency=${A5.agency}&application=A6&group=north-unit`)).status, 404, 'over')
      const past = await visitor.ask(`/manage/grants?agency=${A5.agency}&application=A6&state=past`)
      assert.ok(past.body.includes('臺北祕密小組') && !past.body.includes('group=north-unit'))
      await world.arrange(`delete from permission_grant where group_code = 'north-unit'`)
    })

    test('who manages nothing has no such door', async () => {
      for (const who of ['wu.employee', 'lee.officer', 'lin.auditor'] as const) {
        const visitor = await world.signIn(who)
        assert.equal((await visitor.ask(`/manage/grants?agency=${A5.agency}`)).status, 403, who)
        assert.equal((await visitor.submit('/manage/grants/new', toWu, '/applications')).status, 403, who)
        assert.equal((await visitor.submit(`/manage/grants/${id}/end`, { version: '1' }, '/applications')).status, 403, who)
      }
      assert.equal((await world.visitor().ask(`/manage/grants?agency=${A5.agency}`)).status, 303)
    })

    test('addresses and forms that nobody of ours made', async () => {
      const visitor = await world.signIn('wang.supervisor')
      for (const path of ["/manage/grants?agency=' or 1=1", '/manage/grants?agency=397010000A&sort=name', '/manage/grants?asOf=2026-13-40',
        '/manage/grants?agency=397010000A&agency=379010000A', '/manage/grants?agency=397010000A&application=A5&after=1']) {
        assert.equal((await visitor.ask(path.replaceAll(' ', '%20'))).status, 400, path)
      }
      for (const path of ['/manage/grants/x/edit', `/manage/grants/${id}%27/edit`, '/manage/grants/new?agency=397010000A&application=ZZ']) {
        assert.equal((await visitor.ask(path)).status, 404, path)
      }
      // No receiver, two receivers, and fields that a form of ours has not.
      assert.ok([400, 422].includes((await give(visitor, { ...A5, to: UNTIL })).status))
      assert.equal((await give(visitor, { ...toWu, group: 'survey', state: 'active', given_by: '1', to: addDays(UNTIL, 5) })).status, 422)
      assert.equal((await grants()).length, 1)
    })
  })

  describe('changing and ending', () => {
    let wang: Visitor
    let id = ''
    const version = async () => String((await grants(`id = '${id}'`))[0]!.version)
    const edit = async (fields: Record<string, string>, visitor = wang) =>
      act(visitor, id, 'edit', { version: await version(), reason: toWu.reason, ...fields })
    before(async () => {
      wang = await world.signIn('wang.supervisor')
      await forget()
      await give(wang, toWu)
      id = (await grants())[0]!.id
    })

    test('shorter and longer, each a version with its event', async () => {
      assert.equal((await edit({ to: addDays(TODAY, 10) })).status, 303)
      assert.equal((await edit({ to: addDays(TODAY, 20) })).status, 303)
      const [grant] = await grants()
      assert.deepEqual([grant!.version, grant!.to], [3, addDays(TODAY, 20)])
      const { detail } = await lastEvent('grant.changed')
      assert.deepEqual([detail.before, detail.after].map((one) => (one as { to: string }).to), [addDays(TODAY, 10), addDays(TODAY, 20)])
      said(await edit({ to: addDays(TODAY, 20) }), 'unchanged')
      // Before the law is asked: the form itself says no to a day that is past.
      assert.equal((await edit({ to: addDays(TODAY, -1) })).status, 422)
      assert.equal((await edit({ from: addDays(TODAY, 3), to: addDays(TODAY, 20) })).status, 422)
      assert.equal((await grants())[0]!.version, 3)
    })

    test('over another grant of the same receiver it cannot grow', async () => {
      assert.equal((await give(wang, { ...toWu, from: addDays(TODAY, 30), to: addDays(TODAY, 40) })).status, 303)
      said(await edit({ to: addDays(TODAY, 35) }), 'overlaps')
      await refusedAs('grant.changed', 'overlaps')
    })

    test('nobody lengthens their own', async () => {
      await world.arrange(`insert into permission_grant (id, application_code, category_code, agency_code, person_id, post_id, valid, event_id)
        values ('00000000-0000-4000-a000-000000000001', 'A6', 'use', '${AGENCIES.personnelOffice}', ${personOf('kao.supervisor')},
          ${postOf('kao.supervisor')}, '[2026-01-01,${UNTIL}]', (select max(id) from audit_event))`)
      const kao = await world.signIn('kao.supervisor')
      const own = '00000000-0000-4000-a000-000000000001'
      said(await act(kao, own, 'edit', { version: '1', to: addDays(UNTIL, 30) }), 'toSelf')
      assert.equal((await act(kao, own, 'edit', { version: '1', to: addDays(UNTIL, -30) })).status, 303)
      assert.equal((await act(kao, own, 'end', { version: '2' })).status, 303)
    })

    test('who decided on an older version is asked to look again; of two at once one is done', async () => {
      const kao = await world.signIn('kao.supervisor')
      const seen = await version()
      const answers = await Promise.all([
        act(wang, id, 'edit', { version: seen, to: addDays(TODAY, 15), reason: '' }), act(kao, id, 'end', { version: seen, why: '調職' }),
      ])
      assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 422])
      const late = answers.find(({ status }) => status === 422)
      assert.match(late!.body, /已被其他人變更|已經結束/)
      assert.equal(await version(), String(Number(seen) + 1))
      said(await act(kao, id, 'edit', { version: seen, to: addDays(TODAY, 12), reason: '' }), 'changedMeanwhile')
    })

    test('「結束」 asks once, says who loses what, and takes it away at once', async () => {
      await forget()
      await give(wang, toWu)
      id = (await grants())[0]!.id
      const wu = await world.signIn('wu.employee')
      assert.equal((await wu.ask('/applications/A5/open')).headers.location, 'http://localhost:3001/A5')
      const asks = await wang.ask(`/manage/grants/${id}/end`)
      assert.ok(asks.body.includes(`${nameOf('wu.employee')}將立即無法再使用「A5 應用系統 A5」的「使用」`))
      assert.equal((await grants())[0]!.state, 'active')
      assert.equal((await act(wang, id, 'end', { version: '1', why: '業務調整' })).status, 303)
      assert.equal((await wu.ask('/applications/A5/open')).headers.location, '/applications/A5/why-not')
      const event = await lastEvent('grant.ended')
      assert.deepEqual([event.person_id, event.detail.why, event.detail.standing], [personOf('wu.employee'), '業務調整', 'employee'])
      said(await act(wang, id, 'end', { version: '2' }), 'isOver')
      // What was over is seen among the past ones alone, and yesterday knows nothing of today.
      const list = (state: string) => wang.ask(`/manage/grants?agency=${A5.agency}&application=A5&state=${state}`)
      assert.ok(!(await list('current')).body.includes(nameOf('wu.employee')))
      assert.ok((await list('past')).body.includes(nameOf('wu.employee')))
    })

    test('the consequence of ending a group’s grant is told in numbers', async () => {
      await forget()
      await give(wang, { ...A5, standing: 'employee', to: UNTIL })
      await give(wang, toWu)
      const { id: ofGroup } = (await grants('derived_group is not null'))[0]!
      const asks = await wang.ask(`/manage/grants/${ofGroup}/end`)
      assert.ok(asks.body.includes('目前有 2 人依這筆授權使用「A5 應用系統 A5」的「使用」，其中 1 人將立即無法再使用，1 人另有其他依據。'))
    })
  })
})
