// Our keys: for signing ID tokens (ES256, RS256), for references and for `sub`. Sealed in the database, open in memory.
import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { ExternalSigningKey } from 'oidc-provider'
import { change } from '../../store/change.ts'
import type { Change, Origin } from '../../store/change.ts'
import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'

type Sealer = Pick<Seal, 'seal' | 'open'>

type Use = 'ES256' | 'RS256' | 'reference' | 'pairwise'
type KeyRow = { id: string; use: Use; state: 'next' | 'current' | 'retired'; sealed: Buffer }

/** The keys in use. In `signing` and `reference` the one that makes new ones is first; the others are still believed. */
export type Keys = {
  signing: SigningKey[]
  reference: Uint8Array[]
  pairwise: Uint8Array
  /** Another one whenever a key was added, taken or changed its part. */
  edition: string
}

const PURPOSE = 'oidc-key'
const ROTATING: readonly Use[] = ['ES256', 'RS256', 'reference']
// Longer than anything lives that was signed with it: tokens live minutes, sessions and refresh tokens a day at most, and
// an ID token that comes back as a hint is one of a living session.
const RETIRED_HOURS = 48
const ORDER = { current: 0, next: 1, retired: 2 }

const makePair = promisify(generateKeyPair)
const signInThread = promisify(sign)

/** A key that the provider signs with through us: it never holds the private part itself. */
export class SigningKey extends ExternalSigningKey {
  readonly #private: KeyObject
  readonly #public: KeyObject
  readonly #alg: 'ES256' | 'RS256'

  constructor(kid: string, alg: 'ES256' | 'RS256', pkcs8: Uint8Array) {
    super()
    this.#private = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
    this.#public = createPublicKey(this.#private)
    this.#alg = alg
    Object.assign(this, { kid, alg })
  }

  override keyObject(): KeyObject {
    return this.#public
  }

  /** A P-256 signature takes tens of microseconds, less than a thread would; an RSA one takes twenty times that. */
  override sign(data: Uint8Array): Uint8Array | Promise<Uint8Array> {
    return this.#alg === 'ES256'
      ? sign('sha256', data, { key: this.#private, dsaEncoding: 'ieee-p1363' })
      : signInThread('sha256', data, this.#private)
  }
}

/** The keys as they stand in the database; those that are missing (the first start) are made. */
export async function loadKeys(database: Database, sealer: Sealer): Promise<Keys> {
  const rows = await readKeys(database)
  const missing = wanted().filter(({ use, state }) => !rows.some((row) => row.use === use && row.state === state))
  if (missing.length === 0) return openKeys(rows, sealer)
  await makeMissing(database, sealer)
  return openKeys(await readKeys(database), sealer)
}

function wanted(): Pick<KeyRow, 'use' | 'state'>[] {
  const rotating = ROTATING.flatMap((use) => [{ use, state: 'current' as const }, { use, state: 'next' as const }])
  return [...rotating, { use: 'pairwise', state: 'current' }]
}

async function readKeys(database: Database): Promise<KeyRow[]> {
  const rows = await database.read.selectFrom('oidc_key').select(['id', 'use', 'state', 'sealed'])
    .orderBy('made_at').orderBy('id').execute()
  return rows as KeyRow[]
}

function openKeys(rows: KeyRow[], sealer: Sealer): Keys {
  const ordered = rows.toSorted((a, b) => ORDER[a.state] - ORDER[b.state])
  const open = ({ sealed }: KeyRow) => sealer.open(PURPOSE, sealed)
  const pairwise = ordered.find(({ use }) => use === 'pairwise')
  if (pairwise === undefined) throw new Error('the database has no pairwise key')
  return {
    signing: ordered.flatMap((row) => (row.use === 'ES256' || row.use === 'RS256'
      ? [new SigningKey(row.id, row.use, open(row))] : [])),
    reference: ordered.filter(({ use }) => use === 'reference').map(open),
    pairwise: open(pairwise),
    edition: ordered.map(({ id, state }) => `${id} ${state}`).join(','),
  }
}

async function newSecret(use: Use): Promise<Uint8Array> {
  if (use === 'reference' || use === 'pairwise') return randomBytes(32)
  const { privateKey } = use === 'ES256'
    ? await makePair('ec', { namedCurve: 'P-256' })
    : await makePair('rsa', { modulusLength: 2048 })
  return privateKey.export({ format: 'der', type: 'pkcs8' })
}

const atFirstStart: Origin = { actor: null, sessionId: null, process: 'oidc', address: null, requestId: null }

// Several processes may start at once on an empty database: one makes the keys, the others wait and find them.
async function makeMissing(database: Database, sealer: Sealer): Promise<void> {
  const made = await Promise.all(wanted().map(async (key) => ({ ...key, secret: await newSecret(key.use) })))
  await change(database, atFirstStart, async (tx) => {
    const keys: string[] = []
    for (const { use, state, secret } of made) {
      const row = await tx.db.insertInto('oidc_key')
        .values({ use, state, sealed: sealer.seal(PURPOSE, secret) })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id').executeTakeFirst()
      if (row !== undefined) keys.push(`${use} ${row.id}`)
    }
    return { result: undefined, event: rotated(keys, []) }
  })
}

const rotated = (made: string[], retired: string[]) =>
  ({ code: 'keys.rotated', detail: { purpose: 'oidc', key: made.join(', '), retired } }) as const

/**
 * Brings the next keys into use and makes those after them; what was in use stays believed for 48 hours, older ones are
 * removed. Answers the ids of the signing keys (`kid`) now in use. Running processes follow within 10 seconds, and those
 * that have not yet believe the new ones already.
 */
export async function rotateKeys(database: Database, sealer: Sealer, origin: Origin): Promise<{ current: string[] }> {
  await loadKeys(database, sealer)
  const secrets = await Promise.all(ROTATING.map(async (use) => ({ use, secret: await newSecret(use) })))
  return change(database, origin, async (tx) => {
    const retired = await tx.db.updateTable('oidc_key').set({ state: 'retired', retired_at: new Date() })
      .where('state', '=', 'current').where('use', 'in', [...ROTATING]).returning('id').execute()
    const current = await tx.db.updateTable('oidc_key').set({ state: 'current' })
      .where('state', '=', 'next').returning(['id', 'use']).execute()
    for (const { use, secret } of secrets) await insertNext(tx, use, sealer.seal(PURPOSE, secret))
    await tx.db.deleteFrom('oidc_key').where('state', '=', 'retired')
      .where('retired_at', '<', new Date(Date.now() - RETIRED_HOURS * 3_600_000)).execute()
    const signing = current.filter(({ use }) => use !== 'reference').map(({ id }) => id)
    return { result: { current: signing }, event: rotated(current.map(({ id, use }) => `${use} ${id}`),
      retired.map(({ id }) => id)) }
  })
}

async function insertNext(tx: Change, use: Use, sealed: Buffer): Promise<void> {
  await tx.db.insertInto('oidc_key').values({ use, state: 'next', sealed }).execute()
}
