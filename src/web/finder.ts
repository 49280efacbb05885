// Finds what answers by method and path, for pages and for programs alike.
import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import type { LocalPath } from './reply.ts'

// Codes and opaque keys; encoded text has no business in a path.
const PARAM = '[A-Za-z0-9._~-]{1,100}'
/** What a parameter of that name takes; a `urn` is written with colons. */
const patternOf = (name: string): string => (name === 'urn' ? '[A-Za-z0-9._:-]{1,100}' : PARAM)
const TEMPLATE = /^\/$|^(?:\/(?:[a-z0-9][a-z0-9.-]*|\.well-known|:[a-z][A-Za-z]*))+$/
/** Standards that programs follow write words with capitals, and words that begin with a dot. */
export const PROGRAM_TEMPLATE = /^(?:\/(?:[A-Za-z0-9][A-Za-z0-9.-]*|\.well-known|\.search|:[a-z][A-Za-z]*))+$/

export type Finder<T> = {
  match: (method: string, path: string) => { found: T; params: Record<string, string> } | null
  /** The methods that something answers at that path. */
  methodsOf: (path: string) => string[]
}

/** Throws at start for two at one address and for a path of unknown form. */
export function createFinder<T>(answers: readonly { method: string; path: LocalPath; found: T }[], template = TEMPLATE): Finder<T> {
  const router = new SmartRouter<T>({ routers: [new RegExpRouter(), new TrieRouter()] })
  const templates = new Set<string>()
  // Fixed segments go before names, so that /duties/new is never read as the duty called "new".
  for (const { method, path, found } of answers.toSorted((one, other) => (rank(one.path) < rank(other.path) ? -1 : 1))) {
    const address = `${method} ${path.replace(/:[A-Za-z]+/g, ':')}`
    if (!template.test(path)) throw new Error(`${address}: not a path we can route`)
    if (templates.has(address)) throw new Error(`${address}: two routes at one address`)
    templates.add(address)
    router.add(method, path.replace(/:([A-Za-z]+)/g, (named, name: string) => `${named}{${patternOf(name)}}`), found)
  }
  const methods = [...new Set(answers.map(({ method }) => method))].toSorted()
  const match: Finder<T>['match'] = (method, path) => {
    const [handlers, stash] = router.match(method, path)
    const first = handlers[0]
    if (first === undefined) return null
    const params: Record<string, string> = {}
    for (const [name, at] of Object.entries(first[1])) {
      params[name] = stash === undefined ? (at as string) : stash[at as number]!
    }
    return { found: first[0], params }
  }
  return { match, methodsOf: (path) => methods.filter((method) => match(method, path) !== null) }
}

/** Sorts a name after any fixed segment: '~' comes after all letters. */
function rank(path: string): string {
  return path.replace(/:[A-Za-z]+/g, '~')
}
