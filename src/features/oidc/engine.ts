// oidc-provider itself: made from the keys in use, anew when they change, and told what not to believe of a request.
import type { IncomingMessage, ServerResponse } from 'node:http'
import Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { describeFault } from '../../web/fault.ts'
import { COOKIE_NAMES, configurationOf } from './configuration.ts'
import { givePrograms } from './programs.ts'
import { handOutReferences } from './tokens.ts'
import type { Storage } from './adapter.ts'
import type { Cached } from './cached.ts'
import type { OidcProblem } from './configuration.ts'
import type { Keys } from './keys.ts'
import type { OidcOptions } from './provider.ts'

type Running = { keys: Keys; provider: Provider; callback: (req: IncomingMessage, res: ServerResponse) => Promise<void> }

export type Engine = {
  /** The provider with the keys of now. */
  current: () => Promise<Running>
  /** Answers a request; a problem in front of a person is shown by the portal. */
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>
}

type Options = Pick<OidcOptions, 'origin' | 'demo' | 'log' | 'showProblem' | 'database'>

/** Rejects when the keys cannot be read or opened. */
export async function startEngine(options: Options, storage: Omit<Storage, 'keys'>, keys: Cached<Keys>): Promise<Engine> {
  const { origin, demo, log } = options
  const problems = new WeakMap<IncomingMessage, OidcProblem>()

  function start(held: Keys): Running {
    const provider = new Provider(origin, configurationOf({
      ...storage, origin, keys: held, callLoopback: demo,
      signInPath: (id) => `/?continue=${id}`,
      showProblem: (ctx, problem) => {
        problems.set(ctx.req, problem)
        ctx.respond = false
      },
    }))
    handOutReferences(provider, held)
    givePrograms(provider, held, options.database)
    harden(provider, origin)
    provider.on('server_error', (_, error) => log.error(describeFault(error), 'The OpenID provider failed'))
    return { keys: held, provider, callback: provider.callback() }
  }

  let running = start(await keys.get())
  async function current(): Promise<Running> {
    const held = await keys.get()
    // What is under way ends with the keys it began with.
    if (held.edition !== running.keys.edition) running = start(held)
    return running
  }

  return {
    current,
    answer: async (incoming, outgoing) => {
      await (await current()).callback(incoming, outgoing)
      const problem = problems.get(incoming)
      if (problem !== undefined) await options.showProblem(incoming, outgoing, problem)
    },
  }
}

// The provider's one page posts an answer to the application (form_post) by an inline script, whose hash the provider
// adds to `script-src`. Where that form leads to is another origin, and registered.
const PAGE_POLICY = "default-src 'none'; script-src 'self'; base-uri 'none'; frame-ancestors 'none'"

const NEVER_SET = [COOKIE_NAMES.session, COOKIE_NAMES.interaction].map((name) => `${name}=`)

/** Where the provider must not believe the request: who we are, how we are reached, and whose the session's cookie is. */
function harden(provider: Provider, origin: string): void {
  const { host, protocol } = new URL(origin)
  const fixed = (get: (this: { url: string }) => unknown) => ({ get, configurable: true })
  Object.defineProperties(provider.request, {
    host: fixed(() => host),
    protocol: fixed(() => protocol.slice(0, -1)),
    // Browsers take secure cookies from http://localhost too, and no other http is ever used.
    secure: fixed(() => true),
    href: fixed(function href() { return origin + this.url }),
  })
  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    ctx.set({ 'content-security-policy': PAGE_POLICY, 'x-frame-options': 'DENY' })
    await next()
    const set = ctx.res.getHeader('set-cookie')
    if (!Array.isArray(set)) return
    const kept = set.filter((cookie) => !NEVER_SET.some((name) => cookie.startsWith(name)))
    if (kept.length > 0) ctx.res.setHeader('set-cookie', kept)
    else ctx.res.removeHeader('set-cookie')
  })
}
