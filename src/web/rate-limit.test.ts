import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RateLimit, rateLimitHeaders } from './rate-limit.ts'

test('each key has its own minute, and what does not fit takes nothing', () => {
  const limit = new RateLimit(10)
  assert.deepEqual(limit.take('a', 8, 0), { allowed: true, limit: 10, remaining: 2, resetSeconds: 60 })
  assert.deepEqual(limit.take('a', 3, 1_000), { allowed: false, limit: 10, remaining: 2, resetSeconds: 59 })
  assert.deepEqual(limit.take('a', 2, 59_999), { allowed: true, limit: 10, remaining: 0, resetSeconds: 1 })
  assert.equal(limit.take('b', 10, 59_999).allowed, true)
  assert.deepEqual(limit.take('a', 10, 60_000), { allowed: true, limit: 10, remaining: 0, resetSeconds: 60 })
})

test('keys that came in minutes that are over are forgotten', () => {
  const limit = new RateLimit(10)
  for (let n = 0; n < 1_000; n += 1) limit.take(`${n}`, 1, 0)
  assert.equal(limit.keys, 1_000)
  limit.take('a', 1, 30_000)
  limit.take('b', 1, 60_000)
  assert.equal(limit.keys, 2)
  limit.take('a', 9, 60_001)
  assert.equal(limit.take('a', 1, 60_002).allowed, false)
})

test('what costs more than a minute holds is never allowed', () => {
  assert.equal(new RateLimit(10).take('a', 11, 0).allowed, false)
})

test('a limit of 0 is none, and tells no headers', () => {
  const standing = new RateLimit(0).take('a', 1e9, 0)
  assert.equal(standing.allowed, true)
  assert.deepEqual(rateLimitHeaders(standing), {})
})

test('the headers are structured fields, with Retry-After where one has to wait', () => {
  const limit = new RateLimit(5)
  assert.deepEqual(rateLimitHeaders(limit.take('a', 5, 0)),
    { 'ratelimit-policy': '"program";q=5;w=60', 'ratelimit': '"program";r=0;t=60' })
  assert.equal(rateLimitHeaders(limit.take('a', 1, 30_000))['retry-after'], '30')
})
