import type { IncomingMessage } from 'node:http'

// What is still read of a refused body, so that the browser gets our answer instead of a broken connection.
const MOST_DRAINED_BYTES = 1_048_576

/** Whether the body is a form of the one kind that we read, and not packed. An empty body counts as an empty form. */
export function isFormBody({ headers }: IncomingMessage): boolean {
  const packed = headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity'
  const type = headers['content-type']
  if (type === undefined) return !packed && (headers['content-length'] ?? '0') === '0'
  return !packed && type.split(';', 1)[0]!.trim().toLowerCase() === 'application/x-www-form-urlencoded'
}

/** Reads the whole body as text; see `readBytes`. */
export async function readBody(incoming: IncomingMessage, most: number): Promise<string | 'tooLarge'> {
  const bytes = await readBytes(incoming, most)
  return bytes === 'tooLarge' ? bytes : bytes.toString('utf8')
}

/**
 * Reads the whole body, or answers 'tooLarge' as soon as it is known to be longer than `most` bytes. Rejects when the
 * browser goes away.
 */
export function readBytes(incoming: IncomingMessage, most: number): Promise<Buffer | 'tooLarge'> {
  if (Number(incoming.headers['content-length'] ?? 0) > most) {
    drain(incoming)
    return Promise.resolve('tooLarge')
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size <= most) return void chunks.push(chunk)
      incoming.off('data', take)
      drain(incoming)
      resolve('tooLarge')
    }
    incoming.on('data', take)
    incoming.once('end', () => resolve(Buffer.concat(chunks)))
    // Comes after each body that was read, too.
    incoming.once('close', () => { if (!incoming.complete) reject(new ClientGone()) })
  })
}

/** The browser went away before its request or our answer was whole; there is nobody to answer. */
export class ClientGone extends Error {
  override name = 'ClientGone'
}

/** Reads on for a while what nobody wants, so that the browser gets our answer instead of a broken connection. */
export function drain(incoming: IncomingMessage): void {
  let drained = 0
  incoming.on('data', (chunk: Buffer) => {
    drained += chunk.length
    if (drained > MOST_DRAINED_BYTES) incoming.destroy()
  })
}
