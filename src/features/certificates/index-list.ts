import { Worker } from 'node:worker_threads'
import type { AlgorithmName } from '../../pki/index.ts'

/** `list` and `authority` (its issuer's certificate) in DER. `algorithms`: those that it may use; null: all that are sound. */
export type ListTask = { list: Uint8Array; authority: Uint8Array; algorithms: readonly AlgorithmName[] | null; now: Date }

/** `kept` as `keptCrl` writes it. */
export type IndexedList = { kept: Uint8Array; number: string; thisUpdate: Date; nextUpdate: Date; entries: number }

/** Why a list is not taken: see `docs/operating.md`. */
export type ListFault = 'malformed' | 'notWhole' | 'algorithm' | 'signature' | 'stale' | 'ofTheFuture'

const THREAD = new URL('./list-thread.ts', import.meta.url)
// Ten times what the largest known list takes, its bytes not counted.
const THREAD_MEGABYTES = 512
const LONGEST_MS = 120_000

/** Has the list read, proved and indexed in a thread of its own. */
export function indexList(task: ListTask): Promise<IndexedList | { fault: ListFault }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, { workerData: task, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: THREAD_MEGABYTES } })
    const timer = setTimeout(() => {
      reject(new Error('indexing a list took too long'))
      void worker.terminate()
    }, LONGEST_MS)
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => {
      clearTimeout(timer)
      reject(new Error('the thread that indexed a list ended before its time'))
    })
  })
}
