// 「人事資料匯入」 through HTTP: who brings a feed, what is told of it, who decides, and who may not.
import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { after, before, describe, test } from 'node:test'
import { dayBefore } from '../../core/days.ts'
import { nationalIdFrom } from '../../core/national-id.ts'
import { csvOf, recordOf, upload } from '../../../test/feed-file.ts'
import { TODAY, work } from '../../../test/feeds.ts'
import { sendFrom } from '../../../test/forms.ts'
import { AGENCIES, nationalIdOf, personOf, startWorld } from '../../../test/world.ts'
import type { FeedRow } from '../../core/feed-columns.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

let world: World
let chen: Visitor
let ho: Visitor
let record: FeedRow[]
before(async () => {
  world = await startWorld()
  chen = await world.signIn('chen.central')
  ho = await world.signIn('ho.central')
  record = await recordOf(world)
})
after(async () => {
  const faults = world.faults()
  await world.stop()
  assert.deepEqual(faults, [])
})

const newcomer = (serial: number, more: Partial<FeedRow> = {}): FeedRow => ({
  nationalId: nationalIdFrom('G', `1${String(serial).padStart(7, '0')}`), name: '新進人員', birthDate: '1995-05-05', email: null,
  agencyCode: AGENCIES.works, unit: '工程科', title: '技士', staffCategory: '01', supervisorLevel: '', rank: '', jobSeries: '',
  postKind: 'appointment', nature: '', section: '', from: TODAY, to: null, ...more,
})

/** Brings a file and has it looked at; answers the feed's address. */
async function bring(visitor: Visitor, content: string | Buffer, more: { kind?: string; name?: string; asOf?: string } = {}): Promise<string> {
  const sent = await upload(visitor, { asOf: TODAY, content, ...more })
  assert.equal(sent.status, 303, sent.body)
  const address = sent.headers.location!.split('?')[0]!
  await work(world.database, address.split('/').at(-1)!)
  return address
}
/** What is on the page, said or not said, without a screen of markup where it is not so. */
const says = ({ body }: Answer, pattern: RegExp, is = true): void => {
  const main = /<main[\s\S]*<\/main>/.exec(body)?.[0].replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ') ?? body.slice(0, 500)
  assert.equal(pattern.test(body) || pattern.test(main), is, `${is ? '' : 'not '}${pattern}: ${main.slice(0, 1_500)}`)
}
const act = async (visitor: Visitor, feed: string, name: string, fields: Record<string, string> = {}): Promise<Answer> =>
  sendFrom(visitor, await visitor.ask(`${feed}/${name}`), `${feed}/${name}`, fields)
const stateOf = async (feed: string) =>
  (await world.sql<{ state: string }>('select state from feed where id = $1', [feed.split('/').at(-1)]))[0]!.state
const factsOf = async () => JSON.stringify([
  await world.sql('select * from person_version order by person_id, version'),
  await world.sql('select * from post_version order by person_id, post_id, version'),
])

const postsNow = () => world.sql('select person_id, post_id, valid::text from post_version where upper_inf(recorded) order by 1, 2')

describe('a file that somebody brings', () => {
  test('waits until its submitter has looked at it and applies it', async () => {
    const feed = await bring(chen, csvOf([...record, newcomer(1)]), { name: '每日 人員.csv' })
    const shown = await chen.ask(feed)
    says(shown, /已完成比對，待您確認後套用/)
    says(shown, /到職 1 異動 0 離職 0/)
    says(shown, /每日 人員\.csv/)
    says(shown, /權限影響 .*到職 1/)
    const asked = await chen.ask(`${feed}/apply`)
    says(asked, /新增 1 人；1 個職務開始/)
    says(asked, /到職：1/)
    const applied = await sendFrom(chen, asked, `${feed}/apply`)
    assert.deepEqual([applied.status, applied.headers.location], [303, `${feed}?done=apply`])
    says(await chen.ask(feed), /data-live="yes"/)
    await work(world.database, feed.split('/').at(-1)!)
    assert.equal(await stateOf(feed), 'applied')
    record.push(newcomer(1))
    says(await chen.ask(feed), /已套用/)
    says(await chen.ask(feed), /data-live/, false)
  })

  test('is recognised when it is brought again, and changes nothing', async () => {
    const content = gzipSync(csvOf([...record, newcomer(2)]))
    const feed = await bring(chen, content)
    const again = await upload(ho, { asOf: TODAY, content })
    assert.equal(again.headers.location, `${feed}?done=same`)
    says(await ho.ask(again.headers.location!), /這個檔案先前已經送達/)
    // Of another day it says something else.
    assert.notEqual(await bring(chen, content, { asOf: dayBefore(TODAY) }), feed)
  })

  test('is told whole why it is none, and rows that are wrong are told one by one, for whoever mends them', async () => {
    const wrong = await bring(chen, 'a,b\r\n1,2\r\n')
    assert.equal(await stateOf(wrong), 'refused')
    says(await chen.ask(wrong), /整檔不收[\s\S]*欄位/)
    const feed = await bring(chen, csvOf([...record, newcomer(3), newcomer(4, { agencyCode: 'X00000000X' }),
      { ...newcomer(5), nationalId: 'A123456780' }]))
    const shown = await chen.ask(feed)
    says(shown, /agency_code[\s\S]*X00000000X/)
    says(shown, /A123456780/, false)
    const faults = await chen.ask(`${feed}/faults?code=idCheckDigit`)
    says(faults, /national_id/)
    says(faults, /X00000000X/, false)
    const report = await chen.ask(`${feed}/faults.csv`)
    says(report, /A123456780/)
    assert.equal((await world.events('feed.report-taken')).length, 1)
  })

  test('leaves nothing behind when it breaks off', async () => {
    const rows = async () => (await world.sql('select count(*)::int as n from feed_row'))[0]!['n']
    const had = await rows()
    const cut = await upload(chen, { asOf: TODAY, content: gzipSync(csvOf([...record, newcomer(6)])).subarray(0, 200) })
    assert.equal(await stateOf(cut.headers.location!), 'refused')
    assert.equal(await rows(), had)
  })

  test('has to say of which day it speaks, and nothing that was typed is lost', async () => {
    for (const [asOf, problem] of [['明天', /看不懂這個日期/], ['', /看不懂|請填寫日期/], ['2099-01-01', /前後一年/]] as const) {
      const answer = await upload(chen, { asOf, kind: 'delta', content: csvOf([newcomer(7)]) })
      assert.equal(answer.status, 422)
      says(answer, problem)
      says(answer, new RegExp(`value="${asOf}"`))
      says(answer, /value="delta" checked/)
    }
  })
})

describe('a feed that is held', () => {
  test('is decided by another than its submitter, with figures and a reason, and refused without a trace', async () => {
    const facts = await factsOf()
    // Kaohsiung is missing, whole.
    const feed = await bring(chen, csvOf(record.filter(({ agencyCode }) => !agencyCode.startsWith('397'))))
    assert.equal(await stateOf(feed), 'held')
    const mine = await chen.ask(feed)
    says(mine, /須由另一位總處管理者核准/)
    says(mine, /占全部在職職務 \d+ 個的 \d+\.\d%/)
    says(mine, /何志成[\s\S]*ho\.central/)
    says(mine, new RegExp(`href="${feed}/approve"`), false)
    // Held or not, what it would do is said in terms of access.
    says(mine, /不再是人事人員 \d+/)
    for (const agency of [AGENCIES.personnelOffice, AGENCIES.education, AGENCIES.school]) says(mine, new RegExp(agency))
    // Not by a form of one's own making either.
    const asked = await ho.ask(`${feed}/approve`)
    const forged = await sendFrom(chen, { ...asked, body: asked.body.replaceAll(/name="csrf" value="[^"]*"/g, `name="csrf" value="${await tokenOf(chen)}"`) },
      `${feed}/approve`, { note: '我自己核准' })
    assert.equal(forged.headers.location, `${feed}?refused=ownFeed`)
    assert.equal(await stateOf(feed), 'held')

    const todo = await ho.ask('/todo')
    says(todo, /人事資料暫緩，待您核准或退回/)
    says(await chen.ask('/todo'), /人事資料暫緩/, false)
    assert.equal((await act(ho, feed, 'reject', { note: '' })).status, 422)
    assert.equal((await act(ho, feed, 'reject', { note: `漏送高雄市 ${nationalIdOf('wu.employee')}` })).headers.location, `${feed}?done=reject`)
    assert.equal(await stateOf(feed), 'rejected')
    const told = await chen.ask(feed)
    says(told, /已退回[\s\S]*漏送高雄市/)
    says(told, new RegExp(nationalIdOf('wu.employee')), false)
    assert.equal(await factsOf(), facts)
    says(await chen.ask('/me'), /人事資料已退回/)
    says(await ho.ask('/todo'), new RegExp(`第 ${feed.split('/').at(-1)} 批`), false)
    // Nobody decides twice.
    assert.equal((await ho.ask(`${feed}/approve`)).headers.location, feed)
  })

  test('is applied once it is approved, and can be undone by a feed with its own preview', async () => {
    const posts = await postsNow()
    const feed = await bring(chen, csvOf(record.filter(({ nationalId }) => nationalId !== nationalIdOf('huang.concurrent'))))
    assert.equal(await stateOf(feed), 'held')
    assert.equal((await act(ho, feed, 'approve', { note: '已向學校確認' })).status, 303)
    await work(world.database, feed.split('/').at(-1)!)
    assert.equal(await stateOf(feed), 'applied')
    says(await chen.ask('/me'), /人事資料已核准/)
    const asked = await chen.ask(`${feed}/undo`)
    says(asked, /先建立一個復原批次/)
    const made = (await sendFrom(chen, asked, `${feed}/undo`)).headers.location!.split('?')[0]!
    await work(world.database, made.split('/').at(-1)!)
    says(await chen.ask(made), /復原對象/)
    says(await chen.ask(feed), /將復原這一批/)
    const state = await stateOf(made)
    assert.equal((await act(state === 'held' ? ho : chen, made, state === 'held' ? 'approve' : 'apply', { note: '復原' })).status, 303)
    await work(world.database, made.split('/').at(-1)!)
    says(await chen.ask(feed), /已由第 \d+ 批復原/)
    assert.deepEqual(await postsNow(), posts)
  })
})

const tokenOf = async (visitor: Visitor): Promise<string> => /name="csrf" value="([^"]+)"/.exec((await visitor.ask('/manage/feeds/new')).body)![1]!

describe('nobody else', () => {
  test('sees or brings a feed: not auditors, managers, delegates, nor whoever is not signed in', async () => {
    const feed = await bring(chen, csvOf([...record, newcomer(8)]))
    const paths = ['/manage/feeds', '/manage/feeds/new', '/manage/feeds.csv', '/manage/feeds/template.csv', feed, `${feed}/faults`, `${feed}/faults.csv`,
      ...['apply', 'approve', 'reject', 'undo'].map((name) => `${feed}/${name}`)]
    const facts = await factsOf()
    for (const who of ['lin.auditor', 'wang.supervisor', 'tsai.delegate', 'wu.employee'] as const) {
      const visitor = await world.signIn(who)
      for (const path of paths) assert.equal((await visitor.ask(path)).status, 403, `${who} ${path}`)
      const csrf = /name="csrf" value="([^"]+)"/.exec((await visitor.ask('/applications')).body)![1]!
      assert.equal((await upload(visitor, { asOf: TODAY, content: csvOf(record), csrf })).status, 403, who)
      for (const name of ['apply', 'approve', 'reject', 'undo']) {
        const body = new URLSearchParams({ csrf, seen: 'ready - -', note: 'x' })
        const sent = await visitor.ask(`${feed}/${name}`, { method: 'POST', body, headers: { origin: visitor.origin } })
        assert.equal(sent.status, 403, `${who} ${name}`)
      }
    }
    assert.equal((await upload(world.visitor(), { asOf: TODAY, content: csvOf(record), csrf: 'x' })).status, 401)
    assert.equal((await upload(chen, { asOf: TODAY, content: csvOf(record), csrf: 'x' })).status, 403)
    assert.equal(await stateOf(feed), 'ready')
    assert.equal(await factsOf(), facts)
  })

  test('finds a feed that is none, or a dry run', async () => {
    await world.sql(`insert into feed (kind, state, source, as_of, submitted_via, trial) values ('delta', 'received', 'x', $1, 'test', true)`, [TODAY])
    const [{ id } = { id: '' }] = await world.sql<{ id: string }>('select max(id)::text as id from feed')
    for (const path of [`/manage/feeds/${id}`, '/manage/feeds/99999999', '/manage/feeds/0', '/manage/feeds/abc', `/manage/feeds/${id}/apply`]) {
      assert.equal((await chen.ask(path)).status, 404, path)
    }
  })
})

describe('the list', () => {
  test('is filtered, sorted, paged by key, counted, and taken away as a file', async () => {
    const shown = await chen.ask('/manage/feeds')
    const total = Number(/共 (\d+) 筆/.exec(shown.body)![1])
    const [{ n } = { n: 0 }] = await world.sql<{ n: number }>('select count(*)::int as n from feed where not trial')
    assert.equal(total, n)
    says(await chen.ask('/manage/feeds?shown=ended'), /已退回/)
    says(await chen.ask('/manage/feeds?shown=applied'), /已退回/, false)
    says(await chen.ask('/manage/feeds?kind=undo&sort=rows&dir=asc'), /復原/)
    await world.sql(`insert into feed (kind, state, source, as_of, submitted_via) select 'delta', 'interrupted', 'n' || n, $1, 'client hr' from generate_series(1, 60) n`, [TODAY])
    const first = await chen.ask('/manage/feeds?kind=delta')
    const next = /rel="next" href="([^"]+)"/.exec(first.body)![1]!.replaceAll('&amp;', '&')
    says(await chen.ask(next), /第 51 至 \d+ 筆/)
    const file = await chen.ask('/manage/feeds.csv?kind=delta')
    assert.equal(file.body.trim().split('\n').length - 1, (await world.sql(`select 1 from feed where kind = 'delta' and not trial`)).length)
    says(first, /程式 hr/)
    assert.equal((await chen.ask('/manage/feeds?shown=everything')).status, 400)
  })

  test('and each page is complete in English', async () => {
    for (const { id } of await world.sql<{ id: string }>('select id from feed where not trial order by id limit 12')) {
      const { body, status } = await chen.ask(`/manage/feeds/${id}?lang=en`)
      assert.equal(status, 303)
      const page = await chen.ask(`/manage/feeds/${id}`)
      assert.doesNotMatch(page.body.replaceAll(/<(span|dd|td|th|li|p)[^>]*lang="zh[^>]*>[^<]*/g, ''), /資料|職務|批次/, body)
    }
  })
})

test('the events tell who brought, decided and applied what', async () => {
  const codes = await world.sql<{ code: string; actor: string | null }>(
    `select code, actor_person_id as actor from audit_event where code like 'feed.%' and outcome = 'done' and actor_person_id is not null`)
  const of = (code: string) => new Set(codes.filter((one) => one.code === code).map(({ actor }) => actor))
  assert.deepEqual(of('feed.begun'), new Set([personOf('chen.central'), personOf('ho.central')]))
  assert.deepEqual(of('feed.approved'), new Set([personOf('ho.central')]))
})
