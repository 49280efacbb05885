// The signing component as browsers meet it (4.7): what it answers to a request, with the codes of the real one.
import { z } from 'zod'
import { nameText, readCertificate, serialText, textsOf, USAGE } from '../../pki/index.ts'
import { octets, printable } from '../certificates/der-writer.ts'
import { unsignedMessage } from '../certificates/sign-message.ts'
import type { DeskFault, Drawer, DrawerCard } from './drawer.ts'

const VERSION = '1.3.4.103328'

const CODE = {
  noCard: 0x76000006, domain: 0x7600000f, site: 0x76000031, noPin: 0x76000998, cancelled: 0x76000999, noReader: 0x76100003,
  signInFailed: 0x76100006, noCertificate: 0x7610000c, notYetValid: 0x76500001, expired: 0x76500002, request: 0x76000001,
} as const
const LAST = { wrongPin: 0xa0, pinLength: 0xa2, locked: 0xa4, oneLeft: -2147483647, twoLeft: -2147483646 } as const

const FAULT_CODES: Readonly<Record<Exclude<DeskFault, 'none'>, number>> = {
  noReader: CODE.noReader, cancelled: CODE.cancelled, domain: CODE.domain, site: CODE.site, noCertificate: CODE.noCertificate,
  notYetValid: CODE.notYetValid, expired: CODE.expired,
}

const ATTRIBUTE = { nonce: '1.2.840.113549.1.9.25.3', cardSerial: '2.16.886.1.100.2.204' } as const

/** MakeSignature; everything is a text, as the real one has it. */
const signing = z.object({
  func: z.literal('MakeSignature'), tbs: z.string().max(100_000), tbsEncoding: z.enum(['NONE', 'base64']).default('NONE'),
  hashAlgorithm: z.literal('SHA256').default('SHA256'), signatureType: z.literal('PKCS7').default('PKCS7'), pin: z.string().max(64).default(''),
  nonce: z.string().max(200).default(''), withCardSN: z.enum(['true', 'false']).default('false'), slotDescription: z.string().max(200).default(''),
})
const request = z.discriminatedUnion('func', [signing, z.object({ func: z.literal('GetUserCert') })])

type Signed = {
  func: 'sign'; version: string; ret_code: number; last_error: number; signature: string; certb64: string; cardSN: string
}
type Slot = {
  slotDescription: string
  token: null | { serialNumber: string; certs: { certb64: string; label: string; usage: string; sn: string; subjectDN: string; issuerDN: string; subjectID: string }[] }
}
type Info = { func: 'pkcs11info'; ret_code: number; last_error: number; serverVersion: string; slots: Slot[] }

const slotOf = (at: number): string => `Virtual Card Reader ${at}`

function tokenOf({ card: { certificate, cardSerial } }: DrawerCard): Slot['token'] {
  const read = readCertificate(certificate)
  const signs = read.keyUsage?.has(USAGE.digitalSignature) === true
  return {
    serialNumber: cardSerial,
    certs: [{
      certb64: certificate.toString('base64'), label: 'cert1', usage: signs ? 'digitalSignature' : 'keyEncipherment', sn: serialText(read),
      subjectDN: nameText(read.subject), issuerDN: nameText(read.issuer), subjectID: textsOf(read.subject, '2.5.4.5')[0]?.slice(-4) ?? '',
    }],
  }
}

const inserted = async (drawer: Drawer): Promise<DrawerCard[]> => (await drawer.cards()).filter((one) => one.inserted)

/** What stands in the readers: an empty one where no card does. */
export async function pkcs11Info(drawer: Drawer): Promise<Info> {
  const code = drawer.fault === 'none' ? 0 : FAULT_CODES[drawer.fault]
  const held = code === 0 ? await inserted(drawer) : []
  const slots = held.map((one, at): Slot => ({ slotDescription: slotOf(at), token: tokenOf(one) }))
  return {
    func: 'pkcs11info', ret_code: code, last_error: 0, serverVersion: VERSION,
    slots: code === CODE.noReader ? [] : slots.length === 0 ? [{ slotDescription: slotOf(0), token: null }] : slots,
  }
}

const failed = (code: number, last = 0): Signed => ({ func: 'sign', version: VERSION, ret_code: code, last_error: last, signature: '', certb64: '', cardSN: '' })

/** Answers a request, which is text as the page sent it. */
export async function answerRequest(drawer: Drawer, text: string, now: Date): Promise<Signed | Info> {
  let asked: unknown
  try {
    asked = JSON.parse(text)
  } catch {
    return failed(CODE.request)
  }
  const read = request.safeParse(asked)
  if (!read.success) return failed(CODE.request)
  if (read.data.func === 'GetUserCert') return pkcs11Info(drawer)
  return sign(drawer, read.data, now)
}

async function sign(drawer: Drawer, asked: z.output<typeof signing>, now: Date): Promise<Signed> {
  if (drawer.fault !== 'none') return failed(FAULT_CODES[drawer.fault])
  const held = await inserted(drawer)
  const chosen = asked.slotDescription === '' ? held[0] : held.find((_, at) => slotOf(at) === asked.slotDescription)
  if (chosen === undefined) return failed(CODE.noCard)
  if (asked.pin === '') return failed(CODE.noPin)
  if (chosen.triesLeft === 0) return failed(CODE.signInFailed, LAST.locked)
  if (!/^\d{6,8}$/.test(asked.pin)) return failed(CODE.signInFailed, LAST.pinLength)
  const { right, left } = await drawer.tryPin(chosen, asked.pin)
  if (!right) return failed(CODE.signInFailed, left === 2 ? LAST.twoLeft : left === 1 ? LAST.oneLeft : LAST.locked)
  const { certificate, keyKind, cardSerial } = chosen.card
  const message = unsignedMessage({
    content: Buffer.from(asked.tbs, asked.tbsEncoding === 'base64' ? 'base64' : 'utf8'), certificate,
    kind: keyKind, signingTime: now,
    attributes: [
      ...(asked.nonce === '' ? [] : [[ATTRIBUTE.nonce, octets(Buffer.from(asked.nonce))] as const]),
      ...(asked.withCardSN === 'true' ? [[ATTRIBUTE.cardSerial, printable(cardSerial)] as const] : []),
    ],
  })
  const signature = message.signed(await chosen.card.sign(message.toSign, asked.pin))
  return {
    func: 'sign', version: VERSION, ret_code: 0, last_error: 0, signature: signature.toString('base64'), certb64: certificate.toString('base64'), cardSN: cardSerial,
  }
}

const PIXELS = 2000
const HEAD_BYTES = 54

/** The same as a picture (24 bits, one row): each pixel's blue, green and red are bytes of the JSON, blanks behind it. */
export async function infoImage(drawer: Drawer): Promise<Buffer> {
  const info = await pkcs11Info(drawer)
  const room = PIXELS * 3
  const whole = Buffer.from(JSON.stringify(info))
  // Of several cards the certificates do not all fit; they are asked for by GetUserCert.
  const brief = { ...info, slots: info.slots.map(({ token, ...slot }) => ({ ...slot, token: token === null ? null : { ...token, certs: token.certs.map((one) => ({ ...one, certb64: '' })) } })) }
  const json = whole.length <= room ? whole : Buffer.from(JSON.stringify(brief)).subarray(0, room)
  const image = Buffer.alloc(HEAD_BYTES + room, 0x20)
  image.write('BM', 0, 'latin1')
  image.writeUInt32LE(image.length, 2)
  image.writeUInt32LE(0, 6)
  image.writeUInt32LE(HEAD_BYTES, 10)
  image.writeUInt32LE(40, 14)
  image.writeInt32LE(PIXELS, 18)
  image.writeInt32LE(1, 22)
  image.writeUInt16LE(1, 26)
  image.writeUInt16LE(24, 28)
  image.fill(0, 30, HEAD_BYTES)
  image.writeUInt32LE(room, 34)
  json.copy(image, HEAD_BYTES)
  return image
}
