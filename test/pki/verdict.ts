// What the validator says of the card of the hierarchy, with whatever is wished otherwise.
import { Malformed, readCertificate, readCrl, readOcsp, validatePath } from '../../src/pki/index.ts'
import { authority, card, crlOf, NOW, root } from './hierarchy.ts'
import type { FailureCode, MalformedCode, ValidationOptions } from '../../src/pki/index.ts'

export type Wished = {
  card?: Buffer
  /** What may stand between: the authority alone, unless said otherwise. */
  between?: readonly Buffer[]
  roots?: readonly Buffer[]
  crls?: readonly Buffer[]
  ocsp?: readonly { answer: Buffer; nonce?: Uint8Array }[]
  time?: Date
  options?: Partial<ValidationOptions>
}

export const OFF = { mode: 'off', graceSeconds: 0 } as const
export const BY_OCSP = { mode: 'ocsp', graceSeconds: 0 } as const

/** `ok`, the code of the refusal, or what is malformed in what was given. */
export function verdict(wished: Wished = {}): 'ok' | FailureCode | `malformed ${MalformedCode}` {
  const { card: own = card(), between = [authority()], roots = [root()], crls = [crlOf('root'), crlOf('authority')], ocsp = [], time = NOW } = wished
  try {
    const result = validatePath({
      endEntity: readCertificate(own), candidates: between.map(readCertificate), anchors: roots.map(readCertificate),
      crls: crls.map(readCrl), ocsp: ocsp.map(({ answer, nonce = null }) => ({ response: readOcsp(answer), nonce })), time,
      options: wished.options ?? {},
    })
    return result.ok ? 'ok' : result.code
  } catch (error) {
    if (error instanceof Malformed) return `malformed ${error.code}`
    throw error
  }
}
