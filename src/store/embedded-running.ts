// The embedded database of another process of ours, for a command that is called while the portal runs.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../core/thrown.ts'
import { clusterFolder } from './data-folder.ts'

/** The address of the server that runs on this data folder, as `startEmbedded` gives it; null where none seems to. */
export function runningEmbedded(dataDir: string): string | null {
  try {
    const cluster = clusterFolder(dataDir)
    // The fourth line is the port (PostgreSQL manual, "Database File Layout").
    const port = readFileSync(join(cluster, 'data/postmaster.pid'), 'utf8').split('\n')[3]?.trim() ?? ''
    const password = readFileSync(join(cluster, 'password'), 'utf8').trim()
    return /^\d+$/.test(port) ? `postgres://postgres:${password}@127.0.0.1:${port}/postgres` : null
  } catch (error) {
    if (['ENOENT', 'EACCES'].includes(codeOf(error) ?? '')) return null
    throw error
  }
}
