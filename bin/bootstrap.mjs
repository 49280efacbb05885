// Installs what the lockfile names when node_modules does not hold it yet. Runs before anything is installed,
// so it has no dependency, and on the machine's own Node (20 and newer), so it is plain JavaScript.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)
const stamp = new URL('node_modules/.bootstrapped', root)
const wanted = createHash('sha256')
  .update(readFileSync(new URL('package-lock.json', root)))
  .update(readFileSync(new URL('package.json', root)))
  .update(process.arch)
  .digest('hex')

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
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
    console.error('The dependencies could not be installed. Check that the package registry can be reached, then try again.')
    process.exit(install.status ?? 1)
  }
  writeFileSync(stamp, wanted)
}
