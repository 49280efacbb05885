// An authenticator app, as far as a test needs one: it reads the key that the page shows.
const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The secret of a key in base32 (RFC 4648, 6), however it is spaced. */
export function secretOfKey(key: string): Buffer {
  const bits = [...key.replaceAll(/\s/g, '')].map((sign) => SIGNS.indexOf(sign).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
