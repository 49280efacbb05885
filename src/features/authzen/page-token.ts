// Paging of the searches: where the next page begins, for the program that asked and for what it asked, sealed.
import { createHash } from 'node:crypto'
import { Fault, optionalObjectIn, optionalTextIn } from './request.ts'
import { SealFault } from '../../store/seal.ts'
import type { Day } from '../../core/days.ts'
import type { Seal } from '../../store/seal.ts'
import type { JsonObject, JsonValue } from '../../web/strict-json.ts'
import type { Sought } from './request.ts'

/** Of a search: which page is asked for. `after`: null for the first. `day`: today when the first was asked for. */
export type Page = { limit: number; after: string[] | null; day: Day }

const USUAL = 100
const MOST = 500
const PURPOSE = 'authzen page'

type Sealer = Pick<Seal, 'seal' | 'open'>

/** What must stay the same from page to page: who asks, where, and every entity of the request. */
function fingerprint(application: string, sought: Sought, body: JsonObject): Buffer {
  const { subject = null, action = null, resource = null, context = null } = body
  const asked = JSON.stringify([application, sought, sorted([subject, action, resource, context])])
  return createHash('sha256').update(asked).digest()
}

const sorted = (value: JsonValue): JsonValue =>
  Array.isArray(value) ? value.map(sorted)
    : typeof value !== 'object' || value === null ? value
      : Object.fromEntries(Object.keys(value).toSorted().map((name) => [name, sorted(value[name]!)]))

/** Makes and reads the tokens of one request. */
export class Paging {
  readonly #sealer: Sealer
  readonly #request: Buffer
  readonly page: Page

  /** Throws a Fault for a page that cannot be, or a token that is not of this request. */
  constructor(sealer: Sealer, application: string, sought: Sought, body: JsonObject, today: Day) {
    this.#sealer = sealer
    this.#request = fingerprint(application, sought, body)
    const page = optionalObjectIn({ of: body, at: '' }, 'page') ?? {}
    const limit = limitIn(page)
    const token = optionalTextIn({ of: page, at: '/page' }, 'token')
    if (token === null || token === '') this.page = { limit: limit ?? USUAL, after: null, day: today }
    else {
      this.page = this.#open(token)
      if (limit !== null && limit !== this.page.limit) throw new Fault('token', '/page/limit')
    }
  }

  /** The token of the page that follows `after`. */
  token(after: string[]): string {
    const { limit, day } = this.page
    const page = Buffer.from(JSON.stringify({ limit, day, after }))
    return this.#sealer.seal(PURPOSE, page, this.#request).toString('base64url')
  }

  #open(token: string): Page {
    try {
      return JSON.parse(this.#sealer.open(PURPOSE, Buffer.from(token, 'base64url'), this.#request).toString()) as Page
    } catch (fault) {
      if (fault instanceof SealFault) throw new Fault('token', '/page/token')
      throw fault
    }
  }
}

function limitIn(page: JsonObject): number | null {
  const limit = page.limit ?? null
  if (limit === null) return null
  if (typeof limit !== 'number' || !Number.isSafeInteger(limit) || limit < 0) throw new Fault('limit', '/page/limit')
  return Math.min(limit, MOST)
}

export type SearchAnswer = { page: { next_token: string; count: number }; context: { asOf: Day }; results: object[] }

/** A search's answer; `next`: null at the end of the list. */
export const searchAnswer = (results: object[], next: string | null, asOf: Day): SearchAnswer =>
  ({ page: { next_token: next ?? '', count: results.length }, context: { asOf }, results })
