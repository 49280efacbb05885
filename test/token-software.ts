// SoftHSM and the program that talks to it, as Debian has them: taken from its packages into a folder, so that it needs neither root
// nor leaves anything on the machine.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type TokenSoftware = { module: string; env: { PATH: string; LD_LIBRARY_PATH: string } }

// What these need beside what every Debian has.
const PACKAGES = ['softhsm2', 'libsofthsm2', 'opensc', 'opensc-pkcs11', 'libglib2.0-0', 'libsqlite3-0']
const folder = fileURLToPath(new URL('../node_modules/.cache/ecpa-token/', import.meta.url))
const [root, draft, packages] = [join(folder, 'root'), join(folder, 'unpacking'), join(folder, 'packages')]
const MODULE = join(root, 'usr/lib/softhsm/libsofthsm2.so')

/** What the program said against it; null when all went well. */
function failureOf(program: string, args: readonly string[], cwd: string): string | null {
  const { status, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  return status === 0 ? null : `${program} ${args.at(-1)}: ${error?.message ?? stderr.trim()}`
}

/** Null when the packages lie in their folder; why they could not be fetched otherwise. */
function fetchPackages(): string | null {
  // What a run that was interrupted left may be half of something.
  rmSync(folder, { recursive: true, force: true })
  for (const part of ['lists/partial', 'archives/partial', 'packages', 'unpacking']) mkdirSync(join(folder, part), { recursive: true })
  // A state and a cache of their own: the machine's belong to root, and may be empty.
  const own = ['-o', `Dir::State::lists=${join(folder, 'lists')}`, '-o', `Dir::Cache=${folder}`, '-o', `Dir::Cache::archives=${join(folder, 'archives')}`,
    '-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User=root', '-qq']
  return failureOf('apt-get', [...own, 'update'], folder) ?? failureOf('apt-get', [...own, 'download', ...PACKAGES], packages)
}

/**
 * The packages' content, fetched once; later runs find it. Where this machine has no Debian, or its mirror does not give them today, that
 * is said instead: no fault of what is tested.
 */
export function tokenSoftware(): TokenSoftware | { missing: string } {
  if (!existsSync('/etc/debian_version')) return { missing: 'no packages of Debian here' }
  if (!existsSync(MODULE)) {
    const why = fetchPackages()
    if (why !== null) return { missing: `Debian's packages could not be fetched: ${why}` }
    for (const name of readdirSync(packages)) {
      const fault = failureOf('dpkg-deb', ['-x', join(packages, name), draft], folder)
      if (fault !== null) throw new Error(fault)
    }
    renameSync(draft, root)
  }
  const libraries = readdirSync(join(root, 'usr/lib')).filter((name) => name.endsWith('-linux-gnu')).map((name) => join(root, 'usr/lib', name))
  return {
    module: MODULE,
    env: { PATH: `${join(root, 'usr/bin')}:${process.env.PATH}`, LD_LIBRARY_PATH: libraries.join(':') },
  }
}
