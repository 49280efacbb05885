// An authenticator for tests: it keeps keys of its own and signs with them as a device does (WebAuthn Level 3, 6.1 and 6.5), and
// on demand it does wrong what a device would not, or what a false site would make of it.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

type Cbor = number | string | Buffer | Map<number | string, Cbor>

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255])
}

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one)])])
}

type Algorithm = 'ES256' | 'EdDSA' | 'RS256'

function newKey(algorithm: Algorithm): { privateKey: KeyObject; cose: Buffer } {
  const { privateKey, publicKey } = algorithm === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : algorithm === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = publicKey.export({ format: 'jwk' })
  const bytes = (text: string | undefined) => Buffer.from(text!, 'base64url')
  const cose: [number, Cbor][] = algorithm === 'ES256' ? [[1, 2], [3, -7], [-1, 1], [-2, bytes(jwk.x)], [-3, bytes(jwk.y)]]
    : algorithm === 'EdDSA' ? [[1, 1], [3, -8], [-1, 6], [-2, bytes(jwk.x)]] : [[1, 3], [3, -257], [-1, bytes(jwk.n)], [-2, bytes(jwk.e)]]
  return { privateKey, cose: cbor(new Map(cose)) }
}

/** What it does otherwise than a device would. */
export type Wrong = {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  crossOrigin?: boolean
  /** Nobody was seen to hold it. */
  unverified?: boolean
  counter?: number
  userHandle?: string | null
  /** Bytes of the signed data changed after signing. */
  tampered?: boolean
}

export type CreationAsked = { rp: { id: string }; user: { id: string; name: string }; challenge: string; excludeCredentials: { id: string }[] }
export type RequestAsked = { rpId: string; challenge: string; allowCredentials: { id: string }[] }
type Credential = { id: Buffer; privateKey: KeyObject; algorithm: Algorithm; rpId: string; userHandle: string; counter: number }

/** `synced`: whether it says that its keys may be kept elsewhere too; `counts`: whether it counts how often they are used. */
export class Authenticator {
  readonly credentials: Credential[] = []
  readonly origin: string
  readonly synced: boolean
  readonly counts: boolean

  constructor(origin: string, { synced = false, counts = true }: { synced?: boolean; counts?: boolean } = {}) {
    this.origin = origin
    this.synced = synced
    this.counts = counts
  }

  #data(rpId: string, counter: number, unverified: boolean, attested = Buffer.alloc(0)): Buffer {
    const flags = 1 | (unverified ? 0 : 4) | (this.synced ? 24 : 0) | (attested.length > 0 ? 64 : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count, attested])
  }

  #client(type: string, challenge: string, { origin = this.origin, crossOrigin = false }: Wrong): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }))
  }

  /** Makes a key and answers with it, as JSON. */
  create(asked: CreationAsked, wrong: Wrong = {}, algorithm: Algorithm = 'ES256'): string {
    const { privateKey, cose } = newKey(algorithm)
    const id = randomBytes(32)
    const counter = wrong.counter ?? (this.counts ? 1 : 0)
    this.credentials.push({ id, privateKey, algorithm, rpId: asked.rp.id, userHandle: asked.user.id, counter })
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose])
    const authData = this.#data(wrong.rpId ?? asked.rp.id, counter, wrong.unverified ?? false, attested)
    const object = cbor(new Map<string, Cbor>([['fmt', 'none'], ['attStmt', new Map()], ['authData', authData]]))
    return this.#answer(id, {
      clientDataJSON: this.#client(wrong.type ?? 'webauthn.create', wrong.challenge ?? asked.challenge, wrong).toString('base64url'),
      attestationObject: object.toString('base64url'), transports: ['internal', 'of-tomorrow'],
    })
  }

  /** Signs with its newest key that may answer, or with the one given. */
  get(asked: RequestAsked, wrong: Wrong = {}, credential = this.#mayAnswer(asked)): string {
    if (this.counts) credential.counter += 1
    const authenticatorData = this.#data(wrong.rpId ?? asked.rpId, wrong.counter ?? credential.counter, wrong.unverified ?? false)
    const clientData = this.#client(wrong.type ?? 'webauthn.get', wrong.challenge ?? asked.challenge, wrong)
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()])
    const signature = sign(credential.algorithm === 'EdDSA' ? null : 'sha256', signed, credential.privateKey)
    // One more bit of the counter than was signed.
    if (wrong.tampered === true) authenticatorData.writeUInt32BE(credential.counter + 1024, 33)
    const userHandle = wrong.userHandle === undefined ? credential.userHandle : wrong.userHandle
    return this.#answer(credential.id, {
      clientDataJSON: clientData.toString('base64url'), authenticatorData: authenticatorData.toString('base64url'),
      signature: signature.toString('base64url'), ...(userHandle === null ? {} : { userHandle }),
    })
  }

  #mayAnswer({ allowCredentials }: RequestAsked): Credential {
    const fits = this.credentials.filter(({ id }) =>
      allowCredentials.length === 0 || allowCredentials.some((one) => one.id === id.toString('base64url')))
    const credential = fits.at(-1)
    if (credential === undefined) throw new Error('this authenticator has no key that may answer')
    return credential
  }

  #answer(id: Buffer, response: object): string {
    const text = id.toString('base64url')
    return JSON.stringify({ id: text, rawId: text, type: 'public-key', response })
  }
}
