// Name constraints (RFC 5280, 4.2.1.10 and 6.1.4 g): which names the certificates below an authority may bear.
import { Malformed, readElement, TAG, textOf } from './der.ts'
import { OID } from './extensions.ts'
import { isEmptyName, isWithin } from './name.ts'
import type { Certificate } from './certificate.ts'
import type { NameConstraints } from './extensions.ts'
import type { GeneralName } from './general-name.ts'

export type ConstraintFault =
  | 'nameNotPermitted' | 'nameExcluded' | 'nameConstraintUnsupported' | 'nameUnreadable' | 'nameConstraintUnreadable'
  | 'nameConstraintsTooMany'

// Each name against each subtree: beyond this a path costs more than it can be worth (limbo's nc-dos cases).
const MOST_COMPARISONS = 50_000

/** What is left to compare in one validation. */
export type ComparisonBudget = { left: number }
export const comparisonBudget = (): ComparisonBudget => ({ left: MOST_COMPARISONS })

/** `anyCase`: a mailbox whose case says nothing, before the @ either. */
type ConstrainedName = GeneralName & { anyCase?: true }

/** The names of a certificate that constraints are held against: its subject, its alternative names, and e-mail attributes. */
export function constrainedNames({ subject, subjectAltNames }: Certificate): ConstrainedName[] {
  const names: ConstrainedName[] = isEmptyName(subject) ? [] : [{ kind: 'directory', name: subject }]
  names.push(...subjectAltNames, ...subjectAltNames.flatMap(internationalMailbox))
  // 4.2.1.10 asks it where there are no alternative names. Beside them it is read by somebody all the same, so it is held too; one
  // that is no text is a mailbox that nobody can read. Unlike that of an alternative name (7.5), its case says nothing (4.1.2.6).
  for (const { type, text } of subject.attributes) if (type === OID.emailAddress) names.push({ kind: 'email', text: text ?? '', anyCase: true })
  return names
}

// id-on-SmtpUTF8Mailbox.
const SMTP_UTF8_MAILBOX = '1.3.6.1.5.5.7.8.9'

/**
 * A mailbox in letters of any script is constrained as any other is (RFC 9598, 6). One that is no such text is a mailbox that
 * nobody can read.
 */
function internationalMailbox(name: GeneralName): GeneralName[] {
  if (name.kind !== 'other' || name.oid !== SMTP_UTF8_MAILBOX) return []
  const where = 'SmtpUTF8Mailbox'
  try {
    return [{ kind: 'email', text: textOf(readElement(name.value, TAG.utf8String, where), where) ?? '' }]
  } catch (error) {
    if (error instanceof Malformed) return [{ kind: 'email', text: '' }]
    throw error
  }
}

/**
 * The first fault of these names under these constraints, or null. A constraint of a kind that this library cannot compare
 * refuses every name of that kind, and so does a name or a constraint that cannot be read.
 */
export function constraintFault(
  names: readonly ConstrainedName[], { permitted, excluded }: NameConstraints, budget: ComparisonBudget,
): ConstraintFault | null {
  for (const base of [...permitted, ...excluded]) if (!isReadableBase(base)) return 'nameConstraintUnreadable'
  for (const name of names) {
    const allowed = permitted.filter(({ kind }) => kind === name.kind)
    const forbidden = excluded.filter(({ kind }) => kind === name.kind)
    if (allowed.length === 0 && forbidden.length === 0) continue
    budget.left -= allowed.length + forbidden.length
    if (budget.left < 0) return 'nameConstraintsTooMany'
    // 4.2.1.10: an address of the web without a host's name cannot be held against any constraint.
    if (!isReadableName(name) || (name.kind === 'uri' && hostOfUri(name.text) === null)) return 'nameUnreadable'
    const compared = COMPARE[name.kind]
    if (compared === undefined) return name.kind === 'other' ? otherFault(name, allowed, forbidden) : 'nameConstraintUnsupported'
    if (forbidden.some((base) => compared(name, base))) return 'nameExcluded'
    if (wildcardReaches(name, forbidden) || isExcludedInOtherCase(name, forbidden)) return 'nameExcluded'
    if (allowed.length > 0 && !allowed.some((base) => compared(name, base))) return 'nameNotPermitted'
  }
  return null
}

/** What an otherName means only its type knows: one of a constrained type is refused, others are not concerned. */
function otherFault(name: GeneralName, allowed: GeneralName[], forbidden: GeneralName[]): ConstraintFault | null {
  const sameType = (base: GeneralName): boolean => base.kind === 'other' && name.kind === 'other' && base.oid === name.oid
  if ([...allowed, ...forbidden].some(sameType)) return 'nameConstraintUnsupported'
  return null
}

type Compare = (name: GeneralName, base: GeneralName) => boolean

const textIn = (name: GeneralName): string => ('text' in name ? name.text : '')
const bytesIn = (name: GeneralName): Uint8Array => (name.kind === 'ip' ? name.bytes : new Uint8Array())

const COMPARE: Partial<Record<GeneralName['kind'], Compare>> = {
  directory: (name, base) => name.kind === 'directory' && base.kind === 'directory' && isWithin(name.name, base.name),
  dns: (name, base) => hostWithin(host(textIn(name)), host(textIn(base))),
  email: (name, base) => mailWithin(textIn(name), textIn(base)),
  uri: (name, base) => uriWithin(textIn(name), textIn(base)),
  ip: (name, base) => addressWithin(bytesIn(name), bytesIn(base)),
}

const withoutDot = (text: string): string => (text.endsWith('.') ? text.slice(0, -1) : text)
/** A host as it is compared: without case, and without the dot of the root. */
const host = (text: string): string => withoutDot(text.toLowerCase())

/** 「example.com」 holds itself and everything below; the empty constraint holds all. */
const hostWithin = (own: string, base: string): boolean => base === '' || own === base || own.endsWith(`.${base}`)

/** A wildcard stands for hosts of which some may be excluded. */
function wildcardReaches(name: GeneralName, forbidden: readonly GeneralName[]): boolean {
  if (name.kind !== 'dns' || !name.text.startsWith('*.')) return false
  const below = host(name.text.slice(2))
  return forbidden.some((base) => base.kind === 'dns' && hostWithin(host(base.text), below))
}

/** What is shut out is so in small letters and in capitals. What is let in is not: whoever wrote the constraint knew how. */
function isExcludedInOtherCase(name: ConstrainedName, forbidden: readonly GeneralName[]): boolean {
  if (name.kind !== 'email' || name.anyCase !== true) return false
  const own = name.text.toLowerCase()
  return forbidden.some((base) => base.kind === 'email' && mailWithin(own, base.text.toLowerCase()))
}

/** Of mailboxes and addresses of the web: the host exactly, and below one with a leading dot. */
const exactlyOrBelowDot = (own: string, base: string): boolean => (base.startsWith('.') ? own.endsWith(base) : own === base)

/** A mailbox is compared whole, or by its host. */
function mailWithin(mailbox: string, base: string): boolean {
  const [local, own] = splitAtHost(mailbox)
  if (!base.includes('@')) return exactlyOrBelowDot(own, host(base))
  // The part before the @ is the receiving host's to read: its case counts (RFC 5280, 7.5).
  const [baseLocal, baseHost] = splitAtHost(base)
  return local === baseLocal && own === baseHost
}

function splitAtHost(mailbox: string): [local: string, host: string] {
  const at = mailbox.lastIndexOf('@')
  return [mailbox.slice(0, at), host(mailbox.slice(at + 1))]
}

function uriWithin(uri: string, base: string): boolean {
  const own = hostOfUri(uri)
  return own !== null && exactlyOrBelowDot(own, host(base))
}

/** The host of an absolute URI; null where it has none, or none that is a name. */
function hostOfUri(uri: string): string | null {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(uri)?.[1]
  if (authority === undefined) return null
  const own = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '')
  return isHost(own) ? host(own) : null
}

function addressWithin(address: Uint8Array, base: Uint8Array): boolean {
  if (base.length !== address.length * 2) return false
  return address.every((byte, at) => (byte & base[address.length + at]!) === (base[at]! & base[address.length + at]!))
}

// ------------------------------------------------------------------------------------------- what can be read as a name

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i
// Whatever ends in a number is read as an address, and not as a name: 10.0.0.1, but also 167772161 and 0xa.1.
const ENDS_IN_NUMBER = /(^|\.)(\d+|0x[0-9a-f]*)\.?$/i

function isHost(text: string, { wildcard = false } = {}): boolean {
  const name = wildcard && text.startsWith('*.') ? text.slice(2) : text
  const labels = withoutDot(name).split('.')
  return name.length <= 253 && labels.every((label) => LABEL.test(label)) && !ENDS_IN_NUMBER.test(name)
}

// Without quotes and what they are for: a quoted part is another way to write the same mailbox.
const LOCAL_PART = /^[^\s"(),:;<>@[\\\]]+$/

function isMailbox(text: string): boolean {
  const at = text.lastIndexOf('@')
  return at > 0 && LOCAL_PART.test(text.slice(0, at)) && isHost(text.slice(at + 1))
}

// RFC 3986: letters that every reader takes apart alike.
const URI = /^[a-z][a-z0-9+.-]*:[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]+$/i

/** Whether the name is what its kind promises. Also asked of names that no constraint concerns, where names are checked at all. */
export function isReadableName(name: GeneralName): boolean {
  switch (name.kind) {
    case 'dns': return isHost(name.text, { wildcard: true })
    case 'email': return isMailbox(name.text)
    case 'uri': return URI.test(name.text)
    case 'ip': return name.bytes.length === 4 || name.bytes.length === 16
    default: return true
  }
}

function isReadableBase(base: GeneralName): boolean {
  switch (base.kind) {
    // RFC 5280 has no leading dot here, and no wildcard.
    case 'dns': return base.text === '' || isHost(base.text)
    case 'email': return base.text.includes('@') ? isMailbox(base.text) : isHostOrBelowDot(base.text)
    case 'uri': return isHostOrBelowDot(base.text)
    case 'ip': return base.bytes.length === 8 || base.bytes.length === 32
    default: return true
  }
}

const isHostOrBelowDot = (text: string): boolean => isHost(text.startsWith('.') ? text.slice(1) : text)
