// Bodies too large to be read whole: taken chunk by chunk at the pace of whoever uses them, within limits.
import { Readable } from 'node:stream'
import { ClientGone } from './body.ts'
import type { IncomingMessage } from 'node:http'

/**
 * `bytes`: the longest body. `idleMs`: how long one waits for the next byte; `wholeMs`: how long for all of them. The
 * time that passes while nobody asks for more is not the sender's. `room`: beside which others it comes; a feed's unless said.
 */
export type ReceivingLimits = { bytes: number; idleMs?: number; wholeMs?: number; room?: Room }

/** Feeds are worked on while they come, and for the centre alone to send; files, which any manager adds to something, are kept as they are. */
export type Room = 'feeds' | 'files'

// A line that is down for half a minute does not come back with the same connection.
const IDLE_MS = 30_000
// 512 MB at 2.5 Mbit/s; whoever sends one byte at a time does not hold a place for longer.
const WHOLE_MS = 1_800_000
// Feeds are read, sealed and copied at the pace of a core, and the pages need one as well. A file is held in memory, and one sender who
// lets theirs drip leaves room for others. For each process.
const PLACES: Readonly<Record<Room, { all: number; each: number }>> = { feeds: { all: 2, each: 2 }, files: { all: 6, each: 2 } }

/** Why a body did not come whole; that its sender went away is `ClientGone`. `barred`: no longer who may send it. */
export type Broken = 'tooLarge' | 'tooSlow' | 'malformed' | 'barred'

export class NotWhole extends Error {
  override name = 'NotWhole'
  readonly why: Broken

  constructor(why: Broken) {
    super(why)
    this.why = why
  }
}

const underWay: Readonly<Record<Room, Set<{ sender: string }>>> = { feeds: new Set(), files: new Set() }

/** A place among those who may send a large body now, and how to leave it; null when all are taken, or as many as one sender has. */
export function takePlace({ room = 'feeds' }: Pick<ReceivingLimits, 'room'>, sender: string): (() => void) | null {
  const others = underWay[room]
  const { all, each } = PLACES[room]
  if (others.size >= all || [...others].filter((other) => other.sender === sender).length >= each) return null
  const place = { sender }
  others.add(place)
  return () => void others.delete(place)
}

/** The body's chunks. Throws `NotWhole`, or `ClientGone`, as soon as it is known that it will not come whole. */
export async function* chunksOf(
  incoming: IncomingMessage, { bytes, idleMs = IDLE_MS, wholeMs = WHOLE_MS }: ReceivingLimits,
): AsyncGenerator<Buffer, void, undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > bytes) throw new NotWhole('tooLarge')
  const chunks = incoming.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]() as AsyncIterator<Buffer, void>
  let size = 0
  let waited = 0
  try {
    for (;;) {
      const asked = performance.now()
      const next = await within(Math.min(idleMs, wholeMs - waited), chunks.next())
      waited += performance.now() - asked
      if (next.done === true) break
      size += next.value.length
      if (size > bytes) throw new NotWhole('tooLarge')
      yield next.value
    }
    if (!incoming.complete) throw new ClientGone()
  } finally {
    // Not waited for: where the next chunk is late, so is the end of waiting for it.
    void chunks.return?.().catch(() => {})
  }
}

/** A body as a stream, and what reads on what nobody has taken of it, so that its sender hears our answer. */
export function received(incoming: IncomingMessage, limits: ReceivingLimits): { content: Readable; finish: () => Promise<void> } {
  const content = bytesOf(chunksOf(incoming, limits))
  content.on('error', () => {})
  return {
    content,
    async finish() {
      if (content.readableEnded) return
      content.destroy()
      try {
        for await (const chunk of chunksOf(incoming, limits)) void chunk
      } catch {
        // Whoever broke off is not there to be told.
      }
    },
  }
}

/** The chunks as a stream of bytes, that fails as they do. */
export const bytesOf = (chunks: AsyncIterable<Buffer>): Readable => Readable.from(chunks, { objectMode: false })

/** What comes in time; the sender's going away is one fault, however Node calls it. */
async function within<T>(ms: number, coming: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotWhole('tooSlow')), Math.max(0, ms))
  })
  const come = coming.catch(() => { throw new ClientGone() })
  try {
    return await Promise.race([come, late])
  } finally {
    clearTimeout(timer)
    // When it was too late, nobody waits for it any more.
    come.catch(() => {})
  }
}
