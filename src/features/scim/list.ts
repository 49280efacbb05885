// Lists: by index as RFC 7644 has them as far as that is bearable, and by cursor (RFC 9865) to the end.
import { createHash } from 'node:crypto'
import { ScimFault } from './dialect.ts'
import { fits, readFilter, timesOf } from './filter.ts'
import { scimMessages as says } from './messages.ts'
import { picked, withMeta } from './representation.ts'
import { LIST } from './schemas.ts'
import { SealFault } from '../../store/seal.ts'
import type { Seal } from '../../store/seal.ts'
import type { Filter, Resource } from './filter.ts'
import type { Wish } from './representation.ts'
import type { Kind } from './schemas.ts'

/** Resources of one kind that one program may read. */
export type Source = {
  kind: Kind
  /** Names the list: a cursor of another is none. */
  name: string
  one: (id: string) => Promise<Resource | null>
  /** Some that follow `after` (null: the first), in the list's own order, with where each stands in it. */
  page: (after: string[] | null, size: number) => Promise<{ found: Found[]; more: boolean; end: string[] | null }>
  count: () => Promise<number>
  /** All that the filter can mean, where an index finds them; null: it may mean anybody. */
  narrowed: (filter: Filter) => Promise<Resource[] | null>
  /** What a list gives only to whoever names it. */
  onRequest: readonly string[]
}
export type Found = { resource: Resource; at: string[] }

export type ListRequest = Wish & { filter: string | null; startIndex: number | null; count: number | null; cursor: string | null }

export const MOST_RESULTS = 200
const USUAL = 100
// By index a list is walked from its beginning, and what a filter means that no index finds is looked at one by one.
const MOST_INDEXED = 2000
export const MOST_SCANNED = 2000
const PURPOSE = 'scim cursor'

export type Listing = { seal: Pick<Seal, 'seal' | 'open'>; origin: string; /** Whether the request stands in an address. */ inAddress: boolean }

/** The ListResponse. Throws a ScimFault for what cannot be asked so. */
export async function list(source: Source, asked: ListRequest, listing: Listing): Promise<object> {
  const size = Math.min(Math.max(asked.count ?? USUAL, 0), MOST_RESULTS)
  const filter = asked.filter === null ? null : readFilter(source.kind, asked.filter)
  if (filter !== null && listing.inAddress && timesOf(filter, 'nationalId') > 0) throw new ScimFault('badRequest', says.filterInAddress, 'sensitive')
  const show = (resource: Resource): object =>
    picked(source.kind, withMeta(source.kind, listing.origin, resource), asked, source.onRequest)
  const start = Math.max(asked.startIndex ?? 1, 1)
  if (filter !== null) {
    const all = (await source.narrowed(filter) ?? await everyOne(source)).filter((resource) => fits(resource, filter))
    const some = all.slice(start - 1, start - 1 + size)
    return answer(some.map(show), { totalResults: all.length, startIndex: start })
  }
  if (asked.cursor !== null) {
    const { found, more, end } = await source.page(cursorIn(asked.cursor, source, listing), size)
    return answer(found.map(({ resource }) => show(resource)), more && end !== null ? { nextCursor: cursorOf(end, source, listing) } : {})
  }
  if (start > MOST_INDEXED) throw new ScimFault('badRequest', says.tooFar, 'tooMany')
  const [found, totalResults] = await Promise.all([indexed(source, start, size), source.count()])
  return answer(found.map(({ resource }) => show(resource)), { totalResults, startIndex: start })
}

const answer = (resources: object[], more: object): object => ({ schemas: [LIST], ...more, itemsPerPage: resources.length, Resources: resources })

/** Those from the index on, walking there. */
async function indexed(source: Source, start: number, size: number): Promise<Found[]> {
  const found: Found[] = []
  let [after, more]: [string[] | null, boolean] = [null, true]
  while (more && found.length < start - 1 + size) {
    const page = await source.page(after, Math.min(MOST_RESULTS, start - 1 + size - found.length))
    found.push(...page.found)
    ;({ more, end: after } = page)
  }
  return found.slice(start - 1)
}

async function everyOne(source: Source): Promise<Resource[]> {
  const all: Resource[] = []
  let [after, more]: [string[] | null, boolean] = [null, true]
  while (more) {
    const page = await source.page(after, MOST_RESULTS)
    all.push(...page.found.map(({ resource }) => resource))
    if (all.length > MOST_SCANNED) throw new ScimFault('badRequest', says.tooMany, 'tooMany')
    ;({ more, end: after } = page)
  }
  return all
}

const nameOf = (source: Source): Buffer => createHash('sha256').update(source.name).digest()

const cursorOf = (at: string[], source: Source, { seal }: Listing): string =>
  seal.seal(PURPOSE, Buffer.from(JSON.stringify(at)), nameOf(source)).toString('base64url')

/** An empty cursor asks for the first page (RFC 9865, 2). */
function cursorIn(text: string, source: Source, { seal }: Listing): string[] | null {
  if (text === '') return null
  try {
    return JSON.parse(seal.open(PURPOSE, Buffer.from(text, 'base64url'), nameOf(source)).toString()) as string[]
  } catch (fault) {
    if (fault instanceof SealFault) throw new ScimFault('badRequest', says.cursor, 'invalidCursor')
    throw fault
  }
}
