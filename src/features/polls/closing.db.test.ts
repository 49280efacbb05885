// What happens at the very end of a poll: a vote that is under way, one that queues behind it, and whoever reads the result meanwhile.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { tokenIn } from '../../../test/http.ts'
import { AGENCIES, personOf, startWorld } from '../../../test/world.ts'
import { textOf } from '../../../test/searches.ts'
import type { Answer, Visitor } from '../../../test/http.ts'
import type { Who, World } from '../../../test/world.ts'

const VOTED: Who[] = ['wang.supervisor', 'lee.officer', 'chang.unit', 'tsao.education', 'huang.concurrent']

describe('the end of a poll', () => {
  let world: World
  before(async () => { world = await startWorld() })
  after(async () => {
    const faults = world.faults()
    await world.stop()
    assert.deepEqual(faults, [])
  })

  async function written(): Promise<string> {
    const wang = await world.signIn('wang.supervisor')
    const { headers } = await wang.submit('/manage/content/polls/new', {
      agency: AGENCIES.personnelOffice, standing: 'employee', audience: AGENCIES.kaohsiung, below: 'yes', question: '哪一天？', choices: '週一\n週二',
      mostChoices: '1', closesDay: '2099-01-01',
    }, '/switch')
    return /\/polls\/([0-9a-f-]{36})\?/.exec(String(headers.location))![1]!
  }
  async function vote(visitor: Visitor, id: string, choice: string): Promise<Answer> {
    const body = new URLSearchParams({ choice, csrf: tokenIn(await visitor.ask('/switch')) })
    return visitor.ask(`/polls/${id}/vote`, { method: 'POST', body, headers: { origin: visitor.origin, 'sec-fetch-site': 'same-origin' } })
  }
  const tally = async (id: string) =>
    (await world.sql<{ votes: number }>('select votes from poll_choice where poll_id = $1 order by position', [id])).map(({ votes }) => votes)
  const queues = async () => (await world.sql<{ there: boolean }>(`select exists (select from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()) as there`))[0]!.there

  /** Runs it while kao's vote for the second choice is cast and not yet committed. */
  async function underWay(id: string, during: (commit: () => Promise<unknown>) => Promise<void>): Promise<void> {
    const kao = new pg.Client({ connectionString: world.databaseUrl })
    await kao.connect()
    try {
      await kao.query('begin')
      await kao.query(`insert into audit_event (code, outcome, actor_process) values ('poll.voted', 'done', 'test')`)
      await kao.query(`select cast_vote('${id}', ${personOf('kao.supervisor')}, '{2}', (select max(id) from audit_event))`)
      await during(() => kao.query('commit'))
    } finally {
      await kao.end()
    }
  }
  /** Starts it, and goes on when it waits for a lock, or did not have to. */
  async function started(act: () => Promise<Answer>): Promise<{ answer: Promise<Answer> }> {
    let answered = false
    const answer = act().finally(() => { answered = true })
    while (!answered && !await queues());
    return { answer }
  }

  const ends: [string, (id: string) => Promise<unknown>][] = [
    ['by its time', (id) => world.arrange('update poll set closes_at = clock_timestamp() where id = $1', [id])],
    ['by hand', async (id) => {
      const wang = await world.signIn('wang.supervisor')
      assert.equal((await wang.submit(`/manage/content/polls/${id}/end`, { reason: '日期已定' }, '/switch')).status, 303)
    }],
  ]
  for (const [how, end] of ends) {
    test(`ended ${how}: a vote that queued until then is refused, and the one before it is counted`, async () => {
      const id = await written()
      const lee = await world.signIn('lee.officer')
      await underWay(id, async (commit) => {
        const { answer } = await started(() => vote(lee, id, '1'))
        await end(id)
        await commit()
        const late = await answer
        assert.equal(late.status, 422)
        assert.match(textOf(late.body), /這項投票已經結束，不能再投票/)
      })
      assert.deepEqual(await tally(id), [0, 1])
      const mine = (await world.events('poll.voted')).filter(({ actor_person_id, detail }) =>
        actor_person_id === personOf('lee.officer') && (detail as { poll: string }).poll === id)
      assert.deepEqual(mine.map(({ outcome, detail }) => [outcome, detail]), [['refused', { poll: id, refusal: 'notOpen' }]])
      await world.sql('truncate poll cascade')
    })

    test(`ended ${how}: the result is told with the vote that was cast before, and does not change`, async () => {
      const id = await written()
      for (const who of VOTED) assert.equal((await vote(await world.signIn(who), id, '1')).status, 303, who)
      const lee = await world.signIn('lee.officer')
      const resultIn = ({ body }: Answer) => /選項 票數.*?%.*?%/.exec(textOf(body))?.[0]
      await underWay(id, async (commit) => {
        await end(id)
        const { answer } = await started(() => lee.ask(`/polls/${id}`))
        await commit()
        const first = resultIn(await answer)
        assert.equal(first, '選項 票數 占投票人數 週一 5 83.3% 週二 1 16.7%')
        assert.equal(resultIn(await lee.ask(`/polls/${id}`)), first)
      })
      await world.sql('truncate poll cascade')
    })
  }

  test('no count is in reach of the program before the end', async () => {
    const id = await written()
    assert.equal((await vote(await world.signIn('lee.officer'), id, '1')).status, 303)
    const [can] = await world.sql(`select has_column_privilege('ecpa_program', 'poll_choice', 'votes', 'select') as counts,
      has_table_privilege('ecpa_program', 'poll_choice', 'select') as everything`)
    assert.deepEqual(can, { counts: false, everything: false })
    const result = () => world.sql(`select * from poll_result('${id}')`)
    assert.deepEqual(await result(), [])
    await world.arrange('update poll set closes_at = clock_timestamp() where id = $1', [id])
    assert.deepEqual(await result(), [{ choice: 1, votes: 1, voters: 1 }, { choice: 2, votes: 0, voters: 1 }])
  })
})
