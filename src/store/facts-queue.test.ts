import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FactsQueue } from './facts-queue.ts'
import type { FactsAsk } from './access-many.ts'
import type { Reader } from './database.ts'

const NOW = { day: '2026-03-06', known: 'now' } as const
const ask = (id: number): FactsAsk => ({ who: { id: String(id) }, application: 'A4', agencies: null })
const row = (ids: (string | null)[]) => ({
  people: ids.flatMap((person, at) => (person === null ? [] : [{ nr: at + 1, person, account: 'active' }])),
  posts: [], memberships: [], grants: [], duties: [], tree: { agencies: [], offices: [] }, catalogue: [],
})

/** A database that answers with the ids it was asked for, when it is let; `sizes` has how many each statement asked for. */
function slowDatabase() {
  const sizes: number[] = []
  const under: { answer: () => void; fail: (fault: Error) => void }[] = []
  const reader = {
    getExecutor: () => ({ transformQuery: (node: unknown) => node, compileQuery: () => ({ sql: 'select', parameters: [] }) }),
    executeQuery: ({ parameters }: { parameters: unknown[] }) => new Promise((resolve, reject) => {
      const [ids] = parameters as [(string | null)[]]
      sizes.push(ids.length)
      under.push({ answer: () => resolve({ rows: [row(ids)] }), fail: reject })
    }),
  } as unknown as Reader
  const turn = (): Promise<void> => new Promise((done) => { setImmediate(() => setImmediate(done)) })
  return { reader, sizes, under, turn, queue: new FactsQueue({ read: reader, quick: { read: reader } }) }
}

test('who asks alone is asked for at once; who asks meanwhile leaves together, and each gets their own', async () => {
  const { queue, sizes, under, turn } = slowDatabase()
  const first = queue.load(ask(1), NOW)
  await turn()
  assert.deepEqual(sizes, [1])
  const second = queue.load(ask(2), NOW)
  await turn()
  const others = Array.from({ length: 50 }, (_, n) => queue.load(ask(n + 3), NOW))
  await turn()
  assert.deepEqual(sizes, [1, 1], 'no third statement while two are under way')
  for (const { answer } of under.splice(0)) answer()
  assert.deepEqual([(await first)?.person, (await second)?.person], ['1', '2'])
  await turn()
  assert.deepEqual(sizes, [1, 1, 32, 18])
  for (const { answer } of under.splice(0)) answer()
  assert.deepEqual((await Promise.all(others)).map((facts) => facts?.person), Array.from({ length: 50 }, (_, n) => String(n + 3)))
})

test('a statement that fails fails for those in it, and the next ones are asked', async () => {
  const { queue, under, turn } = slowDatabase()
  const lost = [queue.load(ask(1), NOW), queue.load(ask(2), NOW)]
  await turn()
  under.shift()!.fail(new Error('away'))
  assert.deepEqual((await Promise.allSettled(lost)).map(({ status }) => status), ['rejected', 'rejected'])
  const next = queue.load(ask(3), NOW)
  await turn()
  under.shift()!.answer()
  assert.equal((await next)?.person, '3')
})

test('two days are two statements', async () => {
  const { queue, sizes, under, turn } = slowDatabase()
  const both = [queue.load(ask(1), NOW), queue.load(ask(1), { ...NOW, day: '2026-03-07' })]
  await turn()
  assert.deepEqual(sizes, [1, 1])
  for (const { answer } of under) answer()
  assert.deepEqual((await Promise.all(both)).map((facts) => facts?.day), ['2026-03-06', '2026-03-07'])
})
