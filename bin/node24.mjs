// Runs one of our TypeScript files on the Node that the lockfile pins: `node bin/node24.mjs FILE [ARGUMENT …]`.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The path of the pinned Node, or a sentence and exit 1 where this machine has none. */
export function pinnedNode() {
  try {
    const path = join(dirname(createRequire(import.meta.url).resolve(`node-linux-${process.arch}/package.json`)), 'bin/node')
    if (existsSync(path)) return path
  } catch {
    // not installed: said below
  }
  console.error(`The pinned Node for linux-${process.arch} is not installed. Run "npm ci --ignore-scripts" in the project's folder.`)
  process.exit(1)
}

/**
 * Runs `file` with the pinned Node and ends as it ends. Signals are passed on; a terminal's Ctrl-C reaches the child by
 * itself as well, so the child has to take several SIGINT within moments for one. When this process is killed, so is
 * the child (setpriv, of Debian's util-linux): it would otherwise go on unseen and keep the ports.
 */
export function run(file, args) {
  const loader = new URL('../src/load-tsx.mjs', import.meta.url).href
  const command = ['--pdeathsig=KILL', pinnedNode(), '--import', loader, file, ...args]
  const child = spawn('setpriv', command, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`The program could not be started: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run(process.argv[2], process.argv.slice(3))
