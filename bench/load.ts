// Loads a server from another process's side as cheaply as can be: requests are bytes made beforehand, answers are read as
// far as their length, over connections that stay.
import { connect } from 'node:net'
import type { Socket } from 'node:net'

export type Load = { answers: number; seconds: number; milliseconds: number[] }

/** Sends the requests in turn over that many connections for so long. Each answer must be a 200 with a content length. */
export async function load(port: number, requests: readonly Buffer[], connections: number, seconds: number): Promise<Load> {
  const begun = performance.now()
  const end = begun + seconds * 1000
  const milliseconds: number[] = []
  let next = 0
  const lines = Array.from({ length: connections }, () => new Line(port))
  await Promise.all(lines.map(async (line) => {
    await line.opened
    while (performance.now() < end) {
      const sent = performance.now()
      await line.ask(requests[next++ % requests.length]!)
      milliseconds.push(performance.now() - sent)
    }
    line.close()
  }))
  return { answers: milliseconds.length, seconds: (performance.now() - begun) / 1000, milliseconds }
}

const END_OF_HEAD = Buffer.from('\r\n\r\n')

/** One connection, one request at a time. */
export class Line {
  readonly opened: Promise<void>
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #waiting: { resolve: (body: string) => void; reject: (fault: unknown) => void } | null = null

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.opened = new Promise((resolve, reject) => { this.#socket.once('connect', resolve).once('error', reject) })
    this.#socket.on('data', (part: Buffer) => {
      this.#received = this.#received.length === 0 ? part : Buffer.concat([this.#received, part])
      this.#look()
    })
    this.#socket.on('close', () => this.#waiting?.reject(new Error('the server hung up')))
  }

  /** Sends the request and answers the body of its answer. */
  ask(request: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#waiting = null
    this.#socket.destroy()
  }

  #look(): void {
    const head = this.#received.indexOf(END_OF_HEAD)
    if (head === -1 || this.#waiting === null) return
    const text = this.#received.toString('latin1', 0, head)
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1])
    if (!text.startsWith('HTTP/1.1 200') || Number.isNaN(length)) return this.#waiting.reject(new Error(text))
    const whole = head + END_OF_HEAD.length + length
    if (this.#received.length < whole) return
    const body = this.#received.toString('utf8', head + END_OF_HEAD.length, whole)
    this.#received = this.#received.subarray(whole)
    this.#waiting.resolve(body)
  }
}

/** The value below which that part of the sorted numbers lies. */
export const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
