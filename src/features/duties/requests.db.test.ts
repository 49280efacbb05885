// F000199 over HTTP (R-DUTY-4): three steps by three different persons, whoever tries whatever in whichever order.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { assertUntilSeen } from '../../../test/law/until-seen.ts'
import { AGENCIES, personOf, startWorld } from '../../../test/world.ts'
import { addDays, dayInTaipei } from '../../core/days.ts'
import { processOrigin } from '../../store/change.ts'
import { loadAuthority } from '../../store/scope.ts'
import { amendRequest } from './draft-request.ts'
import { endDuty } from './end-duty.ts'
import { messages } from './messages.ts'
import { requestMessages } from './request-messages.ts'
import { setUpDuty } from './set-up-duty.ts'
import { takeStep } from './take-step.ts'
import { tellExpired } from './tell-expired.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'
import type { DutyStepKind } from '../../core/duty-requests.ts'
import type { Actor } from '../../web/actor.ts'

const { personnelOffice, secretariat, taipeiSecretariat, kaohsiung } = AGENCIES
const m = messages('zh-TW').refusals
const r = requestMessages('zh-TW').refusals
const today = dayInTaipei(new Date())
const nextYear = addDays(today, 365)
const at = (id: string): string => `/manage/duties/requests/${id}`

describe('F000199', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(() => world.stop())

  const visitors = new Map<Who, Visitor>()
  async function visitorOf(who: Who): Promise<Visitor> {
    const known = visitors.get(who) ?? await world.signIn(who)
    visitors.set(who, known)
    return known
  }

  async function post(who: Who, path: string, fields: Record<string, string | string[]>): Promise<Answer> {
    const visitor = await visitorOf(who)
    const token = /name="csrf" value="([^"]+)"/.exec((await visitor.ask('/manage/duties/new')).body)?.[1] ?? ''
    const body = new URLSearchParams({ csrf: token })
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
    return visitor.ask(path, { method: 'POST', body, headers: { origin: visitor.origin, 'sec-fetch-site': 'same-origin' } })
  }

  const wanted = (over: Record<string, string | string[]> = {}) => ({
    acting: personnelOffice, served: taipeiSecretariat, application: ['A4', 'A5'], to: nextYear, press: 'save', ...over,
  })
  /** Drafts a request and answers its id. */
  async function draft(who: Who = 'wang.supervisor', over: Record<string, string | string[]> = {}): Promise<string> {
    const answer = await post(who, '/manage/duties/new', wanted(over))
    const id = /requests\/([0-9a-f-]{36})\?done=saved$/.exec(String(answer.headers.location))?.[1]
    assert.ok(id, `${answer.status} ${refusal(answer)}`)
    return id
  }
  /** Presses a button of the request, as the page that is read just before has it. */
  async function step(who: Who, id: string, kind: string, over: Record<string, string> = {}): Promise<Answer> {
    const [row] = await world.sql<{ step: number; content: number }>('select step, content from duty_request where id = $1', [id])
    return post(who, at(id), { step: kind, note: '', seen: String(row!.step), content: String(row!.content), ...over })
  }
  async function done(who: Who, id: string, kind: string, over: Record<string, string> = {}): Promise<void> {
    const answer = await step(who, id, kind, over)
    assert.equal(answer.headers.location, `${at(id)}?done=${kind}`, refusal(answer))
  }
  const refusal = ({ body }: Answer): string =>
    /role="alert"[\s\S]*?<ul>([\s\S]*?)<\/ul>/.exec(body)?.[1]?.replaceAll(/<[^>]+>/g, ' ').trim() ?? ''
  async function refuses(answer: Promise<Answer>, says: string): Promise<void> {
    const got = await answer
    assert.deepEqual([got.status, refusal(got)], [422, says])
  }
  const stateOf = async (id: string) => (await world.sql<{ state: string }>('select state::text from duty_request where id = $1', [id]))[0]!.state
  const dutiesAcross = () => world.sql<{ id: string; application_code: string; state: string; given_by: string }>(`
    select id, application_code, state::text, given_by::text from concurrent_duty where upper_inf(recorded)
      and lead_agency(acting_code, current_date, 'infinity') <> lead_agency(served_code, current_date, 'infinity')
    order by id, application_code`)
  const told = async (kind: string) => (await world.sql<{ person_id: string }>(`select n.person_id::text from notice n
    join telling t on t.id = n.telling_id where t.kind = $1`, [kind])).map((row) => row.person_id)
  /** Takes what the tests made out of force, so that the next may ask for the same. */
  const forget = () => world.arrange(`update concurrent_duty set recorded = tstzrange(lower(recorded), now()) where upper_inf(recorded)`)

  test('a draft is the drafting side’s alone, and nobody is told of it', async () => {
    const id = await draft()
    const kao = await visitorOf('kao.supervisor')
    assert.match((await kao.ask(at(id))).body, /送出申請/)
    const rowsOf = async (visitor: Visitor) => (await visitor.ask('/manage/duties/requests.csv')).body.trim().split('\r\n').slice(1)
    assert.match((await rowsOf(kao)).join('\n'), /^F000199-\d+,draft,no,/)
    const exported = (await world.events('search.exported')).at(-1)!
    assert.equal((exported.detail as { search: string }).search, 'duty-requests')
    for (const who of ['yang.taipei', 'tsao.education', 'chen.central'] as const) {
      const visitor = await visitorOf(who)
      assert.equal((await visitor.ask(at(id))).status, 404, who)
      assert.equal((await visitor.ask(`${at(id)}/form`)).status, 404, who)
      assert.equal((await visitor.ask('/manage/duties/requests?state=all')).body.includes(id), false, who)
      assert.deepEqual(await rowsOf(visitor), [], who)
      assert.equal((await step(who, id, 'send')).status, 404, who)
    }
    assert.equal((await (await visitorOf('wu.employee')).ask(at(id))).status, 403)
    assert.deepEqual(await world.sql('select from notice'), [])
    await done('wang.supervisor', id, 'withdraw')
  })

  test('the duty exists after draft, agreement and decision by three persons, and not before; all are told', async () => {
    const id = await draft('wang.supervisor', { reason: '支援改制' })
    assert.deepEqual(await dutiesAcross(), [])
    const waits = async (who: Who) => (await (await visitorOf(who)).ask('/todo')).body.includes(at(id))
    await done('wang.supervisor', id, 'send', { note: '請惠予<script>同意' })
    assert.deepEqual(await Promise.all((['yang.taipei', 'chen.central', 'wang.supervisor', 'kao.supervisor'] as const).map(waits)),
      [true, false, false, false])
    assert.deepEqual((await told('duty-request.drafted')).toSorted(),
      (['yang.taipei', 'kao.supervisor', 'tsai.delegate', 'chen.central', 'ho.central'] as const).map(personOf).toSorted())
    assert.deepEqual(await dutiesAcross(), [])
    const page = (await (await visitorOf('yang.taipei')).ask(at(id))).body
    assert.match(page, /王建宏[\s\S]*高雄市政府人事處人事主管[\s\S]*請惠予&lt;script>同意|請惠予&lt;script&gt;同意/)
    await done('yang.taipei', id, 'agree')
    assert.deepEqual(await Promise.all((['yang.taipei', 'chen.central', 'ho.central'] as const).map(waits)), [false, true, true])
    assert.deepEqual(await dutiesAcross(), [])
    const lee = await visitorOf('lee.officer')
    assert.match(String((await lee.ask(`/applications/A4/open?agency=${taipeiSecretariat}`)).headers.location), /why-not/)
    await done('chen.central', id, 'decide')
    assert.deepEqual((await dutiesAcross()).map((row) => [row.application_code, row.state, row.given_by]),
      [['A4', 'active', personOf('wang.supervisor')], ['A5', 'active', personOf('wang.supervisor')]])
    assert.match(String((await lee.ask(`/applications/A4/open?agency=${taipeiSecretariat}`)).headers.location), /^http:\/\/localhost:3001\/A4/)
    assert.ok((await told('duty-request.decided')).includes(personOf('yang.taipei')))
    const letters = await world.sql<{ recipient: string }>(`select recipient from mail where body_text like '%F000199%'`)
    assert.ok(letters.some(({ recipient }) => recipient === 'yang.taipei@ecpa.example'))
    const form = (await (await visitorOf('yang.taipei')).ask(`${at(id)}/form`)).body
    for (const word of ['F000199', '高雄市政府人事處', '臺北市政府秘書處', 'A4', '王建宏', '楊雅雯', '陳淑惠', '總處管理者', '支援改制']) assert.ok(form.includes(word), word)
    for (const code of ['drafted', 'sent', 'agreed', 'decided']) assert.equal((await world.events(`duty.request-${code}`)).at(-1)!['outcome'], 'done')
    await refuses(step('ho.central', id, 'decide'), r.outOfTurn)
    await refuses(step('wang.supervisor', id, 'withdraw'), r.outOfTurn)
    // Lengthening it takes another request; shortening it does not.
    const duty = (await dutiesAcross())[0]!.id
    const longer = await post('yang.taipei', `/manage/duties/${duty}/edit`, wanted({ to: addDays(nextYear, 9) }))
    const second = /requests\/([0-9a-f-]{36})/.exec(String(longer.headers.location))![1]!
    await done('yang.taipei', second, 'send')
    await done('wang.supervisor', second, 'agree')
    await done('ho.central', second, 'decide')
    const last = await world.sql(`select from concurrent_duty where id = '${duty}' and upper_inf(recorded) and upper(valid) = '${addDays(nextYear, 10)}'`)
    assert.equal(last.length, 2)
    assert.equal((await post('yang.taipei', `/manage/duties/${duty}/edit`, wanted({ to: nextYear }))).headers.location?.includes('done=changed'), true)
    assert.equal((await post('yang.taipei', `/manage/duties/${duty}/end`, {})).status, 303)
  })

  test('each step is refused to whoever may not take it, and out of turn', async () => {
    const id = await draft('yang.taipei', { acting: personnelOffice })
    for (const kind of ['agree', 'decline', 'decide', 'return']) {
      await refuses(step('yang.taipei', id, kind, { note: 'x' }), kind === 'decide' || kind === 'return' ? r.notCentral : r.notOtherSide)
    }
    await done('yang.taipei', id, 'send')
    await refuses(step('yang.taipei', id, 'agree'), r.notOtherSide)
    await refuses(step('chen.central', id, 'agree'), r.notOtherSide)
    await refuses(step('chen.central', id, 'withdraw'), r.notDraftingSide)
    await refuses(step('chen.central', id, 'decide'), r.outOfTurn)
    await refuses(step('wang.supervisor', id, 'withdraw'), r.notDraftingSide)
    await refuses(step('wang.supervisor', id, 'decide'), r.notCentral)
    await refuses(step('wang.supervisor', id, 'decline'), r.noteMissing)
    await refuses(step('wang.supervisor', id, 'agree', { seen: '0' }), r.outOfTurn)
    assert.equal((await step('wang.supervisor', id, 'steal')).status, 422)
    assert.equal((await step('wang.supervisor', id, 'agree', { note: '長'.repeat(1001) })).status, 422)
    for (const who of ['tsao.education', 'huang.concurrent', 'lo.taipei'] as const) {
      assert.ok([403, 404].includes((await step(who, id, 'agree')).status), who)
    }
    assert.equal(await stateOf(id), 'sent')
    await done('tsai.delegate', id, 'agree')
    await refuses(step('chen.central', id, 'return'), r.noteMissing)
    await refuses(step('yang.taipei', id, 'send'), r.outOfTurn)
    assert.equal((await post('yang.taipei', `${at(id)}/edit`, wanted({ to: today }))).headers.location, at(id), 'not to be amended')
    await done('yang.taipei', id, 'withdraw')
    await refuses(step('chen.central', id, 'decide'), r.outOfTurn)
    assert.ok((await dutiesAcross()).every(({ state }) => state === 'ended'))
    assert.equal((await world.sql(`select from duty_request_content where request_id = '${id}'`)).length, 1)
  })

  test('the same person takes no second step, whatever has become of their office', async () => {
    const id = await draft()
    await done('wang.supervisor', id, 'send')
    await done('yang.taipei', id, 'agree')
    await world.arrange(`insert into central_role (person_id, role, valid, reason, event_id) select p, 'central', '[2020-01-01,)', 'x',
      (select max(id) from audit_event) from unnest(array[${personOf('yang.taipei')}, ${personOf('wang.supervisor')}]) p`)
    await refuses(step('yang.taipei', id, 'decide'), r.samePerson)
    await refuses(step('wang.supervisor', id, 'decide'), r.samePerson)
    await refuses(post('wang.supervisor', '/manage/duties/new', wanted({ application: 'A6' })), m.standsForBoth)
    await world.arrange(`update central_role set recorded = tstzrange(lower(recorded), now()) where reason = 'x'`)
    await done('chen.central', id, 'return', { note: '請補充理由' })
    await done('wang.supervisor', id, 'withdraw')
  })

  test('what comes back is amended and sent again, in a round of its own; what was sent stays as it was', async () => {
    const id = await draft()
    await done('wang.supervisor', id, 'send')
    await done('yang.taipei', id, 'decline', { note: '期間過長' })
    assert.ok((await (await visitorOf('kao.supervisor')).ask('/todo')).body.includes(at(id)))
    const shorter = addDays(today, 90)
    assert.equal((await post('kao.supervisor', `${at(id)}/edit`, wanted({ to: shorter, reason: '縮短' }))).headers.location, `${at(id)}?done=amended`)
    const seenBy = async (who: Who) => (await (await visitorOf(who)).ask(at(id))).body.includes('縮短')
    assert.deepEqual([await seenBy('wang.supervisor'), await seenBy('yang.taipei')], [true, false], 'until it is sent again')
    assert.equal((await post('yang.taipei', `${at(id)}/edit`, wanted({ to: today }))).headers.location, at(id), 'not to be amended')
    await done('wang.supervisor', id, 'send')
    await done('yang.taipei', id, 'agree')
    await done('ho.central', id, 'decide')
    const valid = await world.sql<{ upper: string }>(`select upper(valid)::text as upper from concurrent_duty d
      join duty_request q on q.duty_id = d.id where q.id = $1 and upper_inf(d.recorded)`, [id])
    assert.deepEqual(valid.map(({ upper }) => upper), [addDays(shorter, 1), addDays(shorter, 1)])
    const page = (await (await visitorOf('yang.taipei')).ask(at(id))).body
    assert.match(page, /第 2 次送出[\s\S]*核定[\s\S]*第 1 次送出[\s\S]*期間過長/)
    await forget()
  })

  test('of two who decide at once one is too late; of two who agree and withdraw at once, too', async () => {
    const id = await draft()
    await done('wang.supervisor', id, 'send')
    const met = await Promise.all([step('yang.taipei', id, 'agree'), step('wang.supervisor', id, 'withdraw')])
    assert.deepEqual(met.map(({ status }) => status).toSorted(), [303, 422])
    const other = await draft('wang.supervisor', { application: 'A6' })
    await done('wang.supervisor', other, 'send')
    await done('yang.taipei', other, 'agree')
    const decided = await Promise.all([step('chen.central', other, 'decide'), step('ho.central', other, 'decide')])
    assert.deepEqual(decided.map(({ status }) => status).toSorted(), [303, 422])
    assert.equal((await world.sql(`select from duty_request_step where request_id = '${other}' and kind = 'decide'`)).length, 1)
    assert.equal((await dutiesAcross()).filter((row) => row.state === 'active' && row.application_code === 'A6').length, 1)
    if (await stateOf(id) === 'agreed') await done('wang.supervisor', id, 'withdraw')
    await forget()
  })

  test('it expires by itself: nobody can take a step, and it waits for nobody', async () => {
    const [id, brief] = [await draft(), await draft('wang.supervisor', { application: 'A6', to: today })]
    await done('wang.supervisor', id, 'send')
    await done('wang.supervisor', brief, 'send')
    await world.arrange(`update duty_request set touched_at = now() - interval '31 days' where id = '${id}'`)
    await refuses(step('yang.taipei', id, 'agree'), r.expired)
    await refuses(step('wang.supervisor', id, 'withdraw'), r.expired)
    const yang = await visitorOf('yang.taipei')
    assert.equal((await yang.ask('/todo')).body.includes(at(id)), false)
    assert.ok((await yang.ask('/todo')).body.includes(at(brief)))
    assert.equal((await yang.ask('/manage/duties/requests')).body.includes(id), false)
    assert.ok((await yang.ask('/manage/duties/requests?state=closed')).body.includes(id))
    assert.match((await yang.ask(at(id))).body, /已失效[\s\S]*以此內容重新申請/)
    // Both sides and the centre are told, once, also when two processes tell at the same moment.
    await Promise.all([tellExpired(world.database, today), tellExpired(world.database, today)])
    assert.equal(await tellExpired(world.database, today), 0)
    const persons = await told('duty-request.expired')
    assert.equal(new Set(persons).size, persons.length)
    for (const who of ['wang.supervisor', 'yang.taipei', 'chen.central'] as const) assert.ok(persons.includes(personOf(who)), who)
    assert.equal((await world.events('duty.request-expired')).length, 1)
    await done('wang.supervisor', brief, 'withdraw')
  })

  const twist = (table: string, where: string, set: string) => `
    with old as (update ${table} set recorded = tstzrange(lower(recorded), now()) where ${where} and upper_inf(recorded) returning *)
    insert into ${table} select (x).* from (select jsonb_populate_record(null::${table}, to_jsonb(old) || ${set}
      || jsonb_build_object('recorded', tstzrange(now(), null)::text)) as x from old) y`
  const application = (allowed: boolean) => world.arrange(twist('application_version', `application_code = 'A6'`,
    `jsonb_build_object('version', old.version + 1, 'duty_allowed', ${allowed})`))

  test('everything is proved anew at the last step', async () => {
    const id = await draft('wang.supervisor', { application: 'A6' })
    await done('wang.supervisor', id, 'send')
    await done('yang.taipei', id, 'agree')
    await application(false)
    await refuses(step('chen.central', id, 'decide'), m.notAllowed('A6'))
    await application(true)
    await world.arrange(`insert into concurrent_duty (id, application_code, acting_code, served_code, valid, event_id)
      values (gen_random_uuid(), 'A6', '${personnelOffice}', '${taipeiSecretariat}', '[2026-01-01,2099-01-01)', (select max(id) from audit_event))`)
    await refuses(step('chen.central', id, 'decide'), m.coveredBy('A6'))
    await world.arrange(`update concurrent_duty set recorded = tstzrange(lower(recorded), now()) where upper_inf(recorded)`)
    const move = (superior: string, valid = 'old.valid') => world.arrange(`
      with old as (update agency_version set recorded = tstzrange(lower(recorded), now())
        where agency_code = '${taipeiSecretariat}' and upper_inf(recorded) returning *)
      insert into agency_version (agency_code, name, superior_code, valid, event_id)
        select agency_code, name, '${superior}', ${valid}, (select max(id) from audit_event) from old`)
    await move(kaohsiung)
    await refuses(step('chen.central', id, 'decide'), r.withinOneLead)
    await move(AGENCIES.taipei, `'[2020-01-01,2026-01-01)'`)
    assert.equal((await step('yang.taipei', id, 'decide')).status, 404, 'whose it was is nobody’s now')
    await refuses(step('chen.central', id, 'decide'), m.servedNotLive)
    await move(AGENCIES.taipei, `'[2020-01-01,)'`)
    await done('chen.central', id, 'decide')
    await forget()
  })

  test('the database itself holds to the order, to three persons, and to what was recorded', async () => {
    const id = await draft()
    await done('wang.supervisor', id, 'send')
    const insert = (number: number, round: number, kind: string, who: Who, note: string | null = null, agency: string | null = personnelOffice) =>
      world.arrange(`insert into duty_request_step (request_id, step, round, kind, content, person_id, way, agency_code, note, event_id)
        values ($1, $2, $3, $4, 1, $5, 'test', $6, $7, (select max(id) from audit_event))`, [id, number, round, kind, personOf(who), agency, note])
    await assert.rejects(insert(2, 1, 'decide', 'chen.central', null, null), /cannot take the step/)
    await assert.rejects(insert(3, 1, 'agree', 'yang.taipei'), /does not follow/)
    await assert.rejects(insert(2, 2, 'agree', 'yang.taipei'), /does not follow/)
    await assert.rejects(insert(2, 1, 'agree', 'wang.supervisor'), /can neither agree|duty_request_three_persons/)
    await assert.rejects(insert(2, 1, 'decline', 'yang.taipei'), /check constraint/)
    await insert(2, 1, 'agree', 'yang.taipei')
    await assert.rejects(insert(3, 1, 'decide', 'yang.taipei', null, null), /duty_request_three_persons/)
    await assert.rejects(insert(3, 1, 'decide', 'wang.supervisor', null, null), /can neither agree/)
    await assert.rejects(world.arrange(`insert into duty_request_content (request_id, content, applications, valid, written_by, event_id)
      values ('${id}', 2, array['A6'], '[2026-01-01,2027-01-01)', 1, (select max(id) from audit_event))`), /cannot be amended/)
    for (const table of ['duty_request_step', 'duty_request_content']) {
      await assert.rejects(world.arrange(`update ${table} set event_id = event_id`), /append-only/)
      await assert.rejects(world.arrange(`delete from ${table}`), /append-only/)
    }
    for (const change of [`update duty_request set state = 'decided'`, `update duty_request set touched_at = now()`, 'delete from duty_request',
      `update duty_request_step set note = 'x'`, 'delete from duty_request_step']) {
      await assert.rejects(world.database.pool.query(change), /permission denied/, change)
    }
    await done('wang.supervisor', id, 'withdraw')
  })

  test('whatever is tried by whomever, no duty between two lines is there without three persons’ steps', async () => {
    const { database } = world
    const asOf = { day: today, known: 'now' as const }
    const people: Who[] = ['wang.supervisor', 'kao.supervisor', 'yang.taipei', 'chen.central', 'ho.central', 'tsai.delegate', 'tsao.education', 'lo.taipei']
    const actors = await Promise.all(people.map(async (who) =>
      ({ personId: personOf(who), authority: await loadAuthority(database.read, personOf(who), asOf) }) as Actor))
    const kinds: DutyStepKind[] = ['send', 'agree', 'decline', 'decide', 'return', 'withdraw']
    const origin = processOrigin('test')
    const pair = { acting: personnelOffice, served: taipeiSecretariat }
    const wish = { applications: ['A4'], from: today, to: nextYear }
    const moves = fc.array(fc.tuple(fc.constantFrom(...kinds, ...Array.from({ length: 9 }, () => 'next' as const), 'draft', 'amend', 'end', 'wider'), fc.constantFrom(...actors)),
      { minLength: 20, maxLength: 35, size: 'max' })
    let made = 0
    let bare = 0
    await assertUntilSeen(fc.asyncProperty(moves, async (tried) => {
      await forget()
      const first = await setUpDuty(database, origin, actors[0]!, { pair, wish, reason: null, today })
      assert.ok('request' in first)
      let id = first.request
      for (const [kind, actor] of tried) {
        if (kind === 'draft' || kind === 'wider') {
          const drafted = await setUpDuty(database, origin, actor, { pair, wish: kind === 'draft' ? wish : { ...wish, applications: ['A4', 'A5'] }, reason: null, today })
          assert.equal('duty' in drafted, false, 'at once between two lines')
          if ('request' in drafted) id = drafted.request
        } else if (kind === 'amend') {
          await amendRequest(database, origin, actor, { id, wish: { ...wish, applications: ['A4', 'A6'] }, reason: null, today })
        } else if (kind === 'end') {
          const [duty] = await dutiesAcross()
          if (duty !== undefined) await endDuty(database, origin, actor, { duty: duty.id, today })
        } else {
          const [row] = await world.sql<{ step: number; content: number; state: string }>(
            'select step, content, state::text from duty_request where id = $1', [id])
          // What would come next, by whomever: else few sequences came as far as a decision.
          const next = row!.state === 'sent' ? 'agree' : row!.state === 'agreed' ? 'decide' : 'send'
          const taken = await takeStep(database, origin, actor, { id, kind: kind === 'next' ? next : kind as DutyStepKind, note: 'x', seen: row!.step, content: row!.content, today })
          if ('taken' in taken && taken.duty !== null) made += 1
        }
      }
      bare += (await world.sql(`select from concurrent_duty d where d.acting_code = '${personnelOffice}' and d.served_code = '${taipeiSecretariat}'
        and d.given_by is not null and not exists (
          select from duty_request q where q.duty_id = d.id and q.state = 'decided' and (
            select count(distinct s.person_id) = 3 and array_agg(s.kind order by s.step) = array['send', 'agree', 'decide']
            from duty_request_step s where s.request_id = q.id and s.round = q.round))`)).length
      assert.equal(bare, 0)
    }), { numRuns: 12 }, () => made > 0 ? [] : ['a duty that came about'])
  })

  test('nothing of this was a fault, and what is one line’s is set up without a request', async () => {
    assert.deepEqual(world.faults(), [])
    const within = await post('wang.supervisor', '/manage/duties/new', wanted({ served: secretariat }))
    assert.match(String(within.headers.location), /done=set/)
  })
})
