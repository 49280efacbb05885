// Makes data/common-passwords.txt out of its source, the list of `@zxcvbn-ts/language-common` 4.1.3 (docs/decisions/003-dependencies.md):
//   npm pack @zxcvbn-ts/language-common@4.1.3 && tar -xzf zxcvbn-ts-language-common-4.1.3.tgz
//   node bin/node24.mjs test/common-passwords.ts package/src/passwords.json
import { readFileSync, writeFileSync } from 'node:fs'
import { normalisedPassword } from '../src/core/passwords.ts'

/** What is shorter says nothing of a password of twelve characters. */
const SHORTEST = 4

/** The list as it is searched (`isCommonPassword`): small letters, each once, a line each, in the order of their bytes. */
export function commonPasswordList(passwords: readonly string[]): string {
  const lines = new Set(passwords.map((one) => normalisedPassword(one).toLowerCase()).filter((one) => [...one].length >= SHORTEST))
  return `${[...lines].toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))).join('\n')}\n`
}

const [source] = process.argv.slice(2)
if (import.meta.main && source !== undefined) {
  writeFileSync(new URL('../data/common-passwords.txt', import.meta.url), commonPasswordList(JSON.parse(readFileSync(source, 'utf8')) as string[]))
}
