// What an address tells of where somebody is: the kind of network, and no more. Nothing here knows cities.

/** `internal`: an agency's own (RFC 1918, RFC 4193); `shared`: many behind one provider (RFC 6598). */
export type NetworkKind = 'thisComputer' | 'internal' | 'shared' | 'public'

const INTERNAL_V4 = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)/
const SHARED_V4 = /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./
const MAPPED = /^::ffff:(?=\d+\.)/i

/** An IPv4 address that is written as IPv6 is the IPv4 address. */
const plain = (address: string): string => address.replace(MAPPED, '')

/** The kind of network of an address as PostgreSQL or Node write it. */
export function networkKind(address: string): NetworkKind {
  const one = plain(address).toLowerCase()
  if (one === '::1' || one.startsWith('127.')) return 'thisComputer'
  if (!one.includes(':')) return INTERNAL_V4.test(one) ? 'internal' : SHARED_V4.test(one) ? 'shared' : 'public'
  // fc00::/7 and fe80::/10
  return /^f[cd]|^fe[89ab]/.test(one) ? 'internal' : 'public'
}

/** The eight groups of an IPv6 address; those of `::` are zeros. */
function groupsOf(address: string): string[] {
  const [before = '', after] = address.split('::')
  const head = before === '' ? [] : before.split(':')
  if (after === undefined) return head
  const tail = after === '' ? [] : after.split(':')
  return [...head, ...Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0'), ...tail]
}

/** The address without what tells one machine from its neighbours: `203.0.113.*`, `2001:db8:1:*`. */
export function shortAddress(address: string): string {
  const one = plain(address)
  if (!one.includes(':')) return `${one.split('.').slice(0, 3).join('.')}.*`
  return `${groupsOf(one).slice(0, 3).join(':')}:*`
}

const KINDS: Readonly<Record<NetworkKind, { 'zh-TW': string; en: string }>> = {
  thisComputer: { 'zh-TW': '本機', en: 'this computer' },
  internal: { 'zh-TW': '內部網路', en: 'an internal network' },
  shared: { 'zh-TW': '電信業者共用網路', en: 'a provider’s shared network' },
  public: { 'zh-TW': '網際網路', en: 'the internet' },
}

/** The kind of network in words. */
export const networkText = (address: string, language: 'zh-TW' | 'en'): string => KINDS[networkKind(address)][language]
