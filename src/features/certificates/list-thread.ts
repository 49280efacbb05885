// The thread that reads a revocation list, proves its signature and indexes its entries: a good part of a second for a nation's, in
// which nobody's page may wait.
import { parentPort, workerData } from 'node:worker_threads'
import { algorithmName, keptCrl, Malformed, narrowedTo, provedCrl, readCertificate, readCrl, SOUND_ALGORITHMS } from '../../pki/index.ts'
import type { IndexedList, ListFault, ListTask } from './index-list.ts'

const { list, authority, algorithms, now } = workerData as ListTask

function indexed(): IndexedList | { fault: ListFault } {
  try {
    const read = readCrl(list)
    // A whole list of its own: deltas and lists about a part of the certificates would be taken for all.
    if (read.number === null || read.nextUpdate === null || read.deltaBase !== null || read.issuingDistributionPoint !== null) return { fault: 'notWhole' }
    if (read.nextUpdate <= now) return { fault: 'stale' }
    if (read.thisUpdate > now) return { fault: 'ofTheFuture' }
    const policy = narrowedTo(SOUND_ALGORITHMS, algorithms)
    const name = algorithmName(read.signatureAlgorithm)
    if (name === null || !policy.signatures.includes(name)) return { fault: 'algorithm' }
    const proved = provedCrl(read, readCertificate(authority), policy)
    if (proved === null) return { fault: 'signature' }
    return {
      kept: keptCrl(proved, list), number: read.number.toString(), thisUpdate: read.thisUpdate, nextUpdate: read.nextUpdate, entries: read.entries.count,
    }
  } catch (error) {
    if (error instanceof Malformed) return { fault: 'malformed' }
    throw error
  }
}

// Copied: where small buffers share their memory it cannot be handed over.
parentPort!.postMessage(indexed(), [])
