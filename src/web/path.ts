// Our addresses are ASCII words, codes and opaque keys, so anything a proxy in front of us and we ourselves might read
// differently (encoded ASCII, dots, backslashes, doubled or trailing slashes) is no address of ours.
const OUR_PATH = /^\/$|^(?:\/(?!\.{1,2}(?:\/|$))(?:[A-Za-z0-9._~!$'()*+,=:@-]|%[89A-Fa-f][0-9A-Fa-f])+)+$/
const OUR_QUERY = /^[\x21\x23-\x7e]*$/

// Twice the longest address we make ourselves (a search with all its filters).
const LONGEST_PATH = 1_000
const LONGEST_QUERY = 4_000

/** The target of a request as it came on the wire, proved to have one reading only. */
export type Target = { ok: true; path: string; query: string } | { ok: false; code: 'tooLong' | 'notCanonical' }

/** Splits the raw request target (never a parsed URL, which would already have straightened it). */
export function readTarget(rawTarget: string): Target {
  const mark = rawTarget.indexOf('?')
  const path = mark === -1 ? rawTarget : rawTarget.slice(0, mark)
  const query = mark === -1 ? '' : rawTarget.slice(mark + 1)
  if (path.length > LONGEST_PATH || query.length > LONGEST_QUERY) return { ok: false, code: 'tooLong' }
  if (!OUR_PATH.test(path) || !OUR_QUERY.test(query)) return { ok: false, code: 'notCanonical' }
  return { ok: true, path, query }
}

/** Whether the path is the prefix itself or lies below it, by whole segments: `/oidc` holds `/oidc/x`, not `/oidcx`. */
export function liesUnder(path: string, prefix: string): boolean {
  return path === prefix || (path.startsWith(prefix) && path.charCodeAt(prefix.length) === 47)
}
