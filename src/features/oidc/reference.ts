// What we hand out as code, access token or refresh token: a signed reference to a row of `oidc_grant`. Nobody can make
// one without our key, and one that we made is worth nothing without its living row, so no token needs a row of its own.
// A program's token refers to its client instead (`program_key`).
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

export type ReferenceKind = 'code' | 'access' | 'refresh' | 'program'

/** What may be asked for somebody who signs in. */
export const SIGN_IN_SCOPES = ['openid', 'profile', 'email', 'ecpa'] as const
/** What a program may ask for itself (client credentials). */
export const PROGRAM_SCOPES = ['authzen', 'scim', 'todos', 'feed'] as const
/** The scopes we know, in the order of their bits. */
export const SCOPES = [...SIGN_IN_SCOPES, ...PROGRAM_SCOPES] as const

/**
 * `grantId` is the row's: of `oidc_grant`, or the client's `program_key`. `generation` counts rotations of the refresh
 * token; `expires` is in seconds since 1970; `scope` is space-separated.
 */
export type Reference = { kind: ReferenceKind; grantId: string; generation: number; expires: number; scope: string }

const KIND: Record<ReferenceKind, number> = { code: 1, access: 2, refresh: 3, program: 4 }
const KIND_OF: readonly (ReferenceKind | undefined)[] = [undefined, 'code', 'access', 'refresh', 'program']
const BODY = 26
const TAG = 32
const LENGTH = Math.ceil(((BODY + TAG) * 4) / 3)

const tagOf = (body: Buffer, key: Uint8Array): Buffer => createHmac('sha256', key).update(body).digest()

/** Writes a reference as 78 characters of base64url: kind, scopes, generation, expiry, grant, HMAC-SHA-256. */
export function writeReference({ kind, grantId, generation, expires, scope }: Reference, key: Uint8Array): string {
  const body = Buffer.alloc(BODY)
  const asked = scope.split(' ')
  body[0] = KIND[kind]
  body[1] = SCOPES.reduce((bits, name, at) => (asked.includes(name) ? bits | (1 << at) : bits), 0)
  body.writeUInt32BE(generation, 2)
  body.writeUInt32BE(expires, 6)
  body.write(grantId.replaceAll('-', ''), 10, 'hex')
  return Buffer.concat([body, tagOf(body, key)]).toString('base64url')
}

/**
 * Reads a reference of that kind signed by one of the keys, or null for anything else. Whether it has expired is left to
 * the caller. One spelling only: what decodes alike but is written otherwise is refused.
 */
export function readReference(text: string, kind: ReferenceKind, keys: readonly Uint8Array[]): Reference | null {
  if (text.length !== LENGTH) return null
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== BODY + TAG || bytes.toString('base64url') !== text) return null
  const body = bytes.subarray(0, BODY)
  const tag = bytes.subarray(BODY)
  if (!keys.some((key) => timingSafeEqual(tagOf(body, key), tag)) || KIND_OF[body[0] ?? 0] !== kind) return null
  const scopes = body[1] ?? 0
  return {
    kind,
    grantId: uuidOf(body.subarray(10)),
    generation: body.readUInt32BE(2),
    expires: body.readUInt32BE(6),
    scope: SCOPES.filter((_, at) => (scopes & (1 << at)) !== 0).join(' '),
  }
}

const uuidOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** A UUID of version 7 (RFC 9562, 5.7): 48 bits of `milliseconds`, then 74 random bits. */
export function timeOrderedId(milliseconds: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(milliseconds, 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return uuidOf(bytes)
}

/** The lowest id of version 7 of that moment: what is below was made before. */
export function lowestIdAt(milliseconds: number): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(milliseconds, 0, 6)
  return uuidOf(bytes)
}
