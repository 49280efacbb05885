// The kinds of values that a setting may have: each reads a text or says in a clause what it wants instead. The text
// itself is never quoted: it may be a secret.

/** A key of 32 bytes with its version, 1 to 255. */
export type VersionedKey = { version: number, key: Buffer }

/** `{ value }` or `{ fault }`, a clause that goes on "ECPA_… ". */
export type Read<T> = { value: T } | { fault: string }
export type Kind<T> = { says: string, read(text: string): Read<T> }

const KEY_BYTES = 32
const LONGEST_TEXT = 200

export const text = (longest = LONGEST_TEXT): Kind<string> => ({
  says: 'text',
  read: (given) => given.length <= longest ? { value: given } : { fault: `is longer than ${longest} characters` },
})

export const whole = (least: number, most: number): Kind<number> => ({
  says: `${least}–${most}`,
  read: (given) => /^\d{1,9}$/.test(given) && Number(given) >= least && Number(given) <= most
    ? { value: Number(given) } : { fault: `is not a whole number from ${least} to ${most}` },
})

export const oneOf = <const T extends string>(...words: T[]): Kind<T> => ({
  says: words.map((word) => `\`${word}\``).join(', '),
  read: (given) => {
    const value = words.find((word) => word === given)
    return value === undefined ? { fault: `is none of ${words.join(', ')}` } : { value }
  },
})

/** Some of the words with commas between them, or `none`. */
export const someOf = <const T extends string>(...words: T[]): Kind<T[]> => ({
  says: `${words.map((word) => `\`${word}\``).join(', ')} with commas, or \`none\``,
  read(given) {
    const named = given === 'none' ? [] : given.split(',').map((one) => one.trim())
    const value = words.filter((word) => named.includes(word))
    return value.length === new Set(named).size ? { value } : { fault: `is neither \`none\` nor a list of ${words.join(', ')} with commas between them` }
  },
})

/** An address with one of the schemes, as it was given. */
export const url = (...schemes: string[]): Kind<string> => ({
  says: schemes.map((scheme) => `\`${scheme}://…\``).join(', '),
  read: (given) => URL.canParse(given) && schemes.includes(new URL(given).protocol.slice(0, -1))
    ? { value: given }
    : { fault: `is not an address that begins with ${schemes.map((one) => `${one}://`).join(' or ')}` },
})

/** An origin as browsers write it: no path, no trailing slash; without TLS only on this very machine. */
export const origin: Kind<string> = {
  says: '`https://name`, `http://` only for localhost',
  read(given) {
    const parsed = URL.canParse(given) ? new URL(given) : null
    if (parsed === null || parsed.origin !== given) {
      return { fault: 'is not an origin: scheme, lower-case name and port, with nothing after them' }
    }
    if (parsed.protocol === 'https:') return { value: given }
    const local = parsed.protocol === 'http:' && isLoopback(parsed.hostname)
    return local ? { value: given } : { fault: 'is not https, and anything else is only for this very machine' }
  },
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)

/** An address, or `name <address>`. */
export const sender: Kind<string> = {
  says: '`address` or `name <address>`',
  read: (given) => /^(?:[^<>\p{Cc}]{1,100}<[^\s<>@,]+@[^\s<>@,]+>|[^\s<>@,]+@[^\s<>@,]+)$/u.test(given)
    ? { value: given } : { fault: 'is not a sender: an address, or a name and an address in < >' },
}

/** Addresses and networks (`10.0.0.0/8`) with commas between them. */
export const addresses: Kind<string[]> = {
  says: 'addresses or networks, with commas',
  read(given) {
    const value = given.split(',').map((one) => one.trim()).filter((one) => one !== '')
    if (value.every(isNetwork)) return { value }
    return { fault: 'is not a list of IP addresses or networks with commas between them' }
  },
}

function isNetwork(given: string): boolean {
  const [address = '', bits, more] = given.split('/')
  const longest = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1
  if (longest < 0 || more !== undefined) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest)
}

const isIPv4 = (given: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(given) && given.split('.').every((part) => Number(part) <= 255)
const isIPv6 = (given: string): boolean => /^[0-9a-fA-F:.]+$/.test(given) && URL.canParse(`http://[${given}]`)

const keyOf = (given: string): Buffer | null => {
  const key = Buffer.from(given, 'base64')
  return key.length === KEY_BYTES && key.toString('base64').replace(/=+$/, '') === given.replace(/=+$/, '') ? key : null
}

export const key: Kind<Buffer> = {
  says: `${KEY_BYTES} bytes in base64 (\`openssl rand -base64 ${KEY_BYTES}\`)`,
  read: (given) => {
    const value = keyOf(given)
    return value ? { value } : { fault: `is not ${KEY_BYTES} bytes in base64` }
  },
}

export const keys: Kind<VersionedKey[]> = {
  says: `\`version:key\` with commas, each key ${KEY_BYTES} bytes in base64`,
  read(given) {
    const value: VersionedKey[] = []
    for (const one of given.split(',')) {
      const [, version, encoded] = /^\s*(\d{1,3}):(\S+)\s*$/.exec(one) ?? []
      const bytes = keyOf(encoded ?? '')
      if (!bytes || Number(version) < 1 || Number(version) > 255) {
        return { fault: `is not a list of version:key, versions 1 to 255 and keys of ${KEY_BYTES} bytes in base64` }
      }
      value.push({ version: Number(version), key: bytes })
    }
    return new Set(value.map(({ version }) => version)).size === value.length
      ? { value } : { fault: 'has two keys of one version' }
  },
}
