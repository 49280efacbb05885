import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleActors } from './gallery/sample-actors.ts'
import { sessionOf, startTestPortal, TOKENS } from './test-portal.tsx'
import type { Actor } from './actor.ts'

test('who changes more within a minute than a hand does is asked to wait; they may look on, and nobody else waits', async (t) => {
  const { employee: person } = sampleActors
  const actors: Record<string, Actor> = { [TOKENS.employee]: person, [TOKENS.central]: { ...person, sessionId: '2' }, [TOKENS.supervisor]: { ...sampleActors.supervisor, personId: '2' } }
  const slow = await startTestPortal({ actorOf: (token) => actors[token] ?? null, changesPerMinute: 3 })
  t.after(() => slow.stop())
  const change = async (cookie: string, path = '/leave') => {
    const { csrf } = await slow.openForm(cookie)
    return slow.ask('POST', path, { cookie, body: { csrf, to: 'http://localhost:1' } })
  }
  for (let n = 0; n < 3; n += 1) assert.equal((await change(sessionOf(TOKENS.employee))).status, 303)
  const more = await change(sessionOf(TOKENS.employee))
  assert.deepEqual([more.status, Number(more.headers['retry-after']) <= 60], [429, true])
  assert.equal((await slow.ask('GET', '/mine', { cookie: sessionOf(TOKENS.employee) })).status, 200)
  assert.equal((await change(sessionOf(TOKENS.supervisor))).status, 303)
  // Whoever is in by the same person's name keeps them from nothing that is done against that.
  const other = sessionOf(TOKENS.central)
  assert.deepEqual([(await change(other)).status, (await change(other, '/sign-out')).status], [429, 303])
})
