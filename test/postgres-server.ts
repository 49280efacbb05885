// A PostgreSQL server for one run of tests.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '../src/store/embedded.ts'

export interface TestServer {
  url: string
  stop(): Promise<void>
}

/** Starts a server that lives in a temporary folder and is gone without a trace when stopped. */
export async function startTestServer(binaries?: string): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ecpa-test-'))
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
