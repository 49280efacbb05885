// Grants that wait for somebody: for a second manager, or, suspended, to be confirmed. And the list that shows them.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { conditionOf, DAYS_TO_DECIDE } from '../../core/granting.ts'
import { asOf } from '../../core/as-of.ts'
import { grantTodos } from './grant-todos.ts'
import { listGrants, SHOWN } from './list-grants.ts'
import { refusalText } from './refusal-messages.ts'
import { loadAuthority } from '../../store/scope.ts'
import { AGENCIES, keyOf, nameOf, personOf, postOf, startWorld } from '../../../test/world.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { GrantCondition, GrantRefusal } from '../../core/granting.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { Who, World } from '../../../test/world.ts'

const TODAY = dayInTaipei(new Date())
const UNTIL = addDays(TODAY, 200)
const AT = AGENCIES.secretariat

const toWu = {
  agency: AT, application: 'A8', category: 'use', person: keyOf('wu.employee'), post: postOf('wu.employee'), to: UNTIL, reason: '評鑑',
}
type GrantRow = { id: string; version: number; state: string; from: string; to: string | null; [column: string]: unknown }

let world: World

const grants = (where = 'true'): Promise<GrantRow[]> => world.sql<GrantRow>(`
  select *, lower(valid)::text as "from", (upper(valid) - 1)::text as "to"
  from permission_grant where upper_inf(recorded) and ${where} order by event_id desc`)
const give = (visitor: Visitor, fields: Record<string, string>): Promise<Answer> =>
  visitor.submit('/manage/grants/new', fields, '/manage/grants')
const act = (visitor: Visitor, id: string, name: string, fields: Record<string, string>): Promise<Answer> =>
  visitor.submit(`/manage/grants/${id}/${name}`, fields, '/manage/grants')
const opens = async (who: Who, code: string): Promise<boolean> =>
  (await (await world.signIn(who)).ask(`/applications/${code}/open`)).headers.location === `http://localhost:3001/${code}`
const said = (answer: Answer, refusal: GrantRefusal): void => {
  assert.equal(answer.status, 422)
  assert.ok(answer.body.includes(refusalText(refusal, 'zh-TW')), refusal)
}
const noticesOf = async (who: Who): Promise<string[]> => (await world.sql<{ kind: string }>(`
  select t.kind from notice n join telling t on t.id = n.telling_id where n.person_id = $1 order by t.id`, [personOf(who)]))
  .map(({ kind }) => kind)

const todosOf = async (who: Who) => grantTodos(world.database.read, {
  personId: personOf(who), authority: await loadAuthority(world.database.read, personOf(who), { day: TODAY, known: 'now' }),
} as PersonActor, TODAY)

/** Writes a grant as it stood since some day, past the rules of today: only the owner of the database can. */
async function arrange(fields: Record<string, string | number | null>): Promise<string> {
  const row: Record<string, string | number | null> = {
    application_code: 'A5', category_code: 'use', agency_code: AT, person_id: personOf('wu.employee'), post_id: postOf('wu.employee'),
    valid: `[${addDays(TODAY, -100)},${UNTIL}]`, state: 'active', given_by: personOf('kao.supervisor'), ...fields,
  }
  const names = Object.keys(row)
  await world.arrange(`insert into permission_grant (${names.join(', ')}, event_id)
    values (${names.map((_, at) => `$${at + 1}`).join(', ')}, (select max(id) from audit_event))`, Object.values(row))
  return (await grants())[0]!.id
}
const recordedOn = (day: string) => ({ recorded: `[${day}T01:00:00Z,)` })

/** Looks again and again until it is so. */
async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await isSo())) assert.ok(performance.now() < deadline, 'it never came to be so')
}

describe('grants that wait for somebody', () => {
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.arrange('delete from permission_grant'))

  describe('a grant that a second manager has to agree to', () => {
    let [wang, kao] = [undefined, undefined] as unknown as [Visitor, Visitor]
    let id = ''
    beforeEach(async () => {
      await world.sql('delete from notice')
      wang = await world.signIn('wang.supervisor')
      kao = await world.signIn('kao.supervisor')
      const given = await give(wang, toWu)
      assert.equal(given.headers.location, `/manage/grants?agency=${AT}&application=A8&done=proposed`)
      id = (await grants())[0]!.id
    })

    test('gives nothing until then; the others are told and have it to do', async () => {
      assert.equal((await grants())[0]!.state, 'proposed')
      assert.equal(await opens('wu.employee', 'A8'), false)
      assert.match((await (await world.signIn('wu.employee')).ask('/applications/A8/why-not')).body, /待另一位機關管理者同意/)
      assert.deepEqual(await noticesOf('kao.supervisor'), ['grant.proposed'])
      assert.deepEqual(await noticesOf('wang.supervisor'), [])
      const [todo, ...more] = await todosOf('kao.supervisor')
      assert.deepEqual([todo!.href, todo!.agency!.code, more.length], [`/manage/grants/${id}/decide`, AT, 0])
      for (const who of ['wang.supervisor', 'yang.taipei', 'tsao.education', 'wu.employee'] as const) assert.deepEqual(await todosOf(who), [])
    })

    test('the other manager agrees: it is in force, both and the receiver are told', async () => {
      const page = await kao.ask(`/manage/grants/${id}/decide`)
      for (const words of [nameOf('wang.supervisor'), nameOf('wu.employee'), '同意', '不同意', toWu.reason]) assert.ok(page.body.includes(words))
      assert.equal((await act(kao, id, 'decide', { version: '1', answer: 'agree' })).status, 303)
      const [grant] = await grants()
      assert.deepEqual([grant!.state, grant!.given_by, grant!.confirmed_by],
        ['active', personOf('wang.supervisor'), personOf('kao.supervisor')])
      assert.equal(await opens('wu.employee', 'A8'), true)
      assert.deepEqual(await noticesOf('wang.supervisor'), ['grant.agreed'])
      assert.deepEqual(await noticesOf('wu.employee'), ['grant.proposed', 'grant.given'])
      assert.deepEqual(await todosOf('kao.supervisor'), [])
      const event = (await world.events('grant.agreed')).at(-1)!
      assert.equal(event.actor_person_id, personOf('kao.supervisor'))
      said(await act(kao, id, 'decide', { version: '2', answer: 'agree' }), 'notProposed')
    })

    test('the other manager does not agree: it ends, and the reason is told', async () => {
      assert.equal((await act(kao, id, 'decide', { version: '1', answer: 'decline', why: '無此需要' })).status, 303)
      assert.equal((await grants())[0]!.state, 'ended')
      assert.equal(await opens('wu.employee', 'A8'), false)
      assert.deepEqual(await noticesOf('wang.supervisor'), ['grant.declined'])
      assert.equal(((await world.events('grant.declined')).at(-1)!.detail as { reason: string }).reason, '無此需要')
    })

    test('whoever proposed it can take it back and not agree; nobody beside can do either', async () => {
      assert.match((await wang.ask(`/manage/grants/${id}/decide`)).body, /須由另一位管理者決定/)
      for (const answer of ['agree', 'decline']) said(await act(wang, id, 'decide', { version: '1', answer }), 'sameManager')
      assert.equal((await act(await world.signIn('yang.taipei'), id, 'decide', { version: '1', answer: 'agree' })).status, 404)
      assert.equal((await act(wang, id, 'decide', { version: '1', answer: 'both' })).status, 422)
      assert.equal((await grants())[0]!.state, 'proposed')
      assert.equal((await act(wang, id, 'end', { version: '1' })).status, 303)
      assert.equal((await grants())[0]!.state, 'ended')
    })

    test('the receiver is no second manager', async () => {
      await world.arrange('delete from permission_grant')
      await give(wang, { ...toWu, person: keyOf('kao.supervisor'), post: postOf('kao.supervisor') })
      const [own] = await grants()
      said(await act(kao, own!.id, 'decide', { version: '1', answer: 'agree' }), 'receiverAgrees')
      assert.deepEqual(await todosOf('kao.supervisor'), [])
      assert.equal((await act(await world.signIn('chen.central'), own!.id, 'decide', { version: '1', answer: 'agree' })).status, 303)
    })

    test('two at the very same moment: one decides, the other is asked to look again', async () => {
      const chen = await world.signIn('chen.central')
      await Promise.all([kao, chen].map((visitor) => visitor.ask('/manage/grants')))
      // Both are held up where they take the grant, and then let go together.
      await world.sql('begin')
      await world.sql('select from permission_grant where id = $1 for update', [id])
      const acts = Promise.all([
        act(kao, id, 'decide', { version: '1', answer: 'agree' }), act(chen, id, 'decide', { version: '1', answer: 'decline' }),
      ])
      try {
        await eventually(async () => {
          await world.sql('select pg_stat_clear_snapshot()')
          const [{ waiting } = { waiting: 0 }] = await world.sql<{ waiting: number }>(`select count(*)::int as waiting
            from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
          return waiting === 2
        })
      } finally {
        await world.sql('commit')
      }
      assert.deepEqual((await acts).map(({ status }) => status).toSorted(), [303, 422])
      assert.equal((await grants())[0]!.version, 2)
    })

    test('to lengthen it is to propose the further days', async () => {
      await act(kao, id, 'decide', { version: '1', answer: 'agree' })
      const edited = await act(wang, id, 'edit', { version: '2', to: addDays(UNTIL, 30), reason: '續辦' })
      assert.match(edited.headers.location ?? '', /done=proposed$/)
      const [further, first] = await grants()
      assert.deepEqual([first!.version, first!.to, first!.state], [2, UNTIL, 'active'])
      assert.deepEqual([further!.state, further!.from, further!.to, further!.reason], ['proposed', addDays(UNTIL, 1), addDays(UNTIL, 30), '續辦'])
      assert.equal((await act(wang, id, 'edit', { version: '2', to: addDays(TODAY, 3), reason: '' })).status, 303)
    })

    test('the database lets nothing come into force that nobody else agreed to', async () => {
      const next = (state: string, confirmed: string | null) => world.arrange(`
        with old as (update permission_grant set recorded = closed(recorded) where id = $1 and upper_inf(recorded) returning *)
        insert into permission_grant (id, version, application_code, category_code, agency_code, person_id, post_id, valid, state,
          given_by, confirmed_by, event_id)
        select id, 2, application_code, category_code, agency_code, person_id, post_id, valid, $2::decision_state, given_by, $3::bigint,
          (select max(id) from audit_event) from old`, [id, state, confirmed])
      await assert.rejects(next('active', null), /needs a second manager/)
      await assert.rejects(next('suspended', null), /needs a second manager/)
      await assert.rejects(next('active', personOf('wang.supervisor')), /another_confirms/)
      await assert.rejects(next('active', personOf('wu.employee')), /another_confirms/)
      await assert.rejects(next('proposed', null), /proposed_first|needs a second manager/)
      await next('active', personOf('kao.supervisor'))
    })

    test('undecided for fourteen days it is as good as ended, and does not stand in the way', async () => {
      await world.arrange('delete from permission_grant')
      const old = await arrange({
        application_code: 'A8', state: 'proposed', given_by: personOf('wang.supervisor'), valid: `[${TODAY},${UNTIL}]`,
        ...recordedOn(addDays(TODAY, -DAYS_TO_DECIDE - 1)),
      })
      assert.deepEqual(await todosOf('kao.supervisor'), [])
      said(await act(kao, old, 'decide', { version: '1', answer: 'agree' }), 'lapsed')
      assert.equal((await give(kao, toWu)).status, 303)
      assert.deepEqual((await grants()).map(({ state }) => state).toSorted(), ['ended', 'proposed'])
    })
  })

  describe('a suspended grant', () => {
    test('is confirmed on a post held now, its period kept', async () => {
      const id = await arrange({ state: 'suspended', person_id: personOf('sun.employee'), post_id: postOf('sun.employee') })
      const wang = await world.signIn('wang.supervisor')
      const list = await wang.ask(`/manage/grants?agency=${AT}&application=A5`)
      for (const words of ['暫停', `/manage/grants/${id}/confirm`]) assert.ok(list.body.includes(words))
      assert.ok(!list.body.includes(`/manage/grants/${id}/edit`))
      const page = await wang.ask(`/manage/grants/${id}/confirm`)
      for (const words of ['庶務科科員', '高雄市政府工務局調查員']) assert.ok(page.body.includes(words))
      said(await act(wang, id, 'confirm', { version: '1' }), 'postNotChosen')
      said(await act(wang, id, 'confirm', { version: '1', post: postOf('wu.employee') }), 'postNotHeld')
      assert.equal((await act(wang, id, 'confirm', { version: '1', post: postOf('sun.employee', 1) })).status, 303)
      const [grant] = await grants()
      assert.deepEqual([grant!.state, grant!.post_id, grant!.from, grant!.to],
        ['active', postOf('sun.employee', 1), addDays(TODAY, -100), UNTIL])
      assert.equal(await opens('sun.employee', 'A5'), true)
      assert.deepEqual((await noticesOf('sun.employee')).at(-1), 'grant.confirmed')
    })

    test('is not to be edited, and after fourteen days not to be confirmed', async () => {
      const wang = await world.signIn('wang.supervisor')
      const id = await arrange({ state: 'suspended', ...recordedOn(addDays(TODAY, -DAYS_TO_DECIDE)) })
      assert.match((await (await world.signIn('wu.employee')).ask('/applications/A5/why-not')).body, /已暫停/)
      said(await act(wang, id, 'edit', { version: '1', to: addDays(TODAY, 3) }), 'notActive')
      assert.equal((await act(wang, id, 'confirm', { version: '1', post: postOf('wu.employee') })).status, 303)
      await world.arrange('delete from permission_grant')
      const late = await arrange({ state: 'suspended', ...recordedOn(addDays(TODAY, -DAYS_TO_DECIDE - 1)) })
      assert.doesNotMatch((await (await world.signIn('wu.employee')).ask('/applications/A5/why-not')).body, /已暫停/)
      said(await act(wang, late, 'confirm', { version: '1', post: postOf('wu.employee') }), 'lapsed')
      assert.equal(await opens('wu.employee', 'A5'), false)
    })
  })

  describe('「應用系統授權清單」', () => {
    const filter = { agency: AT, application: 'A5', category: null, shown: 'all', text: '', sort: 'from', descending: false } as const
    const shapes: [GrantCondition, Record<string, string | null>][] = [
      ['active', {}], ['active', { valid: `[${addDays(TODAY, -1)},)`, reason: '長期' }], ['endsSoon', { valid: `[${addDays(TODAY, -2)},${addDays(TODAY, 30)}]` }],
      ['notBegun', { valid: `[${addDays(TODAY, 1)},${UNTIL}]` }], ['over', { valid: `[${addDays(TODAY, -9)},${addDays(TODAY, -1)}]` }],
      ['suspended', { state: 'suspended' }], ['proposed', { state: 'proposed' }], ['ended', { state: 'ended' }],
      ['lapsed', { state: 'suspended', ...recordedOn(addDays(TODAY, -DAYS_TO_DECIDE - 1)) }],
    ]
    /** One grant of each condition, each to somebody else, so that none overlaps. */
    async function arrangeAll(): Promise<void> {
      const receivers = ['wu.employee', 'sun.employee', 'tsai.delegate', 'liu.pending', 'kuo.disabled', 'lee.officer', 'chang.unit', 'tsao.education', 'huang.concurrent'] as const
      for (const [at, [, fields]] of shapes.entries()) {
        await arrange({ person_id: personOf(receivers[at]!), post_id: postOf(receivers[at]!), ...fields })
      }
    }

    test('says of each grant what the law says, and finds by it', async () => {
      await arrangeAll()
      const all = await listGrants(world.database.read, filter, asOf(TODAY, TODAY), '')
      assert.deepEqual(all.grants.map(({ condition }) => condition).toSorted(), shapes.map(([condition]) => condition).toSorted())
      for (const day of [addDays(TODAY, -3), TODAY, addDays(TODAY, 1), addDays(TODAY, 20), addDays(TODAY, 250)]) {
        for (const shown of SHOWN) {
          const { grants: found, total } = await listGrants(world.database.read, { ...filter, shown }, asOf(day, TODAY), '')
          assert.equal(total, found.length)
          for (const grant of found) {
            const { condition } = grant
            assert.equal(condition, conditionOf(grant, day))
            const past = ['over', 'lapsed', 'ended'].includes(condition)
            if (shown === 'current') assert.ok(!past)
            else if (shown === 'past') assert.ok(past)
            else if (shown === 'active') assert.ok(['active', 'endsSoon'].includes(condition))
            else if (shown !== 'all') assert.equal(condition, shown)
          }
        }
      }
    })

    test('pages forth and back by key without losing or repeating any, in every order', async () => {
      await arrangeAll()
      for (const sort of ['category', 'receiver', 'from', 'to'] as const) {
        for (const descending of [false, true]) {
          const when = asOf(TODAY, TODAY)
          const whole = await listGrants(world.database.read, { ...filter, sort, descending }, when, '')
          const ids: string[] = []
          let place: string | null = ''
          while (place !== null) {
            const page: Awaited<ReturnType<typeof listGrants>> = await listGrants(world.database.read, { ...filter, sort, descending }, when, place, 4)
            assert.equal(page.before, ids.length)
            if (page.previous !== null) {
              const { grants: back } = await listGrants(world.database.read, { ...filter, sort, descending }, when, page.previous, 4)
              assert.deepEqual(back.map(({ id }) => id), ids.slice(-4))
            }
            ids.push(...page.grants.map(({ id }) => id))
            place = page.next
          }
          assert.deepEqual(ids, whole.grants.map(({ id }) => id))
        }
      }
    })

    test('a name that is looked for stands in no address, and answers to its own session', async () => {
      await arrangeAll()
      const [wang, kao] = [await world.signIn('wang.supervisor'), await world.signIn('kao.supervisor')]
      const asked = await wang.submit('/manage/grants', { agency: AT, application: 'A5', text: nameOf('wu.employee'), state: 'all' }, '/manage/grants')
      const to = asked.headers.location!
      assert.ok(!decodeURIComponent(to).includes(nameOf('wu.employee')), to)
      const found = await wang.ask(to)
      assert.ok(found.body.includes('共 1 筆') && found.body.includes(nameOf('wu.employee')))
      assert.equal((await kao.ask(to)).status, 303)
    })

    test('is exported whole, with an event, and formulas as text', async () => {
      await arrangeAll()
      await arrange({ person_id: null, post_id: null, group_code: null, derived_group: 'hr', reason: '=HYPERLINK("x")' })
      const wang = await world.signIn('wang.supervisor')
      const { body, headers } = await wang.ask(`/manage/grants.csv?agency=${AT}&application=A5&state=all`)
      assert.match(String(headers['content-type']), /text\/csv/)
      const lines = body.trimEnd().split('\r\n')
      assert.equal(lines.length, 1 + shapes.length + 1)
      assert.match(lines[0]!, /^\uFEFFagency_code,agency_name,application,category,receiver,person_key,name/)
      assert.ok(lines.some((line) => line.includes(keyOf('wu.employee')) && line.includes(UNTIL)))
      assert.ok(!/,=HYPERLINK/.test(body))
      const event = (await world.events('search.exported')).at(-1)!
      assert.deepEqual(event.detail, {
        search: 'grants', format: 'csv', asOf: TODAY, asked: { category: '', state: 'all', name: false },
        ways: [`hrSupervisor ${AGENCIES.personnelOffice}`], rows: shapes.length + 1, whole: true,
      })
      const xlsx = await wang.ask(`/manage/grants.xlsx?agency=${AT}&application=A5`)
      assert.deepEqual([xlsx.status, xlsx.body.slice(0, 2)], [200, 'PK'])
    })

    test('as of a day that is past it is what was known then, and offers no act', async () => {
      const wang = await world.signIn('wang.supervisor')
      const yesterday = addDays(TODAY, -1)
      const id = await arrange({ ...recordedOn(addDays(TODAY, -9)) })
      await act(wang, id, 'end', { version: '1' })
      const [now, then] = await Promise.all(['', `&asOf=${yesterday}`].map((day) => wang.ask(`/manage/grants?agency=${AT}&application=A5${day}`)))
      assert.ok(!now!.body.includes(nameOf('wu.employee')))
      assert.ok(now!.body.includes('沒有符合條件的授權') && then!.body.includes('共 1 筆'))
      assert.ok(!then!.body.includes('/end"') && !then!.body.includes('/manage/grants/new?'))
    })
  })
})
