// A form with a file (multipart/form-data, RFC 7578): its fields first, then the one file, given on while it comes. What
// stands before the file is read and proved before a byte of the file is.
import { once } from 'node:events'
import { Busboy } from '@fastify/busboy'
import { drain } from './body.ts'
import { bytesOf, chunksOf, NotWhole } from './receiving.ts'
import type { BusboyInstance } from '@fastify/busboy'
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { ReceivingLimits } from './receiving.ts'

/** A form of which the fields are there, and its file, if it has one, is yet to come. */
export type Upload = {
  fields: Record<string, string[]>
  file: UploadedFile | null
  /** Whether it is still for the sender to send; asked from now and then while the file comes, and when all is there. */
  prove: (stillTheirs: () => Promise<boolean>) => void
  /** Reads what nobody has taken of the file, so that the sender can hear our answer. Never rejects. */
  finish: () => Promise<void>
}

/** A file as it is sent. `content` ends only when all of the form was there and as it has to be; else it fails. */
export type UploadedFile = { sentName: string; content: Readable }

// Ten times what our forms have; names and values as people type them into a line.
const LIMITS = { fields: 20, fieldSize: 2_000, files: 1, parts: 21, headerPairs: 10, headerSize: 4_096 }
const MOST_BYTES_BEFORE_FILE = 65_536
const BYTES_AHEAD = 262_144

/** Whether the body says that it is such a form, and is not packed. */
export function isUploadBody({ headers }: IncomingMessage): boolean {
  const packed = headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity'
  return !packed && /^multipart\/form-data *; *boundary=("[^"\\]{1,70}"|[^\s";,]{1,70})$/i.test(headers['content-type'] ?? '')
}

type Reading = {
  parser: BusboyInstance
  fields: Record<string, string[]>
  file: { part: Readable; sentName: string } | null
  wrong: boolean
  /** Nobody wants the file any more. */
  skipping: boolean
  skipped: PromiseWithResolvers<void>
  opened: PromiseWithResolvers<void>
  stillTheirs: () => Promise<boolean>
}

/** Listens to the parser: fields until the file, and nothing else after it. */
function listen(reading: Reading, fileField: string): void {
  const { parser, fields } = reading
  const wrong = (): void => { reading.wrong = true }
  parser.on('field', (name: string | undefined, value: string, _: boolean, truncated: boolean) => {
    if (reading.file !== null || name === undefined || truncated || value.includes('\0')) return wrong()
    ;(fields[name] ??= []).push(value)
  })
  parser.on('file', (name: string | undefined, part: Readable, sentName: string) => {
    // It fails with the form; who reads it is told there.
    part.on('error', () => {})
    if (name !== fileField) {
      part.resume()
      return wrong()
    }
    reading.file = { part, sentName }
    reading.opened.resolve()
  })
  for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit', 'error'] as const) parser.on(limit, wrong)
}

/** Gives the body to the parser, at the pace at which the file is read, until all of it was there. */
async function pump(reading: Reading, incoming: IncomingMessage, limits: ReceivingLimits, provedForMs: number): Promise<void> {
  const { parser, skipped } = reading
  let before = 0
  let proved = performance.now()
  const prove = async (): Promise<void> => {
    if (!reading.skipping && !await reading.stillTheirs()) throw new NotWhole('barred')
    proved = performance.now()
  }
  for await (const chunk of chunksOf(incoming, limits)) {
    if (reading.skipping) continue
    const written = new Promise<void>((resolve) => void parser.write(chunk, () => resolve()))
    before += reading.file === null ? chunk.length : 0
    if (reading.wrong || before > MOST_BYTES_BEFORE_FILE) throw new NotWhole('malformed')
    await Promise.race([written, skipped.promise])
    if (performance.now() - proved >= provedForMs) await prove()
  }
  if (reading.skipping) return
  const finished = once(parser, 'finish').catch(() => { reading.wrong = true })
  parser.end()
  await Promise.race([finished, skipped.promise])
  if (reading.wrong) throw new NotWhole('malformed')
  await prove()
}

/** The file's bytes; its end is held back until the whole form is proved. */
async function* heldEnd(part: Readable, whole: Promise<void>): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of part) yield chunk as Buffer
  } catch (fault) {
    // The parser's own words for it are not those by which we know it.
    await whole
    throw fault
  }
  await whole
}

/**
 * Reads the form as far as its file. Rejects with `NotWhole`, or `ClientGone`, when it does not come so far. `provedForMs`:
 * how long the file may go on before whoever sends it is proved anew.
 */
export async function openUpload(
  incoming: IncomingMessage, fileField: string, limits: ReceivingLimits, provedForMs: number,
): Promise<Upload> {
  const parser = new Busboy({
    headers: { 'content-type': incoming.headers['content-type']! }, limits: LIMITS, fileHwm: BYTES_AHEAD,
    isPartAFile: (_, __, fileName) => fileName !== undefined,
  })
  const reading: Reading = {
    parser, fields: Object.create(null) as Record<string, string[]>, file: null, wrong: false, skipping: false,
    skipped: Promise.withResolvers(), opened: Promise.withResolvers(), stillTheirs: async () => true,
  }
  listen(reading, fileField)
  const whole = pump(reading, incoming, limits, provedForMs).catch((fault: unknown) => {
    drain(incoming)
    reading.file?.part.destroy(fault as Error)
    throw fault
  })
  whole.catch(() => {})
  await Promise.race([reading.opened.promise, whole])
  const { file, fields } = reading
  const content = file === null ? null : bytesOf(heldEnd(file.part, whole))
  content?.on('error', () => {})
  return {
    fields,
    file: file === null || content === null ? null : { sentName: file.sentName, content },
    prove: (stillTheirs) => { reading.stillTheirs = stillTheirs },
    async finish() {
      reading.skipping = true
      reading.skipped.resolve()
      content?.destroy()
      await whole.catch(() => {})
    },
  }
}
