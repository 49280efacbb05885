// A PostgreSQL server for one run of tests.
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../src/store/embedded.ts'

export interface TestServer {
  url: string
  stop(): Promise<void>
}

/** Starts a server that lives in a temporary folder and is gone without a trace when stopped. */
export async function startTestServer(binaries?: string): Promise<TestServer> {
  removeAbandoned()
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  chmodSync(folder, 0o711)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const server = await startEmbedded({ dataDir: folder, durable: false, ...(binaries ? { binaries } : {}) })
    return { url: server.url, stop: () => server.stop().then(remove) }
  } catch (fault) {
    remove()
    throw fault
  }
}

const prefix = 'ecpa-test-server-'

/** A run that was interrupted ends its server, but has no time left to clear up: the next run does. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(prefix))) {
    const folder = join(tmpdir(), name)
    const pid = name.slice(prefix.length).split('-')[0]
    const mine = statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.()
    if (mine && !existsSync(`/proc/${pid}`)) rmSync(folder, { recursive: true, force: true })
  }
}
