// The pickers as managers use them, and as those try them who want to see beyond what they manage.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { nationalIdFrom } from '../../core/national-id.ts'
import { AGENCIES, keyOf, nameOf, nationalIdOf, personOf, seal, startWorld } from '../../../test/world.ts'
import { purgeQueries } from '../../store/session-queries.ts'
import { pickTarget } from '../../web/pick-target.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const TO = '/manage/grants?agency=397010000A'
const PICK = `/pick/person?${new URLSearchParams({ to: TO })}`

const hex = (bytes: Buffer): string => `'\\x${bytes.toString('hex')}'`
const personRow = (n: number): string => {
  const { sealed, index } = seal.sealNationalId(nationalIdFrom('A', `10${String(n).padStart(6, '0')}`))
  return `(${n}, '00000000-0000-4000-9000-${String(n).padStart(12, '0')}', ${hex(sealed)}, ${hex(index)})`
}
/** 45 more people 淑芬 for whom one page is not enough, one with a post in each city, and one who has left. */
const MORE = `
  insert into person (id, key, national_id_sealed, national_id_index) values
    ${Array.from({ length: 47 }, (_, n) => personRow(101 + n)).join(', ')};
  insert into person_version (person_id, name, birth_date, event_id)
    select id, case id when 146 then '兩地淑芬' when 147 then '離職淑芬' else '陳淑芬' || id end, '1980-01-01',
      (select max(id) from audit_event) from person where id > 100;
  insert into account (person_id) select id from person where id > 100;
  insert into post (id, person_id, agency_code, kind, unit, title, starts)
    select id * 10, id, '${AGENCIES.secretariat}', 'appointment'::post_kind, '總務科', '書記', '2020-01-01'::date from person where id > 100
    union all select 1461, 146, '${AGENCIES.taipeiSecretariat}', 'concurrent', '臺北的科', '顧問', '2020-01-01';
  insert into post_version (person_id, post_id, valid, event_id)
    select person_id, id, daterange('2020-01-01', case person_id when 147 then '2024-01-01'::date end), (select max(id) from audit_event)
    from post where person_id > 100`

describe('the pickers', () => {
  let world: World
  before(async () => {
    world = await startWorld()
    await world.arrange(MORE)
  })
  after(() => world.stop())

  const search = (visitor: Visitor, fields: Record<string, string>, to = TO): Promise<Answer> =>
    visitor.submit('/pick/person', { to, ...fields }, PICK)
  const found = async (visitor: Visitor, fields: Record<string, string>): Promise<Answer> => {
    const kept = await search(visitor, fields)
    assert.equal(kept.status, 303, kept.body)
    return visitor.ask(kept.headers.location!)
  }
  const keysIn = ({ body }: Answer): string[] => [...body.matchAll(/type="radio"[^>]*value="([^"]+)"/g)].map(([, key]) => key!)
  const shows = (who: Who[], answer: Answer): void => {
    assert.equal(answer.status, 200)
    assert.deepEqual(keysIn(answer).filter((key) => key.includes('-8000-')).toSorted(), who.map(keyOf).toSorted())
  }
  const KAOHSIUNG: Who[] = [
    'wang.supervisor', 'kao.supervisor', 'lee.officer', 'chang.unit', 'tsao.education', 'huang.concurrent', 'wu.employee',
    'sun.employee', 'tsai.delegate', 'liu.pending', 'kuo.disabled',
  ]

  test('the form has the words that people know it by', async () => {
    const { body } = await (await world.signIn('wang.supervisor')).ask(PICK)
    for (const label of ['服務機關代碼', '員工身份證號', '員工中文姓名']) assert.match(body, new RegExp(`<label[^>]*>${label}</label>`))
    for (const choice of ['未啟用', '啟用', '停用']) assert.match(body, new RegExp(`<label[^>]*>${choice}</label>`))
    for (const word of ['狀態', '瀏覽', '搜尋', '取消']) assert.match(body, new RegExp(`>${word}<`))
  })

  test('a search by name leads to an address that says nothing, and lists those in the scope', async () => {
    const wang = await world.signIn('wang.supervisor')
    const kept = await search(wang, { name: '孫淑' })
    const address = new URL(kept.headers.location!, 'http://x')
    assert.deepEqual([...address.searchParams.keys()], ['to', 'query'])
    const page = await wang.ask(kept.headers.location!)
    shows(['sun.employee'], page)
    assert.match(page.body, /找到 1 人/)
    const id = nationalIdOf('sun.employee')
    assert.ok(page.body.includes(`${id.slice(0, 3)}****${id.slice(7)}`))
    assert.ok(!page.body.includes(id))
    assert.match(page.body, /高雄市政府秘書處 庶務科 科員/)
    assert.match(page.body, /高雄市政府工務局 調查員.*兼職/)
  })

  test('everybody sees exactly the people of what they manage', async () => {
    const scopes: [Who, Who[]][] = [
      ['wang.supervisor', KAOHSIUNG], ['tsai.delegate', KAOHSIUNG], ['yang.taipei', ['yang.taipei', 'lo.taipei']],
      ['tsao.education', ['chang.unit', 'tsao.education', 'huang.concurrent']],
    ]
    for (const [who, people] of scopes) {
      const visitor = await world.signIn(who)
      const whole: Who[] = []
      let next: string | undefined = (await search(visitor, {})).headers.location
      while (next !== undefined) {
        const page: Answer = await visitor.ask(next)
        whole.push(...keysIn(page).filter((key) => key.includes('-8000-')) as Who[])
        next = /rel="next" href="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&')
      }
      assert.deepEqual(whole.toSorted(), people.map(keyOf).toSorted(), who)
    }
  })

  test('a name, an ID or a state finds nobody beyond the scope, and the count knows nobody either', async () => {
    const yang = await world.signIn('yang.taipei')
    const page = await found(yang, { name: '淑芬' })
    shows(['lo.taipei'], page)
    assert.match(page.body, /找到 2 人/)
    for (const fields of [{ name: nameOf('wu.employee') }, { nationalId: nationalIdOf('wu.employee') }, { state: 'disabled' }]) {
      const none = await found(yang, fields as Record<string, string>)
      shows([], none)
      assert.match(none.body, /您的管理範圍內沒有符合條件的人員/)
    }
    shows(['wu.employee'], await found(await world.signIn('wang.supervisor'), { nationalId: ` ${nationalIdOf('wu.employee').toLowerCase()}` }))
  })

  test('of a post beyond the scope nothing is told', async () => {
    for (const [who, sees, hides] of [['wang.supervisor', '書記', '顧問'], ['yang.taipei', '顧問', '書記']] as const) {
      const { body } = await found(await world.signIn(who), { name: '兩地' })
      assert.match(body, /兩地淑芬/)
      assert.ok(body.includes(sees) && !body.includes(hides), who)
    }
  })

  test('who has left is found by nobody', async () => {
    shows([], await found(await world.signIn('chen.central'), { name: '離職' }))
  })

  test('states narrow, several together', async () => {
    const wang = await world.signIn('wang.supervisor')
    shows(['kuo.disabled'], await found(wang, { state: 'disabled' }))
    const body = new URLSearchParams([['to', TO], ['agency', AGENCIES.works], ['state', 'pending'], ['state', 'disabled']])
    body.set('csrf', /name="csrf" value="([^"]+)"/.exec((await wang.ask(PICK)).body)![1]!)
    const kept = await wang.ask('/pick/person', { method: 'POST', body, headers: { origin: wang.origin } })
    shows(['liu.pending', 'kuo.disabled'], await wang.ask(kept.headers.location!))
  })

  test('an agency that is not there and one that is not managed get the same answer, and the try is an event', async () => {
    const wang = await world.signIn('wang.supervisor')
    const answers = await Promise.all([AGENCIES.taipeiSecretariat, '999999999Z', 'no code'].map(async (agency) => {
      const { status, body } = await search(wang, { agency, name: '羅' })
      assert.equal(status, 422)
      assert.match(body, /value="羅"/, 'nothing that was typed is lost')
      return body.replaceAll(/value="[^"]*"|[0-9a-f-]{36}/g, '')
    }))
    assert.equal(new Set(answers).size, 1)
    const events = await world.events('people.searched')
    assert.deepEqual(events.filter(({ outcome }) => outcome === 'refused').map(({ agency }) => agency).toSorted(),
      [AGENCIES.taipeiSecretariat, '999999999Z'])
    shows(['wu.employee', 'sun.employee'], await found(wang, { agency: AGENCIES.secretariat, name: '傑' }).then(async (one) => {
      assert.deepEqual(keysIn(one), [keyOf('wu.employee')])
      return found(wang, { agency: AGENCIES.secretariat })
    }))
  })

  test('what is no national ID is told from what is one', async () => {
    const wang = await world.signIn('wang.supervisor')
    for (const [nationalId, sentence] of [['E123', /一個英文字母加九個數字/], ['A123456788', /檢查碼不符/], ['AB12345678', /舊式統一證號/]] as const) {
      const { status, body } = await search(wang, { nationalId })
      assert.equal(status, 422)
      assert.match(body, sentence)
    }
  })

  test('pages follow one another by key, forth and back, each person once', async () => {
    const wang = await world.signIn('wang.supervisor')
    const link = (rel: string, { body }: Answer) => new RegExp(`rel="${rel}" href="([^"]+)"`).exec(body)?.[1]?.replaceAll('&amp;', '&')
    const first = await found(wang, { name: '淑芬' })
    assert.match(first.body, /找到 47 人/)
    const second = await wang.ask(link('next', first)!)
    const third = await wang.ask(link('next', second)!)
    assert.equal(link('next', third), undefined)
    const all = [first, second, third].flatMap(keysIn)
    assert.deepEqual([keysIn(first).length, keysIn(second).length, all.length, new Set(all).size], [20, 20, 47, 47])
    assert.deepEqual(keysIn(await wang.ask(link('prev', third)!)), keysIn(second))
    assert.deepEqual(keysIn(await wang.ask(link('prev', second)!)), keysIn(first))
    assert.equal(link('prev', first), undefined)
    // Somebody else's key as a place tells nothing of them: the list goes on within the scope.
    const forged = link('next', first)!.replace(/after=[^&]+/, `after=${AGENCIES.taipeiSecretariat}.${keyOf('lo.taipei')}`)
    for (const key of keysIn(await wang.ask(forged))) assert.ok(all.includes(key))
  })

  test('a kept query answers to its own session, its own kind of search, and for its time', async () => {
    const [wang, kao] = [await world.signIn('wang.supervisor'), await world.signIn('kao.supervisor')]
    const address = (await search(wang, { name: '淑芬' })).headers.location!
    assert.equal((await wang.ask(address)).status, 200)
    assert.equal((await kao.ask(address)).status, 404)
    assert.equal((await (await world.signIn('wang.supervisor')).ask(address)).status, 404, 'also to another session of the same person')
    assert.equal((await wang.ask(`${PICK}&query=no-number`)).status, 404)
    assert.equal((await world.visitor().ask(address)).status, 303)
    const id = new URL(address, 'http://x').searchParams.get('query')
    await world.sql(`update session_query set kind = 'other' where id = $1`, [id])
    assert.equal((await wang.ask(address)).status, 404)
    await world.sql(`update session_query set kind = 'pick-person', kept_at = now() - interval '13 hours' where id = $1`, [id])
    assert.equal((await wang.ask(address)).status, 404)
    await purgeQueries(world.database.unaudited)
    assert.deepEqual(await world.sql('select id from session_query where id = $1', [id]), [])
  })

  test('no national ID stands in what is kept, or in an event', async () => {
    const wang = await world.signIn('wang.supervisor')
    const id = nationalIdOf('wu.employee')
    const { body } = await found(wang, { nationalId: id, name: '吳' })
    assert.ok(!body.includes(id))
    assert.match(body, /號碼不再顯示/)
    const [kept] = await world.sql('select criteria::text as criteria from session_query order by kept_at desc limit 1')
    assert.ok(!String(kept!.criteria).includes(id))
    const [event] = (await world.events('people.searched')).slice(-1)
    assert.deepEqual([event!.actor_person_id, event!.actor_standing, event!.agency, event!.detail], [
      personOf('wang.supervisor'), 'hrSupervisor', AGENCIES.personnelOffice,
      { ways: [`hrSupervisor ${AGENCIES.personnelOffice}`], criteria: ['nationalId', 'name'], found: 1, shown: [personOf('wu.employee')] },
    ])
  })

  test('the choice leads to where it was asked for, and to nowhere else', async () => {
    const wang = await world.signIn('wang.supervisor')
    const address = (await search(wang, { name: '孫' })).headers.location!
    const chosen = await wang.ask(`${address}&pick=yes&person=${keyOf('sun.employee')}`)
    assert.equal(chosen.status, 303)
    assert.equal(chosen.headers.location, `${TO}&person=${keyOf('sun.employee')}`)
    const none = await wang.ask(`${address}&pick=yes`)
    assert.equal(none.status, 422)
    assert.match(none.body, /請選取一位人員/)
    for (const key of [keyOf('lo.taipei'), '00000000-0000-4000-8000-999999999999', 'x']) {
      const beyond = await wang.ask(`${address}&pick=yes&person=${key}`)
      assert.equal(beyond.status, 422)
      assert.match(beyond.body, /不在您的管理範圍內/)
    }
    for (const to of ['https://evil.example/', '//evil.example/manage', '/manage/../sign-out', '/managed', '/me', '/\\evil', '/manage#x', '/pick/person']) {
      assert.equal((await wang.ask(`/pick/person?${new URLSearchParams({ to })}`)).status, 400, to)
      assert.equal((await search(wang, { name: '孫' }, to)).status, 400, to)
    }
    assert.equal((await wang.ask(`/pick/agency?${new URLSearchParams({ to: '/me' })}`)).status, 400)
  })

  test('who manages nothing has no picker', async () => {
    for (const who of ['wu.employee', 'lee.officer', 'lin.auditor'] as const) {
      const visitor = await world.signIn(who)
      for (const path of [PICK, `/pick/agency?${new URLSearchParams({ to: TO })}`, '/pick/agency/suggestions?q=高雄'.replace('高雄', '397')]) {
        assert.equal((await visitor.ask(path)).status, 403, `${who} ${path}`)
      }
    }
  })

  const agencies = (visitor: Visitor, asked: Record<string, string>) => visitor.ask(`/pick/agency?${new URLSearchParams({ to: TO, ...asked })}`)

  test('agencies are found by any part of code or name: the managed ones, or all', async () => {
    const wang = await world.signIn('wang.supervisor')
    const managed = await agencies(wang, {})
    assert.deepEqual(keysIn(managed).toSorted(), [AGENCIES.kaohsiung, AGENCIES.personnelOffice, AGENCIES.secretariat,
      AGENCIES.education, AGENCIES.school, AGENCIES.works].toSorted())
    assert.match(managed.body, /共 6 個機關/)
    assert.deepEqual(keysIn(await agencies(wang, { q: '旗津' })), [AGENCIES.school])
    const beyond = await agencies(wang, { q: '台北' })
    assert.deepEqual(keysIn(beyond), [])
    assert.deepEqual(keysIn(await agencies(wang, { within: 'all' })), [])
    const all = await agencies(wang, { q: '台北市 秘書', within: 'all' })
    assert.deepEqual(keysIn(all), [AGENCIES.taipeiSecretariat])
    assert.match(all.body, /臺北市政府秘書處<\/label>[\s\S]*臺北市政府</)
    const suggested = async (q: string, within: string) => JSON.parse((await wang.ask(
      `/pick/agency/suggestions?${new URLSearchParams({ q, within })}`)).body) as { agencies: { code: string }[] }
    assert.deepEqual((await suggested('秘書', 'managed')).agencies,
      [{ code: AGENCIES.secretariat, name: '高雄市政府秘書處', superior: '高雄市政府' }])
    assert.deepEqual((await suggested('秘書', 'all')).agencies.length, 2)
    assert.deepEqual(await suggested('', 'all'), { agencies: [] })
  })

  test('an agency that is chosen leads on under its name; one that may not be is refused', async () => {
    const wang = await world.signIn('wang.supervisor')
    const chosen = await agencies(wang, { as: 'served', pick: 'yes', code: AGENCIES.school })
    assert.equal(chosen.headers.location, `${TO}&served=${AGENCIES.school}`)
    assert.equal((await agencies(wang, { pick: 'yes', code: AGENCIES.school })).headers.location, `/manage/grants?agency=${AGENCIES.school}`)
    for (const code of [AGENCIES.taipei, '999999999Z', "' or 1=1"]) {
      const refused = await agencies(wang, { pick: 'yes', code })
      assert.equal(refused.status, 422)
      assert.match(refused.body, /已不在可選的範圍內/)
    }
    assert.equal((await agencies(wang, { pick: 'yes', code: AGENCIES.taipei, within: 'all' })).status, 303)
    assert.equal((await agencies(wang, { pick: 'yes', code: '999999999Z', within: 'all' })).status, 422)
    assert.equal((await agencies(wang, { pick: 'yes' })).status, 422)
    assert.equal((await agencies(wang, { as: 'a b' })).status, 400)
  })

  test('「瀏覽」 of the person picker goes to the agencies and comes back with what was asked before', async () => {
    const wang = await world.signIn('wang.supervisor')
    const page = await found(wang, { name: '淑芬' })
    const browse = /href="(\/pick\/agency\?[^"]+)"/.exec(page.body)![1]!.replaceAll('&amp;', '&')
    const back = await wang.ask(`${browse}&pick=yes&code=${AGENCIES.works}`)
    assert.equal(back.status, 303)
    const again = await wang.ask(back.headers.location!)
    assert.equal(again.status, 200)
    assert.match(again.body, new RegExp(`value="${AGENCIES.works}"`))
    assert.match(again.body, /value="淑芬"/)
    assert.deepEqual(keysIn(again), [])
  })

  test('a target is a page of management, of the searches or of 切換機關, with one reading', () => {
    for (const to of ['/manage', '/manage/grants?a=b', '/search/accounts', '/switch?next=%2Fmanage']) assert.equal(pickTarget(to), to)
    for (const to of ['', 'manage', '/managers', '/manage//x', '/manage/%2e', '/manage\n', `/manage/${'x'.repeat(1_000)}`, 'javascript:alert(1)']) {
      assert.equal(pickTarget(to), null, to)
    }
  })

  test('nothing of this was a fault', () => assert.deepEqual(world.faults(), []))
})
