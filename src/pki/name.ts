// Distinguished names (RFC 5280, 4.1.2.4) and how two of them are compared (7.1).
import { contentOf, Elements, encodedOf, hexOf, Malformed, oidOf, TAG, textOf } from './der.ts'
import type { Element } from './der.ts'

/** One attribute: its type, its value as text where it has one, and what it is compared by. */
export type Attribute = { type: string; text: string | null; key: string }

/** A name. `key` is equal for names that match; `rdns` are the keys of its parts, from the root on. */
export type DistinguishedName = { attributes: Attribute[]; rdns: string[]; key: string; encoded: Uint8Array }

// More than any directory is deep; it bounds what comparing subtrees can cost.
const MOST_RDNS = 64
const MOST_ATTRIBUTES_OF_RDN = 16
const MOST_VALUE_BYTES = 4096

// RFC 4518, 2.2: control and format characters, variation selectors and the like are nothing; those that break a line are blanks.
const UNSEEN = /(?![\t-\r\u0085])(?:\p{Cc}|\p{Cf}|\p{Variation_Selector}|\u034f|\ufffc)/gu
const BLANKS = /[\s\u0085]+/g
const PLAIN = /^[ -~]*$/

/** What LDAP's string preparation (RFC 4518) leaves of a value: compatibility forms one, case one, inner blanks one, outer none. */
function prepared(text: string): string {
  const folded = PLAIN.test(text) ? text.toLowerCase() : text.replaceAll(UNSEEN, '').normalize('NFKC').toLowerCase().normalize('NFKC')
  return folded.replaceAll(BLANKS, ' ').trim()
}

function attributeOf(element: Element, where: string): Attribute {
  const parts = new Elements(element, where)
  const type = oidOf(parts.next(TAG.oid, 'type'), `${where}.type`)
  const value = parts.any('value')
  parts.done()
  if (value.end - value.at > MOST_VALUE_BYTES) throw new Malformed('tooMany', `${where}.value`)
  const text = textOf(value, `${where}.value`)
  const key = text === null ? `${type}#${hexOf(encodedOf(value))}` : `${type}=${JSON.stringify(prepared(text))}`
  return { type, text, key }
}

/** Reads a Name. An empty one has no parts. */
export function nameOf(element: Element, where: string): DistinguishedName {
  const sequence = new Elements(element, where)
  const attributes: Attribute[] = []
  const rdns: string[] = []
  for (const set of sequence.all(TAG.set, 'rdn', { most: MOST_RDNS })) {
    const own = new Elements(set, `${where}.rdn`).all(TAG.sequence, 'attribute', { least: 1, most: MOST_ATTRIBUTES_OF_RDN })
      .map((one) => attributeOf(one, `${where}.attribute`))
    attributes.push(...own)
    rdns.push(own.map(({ key }) => key).toSorted().join('+'))
  }
  return { attributes, rdns, key: rdns.join(','), encoded: encodedOf(element) }
}

export const isEmptyName = ({ rdns }: DistinguishedName): boolean => rdns.length === 0
export const sameName = (a: DistinguishedName, b: DistinguishedName): boolean => a.key === b.key

/** Whether the name stands at or below `base`. */
export const isWithin = ({ rdns }: DistinguishedName, base: DistinguishedName): boolean =>
  base.rdns.length <= rdns.length && base.rdns.every((rdn, at) => rdns[at] === rdn)

/** The values of one attribute type, as text. */
export function textsOf({ attributes }: DistinguishedName, type: string): string[] {
  return attributes.flatMap((one) => (one.type === type && one.text !== null ? [one.text] : []))
}

const SHORT: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN', '2.5.4.5': 'serialNumber', '2.5.4.6': 'C', '2.5.4.7': 'L', '2.5.4.8': 'ST', '2.5.4.10': 'O', '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.25': 'DC', '1.2.840.113549.1.9.1': 'emailAddress',
}

/** For people to read: 「C=TW,O=行政院,OU=內政部憑證管理中心」, from the root on. Not for comparing. */
export function nameText({ attributes }: DistinguishedName): string {
  return attributes.map(({ type, text }) => `${SHORT[type] ?? type}=${text ?? '?'}`).join(',')
}

/** A name by the parts that are appended to another: what a CRL's distribution point says relative to its issuer. */
export function relativeName(base: DistinguishedName, set: Element, where: string): DistinguishedName {
  const own = new Elements(set, where).all(TAG.sequence, 'attribute', { least: 1, most: MOST_ATTRIBUTES_OF_RDN })
    .map((one) => attributeOf(one, where))
  const rdns = [...base.rdns, own.map(({ key }) => key).toSorted().join('+')]
  return { attributes: [...base.attributes, ...own], rdns, key: rdns.join(','), encoded: contentOf(set) }
}
