// SoftHSM and the program that talks to it, as Debian has them: taken from its packages into a folder, so that it needs neither root
// nor leaves anything on the machine.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type TokenSoftware = { module: string; env: { PATH: string; LD_LIBRARY_PATH: string } }

// What these need beside what every Debian has.
const PACKAGES = ['softhsm2', 'libsofthsm2', 'opensc', 'opensc-pkcs11', 'libglib2.0-0', 'libsqlite3-0']
const folder = fileURLToPath(new URL('../node_modules/.cache/ecpa-token/', import.meta.url))
const MODULE = join(folder, 'root/usr/lib/softhsm/libsofthsm2.so')

function run(program: string, args: readonly string[], cwd: string): void {
  const { status, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`)
}

/** Whether this machine has Debian's packages to take from. */
export const hasPackages = (): boolean => existsSync('/etc/debian_version')

/** Fetches the packages once; later runs find them. */
export function tokenSoftware(): TokenSoftware {
  if (!existsSync(MODULE)) {
    for (const part of ['lists/partial', 'archives/partial', 'packages', 'root']) mkdirSync(join(folder, part), { recursive: true })
    // A state and a cache of their own: the machine's belong to root, and may be empty.
    const own = ['-o', `Dir::State::lists=${join(folder, 'lists')}`, '-o', `Dir::Cache=${folder}`, '-o', `Dir::Cache::archives=${join(folder, 'archives')}`,
      '-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User=root', '-qq']
    run('apt-get', [...own, 'update'], folder)
    run('apt-get', [...own, 'download', ...PACKAGES], join(folder, 'packages'))
    for (const name of readdirSync(join(folder, 'packages'))) run('dpkg-deb', ['-x', join(folder, 'packages', name), join(folder, 'root')], folder)
  }
  const libraries = readdirSync(join(folder, 'root/usr/lib')).filter((name) => name.endsWith('-linux-gnu')).map((name) => join(folder, 'root/usr/lib', name))
  return { module: MODULE, env: { PATH: `${join(folder, 'root/usr/bin')}:${process.env.PATH}`, LD_LIBRARY_PATH: libraries.join(':') } }
}
