// What stands in the address of a program's request, and the file that it sends.
import { liftBodyDeadline } from './body-deadline.ts'
import { drain } from './body.ts'
import { readPairs, shapePairs, manyFields } from './form.ts'
import { fileTypeSentence, programSentences as says, querySentence, tooLargeSentence } from './program-messages.ts'
import { programProblem } from './program-route.ts'
import { NotWhole, received, takePlace } from './receiving.ts'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { z } from 'zod'
import type { ProgramFile, ProgramProblem, ProgramReply } from './program-route.ts'
import type { ReceivingLimits } from './receiving.ts'

const MOST_QUERY_PAIRS = 20
// draft-ietf-httpapi-idempotency-key-header: a string, in quotes as structured fields have it; most send it without.
const IDEMPOTENCY_KEY = /^(?:"([!#-~]{1,200})"|([!#-~]{1,200}))$/

/** How the caller names its request: null without a name, undefined where the header holds none that could be. */
export function idempotencyKeyIn({ headers: { 'idempotency-key': key } }: IncomingMessage): string | null | undefined {
  if (key === undefined) return null
  const named = IDEMPOTENCY_KEY.exec(String(key))
  return named === null ? undefined : named[1] ?? named[2]!
}

/** What the query asks for; a parameter that is not known, comes twice or does not fit is named. */
export function readProgramQuery(text: string, schema?: z.ZodObject): { value: unknown } | ProgramProblem {
  const pairs = readPairs(text, MOST_QUERY_PAIRS)
  const names = Object.keys(schema?.shape ?? {})
  const other = pairs === null ? '?' : Object.keys(pairs).find((name) => name !== '' && !names.includes(name))
  if (pairs === null || other !== undefined) return programProblem('badRequest', querySentence(other ?? '?'))
  if (schema === undefined) return { value: {} }
  const many = manyFields(schema)
  const twice = names.find((name) => !many.has(name) && (pairs[name]?.length ?? 0) > 1)
  if (twice !== undefined) return programProblem('badRequest', querySentence(twice))
  const read = schema.safeParse(shapePairs(pairs, schema, many))
  if (read.success) return { value: read.data }
  return programProblem('badRequest', querySentence(String(read.error.issues[0]?.path[0] ?? '?')))
}

/** The media type without its parameters, when the file is of one of these, in UTF-8, plain or gzip; else null. */
function typeIn({ headers }: IncomingMessage, types: readonly string[]): string | null {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';').map((part) => part.trim())
  const packed = headers['content-encoding']?.toLowerCase() ?? 'identity'
  const utf8 = parameters.every((one) => !one.startsWith('charset=') || /^charset="?utf-?8"?$/.test(one))
  return types.includes(type) && utf8 && (packed === 'identity' || packed === 'gzip') ? type : null
}

/** Hands the file on while it comes. What can be said against it before is said before a byte of it is read. `sender`: whose place it takes. */
export async function receiveFile(
  incoming: IncomingMessage, outgoing: ServerResponse, sender: string, { types, ...limits }: ReceivingLimits & { types: readonly string[] },
  handle: (file: ProgramFile) => ProgramReply | Promise<ProgramReply>,
): Promise<ProgramReply> {
  const type = typeIn(incoming, types)
  if (type === null) return programProblem('wrongType', fileTypeSentence(types))
  const idempotencyKey = idempotencyKeyIn(incoming)
  if (idempotencyKey === undefined) return programProblem('badRequest', says.badKey)
  const { 'content-length': said } = incoming.headers
  const length = said === undefined ? null : Number(said)
  if (length !== null && length > limits.bytes) return programProblem('tooLarge', tooLargeSentence(limits.bytes))
  const leave = takePlace(limits, sender)
  if (leave === null) return programProblem('tooMany', says.fullHouse, undefined, { retryAfterSeconds: 60 })
  liftBodyDeadline(incoming)
  const { content, finish } = received(incoming, limits)
  try {
    const reply = await handle({ content, type, length, idempotencyKey })
    await finish()
    return reply
  } catch (fault) {
    if (!(fault instanceof NotWhole)) throw fault
    outgoing.setHeader('connection', 'close')
    drain(incoming)
    if (fault.why === 'tooLarge') return programProblem('tooLarge', tooLargeSentence(limits.bytes))
    return programProblem('interrupted', says.interrupted)
  } finally {
    leave()
  }
}
