import type { LocalPath } from './reply.ts'

/** An address with those of the values that say something. */
export function addressOf(path: LocalPath, values: Readonly<Record<string, string | null | undefined>>): LocalPath {
  const said = Object.entries(values)
    .filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== undefined && entry[1] !== '')
  return said.length === 0 ? path : `${path}?${new URLSearchParams(said)}`
}
