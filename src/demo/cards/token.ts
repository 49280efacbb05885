// Keys of virtual cards in a PKCS#11 token instead of files: each card is a token of its own in SoftHSM, makes its key there, and
// signs there after its PIN. Talked to by the programs that Debian has for it (docs/decisions/028-cards.md says why not by a library).
import { execFile } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { codeOf } from '../../core/thrown.ts'
import { writeWhole } from './write-whole.ts'
import type { PublicHalf } from '../certificates/issue.ts'

/** Where SoftHSM is, and the folder in which its tokens lie. */
export type TokenStore = { module: string; folder: string }

/** A card as its token knows it. */
export type TokenCard = { id: string; pin: string }

/** The programs of a token are missing, or say no; the message is for whoever runs the demonstration. */
export class TokenFault extends Error {
  override readonly name = 'TokenFault'
}

const LONGEST_ANSWER = 65_536
const SECONDS = 30
const KEY_ID = '01'
// Nobody unblocks these PINs: the desk counts tries, for SoftHSM never locks one.
const OFFICER_PIN = '00000000'

/** Runs one of the two programs. PINs go by the environment, which other users do not see. */
async function run({ module, folder }: TokenStore, program: string, args: readonly string[], pin: string, input: Uint8Array = Buffer.alloc(0)): Promise<Buffer> {
  const configuration = join(folder, 'softhsm2.conf')
  await mkdir(join(folder, 'tokens'), { recursive: true, mode: 0o700 })
  await writeWhole(configuration, `directories.tokendir = ${resolve(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`)
  return new Promise((answer, reject) => {
    const child = execFile(program, ['--module', module, ...args], {
      encoding: 'buffer', maxBuffer: LONGEST_ANSWER, timeout: SECONDS * 1000,
      env: { ...process.env, SOFTHSM2_CONF: configuration, ECPA_CARD_PIN: pin },
    }, (error, stdout, stderr) => {
      if (error === null) answer(stdout)
      else if (codeOf(error) === 'ENOENT') reject(new TokenFault(`${program} is not installed: ECPA_CARD_TOKEN needs the packages softhsm2 and opensc.`))
      else reject(new TokenFault(`${program} failed: ${stderr.toString().trim().slice(0, 500)}`))
    })
    child.stdin!.on('error', () => {}).end(input)
  })
}

const asHolder = ({ id }: TokenCard): string[] => ['--token-label', id, '--login', '--pin', 'env:ECPA_CARD_PIN']

/** Makes a token for the card with an RSA key of 2048 bits that never leaves it; answers the public half. */
export async function makeTokenKey(store: TokenStore, card: TokenCard): Promise<PublicHalf> {
  const { id, pin } = card
  await run(store, 'softhsm2-util', ['--init-token', '--free', '--label', id, '--so-pin', OFFICER_PIN, '--pin', pin], pin)
  await run(store, 'pkcs11-tool', [...asHolder(card), '--keypairgen', '--key-type', 'rsa:2048', '--label', id, '--id', KEY_ID], pin)
  const key = await run(store, 'pkcs11-tool', ['--token-label', id, '--read-object', '--type', 'pubkey', '--id', KEY_ID], pin)
  return { kind: 'rsa', publicKey: createPublicKey({ key, format: 'der', type: 'spki' }) }
}

/** Signs with the card's key: RSA with SHA-256, PKCS #1 v1.5. Throws `TokenFault` for a PIN that is not the card's. */
export const signInToken = (store: TokenStore, card: TokenCard, bytes: Uint8Array): Promise<Buffer> =>
  run(store, 'pkcs11-tool', [...asHolder(card), '--sign', '--mechanism', 'SHA256-RSA-PKCS', '--id', KEY_ID], card.pin, bytes)
