// Secrets at rest: national IDs, keys, client secrets. AES-256-GCM under subkeys, one for each purpose and version of
// the data key, so that nothing sealed for one purpose opens for another; and a keyed hash to look IDs up by (5.2).
import {
  createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, KeyObject, randomFillSync, timingSafeEqual,
} from 'node:crypto'

/** A data key of 32 bytes with its version, 1 to 255. */
export type DataKey = { version: number, key: Buffer | KeyObject }

export type SealKeys = { dataKeys: readonly DataKey[], indexKey: Buffer | KeyObject }

export type SealedId = { sealed: Buffer, index: Buffer }

export type Seal = {
  /** Seals bytes under the newest key. What is sealed for one purpose (and context) opens for no other. */
  seal(purpose: string, bytes: Uint8Array, context?: Uint8Array): Buffer
  /** Opens what `seal` made; throws a SealFault for anything else. */
  open(purpose: string, sealed: Uint8Array, context?: Uint8Array): Buffer
  /** A keyed hash of 32 bytes for exact look-up: without the index key nobody can try values. */
  index(purpose: string, text: string): Buffer
  /** A checked national ID (`A123456789`) as the two columns of `person`. */
  sealNationalId(id: string): SealedId
  /** What a checked national ID is looked up by: `person.national_id_index`. */
  indexNationalId(id: string): Buffer
  /** The ID again; throws a SealFault where the two columns do not belong together. */
  openNationalId(columns: SealedId): string
  /** Whether it was sealed with an older key than the newest, and should be sealed anew. */
  isOutdated(sealed: Uint8Array): boolean
  /** What another thread makes the same seal of: as key objects, which show nothing of themselves where they are printed. */
  keysForThread(): SealKeys
}

/** Sealed bytes that were altered, belong elsewhere, or whose key is not in ECPA_DATA_KEYS. */
export class SealFault extends Error {
  override readonly name = 'SealFault'
}

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
// [version][nonce][ciphertext][tag]
const HEAD_BYTES = 1 + NONCE_BYTES
const NATIONAL_ID = 'national-id'
// Random bytes are fetched for many nonces at a time: a call costs as much as sealing does.
const POOL_BYTES = NONCE_BYTES * 1024

/** Makes the seal of this program's keys. Throws a RangeError for keys of another length or versions that repeat. */
export function createSeal({ dataKeys, indexKey }: SealKeys): Seal {
  const newest = checkKeys(dataKeys, indexKey)
  const subkeyOf = remembered((purpose: string, version: number) => {
    const key = dataKeys.find((one) => one.version === version)?.key
    if (!key) throw new SealFault(`There is no data key of version ${version} in ECPA_DATA_KEYS`)
    return derive(key, `ecpa seal ${purpose}`)
  })
  const indexKeyOf = remembered((purpose: string) => derive(indexKey, `ecpa index ${purpose}`))
  const nextNonce = nonces()

  function seal(purpose: string, bytes: Uint8Array, context?: Uint8Array): Buffer {
    const nonce = nextNonce()
    const cipher = createCipheriv('aes-256-gcm', subkeyOf(purpose, newest), nonce, { authTagLength: TAG_BYTES })
    if (context) cipher.setAAD(context)
    const body = cipher.update(bytes)
    cipher.final()
    const sealed = Buffer.allocUnsafe(HEAD_BYTES + body.length + TAG_BYTES)
    sealed[0] = newest
    nonce.copy(sealed, 1)
    body.copy(sealed, HEAD_BYTES)
    cipher.getAuthTag().copy(sealed, HEAD_BYTES + body.length)
    return sealed
  }

  function open(purpose: string, sealed: Uint8Array, context?: Uint8Array): Buffer {
    if (sealed.length < HEAD_BYTES + TAG_BYTES) throw new SealFault('Too short to be sealed')
    const key = subkeyOf(purpose, sealed[0]!)
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, HEAD_BYTES), { authTagLength: TAG_BYTES })
    if (context) decipher.setAAD(context)
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    const body = decipher.update(sealed.subarray(HEAD_BYTES, -TAG_BYTES))
    try {
      decipher.final()
    } catch {
      throw new SealFault('Altered, sealed for another purpose, or with another key of the same version')
    }
    return body
  }

  const index = (purpose: string, text: string): Buffer =>
    createHmac('sha256', indexKeyOf(purpose, 0)).update(text).digest()

  return {
    seal,
    open,
    index,
    // The index is the context: a sealed ID that is moved to another person's row does not open there.
    sealNationalId(id) {
      const indexed = index(NATIONAL_ID, id)
      return { sealed: seal(NATIONAL_ID, Buffer.from(id, 'latin1'), indexed), index: indexed }
    },
    indexNationalId: (id) => index(NATIONAL_ID, id),
    openNationalId({ sealed, index: indexed }) {
      const id = open(NATIONAL_ID, sealed, indexed).toString('latin1')
      if (!timingSafeEqual(index(NATIONAL_ID, id), indexed)) throw new SealFault('Indexed with another index key')
      return id
    },
    isOutdated: (sealed) => sealed[0] !== newest,
    keysForThread: () => ({
      dataKeys: dataKeys.map(({ version, key }) => ({ version, key: keyObject(key) })), indexKey: keyObject(indexKey),
    }),
  }
}

/** The newest version. */
function checkKeys(dataKeys: readonly DataKey[], indexKey: Buffer | KeyObject): number {
  if ([...dataKeys.map(({ key }) => key), indexKey].some((key) => keyObject(key).symmetricKeySize !== KEY_BYTES)) {
    throw new RangeError(`a key that is not ${KEY_BYTES} bytes long`)
  }
  const versions = dataKeys.map(({ version }) => version)
  if (versions.length === 0 || versions.some((version) => !Number.isInteger(version) || version < 1 || version > 255)) {
    throw new RangeError('no data key, or one whose version is not 1 to 255')
  }
  if (new Set(versions).size < versions.length) throw new RangeError('two data keys of one version')
  return Math.max(...versions)
}

const keyObject = (key: Buffer | KeyObject): KeyObject => (key instanceof KeyObject ? key : createSecretKey(key))

// The keys are uniformly random already, so that HKDF (RFC 5869) needs no salt.
const derive = (key: Buffer | KeyObject, info: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), info, KEY_BYTES)))

type KeyOf = (purpose: string, version: number) => KeyObject

function remembered(make: KeyOf): KeyOf {
  // Purposes are words of our own code, so few.
  const made = new Map<string, KeyObject>()
  return (purpose, version) => {
    const name = `${version} ${purpose}`
    const known = made.get(name)
    if (known) return known
    const key = make(purpose, version)
    made.set(name, key)
    return key
  }
}

function nonces(): () => Buffer {
  const pool = Buffer.alloc(POOL_BYTES)
  let used = POOL_BYTES
  return () => {
    if (used === POOL_BYTES) {
      randomFillSync(pool)
      used = 0
    }
    used += NONCE_BYTES
    return pool.subarray(used - NONCE_BYTES, used)
  }
}
