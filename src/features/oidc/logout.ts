// RP-Initiated Logout 1.0. Signing out of an application signs out of the portal, and so of everything: there is one
// session. An ID token of the person signed in proves that the application means it; without one the person is asked.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { errors } from 'oidc-provider'
import type Provider from 'oidc-provider'
import { statedAddress } from '../../web/client-address.ts'
import { COOKIE, removedCookie, tokenCookie } from '../../web/cookies.ts'
import { pairwiseSub } from './pairwise.ts'
import type { Client, Clients } from './clients.ts'
import type { OidcOptions } from './provider.ts'
import type { Keys } from './keys.ts'
import type { Grants, SessionRow } from './statements.ts'

type Needs = Pick<OidcOptions, 'origin' | 'endSession' | 'showProblem'> & {
  grants: Grants
  clients: () => Promise<Clients>
  current: () => Promise<{ provider: Provider; keys: Keys }>
}

/** Where the person is asked whether to sign out; `routes.tsx` shows it. */
export const CONFIRM_PATH = '/sign-out/confirm' as const

/** Where to after signing out: the address with the client it is registered for. */
type Way = { client: Client | null; address: string | null; state: string | null; sub: string | null }

class BrokenRequest extends Error {}

/** Answers GET on the end_session_endpoint. */
export function createLogout(needs: Needs): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    try {
      const way = await readWay(needs, new URL(incoming.url ?? '', needs.origin).searchParams)
      const session = await sessionBehind(needs, incoming)
      if (session === null) return leave(outgoing, way)
      if (!(await isMeant(needs, session, way))) return askFirst(outgoing, way)
      await needs.endSession(session, statedAddress(incoming))
      outgoing.setHeader('set-cookie', removedCookie(COOKIE.session))
      return leave(outgoing, way)
    } catch (error) {
      if (!(error instanceof BrokenRequest) && !(error instanceof errors.OIDCProviderError)) throw error
      return needs.showProblem(incoming, outgoing, 'requestBroken')
    }
  }
}

async function sessionBehind({ grants }: Needs, { headers }: IncomingMessage): Promise<SessionRow | null> {
  const token = tokenCookie(headers.cookie, COOKIE.session)
  return token === null ? null : grants.session(token)
}

function one(params: URLSearchParams, name: string): string | null {
  const values = params.getAll(name)
  if (values.length > 1) throw new BrokenRequest(`${name} more than once`)
  return values[0] ?? null
}

async function readWay({ clients, current }: Needs, params: URLSearchParams): Promise<Way> {
  const hint = one(params, 'id_token_hint')
  const claimed = hint === null ? null : await readHint((await current()).provider, hint)
  const named = one(params, 'client_id')
  if (claimed !== null && named !== null && claimed.clientId !== named) throw new BrokenRequest('another client')
  const id = claimed?.clientId ?? named
  const client = id === null ? null : (await clients()).get(id) ?? null
  if (id !== null && client === null) throw new BrokenRequest('unknown client')
  const address = one(params, 'post_logout_redirect_uri')
  const registered = client?.metadata.post_logout_redirect_uris as string[] | undefined
  if (address !== null && registered !== undefined && !registered.includes(address)) {
    throw new BrokenRequest('post_logout_redirect_uri not registered')
  }
  // An address without a client to hold it against is left alone: the person is signed out and stays here.
  return { client, address: client === null ? null : address, state: one(params, 'state'), sub: claimed?.sub ?? null }
}

type IdTokens = { IdToken: { validate(jwt: string, client: unknown): Promise<{ payload: { sub: string } }> } }

/** Whose ID token it is, and for whom: signed by us for that client, however long ago. */
async function readHint(provider: Provider, hint: string): Promise<{ clientId: string; sub: string }> {
  const clientId = unverifiedAudience(hint)
  const client = clientId === null ? undefined : await provider.Client.find(clientId)
  if (clientId === null || client === undefined) throw new BrokenRequest('an ID token for nobody')
  try {
    const { payload } = await (provider as unknown as IdTokens).IdToken.validate(hint, client)
    return { clientId, sub: payload.sub }
  } catch {
    throw new BrokenRequest('not an ID token of ours')
  }
}

function unverifiedAudience(jwt: string): string | null {
  try {
    const payload = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as { aud?: unknown }
    return typeof payload?.aud === 'string' ? payload.aud : null
  } catch {
    return null
  }
}

async function isMeant({ current }: Needs, session: SessionRow, { client, sub }: Way): Promise<boolean> {
  if (client === null || sub === null) return false
  return pairwiseSub((await current()).keys.pairwise, session.person_key, client.application) === sub
}

function redirect(outgoing: ServerResponse, location: string): void {
  outgoing.writeHead(303, { location, 'cache-control': 'no-store' }).end()
}

/** Back to the application, or to the portal where it named no address. */
function leave(outgoing: ServerResponse, { address, state }: Way): void {
  if (address === null) return redirect(outgoing, '/')
  redirect(outgoing, withState(new URL(address), state))
}

/** The address with the `state` that the application sent along. */
export function withState(address: URL, state: string | null): string {
  if (state !== null) address.searchParams.set('state', state)
  return address.href
}

function askFirst(outgoing: ServerResponse, { client, address, state }: Way): void {
  const query = new URLSearchParams({
    ...(client === null ? {} : { client: client.clientId }),
    ...(address === null ? {} : { to: address }),
    ...(state === null ? {} : { state }),
  })
  redirect(outgoing, `${CONFIRM_PATH}?${query}`)
}
