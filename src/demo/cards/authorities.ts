// The demonstration's own authorities, of the government's shape (4.8): a root, the authority of persons in two generations that
// share a name, and the authority of agencies. Made at the first start, and kept in the data folder like a real one's keys.
import { createPrivateKey } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { USAGE } from '../../pki/index.ts'
import { codeOf } from '../../core/thrown.ts'
import { extensions, issueCertificate, issueCrl, keyPairOf, makeKey } from '../certificates/issue.ts'
import { writeWhole } from './write-whole.ts'
import type { ExtensionValue, KeyPair, Name, Revoked } from '../certificates/issue.ts'

export const AUTHORITIES = ['grca', 'moica-g2', 'moica-g3', 'gca-g2'] as const
export type AuthorityCode = (typeof AUTHORITIES)[number]
export type Authority = { code: AuthorityCode; subject: Name; certificate: Buffer; key: KeyPair }
export type Authorities = Record<AuthorityCode, Authority>

const C = '2.5.4.6'
const O = '2.5.4.10'
const OU = '2.5.4.11'
const SUBJECTS: Record<AuthorityCode, Name> = {
  grca: [[C, 'TW'], [O, 'Government Root Certification Authority']],
  'moica-g2': [[C, 'TW'], [O, '行政院'], [OU, '內政部憑證管理中心']],
  'moica-g3': [[C, 'TW'], [O, '行政院'], [OU, '內政部憑證管理中心']],
  'gca-g2': [[C, 'TW'], [O, '行政院'], [OU, '政府憑證管理中心']],
}

/** The assurance level that cards are issued under: 3 of 4. */
export const POLICY = '2.16.886.101.0.3.3'

const YEAR_MS = 365.25 * 86_400_000
const years = (now: Date, count: number): Date => new Date(Math.floor((now.getTime() + count * YEAR_MS) / 1000) * 1000)

export const authoritiesFolder = (dataDir: string): string => join(dataDir, 'demo', 'authorities')

/** The authorities of the folder; made where they are not there yet. */
export async function demoAuthorities(dataDir: string, now: Date): Promise<Authorities> {
  const folder = authoritiesFolder(dataDir)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const root = await kept(folder, 'grca', (key) => issueAuthority('grca', key, { code: 'grca', key }, now, 1))
  const below = await Promise.all((['moica-g2', 'moica-g3', 'gca-g2'] as const).map((code, at) =>
    kept(folder, code, (key) => issueAuthority(code, key, root, now, at + 2))))
  return Object.fromEntries([root, ...below].map((one) => [one.code, one])) as Authorities
}

const filesOf = (folder: string, code: AuthorityCode): [key: string, certificate: string] => [join(folder, `${code}.p8`), join(folder, `${code}.der`)]

async function kept(folder: string, code: AuthorityCode, issue: (key: KeyPair) => Buffer): Promise<Authority> {
  const [keyFile, certificateFile] = filesOf(folder, code)
  const found = await readKept(keyFile, certificateFile)
  if (found !== null) return { code, subject: SUBJECTS[code], ...found }
  const key = makeKey('rsa')
  const certificate = issue(key)
  // The key before the certificate: where one is there, so is the other.
  await writeWhole(keyFile, key.privateKey.export({ format: 'der', type: 'pkcs8' }))
  await writeWhole(certificateFile, certificate)
  return { code, subject: SUBJECTS[code], certificate, key }
}

async function readKept(keyFile: string, certificateFile: string): Promise<Pick<Authority, 'certificate' | 'key'> | null> {
  try {
    const [certificate, key] = await Promise.all([readFile(certificateFile), readFile(keyFile)])
    return { certificate, key: keyPairOf('rsa', createPrivateKey({ key, format: 'der', type: 'pkcs8' })) }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

function issueAuthority(code: AuthorityCode, key: KeyPair, issuer: { code: AuthorityCode; key: KeyPair }, now: Date, serial: number): Buffer {
  const own: ExtensionValue[] = code === 'grca' ? [extensions.basicConstraints(true)]
    : [extensions.basicConstraints(true, 0), extensions.authorityKeyId(issuer.key), extensions.policies(POLICY)]
  return issueCertificate({
    serial, issuer: SUBJECTS[issuer.code], subject: SUBJECTS[code], notBefore: years(now, -1), notAfter: years(now, code === 'grca' ? 30 : 15),
    key, signer: issuer.key, extensions: [...own, extensions.keyUsage(USAGE.keyCertSign, USAGE.crlSign), extensions.subjectKeyId(key)],
  })
}

/** The authority as it was kept, or null where none was made yet. */
export async function keptAuthority(dataDir: string, code: AuthorityCode): Promise<Authority | null> {
  const found = await readKept(...filesOf(authoritiesFolder(dataDir), code))
  return found === null ? null : { code, subject: SUBJECTS[code], ...found }
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/**
 * The authority's list as it publishes it in that hour, good for a day: numbered by the hour, so that a later one has a higher
 * number. `revoked`: of the cards of that authority.
 */
export function demoList({ subject, key }: Authority, revoked: readonly Revoked[], now: Date): Buffer {
  const hour = Math.floor(now.getTime() / HOUR_MS)
  const thisUpdate = new Date(hour * HOUR_MS)
  return issueCrl({
    issuer: subject, signer: key, number: hour, thisUpdate, nextUpdate: new Date(thisUpdate.getTime() + DAY_MS), revoked,
  })
}

