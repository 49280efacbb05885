import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Cached } from './cached.ts'

test('callers at once share one loading, and what was loaded is kept', async () => {
  let loads = 0
  const cached = new Cached(async () => { loads += 1; return loads })
  assert.deepEqual(await Promise.all([cached.get(), cached.get(), cached.get()]), [1, 1, 1])
  assert.equal(await cached.get(), 1)
  assert.equal(await cached.reload(), 2)
  assert.equal(await cached.get(), 2)
})

test('a loading that fails is told to whoever waits for it, and tried again by the next', async () => {
  let fails = true
  const cached = new Cached(async () => {
    if (fails) throw new Error('away')
    return 'there'
  })
  await assert.rejects(cached.get(), /away/)
  fails = false
  assert.equal(await cached.get(), 'there')
})

test('what is older than ten seconds is not answered, what is older than four is loaded behind', async (t) => {
  let now = 0
  t.mock.method(performance, 'now', () => now)
  let loads = 0
  const cached = new Cached(async () => { loads += 1; return loads })
  assert.equal(await cached.get(), 1)
  now = 5000
  assert.equal(await cached.get(), 1)
  await new Promise(setImmediate)
  assert.equal(await cached.get(), 2)
  now = 16_000
  assert.equal(await cached.get(), 3)
})
