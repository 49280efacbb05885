import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import type { ReadyRoute, ReadyShape } from './exchange.ts'
import { manyFields } from './form.ts'
import { headersOfRoute } from './headers.ts'
import type { Route } from './route.ts'

// Codes and opaque keys; encoded text has no business in a path.
const PARAM = '[A-Za-z0-9._~-]{1,100}'
const TEMPLATE = /^\/$|^(?:\/(?:[a-z0-9][a-z0-9.-]*|\.well-known|:[a-z][A-Za-z]*))+$/
const METHODS = ['GET', 'POST']

export type Router = {
  match: (method: string, path: string) => { ready: ReadyRoute; params: Record<string, string> } | null
  /** The methods that some route takes at that path. */
  methodsOf: (path: string) => string[]
  /** Whether a page can be asked for at that fixed address. */
  has: (path: string) => boolean
}

function readyShape(schema: ReadyShape['schema']): ReadyShape {
  return { schema, many: manyFields(schema) }
}

function makeReady(route: Route, https: boolean, readable: boolean): ReadyRoute {
  const { form, query, loosened } = route
  return {
    route,
    headers: headersOfRoute(https, loosened),
    query: query === null ? null : readyShape(query),
    forms: form === null ? null : { 'zh-TW': readyShape(form('zh-TW')), en: readyShape(form('en')) },
    readable,
  }
}

/** Finds routes by method and path. Throws at start for two routes at one address and for a path of unknown form. */
export function createRouter(routes: readonly Route[], https: boolean): Router {
  const finder = new SmartRouter<ReadyRoute>({ routers: [new RegExpRouter(), new TrieRouter()] })
  const templates = new Set<string>()
  const readable = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path as string))
  // Fixed segments go before names, so that /duties/new is never read as the duty called "new".
  for (const route of routes.toSorted((one, other) => (rank(one.path) < rank(other.path) ? -1 : 1))) {
    const address = `${route.method} ${route.path.replace(/:[A-Za-z]+/g, ':')}`
    if (!TEMPLATE.test(route.path)) throw new Error(`${address}: not a path we can route`)
    if (templates.has(address)) throw new Error(`${address}: two routes at one address`)
    templates.add(address)
    const pattern = route.path.replace(/:([A-Za-z]+)/g, `:$1{${PARAM}}`)
    finder.add(route.method, pattern, makeReady(route, https, readable.has(route.path)))
  }
  const match: Router['match'] = (method, path) => {
    const [found, stash] = finder.match(method, path)
    const first = found[0]
    if (first === undefined) return null
    const params: Record<string, string> = {}
    for (const [name, at] of Object.entries(first[1])) {
      params[name] = stash === undefined ? (at as string) : stash[at as number]!
    }
    return { ready: first[0], params }
  }
  return {
    match,
    methodsOf: (path) => METHODS.filter((method) => match(method, path) !== null),
    has: (path) => readable.has(path),
  }
}

/** Sorts a name after any fixed segment: '~' comes after all letters. */
function rank(path: string): string {
  return path.replace(/:[A-Za-z]+/g, '~')
}
