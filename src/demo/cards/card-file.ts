// A virtual card as it lies in the data folder: `demo/cards/ID/` with what the desk shows of it, its certificate and its key.
import { createPrivateKey } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { KeyObject } from 'node:crypto'

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

/** A card with what is in its chip. `certificate` in DER; the key is RSA of 2048 bits or P-256. */
export type VirtualCard = CardFace & { certificate: Buffer; key: KeyObject }

export const cardsFolder = (dataDir: string): string => join(dataDir, 'demo', 'cards')
export const FACE_FILE = 'card.json'
export const CERTIFICATE_FILE = 'certificate.der'
export const KEY_FILE = 'key.p8'

/** All cards of the folder, by id. Throws where one is not as `issueDemoCards` wrote it. */
export async function readVirtualCards(dataDir: string): Promise<VirtualCard[]> {
  const folder = cardsFolder(dataDir)
  const ids = (await readdir(folder)).toSorted()
  return Promise.all(ids.map(async (id) => {
    const [face, certificate, key] = await Promise.all([FACE_FILE, CERTIFICATE_FILE, KEY_FILE].map((name) => readFile(join(folder, id, name))))
    return {
      ...cardFace.parse(JSON.parse(face!.toString())), certificate: certificate!,
      key: createPrivateKey({ key: key!, format: 'der', type: 'pkcs8' }),
    }
  }))
}
