/** Bytes into text, strictly UTF-8, piece by piece; where they are not, the very byte. */
export type TextReader = {
  /** The text of the piece; null from the first byte on that is no UTF-8 (`badAt`). */
  read(piece: Uint8Array): string | null
  /** Whether nothing is left half read. */
  end(): boolean
  /** What could be read of the piece with the bad byte, and what begins with it. */
  readonly before: string
  readonly rest: Uint8Array
  /** Where the bad byte stands, counted from 0 without the byte order mark; null while there is none. */
  readonly badAt: number | null
}

export function textReader(): TextReader {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let begun: Uint8Array = new Uint8Array(0)
  let done = 0
  let before = ''
  let rest: Uint8Array = begun
  let badAt: number | null = null

  function read(piece: Uint8Array): string | null {
    if (badAt !== null) return null
    const bytes = begun.length === 0 ? piece : joined(begun, piece)
    const whole = bytes.length - lengthOfBegun(bytes)
    try {
      const text = decoder.decode(bytes.subarray(0, whole))
      begun = bytes.slice(whole)
      done += whole
      return text
    } catch {
      const bad = firstBad(bytes)
      before = decoder.decode(bytes.subarray(0, bad))
      rest = bytes.subarray(bad)
      badAt = done + bad
      return null
    }
  }

  return {
    read,
    end() {
      if (begun.length > 0) badAt ??= done
      return badAt === null
    },
    get before() {
      return before
    },
    get rest() {
      return rest
    },
    get badAt() {
      return badAt
    },
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

/** How many bytes a character has that begins so; 0 for what begins none (RFC 3629). */
const lengthOf = (lead: number): number => (lead < 0x80 ? 1 : lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0)

/** How many bytes at the end are the beginning of a character that goes on in the next piece. */
function lengthOfBegun(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back]!
    if ((byte & 0xc0) === 0x80) continue
    return lengthOf(byte) > back ? back : 0
  }
  return 0
}

/** Where the first character begins that is none, in bytes that are known to hold one. */
function firstBad(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const lead = bytes[at]!
    const length = lengthOf(lead)
    if (length === 0) return at
    for (let more = 1; more < length; more += 1) {
      const byte = bytes[at + more]
      // The second byte rules out what could be written shorter, halves of characters, and what lies beyond Unicode.
      const low = more > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
      const high = more > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
      if (byte === undefined || byte < low || byte > high) return at
    }
    at += length
  }
  return at
}
