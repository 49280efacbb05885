// SSRF: what we call of a client's, in production.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { callClient } from './client-calls.ts'

test('production calls https only, and never this machine', async (t) => {
  let called = 0
  const server = createServer((_, outgoing) => { called += 1; outgoing.end() })
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  // Were they called, nobody might answer: then it is the limit that fails the test.
  const within = () => ({ signal: AbortSignal.timeout(2000) })
  for (const address of [`http://localhost:${port}/`, `http://127.0.0.1:${port}/`, `http://[::1]:${port}/`,
    `http://169.254.169.254/`, 'file:///etc/passwd', 'http://app.example/']) {
    await assert.rejects(async () => callClient(false, address, within()), /https only/)
  }
  assert.equal(called, 0)
  await callClient(true, `http://localhost:${port}/`, { method: 'POST', ...within() })
  assert.equal(called, 1)
  await assert.rejects(async () => callClient(true, 'http://10.0.0.1/', within()), /https only/)
})
