// Takes the checks of the validator away, one at a time, and says which of that no test notices:
// `node bin/node24.mjs test/pki/mutate.ts [PART-OF-NAME-OR-FILE]`. Some minutes; exit 1 where one survives.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { COVERED, MUTANTS } from './mutants.ts'
import type { Mutant } from './mutants.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const out = (text: string) => process.stdout.write(`${text}\n`)

// Those that find most in the least time come first.
const FIRST = ['path', 'crl', 'names', 'cms', 'keys', 'pkits', 'crl-keeping', 'limbo', 'ocsp']
const rank = (file: string): number => {
  const at = FIRST.findIndex((name) => file.endsWith(`/${name}.test.ts`))
  return at < 0 ? FIRST.length : at
}
const FILES = globSync('src/pki/*.test.ts', { cwd: root }).toSorted((a, b) => rank(a) - rank(b))
const LONGEST_MS = 120_000

/** The first file whose tests fail without that check; null: none does. */
function noticedBy(mutant: Mutant | null): string | null {
  const preloaded = ['src/load-tsx.mjs', ...(mutant === null ? [] : ['test/pki/mutate-hook.mjs'])].flatMap((file) => ['--import', `${root}${file}`])
  return FILES.find((file) => spawnSync(process.execPath, [...preloaded, file], {
    cwd: root, env: { ...process.env, ECPA_MUTANT: JSON.stringify(mutant) }, stdio: 'ignore', timeout: LONGEST_MS,
  }).status !== 0) ?? null
}

const wanted = process.argv.slice(2)
const chosen = MUTANTS.filter(({ name, file }) => !(name in COVERED) && (wanted.length === 0 || wanted.some((part) => name.includes(part) || file === part)))
const broken = noticedBy(null)
if (broken !== null) throw new Error(`${broken} fails without anything taken away`)
const survivors: Mutant[] = []
const counts = new Map<string, [noticed: number, all: number]>()
for (const mutant of chosen) {
  const by = noticedBy(mutant)
  const [noticed, all] = counts.get(mutant.file) ?? [0, 0]
  counts.set(mutant.file, [noticed + (by === null ? 0 : 1), all + 1])
  if (by === null) survivors.push(mutant)
  out(`${by === null ? '✖ survives' : '✔'}  ${mutant.file}  ${mutant.name}${by === null ? '' : `  (${by.slice('src/pki/'.length)})`}`)
}
out('\n| file | taken away | noticed |\n|---|--:|--:|')
for (const [file, [noticed, all]] of counts) out(`| ${file} | ${all} | ${noticed} |`)
out(`\n${chosen.length} taken away, ${survivors.length} not noticed`)
process.exitCode = survivors.length === 0 ? 0 : 1
