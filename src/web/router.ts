import type { ReadyRoute, ReadyShape } from './exchange.ts'
import { createFinder } from './finder.ts'
import { manyFields } from './form.ts'
import { headersOfRoute } from './headers.ts'
import type { Route } from './route.ts'

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
  const readable = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path as string))
  const finder = createFinder(routes.map((route) => ({
    method: route.method, path: route.path, found: makeReady(route, https, readable.has(route.path)),
  })))
  const match: Router['match'] = (method, path) => {
    const answer = finder.match(method, path)
    return answer === null ? null : { ready: answer.found, params: answer.params }
  }
  return { match, methodsOf: finder.methodsOf, has: (path) => readable.has(path) }
}
