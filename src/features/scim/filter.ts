// Filters of SCIM (RFC 7644, 3.4.2.2): read within limits, and asked of one resource at a time.
import { ScimFault } from './dialect.ts'
import { about, scimMessages as says } from './messages.ts'
import { pathOf } from './schemas.ts'
import type { Kind, Path } from './schemas.ts'

type Value = string | boolean | number | null
type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'
export type Filter =
  | { is: 'and' | 'or'; one: Filter; other: Filter }
  | { is: 'not'; of: Filter }
  | { is: 'present'; path: Path }
  | { is: Comparison; path: Path; value: Value }
  | { is: 'some'; path: Path; of: Filter }

/** A resource as JSON has it. */
export type Resource = Readonly<Record<string, unknown>> & { id: string }

const COMPARISONS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']
// Longer or deeper ones are made by machines that mean no good, or mean a list.
const LONGEST = 2000
const MOST_TERMS = 40
const DEEPEST = 8

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|([^\s()[\]"]+))/uy

/** The filter that the text says. Throws a ScimFault for what is none, or asks for what may not be asked for. */
export function readFilter(kind: Kind, text: string): Filter {
  if (text.length > LONGEST) throw new ScimFault('badRequest', says.filter, 'invalidFilter')
  const reader = new Reader(kind, tokensOf(text))
  return reader.whole()
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const found = TOKEN.exec(text)
    if (found === null) throw new ScimFault('badRequest', says.filter, 'invalidFilter')
    tokens.push(found[1] ?? found[2] ?? found[3]!)
  }
  return tokens
}

class Reader {
  readonly #kind: Kind
  readonly #tokens: string[]
  #at = 0
  #terms = 0

  constructor(kind: Kind, tokens: string[]) {
    this.#kind = kind
    this.#tokens = tokens
  }

  whole(): Filter {
    const filter = this.#or(0, '')
    if (this.#at < this.#tokens.length) this.#fail()
    return filter
  }

  #fail(): never {
    throw new ScimFault('badRequest', says.filter, 'invalidFilter')
  }

  #takes(word: string): boolean {
    if (this.#tokens[this.#at]?.toLowerCase() !== word) return false
    this.#at += 1
    return true
  }

  #or(depth: number, within: string): Filter {
    let filter = this.#and(depth, within)
    while (this.#takes('or')) filter = { is: 'or', one: filter, other: this.#and(depth, within) }
    return filter
  }

  #and(depth: number, within: string): Filter {
    let filter = this.#term(depth, within)
    while (this.#takes('and')) filter = { is: 'and', one: filter, other: this.#term(depth, within) }
    return filter
  }

  #term(depth: number, within: string): Filter {
    this.#terms += 1
    if (depth > DEEPEST || this.#terms > MOST_TERMS) this.#fail()
    if (this.#takes('not')) {
      if (this.#tokens[this.#at] !== '(') this.#fail()
      return { is: 'not', of: this.#term(depth + 1, within) }
    }
    if (this.#takes('(')) {
      const filter = this.#or(depth + 1, within)
      if (!this.#takes(')')) this.#fail()
      return filter
    }
    return this.#comparison(depth, within)
  }

  #comparison(depth: number, within: string): Filter {
    const name = this.#tokens[this.#at] ?? this.#fail()
    this.#at += 1
    const path = this.#path(within === '' ? name : `${within}.${name}`)
    if (this.#takes('[')) {
      const { extension, names } = path
      if (within !== '' || names.length > 1 || path.attribute.subAttributes === undefined) this.#fail()
      const of = this.#or(depth + 1, extension === null ? names[0]! : `${extension}:${names[0]!}`)
      if (!this.#takes(']')) this.#fail()
      return { is: 'some', path, of }
    }
    if (this.#takes('pr')) return { is: 'present', path }
    const is = COMPARISONS.find((one) => this.#takes(one)) as Comparison | undefined
    return is === undefined ? this.#fail() : { is, path, value: this.#value() }
  }

  #path(text: string): Path {
    const path = pathOf(this.#kind, text)
    if (path === null) throw new ScimFault('badRequest', about(says.filterAttribute, text), 'invalidFilter')
    // What is never given cannot be found out by asking either; the one that may be asked for is looked up by its index.
    if (path.attribute.returned === 'never' && path.attribute.name !== 'nationalId') {
      throw new ScimFault('badRequest', about(says.filterAttribute, text), 'invalidFilter')
    }
    return path
  }

  #value(): Value {
    const token = this.#tokens[this.#at] ?? this.#fail()
    this.#at += 1
    try {
      const value = JSON.parse(/^(?:true|false|null)$/i.test(token) ? token.toLowerCase() : token) as Value
      return typeof value === 'object' && value !== null ? this.#fail() : value
    } catch {
      return this.#fail()
    }
  }
}

/** Everything that stands at that place of the resource. */
export function valuesAt(resource: object, { extension, names }: Pick<Path, 'extension' | 'names'>): unknown[] {
  const start = extension === null ? resource : (resource as Record<string, unknown>)[extension] ?? {}
  return names.reduce<unknown[]>((found, name) =>
    found.flatMap((one) => (one as Record<string, unknown> | null)?.[name] ?? []), [start])
}

/** Whether the resource is one that the filter means. */
export function fits(resource: object, filter: Filter): boolean {
  switch (filter.is) {
    case 'and': return fits(resource, filter.one) && fits(resource, filter.other)
    case 'or': return fits(resource, filter.one) || fits(resource, filter.other)
    case 'not': return !fits(resource, filter.of)
    case 'present': return valuesAt(resource, filter.path).some((value) => value !== '' && value !== null)
    case 'some': return valuesAt(resource, filter.path).some((value) => {
      const { extension, names: [name] } = filter.path
      const alone = { [name!]: [value] }
      return fits(extension === null ? alone : { [extension]: alone }, filter.of)
    })
    default: return compares(resource, filter)
  }
}

function compares(resource: object, { is, path, value }: Extract<Filter, { value: Value }>): boolean {
  // Whoever is looked at was found by it: it stands in no resource.
  if (path.attribute.name === 'nationalId') return true
  // A complex attribute is compared by its `value` (RFC 7644, 3.4.2.2), as in `emails co "…"`.
  const values = valuesAt(resource, path).flatMap((one) =>
    (typeof one === 'object' && one !== null ? (one as Record<string, unknown>)['value'] ?? [] : [one]))
  if (is === 'ne') return !values.some((one) => compare('eq', one, value, path.attribute.caseExact))
  return values.some((one) => compare(is, one, value, path.attribute.caseExact))
}

function compare(is: Comparison, has: unknown, asked: Value, caseExact: boolean): boolean {
  if (typeof has === 'boolean') return is === 'eq' && (asked === has || String(asked).toLowerCase() === String(has))
  if (typeof has !== 'string' || typeof asked !== 'string') return is === 'eq' && has === asked
  const [one, other] = caseExact ? [has, asked] : [has.toLowerCase(), asked.toLowerCase()]
  switch (is) {
    case 'eq': return one === other
    case 'co': return one.includes(other)
    case 'sw': return one.startsWith(other)
    case 'ew': return one.endsWith(other)
    case 'gt': return one > other
    case 'ge': return one >= other
    case 'lt': return one < other
    default: return one <= other
  }
}

/** What whoever fits must have, by the names of places: what the filter says besides only takes away. */
export function mustHave(filter: Filter): Map<string, string> {
  if (filter.is === 'and') return new Map([...mustHave(filter.one), ...mustHave(filter.other)])
  if (filter.is === 'eq' && typeof filter.value === 'string') {
    const { extension, names } = filter.path
    return new Map([[`${extension === null ? '' : `${extension}:`}${names.join('.')}`, filter.value]])
  }
  return new Map()
}

/** How often the filter speaks of that attribute. */
export function timesOf(filter: Filter, name: string): number {
  if ('one' in filter) return timesOf(filter.one, name) + timesOf(filter.other, name)
  if ('of' in filter) return timesOf(filter.of, name)
  return filter.path.attribute.name === name ? 1 : 0
}
