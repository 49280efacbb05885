// 「應用系統權限查詢」 of an agency with many people: pages, orders, exports.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { readCsv } from '../../../test/spreadsheet.ts'
import { AGENCIES } from '../../../test/world.ts'
import { bytesOf, EVENT, query, startSearchWorld, status, textOf } from '../../../test/searches.ts'
import type { Visitor } from '../../../test/http.ts'
import type { World } from '../../../test/world.ts'

const { works } = AGENCIES

describe('with many people', () => {
  let world: World
  let wang: Visitor
  const MANY = 6_000
  before(async () => {
    world = await startSearchWorld()
    wang = await world.signIn('wang.supervisor')
    await world.arrange(`
      insert into person (id, key, national_id_sealed, national_id_index)
        select n, gen_random_uuid(), (select national_id_sealed from person where id = 1), sha256(n::text::bytea)
        from generate_series(1000, ${999 + MANY}) n;
      insert into person_version (person_id, name, birth_date, event_id)
        select n, '人' || lpad((n * 7919 % ${MANY})::text, 5, '0'), '1980-01-01', ${EVENT} from generate_series(1000, ${999 + MANY}) n;
      insert into account (person_id, state, name) select n, 'active', 'many' || n from generate_series(1000, ${999 + MANY}) n;
      insert into post (id, person_id, agency_code, kind, unit, title, starts)
        select n * 10, n, '${works}', 'appointment', '', '技士', '2020-01-01' from generate_series(1000, ${999 + MANY}) n;
      insert into post_version (person_id, post_id, valid, event_id)
        select n, n * 10, '[2020-01-01,)', ${EVENT} from generate_series(1000, ${999 + MANY}) n`)
    // A national ID opens only beside its own index, which a test of many need not seal one by one.
    await world.sql(`set session_replication_role = replica;
      alter table person drop constraint person_national_id_index_key;
      update person set national_id_index = (select national_id_index from person where id = 1) where id >= 1000;
      set session_replication_role = origin; analyze`)
  })

  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })

  const rowsIn = (html: string): string[] => [...html.matchAll(/<th role="rowheader"[^>]*>([^ ]+) /g)].map(([, name]) => name!)
  const link = (html: string, rel: 'prev' | 'next'): string | null =>
    new RegExp(`rel="${rel}" href="([^"]+)"`).exec(html)?.[1]!.replaceAll('&amp;', '&') ?? null

  test('pages go forth and back by key, in every order that one agency’s list has', async () => {
    for (const sort of ['agency', '-agency', 'name', '-name', 'until', '-until']) {
      const first = await wang.ask(query('/search/permissions', { application: 'D6', agency: works, sort }))
      const second = await wang.ask(link(first.body, 'next')!)
      const third = await wang.ask(link(second.body, 'next')!)
      const back = await wang.ask(link(third.body, 'prev')!)
      assert.equal(rowsIn(first.body).length, 50)
      assert.deepEqual(rowsIn(back.body), rowsIn(second.body), sort)
      assert.equal(link(first.body, 'prev'), null)
      const again = await wang.ask(link(back.body, 'prev')!)
      assert.deepEqual(rowsIn(again.body), rowsIn(first.body), sort)
      assert.equal(new Set([first, second, third].flatMap(({ body }) => rowsIn(body))).size, 150)
      if (sort.endsWith('name')) {
        const names = [first, second, third].flatMap(({ body }) => rowsIn(body))
        const sorted = names.toSorted((a, b) => Number(a > b) - Number(a < b))
        assert.deepEqual(names, sort === 'name' ? sorted : sorted.toReversed())
      }
      for (const { body } of [first, second, third]) assert.doesNotMatch(link(body, 'next')!, /人\d|%E4/, 'no name in an address')
    }
  })

  test('a place in one list is none in another', async () => {
    const first = await wang.ask(query('/search/permissions', { application: 'D6', agency: works }))
    const place = new URLSearchParams(link(first.body, 'next')!.split('?')[1]).get('after')!
    const goOn = (search: string) => status(wang, query(`/search/${search}`, { application: 'D6', agency: works, after: place }))
    assert.deepEqual([await goOn('permissions'), await goOn('duty-permissions')], [200, 400])
  })

  test('everything found is exported, once each, in the order asked', async () => {
    const rows = readCsv(await bytesOf(wang, query('/search/permissions.csv', { application: 'D6', agency: works, sort: 'name' }))).slice(1)
    const keys = new Set(rows.map((line) => line[2]))
    assert.equal(keys.size, rows.length)
    assert.ok(rows.length >= MANY)
    const names = rows.map((line) => line[3]!)
    assert.deepEqual(names, names.toSorted((a, b) => Number(a > b) - Number(a < b)))
    const page = await wang.ask(query('/search/permissions', { application: 'D6', agency: works, count: 'yes' }))
    assert.match(textOf(page.body), new RegExp(`共 ${rows.length.toLocaleString('en-US')} 筆`))
  })

  test('who goes away amid an export has taken as much as the event says, and no more is read', async () => {
    const earlier = (await world.events('search.exported')).length
    const cookie = [...wang.cookies].map((pair) => pair.join('=')).join('; ')
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(wang.address).port), '127.0.0.1', () => socket.write(
        `GET ${query('/search/permissions.csv', { application: 'D6', agency: works })} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`))
      socket.once('data', () => {
        socket.destroy()
        resolve()
      })
    })
    let events = await world.events('search.exported')
    for (; events.length === earlier; events = await world.events('search.exported')) await new Promise(setImmediate)
    const { rows, whole } = events.at(-1)!.detail as { rows: number; whole: boolean }
    assert.equal(whole, false)
    // The batch that was under way, and none after it.
    assert.ok(rows < MANY, `${rows} rows were read for somebody who had gone`)
  })
})
