// JSON with one reading only. What two parsers might read differently (names that come twice, halves of characters,
// numbers that are none) is refused before anybody decides by it: the I-JSON profile (RFC 7493).

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject
export type JsonObject = { [name: string]: JsonValue }

export type JsonFault = 'notUtf8' | 'syntax' | 'notObject' | 'nameTwice' | 'tooDeep' | 'text' | 'number'

// Our deepest request has five; a schema or a set of keys that somebody sends along may have a few more.
const DEEPEST = 24

const [QUOTE, BACKSLASH, COMMA, MINUS] = [34, 92, 44, 45]
const [BRACE, END_BRACE, BRACKET, END_BRACKET] = [123, 125, 91, 93]
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/** Reads the bytes as one JSON object, or says what is wrong with them. */
export function readJsonObject(bytes: Uint8Array): { value: JsonObject } | { fault: JsonFault } {
  const text = decode(bytes)
  if (text === null) return { fault: 'notUtf8' }
  const value = parse(text)
  if (value === undefined) return { fault: 'syntax' }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { fault: 'notObject' }
  const fault = faultIn(text)
  return fault === null ? { value } : { fault }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

/** The places of a text that is known to be JSON: in `open` the names of each object that is open, null for a list. */
function faultIn(text: string): JsonFault | null {
  const open: (Set<string> | null)[] = []
  let nameIsNext = false
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === QUOTE) {
      const end = endOfText(text, at)
      const said = text.slice(at + 1, end)
      const plain = said.includes('\\') ? JSON.parse(`"${said}"`) as string : said
      if (plain !== said && (plain.includes('\0') || !plain.isWellFormed())) return 'text'
      const names = open.at(-1)
      if (nameIsNext && names != null) {
        if (names.has(plain)) return 'nameTwice'
        names.add(plain)
      }
      nameIsNext = false
      at = end
    } else if (sign === BRACE || sign === BRACKET) {
      if (open.push(sign === BRACE ? new Set() : null) > DEEPEST) return 'tooDeep'
      nameIsNext = sign === BRACE
    } else if (sign === END_BRACE || sign === END_BRACKET) open.pop()
    else if (sign === COMMA) nameIsNext = open.at(-1) != null
    else if (sign === MINUS || (sign >= 48 && sign <= 57)) {
      NUMBER.lastIndex = at
      const digits = NUMBER.exec(text)![0]
      if (!Number.isFinite(Number(digits))) return 'number'
      at += digits.length - 1
    }
  }
  return null
}

/** Where the text that begins at this quotation mark ends. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; ; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === BACKSLASH) at += 1
    else if (sign === QUOTE) return at
  }
}
