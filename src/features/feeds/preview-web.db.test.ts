// What the centre is shown of a feed's effect before it decides, and after, through HTTP.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { dayInTaipei } from '../../core/days.ts'
import { change, processOrigin } from '../../store/change.ts'
import { AGENCIES, nameOf, personOf, postOf, startWorld } from '../../../test/world.ts'
import { applyFeed } from './apply-feed.ts'
import { previewFeed } from './preview-feed.ts'
import type { Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const TODAY = dayInTaipei(new Date())

describe('the effect of a feed, by name', () => {
  let world: World
  let feed: string
  let chen: Visitor
  const page = async (path: string): Promise<string> => {
    const { status, body } = await chen.ask(`/manage/feeds/${feed}${path}`)
    assert.equal(status, 200, path)
    return body.replaceAll(/\s+/g, ' ')
  }
  const post = (who: Who, valid: string, more: { change?: string; id?: string; agency?: string; category?: string; level?: string }) => world.sql(`
    insert into feed_post (feed_id, person_id, post_id, change, ends, agency_code, kind, unit, title, starts, staff_category,
      supervisor_level, rank, job_series, nature, section, valid)
    values ($1, $2, $3, $4, false, $5, 'appointment', $6, '科員', '2020-01-01', $7, $8, '', '', '', '', $9)`,
  [feed, personOf(who), more.id ?? postOf(who), more.change ?? 'changed', more.agency ?? AGENCIES.personnelOffice, '考訓科',
    more.category ?? '', more.level ?? '', valid])

  before(async () => {
    world = await startWorld()
    chen = await world.signIn('chen.central')
    // A grant of her own that rests on the post that ends.
    await world.arrange(`insert into permission_grant (application_code, category_code, agency_code, person_id, post_id, valid, reason, event_id)
      select 'A5', 'use', '${AGENCIES.personnelOffice}', ${personOf('lee.officer')}, ${postOf('lee.officer')}, '[2020-01-01,)', '測試', max(id) from audit_event`)
    const [row] = await world.sql<{ id: string }>(`insert into feed (kind, state, source, as_of, submitted_via, counts)
      values ('snapshot', 'ready', 'people.csv', $1, 'test', '{"newPersons":0,"changedPersons":0,"joins":1,"changes":1,"ends":1}') returning id`, [TODAY])
    feed = row!.id
    await post('lee.officer', `[2020-01-01,${TODAY})`, { category: '08' })
    await post('lee.officer', `[${TODAY},)`, { change: 'new', id: '9001', agency: AGENCIES.school, category: '08' })
    await world.database.unaudited.transaction().execute((db) => previewFeed({ db }, feed, TODAY))
  })
  after(() => world.stop())

  it('stands on the page of the feed in numbers that lead to the names', async () => {
    const body = await page('')
    assert.match(body, /權限影響/)
    assert.match(body, /服務機關異動/)
    assert.match(body, /暫停的授權/)
    assert.match(body, new RegExp(`href="/manage/feeds/${feed}/rights\\?application=A5&amp;side=lost&amp;day=${TODAY}"`))
  })

  const gained = `/rights?application=A4&side=gained&day=${TODAY}`
  const lost = `/rights?application=A5&side=lost&day=${TODAY}`
  const shown = async (): Promise<void> => {
    const more = await page(gained)
    assert.match(more, new RegExp(nameOf('lee.officer')))
    assert.match(more, /旗津國民小學/)
    assert.match(more, /職務「考訓科 科員」自/)
    const less = await page(lost)
    assert.match(less, /應用系統授權（授予本人）/)
    assert.match(less, /待主管確認/)
    assert.match(less, /不再有此系統/)
  }

  it('names who gains and who loses, why, and what of their posts differs', shown)

  it('names who moves, and whose office ends and begins', async () => {
    const moved = await page(`/people?what=moving&day=${TODAY}`)
    assert.match(moved, new RegExp(nameOf('lee.officer')))
    const officers = await page(`/people?what=officers&day=${TODAY}`)
    assert.match(officers, new RegExp(AGENCIES.school))
    assert.match(await page(`/people?what=agencies&day=${TODAY}`), /沒有符合的人員/)
  })

  it('is narrowed to an agency, and taken away as a file that leaves its events', async () => {
    assert.match(await page(`${gained}&agency=${AGENCIES.works}`), /沒有符合的人員/)
    const { status, body } = await chen.ask(`/manage/feeds/${feed}${gained.replace('/rights', '/rights.csv')}`)
    assert.equal(status, 200)
    assert.match(body, new RegExp(`${nameOf('lee.officer')},[A-Z]\\d\\d\\*{4}`))
    const [exported] = await world.events('search.exported')
    assert.deepEqual([(exported!.detail as { search: string }).search, (exported!.detail as { rows: number }).rows], ['feed-rights', 1])
  })

  it('is the centre’s alone', async () => {
    const wang = await world.signIn('wang.supervisor')
    for (const path of ['', gained, lost, `/people?what=moving&day=${TODAY}`]) {
      assert.equal((await wang.ask(`/manage/feeds/${feed}${path}`)).status, 403, path)
    }
    assert.equal((await chen.ask('/manage/feeds/999/rights?application=A4&side=gained&day=2026-01-01')).status, 404)
  })

  it('tells the same once the feed is applied and its rows are gone', async () => {
    await change(world.database, processOrigin('test'), async (tx) => {
      const applied = await applyFeed(tx, { id: feed, today: TODAY })
      if ('refused' in applied) throw new Error(applied.refused)
      return { result: null, event: applied.event }
    })
    await world.sql('delete from feed_post')
    await shown()
    assert.match(await page(`/people?what=moving&day=${TODAY}`), new RegExp(nameOf('lee.officer')))
    assert.deepEqual(world.faults(), [])
  })
})
