// The virtual cards of the demonstration (4.2): those that work, and those that must fail.
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { USAGE } from '../../pki/index.ts'
import { codeOf } from '../../core/thrown.ts'
import { extensions, issueCertificate, makeKey } from '../certificates/issue.ts'
import { oid, printable } from '../certificates/der-writer.ts'
import { CERTIFICATE_FILE, cardsFolder, FACE_FILE, KEY_FILE, TOKEN_FILE, tokenStore } from './card-file.ts'
import { AUTHORITIES, demoAuthorities, demoList, keptAuthority, POLICY } from './authorities.ts'
import { makeTokenKey } from './token.ts'
import { writeWhole } from './write-whole.ts'
import type { ExtensionValue, Name, PublicHalf, Revoked } from '../certificates/issue.ts'
import type { CardFace } from './card-file.ts'
import type { TokenStore } from './token.ts'
import type { Authorities, Authority, AuthorityCode } from './authorities.ts'

/** Of which people and agencies there are cards. `organisationOid` as the agency's record has it. */
export type CardHolders = {
  wu: { name: string; nationalId: string }
  wang: { name: string; nationalId: string }
  agency: { code: string; name: string; organisationOid: string }
}

const ATTRIBUTE = { idTail: '2.16.886.1.100.2.51', organisation: '2.16.886.1.100.2.102', cardSerial: '2.16.886.1.100.2.204' } as const
const DAY_MS = 86_400_000

/** Where the cards lie, and what holds their keys. */
type Keys = { dataDir: string; module: string | null }

type Issue = {
  face: CardFace
  /** What the certificate says otherwise than a good one. */
  issuer: AuthorityCode | 'unknown'
  serial: number
  subject: Name
  attributes: readonly (readonly [string, Buffer])[]
  usage?: number
  days?: readonly [from: number, to: number]
}

const PIN = '123456'
const personal = (name: string, number: string): Name => [['2.5.4.6', 'TW'], ['2.5.4.3', name], ['2.5.4.5', number]]
const tailOf = (nationalId: string) => [ATTRIBUTE.idTail, printable(nationalId.slice(-4))] as const

/** The cards as they are issued. The serial numbers of certificates are what the list of revoked ones speaks of. */
function cardsOf({ wu, wang, agency }: CardHolders): Issue[] {
  const person = (id: string, serial: number, { name, nationalId }: CardHolders['wu'], remark: CardFace['remark'], more: Partial<Issue> = {}): Issue => ({
    face: { id, kind: 'person', name, remark, cardSerial: `TP1509${String(serial).padStart(10, '0')}`, pin: PIN },
    issuer: 'moica-g3', serial, subject: personal(name, `00000000${String(11_000_000 + serial)}`), attributes: [tailOf(nationalId)], ...more,
  })
  const another = (number: number): Partial<Issue> => ({ subject: personal(wu.name, `00000000${String(22_000_000 + number)}`) })
  const agencySerial = `GC2015${String(201).padStart(10, '0')}`
  return [
    person('wu', 101, wu, { 'zh-TW': '自然人憑證', en: 'Citizen certificate' }),
    // Of the generation before: the same name of the authority, another key.
    person('wang', 102, wang, { 'zh-TW': '自然人憑證（前一代憑證管理中心）', en: 'Citizen certificate (earlier generation of the authority)' }, { issuer: 'moica-g2' }),
    {
      face: {
        id: `agency-${agency.code}`, kind: 'agency', name: agency.name, cardSerial: agencySerial, pin: PIN,
        remark: { 'zh-TW': '機關憑證', en: 'Agency certificate' },
      },
      issuer: 'gca-g2', serial: 201, subject: [['2.5.4.6', 'TW'], ['2.5.4.10', agency.name]],
      attributes: [[ATTRIBUTE.organisation, oid(agency.organisationOid)], [ATTRIBUTE.cardSerial, printable(agencySerial)]],
    },
    person('expired', 103, wu, { 'zh-TW': '已過期', en: 'Expired' }, { ...another(103), days: [-2000, -30] }),
    person('revoked', REVOKED_SERIAL, wu, { 'zh-TW': '已廢止', en: 'Revoked' }, another(104)),
    person('unknown-issuer', 105, wu, { 'zh-TW': '不明的發行單位', en: 'Issued by somebody unknown' }, { ...another(105), issuer: 'unknown' }),
    person('wrong-person', 106, { name: '吳文傑', nationalId: 'A100000001' }, { 'zh-TW': '同名的另一個人', en: 'Somebody else of the same name' }, another(106)),
    person('no-digital-signature', 107, wu, { 'zh-TW': '只能加密，不能簽章', en: 'For encryption, not for signing' }, { ...another(107), usage: USAGE.keyEncipherment }),
  ]
}

const STRANGER: Name = [['2.5.4.6', 'TW'], ['2.5.4.10', '別家憑證公司']]
const REVOKED_SERIAL = 104

/** What the authority has revoked, for its list. */
export const revokedBy = (code: AuthorityCode, now: Date): Revoked[] =>
  code === 'moica-g3' ? [{ serial: REVOKED_SERIAL, at: new Date(Math.floor((now.getTime() - 60 * DAY_MS) / 1000) * 1000), reason: 1 }] : []

const FILE = /^([a-z0-9-]+)\.crl$/

/** The list that the demonstration's authorities publish under that name at that moment; null for any other name. */
export async function publishedList(dataDir: string, fileName: string, now: Date): Promise<Buffer | null> {
  const code = AUTHORITIES.find((one) => one === FILE.exec(fileName)?.[1])
  const authority = code === undefined ? null : await keptAuthority(dataDir, code)
  return authority === null ? null : demoList(authority, revokedBy(authority.code, now), now)
}

/** Issues the cards that are not in the folder yet. `module`: of the PKCS#11 token that makes and holds their keys; null, files do. */
export async function issueDemoCards(dataDir: string, holders: CardHolders, now: Date, module: string | null = null): Promise<Authorities> {
  const authorities = await demoAuthorities(dataDir, now)
  for (const card of cardsOf(holders)) await issueOne({ dataDir, module }, authorities, card, now)
  return authorities
}

async function issueOne({ dataDir, module }: Keys, authorities: Authorities, { face, ...wish }: Issue, now: Date): Promise<void> {
  const folder = join(cardsFolder(dataDir), face.id)
  // The face is written last.
  if (await isThere(join(folder, FACE_FILE))) return
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const key = module === null ? await keyInFile(folder) : await keyInToken(tokenStore(dataDir, module), folder, face)
  await writeWhole(join(folder, CERTIFICATE_FILE), certificateOf(authorities, key, wish, now))
  await writeWhole(join(folder, FACE_FILE), `${JSON.stringify(face, null, 2)}\n`)
}

async function keyInFile(folder: string): Promise<PublicHalf> {
  const key = makeKey('rsa')
  await writeWhole(join(folder, KEY_FILE), key.privateKey.export({ format: 'der', type: 'pkcs8' }))
  return key
}

async function keyInToken(store: TokenStore, folder: string, { id, pin }: CardFace): Promise<PublicHalf> {
  const key = await makeTokenKey(store, { id, pin })
  await writeWhole(join(folder, TOKEN_FILE), `${store.module}\n`)
  return key
}

async function isThere(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

function certificateOf(authorities: Authorities, key: PublicHalf, wish: Omit<Issue, 'face'>, now: Date): Buffer {
  const signer: Pick<Authority, 'subject' | 'key'> = wish.issuer === 'unknown' ? { subject: STRANGER, key: makeKey('rsa') } : authorities[wish.issuer]
  const [from, to] = wish.days ?? [-365, 365 * 4]
  const at = (days: number): Date => new Date(Math.floor((now.getTime() + days * DAY_MS) / 1000) * 1000)
  const own: ExtensionValue[] = [
    extensions.keyUsage(wish.usage ?? USAGE.digitalSignature), extensions.subjectKeyId(key), extensions.authorityKeyId(signer.key),
    extensions.policies(POLICY), extensions.directoryAttributes(...wish.attributes),
  ]
  return issueCertificate({
    serial: wish.serial, issuer: signer.subject, subject: wish.subject, notBefore: at(from), notAfter: at(to), key, signer: signer.key, extensions: own,
  })
}
