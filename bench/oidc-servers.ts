// The two servers that `oidc-flow.ts` holds against each other.
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { registerClient } from '../src/features/oidc/clients.ts'
import { createProvider } from '../src/features/oidc/provider.ts'
import { registrationSchema } from '../src/features/oidc/registration.ts'
import { change, processOrigin } from '../src/store/change.ts'
import { openDatabase } from '../src/store/database.ts'
import { REDIRECT, seal, SECRET } from '../test/oidc/government.ts'

/** Where the server is, and the cookie of somebody signed in. */
export type Ready = { origin: string; cookie: string }

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown

async function listen(): Promise<{ origin: string; answerBy: (listener: Listener) => void }> {
  let answer: Listener = () => {}
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  const { port } = server.address() as AddressInfo
  return { origin: `http://localhost:${port}`, answerBy: (listener) => { answer = listener } }
}

function tell(ready: Ready): void {
  process.send?.(ready)
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpuMs: (user + system) / 1000 })
  })
}

/** oidc-provider with its own in-memory store, set up for the same flow and claims of the same size. */
export async function serveBare(): Promise<void> {
  const { origin, answerBy } = await listen()
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const provider = new Provider(origin, {
    clients: [{
      client_id: 'c', client_secret: SECRET, redirect_uris: [REDIRECT], id_token_signed_response_alg: 'ES256',
      subject_type: 'pairwise', grant_types: ['authorization_code', 'refresh_token'],
    }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] as never[] },
    routes: { authorization: '/oidc/authorize', token: '/oidc/token', userinfo: '/oidc/userinfo' },
    scopes: ['openid', 'profile', 'email', 'ecpa'],
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time'], profile: ['name', 'preferred_username'], ecpa: ['ecpa'] },
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: async (_, accountId, client) => `${client.clientId} ${accountId}`,
    conformIdTokenClaims: false,
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    cookies: { keys: ['k'] },
    findAccount: async (_, sub) => ({ accountId: sub, claims: async () => ({ sub, name: '人員1',
      preferred_username: 'wu.employee', ecpa: { agency: '397010000A', standing: 'employee', method: 'password',
        application: 'D6', for: [{ agency: '397010000A', categories: ['use'], by: 'birthright', until: null }] } }) }),
    loadExistingGrant: async (ctx) => {
      const known = ctx.oidc.session?.grantIdFor(ctx.oidc.client!.clientId)
      if (known !== undefined) return ctx.oidc.provider.Grant.find(known)
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client!.clientId, accountId: ctx.oidc.session!.accountId,
      })
      grant.addOIDCScope('openid profile email ecpa')
      await grant.save()
      return grant
    },
  })
  const session = new provider.Session()
  session.loginAccount({ accountId: 'wu', amr: ['pwd'], acr: 'urn:ecpa:acr:password' })
  await session.save(86_400)
  answerBy(provider.callback())
  // Signed as the provider signs its cookies.
  const { default: Keygrip } = await import('keygrip') as { default: new (keys: string[]) => { sign(text: string): string } }
  const signature = new Keygrip(['k']).sign(`_session=${session.jti}`)
  tell({ origin, cookie: `_session=${session.jti}; _session.sig=${signature}` })
}

/** Ours, on the database that the benchmark has prepared, for the session of that token. */
export async function serveOurs(url: string, token: string): Promise<void> {
  const silent = () => {}
  const log = { error: (detail: object) => process.stderr.write(`${JSON.stringify(detail)}\n`), warn: silent, info: silent, debug: silent }
  const { origin, answerBy } = await listen()
  const database = openDatabase({ url, log })
  await change(database, processOrigin('bench'), async (tx) => ({
    result: await registerClient(tx, seal,
      registrationSchema.parse({ application: 'D6', clientId: 'c', clientSecret: SECRET, redirectUris: [REDIRECT] }), { demo: true }),
    event: { code: 'catalogue.applied', detail: { source: 'bench', sha256: '', added: [], changed: [] } },
  }))
  const provider = await createProvider({
    origin, database, sealer: seal, idleSeconds: 1800, demo: true, log, waitingLimit: { perAddress: 0, hashOf: Buffer.from }, endSession: async () => {},
    showProblem: (_, outgoing, problem) => void outgoing.writeHead(400).end(problem),
  })
  answerBy(provider.handler)
  tell({ origin, cookie: `__Host-ecpa=${token}` })
}
