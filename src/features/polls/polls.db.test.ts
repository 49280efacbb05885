// 「主題投票」: who writes and who votes, once; and that nothing that is kept tells who chose what.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { tokenIn } from '../../../test/http.ts'
import { AGENCIES, personOf, startWorld } from '../../../test/world.ts'
import { textOf } from '../../../test/searches.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const { kaohsiung, personnelOffice, education, taipeiPersonnelOffice } = AGENCIES
const NOBODY = '00000000-0000-4000-8000-00000000ffff'
const OFFICERS: Who[] = ['wang.supervisor', 'kao.supervisor', 'lee.officer', 'chang.unit', 'tsao.education', 'huang.concurrent']

describe('polls', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })
  beforeEach(() => world.sql('truncate poll cascade'))

  type Fields = Record<string, string>
  const write = (visitor: Visitor, more: Fields = {}): Promise<Answer> => visitor.submit('/manage/content/polls/new', {
    agency: personnelOffice, standing: 'hr', audience: kaohsiung, below: 'yes', question: '哪一天？', choices: '週一\n週二\n週三', mostChoices: '1',
    closesDay: '2099-01-01', ...more,
  }, '/switch')
  const idIn = ({ headers, body }: Answer): string => {
    const found = /\/polls\/([0-9a-f-]{36})\?/.exec(String(headers.location))
    assert.ok(found, textOf(body))
    return found[1]!
  }
  const written = async (more: Fields = {}, who: Who = 'wang.supervisor') => idIn(await write(await world.signIn(who), more))
  test('a form that is sent twice writes one poll, so that no votes go astray', async () => {
    const wang = await world.signIn('wang.supervisor')
    const number = /name="number" value="([^"]+)"/.exec((await wang.ask('/manage/content/polls/new')).body)?.[1]
    assert.ok(number)
    const answers = await Promise.all([write(wang, { number }), write(wang, { number })])
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 422])
    assert.match(textOf(answers.find(({ status }) => status === 422)!.body), /這份表單已經儲存過/)
    assert.equal((await world.sql('select from poll')).length, 1)
    assert.equal((await world.events('poll.written')).at(-1)!['outcome'], 'refused')
  })

  async function vote(visitor: Visitor, id: string, ...choice: string[]): Promise<Answer> {
    const body = new URLSearchParams(choice.map((one): [string, string] => ['choice', one]))
    body.set('csrf', tokenIn(await visitor.ask('/switch')))
    return visitor.ask(`/polls/${id}/vote`, { method: 'POST', body, headers: { origin: visitor.origin, 'sec-fetch-site': 'same-origin' } })
  }
  const tally = async (id: string) =>
    (await world.sql<{ votes: number }>('select votes from poll_choice where poll_id = $1 order by position', [id])).map(({ votes }) => votes)
  const voters = async (id: string) =>
    (await world.sql<{ person_id: string }>('select person_id from poll_voter where poll_id = $1 order by person_id', [id])).map((row) => row.person_id)
  const close = (id: string) => world.arrange(`update poll set opens_at = now() - interval '2 days', closes_at = now() - interval '1 day' where id = $1`, [id])
  const votesOf = async (id: string) =>
    (await world.events('poll.voted')).filter(({ detail }) => (detail as { poll: string }).poll === id)
  const allVote = async (id: string, chosen: readonly string[]) => {
    for (const [n, who] of OFFICERS.entries()) assert.equal((await vote(await world.signIn(who), id, chosen[n]!)).status, 303, who)
  }

  test('written by a supervisor, voted by an officer once, with events that do not say for what', async () => {
    const id = await written()
    const lee = await world.signIn('lee.officer')
    assert.match(textOf((await lee.ask('/polls')).body), /哪一天？.*高雄市政府人事處/)
    assert.match(textOf((await lee.ask(`/polls/${id}`)).body), /請選擇一項 週一 週二 週三.*每人一票/)
    assert.equal((await vote(lee, id, '2')).headers.location, `/polls/${id}?done=voted`)
    const page = textOf((await lee.ask(`/polls/${id}`)).body)
    assert.match(page, /已投票 1 人.*您已投票/)
    assert.doesNotMatch(page, /投票結果/)
    assert.deepEqual([await tally(id), await voters(id)], [[0, 1, 0], [personOf('lee.officer')]])
    const [made] = await world.events('poll.written')
    assert.deepEqual([made!['agency'], made!['actor_person_id'], made!['outcome']], [personnelOffice, personOf('wang.supervisor'), 'done'])
    const events = await votesOf(id)
    assert.deepEqual(events.map(({ person_id, outcome, detail }) => [person_id, outcome, detail]), [[personOf('lee.officer'), 'done', { poll: id }]])
  })

  test('a second vote is refused and changes nothing, as are votes in several windows at once', async () => {
    const id = await written()
    const lee = await world.signIn('lee.officer')
    const answers = await Promise.all(['1', '2', '3', '1'].map((one) => vote(lee, id, one)))
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 422, 422, 422])
    assert.match(textOf(answers.find(({ status }) => status === 422)!.body), /您已經投過票/)
    assert.equal((await vote(lee, id, '1')).status, 422)
    const counts = await tally(id)
    assert.equal(counts.reduce((sum, one) => sum + one), 1)
    assert.equal((await voters(id)).length, 1)
  })

  test('many who vote at once are all counted', async () => {
    const id = await written()
    const visitors = await Promise.all(OFFICERS.map((who) => world.signIn(who)))
    const answers = await Promise.all(visitors.map((visitor, n) => vote(visitor, id, String((n % 3) + 1))))
    assert.deepEqual(answers.map(({ status }) => status), OFFICERS.map(() => 303))
    assert.deepEqual(await tally(id), [2, 2, 2])
  })

  test('several choices, up to as many as may be chosen; what was ticked is still there when it is refused', async () => {
    const id = await written({ mostChoices: '2' })
    const lee = await world.signIn('lee.officer')
    const tooMany = await vote(lee, id, '1', '2', '3')
    assert.match(textOf(tooMany.body), /選擇的項目太多/)
    assert.equal(tooMany.body.match(/ checked/g)?.length, 3)
    for (const [chosen, sentence] of [[[], /請至少選擇一項/], [['9'], /沒有這個選項/], [['1', '1'], /沒有這個選項/], [["1'"], /沒有這個選項/]] as const) {
      const answer = await vote(lee, id, ...chosen)
      assert.equal(answer.status, 422)
      assert.match(textOf(answer.body), sentence)
    }
    assert.deepEqual(await tally(id), [0, 0, 0])
    assert.equal((await vote(lee, id, '1', '3')).status, 303)
    assert.deepEqual(await tally(id), [1, 0, 1])
  })

  test('nothing that is kept tells who chose what: no row of a vote, no key, no time, no transaction, no event', async () => {
    const id = await written()
    const chosen = ['1', '3', '3', '2', '1', '3']
    const logged = world.logged.length
    for (const [n, who] of OFFICERS.entries()) {
      assert.equal((await vote(await world.signIn(who), id, chosen[n]!)).status, 303)
      // After each vote all choices are rows of that one transaction, so that it does not tell which of them was chosen.
      const rows = await world.sql<{ transactions: number }>('select count(distinct xmin::text)::int as transactions from poll_choice where poll_id = $1', [id])
      assert.equal(rows[0]!.transactions, 1)
    }
    assert.deepEqual(await tally(id), [2, 1, 3])
    // A row a choice, however many voted; and of the voter who, in which poll, by which event, and nothing more.
    assert.equal((await world.sql('select from poll_choice where poll_id = $1', [id])).length, 3)
    const columns = (await world.sql<{ name: string }>(
      `select column_name as name from information_schema.columns where table_name = 'poll_voter' order by 1`)).map(({ name }) => name)
    assert.deepEqual(columns, ['event_id', 'person_id', 'poll_id'])
    // What was written of each vote is the same for all but the person: the events of those who chose unlike say the same.
    const details = (await votesOf(id)).map(({ detail }) => JSON.stringify(detail))
    assert.deepEqual([...new Set(details)], [JSON.stringify({ poll: id })])
    // Whatever table there is, no row is of a vote but the voter's: none other names the poll and came with the votes.
    const tables = await world.sql<{ name: string }>(`select distinct table_name as name from information_schema.columns where column_name = 'poll_id'`)
    assert.deepEqual(tables.map(({ name }) => name).toSorted(), ['poll_choice', 'poll_end', 'poll_voter'])
    assert.doesNotMatch(world.logged.slice(logged).join(), /choice/)
  })

  test('the program can count a vote in no other way than with its voter, and takes none back', async () => {
    const [can] = await world.sql(`select has_table_privilege('ecpa_program', 'poll_voter', 'insert') as voter,
      has_any_column_privilege('ecpa_program', 'poll_choice', 'update') as counted, has_table_privilege('ecpa_program', 'poll_voter', 'delete') as taken,
      has_column_privilege('ecpa_program', 'poll_choice', 'votes', 'insert') as stuffed, has_any_column_privilege('ecpa_program', 'poll', 'update') as rewritten`)
    assert.deepEqual(can, { voter: false, counted: false, taken: false, stuffed: false, rewritten: false })
    const id = await written()
    const cast = (chosen: string, poll = id) =>
      world.arrange(`select cast_vote('${poll}', ${personOf('lee.officer')}, '${chosen}', (select max(id) from audit_event))`)
    for (const chosen of ['{}', '{4}', '{1,1}', '{1,2}']) await assert.rejects(cast(chosen), /names other choices/)
    await close(id)
    await assert.rejects(cast('{1}'), /not open/)
    assert.deepEqual([await tally(id), await voters(id)], [[0, 0, 0], []])
  })

  test('the result is told after the end, with a chart and a table, and of too few people not at all', async () => {
    const id = await written()
    const lee = await world.signIn('lee.officer')
    await vote(lee, id, '1')
    await close(id)
    assert.match(textOf((await lee.ask(`/polls/${id}`)).body), /投票的人不到 5 人/)
    assert.equal((await vote(await world.signIn('kao.supervisor'), id, '1')).status, 422)
    const second = await written()
    await allVote(second, ['1', '3', '3', '2', '1', '3'])
    const open = textOf((await (await world.signIn('wang.supervisor')).ask(`/manage/content/polls/${second}`)).body)
    assert.match(open, /已投票 6 人/)
    assert.doesNotMatch(open, /50\.0%/)
    await close(second)
    for (const [who, path] of [['lee.officer', '/polls'], ['wang.supervisor', '/manage/content/polls']] as const) {
      const { body } = await (await world.signIn(who)).ask(`${path}/${second}`)
      assert.match(body, /role="img" aria-label="長條圖：週一 2 票（33\.3%）；週二 1 票（16\.7%）；週三 3 票（50\.0%）"/)
      assert.match(textOf(body), /選項 票數 占投票人數 週一 2 33\.3% 週二 1 16\.7% 週三 3 50\.0%/)
    }
    assert.match(textOf((await lee.ask('/polls?shown=over')).body), /哪一天？.*已於/)
  })

  test('for those elsewhere there is no such poll: neither page nor vote', async () => {
    const id = await written()
    for (const who of ['yang.taipei', 'wu.employee', 'lin.auditor'] as const) {
      const visitor = await world.signIn(who)
      assert.equal((await visitor.ask(`/polls/${id}`)).status, 404, who)
      assert.equal((await vote(visitor, id, '1')).status, 404, who)
      assert.doesNotMatch((await visitor.ask('/polls')).body, new RegExp(id))
    }
    assert.equal((await world.visitor().ask(`/polls/${id}`)).status, 404)
    assert.equal((await (await world.signIn('lee.officer')).ask(`/polls/${NOBODY}`)).status, 404)
    assert.deepEqual(await voters(id), [])
    assert.deepEqual((await votesOf(id)).map(({ outcome }) => outcome), ['refused', 'refused', 'refused'])
  })

  test('a poll of the centre for everybody is read by the public; to vote one signs in, as oneself', async () => {
    const id = await written({ agency: 'centre', standing: 'public', audience: '' }, 'chen.central')
    const visitor = world.visitor()
    assert.match((await visitor.ask('/polls')).body, new RegExp(id))
    const page = (await visitor.ask(`/polls/${id}`)).body
    assert.match(page, new RegExp(`href="/\\?next=%2Fpolls%2F${id}"`))
    assert.doesNotMatch(page, /name="choice"/)
    assert.equal((await vote(await world.signIn('wu.employee'), id, '1')).status, 303)
    const card = await world.signInCard(personnelOffice)
    assert.match(textOf((await card.ask(`/polls/${id}`)).body), /要由本人登入才能投票/)
    assert.notEqual((await vote(card, id, '1')).status, 303)
    assert.deepEqual(await tally(id), [1, 0, 0])
  })

  const refusals: [string, Who, Fields, RegExp | 404][] = [
    ['to the nation, by an agency', 'wang.supervisor', { audience: '' }, /只有總處可以請全國投票/],
    ['to the public, by an agency', 'wang.supervisor', { standing: 'public', audience: '' }, /只有總處可以請所有人投票/],
    ['to an agency of another city', 'wang.supervisor', { audience: taipeiPersonnelOffice }, /不在您或發起機關的管理範圍/],
    ['a bureau to its city', 'tsao.education', { agency: education }, /不在您或發起機關的管理範圍/],
    ['for an agency of another city', 'wang.supervisor', { agency: taipeiPersonnelOffice }, 404],
    ['for the centre', 'wang.supervisor', { agency: 'centre' }, 404],
    ['without a question', 'wang.supervisor', { question: ' ' }, /請填寫主題/],
    ['with one choice', 'wang.supervisor', { choices: '週一\n\n' }, /至少要有兩個選項/],
    ['with the same choice twice', 'wang.supervisor', { choices: '週一\n週一 ' }, /有兩個選項相同/],
    ['with too many choices', 'wang.supervisor', { choices: Array.from({ length: 21 }, (_, n) => `選項${n}`).join('\n') }, /最多 20 個選項/],
    ['with more to choose than there are', 'wang.supervisor', { mostChoices: '4' }, /可以選的項數比選項還多/],
    ['with no number to choose', 'wang.supervisor', { mostChoices: '0' }, /請填寫 1 至 20 的數字/],
    ['without an end', 'wang.supervisor', { closesDay: '' }, /請填寫截止日期/],
    ['over before it opens', 'wang.supervisor', { opensDay: '2099-02-01' }, /截止時間要晚於開始時間/],
    ['with an end that is past', 'wang.supervisor', { closesDay: '2020-01-01' }, /截止時間/],
  ]
  for (const [what, who, more, expected] of refusals) {
    test(`not written: ${what}; what was typed is still there`, async () => {
      const answer = await write(await world.signIn(who), { about: '打好的說明', ...more })
      assert.equal(answer.status, expected === 404 ? 404 : 422)
      if (expected !== 404) {
        assert.match(textOf(answer.body), expected)
        assert.match(answer.body, />打好的說明<\/textarea>/)
      }
      assert.equal((await world.sql('select from poll')).length, 0)
    })
  }

  test('ended early with a reason, once, it takes no more votes; another’s is not there for a manager of elsewhere', async () => {
    const id = await written()
    const end = (visitor: Visitor, reason = '題目有誤') => visitor.submit(`/manage/content/polls/${id}/end`, { reason }, '/switch')
    const yang = await world.signIn('yang.taipei')
    for (const path of ['', '/end']) assert.equal((await yang.ask(`/manage/content/polls/${id}${path}`)).status, 404)
    assert.equal((await end(yang)).status, 404)
    assert.equal((await (await world.signIn('lee.officer')).ask('/manage/content/polls')).status, 403)
    const wang = await world.signIn('wang.supervisor')
    assert.equal((await end(wang, '')).status, 422)
    assert.match(textOf((await wang.ask(`/manage/content/polls/${id}/end`)).body), /將立即停止投票/)
    assert.equal((await end(wang)).headers.location, `/manage/content/polls/${id}?done=ended`)
    assert.match(textOf((await end(wang)).body), /已經結束/)
    assert.match(textOf((await vote(await world.signIn('lee.officer'), id, '1')).body), /已經結束，不能再投票/)
    assert.deepEqual((await world.events('poll.ended')).map(({ outcome }) => outcome), ['refused', 'done', 'refused'])
    assert.match(textOf((await wang.ask('/manage/content/polls')).body), /哪一天？.*已結束/)
  })

  test('one that was ended before it opened is never seen by its voters', async () => {
    const id = await written({ opensDay: '2098-01-01' })
    const lee = await world.signIn('lee.officer')
    assert.equal((await lee.ask(`/polls/${id}`)).status, 404)
    const wang = await world.signIn('wang.supervisor')
    await wang.submit(`/manage/content/polls/${id}/end`, { reason: '不辦了' }, '/switch')
    assert.match(textOf((await wang.ask(`/manage/content/polls/${id}`)).body), /未開始即取消/)
    assert.equal((await lee.ask(`/polls/${id}`)).status, 404)
    for (const shown of ['open', 'over']) assert.doesNotMatch((await lee.ask(`/polls?shown=${shown}`)).body, new RegExp(id))
  })

  test('a vote without the token of the form is not counted', async () => {
    const id = await written()
    const lee = await world.signIn('lee.officer')
    const answer = await lee.ask(`/polls/${id}/vote`, {
      method: 'POST', body: new URLSearchParams({ choice: '1' }), headers: { origin: lee.origin, 'sec-fetch-site': 'same-origin' },
    })
    assert.equal(answer.status, 403)
    assert.deepEqual(await voters(id), [])
  })
})
