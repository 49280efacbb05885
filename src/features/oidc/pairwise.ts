// `sub`: another one for each application, so that two applications cannot put their records of a person together.
// OpenID Connect Core 8.1 allows a keyed hash or encryption. We encrypt, one AES block under a key of the application's
// own: the same person gets the same `sub` for ever, no table is needed to find back who an application speaks of
// (AuthZEN, to-do API), and without the key it tells nothing.
import { createCipheriv, createDecipheriv, createHmac, createSecretKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

// Some dozens of applications; each key is asked for several times a sign-in.
const derived = new WeakMap<Uint8Array, Map<string, KeyObject>>()

function keyOf(pairwiseKey: Uint8Array, application: string): KeyObject {
  const known = derived.get(pairwiseKey) ?? new Map<string, KeyObject>()
  derived.set(pairwiseKey, known)
  const key = known.get(application)
    ?? createSecretKey(createHmac('sha256', pairwiseKey).update(`person ${application}`).digest())
  known.set(application, key)
  return key
}

/** The person's `sub` at the application: 22 characters of base64url. `personKey` is `person.key`, a UUID. */
export function pairwiseSub(pairwiseKey: Uint8Array, personKey: string, application: string): string {
  const block = Buffer.from(personKey.replaceAll('-', ''), 'hex')
  if (block.length !== 16) throw new TypeError('a person key is a UUID')
  // One block of a value that never comes twice: what makes ECB weak is having more than one.
  const cipher = createCipheriv('aes-256-ecb', keyOf(pairwiseKey, application), null).setAutoPadding(false)
  return Buffer.concat([cipher.update(block), cipher.final()]).toString('base64url')
}

/**
 * The person key behind a `sub` of the application, or null for what cannot be one. A `sub` of another application, or
 * one made up, gives a key that no person has.
 */
export function personKeyOf(pairwiseKey: Uint8Array, sub: string, application: string): string | null {
  if (!/^[A-Za-z0-9_-]{22}$/.test(sub)) return null
  const block = Buffer.from(sub, 'base64url')
  if (block.toString('base64url') !== sub) return null
  const decipher = createDecipheriv('aes-256-ecb', keyOf(pairwiseKey, application), null).setAutoPadding(false)
  const bytes = Buffer.concat([decipher.update(block), decipher.final()])
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** `sid`: the session as this client knows it, so that two clients cannot tell that it is one. */
export function sidOf(pairwiseKey: Uint8Array, sessionId: string, clientId: string): string {
  return createHmac('sha256', pairwiseKey).update(`sid ${sessionId} ${clientId}`).digest().subarray(0, 18)
    .toString('base64url')
}
