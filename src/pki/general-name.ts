// GeneralName (RFC 5280, 4.2.1.6): what a certificate calls somebody besides the subject.
import { contentOf, context, contextOf, Elements, expectTag, latin1, Malformed, oidOf, TAG } from './der.ts'
import { nameOf } from './name.ts'
import type { Element } from './der.ts'
import type { DistinguishedName } from './name.ts'

export type GeneralName =
  | { kind: 'email' | 'dns' | 'uri'; text: string }
  | { kind: 'directory'; name: DistinguishedName }
  /** 4 or 16 bytes; in a name constraint twice as many, address and mask. */
  | { kind: 'ip'; bytes: Uint8Array }
  | { kind: 'registered'; oid: string }
  /** `value`: an element of the type that the OID names. */
  | { kind: 'other'; oid: string; value: Uint8Array }
  | { kind: 'x400' | 'ediParty' }

// A certificate with more alternative names than this belongs to nobody whom we sign in.
const MOST_NAMES = 1024
const MOST_TEXT_BYTES = 4096

function ia5(element: Element, where: string): string {
  const bytes = contentOf(element)
  if (bytes.length > MOST_TEXT_BYTES || bytes.some((byte) => byte < 0x20 || byte > 0x7e)) throw new Malformed('text', where)
  return latin1(bytes)
}

/** Reads one. Texts are ASCII without control characters; whether a text is an address is for whoever compares it. */
export function generalNameOf(element: Element, where: string): GeneralName {
  switch (element.tag) {
    case context(1): return { kind: 'email', text: ia5(element, where) }
    case context(2): return { kind: 'dns', text: ia5(element, where) }
    case context(6): return { kind: 'uri', text: ia5(element, where) }
    case context(7): return { kind: 'ip', bytes: contentOf(element) }
    case context(8): return { kind: 'registered', oid: oidOf(element, where) }
    case contextOf(3): return { kind: 'x400' }
    case contextOf(5): return { kind: 'ediParty' }
    case contextOf(4): {
      const inner = new Elements(element, where)
      const name = nameOf(inner.next(TAG.sequence, 'directoryName'), where)
      inner.done()
      return { kind: 'directory', name }
    }
    case contextOf(0): {
      const parts = new Elements(element, where)
      const oid = oidOf(parts.next(TAG.oid, 'type-id'), where)
      const value = contentOf(parts.next(contextOf(0), 'value'))
      parts.done()
      return { kind: 'other', oid, value }
    }
    default: throw new Malformed('unexpectedTag', where)
  }
}

/** Reads GeneralNames: at least one. */
export function generalNamesOf(element: Element, where: string): GeneralName[] {
  const parts = new Elements(element, where)
  const names: GeneralName[] = []
  while (!parts.isDone) {
    if (names.length === MOST_NAMES) throw new Malformed('tooMany', where)
    names.push(generalNameOf(parts.any('name'), where))
  }
  if (names.length === 0) throw new Malformed('empty', where)
  return names
}

/** The same under an implicit tag of the sequence. */
export function implicitGeneralNames(element: Element, tag: number, where: string): GeneralName[] {
  return generalNamesOf(expectTag(element, tag, where), where)
}
