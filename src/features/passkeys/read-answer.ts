// What a browser sends of an authenticator's answer: JSON as of WebAuthn Level 3 (5.1.4, 5.1.5), nothing of it believed yet.
import { z } from 'zod'

/** Longer than any answer with a chain of certificates in it. */
export const LONGEST_ANSWER = 20_000

const base64url = z.string().max(LONGEST_ANSWER).regex(/^[A-Za-z0-9_-]+$/)
const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const
const transports = z.array(z.string().max(40)).max(20).default([])
  .transform((told) => TRANSPORTS.filter((one) => told.includes(one)))

const common = { id: base64url, rawId: base64url, type: z.literal('public-key') }
const registration = z.object({ ...common, response: z.object({ clientDataJSON: base64url, attestationObject: base64url, transports }) })
const assertion = z.object({
  ...common,
  response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url, userHandle: base64url.nullish() }),
})

const clientData = z.object({ challenge: base64url, crossOrigin: z.boolean().optional() })

export type UnverifiedRegistration = z.output<typeof registration> & { challenge: string }
export type UnverifiedAssertion = z.output<typeof assertion> & { challenge: string }

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Null for what is no such answer, or was made within a page of somebody else's. */
function read<T extends { response: { clientDataJSON: string } }>(schema: z.ZodType<T>, text: string): T & { challenge: string } | null {
  const answer = schema.safeParse(readJson(text))
  if (!answer.success) return null
  const told = clientData.safeParse(readJson(Buffer.from(answer.data.response.clientDataJSON, 'base64url').toString()))
  return !told.success || told.data.crossOrigin === true ? null : { ...answer.data, challenge: told.data.challenge }
}

/** The answer to `creationOptions`, unproved. */
export const readRegistration = (text: string): UnverifiedRegistration | null => read(registration, text)
/** The answer to `requestOptions`, unproved. */
export const readAssertion = (text: string): UnverifiedAssertion | null => read(assertion, text)
