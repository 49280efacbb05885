// What a change has done stands in the address that it leads to (`?done=given`, `?did=kept&n=3`), so that the page can be asked for
// again and in the other language. But anybody can write an address, and whoever follows it would read that something was done which
// was not. So it is believed of the address alone to which this browser was led by the change itself: a cookie proves it. Where a change
// leads to an address that came with the request (`?next=`), that is taken out of it before.
import { createHmac, timingSafeEqual } from 'node:crypto'

/** The fields of an address that say what was done, and to how many; no field of another meaning has such a name. */
const TELLING: ReadonlySet<string> = new Set([
  'done', 'did', 'n', 'saved', 'changed', 'removed', 'ended', 'renewed', 'proposed', 'let', 'cancelled', 'refused',
])

/** Whether something of what was done stands in that query. */
export const tells = (query: string): boolean => query !== '' && new URLSearchParams(query).keys().some((name) => TELLING.has(name))

/** What stands in the query apart from what was done. */
export const withoutTold = <T>(pairs: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(pairs).filter(([name]) => !TELLING.has(name)))

/** An address that a request brought along: whoever wrote it has done nothing, and it says of nothing that it was done. */
export function withoutTelling<A extends `/${string}`>(address: A): A {
  const [, path = '', query = '', hash = ''] = /^([^?#]*)\??([^#]*)(.*)$/s.exec(address)!
  if (!tells(query)) return address
  const rest = new URLSearchParams([...new URLSearchParams(query)].filter(([name]) => !TELLING.has(name)))
  return `${path}${rest.size === 0 ? '' : `?${rest}`}${hash}` as A
}

/** The proof that the browser that holds `binding` (`bindingOf`) was led to that address; the order of its fields does not count. */
export function proofOfAddress(key: Uint8Array, binding: string, path: string, query: string): string {
  const fields = new URLSearchParams(query)
  fields.sort()
  return createHmac('sha256', key).update(`told\0${binding}\0${path}?${fields}`).digest('base64url')
}

/** Whether the proof is of that address and browser; compares in constant time. */
export function isProofOfAddress(proof: string | null, ...of: Parameters<typeof proofOfAddress>): boolean {
  const given = Buffer.from(proof ?? '')
  const expected = Buffer.from(proofOfAddress(...of))
  return given.length === expected.length && timingSafeEqual(given, expected)
}
