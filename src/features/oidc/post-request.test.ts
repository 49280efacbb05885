import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { asGet } from './post-request.ts'
import { ClientGone } from '../../web/body.ts'
import type { Server } from 'node:http'

describe('a request that came as a form', () => {
  let server: Server
  let port: number
  let ended: PromiseWithResolvers<unknown>

  beforeEach(async () => {
    ended = Promise.withResolvers<unknown>()
    server = createServer((incoming, outgoing) => {
      asGet(incoming, outgoing, {
        // A page of the portal asks whose request it is; a connection that was cut has no address any more.
        showProblem: ({ socket }, answer, problem) =>
          void answer.writeHead(400).end(`${problem} ${socket.remoteAddress}`),
      }).then(() => ended.resolve(null), (error: unknown) => {
        ended.resolve(error)
        outgoing.destroy()
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  })
  afterEach(() => new Promise((closed) => {
    server.close(closed)
    server.closeAllConnections()
  }))

  const send = (body: string) => fetch(`http://127.0.0.1:${port}/oidc/authorize`, {
    method: 'POST', body, redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })

  test('is asked again as GET', async () => {
    const answer = await send('client_id=a1&state=x+y')
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/oidc/authorize?client_id=a1&state=x+y'])
  })

  test('is told that it is broken when it is too long, on a connection that lives', async () => {
    for (const length of [9_000, 500_000]) {
      const answer = await send(`state=${'x'.repeat(length)}`)
      assert.deepEqual([answer.status, await answer.text()], [400, 'requestBroken 127.0.0.1'])
    }
  })

  test('is nobody\'s fault when its sender goes away', async () => {
    const socket = connect(port, '127.0.0.1')
    socket.write('POST /oidc/authorize HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n'
      + 'Content-Length: 100\r\n\r\nclient_id=')
    await once(server, 'request')
    socket.destroy()
    assert.ok(await ended.promise instanceof ClientGone)
  })
})
