// The thread in which a feed is read, so that whoever signs in meanwhile does not feel it. Bytes come in and lines of COPY go
// out, and neither gets further ahead than a few pieces.
import { parentPort, workerData } from 'node:worker_threads'
import { readFile } from './read-file.ts'
import { FeedRefused, MOST_UNDERWAY } from './reading.ts'
import type { FromReader, ReadTask, ToReader } from './reading.ts'

const port = parentPort!
const tell = (said: FromReader, moved: ArrayBuffer[] = []): void => port.postMessage(said, moved)

// What came and was not read yet; null is the end of the file.
const waiting: (Uint8Array | null)[] = []
let wakeReading = (): void => {}
let underway = 0
let wakeWriting = (): void => {}

port.on('message', (said: ToReader) => {
  if (said.tell === 'written') {
    underway -= 1
    wakeWriting()
    return
  }
  waiting.push(said.tell === 'bytes' ? said.bytes : null)
  wakeReading()
})

async function* incoming(): AsyncGenerator<Uint8Array> {
  for (;;) {
    if (waiting.length === 0) await new Promise<void>((resolve) => { wakeReading = resolve })
    const piece = waiting.shift()!
    if (piece === null) return
    yield piece
    tell({ tell: 'taken' })
  }
}

try {
  const { faults, totals } = await readFile(incoming(), workerData as ReadTask, async (lines, read) => {
    while (underway >= MOST_UNDERWAY) await new Promise<void>((resolve) => { wakeWriting = resolve })
    underway += 1
    tell({ tell: 'rows', lines, read }, [lines.buffer])
  })
  tell({ tell: 'done', totals, faults }, [faults.buffer])
} catch (error) {
  // What is no refusal is a fault of ours: it ends the thread, and whoever waits for it hears of it.
  if (!(error instanceof FeedRefused)) throw error
  tell({ tell: 'refused', refusal: error.refusal })
}
port.close()
