// PATCH (RFC 7644, 3.5.2), as the standard writes it and as Microsoft Entra does: operations with capitals, values without a path
// whose names are paths, and true and false as text.
import { ScimFault } from './dialect.ts'
import { fits, mustHave, readFilter } from './filter.ts'
import { about, scimMessages as says } from './messages.ts'
import { extensionOf, pathOf } from './schemas.ts'
import type { JsonObject, JsonValue } from '../../web/strict-json.ts'
import type { Filter } from './filter.ts'
import type { Path } from './schemas.ts'

type Op = 'add' | 'replace' | 'remove'
type Target = { path: Path; filter: Filter | null; sub: string | null; text: string }

const MOST_OPERATIONS = 100
const TARGET = /^(?<attribute>[^[\]]+)(?:\[(?<filter>.*)\](?:\.(?<sub>\w+))?)?$/su

/** The resource as it is after the operations of the body; the one that was given is left as it was. */
export function patched(resource: JsonObject, body: JsonObject): JsonObject {
  const operations = Object.entries(body).find(([name]) => name.toLowerCase() === 'operations')?.[1]
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > MOST_OPERATIONS) {
    throw new ScimFault('badRequest', about(says.patch, 'Operations'), 'invalidSyntax')
  }
  const copy = structuredClone(resource)
  for (const operation of operations) apply(copy, operation)
  return copy
}

function apply(resource: JsonObject, operation: JsonValue): void {
  const { op, path = null, value = null } = typeof operation === 'object' && operation !== null && !Array.isArray(operation) ? operation : {}
  const is = typeof op === 'string' ? op.toLowerCase() : ''
  if ((is !== 'add' && is !== 'replace' && is !== 'remove') || (path !== null && typeof path !== 'string')) {
    throw new ScimFault('badRequest', about(says.patch, JSON.stringify(op ?? null)), 'invalidSyntax')
  }
  if (path === null) return eachOf(resource, is, value)
  const urn = extensionOf('User', path)
  if (urn !== null) return eachOf(resource, is, value, `${urn}:`)
  change(resource, is, targetOf(path), value)
}

/** A value without a path: each of its names is one. */
function eachOf(resource: JsonObject, op: Op, value: JsonValue, prefix = ''): void {
  if (op === 'remove') throw new ScimFault('badRequest', about(says.patch, 'remove'), 'noTarget')
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ScimFault('badRequest', about(says.patch, 'value'), 'invalidValue')
  for (const [name, one] of Object.entries(value)) {
    if (prefix === '' && (name === 'schemas' || name === 'id')) continue
    const urn = prefix === '' ? extensionOf('User', name) : null
    if (urn !== null) eachOf(resource, op, one, `${urn}:`)
    else change(resource, op, targetOf(prefix + name), one)
  }
}

function targetOf(text: string): Target {
  const { attribute = '', filter, sub = null } = TARGET.exec(text)?.groups ?? {}
  const path = pathOf('User', attribute)
  if (path === null) throw new ScimFault('badRequest', about(says.path, text), 'invalidPath')
  if (path.attribute.mutability === 'readOnly') throw new ScimFault('badRequest', about(says.path, text), 'mutability')
  if (filter === undefined) return { path, filter: null, sub: null, text }
  return { path, filter: readFilter('User', `${attribute}[${filter}]`), sub, text }
}

/** What holds the attribute: the resource, its extension, or the complex attribute it is part of. */
function holderOf(resource: JsonObject, { extension, names }: Path): JsonObject {
  const within = (holder: JsonObject, name: string): JsonObject => {
    const found = holder[name]
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found
    return (holder[name] = {})
  }
  const start = extension === null ? resource : within(resource, extension)
  return names.length === 1 ? start : within(start, names[0]!)
}

function change(resource: JsonObject, op: Op, target: Target, value: JsonValue): void {
  const { path, filter } = target
  if (filter !== null) return changeSome(resource, op, target, value)
  const [holder, name] = [holderOf(resource, path), path.names.at(-1)!]
  if (op === 'remove') {
    // Entra names members that go in the value.
    if (path.attribute.multiValued && Array.isArray(value)) holder[name] = listOf(holder[name]).filter((one) => !value.some((gone) => isSame(one, gone)))
    else delete holder[name]
  } else if (path.attribute.multiValued) {
    const more = listOf(value)
    holder[name] = op === 'replace' ? more : [...listOf(holder[name]).filter((one) => !more.some((other) => isSame(one, other))), ...more]
  } else holder[name] = path.attribute.type === 'boolean' ? truth(value, target.text) : value
}

/** The values of a list that the filter means, or a part of each; where there is none, what it says is added. */
function changeSome(resource: JsonObject, op: Op, { path, filter, sub, text }: Target, value: JsonValue): void {
  const [holder, name] = [holderOf(resource, path), path.names.at(-1)!]
  const list = listOf(holder[name])
  const meant = list.filter((one) => fits(path.extension === null ? { [name]: [one] } : { [path.extension]: { [name]: [one] } }, filter!))
  if (op === 'remove' && sub === null) {
    holder[name] = list.filter((one) => !meant.includes(one))
    return
  }
  if (meant.length === 0) {
    if (op === 'remove' || filter?.is !== 'some') throw new ScimFault('badRequest', about(says.path, text), 'noTarget')
    const begun = Object.fromEntries([...mustHave(filter.of)].map(([at, has]) => [at.split('.').at(-1)!, has]))
    holder[name] = [...list, sub === null ? { ...begun, ...objectOf(value, text) } : { ...begun, [sub]: value }]
    return
  }
  for (const one of meant) {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) continue
    if (sub === null) Object.assign(one, objectOf(value, text))
    else if (op === 'remove') delete one[sub]
    else one[sub] = value
  }
}

const listOf = (value: JsonValue | undefined): JsonValue[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value])
const isSame = (one: JsonValue, other: JsonValue): boolean => JSON.stringify(one) === JSON.stringify(other)

function objectOf(value: JsonValue, text: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new ScimFault('badRequest', about(says.patch, text), 'invalidValue')
}

function truth(value: JsonValue, text: string): boolean {
  const said = String(value).toLowerCase()
  if (said === 'true' || said === 'false') return said === 'true'
  throw new ScimFault('badRequest', about(says.patch, text), 'invalidValue')
}
