// A virtual card as it lies in the data folder: `demo/cards/ID/` with what the desk shows of it, its certificate, and its key or the
// name of the module whose token holds that.
import { createPrivateKey } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { codeOf } from '../../core/thrown.ts'
import { keyPairOf, signatureBy } from '../certificates/issue.ts'
import { signInToken } from './token.ts'
import type { KeyObject } from 'node:crypto'
import type { KeyPair } from '../certificates/issue.ts'
import type { TokenStore } from './token.ts'

/** What the desk shows of a card. `id` is what programs call it by (4.2). */
export const cardFace = z.object({
  id: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  kind: z.enum(['person', 'agency']),
  /** Who or what it is, as on the card's face. */
  name: z.string().min(1).max(100),
  /** What is special about it, for whoever tries it. */
  remark: z.object({ 'zh-TW': z.string().max(200), en: z.string().max(200) }),
  /** The number printed on it, 16 characters. */
  cardSerial: z.string().regex(/^[0-9A-Z]{16}$/),
  pin: z.string().regex(/^[0-9]{6,8}$/),
})
export type CardFace = z.output<typeof cardFace>

/**
 * A card with what is in its chip. `certificate` in DER; `key`: RSA of 2048 bits or P-256, null where it lies in a token and never
 * leaves it. `sign` takes the card's PIN.
 */
export type VirtualCard = CardFace & {
  certificate: Buffer
  keyKind: KeyPair['kind']
  key: KeyObject | null
  sign: (bytes: Uint8Array, pin: string) => Promise<Buffer>
}

export const cardsFolder = (dataDir: string): string => join(dataDir, 'demo', 'cards')
export const FACE_FILE = 'card.json'
export const CERTIFICATE_FILE = 'certificate.der'
export const KEY_FILE = 'key.p8'
/** Holds the path of the PKCS#11 module, in the place of a key. */
export const TOKEN_FILE = 'token'

/** Where the tokens of a data folder lie. */
export const tokenStore = (dataDir: string, module: string): TokenStore => ({ module, folder: join(dataDir, 'demo', 'token') })

/** All cards of the folder, by id. Throws where one is not as `issueDemoCards` wrote it. */
export async function readVirtualCards(dataDir: string): Promise<VirtualCard[]> {
  const folder = cardsFolder(dataDir)
  const ids = (await readdir(folder)).toSorted()
  return Promise.all(ids.map(async (id) => {
    const [face, certificate] = await Promise.all([FACE_FILE, CERTIFICATE_FILE].map((name) => readFile(join(folder, id, name))))
    return { ...cardFace.parse(JSON.parse(face!.toString())), certificate: certificate!, ...await readChip(dataDir, id) }
  }))
}

async function readChip(dataDir: string, id: string): Promise<Pick<VirtualCard, 'keyKind' | 'key' | 'sign'>> {
  const folder = join(cardsFolder(dataDir), id)
  const module = await readFile(join(folder, TOKEN_FILE), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  })
  if (module !== null) {
    const store = tokenStore(dataDir, module.trim())
    return { keyKind: 'rsa', key: null, sign: (bytes, pin) => signInToken(store, { id, pin }, bytes) }
  }
  const key = createPrivateKey({ key: await readFile(join(folder, KEY_FILE)), format: 'der', type: 'pkcs8' })
  const keyKind = key.asymmetricKeyType === 'rsa' ? 'rsa' : 'p256'
  return { keyKind, key, sign: async (bytes) => signatureBy(keyPairOf(keyKind, key), bytes) }
}
