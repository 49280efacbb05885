// Installs what the lockfile names when node_modules does not hold it yet. Runs before anything is installed,
// so it has no dependency, and on the machine's own Node (20 and newer), so it is plain JavaScript.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)
const packagesIn = (file) => JSON.parse(readFileSync(new URL(file, root), 'utf8')).packages

/**
 * npm keeps a lockfile of what it really installed inside node_modules, written last. Comparing with it needs no mark of
 * our own, so it holds as well for who ran `npm ci`, and for an ordinary user where root did.
 */
function isInstalled() {
  let installed
  try {
    installed = packagesIn('node_modules/.package-lock.json')
  } catch {
    return false
  }
  const wanted = Object.entries(packagesIn('package-lock.json')).filter(([path, entry]) => path !== '' && isForHere(entry))
  return wanted.every(([path, { version, integrity }]) =>
    installed[path]?.version === version && installed[path].integrity === integrity)
}

/** Packages for other machines are in the lockfile, and rightly not installed. */
function isForHere({ os, cpu, libc }) {
  const fits = (list, mine) => !list || list.includes(mine)
  return fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, 'glibc')
}

if (!isInstalled()) {
  // stderr, so that standard output carries only what the program itself has to say
  console.error('Installing dependencies (first run, or the lockfile changed) …')
  const install = spawnSync(
    'npm',
    // Scripts stay off: nothing we depend on needs one, and an install script is the easiest way into a supply chain.
    // The engine warnings speak of the machine's Node; the program runs on the Node 24 that this very step installs.
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: fileURLToPath(root), stdio: ['ignore', 2, 2] },
  )
  if (install.status !== 0) {
    console.error('The dependencies could not be installed. Check that the package registry can be reached and that this ' +
      'folder can be written, then try again.')
    process.exit(install.status ?? 1)
  }
}
