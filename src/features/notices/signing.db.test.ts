// 「簽收」: who signs, once; what waits for whom; and who is told who has and who has not.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import fc from 'fast-check'
import { dayInTaipei } from '../../core/days.ts'
import { isAddressed } from '../../core/notices.ts'
import { AGENCIES, keyOf, nameOf, personOf, startWorld, WHO } from '../../../test/world.ts'
import { textOf } from '../../../test/searches.ts'
import { readCsv } from '../../../test/spreadsheet.ts'
import { countSigners, listSigners } from './list-signers.ts'
import { placesOf } from './notice-rows.ts'
import { countToSign, noticeTodos } from './sign-notice.ts'
import { loadAuthority } from '../../store/scope.ts'
import type { Signer, SignersTurn } from './list-signers.ts'
import type { Visitor } from '../../../test/http.ts'
import type { Audience } from '../../core/notices.ts'
import type { Standing } from '../../core/standing.ts'
import type { PersonActor, StandingAt } from '../../web/actor.ts'
import type { Who, World } from '../../../test/world.ts'

const today = dayInTaipei(new Date())
const { kaohsiung, personnelOffice, education, school, works, taipei, taipeiPersonnelOffice } = AGENCIES
const NOBODY = '00000000-0000-4000-8000-00000000ffff'
const OFFICERS: Who[] = ['wang.supervisor', 'kao.supervisor', 'lee.officer', 'chang.unit', 'tsao.education', 'huang.concurrent']

describe('signing for announcements', () => {
  let world: World
  let wang: Visitor
  before(async () => {
    world = await startWorld()
    wang = await world.signIn('wang.supervisor')
  })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.sql('truncate announcement cascade'))

  const fields = (more: Record<string, string> = {}) => ({
    agency: personnelOffice, standing: 'hr', audience: kaohsiung, below: 'yes', title: '須簽收的公告', body: '內文', mustAcknowledge: 'yes', ...more,
  })
  async function write(more: Record<string, string> = {}, visitor = wang): Promise<string> {
    const done = await visitor.submit('/manage/content/new', fields(more), '/switch')
    return /content\/([0-9a-f-]{36})/.exec(String(done.headers.location))![1]!
  }
  const sign = (visitor: Visitor, id: string, version = '1', more: Record<string, string> = {}) =>
    visitor.submit(`/announcements/${id}/acknowledge`, { version, ...more }, '/switch')
  const signed = (id: string) => world.sql<{ person_id: string; version: number }>(
    'select person_id, version from announcement_acknowledgement where announcement_id = $1 order by person_id', [id])

  test('signed once, with the time and an event; again changes nothing', async () => {
    const id = await write()
    const lee = await world.signIn('lee.officer')
    assert.match(textOf((await lee.ask('/todo')).body), /簽收公告 須簽收的公告.*高雄市政府人事處/)
    assert.match(textOf((await lee.ask('/announcements')).body), /有 1 則公告待您簽收.*須簽收/)
    assert.match(textOf((await lee.ask(`/announcements/${id}`)).body), /讀畢後按「簽收」/)
    assert.equal((await sign(lee, id)).headers.location, `/announcements/${id}?done=signed`)
    const page = textOf((await lee.ask(`/announcements/${id}`)).body)
    assert.match(page, /您已於 \d+\/\d\d\/\d\d \d\d:\d\d 簽收/)
    assert.doesNotMatch(page, /讀畢後按/)
    assert.equal((await sign(lee, id)).status, 303)
    const events = await world.events('announcement.acknowledged')
    assert.deepEqual(events.map(({ person_id, outcome, detail }) => [person_id, outcome, (detail as { announcement: string }).announcement]),
      [[personOf('lee.officer'), 'done', id]])
    assert.match(textOf((await lee.ask('/todo')).body), /目前沒有待辦事項/)
    assert.match(textOf((await lee.ask('/announcements')).body), /已簽收/)
  })

  test('pressed in several windows at once it is signed once, and each is well', async () => {
    const id = await write()
    const lee = await world.signIn('lee.officer')
    const answers = await Promise.all([1, 2, 3, 4].map(() => sign(lee, id)))
    assert.deepEqual(answers.map(({ status }) => status), [303, 303, 303, 303])
    assert.equal((await signed(id)).length, 1)
  })

  test('nobody signs for another, for what is not written to them, or where nothing is to be signed', async () => {
    const id = await write()
    const lee = await world.signIn('lee.officer')
    await sign(lee, id, '1', { person: keyOf('tsao.education'), personId: personOf('tsao.education'), person_id: personOf('tsao.education') })
    assert.deepEqual((await signed(id)).map((one) => one.person_id), [personOf('lee.officer')])
    for (const who of ['wu.employee', 'yang.taipei', 'chen.central', 'lin.auditor'] as const) assert.equal((await sign(await world.signIn(who), id)).status, 404)
    assert.notEqual((await sign(world.visitor(), id)).status, 303)
    assert.equal((await sign(await world.signInCard(personnelOffice), id)).status, 403)
    assert.equal((await sign(lee, NOBODY)).status, 404)
    assert.equal((await sign(lee, 'x')).status, 404)
    assert.equal((await signed(id)).length, 1)
    const { mustAcknowledge: _, ...rest } = fields({ title: '不必簽收' })
    const done = await wang.submit('/manage/content/new', rest, '/switch')
    const other = /content\/([0-9a-f-]{36})/.exec(String(done.headers.location))![1]!
    assert.match(textOf((await sign(lee, other)).body), /不必簽收/)
    await assert.rejects(world.arrange(`insert into announcement_acknowledgement (announcement_id, person_id, version, event_id)
      select '${other}', 1, 1, max(id) from audit_event`), /Nothing was to be acknowledged/)
    assert.equal((await wang.ask(`/manage/content/${other}/acknowledgements`)).status, 404)
  })

  test('a version that was changed meanwhile is to be read first; what was signed before stays signed', async () => {
    const id = await write()
    const [lee, chang] = [await world.signIn('lee.officer'), await world.signIn('chang.unit')]
    await sign(lee, id)
    const { agency: _, ...rest } = fields({ title: '改過的公告' })
    assert.equal((await wang.submit(`/manage/content/${id}/edit`, { ...rest, version: '1' }, '/switch')).status, 303)
    const late = await sign(chang, id, '1')
    assert.equal(late.status, 422)
    assert.match(textOf(late.body), /剛有更新/)
    assert.equal((await sign(chang, id, '2')).status, 303)
    assert.deepEqual((await signed(id)).map(({ version }) => Number(version)), [1, 2])
    assert.match(textOf((await lee.ask(`/announcements/${id}`)).body), /您已於.*簽收 您簽收後，這則公告有更新/)
    assert.doesNotMatch(textOf((await lee.ask('/todo')).body), /改過的公告/)
  })

  test('not yet, no longer and withdrawn, nothing waits for anybody, and nothing is signed', async () => {
    const later = await write({ publishDay: '2099-01-01' })
    const gone = await write()
    await wang.submit(`/manage/content/${gone}/withdraw`, { version: '1', reason: '誤植' }, '/switch')
    const lee = await world.signIn('lee.officer')
    assert.match(textOf((await lee.ask('/todo')).body), /目前沒有待辦事項/)
    for (const id of [later, gone]) assert.equal((await sign(lee, id)).status, 404)
  })

  test('the writer sees who has and who has not, by name, with counts and an event; others see no such page', async () => {
    const id = await write()
    await sign(await world.signIn('lee.officer'), id)
    await sign(await world.signIn('huang.concurrent'), id)
    assert.match(textOf((await wang.ask(`/manage/content/${id}`)).body), /已簽收 2 人，尚未簽收 4 人/)
    const path = `/manage/content/${id}/acknowledgements`
    const waiting = textOf((await wang.ask(path)).body)
    for (const who of OFFICERS) {
      const has = who === 'lee.officer' || who === 'huang.concurrent'
      // The reader’s own name stands in the frame.
      if (who !== 'wang.supervisor') assert.equal(waiting.includes(nameOf(who)), !has, who)
    }
    const has = textOf((await wang.ask(`${path}?shown=signed`)).body)
    assert.match(has, new RegExp(`${nameOf('huang.concurrent')}.*人事管理員.*${nameOf('lee.officer')}`))
    const event = (await world.events('search.list-seen')).at(-1)!
    assert.deepEqual([event['agency'], (event['detail'] as { search: string; rows: number }).search, (event['detail'] as { rows: number }).rows],
      [personnelOffice, 'acknowledgements', 2])
    for (const who of ['yang.taipei', 'tsao.education'] as const) assert.equal((await (await world.signIn(who)).ask(path)).status, 404)
    assert.equal((await (await world.signIn('lee.officer')).ask(path)).status, 403)
  })

  test('the list is taken as a file, with both of its events', async () => {
    const id = await write()
    await sign(await world.signIn('lee.officer'), id)
    const file = await wang.ask(`/manage/content/${id}/acknowledgements.csv`)
    const [head, ...rows] = readCsv(Buffer.from(file.body))
    assert.deepEqual(head, ['agency_code', 'agency_name', 'person_key', 'name', 'unit', 'title', 'acknowledged'])
    assert.deepEqual(rows.map((row) => row[3]).toSorted(), OFFICERS.filter((who) => who !== 'lee.officer').map(nameOf).toSorted())
    const has = readCsv(Buffer.from((await wang.ask(`/manage/content/${id}/acknowledgements.csv?shown=signed`)).body))
    assert.deepEqual([has.length, has[1]![2]], [2, keyOf('lee.officer')])
    assert.match(has[1]![6]!, /^\d{4}-\d\d-\d\dT/)
    const exported = (await world.events('search.exported')).at(-1)!['detail'] as { rows: number; whole: boolean }
    assert.deepEqual([exported.rows, exported.whole], [1, true])
    assert.equal((await (await world.signIn('yang.taipei')).ask(`/manage/content/${id}/acknowledgements.csv`)).status, 404)
  })

  test('pages of it go on by key and back, and hold each once', async () => {
    const id = await write({ standing: 'employee' })
    const { read } = world.database
    const audience: Audience = { agency: kaohsiung, below: true, standing: 'employee' }
    const authority = await loadAuthority(read, personOf('wang.supervisor'), { day: today, known: 'now' })
    const asked = { notice: id, audience, authority, today }
    for (const who of ['wu.employee', 'sun.employee', 'lee.officer', 'tsao.education', 'huang.concurrent'] as const) await sign(await world.signIn(who), id)
    for (const [shown, sort] of [
      ['waiting', 'agency'], ['waiting', '-agency'], ['signed', '-at'], ['signed', 'at'], ['signed', 'agency'], ['signed', '-agency'],
    ] as const) {
      const list = (turn: SignersTurn, size: number) => listSigners(read, asked, shown, { ...turn, sort }, size)
      const whole = (await list({}, 100)).signers
      const by = ({ agency, at }: Signer): string => (sort.endsWith('at') ? at!.toISOString() : agency)
      const sorted = whole.map(by).toSorted()
      assert.deepEqual(whole.map(by), sort.startsWith('-') ? sorted.toReversed() : sorted, `${shown} by ${sort}`)
      const keys = whole.map(({ key }) => key)
      const pages = [await list({}, 2)]
      while (pages.at(-1)!.next !== null) pages.push(await list({ after: pages.at(-1)!.next! }, 2))
      assert.deepEqual(pages.flatMap(({ signers }) => signers.map(({ key }) => key)), keys)
      assert.equal(new Set(keys).size, keys.length)
      const back = await list({ before: pages.at(-1)!.previous! }, 2)
      assert.deepEqual(back.signers.map(({ key }) => key), pages.at(-2)!.signers.map(({ key }) => key))
      assert.equal((await list({ before: pages[1]!.previous! }, 2)).previous, null)
      assert.equal((await countSigners(read, asked))[shown], keys.length)
    }
  })

  test('the list is ordered from its columns, and so is its file', async () => {
    const id = await write()
    for (const who of ['lee.officer', 'tsao.education'] as const) await sign(await world.signIn(who), id)
    const path = `/manage/content/${id}/acknowledgements`
    const list = await wang.ask(`${path}?shown=signed`)
    assert.match(list.body, /aria-sort="descending"><a href="[^"]*\?shown=signed&amp;sort=at"/)
    assert.match((await wang.ask(`${path}?shown=signed&sort=agency`)).body, /aria-sort="ascending"><a href="[^"]*sort=-agency"/)
    const names = async (sort: string) => readCsv(Buffer.from((await wang.ask(`${path}.csv?shown=signed&sort=${sort}`)).body)).slice(1).map((row) => row[3])
    assert.deepEqual(await names('at'), [nameOf('lee.officer'), nameOf('tsao.education')])
    assert.deepEqual(await names('-at'), [nameOf('tsao.education'), nameOf('lee.officer')])
  })

  test('who has not is exactly whom it is written to, within what the reader manages; what waits for them is the same', async () => {
    const { read } = world.database
    const codes = [kaohsiung, personnelOffice, education, school, works, taipei, taipeiPersonnelOffice, null]
    const asOf = { day: today, known: 'now' as const }
    const held = new Map<Who, StandingAt[]>()
    for (const who of WHO) {
      const { rows } = { rows: await world.sql<StandingAt & { rank: number }>(`
        select distinct on (p.agency_code) p.agency_code as "agencyCode", '' as "agencyName", case
          when (p.kind = 'appointment' and (v.staff_category = '08' or p.unit like '%人事%')) or (p.kind = 'concurrent' and v.nature = '5')
            then case when v.supervisor_level = '' then 'hr' else 'hrSupervisor' end
          when p.kind = 'appointment' then 'employee' end as standing
        from post p join post_version v on v.person_id = p.person_id and v.post_id = p.id and upper_inf(v.recorded)
        where p.person_id = $1 and (p.kind = 'appointment' or v.nature = '5')
        order by p.agency_code, (v.staff_category = '08' or p.unit like '%人事%' or v.nature = '5') desc`, [personOf(who)]) }
      held.set(who, rows)
    }
    const wish = fc.record({
      agency: fc.constantFrom(...codes), below: fc.boolean(), standing: fc.constantFrom<Standing>('employee', 'hr', 'hrSupervisor'),
    })
    await fc.assert(fc.asyncProperty(wish, fc.constantFrom<Who>('wang.supervisor', 'yang.taipei', 'tsao.education', 'chen.central'), async (drawn, who) => {
      const audience = { ...drawn, below: drawn.below || drawn.agency === null }
      await world.arrange(`with e as (select max(id) as id from audit_event), gone as (delete from announcement_version),
          a as (insert into announcement (event_id) select id from e returning id)
        insert into announcement_version (announcement_id, title, body, pinned, must_acknowledge, audience_agency, audience_below, audience_standing, publish_at, event_id)
        select a.id, 'x', 'x', false, true, ${audience.agency === null ? 'null' : `'${audience.agency}'`}, ${audience.below}, '${audience.standing}', now() - interval '1 minute', e.id
        from a, e`)
      const [{ id }] = await world.sql<{ id: string }>('select announcement_id as id from announcement_version') as [{ id: string }]
      const authority = await loadAuthority(read, personOf(who), asOf)
      const asked = { notice: id, audience, authority, today }
      const listed = (await listSigners(read, asked, 'waiting', {}, 100)).signers
      const expected: string[] = []
      for (const one of WHO) {
        const standings = held.get(one)!
        const addressed = isAddressed(audience, await placesOf(read, { standings }, today))
        const actor = { personId: personOf(one), standings } as unknown as PersonActor
        assert.equal(await countToSign(read, actor, today), addressed ? 1 : 0, one)
        assert.equal((await noticeTodos(read, actor, today)).length, addressed ? 1 : 0, one)
        if (who === 'chen.central' && addressed) expected.push(keyOf(one))
      }
      if (who === 'chen.central') assert.deepEqual(listed.map(({ key }) => key).toSorted(), expected.toSorted())
      else {
        const whole = new Set((await listSigners(read, { ...asked, authority: { ways: [{ way: 'central', role: '1', until: null }] } }, 'waiting', {}, 100)).signers.map(({ key }) => key))
        const { rows: scope } = { rows: await world.sql<{ key: string }>(`select distinct i.key from post p join person i on i.id = p.person_id
          where p.agency_code in (select agency_code from agency_scope($1, current_date, 'infinity'))`,
        [{ 'wang.supervisor': personnelOffice, 'yang.taipei': taipeiPersonnelOffice, 'tsao.education': education }[who as 'wang.supervisor']]) }
        assert.deepEqual(listed.map(({ key }) => key).toSorted(), scope.map(({ key }) => key).filter((key) => whole.has(key)).toSorted())
      }
    }), { numRuns: 25 })
  })
})
